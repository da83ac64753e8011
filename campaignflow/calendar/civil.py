"""Reading of civil dates: years, halves, quarters, months, xun, days, in digits or Chinese.

The right end of a range takes what it leaves out from the left one: the year, and for a day or a
xun the month (``2010年4月—7月初``, ``3月中旬至下旬``). The left end takes a unit that only the
right one states (``8—12月份``).
"""

from __future__ import annotations

import re

from campaignflow.calendar.days import month_length
from campaignflow.calendar.parts import Civil, Part, Precision
from campaignflow.calendar.scanner import Scanner, number

NUMERAL = r"(?:[0-9]{1,4}|[零〇○一二三四五六七八九两十]{1,4})"
SEPARATOR = r"(?:-+|—+|–+|−+|~+|\.\.|至|到)"

_ISO_DAY = re.compile(r"(\d{4})(?:-(\d\d)-(\d\d)|/(\d\d?)/(\d\d?))(?!\d)", re.ASCII)
_ISO_MONTH = re.compile(r"(\d{4})-(\d\d)(?![\d年月])", re.ASCII)
_YEAR = re.compile(
    rf"(\d{{4}}|[零〇○一二三四五六七八九]{{4}})(?:年(?:度|(一年|全年))?|(?={SEPARATOR}\d{{4}}年(?!{NUMERAL}|[上下第初底末])))",
    re.ASCII,
)
_HALF = re.compile(r"([上下])半年")
_QUARTER = re.compile(rf"第?({NUMERAL})(?:个?季度|(?={SEPARATOR}第?{NUMERAL}个?季度))", re.ASCII)
_BARE_YEAR_EDGE = re.compile(r"年([初底末])")
_YEAR_EDGE = re.compile(r"年?([初底末])")
_WHOLE_YEAR = re.compile(r"全年")
_MONTH = re.compile(rf"({NUMERAL})(?:月份?|(?={SEPARATOR}{NUMERAL}月))", re.ASCII)
_XUN = re.compile(r"([上中下])旬")
_MONTH_EDGE = re.compile(r"月?([初底末])")
_DAY = re.compile(rf"({NUMERAL})(?:[日号]|(?={SEPARATOR}{NUMERAL}[日号]))", re.ASCII)

_XUN_DAYS: dict[str, tuple[int, int | None]] = {"上": (1, 10), "中": (11, 20), "下": (21, None)}
_EDGE_DAYS: dict[str, tuple[int, int | None]] = {"初": (1, 10), "底": (21, None), "末": (21, None)}
_LEAP = 2000


def civil(scan: Scanner, left: Part | None) -> Civil | int | None:
    """Read a civil date if one stands here.

    Args:
        scan: The text; advanced over what is read.
        left: The left end of the range that is being read, or None.

    Returns:
        The date; a bare year that something else must follow or that stands alone is the number
        of that year; None if no date stands here.

    Raises:
        WindowTextError: The date cannot exist.
    """
    start = scan.pos
    iso = _iso(scan, start)
    if iso is not None:
        return iso
    match = scan.take(_YEAR)
    if match is None:
        return _in_year(scan, left.year if left else None, left, start)
    year = number(match[1])
    if year is None or not 1 <= year <= 9999:
        raise scan.fail("a year from 0001 to 9999", start)
    if match[2]:
        return whole_year(year, scan.place(start))
    return _in_year(scan, year, None, start) or year


def whole_year(year: int | None, place: int) -> Civil:
    """Return a whole civil year."""
    return Civil(year, (1, 1), (12, None), Precision.YEAR, "", place)


def _iso(scan: Scanner, start: int) -> Civil | None:
    match = scan.take(_ISO_DAY) or scan.take(_ISO_MONTH)
    if match is None:
        return None
    year, month, *day = (int(group) for group in match.groups() if group is not None)
    if year == 0:
        raise scan.fail("a year from 0001 to 9999", start)
    _month_number(scan, month, start)
    if day:
        return _day(scan, year, month, day[0], start)
    return _month(scan, year, month, start)


def _in_year(scan: Scanner, year: int | None, left: Part | None, start: int) -> Civil | None:
    place = scan.place(start)
    if match := scan.take(_HALF):
        first = 1 if match[1] == "上" else 7
        return Civil(year, (first, 1), (first + 5, None), Precision.HALF, "", place)
    if match := scan.take(_QUARTER):
        quarter = number(match[1])
        if quarter not in (1, 2, 3, 4):
            raise scan.fail("a quarter from 1 to 4", match.start())
        return Civil(year, (3 * quarter - 2, 1), (3 * quarter, None), Precision.QUARTER, "", place)
    if match := scan.take(_MONTH):
        month = _month_number(scan, number(match[1]), match.start())
        return _in_month(scan, year, month, start) or _month(scan, year, month, start)
    return _year_edge(scan, year, start) or _after_left(scan, year, left, start)


def _year_edge(scan: Scanner, year: int | None, start: int) -> Civil | None:
    place = scan.place(start)
    if scan.take(_WHOLE_YEAR):
        return whole_year(year, place)
    match = scan.take(_BARE_YEAR_EDGE if scan.pos == start else _YEAR_EDGE)
    if match is None:
        return None
    month = 1 if match[1] == "初" else 12
    return Civil(year, (month, 1), (month, None), Precision.MONTH, f"年{match[1]}", place)


def _after_left(scan: Scanner, year: int | None, left: Part | None, start: int) -> Civil | None:
    if isinstance(left, Civil) and left.precision in (Precision.DAY, Precision.XUN):
        return _in_month(scan, year, left.first[0], start)
    return None


def _in_month(scan: Scanner, year: int | None, month: int, start: int) -> Civil | None:
    if match := scan.take(_XUN):
        first, last = _XUN_DAYS[match[1]]
        return _stretch(year, month, first, last, Precision.XUN, "", scan.place(start))
    if match := scan.take(_MONTH_EDGE):
        first, last = _EDGE_DAYS[match[1]]
        edge = f"月{match[1]}"
        return _stretch(year, month, first, last, Precision.XUN, edge, scan.place(start))
    match = scan.take(_DAY)
    if match is None:
        return None
    return _day(scan, year, month, number(match[1]), match.start())


def _stretch(
    year: int | None,
    month: int,
    first: int,
    last: int | None,
    precision: Precision,
    edge: str,
    place: int,
) -> Civil:
    return Civil(year, (month, first), (month, last), precision, edge, place)


def _month(scan: Scanner, year: int | None, month: int, start: int) -> Civil:
    return _stretch(year, month, 1, None, Precision.MONTH, "", scan.place(start))


def _day(scan: Scanner, year: int | None, month: int, day: int | None, start: int) -> Civil:
    longest = month_length(year or _LEAP, month)
    if day is None or not 1 <= day <= longest:
        raise scan.fail(f"a day from 1 to {longest}, the last of that month", start)
    return _stretch(year, month, day, day, Precision.DAY, "", scan.place(start))


def _month_number(scan: Scanner, month: int | None, start: int) -> int:
    if month is None or not 1 <= month <= 12:
        raise scan.fail("a month from 1 to 12", start)
    return month
