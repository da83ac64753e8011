"""Texts about people in the admin: shown to whoever may read them, erased by whoever leads."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from school.views import RUN
from test_django_acts import PAGE, act, give, links, text, who

from campaignflow.hosts.django import load

SignIn = Callable[[str], Client]
WORDS = "家中有 <急事>"


@pytest.fixture
def told(school: object) -> None:
    """A talk with a note about somebody."""
    values = {"caller": who("li"), "partner": who("sun"), "mode": "面谈", "note": WORDS}
    give("record", "t-1", kind="talk", values=values)


@pytest.mark.usefixtures("told")
def test_page_shows_texts_to_whoever_may_read_them(sign_in: SignIn) -> None:
    """As text, in place of the token; others see that there is one."""
    page = sign_in("li").get(PAGE)
    assert "家中有 &lt;急事&gt;" in page.content.decode()
    for name, seen in (("li", "情况：家中有"), ("zhao", "情况：（已封存）")):
        shown = text(sign_in(name).get(PAGE))
        assert seen in shown
        assert "sealed:" not in shown


@pytest.mark.usefixtures("told")
def test_correction_begins_with_the_text_for_whoever_may_read_it(sign_in: SignIn) -> None:
    """Others begin with an empty field, and what they leave empty stays as it is."""
    client, address = sign_in("li"), act("correct", subject="t-1")
    assert client.get(address).context["form"]["v-note"].initial == WORDS
    may = Permission.objects.get(codename="texts_run")
    Group.objects.get(name="校长").permissions.remove(may)
    client = sign_in("li")
    assert client.get(address).context["form"]["v-note"].initial == ""
    given = {"v-caller": who("li"), "v-partner": who("zhou"), "v-mode": "面谈", "v-note": ""}
    assert client.post(address, {"key": "k", "reason": "有误", **given}).status_code == 302
    run = load(RUN)
    values = run.state.records["t-1"].values
    assert (values["partner"], run.opened(values["note"])) == (who("zhou"), WORDS)


@pytest.mark.usefixtures("told")
def test_lead_erases_texts_in_the_admin(sign_in: SignIn) -> None:
    """From the page of the run to a form that asks why; afterwards the page says it is gone."""
    client = sign_in("li")
    (address,) = [link for link in links(client.get(PAGE)) if "/act/erase/" in link]
    (address,) = links(client.get(address))
    assert set(client.get(address).context["form"].fields) == {"key", "at", "reason"}
    assert client.post(address, {"key": "k", "reason": "本人要求"}).status_code == 302
    page = text(client.get(PAGE))
    assert "情况：（已删除）" in page
    assert "删除个人信息" in page
    assert not [link for link in links(client.get(PAGE)) if "/act/erase/" in link]
