"""What follows by itself: nodes that open, are not chosen, or close as soon as they can."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignflow.calendar import day_start
from campaignflow.state.order import (
    CHOSEN_ALL,
    chosen_anew,
    enabled,
    followed_open,
    held_by,
    not_chosen,
    sources,
)
from campaignflow.state.state import ABSENT, SETTLED
from campaignflow.state.view import RunView

if TYPE_CHECKING:
    from campaignflow.engine.draft import Draft
    from campaignflow.state.compiled import EdgeInfo, Instance, NodeInfo, RuleInfo


def cascade(draft: Draft) -> None:
    """Open, release and close what the decision so far makes possible, until nothing follows."""
    draft.follow()
    if not draft.touched:
        return
    if draft.state.status != "running":
        draft.touched.clear()
        return
    asked: dict[str, int] = {}
    while draft.touched:
        key = draft.touched.pop(0)
        instance = draft.state.instance(key)
        if instance is None or asked.get(key) == len(draft.events):
            continue  # nothing has happened since it was asked
        asked[key] = len(draft.events)
        state = draft.state.node(key).state
        if state in SETTLED:
            _after_settling(draft, instance)
        elif state == "open":
            _after_opening(draft, instance)
        _watched(draft, instance.info.key)


def _after_opening(draft: Draft, instance: Instance) -> None:
    info = instance.info
    for key in info.openees:
        _try_all(draft, instance, draft.blueprint.nodes[key])
    for added in list(draft.state.added.values()):
        if added.opener is info:
            _try_all(draft, instance, added)
    for edge in info.outgoing:
        if edge.kind == "with":
            _try_all(draft, instance, edge.target)


def _after_settling(draft: Draft, instance: Instance) -> None:
    info = instance.info
    for edge in info.outgoing:
        if edge.guard is not None and edge.kind == "after":
            judge(draft, instance, edge)
        _try_all(draft, instance, edge.target)
    for node in draft.blueprint.followed.get(info.key, ()):
        _try_all(draft, instance, draft.state.info(node))
    if info.serial:
        for key in draft.state.instances_of(info.key):
            try_open(draft, key)
    if info.ender is not None:
        ender = draft.state.info(info.ender)
        if ender.closes_itself:
            for key in draft.state.related(instance, ender):
                try_close(draft, key)


def _try_all(draft: Draft, instance: Instance, target: NodeInfo) -> None:
    if target.unbidden:
        for key in draft.state.related(instance, target):
            try_open(draft, key)


def _watched(draft: Draft, key: str) -> None:
    """Ask again the nodes whose guards look at ``key``: a node, kind, ledger, role or anchor."""
    blueprint = draft.blueprint
    for node in blueprint.entry_watch.get(key, ()):
        for instance in draft.state.instances_of(node):
            try_open(draft, instance)
    for node in blueprint.exit_watch.get(key, ()):
        if blueprint.nodes[node].closes_itself:
            for instance in draft.state.instances_of(node):
                try_close(draft, instance)


def facts_changed(draft: Draft, *keys: str) -> None:
    """Let what waits for facts about ``keys`` follow."""
    draft.follow()
    if draft.state.status == "running":
        for key in keys:
            _watched(draft, key)
    cascade(draft)


def try_open(draft: Draft, key: str) -> None:
    """Open the instance if it opens by itself and nothing holds it back; or release it unchosen.

    What is under way is released as well where a choice made again has turned against it.
    """
    state, instance, node = draft.state, draft.state.instance(key), draft.state.node(key)
    planned = node.state == "planned"
    if instance is None or node.state in SETTLED:
        return
    if state.judged and not_chosen(state, instance) and (planned or chosen_anew(state, instance)):
        draft.emit("released", key, {"as": "not_chosen", "reason": None}, floor=node.last_at)
        draft.touch(instance)
        lapse(draft, instance, "not_chosen", None)
        return
    if not planned:
        return
    info = instance.info
    if not info.opens_itself or not enabled(state, instance) or followed_open(state, instance):
        return
    floor = _opens_at(draft, instance)
    if floor is not None and info.stepper.step("planned", "open") == "open":
        draft.emit("opened", key, floor=floor)
        draft.touch(instance)


def _opens_at(draft: Draft, instance: Instance) -> int | None:
    """Return when its window lets the instance open and its entry guards hold; None if not by now.

    What follows from a late entry opens on the first day of its window, if that has come since.
    Since when a guard has held nobody knows: what only waits for one is opened by a tick.
    """
    state, entry, window = draft.state, instance.info.entry, draft.state.own_window(instance)
    start = None if window is None else window.start
    floor, day, today = _enabled_at(draft, instance), draft.day, draft.day
    if start is None and not entry:
        return floor
    if draft.explicit:
        today = state.day(draft.recorded_at)
        if start is not None and start.toordinal() > day:
            floor = max(floor, day_start(start, draft.blueprint.zone))
        day = max(day, state.day(floor))
    if start is not None and start.toordinal() > today:
        return None
    return floor if not entry or holds(draft, entry, instance, day) else None


def holds(draft: Draft, rules: list[RuleInfo], instance: Instance, day: int | None = None) -> bool:
    """Return whether every guard of ``rules`` holds, so that a node may move by itself.

    What should hold must hold here: only a command deviates from the plan. A guard that crashes
    does not hold; the reason is given to whoever asks for the node itself.
    """
    causes, deviations = len(draft.causes), len(draft.deviations)
    held = draft.ask(rules, instance, day) and len(draft.deviations) == deviations
    del draft.causes[causes:], draft.deviations[deviations:]
    return held


def _enabled_at(draft: Draft, instance: Instance) -> int:
    """Return when the instance was enabled: not before its opener and its sources moved."""
    if not draft.explicit:
        return draft.at
    state, info = draft.state, instance.info
    above = state.related(instance, info.opener) if info.opener else ()
    floors = [state.node(key).last_at for key in (instance.key, *above)]
    for edge in info.incoming:
        for key in sources(state, instance, edge):
            node = state.node(key)
            moved = node.opened_at if edge.kind == "with" else node.settled_at
            floors.append(draft.at if moved is None else moved)
    return max(floors)


def judge(draft: Draft, instance: Instance, edge: EdgeInfo) -> None:
    """Judge the guard of a choice when its source settles; unknown stays undecided."""
    state = draft.state
    released = state.node(instance.key).released_as
    if edge.guard is None or released in CHOSEN_ALL or released == "not_chosen":
        return
    rule, causes = draft.blueprint.edge_rules[edge.key], len(draft.causes)
    found = draft.value(rule, RunView(state, rule, instance, draft.day))
    del draft.causes[causes:]
    value = None if isinstance(found, Exception) else found
    if value is not None or state.judged.get((edge.key, instance.key), ABSENT) is not None:
        draft.emit("judged", instance.key, {"edge": edge.key, "taken": value})


def try_close(draft: Draft, key: str) -> None:
    """Close a container that closes by itself if everything in it is settled."""
    state, instance = draft.state, draft.state.instance(key)
    if instance is None or state.node(key).state != "open":
        return
    info, within = instance.info, inside(draft, instance)
    if any(state.node(k).state not in SETTLED for k in within) or not (within or info.exit):
        return
    if any(held_by(state, instance, edge) for edge in info.finish_in):
        return
    if not holds(draft, info.exit, instance):
        return
    trigger, kind = ("close", "closed") if info.life == "phase" else ("finish", "finished")
    if info.stepper.step("open", trigger) is not None:
        draft.emit(kind, key, floor=max(state.node(k).last_at for k in (key, *within)))
        draft.touch(instance)


def inside(draft: Draft, instance: Instance) -> list[str]:
    """Return the instances whose end the closing of ``instance`` waits for."""
    state = draft.state
    return [key for info in state.contents(instance.info) for key in state.related(instance, info)]


def lapse(draft: Draft, instance: Instance, how: str, why: str | None) -> None:
    """Release what is left in a container that has closed, or was released itself."""
    state = draft.state
    for key in inside(draft, instance):
        child, node = state.instance(key), state.node(key)
        if child is not None and node.state not in SETTLED:
            draft.emit("released", key, {"as": how, "reason": why}, floor=node.last_at)
            draft.touch(child)
            lapse(draft, child, how, why)
