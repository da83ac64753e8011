"""Write SVG elements; the only place where text becomes markup, so nothing escapes escaping."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from math import hypot
from typing import Final

from campaignflow.draw.blocks import Pill, Sign, SignName, Word
from campaignflow.draw.geometry import Line, Point, Rect
from campaignflow.draw.text import clean
from campaignflow.draw.theme import (
    COUNT,
    FONTS,
    INK,
    LOOKS,
    MUTED,
    OUTLINE,
    PAPER,
    SMALL,
    TRACK,
    Scheme,
    style_rules,
)

_HEAD: Final = 8.0
_ROUND: Final = 7.0

_SIGNS: Final[dict[SignName, str]] = {
    "planned": '<circle cx="8" cy="8" r="5.5" fill="none" stroke-width="1.8"/>',
    "due": '<circle cx="8" cy="8" r="5.5" fill="none" stroke-width="1.8"/>'
    '<path d="M8 2.5A5.5 5.5 0 0 1 8 13.5Z" fill="{ink}" stroke="none"/>',
    "open": '<circle cx="8" cy="8" r="6" fill="{ink}" stroke="none"/>',
    "late": '<path d="M8 1.5L15 14.5H1Z" fill="{ink}" stroke="none"/>'
    '<path d="M8 6V10M8 11.6V13.2" stroke="#ffffff" stroke-width="1.8" fill="none"/>',
    "missed": '<path d="M8 2.5L14.2 14H1.8Z" fill="none" stroke-width="1.8"/>'
    '<path d="M8 6.5V10M8 11.2V12.6" stroke-width="1.6" fill="none"/>',
    "done": '<path d="M2 8.5L6.2 13L14 3.5" fill="none" stroke-width="2.6"/>',
    "released": '<path d="M2.5 8H13.5" fill="none" stroke-width="2.2"/>',
    "met": '<path d="M2 8.5L6.2 13L14 3.5" fill="none" stroke-width="3"/>',
    "unmet": '<path d="M3 3L13 13M13 3L3 13" fill="none" stroke-width="3"/>',
    "dot": '<circle cx="6" cy="8" r="2.6" fill="{ink}" stroke="none"/>',
}


def number(value: float) -> str:
    """Return a coordinate as short as it can be written."""
    return f"{value:.1f}".removesuffix(".0")


def element(name: str, inner: str | None = None, /, **attributes: object) -> str:
    """Return an element; ``_`` in an attribute's name stands for ``-``, None leaves it out."""
    parts = [name]
    for key, value in attributes.items():
        if value is not None:
            text = number(value) if isinstance(value, float) else str(value)
            parts.append(f'{key.rstrip("_").replace("_", "-")}="{escape(clean(text))}"')
    head = " ".join(parts)
    return f"<{head}/>" if inner is None else f"<{head}>{inner}</{name}>"


def group(parts: Iterable[str], **attributes: object) -> str:
    """Return a group of elements."""
    return element("g", "".join(parts), **attributes)


def tip(lines: Iterable[str]) -> str:
    """Return the text that appears when one points at the element around it."""
    text = "\n".join(escape(line) for line in map(clean, lines) if line)
    return f"<title>{text}</title>" if text else ""


def rectangle(rect: Rect, inner: str | None = None, /, **attributes: object) -> str:
    """Return a rectangle, with what is to be inside its element."""
    x, y, wide, high = map(float, rect)
    return element("rect", inner, x=x, y=y, width=wide, height=high, **attributes)


def words(placed: Iterable[Word], dx: float = 0.0, dy: float = 0.0) -> str:
    """Return lines of text, moved."""
    return "".join(
        element(
            "text",
            escape(clean(word.text)),
            x=word.x + dx,
            y=word.y + dy,
            font_size=word.size,
            fill=word.ink,
            font_weight=600 if word.bold else None,
            class_=word.kind or None,
        )
        for word in placed
    )


