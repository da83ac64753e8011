"""The commands of ``manage.py``: start, import and sweep; and the system checks."""

from __future__ import annotations

import re
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.core.checks import run_checks
from django.core.management import CommandError, call_command
from django.db import connections
from django.test import modify_settings
from lab.campaigns import dated
from school.views import RUN

from campaignflow.calendar import parse_instant
from campaignflow.hosts.django import DjangoLog, load, models, person, start, sweep

pytestmark = pytest.mark.usefixtures("school", "lab")


def call(command: str, *args: Any, **options: Any) -> str:
    out = StringIO()
    call_command(f"campaignflow_{command}", *args, stdout=out, stderr=out, **options)
    return out.getvalue()


def instant(text: str) -> int:
    return parse_instant(text, "Asia/Shanghai")[0]


def test_run_is_started_with_roles_from_groups() -> None:
    """Starting with --groups gives everybody the role that their group is named like."""
    assert call("start", "ethics", "no2", groups=True) == "ethics/no2: 6 events, 5 roles\n"
    assert load("ethics/no2").state.status == "running"


def test_run_is_started_with_roles_from_a_table(tmp_path: Path) -> None:
    """Starting with --roster reads persons and roles from a CSV file."""
    file = tmp_path / "roster.csv"
    li, zhao = (person(User.objects.get(username=name)) for name in ("li", "zhao"))
    file.write_text(f"人员,角色,备注\nli,书记,语文\n{zhao},leader,\n", encoding="gbk")
    call("start", "five_phases", "no3", roster=file, at="2025-03-01", run="spring")
    run = load("spring")
    assert run.may("open", "mobilise", actor=li)
    assert run.state.intervals["leader"].keys() == {zhao}


def test_roster_of_strangers_is_refused(tmp_path: Path) -> None:
    """A name that no user has could never sign in: it is told, and nothing is started."""
    file = tmp_path / "roster.csv"
    file.write_text("person,role\nli,secretary\nwangwu,leader\n", encoding="utf-8")
    with pytest.raises(CommandError, match="不是本系统的用户：wangwu；"):
        call("start", "five_phases", "no3", roster=file)
    assert models.Run.objects.count() == 1


def test_run_without_people_is_not_started() -> None:
    """Forgetting where the people are, or having nobody to lead, starts nothing that is lost."""
    with pytest.raises(CommandError, match="--roster --groups is required"):
        call("start", "ethics", "no2")
    Group.objects.get(name="校长").delete()
    with pytest.raises(CommandError, match="名单中没有人担任牵头角色“校长”"):
        call("start", "ethics", "no2", groups=True)
    assert models.Run.objects.count() == 1


@pytest.mark.parametrize(
    ("args", "saying"),
    [
        (("ethic", "no2", "--groups"), "现有"),
        (("ethics", "no1", "--groups"), "已存在"),
        (("ethics", "no2", "--roster", "nothing.csv"), r"nothing\.csv"),
    ],
)
def test_run_that_cannot_be_started_is_told(args: tuple[str, ...], saying: str) -> None:
    """An unknown campaign, a run that is there and a missing file are errors with the reason."""
    with pytest.raises(CommandError, match=saying):
        call("start", *args)


def test_table_is_imported_once(tmp_path: Path) -> None:
    """Rows of a table go into the run; importing again finds them done."""
    li, sun = (person(User.objects.get(username=name)) for name in ("li", "sun"))
    file = tmp_path / "talks.csv"
    file.write_text(f"种类,经办人,谈话人,谈话对象,方式\ntalk,{li},{li},{sun},面谈\n")
    assert "1" in call("import", RUN, file)
    before = load(RUN).version
    call("import", RUN, file)
    assert load(RUN).version == before
    assert load(RUN).events()[-1].data["values"]["partner"] == sun


def test_people_in_a_table_are_written_as_usernames(tmp_path: Path) -> None:
    """Usernames become persons wherever a row names somebody; a stranger refuses the row."""
    li, sun = (person(User.objects.get(username=name)) for name in ("li", "sun"))
    file = tmp_path / "talks.csv"
    file.write_text(
        "种类,经办人,谈话人,谈话对象,方式,指令,办理对象,角色\n"
        "talk,li,li,sun,面谈,,,\ntalk,li,li,suhn,面谈,,,\n,li,,,,take_role,wu,教师\n"
    )
    User.objects.create_user("wu")
    with pytest.raises(CommandError, match=r"3.*谈话对象.*查无此人：“suhn”"):
        call("import", RUN, file)
    run = load(RUN)
    talk, role = (e for e in run.events() if e.kind in ("recorded", "took_role") and e.actor == li)
    assert set(talk.data["values"].values()) == {li, sun, "面谈"}
    assert role.subject == person(User.objects.get(username="wu"))


