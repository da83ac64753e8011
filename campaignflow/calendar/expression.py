"""What a window text says, as a value, and the days it means in a context.

An :class:`Expression` keeps the text as written and is comparable and hashable. It is made by
:func:`campaignflow.calendar.reading.read`; resolving it needs a :class:`Context` and never the
clock.

Example:
    >>> from campaignflow.calendar.reading import read
    >>> (found,) = read("8月15日前").resolve(Context(year=2017))
    >>> found.edtf
    '../2017-08-15'
"""

from __future__ import annotations

from enum import StrEnum

import attrs

from campaignflow.calendar.parts import Context, Length, Named, Precision
from campaignflow.calendar.periods import Every
from campaignflow.calendar.public_days import NAMES
from campaignflow.calendar.resolution import (
    Clause,
    Resolution,
    resolve_clause,
    resolve_length,
    resolve_recurrence,
)
from campaignflow.messages import Notice


class Kind(StrEnum):
    """Say what sort of statement about time a text makes."""

    WINDOW = "window"
    DEADLINE = "deadline"
    AROUND = "around"
    POINT = "point"
    RECURRENCE = "recurrence"
    MINIMUM = "minimum"
    DURATION = "duration"
    RELATIVE = "relative"
    INDEFINITE = "indefinite"


@attrs.frozen
class Expression:
    """Hold a window text that was read.

    Attributes:
        text: The text as written.
        kind: What sort of statement it is.
        clauses: Its windows; two for ``2011年、2012年七一前后``.
        every: The period of a recurrence; two if the text leaves the choice open.
        length: The length of a duration or minimum.
        cause: Code of the notice why a relative or indefinite text has no bounds, or empty.
    """

    text: str
    kind: Kind
    clauses: tuple[Clause, ...] = ()
    every: tuple[Every, ...] = ()
    length: Length | None = None
    cause: str = ""

    def __str__(self) -> str:
        return self.text

    @property
    def anchors(self) -> tuple[str, ...]:
        """Return the names that a context must define, in the order of the text."""
        parts = (part for clause in self.clauses for part in (clause.first, clause.last))
        names = (part.name for part in parts if isinstance(part, Named))
        return tuple(dict.fromkeys(name for name in names if name not in NAMES))

    def resolve(self, context: Context) -> tuple[Resolution, ...]:
        """Return the days that the text means.

        Args:
            context: What the text leaves to the campaign.

        Returns:
            One resolution for each window of the text, in its order; normally one.

        Raises:
            WindowTextError: A year or an anchor is missing, the day does not exist in that year,
                or the window would end before it starts.
            CalendarError: A day would leave the years 1 to 9999.

        Example:
            >>> from campaignflow.calendar.reading import read
            >>> [found.edtf for found in read("2011年、2012年七一前后").resolve(Context())]
            ['2011-06-21~/2011-07-10~', '2012-06-21~/2012-07-10~']
        """
        if self.clauses:
            return tuple(resolve_clause(clause, context, self.text) for clause in self.clauses)
        if self.every:
            return (resolve_recurrence(self.every, context),)
        if self.length is not None:
            span = context.span if self.kind is Kind.DURATION else None
            return (resolve_length(self.length, span),)
        reason = Notice(self.cause, {"text": self.text})
        return (Resolution(None, None, Precision.UNKNOWN, unknown=(reason,)),)
