"""Ledgers counted: how many items stand where, and which are not struck off."""

from __future__ import annotations

import attrs

from campaignflow.messages import Notice
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
        words: State -> how people call it.
    """

    key: str
    title: str
    states: dict[str, int]
    unsettled: dict[str, str]
    words: dict[str, Notice | str] = attrs.field(eq=False, repr=False)

    @property
    def total(self) -> int:
        """Number of items."""
        return sum(self.states.values())

    def as_json(self) -> dict[str, object]:
        """Return the counts as plain data."""
        plain = attrs.asdict(self, filter=attrs.filters.exclude("words"))
        return {**plain, "total": self.total}


def ledger_counts(state: State) -> tuple[LedgerCount, ...]:
    """Return one count per ledger, in the order of definition; ledgers without items included."""
    return tuple(_count(state, key) for key in state.blueprint.ledgers)


def _count(state: State, key: str) -> LedgerCount:
    ledger, items = state.blueprint.ledgers[key], state.items.get(key, {})
    held = list(items.values())
    return LedgerCount(
        key,
        ledger.title,
        {name: held.count(name) for name in ledger.lifecycle.states if name in held},
        {item: at for item, at in items.items() if at not in ledger.lifecycle.final},
        {name: state.blueprint.item_state(key, name) for name in ledger.lifecycle.states},
    )
