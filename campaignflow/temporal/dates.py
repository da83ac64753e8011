"""When a plan can happen: earliest and latest days, slack, and what the end hangs on.

Example:
    >>> from campaignflow.definitions.five_phases import five_phases
    >>> found = schedule(five_phases)
    >>> print(found.end, found.row("publicity").earliest_finish, found.row("talks").slack)
    2025-07-01 2025-05-26 29
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import attrs

from campaignflow.calendar import WorkCalendar
from campaignflow.errors import InvariantViolationError
from campaignflow.messages import Notice
from campaignflow.model.campaign import Campaign
from campaignflow.model.nodes import CAMPAIGN
from campaignflow.state import State
from campaignflow.temporal.axis import (
    UNIT,
    Axis,
    CalendarDays,
    begun,
    over_by,
    over_from,
    work_days,
)
from campaignflow.temporal.bounds import Bounds, planned_state
from campaignflow.temporal.clashes import Clash, settled
from campaignflow.temporal.network import Conflict, Times


@attrs.frozen
class Row:
    """Hold when one instance can happen.

    Attributes:
        key: Name of the instance: ``node`` or ``node@occurrence``.
        title: Title of its node.
        life: ``"campaign"``, ``"phase"`` or ``"step"``.
        earliest_start: First day on which it can start.
        earliest_finish: First day on which it can be finished.
        latest_start: Last day on which it can start with all dates of the plan kept.
        latest_finish: Last day on which it can be finished with all dates kept.
        slack: Days by which its finish can slip with all dates kept. Units: days of the schedule.
        critical: Whether the earliest end of the whole slips with its finish.
    """

    key: str
    title: str
    life: str
    earliest_start: dt.date
    earliest_finish: dt.date
    latest_start: dt.date
    latest_finish: dt.date
    slack: int
    critical: bool


@attrs.frozen
class Link:
    """Hold one reason why the whole cannot end earlier.

    Attributes:
        key: Name of the instance that is held back.
        day: First day on which its start or finish can be.
        why: By what, in the words of the plan.
    """

    key: str
    day: dt.date
    why: Notice


@attrs.frozen
class Schedule:
    """Hold when a plan can happen.

    Attributes:
        rows: One for each instance, in the order of definition, the campaign first.
        path: Why the whole cannot end earlier, from its first day to its last.
        clashes: What the plan says about time and cannot keep; of each, one deadline was left out
            to get at the days.
        left_out: What the plan says about time and is not reckoned with.
        work_days: Whether durations and slack count work days only.
    """

    rows: tuple[Row, ...]
    path: tuple[Link, ...]
    clashes: tuple[Clash, ...]
    left_out: tuple[Notice, ...]
    work_days: bool

    @property
    def end(self) -> dt.date:
        """The first day on which the whole can end."""
        return self.rows[0].earliest_finish

    def row(self, key: str) -> Row:
        """Return the row of an instance.

        Raises:
            KeyError: There is none.
        """
        for row in self.rows:
            if row.key == key:
                return row
        raise KeyError(key)

    def as_json(self) -> dict[str, object]:
        """Return the schedule as plain data."""
        rows = [{k: _plain(v) for k, v in attrs.asdict(row).items()} for row in self.rows]
        path = [{"key": x.key, "day": str(x.day), "why": x.why.as_json()} for x in self.path]
        return {
            "end": str(self.end),
            "work_days": self.work_days,
            "rows": rows,
            "path": path,
            "clashes": [clash.as_json() for clash in self.clashes],
            "left_out": [notice.as_json() for notice in self.left_out],
        }


def _plain(value: object) -> object:
    return str(value) if isinstance(value, dt.date) else value


def schedule(campaign: Campaign, calendar: WorkCalendar | None = None) -> Schedule:
    """Return when a plan can happen.

    Args:
        campaign: The plan.
        calendar: Reckon in work days of this calendar; in calendar days where left out.

    Raises:
        CalendarError: A work day is not known.
    """
    return schedule_of(planned_state(campaign), calendar)


def schedule_of(
    state: State, calendar: WorkCalendar | None = None, today: dt.date | None = None
) -> Schedule:
    """Return when what a state leaves to do can happen; see :func:`schedule`.

    Args:
        state: The plan with nothing done, or a run.
        calendar: As for :func:`schedule`.
        today: Day on which a run stands where it does; nothing more happens earlier.
    """
    plan = Bounds(state, _axis(state, calendar, today), today)
    times, dropped, clashes = settled(plan)
    end = plan.finish[CAMPAIGN.key]
    whole = state.blueprint.planned.windows[CAMPAIGN.key].end
    horizon = max(times.at) if whole is None else max(*times.at, plan.axis.evening(whole))
    latest = _latest(plan, horizon, dropped)
    tight = _latest(plan, times.at[end], dropped)
    return Schedule(
        tuple(_rows(plan, times, latest, tight)),
        tuple(_path(plan, times)),
        clashes,
        tuple(plan.left_out),
        calendar is not None,
    )


def _latest(plan: Bounds, ceiling: int, dropped: frozenset[int]) -> Times:
    found = plan.network.latest(ceiling, dropped, origin=0)
    if isinstance(found, Conflict):
        raise InvariantViolationError("bounds that can be kept have no latest times")
    return found


def _axis(state: State, calendar: WorkCalendar | None, today: dt.date | None) -> Axis:
    days = list(known_days(state))
    first, last = min(days), max(days)
    if today is not None:
        first, last = min(first, today), max(last, today)
    return CalendarDays(first) if calendar is None else work_days(calendar, first, last)


def known_days(state: State) -> Iterator[dt.date]:
    """Yield the days that a plan or run names: of its windows, and of what has happened."""
    for window in (*state.blueprint.planned.windows.values(), *state.windows.values()):
        yield from (day for day in (window.start, window.end) if day is not None)
    for node in state.nodes.values():
        moments = (node.opened_at, node.settled_at)
        yield from (dt.date.fromordinal(state.day(at)) for at in moments if at is not None)


def _rows(plan: Bounds, times: Times, latest: Times, tight: Times) -> Iterator[Row]:
    date = plan.axis.date
    for key, start in plan.start.items():
        finish, instance = plan.finish[key], plan.state.instance(key)
        if instance is None:
            continue
        first = begun(times.at[start])
        last = max(first, over_from(times.at[finish]))
        late_last = max(last, over_by(latest.at[finish]))
        yield Row(
            key=key,
            title=plan.state.blueprint.titles.get(instance.info.key, instance.info.title),
            life=instance.info.life,
            earliest_start=date(first),
            earliest_finish=date(last),
            latest_start=date(max(first, min(begun(latest.at[start]), late_last))),
            latest_finish=date(late_last),
            slack=late_last - last,
            critical=tight.at[finish] - times.at[finish] < UNIT // 2,
        )


def _path(plan: Bounds, times: Times) -> Iterator[Link]:
    """Yield why the whole cannot end earlier, first cause first."""
    keys = {number: key for key, number in (*plan.start.items(), *plan.finish.items())}
    starts = set(plan.start.values())
    point, found = plan.finish[CAMPAIGN.key], []
    while times.pushed_by[point] >= 0:
        number = times.pushed_by[point]
        if plan.bounds[number].kind not in ("life", "part") and point in keys:
            found.append((number, point))
        point = plan.network.source[number]
    for number, pushed in reversed(found):
        at = times.at[pushed]
        day = plan.axis.date(begun(at) if pushed in starts else over_from(at))
        yield Link(keys[pushed], day, plan.bounds[number].notice)
