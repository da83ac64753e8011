"""What the events of a plan wait for, and which of them can never happen.

Each node has two events, its start and its finish. An event happens when everything it must wait
for has happened and its join is met; a node also finishes (it lapses) when what contains it is
closed. What that never reaches is *stuck*, whatever anybody does. Waiving a node is not counted:
the question is whether the plan can be carried out as written.
"""

from __future__ import annotations

import enum
from collections import defaultdict
from collections.abc import Collection, Iterator
from typing import Any

from campaignflow.graph import Arc, Vertex, ender, event_arcs, nodes, opener
from campaignflow.model.campaign import Campaign
from campaignflow.model.nodes import CAMPAIGN, Join, Phase, Step
from campaignflow.model.people import Need
from campaignflow.model.time import Force


class Wait(enum.IntEnum):
    """Say in which way an event waits for another."""

    NEED = 0
    """It cannot happen before."""
    MUST = 1
    """The other is one of a join, by an edge that must hold."""
    SHOULD = 2
    """The other is one of a join, by an edge that should hold."""
    LAPSE = 3
    """It happens together with the other at the latest."""
    SOFT = 4
    """It ought to come later, and need not."""


class Precedence:
    """Hold the events of a campaign by number, and how they wait for one another.

    Attributes:
        vertices: The events: each start, its finish as the next one, and after them all for some
            nodes that they have ``begun``: started or lapsed.
        before: For each event, what it waits for: (event, how).
        then: For each event, what waits for it: (event, how).
        place: (earlier, later) -> path to the element that says so.
        lapsing: Keys of nodes that can be left out: optional, or within an optional one.
        reopened: Key of a node -> keys of the reopen edges that open it a second time.
        involved: Key of a node -> keys of the reopen edges that start or end in it.
        keeping: Nodes whose opener waits for them without containing them.
    """

    def __init__(self, campaign: Campaign, *, staying: bool = False) -> None:
        self.campaign = campaign
        self.vertices: list[tuple[str, str]] = []
        for key in campaign.nodes_by_key:
            self.vertices += (key, "start"), (key, "finish")
        self.number = {vertex: index for index, vertex in enumerate(self.vertices)}
        self.before: list[list[tuple[int, Wait]]] = [[] for _ in self.vertices]
        self.then: list[list[tuple[int, Wait]]] = [[] for _ in self.vertices]
        self.place: dict[tuple[int, int], str] = {}
        self.nodes = nodes(campaign)
        self.enders = {node.key: ender(node) for node in self.nodes}
        self.lapsing = frozenset(self._lapsing())
        self.reopened = self._reopenings("target")
        self.involved = self._reopenings("target", "source")
        for arc in event_arcs(campaign):
            source = self._begun(arc.source) if arc.kind == "with" else arc.source
            self._add(source, arc.target, self._wait(arc), arc.place)
        for node in self.nodes:
            self._add((ender(node), "finish"), (node.key, "finish"), Wait.LAPSE, "")
        self.keeping = [node for node in self.nodes if self._must_stay(node)]
        for node in self.keeping if staying else ():
            self._add((node.key, "start"), (opener(node), "finish"), Wait.NEED, "")
        self.slack = [self._slack(vertex, self.before[v]) for v, vertex in enumerate(self.vertices)]

    def _begun(self, start: Vertex) -> tuple[str, str]:
        """Return the event that a node has started or lapsed, which is all a start waits for."""
        key, begun = start[0], (start[0], "begun")
        if key not in self.lapsing:
            return start
        if begun not in self.number:
            self.number[begun] = len(self.vertices)
            self.vertices.append(begun)
            self.before.append([])
            self.then.append([])
            self._add(start, begun, Wait.NEED, "")
            self._add((key, "finish"), begun, Wait.LAPSE, "")
        return begun

    def _add(self, source: tuple[str, str], target: tuple[str, str], how: Wait, place: str) -> None:
        earlier, later = self.number[source], self.number[target]
        self.before[later].append((earlier, how))
        self.then[earlier].append((later, how))
        if how is not Wait.LAPSE:
            self.place.setdefault((earlier, later), place)

    def _wait(self, arc: Arc) -> Wait:
        if arc.kind in ("after", "with"):
            return Wait.MUST if arc.force is Force.MUST else Wait.SHOULD
        if arc.force is not Force.MUST:
            return Wait.SOFT
        closing = arc.kind == "contains" and arc.target[1] == "finish"
        optional = closing and _need(self.campaign, arc.source[0]) is Need.OPTIONAL
        return Wait.SOFT if optional else Wait.NEED

    def _slack(self, vertex: tuple[str, str], before: list[tuple[int, Wait]]) -> int:
        """Return how many edges of the event's join may stay unmet."""
        count = sum(how in (Wait.MUST, Wait.SHOULD) for _event, how in before)
        join: Join = getattr(self.campaign.node(vertex[0]), "join", "all")
        if join == "all" or not count:
            return 0
        return count - 1 if join == "any" else count - min(join, count)

    def _lapsing(self) -> Iterator[str]:
        inside: dict[str, list[str]] = defaultdict(list)
        for key, above in self.enders.items():
            inside[above].append(key)
        todo = [key for key in self.enders if _need(self.campaign, key) is Need.OPTIONAL]
        seen = set(todo)
        while todo:
            key = todo.pop()
            yield key
            todo += (below for below in inside[key] if below not in seen)
            seen.update(inside[key])

    def _reopenings(self, *ends: str) -> dict[str, set[str]]:
        """Return for each node the reopen edges with an end in it; ``ends`` says which ends."""
        found: dict[str, set[str]] = defaultdict(set)
        for edge in self.campaign.edges:
            todo: list[Any] = []
            if edge.kind == "reopen":
                todo = [*edge.resets, *(getattr(edge, end) for end in ends)]
            while todo:
                node = todo.pop()
                if node is not None and edge.key not in found[node.key]:
                    found[node.key].add(edge.key)
                    todo += (getattr(node, "part_of", None), getattr(node, "ends_with", None))
        return found

    def _opens_again(self, key: str, node: Phase | Step) -> bool:
        """Return whether ``key`` may open a second time before ``node`` has opened at all."""
        return bool(self.reopened.get(key, set()) - self.involved.get(node.key, set()))

    def _must_stay(self, node: Phase | Step) -> bool:
        """Return whether the opener must not close before ``node`` has started."""
        above = opener(node)
        elsewhere = above not in (CAMPAIGN.key, ender(node))
        return elsewhere and not self._opens_again(above, node) and node.key not in self.lapsing

    # --- asking

    def stuck(
        self, within: Collection[int] | None = None, barred: Collection[int] = ()
    ) -> set[int]:
        """Return the events that can never happen; see :meth:`happening`."""
        asked = set(range(len(self.vertices)) if within is None else within)
        return asked.difference(self.happening(within, barred))

    def happening(
        self, within: Collection[int] | None = None, barred: Collection[int] = ()
    ) -> list[int]:
        """Return the events that can happen, in an order in which they can.

        Args:
            within: Ask about these only, as if all others had happened; about all if left out.
            barred: Events known to be impossible.
        """
        left = set(range(len(self.vertices)) if within is None else within)
        waits = {event: self._counts(event, left, event in barred) for event in left}
        happened = [event for event in waits if self._happens(event, waits[event])]
        left.difference_update(happened)
        for earlier in happened:
            for event, how in self.then[earlier]:
                if event not in left or how is Wait.SOFT:
                    continue
                counts = waits[event]
                if how is Wait.LAPSE:
                    counts[:] = 0, 0, 0
                else:
                    counts[how] -= 1
                if self._happens(event, counts):
                    left.discard(event)
                    happened.append(event)
        return happened

    def _counts(self, event: int, left: set[int], barred: bool) -> list[int]:
        counts = [int(barred), 0, 0]
        for earlier, how in self.before[event]:
            if how <= Wait.SHOULD and earlier in left:
                counts[how] += 1
        return counts

    def _happens(self, event: int, counts: list[int]) -> bool:
        needs, must, should = counts
        return not needs and (not must or must + should <= self.slack[event])

    def waited_for(self, event: int, stuck: Collection[int]) -> int | None:
        """Return the first event among ``stuck`` that ``event`` waits for, if there is one."""
        waiting = (e for e, how in self.before[event] if how <= Wait.SHOULD and e in stuck)
        return next(waiting, None)

    def earlier(self) -> list[list[int]]:
        """Return for each event those directly before it, however firmly."""
        return [[e for e, how in before if how is not Wait.LAPSE] for before in self.before]

    def _follows_opener(self, node: Phase | Step) -> bool:
        """Return whether ``node`` may start only while its opener is settled."""
        start, closing = self.number[node.key, "start"], self.number[opener(node), "finish"]
        waits = [how for event, how in self.before[start] if event == closing]
        return Wait.NEED in waits or (Wait.MUST in waits and not self.slack[start])

    def kept_open(self, node: Phase | Step) -> Iterator[str]:
        """Yield the keys of what must not have closed when ``node`` starts."""
        above = opener(node)
        if not self._opens_again(above, node) or self._follows_opener(node):
            yield above
        key = node.key
        while key != CAMPAIGN.key:
            key = self.enders[key]
            yield key


def _need(campaign: Campaign, key: str) -> Need | None:
    return getattr(campaign.node(key), "need", None)


def precedence(campaign: Campaign) -> Precedence:
    """Return the precedence of the campaign's events, built once."""
    return campaign.derived("precedence", Precedence)


def strict_precedence(campaign: Campaign) -> Precedence:
    """Return the precedence in which openers also wait for what must start while they are open."""
    return campaign.derived("strict precedence", lambda c: Precedence(c, staying=True))
