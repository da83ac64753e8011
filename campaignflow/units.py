"""Units: the tree of organisations that carry out one campaign, each in a run of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import attrs

from campaignflow.errors import DefinitionError
from campaignflow.messages import Mistake, Notice


@attrs.frozen
class Unit:
    """Name one organisation: a district, a school, a branch.

    Attributes:
        key: Its id.
        title: What people call it.
        tier: Key of its tier, where the campaign has tiers.
        parent: Key of the unit above; None at the top.
        facts: Facts of the unit, by field, which select the variants.
    """

    key: str
    title: str = ""
    tier: str | None = None
    parent: str | None = None
    facts: Mapping[str, Any] = attrs.field(factory=dict, hash=False)

    @property
    def label(self) -> str:
        """Its title; its id where it has none."""
        return self.title or self.key


class Units:
    """Hold units as a tree; iterating goes down each branch before the next.

    Args:
        units: In any order, but units below one another stay in the order given.

    Raises:
        DefinitionError: A unit stands twice, or is not below any top; every mistake inside.

    Example:
        >>> tree = Units([Unit("b", parent="a"), Unit("a"), Unit("d"), Unit("c", parent="b")])
        >>> [(unit.key, tree.depth(unit.key)) for unit in tree]
        [('a', 0), ('b', 1), ('c', 2), ('d', 0)]
        >>> [unit.key for unit in tree.below("a")]
        ['b', 'c']
    """

    def __init__(self, units: Iterable[Unit]) -> None:
        given = list(units)
        self._children: dict[str | None, list[Unit]] = {}
        for unit in given:
            self._children.setdefault(unit.parent, []).append(unit)
        self._units = {unit.key: unit for unit in self._down(None)}
        mistakes = [*_twice(given), *self._astray(given)]
        if mistakes:
            raise DefinitionError("units", mistakes)

    def _down(self, parent: str | None) -> Iterator[Unit]:
        for unit in self._children.get(parent, ()):
            yield unit
            yield from self._down(unit.key)

    def _astray(self, given: Iterable[Unit]) -> Iterator[Mistake]:
        for unit in given:
            if unit.key not in self._units:
                params = {"unit": unit.key, "parent": unit.parent}
                yield Mistake(unit.key, Notice("units.astray", params))

    def __iter__(self) -> Iterator[Unit]:
        return iter(self._units.values())

    def __len__(self) -> int:
        return len(self._units)

    def __getitem__(self, key: str) -> Unit:
        return self._units[key]

    def __contains__(self, key: object) -> bool:
        return key in self._units

    def children(self, key: str) -> tuple[Unit, ...]:
        """Return the units next below one."""
        return tuple(self._children.get(key, ()))

    def below(self, key: str, tier: str | None = None) -> tuple[Unit, ...]:
        """Return every unit below one, however deep; only those of ``tier``, if given."""
        return tuple(unit for unit in self._down(key) if tier in (None, unit.tier))

    def depth(self, key: str) -> int:
        """Return how many units stand above one."""
        above = self._units[key].parent
        return 0 if above is None else 1 + self.depth(above)


def _twice(given: Iterable[Unit]) -> Iterator[Mistake]:
    seen: set[str] = set()
    for unit in given:
        if unit.key in seen:
            yield Mistake(unit.key, Notice("units.twice", {"unit": unit.key}))
        seen.add(unit.key)
