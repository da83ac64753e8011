"""Every command that a user may give has a form in the admin, made from what the command takes."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.models import Group, Permission, User
from django.http import HttpResponse
from django.test import Client, override_settings
from django.utils.html import strip_tags
from school.views import RUN

from campaignflow import COMMANDS
from campaignflow.hosts.django import load, models, person
from campaignflow.interchange.arguments import arguments

SignIn = Callable[[str], Client]
RUNS = "/admin/campaignflow/run/"
PAGE = f"{RUNS}ethics_2Fno1/change/"
LINK = re.compile(r'<a href="([^"]*/act/[^"]*)">')


def act(command: str, **args: str) -> str:
    query = "&".join(f"{name}={value}" for name, value in {"run": RUN, **args}.items())
    return f"{RUNS}act/{command}/?{query.replace('#', '%23')}"


def body(response: HttpResponse) -> str:
    return response.content.decode().partition('id="content"')[2]


def text(response: HttpResponse) -> str:
    return re.sub(r"\s+", " ", strip_tags(body(response)))


def links(response: HttpResponse) -> list[str]:
    """Return the forms that a page leads to."""
    return [link.replace("&amp;", "&") for link in LINK.findall(body(response))]


def who(name: str) -> str:
    return person(User.objects.get(username=name))


def give(command: str, subject: str = "", by: str = "li", **args: Any) -> None:
    load(RUN).do(command, subject, actor=who(by), **args)


@pytest.fixture
def busy(school: object) -> None:
    """The school with something to do for every command: items, records, held and reviewed work."""
    give("record", "r-1", kind="meeting", values={"attendees": [who("li")], "topic": "动原"})
    give("find", ledger="issues")


@pytest.mark.usefixtures("busy")
@pytest.mark.parametrize(
    "command",
    ["waive", "withdraw", "add", "move", "suspend", "conclude", "cancel", "record", "void",
     "correct", "find", "work", "take_role", "give_up_role", "assign", "claim", "substitute"],
)  # fmt: skip
def test_lead_reaches_a_form_for_each_command(sign_in: SignIn, command: str) -> None:
    """From the page of the run the lead comes to a form that asks for all that the command needs."""
    client = sign_in("li")
    (address, *_) = [link for link in links(client.get(PAGE)) if f"/act/{command}/" in link]
    page = client.get(address)
    if "form" not in page.context:
        page = client.get(links(page)[0])
    form = page.context["form"]
    needed = {field.key for field in arguments(load(RUN).campaign, command) if field.required}
    settled = set(page.request["QUERY_STRING"].replace("=", "&").split("&"))
    assert needed <= {*form.fields, *settled}
    assert form.fields["reason"].required is COMMANDS[command].reason


@pytest.mark.usefixtures("busy")
def test_form_of_a_command_that_is_not_possible_is_not_offered(sign_in: SignIn) -> None:
    """What the run or the plan rules out now stands nowhere on the page."""
    offered = " ".join(links(sign_in("li").get(PAGE)))
    for command in ("resume", "archive", "fix_anchor", "relate", "reopen", "confirm"):
        assert f"/act/{command}/" not in offered


@pytest.mark.usefixtures("busy")
def test_teacher_is_offered_only_what_teachers_may(sign_in: SignIn) -> None:
    """Nobody is shown what only the lead may do."""
    offered = {link.split("/act/")[1].partition("/")[0] for link in links(sign_in("sun").get(PAGE))}
    assert offered == {"record", "submit", "claim", "substitute"}
    assert "目前没有" in text(sign_in("sun").get(act("void")))


@pytest.mark.usefixtures("busy")
def test_mistyped_record_is_seen_and_corrected(sign_in: SignIn) -> None:
    """The log shows what was recorded; the form begins with it and gives only what was changed."""
    client = sign_in("li")
    page = client.get(PAGE)
    assert "主题：动原" in text(page)
    (address,) = [link for link in links(page) if "/act/correct/" in link and "subject=r-1" in link]
    form = client.get(address).context["form"]
    assert [form["v-attendees"].initial, form["v-topic"].initial] == [[who("li")], "动原"]
    given = {"key": "k", "v-attendees": [who("li")], "v-topic": "动员", "reason": "笔误"}
    assert client.post(address, given).status_code == 302
    event = load(RUN).events()[-1]
    assert (event.kind, event.subject, event.data["values"]["topic"]) == (
        "corrected", "r-1", "动员",
    )  # fmt: skip
    assert load(RUN).state.records["r-1"].values["attendees"] == [who("li")]
    unreasoned = client.post(act("void", subject="r-1"), {"key": "k2"})
    assert unreasoned.status_code == 400
    client.post(act("void", subject="r-1"), {"key": "k3", "reason": "重复"})
    assert load(RUN).state.records["r-1"].voided is not None


def test_newcomer_takes_a_role_and_gives_it_up(sign_in: SignIn) -> None:
    """Somebody who is not in the run yet is chosen among the users; who is, among the holders."""
    new = User.objects.create_user("wu", first_name="吴敏")
    client = sign_in("li")
    given = {"key": "k", "subject": person(new), "role": "teacher"}
    assert client.post(act("take_role"), given).status_code == 302
    assert f"essays#{person(new)}" in load(RUN).state.nodes
    page = client.get(act("give_up_role"))
    assert "离任：教师 吴敏" in text(page)
    (address,) = [link for link in links(page) if f"subject={person(new)}" in link]
    assert client.post(address, {"key": "k2"}).status_code == 302
    assert load(RUN).events()[-2].kind == "gave_up_role"


def test_run_is_suspended_resumed_and_cancelled(sign_in: SignIn) -> None:
    """Commands about the run as a whole have forms of their own."""
    client = sign_in("li")
    for command, status in (
        ("suspend", "suspended"), ("resume", "running"), ("cancel", "cancelled"),
    ):  # fmt: skip
        assert client.post(act(command), {"key": command, "reason": "疫情"}).status_code == 302
        assert load(RUN).state.status == status


def test_step_is_moved_and_assigned(sign_in: SignIn) -> None:
    """Days and persons of a command arrive as the plan takes them."""
    client = sign_in("li")
    moved = {"key": "a", "end": "2026-11-15", "reason": "推迟"}
    assert client.post(act("move", subject="study"), moved).status_code == 302
    assert client.post(act("assign", subject="kickoff"), {"key": "b", "person": who("zhao")})
    assert load(RUN).state.assignments["kickoff"] == who("zhao")
    assert "人员：赵芳" in text(client.get(PAGE))


def test_form_is_shown_only_to_who_may_view(sign_in: SignIn) -> None:
    """The permission to act alone shows neither a form nor the names in it."""
    Group.objects.get(name="教师").permissions.set(Permission.objects.filter(codename="act_run"))
    assert sign_in("sun").get(act("record", kind="essay")).status_code == 403


# starting


def test_run_is_started_in_the_admin(sign_in: SignIn) -> None:
    """Whoever may start finds the button, sees who will hold which role, and starts the run."""
    client = sign_in("li")
    assert f'href="{RUNS}start/"' in client.get(RUNS).content.decode()
    address = f"{RUNS}start/?campaign=ethics&version=2026"
    assert address.replace("&", "&amp;") in client.get(f"{RUNS}start/").content.decode()
    assert "教研组长赵芳、钱进" in text(client.get(address))
    assert client.post(address, {"unit": "no2", "at": "2026-09-01"}).status_code == 302
    run = load("ethics/no2")
    assert run.state.status == "running"
    assert run.may("open", "study", actor=who("li"))
    again = client.post(address, {"unit": "no2"})
    assert (again.status_code, "ethics/no2" in text(again)) == (400, True)


def test_run_that_nobody_would_lead_is_not_started(sign_in: SignIn) -> None:
    """Without a principal among the users the form says so, and nothing is written."""
    User.objects.get(username="li").groups.clear()
    root = User.objects.create_superuser("root")
    answer = sign_in(root.username).post(f"{RUNS}start/?campaign=ethics", {"unit": "no2"})
    assert answer.status_code == 400
    assert "没有人担任牵头角色“校长”" in text(answer)
    assert models.Run.objects.count() == 1


def test_start_is_for_those_who_may(sign_in: SignIn) -> None:
    """Without the permission there is neither button nor page."""
    client = sign_in("zhao")
    assert f"{RUNS}start/" not in client.get(RUNS).content.decode()
    assert client.get(f"{RUNS}start/?campaign=ethics").status_code == 403
    assert sign_in("li").get(f"{RUNS}start/?campaign=none").status_code == 404


# permissions for single runs


class OneRun(BaseBackend):
    """A host's backend that lets everybody view one run."""

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        return perm == "campaignflow.view_run" and isinstance(obj, models.Run) and obj.unit == "no1"


def test_list_holds_the_runs_that_may_be_viewed(sign_in: SignIn) -> None:
    """Who may view single runs is shown these in the list, and no others anywhere."""
    from school.campaigns import ethics

    from campaignflow.hosts.django import start

    start(ethics, "no2", roster=[(who("li"), "principal")])
    sun = User.objects.get(username="sun")
    sun.groups.clear()
    one_run = f"{OneRun.__module__}.{OneRun.__name__}"
    client = sign_in("sun")
    assert client.get(RUNS).status_code == 403
    backends = [*settings.AUTHENTICATION_BACKENDS, one_run]
    with override_settings(AUTHENTICATION_BACKENDS=backends):
        assert f'href="{RUNS}"' in client.get("/admin/").content.decode()
        shown = text(client.get(RUNS))
        assert (RUN in shown, "ethics/no2" in shown) == (True, False)
        assert client.get(PAGE).status_code == 200
        assert client.get(PAGE.replace("no1", "no2")).status_code == 403
