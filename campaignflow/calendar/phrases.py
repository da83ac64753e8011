"""Texts read as a whole: recurrences, lengths, and words that bound no days.

Each function answers None if the text is of another sort.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from campaignflow.calendar.civil import NUMERAL
from campaignflow.calendar.expression import Expression, Kind
from campaignflow.calendar.parts import Length
from campaignflow.calendar.periods import Every
from campaignflow.calendar.scanner import Scanner, number

PHRASES: Mapping[str, tuple[Kind, str]] = MappingProxyType(
    {
        "会后": (Kind.RELATIVE, "calendar.after_event"),
        "基本完成时": (Kind.RELATIVE, "calendar.after_event"),
        "立行立改": (Kind.RELATIVE, "calendar.after_event"),
        "完成时限": (Kind.RELATIVE, "calendar.per_item"),
        "限时整改": (Kind.RELATIVE, "calendar.per_item"),
        "时间表": (Kind.RELATIVE, "calendar.per_item"),
        "适时": (Kind.INDEFINITE, "calendar.judgement"),
        "尽快": (Kind.INDEFINITE, "calendar.judgement"),
        "定期": (Kind.INDEFINITE, "calendar.recurrence_unmeasured"),
        "定期督": (Kind.INDEFINITE, "calendar.recurrence_unmeasured"),
        "定期督查": (Kind.INDEFINITE, "calendar.recurrence_unmeasured"),
    }
)
"""Words that are readable but bound no days, with the code of the reason."""

_UNITS: Mapping[str, Every] = MappingProxyType(
    {
        "天": Every.DAY,
        "日": Every.DAY,
        "周": Every.WEEK,
        "星期": Every.WEEK,
        "两周": Every.FORTNIGHT,
        "双周": Every.FORTNIGHT,
        "两个星期": Every.FORTNIGHT,
        "月": Every.MONTH,
        "季度": Every.QUARTER,
        "半年": Every.HALF_YEAR,
        "年": Every.YEAR,
        "年度": Every.YEAR,
        "学期": Every.TERM,
        "学年": Every.SCHOOL_YEAR,
    }
)
_UNIT = "|".join(sorted(_UNITS, key=len, reverse=True))
_EACH = re.compile(r"每一?个?")
_EVERY = re.compile(rf"({_UNIT})$")
_ONE = re.compile(r"一个?(学期|学年)$")
_CYCLE = re.compile(rf"(?:一个?)?({_UNIT})(?:或(?:一个?)?({_UNIT}))?周期$")
_MINIMUM = re.compile(r"不少于|不低于|至少|最少")
_HALVES = re.compile(rf"(?:({NUMERAL})年半|半年)(?:时间)?$")
_YEARS = re.compile(rf"({NUMERAL})年(?:零?({NUMERAL})个月)?(?:时间)?$")
_OTHER = re.compile(rf"({NUMERAL})(个月|周|个?星期|天)")
_END = re.compile(r"(?:时间)?$")


def phrase(scan: Scanner) -> Expression | None:
    """Read a text that bounds no days by itself."""
    if scan.rest in PHRASES:
        kind, cause = PHRASES[scan.rest]
        return Expression(scan.text, kind, cause=cause)
    return None


def recurrence(scan: Scanner) -> Expression | None:
    """Read a period of repetition.

    Raises:
        WindowTextError: The text begins with 每 but names no period of the calendar.
    """
    if scan.take(_EACH):
        match = scan.take(_EVERY)
        if match is None:
            raise scan.fail(f"one of {', '.join(_UNITS)} and then the end of the text")
    else:
        match = scan.take(_ONE) or scan.take(_CYCLE)
    if match is None:
        return None
    every = tuple(_UNITS[unit] for unit in match.groups() if unit)
    return Expression(scan.text, Kind.RECURRENCE, every=every)


def duration(scan: Scanner) -> Expression | None:
    """Read a length of calendar time, or the least such length.

    Raises:
        WindowTextError: The text begins like a minimum but counts no days, weeks, months or years.
    """
    minimum = scan.take(_MINIMUM)
    start = scan.pos
    found = length(scan)
    if found is not None and scan.take(_END):
        return Expression(scan.text, Kind.MINIMUM if minimum else Kind.DURATION, length=found)
    scan.pos = start
    if minimum:
        raise scan.fail(
            "a length in days, weeks, months or years; hours and times are a quota, not a window"
        )
    return None


def length(scan: Scanner) -> Length | None:
    """Read a length such as 两年半, 3个月 or 一周; leave the text untouched if none stands here."""
    start = scan.pos
    found = _length(scan)
    if found is None or found == Length():
        scan.pos = start
        return None
    return found


def _length(scan: Scanner) -> Length | None:
    if match := scan.take(_HALVES):
        years = number(match[1]) if match[1] else 0
        return None if years is None or years > _MOST else Length(12 * years + 6)
    if match := scan.take(_YEARS):
        years, months = number(match[1]), number(match[2] or "0")
        if years is None or months is None or years > _MOST:
            return None
        return Length(12 * years + months)
    match = scan.take(_OTHER)
    count = number(match[1]) if match else None
    if match is None or count is None:
        return None
    if match[2] == "个月":
        return Length(count)
    return Length(days=count if match[2] == "天" else 7 * count)


_MOST = 99
"""More years than this are a year of the calendar, not a length."""
