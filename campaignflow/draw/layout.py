"""Put a whole phase graph together: title, phases as columns, threads below, arrows, legend."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import attrs

from campaignflow.draw.arrange import has_graphviz
from campaignflow.draw.arrows import ROOF, Arrows
from campaignflow.draw.blocks import Block, Word, head_block
from campaignflow.draw.figure import Arrow, PhaseFigure
from campaignflow.draw.geometry import Rect
from campaignflow.draw.legend import legend
from campaignflow.draw.nest import THREADS, Nest, Nester, label_size
from campaignflow.draw.panel import panel_block
from campaignflow.draw.rows import PAGE, rows_of
from campaignflow.draw.scene import Frame, Panel, PlacedArrow, PlacedBox, PlacedColumn, Scene
from campaignflow.draw.theme import HEAD, MUTED, SMALL, TITLE
from campaignflow.messages import Lang, Notice

MARGIN: Final = 24.0
_SIDE: Final = 20.0
_GUTTER: Final = 44.0
_LANE: Final = 20.0
_BAND: Final = 26.0
_TRACK: Final = 14.0
_WIDEST_HEAD: Final = 300.0
_STRETCH: Final = 0.35
_LARGEST: Final = 1.6
"""How much larger than boxes words at the top are set, where all is too wide for a page."""


def lay_out(figure: PhaseFigure, lang: Lang) -> Scene:
    """Return ``figure`` with every part at its place."""
    return _Layout(figure, lang).scene()


class _Layout:
    def __init__(self, figure: PhaseFigure, lang: Lang) -> None:
        self.figure = figure
        self.lang = lang
        self.nester = Nester(figure, lang)
        self.nests = [self.nester.nest(c.steps, c.head.key) for c in figure.columns]
        self.heads = [
            head_block(column.head, lang, min(max(nest.width, 150.0), _WIDEST_HEAD), HEAD)
            for column, nest in zip(figure.columns, self.nests, strict=True)
        ]
        self.order = {c.head.key: index for index, c in enumerate(figure.columns)}
        head = self._head()
        self.rows = self._rows(head.height)
        gutters = self._gutters()
        self.wide = max((self._length(row, gutters) for row in self.rows), default=0.0)
        self.scale = min(max(self.wide / PAGE[0], 1.0), _LARGEST)
        self.head = head.enlarged(self.scale)
        self.row = {index: number for number, row in enumerate(self.rows) for index in row}
        self.boxes: list[PlacedBox] = []
        self.lines = {key: line for nest in self.nests for key, line in nest.lines.items()}

    def scene(self) -> Scene:
        head = self.head
        top = MARGIN + head.height + 10
        panel = self._panel(top)
        columns = self._columns(top if panel is None else panel.rect.bottom + 14)
        bottom = max((c.rect.bottom for c in columns), default=MARGIN + head.height) + 10
        right = max(
            [
                MARGIN + head.width,
                panel.rect.right if panel else 0.0,
                *(c.rect.right for c in columns),
            ]
        )
        threads, bottom, right = self._threads(bottom + self._below(len(self.rows) - 1), right)
        bands = tuple(self._bands(columns))
        arrows = self._arrows(columns, threads, bands, bottom)
        right = max([right, *(a.ground.right for a in arrows if a.ground)])
        right = max([right, *(p.x + 6 for a in arrows for p in a.line.points)])
        bottom += 8
        samples = legend(self.figure, self.lang, MARGIN, bottom, max(right, 520.0))
        bottom = max((s.rect.bottom for s in samples), default=bottom)
        foot = tuple(self._foot(bottom + 18))
        right = max([right, *(s.word.x + s.word.width for s in samples)])
        return Scene(
            width=round(right + MARGIN),
            height=round(bottom + MARGIN + 16 * len(foot)),
            head=head,
            head_at=Rect(MARGIN, MARGIN, head.width, head.height),
            panel=panel,
            bands=bands,
            columns=columns,
            threads=threads,
            boxes=tuple(self.boxes),
            arrows=arrows,
            legend=samples,
            foot=foot,
            today=self.figure.today,
        )

    def _panel(self, y: float) -> Panel | None:
        if self.figure.now is None:
            return None
        block = panel_block(self.figure.now, self.wide / self.scale).enlarged(self.scale)
        return Panel(Rect(MARGIN, y, block.width, block.height), block)

    def _head(self) -> Block:
        root = self.figure.root
        box = attrs.evolve(root, title=self.figure.title, dates=(self.figure.note,), tone="plain")
        return head_block(box, self.lang, 900.0, TITLE)

    # --- phases

    def _rows(self, head: float) -> list[range]:
        """Return which columns stand side by side."""
        if not self.nests:
            return []
        gutters = self._gutters()
        widths = [self._wide(i) + gutters[i] for i in range(len(self.nests))]
        heights = [self._inner() + nest.height + _SIDE + _GUTTER for nest in self.nests]
        return rows_of(widths, heights, head + 2 * MARGIN)

    def _wide(self, index: int) -> float:
        return max(self.heads[index].width, self.nests[index].width) + 2 * _SIDE

    def _inner(self) -> float:
        """Return the height of the part above the steps, the same in every column."""
        tracked = any(column.track for column in self.figure.columns)
        return max(head.height for head in self.heads) + (_TRACK if tracked else 0) + 20

    def _columns(self, top: float) -> tuple[PlacedColumn, ...]:
        gutters, found = self._gutters(), list[PlacedColumn]()
        for number, row in enumerate(self.rows):
            top += self._above(number)
            height = self._inner() + max(self.nests[i].height for i in row) + _SIDE
            more = (self.wide - self._length(row, gutters)) / len(row)
            more = more if more < _STRETCH * self.wide / len(row) else 0.0
            x = MARGIN
            for index in row:
                wide = self._wide(index) + more
                found.append(self._column(index, Rect(x, top, wide, height)))
                x += wide + gutters[index]
            top += height + 10 + self._below(number)
        return tuple(found)

    def _column(self, index: int, rect: Rect) -> PlacedColumn:
        nest, inner = self.nests[index], self._inner()
        self._take(nest, rect.x + (rect.width - nest.width) / 2, rect.y + inner)
        head = Rect(rect.x + _SIDE, rect.y + 8, rect.width - 2 * _SIDE, inner - 20)
        return PlacedColumn(self.figure.columns[index], rect, head, self.heads[index])

    def _length(self, row: range, gutters: Sequence[float]) -> float:
        """Return how long a row is, without the room to its right."""
        return sum(self._wide(i) + gutters[i] for i in row) - gutters[row.stop - 1]

    def _take(self, nest: Nest, dx: float, dy: float) -> None:
        """Move what one container holds to its place in the drawing."""
        for placed in nest.boxes:
            self.boxes.append(attrs.evolve(placed, rect=placed.rect.shifted(dx, dy)))
        for key, line in nest.lines.items():
            self.lines[key] = line.shifted(dx, dy)

    def _gutters(self) -> list[float]:
        """Return the room to the right of each column, wide enough for labels and lanes."""
        gutters = [_GUTTER] * len(self.order)
        for arrow in self.figure.arrows:
            ends = [self.order.get(self.nester.top(k), -9) for k in (arrow.source, arrow.target)]
            size = label_size(arrow)
            if size is not None and abs(ends[0] - ends[1]) == 1:
                gutters[min(ends)] = max(gutters[min(ends)], size[0] + 26)
        return gutters

    def _below(self, row: int) -> float:
        """Return the height of the channel below a row, for the arrows that leave or pass it."""
        lanes = [self._lane(arrow, row) for arrow in self.figure.arrows]
        return sum(lane == "long" for lane in lanes) * _LANE + (12.0 if any(lanes) else 0.0)

    def _lane(self, arrow: Arrow, row: int) -> str:
        """Return whether an arrow runs below a row: ``long`` within a channel, or ``short``."""
        ends = sorted(self._place(key) for key in (arrow.source, arrow.target))
        (first, a), (last, b) = ends
        if first <= row < last:
            return "short" if a == b or last == len(self.rows) else "long"
        far = abs(a - b) if first == last == row and not self._between(arrow) else 0
        return "long" if far > 1 else "short" if far else ""

    def _place(self, key: str) -> tuple[int, int]:
        """Return row and column of a node; threads stand in a row of their own at the end."""
        top = self.nester.top(key)
        return (
            (len(self.rows), 0) if top == THREADS else (self.row[self.order[top]], self.order[top])
        )

    def _between(self, arrow: Arrow) -> bool:
        """Return whether an arrow leads from phase to phase."""
        return arrow.source in self.order and arrow.target in self.order

    def _above(self, row: int) -> float:
        """Return the height of what lies upon a row: a band, and a channel between phases."""
        return self._roof(row) + (
            _BAND if any(b.start in self.rows[row] for b in self._parts()) else 0
        )

    def _roof(self, row: int) -> float:
        """Return the height of the channel above a row for arrows between its phases."""
        ends = [
            [self._place(key) for key in (arrow.source, arrow.target)]
            for arrow in self.figure.arrows
            if self._between(arrow)
        ]
        return sum(a == b == row and abs(i - j) > 1 for (a, i), (b, j) in ends) * ROOF

    def _threads(self, y: float, right: float) -> tuple[Frame | None, float, float]:
        """Place the steps that belong to no phase; return their frame and how far all reaches."""
        most = max(right - MARGIN - 2 * _SIDE, 900.0)
        nest = self.nester.nest(self.figure.threads, THREADS, most)
        if not nest.boxes:
            return None, y, right
        head = 26.0 if self.figure.columns else _SIDE
        text = Notice("draw.threads").text(self.lang) if self.figure.columns else ""
        wide = max(right - MARGIN, nest.width + 2 * _SIDE)
        self._take(nest, MARGIN + _SIDE, y + head)
        rect = Rect(MARGIN, y, wide, head + nest.height + _SIDE)
        word = Word(MARGIN + _SIDE, y + 18, text, SMALL + 1, MUTED, bold=True)
        return Frame(rect, word), rect.bottom, MARGIN + wide

    def _arrows(
        self,
        columns: Sequence[PlacedColumn],
        threads: Frame | None,
        bands: Sequence[Frame],
        bottom: float,
    ) -> tuple[PlacedArrow, ...]:
        placing = Arrows(self.figure.arrows, columns, self.boxes, self.lines, bottom)
        for word in (frame.word for frame in (threads, *bands) if frame is not None):
            if word.text:
                placing.solid.append(Rect(word.x, word.y - 12, word.width, 14))
        return placing.placed()

    def _parts(self) -> Iterator[range]:
        """Yield the bands over parallel phases, broken where a row ends."""
        for first, last in self.figure.bands:
            for row in self.rows:
                part = range(max(first, row.start), min(last + 1, row.stop))
                if part:
                    yield part

    def _bands(self, columns: Sequence[PlacedColumn]) -> Iterator[Frame]:
        text = Notice("draw.band").text(self.lang)
        for part in self._parts():
            first, last = columns[part.start].rect, columns[part.stop - 1].rect
            y = first.y - self._roof(self.row[part.start]) - _BAND
            rect = Rect(first.x, y, last.right - first.x, _BAND - 6)
            yield Frame(rect, Word(first.x + _SIDE, y + 14, text, SMALL, MUTED))

    def _foot(self, y: float) -> Iterator[Word]:
        if not has_graphviz():
            text = Notice("draw.fallback").text(self.lang)
            yield Word(MARGIN, y, text, SMALL, MUTED)
