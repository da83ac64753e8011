"""Reports and the engine agree: what a report calls possible is granted, and nothing else is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from campaignflow.errors import RefusalError
from campaignflow.report.holds import finishing, opening
from campaignflow.state import Instance


def _talk(*people: str) -> tuple[str, str, dict[str, Any]]:
    return "record", "", {"kind": "talk", "values": {"people": list(people), "mode": "面谈"}}


COURSE = [
    ("open", "find", {}),
    ("tick", "", {}),
    *(_talk(*pair) for pair in ("ab", "ac", "bc")),
    ("finish", "talks", {}),
    *(("submit", f"outline#{person}", {}) for person in "abc"),
    *(("approve", f"outline#{person}", {}) for person in "abc"),
    ("close", "find", {}),
    ("open", "mend", {}),
    ("find", "", {"ledger": "issues"}),
    *(("work", "issues-1", {"trigger": t}) for t in ("claim", "plan", "start", "check", "strike")),
    ("finish", "fix", {}),
    ("open", "post", {}),
    ("finish", "post", {}),
    ("close", "mend", {}),
]
"""What happens where nothing goes wrong."""

OTHERWISE = [
    *COURSE,
    ("finish", "essay", {}),
    ("waive", "talks", {"reason": "r"}),
    ("waive", "talks.exit", {"reason": "r"}),
    ("waive", "talks.exit", {"reason": "r", "part": "b/c"}),
    ("waive", "outline#c", {"reason": "r"}),
    ("waive", "post", {"reason": "r"}),
    *(("confirm", f"outline#{person}", {"reason": "r"}) for person in "abc"),
    ("confirm", "mend", {"reason": "r"}),
    ("reopen", "talks", {"reason": "r", "edge": "outline.reopen.talks"}),
    ("void", "r15", {"reason": "r"}),
    ("give_up_role", "c", {"role": "leader"}),
    ("suspend", "", {"reason": "r"}),
    ("resume", "", {}),
]

ACTS = st.lists(
    st.tuples(st.one_of(st.none(), st.none(), st.sampled_from(OTHERWISE)), st.integers(0, 5)),
    min_size=5,
    max_size=50,
)
"""Acts with the days before each; None stands for the next one of the course."""


def _play(stage: Any, acts: list[Any]) -> None:
    day, course = dt.date(2017, 5, 2), iter(COURSE)
    for act, days in acts:
        command, subject, args = act or next(course, ("tick", "", {}))
        day += dt.timedelta(days=days + 10 * (command == "tick"))
        try:
            stage.do(
                day.isoformat(), command, subject, "s" if command == "approve" else "L", **args
            )
        except RefusalError:
            continue


def _granted(stage: Any, command: str, instance: Instance) -> bool:
    return bool(stage.run.why_not(command, instance.key, actor="L") is None)


@given(acts=ACTS)
@settings(max_examples=150, deadline=None)
def test_what_is_not_held_back_can_be_opened(stage_of: Callable[..., Any], acts: list[Any]) -> None:
    """A planned node opens on command exactly if only its planned start may hold it back."""
    stage = stage_of()
    _play(stage, acts)
    state, day = stage.run.state, stage.today.toordinal()
    for instance in state.all_instances():
        if state.node(instance.key).state == "planned" and instance.info.life != "campaign":
            holds = [h.notice.code for h in opening(state, instance, day)]
            early = [code for code in holds if code != "report.hold.start"]
            assert (early == []) == _granted(stage, "open", instance), (instance.key, holds)


@given(acts=ACTS)
@settings(max_examples=150, deadline=None)
def test_what_lacks_nothing_can_be_settled(stage_of: Callable[..., Any], acts: list[Any]) -> None:
    """An open node is settled on command exactly if the report says that it can be."""
    stage = stage_of()
    _play(stage, acts)
    state, day = stage.run.state, stage.today.toordinal()
    for instance in state.all_instances():
        if state.node(instance.key).state != "open" or state.status != "running":
            continue
        info = instance.info
        command = {"phase": "close", "campaign": "conclude"}.get(
            info.life, "submit" if info.review else "finish"
        )
        can = [h for h in finishing(state, instance, day) if h.notice.code.startswith("report.act")]
        assert bool(can) == _granted(stage, command, instance), (instance.key, can)
