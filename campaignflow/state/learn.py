"""Evolve, for facts and people: records, ledger items, waivers, roles, relations, assignments."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from types import MappingProxyType
from typing import Final

from campaignflow.events import Event
from campaignflow.guards.view import Counted
from campaignflow.state import roster, tallies
from campaignflow.state.compiled import Instance, NodeInfo
from campaignflow.state.state import NodeState, Record, State, of_tier

_record: Callable[..., Record] = tuple.__new__
_counted: Callable[..., Counted] = tuple.__new__


def _recorded(state: State, event: Event) -> None:
    key, at, data = event[2], event[3], event[11]
    kind, values, day = data["kind"], data["values"], state.day(at)
    stated = (kind, values, at, day, event[0], event[5], event[6], None)
    record = _record(Record, stated)
    state.put(state.records, key, record)
    _count(state, key, record, 1)


def count(state: State, key: str, record: Record) -> None:
    """Count a record that is kept already; a voided one only keeps its place."""
    if record.voided is None:
        _count(state, key, record, 1)
    else:
        state.put(state.by_kind.setdefault(record.kind, {}), key, None)


def _count(state: State, key: str, record: Record, sign: int) -> None:
    kind, values, at, day, *_ = record
    counted = _counted(Counted, (key, MappingProxyType(values), day, at))
    live = state.by_kind.get(kind)  # a voided record keeps its place, as None
    if live is None:
        live = {}
        state.put(state.by_kind, kind, live)
    state.put(live, key, counted if sign > 0 else None)
    tallies.add(state, kind, counted, sign)


def _voided(state: State, event: Event) -> None:
    old = state.records.get(event.subject)
    if old is not None:
        why = event.data["reason"] or "voided"
        state.put(state.records, event.subject, old._replace(voided=why))
        _count(state, event.subject, old, -1)


def _corrected(state: State, event: Event) -> None:
    old = state.records.get(event.subject)
    if old is not None:
        new = old._replace(values=event.data["values"])
        _count(state, event.subject, old, -1)
        state.put(state.records, event.subject, new)
        _count(state, event.subject, new, 1)


def _assumed(state: State, event: Event) -> None:
    state.put(state.assumptions, event.subject, event.data["value"])


def _waived(state: State, event: Event) -> None:
    key = (event.data["rule"], event.data["part"])
    state.put(state.waivers, key, event.data["reason"])


def _reported(state: State, event: Event) -> None:
    key = of_tier(event.data["node"], event.data.get("tier"))
    state.put(state.reported, key, dict(event.data))


def _found(state: State, event: Event) -> None:
    ledger = event.data["ledger"]
    if ledger not in state.items:
        state.put(state.items, ledger, {})
    initial_state = state.blueprint.ledgers[ledger].lifecycle.initial
    state.put(state.items[ledger], event.subject, initial_state)
    state.put(state.item_at, event.subject, event.at)
    values = {**event.data["values"], "ledger": ledger}
    state.put(state.item_values, event.subject, values)
    fall_due(state, event.subject)


def _item_moved(state: State, event: Event) -> None:
    values = state.item_values.get(event.subject)
    if values is not None:
        state.put(state.items[values["ledger"]], event.subject, event.data["to"])
        state.put(state.item_at, event.subject, event.at)
        state.put(state.item_values, event.subject, {**values, **event.data["values"]})
        fall_due(state, event.subject)


def fall_due(state: State, item: str) -> None:
    """Keep the day by which an unsettled item is due."""
    values = state.item_values[item]
    ledger = state.blueprint.ledgers[values["ledger"]]
    if ledger.due is None:
        return
    day = values.get(ledger.due)
    before = state.item_due.get(item)
    if day is None or state.items[ledger.key][item] in ledger.lifecycle.final:
        state.drop(state.item_due, item)
    else:
        state.put(state.item_due, item, dt.date.fromisoformat(day).toordinal())
    _count_due(state, before, -1)
    _count_due(state, state.item_due.get(item), 1)


def _count_due(state: State, day: int | None, more: int) -> None:
    """Count the items due on a day, so that whoever asks for the next day need not see them all."""
    if day is not None:
        count = state.due_days.get(day, 0) + more
        if count:
            state.put(state.due_days, day, count)
        else:
            state.drop(state.due_days, day)


# --- people


def _took_role(state: State, event: Event) -> None:
    role, person = event.data["role"], event.data["person"]
    absent = not roster.holds(state, role, person, state.day(event.at))
    roster.learn(state, role, person, event.at, event.seq, took=True)
    tallies.recount_company(state, role)
    for info in multiplied_by(state, role):
        for occurrence in info.occurrences or (None,):
            instance = Instance(info, occurrence, person)
            if instance.key not in state.extra:
                state.put(state.extra, instance.key, instance)
                keys = (*state.members.get(info.key, ()), instance.key)
                state.put(state.members, info.key, keys)
            elif absent and state.node(instance.key).released_as == "withdrawn":
                attempt = state.node(instance.key).attempt
                back = NodeState("planned", attempt, None, None, event.at)
                state.put(state.nodes, instance.key, back)


def multiplied_by(state: State, role: str) -> list[NodeInfo]:
    """Return the nodes that have one instance for each holder of ``role``."""
    if not state.swaps:
        return state.blueprint.multiplied.get(role, [])
    down, swaps = state.blueprint.role_down, state.swaps
    return [
        info
        for info in state.blueprint.nodes.values()
        if info.each is not None and role in down[swaps.get(info.each, info.each)]
    ]


def _gave_up_role(state: State, event: Event) -> None:
    role, person = event.data["role"], event.data["person"]
    roster.learn(state, role, person, event.at, event.seq, took=False)
    tallies.recount_company(state, role)


def _relates(value: bool) -> Callable[[State, Event], None]:
    def apply(state: State, event: Event) -> None:
        data = event.data
        state.put(state.relations, (data["relation"], data["left"], data["right"]), value)

    return apply


def _assigned(state: State, event: Event) -> None:
    person = event.data["person"]
    state.put(state.assignments, event.subject, person)
    before = state.held.get(event.subject, ())
    state.put(state.held, event.subject, tuple(dict.fromkeys((*before, person))))


def _substituted(state: State, event: Event) -> None:
    data = event.data
    last = dt.date.fromisoformat(data["until"]).toordinal()
    terms = (
        *state.substitutes.get(data["person"], ()),
        (data["substitute"], state.day(event.at), last),
    )
    state.put(state.substitutes, data["person"], terms)


APPLY_FACTS: Final[dict[str, Callable[[State, Event], None]]] = {
    "recorded": _recorded,
    "voided": _voided,
    "corrected": _corrected,
    "assumed": _assumed,
    "waived": _waived,
    "reported": _reported,
    "found": _found,
    "item_moved": _item_moved,
    "took_role": _took_role,
    "gave_up_role": _gave_up_role,
    "related": _relates(True),
    "unrelated": _relates(False),
    "assigned": _assigned,
    "handed_over": _assigned,
    "substituted": _substituted,
}
"""What each kind of event about facts and people changes."""
