"""Spans are cut into calendar periods without loss."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaignflow.calendar import Every, Term, periods
from campaignflow.errors import CalendarError

_CALENDAR = [
    Every.DAY,
    Every.WEEK,
    Every.FORTNIGHT,
    Every.MONTH,
    Every.QUARTER,
    Every.HALF_YEAR,
    Every.YEAR,
]
_TERMS = (
    Term("2022秋", date(2022, 9, 1), date(2023, 1, 13), "2022-2023"),
    Term("2023春", date(2023, 2, 13), date(2023, 7, 7), "2022-2023"),
    Term("2023秋", date(2023, 9, 1), date(2024, 1, 19), "2023-2024"),
)


@given(st.sampled_from(_CALENDAR), st.dates(), st.integers(0, 900))
def test_calendar_periods_tile_the_span(every: Every, start: date, days: int) -> None:
    """Kept periods cover every day of the span once, in order, with labels all different."""
    end = date.fromordinal(min(start.toordinal() + days, date.max.toordinal()))
    found = periods(every, start, end, "keep")
    assert (found[0].start, found[-1].end) == (start, end)
    for earlier, later in pairwise(found):
        assert later.start - earlier.end == timedelta(days=1)
    assert len({period.label for period in found}) == len(found)
    assert all(period.whole for period in found[1:-1])


@given(st.sampled_from(_CALENDAR), st.dates(), st.integers(0, 900))
def test_drop_keeps_exactly_the_whole_periods(every: Every, start: date, days: int) -> None:
    """Dropping partial periods removes those and no other."""
    end = date.fromordinal(min(start.toordinal() + days, date.max.toordinal()))
    kept = periods(every, start, end, "keep")
    assert periods(every, start, end, "drop") == tuple(each for each in kept if each.whole)


@given(st.dates())
def test_week_label_is_that_of_iso_8601(day: date) -> None:
    """The label of a week agrees with the standard library's ISO calendar."""
    (week,) = periods(Every.WEEK, day, day, "keep")
    assert week.label == f"{day:%G}-W{day:%V}".rjust(8, "0")


def test_fortnights_are_pairs_of_weeks_from_the_week_of_the_first_day() -> None:
    """A span from a Saturday over the turn of the year: cut at both ends, Monday to Sunday."""
    start, end = date(2025, 11, 1), date(2026, 1, 7)
    found = periods(Every.FORTNIGHT, start, end, "keep")
    assert [(p.label, str(p.start), str(p.end)) for p in found] == [
        ("2025-W44-45", "2025-11-01", "2025-11-09"),
        ("2025-W46-47", "2025-11-10", "2025-11-23"),
        ("2025-W48-49", "2025-11-24", "2025-12-07"),
        ("2025-W50-51", "2025-12-08", "2025-12-21"),
        ("2025-W52-01", "2025-12-22", "2026-01-04"),
        ("2026-W02-03", "2026-01-05", "2026-01-07"),
    ]
    assert periods(Every.FORTNIGHT, start, end, "drop") == found[1:-1]
    assert periods(Every.FORTNIGHT, start, end, "ended") == found[:-1]


@pytest.mark.parametrize(
    ("every", "end", "touched", "whole"),
    [
        (Every.QUARTER, date(2012, 6, 30), 8, 8),
        (Every.HALF_YEAR, date(2012, 6, 30), 4, 4),
        (Every.QUARTER, date(2012, 7, 10), 9, 8),
        (Every.YEAR, date(2012, 7, 10), 3, 1),
    ],
)
def test_two_year_phase_has_the_expected_periods(
    every: Every, end: date, touched: int, whole: int
) -> None:
    """A phase from July 2010 counts as many quarters, halves and years as its plan implies."""
    assert len(periods(every, date(2010, 7, 1), end, "keep")) == touched
    assert len(periods(every, date(2010, 7, 1), end, "drop")) == whole


