"""The bars of a timeline: planned time with its soft and unknown ends, and what really happened."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Final, Literal

from campaignflow.draw.dates import DAY
from campaignflow.draw.geometry import Rect
from campaignflow.draw.markup import element, number, rectangle
from campaignflow.draw.theme import (
    BUSY,
    GRID,
    INK,
    LOOKS,
    PLAN,
    PLAN_LINE,
    PLAN_STRONG,
    REST,
    SHARED,
)
from campaignflow.draw.timeline_figure import ActualBar, PlanBar

HIGH: Final = 9.0
_FADES: Final = (0.75, 0.5, 0.28)
_THIN: Final = 3.5
_END: Final = 4.0

Work = Literal["done", "open", "late", "idle"]


def _style(fill: str, stroke: str, kind: str) -> dict[str, object]:
    return {"fill": fill, "stroke": stroke, "class_": f"actual {kind}"}


ACTUAL: Final[Mapping[str, dict[str, object]]] = {
    "done": _style(LOOKS["done"].stroke, LOOKS["done"].stroke, "done"),
    "open": _style(BUSY, LOOKS["open"].stroke, "open"),
    "late": _style(LOOKS["late"].stroke, LOOKS["late"].stroke, "late"),
    "idle": _style(LOOKS["late"].fill, LOOKS["late"].stroke, "late"),
}
"""Attributes of the bars for what really happened; ``idle`` is late without having been begun."""


WORKS: Final[Mapping[str, Work]] = {
    "done": "done",
    "open": "open",
    "tail": "late",
    "missed": "idle",
}
"""Name in the legend -> what it explains, in the order of the legend."""


def actual_pieces(bar: ActualBar) -> Iterator[tuple[dt.date, dt.date, Work]]:
    """Yield what happened as stretches of days, the part past the planned end apart."""
    late = bar.late_from
    on_time = bar.end if late is None else min(bar.end, late - DAY)
    if bar.start is not None and bar.start <= on_time:
        yield bar.start, on_time, "done" if bar.done else "open"
    if late is not None and late <= bar.end:
        yield max(late, bar.start or late), bar.end, "idle" if bar.start is None else "late"


def plan_bar(bar: PlanBar, rect: Rect, *, strong: bool) -> Iterator[str]:
    """Yield the drawing of planned time over ``rect``."""
    if bar.kind == "shared":
        yield _thin(rect, class_="plan shared")
    elif bar.kind == "unknown":
        yield _hatched(rect)
    elif bar.kind == "until":
        yield from _until(rect, soft=bar.soft_end)
    else:
        yield from _faded(rect, PLAN_STRONG if strong else PLAN, bar)


def spare_line(rect: Rect, *, critical: bool) -> str:
    """Return a line through the middle of ``rect`` for the days to spare; a sign if critical."""
    y, low = number(rect.y + rect.height / 2), number(rect.bottom)
    x, right, top = number(rect.x), number(rect.right), number(rect.y)
    way = f"M{x} {y}H{right}M{right} {top}V{low}"
    line = element("path", d=way, stroke=INK, stroke_width=1.2, fill="none", class_="spare")
    if not critical:
        return line
    middle, half = rect.y + rect.height / 2, 4.5
    corners = ((-half, 0), (0, -half), (half, 0), (0, half))
    points = " ".join(f"{number(rect.x + dx)},{number(middle + dy)}" for dx, dy in corners)
    return line + element("polygon", points=points, fill=INK, class_="critical")


def sample(name: str, rect: Rect) -> str:
    """Return what the legend shows for ``name``."""
    if name in WORKS:
        return rectangle(rect, rx=2, **{**ACTUAL[WORKS[name]], "class_": None})
    if name == "rest":
        return rectangle(rect, fill=REST, stroke=GRID)
    if name in ("spare", "critical"):
        return spare_line(rect, critical=name == "critical")
    if name == "inherited":
        return _thin(rect)
    if name == "unknown":
        return _hatched(rect)
    if name == "until":
        return "".join(_until(rect))
    bar = PlanBar(dt.date.min, dt.date.min, soft_end=name == "soft")
    return "".join(_faded(rect, PLAN_STRONG, bar))


def _thin(rect: Rect, **attributes: object) -> str:
    return rectangle(Rect(rect.x, rect.y + _THIN, rect.width, 2), rx=1, fill=SHARED, **attributes)


def _until(rect: Rect, *, soft: bool = False) -> Iterator[str]:
    """Yield dots that lead to an end, for time of which only the end is stated."""
    y, x, right = number(rect.y + rect.height / 2), number(rect.x), number(rect.right - _END)
    yield element(
        "path",
        d=f"M{x} {y}H{right}",
        stroke=PLAN_LINE,
        stroke_width=1.6,
        stroke_dasharray="1.6 4",
    )
    end = Rect(rect.right - _END, rect.y, _END, rect.height)
    if not soft:
        yield rectangle(end, fill=PLAN_LINE, class_="plan until")
        return
    for index, share in enumerate(_FADES):
        piece = Rect(end.x + index * _END, end.y, _END, end.height)
        kind = None if index else "plan until soft"
        yield rectangle(piece, fill=PLAN_LINE, fill_opacity=share, class_=kind)


def _hatched(rect: Rect) -> str:
    """Return a bar of slanting strokes, for time that is not known."""
    strokes, x = [], rect.x
    while x + 5 <= rect.right:
        strokes.append(f"M{number(x)} {number(rect.bottom)}L{number(x + 5)} {number(rect.y)}")
        x += 6
    return rectangle(
        rect, rx=2, fill="none", stroke=PLAN_LINE, stroke_dasharray="3 2", class_="plan unknown"
    ) + element("path", d="".join(strokes), stroke=PLAN_LINE, class_="plan unknown")


def _faded(rect: Rect, fill: str, bar: PlanBar) -> Iterator[str]:
    """Yield a bar whose soft ends grow paler in steps, which every program can draw."""
    piece = min(7.0, rect.width / 8)
    edge = piece * len(_FADES)
    x = rect.x + (edge if bar.soft_start else 0)
    right = rect.right - (edge if bar.soft_end else 0)
    whole = Rect(x, rect.y, right - x, rect.height)
    kind = "plan soft" if bar.soft_end or bar.soft_start else "plan"
    yield rectangle(whole, rx=2, fill=fill, class_=kind)
    for index, share in enumerate(_FADES):
        if bar.soft_end:
            at = Rect(right + index * piece, rect.y, piece, rect.height)
            yield rectangle(at, fill=fill, fill_opacity=share)
        if bar.soft_start:
            at = Rect(x - (index + 1) * piece, rect.y, piece, rect.height)
            yield rectangle(at, fill=fill, fill_opacity=share)
