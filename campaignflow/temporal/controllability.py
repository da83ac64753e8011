"""Whether a plan can be kept however long the durations take that nobody here decides.

A report lies with the authority above for five to twenty days: the plan is *dynamically
controllable* if its own dates can be chosen day by day, each knowing only the answers that have
come, so that every bound is kept whatever day the next answer comes. Consistency asks less: that
there be one lucky course.

The way is that of P. Morris, "Dynamic controllability and dispatchability relationships"
(CPAIOR 2014): from each point into which a bound pulls back, follow bounds backwards while time
runs short; a way that comes back into itself is a contradiction, one that has time left becomes a
bound of its own.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from heapq import heappop, heappush
from typing import NamedTuple

from campaignflow.temporal.network import Conflict, Network


class Given(NamedTuple):
    """Hold a duration that is decided elsewhere.

    Attributes:
        earlier: Point at which it starts, decided here.
        later: Point at which it ends, decided elsewhere.
        least: Least time it takes. Units: those of the network.
        most: Most time it takes.
    """

    earlier: int
    later: int
    least: int
    most: int


def controllable(network: Network, given: Collection[Given]) -> bool:
    """Say whether every bound can be kept whatever the given durations turn out to be.

    Args:
        network: Bounds that are ours to keep.
        given: Durations that are not; a point ends at most one of them.

    Raises:
        ValueError: A duration is at least longer than at most, or two end at one point.

    Example:
        An answer comes after 1 to 5 days; the meeting is 3 days after the question was sent, and
        not before the answer. One that may be put off until the answer is there can be kept.

        >>> net = Network(3)
        >>> _ = net.at_least(1, 2), net.at_least(0, 2, 3), net.at_most(0, 2, 3)
        >>> controllable(net, [Given(0, 1, 1, 5)])
        False
        >>> net = Network(3)
        >>> _ = net.at_least(1, 2), net.at_least(0, 2, 3), net.at_most(0, 2, 5)
        >>> controllable(net, [Given(0, 1, 1, 5)])
        True
    """
    _check(given)
    bounded = network.copy()
    for link in given:
        bounded.between(*link)
    if isinstance(bounded.earliest(), Conflict):
        return False
    return _Waves(network, given).hold()


def blamed(network: Network, given: Collection[Given]) -> list[Given]:
    """Return given durations which together cannot be lived with, none of them too many.

    Empty where all can be, or where the bounds contradict one another anyhow.
    """
    if controllable(network, given):
        return []
    kept, ours = list(given), network
    for link in given:
        without = [other for other in kept if other is not link]
        trial = ours.copy()
        trial.between(*link)
        if not controllable(trial, without):
            kept, ours = without, trial
    return kept


def _check(given: Iterable[Given]) -> None:
    ends = set()
    for link in given:
        if link.least > link.most:
            raise ValueError(f"{link.least} to {link.most}: give least <= most")
        if link.later in ends:
            raise ValueError(f"point {link.later} ends two given durations")
        ends.add(link.later)


class _Waves:
    """Hold the bounds as lengths "at most so long after", and those found on the way.

    A given duration is split at its least time: up to there it is certain, the rest is anybody's
    guess, between nothing (``quick``) and ``most - least``.
    """

    def __init__(self, network: Network, given: Collection[Given]) -> None:
        points = network.points + len(given)
        self.into: list[dict[int, int]] = [{} for _ in range(points)]
        self.pulls: list[bool] = [False] * points
        self.quick: dict[int, int] = {}
        self.slow: dict[int, tuple[int, int]] = {}
        for earlier, later, gap in zip(network.source, network.target, network.gap, strict=True):
            self._add(later, earlier, -gap)
        for middle, link in enumerate(given, network.points):
            rest = link.most - link.least
            self._add(link.earlier, middle, link.least)
            self._add(middle, link.earlier, -link.least)
            self._add(middle, link.later, rest)
            self._add(link.later, middle, 0)
            self.quick[link.later] = middle
            if rest:
                self.slow[middle] = (link.later, -rest)
                self.pulls[middle] = True
        self.done: set[int] = set()

    def _add(self, source: int, target: int, length: int) -> None:
        known = self.into[target].get(source)
        if known is None or length < known:
            self.into[target][source] = length
            self.pulls[target] = self.pulls[target] or length < 0

    def hold(self) -> bool:
        """Say whether no wave comes back into itself."""
        return all(self._wave(point) for point in range(len(self.into)) if self.pulls[point])

    def _wave(self, first: int) -> bool:
        """Send a wave from ``first``, and from each point that must have had its own before.

        The stack stands for recursion: ten thousand points may hang on one another.
        """
        stack = [(first, self._start(first))]
        under_way = {first}
        while stack:
            origin, (best, queue) = stack[-1]
            needed = None if origin in self.done else self._run(origin, best, queue)
            if needed is None:
                self.done.add(origin)
                under_way.discard(origin)
                stack.pop()
            elif needed in under_way:
                return False
            else:
                under_way.add(needed)
                stack.append((needed, self._start(needed)))
        return True

    def _start(self, origin: int) -> tuple[dict[int, int], list[tuple[int, int]]]:
        best: dict[int, int] = {}
        pulling = {p: length for p, length in self.into[origin].items() if length < 0}
        if origin in self.slow:
            point, length = self.slow[origin]
            pulling[point] = min(length, pulling.get(point, 0))
        queue: list[tuple[int, int]] = []
        for point, length in pulling.items():
            best[point] = length
            heappush(queue, (length, point))
        return best, queue

    def _run(self, origin: int, best: dict[int, int], queue: list[tuple[int, int]]) -> int | None:
        """Go on with a wave; return the point whose own wave must be done first, if there is."""
        while queue:
            length, point = queue[0]
            if best[point] < length:
                heappop(queue)
                continue
            if length >= 0:
                heappop(queue)
                self._add(point, origin, length)
                continue
            if point == origin or (self.pulls[point] and point not in self.done):
                return point
            heappop(queue)
            for before, more in self._steps(origin, point):
                found = length + more
                if found < best.get(before, found + 1):
                    best[before] = found
                    heappush(queue, (found, before))
        return None

    def _steps(self, origin: int, point: int) -> Iterable[tuple[int, int]]:
        """Yield the bounds into ``point`` that do not pull, and how long each is.

        A duration that is short cannot be met by waiting for its own end.
        """
        yield from ((before, more) for before, more in self.into[point].items() if more >= 0)
        middle = self.quick.get(point)
        if middle is not None and middle != origin:
            yield middle, 0
