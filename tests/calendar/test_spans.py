"""Questions about days are answered with yes, no or unknown."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaignflow.calendar import Context, Span, contains, is_after, is_before, read
from campaignflow.errors import CalendarError

_days = st.dates(date(2000, 1, 1), date(2030, 12, 31))


@st.composite
def _spans(draw: st.DrawFn) -> Span:
    start, end = sorted((draw(_days), draw(_days)))
    return Span(start, end)


def _blur(span: Span, start: bool, end: bool) -> Span:
    return Span(None if start else span.start, None if end else span.end)


@given(_spans(), _days)
def test_day_is_before_in_or_after_a_known_span(span: Span, day: date) -> None:
    """For known bounds exactly one of the three holds."""
    assert [is_before(span, day), contains(span, day), is_after(span, day)].count(True) == 1


@given(_spans(), _days, st.booleans(), st.booleans())
def test_answer_with_unknown_bound_never_contradicts_the_known_one(
    span: Span, day: date, start: bool, end: bool
) -> None:
    """Learning a bound turns unknown into an answer, but never turns an answer around."""
    blurred = _blur(span, start, end)
    for question in (contains, is_before, is_after):
        assert question(blurred, day) in (None, question(span, day))


def test_unstated_start_does_not_exclude_early_days() -> None:
    """A deadline is met on any day up to it."""
    (deadline,) = read("8月15日前").resolve(Context(year=2017))
    assert contains(deadline, date(2017, 1, 1)) is True
    assert contains(deadline, date(2017, 8, 16)) is False
    assert is_after(deadline, date(2017, 1, 1)) is False


def test_undated_window_is_unknown_throughout() -> None:
    """An anchor without a day decides nothing."""
    (window,) = read("党代会").resolve(Context(anchors={"党代会": None}))
    day = date(2011, 7, 1)
    assert [ask(window, day) for ask in (contains, is_before, is_after)] == [None, None, None]


@given(_spans(), _spans())
def test_overlap_holds_exactly_the_shared_days(one: Span, other: Span) -> None:
    """The overlap has the days of both, and is None if there are none."""
    shared = one.overlap(other)
    assert shared == other.overlap(one)
    probes = {span.start for span in (one, other)} | {span.end for span in (one, other)}
    for day in probes:
        assert day is not None
        both = contains(one, day) and contains(other, day)
        assert both == (shared is not None and contains(shared, day))


@given(_spans(), _spans())
def test_hull_holds_both_spans(one: Span, other: Span) -> None:
    """The hull begins with the earlier and ends with the later."""
    hull = one.hull(other)
    assert one.overlap(hull) == one
    assert other.overlap(hull) == other


@given(_spans(), _spans(), st.booleans(), st.booleans())
def test_overlap_with_unknown_bound_keeps_it_unknown(
    one: Span, other: Span, start: bool, end: bool
) -> None:
    """An unknown end stays unknown instead of being taken from the other span."""
    shared = one.overlap(_blur(other, start, end))
    if shared is not None:
        assert (shared.start is None) is start
        assert (shared.end is None) is end


def test_overlap_of_deadline_and_window_starts_with_the_window() -> None:
    """A start that was never stated does not make the shared start unknown."""
    deadline = Span(None, date(2017, 8, 15), start_stated=False)
    shared = deadline.overlap(Span(date(2017, 8, 1), date(2017, 8, 31)))
    assert shared == Span(date(2017, 8, 1), date(2017, 8, 15))


@given(_spans(), st.integers(-3000, 3000))
def test_shift_keeps_the_length(span: Span, days: int) -> None:
    """Moving a window changes neither its length nor, there and back, its days."""
    assert span.shift(days).days == span.days
    assert span.shift(days).shift(-days) == span


def test_shift_out_of_the_calendar_is_refused() -> None:
    """A shift past the year 9999 is a typed error."""
    with pytest.raises(CalendarError, match="9999"):
        Span(date.max - timedelta(days=1), date.max).shift(1)


def test_backward_span_is_refused() -> None:
    """A span cannot end before it starts."""
    with pytest.raises(CalendarError, match="swap the days"):
        Span(date(2017, 2, 1), date(2017, 1, 31))


def test_length_of_open_span_is_unknown() -> None:
    """A span with an unknown end has no number of days."""
    assert Span(date(2017, 2, 1), None).days is None
