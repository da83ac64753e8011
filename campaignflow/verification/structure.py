"""Checks of the graph: circles, nodes that never start or never finish, joins, reopenings."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import attrs

from campaignflow.graph import circle, nodes, place
from campaignflow.messages import Notice
from campaignflow.model.campaign import Campaign
from campaignflow.model.nodes import CAMPAIGN
from campaignflow.model.time import Force
from campaignflow.verification.cycles import components, walk_round
from campaignflow.verification.finding import Finding, error, warning
from campaignflow.verification.lateness import too_late
from campaignflow.verification.precedence import Precedence, precedence, strict_precedence
from campaignflow.verification.reach import preceding


@attrs.frozen
class _Stuck:
    """What can never happen in a campaign.

    Attributes:
        circles: For each circle, its events, and those of them that it blocks; maybe none.
        late: Number of a start -> key of the node that it needs open and that is closed by then.
        events: Every event that can never happen.
    """

    circles: tuple[tuple[list[int], set[int]], ...]
    late: dict[int, str]
    events: set[int]

    @property
    def circling(self) -> set[int]:
        """The events that are blocked by a circle they are part of."""
        return set[int]().union(*(blocked for _events, blocked in self.circles))


def _stuck(campaign: Campaign) -> _Stuck:
    net = precedence(campaign)
    first, late = net.stuck(), too_late(net)
    circles = tuple((found, net.stuck(first.intersection(found))) for found in components(net))
    return _Stuck(circles, late, net.stuck(barred=late) if late else first)


def check_cycles(campaign: Campaign) -> Iterator[Finding]:
    """Report nodes that wait for one another in a circle; reopen edges are no part of it."""
    net = precedence(campaign)
    for events, blocked in campaign.derived("stuck", _stuck).circles:
        walk = walk_round(net, blocked or set(events))
        line = circle(campaign, [net.vertices[event][0] for event in walk])
        if blocked:
            yield error(_suspect(net, walk), "structure.cycle", nodes=line)
        else:
            yield warning(_suspect(net, walk), "structure.loose_cycle", nodes=line)


def _suspect(net: Precedence, walk: list[int]) -> str:
    """Return the place of the edge that leads back in the order of definition, or of any edge."""
    arcs = list(zip(walk, walk[1:] + walk[:1], strict=True))
    edges = [arc for arc in arcs if net.place.get(arc, "").startswith(("edges.", "rules."))]
    back = [arc for arc in edges if arc[1] <= arc[0]]
    return net.place[(back or edges)[0]]


def check_unreachable(campaign: Campaign) -> Iterator[Finding]:
    """Report nodes that can never start, but not those that are part of a reported circle."""
    net, stuck = precedence(campaign), campaign.derived("stuck", _stuck)
    for event in sorted(stuck.events - stuck.circling):
        key, what = net.vertices[event]
        if what != "start":
            continue
        if event in stuck.late:
            other = campaign.node(stuck.late[event]).title
            why = Notice("verify.closed_by_then", {"other": other})
        else:
            why = _waits(net, event, stuck.events)
        title = campaign.node(key).title
        yield error(place(campaign, key), "structure.unreachable", title=title, why=why)


def check_dead_ends(campaign: Campaign) -> Iterator[Finding]:
    """Report nodes that can start and never finish, the campaign itself included."""
    net, stuck = precedence(campaign), campaign.derived("stuck", _stuck)
    for event in sorted(stuck.events - stuck.circling):
        key, what = net.vertices[event]
        if what == "finish" and event - 1 not in stuck.events:
            title, why = campaign.node(key).title, _waits(net, event, stuck.events)
            yield error(place(campaign, key), "structure.dead_end", title=title, why=why)
    if net.number[CAMPAIGN.key, "finish"] not in stuck.events:
        yield from _conflicts(campaign, stuck)


def _conflicts(campaign: Campaign, stuck: _Stuck) -> Iterator[Finding]:
    """Report openers that must stay open for one another's sake, so that not all can close."""
    if not precedence(campaign).keeping:
        return
    net = strict_precedence(campaign)
    blocked = net.stuck(barred=stuck.late)
    if net.number[CAMPAIGN.key, "finish"] in blocked:
        walk = [net.vertices[event][0] for event in walk_round(net, blocked)]
        finish = net.number[CAMPAIGN.key, "finish"]
        conflict = Notice("verify.conflict", {"nodes": circle(campaign, walk)}) if walk else None
        why = conflict or _waits(net, finish, blocked)
        yield error("campaign", "structure.dead_end", title=campaign.title, why=why)


def _waits(net: Precedence, event: int, stuck: Collection[int]) -> Notice:
    """Return the sentence that names what ``event`` waits for in vain."""
    other = net.waited_for(event, stuck)
    if other is None:
        return Notice("verify.waits_in_vain")
    key, what = net.vertices[other]
    return Notice(f"verify.never_{what}", {"other": net.campaign.node(key).title})


def check_joins(campaign: Campaign) -> Iterator[Finding]:
    """Report nodes that ask for more incoming edges than they have."""
    incoming = dict.fromkeys(campaign.nodes_by_key, 0)
    for edge in campaign.edges:
        if edge.kind in ("after", "with") and edge.force is not Force.STATED:
            incoming[edge.target.key] += 1
    for node in nodes(campaign):
        found = incoming[node.key]
        if isinstance(node.join, int) and node.join > found:
            where = f"{place(campaign, node.key)}.join"
            yield error(where, "structure.join", title=node.title, join=node.join, found=found)


def check_reopening(campaign: Campaign) -> Iterator[Finding]:
    """Report reopen edges whose target is not finished before their source."""
    edges = [edge for edge in campaign.edges if edge.kind == "reopen"]
    if not edges:
        return
    net = precedence(campaign)
    ends = [(net.number[e.source.key, "finish"], net.number[e.target.key, "finish"]) for e in edges]
    bits = {event: 1 << bit for bit, event in enumerate({event for pair in ends for event in pair})}
    before = preceding(net.earlier(), bits)
    for edge, (source, target) in zip(edges, ends, strict=True):
        if source not in before or target not in before:
            continue
        params = {"source": edge.source.title, "target": edge.target.title}
        if before[target] & bits[source]:
            yield error(f"edges.{edge.key}", "structure.reopen_to_future", **params)
        elif not before[source] & bits[target]:
            yield warning(f"edges.{edge.key}", "structure.reopen_unordered", **params)
