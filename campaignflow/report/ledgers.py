"""Ledgers: their items, how many of them stand where, which are not settled, and which are late."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import attrs

from campaignflow.messages import Lang, Notice
from campaignflow.state import State


@attrs.frozen
class LedgerCount:
    """Hold how far the items of one ledger are.

    Attributes:
        key: Key of the ledger.
        title: Its title.
        states: State -> number of items in it, in the order of the lifecycle; empty states are
            left out.
        unsettled: Items that have not reached a final state: id -> state, in order of entry.
        late: Those of them past the day they were due: id -> days, the longest late first.
        words: State -> how people call it.
    """

    key: str
    title: str
    states: dict[str, int]
    unsettled: dict[str, str]
    late: dict[str, int]
    words: dict[str, Notice | str] = attrs.field(eq=False, repr=False)

    @property
    def total(self) -> int:
        """Number of items."""
        return sum(self.states.values())

    def as_json(self) -> dict[str, object]:
        """Return the counts as plain data."""
        plain = attrs.asdict(self, filter=attrs.filters.exclude("words"))
        return {**plain, "total": self.total}


@attrs.frozen
class Item:
    """Hold one item of a ledger, as a list of them tells it.

    Attributes:
        item: Its id.
        ledger: Key of its ledger.
        title: Title of the ledger.
        state: Where it stands in the ledger's lifecycle.
        word: How people call that.
        settled: Whether nothing is left to be done about it.
        values: What was written down of it: key of a field -> value.
        due: The day it is or was due; None if it has none.
        late_days: Days since then if it is not settled; None if it is not late, or the run rests.
    """

    item: str
    ledger: str
    title: str
    state: str
    word: Notice | str = attrs.field(eq=False, repr=False)
    settled: bool
    values: Mapping[str, Any]
    due: dt.date | None
    late_days: int | None

    def state_text(self, lang: Lang = "en") -> str:
        """Return how people call where it stands."""
        return self.word if isinstance(self.word, str) else self.word.text(lang)

    def as_json(self) -> dict[str, object]:
        """Return the item as plain data."""
        plain = attrs.asdict(self, filter=attrs.filters.exclude("word"))
        return {**plain, "due": self.due.isoformat() if self.due else None}


@attrs.frozen
class LateItem:
    """Hold one item that is not settled and past the day it was due.

    Attributes:
        item: Its id.
        ledger: Key of its ledger.
        title: Title of the ledger.
        due: The day it was due.
        late_days: Days since.
    """

    item: str
    ledger: str
    title: str
    due: dt.date
    late_days: int

    def as_json(self) -> dict[str, object]:
        """Return the item as plain data."""
        return {**attrs.asdict(self), "due": self.due.isoformat()}


def items(state: State, day: dt.date) -> tuple[Item, ...]:
    """Return every item of every ledger, in the order of definition and of entry."""
    late = {found.item: found.late_days for found in overdue_items(state, day)}
    return tuple(
        _item(state, key, item, late.get(item))
        for key in state.blueprint.ledgers
        for item in state.items.get(key, ())
    )


def _item(state: State, key: str, item: str, late_days: int | None) -> Item:
    ledger, at = state.blueprint.ledgers[key], state.items[key][item]
    values = {name: value for name, value in state.item_values[item].items() if name != "ledger"}
    due = values.get(ledger.due or "")
    return Item(
        item,
        key,
        ledger.title,
        at,
        state.blueprint.item_state(key, at),
        at in ledger.lifecycle.final,
        values,
        dt.date.fromisoformat(due) if due else None,
        late_days,
    )


def value_text(value: object, lang: Lang = "en") -> str:
    """Return a value of a field as a list shows it; empty for none."""
    if isinstance(value, bool):
        return Notice("report.yes" if value else "report.no").text(lang)
    if isinstance(value, list | tuple):
        return ("、" if lang == "zh" else ", ").join(value_text(part, lang) for part in value)
    return "" if value is None else str(value)


def overdue_items(state: State, day: dt.date) -> tuple[LateItem, ...]:
    """Return the unsettled ledger items that were due before ``day``, the longest overdue first.

    A suspended run has none: suspension silences alarms.
    """
    return _late(state, day) if state.status == "running" else ()


def _late(state: State, day: dt.date) -> tuple[LateItem, ...]:
    found = []
    for item, due in state.item_due.items():
        if due < day.toordinal():
            ledger = state.blueprint.ledgers[state.item_values[item]["ledger"]]
            days = day.toordinal() - due
            late = LateItem(item, ledger.key, ledger.title, dt.date.fromordinal(due), days)
            found.append(late)
    return tuple(sorted(found, key=lambda late: -late.late_days))


def ledger_counts(state: State, day: dt.date) -> tuple[LedgerCount, ...]:
    """Return one count per ledger, in the order of definition; ledgers without items included."""
    late = _late(state, day)
    return tuple(_count(state, key, late) for key in state.blueprint.ledgers)


def _count(state: State, key: str, late: tuple[LateItem, ...]) -> LedgerCount:
    ledger, items = state.blueprint.ledgers[key], state.items.get(key, {})
    held = list(items.values())
    return LedgerCount(
        key,
        ledger.title,
        {name: held.count(name) for name in ledger.lifecycle.states if name in held},
        {item: at for item, at in items.items() if at not in ledger.lifecycle.final},
        {found.item: found.late_days for found in late if found.ledger == key},
        {name: state.blueprint.item_state(key, name) for name in ledger.lifecycle.states},
    )
