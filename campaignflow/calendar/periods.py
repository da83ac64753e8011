"""Calendar periods that a span of days touches: weeks, months, quarters, terms and so on.

Example:
    >>> from datetime import date
    >>> halves = periods(Every.HALF_YEAR, date(2010, 7, 1), date(2012, 6, 30), "keep")
    >>> [period.label for period in halves]
    ['2010-H2', '2011-H1', '2011-H2', '2012-H1']
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from enum import StrEnum
from itertools import groupby, pairwise
from typing import Literal

import attrs

from campaignflow.calendar.days import month_length
from campaignflow.errors import CalendarError
from campaignflow.messages import Notice


class Every(StrEnum):
    """Name the period of a repetition."""

    DAY = "day"
    WEEK = "week"
    FORTNIGHT = "fortnight"
    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"
    TEACHING_WEEK = "teaching_week"
    TERM = "term"
    SCHOOL_YEAR = "school_year"


Partial = Literal["keep", "drop", "ended"]
"""What to do with periods that the span cuts; ``ended`` keeps those that end within it."""


@attrs.frozen
class Term:
    """Hold one term of the host's school, first and last day inclusive.

    Attributes:
        label: Such as ``2022 autumn`` or ``2022-2023学年第一学期``.
        start: First day.
        end: Last day.
        school_year: Label of the school year it belongs to.
    """

    label: str
    start: date
    end: date
    school_year: str

    def __attrs_post_init__(self) -> None:
        if self.end < self.start:
            raise CalendarError(
                Notice(
                    "error.term.reversed",
                    {"term": self.label, "end": str(self.end), "start": str(self.start)},
                )
            )


@attrs.frozen
class Period:
    """Hold one period of a span.

    Attributes:
        label: Such as ``2011-W23``, ``2011-W23-24``, ``2011-05``, ``2011-Q3``, ``2011-H2``,
            ``2011``.
        start: First day inside the span.
        end: Last day inside the span.
        whole: Whether the span holds the period from its first to its last day.
    """

    label: str
    start: date
    end: date
    whole: bool


def periods(
    every: Every,
    start: date,
    end: date,
    partial: Partial,
    terms: Sequence[Term] = (),
) -> tuple[Period, ...]:
    """Cut a span of days into calendar periods.

    Args:
        every: The period. Fortnights are counted from the week that holds ``start``.
        start: First day of the span.
        end: Last day of the span, inclusive.
        partial: Whether periods that stick out of the span are kept (cut to it) or dropped;
            ``ended`` keeps those that end within it and drops the one that goes on after it.
        terms: The host's terms in order; needed for TEACHING_WEEK, TERM and SCHOOL_YEAR only.

    Returns:
        The periods in order, each cut to the span. With ``keep`` those of the calendar cover
        every day of the span exactly once; terms leave out the holidays between them.

    Raises:
        CalendarError: The span ends before it starts, or the terms do not cover it.

    Example:
        >>> [p.label for p in periods(Every.YEAR, date(2010, 7, 1), date(2012, 6, 30), "drop")]
        ['2011']
    """
    if end < start:
        raise CalendarError(Notice("error.span.reversed", {"end": str(end), "start": str(start)}))
    if every in (Every.TEACHING_WEEK, Every.TERM, Every.SCHOOL_YEAR):
        full: Iterator[tuple[str, date, date]] = _school(every, start, end, terms)
    elif every is Every.FORTNIGHT:
        full = _fortnights(start, end)
    else:
        full = _calendar(every, start, end)
    return tuple(
        Period(label, max(first, start), min(last, end), start <= first and last <= end)
        for label, first, last in full
        if partial == "keep" or (last <= end and (partial == "ended" or start <= first))
    )


def _calendar(every: Every, start: date, end: date) -> Iterator[tuple[str, date, date]]:
    day = start
    while True:
        label, first, last = _period_of(every, day)
        yield label, first, last
        if last >= end:
            return
        day = last + timedelta(days=1)


def _fortnights(start: date, end: date) -> Iterator[tuple[str, date, date]]:
    """Yield weeks in pairs, the first pair beginning with the week that holds ``start``."""
    for monday in range(start.toordinal() - start.weekday(), end.toordinal() + 1, 14):
        first = date.fromordinal(monday)
        last = date.fromordinal(min(monday + 13, date.max.toordinal()))
        year, week, _day = first.isocalendar()
        yield f"{year:04d}-W{week:02d}-{last.isocalendar().week:02d}", first, last


def _period_of(every: Every, day: date) -> tuple[str, date, date]:
    """Return label, first and last day of the calendar period that holds ``day``."""
    if every is Every.DAY:
        return day.isoformat(), day, day
    if every is Every.WEEK:
        iso = day.isocalendar()
        monday = day.toordinal() - day.weekday()
        sunday = min(monday + 6, date.max.toordinal())
        return f"{iso.year:04d}-W{iso.week:02d}", date.fromordinal(monday), date.fromordinal(sunday)
    length = _MONTHS[every]
    index = (day.month - 1) // length
    last_month = (index + 1) * length
    first = date(day.year, last_month - length + 1, 1)
    last = date(day.year, last_month, month_length(day.year, last_month))
    return _month_label(every, day.year, index + 1), first, last


_MONTHS = {Every.MONTH: 1, Every.QUARTER: 3, Every.HALF_YEAR: 6, Every.YEAR: 12}


def _month_label(every: Every, year: int, number: int) -> str:
    if every is Every.YEAR:
        return f"{year:04d}"
    if every is Every.MONTH:
        return f"{year:04d}-{number:02d}"
    return f"{year:04d}-{'Q' if every is Every.QUARTER else 'H'}{number}"


def _school(
    every: Every, start: date, end: date, terms: Sequence[Term]
) -> Iterator[tuple[str, date, date]]:
    _check_order(terms)
    _check_cover(start, end, terms)
    if every is Every.TEACHING_WEEK:
        full = [week for term in terms for week in _weeks(term)]
    elif every is Every.TERM:
        full = [(term.label, term.start, term.end) for term in terms]
    else:
        years = (list(group) for _, group in groupby(terms, key=lambda term: term.school_year))
        full = [(year[0].school_year, year[0].start, year[-1].end) for year in years]
    return ((label, first, last) for label, first, last in full if first <= end and last >= start)


def _weeks(term: Term) -> Iterator[tuple[str, date, date]]:
    """Yield the weeks of a term, the first and the last cut to it: the rest is holiday."""
    for label, monday, sunday in _calendar(Every.WEEK, term.start, term.end):
        yield label, max(monday, term.start), min(sunday, term.end)


def _check_order(terms: Sequence[Term]) -> None:
    for earlier, later in pairwise(terms):
        if later.start <= earlier.end:
            raise CalendarError(
                Notice(
                    "error.terms.order",
                    {
                        "later": later.label,
                        "start": str(later.start),
                        "earlier": earlier.label,
                        "end": str(earlier.end),
                    },
                )
            )


def _check_cover(start: date, end: date, terms: Sequence[Term]) -> None:
    if not terms:
        raise CalendarError(Notice("error.terms.unknown", {"start": str(start), "end": str(end)}))
    if terms[0].start > start or terms[-1].end < end:
        raise CalendarError(
            Notice(
                "error.terms.partly",
                {
                    "first": str(terms[0].start),
                    "last": str(terms[-1].end),
                    "start": str(start),
                    "end": str(end),
                },
            )
        )
