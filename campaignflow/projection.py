"""What lists and sweeps need of a run, made in the same step as its events."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from campaignflow.calendar import day_end
from campaignflow.events import Event
from campaignflow.log import Projection, Tally
from campaignflow.state import State
from campaignflow.state.blueprint import boundaries
from campaignflow.state.judging import judged
from campaignflow.state.state import OPEN

_VERDICTS = {True: "satisfied", False: "unsatisfied", None: "unknown"}


def projected(state: State, events: Sequence[Event]) -> Projection:
    """Return what the run looks like; ``state`` is that after ``events``, its latest ones."""
    campaign, last = state.blueprint.campaign, events[-1]
    is_open = [key for key, node in state.nodes.items() if node.state in OPEN]
    is_open.sort(key=lambda key: (_order(state, key), key))
    return Projection(
        campaign.key,
        campaign.version,
        str(state.head.get("unit", "")),
        state.status,
        tuple(is_open),
        _next_wakeup(state, last.recorded_at),
        tuple(_tallies(state, events, state.day(last.at))),
    )


def _next_wakeup(state: State, now: int) -> int | None:
    """Return the first boundary after ``now``: of the plan, a moved window or a due item."""
    planned = state.blueprint.next_boundary(now)
    zone = state.blueprint.zone
    moved = boundaries(state.windows.values(), zone)
    due = (day_end(dt.date.fromordinal(day), zone) + 1 for day in state.due_days)
    ahead = [moment for moment in (*moved, *due) if moment > now]
    return min(ahead if planned is None else [planned, *ahead], default=None)


def _order(state: State, key: str) -> int:
    instance = state.instance(key)
    return instance.info.order if instance else -1


def _tallies(state: State, events: Sequence[Event], day: int) -> list[Tally]:
    """Return the tally of each rule whose quotas one of ``events`` may have changed."""
    known = (state.records[e.subject] for e in events if e.subject in state.records)
    kinds = dict.fromkeys(record.kind for record in known)
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
    return found
