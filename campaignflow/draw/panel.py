"""The panel at the top of a run's picture: open phases, and a row for everything it waits for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from campaignflow.draw.blocks import Block, Sign, Word
from campaignflow.draw.figure import Now, Stretch, Wait
from campaignflow.draw.text import width, wrap
from campaignflow.draw.theme import BACK, HEAD, INK, LOOKS, MUTED, NAME, SMALL, Tone

_PAD: Final = 14.0
_LEADING: Final = 18.0
_SIGN: Final = 13.0
_LEFT: Final = _PAD + _SIGN + 6
_NAMES: Final = _LEFT + 16.0
_GAP: Final = 16.0
_BOLD: Final = 1.04
_TITLES: Final = 230.0
_WHO: Final = 190.0
_REASONS: Final = 320.0
_LINES: Final = 3


def panel_block(now: Now, wide: float) -> Block:
    """Return the panel, at most as wide as ``wide`` unless its columns need more."""
    return _Panel(now, wide).block()


class _Panel:
    """Set the rows of a table from top to bottom: title, lateness, persons, reasons."""

    def __init__(self, now: Now, wide: float) -> None:
        self.now = now
        waits = [wait for stretch in now.stretches for wait in stretch.waits]
        titles = _widest(wait.title for wait in waits) * _BOLD
        facts = _widest(wait.fact for wait in waits) * _BOLD
        who = _widest(wait.who for wait in waits)
        who = max(who, width(now.heads[1], SMALL)) if who else 0.0
        self.facts = _NAMES + min(titles, _TITLES) + _GAP
        self.who = self.facts + (facts + _GAP if facts else 0.0)
        self.reasons = self.who + (min(who, _WHO) + _GAP if who else 0.0)
        self.end = max(wide - _PAD, self.reasons + _REASONS)
        self.words: list[Word] = []
        self.signs: list[Sign] = []
        self.y = _PAD

    def block(self) -> Block:
        self.y += HEAD
        for index, line in enumerate(wrap(self.now.open, HEAD, (self.end - _PAD) / _BOLD)):
            self.y += _LEADING + 2 if index else 0
            self.words.append(Word(_PAD, self.y, line, HEAD, INK, bold=True))
        if self.now.stretches:
            self._heads()
        for stretch in self.now.stretches:
            self._stretch(stretch)
        right = max(word.x + word.width for word in self.words)
        wide, high = round(right + _PAD, 1), round(self.y + _PAD, 1)
        return Block(wide, high, tuple(self.words), tuple(self.signs))

    def _heads(self) -> None:
        self.y += _LEADING
        what, who, why = self.now.heads
        places = {_NAMES: what, self.who: who, self.reasons: why}  # without persons no such head
        for x, text in places.items():
            self.words.append(Word(x, self.y, text, SMALL, MUTED))

    def _stretch(self, stretch: Stretch) -> None:
        self.y += 5
        self._sign(_PAD, stretch.tone)
        left = _PAD if stretch.tone == "plain" else _LEFT
        self._lines(left, self.end, stretch.title, INK, bold=True)
        for wait in stretch.waits:
            self._wait(wait)
        self._lines(_NAMES, self.end, stretch.rest, MUTED)

    def _wait(self, wait: Wait) -> None:
        top, ends = self.y, [self.y + _LEADING]
        self._sign(_LEFT - 3, wait.tone)
        self._lines(_NAMES, self.facts - _GAP, wait.title, INK, bold=True)
        for x, end, texts, ink in (
            (self.facts, self.who - _GAP, (wait.fact,), BACK),
            (self.who, self.reasons - _GAP, (wait.who,), INK),
            (self.reasons, self.end, wait.reasons, INK),
        ):
            ends.append(self.y)
            self.y = top
            for text in texts:
                self._lines(x, end, text, ink, bold=ink == BACK)
        self.y = max(*ends, self.y) + 2

    def _lines(self, x: float, end: float, text: str, ink: str, *, bold: bool = False) -> None:
        for line in wrap(text, NAME, (end - x) / (_BOLD if bold else 1.0) + 0.1, _LINES):
            self.y += _LEADING
            self.words.append(Word(x, self.y, line, NAME, ink, bold))

    def _sign(self, x: float, tone: Tone) -> None:
        if tone != "plain":
            y = self.y + _LEADING - _SIGN + 2
            self.signs.append(Sign(x, y, _SIGN, tone, LOOKS[tone].stroke))


def _widest(texts: Iterable[str]) -> float:
    return max((width(text, NAME) for text in texts), default=0.0)
