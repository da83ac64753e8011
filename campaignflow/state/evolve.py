"""Evolve: apply one event to the state. What happened cannot be argued with."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from campaignflow.calendar import Precision, Resolution
from campaignflow.events import Event
from campaignflow.model.campaign import Campaign
from campaignflow.model.nodes import CAMPAIGN, Step
from campaignflow.model.time import Window
from campaignflow.state import tallies
from campaignflow.state.blueprint import blueprint
from campaignflow.state.compiled import Instance, NodeInfo
from campaignflow.state.learn import APPLY_FACTS
from campaignflow.state.state import ABSENT, NodeState, State

_MOVES: Final = {
    "opened": ("open", True, False),
    "submitted": ("submitted", False, False),
    "returned": ("returned", False, False),
    "finished": ("done", False, True),
    "approved": ("done", False, True),
    "closed": ("closed", False, True),
}
"""Kind of event -> the state its node is in, and whether that opens or settles it."""

_node: Callable[..., NodeState] = tuple.__new__


def initial(campaign: Campaign, run: str) -> State:
    """Return the state of a run before its first event."""
    return State(blueprint(campaign), run)


def evolve(state: State, event: Event) -> State:
    """Apply ``event`` to ``state`` and return it; total, and never refusing.

    The state is changed in place, so that a long run costs no copies.
    """
    head, journal = state.head, state.journal
    if journal is not None:
        journal.append((head, "seq", head["seq"]))
        journal.append((head, "recorded_at", head["recorded_at"]))
    head["seq"] = event[0]
    head["recorded_at"] = event[5]
    if event[9] is not None:
        state.put(state.keys, event[9], (event[10], event[0]))
    kind = event[1]
    move = _MOVES.get(kind)
    if move is not None:  # in place, for nearly all events are of these kinds
        name, opens, settles = move
        nodes, key, at = state.nodes, event[2], event[3]
        old = nodes.get(key)
        if journal is not None:
            journal.append((nodes, key, ABSENT if old is None else old))
        attempt, opened = (1, None) if old is None else (old[1], old[2])
        moved = (name, attempt, at if opens else opened, at if settles else None, at, None, False)
        nodes[key] = _node(NodeState, moved)
    _APPLY[kind](state, event)
    return state


def replay(campaign: Campaign, run: str, events: Iterable[Event]) -> State:
    """Return the state that ``events`` add up to."""
    state = initial(campaign, run)
    for event in events:
        evolve(state, event)
    return state


# --- the run


def _started(state: State, event: Event) -> None:
    state.put(state.head, "status", "running")
    for name in ("unit", "digest", "variants", "version"):
        state.put(state.head, name, event.data[name])
    for name, value in event.data["facts"].items():
        state.put(state.facts, name, value)
    _vary(state, event)
    opened = NodeState("open", 1, event.at, None, event.at)
    state.put(state.nodes, CAMPAIGN.key, opened)


def _vary(state: State, event: Event) -> None:
    """Note what differs for this unit: nodes of other tiers, exempt nodes, swapped roles."""
    for info in state.blueprint.nodes.values():
        tier = getattr(info.node, "tier", None)
        if tier is not None and tier.key != event.data["tier"]:
            state.put(state.exempt, info.key, tier.title)
    for variant in state.blueprint.campaign.variants:
        if variant.key in event.data["variants"]:
            for node in variant.exempt:
                state.put(state.exempt, node.key, variant.why or variant.title)
            for role, other in variant.swap:
                state.put(state.swaps, role.key, other.key)


def _status(status: str) -> Callable[[State, Event], None]:
    def apply(state: State, event: Event) -> None:
        state.put(state.head, "status", status)
        if status == "concluded":
            root = state.node(CAMPAIGN.key)
            closed = root._replace(state="closed", settled_at=event.at, last_at=event.at)
            state.put(state.nodes, CAMPAIGN.key, closed)

    return apply


def _nothing(state: State, event: Event) -> None:
    """Change nothing: the event is for the record."""


# --- nodes


def _opened(state: State, event: Event) -> None:
    instance = state.instance(event[2]) if state.spans else None
    if instance is not None:  # records have been counted, maybe from a later day than this
        tallies.recount(state, (instance.info.key,))


def _submitted(state: State, event: Event) -> None:
    key = event[2]
    if event[6] is not None:
        before = state.submitters.get(key, ())
        state.put(state.submitters, key, tuple(dict.fromkeys((*before, event[6]))))
        person = (event[7] or "").partition(" for ")[2]
        if person or key in state.behalf:
            state.put(state.behalf, key, person or event[6])
    if key in state.votes:
        state.drop(state.votes, key)


def _released(state: State, event: Event) -> None:
    key, at = event[2], event[3]
    old = state.node(key)
    released = NodeState("released", old.attempt, old.opened_at, at, at, event.data["as"])
    state.put(state.nodes, key, released)
    _follow(state, event)


def _reopened(state: State, event: Event) -> None:
    key, at, data = event[2], event[3], event[11]
    first = state.node(key).opened_at
    opened = at if first is None else first
    state.put(state.nodes, key, NodeState("open", data["attempt"], opened, None, at))
    _forget(state, key)
    if key in state.held:
        state.put(state.held, key, (state.assignments[key],))
    edge = data.get("edge")
    if edge is not None:
        count = (edge, key)
        state.put(state.reopenings, count, state.reopenings.get(count, 0) + 1)
    _follow(state, event)


def _forget(state: State, key: str) -> None:
    """Let approvals and agreements of the attempt before count no more."""
    for table in (state.submitters, state.behalf, state.votes, state.agreements):
        state.drop(table, key)


def _revived(state: State, event: Event) -> None:
    key = event.subject
    old = state.node(key)
    state.put(state.nodes, key, NodeState("planned", old.attempt + 1, None, None, event.at))
    _forget(state, key)
    _follow(state, event)


def _voted(state: State, event: Event) -> None:
    key = event.subject
    votes = {
        **state.votes.get(key, {}),
        event.actor or "": (event.data["vote"], event.data["side"]),
    }
    state.put(state.votes, key, votes)


def _agreed(state: State, event: Event) -> None:
    key, data = event.subject, event.data
    agreed = {**state.agreements.get(key, {}), data["side"]: data["value"]}
    state.put(state.agreements, key, agreed)


def _judged(state: State, event: Event) -> None:
    state.put(state.judged, (event.data["edge"], event.subject), event.data["taken"])


def _questioned(state: State, event: Event) -> None:
    old = state.node(event.subject)
    state.put(state.nodes, event.subject, old._replace(questioned=True))


def _confirmed(state: State, event: Event) -> None:
    old = state.node(event.subject)
    state.put(state.nodes, event.subject, old._replace(questioned=False))


def _added(state: State, event: Event) -> None:
    key, data = event.subject, event.data
    info = NodeInfo(Step(key, data["title"]), len(state.blueprint.nodes) + len(state.added))
    info.container = info.ender = data["part_of"]
    info.opener = state.info(data["part_of"])
    info.owner = data["owner"]
    state.put(state.added, key, info)
    state.put(state.extra, key, Instance(info, None, None))
    state.put(state.members, key, (key,))


# --- time


def _moved(state: State, event: Event) -> None:
    key, data = event.subject, event.data
    start, end = (data[name] and dt.date.fromisoformat(data[name]) for name in ("start", "end"))
    state.put(state.windows, key, Resolution(start, end, Precision.DAY))
    tallies.recount(state, _below(state, key.partition("@")[0].partition("#")[0]))


def _follow(state: State, event: Event) -> None:
    """Count afresh over the windows that begin when this node is settled."""
    followed = state.blueprint.followed
    if followed:
        node = event[2].partition("@")[0].partition("#")[0]
        for follower in followed.get(node, ()):
            tallies.recount(state, _below(state, follower))


def _below(state: State, node: str) -> set[str]:
    """Return ``node`` and everything in it: whose span may follow when its window moves."""
    found = {node}
    for info in state.blueprint.nodes.values():
        if info.container in found:
            found.add(info.key)
    return found


def _anchored(state: State, event: Event) -> None:
    planned = state.blueprint.planned
    before = {**planned.days, **state.anchors}
    day = dt.date.fromisoformat(event.data["day"])
    state.put(state.anchors, event.subject, day)
    for info in state.blueprint.nodes.values():
        for key, window in _windows(info):
            found = planned.resolve(window, {**before, event.subject: day})
            if found != planned.resolve(window, before):
                state.put(state.windows, key, found)
                tallies.recount(state, _below(state, info.key))


def _windows(info: NodeInfo) -> Iterator[tuple[str, Window]]:
    """Yield the windows of a node and of its named occurrences that a date can change."""
    window, repeat = (getattr(info.node, name, None) for name in ("window", "repeat"))
    if window is not None and window.node is None:
        yield info.key, window
    if repeat is not None:
        yield from ((f"{info.key}@{label}", named) for label, named in repeat.named)


_APPLY: Final[dict[str, Callable[[State, Event], None]]] = {
    "started": _started,
    "suspended": _status("suspended"),
    "resumed": _status("running"),
    "concluded": _status("concluded"),
    "archived": _status("archived"),
    "cancelled": _status("cancelled"),
    "clock_adjusted": _nothing,
    "opened": _opened,
    "finished": _follow,
    "approved": _follow,
    "closed": _follow,
    "submitted": _submitted,
    "returned": _nothing,
    "voted": _voted,
    "agreed": _agreed,
    "released": _released,
    "reopened": _reopened,
    "judged": _judged,
    "revived": _revived,
    "questioned": _questioned,
    "confirmed": _confirmed,
    "deviated": _nothing,
    "added": _added,
    "moved": _moved,
    "anchored": _anchored,
    "refused": _nothing,
    **APPLY_FACTS,
}
