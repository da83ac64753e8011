"""Which occurrences of a source an edge means, seen from one occurrence of its target."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from campaignflow.calendar import Resolution
    from campaignflow.model.nodes import Edge
    from campaignflow.state.blueprint import Instance
    from campaignflow.state.state import State


def sources(state: State, instance: Instance, edge: Edge) -> tuple[str, ...]:
    """Return the instances that ``edge`` lets ``instance`` depend on, in order.

    Where both ends repeat alike, the same occurrence; where only one end repeats, all of the
    other; where they repeat differently, what the edge's ``match`` says.
    """
    keys = state.related(instance, state.info(edge.source.key))
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
