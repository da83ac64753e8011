"""Work days follow the yearly notices, and unknown years stay unknown."""

from __future__ import annotations

from datetime import date, timedelta

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaignflow.calendar import Overlay, WorkCalendar
from campaignflow.errors import CalendarError

_CN = WorkCalendar()
_known_days = st.dates(date(2009, 1, 1), date(2025, 12, 31))


@pytest.mark.parametrize("year", range(2009, 2026))
def test_statutory_days_off_agree_with_second_source(year: int) -> None:
    """No day off that an independent package knows is a work day here."""
    days_off = holidays.country_holidays("CN", years=year)
    assert days_off
    assert [day for day in days_off if _CN.is_workday(day) is not False] == []


@pytest.mark.parametrize("year", range(2009, 2026))
def test_weekdays_off_agree_with_second_source(year: int) -> None:
    """A weekday is free here only if an independent package also says so."""
    days_off = holidays.country_holidays("CN", years=range(year - 1, year + 2))
    day, free = date(year, 1, 1), []
    while day.year == year:
        if day.weekday() < 5 and not _CN.is_workday(day):
            free.append(day)
        day += timedelta(days=1)
    assert [day for day in free if day not in days_off] == []


def test_make_up_saturday_is_a_work_day() -> None:
    """A Saturday exchanged for a holiday is worked."""
    assert _CN.is_workday(date(2017, 9, 30)) is True


@pytest.mark.parametrize("day", [date(1999, 6, 1), date(2040, 6, 2)])
def test_year_without_notice_is_unknown_even_at_weekends(day: date) -> None:
    """Without a notice even a Saturday may be worked, so nothing is said."""
    assert _CN.is_workday(day) is None
    reason = _CN.explain_day(day)
    assert reason is not None
    assert str(day.year) in reason.zh


def test_overlay_decides_before_the_notice() -> None:
    """The host's own day wins, the later overlay over the earlier, with its reason."""
    week = (date(2040, 1, 2), date(2040, 1, 6))
    calendar = WorkCalendar(
        (Overlay(week, True, "开学准备"), Overlay(date(2040, 1, 4), False, "校庆"))
    )
    assert calendar.is_workday(date(2040, 1, 3)) is True
    assert calendar.is_workday(date(2040, 1, 4)) is False
    reason = calendar.explain_day(date(2040, 1, 4))
    assert reason is not None
    assert "校庆" in reason.zh


def test_ordinary_day_needs_no_explanation() -> None:
    """A day that a notice decides has no further reason."""
    assert _CN.explain_day(date(2017, 9, 30)) is None


@given(_known_days, st.integers(1, 60))
def test_added_work_days_are_those_counted(day: date, n: int) -> None:
    """The n-th work day after a day is a work day, with n of them counted up to it."""
    found = _CN.add_workdays(day, n)
    assert found is not None
    assert _CN.is_workday(found)
    assert _CN.count(day + timedelta(days=1), found) == n


@given(_known_days, st.integers(1, 60))
def test_work_days_backwards_lead_to_the_same_number(day: date, n: int) -> None:
    """Counting backwards finds a work day with n work days before the start."""
    found = _CN.add_workdays(day, -n)
    assert found is not None
    assert _CN.count(found, day - timedelta(days=1)) == n


def test_no_work_days_added_is_the_day_itself() -> None:
    """Adding nothing moves nothing, even on a holiday."""
    assert _CN.add_workdays(date(2017, 10, 1), 0) == date(2017, 10, 1)


def test_counting_into_unknown_year_is_unknown_with_reason() -> None:
    """A count that would need an unpublished notice is not guessed."""
    start = date(2039, 12, 1)
    assert _CN.add_workdays(start, 5) is None
    assert _CN.count(start, date(2039, 12, 31)) is None
    for reason in (_CN.explain_add(start, 5), _CN.explain_count(start, date(2039, 12, 31))):
        assert reason is not None
        assert "2039" in reason.en


def test_known_count_needs_no_explanation() -> None:
    """Known answers come without a reason for being unknown."""
    assert _CN.explain_add(date(2017, 9, 1), 5) is None
    assert _CN.explain_count(date(2017, 9, 1), date(2017, 9, 30)) is None


def test_counting_past_the_calendar_is_unknown_with_reason() -> None:
    """A host that never works again is not searched for ever."""
    idle = WorkCalendar((Overlay((date(9999, 12, 1), date.max), False, "停课"),))
    assert idle.add_workdays(date(9999, 12, 30), 1) is None
    reason = idle.explain_add(date(9999, 12, 30), 1)
    assert reason is not None
    assert "9999" in reason.en


def test_backward_count_is_refused() -> None:
    """Days are counted forwards."""
    with pytest.raises(CalendarError, match="swap the days"):
        _CN.count(date(2017, 2, 1), date(2017, 1, 1))


def test_backward_overlay_is_refused() -> None:
    """An overlay cannot end before it starts."""
    with pytest.raises(CalendarError, match="swap the days"):
        Overlay((date(2017, 2, 1), date(2017, 1, 1)), True, "补课")
