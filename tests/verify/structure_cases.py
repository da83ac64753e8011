"""Plans with a mistake in their structure, and mended."""

from __future__ import annotations

from typing import Any

from plan_stage import (
    A,
    B,
    C,
    P,
    Q,
    dated,
    plan,
)

from campaignflow.guards import (
    Reached,
)
from campaignflow.model import (
    CAMPAIGN,
    Campaign,
    Force,
    Need,
    Phase,
    Rule,
    Step,
    after,
    reopen,
    together,
)


def _optional_left_behind(need: Need) -> Campaign:
    late = Step("late", "补课", P, need=need)
    return plan([P, Q, A, late, C], [after(P, Q), after(C, late)])


def _opened_elsewhere(other: Any) -> Campaign:
    thread = Step("thread", "专栏", starts_with=other, ends_with=CAMPAIGN)
    return plan([P, Q, A, C, thread], [after(P, Q), after(C, thread)])


def _crossed(second: Any) -> Campaign:
    one = Step("one", "甲", starts_with=Q, ends_with=CAMPAIGN)
    two = Step("two", "乙", starts_with=second, ends_with=CAMPAIGN)
    return plan([P, Q, A, C, one, two], [after(P, one), after(Q, two)])


CASES: dict[str, tuple[str, str, str, Campaign, Campaign]] = {
    "circle of edges": (
        "structure.cycle",
        "error",
        "edges.b.after.a",
        plan(edges=[after(A, B), after(B, A)]),
        plan(edges=[after(A, B), reopen(B, A, limit=1)]),
    ),
    "circle through phases": (
        "structure.cycle",
        "error",
        "edges.c.after.a",
        plan(edges=[after(P, Q), after(C, A)]),
        plan(edges=[after(P, Q), after(A, C)]),
    ),
    "circle through a rule": (
        "structure.cycle",
        "error",
        "rules.a.entry",
        plan(edges=[after(A, B)], rules=[Rule(A, Reached(B), "entry")]),
        plan(edges=[after(A, B)], rules=[Rule(B, Reached(A), "entry")]),
    ),
    "circle that any join passes": (
        "structure.loose_cycle",
        "warning",
        "edges.y.after.x",
        plan(
            [P, A, x := Step("x", "甲", P, join="any"), y := Step("y", "乙", P)],
            [after(A, x), after(x, y), after(y, x)],
        ),
        plan([P, A, x, y], [after(A, x), after(x, y), reopen(y, x, limit=1)]),
    ),
    "node behind a circle": (
        "structure.unreachable",
        "error",
        "steps.c",
        plan(edges=[after(A, B), after(B, A), after(B, C)]),
        plan(edges=[after(A, B), after(B, C)]),
    ),
    "opener closed by then": (
        "structure.unreachable",
        "error",
        "steps.thread",
        _opened_elsewhere(P),
        _opened_elsewhere(CAMPAIGN),
    ),
    "container closed by then": (
        "structure.unreachable",
        "error",
        "steps.late",
        _optional_left_behind(Need.OPTIONAL),
        plan([P, Q, A, late := Step("late", "补课", Q, need=Need.OPTIONAL), C], [after(P, Q)]),
    ),
    "container that waits for a circle": (
        "structure.dead_end",
        "error",
        "phases.p",
        plan([P, Q, A, B], [after(A, B), after(B, A)]),
        plan([P, Q, A, B], [after(A, B)]),
    ),
    "openers that wait for each other": (
        "structure.dead_end",
        "error",
        "campaign",
        _crossed(P),
        _crossed(CAMPAIGN),
    ),
    "more than all edges": (
        "structure.join",
        "error",
        "steps.x.join",
        plan([P, A, B, x := Step("x", "汇总", P, join=3)], [after(A, x), after(B, x)]),
        plan([P, A, B, x := Step("x", "汇总", P, join=2)], [after(A, x), after(B, x)]),
    ),
    "reopening what is still to come": (
        "structure.reopen_to_future",
        "error",
        "edges.a.reopen.b",
        plan(edges=[after(A, B), reopen(A, B, limit=1)]),
        plan(edges=[after(A, B), reopen(B, A, limit=1)]),
    ),
    "reopening what has no place": (
        "structure.reopen_unordered",
        "warning",
        "edges.b.reopen.a",
        plan(edges=[reopen(B, A, limit=1)]),
        plan(edges=[together(A, B), reopen(B, A, limit=1)]),
    ),
    "phases that overlap": (
        "structure.finish_start_overlap",
        "error",
        "edges.x.after.y",
        dated("5月—6月", "6月—7月"),
        dated("5月", "6月—7月"),
    ),
    "steps that overlap": (
        "structure.finish_start_overlap",
        "warning",
        "edges.x.after.y",
        dated("5月", "5月中旬—6月", phases=False),
        dated("5月", "5月中旬—6月", phases=False, force=Force.SHOULD),
    ),
    "step alone without order": (
        "structure.loose_step",
        "info",
        "steps.x",
        plan([P, A, B, x := Step("x", "总结会", P)], [after(A, B)]),
        plan([P, A, B, x], [after(A, B), after(B, x)]),
    ),
    "phase alone without order": (
        "structure.loose_phase",
        "info",
        "phases.r",
        plan([P, Q, r := Phase("r", "总结")], [after(P, Q)]),
        plan([P, Q, r], [after(P, Q), after(Q, r)]),
    ),
    "phase that nobody waits for": (
        "structure.loose_phase",
        "info",
        "phases.p",
        plan([P, Q, r], [after(Q, r)]),
        plan([P, Q, r], [after(P, Q), after(Q, r)]),
    ),
}
