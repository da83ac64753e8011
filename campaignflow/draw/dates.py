"""Days as short texts in both languages, and the months and days off of a stretch of time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Final

from campaignflow.calendar import WorkCalendar
from campaignflow.errors import MissingExtraError
from campaignflow.messages import Lang

DAY: Final = dt.timedelta(days=1)
_MONTHS: Final = (
    "Jan",
    "Feb",
    "Mar",
    "Apr",
    "May",
    "Jun",
    "Jul",
    "Aug",
    "Sep",
    "Oct",
    "Nov",
    "Dec",
)


def month_name(month: int, lang: Lang) -> str:
    """Return the month's name, short.

    Example:
        >>> month_name(3, "zh"), month_name(3, "en")
        ('3月', 'Mar')
    """
    return f"{month}月" if lang == "zh" else _MONTHS[month - 1]


def day_text(day: dt.date, lang: Lang, year: int | None = None) -> str:
    """Return a day; its year is left out where it is ``year``.

    Example:
        >>> day_text(dt.date(2017, 7, 25), "zh", 2017), day_text(dt.date(2017, 7, 25), "en")
        ('7月25日', '25 Jul 2017')
    """
    name = month_name(day.month, lang)
    if lang == "zh":
        return f"{name}{day.day}日" if day.year == year else f"{day.year}年{name}{day.day}日"
    return f"{day.day} {name}" if day.year == year else f"{day.day} {name} {day.year}"


def period_text(start: dt.date, end: dt.date, lang: Lang, year: int | None = None) -> str:
    """Return the days from ``start`` to ``end``; what both share is written once.

    Example:
        >>> period_text(dt.date(2017, 7, 1), dt.date(2017, 7, 10), "zh", 2017)
        '7月1—10日'
        >>> period_text(dt.date(2017, 7, 1), dt.date(2018, 1, 10), "en", 2017)
        '1 Jul – 10 Jan 2018'
    """
    if start == end:
        return day_text(start, lang, year)
    if (start.year, start.month) != (end.year, end.month):
        joint = "—" if lang == "zh" else " – "
        second = start.year if start.year != year else year
        return f"{day_text(start, lang, year)}{joint}{day_text(end, lang, second)}"
    if lang == "zh":
        return f"{day_text(start, lang, year)[:-1]}—{end.day}日"
    return f"{start.day}–{day_text(end, lang, year)}"


def month_end(day: dt.date) -> dt.date:
    """Return the last day of the month of ``day``."""
    after = day.replace(day=28) + 4 * DAY
    return after - after.day * DAY


def months(start: dt.date, end: dt.date) -> Iterator[tuple[dt.date, dt.date]]:
    """Yield first and last day of every month, cut to the stretch shown."""
    while start <= end:
        last = min(month_end(start), end)
        yield start, last
        start = last + DAY


def rest_days(start: dt.date, end: dt.date) -> list[tuple[dt.date, dt.date]]:
    """Return the runs of days off; none where the extra ``workdays`` is missing."""
    calendar, runs = WorkCalendar(), list[tuple[dt.date, dt.date]]()
    day = start
    while day <= end:
        try:
            working = calendar.is_workday(day)
        except MissingExtraError:
            return []
        if working is False:
            joins = runs and runs[-1][1] == day - DAY
            runs.append((runs.pop()[0] if joins else day, day))
        day += DAY
    return runs
