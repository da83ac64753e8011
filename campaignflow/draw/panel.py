"""The panel at the top of a run's picture: open phases, and a line for everything it waits for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from campaignflow.draw.blocks import Block, Sign, Word
from campaignflow.draw.figure import Now, Stretch, Wait
from campaignflow.draw.text import width, wrap
from campaignflow.draw.theme import BACK, HEAD, INK, LOOKS, MUTED, NAME, SMALL, Tone

_PAD: Final = 14.0
_LEADING: Final = 19.0
_SIGN: Final = 13.0
_TITLES: Final = 260.0
_REASONS: Final = (420.0, 900.0)
_LINES: Final = 3
_INDENT: Final = 16.0


def panel_block(now: Now, wide: float) -> Block:
    """Return the panel, about as wide as ``wide`` where its lines need that."""
    return _Panel(now, wide).block()


class _Panel:
    def __init__(self, now: Now, wide: float) -> None:
        self.now = now
        waits = [wait for stretch in now.stretches for wait in stretch.waits]
        titles = [width(f"{wait.title}  {wait.fact}", NAME) * 1.04 for wait in waits]
        self.names = _PAD + _INDENT + _SIGN + 6
        self.reasons = self.names + min(max(titles, default=0.0), _TITLES) + 18
        self.room = min(max(wide - self.reasons - _PAD, _REASONS[0]), _REASONS[1])
        self.words: list[Word] = []
        self.signs: list[Sign] = []
        self.y = _PAD

    def block(self) -> Block:
        self.y += HEAD
        most = self.reasons + self.room - _PAD
        for index, line in enumerate(wrap(self.now.open, HEAD, most / 1.04)):
            self.y += _LEADING + 2 if index else 0
            self.words.append(Word(_PAD, self.y, line, HEAD, INK, bold=True))
        if self.now.stretches:
            self.y += _LEADING
            self.words.append(Word(_PAD, self.y, self.now.head, SMALL, MUTED))
        for stretch in self.now.stretches:
            self._stretch(stretch)
        right = max(word.x + word.width for word in self.words)
        wide, high = round(right + _PAD, 1), round(self.y + _PAD, 1)
        return Block(wide, high, tuple(self.words), tuple(self.signs))

    def _stretch(self, stretch: Stretch) -> None:
        self.y += 6
        self._sign(_PAD, stretch.tone)
        left = _PAD if stretch.tone == "plain" else _PAD + _SIGN + 6
        room = self.reasons + self.room - left
        for line in wrap(stretch.title, NAME, room / 1.04):
            self._line(left, line, INK, bold=True)
        for line in wrap(stretch.reason, NAME, self.reasons + self.room - self.names, _LINES):
            self._line(self.names, line, INK)
        for wait in stretch.waits:
            self._wait(wait)
        if stretch.more:
            self._line(self.names, stretch.more, MUTED)

    def _line(self, x: float, text: str, ink: str, *, bold: bool = False) -> None:
        self.y += _LEADING
        self.words.append(Word(x, self.y, text, NAME, ink, bold))

    def _sign(self, x: float, tone: Tone) -> None:
        if tone != "plain":
            y = self.y + _LEADING - _SIGN + 2
            self.signs.append(Sign(x, y, _SIGN, tone, LOOKS[tone].stroke))

    def _wait(self, wait: Wait) -> None:
        top = self.y
        self._sign(_PAD + _INDENT, wait.tone)
        names = list(self._names(wait, top))
        reasons = [
            Word(self.reasons, top + _LEADING * (n + 1), line, NAME, INK)
            for n, line in enumerate(wrap(wait.reason, NAME, self.room, _LINES))
        ]
        self.words += [*names, *reasons]
        self.y = max(word.y for word in (*names, *reasons)) + 2

    def _names(self, wait: Wait, top: float) -> Iterator[Word]:
        fact = width(f"  {wait.fact}", NAME) * 1.04 if wait.fact else 0.0
        room = (self.reasons - self.names - 18 - fact) / 1.04
        titles = [
            Word(self.names, top + _LEADING * (n + 1), line, NAME, INK, bold=True)
            for n, line in enumerate(wrap(wait.title, NAME, room, _LINES))
        ]
        yield from titles
        if wait.fact:
            last = titles[-1]
            yield Word(last.x + last.width + 8, last.y, wait.fact, NAME, BACK, bold=True)
