"""Planned against actual, ready to be drawn: one bar a node, the instances of it taken together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

import attrs

from campaignflow.calendar import Precision
from campaignflow.report.rows import NodeRow
from campaignflow.state.naming import labelled


@attrs.frozen
class Stretch:
    """Hold a stretch of days; both ends inclusive, None where open or unknown."""

    start: dt.date | None
    end: dt.date | None


@attrs.frozen
class Bar:
    """Hold one line of a timeline.

    Attributes:
        node: Key of the node.
        title: Its title, without member.
        life: ``"campaign"``, ``"phase"`` or ``"step"``.
        depth: 0 for the campaign, 1 for what is directly in it, and so on.
        planned: Its own planned days; None if it only shares its container's.
        around: Whether the planned days are approximate (前后).
        soft_end: Whether the planned end is only "basically" the end.
        actual: From the first opening to the last settling; the end is None while any instance
            is unsettled, the whole None if nothing has begun.
        late: Days past the last planned one: until settled, or until today; None if not late.
        settled: Number of settled instances.
        total: Number of instances.
        questioned: Whether the ground of any instance has changed.
    """

    node: str
    title: str
    life: str
    depth: int
    planned: Stretch | None
    around: bool
    soft_end: bool
    actual: Stretch | None
    late: Stretch | None
    settled: int
    total: int
    questioned: bool


@attrs.frozen
class Timeline:
    """Hold every bar with the days that the drawing has to span."""

    start: dt.date
    end: dt.date
    today: dt.date
    bars: tuple[Bar, ...]


def timeline(found: Sequence[NodeRow], day: dt.date) -> Timeline:
    """Return the bars of rows as they stand on ``day``, in the order of the rows.

    Instances of one node and occurrence share a bar. Nodes without planned and actual days have a
    bar as well, with neither.
    """
    groups: dict[str, list[NodeRow]] = {}
    for row in found:
        groups.setdefault(row.key.partition("#")[0], []).append(row)
    bars = tuple(_bar(group, day) for group in groups.values())
    shown = [edge for bar in bars for edge in _edges(bar)]
    return Timeline(min(shown, default=day), max(shown, default=day), day, bars)


def _bar(group: Sequence[NodeRow], day: dt.date) -> Bar:
    row = group[0]
    window = row.window
    known = row.planned_start is not None or row.planned_end is not None
    return Bar(
        node=row.node,
        title=labelled(row.title, row.occurrence),
        life=row.life,
        depth=row.depth,
        planned=Stretch(row.planned_start, row.planned_end) if known else None,
        around=window is not None and window.precision is Precision.AROUND,
        soft_end=row.soft_end,
        actual=_actual(group),
        late=_late(group, day),
        settled=sum(each.is_settled for each in group),
        total=len(group),
        questioned=any(each.questioned for each in group),
    )


def _actual(group: Sequence[NodeRow]) -> Stretch | None:
    begun = [row for row in group if row.actual_start is not None]
    start = min((row.actual_start for row in begun if row.actual_start), default=None)
    if start is None:
        return None
    ends = [row.actual_end for row in begun]
    return Stretch(start, None if None in ends else max(end for end in ends if end is not None))


def _late(group: Iterable[NodeRow], day: dt.date) -> Stretch | None:
    late = [row for row in group if row.late_days and row.due_by]
    if not late:
        return None
    first = min(row.due_by for row in late if row.due_by)
    return Stretch(first + dt.timedelta(days=1), max(row.actual_end or day for row in late))


def _edges(bar: Bar) -> list[dt.date]:
    stretches = [part for part in (bar.planned, bar.actual, bar.late) if part is not None]
    return [edge for part in stretches for edge in (part.start, part.end) if edge is not None]
