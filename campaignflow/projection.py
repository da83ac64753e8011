"""What lists and sweeps need of a run, made in the same step as its events."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from functools import partial

from campaignflow.calendar import day_end
from campaignflow.events import Event
from campaignflow.log import Projection, Tally
from campaignflow.state import State
from campaignflow.state.blueprint import boundaries
from campaignflow.state.judging import judged

_projection: Callable[..., Projection] = tuple.__new__
_VERDICTS = {True: "satisfied", False: "unsatisfied", None: "unknown"}


def projected(state: State, events: Sequence[Event]) -> Projection:
    """Return what the run looks like; ``state`` is that after ``events``, its latest ones."""
    campaign, head = state.blueprint.campaign, state.head
    wakeup = _next_wakeup(state, events[-1][5])
    shown = (campaign.key, campaign.version, head.get("unit", ""), head["status"])
    return _projection(Projection, (*shown, _open_nodes(state), wakeup, _tallies(state, events)))


def _open_nodes(state: State) -> tuple[str, ...]:
    """Return what is open, in the order of the plan."""
    found = list(state.active)
    if len(found) > 1:
        found.sort(key=partial(_order, state))
    return tuple(found)


def _order(state: State, key: str) -> tuple[int, str]:
    instance = state.instance(key)
    return (instance.info.order if instance else -1, key)


def _next_wakeup(state: State, now: int) -> int | None:
    """Return the first boundary after ``now``: of the plan, a moved window or a due item."""
    planned = state.blueprint.next_boundary(now)
    if not state.windows and not state.due_days:
        return planned
    zone = state.blueprint.zone
    moved = boundaries(state.windows.values(), zone)
    due = (day_end(dt.date.fromordinal(day), zone) + 1 for day in state.due_days)
    ahead = [moment for moment in (*moved, *due) if moment > now]
    return min(ahead if planned is None else [planned, *ahead], default=None)


def _tallies(state: State, events: Sequence[Event]) -> tuple[Tally, ...]:
    """Return the tally of each rule whose quotas one of ``events`` may have changed."""
    records = state.records
    kinds = {records[e[2]].kind: None for e in events if e[2] in records}
    if not kinds:
        return ()
    day = state.day(events[-1].at)
    rules = {
        quota.rule.key: quota.rule
        for kind in kinds
        for quota in state.blueprint.quotas_by_kind.get(kind, ())
    }
    found = []
    for key, rule in rules.items():
        for name in state.instances_of(rule.rule.on.key)[:1]:
            instance = state.instance(name)
            if instance is not None:
                verdict = judged(state, rule, instance, day)
                found.append(Tally(key, verdict.need, verdict.met, _VERDICTS[verdict.value]))
    return tuple(found)
