"""The calendar room: window texts, days, periods, work days, and instants.

Plans write time in words. :func:`read` turns the words into an :class:`Expression` or refuses them
with the place; :meth:`Expression.resolve` gives the days in the :class:`Context` of a campaign,
with every assumption and every unknown named.

    >>> from datetime import date
    >>> expression = read("2010年4月—7月初")
    >>> (window,) = expression.resolve(Context())
    >>> window.edtf
    '2010-04-01/2010-07-10'
    >>> [note.en for note in window.notes]
    ['“月初” is read as 2010-07-01 to 2010-07-10']

Questions about a window are three-valued, because a bound may be unknown:

    >>> (congress,) = read("党代会前").resolve(Context(anchors={"党代会": None}))
    >>> contains(congress, date(2011, 7, 1)) is None
    True
    >>> congress.unknown[0].zh
    '“党代会”的日期尚未确定'

Within the package an instant is a whole number of microseconds since 1970-01-01 UTC; the fast
functions of :mod:`campaignflow.calendar.zones` lead from there to the days of a place:

    >>> us, _ = parse_instant("2017-07-25T23:30", "Asia/Shanghai")
    >>> local_day(us, "Asia/Shanghai"), local_day(us, "UTC")
    (datetime.date(2017, 7, 25), datetime.date(2017, 7, 25))

Importing this package loads neither pendulum nor any optional package.
"""

from campaignflow.calendar.expression import Expression, Kind
from campaignflow.calendar.parts import Context, Length, Precision
from campaignflow.calendar.periods import Every, Partial, Period, Term, periods
from campaignflow.calendar.reading import read
from campaignflow.calendar.resolution import Resolution
from campaignflow.calendar.spans import Bounds, Span, contains, is_after, is_before
from campaignflow.calendar.workdays import Overlay, WorkCalendar
from campaignflow.calendar.zones import (
    day_end,
    day_start,
    from_us,
    local_day,
    parse_instant,
    to_us,
)

__all__ = [
    "Bounds",
    "Context",
    "Every",
    "Expression",
    "Kind",
    "Length",
    "Overlay",
    "Partial",
    "Period",
    "Precision",
    "Resolution",
    "Span",
    "Term",
    "WorkCalendar",
    "contains",
    "day_end",
    "day_start",
    "from_us",
    "is_after",
    "is_before",
    "local_day",
    "parse_instant",
    "periods",
    "read",
    "to_us",
]
