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
from campaignflow.draw.scene import Frame, PlacedArrow, PlacedBox, PlacedColumn, Scene
from campaignflow.draw.theme import HEAD, MUTED, SMALL, TITLE
from campaignflow.messages import Lang, Notice

MARGIN: Final = 24.0
_SIDE: Final = 20.0
_GUTTER: Final = 44.0
_LANE: Final = 20.0
_BAND: Final = 26.0
_TRACK: Final = 14.0
_WIDEST_HEAD: Final = 300.0


def lay_out(figure: PhaseFigure, lang: Lang) -> Scene:
    """Return ``figure`` with every part at its place."""
    return _Layout(figure, lang).scene()


class _Layout:
    def __init__(self, figure: PhaseFigure, lang: Lang) -> None:
        self.figure = figure
        self.lang = lang
        self.nester = Nester(figure, lang)
        self.nests = [self.nester.nest(c.steps, c.head.key) for c in figure.columns]
        self.order = {c.head.key: index for index, c in enumerate(figure.columns)}
        self.boxes: list[PlacedBox] = []
        self.lines = {key: line for nest in self.nests for key, line in nest.lines.items()}

    def scene(self) -> Scene:
        head = self._head()
        top = MARGIN + head.height + 10 + (_BAND if self.figure.bands else 0) + self._roof()
        columns = self._columns(top)
        bottom = max((c.rect.bottom for c in columns), default=top - 10) + 10
        right = max([MARGIN + head.width, *(c.rect.right for c in columns)])
        threads, bottom, right = self._threads(bottom + self._lanes(), right)
        arrows = self._arrows(columns, threads, bottom)
        right = max([right, *(a.ground.right for a in arrows if a.ground)])
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
            bands=tuple(self._bands(columns, top)),
            columns=columns,
            threads=threads,
            boxes=tuple(self.boxes),
            arrows=arrows,
            legend=samples,
            foot=foot,
            today=self.figure.today,
        )

    def _head(self) -> Block:
        root = self.figure.root
        box = attrs.evolve(root, title=self.figure.title, dates=(self.figure.note,), tone="plain")
        return head_block(box, self.lang, 900.0, TITLE)

    def _columns(self, top: float) -> tuple[PlacedColumn, ...]:
        heads = [
            head_block(column.head, self.lang, min(max(nest.width, 150.0), _WIDEST_HEAD), HEAD)
            for column, nest in zip(self.figure.columns, self.nests, strict=True)
        ]
        if not heads:
            return ()
        tracked = any(column.track for column in self.figure.columns)
        inner = max(head.height for head in heads) + (_TRACK if tracked else 0) + 20
        height = inner + max(nest.height for nest in self.nests) + _SIDE
        gutters = self._gutters()
        x, found = MARGIN, []
        for i, (column, nest) in enumerate(zip(self.figure.columns, self.nests, strict=True)):
            wide = max(heads[i].width, nest.width) + 2 * _SIDE
            self._take(nest, x + (wide - nest.width) / 2, top + inner)
            rect = Rect(x, top, wide, height)
            head = Rect(x + _SIDE, top + 8, wide - 2 * _SIDE, inner - 20)
            found.append(PlacedColumn(column, rect, head, heads[i]))
            x += wide + gutters[i]
        return tuple(found)

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

    def _lanes(self) -> float:
        """Return the height of the channel below the columns for arrows between them."""
        far = [self._far(arrow) for arrow in self.figure.arrows if not self._between(arrow)]
        return sum(each > 1 for each in far) * _LANE + (12.0 if any(far) else 0.0)

    def _far(self, arrow: Arrow) -> int:
        """Return over how many columns an arrow leads."""
        a, b = self.nester.top(arrow.source), self.nester.top(arrow.target)
        return (
            abs(self.order.get(a, -1) - self.order.get(b, -1)) if THREADS not in (a, b) else a != b
        )

    def _between(self, arrow: Arrow) -> bool:
        """Return whether an arrow leads from phase to phase."""
        return arrow.source in self.order and arrow.target in self.order

    def _roof(self) -> float:
        """Return the height of the channel above the columns for arrows between phases."""
        far = [self._far(arrow) for arrow in self.figure.arrows if self._between(arrow)]
        return sum(each > 1 for each in far) * ROOF

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
        self, columns: Sequence[PlacedColumn], threads: Frame | None, bottom: float
    ) -> tuple[PlacedArrow, ...]:
        placing = Arrows(self.figure.arrows, columns, self.boxes, self.lines, bottom)
        if threads is not None and threads.word.text:
            word = threads.word
            placing.solid.append(Rect(word.x, word.y - 12, word.width, 14))
        return placing.placed()

    def _bands(self, columns: Sequence[PlacedColumn], top: float) -> Iterator[Frame]:
        text = Notice("draw.band").text(self.lang)
        for first, last in self.figure.bands:
            x, y = columns[first].rect.x, top - self._roof() - _BAND
            rect = Rect(x, y, columns[last].rect.right - x, _BAND - 6)
            yield Frame(rect, Word(x + _SIDE, y + 14, text, SMALL, MUTED))

    def _foot(self, y: float) -> Iterator[Word]:
        if not has_graphviz():
            text = Notice("draw.fallback").text(self.lang)
            yield Word(MARGIN, y, text, SMALL, MUTED)
