"""Simple temporal networks: points in time and how far apart they must be.

A network knows nothing of campaigns: its points are numbers, its bounds are whole units of time,
and it can hold any project. Each bound has the form "``later`` comes at least ``gap`` units after
``earlier``"; "at most" is the same bound the other way round with a negative gap.

Times are found by relaxing bounds in sweeps: within a sweep along an order in which bounds that
push forward lead ahead, so that a plan without upper bounds needs one sweep, and one more for each
time a bound that pulls back matters. Bounds that contradict one another drive each other up in a
circle; the circle shows in the pointers that remember which bound pushed each point last.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from heapq import heapify, heappop, heappush

import attrs


@attrs.frozen
class Conflict:
    """Hold bounds that cannot all be kept.

    Attributes:
        bounds: Numbers of the bounds, each beginning where the one before it ends; the last leads
            back to the first.
    """

    bounds: tuple[int, ...]


@attrs.frozen
class Times:
    """Hold a time for every point.

    Attributes:
        at: Time of each point.
        pushed_by: For each point the bound that gives it this time, -1 where the floor does.
    """

    at: Sequence[int]
    pushed_by: Sequence[int]


class Network:
    """Hold points in time and the bounds between them.

    Attributes:
        points: Number of points.
        source: Earlier point of each bound.
        target: Later point of each bound.
        gap: Least time from the one to the other. Units: those of the caller, whole.

    Example:
        >>> net = Network(3)
        >>> first = net.at_least(0, 1, 5)
        >>> second = net.at_least(1, 2, 4)
        >>> list(net.earliest().at), list(net.latest(20).at)
        ([0, 5, 9], [11, 16, 20])
        >>> net.at_most(0, 2, 8)
        2
        >>> sorted(net.earliest().bounds)
        [0, 1, 2]
    """

    def __init__(self, points: int = 0) -> None:
        self.points = points
        self.source: list[int] = []
        self.target: list[int] = []
        self.gap: list[int] = []

    def copy(self) -> Network:
        """Return a network of the same bounds that can be added to apart."""
        other = Network(self.points)
        other.source, other.target = [*self.source], [*self.target]
        other.gap = [*self.gap]
        return other

    def add(self) -> int:
        """Add a point and return its number."""
        self.points += 1
        return self.points - 1

    def at_least(self, earlier: int, later: int, gap: int = 0) -> int:
        """Add the bound that ``later`` comes ``gap`` units after ``earlier``, or more.

        Returns:
            The number of the bound.
        """
        self.source.append(earlier)
        self.target.append(later)
        self.gap.append(gap)
        return len(self.gap) - 1

    def at_most(self, earlier: int, later: int, gap: int) -> int:
        """Add the bound that ``later`` comes at most ``gap`` units after ``earlier``."""
        return self.at_least(later, earlier, -gap)

    def between(self, earlier: int, later: int, least: int, most: int) -> None:
        """Add both bounds: ``later`` comes ``least`` to ``most`` units after ``earlier``."""
        self.at_least(earlier, later, least)
        self.at_most(earlier, later, most)

    def earliest(self, floor: int = 0, without: frozenset[int] = frozenset()) -> Times | Conflict:
        """Return the earliest time of every point, none before ``floor``.

        Args:
            floor: Time before which nothing happens.
            without: Numbers of bounds to leave out.
        """
        return _relaxed([floor] * self.points, self.source, self.target, self.gap, without)

    def latest(
        self, ceiling: int, without: frozenset[int] = frozenset(), origin: int | None = None
    ) -> Times | Conflict:
        """Return the latest time of every point.

        Args:
            ceiling: Time after which nothing happens.
            without: Numbers of bounds to leave out.
            origin: Point that stays at 0, if there is one.
        """
        floor = [-ceiling] * self.points
        if origin is not None:
            floor[origin] = 0
        found = _relaxed(floor, self.target, self.source, self.gap, without)
        if isinstance(found, Conflict):
            return Conflict(found.bounds[::-1])
        return Times([-at for at in found.at], found.pushed_by)


def _relaxed(
    at: list[int],
    source: Sequence[int],
    target: Sequence[int],
    gap: Sequence[int],
    without: frozenset[int],
) -> Times | Conflict:
    """Return the least times from ``at`` on that keep every bound, or bounds that none keep."""
    points = len(at)
    leaving: list[list[tuple[int, int, int]]] = [[] for _ in range(points)]
    for bound, (earlier, later, least) in enumerate(zip(source, target, gap, strict=True)):
        if bound not in without:
            leaving[earlier].append((bound, later, least))
    place = _places(points, leaving)
    pushed_by = [-1] * points
    waiting = [True] * points
    sweep = sorted((place[point], point) for point in range(points))
    sweeps, check_at = 0, 1
    while sweep:
        behind: list[tuple[int, int]] = []
        while sweep:
            rank, point = heappop(sweep)
            waiting[point] = False
            now = at[point]
            for bound, later, least in leaving[point]:
                if now + least > at[later]:
                    at[later] = now + least
                    pushed_by[later] = bound
                    if not waiting[later]:
                        waiting[later] = True
                        if place[later] > rank:
                            heappush(sweep, (place[later], later))
                        else:
                            behind.append((place[later], later))
        sweeps += 1
        sweep = behind
        heapify(sweep)
        if sweeps == check_at or not sweep:
            check_at *= 2
            circle = _circle(pushed_by, source)
            if circle:
                return Conflict(circle)
    return Times(at, pushed_by)


def _places(points: int, leaving: Sequence[Sequence[tuple[int, int, int]]]) -> list[int]:
    """Return the rank of each point in an order along the bounds that push forward."""
    before = [0] * points
    for bounds in leaving:
        for _bound, later, least in bounds:
            before[later] += least >= 0
    ready = deque(point for point in range(points) if not before[point])
    place = [points] * points
    rank = 0
    while ready:
        point = ready.popleft()
        place[point] = rank
        rank += 1
        for _bound, later, least in leaving[point]:
            if least >= 0:
                before[later] -= 1
                if not before[later]:
                    ready.append(later)
    return place


def _circle(pushed_by: Sequence[int], source: Sequence[int]) -> tuple[int, ...]:
    """Return a circle of bounds that pushed one another, or nothing if there is none."""
    seen = [-1] * len(pushed_by)
    for start in range(len(pushed_by)):
        point = start
        while seen[point] < 0 and pushed_by[point] >= 0:
            seen[point] = start
            point = source[pushed_by[point]]
        if seen[point] == start and pushed_by[point] >= 0:
            return _round(pushed_by, source, point)
    return ()


def _round(pushed_by: Sequence[int], source: Sequence[int], point: int) -> tuple[int, ...]:
    bounds = [pushed_by[point]]
    while source[bounds[-1]] != point:
        bounds.append(pushed_by[source[bounds[-1]]])
    return tuple(reversed(bounds))
