"""Text as drawings need it: cleaned for XML, measured and wrapped without any font.

A Chinese character is one em wide and a Latin letter a little more than half of one, in every
common font. That is near enough to give each text a box of its own, on a server without fonts too.

Example:
    >>> width("谈心 talk", 10)
    45.4
    >>> wrap("召开专题民主生活会", 10, 60, even=True)
    ('召开专题民', '主生活会')
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final

_UNFIT: Final = re.compile(
    "[^\t\n\r\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"  # not allowed in XML 1.0
    "|[\u200e\u200f\u202a-\u202e\u2066-\u2069]"  # turns the reading direction of what follows
    "|[\ufdd0-\ufdef]"
)
_WIDE: Final = frozenset("MWmw@%&")
_CLOSING: Final = "，。、；：！？）》〉”’】〕」』…—～·,.;:!?)]}%"
_OPENING: Final = "（《〈“‘【〔「『([{"
_SHORT: Final = 3.0
_UNIT: Final = re.compile(
    f"[{re.escape(_OPENING)}]*"
    "(?:[≥≤≠=]?\\d+(?:[/–.]\\d+)*[次份天项名%]?|[^\\W\u2e80-\uffff]+|\\S)?"
    f"[{re.escape(_CLOSING)}]*|\\s"
)


def clean(text: str) -> str:
    r"""Return ``text`` on one line, without characters that XML forbids or that turn the line.

    Example:
        >>> clean("a\x00b\n c")
        'ab c'
    """
    return " ".join(_UNFIT.sub("", text).split())


@lru_cache(maxsize=8192)
def _em(char: str) -> float:
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0.0
    if unicodedata.east_asian_width(char) in "WFA":
        return 1.0
    if char in _WIDE:
        return 0.9
    if char == " ":
        return 0.3
    if ord(char) >= 0x250:
        return 0.75
    return 0.7 if char.isupper() else 0.56


def width(text: str, size: float) -> float:
    """Return how wide ``text`` is when set in ``size``; both in the same unit."""
    return round(sum(map(_em, text)) * size, 2)


def wrap(
    text: str, size: float, limit: float, most: int | None = None, *, even: bool = False
) -> tuple[str, ...]:
    """Break ``text`` into lines, none wider than ``limit``.

    Chinese breaks between any two characters that punctuation allows, other scripts at spaces; a
    word wider than the limit is cut.

    Args:
        text: One line of clean text.
        size: Size it will be set in.
        limit: Greatest width of a line, in the unit of ``size``.
        most: Greatest number of lines; the last one then ends in an ellipsis.
        even: Make the lines about equally wide, as suits a title.

    Returns:
        The lines from top to bottom; none for an empty text.

    Example:
        >>> wrap("a very long sentence", 10, 45, most=2)
        ('a very', 'long s…')
    """
    units = list(_units(text, size, limit))
    lines = _fill(units, size, limit)
    if most is not None and len(lines) > most:
        return (*lines[: most - 1], _cut(lines[most - 1 : most + 1], size, limit))
    if len(lines) > 1 and (even or width(lines[-1], size) < _SHORT * size):
        return _evened(units, lines, size, limit, even=even)
    return lines


def _evened(
    units: list[str], lines: tuple[str, ...], size: float, limit: float, *, even: bool
) -> tuple[str, ...]:
    """Return as many lines, set narrower: about equal ones, or the last one not too short."""
    target = sum(width(line, size) for line in lines) / len(lines) if even else limit - size
    while limit / 2 < target < limit:
        found = _fill(units, size, target)
        if len(found) <= len(lines) and (even or width(found[-1], size) >= _SHORT * size):
            return found
        target += size / 2 if even else -size
    return lines


def _units(text: str, size: float, limit: float) -> Iterable[str]:
    """Yield the pieces that a line may not break; none wider than ``limit``."""
    for unit in _UNIT.findall(text):
        if width(unit, size) <= limit:
            yield unit
            continue
        piece = ""
        for char in unit:
            if piece and width(piece + char, size) > limit:
                yield piece
                piece = ""
            piece += char
        yield piece


def _fill(units: Iterable[str], size: float, limit: float) -> tuple[str, ...]:
    lines, line = [], ""
    for unit in units:
        if line and width((line + unit).rstrip(), size) > limit:
            lines.append(line.rstrip())
            line = ""
        line += unit if line else unit.lstrip()
    lines.append(line.rstrip())
    return tuple(filter(None, lines))


def _cut(lines: Sequence[str], size: float, limit: float) -> str:
    """Return two lines as one that ends in an ellipsis where the limit is reached."""
    joint = " " if lines[0][-1].isascii() and lines[1][0].isascii() else ""
    text = joint.join(lines)
    while text and width(text + "…", size) > limit:
        text = text[:-1]
    return text.rstrip() + "…"
