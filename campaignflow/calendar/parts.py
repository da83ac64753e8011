"""The parts a window text is made of, and what days each of them means in a context.

A part knows its place in the text, so that a day that turns out to be impossible once the year is
known is reported there. Resolving a part gives :class:`Found`: two ends, how exact they are, and
the notices to pass on.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

import attrs

from campaignflow.calendar.days import month_length, moved
from campaignflow.calendar.public_days import NAMES, day_of
from campaignflow.errors import CalendarError, MissingExtraError, WindowTextError
from campaignflow.messages import Notice


class Precision(StrEnum):
    """Say how exact a text is; later members are coarser."""

    DAY = "day"
    ANCHOR = "anchor"
    WEEK = "week"
    XUN = "xun"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"
    AROUND = "around"
    UNKNOWN = "unknown"


COARSENESS: Mapping[Precision, int] = {each: rank for rank, each in enumerate(Precision)}
"""Rank of each precision, finest first."""


Ymd = tuple[int, int, int]
"""Year, month and day, of a day that need not exist."""
_Notes = tuple[Notice, ...]


@attrs.frozen
class Context:
    """Hold what a window text leaves to the campaign.

    Attributes:
        year: Year of texts that state none; None if the campaign has no single year: then it is
            the only year in which they meet ``span``.
        anchors: Day of each named anchor; None for one that is defined but not yet dated.
        teaching_week_1: First day of the first teaching week.
        span: First and last day of the whole campaign.
        around_days: Days before and after that 前后 allows; None is the convention of the xun:
            from the xun before the day to the end of its own.
    """

    year: int | None = None
    anchors: Mapping[str, date | None] = attrs.field(factory=dict)
    teaching_week_1: date | None = None
    span: tuple[date, date] | None = None
    around_days: tuple[int, int] | None = None

    def __attrs_post_init__(self) -> None:
        if self.year is not None and not date.min.year <= self.year <= date.max.year:
            raise CalendarError(f"the year of a context is {self.year}, but must be 1 to 9999")


@attrs.frozen
class Found:
    """Hold what a part means: first and last day, precision, notices."""

    start: date | None
    end: date | None
    precision: Precision
    notes: tuple[Notice, ...] = ()
    unknown: tuple[Notice, ...] = ()


@attrs.frozen
class Civil:
    """Hold a day, xun, month, quarter, half or whole year of the civil calendar.

    Attributes:
        year: None if the text leaves it to the context.
        first: Month and day of its first day.
        last: Month and day of its last day; day None is the last of that month.
        precision: What unit it is.
        edge: The word 初 or 底 whose width is a convention, or empty.
        position: Where it stands in the text.
    """

    year: int | None
    first: tuple[int, int]
    last: tuple[int, int | None]
    precision: Precision
    edge: str
    position: int

    def find(self, context: Context, text: str) -> Found:
        """Return the days of this part."""
        year, notes = needed_year(self, context, text)
        start = self._day(year, *self.first, text)
        last_month, last_day = self.last
        end = self._day(year, last_month, last_day or month_length(year, last_month), text)
        if self.edge:
            notes += (_edge_note(self.edge, start, end),)
        return Found(start, end, self.precision, notes)

    def in_year(self, year: int) -> tuple[Ymd, Ymd]:
        """Return first and last day in a year, whether or not that year has them."""
        month, day = self.last
        return (year, *self.first), (year, month, day or 31)

    def _day(self, year: int, month: int, day: int, text: str) -> date:
        if day > month_length(year, month):
            raise WindowTextError(
                text,
                self.position,
                f"a day that exists: month {month} of {year} has {month_length(year, month)} days",
            )
        return date(year, month, day)


@attrs.frozen
class Named:
    """Hold a named day: a public one such as 七一, or an anchor of the campaign."""

    name: str
    year: int | None
    position: int

    def find(self, context: Context, text: str) -> Found:
        """Return the named day, or why it is unknown."""
        if self.name in context.anchors:
            return self._anchor(context.anchors[self.name])
        if self.name not in NAMES:
            raise WindowTextError(
                text,
                self.position,
                f"a date, or the name of an anchor; {self.name!r} is not among "
                f"{', '.join(context.anchors) or 'the anchors: none is defined'}",
            )
        try:
            year, notes = needed_year(self, context, text)
            day = day_of(self.name, year)
        except MissingExtraError:
            return _unknown("calendar.lunar_missing", name=self.name)
        return Found(day, day, Precision.ANCHOR, notes)

    def in_year(self, year: int) -> tuple[Ymd, Ymd]:
        """Return the named day of a year as its first and its last."""
        day = _ymd(day_of(self.name, year))
        return day, day

    def _anchor(self, day: date | None) -> Found:
        if day is None:
            return _unknown("calendar.anchor_undated", name=self.name)
        if self.year not in (None, day.year):
            return _unknown(
                "calendar.anchor_other_year", name=self.name, day=str(day), year=self.year
            )
        return Found(day, day, Precision.ANCHOR)


@attrs.frozen
class TeachingWeek:
    """Hold a week counted from the first teaching week."""

    number: int
    position: int

    @property
    def year(self) -> None:
        """Return None: a teaching week passes no year on."""

    def find(self, context: Context, text: str) -> Found:
        """Return the seven days of the week, or why they are unknown."""
        if context.teaching_week_1 is None:
            return _unknown("calendar.teaching_week_unknown", number=self.number)
        start = moved(context.teaching_week_1, 7 * (self.number - 1))
        return Found(start, moved(start, 6), Precision.WEEK)


@attrs.frozen
class CampaignStart:
    """Hold "from the very beginning" of the campaign."""

    position: int

    @property
    def year(self) -> None:
        """Return None: the beginning passes no year on."""

    def find(self, context: Context, text: str) -> Found:
        """Return the first day of the campaign, or why it is unknown."""
        if context.span is None:
            return _unknown("calendar.span_unknown")
        day = context.span[0]
        note = Notice("calendar.campaign_start", {"day": str(day)})
        return Found(day, day, Precision.DAY, (note,))


Part = Civil | Named | TeachingWeek | CampaignStart


@attrs.frozen
class Length:
    """Hold a length of calendar time.

    Attributes:
        months: Whole months, years included.
        days: Further days, weeks included.
    """

    months: int = 0
    days: int = 0

    @property
    def iso(self) -> str:
        """Return the ISO 8601 form.

        Example:
            >>> Length(30).iso, Length(days=7).iso
            ('P2Y6M', 'P7D')
        """
        years, months = divmod(self.months, 12)
        units = ((years, "Y"), (months, "M"), (self.days, "D"))
        return "P" + "".join(f"{number}{unit}" for number, unit in units if number)

    def after(self, day: date) -> date:
        """Return the day this long after ``day``; a 31st becomes the last of a shorter month.

        Raises:
            CalendarError: The result would leave the years 1 to 9999.

        Example:
            >>> Length(1).after(date(2012, 1, 31))
            datetime.date(2012, 2, 29)
        """
        years, index = divmod(day.month - 1 + self.months, 12)
        year, month = day.year + years, index + 1
        if year > date.max.year:
            raise CalendarError(f"{self.iso} after {day} is later than the year 9999: shorten it")
        target = day.replace(year=year, month=month, day=min(day.day, month_length(year, month)))
        return moved(target, self.days)


def needed_year(part: Civil | Named, context: Context, text: str) -> tuple[int, _Notes]:
    """Return the year that is stated, that of the context, or the only one that fits its span.

    Raises:
        WindowTextError: Neither states a year, and none or several of the span fit.
    """
    stated = context.year if part.year is None else part.year
    if stated is not None:
        return stated, ()
    if context.span is None:
        raise WindowTextError(text, part.position, Notice("calendar.year_missing"))
    start, end = context.span
    fit = [y for y in range(start.year, end.year + 1) if _meets(part.in_year(y), start, end)]
    if len(fit) == 1:
        return fit[0], (Notice("calendar.year_inferred", {"year": fit[0]}),)
    which = Notice("calendar.year_outside", {"start": str(start), "end": str(end)})
    if fit:
        which = Notice("calendar.year_ambiguous", {"years": fit[:-1], "last": fit[-1]})
    raise WindowTextError(text, part.position, which)


def _meets(days: tuple[Ymd, Ymd], start: date, end: date) -> bool:
    return days[0] <= _ymd(end) and days[1] >= _ymd(start)


def _ymd(day: date) -> Ymd:
    return day.year, day.month, day.day


def _edge_note(word: str, start: date, end: date) -> Notice:
    return Notice("calendar.edge_width", {"word": word, "start": str(start), "end": str(end)})


def _unknown(code: str, **params: object) -> Found:
    return Found(None, None, Precision.UNKNOWN, (), (Notice(code, params),))
