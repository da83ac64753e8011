"""What lists and sweeps are told of a run agrees with its rules."""

from __future__ import annotations

from collections.abc import Callable

from campaignflow import (
    Campaign,
    MemoryLog,
    Opaque,
    Phase,
    Quota,
    RecordKind,
    Role,
    Rule,
    Run,
    Step,
    window,
)
from campaignflow.guards import View
from campaignflow.moments import read_moment


def _tally(function: Callable[[View], bool | None], *, waive: bool = False) -> str:
    lead, talk, phase = Role("lead", "组长"), RecordKind("talk", "谈话"), Phase("p", "阶段")
    step = Step("s", "步骤", phase)
    plan = Campaign(
        key="plan",
        version="1",
        title="试点",
        window=window("2025年3月"),
        lead=lead,
        roles=[lead],
        records=[talk],
        phases=[phase],
        steps=[step],
        rules=[Rule(step, Quota(of=talk, least=2) & Opaque("own", function))],
    )
    log = MemoryLog(wants_projection=True)
    run = Run.start(plan, "no1", log=log, roster=[("z", "lead")])
    if waive:
        run.do("waive", "s.exit", actor="z", reason="上级同意")
    run.do("record", actor="z", kind="talk", values={})
    projection = log.status(run.name)
    assert projection is not None
    return projection.tallies[0].verdict


def test_a_crashing_guard_is_projected_as_unknown() -> None:
    """A plan's broken function keeps nobody from recording."""

    def broken(view: View) -> bool:
        raise ZeroDivisionError

    assert _tally(broken) == "unknown"


def test_a_waived_rule_is_projected_as_satisfied() -> None:
    """What an authority has waived is no longer open in any list."""
    assert _tally(lambda view: True) == "unsatisfied"
    assert _tally(lambda view: True, waive=True) == "satisfied"


def test_a_moved_window_is_woken_for() -> None:
    """A sweep is told of the day to which a step was moved, not only of the planned one."""
    lead, phase = Role("lead", "组长"), Phase("p", "阶段")
    plan = Campaign(
        key="plan",
        version="1",
        title="试点",
        window=window("2025年3月"),
        lead=lead,
        roles=[lead],
        phases=[phase],
        steps=[Step("s", "步骤", phase, window("3月20日—3月25日"))],
    )
    now = read_moment("2025-03-02", plan.zone)[0]
    log = MemoryLog(wants_projection=True)
    run = Run.start(plan, "no1", log=log, roster=[("z", "lead")], clock=lambda: now)
    run.do("move", "s", actor="z", start="2025-03-05", reason="提前")
    projection = log.status(run.name)
    assert projection is not None
    assert projection.next_wakeup == read_moment("2025-03-05", plan.zone)[0]
