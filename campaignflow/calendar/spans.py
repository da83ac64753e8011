"""Stretches of days whose ends may be unknown, and three-valued questions about them.

Both ends are inclusive. An end that is ``None`` is unknown, with one exception: a start that was
never stated (``start_stated=False``, as in "before 15 August") does not bind at all.

Example:
    >>> from datetime import date
    >>> june = Span(date(2009, 6, 1), date(2009, 6, 30))
    >>> contains(june, date(2009, 6, 30)), contains(Span(date(2009, 6, 1), None), date(2009, 7, 1))
    (True, None)
"""

from __future__ import annotations

from datetime import date
from typing import Protocol

import attrs

from campaignflow.calendar.days import moved
from campaignflow.errors import CalendarError
from campaignflow.messages import Notice


class Bounds(Protocol):
    """Anything with a first and a last day: a :class:`Span` or a ``Resolution``."""

    @property
    def start(self) -> date | None:
        """First day, or None."""

    @property
    def end(self) -> date | None:
        """Last day, or None."""

    @property
    def start_stated(self) -> bool:
        """Whether the text speaks of a start at all."""


@attrs.frozen
class Span:
    """Hold a first and a last day, both inclusive; None is unknown.

    Attributes:
        start: First day.
        end: Last day.
        start_stated: False if no start was ever stated, so that only the end binds.
    """

    start: date | None
    end: date | None
    start_stated: bool = True

    def __attrs_post_init__(self) -> None:
        if self.start is not None and self.end is not None and self.end < self.start:
            raise CalendarError(
                Notice("error.span.reversed", {"end": str(self.end), "start": str(self.start)})
            )

    @property
    def days(self) -> int | None:
        """Return the number of days, or None if an end is unknown."""
        if self.start is None or self.end is None:
            return None
        return (self.end - self.start).days + 1

    def shift(self, days: int) -> Span:
        """Move both ends by a number of days.

        Args:
            days: Positive is later.

        Returns:
            A new span; unknown ends stay unknown.

        Raises:
            CalendarError: The result would leave the years 1 to 9999.

        Example:
            >>> Span(date(2012, 2, 28), None).shift(1)
            Span(start=datetime.date(2012, 2, 29), end=None, start_stated=True)
        """
        return attrs.evolve(
            self,
            start=self.start and moved(self.start, days),
            end=self.end and moved(self.end, days),
        )

    def overlap(self, other: Span) -> Span | None:
        """Return the days that both spans share.

        Args:
            other: The other span.

        Returns:
            The shared days, with unknown ends where either span leaves them unknown; None if the
            spans certainly share no day.

        Example:
            >>> spring = Span(date(2009, 5, 1), date(2009, 6, 30))
            >>> summer = Span(date(2009, 6, 1), date(2009, 8, 31))
            >>> spring.overlap(summer).days
            30
        """
        if _over(self, other) or _over(other, self):
            return None
        starts = [span.start for span in (self, other) if span.start or span.start_stated]
        return Span(_latest(starts), _earliest([self.end, other.end]), bool(starts))

    def hull(self, other: Span) -> Span:
        """Return the smallest span that holds both.

        Args:
            other: The other span.

        Returns:
            A span from the earlier start to the later end; an end that either span leaves
            unknown is unknown.

        Example:
            >>> Span(date(2011, 6, 21), None).hull(Span(date(2012, 6, 21), None)).start
            datetime.date(2011, 6, 21)
        """
        stated = self.start_stated and other.start_stated
        return Span(_earliest([self.start, other.start]), _latest([self.end, other.end]), stated)


def contains(window: Bounds, day: date) -> bool | None:
    """Answer whether ``day`` lies in the window; None is unknown.

    A start that was never stated does not exclude any day.

    Example:
        >>> contains(Span(None, date(2017, 8, 15), start_stated=False), date(2017, 8, 15))
        True
    """
    answers = (is_after(window, day), is_before(window, day))
    if True in answers:
        return False
    return None if None in answers else True


def is_before(window: Bounds, day: date) -> bool | None:
    """Answer whether the whole window lies before ``day`` (is over by then); None is unknown.

    Example:
        >>> is_before(Span(date(2017, 5, 1), date(2017, 5, 31)), date(2017, 6, 1))
        True
    """
    if window.end is not None:
        return window.end < day
    if window.start is not None and window.start >= day:
        return False
    return None


def is_after(window: Bounds, day: date) -> bool | None:
    """Answer whether the whole window lies after ``day`` (has not begun); None is unknown.

    Example:
        >>> is_after(Span(date(2017, 5, 1), None), date(2017, 4, 30))
        True
    """
    if window.start is not None:
        return window.start > day
    if not window.start_stated or (window.end is not None and window.end <= day):
        return False
    return None


def _over(one: Span, other: Span) -> bool:
    return one.end is not None and other.start is not None and one.end < other.start


def _latest(days: list[date | None]) -> date | None:
    known = [day for day in days if day is not None]
    return max(known) if known and len(known) == len(days) else None


def _earliest(days: list[date | None]) -> date | None:
    known = [day for day in days if day is not None]
    return min(known) if known and len(known) == len(days) else None
