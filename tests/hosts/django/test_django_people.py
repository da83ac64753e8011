"""Users act as persons under Django's permissions; nobody may anything by default."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest
from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.models import AnonymousUser, Group, User
from django.test import override_settings
from school.campaigns import ethics
from school.views import RUN

from campaignflow import RefusalError, RefusalKind
from campaignflow.errors import RunNotFoundError
from campaignflow.hosts.django import (
    allowed,
    campaign,
    follow_roster,
    load,
    models,
    person,
    roster_of_groups,
    start,
)
from campaignflow.hosts.django.people import names_of, of_users, users_of
from campaignflow.hosts.plans import UnknownCampaignError

pytestmark = pytest.mark.usefixtures("school")


def user(name: str) -> User:
    return User.objects.get(username=name)


class OneRun(BaseBackend):
    """A host's backend that lets everybody act in one run."""

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        return perm == "campaignflow.act_run" and isinstance(obj, models.Run) and obj.pk == RUN


def test_a_user_who_left_may_nothing(school: object) -> None:
    """Nor are they reminded of anything, whatever a backend of the host says; they keep a name."""
    li = User.objects.get(username="li")
    li.is_active = False
    li.save()
    with override_settings(AUTHENTICATION_BACKENDS=[f"{__name__}.OneRun"]):
        assert not allowed(li, "act", RUN)
    assert users_of([person(li), "u999", "nobody"]) == []
    assert names_of([person(li)]) == {person(li): "李明"}


def test_a_username_that_looks_like_a_person_is_a_username() -> None:
    """Else a table would name somebody else without a word."""
    li = User.objects.get(username="li")
    other = User.objects.create_user(person(li))
    assert of_users([(person(li), "role")], 0) == ((person(other), "role"),)


def test_user_without_permission_may_nothing() -> None:
    """A new user may neither view, start nor act, in any run or in one."""
    nobody = User.objects.create_user("nobody")
    assert not any(
        allowed(who, action, run)
        for who in (nobody, AnonymousUser())
        for action in ("view", "start", "act")
        for run in (None, RUN)
    )


def test_start_without_permission_is_refused() -> None:
    """Who may not start runs is refused, with what is missing, and nothing is written."""
    with pytest.raises(RefusalError, match=r"campaignflow\.start_run") as refused:
        start(ethics, "no2", user=user("zhao"), roster=roster_of_groups(ethics))
    assert refused.value.refusal.kind is RefusalKind.NOT_PERMITTED
    assert models.Run.objects.count() == 1


def test_act_without_permission_is_refused() -> None:
    """The roster alone does not let a user act: the host has to permit it too."""
    user("zhao").groups.clear()
    zhao = user("zhao")
    refusal = load(RUN, user=zhao).why_not("find", ledger="issues", values={}, actor=person(zhao))
    assert refusal is not None
    assert "campaignflow.act_run" in refusal.text()


def test_permission_leaves_the_plan_its_say() -> None:
    """Somebody who may act is still held to the plan: a teacher cannot open a phase."""
    sun = user("sun")
    refusal = load(RUN, user=sun).why_not("open", "search", actor=person(sun))
    assert refusal is not None
    assert "permit.denied" in [cause.notice.code for cause in refusal.causes]


def test_user_acts_as_nobody_else() -> None:
    """A command in another person's name is refused, even the principal's own colleague's."""
    with pytest.raises(RefusalError, match="not as u4"):
        load(RUN, user=user("li")).do("record", kind="essay", values={}, actor=person(user("sun")))


def test_inactive_user_may_not_act() -> None:
    """Whoever has left the school is refused although the groups are still there."""
    User.objects.filter(username="li").update(is_active=False)
    assert not allowed(user("li"), "act", RUN)


