"""Separation of duties holds over every submission of a piece of work."""

from __future__ import annotations

from campaignflow import Campaign, Phase, Role, Run, Step, window

LEAD, WRITER = Role("lead", "组长"), Role("writer", "撰稿人")
PHASE = Phase("p", "阶段")
PLAN = Campaign(
    key="plan",
    version="1",
    title="两人轮流",
    window=window("2025年3月"),
    lead=LEAD,
    roles=[LEAD, WRITER],
    phases=[PHASE],
    steps=[Step("text", "文稿", PHASE, owner=WRITER, review=WRITER)],
)


def test_who_submitted_before_a_return_cannot_approve() -> None:
    """Q submits, T returns, R submits again: Q is still no independent reviewer, T is."""
    people = [("z", "lead"), ("q", "writer"), ("r", "writer"), ("t", "writer")]
    run = Run.start(PLAN, "no1", roster=people)
    run.do("open", "p", actor="z")
    run.do("submit", "text", actor="q")
    run.do("return_", "text", actor="t", reason="再改")
    run.do("submit", "text", actor="r")
    refusal = run.why_not("approve", "text", actor="q")
    assert refusal is not None
    assert refusal.causes[-1].notice.code == "review.own"
    assert run.may("approve", "text", actor="t")
