"""Days of a zone are exact through every turn of its clocks."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

import pendulum
import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaignflow.calendar import day_end, day_start, from_us, local_day, parse_instant, to_us
from campaignflow.errors import CalendarError

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_HOUR = 3_600_000_000
_ZONES = sorted(available_timezones())


def _wall(us: int, zone: str) -> datetime:
    return (_EPOCH + timedelta(microseconds=us)).astimezone(ZoneInfo(zone))


@cache
def _turns(zone: str) -> list[int]:
    """Return each first hour after which the offset of the zone differs, 1970 to 2037."""
    info, turns = ZoneInfo(zone), []
    moment, end = _EPOCH, datetime(2038, 1, 1, tzinfo=UTC)
    step = timedelta(days=1)
    before = moment.astimezone(info).utcoffset()
    while moment < end:
        moment += step
        after = moment.astimezone(info).utcoffset()
        if after != before:
            turns.append((moment - step - _EPOCH) // timedelta(microseconds=1))
        before = after
    return turns


@pytest.mark.parametrize("zone", _ZONES)
def test_days_are_exact_around_every_turn_of_the_clocks(zone: str) -> None:
    """Each day runs from its first to its last instant, and both carry its date on the wall."""
    days = {
        _wall(us, zone).date() + timedelta(days=d) for us in _turns(zone) for d in (-1, 0, 1, 2)
    }
    for day in days | {date(1970, 1, 2), date(2012, 2, 29)}:
        start, end = day_start(day, zone), day_end(day, zone)
        if end < start:
            assert end == start - 1
            assert _wall(end, zone).date() < day < _wall(start, zone).date()
            continue
        assert _wall(start, zone).date() == day == _wall(end, zone).date()
        assert _wall(start - 1, zone).date() < day < _wall(end + 1, zone).date()
        assert day_start(day + timedelta(days=1), zone) <= end + 1


@pytest.mark.parametrize("zone", _ZONES)
def test_local_day_agrees_with_the_standard_library_around_every_turn(zone: str) -> None:
    """The remembered quarter hours give the date that zoneinfo computes."""
    for turn in _turns(zone):
        for minutes in range(0, 26 * 60, 13):
            us = turn + minutes * 60_000_000 - 1
            assert local_day(us, zone) == _wall(us, zone).date()


@given(
    st.datetimes(datetime(1850, 1, 1), datetime(2150, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    st.sampled_from(_ZONES),
)
def test_local_day_agrees_with_the_standard_library_anywhere(moment: datetime, zone: str) -> None:
    """At any instant of three centuries the date is that of zoneinfo."""
    assert local_day(to_us(moment), zone) == moment.astimezone(ZoneInfo(zone)).date()


def test_left_out_day_is_empty() -> None:
    """Samoa had no 30 December 2011: the day holds no instant and its neighbours touch."""
    missing = date(2011, 12, 30)
    assert day_end(missing, "Pacific/Apia") == day_start(missing, "Pacific/Apia") - 1
    assert day_end(date(2011, 12, 29), "Pacific/Apia") == day_end(missing, "Pacific/Apia")
    assert day_start(date(2011, 12, 31), "Pacific/Apia") == day_start(missing, "Pacific/Apia")


def test_day_without_midnight_starts_when_the_clocks_were_turned() -> None:
    """In São Paulo summer time began at midnight, so the day began at one."""
    start = day_start(date(2018, 11, 4), "America/Sao_Paulo")
    assert _wall(start, "America/Sao_Paulo").hour == 1
    assert local_day(start - 1, "America/Sao_Paulo") == date(2018, 11, 3)
    assert day_end(date(2018, 11, 4), "America/Sao_Paulo") - start == 23 * _HOUR - 1


def test_day_with_two_midnights_starts_with_the_first() -> None:
    """In Havana summer time ends at one, so the day is 25 hours long."""
    day = date(2017, 11, 5)
    assert day_end(day, "America/Havana") - day_start(day, "America/Havana") == 25 * _HOUR - 1


def test_gap_over_midnight_ends_at_the_turn() -> None:
    """Where half past eleven was followed by half past midnight, the day began there."""
    day = date(1919, 3, 31)
    start = day_start(day, "America/Toronto")
    assert _wall(start, "America/Toronto").strftime("%H:%M") == "00:30"
    assert day_end(date(1919, 3, 30), "America/Toronto") == start - 1


def test_days_overlap_where_the_clocks_fell_back_over_midnight() -> None:
    """In St John's clocks fell back at 00:01, so both days own the repeated stretch."""
    evening, next_day = date(2010, 11, 6), date(2010, 11, 7)
    assert day_end(evening, "America/St_Johns") > day_start(next_day, "America/St_Johns")
    assert local_day(day_end(evening, "America/St_Johns"), "America/St_Johns") == evening


