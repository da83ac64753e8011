"""Reading of named days: public ones, anchors of the campaign, and anything in quotes.

A name without quotes ends before a word that bounds it (``愚公移山精神纪念日前后``), before 至 or a
dash, and may not look like a date, a count or one of the fixed phrases; a name in quotes is free.
"""

from __future__ import annotations

import re

from campaignflow.calendar.civil import NUMERAL, SEPARATOR
from campaignflow.calendar.parts import Named
from campaignflow.calendar.phrases import PHRASES
from campaignflow.calendar.public_days import NAMES
from campaignflow.calendar.scanner import Scanner

_CHAR = r"(?:(?!至)[A-Za-z0-9_·\u3400-\u9fff])"
_LENGTH = rf"{NUMERAL}(?:天|周|个?星期|个月)"
_BOUND = "(?:前后|以前|之前|前|以后|之后|后|起|开始|基本完成|根本完成|完成|结束)"
_TAIL = rf"(?:{_BOUND}|(?:以后|之后|后){_LENGTH}(?:以内|之内|内))"
_QUOTED = re.compile(r"[\"“”]([^\"“”]+)[\"“”]|['‘’]([^'‘’]+)['‘’]|[「『]([^「」『』]+)[」』]")
_PUBLIC = re.compile(
    rf"({'|'.join(sorted(NAMES, key=len, reverse=True))})"
    rf"(?={_TAIL}?(?:$|(?!{_CHAR})|{SEPARATOR})|(?:起|开始){SEPARATOR})"
)
_FREE = re.compile(rf"({_CHAR}+?)(?={_TAIL}?(?:$|(?!{_CHAR})))")
_NOT_A_NAME = re.compile(
    "|".join(
        (
            r".?$|_*$|阶段$",  # too short to be one
            rf"[0-9第]|{_BOUND}|至少|最少|大?约|[年月][初底末]",  # begins like another form
            rf".*{NUMERAL}(?:年(?!级)|月|日|号|天|小时|个小时|次)",  # holds a date or a count
            r".*(?:每|旬|季度|半年|不少于|前后|左右|期间|开始|基本完成)",
            r".*内$",
        )
    )
)


def named(scan: Scanner, year: int | None) -> Named | None:
    """Read a named day if one stands here.

    Args:
        scan: The text; advanced over the name.
        year: The year stated before the name, or None.

    Returns:
        The named day; None if no name stands here.
    """
    place = scan.place()
    if quoted := scan.take(_QUOTED):
        return Named(next(name for name in quoted.groups() if name), year, place)
    if public := scan.take(_PUBLIC):
        return Named(public[1], year, place)
    start = scan.pos
    free = scan.take(_FREE)
    if free is None:
        return None
    if free[1] in PHRASES or _NOT_A_NAME.match(free[1]):
        scan.pos = start
        return None
    return Named(free[1], year, place)