@pytest.mark.parametrize(
    ("every", "label"),
    [
        (Every.DAY, "2011-06-08"),
        (Every.WEEK, "2011-W23"),
        (Every.MONTH, "2011-06"),
        (Every.QUARTER, "2011-Q2"),
        (Every.HALF_YEAR, "2011-H1"),
        (Every.YEAR, "2011"),
    ],
)
def test_period_has_its_label(every: Every, label: str) -> None:
    """Labels sort by time and read like ISO 8601."""
    assert periods(every, date(2011, 6, 8), date(2011, 6, 8), "keep")[0].label == label


def test_terms_touched_are_those_of_the_host() -> None:
    """A campaign from January to September touches three terms, one of them whole."""
    found = periods(Every.TERM, date(2023, 1, 1), date(2023, 9, 30), "keep", _TERMS)
    assert [(term.label, term.whole) for term in found] == [
        ("2022秋", False),
        ("2023春", True),
        ("2023秋", False),
    ]


def test_school_years_join_their_terms() -> None:
    """A school year runs from the first day of its first term to the last of its last."""
    found = periods(Every.SCHOOL_YEAR, date(2022, 9, 1), date(2023, 9, 30), "keep", _TERMS)
    assert [(year.label, year.end, year.whole) for year in found] == [
        ("2022-2023", date(2023, 7, 7), True),
        ("2023-2024", date(2023, 9, 30), False),
    ]


def test_school_year_that_goes_on_after_the_span_is_not_asked_for() -> None:
    """A campaign from January to September asks for the school year that ends in it."""
    found = periods(Every.SCHOOL_YEAR, date(2023, 1, 1), date(2023, 9, 30), "ended", _TERMS)
    assert [(year.label, year.start, year.whole) for year in found] == [
        ("2022-2023", date(2023, 1, 1), False),
    ]


@given(st.sampled_from(_CALENDAR), st.dates(), st.integers(0, 900))
def test_ended_loses_no_period_but_the_last(every: Every, start: date, days: int) -> None:
    """A period cut at the start is kept; only one that goes on after the end is left out."""
    end = date.fromordinal(min(start.toordinal() + days, date.max.toordinal()))
    kept, ended = periods(every, start, end, "keep"), periods(every, start, end, "ended")
    assert ended in (kept, kept[:-1])
    assert set(ended) >= {period for period in kept if period.whole}


def test_teaching_weeks_leave_out_the_holidays() -> None:
    """Weeks between the terms are none, and a week cut by a holiday is whole as it is."""
    found = periods(Every.TEACHING_WEEK, date(2023, 1, 2), date(2023, 2, 26), "drop", _TERMS)
    assert [(week.label, week.start, week.end) for week in found] == [
        ("2023-W01", date(2023, 1, 2), date(2023, 1, 8)),
        ("2023-W02", date(2023, 1, 9), date(2023, 1, 13)),
        ("2023-W07", date(2023, 2, 13), date(2023, 2, 19)),
        ("2023-W08", date(2023, 2, 20), date(2023, 2, 26)),
    ]


@pytest.mark.parametrize("terms", [(), _TERMS[:2], _TERMS[1:]])
def test_uncovered_terms_are_refused(terms: tuple[Term, ...]) -> None:
    """Terms that the host has not given are not invented."""
    with pytest.raises(CalendarError, match="terms"):
        periods(Every.TERM, date(2023, 1, 1), date(2023, 9, 30), "keep", terms)


def test_disordered_terms_are_refused() -> None:
    """Terms out of order would give wrong school years."""
    with pytest.raises(CalendarError, match="in order"):
        periods(Every.TERM, date(2022, 9, 1), date(2023, 1, 1), "keep", _TERMS[::-1])


def test_backward_term_is_refused() -> None:
    """A term cannot end before it starts."""
    with pytest.raises(CalendarError, match="swap the days"):
        Term("2022秋", date(2023, 1, 13), date(2022, 9, 1), "2022-2023")


def test_backward_span_is_refused() -> None:
    """A span that ends before it starts has no periods."""
    with pytest.raises(CalendarError, match="cannot end"):
        periods(Every.DAY, date(2012, 1, 2), date(2012, 1, 1), "keep")
