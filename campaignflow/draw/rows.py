"""Break the columns of a phase graph into rows, so that many phases still fit a page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

PAGE: Final = (1123.0, 794.0)
"""Width and height of an A4 sheet on its side. Units: pixels at 96 to the inch."""

_GAIN: Final = 1.25


def rows_of(widths: Sequence[float], heights: Sequence[float], around: float) -> list[range]:
    """Return which columns stand side by side, row by row and in order.

    More rows are taken only where the whole can be printed clearly larger for it.

    Args:
        widths: Width of each column, with the room to its right.
        heights: Height of each column, with the room below it.
        around: Height of all that is not columns.

    Example:
        >>> rows_of([200] * 4, [500] * 4, 80)
        [range(0, 4)]
        >>> rows_of([300] * 8, [500] * 8, 80)
        [range(0, 4), range(4, 8)]
    """
    best, kept = 0.0, [range(len(widths))]
    for count in range(1, len(widths) + 1):
        rows = _parted(widths, count)
        wide = max(sum(widths[row.start : row.stop]) for row in rows)
        high = around + sum(max(heights[row.start : row.stop]) for row in rows)
        size = min(PAGE[0] / wide, PAGE[1] / high)
        if size > best * _GAIN:
            best, kept = size, rows
    return kept


def _parted(widths: Sequence[float], count: int) -> list[range]:
    """Return at most ``count`` rows, of which the widest is as narrow as can be."""
    ends = range(len(widths) + 1)
    limits = sorted({sum(widths[a:b]) for a in ends for b in ends if a < b})
    return next(
        rows
        for limit in limits
        if limit >= max(widths)
        for rows in [_filled(widths, limit)]
        if len(rows) <= count
    )


def _filled(widths: Sequence[float], limit: float) -> list[range]:
    rows, first = [], 0
    for index in range(1, len(widths)):
        if sum(widths[first : index + 1]) > limit:
            rows.append(range(first, index))
            first = index
    return [*rows, range(first, len(widths))]
