"""Settling a node: what must hold before it, and what follows from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignflow.engine.cascade import cascade, inside, lapse
from campaignflow.engine.timing import anchored, check_end, check_order, day_arg, not_before
from campaignflow.messages import Notice
from campaignflow.model.people import Need
from campaignflow.model.time import Force
from campaignflow.refusal import RefusalKind
from campaignflow.state.order import held_by, reopened_above, sources
from campaignflow.state.state import SETTLED, NodeState

if TYPE_CHECKING:
    from campaignflow.engine.draft import Draft
    from campaignflow.state.compiled import EdgeInfo, Instance


def edge_holds(draft: Draft, edge: EdgeInfo, instance: Instance, code: str) -> None:
    """Note an edge that is not met: a reason if it must be, a deviation if it should."""
    if edge.force is Force.SHOULD:
        draft.deviations.append((instance.key, "order", {"edge": edge.key}))
        return
    waiting = held_by(draft.state, instance, edge) or [*sources(draft.state, instance, edge)]
    params = {"name": instance.key, "sources": _named(draft, waiting)}
    draft.refuse(RefusalKind.UNSATISFIED, code, params)


def _named(draft: Draft, keys: list[str]) -> list[Notice]:
    """Return notices that name instances with their title and state, ten at most."""
    state = draft.state
    found = [
        Notice(
            "node.at",
            {
                "name": key,
                "title": title(draft, key),
                "state": _standing(state.node(key)),
            },
        )
        for key in keys[:10]
    ]
    if len(keys) > len(found):
        found.append(Notice("and_more", {"n": len(keys) - len(found)}))
    return found


def _standing(node: NodeState) -> Notice:
    return Notice("node.questioned" if node.questioned else f"node.{node.state}")


def title(draft: Draft, key: str) -> str:
    """Return the title of an instance's node."""
    instance = draft.state.instance(key)
    return instance.info.title if instance else key


def check_exit(draft: Draft, instance: Instance) -> None:
    """Note everything that keeps the instance from being finished."""
    state, info = draft.state, instance.info
    check_order(draft, instance)
    if info.is_container or state.added:
        _check_contents(draft, instance)
    if state.reopenings:
        _check_reopened(draft, instance)
    for edge in info.finish_in:
        if held_by(state, instance, edge):
            edge_holds(draft, edge, instance, "finish.edge")
    if info.exit:
        draft.ask(info.exit, instance)
    if info.timed or state.windows:
        check_end(draft, instance)


def _check_contents(draft: Draft, instance: Instance) -> None:
    state, blocking = draft.state, _unsettled(draft, instance)
    if instance.info.life == "campaign":
        blocking = [key for key in blocking if key not in (draft.arg("leftovers") or ())]
        known = {*blocking}
        blocking += [k for k, n in state.nodes.items() if n.questioned and k not in known]
    if blocking:
        params = {"name": instance.key, "children": _named(draft, blocking)}
        draft.refuse(RefusalKind.UNSATISFIED, "close.unsettled", params)


def _unsettled(draft: Draft, instance: Instance) -> list[str]:
    """Return what holds a container: unsettled parts, and questioned ones at any depth."""
    state, blocking = draft.state, []
    for key in inside(draft, instance):
        child, node = state.instance(key), state.node(key)
        if child is None:
            continue
        if node.questioned:
            blocking.append(key)
        if node.state in SETTLED:
            if draft.at < node.last_at:
                not_before(draft, instance.key, node.last_at, "time.before_source", key)
            if child.info.is_container or state.added:
                blocking += [k for k in _unsettled(draft, child) if state.node(k).questioned]
        elif child.info.need is not Need.OPTIONAL or node.state in ("submitted", "returned"):
            blocking.append(key)
    return blocking


def _check_reopened(draft: Draft, instance: Instance) -> None:
    """Note what was reopened and is not done again, if the instance builds on it."""
    waiting = reopened_above(draft.state, instance)
    if waiting:
        params = {"name": instance.key, "sources": _named(draft, waiting)}
        draft.refuse(RefusalKind.UNSATISFIED, "finish.edge", params)


def settle(draft: Draft, instance: Instance, kind: str) -> None:
    """Add the event that settles the instance, and everything that follows from it."""
    draft.emit(kind, instance.key)
    draft.flush_deviations()
    draft.touch(instance)
    if instance.info.is_container or draft.state.added:
        draft.follow()
        lapse(draft, instance, "lapsed", draft.command.reason)
    cascade(draft)


def check_fixes(draft: Draft, instance: Instance, name: str = "day") -> None:
    """Note if the step must fix an anchor and the command's value ``name`` is no day."""
    if getattr(instance.info.node, "fixes", None) is not None:
        day_arg(draft, name)


def check_finish(draft: Draft, instance: Instance) -> None:
    """Note everything that keeps a step from being finished by one person."""
    check_exit(draft, instance)
    check_fixes(draft, instance)


def settle_step(draft: Draft, instance: Instance, kind: str, name: str = "day") -> None:
    """Settle a step and give the anchor that it fixes its day, the command's value ``name``."""
    anchor = getattr(instance.info.node, "fixes", None)
    day = day_arg(draft, name) if anchor is not None else None
    settle(draft, instance, kind)
    if anchor is not None and day is not None:
        anchored(draft, anchor.key, day)
