"""Find ways for arrows between boxes far apart: level and upright pieces that cut through no box.

The search runs over a coarse grid of lines that lie between the boxes, by A* with a price on bends
and on lying upon another arrow.
"""

from __future__ import annotations

import itertools
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from heapq import heappop, heappush
from typing import Final, NamedTuple

from campaignflow.draw.geometry import Point, Rect

STUB: Final = 10.0
_CLEAR: Final = 4.0
_BEND: Final = 30.0
_SHARED: Final = 25.0
_APART: Final = 5.0

_LEVEL, _UPRIGHT = 0, 1


class Port(NamedTuple):
    """A place on an outline where an arrow may touch it, and the way out from there."""

    at: Point
    out: Point

    @property
    def free(self) -> Point:
        """The first place off the outline."""
        return Point(self.at.x + self.out.x * STUB, self.at.y + self.out.y * STUB)

    @property
    def axis(self) -> int:
        """Whether the way out is level or upright."""
        return _LEVEL if self.out.x else _UPRIGHT


def ports(rect: Rect) -> list[Port]:
    """Return the places where an arrow may touch a box: three on each side."""
    found = []
    for share in (0.5, 0.28, 0.72):
        x, y = rect.x + rect.width * share, rect.y + rect.height * share
        found.append(Port(Point(rect.right, y), Point(1, 0)))
        found.append(Port(Point(rect.x, y), Point(-1, 0)))
        found.append(Port(Point(x, rect.y), Point(0, -1)))
        found.append(Port(Point(x, rect.bottom), Point(0, 1)))
    return found


def facing(start: Rect, end: Rect) -> list[tuple[Port, Port]]:
    """Return ports from which a straight line leads over, where two boxes face each other."""
    found = []
    x, right = max(start.x, end.x), min(start.right, end.right)
    if right - x > _BEND:
        middle = (x + right) / 2
        down = 1 if start.bottom <= end.y else -1
        a, b = (start.bottom, end.y) if down > 0 else (start.y, end.bottom)
        found.append(
            (Port(Point(middle, a), Point(0, down)), Port(Point(middle, b), Point(0, -down)))
        )
    y, bottom = max(start.y, end.y), min(start.bottom, end.bottom)
    if bottom - y > _BEND:
        middle = (y + bottom) / 2
        along = 1 if start.right <= end.x else -1
        a, b = (start.right, end.x) if along > 0 else (start.x, end.right)
        found.append(
            (Port(Point(a, middle), Point(along, 0)), Port(Point(b, middle), Point(-along, 0)))
        )
    return found


class Router:
    """Route arrows one after the other over a grid of lines.

    Args:
        obstacles: What no arrow may cut through.
        xs: Places of upright lines.
        ys: Places of level lines.
    """

    def __init__(self, obstacles: Iterable[Rect], xs: Iterable[float], ys: Iterable[float]) -> None:
        self.obstacles = [rect.grown(_CLEAR) for rect in obstacles]
        self.xs, self.ys = sorted(set(xs)), sorted(set(ys))

    def way(
        self,
        starts: Sequence[Port],
        ends: Sequence[Port],
        used: Sequence[tuple[Point, Point]] = (),
    ) -> tuple[Point, ...] | None:
        """Return the corners of the cheapest way from one of ``starts`` to one of ``ends``.

        Args:
            starts: Where it may leave.
            ends: Where it may arrive.
            used: Pieces of earlier arrows, which it should not lie upon.

        Returns:
            The corners with both ports; None if there is no way.
        """
        frees = [port.free for port in (*starts, *ends)]
        grid = _Grid(
            sorted({*self.xs, *(p.x for p in frees)}),
            sorted({*self.ys, *(p.y for p in frees)}),
            self.obstacles,
            used,
        )
        return grid.way(starts, ends)


