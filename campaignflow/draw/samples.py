"""The entries of the legend, each drawn as what it explains."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from campaignflow.draw.blocks import BEAD, Pill, Sign
from campaignflow.draw.figure import Badge
from campaignflow.draw.geometry import Line, Point, Rect
from campaignflow.draw.markup import arrow, element, pill, rectangle, sign, words
from campaignflow.draw.outline import BACK_DASH, SHOULD_DASH, outline
from campaignflow.draw.scene import Sample
from campaignflow.draw.theme import (
    BACK,
    EDGE,
    GOOD,
    LOOKS,
    PAPER,
    TODAY,
    TRACK,
    TRACK_FILL,
    WANT,
    Tone,
)


def sample(entry: Sample) -> str:
    """Return one entry of the legend with its word."""
    shape = _LINES[entry.line](entry.rect) if entry.tone is None else _tone(entry.rect, entry.tone)
    return element("g", shape + words([entry.word]))


def _tone(rect: Rect, tone: Tone) -> str:
    look = LOOKS[tone]
    shape = rectangle(rect, rx=4, **outline("step", tone))
    if tone == "plain":
        return shape
    return shape + sign(Sign(rect.x + 6, rect.y + 2, 10, tone, look.stroke))


def _arrow(rect: Rect, colour: str, dash: str | None = None) -> str:
    middle = rect.y + rect.height / 2
    return arrow(Line((Point(rect.x, middle), Point(rect.right, middle))), colour, 1.5, dash)


def _stack(rect: Rect) -> str:
    sheets = (Rect(rect.x + d, rect.y - 2 + d, 18, 11) for d in (4, 2, 0))
    return "".join(rectangle(sheet, rx=3, fill=PAPER, stroke=EDGE) for sheet in sheets)


def _beads(rect: Rect) -> str:
    squares = (Rect(rect.x + 11 * n, rect.y + 2, BEAD, BEAD) for n in range(3))
    return "".join(rectangle(square, rx=2, fill=PAPER, stroke=EDGE) for square in squares)


def _varies(rect: Rect) -> str:
    return rectangle(rect, rx=4, **outline("step", "plain", varies=True))


def _scale(rect: Rect) -> str:
    return rectangle(Rect(rect.x, _middle(rect) - 2, rect.width, 5), rx=2.5, fill=TRACK)


def _track(rect: Rect) -> str:
    part = Rect(rect.x + 8, _middle(rect) - 2, 14, 5)
    return _scale(rect) + rectangle(part, rx=2.5, fill=TRACK_FILL)


def _today(rect: Rect) -> str:
    return _scale(rect) + rectangle(Rect(rect.x + 16, _middle(rect) - 5, 2, 11), fill=TODAY)


def _met(rect: Rect) -> str:
    return sign(Sign(rect.x, rect.y + 2, 10, "met", GOOD))


def _unmet(rect: Rect) -> str:
    return sign(Sign(rect.x, rect.y + 2, 10, "unmet", WANT))


def _count(rect: Rect) -> str:
    return pill(Pill(rect.x, rect.y - 1, rect.width, Badge("3/4", "count", 0.75)))


def _middle(rect: Rect) -> float:
    return rect.y + rect.height / 2


_LINES: Final[Mapping[str, Callable[[Rect], str]]] = {
    "after": lambda rect: _arrow(rect, EDGE),
    "should": lambda rect: _arrow(rect, EDGE, SHOULD_DASH),
    "reopen": lambda rect: _arrow(rect, BACK, BACK_DASH),
    "stack": _stack,
    "beads": _beads,
    "varies": _varies,
    "met": _met,
    "unmet": _unmet,
    "count": _count,
    "track": _track,
    "today": _today,
}