def test_a_table_can_be_read_again_when_somebody_has_left(tmp_path: Path) -> None:
    """What went in is in, though nobody knows any longer who was meant."""
    file = tmp_path / "talks.csv"
    file.write_text("种类,经办人,谈话人,谈话对象,方式\ntalk,li,li,guest,面谈\n")
    guest = User.objects.create_user("guest")
    assert "录入 1 行" in call("import", RUN, file)
    guest.delete()
    assert "录入 0 行，此前已有 1 行，未录入 0 行" in call("import", RUN, file)


def test_a_node_of_a_member_is_named_by_username(tmp_path: Path) -> None:
    """Behind the mark of a member stands a username as well."""
    file, sun = tmp_path / "acts.csv", User.objects.get(username="sun")
    file.write_text("指令,办理对象,经办人,理由\nwaive,撰写心得#sun,li,病假\n")
    call("import", RUN, file)
    assert load(RUN).events()[-1].subject.endswith(f"#{person(sun)}")


def test_refused_row_is_told(tmp_path: Path) -> None:
    """A row that the plan refuses is an error that names its line; the others are in."""
    li, sun = (person(User.objects.get(username=name)) for name in ("li", "sun"))
    file = tmp_path / "talks.csv"
    file.write_text(
        f"种类,经办人,谈话人,谈话对象,方式\ntalk,{sun},{sun},{li},面谈\ntalk,{li},{li},{sun},面谈\n"
    )
    with pytest.raises(CommandError, match="2"):
        call("import", RUN, file)
    assert load(RUN).events()[-1].actor == li
    before = load(RUN).version
    file.write_text(
        f"种类,经办人,谈话人,谈话对象,方式\ntalk,{li},{li},{li},面谈\ntalk,{sun},{sun},{li},面谈\n"
    )
    with pytest.raises(CommandError):
        call("import", RUN, file, all_or_nothing=True)
    assert load(RUN).version == before


def test_history_is_imported_at_its_own_time(tmp_path: Path) -> None:
    """With --replay a row is learnt when it says it was, and planned days pass in between."""
    start(dated, "no1", name="old", roster=[("u1", "lead")], clock=lambda: instant("2025-03-01"))
    file = tmp_path / "history.csv"
    file.write_text(
        "日期,指令,办理对象,经办人\n2025-03-02,open,all,u1\n2025-03-12,finish,early,u1\n"
    )
    call("import", "old", file, replay=True)
    run = load("old")
    assert run.state.node("early").state == "done"
    assert run.state.head["recorded_at"] < instant("2025-03-13")


def _on(day: str) -> int:
    return instant(f"{day}T09:00")


def test_sweep_touches_what_is_due_and_nothing_else() -> None:
    """On a planned day the step opens by itself; a run that has been there already is left alone."""
    for name in ("a", "b"):
        run = start(
            dated, name, name=name, roster=[("u1", "lead")], clock=lambda: _on("2025-03-02")
        )
        run.do("open", "all", actor="u1")
    list(sweep(_on("2025-03-09")))
    assert DjangoLog().outbox.due(_on("2025-03-09")) == ()
    load("b", clock=lambda: instant("2025-03-10T08:00")).do("tick")
    before = load("b").version
    for _twice in range(2):
        assert list(sweep(_on("2025-03-10"))) == []
        assert load("a").events()[-1].subject == "early"
        assert (load("a").version, load("b").version) == (before, before)


def test_sweep_that_changes_nothing_is_not_repeated() -> None:
    """A planned day on which nothing can happen is passed once, and the next one noted."""
    start(dated, "a", name="a", roster=[("u1", "lead")], clock=lambda: _on("2025-02-01"))
    before = load("a").version
    list(sweep(_on("2025-03-01")))
    assert load("a").version == before
    assert "a" not in DjangoLog().outbox.due(_on("2025-03-01"))
    assert "a" in DjangoLog().outbox.due(_on("2025-03-10"))


