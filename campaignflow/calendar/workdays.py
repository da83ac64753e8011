"""Work days of mainland China: statutory holidays, make-up days, and the host's own days.

The yearly notices come from the optional package ``chinese_calendar``. A year without a notice is
unknown: weekends alone never decide it. What the host knows better is laid over it.

Example:
    >>> from datetime import date
    >>> school = WorkCalendar((Overlay(date(2017, 9, 11), False, "运动会"),))
    >>> school.is_workday(date(2017, 9, 8)), school.is_workday(date(2017, 9, 11))
    (True, False)
    >>> school.is_workday(date(2040, 1, 4)) is None
    True
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Literal

import attrs

from campaignflow.errors import CalendarError, MissingExtraError
from campaignflow.messages import Notice


def _as_range(days: date | tuple[date, date]) -> tuple[date, date]:
    return (days, days) if isinstance(days, date) else days


@attrs.frozen
class Overlay:
    """Hold days that the host declares working or free.

    Attributes:
        days: First and last day, inclusive; a single day may be given as such.
        working: Whether they are work days.
        reason: Why, in the words of the host.
    """

    days: tuple[date, date] = attrs.field(converter=_as_range)
    working: bool
    reason: str

    def __attrs_post_init__(self) -> None:
        first, last = self.days
        if last < first:
            raise CalendarError(
                Notice("error.span.reversed", {"end": str(last), "start": str(first)})
            )


@attrs.frozen
class WorkCalendar:
    """Answer questions about work days, with None for unknown.

    Attributes:
        overlays: The host's own days; of two that name a day the later one wins.
        source: Whose notices lie beneath; ``cn`` is the State Council of China.
    """

    overlays: tuple[Overlay, ...] = ()
    source: Literal["cn"] = "cn"

    def is_workday(self, day: date) -> bool | None:
        """Answer whether people work on a day.

        Args:
            day: The day.

        Returns:
            True or False; None if neither an overlay nor a notice covers the day.

        Raises:
            MissingExtraError: No overlay covers the day and ``chinese_calendar`` is missing.

        Example:
            >>> WorkCalendar().is_workday(date(2017, 9, 30))  # a Saturday made up for a holiday
            True
        """
        overlay = self._overlay(day)
        return _statutory(day) if overlay is None else overlay.working

    def explain_day(self, day: date) -> Notice | None:
        """Say why :meth:`is_workday` answers as it does.

        Args:
            day: The day.

        Returns:
            The host's reason, or why the day is unknown; None if a notice decides it.

        Example:
            >>> WorkCalendar().explain_day(date(2040, 1, 4)).en
            'the work days of 2040 are not known yet: add them as an overlay'
        """
        overlay = self._overlay(day)
        if overlay is not None:
            return Notice("calendar.workday_overlay", {"reason": overlay.reason})
        return None if _statutory(day) is not None else _unknown(day)

    def add_workdays(self, day: date, n: int) -> date | None:
        """Return the ``n``-th work day after a day, or before it if ``n`` is negative.

        Args:
            day: Where to count from; not counted itself.
            n: How many work days; 0 returns ``day``.

        Returns:
            The day found; None if a day on the way is unknown.

        Example:
            >>> WorkCalendar().add_workdays(date(2017, 9, 30), 1)
            datetime.date(2017, 10, 9)
        """
        return self._add(day, n)[0]

    def explain_add(self, day: date, n: int) -> Notice | None:
        """Say why :meth:`add_workdays` is unknown, or return None if it is known."""
        return self._add(day, n)[1]

    def count(self, start: date, end: date) -> int | None:
        """Count the work days from ``start`` to ``end``, both inclusive.

        Args:
            start: First day.
            end: Last day.

        Returns:
            The number; None if one of the days is unknown.

        Raises:
            CalendarError: ``end`` is earlier than ``start``.

        Example:
            >>> WorkCalendar().count(date(2017, 10, 1), date(2017, 10, 31))
            17
        """
        total = 0
        for day in _days(start, end):
            working = self.is_workday(day)
            if working is None:
                return None
            total += working
        return total

    def explain_count(self, start: date, end: date) -> Notice | None:
        """Say why :meth:`count` is unknown, or return None if it is known."""
        unknown = (day for day in _days(start, end) if self.is_workday(day) is None)
        first = next(unknown, None)
        return None if first is None else _unknown(first)

    def _overlay(self, day: date) -> Overlay | None:
        covering = (each for each in reversed(self.overlays) if each.days[0] <= day <= each.days[1])
        return next(covering, None)

    def _add(self, day: date, n: int) -> tuple[date | None, Notice | None]:
        step = timedelta(days=1 if n > 0 else -1)
        left = abs(n)
        while left:
            try:
                day += step
            except OverflowError:
                return None, Notice("calendar.workday_out_of_range")
            working = self.is_workday(day)
            if working is None:
                return None, _unknown(day)
            left -= working
        return day, None


def _days(start: date, end: date) -> Iterator[date]:
    if end < start:
        raise CalendarError(Notice("error.span.reversed", {"end": str(end), "start": str(start)}))
    return map(date.fromordinal, range(start.toordinal(), end.toordinal() + 1))


def _statutory(day: date) -> bool | None:
    try:
        import chinese_calendar
    except ImportError as error:
        raise MissingExtraError("the calendar of work days", "workdays") from error
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:  # how the package reports a year without a notice
        return None


def _unknown(day: date) -> Notice:
    return Notice("calendar.workday_unknown", {"year": f"{day:%Y}"})
