"""Awkward dates are exact or a typed error, in every form a plan may write them."""

from __future__ import annotations

import calendar
import os
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from campaignflow.calendar import Context, Every, Length, periods, read
from campaignflow.calendar.days import month_length, moved, xun_end, xun_start
from campaignflow.errors import CalendarError, WindowTextError

_MORE = int(os.environ.get("CAMPAIGNFLOW_MORE", "1"))
_CASES = settings(max_examples=2000 * _MORE, deadline=None)
_edges = st.sampled_from(
    [
        date.min,
        date.max,
        date(1900, 2, 28),
        date(2000, 2, 29),
        date(2012, 2, 29),
        date(2012, 12, 31),
        date(2020, 12, 28),
        date(2021, 1, 3),
        date(2021, 8, 31),
    ]
)
_days = st.one_of(st.dates(), _edges)


@_CASES
@given(st.integers(0, 10000), st.integers(0, 13), st.integers(0, 32))
def test_civil_date_exists_exactly_if_python_has_it(year: int, month: int, day: int) -> None:
    """A date is read if and only if the standard calendar has it."""
    try:
        expected: date | None = date(year, month, day)
    except ValueError:
        expected = None
    try:
        found = read(f"{year:04d}年{month}月{day}日").resolve(Context())[0].start
    except WindowTextError:
        found = None
    assert found == expected


@_CASES
@given(_days)
def test_day_lies_in_its_own_periods(day: date) -> None:
    """Its month, quarter, half, year and week all hold a day, as does its xun."""
    for every in (Every.WEEK, Every.MONTH, Every.QUARTER, Every.HALF_YEAR, Every.YEAR):
        (period,) = periods(every, day, day, "keep")
        assert period.start == period.end == day
    assert xun_start(day) <= day <= xun_end(day)
    assert xun_end(day).day in (10, 20, calendar.monthrange(day.year, day.month)[1])


@_CASES
@given(_days, st.integers(0, 240), st.integers(0, 400))
def test_length_is_exact_or_refused(day: date, months: int, days: int) -> None:
    """Months land on the same day of the month or on the last of a shorter one."""
    length = Length(months, days)
    try:
        found = moved(length.after(day), -days)
    except CalendarError:
        assert day.year + (months + days // 28) // 12 + 1 >= 9999
        return
    index = day.year * 12 + day.month - 1 + months
    assert (found.year, found.month) == (index // 12, index % 12 + 1)
    assert found.day == min(day.day, calendar.monthrange(found.year, found.month)[1])


@_CASES
@given(_days)
def test_around_is_exact_or_refused_at_the_ends_of_the_calendar(day: date) -> None:
    """前后 reaches from the xun before a day to the end of its own."""
    expression = read(f"{day.isoformat()}前后")
    try:
        (found,) = expression.resolve(Context())
    except CalendarError:
        assert day < date(1, 1, 11)
        return
    assert found.start is not None
    assert (xun_start(day) - found.start).days in (8, 9, 10, 11)
    assert found.end == xun_end(day)


@given(st.integers(1, 9999), st.integers(1, 12))
def test_month_length_agrees_with_the_standard_library(year: int, month: int) -> None:
    """Months are as long as the standard calendar says."""
    assert month_length(year, month) == calendar.monthrange(year, month)[1]


@given(st.integers(1, 9999), st.sampled_from(["春节", "除夕", "清明", "端午", "中秋", "重阳"]))
def test_lunar_day_is_exact_or_refused_in_any_year(year: int, name: str) -> None:
    """A lunar day falls where it can fall, in any year of the calendar."""
    try:
        (found,) = read(name).resolve(Context(year=year))
    except CalendarError:
        assert year in (1, 9999)
        return
    assert found.start is not None
    assert abs(found.start.year - year) <= 1
