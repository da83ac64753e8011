"""The order that edges ask for: which instances an edge means, and whether a node's join is met."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from campaignflow.state.state import PLANNED, SETTLED, State

if TYPE_CHECKING:
    from campaignflow.calendar import Resolution
    from campaignflow.state.compiled import EdgeInfo, Instance

CHOSEN_ALL: Final = frozenset({"waived", "exempt"})
"""Released so, a node counts as carried out: its edges are taken, whatever their guards."""


def sources(state: State, instance: Instance, edge: EdgeInfo) -> tuple[str, ...]:
    """Return the instances that ``edge`` lets ``instance`` depend on, in order.

    Where both ends repeat alike, the same occurrence; where only one end repeats, all of the
    other; where they repeat differently, what the edge's ``match`` says.
    """
    if edge.fixed is not None and edge.match is None:
        return edge.fixed
    keys = state.related(instance, edge.source)
    if edge.match is None or instance.occurrence is None:
        return keys
    if edge.match == "same":
        return tuple(key for key in keys if _occurrence(state, key) == instance.occurrence)
    own = state.window(instance)
    windows = {key: state.window(found) for key in keys if (found := state.instance(key))}
    if edge.match == "contained":
        return tuple(key for key, w in windows.items() if _in(w.start, own) and _in(w.end, own))
    if edge.match == "ended_within":
        return tuple(key for key, window in windows.items() if _in(window.end, own))
    ended = [key for key, w in windows.items() if w.end and own.end and w.end <= own.end]
    return tuple(ended[-1:])


def _occurrence(state: State, key: str) -> str | None:
    instance = state.instance(key)
    return instance.occurrence if instance else None


def _in(day: dt.date | None, window: Resolution) -> bool:
    if day is None or window.start is None or window.end is None:
        return False
    return window.start <= day <= window.end


# --- joins


def source_state(state: State, edge: EdgeInfo, key: str) -> str:
    """Return what became of the edge for one instance of its source.

    Returns:
        ``"open"`` while that is not known, ``"met"``, ``"not_taken"``, or ``"gone"`` where the
        source was left out: it holds nobody up, and is no arrival either.
    """
    node = state.node(key)
    released = node.released_as
    if released == "not_chosen":
        return "not_taken"
    starts = edge.kind == "with"
    if node.state == "planned" if starts else node.state not in SETTLED:
        return "open"
    if released in CHOSEN_ALL:
        return "met"
    taken = True if starts or edge.guard is None else state.judged.get((edge.key, key))
    if taken is not True:
        return "open" if taken is None else "not_taken"
    came = released is None or (starts and node.opened_at is not None)
    return "met" if came else "gone"


def edge_state(state: State, edge: EdgeInfo, instance: Instance) -> str:
    """Return the same for all sources together: open while one is, met if one is or none exist."""
    keys = sources(state, instance, edge)
    if len(keys) == 1:
        return source_state(state, edge, keys[0])
    found = {source_state(state, edge, key) for key in keys}
    return next((one for one in ("open", "met", "gone", "not_taken") if one in found), "met")


def joined(state: State, instance: Instance) -> bool:
    """Return whether enough incoming edges are met; what cannot come any more is not asked for."""
    info = instance.info
    found = [edge_state(state, edge, instance) for edge in info.incoming]
    if info.join == "all" or not found:
        return "open" not in found
    met, asked = found.count("met"), info.join if isinstance(info.join, int) else 1
    return met >= min(asked, met + found.count("open"))


def waited_for(state: State, instance: Instance) -> list[str]:
    """Return the sources that the join still waits for; empty if it is met."""
    if joined(state, instance):
        return []
    return [
        key
        for edge in instance.info.incoming
        if edge_state(state, edge, instance) == "open"
        for key in sources(state, instance, edge)
        if source_state(state, edge, key) == "open"
    ]


def not_chosen(state: State, instance: Instance) -> bool:
    """Return whether every incoming edge has been judged not taken."""
    incoming = instance.info.incoming
    if not incoming:
        return False
    return all(edge_state(state, edge, instance) == "not_taken" for edge in incoming)


def chosen_anew(state: State, instance: Instance) -> bool:
    """Return whether a choice before the instance was made again: its source has been reopened."""
    return any(
        state.node(key).attempt > 1
        for edge in instance.info.incoming
        for key in sources(state, instance, edge)
    )


def possible_again(state: State, instance: Instance) -> bool:
    """Return whether the instance was not chosen by a choice that is open again."""
    if state.node(instance.key).released_as != "not_chosen" or not_chosen(state, instance):
        return False
    ender = instance.info.ender
    around = state.related(instance, state.info(ender)) if ender else ()
    return all(state.node(key).state != "released" for key in around)


# --- what else holds a node back


def opener_open(state: State, instance: Instance) -> bool:
    """Return whether what lets the instance open is open."""
    opener = instance.info.opener
    if opener is None:
        return True
    nodes = state.nodes
    return "open" in [nodes.get(key, PLANNED).state for key in state.related(instance, opener)]


def followed_open(state: State, instance: Instance) -> list[str]:
    """Return what the window of the instance begins after and what is not settled yet."""
    follows = instance.info.follows
    keys = () if follows is None else state.related(instance, state.info(follows))
    return [key for key in keys if state.node(key).state not in SETTLED]


def earlier_open(state: State, instance: Instance) -> bool:
    """Return whether an occurrence of the same member before this one is not settled."""
    labels = instance.info.occurrences
    earlier = labels[: labels.index(instance.occurrence)] if instance.occurrence in labels else ()
    others = (state.instance(key) for key in state.instances_of(instance.info.key))
    return any(
        other.occurrence in earlier
        and other.member == instance.member
        and state.node(other.key).state not in SETTLED
        for other in others
        if other is not None
    )


def enabled(state: State, instance: Instance) -> bool:
    """Return whether the opener is open, the join met, and a serial node's turn has come."""
    if not opener_open(state, instance) or not joined(state, instance):
        return False
    return not (instance.info.serial and earlier_open(state, instance))


def held_by(state: State, instance: Instance, edge: EdgeInfo) -> list[str]:
    """Return the sources of ``edge`` that are not settled."""
    found = sources(state, instance, edge)
    return [key for key in found if state.node(key).state not in SETTLED]


def reopened_above(state: State, instance: Instance) -> list[str]:
    """Return what the instance builds on and what was reopened and is not done again."""
    return list(_reopened(state, instance, set())) if state.reopenings else []


def _reopened(state: State, instance: Instance, seen: set[str]) -> Iterator[str]:
    if instance.info.join != "all" and joined(state, instance):
        return
    for edge in instance.info.ordering:
        for key in sources(state, instance, edge):
            above, node = state.instance(key), state.node(key)
            if above is None or key in seen:
                continue
            seen.add(key)
            if node.state not in SETTLED and node.attempt > 1:
                yield key
            elif node.state in ("done", "closed"):
                yield from _reopened(state, above, seen)
