"""Rules judged outside a decision: a crash is part of the answer, never raised."""

from __future__ import annotations

from campaignflow.guards.verdict import UNKNOWN, YES, Explanation, Verdict
from campaignflow.messages import Notice
from campaignflow.state import Instance, RunView, State
from campaignflow.state.compiled import RuleInfo


def waived(state: State, rule: RuleInfo) -> str | None:
    """Return why an authority has waived the whole rule; None if nobody has."""
    return state.waivers.get((rule.key, ""))


def explained(state: State, rule: RuleInfo, instance: Instance, day: int) -> Explanation:
    """Return the truth tree of a rule on a day; a crash makes it unknown and says why."""
    reason = waived(state, rule)
    if reason is not None:
        return Explanation(Notice("report.waived", {"reason": reason}), YES)
    try:
        return rule.guard.explain(RunView(state, rule, instance, day))
    except Exception as crash:  # noqa: BLE001 - a plan's own code must not hide the whole report
        why = f"{type(crash).__name__}: {crash}"
        return Explanation(Notice("guard.crashed", {"why": why}), UNKNOWN)


def judged(state: State, rule: RuleInfo, instance: Instance, day: int) -> Verdict:
    """Return the verdict of a rule on a day; a crash is unknown, and :func:`explained` says why."""
    if waived(state, rule) is not None:
        return YES
    try:
        return rule.guard.evaluate(RunView(state, rule, instance, day))
    except Exception:  # noqa: BLE001 - as above
        return UNKNOWN
