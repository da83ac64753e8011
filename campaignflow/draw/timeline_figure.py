"""The figure of a timeline: planned time against what became of it, one row a node."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Literal

import attrs

from campaignflow.calendar import Precision, Resolution
from campaignflow.draw.dates import DAY
from campaignflow.draw.extract import Reader
from campaignflow.draw.text import clean
from campaignflow.messages import Notice
from campaignflow.model.nodes import CAMPAIGN, Node, Phase, Root, Step
from campaignflow.report import LateItem, overdue_items
from campaignflow.report.rows import NodeRow

if TYPE_CHECKING:
    from campaignflow.temporal import Row, Schedule


@attrs.frozen
class PlanBar:
    """Show a stretch of planned time; both days inclusive.

    Attributes:
        kind: ``own`` time; ``shared`` with the container, for want of its own; ``until`` where only
            the end is stated; ``unknown`` where a bound is not known yet. The container's bound
            stands in for one that is not there.
        soft_start: Whether the start is only about right.
        soft_end: Whether the end is only "basically" the end.
    """

    start: dt.date
    end: dt.date
    kind: Literal["own", "shared", "until", "unknown"] = "own"
    soft_start: bool = False
    soft_end: bool = False


@attrs.frozen
class ActualBar:
    """Show what really happened; both days inclusive.

    Attributes:
        start: First day of work; None where nothing was begun.
        end: Last day of work, or today while it goes on.
        late_from: First day past the planned end, where it went past it.
        done: Whether it is settled.
    """

    start: dt.date | None
    end: dt.date
    late_from: dt.date | None
    done: bool


@attrs.frozen
class Spare:
    """Show how long a node can wait: from its first possible end to its last; both inclusive.

    Attributes:
        critical: Whether the end of the whole slips with it.
    """

    start: dt.date
    end: dt.date
    critical: bool


@attrs.frozen
class TimelineRow:
    """Show one node.

    Attributes:
        depth: 0 for phases and threads, 1 for what is in them, and so on.
        strong: Whether it is a phase.
        spare: One an instance that is still to be done, where that was reckoned.
        note: What is to be said behind its bars.
        late: Whether the note warns.
    """

    key: str
    title: str
    depth: int
    strong: bool
    plan: tuple[PlanBar, ...]
    actual: tuple[ActualBar, ...] = ()
    note: str = ""
    late: bool = False
    tips: tuple[str, ...] = ()
    spare: tuple[Spare, ...] = ()

    @property
    def planned(self) -> tuple[PlanBar, ...]:
        """The planned bars to draw; what is settled had time of its own or none."""
        settled = bool(self.actual) and all(bar.done for bar in self.actual)
        return tuple(b for b in self.plan if not settled or b.kind not in ("shared", "unknown"))


@attrs.frozen
class TimelineFigure:
    """Show a whole campaign over time, from ``start`` to ``end``.

    Attributes:
        run: Whether rows have room for what happened.
    """

    title: str
    note: str
    start: dt.date
    end: dt.date
    rows: tuple[TimelineRow, ...]
    today: dt.date | None = None
    run: bool = False


def timeline_figure(reader: Reader, times: Schedule | None = None) -> TimelineFigure:
    """Return the timeline of what ``reader`` reads, with the days to spare of ``times``."""
    spare = dict(_spare(reader, times.rows)) if times else {}
    rows = tuple(
        attrs.evolve(row, spare=tuple(spare.get(row.key, ()))) for row in timeline_rows(reader)
    )
    whole = reader.blueprint.planned.windows[CAMPAIGN.key]
    days = [day for row in rows for bar in row.plan for day in (bar.start, bar.end)]
    days += [day for row in rows for bar in row.actual for day in (bar.start, bar.end) if day]
    days += [day for day in (whole.start, whole.end) if day]
    start, end = min(days), max(days)
    today = reader.day if reader.day and start <= reader.day <= end + 14 * DAY else None
    figure, run = reader.figure(), any(row.actual for row in rows)
    return TimelineFigure(
        figure.title, figure.note, start, max(end, today or end), rows, today, run
    )


def _spare(reader: Reader, times: Sequence[Row]) -> Iterator[tuple[str, list[Spare]]]:
    """Yield the days to spare of each node with instances that are still to be done."""
    settled = {row.key for rows in reader.rows.values() for row in rows if row.is_settled}
    found: dict[str, dict[Spare, None]] = {}
    for time in times:
        if time.key not in settled:
            spare = Spare(time.earliest_finish, time.latest_finish, time.critical)
            found.setdefault(re.split("[@#]", time.key)[0], {})[spare] = None
    yield from ((key, list(spares)) for key, spares in found.items())


def timeline_rows(reader: Reader) -> Iterator[TimelineRow]:
    """Yield one row for the whole and one a node, what is in a node below it, then one a ledger.

    There are none where the whole has no time. A ledger has a row for its late items, on a day that
    has any; for a day to be told later each has one whose items can be late.
    """
    whole = reader.blueprint.planned.windows[CAMPAIGN.key]
    if whole.start is None or whole.end is None:
        return
    around = PlanBar(whole.start, whole.end, "shared")
    yield _row(reader, CAMPAIGN, 0, around)
    nodes: list[Phase | Step] = [*reader.campaign.phases, *reader.parts[CAMPAIGN.key]]
    for node in nodes:
        yield from _below(reader, node, 0, around)
    yield from _ledgers(reader)


def _below(
    reader: Reader, node: Phase | Step, depth: int, around: PlanBar
) -> Iterator[TimelineRow]:
    row = _row(reader, node, depth, around)
    yield row
    inner = PlanBar(min(b.start for b in row.plan), max(b.end for b in row.plan), "shared")
    for part in reader.parts[node.key]:
        yield from _below(reader, part, depth + 1, inner)


def _row(reader: Reader, node: Node, depth: int, around: PlanBar) -> TimelineRow:
    plan = tuple(_plan(reader, node, around))
    rows = reader.rows[node.key]
    note, late = _note(reader, node, plan, rows)
    whole = isinstance(node, Root)
    return TimelineRow(
        key=node.key,
        title=reader.say("root") if whole else clean(node.title),
        depth=depth,
        strong=whole or isinstance(node, Phase),
        plan=plan,
        actual=tuple(_actual(reader, rows)),
        note=note,
        late=late,
        tips=tuple(filter(None, (reader.planned_text(node), reader.standing(node).dates))),
    )


def _ledgers(reader: Reader) -> Iterator[TimelineRow]:
    """Yield one row a ledger whose items are due some day, with those that are late."""
    state, day = reader.state, reader.day
    if state is None or day is None:
        return
    late: dict[str, list[LateItem]] = {}
    for item in overdue_items(state, day) if reader.told else ():
        late.setdefault(item.ledger, []).append(item)
    for key, ledger in reader.blueprint.ledgers.items():
        if ledger.due is None or key not in state.items:
            continue
        found = late.get(key, [])
        if reader.told and not found:
            continue
        yield TimelineRow(
            key=f"ledger {key}",
            title=clean(ledger.title),
            depth=0,
            strong=False,
            plan=(),
            actual=tuple(ActualBar(None, day, item.due + DAY, done=False) for item in found[:1]),
            note=reader.say("late.items", count=len(found)) if found else "",
            late=bool(found),
            tips=tuple(f"{item.item} · {item.due} · {_overdue(reader, item)}" for item in found),
        )


def _overdue(reader: Reader, item: LateItem) -> str:
    return reader.say("overdue", days=item.late_days)


def _plan(reader: Reader, node: Node, around: PlanBar) -> Iterator[PlanBar]:
    """Yield the planned bars of a node: one, or one an occurrence."""
    labels = reader.blueprint.planned.occurrences.get(node.key, ())
    for label in labels:
        key = f"{node.key}@{label}"
        moved = reader.moved.get(key)
        yield _bar(moved or reader.blueprint.planned.windows[key], around)
    if not labels:
        own = _own(reader, node)
        yield around if own is None else _bar(own, around)


def _own(reader: Reader, node: Node) -> Resolution | None:
    rows = reader.rows[node.key]
    found = rows[0].window if rows else None
    return found or reader.window(node)


def _bar(window: Resolution, around: PlanBar) -> PlanBar:
    start, end = window.start, window.end
    about = window.precision is Precision.AROUND
    first = start or (min(around.start, end) if end else around.start)
    return PlanBar(
        start=first,
        end=end or max(around.end, first),
        kind=_kind(window),
        soft_start=about,
        soft_end=window.soft_end or about,
    )


def _kind(window: Resolution) -> Literal["own", "until", "unknown"]:
    if window.end is None or (window.start is None and window.start_stated):
        return "unknown"
    return "until" if window.start is None else "own"


def _actual(reader: Reader, rows: Sequence[NodeRow]) -> Iterator[ActualBar]:
    """Yield one bar an occurrence; the instances of many people are taken together."""
    occurrences: dict[str, list[NodeRow]] = {}
    for row in rows:
        occurrences.setdefault(row.key.partition("#")[0], []).append(row)
    for group in occurrences.values():
        bar = _together(group, reader.day)
        if bar is not None:
            yield bar


def _together(rows: Sequence[NodeRow], today: dt.date | None) -> ActualBar | None:
    starts = [row.actual_start for row in rows if row.actual_start]
    ends = [row.actual_end for row in rows if row.actual_end]
    late = [row.due_by + DAY for row in rows if row.late_days and row.due_by]
    done = all(row.is_settled for row in rows)
    end = max(ends, default=None) if done else today
    if end is None or not (starts or late) or all(row.state == "released" for row in rows):
        return None
    start = min(starts, default=None)
    return ActualBar(start, max(end, start or end), min(late, default=None), done)


def _note(
    reader: Reader, node: Node, plan: Sequence[PlanBar], rows: Sequence[NodeRow]
) -> tuple[str, bool]:
    """Return what to say behind the bars, and whether it warns."""
    badges = reader.standing(node).badges
    warning = next((badge for badge in badges if badge.tone == "late"), None)
    if warning is not None:
        return warning.text, True
    if rows and all(row.state == "released" for row in rows):
        return ", ".join(badge.text for badge in badges if badge.tone == "note"), False
    settled = bool(rows) and all(row.is_settled for row in rows)
    if not settled and any(bar.kind == "unknown" for bar in plan):
        return Notice("draw.key.unknown").text(reader.lang), False
    return "", False
