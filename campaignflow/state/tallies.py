"""What quotas have counted: kept as records arrive, in time independent of the log's length."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any

from campaignflow.calendar import Every, Partial, periods
from campaignflow.errors import CalendarError
from campaignflow.guards.view import Counted, Cut, Key, Span
from campaignflow.model.nodes import CAMPAIGN
from campaignflow.state import roster

if TYPE_CHECKING:
    from campaignflow.calendar import Term
    from campaignflow.model.campaign import Campaign
    from campaignflow.state.compiled import Instance, QuotaInfo
    from campaignflow.state.state import Record, State

Values = Mapping[str, Any]
_span: Callable[..., Span] = tuple.__new__


def totals(state: State, quota: QuotaInfo, occurrence: str | None) -> dict[Key, int]:
    """Return what has been counted, by key; not to be changed."""
    return state.tallies.get(quota.tallies.get(occurrence, quota.key), {})


def add(state: State, record: Record, sign: int) -> None:
    """Count ``record`` in every quota that it matches (or take it out, with ``sign`` -1)."""
    values, day = record.values, record.day
    for quota in state.blueprint.quotas_by_kind.get(record.kind, ()):
        where = quota.quota.where
        if where is None or where.holds(values):
            for occurrence, name in quota.named:
                _count(state, quota, occurrence, name, values, day, sign)


def _count(
    state: State,
    quota: QuotaInfo,
    occurrence: str | None,
    name: str,
    values: Values,
    day: int,
    sign: int,
) -> None:
    start, end = state.spans.get(name) or _keep_span(state, quota, occurrence, name)
    if (start is not None and day < start) or (end is not None and day > end):
        return
    tally = state.tallies.get(name)
    if tally is None:
        tally = {}
        state.put(state.tallies, name, tally)
    amount = sign * quota.quota.amount(values)
    for key in _keys(state, quota, values, day, start):
        state.put(tally, key, tally.get(key, 0) + amount)


def _keys(
    state: State, quota: QuotaInfo, values: Values, day: int, start: int | None
) -> Iterable[Key]:
    """Return the keys of a quota that counts from ``start`` that a record counts for."""
    label = None if quota.calendar is None else _label(state, quota, start, day)
    held = partial(_held, state, day) if quota.accompanied else _nobody
    return quota.quota.counts(values, label, held)


def _nobody(role: str, person: str) -> bool:
    """Stand for who held what where nobody asks."""
    return False


def _held(state: State, day: int, role: str, person: str) -> bool:
    """Return whether ``person`` held ``role`` on ``day``; before the run, as on its first day."""
    begun = state.node(CAMPAIGN.key).opened_at
    return roster.holds(state, role, person, day if begun is None else max(day, state.day(begun)))


def nearly(
    state: State, quota: QuotaInfo, occurrence: str | None, record: Counted, day: int
) -> list[Key]:
    """Return the keys that ``record`` would count for if its condition and its day were right.

    None where it counts for a quota that is for something else: for one with a condition, or over
    the days of another node or occurrence.
    """
    own = quota.tallies.get(occurrence, quota.key)
    for other in state.blueprint.quotas_by_kind.get(quota.quota.of.key, ()):
        if other.quota.where is None and other.during == CAMPAIGN.key:
            continue
        for at, name in other.tallies.items():
            if name != own and _counts(state, other, at, record, day):
                return []
    start, _end = span(state, quota, occurrence, day)
    return list(_keys(state, quota, record.values, record.day, start))


def _counts(
    state: State, quota: QuotaInfo, occurrence: str | None, record: Counted, day: int
) -> bool:
    where = quota.quota.where
    if where is not None and not where.holds(record.values):
        return False
    start, end = span(state, quota, occurrence, day)
    return (start is None or start <= record.day) and (end is None or record.day <= end)


def _label(state: State, quota: QuotaInfo, start: int | None, day: int) -> str | None:
    calendar = quota.calendar
    if calendar is None:
        return None
    first = day
    if calendar.every is Every.FORTNIGHT and start is not None:
        first = start  # fortnights are counted from the first week of the span
    found = cuts(calendar.every, first, day, "keep", state.blueprint.campaign.terms)
    return found[-1].label if found else None


@lru_cache(maxsize=4096)
def cuts(
    every: Every, start: int, end: int, partial: Partial, terms: tuple[Term, ...]
) -> tuple[Cut, ...] | None:
    """Return the periods from day ``start`` to ``end``; None where the terms are not known."""
    first, last = dt.date.fromordinal(start), dt.date.fromordinal(end)
    try:
        found = periods(every, first, last, partial, terms)
    except CalendarError:
        return None
    return tuple(Cut(p.label, p.start.toordinal(), p.end.toordinal()) for p in found)


def _keep_span(
    state: State, quota: QuotaInfo, occurrence: str | None, name: str
) -> tuple[int | None, int | None]:
    found = counted_days(state, quota, occurrence)
    state.put(state.spans, name, found)
    return found


def counted_days(
    state: State, quota: QuotaInfo, occurrence: str | None
) -> tuple[int | None, int | None]:
    """Return the first and last day that count; an end still open is None.

    A quota over its own node counts from the planned start, or the opening where that came first,
    to the moment judged; over its own occurrence, no longer than until the next one begins, so
    that nothing counts for both unless their windows overlap.
    """
    instance = _instance(state, quota, occurrence)
    start, end = state.bounds(instance)
    if not quota.own:
        return start, end
    keys = state.instances_of(quota.during)
    opened = [state.node(key).opened_at for key in keys if occurrence in (None, _at(state, key))]
    days = [state.day(at) for at in opened if at is not None]
    return min([start, *days]), _next_begins(state, quota, occurrence, end)


def _next_begins(state: State, quota: QuotaInfo, occurrence: str | None, end: int) -> int | None:
    """Return the last day before the next occurrence, or the later ``end``; None without one."""
    labels = state.blueprint.nodes[quota.during].occurrences
    later = labels[labels.index(occurrence) + 1 :] if occurrence is not None else ()
    if not later:
        return None
    start, _end = state.bounds(_instance(state, quota, later[0]))
    return max(end, start - 1)


def _at(state: State, key: str) -> str | None:
    instance = state.instance(key)
    return instance.occurrence if instance else None


def _instance(state: State, quota: QuotaInfo, occurrence: str | None) -> Instance:
    from campaignflow.state.compiled import Instance

    return Instance(state.blueprint.nodes[quota.during], occurrence, None)


def span(state: State, quota: QuotaInfo, occurrence: str | None, day: int) -> Span:
    """Return the span of a quota as judged on ``day``."""
    name = quota.tallies.get(occurrence, quota.key)
    start, end = state.spans.get(name) or counted_days(state, quota, occurrence)
    return _span(Span, (start, day if end is None or (quota.own and day < end) else end))


def recount(state: State, nodes: Iterable[str]) -> None:
    """Count afresh the quotas over ``nodes`` whose span has changed."""
    blueprint = state.blueprint
    over = blueprint.campaign.derived("quotas_over", _quotas_over)
    for node in nodes:
        for quota in over.get(node, ()):
            for occurrence, name in quota.tallies.items():
                _recount(state, quota, occurrence, name)


def recount_company(state: State, role: str) -> None:
    """Count afresh the quotas that count only what holders of ``role`` took part in."""
    blueprint = state.blueprint
    for quota in blueprint.accompanied:
        wanted = [state.swaps.get(other, other) for other in quota.quota.per.companions]
        if any(role in blueprint.role_down[other] for other in wanted):
            for occurrence, name in quota.tallies.items():
                if name in state.tallies:
                    _refill(state, quota, occurrence, name)


def _quotas_over(campaign: Campaign) -> dict[str, list[QuotaInfo]]:
    """Return the quotas by the node over whose span they count."""
    from campaignflow.state.blueprint import blueprint

    found: dict[str, list[QuotaInfo]] = {}
    for quota in blueprint(campaign).quotas.values():
        found.setdefault(quota.during, []).append(quota)
    return found


def _recount(state: State, quota: QuotaInfo, occurrence: str | None, name: str) -> None:
    before = state.spans.get(name)
    found = counted_days(state, quota, occurrence)
    if before is not None and before != found:
        state.put(state.spans, name, found)
        _refill(state, quota, occurrence, name)


def _refill(state: State, quota: QuotaInfo, occurrence: str | None, name: str) -> None:
    state.put(state.tallies, name, {})
    where = quota.quota.where
    for record in state.by_kind.get(quota.quota.of.key, {}).values():
        if record is not None and (where is None or where.holds(record.values)):
            _count(state, quota, occurrence, name, record.values, record.day, 1)
