"""The legend: one entry for every tone and line that the drawing really shows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Final, get_args

from campaignflow.draw.blocks import Word
from campaignflow.draw.figure import PhaseFigure
from campaignflow.draw.geometry import Rect
from campaignflow.draw.scene import Sample
from campaignflow.draw.theme import MUTED, SMALL, Tone
from campaignflow.messages import Lang, Notice

_HEIGHT: Final = 14.0
_ROW: Final = 24.0
_WIDTHS: Final = defaultdict(
    lambda: 34.0,
    {"tone": 22.0, "met": 12.0, "unmet": 12.0, "stack": 23.0, "varies": 22.0, "count": 40.0},
)


def legend(figure: PhaseFigure, lang: Lang, x: float, y: float, right: float) -> tuple[Sample, ...]:
    """Return the entries, set in rows from ``x``, ``y`` that end before ``right``."""
    samples, left = [], x
    for tone, line in (*_tones(figure), *_lines(figure)):
        text = Notice(f"draw.key.{tone or line}").text(lang)
        wide = _WIDTHS["tone" if tone else line]
        word = Word(x + wide + 6, y + 11, text, SMALL, MUTED)
        if x > left and word.x + word.width > right:
            x, y = left, y + _ROW
            word = Word(x + wide + 6, y + 11, text, SMALL, MUTED)
        samples.append(Sample(Rect(x, y, wide, _HEIGHT), word, tone, line))
        x = word.x + word.width + 20
    return tuple(samples)


def _tones(figure: PhaseFigure) -> Iterator[tuple[Tone | None, str]]:
    shown = {box.tone for box in figure.boxes()} | {c.head.tone for c in figure.columns}
    for tone in get_args(Tone):
        if (tone in shown or figure.replayed) and tone != "plain":
            yield tone, ""


def _lines(figure: PhaseFigure) -> Iterator[tuple[Tone | None, str]]:
    forward = [arrow for arrow in figure.arrows if arrow.kind != "reopen"]
    if any(arrow.firm for arrow in forward):
        yield None, "after"
    if any(not arrow.firm for arrow in forward):
        yield None, "should"
    if len(forward) < len(figure.arrows):
        yield None, "reopen"
    if any(box.stack for box in figure.boxes()):
        yield None, "stack"
    nodes = [*(column.head for column in figure.columns), *figure.boxes()]
    clauses = [clause.met for box in nodes for clause in box.clauses]
    yield from ((None, name) for met, name in ((True, "met"), (False, "unmet")) if met in clauses)
    if any(badge.tone == "count" for box in nodes for badge in box.badges):
        yield None, "count"
    if any(box.beads for box in nodes):
        yield None, "beads"
    if any(box.varies and not box.parts for box in figure.boxes()):
        yield None, "varies"
    if any(column.track for column in figure.columns):
        yield None, "track"
        if figure.today is not None:
            yield None, "today"
