"""Write a board as SVG: one row a unit, one column a phase."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, Literal

from campaignflow.draw.blocks import Sign, Word
from campaignflow.draw.board_figure import BoardCell, BoardFigure, BoardRow
from campaignflow.draw.geometry import Rect
from campaignflow.draw.markup import document, element, group, number, rectangle, sign, tip, words
from campaignflow.draw.outline import outline
from campaignflow.draw.text import width, wrap
from campaignflow.draw.theme import (
    COUNT,
    GRID,
    INK,
    LOOKS,
    MUTED,
    NAME,
    SMALL,
    TITLE,
    TRACK,
    Scheme,
)
from campaignflow.messages import Lang, Notice

_MARGIN: Final = 20.0
_STEP: Final = 14.0
_ROW: Final = 24.0
_LEADING: Final = 15.0
_TITLES: Final = (80.0, 260.0)
_CELL: Final = (84.0, 150.0)
Shown = Literal["planned", "open", "late", "done", "released"]
_TONES: Final[tuple[Shown, ...]] = ("planned", "open", "late", "done", "released")


class Board:
    """Draw a board."""

    def __init__(self, figure: BoardFigure, lang: Lang) -> None:
        self.figure, self.lang = figure, lang
        titles = [width(row.title, NAME - 0.5) + row.depth * _STEP for row in figure.rows]
        titles += [width(title, NAME - 0.5) for title, _counts in figure.sums]
        self.left = _MARGIN + min(max(titles, default=0.0) + 14, sum(_TITLES))
        texts = [cell.text for row in figure.rows for cell in row.cells]
        self.cell = min(max(width(text, SMALL) for text in ("", *set(texts))) + 34, _CELL[1])
        self.cell = max(self.cell, _CELL[0])
        self.heads = [wrap(head, SMALL + 1, self.cell - 8, most=3) for head in figure.heads]
        self.top = _MARGIN + 50 + _LEADING * max(map(len, self.heads), default=1)
        self.right = self.left + self.cell * len(figure.heads)
        self.bottom = self.top + _ROW * (len(figure.rows) + len(figure.sums))

    def document(self, scheme: Scheme = "light") -> str:
        """Return the drawing."""
        figure = self.figure
        title = width(figure.title, TITLE) * 1.05
        note, legend = width(figure.note, SMALL), self._legend_width()
        wide = max(self.right, _MARGIN + max(title, note, legend)) + _MARGIN
        parts = [
            words([Word(_MARGIN, _MARGIN + 16, figure.title, TITLE, INK, bold=True)]),
            words([Word(_MARGIN, _MARGIN + 33, figure.note, SMALL, MUTED)]),
            *self._columns(),
            *(self._row(self.top + _ROW * n, row) for n, row in enumerate(figure.rows)),
            *self._sums(),
            group(self._legend(), class_="legend"),
        ]
        return document(round(wide), round(self.bottom + 50), figure.title, parts, scheme)

    def _columns(self) -> Iterator[str]:
        for index, lines in enumerate(self.heads):
            x = self.left + index * self.cell + 4
            y = self.top - 8 - _LEADING * (len(lines) - 1)
            placed = [
                Word(x, y + n * _LEADING, line, SMALL + 1, INK, bold=True)
                for n, line in enumerate(lines)
            ]
            yield words(placed)

    def _row(self, y: float, row: BoardRow) -> str:
        x, size = _MARGIN + row.depth * _STEP, NAME - 0.5
        (title,) = wrap(row.title, size, self.left - x - 10, most=1) or ("",)
        parts = [
            element("path", d=f"M{number(_MARGIN)} {number(y)}H{number(self.right)}", stroke=GRID),
            words([Word(x, y + 16, title, size, INK, bold=row.depth == 0)]),
            *(self._cell(self.left + i * self.cell, y, c) for i, c in enumerate(row.cells)),
        ]
        return group(parts, class_="unit", data_key=row.key)

    def _cell(self, x: float, y: float, cell: BoardCell) -> str:
        if cell.tone == "plain":
            return ""
        look, place = LOOKS[cell.tone], Rect(x + 2, y + 2, self.cell - 4, _ROW - 4)
        parts = [
            tip([cell.tip]),
            rectangle(place, rx=4, class_="box", **outline("step", cell.tone)),
            sign(Sign(x + 7, y + 6, 11, cell.tone, look.stroke)),
            words([Word(x + 23, y + 15.5, self._fitting(cell.text), SMALL, look.ink)]),
        ]
        if cell.share is not None and cell.tone in ("open", "late"):
            line = Rect(x + 6, y + _ROW - 5, self.cell - 12, 2)
            parts.append(rectangle(line, fill=TRACK))
            parts.append(rectangle(line._replace(width=line.width * cell.share), fill=COUNT))
        return group(parts, class_="cell", data_state=cell.tone)

    def _fitting(self, text: str) -> str:
        (line,) = wrap(text, SMALL, self.cell - 32, most=1) or ("",)
        return line

    def _sums(self) -> Iterator[str]:
        y = self.top + _ROW * len(self.figure.rows)
        for title, counts in self.figure.sums:
            placed = [Word(_MARGIN, y + 16, title, NAME - 0.5, MUTED, bold=True)]
            for index, count in enumerate(counts):
                placed.append(
                    Word(self.left + index * self.cell + 7, y + 16, count, SMALL, MUTED, bold=True)
                )
            rule = f"M{number(_MARGIN)} {number(y)}H{number(self.right)}"
            yield group([element("path", d=rule, stroke=MUTED), words(placed)], class_="sum")
            y += _ROW

    def _texts(self) -> Sequence[tuple[Shown, str]]:
        return [(tone, Notice(f"draw.key.{tone}").text(self.lang)) for tone in _TONES]

    def _legend_width(self) -> float:
        return sum(width(text, SMALL) + 38 for _tone, text in self._texts())

    def _legend(self) -> Iterator[str]:
        x, y = _MARGIN, self.bottom + 20
        for tone, text in self._texts():
            look = LOOKS[tone]
            yield rectangle(Rect(x, y - 11, 16, 14), rx=3, **outline("step", tone))
            yield sign(Sign(x + 3, y - 9, 10, tone, look.stroke))
            yield words([Word(x + 21, y, text, SMALL, MUTED)])
            x += width(text, SMALL) + 38
