"""Cycles among events: the strongly connected components, and a short walk round each."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterator

from campaignflow.verification.precedence import Precedence, Wait


def components(net: Precedence) -> Iterator[list[int]]:
    """Yield each set of events of which every one comes, by some way, before every other."""
    links = [[later for later, how in then if how is not Wait.LAPSE] for then in net.then]
    for found in _tarjan(links):
        if len(found) > 1 or found[0] in links[found[0]]:
            yield found


def _tarjan(links: list[list[int]]) -> Iterator[list[int]]:
    """Yield the strongly connected components; Tarjan's algorithm without recursion."""
    number: dict[int, int] = {}
    low: dict[int, int] = {}
    path: list[int] = []
    on_path: set[int] = set()
    for root in range(len(links)):
        calls = [] if root in number else [(root, iter(links[root]))]
        while calls:
            event, ahead = calls[-1]
            if event not in number:
                number[event] = low[event] = len(number)
                path.append(event)
                on_path.add(event)
            for later in ahead:
                if later not in number:
                    calls.append((later, iter(links[later])))
                    break
                if later in on_path:
                    low[event] = min(low[event], number[later])
            else:
                calls.pop()
                if calls:
                    low[calls[-1][0]] = min(low[calls[-1][0]], low[event])
                if low[event] == number[event]:
                    yield _unwound(path, on_path, event)


def _unwound(path: list[int], on_path: set[int], event: int) -> list[int]:
    found = [path.pop()]
    while found[-1] != event:
        found.append(path.pop())
    on_path.difference_update(found)
    return found


def walk_round(net: Precedence, inside: Collection[int]) -> list[int]:
    """Return a short cycle within ``inside``, where each event waits for another one of them.

    Empty if there is none: each of them then waits, in the end, for something else.
    """
    links = [
        [later for later, how in then if how is not Wait.LAPSE and later in inside]
        if event in inside
        else []
        for event, then in enumerate(net.then)
    ]
    circles = (found for found in _tarjan(links) if len(found) > 1 or found[0] in links[found[0]])
    start = min(map(min, circles), default=None)
    return [] if start is None else _shortest(net, start, inside)


def _shortest(net: Precedence, start: int, inside: Collection[int]) -> list[int]:
    came_from: dict[int, int] = {}
    todo = deque([start])
    while start not in came_from:
        event = todo.popleft()
        for later, how in net.then[event]:
            if later in inside and how is not Wait.LAPSE and later not in came_from:
                came_from[later] = event
                todo.append(later)
    walk = [came_from[start]]
    while walk[-1] != start:
        walk.append(came_from[walk[-1]])
    return walk[::-1]
