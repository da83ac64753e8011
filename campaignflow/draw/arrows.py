"""Ways and labels of all arrows, once every box has its place."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from campaignflow.draw.arrange import straight
from campaignflow.draw.blocks import Word
from campaignflow.draw.figure import Arrow
from campaignflow.draw.geometry import Line, Point, Rect
from campaignflow.draw.nest import LEADING, label_lines, label_size
from campaignflow.draw.route import STUB, Port, Router, facing, ports
from campaignflow.draw.scene import PlacedArrow, PlacedBox, PlacedColumn
from campaignflow.draw.text import width
from campaignflow.draw.theme import BACK, MUTED, SMALL

ROOF: Final = 12.0
_LANES: Final = (0.0, 7.0)
_PORTS: Final = (24.0, 12.0, 36.0)
_CHANNEL: Final = 20.0
_SHARES: Final = (0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8, 0.1, 0.9)


class Arrows:
    """Place arrows: those with a way as it is, the others by routing them between the boxes.

    Args:
        arrows: Every edge of the figure.
        columns: The phases.
        boxes: Every step, at its place.
        lines: Arrow key -> way, where the layout has found one.
        bottom: Lower edge of everything.
    """

    def __init__(
        self,
        arrows: Sequence[Arrow],
        columns: Sequence[PlacedColumn],
        boxes: Sequence[PlacedBox],
        lines: Mapping[str, Line],
        bottom: float,
    ) -> None:
        self.arrows, self.columns, self.lines = arrows, columns, lines
        self.rects = {placed.box.key: placed.rect for placed in boxes}
        self.heads = {c.column.head.key: c for c in columns}
        self.solid = [*map(_solid, boxes), *(column.head for column in columns)]
        self.groups = [placed.rect for placed in boxes if placed.box.parts]
        self.bottom = bottom
        self.taken: list[Rect] = []
        self.used: list[tuple[Point, Point]] = []
        self.outlines = [side for rect in self.groups for side in _sides(rect)]

    def placed(self) -> tuple[PlacedArrow, ...]:
        """Return every arrow at its place, in the order of the plan."""
        found = {a.key: self._labelled(a, self.lines[a.key]) for a in self._known()}
        for arrow in sorted(self._unknown(), key=self._distance):
            found[arrow.key] = self._labelled(arrow, self._routed(arrow))
        return tuple(found[arrow.key] for arrow in self.arrows)

    def _known(self) -> Iterator[Arrow]:
        yield from (arrow for arrow in self.arrows if arrow.key in self.lines)

    def _unknown(self) -> Iterator[Arrow]:
        yield from (arrow for arrow in self.arrows if arrow.key not in self.lines)

    def _distance(self, arrow: Arrow) -> float:
        a, b = self._rect(arrow.source).middle, self._rect(arrow.target).middle
        return abs(a.x - b.x) + abs(a.y - b.y)

    def _rect(self, key: str) -> Rect:
        head = self.heads.get(key)
        return head.rect if head else self.rects[key]

    # --- ways

    def _routed(self, arrow: Arrow) -> Line:
        starts, ends = self._ports(arrow.source), self._ports(arrow.target)
        if self._apart(arrow):
            starts, ends = ([port for port in own if port.out.y] for own in (starts, ends))
        if not {arrow.source, arrow.target} & self.heads.keys():
            for a, b in facing(self.rects[arrow.source], self.rects[arrow.target]):
                starts.append(a)
                ends.append(b)
        near = [column for column in self.columns if self._touches(column, arrow)]
        solid = [r for r in self.solid if not any(r.meets(c.rect) for c in self.columns)]
        solid += [c.rect for c in self.columns if c not in near]
        solid += [r for c in near for r in self.solid if r.meets(c.rect)]
        ys = self._ys(solid, roof=not near)
        router = Router([*solid, *self.taken], self._xs(near, solid), ys)
        way = router.way(starts, ends, [*self.used, *self.outlines])
        if way is None:
            return straight(self._rect(arrow.source), self._rect(arrow.target))
        self.used += itertools.pairwise(way)
        return Line(way)

    def _apart(self, arrow: Arrow) -> bool:
        """Return whether an arrow leads from a phase to one in another row."""
        ends = (self.heads.get(arrow.source), self.heads.get(arrow.target))
        return len({column.rect.y for column in ends if column is not None}) > 1

    def _touches(self, column: PlacedColumn, arrow: Arrow) -> bool:
        """Return whether an end of the arrow is a step in this column."""
        ends = (arrow.source, arrow.target)
        return any(k in self.rects and self.rects[k].meets(column.rect) for k in ends)

    def _ports(self, key: str) -> list[Port]:
        column = self.heads.get(key)
        if column is None:
            return ports(self.rects[key])
        rect = column.rect
        found = []
        for x in (rect.x + rect.width * share for share in (0.5, 0.35, 0.65)):
            found.append(Port(Point(x, rect.bottom), Point(0, 1)))
            if rect.y > self._spans()[0][0]:
                found.append(Port(Point(x, rect.y), Point(0, -1)))
        for y in _PORTS:
            found.append(Port(Point(rect.right, column.head.y + y), Point(1, 0)))
            found.append(Port(Point(rect.x, column.head.y + y), Point(-1, 0)))
        return found

    def _xs(self, near: Sequence[PlacedColumn], solid: Sequence[Rect]) -> Iterator[float]:
        for column in self.columns:
            yield from (column.rect.x - STUB - lane for lane in _LANES)
            yield from (column.rect.right + STUB + lane for lane in _LANES)
        for rect in solid:
            if not self.columns or any(rect.meets(c.rect) for c in near) or rect.y > self._floor:
                yield from (rect.x - STUB, rect.right + STUB)

    def _ys(self, solid: Sequence[Rect], *, roof: bool) -> Iterator[float]:
        """Yield the places of level lines: above and below boxes, and in the channels."""
        top = min((top for top, _bottom in self._spans()), default=0.0)
        for rect in solid:
            yield from (y for y in (rect.y - STUB, rect.bottom + STUB) if y > top)
        for y, end in self._channels():
            yield from (y + lane * _CHANNEL for lane in range(int((end - y) // _CHANNEL) + 1))
        if roof:
            for y, _bottom in self._spans():
                yield from (y - STUB - ROOF * lane for lane in range(len(self.columns)))

    def _spans(self) -> list[tuple[float, float]]:
        """Return where each row of phases begins and ends, from top to bottom."""
        return sorted({(column.rect.y, column.rect.bottom) for column in self.columns})

    def _channels(self) -> Iterator[tuple[float, float]]:
        """Yield the first and last level line in the room below each row."""
        spans = self._spans()
        tops = [*(top - STUB for top, _bottom in spans[1:]), self.bottom]
        for (_top, bottom), end in zip(spans, tops, strict=True):
            yield bottom + STUB, end

    @property
    def _floor(self) -> float:
        return max((column.rect.bottom for column in self.columns), default=0.0)

    # --- labels

    def _labelled(self, arrow: Arrow, line: Line) -> PlacedArrow:
        size = label_size(arrow)
        if size is None:
            return PlacedArrow(arrow, line)
        centre = line.label or self._spot(line.points, size)
        ground = Rect(centre.x - size[0] / 2, centre.y - size[1] / 2, *size)
        self.taken.append(ground)
        ink = BACK if arrow.kind == "reopen" else MUTED
        words = tuple(
            Word(
                round(centre.x - width(text, SMALL) / 2, 1),
                round(ground.y + 12 + index * LEADING, 1),
                text,
                SMALL,
                ink,
            )
            for index, text in enumerate(label_lines(arrow))
        )
        return PlacedArrow(arrow, line, words, ground)

    def _spot(self, points: Sequence[Point], size: tuple[float, float]) -> Point:
        """Return a place on the line where the label covers nothing, or the best there is."""
        pieces = sorted(itertools.pairwise(points), key=_weight, reverse=True)
        spots = [
            Point(a.x + (b.x - a.x) * share, a.y + (b.y - a.y) * share)
            for a, b in pieces
            for share in _SHARES
        ]
        blocked = [*self.solid, *self.taken, *self._borders()]
        for spot in spots:
            ground = Rect(spot.x - size[0] / 2, spot.y - size[1] / 2, *size)
            if not any(ground.meets(rect) for rect in blocked):
                return spot
        return spots[0]

    def _borders(self) -> Iterator[Rect]:
        """Yield the outlines of phases and groups, which labels should not cover."""
        for x, y, wide, high in (*(column.rect for column in self.columns), *self.groups):
            yield from (Rect(edge - 2, y, 4, high) for edge in (x, x + wide))
            yield Rect(x, y + high - 2, wide, 4)


def _sides(rect: Rect) -> Iterator[tuple[Point, Point]]:
    corners = (
        Point(rect.x, rect.y),
        Point(rect.right, rect.y),
        Point(rect.right, rect.bottom),
        Point(rect.x, rect.bottom),
    )
    yield from zip(corners, (*corners[1:], corners[0]), strict=True)


def _weight(piece: tuple[Point, Point]) -> float:
    """Prefer long pieces, and level ones, for labels."""
    a, b = piece
    return abs(a.x - b.x) * 2 + abs(a.y - b.y)


def _solid(placed: PlacedBox) -> Rect:
    """Return what arrows and labels keep clear of: the box, or the head of a group."""
    rect, block = placed.rect, placed.block
    return Rect(rect.x, rect.y, block.width, block.height) if placed.box.parts else rect
