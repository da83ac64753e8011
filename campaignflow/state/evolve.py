"""Evolve: apply one event to the state. What happened cannot be argued with."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Final

from campaignflow.calendar import Precision, Resolution
from campaignflow.events import Event
from campaignflow.model.campaign import Campaign
from campaignflow.model.nodes import CAMPAIGN
from campaignflow.state import tallies
from campaignflow.state.added import add_node
from campaignflow.state.anchoring import redated
from campaignflow.state.blueprint import blueprint
from campaignflow.state.carrying import carry
from campaignflow.state.learn import APPLY_FACTS
from campaignflow.state.state import ABSENT, NodeState, State
from campaignflow.state.varying import vary

_node: Callable[..., NodeState] = tuple.__new__


def initial(campaign: Campaign, run: str) -> State:
    """Return the state of a run before its first event."""
    return State(blueprint(campaign), run)


def evolve(state: State, event: Event) -> State:
    """Apply ``event`` to ``state`` and return it; total, and never refusing.

    The state is changed in place, so that a long run costs no copies.
    """
    head = state.head
    head["seq"] = event[0]
    head["recorded_at"] = event[5]
    if event[9] is not None:
        state.put(state.keys, event[9], (event[10], event[0]))
    _APPLY[event[1]](state, event)
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
    pinned = state.newest.version_of(event.data["digest"])
    if pinned is not None and pinned is not state.blueprint.campaign:
        state.blueprint = blueprint(pinned)
    for name in ("unit", "tier", "digest", "variants", "version"):
        state.put(state.head, name, event.data[name])
    for name, value in event.data["facts"].items():
        state.put(state.facts, name, value)
    vary(state, event.data["tier"], event.data["variants"])
    opened = NodeState("open", 1, event.at, None, event.at)
    state.put(state.nodes, CAMPAIGN.key, opened)


def _migrated(state: State, event: Event) -> None:
    new = state.newest.version_of(event.data["digest"])
    if new is not None:
        state.become(carry(state, new, event.data, state.day(event.at)).state)


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


def _move(state: State, event: Event, name: str, settled_at: int | None = None) -> None:
    """Put the node of the event into another state; nearly all events do."""
    nodes, journal, key, at = state.nodes, state.journal, event[2], event[3]
    old = nodes.get(key)
    if journal is not None:
        journal.append((nodes, key, ABSENT if old is None else old))
    attempt, opened_at = (1, None) if old is None else (old[1], old[2])
    if name == "open":
        opened_at = at
    nodes[key] = _node(NodeState, (name, attempt, opened_at, settled_at, at, None, False))


def _opened(state: State, event: Event) -> None:
    _move(state, event, "open")
    if state.spans:  # records have been counted, maybe from a later day than this
        instance = state.instance(event[2])
        if instance is not None:
            tallies.recount(state, (instance.info.key,))


def _submitted(state: State, event: Event) -> None:
    _move(state, event, "submitted")
    key, actor = event[2], event[6]
    if actor is not None:
        before = state.submitters.get(key, ())
        if actor not in before:
            state.put(state.submitters, key, (*before, actor))
        person = (event[7] or "").partition(" for ")[2]
        if person or key in state.behalf:
            state.put(state.behalf, key, person or actor)
    state.drop(state.votes, key)


def _returned(state: State, event: Event) -> None:
    _move(state, event, "returned")


def _settled(name: str) -> Callable[[State, Event], None]:
    def apply(state: State, event: Event) -> None:
        _move(state, event, name, event[3])
        if state.blueprint.followed:
            _follow(state, event)

    return apply


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
    data = event.data
    add_node(state, event.subject, data["title"], data["part_of"], data["owner"])


# --- time


def _moved(state: State, event: Event) -> None:
    key, data = event.subject, event.data
    start, end = (data[name] and dt.date.fromisoformat(data[name]) for name in ("start", "end"))
    state.put(state.windows, key, Resolution(start, end, Precision.DAY))
    tallies.recount(state, _below(state, key.partition("@")[0].partition("#")[0]))


def _follow(state: State, event: Event) -> None:
    """Count afresh over the windows that begin when this node is settled."""
    node = event[2].partition("@")[0].partition("#")[0]
    for follower in state.blueprint.followed.get(node, ()):
        tallies.recount(state, _below(state, follower))


def _below(state: State, node: str) -> set[str]:
    """Return ``node`` and everything in it: whose span may follow when its window moves."""
    found = {node}
    for info in state.blueprint.nodes.values():
        if info.container in found:
            found.add(info.key)
    return found


def _anchored(state: State, event: Event) -> None:
    before = dict(state.anchors)
    state.put(state.anchors, event.subject, dt.date.fromisoformat(event.data["day"]))
    for key, window in redated(state.blueprint, state.anchors, before).items():
        state.put(state.windows, key, window)
        tallies.recount(state, _below(state, key.partition("@")[0]))


_APPLY: Final[dict[str, Callable[[State, Event], None]]] = {
    "started": _started,
    "migrated": _migrated,
    "suspended": _status("suspended"),
    "resumed": _status("running"),
    "concluded": _status("concluded"),
    "archived": _status("archived"),
    "cancelled": _status("cancelled"),
    "clock_adjusted": _nothing,
    "opened": _opened,
    "finished": _settled("done"),
    "approved": _settled("done"),
    "closed": _settled("closed"),
    "submitted": _submitted,
    "returned": _returned,
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
