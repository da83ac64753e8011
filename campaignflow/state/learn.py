"""Evolve, for facts and people: records, ledger items, waivers, roles, relations, assignments."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from campaignflow.events import Event
from campaignflow.sealing import tokens_in
from campaignflow.state import roster, tallies
from campaignflow.state.compiled import Instance, NodeInfo
from campaignflow.state.state import NodeState, Record, State, of_tier

Data = Mapping[str, Any]
Apply = Callable[[State, str, int, Data, Event], None]
"""Applies an event to the state; given its subject, time and data, and the event for the rest."""

_record: Callable[..., Record] = tuple.__new__


def _recorded(state: State, key: str, at: int, data: Data, event: Event) -> None:
    values, day = MappingProxyType(data["values"]), state.day(at)
    stated = (key, data["kind"], values, at, day, event[0], event[5], event[6], None)
    keep(state, _record(Record, stated))


def keep(state: State, record: Record) -> None:
    """Keep a record and count it; a voided one only keeps its place."""
    key, kind, counts = record.id, record.kind, record.voided is None
    state.put(state.records, key, record)
    live = state.by_kind.get(kind)
    if live is None:
        live = {}
        state.put(state.by_kind, kind, live)
    state.put(live, key, record if counts else None)
    if counts:
        tallies.add(state, record, 1)


def _voided(state: State, key: str, at: int, data: Data, event: Event) -> None:
    old = state.records.get(key)
    if old is not None:
        tallies.add(state, old, -1)
        keep(state, old._replace(voided=data["reason"] or "voided"))


def _corrected(state: State, key: str, at: int, data: Data, event: Event) -> None:
    old = state.records.get(key)
    if old is not None:
        tallies.add(state, old, -1)
        keep(state, old._replace(values=MappingProxyType(data["values"])))


def seal(state: State, subject: str, data: Data) -> None:
    """Keep in mind which texts about people were given with a subject."""
    tokens = [token for token in tokens_in(data) if token not in state.erased]
    if tokens:
        before = state.sealed.get(subject, ())
        state.put(state.sealed, subject, tuple(dict.fromkeys((*before, *tokens))))


def _erased(state: State, key: str, at: int, data: Data, event: Event) -> None:
    for token in data["tokens"]:
        state.put(state.erased, token, True)
    for subject, tokens in list(state.sealed.items()):  # a reason may stand with several
        left = tuple(token for token in tokens if token not in state.erased)
        if not left:
            state.drop(state.sealed, subject)
        elif left != tokens:
            state.put(state.sealed, subject, left)


def _assumed(state: State, key: str, at: int, data: Data, event: Event) -> None:
    state.put(state.assumptions, key, data["value"])


def _waived(state: State, key: str, at: int, data: Data, event: Event) -> None:
    state.put(state.waivers, (data["rule"], data["part"]), data["reason"])


def _reported(state: State, key: str, at: int, data: Data, event: Event) -> None:
    state.put(state.reported, of_tier(data["node"], data.get("tier")), dict(data))


def _found(state: State, key: str, at: int, data: Data, event: Event) -> None:
    ledger = data["ledger"]
    if ledger not in state.items:
        state.put(state.items, ledger, {})
    initial_state = state.blueprint.ledgers[ledger].lifecycle.initial
    state.put(state.items[ledger], key, initial_state)
    state.put(state.item_at, key, at)
    values = {**data["values"], "ledger": ledger}
    state.put(state.item_values, key, values)
    fall_due(state, key)


def _item_moved(state: State, key: str, at: int, data: Data, event: Event) -> None:
    values = state.item_values.get(key)
    if values is not None:
        state.put(state.items[values["ledger"]], key, data["to"])
        state.put(state.item_at, key, at)
        state.put(state.item_values, key, {**values, **data["values"]})
        fall_due(state, key)


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


def _took_role(state: State, key: str, at: int, data: Data, event: Event) -> None:
    role, person = data["role"], data["person"]
    absent = not roster.holds(state, role, person, state.day(at))
    roster.learn(state, role, person, at, event.seq, took=True)
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
                back = NodeState("planned", attempt, None, None, at)
                state.stand(instance.key, back)


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


def _gave_up_role(state: State, key: str, at: int, data: Data, event: Event) -> None:
    role, person = data["role"], data["person"]
    roster.learn(state, role, person, at, event.seq, took=False)
    tallies.recount_company(state, role)


def _relates(value: bool) -> Apply:
    def apply(state: State, key: str, at: int, data: Data, event: Event) -> None:
        state.put(state.relations, (data["relation"], data["left"], data["right"]), value)

    return apply


def _assigned(state: State, key: str, at: int, data: Data, event: Event) -> None:
    person = data["person"]
    state.put(state.assignments, key, person)
    before = state.held.get(key, ())
    state.put(state.held, key, tuple(dict.fromkeys((*before, person))))


def _substituted(state: State, key: str, at: int, data: Data, event: Event) -> None:
    last = dt.date.fromisoformat(data["until"]).toordinal()
    terms = (
        *state.substitutes.get(data["person"], ()),
        (data["substitute"], state.day(at), last),
    )
    state.put(state.substitutes, data["person"], terms)


APPLY_FACTS: Final[dict[str, Apply]] = {
    "recorded": _recorded,
    "voided": _voided,
    "corrected": _corrected,
    "erased": _erased,
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
