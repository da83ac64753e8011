"""The fast edge between instants and the days of a place.

Inside the package an instant is a whole number of microseconds since 1970-01-01 UTC and a day is
a :class:`datetime.date`. Offsets come from the IANA database through :mod:`zoneinfo`; pendulum
appears only where a value leaves for people.

The days of a zone are the sets of instants that carry one local date. Where clocks are turned, a
day may be longer, shorter, begin later than midnight, overlap its neighbour by the repeated
stretch, or not exist at all; the functions here answer exactly in each of these cases.

Example:
    >>> from datetime import date
    >>> start = day_start(date(2017, 7, 25), "Asia/Shanghai")
    >>> start, local_day(start, "Asia/Shanghai"), local_day(start - 1, "Asia/Shanghai")
    (1500912000000000, datetime.date(2017, 7, 25), datetime.date(2017, 7, 24))
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from campaignflow.calendar.days import month_length
from campaignflow.errors import CalendarError
from campaignflow.messages import Notice

if TYPE_CHECKING:
    import pendulum

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_minus: Callable[[datetime, datetime], timedelta] = datetime.__sub__  # pendulum's own differs
_BUCKET_US = 900_000_000
_INSTANT = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)"
    r"(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,6}))?)?(Z|[+-]\d\d:\d\d)?)?",
    re.ASCII,
)


@lru_cache(maxsize=1024)
def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise CalendarError(Notice("error.time.zone", {"zone": name})) from error


def _local(us: int, zone: str) -> datetime:
    try:
        return (_EPOCH + timedelta(microseconds=us)).astimezone(_zone(zone))
    except OverflowError as error:
        raise CalendarError(Notice("error.time.range", {"us": us, "zone": zone})) from error


@lru_cache(maxsize=1 << 14)
def _bucket_day(bucket: int, zone: str) -> date | None:
    first = _local(bucket * _BUCKET_US, zone)
    last = _local(bucket * _BUCKET_US + _BUCKET_US - 1, zone)
    if first.date() == last.date() and first.utcoffset() == last.utcoffset():
        return first.date()
    return None


def local_day(us: int, zone: str) -> date:
    """Return the date that a calendar on the wall in ``zone`` shows at the instant ``us``.

    Quarter hours within which neither the date nor the offset changes are remembered; the others
    are computed each time, so the answer is always exact.

    Args:
        us: Microseconds since 1970-01-01 UTC.
        zone: IANA name such as ``Asia/Shanghai``.

    Returns:
        The local date.

    Raises:
        CalendarError: The zone does not exist, or the instant is outside the years 1 to 9999.

    Example:
        >>> local_day(0, "Asia/Shanghai"), local_day(0, "America/New_York")
        (datetime.date(1970, 1, 1), datetime.date(1969, 12, 31))
    """
    day = _bucket_day(us // _BUCKET_US, zone)
    return _local(us, zone).date() if day is None else day


def _midnight(ordinal: int, zone: str, fold: int) -> int:
    """Return one reading of the local midnight that opens the day ``ordinal``."""
    past = ordinal - date.max.toordinal()
    wall = datetime.max if past > 0 else datetime.combine(date.fromordinal(ordinal), time.min)  # noqa: DTZ901
    return to_us(wall.replace(tzinfo=_zone(zone), fold=fold)) + max(past, 0)


def _midnights(ordinal: int, zone: str) -> tuple[int, int]:
    return _midnight(ordinal, zone, 0), _midnight(ordinal, zone, 1)


def _turn(before: int, after: int, day: date, zone: str) -> int:
    """Return the first instant in ``(before, after]`` that is not earlier than ``day``."""
    while after - before > 1:
        middle = (before + after) // 2
        if _local(middle, zone).date() < day:
            before = middle
        else:
            after = middle
    return after


@lru_cache(maxsize=4096)
def day_start(day: date, zone: str) -> int:
    """Return the first instant of a local day.

    Args:
        day: The local date.
        zone: IANA name.

    Returns:
        Microseconds since 1970-01-01 UTC. If midnight was skipped, the instant the clocks were
        turned; if midnight came twice, the first one; for a day that a zone left out altogether,
        the instant at which the next day began.

    Raises:
        CalendarError: The zone does not exist.

    Example:
        >>> day_start(date(1970, 1, 1), "Asia/Shanghai")
        -28800000000
    """
    first, second = _midnights(day.toordinal(), zone)
    return first if first <= second else _turn(second - 1, first, day, zone)


@lru_cache(maxsize=4096)
def day_end(day: date, zone: str) -> int:
    """Return the last microsecond of a local day.

    Args:
        day: The local date.
        zone: IANA name.

    Returns:
        Microseconds since 1970-01-01 UTC; one less than ``day_start`` for a day that a zone left
        out altogether.

    Raises:
        CalendarError: The zone does not exist.

    Example:
        >>> day_end(date(1970, 1, 1), "UTC")
        86399999999
    """
    first, second = _midnights(day.toordinal() + 1, zone)
    if first == second:
        return first - 1
    if first > second:
        return _turn(second - 1, first, day + timedelta(days=1), zone) - 1
    return (second if _local(second - 1, zone).date() == day else first) - 1


def to_us(moment: datetime) -> int:
    """Return an aware datetime as microseconds since 1970-01-01 UTC.

    Args:
        moment: Any aware datetime, of pendulum or of the standard library.

    Returns:
        The exact whole number of microseconds.

    Raises:
        CalendarError: The datetime is naive.

    Example:
        >>> to_us(datetime(1970, 1, 1, 8, tzinfo=ZoneInfo("Asia/Shanghai")))
        0
    """
    try:
        since = _minus(moment, _EPOCH)
    except TypeError:
        raise CalendarError(Notice("error.time.naive", {"text": moment.isoformat()})) from None
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds


def from_us(us: int, zone: str) -> pendulum.DateTime:
    """Return an instant as a pendulum DateTime in ``zone``.

    Args:
        us: Microseconds since 1970-01-01 UTC.
        zone: IANA name.

    Returns:
        The same instant, aware, exact to the microsecond.

    Raises:
        CalendarError: The zone does not exist, or the instant is outside the years 1 to 9999.

    Example:
        >>> from_us(0, "Asia/Shanghai").isoformat()
        '1970-01-01T08:00:00+08:00'
    """
    import pendulum

    _local(us, zone)
    utc = pendulum.instance(_EPOCH + timedelta(microseconds=us), tz="UTC")
    return utc.in_timezone(zone)


def parse_instant(text: str, zone: str) -> tuple[int, Literal["day", "instant"]]:
    """Read an ISO day or instant.

    Args:
        text: ``2017-07-25``, ``2017-07-25 14:30`` (in ``zone``) or ``2017-07-25T14:30+08:00``.
        zone: IANA name used for a text without an offset.

    Returns:
        The microseconds since 1970-01-01 UTC, and whether the text named a day (the instant is
        then its first) or an instant.

    Raises:
        CalendarError: The text has another form, a part of it is impossible, or the clocks in
            ``zone`` skipped or repeated that time; the message says which.

    Example:
        >>> parse_instant("2017-07-25", "Asia/Shanghai")
        (1500912000000000, 'day')
        >>> parse_instant("2017-07-25T14:30+08:00", "UTC")
        (1500964200000000, 'instant')
    """
    match = _INSTANT.fullmatch(text)
    if match is None:
        raise CalendarError(Notice("error.time.text", {"text": text}))
    day = _checked_day(match, text)
    if match[4] is None:
        return day_start(day, zone), "day"
    wall = _checked_wall(match, day, text)
    if match[8] is None:
        return _in_zone(wall, zone, text), "instant"
    return to_us(datetime.fromisoformat(f"{wall.isoformat()}{_checked_offset(match[8], text)}")), (
        "instant"
    )


def _part(name: str, value: int, lowest: int, highest: int, text: str) -> int:
    if not lowest <= value <= highest:
        part = Notice(f"error.time.part.{name}")
        told = {"text": text, "part": part, "value": value, "lowest": lowest, "highest": highest}
        raise CalendarError(Notice("error.time.part", told))
    return value


def _checked_day(match: re.Match[str], text: str) -> date:
    year = _part("year", int(match[1]), 1, 9999, text)
    month = _part("month", int(match[2]), 1, 12, text)
    day = _part("day", int(match[3]), 1, month_length(year, month), text)
    return date(year, month, day)


def _checked_wall(match: re.Match[str], day: date, text: str) -> datetime:
    hour = _part("hour", int(match[4]), 0, 23, text)
    minute = _part("minute", int(match[5]), 0, 59, text)
    second = _part("second", int(match[6] or 0), 0, 59, text)
    micro = int((match[7] or "").ljust(6, "0"))
    return datetime(day.year, day.month, day.day, hour, minute, second, micro)  # noqa: DTZ001


def _checked_offset(offset: str, text: str) -> str:
    if offset != "Z":
        _part("offset_hour", int(offset[1:3]), 0, 23, text)
        _part("offset_minute", int(offset[4:]), 0, 59, text)
    return offset


def _in_zone(wall: datetime, zone: str, text: str) -> int:
    first, second = (to_us(wall.replace(tzinfo=_zone(zone), fold=fold)) for fold in (0, 1))
    if first == second:
        return first
    what = Notice(f"error.time.clock.{'skipped' if first > second else 'twice'}")
    raise CalendarError(Notice("error.time.clock", {"text": text, "what": what, "zone": zone}))