class _Grid:
    """The lines of one search with the price of every piece; negative where a box is in the way."""

    def __init__(
        self,
        xs: list[float],
        ys: list[float],
        obstacles: Sequence[Rect],
        used: Sequence[tuple[Point, Point]],
    ) -> None:
        self.xs, self.ys = xs, ys
        self.level = [[b - a for a, b in itertools.pairwise(xs)] for _ in ys]
        self.upright = [[b - a for a, b in itertools.pairwise(ys)] for _ in xs]
        for rect in obstacles:
            self._block(rect)
        for a, b in used:
            self._lie(a, b)

    def _block(self, rect: Rect) -> None:
        xs, ys = self.xs, self.ys
        for lines, first, last, others, low, high in (
            (self.level, rect.y, rect.bottom, (ys, xs), rect.x, rect.right),
            (self.upright, rect.x, rect.right, (xs, ys), rect.y, rect.bottom),
        ):
            across, along = others
            begin = max(0, bisect_right(along, low) - 1)
            stop = min(len(along) - 1, bisect_left(along, high))
            for line in lines[bisect_right(across, first) : bisect_left(across, last)]:
                for index in range(begin, stop):
                    line[index] = -1.0

    def _lie(self, a: Point, b: Point) -> None:
        """Raise the price of lying upon the piece from ``a`` to ``b``, not of crossing it."""
        level = a.y == b.y
        lines, across, along = (
            (self.level, self.ys, self.xs) if level else (self.upright, self.xs, self.ys)
        )
        place = a.y if level else a.x
        low, high = sorted((a.x, b.x) if level else (a.y, b.y))
        begin = max(0, bisect_right(along, low) - 1)
        stop = min(len(along) - 1, bisect_left(along, high))
        near = slice(bisect_left(across, place - _APART), bisect_right(across, place + _APART))
        for line in lines[near]:
            for index in range(begin, stop):
                line[index] *= _SHARED

    def way(self, starts: Sequence[Port], ends: Sequence[Port]) -> tuple[Point, ...] | None:
        goals = {(*self._index(port.free), port.axis): port for port in reversed(ends)}
        first = {(*self._index(port.free), port.axis): port for port in reversed(starts)}
        places = [port.free for port in ends]
        box = (
            min(p.x for p in places), max(p.x for p in places),
            min(p.y for p in places), max(p.y for p in places),
        )  # fmt: skip
        queue = [(self._left(node, box), 0.0, node) for node in first]
        queue.sort()
        cost = dict.fromkeys(first, 0.0)
        came: dict[tuple[int, int, int], tuple[int, int, int]] = {}
        while queue:
            _estimate, spent, node = heappop(queue)
            if node in goals:
                return self._corners(node, came, first, goals)
            if spent > cost[node]:
                continue
            for price, other in self._next(node):
                total = spent + price
                if total < cost.get(other, 1e18):
                    cost[other], came[other] = total, node
                    heappush(queue, (total + self._left(other, box), total, other))
        return None

    def _index(self, point: Point) -> tuple[int, int]:
        return bisect_left(self.xs, point.x), bisect_left(self.ys, point.y)

    def _left(self, node: tuple[int, int, int], box: tuple[float, float, float, float]) -> float:
        x, y = self.xs[node[0]], self.ys[node[1]]
        return max(box[0] - x, x - box[1], 0.0) + max(box[2] - y, y - box[3], 0.0)

    def _next(self, node: tuple[int, int, int]) -> Iterable[tuple[float, tuple[int, int, int]]]:
        i, j, axis = node
        yield _BEND, (i, j, 1 - axis)
        prices = self.level[j] if axis == _LEVEL else self.upright[i]
        index = i if axis == _LEVEL else j
        for step, price in ((1, index), (-1, index - 1)):
            if 0 <= price < len(prices) and prices[price] >= 0:
                yield prices[price], (i + step, j, axis) if axis == _LEVEL else (i, j + step, axis)

    def _corners(
        self,
        node: tuple[int, int, int],
        came: dict[tuple[int, int, int], tuple[int, int, int]],
        first: dict[tuple[int, int, int], Port],
        goals: dict[tuple[int, int, int], Port],
    ) -> tuple[Point, ...]:
        points = [goals[node].at]
        while True:
            points.append(Point(self.xs[node[0]], self.ys[node[1]]))
            if node not in came:
                break
            node = came[node]
        points.append(first[node].at)
        return _straightened(points[::-1])


def _straightened(points: Sequence[Point]) -> tuple[Point, ...]:
    """Leave out every point at which nothing turns."""
    apart = [a for a, b in itertools.pairwise(points) if a != b]
    kept = apart[:1]
    for before, here, after in zip(apart, apart[1:], [*apart[2:], points[-1]], strict=False):
        if not (before.y == here.y == after.y or before.x == here.x == after.x):
            kept.append(here)
    return (*kept, points[-1])