def test_backend_of_the_host_permits_single_runs() -> None:
    """A permission for one run, given by the host's own backend, is enough there only."""
    backends = [f"{__name__}.OneRun"]
    nobody = User.objects.create_user("nobody")
    with override_settings(AUTHENTICATION_BACKENDS=backends):
        assert allowed(nobody, "act", RUN)
        assert not allowed(nobody, "act", "another")
        assert not allowed(nobody, "view", RUN)


def test_event_names_the_user_and_the_plans_rule() -> None:
    """What a user does is logged under the user's id, with the rule that allowed it."""
    zhao = user("zhao")
    event = load(RUN, user=zhao).do("find", ledger="issues", actor=person(zhao))[0]
    assert (event.actor, event.rule) == (f"u{zhao.pk}", "head")


def test_groups_named_like_roles_make_a_roster() -> None:
    """Members of a group named like a role hold it, the inner one where they are in two."""
    user("li").groups.add(Group.objects.get(name="教师"))
    user("zhou").groups.add(Group.objects.create(name="head"))
    roles = dict(roster_of_groups(ethics))
    assert roles == {
        person(user(name)): role
        for name, role in [
            ("li", "principal"), ("zhao", "head"), ("qian", "head"), ("zhou", "head"),
            ("sun", "teacher"),
        ]
    }  # fmt: skip


def test_run_follows_the_groups() -> None:
    """Who joins or leaves a group takes or gives up the role in the run, and nothing else moves."""
    user("sun").groups.set([Group.objects.get(name="教研组长")])
    li, run = user("li"), load(RUN, user=user("li"))
    assert follow_roster(run, roster_of_groups(ethics), person(li)) == 2
    assert follow_roster(run, roster_of_groups(ethics), person(li)) == 0
    told = [(event.kind, event.data["role"]) for event in run.events() if event.seq > 13]
    assert told[:2] == [("took_role", "head"), ("gave_up_role", "teacher")]


def test_campaign_is_found_by_its_version(lab: None) -> None:
    """A run finds the version it was started with; without one the last one offered is meant."""
    assert campaign("dated").version == "2"
    assert campaign("dated", "1").title == "按日开展（1）"


def test_campaign_that_nobody_offers_is_told() -> None:
    """A campaign that no app offers is an error that says which there are."""
    with pytest.raises(UnknownCampaignError, match="ethics 2026"):
        campaign("ethic")


def test_run_that_is_not_there_is_not_found() -> None:
    """Loading an unknown run says so."""
    with pytest.raises(RunNotFoundError):
        load("ethics/no9")


_UUID = """
import uuid, django
from django.conf import settings
settings.configure(
    INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "keyed_lab",
                    "campaignflow.hosts.django"],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
    AUTH_USER_MODEL="keyed_lab.Member", USE_TZ=True, MIGRATION_MODULES={"keyed_lab": None},
)
django.setup()
from django.core.management import call_command
call_command("migrate", run_syncdb=True, verbosity=0)
from django.contrib.auth.models import Permission
from campaignflow.definitions.five_phases import five_phases
from campaignflow.hosts.django import person, start
from campaignflow.hosts.django.people import names_in
from keyed_lab.models import Member
wu = Member.objects.create_user("wu", first_name="吴敏")
wu.user_permissions.set(Permission.objects.filter(content_type__app_label="campaignflow"))
run = start(five_phases, "no1", user=wu, roster=[(person(wu), "secretary"), ("zhao", "leader")])
run.do("open", "mobilise", actor=person(wu))
print(run.events()[-1].actor == None, run.state.status, names_in(run).text(person(wu)))
"""


def test_users_with_keys_that_are_no_numbers_can_act() -> None:
    """A project whose users have UUIDs as keys runs campaigns as any other."""
    environment = {"PYTHONPATH": ":".join(sys.path), "PYTHONUTF8": "1"}
    told = subprocess.run(
        [sys.executable, "-W", "error", "-c", _UUID],
        capture_output=True, text=True, check=False, env=environment,
    )  # fmt: skip
    assert told.stdout.split() == ["True", "running", "吴敏"], told.stderr
