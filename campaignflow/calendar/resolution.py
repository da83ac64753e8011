"""The days that a window text means, and how its clauses come to them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

import attrs

from campaignflow.calendar.days import moved, xun_end, xun_start
from campaignflow.calendar.parts import COARSENESS, Context, Found, Length, Part, Precision
from campaignflow.calendar.periods import Every
from campaignflow.calendar.spans import Span
from campaignflow.errors import WindowTextError
from campaignflow.messages import Notice

_SOFT = frozenset({"基本完成", "根本完成"})
_BEFORE = frozenset({"前", "以前", "之前"})
_AFTER = frozenset({"后", "以后", "之后"})
_NO_LENGTH = Length()


class Form(StrEnum):
    """Say how the parts of a clause bound it."""

    FROM_TO = "from_to"
    UNTIL = "until"
    FROM = "from"
    AROUND = "around"
    WITHIN_AFTER = "within_after"


@attrs.frozen
class Clause:
    """Hold one window of a text.

    Attributes:
        form: How the parts bound it.
        first: The part that it begins with.
        last: The part that it ends with; the same if there is only one.
        word: The word that bounds it, such as 前 or 基本完成, or empty.
        length: How long after ``first``, for ``WITHIN_AFTER``.
    """

    form: Form
    first: Part
    last: Part
    word: str = ""
    length: Length = _NO_LENGTH


@attrs.frozen
class Resolution:
    """Hold the days that a window text means; both ends inclusive.

    Attributes:
        start: First day; None if unknown or not stated.
        end: Last day; None if unknown.
        precision: How exact the text is.
        soft_end: Whether the end is only "basically" the end.
        start_stated: False if the text binds the end only.
        notes: What had to be assumed.
        unknown: Why a bound is unknown.
    """

    start: date | None
    end: date | None
    precision: Precision
    soft_end: bool = False
    start_stated: bool = True
    notes: tuple[Notice, ...] = ()
    unknown: tuple[Notice, ...] = ()

    @property
    def span(self) -> Span:
        """Return the two ends as a span."""
        return Span(self.start, self.end, self.start_stated)

    @property
    def edtf(self) -> str:
        """Return the bounds in the Extended Date/Time Format.

        ``..`` is an end that does not bind, an empty end is unknown, ``~`` is approximate, and
        ``XXXX-XX-XX`` means that nothing is known.

        Example:
            >>> Resolution(date(2012, 6, 21), date(2012, 7, 10), Precision.AROUND).edtf
            '2012-06-21~/2012-07-10~'
        """
        if self.start is None and self.end is None:
            return "XXXX-XX-XX"
        around = self.precision is Precision.AROUND
        start = _edtf_day(self.start, around) if self.start_stated else ".."
        end = _edtf_day(self.end, around or self.soft_end)
        return start if start == end else f"{start}/{end}"


def _edtf_day(day: date | None, approximate: bool) -> str:
    if day is None:
        return ""
    return day.isoformat() + ("~" if approximate else "")


def resolve_clause(clause: Clause, context: Context, text: str) -> Resolution:
    """Return the days of one window of ``text``."""
    first = clause.first.find(context, text)
    if clause.form is Form.FROM:
        return _starting(clause, first)
    if clause.form is Form.AROUND:
        return _around(first, context)
    if clause.form is Form.WITHIN_AFTER:
        return _within_after(clause, first)
    last = first if clause.last is clause.first else clause.last.find(context, text)
    if clause.form is Form.UNTIL:
        return _ending(clause, last)
    return _from_to(clause, first, last, text)


def _from_to(clause: Clause, first: Found, last: Found, text: str) -> Resolution:
    if first.start and last.end and last.end < first.start:
        raise WindowTextError(
            text,
            clause.last.position,
            f"an end not before {first.start}; a window over the turn of the year states both "
            "years, as in 2010年9月至2011年2月",
        )
    found = (first,) if last is first else (first, last)
    return Resolution(
        first.start,
        last.end,
        max((each.precision for each in found), key=COARSENESS.__getitem__),
        soft_end=clause.word in _SOFT,
        notes=_joined([each.notes for each in found]) + _end_notes(clause.word, last),
        unknown=_joined([each.unknown for each in found]),
    )


def _starting(clause: Clause, first: Found) -> Resolution:
    notes = first.notes
    if first.start is not None and first.start != first.end:
        notes += (Notice("calendar.start_day_assumed", {"day": str(first.start)}),)
    if first.start is not None and clause.word in _AFTER:
        notes += (Notice("calendar.after_inclusive", {"day": str(first.start)}),)
    unknown = (*first.unknown, Notice("calendar.end_not_stated"))
    return Resolution(first.start, None, first.precision, notes=notes, unknown=unknown)


def _ending(clause: Clause, last: Found) -> Resolution:
    return Resolution(
        None,
        last.end,
        last.precision,
        soft_end=clause.word in _SOFT,
        start_stated=False,
        notes=(*last.notes, Notice("calendar.no_start"), *_end_notes(clause.word, last)),
        unknown=last.unknown,
    )


def _around(middle: Found, context: Context) -> Resolution:
    if middle.start is None or middle.end is None:
        return Resolution(None, None, Precision.AROUND, unknown=middle.unknown)
    if context.around_days is not None:
        before, after = context.around_days
        start, end = moved(middle.start, -before), moved(middle.end, after)
        return Resolution(start, end, Precision.AROUND, notes=middle.notes)
    start = xun_start(moved(xun_start(middle.start), -1))
    single = middle.start == middle.end
    end = xun_end(middle.end) if single else xun_end(moved(xun_end(middle.end), 1))
    note = Notice("calendar.tolerance_assumed", {"start": str(start), "end": str(end)})
    return Resolution(start, end, Precision.AROUND, notes=(*middle.notes, note))


def _within_after(clause: Clause, first: Found) -> Resolution:
    end = first.end and clause.length.after(first.end)
    return Resolution(first.end, end, first.precision, notes=first.notes, unknown=first.unknown)


def _end_notes(word: str, last: Found) -> tuple[Notice, ...]:
    if last.end is None or not word:
        return ()
    single = last.start == last.end
    day = {"word": word, "day": str(last.end)}
    if word in _BEFORE:
        return (Notice("calendar.before_inclusive" if single else "calendar.before_end", day),)
    if word == "根本完成":
        return (Notice("calendar.soft_misprint", day), Notice("calendar.soft_end", day))
    if word in _SOFT:
        return (Notice("calendar.soft_end", day),)
    return (Notice("calendar.done_by", day),)


def resolve_recurrence(every: tuple[Every, ...], context: Context) -> Resolution:
    """Return the days within which a recurrence runs: those of the campaign."""
    notes: tuple[Notice, ...] = ()
    if len(every) > 1:
        notes = (Notice("calendar.several_periods", {"periods": [each.value for each in every]}),)
    elif every[0] in (Every.TERM, Every.SCHOOL_YEAR):
        notes = (Notice("calendar.needs_terms"),)
    elif every[0] is Every.FORTNIGHT:
        notes = (Notice("calendar.fortnights"),)
    elif every[0] is not Every.DAY:
        notes = (Notice("calendar.calendar_periods"),)
    start, end = context.span or (None, None)
    unknown = () if context.span else (Notice("calendar.span_unknown"),)
    return Resolution(start, end, _PRECISION[every[0]], notes=notes, unknown=unknown)


_PRECISION = {
    Every.DAY: Precision.DAY,
    Every.WEEK: Precision.WEEK,
    Every.FORTNIGHT: Precision.WEEK,
    Every.MONTH: Precision.MONTH,
    Every.QUARTER: Precision.QUARTER,
    Every.HALF_YEAR: Precision.HALF,
    Every.YEAR: Precision.YEAR,
    Every.TERM: Precision.HALF,
    Every.SCHOOL_YEAR: Precision.YEAR,
}


def resolve_length(length: Length, span: tuple[date, date] | None) -> Resolution:
    """Return the days of a length counted from the start of the campaign's span, if known."""
    if span is None:
        reason = Notice("calendar.length_only", {"length": length.iso})
        return Resolution(None, None, Precision.UNKNOWN, unknown=(reason,))
    start, planned = span
    end = moved(length.after(start), -1)
    notes = [Notice("calendar.length_from_start", {"day": str(start)})]
    if end != planned:
        days = {"end": str(end), "planned": str(planned)}
        notes.append(Notice("calendar.length_disagrees", days))
    return Resolution(start, end, Precision.DAY, notes=tuple(notes))


def _joined(groups: Sequence[tuple[Notice, ...]]) -> tuple[Notice, ...]:
    every = [notice for group in groups for notice in group]
    return tuple(notice for index, notice in enumerate(every) if notice not in every[:index])
