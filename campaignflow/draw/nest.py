"""Give every box its size and its place within its container, groups from the inside out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import attrs

from campaignflow.draw.arrange import Arrangement, Item, Link, arrange
from campaignflow.draw.blocks import PAD, STACK, step_block
from campaignflow.draw.figure import Arrow, PhaseFigure, StepBox
from campaignflow.draw.geometry import Line, Rect
from campaignflow.draw.scene import PlacedBox
from campaignflow.draw.text import width, wrap
from campaignflow.draw.theme import SMALL
from campaignflow.messages import Lang

ROOT: Final = ""
THREADS: Final = "-"
LABEL: Final = 92.0
LEADING: Final = 13.5


def label_lines(arrow: Arrow) -> tuple[str, ...]:
    """Return the label of an arrow as lines."""
    return wrap(arrow.label, SMALL, LABEL, most=3, even=True)


def label_size(arrow: Arrow) -> tuple[float, float] | None:
    """Return width and height of an arrow's label with some air; None without one."""
    lines = label_lines(arrow)
    if not lines:
        return None
    return max(width(line, SMALL) for line in lines) + 10, len(lines) * LEADING + 5


@attrs.frozen
class Nest:
    """Hold what one container holds, placed from its upper left corner.

    Attributes:
        boxes: Boxes at every depth, groups before their parts.
        lines: Arrow key -> its way, for arrows between neighbours.
    """

    width: float = 0.0
    height: float = 0.0
    boxes: tuple[PlacedBox, ...] = ()
    lines: Mapping[str, Line] = attrs.field(factory=dict)


class Nester:
    """Place the contents of phases, of groups and of the row of threads."""

    def __init__(self, figure: PhaseFigure, lang: Lang) -> None:
        self.lang = lang
        self.above: dict[str, str] = {}
        for column in figure.columns:
            self.above[column.head.key] = ROOT
            self._remember(column.steps, column.head.key)
        self._remember(figure.threads, THREADS)
        self.links: dict[str, list[Link]] = defaultdict(list)
        for arrow in figure.arrows:
            self._link(arrow)

    def _remember(self, boxes: Sequence[StepBox], above: str) -> None:
        for box in boxes:
            self.above[box.key] = above
            self._remember(box.parts, box.key)

    def _chain(self, key: str) -> list[str]:
        """Return ``key`` and the containers around it, from the inside out."""
        chain = [key]
        while chain[-1] in self.above:
            chain.append(self.above[chain[-1]])
        return chain

    def top(self, key: str) -> str:
        """Return the phase that a node is in, or :data:`THREADS`."""
        chain = self._chain(key)
        return chain[-2] if chain[-1] == ROOT else chain[-1]

    def _link(self, arrow: Arrow) -> None:
        """Let an arrow order the containers of its ends within the one that holds both."""
        source, target = self._chain(arrow.source), self._chain(arrow.target)
        common = next((key for key in source if key in target), None)
        if common is None or common in (arrow.source, arrow.target, ROOT):
            return
        a, b = source[source.index(common) - 1], target[target.index(common) - 1]
        direct = (a, b) == (arrow.source, arrow.target)
        back = arrow.kind == "reopen"
        if direct:
            self.links[common].append(Link(arrow.key, a, b, label_size(arrow), back))
        elif not back:
            self.links[common].append(Link(None, a, b))

    def nest(self, boxes: Sequence[StepBox], container: str, most: float | None = None) -> Nest:
        """Return ``boxes``, the contents of ``container``, with everything inside them placed."""
        inner = {box.key: self._inside(box) for box in boxes}
        items = [Item(key, nest.width, nest.height) for key, nest in inner.items()]
        places = arrange(items, self.links[container], most)
        placed = tuple(self._put(inner, places))
        lines = dict(places.lines)
        for key, nest in inner.items():
            at = places.at[key]
            lines |= {k: line.shifted(at.x, at.y) for k, line in nest.lines.items()}
        return Nest(places.width, places.height, placed, lines)

    def _put(self, inner: Mapping[str, Nest], places: Arrangement) -> Iterator[PlacedBox]:
        for key, nest in inner.items():
            at = places.at[key]
            wider = at.width - nest.width
            first, *rest = nest.boxes
            rect = first.rect.shifted(at.x, at.y)
            yield attrs.evolve(first, rect=rect._replace(width=rect.width + wider))
            for placed in rest:
                yield attrs.evolve(placed, rect=placed.rect.shifted(at.x, at.y))

    def _inside(self, box: StepBox) -> Nest:
        """Return one box with its parts; the box itself comes first."""
        block = step_block(box, self.lang)
        edge = 2 * STACK if box.stack else 0.0
        if not box.parts:
            rect = Rect(0, 0, block.width, block.height)
            return Nest(block.width + edge, block.height + edge, (PlacedBox(box, rect, block),))
        inner = self.nest(box.parts, box.key)
        wide = max(block.width, inner.width + 2 * PAD + 4)
        dx, dy = (wide - inner.width) / 2, block.height + 2
        rect = Rect(0, 0, wide, dy + inner.height + PAD + 4)
        boxes = [attrs.evolve(p, rect=p.rect.shifted(dx, dy)) for p in inner.boxes]
        lines = {key: line.shifted(dx, dy) for key, line in inner.lines.items()}
        placed = (PlacedBox(box, rect, block), *boxes)
        return Nest(wide + edge, rect.height + edge, placed, lines)
