"""The view of a run's state that guards are given."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, TypeVar

from campaignflow.calendar import Every, Partial
from campaignflow.guards.verdict import Verdict
from campaignflow.guards.view import Counted, Cut, Key, Span, View
from campaignflow.messages import Notice
from campaignflow.model.nodes import CAMPAIGN
from campaignflow.state import roster, tallies
from campaignflow.state.compiled import Instance, QuotaInfo, RuleInfo, instance_key
from campaignflow.state.state import State, of_tier

_T = TypeVar("_T")


class RunView:
    """Show the state of one run to the guard of one rule, for one instance, on one day."""

    __slots__ = ("day", "found", "instance", "rule", "state")

    def __init__(self, state: State, rule: RuleInfo, instance: Instance, day: int) -> None:
        self.state = state
        self.rule = rule
        self.instance = instance
        self.day = day
        self.found: dict[int, Any] = {}

    @property
    def member(self) -> str | None:
        return self.instance.member

    def _quota(self, quota: object) -> tuple[QuotaInfo, str | None]:
        info = self.rule.quotas[id(quota)]
        return info, self.instance.occurrence if info.repeats else None

    def once(self, leaf: object, find: Callable[[View], _T]) -> _T:
        key = id(leaf)
        if key not in self.found:
            self.found[key] = find(self)
        found: _T = self.found[key]
        return found

    def totals(self, quota: object) -> Mapping[Key, int]:
        return tallies.totals(self.state, *self._quota(quota))

    def span(self, quota: object) -> Span:
        return tallies.span(self.state, *self._quota(quota), self.day)

    def holders(self, role: str, start: int, end: int, *, throughout: bool) -> Sequence[str]:
        begun = self.state.node(CAMPAIGN.key).opened_at
        if throughout and begun is not None:  # of the days before it nobody knows who held what
            first = self.state.day(begun)
            start = first if start < first <= end else start
        return roster.holders(self.state, role, start, end, self.day, throughout=throughout)

    def related(self, relation: str) -> Sequence[tuple[str, str]]:
        return [
            (left, right)
            for (name, left, right), stands in self.state.relations.items()
            if stands and name == relation
        ]

    def cuts(self, every: str, span: Span, partial: Partial) -> Sequence[Cut] | None:
        if span.start is None or span.end is None:
            return None
        terms = self.state.blueprint.campaign.terms
        return tallies.cuts(Every(every), span.start, max(span.start, span.end), partial, terms)

    def records(self, kind: str) -> Sequence[Counted]:
        return [found for found in self.state.by_kind.get(kind, {}).values() if found is not None]

    def nearly(self, quota: object, record: Counted) -> Sequence[Key]:
        return tallies.nearly(self.state, *self._quota(quota), record, self.day)

    def items(self, ledger: str) -> Mapping[str, str]:
        return MappingProxyType(self.state.items.get(ledger, {}))

    def item_final(self, ledger: str, *, answered: bool) -> Sequence[str]:
        found = self.state.blueprint.ledgers[ledger]
        final = found.lifecycle.final
        return tuple(dict.fromkeys((*found.answered, *final))) if answered else final

    def item_state(self, ledger: str, state: str) -> Notice | str:
        return self.state.blueprint.item_state(ledger, state)

    def states(self, node: str) -> Sequence[str]:
        info = self.state.info(node)
        return [self.state.node(key).state for key in self.state.related(self.instance, info)]

    def reported(self, node: str, tier: str | None = None) -> Mapping[str, Any] | None:
        own = self.instance
        alike = own.occurrence and own.info.occurrences == self.state.info(node).occurrences
        name = instance_key(node, own.occurrence) if alike else node
        found = self.state.reported.get(of_tier(name, tier))
        return None if found is None else MappingProxyType(found)

    def anchor(self, anchor: str) -> int | None:
        day = self.state.anchor(anchor)
        return None if day is None else day.toordinal()

    def assumed(self, leaf: object) -> Verdict | None:
        if not self.state.assumptions:
            return None
        value = self.state.assumptions.get(self.rule.leaf_keys[id(leaf)])
        return None if value is None else Verdict(value, settled=False, met=int(value))

    def waived(self, key: Key) -> bool:
        waivers = self.state.waivers
        return bool(waivers) and (self.rule.key, "/".join(key)) in waivers

    def title(self, key: str) -> str:
        return self.state.blueprint.titles.get(key, key)
