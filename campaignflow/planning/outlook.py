"""When a run will end: a range, from what has happened so far, with what it rests on.

Example:
    >>> from campaignflow.definitions.five_phases import five_phases
    >>> from campaignflow.run import Run
    >>> run = Run.start(five_phases, "school-1", at="2025-03-01", roster=[("wang", "secretary")])
    >>> found = forecast(run.state, dt.date(2025, 3, 20))
    >>> print(found.earliest, found.latest, found.planned)
    2025-07-01 2025-07-29 2025-07-31
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import attrs

from campaignflow.messages import Notice
from campaignflow.model.nodes import CAMPAIGN
from campaignflow.state import Instance, State
from campaignflow.state.state import SETTLED
from campaignflow.temporal.axis import CalendarDays, begun, over_from
from campaignflow.temporal.bounds import Bounds
from campaignflow.temporal.clashes import settled
from campaignflow.temporal.dates import known_days


@attrs.frozen
class Forecast:
    """Hold when a run will end.

    Attributes:
        today: The day on which it was asked.
        earliest: First day on which it can end, with everything left done as fast as it can be.
        latest: Day on which it ends if everything left takes its planned time at the pace so far.
        planned: Last planned day; None if it is open.
        pace: Days that settled nodes took for each hundred planned; None if none has told yet.
        assumptions: What the two days rest on.
    """

    today: dt.date
    earliest: dt.date
    latest: dt.date
    planned: dt.date | None
    pace: int | None
    assumptions: tuple[Notice, ...]


def forecast(state: State, today: dt.date) -> Forecast:
    """Return when a run will end.

    Args:
        state: Where the run stands.
        today: The day on which it stands there; nothing that is left happens earlier.
    """
    pace, told = _pace(state)
    lengths = dict(_lengths(state, 100 if pace is None else pace))
    early = _end(state, today, {})
    late = max(early, _end(state, today, lengths))
    root = state.own_window(state.blueprint.instances[CAMPAIGN.key])
    notes = [Notice("forecast.least"), Notice("forecast.not_before")]
    notes.append(
        Notice("forecast.pace", {"percent": pace, "n": told})
        if pace
        else Notice("forecast.planned")
    )
    blank = [i for i in state.all_instances() if _left(state, i) and not _timed(state, i, lengths)]
    if blank:
        notes.append(Notice("forecast.no_time", {"n": len(blank)}))
    return Forecast(today, early, late, root.end if root else None, pace, tuple(notes))


def _left(state: State, instance: Instance) -> bool:
    return instance.info.life != "campaign" and state.node(instance.key).state not in SETTLED


def _timed(state: State, instance: Instance | None, lengths: dict[str, int]) -> bool:
    """Return whether the instance has a planned length, or something that it is part of."""
    while instance is not None:
        if instance.key in lengths:
            return True
        instance = state.container(instance)
    return False


def _lengths(state: State, pace: int) -> Iterator[tuple[str, int]]:
    """Yield how many days each node that is left would take at the pace so far."""
    for instance in state.all_instances():
        days = _planned_days(state, instance)
        if days is not None and _left(state, instance):
            yield instance.key, max(1, -(-days * pace // 100))


def _planned_days(state: State, instance: Instance) -> int | None:
    takes = getattr(instance.info.node, "takes", None)
    if takes is not None:
        return int(takes.most if takes.most is not None else takes.least)
    window = state.own_window(instance)
    if window is None or window.start is None or window.end is None:
        return None
    return (window.end - window.start).days + 1


def _pace(state: State) -> tuple[int | None, int]:
    """Return the days taken for each hundred planned, and how many nodes tell it."""
    planned = taken = told = 0
    for instance in state.all_instances():
        node, days = state.node(instance.key), _planned_days(state, instance)
        if node.state not in ("done", "closed") or node.opened_at is None or days is None:
            continue
        if node.settled_at is not None and instance.info.life != "campaign":
            planned += days
            taken += state.day(node.settled_at) - state.day(node.opened_at) + 1
            told += 1
    return (round(100 * taken / planned) if told else None), told


def _end(state: State, today: dt.date, lengths: dict[str, int]) -> dt.date:
    """Return the first day on which all can be over, whatever was to be over by then."""
    zero = min(today, *known_days(state))
    plan = Bounds(state, CalendarDays(zero), today, lengths)
    late = frozenset(
        n for n, bound in enumerate(plan.bounds) if bound.until and bound.kind != "fact"
    )
    times, _dropped, _clashes = settled(plan, late)
    start, finish = plan.start[CAMPAIGN.key], plan.finish[CAMPAIGN.key]
    return plan.axis.date(max(begun(times.at[start]), over_from(times.at[finish])))