def test_sweep_tells_reminders_by_name_and_once() -> None:
    """The command tells who must do what, by name; called again it has nothing to say."""
    li = person(User.objects.get(username="li"))
    run = start(dated, "no1", name="a", roster=[(li, "lead")], clock=lambda: _on("2025-03-01"))
    run.do("open", "all", actor=li)
    said = call("sweep")
    assert re.search(r"^no1：早：已逾期 \d+ 天（应于 2025-03-20 完成）（红灯；李明）$", said, re.M)
    assert call("sweep") == ""


def test_run_that_fails_holds_up_no_other() -> None:
    """A run without its campaign is named, the others are swept, and the command fails."""
    for name in ("a", "b"):
        run = start(
            dated, name, name=name, roster=[("u1", "lead")], clock=lambda: _on("2025-03-01")
        )
        run.do("open", "all", actor="u1")
    models.Run.objects.filter(pk="a").update(campaign="gone")
    out = StringIO()
    with pytest.raises(CommandError, match=r"could not be looked at: a$"):
        call_command("campaignflow_sweep", stdout=out, stderr=out)
    assert "gone 2" in out.getvalue()
    assert "b：早：已逾期" in out.getvalue()


def test_checks_warn_of_waiting_writers_and_refuse_other_databases(db: Path) -> None:
    """SQLite without immediate transactions is warned of; a database of no known kind is wrong."""

    def found() -> list[str]:
        return [message.id for message in run_checks(databases=["default"]) if message.id]

    assert "campaignflow.W001" in found()
    connections["default"].settings_dict["OPTIONS"] = {"transaction_mode": "IMMEDIATE"}
    assert found() == []
    connections["default"].vendor = "mysql"
    assert found() == ["campaignflow.E001"]
    del connections["default"].vendor


_UNREADABLE = 'from campaignflow import *\nfaulty = Phase("a", "甲", window("3月中旬—2月"))\n'
_CIRCLE = """from campaignflow import *
lead, a, b = Role("lead", "组长"), Step("a", "甲"), Step("b", "乙")
faulty = Campaign(key="faulty", version="1", title="误", window=window("2027年3月"), lead=lead,
    roles=[lead], steps=[a, b], edges=[after(a, b), after(b, a)])
"""


@pytest.mark.parametrize(
    ("name", "source", "code", "saying"),
    [
        ("unreadable", _UNREADABLE, "campaignflow.E002", "unreadable.campaigns cannot be imported"),
        ("missing", "import nowhere", "campaignflow.E002", "No module named 'nowhere'"),
        ("circle", _CIRCLE, "campaignflow.W002", "甲 → 乙 → 甲"),
    ],
)
def test_checks_name_campaigns_that_cannot_be_used(
    db: Path, monkeypatch: pytest.MonkeyPatch, name: str, source: str, code: str, saying: str
) -> None:
    """A module that cannot be imported is an error, a campaign that cannot be started a warning."""
    app = db.parent / name
    app.mkdir()
    (app / "__init__.py").touch()
    (app / "campaigns.py").write_text(source, encoding="utf-8")
    monkeypatch.syspath_prepend(str(db.parent))
    assert run_checks() == []
    with modify_settings(INSTALLED_APPS={"append": name}):
        (found,) = run_checks()
    assert found.id == code
    assert saying in found.msg


def test_verify_proves_logs_or_names_the_damage() -> None:
    """A whole log is proved; one that was tampered with is an error that names the entry."""
    assert f"{RUN}: 13 entries, head " in call("verify")
    with connections["default"].cursor() as cursor:
        cursor.execute("DROP TRIGGER campaignflow_events_no_update")
        cursor.execute("UPDATE campaignflow_events SET actor = 'u9' WHERE seq = 7")
    with pytest.raises(CommandError, match="第 7 条处已损坏"):
        call("verify", RUN)


def test_facts_of_the_unit_are_given_at_the_start() -> None:
    """A fact given with --fact is read as its field says; one that cannot be is told."""
    Group.objects.get(name="校长").user_set.first().groups.add(Group.objects.create(name="lead"))
    call("start", "dated", "no8", fact=["retired=是"], groups=True)
    assert load("dated/no8").state.facts == {"retired": True}
    with pytest.raises(CommandError, match="vielleicht"):
        call("start", "dated", "no9", fact=["retired=vielleicht"], groups=True)
