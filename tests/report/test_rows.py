"""Rows: planned against actual, lateness, lights, progress."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from campaignflow.report import Lights, rows

D = dt.date


def test_rows_follow_the_order_of_definition_within_their_container(stage: Any) -> None:
    """Each container comes before its parts, siblings as defined, the campaign first."""
    found = [(row.key, row.depth, row.container) for row in rows(stage.run.state, stage.today)]
    assert found == [
        ("campaign", 0, None),
        ("find", 1, "campaign"),
        ("talks", 2, "find"),
        ("outline#a", 2, "find"),
        ("outline#b", 2, "find"),
        ("outline#c", 2, "find"),
        ("essay", 2, "find"),
        ("mend", 1, "campaign"),
        ("fix", 2, "mend"),
        ("post", 2, "mend"),
    ]


def test_row_of_an_unstarted_campaign_is_planned() -> None:
    """A definition nobody has started can be reported; nothing in it is open, due or late."""
    from campaignflow.definitions.five_phases import five_phases
    from campaignflow.state import initial

    found = rows(initial(five_phases, "none"), D(2030, 1, 1))
    assert {row.state for row in found} == {"planned"}
    assert not any(row.due or row.late_days or row.light for row in found)


def test_row_holds_planned_and_actual_days(stage: Any) -> None:
    """Both appear side by side; the plan only where the node has a window of its own."""
    stage.do("2017-05-03", "open", "find")
    row = stage.row("find")
    assert (row.planned_start, row.planned_end) == (D(2017, 5, 1), D(2017, 5, 31))
    assert (row.actual_start, row.actual_end) == (D(2017, 5, 3), None)
    outline = stage.row("outline#a")
    assert (outline.planned_start, outline.planned_end) == (None, None)
    assert outline.due_by == D(2017, 5, 31)


@pytest.mark.parametrize(
    ("day", "late", "light"),
    [
        ("2017-05-11", None, "green"),
        ("2017-05-18", None, "yellow"),
        ("2017-05-20", None, "orange"),
        ("2017-05-21", 1, "red"),
        ("2017-06-01", 12, "red"),
    ],
)
def test_open_row_turns_from_green_to_red_as_its_days_run_out(
    stage: Any, day: str, late: int | None, light: str
) -> None:
    """30 % of the days left is yellow, 15 % orange, past the last one red and late."""
    stage.do("2017-05-03", "open", "find")
    stage.do("2017-05-11", "tick")
    row = stage.row("talks", day)
    assert (row.late_days, row.light) == (late, light)


def test_lights_are_data(stage: Any) -> None:
    """Other thresholds give other lights."""
    stage.do("2017-05-03", "open", "find")
    stage.do("2017-05-11", "tick")
    found = rows(stage.run.state, D(2017, 5, 12), Lights(yellow=95, orange=90))
    assert next(row.light for row in found if row.key == "talks") == "orange"


def test_settled_row_is_late_by_the_day_it_was_settled(stage: Any) -> None:
    """What was finished late stays late by the same days; what was in time is not late."""
    stage.do("2017-05-03", "open", "find")
    stage.do("2017-05-11", "tick")
    for day, pair in (("2017-05-12", "ab"), ("2017-05-13", "ac"), ("2017-05-23", "bc")):
        stage.talk(day, *pair)
    stage.do("2017-05-23", "finish", "talks")
    row = stage.row("talks", "2017-08-01")
    assert (row.late_days, row.light, row.actual_end) == (3, None, D(2017, 5, 23))


def test_soft_end_makes_nothing_late(stage: Any) -> None:
    """基本完成 is no deadline."""
    row = stage.row("fix", "2017-08-20")
    assert (row.due_by, row.soft_end, row.late_days) == (D(2017, 7, 31), True, None)


def test_unknown_bound_is_told_and_makes_nothing_late(stage: Any) -> None:
    """A window on an anchor without a day is unknown; the container's end still counts."""
    row = stage.row("essay", "2017-05-31")
    assert (row.unknown_bound, row.planned_end, row.late_days) == (True, None, None)
    stage.do("2017-05-02", "fix_anchor", "feast", day="2017-05-09")
    row = stage.row("essay", "2017-05-10")
    assert (row.unknown_bound, row.planned_end, row.late_days) == (False, D(2017, 5, 9), 1)


def test_due_row_could_be_open(stage: Any) -> None:
    """Due is what only waits for a command or a tick: opener, order, start and entry hold."""
    assert stage.row("find").due
    assert not stage.row("mend", "2017-06-10").due
    stage.do("2017-05-03", "open", "find")
    assert not stage.row("talks", "2017-05-10").due
    assert stage.row("talks", "2017-05-11").due


def test_released_row_says_how(stage: Any) -> None:
    """A waived node has its kind of release and is never late."""
    stage.do("2017-05-03", "open", "find")
    stage.do("2017-05-30", "waive", "talks", reason="合并")
    row = stage.row("talks")
    assert (row.state, row.released_as, row.late_days) == ("released", "waived", None)


def test_progress_counts_the_parts(stage: Any) -> None:
    """What has parts tells how many are settled; a step tells nothing, as conditions differ."""
    stage.do("2017-05-03", "open", "find")
    stage.do("2017-05-30", "waive", "talks", reason="合并")
    assert stage.row("talks").progress is None
    assert stage.row("find").progress == (1, 5)


def test_reopened_row_has_its_attempt_and_those_after_it_are_questioned(stage: Any) -> None:
    """Going back counts the attempt and puts what followed in question."""
    stage.do("2017-05-03", "open", "find")
    stage.do("2017-05-11", "tick")
    for pair in ("ab", "ac", "bc"):
        stage.talk("2017-05-12", *pair)
    stage.do("2017-05-13", "finish", "talks")
    for person in "abc":
        stage.do("2017-05-14", "submit", f"outline#{person}", by=person)
        stage.do("2017-05-14", "approve", f"outline#{person}", by="s")
    stage.do("2017-05-15", "reopen", "talks", edge="outline.reopen.talks", reason="补谈")
    assert stage.row("talks").attempt == 2
    assert stage.row("outline#b").questioned


def test_row_names_who_holds_it(stage: Any) -> None:
    """The member it is multiplied for, or whoever it was assigned to, and the owner's title."""
    stage.do("2017-05-03", "open", "find")
    stage.do("2017-05-11", "tick")
    stage.do("2017-05-12", "assign", "talks", person="b")
    assert (stage.row("talks").assignee, stage.row("talks").owner) == ("b", "班子")
    assert (stage.row("outline#c").assignee, stage.row("outline#c").label) == ("c", "提纲（c）")


def test_added_step_has_a_row(stage: Any) -> None:
    """Work that is not in the plan appears under its container."""
    stage.do("2017-05-03", "open", "find")
    stage.do("2017-05-04", "add", "visit", title="走访", part_of="find", reason="上级要求")
    assert (stage.row("visit").label, stage.row("visit").container) == ("走访", "find")


def test_row_as_json_is_plain(stage: Any) -> None:
    """Days are ISO texts and the window is EDTF."""
    plain = stage.row("mend").as_json()
    assert (plain["planned_start"], plain["window"]) == ("2017-06-01", "2017-06-01/2017-07-31~")
