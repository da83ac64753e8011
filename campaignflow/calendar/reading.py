"""Reading of window texts as plans write them.

A hand-written recursive descent over Chinese and ISO forms. Nothing is guessed: whatever is not
understood to the last character is refused with its place and with what would be readable there.

Example:
    >>> from campaignflow.calendar.parts import Context
    >>> for text in ("3月中旬至下旬", "从5月份开始，12月份基本完成"):
    ...     print(read(text).resolve(Context(year=2009))[0].edtf)
    2009-03-11/2009-03-31
    2009-05-01/2009-12-31~
"""

from __future__ import annotations

import re

import attrs

from campaignflow.calendar.civil import NUMERAL, SEPARATOR, civil, whole_year
from campaignflow.calendar.expression import Expression, Kind
from campaignflow.calendar.names import named
from campaignflow.calendar.parts import CampaignStart, Civil, Named, Part, Precision, TeachingWeek
from campaignflow.calendar.phrases import duration, length, phrase, recurrence
from campaignflow.calendar.public_days import NAMES
from campaignflow.calendar.resolution import Clause, Form
from campaignflow.calendar.scanner import Scanner, number

_PREFIX = re.compile(
    rf"从|[自在于](?={NUMERAL}|第|[上下]半年|年[初底末]|[\"“‘'「『]|{'|'.join(sorted(NAMES))})"
)
_YEARS = re.compile(r"(?:\d{4}年[、,和及])+(?=\d{4}年)", re.ASCII)
_VERY_START = re.compile(r"(?:活动)?一开始$")
_WEEK = re.compile(rf"第({NUMERAL})(?:周|(?={SEPARATOR}第?{NUMERAL}周))|({NUMERAL})周", re.ASCII)
_BEGUN = re.compile(r"起|开始")
_SEPARATOR = re.compile(SEPARATOR)
_COMMA = re.compile(r"[,、]")
_AROUND = re.compile(r"前后")
_BEFORE = re.compile(r"以前|之前|前")
_AFTER = re.compile(r"以后|之后|后")
_INSIDE = re.compile(r"以内|之内|内")
_DONE = re.compile(r"基本完成|根本完成|完成|结束")
_CLOSED = re.compile(r"止|基本完成|根本完成|完成|结束|以前|之前|前(?!后)")

_A_DATE = (
    "a date such as 5月中旬, 2010年4月—7月初, 2017-05-01, 第16周, "
    "or the name of an anchor (in quotes if it looks like a date)"
)
_AN_END = "the end of the text, or a bound such as 至7月, 前, 前后, 开始, 基本完成"


def read(text: str) -> Expression:
    """Read a window text as plans write it.

    Args:
        text: Such as ``5月中旬``, ``8月15日前``, ``2010年4月—7月初``, ``“七一”前后``, ``每半年``,
            ``第16周``, ``开学后一周内``, ``2017-05-01..2017-12-31``, or the name of an anchor.

    Returns:
        The expression; its ``kind`` says what sort of statement it is.

    Raises:
        WindowTextError: Any part of the text cannot be read, or names a day that cannot exist.

    Example:
        >>> str(read("“七一”前后")), read("“七一”前后").kind.value
        ('“七一”前后', 'around')
        >>> read("2月30日")
        Traceback (most recent call last):
            ...
        campaignflow.errors.WindowTextError: cannot read the window text '2月30日' at position 2 \
('30日'): expected a day from 1 to 29, the last of that month
    """
    scan = Scanner(text)
    whole = phrase(scan) or recurrence(scan) or duration(scan)
    if whole is not None:
        return whole
    clauses = _clauses(scan)
    if not scan.done:
        raise scan.fail(_AN_END)
    if _is_phase(clauses[0]):
        return Expression(text, Kind.RELATIVE, cause="calendar.after_phase")
    return Expression(text, _kind(clauses[0]), clauses)


def _is_phase(clause: Clause) -> bool:
    """Return whether the text only names a phase, which bounds it instead of a day."""
    bare = clause.form is Form.FROM_TO and clause.first is clause.last
    return bare and isinstance(clause.first, Named) and clause.first.name.endswith("阶段")


