"""What a change would do: which days shift, which findings come and go.

Example:
    >>> from campaignflow.definitions.five_phases import five_phases
    >>> import datetime as dt
    >>> found = what_if(five_phases, Move("rectify", end=dt.date(2025, 7, 20)))
    >>> [finding.place for finding in found.appeared]
    ['edges.rectify.after.conclude']
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator

import attrs

from campaignflow.calendar import WorkCalendar
from campaignflow.messages import Notice
from campaignflow.model.campaign import Campaign
from campaignflow.planning.edit import with_days, without
from campaignflow.state import blueprint
from campaignflow.temporal import Row, Schedule, schedule
from campaignflow.verification import Finding, verify


@attrs.frozen
class Move:
    """Plan a node, or ``campaign``, for other days; an end that is left out stays as it is."""

    node: str
    start: dt.date | None = None
    end: dt.date | None = None


@attrs.frozen
class Delay:
    """Let a node start so many days after its earliest day."""

    node: str
    days: int


@attrs.frozen
class Drop:
    """Leave a node out, with everything that is part of it."""

    node: str


Change = Move | Delay | Drop


@attrs.frozen
class Shift:
    """Hold how the days of one instance change; None where it is only on one side.

    Attributes:
        key: Name of the instance.
        before: Its row as planned.
        after: Its row with the changes.
    """

    key: str
    before: Row | None
    after: Row | None

    @property
    def notice(self) -> Notice:
        """The shift in words."""
        row = self.before or self.after
        params: dict[str, object] = {"title": row.title if row else self.key}
        if self.after is None or self.before is None:
            return Notice("what_if.gone" if self.after is None else "what_if.new", params)
        for name, row in (("before", self.before), ("after", self.after)):
            params[name] = f"{row.earliest_finish} … {row.latest_finish}"
        return Notice("what_if.shift", params)


@attrs.frozen
class Consequences:
    """Hold what changes would do.

    Attributes:
        campaign: The plan with the changes.
        schedule: Its days.
        shifts: Instances whose days are others than before, in the order of definition.
        appeared: Findings that there were not.
        gone: Findings that there are no more.
        slips: Days by which the earliest end comes later; negative if sooner.
    """

    campaign: Campaign
    schedule: Schedule
    shifts: tuple[Shift, ...]
    appeared: tuple[Finding, ...]
    gone: tuple[Finding, ...]
    slips: int


def what_if(
    campaign: Campaign, *changes: Change, calendar: WorkCalendar | None = None
) -> Consequences:
    """Return what changes of a plan would do; nothing is changed.

    Args:
        campaign: The plan.
        changes: What to try, one after the other.
        calendar: As for :func:`~campaignflow.schedule`.

    Raises:
        KeyError: A change names no node of the plan.
        CalendarError: The days named cannot be.
    """
    before, tried = schedule(campaign, calendar), campaign
    for change in changes:
        tried = _changed(tried, change, calendar)
    after = schedule(tried, calendar)
    return Consequences(
        tried,
        after,
        tuple(_shifts(before, after)),
        _only(verify(tried), verify(campaign)),
        _only(verify(campaign), verify(tried)),
        (after.end - before.end).days,
    )


def _changed(campaign: Campaign, change: Change, calendar: WorkCalendar | None) -> Campaign:
    campaign.node(change.node)
    if isinstance(change, Drop):
        return without(campaign, change.node)
    if isinstance(change, Delay):
        rows = [row for row in schedule(campaign, calendar).rows if _is_of(row, change.node)]
        first = min(row.earliest_start for row in rows)
        change = Move(change.node, first + dt.timedelta(days=change.days))
    planned = _planned(campaign, change.node)
    return with_days(campaign, change.node, change.start or planned[0], change.end or planned[1])


def _is_of(row: Row, node: str) -> bool:
    return row.key.partition("@")[0] == node


def _planned(campaign: Campaign, key: str) -> tuple[dt.date | None, dt.date | None]:
    window = blueprint(campaign).planned.windows.get(key)
    return (None, None) if window is None else (window.start, window.end)


def _shifts(before: Schedule, after: Schedule) -> Iterator[Shift]:
    old, new = ({row.key: row for row in found.rows} for found in (before, after))
    for key in dict.fromkeys((*old, *new)):
        one, other = old.get(key), new.get(key)
        if one is None or other is None or _days(one) != _days(other):
            yield Shift(key, one, other)


def _days(row: Row) -> tuple[dt.date, ...]:
    return row.earliest_start, row.earliest_finish, row.latest_start, row.latest_finish


def _only(found: tuple[Finding, ...], other: tuple[Finding, ...]) -> tuple[Finding, ...]:
    left = Counter((f.place, f.code, f.notice.en) for f in other)
    kept = []
    for finding in found:
        same = (finding.place, finding.code, finding.notice.en)
        if left[same]:
            left[same] -= 1
        else:
            kept.append(finding)
    return tuple(kept)