def sign(placed: Sign, dx: float = 0.0, dy: float = 0.0) -> str:
    """Return a sign, moved; it is drawn, because not every font has it."""
    scale = number(placed.size / 16 * 100)
    place = (
        f"translate({number(placed.x + dx)} {number(placed.y + dy)}) scale({float(scale) / 100})"
    )
    shape = sign_shape(placed.name, placed.ink)
    return element("g", shape, class_="sign", transform=place, stroke=placed.ink)


def sign_shape(name: SignName, ink: str) -> str:
    """Return what a sign is made of, in a square of 16."""
    return _SIGNS[name].format(ink=ink)


def pill(placed: Pill, dx: float = 0.0, dy: float = 0.0) -> str:
    """Return a badge, moved; with a share it carries a small bar."""
    badge, x, y = placed.badge, placed.x + dx, placed.y + dy
    late = badge.tone == "late"
    stroke = LOOKS["late"].stroke if late else OUTLINE
    ink = LOOKS["late"].stroke if late else MUTED if badge.tone == "count" else INK
    parts = [
        rectangle(Rect(x, y, placed.width, 16), rx=8, fill=PAPER, stroke=stroke, stroke_width=1.0)
    ]
    left = x + 6
    if badge.share is not None:
        parts.append(rectangle(Rect(left, y + 3.5, 9, 9), rx=1.5, fill=TRACK))
        high = 9 * badge.share
        parts.append(rectangle(Rect(left, y + 12.5 - high, 9, high), rx=1.5, fill=COUNT))
        left += 14
    parts.append(words([Word(left, y + 12, badge.text, SMALL, ink, bold=late)]))
    return "".join(parts)


def arrow(line: Line, colour: str, wide: float, dash: str | None = None) -> str:
    """Return a line with its arrowhead drawn out, because not every program knows markers."""
    points, tip_at = line.points, line.points[-1]
    before = next((p for p in reversed(points) if p != tip_at), tip_at)
    length = hypot(tip_at.x - before.x, tip_at.y - before.y) or 1.0
    ux, uy = (tip_at.x - before.x) / length, (tip_at.y - before.y) / length
    base = Point(tip_at.x - ux * _HEAD, tip_at.y - uy * _HEAD)
    side = _HEAD * 0.42
    corners = (
        tip_at,
        Point(base.x - uy * side, base.y + ux * side),
        Point(base.x + uy * side, base.y - ux * side),
    )
    way = (*points[:-1], Point(tip_at.x - ux * (_HEAD - 2), tip_at.y - uy * (_HEAD - 2)))
    path = _curve(way) if line.shape == "bezier" else _rounded(way)
    return element(
        "path", d=path, fill="none", stroke=colour, stroke_width=wide, stroke_dasharray=dash
    ) + element("polygon", points=" ".join(map(_pair, corners)), fill=colour)


def _pair(point: Point) -> str:
    return f"{number(point.x)},{number(point.y)}"


def _curve(points: Sequence[Point]) -> str:
    first, *rest = map(_pair, points)
    return f"M{first}C{' '.join(rest)}"


def _rounded(points: Sequence[Point]) -> str:
    """Return the path through ``points`` with its corners rounded."""
    path = f"M{_pair(points[0])}"
    for before, here, after in zip(points, points[1:], points[2:], strict=False):
        path += f"L{_pair(_toward(here, before))}Q{_pair(here)} {_pair(_toward(here, after))}"
    return f"{path}L{_pair(points[-1])}"


def _toward(here: Point, there: Point) -> Point:
    length = hypot(there.x - here.x, there.y - here.y) or 1.0
    share = min(_ROUND / length, 0.5)
    return Point(here.x + (there.x - here.x) * share, here.y + (there.y - here.y) * share)


def document(
    width: float, height: float, title: str, parts: Iterable[str], scheme: Scheme = "light"
) -> str:
    """Return a whole drawing that needs nothing but itself."""
    rules = style_rules(scheme)
    inner = (
        element("title", escape(clean(title)))
        + (element("style", rules) if rules else "")
        + rectangle(Rect(0, 0, width, height), fill=PAPER)
        + "".join(parts)
    )
    return element(
        "svg",
        inner,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {number(width)} {number(height)}",
        width=float(width),
        height=float(height),
        font_family=FONTS,
        role="img",
    )
