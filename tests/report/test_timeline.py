"""Timeline: one bar a node, planned against actual."""

from __future__ import annotations

import datetime as dt
from typing import Any

from campaignflow.report.timeline import Bar, Stretch, timeline

D = dt.date


def _bars(stage: Any, day: str) -> dict[str, Bar]:
    when = dt.date.fromisoformat(day)
    return {bar.node: bar for bar in timeline(stage.run.status(day).rows, when).bars}


def test_timeline_takes_instances_of_a_node_together(stage: Any) -> None:
    """A multiplied step has one bar that counts its instances."""
    stage.do("2017-05-03", "open", "find")
    stage.do("2017-05-04", "waive", "talks", reason="合并")
    stage.do("2017-05-05", "submit", "outline#a", by="a")
    stage.do("2017-05-06", "approve", "outline#a", by="s")
    bar = _bars(stage, "2017-05-10")["outline"]
    assert (bar.settled, bar.total, bar.title) == (1, 3, "提纲")
    assert bar.actual == Stretch(D(2017, 5, 4), None)


def test_timeline_bar_has_a_tail_while_it_is_late(stage: Any) -> None:
    """The tail runs from the day after the plan to today, and ends where it was settled."""
    stage.do("2017-05-03", "open", "find")
    stage.do("2017-05-11", "tick")
    assert _bars(stage, "2017-05-25")["talks"].late == Stretch(D(2017, 5, 21), D(2017, 5, 25))
    stage.do("2017-05-27", "waive", "talks", reason="合并")
    assert _bars(stage, "2017-05-30")["talks"].late is None


def test_timeline_spans_everything_shown(stage: Any) -> None:
    """It begins with the first and ends with the last day of any bar."""
    found = timeline(stage.run.status().rows, stage.today)
    assert (found.start, found.end, found.today) == (D(2017, 5, 1), D(2017, 8, 31), D(2017, 5, 1))


def test_timeline_marks_soft_and_unknown_plans(stage: Any) -> None:
    """A soft end is marked; a node without known days has no planned stretch."""
    bars = _bars(stage, "2017-05-01")
    assert bars["mend"].soft_end
    assert bars["essay"].planned is None
