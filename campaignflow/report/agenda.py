"""What is to be done next, by whom and by when; and when to look again.

Deadlines are data: nothing here runs a timer. A host asks :func:`next_wakeup` when time alone can
change something, and gives the run a ``tick`` then.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Literal

import attrs

from campaignflow.calendar import day_end, day_start
from campaignflow.messages import Notice
from campaignflow.report.people import actors, confirmers, holders
from campaignflow.report.rows import NodeRow, rows
from campaignflow.state import Instance, State
from campaignflow.state.state import SETTLED

Task = Literal["open", "finish", "submit", "close", "agree", "approve", "rework", "confirm"]


@attrs.frozen
class AgendaItem:
    """Hold one thing that somebody can do now.

    Attributes:
        task: What is to be done: open, finish, submit, close, agree, approve, rework, confirm.
        row: The node it is about.
        who: Persons whose turn it is, sorted by id; empty if nobody holds the role.
    """

    task: Task
    row: NodeRow
    who: tuple[str, ...]

    @property
    def notice(self) -> Notice:
        """The item as a sentence."""
        return Notice(f"report.task.{self.task}", {"title": self.row.label})

    def as_json(self) -> dict[str, object]:
        """Return the item as plain data."""
        due_by = self.row.due_by.isoformat() if self.row.due_by else None
        return {
            "task": self.task,
            "node": self.row.key,
            "title": self.row.label,
            "who": list(self.who),
            "due_by": due_by,
            "late_days": self.row.late_days,
            "light": self.row.light,
        }


@attrs.frozen
class Boundary:
    """Hold one planned start or end that lies ahead.

    Attributes:
        day: The day.
        what: ``"start"`` or ``"end"``.
        row: The node whose own window begins or ends then.
    """

    day: dt.date
    what: Literal["start", "end"]
    row: NodeRow

    def as_json(self) -> dict[str, object]:
        """Return the boundary as plain data."""
        plain = {"day": self.day.isoformat(), "what": self.what}
        return {**plain, "node": self.row.key, "title": self.row.label}


def agenda(
    state: State, day: dt.date, *, person: str | None = None, role: str | None = None
) -> tuple[AgendaItem, ...]:
    """Return what can be done on ``day``, the most urgent first.

    Args:
        state: Where the run stands.
        day: Today.
        person: Only what is this person's turn.
        role: Only what is the turn of somebody who holds this role.

    Returns:
        One item per instance that is open or due, and one per instance in question; containers
        that wait for their contents, and everything while the campaign does not run, are left out.
    """
    if state.status != "running":
        return ()
    wanted = None if person is None else {person}
    if role is not None:
        found = set(holders(state, role, day.toordinal()))
        wanted = found if wanted is None else wanted & found
    items = tasks(state, day, rows(state, day))
    return tuple(item for item in items if wanted is None or wanted & set(item.who))


def tasks(state: State, day: dt.date, found: Sequence[NodeRow]) -> tuple[AgendaItem, ...]:
    """Return what can be done on ``day`` about ``found``, the rows of that day."""
    if state.status != "running":
        return ()
    items = (item for row in found for item in _items(state, row, day.toordinal()))
    return tuple(sorted(items, key=lambda item: item.row.due_by or dt.date.max))


def _items(state: State, row: NodeRow, day: int) -> Iterator[AgendaItem]:
    instance = state.instance(row.key)
    task = None if instance is None else _task(state, row, instance)
    if instance is None:
        return
    if task is not None:
        yield AgendaItem(task, row, actors(state, instance, day))
    if row.questioned:
        yield AgendaItem("confirm", row, confirmers(state, instance, day))


def _task(state: State, row: NodeRow, instance: Instance) -> Task | None:
    info = instance.info
    if row.due:
        return "open"
    if row.state == "submitted":
        return "approve"
    if row.state == "returned":
        return "rework"
    if row.state != "open" or _waits_for_contents(state, instance):
        return None
    if info.life != "step":
        return "close"
    return "submit" if info.review else "agree" if info.agreed_by else "finish"


def _waits_for_contents(state: State, instance: Instance) -> bool:
    return any(
        state.node(key).state not in SETTLED
        for info in state.contents(instance.info)
        for key in state.related(instance, info)
    )


def due(state: State, day: dt.date) -> tuple[NodeRow, ...]:
    """Return the nodes that nothing holds back on ``day`` and that are only not open yet."""
    return tuple(row for row in rows(state, day) if row.due)


def overdue(state: State, day: dt.date) -> tuple[NodeRow, ...]:
    """Return the unsettled nodes whose last planned day is over, the longest overdue first.

    A suspended run has none: suspension silences alarms.
    """
    if state.status != "running":
        return ()
    late = [row for row in rows(state, day) if row.late_days and not row.is_settled]
    return tuple(sorted(late, key=lambda row: -(row.late_days or 0)))


def upcoming(found: Sequence[NodeRow], day: dt.date, days: int = 30) -> tuple[Boundary, ...]:
    """Return the planned starts and ends of unsettled nodes in the ``days`` after ``day``."""
    last = day + dt.timedelta(days=days)
    ahead = [
        Boundary(on, what, row)
        for row in found
        if not row.is_settled
        for what, on in _ends(row)
        if on is not None and day < on <= last
    ]
    return tuple(sorted(ahead, key=lambda boundary: boundary.day))


def _ends(row: NodeRow) -> tuple[tuple[Literal["start", "end"], dt.date | None], ...]:
    start = row.planned_start if row.state == "planned" else None
    return ("start", start), ("end", row.planned_end)


def next_wakeup(state: State, now: int) -> int | None:
    """Return the first moment after ``now`` at which a planned start or end, or a due day, passes.

    Args:
        state: Where the run stands.
        now: Units: microseconds since the epoch, UTC.

    Returns:
        The start of the first planned day of something not open yet, or the moment after the last
        planned day of something not settled, ledger items with a due day included, whichever comes
        first; None if nothing is ahead.
        Units: as ``now``.
    """
    if state.status != "running":
        return None
    return min((moment for moment in _moments(state) if moment > now), default=None)


def _moments(state: State) -> Iterator[int]:
    zone = state.blueprint.zone
    for instance in state.all_instances():
        window, now = state.own_window(instance), state.node(instance.key).state
        if window is None or now in SETTLED:
            continue
        if window.start is not None and now == "planned":
            yield day_start(window.start, zone)
        if window.end is not None:
            yield day_end(window.end, zone) + 1
    for due in state.due_days:
        yield day_end(dt.date.fromordinal(due), zone) + 1
