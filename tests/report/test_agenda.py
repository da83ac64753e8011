"""Agenda: what can be done now, by whom; what is due and overdue; when to look again."""

from __future__ import annotations

from typing import Any

from campaignflow import MemoryLog
from campaignflow.calendar import day_start
from campaignflow.report import next_wakeup, upcoming


def _tasks(stage: Any, **who: str) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(item.task, item.row.key, item.who) for item in stage.run.agenda(**who)]


def test_agenda_begins_with_what_can_be_opened(stage: Any) -> None:
    """At the start the lead can open the first phase, and nothing else can be done."""
    assert _tasks(stage) == [("open", "find", ("L",))]


def test_the_agenda_of_today_asks_nothing_of_the_log(stage: Any) -> None:
    """Where the run stands is known, so lists of many runs read each log once."""
    before = stage.run.agenda(), stage.run.due(), stage.run.overdue()
    stage.run.log = MemoryLog()
    assert (stage.run.agenda(), stage.run.due(), stage.run.overdue()) == before


def test_agenda_puts_the_most_urgent_first(stage: Any) -> None:
    """Tasks are in the order of their last planned day."""
    stage.do("2017-05-03", "open", "find")
    stage.do("2017-05-11", "tick")
    stage.do("2017-05-12", "fix_anchor", "feast", day="2017-05-15")
    stage.day = "2017-05-16"
    stage.run.do("tick")
    assert [key for _task, key, _who in _tasks(stage)] == ["essay", "talks"]


def test_agenda_of_a_person_holds_only_their_turn(stage: Any) -> None:
    """The author submits, the reviewer approves, and nobody sees the other's task."""
    stage.do("2017-05-03", "open", "find")
    stage.do("2017-05-04", "waive", "talks", reason="合并")
    stage.do("2017-05-05", "submit", "outline#a", by="a")
    assert _tasks(stage, person="a") == []
    assert _tasks(stage, person="b") == [("submit", "outline#b", ("b",))]
    assert _tasks(stage, role="secretary") == [("approve", "outline#a", ("s",))]


def test_agenda_leaves_out_containers_that_wait_for_their_parts(stage: Any) -> None:
    """A phase is to be closed only once nothing in it is open."""
    stage.do("2017-05-03", "open", "find")
    assert ("close", "find", ("L",)) not in _tasks(stage)
    stage.do("2017-05-04", "waive", "talks", reason="合并")
    for person in "abc":
        stage.do("2017-05-05", "waive", f"outline#{person}", reason="合并")
    stage.do("2017-05-06", "waive", "essay", reason="合并")
    assert ("close", "find", ("L",)) in _tasks(stage)


def test_due_lists_what_only_a_tick_is_missing_for(stage: Any) -> None:
    """A step whose day has come is due until the run is ticked."""
    stage.do("2017-05-03", "open", "find")
    stage.day = "2017-05-11"
    assert [row.key for row in stage.run.due()] == ["talks"]
    stage.run.do("tick")
    assert stage.run.due() == ()


def test_overdue_lists_the_longest_overdue_first(stage: Any) -> None:
    """Nodes past their last planned day are listed with the longest first."""
    stage.do("2017-05-03", "open", "find")
    stage.do("2017-05-11", "tick")
    stage.day = "2017-06-05"
    assert [(row.key, row.late_days) for row in stage.run.overdue()][:2] == [
        ("talks", 16),
        ("find", 5),
    ]


def test_upcoming_lists_starts_and_ends_ahead(stage: Any) -> None:
    """Planned starts of what is not open and ends of what is not settled, by day."""
    found = upcoming(stage.run.status().rows, stage.today, days=30)
    assert [(ahead.day.day, ahead.what, ahead.row.key) for ahead in found] == [
        (11, "start", "talks"),
        (20, "end", "talks"),
        (31, "end", "find"),
    ]


def test_next_wakeup_is_the_next_planned_boundary(stage: Any) -> None:
    """The next start of something planned, or the moment after the end of something unsettled."""
    zone = "Asia/Shanghai"
    wake = next_wakeup(stage.run.state, stage.clock())
    assert wake == day_start(stage.today.replace(day=11), zone)
    assert next_wakeup(stage.run.state, wake) == day_start(stage.today.replace(day=21), zone)


def test_next_wakeup_follows_a_move(stage: Any) -> None:
    """A moved window wakes on its new days."""
    stage.do("2017-05-02", "move", "talks", start="2017-05-08", reason="提前")
    wake = next_wakeup(stage.run.state, stage.clock())
    assert wake == day_start(stage.today.replace(day=8), "Asia/Shanghai")


def test_next_wakeup_of_a_suspended_run_is_none(stage: Any) -> None:
    """Nothing wakes a suspended run, and nothing is left after everything planned is over."""
    assert next_wakeup(stage.run.state, 2**62) is None
    stage.do("2017-05-02", "suspend", reason="放假")
    assert next_wakeup(stage.run.state, stage.clock()) is None


def test_agenda_asks_to_confirm_what_is_in_question(stage: Any) -> None:
    """Work whose ground has changed waits for whoever may confirm it."""
    stage.do("2017-05-11", "open", "find")
    for number, pair in enumerate((("a", "b"), ("a", "c"), ("b", "c"))):
        stage.do(
            "2017-05-12", "record", f"t{number}", by="a", kind="talk",
            values={"people": list(pair), "mode": "面谈"},
        )  # fmt: skip
    stage.do("2017-05-13", "finish", "talks", by="a")
    stage.do("2017-05-14", "void", "t0", reason="误录")
    (item,) = (item for item in stage.run.agenda() if item.task == "confirm")
    assert (item.row.key, item.who) == ("talks", ("L",))
    assert item.notice.zh == "确认或重办：谈心"


def test_phase_that_nobody_opens_counts_the_days_since_its_start(stage: Any) -> None:
    """Its first day is over, and only somebody's act is missing."""
    assert stage.row("find", "2017-05-01").start_days is None
    assert stage.row("find", "2017-05-04").start_days == 3
    stage.do("2017-05-04", "open", "find")
    assert stage.row("find").start_days is None
