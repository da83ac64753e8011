"""Reminders: who is told what on which day, and that looking only when it matters misses nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import attrs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from campaignflow.errors import RefusalError
from campaignflow.report import ALARMS, Alarms, Lights, next_look, reminders

from .conftest import ISSUES, LIMIT

Stages = Callable[..., Any]


def _told(stage: Any, alarms: Alarms = ALARMS) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(r.node, r.level, r.who) for r in reminders(stage.run.state, stage.today, alarms)]


def test_lights_follow_the_share_of_time_left(stage: Any) -> None:
    """Yellow from 30 percent of the time left on, orange from 15, red once it is over."""
    stage.do("2017-05-03", "open", "find")
    seen = {}
    for day in range(11, 22):
        stage.do(f"2017-05-{day}", "tick")
        seen[day] = [level for node, level, _who in _told(stage) if node == "talks"]
    assert (seen[17], seen[18], seen[20], seen[21]) == ([], ["yellow"], ["orange"], ["red"])


def test_whoever_has_the_turn_is_reminded(stage: Any) -> None:
    """The owners are told of their step, the lead of the phase."""
    stage.do("2017-05-03", "open", "find")
    stage.do("2017-05-21", "tick")
    told = {node: who for node, _level, who in _told(stage)}
    assert told["talks"] == ("a", "b", "c")
    stage.do("2017-05-31", "tick")
    assert {node: who for node, _level, who in _told(stage)}["find"] == ("L",)


def test_lead_is_told_of_the_highest_escalation_only(stage: Any) -> None:
    """Seven days late the lead hears of seven days, no more of three."""
    stage.do("2017-05-03", "open", "find")
    stage.do("2017-05-27", "tick")
    assert [level for node, level, _who in _told(stage) if node == "talks"] == ["red", "late7"]
    assert ("talks", "late7", ("L",)) in _told(stage)


def test_alarms_are_data(stage: Any) -> None:
    """Other shares and no escalation are one value."""
    stage.do("2017-05-03", "open", "find")
    stage.do("2017-05-12", "tick")
    early = Alarms(Lights(yellow=90, orange=85), escalate=())
    assert [level for node, level, _who in _told(stage, early) if node == "talks"] == ["yellow"]
    stage.do("2017-05-29", "tick")
    assert [level for node, level, _who in _told(stage, early) if node == "talks"] == ["red"]


def test_suspension_silences_alarms(stage: Any) -> None:
    """A suspended run reminds of nothing and need not be looked at."""
    stage.do("2017-05-03", "open", "find")
    stage.do("2017-05-25", "suspend", reason="停课")
    assert reminders(stage.run.state, stage.today) == ()
    assert next_look(stage.run.state, stage.clock()) is None


def test_reminder_reads_in_both_languages(stage: Any) -> None:
    """A reminder is a sentence, and plain data with both."""
    stage.do("2017-05-03", "open", "find")
    stage.do("2017-05-18", "tick")
    found = next(r for r in reminders(stage.run.state, stage.today) if r.node == "talks")
    assert found.notice.en == "谈心: due on 2017-05-20, 2 days left"
    assert found.as_json()["zh"] == "谈心：2017-05-20 到期，还剩 2 天"
    assert found.as_json()["due"] == "2017-05-20"


_COMMANDS = st.sampled_from(
    [
        ("open", "find", {}),
        ("open", "mend", {}),
        ("open", "post", {}),
        ("waive", "talks", {"reason": "合并"}),
        ("waive", "outline#a", {"reason": "合并"}),
        ("waive", "essay", {"reason": "合并"}),
        ("submit", "outline#b", {"by": "b"}),
        ("move", "talks", {"start": "2017-05-05", "end": "2017-05-12", "reason": "提前"}),
        ("move", "find", {"end": "2017-06-20", "reason": "推迟"}),
        ("fix_anchor", "feast", {"day": "2017-05-15", "reason": "商定"}),
        ("fix_anchor", "feast", {"day": "2017-06-09", "reason": "改期"}),
        ("find", "w1", {"ledger": "issues", "values": {"limit": "2017-05-28", "person": "b"}}),
        ("work", "w1", {"trigger": "claim", "values": {"limit": "2017-06-20"}}),
        ("suspend", "", {"reason": "停课"}),
        ("resume", "", {}),
    ]
)
_COURSES = st.lists(st.tuples(st.integers(0, 90), _COMMANDS), max_size=8)


def _sweep(stage: Any, said: set[object], moved: list[object]) -> int | None:
    stage.run.do("tick")
    said.update((r.node, r.due, r.level) for r in reminders(stage.run.state, stage.today))
    moved.append((stage.today, stage.run.version))
    return next_look(stage.run.state, stage.clock())


def _play(stage: Any, course: Any, *, daily: bool) -> tuple[set[object], list[object], int]:
    """Play three months with a look every day, or only when something changed or was due."""
    first, said, moved = stage.today, set[object](), list[object]()
    again: int | None = 0
    for number in range(100):
        stage.day = (first + dt.timedelta(days=number)).isoformat()
        before = stage.run.version
        for _day, (command, subject, args) in [c for c in course if c[0] == number]:
            try:
                stage.do(stage.day, command, subject, **args)
            except RefusalError:
                continue
        due = again is not None and again <= stage.clock()
        if daily or due or stage.run.version != before:
            again = _sweep(stage, said, moved)
    return said, [(e.kind, e.subject, e.at) for e in stage.run.events()], len(moved)


@pytest.mark.parametrize(
    "tables",
    [{}, {"ledgers": [attrs.evolve(ISSUES, due=LIMIT)], "rules": []}],
    ids=["rules", "due"],
)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(_COURSES)
def test_looking_when_due_sees_what_looking_daily_sees(
    tables: dict[str, Any], stage_of: Stages, course: Any
) -> None:
    """Whatever is moved, fixed or suspended, the days in between hold nothing new."""
    daily = _play(stage_of(**tables), course, daily=True)
    rarely = _play(stage_of(**tables), course, daily=False)
    assert rarely[:2] == daily[:2]
    assert rarely[2] < daily[2]