def _kind(clause: Clause) -> Kind:
    if isinstance(clause.first, CampaignStart):
        return Kind.RELATIVE
    if clause.form is Form.UNTIL:
        return Kind.DEADLINE
    if clause.form is Form.AROUND:
        return Kind.AROUND
    single = clause.form is Form.FROM_TO and clause.first is clause.last
    return Kind.POINT if single and _is_day(clause.first) else Kind.WINDOW


def _is_day(part: Part) -> bool:
    return isinstance(part, Named) or (isinstance(part, Civil) and part.precision is Precision.DAY)


def _clauses(scan: Scanner) -> tuple[Clause, ...]:
    scan.take(_PREFIX)
    place = scan.place()
    if scan.take(_VERY_START):
        start = CampaignStart(place)
        return (Clause(Form.FROM, start, start),)
    years = scan.take(_YEARS)
    first = _part(scan, None)
    if years is None:
        return (_clause(scan, first),)
    if not isinstance(first, Named):
        raise scan.fail("a named day such as 七一 after a list of years", years.end())
    last = _clause(scan, first)
    listed = [int(year) for year in re.findall(r"[0-9]{4}", years[0])]
    if 0 in listed:
        raise scan.fail("years from 0001 to 9999", years.start())
    dated = [attrs.evolve(first, year=year) for year in listed]
    if last.last is not last.first:
        raise scan.fail("a single named day after a list of years", years.end())
    return (*(attrs.evolve(last, first=each, last=each) for each in dated), last)


def _part(scan: Scanner, left: Part | None) -> Part:
    start = scan.pos
    if week := scan.take(_WEEK):
        return _teaching_week(scan, week, left)
    found = civil(scan, left)
    if isinstance(found, Civil):
        return found
    name = named(scan, found)
    if name is not None:
        if found is None and left is not None and name.name in NAMES:  # an anchor has its own year
            name = attrs.evolve(name, year=left.year)
        return attrs.evolve(name, position=scan.place(start))
    if found is not None:
        return whole_year(found, scan.place(start))
    raise scan.fail(_A_DATE)


def _teaching_week(scan: Scanner, week: re.Match[str], left: Part | None) -> TeachingWeek:
    count = number(week[1] or week[2])
    if count is None or count < 1 or (week[2] and not isinstance(left, TeachingWeek)):
        raise scan.fail("a teaching week such as 第16周", week.start())
    return TeachingWeek(count, scan.place(week.start()))


def _clause(scan: Scanner, first: Part) -> Clause:
    begun = scan.take(_BEGUN)
    comma = scan.take(_COMMA) if begun else None
    joined = scan.take(_SEPARATOR)
    if comma or joined:
        return _range(scan, first, needs_close=comma is not None)
    if begun:
        return Clause(Form.FROM, first, first, begun[0])
    if scan.take(_AROUND):
        return Clause(Form.AROUND, first, first, "前后")
    if until := scan.take(_BEFORE) or scan.take(_DONE):
        return Clause(Form.UNTIL, first, first, until[0])
    if after := scan.take(_AFTER):
        return _after(scan, first, after)
    return Clause(Form.FROM_TO, first, first)


def _range(scan: Scanner, first: Part, needs_close: bool) -> Clause:
    start = scan.pos
    last = _part(scan, first)
    closed = scan.take(_CLOSED)
    if needs_close and closed is None:
        raise scan.fail("基本完成, 完成, 结束 or 前 after the second date")
    if isinstance(first, Civil) and isinstance(last, Civil) and _backwards(first, last):
        raise scan.fail(
            "an end not before the start; a window over the turn of the year states both years, "
            "as in 2010年9月至2011年2月",
            start,
        )
    word = closed[0] if closed and closed[0] != "止" else ""
    return Clause(Form.FROM_TO, first, last, word)


def _backwards(first: Civil, last: Civil) -> bool:
    if first.year != last.year:
        return None not in (first.year, last.year) and (first.year or 0) > (last.year or 0)
    return (last.last[0], last.last[1] or 31) < first.first


def _after(scan: Scanner, first: Part, after: re.Match[str]) -> Clause:
    if not _is_day(first):
        raise scan.fail("起 or 开始: 后 needs a day or the name of an anchor", after.start())
    if scan.done:
        return Clause(Form.FROM, first, first, after[0])
    within = length(scan)
    if within is None or not scan.take(_INSIDE):
        raise scan.fail("the end of the text, or a length and 内 as in 后一周内")
    return Clause(Form.WITHIN_AFTER, first, first, after[0], within)
