"""The graphs of a campaign: what must come before what, and the way to networkx and back.

Whether a plan goes round in circles cannot be seen on its nodes: a phase contains its steps and
overlaps its neighbours. It is seen on the *event graph*, which has two vertices a node, its start
and its finish. The arcs of that graph are plain values (:func:`event_arcs`); networkx is loaded by
the functions that return or take one of its graphs, and only by them.

Example:
    >>> from campaignflow.definitions.five_phases import five_phases
    >>> order(five_phases)[:4]
    ('campaign', 'mobilise', 'kickoff', 'study')
    >>> from_networkx(to_networkx(five_phases)) == five_phases
    True
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from campaignflow.errors import DefinitionError
from campaignflow.guards.algebra import AllOf, Guard
from campaignflow.guards.leaves import Reached
from campaignflow.messages import Mistake, Notice
from campaignflow.model.campaign import Campaign
from campaignflow.model.codec import from_json, to_json
from campaignflow.model.nodes import CAMPAIGN, Phase, Root, Step
from campaignflow.model.time import Force

if TYPE_CHECKING:
    from networkx import DiGraph, MultiDiGraph

Vertex = tuple[str, Literal["start", "finish"]]
"""Key of a node, and which of its two events is meant."""


class Arc(NamedTuple):
    """Say that one event comes before another.

    Attributes:
        source: The earlier event.
        target: The later event.
        kind: Why: ``life`` (a node starts before it finishes), ``contains``, ``after``, ``with``,
            ``together``, or ``rule`` (a guard asks for another node to be reached).
        place: Path to the element that asks for it, such as ``edges.talks.after.checks``.
        force: How firmly.
    """

    source: Vertex
    target: Vertex
    kind: Literal["life", "contains", "after", "with", "together", "rule"]
    place: str
    force: Force = Force.MUST


def nodes(campaign: Campaign) -> tuple[Phase | Step, ...]:
    """Return the phases and steps in the order of definition; the campaign itself is left out."""
    return (*campaign.phases, *campaign.steps)


def place(campaign: Campaign, key: str) -> str:
    """Return the path to a node, such as ``steps.talks``."""
    node = campaign.node(key)
    if isinstance(node, Root):
        return "campaign"
    return f"{'phases' if isinstance(node, Phase) else 'steps'}.{key}"


def opener(node: Phase | Step) -> str:
    """Return the key of the node that must be open for ``node`` to open."""
    return (getattr(node, "starts_with", None) or node.part_of or CAMPAIGN).key


def ender(node: Phase | Step) -> str:
    """Return the key of the node whose closing waits for ``node``."""
    return (getattr(node, "ends_with", None) or node.part_of or CAMPAIGN).key


def event_arcs(campaign: Campaign) -> tuple[Arc, ...]:
    """Return the arcs of the event graph; reopen edges and what is only stated are left out.

    Returns:
        Those of the nodes first (two or three a node), then of the edges, then of the rules, each
        in the order of definition.
    """
    return campaign.derived("event arcs", _event_arcs)


def _event_arcs(campaign: Campaign) -> tuple[Arc, ...]:
    return (*_of_nodes(campaign), *_of_edges(campaign), *_of_rules(campaign))


def _of_nodes(campaign: Campaign) -> Iterator[Arc]:
    yield Arc((CAMPAIGN.key, "start"), (CAMPAIGN.key, "finish"), "life", "campaign")
    for node in nodes(campaign):
        key, where = node.key, place(campaign, node.key)
        yield Arc((key, "start"), (key, "finish"), "life", where)
        yield Arc((opener(node), "start"), (key, "start"), "contains", where)
        yield Arc((key, "finish"), (ender(node), "finish"), "contains", where)


def _of_edges(campaign: Campaign) -> Iterator[Arc]:
    for edge in campaign.edges:
        if edge.kind == "reopen" or edge.force is Force.STATED:
            continue
        source, target = edge.source.key, edge.target.key
        first: Vertex = (source, "start") if edge.kind == "with" else (source, "finish")
        then: Vertex = (target, "finish") if edge.kind == "together" else (target, "start")
        yield Arc(first, then, edge.kind, f"edges.{edge.key}", edge.force)


def _of_rules(campaign: Campaign) -> Iterator[Arc]:
    for key, rule in zip(campaign.rule_keys, campaign.rules, strict=True):
        if rule.force is Force.STATED:
            continue
        for leaf in conjuncts(rule.guard):
            if isinstance(leaf, Reached):
                then: Vertex = (rule.on.key, "start" if rule.at == "entry" else "finish")
                yield Arc((leaf.node.key, "finish"), then, "rule", f"rules.{key}", rule.force)


def conjuncts(guard: Guard) -> Iterator[Guard]:
    """Yield the parts that must all hold for ``guard`` to hold; the guard itself if it has none."""
    if isinstance(guard, AllOf):
        for part in guard.parts:
            yield from conjuncts(part)
    else:
        yield guard


def circle(campaign: Campaign, nodes: Iterable[str]) -> str:
    """Return a closed walk through nodes, by key, as one line of titles; a long one is shortened.

    A node that comes twice in a row, with its start and its finish, is named once.
    """
    keys = list(nodes)
    steps = [key for at, key in enumerate(keys) if key != keys[at - 1]] or keys[:1]
    titles = [campaign.node(key).title for key in (*steps, steps[0])]
    if len(titles) > _LONGEST:
        titles[_LONGEST - 2 : -2] = ["…"]
    return " → ".join(titles)


_LONGEST = 12

# --- networkx


def event_graph(campaign: Campaign) -> DiGraph:
    """Return the event graph.

    Returns:
        A graph with the vertices ``(key, "start")`` and ``(key, "finish")`` for the campaign and
        each node; every arc has its ``kind``, ``place`` and ``force``.
    """
    from networkx import DiGraph

    graph = DiGraph()
    for key in campaign.nodes_by_key:
        graph.add_nodes_from([(key, "start"), (key, "finish")])
    for arc in event_arcs(campaign):
        if not graph.has_edge(arc.source, arc.target):
            attributes = {"kind": arc.kind, "place": arc.place, "force": arc.force.value}
            graph.add_edge(arc.source, arc.target, **attributes)
    return graph


def order(campaign: Campaign) -> tuple[str, ...]:
    """Return the keys of the campaign and its nodes so that none comes before what it waits for.

    Returns:
        Every key once, by start; among those that could come next, the first defined comes first.

    Raises:
        DefinitionError: There is no such order: the event graph has a cycle, named in the error.
    """
    import networkx as nx

    graph = event_graph(campaign)
    rank = {vertex: number for number, vertex in enumerate(graph)}
    try:
        vertices = list(nx.lexicographical_topological_sort(graph, rank.__getitem__))
    except nx.NetworkXUnfeasible:
        walk = nx.find_cycle(graph)
        place = next((graph.edges[arc]["place"] for arc in walk if arc[0][0] != arc[1][0]), "edges")
        notice = Notice("structure.cycle", {"nodes": circle(campaign, [arc[0][0] for arc in walk])})
        raise DefinitionError(f"campaign {campaign.key!r}", [Mistake(place, notice)]) from None
    return tuple(key for key, event in vertices if event == "start")


def to_networkx(campaign: Campaign) -> MultiDiGraph:
    """Return the campaign as a graph of phases and steps, in full.

    Returns:
        A graph with one vertex a phase or step and one edge an edge of the campaign, under its
        kind. Attributes are the plain data of :func:`~campaignflow.model.to_json`; the graph's own
        attributes hold all other tables.
    """
    from networkx import MultiDiGraph

    plain = to_json(campaign)
    graph = MultiDiGraph()
    for table in ("phases", "steps"):
        for row in plain.pop(table, ()):
            graph.add_node(row.pop("key"), **row)
    for position, row in enumerate(plain.pop("edges", ())):
        source, target = row.pop("source")["ref"], row.pop("target")["ref"]
        graph.add_edge(source, target, key=row["kind"], position=position, **row)
    graph.graph.update(plain)
    return graph


def from_networkx(
    graph: MultiDiGraph, functions: Mapping[str, Callable[..., bool | None]] | None = None
) -> Campaign:
    """Return the campaign that a graph of the form of :func:`to_networkx` stands for.

    Args:
        graph: The graph; an edge without ``position`` comes last.
        functions: Functions of opaque guards by name.

    Raises:
        DefinitionError: The graph is no campaign; says at which place.
    """
    plain: dict[str, Any] = dict(graph.graph)
    rows = [{"key": key, **row} for key, row in graph.nodes(data=True)]
    plain["phases"] = [row for row in rows if row.get("is") == "Phase"]
    plain["steps"] = [row for row in rows if row.get("is") != "Phase"]
    found = sorted(graph.edges(data=True), key=lambda edge: edge[2].get("position", float("inf")))
    plain["edges"] = [_edge_row(source, target, row) for source, target, row in found]
    return from_json(plain, functions)


def _edge_row(source: str, target: str, row: Mapping[str, Any]) -> dict[str, Any]:
    kept = {name: value for name, value in row.items() if name != "position"}
    return {"is": "Edge", **kept, "source": {"ref": source}, "target": {"ref": target}}
