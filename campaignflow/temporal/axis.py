"""Days as whole numbers, for calculating: every day of the calendar, or work days only.

A day is divided into very many instants. It begins with its morning; what is to be done by a day
is done by its evening, the last instant before the next morning. What takes five days fills them
from a morning to an evening, and what follows in the evening counts as the next morning: so steps
without a duration share a day, and those with one do not.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import Final

import attrs

from campaignflow.calendar import WorkCalendar
from campaignflow.errors import CalendarError
from campaignflow.messages import Notice

UNIT: Final = 1 << 32
"""Instants a day; more than any plan has bounds."""


class Axis:
    """Translate between days and instants."""

    def number(self, day: dt.date) -> int:
        """Return the number of ``day``, or of the first counted day after it."""
        raise NotImplementedError

    def date(self, number: int) -> dt.date:
        """Return the day of this number."""
        raise NotImplementedError

    def spanned(self, days: int) -> tuple[int, int]:
        """Return how many counted days are among so many calendar days: at least and at most."""
        raise NotImplementedError

    def morning(self, day: dt.date) -> int:
        """Return the first instant of ``day``."""
        return self.number(day) * UNIT

    def evening(self, day: dt.date) -> int:
        """Return the last instant of ``day``."""
        return self.number(day + dt.timedelta(days=1)) * UNIT - 1


def lasting(days: int) -> int:
    """Return the time from the morning of the first to the evening of the last of some days."""
    return days * UNIT - 1


def begun(instant: int) -> int:
    """Return the number of the day on which what may begin from ``instant`` on begins."""
    return (instant + UNIT // 2) // UNIT


def over_from(instant: int) -> int:
    """Return the number of the first day on which what may end from ``instant`` on is over."""
    return instant // UNIT


def over_by(instant: int) -> int:
    """Return the number of the last day on which what must end by ``instant`` is over."""
    return (instant - UNIT // 2) // UNIT


@attrs.frozen
class CalendarDays(Axis):
    """Count every day from ``zero`` on."""

    zero: dt.date

    def number(self, day: dt.date) -> int:
        return (day - self.zero).days

    def date(self, number: int) -> dt.date:
        return self.zero + dt.timedelta(days=number)

    def spanned(self, days: int) -> tuple[int, int]:
        return days, days


@attrs.frozen
class WorkDays(Axis):
    """Count the work days only; get it with :func:`work_days`.

    Attributes:
        days: The work days, in order.
    """

    days: Sequence[dt.date] = attrs.field(repr=False)

    def number(self, day: dt.date) -> int:
        return bisect_left(self.days, day)

    def date(self, number: int) -> dt.date:
        if not 0 <= number < len(self.days):
            edge = self.days[0 if number < 0 else -1]
            raise CalendarError(Notice("error.workdays", {"edge": str(edge)}))
        return self.days[number]

    def spanned(self, days: int) -> tuple[int, int]:
        length = dt.timedelta(days=days - 1)
        counts = [
            bisect_right(self.days, day + length) - number for number, day in enumerate(self.days)
        ]
        whole = counts[: -days or None] or [0]
        return max(0, min(whole) - 1), max(whole)


def work_days(calendar: WorkCalendar, start: dt.date, end: dt.date) -> WorkDays:
    """Return the axis of the work days from ``start`` to ``end`` and as far beyond as are known.

    Raises:
        CalendarError: A day from ``start`` to ``end`` is unknown.

    Example:
        >>> axis = work_days(WorkCalendar(), dt.date(2017, 9, 25), dt.date(2017, 10, 13))
        >>> axis.number(dt.date(2017, 10, 9)) - axis.number(dt.date(2017, 9, 25))
        6
    """
    found, day = [], start
    while day <= end + dt.timedelta(days=_BEYOND):
        working = calendar.is_workday(day)
        why = calendar.explain_day(day)
        if working is None and day > end:
            break
        if working is None and why is not None:
            raise CalendarError(why)
        if working:
            found.append(day)
        day += dt.timedelta(days=1)
    return WorkDays(found)


_BEYOND: Final = 400
