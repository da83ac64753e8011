"""What stands inside a box: texts, signs and pills, placed and measured.

Coordinates are pixels from the upper left corner of the block; a text's ``y`` is its baseline.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal

import attrs

from campaignflow.draw.figure import Badge, Bead, Clause, StepBox
from campaignflow.draw.text import width, wrap
from campaignflow.draw.theme import BACK, GOOD, INK, LOOKS, MUTED, NAME, SMALL, WANT, Tone
from campaignflow.messages import Lang, Notice

PAD: Final = 9.0
PILL: Final = 16.0
STACK: Final = 3.0
BEAD: Final = 9.0
_GAP: Final = 5.0
_INDENT: Final = 11.0
_LEAST: Final = 58.0
_CLAUSES: Final = 4

SignName = Literal[
    "planned", "due", "open", "late", "missed", "done", "released", "met", "unmet", "dot"
]


@attrs.frozen
class Word:
    """Hold one line of text; ``kind`` names it for whoever changes it later."""

    x: float
    y: float
    text: str
    size: float
    ink: str = INK
    bold: bool = False
    kind: str = ""

    @property
    def width(self) -> float:
        """How wide it is drawn."""
        return width(self.text, self.size) * (1.04 if self.bold else 1.0)


@attrs.frozen
class Sign:
    """Hold one sign, drawn in a square whose upper left corner is at ``x``, ``y``."""

    x: float
    y: float
    size: float
    name: SignName
    ink: str


@attrs.frozen
class Pill:
    """Hold one badge."""

    x: float
    y: float
    width: float
    badge: Badge


@attrs.frozen
class PlacedBead:
    """Hold one occurrence, drawn as a square whose upper left corner is at ``x``, ``y``."""

    x: float
    y: float
    bead: Bead


@attrs.frozen
class Block:
    """Hold everything that stands inside a box, with the size it needs."""

    width: float
    height: float
    words: tuple[Word, ...] = ()
    signs: tuple[Sign, ...] = ()
    pills: tuple[Pill, ...] = ()
    beads: tuple[PlacedBead, ...] = ()

    def enlarged(self, by: float) -> Block:
        """Return a block of words and signs set larger."""
        words = (
            attrs.evolve(word, x=word.x * by, y=word.y * by, size=word.size * by)
            for word in self.words
        )
        signs = (
            attrs.evolve(each, x=each.x * by, y=each.y * by, size=each.size * by)
            for each in self.signs
        )
        return Block(self.width * by, self.height * by, tuple(words), tuple(signs))


def step_block(box: StepBox, lang: Lang, limit: float = 150.0) -> Block:
    """Return what stands inside the box of a step, or in the head of a group."""
    return _Setter(box.tone, limit, PAD).step(box, NAME, lang)


def head_block(box: StepBox, lang: Lang, limit: float, size: float) -> Block:
    """Return what stands in the head of a phase or of the drawing, its title in ``size``."""
    return _Setter(box.tone, limit, 2.0).step(box, size, lang)


class _Setter:
    """Set lines from top to bottom."""

    def __init__(self, tone: Tone, limit: float, pad: float) -> None:
        self.tone = tone
        self.limit = limit
        self.left = self.right = pad
        self.y = pad - 2
        self.pad = pad
        self.words: list[Word] = []
        self.signs: list[Sign] = []
        self.pills: list[Pill] = []
        self.strung: list[PlacedBead] = []

    def step(self, box: StepBox, size: float, lang: Lang) -> Block:
        self.title(box.title, size)
        for dates in box.dates:
            self.lines(dates, SMALL, MUTED)
        if box.now:
            self.line(box.now, "now")
        self.beads(box.beads)
        if box.clauses:
            self.y += 2
        clauses = sorted(box.clauses, key=lambda clause: clause.met is True)
        shown = clauses if len(clauses) <= _CLAUSES else clauses[: _CLAUSES - 1]
        for clause in shown:
            self.clause(clause)
        if len(box.clauses) > len(shown):
            more = Notice("draw.more", {"n": len(box.clauses) - len(shown)}).text(lang)
            self.lines(more, SMALL, MUTED, indent=_INDENT)
        self.badges(box.badges)
        return self.block()

    def title(self, title: str, size: float) -> None:
        if self.tone != "plain":
            ink = LOOKS[self.tone].stroke
            self.signs.append(Sign(self.left, self.y + 4, size - 1, self.tone, ink))
            self.left += size + 4
        self.lines(title, size, LOOKS[self.tone].ink, bold=True)
        self.left = self.pad

    def clause(self, clause: Clause) -> None:
        name: SignName = "dot" if clause.met is None else "met" if clause.met else "unmet"
        want = BACK if self.tone in ("late", "missed") else WANT
        ink = {"dot": MUTED, "met": GOOD, "unmet": want}[name]
        self.signs.append(Sign(self.left, self.y + 4, 8, name, ink))
        said = want if clause.met is False else MUTED
        self.lines(clause.text, SMALL, said, indent=_INDENT, most=3)

    def lines(
        self,
        text: str,
        size: float,
        ink: str,
        *,
        bold: bool = False,
        indent: float = 0.0,
        most: int | None = None,
    ) -> None:
        for line in wrap(text, size, self.limit - indent, most, even=bold):
            self.y += round(size * 1.32, 1)
            word = Word(self.left + indent, round(self.y - 1, 1), line, size, ink, bold)
            self.words.append(word)
            self.right = max(self.right, word.x + word.width)

    def line(self, text: str, kind: str) -> None:
        """Set one line that is never broken, so that another text can take its place."""
        self.y += round(SMALL * 1.32, 1)
        word = Word(self.left, round(self.y - 1, 1), text, SMALL, MUTED, kind=kind)
        self.words.append(word)
        self.right = max(self.right, word.x + word.width)

    def badges(self, badges: Sequence[Badge]) -> None:
        if not badges:
            return
        x, self.y = self.left, self.y + 5
        for badge in badges:
            wide = width(badge.text, SMALL) + 12 + (14 if badge.tone == "count" else 0)
            if x > self.left and x + wide > self.left + self.limit:
                x, self.y = self.left, self.y + PILL + 3
            self.pills.append(Pill(x, self.y, wide, badge))
            x += wide + _GAP
            self.right = max(self.right, x - _GAP)
        self.y += PILL

    def beads(self, beads: Sequence[Bead]) -> None:
        """Set one square an occurrence, as many side by side as there is room for."""
        x, self.y = self.left, self.y + (_GAP if beads else 0)
        for bead in beads:
            if x > self.left and x + BEAD > self.left + self.limit:
                x, self.y = self.left, self.y + BEAD + 2
            self.strung.append(PlacedBead(x, self.y, bead))
            x += BEAD + 2
            self.right = max(self.right, x)
        self.y += BEAD if beads else 0

    def block(self) -> Block:
        wide = max(self.right, self.left + _LEAST) + self.pad
        words, signs, pills = tuple(self.words), tuple(self.signs), tuple(self.pills)
        return Block(
            round(wide, 1), round(self.y + self.pad, 1), words, signs, pills, tuple(self.strung)
        )
