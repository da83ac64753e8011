"""The order that edges ask for: which of them hold a node back."""

from __future__ import annotations

from collections.abc import Iterator

from campaignflow.model.nodes import Edge
from campaignflow.model.time import Force
from campaignflow.state import Instance, State
from campaignflow.state.matching import sources
from campaignflow.state.state import SETTLED


def waited_for(state: State, instance: Instance) -> list[str]:
    """Return the sources that a join still waits for; empty if it is met.

    Edges not taken are left out of the join.
    """
    info = instance.info
    found = [(edge, edge_state(state, edge, instance)) for edge in info.incoming]
    live = sum(how != "not_taken" for _edge, how in found)
    met = sum(how == "met" for _edge, how in found)
    need = live if info.join == "all" else 1 if info.join == "any" else int(info.join)
    if met >= min(need, live):
        return []
    return [
        key
        for edge, how in found
        if how == "open"
        for key in sources(state, instance, edge)
        if source_state(state, edge, key) == "open"
    ]


def edge_state(state: State, edge: Edge, instance: Instance) -> str:
    """Return ``"met"``, ``"open"`` or ``"not_taken"`` for an incoming edge of ``instance``."""
    found = {source_state(state, edge, key) for key in sources(state, instance, edge)}
    if "open" in found:
        return "open"
    return "not_taken" if found == {"not_taken"} else "met"


def source_state(state: State, edge: Edge, key: str) -> str:
    """Return the same for one instance of the edge's source."""
    node = state.node(key)
    if node.released_as == "not_chosen":
        return "not_taken"
    if edge.kind == "with":
        return "open" if node.state == "planned" else "met"
    if node.state not in SETTLED:
        return "open"
    if edge.guard is None or node.state == "released":
        return "met"
    taken = state.judged.get((edge.key, key))
    return "open" if taken is None else "met" if taken else "not_taken"


def earlier_open(state: State, instance: Instance) -> bool:
    """Return whether an occurrence of the same member before this one is not settled."""
    labels = instance.info.occurrences
    earlier = labels[: labels.index(instance.occurrence)] if instance.occurrence else ()
    others = (state.instance(key) for key in state.instances_of(instance.info.key))
    return any(
        other.occurrence in earlier
        and other.member == instance.member
        and state.node(other.key).state not in SETTLED
        for other in others
        if other is not None
    )


def reopened_above(state: State, instance: Instance) -> Iterator[str]:
    """Yield what the instance builds on and what was reopened and is not done again."""
    if instance.info.join != "all" and not waited_for(state, instance):
        return
    for edge in instance.info.incoming:
        if edge.kind != "after" or edge.force is not Force.MUST:
            continue
        for key in sources(state, instance, edge):
            node, above = state.node(key), state.instance(key)
            if node.state not in SETTLED and node.attempt > 1:
                yield key
            elif above is not None and node.state in ("done", "closed"):
                yield from reopened_above(state, above)


def finish_waits(state: State, instance: Instance) -> list[str]:
    """Return what must be settled before the instance may be: finish-to-finish, and reopened."""
    found = [
        key
        for edge in instance.info.finish_in
        if edge.force is Force.MUST
        for key in sources(state, instance, edge)
        if state.node(key).state not in SETTLED
    ]
    if state.reopenings:
        found += reopened_above(state, instance)
    return list(dict.fromkeys(found))
