"""What a run carried over to another plan cannot be: begun or settled against the new order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from campaignflow.messages import Mistake, Notice
from campaignflow.model.people import Need
from campaignflow.state.order import edge_state, joined, source_state, sources
from campaignflow.state.state import OPEN, SETTLED

if TYPE_CHECKING:
    from campaignflow.state.compiled import EdgeInfo, Instance
    from campaignflow.state.state import State


def misplaced(old: State, new: State, places: Mapping[str, str]) -> Iterator[Mistake]:
    """Yield what stands where the new plan would not have let it come.

    Args:
        old: The run under the old plan; what stood out of order there may do so again.
        new: The run under the new plan.
        places: The new names of instances by the old ones.
    """
    came_from = {to: key for key, to in places.items()}
    for instance in list(new.all_instances()):
        node, before = new.node(instance.key), came_from.get(instance.key)
        if node.state in OPEN or node.state in ("done", "closed"):
            yield from _too_early(old, new, instance, before)
        if before is None or node.state in OPEN:
            yield from _too_late(new, instance)


def _too_early(old: State, new: State, instance: Instance, before: str | None) -> Iterator[Mistake]:
    if instance.info.join != "all" and joined(new, instance):
        return
    for edge in instance.info.ordering:
        if edge_state(new, edge, instance) != "open" or _open_before(old, edge, before):
            continue
        waiting = [
            new.info(found.info.key).title
            for key in sources(new, instance, edge)
            if source_state(new, edge, key) == "open"
            and (found := new.instance(key)) is not None
            and found.info.key not in new.exempt
            and (edge.guard is None or new.node(key).state not in SETTLED)
        ]
        if waiting:
            params = {"title": instance.info.title, "sources": list(dict.fromkeys(waiting))}
            state = Notice(f"node.{new.node(instance.key).state}")
            yield Mistake(instance.key, Notice("migrate.order", {**params, "state": state}))


def _open_before(old: State, edge: EdgeInfo, before: str | None) -> bool:
    """Return whether the instance stood before this edge was met in the old plan already."""
    instance = None if before is None else old.instance(before)
    if instance is None:
        return False
    return any(
        found.key == edge.key and edge_state(old, found, instance) == "open"
        for found in instance.info.ordering
    )


def _too_late(new: State, instance: Instance) -> Iterator[Mistake]:
    """Yield an instance that is still to be settled in what is settled itself."""
    info, node = instance.info, new.node(instance.key)
    needed = info.need is not Need.OPTIONAL or node.state != "planned"
    if info.ender is None or not needed or info.key in new.exempt or node.state in SETTLED:
        return
    around = new.related(instance, new.info(info.ender))
    if around and all(new.node(key).state in ("closed", "done") for key in around):
        params = {"title": info.title, "around": new.info(info.ender).title}
        yield Mistake(instance.key, Notice("migrate.too_late", params))
