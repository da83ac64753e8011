"""Small arithmetic of civil days: months, xun, and moves that stay inside the calendar."""

from __future__ import annotations

from datetime import date, timedelta

from campaignflow.errors import CalendarError
from campaignflow.messages import Notice


def month_length(year: int, month: int) -> int:
    """Return the number of days of a month.

    Example:
        >>> month_length(2012, 2), month_length(2013, 2)
        (29, 28)
    """
    if month == 12:
        return 31
    return (date(year, month + 1, 1) - timedelta(days=1)).day


def moved(day: date, days: int) -> date:
    """Return ``day`` moved by a number of days.

    Raises:
        CalendarError: The result would leave the years 1 to 9999.
    """
    try:
        return day + timedelta(days=days)
    except OverflowError as error:
        raise CalendarError(Notice("error.far", {"day": str(day), "days": days})) from error


def xun_start(day: date) -> date:
    """Return the first day of the xun (days 1-10, 11-20, 21-end) that holds ``day``.

    Example:
        >>> xun_start(date(2012, 2, 29))
        datetime.date(2012, 2, 21)
    """
    return day.replace(day=(1, 11, 21)[min((day.day - 1) // 10, 2)])


def xun_end(day: date) -> date:
    """Return the last day of the xun that holds ``day``.

    Example:
        >>> xun_end(date(2012, 2, 21))
        datetime.date(2012, 2, 29)
    """
    last = (10, 20, month_length(day.year, day.month))[min((day.day - 1) // 10, 2)]
    return day.replace(day=last)