def test_shanghai_summer_time_is_respected() -> None:
    """China turned its clocks in 1986 to 1991."""
    summer = day_start(date(1988, 7, 1), "Asia/Shanghai")
    assert _wall(summer, "UTC").hour == 15


@pytest.mark.parametrize("zone", ["UTC", "Asia/Shanghai", "America/New_York"])
def test_last_day_of_the_calendar_has_both_ends(zone: str) -> None:
    """9999-12-31 is a full day."""
    assert day_end(date.max, zone) - day_start(date.max, zone) == 24 * _HOUR - 1


def test_instant_outside_the_calendar_is_refused() -> None:
    """Instants beyond the year 9999 are a typed error everywhere."""
    with pytest.raises(CalendarError, match="9999"):
        local_day(10**18, "UTC")
    with pytest.raises(CalendarError, match="9999"):
        from_us(10**18, "UTC")


@pytest.mark.parametrize("zone", ["", "Mars/Base", "../etc/passwd", "Asia", "Asia/Shanghai\0"])
def test_unknown_zone_is_refused(zone: str) -> None:
    """A name that is no zone is a typed error that shows a good one."""
    with pytest.raises(CalendarError, match="Asia/Shanghai"):
        local_day(0, zone)


@given(st.datetimes(timezones=st.sampled_from([UTC, ZoneInfo("Asia/Shanghai")])))
def test_instant_survives_the_way_through_pendulum(moment: datetime) -> None:
    """To microseconds and back is the same instant, exactly."""
    try:
        found = from_us(to_us(moment), "Asia/Shanghai")
    except CalendarError:
        assert moment.year in (1, 9999)
        return
    assert isinstance(found, pendulum.DateTime)
    assert to_us(found) == to_us(moment)
    assert found.timezone_name == "Asia/Shanghai"


def test_naive_datetime_is_refused() -> None:
    """A datetime without a zone has no instant."""
    with pytest.raises(CalendarError, match="no time zone"):
        to_us(datetime(2017, 7, 25))  # noqa: DTZ001


@given(st.dates(date(1900, 1, 1)), st.sampled_from(_ZONES))
def test_day_text_is_the_start_of_the_day(day: date, zone: str) -> None:
    """A text that names a day gives its first instant and says that it is a day."""
    assert parse_instant(day.isoformat(), zone) == (day_start(day, zone), "day")


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2017-07-25T14:30+08:00", "2017-07-25T06:30:00+00:00"),
        ("2017-07-25T14:30:05.25Z", "2017-07-25T14:30:05.250000+00:00"),
        ("2017-07-25 14:30", "2017-07-25T06:30:00+00:00"),
    ],
)
def test_instant_text_is_read_exactly(text: str, iso: str) -> None:
    """An offset in the text wins over the zone of the campaign."""
    us, what = parse_instant(text, "Asia/Shanghai")
    assert what == "instant"
    assert us == to_us(datetime.fromisoformat(iso))


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("0000-01-01", "year"),
        ("2017-13-01", "month"),
        ("2017-02-29", "day is 29"),
        ("2017-07-25 24:00", "hour"),
        ("2017-07-25 14:60", "minute"),
        ("2017-07-25 14:30:60", "second"),
        ("2017-07-25T14:30+24:00", "offset hour"),
        ("2017-07-25T14:30+08:60", "offset minute"),
        ("2017-7-25", "cannot read"),
        ("20170725", "cannot read"),
        ("2017-07-25T14:30+08:00 ", "cannot read"),
        ("٢٠١٧-٠٧-٢٥", "cannot read"),
        ("", "cannot read"),
    ],
)
def test_impossible_instant_text_names_the_part(text: str, part: str) -> None:
    """The error says which part of the text cannot be."""
    with pytest.raises(CalendarError, match=part):
        parse_instant(text, "Asia/Shanghai")


@pytest.mark.parametrize(
    ("text", "what"), [("2024-03-10 02:30", "skipped"), ("2024-11-03 01:30", "came twice")]
)
def test_wall_time_without_single_instant_is_refused(text: str, what: str) -> None:
    """A time that the clocks skipped or repeated asks for its offset."""
    with pytest.raises(CalendarError, match=what):
        parse_instant(text, "America/New_York")


@given(st.text(max_size=30))
def test_any_instant_text_is_read_or_refused(text: str) -> None:
    """No text raises anything but the typed error."""
    try:
        _, what = parse_instant(text, "Asia/Shanghai")
    except CalendarError:
        return
    assert what in ("day", "instant")
