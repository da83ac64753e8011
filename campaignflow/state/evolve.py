"""Evolve: apply one event to the state. What happened cannot be argued with."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Final

from campaignflow.calendar import Precision, Resolution
from campaignflow.events import Event
from campaignflow.model.campaign import Campaign
from campaignflow.model.nodes import CAMPAIGN
from campaignflow.sealing import any_sealed, is_sealed
from campaignflow.state import tallies
from campaignflow.state.added import add_node
from campaignflow.state.anchoring import redated
from campaignflow.state.blueprint import blueprint
from campaignflow.state.carrying import carry
from campaignflow.state.learn import APPLY_FACTS, Apply, Data, seal
from campaignflow.state.state import ABSENT, PLANNED, NodeState, State
from campaignflow.state.varying import vary

_node: Callable[..., NodeState] = tuple.__new__


def initial(campaign: Campaign, run: str) -> State:
    """Return the state of a run before its first event."""
    return State(blueprint(campaign), run)


def evolve(state: State, *events: Event) -> State:
    """Apply ``events`` to ``state`` and return it; total, and never refusing.

    The state is changed in place, so that a long run costs no copies.
    """
    for event in events:
        seq, kind, subject, at, _, recorded_at, _, _, _, key, request, data = event
        head = state.head
        head["seq"] = seq
        head["recorded_at"] = recorded_at
        if key is not None:
            state.put(state.keys, key, (request, seq))
        reached = _REACHED.get(kind)
        if reached is not None:
            nodes, journal = state.nodes, state.journal
            old = nodes.get(subject, PLANNED)
            if journal is not None:
                journal.append((nodes, subject, ABSENT if old is PLANNED else old))
            name, opens, settles = reached
            opened, settled = at if opens else old[2], at if settles else None
            nodes[subject] = _node(NodeState, (name, old[1], opened, settled, at, None, False))
            active = state.active
            if (subject in active) is settles:
                if journal is not None:
                    journal.append((active, subject, None if settles else ABSENT))
                if settles:
                    del active[subject]
                else:
                    active[subject] = None
        apply = _APPLY[kind]
        if apply is not None:
            apply(state, subject, at, data, event)
        if data:
            reason, values = data.get("reason"), data.get("values")
            if (reason is not None and is_sealed(reason)) or (values and any_sealed(values)):
                seal(state, subject, data)
    return state


def replay(campaign: Campaign, run: str, events: Iterable[Event]) -> State:
    """Return the state that ``events`` add up to."""
    return evolve(initial(campaign, run), *events)


# --- the run


def _started(state: State, key: str, at: int, data: Data, event: Event) -> None:
    state.put(state.head, "status", "running")
    pinned = state.newest.version_of(data["digest"])
    if pinned is not None and pinned is not state.blueprint.campaign:
        state.blueprint = blueprint(pinned)
    for name in ("unit", "tier", "digest", "variants", "version"):
        state.put(state.head, name, data[name])
    state.put(state.head, "title", data.get("title") or data["unit"])
    state.put(state.head, "parent", data.get("parent"))
    for name, value in data["facts"].items():
        state.put(state.facts, name, value)
    vary(state, data["tier"], data["variants"])
    opened = NodeState("open", 1, at, None, at)
    state.stand(CAMPAIGN.key, opened)


def _migrated(state: State, key: str, at: int, data: Data, event: Event) -> None:
    new = state.newest.version_of(data["digest"])
    if new is not None:
        state.become(carry(state, new, data, state.day(at)).state)


def _status(status: str) -> Apply:
    def apply(state: State, key: str, at: int, data: Data, event: Event) -> None:
        state.put(state.head, "status", status)
        if status == "concluded":
            root = state.node(CAMPAIGN.key)
            closed = root._replace(state="closed", settled_at=at, last_at=at)
            state.stand(CAMPAIGN.key, closed)

    return apply


# --- nodes


_REACHED: Final = {
    "opened": ("open", True, False),
    "submitted": ("submitted", False, False),
    "returned": ("returned", False, False),
    "finished": ("done", False, True),
    "approved": ("done", False, True),
    "closed": ("closed", False, True),
}
"""The state of the same attempt that a node comes to, and whether that opens or settles it."""


def _opened(state: State, key: str, at: int, data: Data, event: Event) -> None:
    if state.spans:  # records have been counted, maybe from a later day than this
        instance = state.instance(key)
        if instance is not None:
            tallies.recount(state, (instance.info.key,))


def _submitted(state: State, key: str, at: int, data: Data, event: Event) -> None:
    actor, rule = event[6], event[7]
    if actor is not None:
        before = state.submitters.get(key, ())
        if actor not in before:
            state.put(state.submitters, key, (*before, actor))
        person = rule.partition(" for ")[2] if rule and " for " in rule else ""
        if person or key in state.behalf:
            state.put(state.behalf, key, person or actor)
    if state.votes:
        state.drop(state.votes, key)


def _released(state: State, key: str, at: int, data: Data, event: Event) -> None:
    old = state.node(key)
    released = NodeState("released", old.attempt, old.opened_at, at, at, data["as"])
    state.stand(key, released)
    _follow(state, key)


def _reopened(state: State, key: str, at: int, data: Data, event: Event) -> None:
    first = state.node(key).opened_at
    opened = at if first is None else first
    state.stand(key, NodeState("open", data["attempt"], opened, None, at))
    _forget(state, key)
    if key in state.held:
        state.put(state.held, key, (state.assignments[key],))
    edge = data.get("edge")
    if edge is not None:
        count = (edge, key)
        state.put(state.reopenings, count, state.reopenings.get(count, 0) + 1)
    _follow(state, key)


def _forget(state: State, key: str) -> None:
    """Let approvals and agreements of the attempt before count no more."""
    for table in (state.submitters, state.behalf, state.votes, state.agreements):
        state.drop(table, key)


def _revived(state: State, key: str, at: int, data: Data, event: Event) -> None:
    old = state.node(key)
    state.stand(key, NodeState("planned", old.attempt + 1, None, None, at))
    _forget(state, key)
    _follow(state, key)


def _voted(state: State, key: str, at: int, data: Data, event: Event) -> None:
    votes = {
        **state.votes.get(key, {}),
        event.actor or "": (data["vote"], data["side"]),
    }
    state.put(state.votes, key, votes)


def _agreed(state: State, key: str, at: int, data: Data, event: Event) -> None:
    agreed = {**state.agreements.get(key, {}), data["side"]: data["value"]}
    state.put(state.agreements, key, agreed)


def _judged(state: State, key: str, at: int, data: Data, event: Event) -> None:
    state.put(state.judged, (data["edge"], key), data["taken"])


def _questioned(state: State, key: str, at: int, data: Data, event: Event) -> None:
    old = state.node(key)
    state.stand(key, old._replace(questioned=True))


def _confirmed(state: State, key: str, at: int, data: Data, event: Event) -> None:
    old = state.node(key)
    state.stand(key, old._replace(questioned=False))


def _added(state: State, key: str, at: int, data: Data, event: Event) -> None:
    add_node(state, key, data["title"], data["part_of"], data["owner"])


# --- time


def _moved(state: State, key: str, at: int, data: Data, event: Event) -> None:
    start, end = (data[name] and dt.date.fromisoformat(data[name]) for name in ("start", "end"))
    state.put(state.windows, key, Resolution(start, end, Precision.DAY))
    tallies.recount(state, _below(state, key.partition("@")[0].partition("#")[0]))


def _settled(state: State, key: str, at: int, data: Data, event: Event) -> None:
    if state.blueprint.followed:
        _follow(state, key)


def _follow(state: State, key: str) -> None:
    """Count afresh over the windows that begin when this node is settled."""
    node = key.partition("@")[0].partition("#")[0]
    for follower in state.blueprint.followed.get(node, ()):
        tallies.recount(state, _below(state, follower))


def _below(state: State, node: str) -> set[str]:
    """Return ``node`` and everything in it: whose span may follow when its window moves."""
    found = {node}
    for info in state.blueprint.nodes.values():
        if info.container in found:
            found.add(info.key)
    return found


def _anchored(state: State, key: str, at: int, data: Data, event: Event) -> None:
    before = dict(state.anchors)
    state.put(state.anchors, key, dt.date.fromisoformat(data["day"]))
    for key, window in redated(state.blueprint, state.anchors, before).items():
        state.put(state.windows, key, window)
        tallies.recount(state, _below(state, key.partition("@")[0]))


_APPLY: Final[dict[str, Apply | None]] = {
    "started": _started,
    "migrated": _migrated,
    "suspended": _status("suspended"),
    "resumed": _status("running"),
    "concluded": _status("concluded"),
    "archived": _status("archived"),
    "cancelled": _status("cancelled"),
    "clock_adjusted": None,
    "opened": _opened,
    "finished": _settled,
    "approved": _settled,
    "closed": _settled,
    "submitted": _submitted,
    "returned": None,
    "voted": _voted,
    "agreed": _agreed,
    "released": _released,
    "reopened": _reopened,
    "judged": _judged,
    "revived": _revived,
    "questioned": _questioned,
    "confirmed": _confirmed,
    "deviated": None,
    "added": _added,
    "moved": _moved,
    "anchored": _anchored,
    "refused": None,
    **APPLY_FACTS,
}
