"""Runs in Django's database follow their plan through its versions."""

from __future__ import annotations

from collections.abc import Callable

import attrs
import pytest
from django.contrib.auth.models import User
from django.test import Client
from lab import campaigns as offered

from campaignflow import Step
from campaignflow.hosts.django import campaign, load, models, person, start, sweep

pytestmark = pytest.mark.usefixtures("school", "lab")

OLD = offered.dated
VISITS = Step("visits", "走访", OLD.phases[0])
NEW = attrs.evolve(OLD, version="3", title="按日开展", steps=[*OLD.steps, VISITS], earlier=[OLD])


@pytest.fixture
def lead() -> str:
    """Begin a run by the old version, then offer the new one beside it; return who leads."""
    lead = person(User.objects.get(username="li"))
    start(OLD, "no5", name="no5", roster=[(lead, "lead")]).do("open", "all", actor=lead)
    return lead


@pytest.fixture(autouse=True)
def amended(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the app offer the next version of its plan, which names the one before."""
    monkeypatch.setattr(offered, "dated_next", NEW, raising=False)


def test_run_of_an_earlier_version_is_carried_over(lead: str) -> None:
    """A run of the version before goes on by it, and by the new one once it is told to."""
    li = User.objects.get(username="li")
    assert load("no5").campaign is OLD
    assert load("no5").migration().verdict == "clean"
    load("no5", user=li).do("migrate", actor=lead, reason="增加走访")
    assert load("no5").campaign is NEW
    assert load("no5").state.node("visits").state == "open"
    assert models.Run.objects.get(pk="no5").version == "3"


def test_earlier_version_is_found_where_only_the_new_one_is_offered(
    lead: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An app that keeps the former plan only in ``earlier`` still carries out its runs."""
    monkeypatch.delattr(offered, "dated")
    assert load("no5").campaign is OLD
    list(sweep())
    assert load("no5").state.node("late").state == "open"


def test_version_is_found_by_its_name(lead: str) -> None:
    """An earlier version is meant where it is named, the newest one else."""
    assert campaign("dated") is NEW
    assert campaign("dated", OLD.version) is OLD


def test_new_runs_are_offered_by_the_newest_version(sign_in: Callable[[str], Client]) -> None:
    """A version that another one names as earlier is not offered for a start."""
    User.objects.create_superuser("root")
    page = sign_in("root").get("/admin/campaignflow/run/start/").content.decode()
    assert NEW.title in page
    assert OLD.title not in page
