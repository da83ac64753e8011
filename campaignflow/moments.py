"""Moments as hosts give them, turned into the integers used inside."""

from __future__ import annotations

import datetime as dt
import time

from campaignflow.calendar import day_end, day_start, parse_instant, to_us

Moment = dt.datetime | dt.date | str | int


def wall_clock() -> int:
    """Return the time of this machine. Units: microseconds since the epoch, UTC."""
    return time.time_ns() // 1000


def read_moment(moment: Moment, zone: str) -> tuple[int, str]:
    """Return a moment as microseconds, with its precision (``"day"`` or ``"instant"``).

    A day stands for its first instant in ``zone``.

    Raises:
        CalendarError: A naive datetime, or a text that is no date or time.

    Example:
        >>> read_moment("2017-07-25", "Asia/Shanghai")
        (1500912000000000, 'day')
    """
    if isinstance(moment, dt.datetime):
        return to_us(moment), "instant"
    if isinstance(moment, int):
        return moment, "instant"
    if isinstance(moment, str):
        return parse_instant(moment, zone)
    return day_start(moment, zone), "day"


def end_of(moment: Moment, zone: str) -> int:
    """Return the last microsecond that ``moment`` covers: of the day, where it is a day."""
    us, precision = read_moment(moment, zone)
    if precision == "instant":
        return us
    day = moment if isinstance(moment, dt.date) else dt.date.fromisoformat(str(moment)[:10])
    return day_end(day, zone)
