"""Populations: for whom, between whom or in which period a quota is owed.

A population does two things. It reads from a record the keys that the record counts for, and it
lists the keys that are owed over a span. A key is a tuple with one text per axis; ``*`` multiplies
populations, so ``each(leader, visitor) * Per(Every.WEEK, partial="drop")`` owes one key per leader
and week.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations, product
from typing import Any

import attrs

from campaignflow.calendar import Every, Partial
from campaignflow.guards.view import Cut, Key, View
from campaignflow.keyed import (
    REF,
    Keyed,
    as_tuple,
    key_of,
    keys_of,
    show_key,
    show_keys,
    title_of,
)
from campaignflow.messages import Notice

Held = Callable[[str, str], bool]
"""Says whether a role was held by a person on the day of a record."""


def listed(value: Any) -> tuple[str, ...]:
    """Return the texts that a field holds: none, one or several."""
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else tuple(value)


def _named(by: Keyed, values: Mapping[str, Any]) -> Iterable[Key]:
    """Return a key for each text that the field ``by`` of a record names, each once."""
    found = values.get(by.key)
    if found is None or isinstance(found, str):
        return () if found is None else ((found,),)
    return zip(dict.fromkeys(found), strict=False)


class Population:
    """Base of populations."""

    __slots__ = ()

    @property
    def calendar(self) -> Per | None:
        """The axis of periods, if the population has one."""
        return None

    def parts(self, values: Mapping[str, Any], cut: str | None, held: Held) -> Iterable[Key]:
        """Return the keys for which a record with ``values`` in period ``cut`` counts, each once.

        ``held`` says whether a person held a role when it happened.
        """
        raise NotImplementedError

    def owed(self, view: View, start: int, end: int, *, throughout: bool) -> Sequence[Key]:
        """Return the keys owed over a span of days, in a stable order."""
        raise NotImplementedError

    @property
    def companions(self) -> tuple[str, ...]:
        """The roles of which somebody must have taken part for a record to count."""
        return ()

    def place(self, cut: Cut, key: Key) -> Key:
        """Return the owed ``key`` with the label of ``cut`` set in at the axis of periods."""
        del cut
        return key

    def name(self, key: Key, view: View) -> str | Notice:
        """Return the owed ``key`` as people read it: one by itself, two as a pair."""
        return _told([view.title(part) for part in key])

    @property
    def width(self) -> int:
        """Number of texts in an owed key, periods apart."""
        return 1

    def __mul__(self, other: Population) -> Product:
        return Product((*axes(self), *axes(other)))


def axes(population: Population) -> tuple[Population, ...]:
    """Return the populations that ``population`` multiplies; itself alone, if it does not."""
    return population.axes if isinstance(population, Product) else (population,)


@attrs.frozen
class Once(Population):
    """Owe the quota once, for nobody in particular."""

    def parts(self, values: Mapping[str, Any], cut: str | None, held: Held) -> Iterable[Key]:
        return ((),)

    def owed(self, view: View, start: int, end: int, *, throughout: bool) -> Sequence[Key]:
        return ((),)

    @property
    def width(self) -> int:
        return 0


@attrs.frozen
class Each(Population):
    """Owe the quota for each holder of ``role``; ``by`` names the field with the persons."""

    role: Keyed = attrs.field(eq=key_of, repr=show_key, metadata=REF)
    by: Keyed = attrs.field(eq=key_of, repr=show_key, metadata=REF)

    def parts(self, values: Mapping[str, Any], cut: str | None, held: Held) -> Iterable[Key]:
        return _named(self.by, values)

    def owed(self, view: View, start: int, end: int, *, throughout: bool) -> Sequence[Key]:
        return [(p,) for p in view.holders(self.role.key, start, end, throughout=throughout)]


@attrs.frozen
class Self(Population):
    """Owe the quota for the member of the multiplied step whose rule this is."""

    by: Keyed = attrs.field(eq=key_of, repr=show_key, metadata=REF)

    def parts(self, values: Mapping[str, Any], cut: str | None, held: Held) -> Iterable[Key]:
        return _named(self.by, values)

    def owed(self, view: View, start: int, end: int, *, throughout: bool) -> Sequence[Key]:
        return [] if view.member is None else [(view.member,)]


def _meetings(by: Sequence[Keyed], values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the ordered pairs of different persons that a record brings together."""
    if len(by) == 1:
        yield from combinations(dict.fromkeys(listed(values.get(by[0].key))), 2)
    else:
        left, right = (listed(values.get(field.key)) for field in by)
        yield from ((a, b) for a, b in product(left, right) if a != b)


@attrs.frozen
class Pairs(Population):
    """Owe the quota for each pair of different holders of ``role``.

    ``by`` is one field with the persons who met, or two fields (from, to). With ``directed`` both
    directions are owed apart, which takes two fields.
    """

    role: Keyed = attrs.field(eq=key_of, repr=show_key, metadata=REF)
    by: tuple[Keyed, ...] = attrs.field(
        default=(), converter=as_tuple, eq=keys_of, repr=show_keys, metadata=REF
    )
    directed: bool = False

    def parts(self, values: Mapping[str, Any], cut: str | None, held: Held) -> Iterable[Key]:
        found = _meetings(self.by, values)
        return dict.fromkeys(pair if self.directed else _sorted(pair) for pair in found)

    def owed(self, view: View, start: int, end: int, *, throughout: bool) -> Sequence[Key]:
        people = sorted(view.holders(self.role.key, start, end, throughout=throughout))
        if self.directed:
            return [(a, b) for a in people for b in people if a != b]
        return list(combinations(people, 2))

    def name(self, key: Key, view: View) -> str | Notice:
        return _sided(self.by, key, view) if self.directed else super().name(key, view)

    @property
    def width(self) -> int:
        return 2


def _sided(by: Sequence[Keyed], key: Key, view: View) -> str | Notice:
    """Return a directed ``key`` with the field that each side stands in."""
    sides = zip((*by, *by), key, strict=False)  # one field holds both
    return _told([f"{title_of(field)} {view.title(person)}" for field, person in sides])


def _told(names: Sequence[str]) -> str | Notice:
    """Return one name, or two in words that cannot be read as from one to the other."""
    pair = len(names) > 1
    return Notice("owing.pair", dict(zip("ab", names, strict=True))) if pair else "".join(names)


def _sorted(pair: tuple[str, str]) -> tuple[str, str]:
    return pair if pair[0] <= pair[1] else (pair[1], pair[0])


@attrs.frozen
class Related(Population):
    """Owe the quota for each pair that stands in ``relation``, whichever side came first.

    With ``directed`` only what goes from the left side to the right counts; name the two fields
    of ``by`` the other way round for the other direction.
    """

    relation: Keyed = attrs.field(eq=key_of, repr=show_key, metadata=REF)
    by: tuple[Keyed, ...] = attrs.field(
        default=(), converter=as_tuple, eq=keys_of, repr=show_keys, metadata=REF
    )
    directed: bool = False

    def parts(self, values: Mapping[str, Any], cut: str | None, held: Held) -> Iterable[Key]:
        return _served(_meetings(self.by, values), directed=self.directed)

    def owed(self, view: View, start: int, end: int, *, throughout: bool) -> Sequence[Key]:
        return sorted((a, b) for a, b in view.related(self.relation.key) if a != b)

    def name(self, key: Key, view: View) -> str | Notice:
        return _sided(self.by, key, view) if self.directed else super().name(key, view)

    @property
    def width(self) -> int:
        return 2


def _served(pairs: Iterable[tuple[str, str]], *, directed: bool = False) -> dict[Key, None]:
    """Return the keys that ``pairs`` count for: themselves, and turned round unless directed."""
    ways = ([(a, b)] if directed else [(a, b), (b, a)] for a, b in pairs)
    return dict.fromkeys(way for both in ways for way in both)


@attrs.frozen
class Across(Population):
    """Owe the quota for each holder of ``role`` with every holder of ``other``.

    With ``directed`` only what goes from ``role`` to ``other`` counts; name the two fields of
    ``by`` the other way round for the other direction.
    """

    role: Keyed = attrs.field(eq=key_of, repr=show_key, metadata=REF)
    other: Keyed = attrs.field(eq=key_of, repr=show_key, metadata=REF)
    by: tuple[Keyed, ...] = attrs.field(
        default=(), converter=as_tuple, eq=keys_of, repr=show_keys, metadata=REF
    )
    directed: bool = False

    def parts(self, values: Mapping[str, Any], cut: str | None, held: Held) -> Iterable[Key]:
        return _served(_meetings(self.by, values), directed=self.directed)

    def owed(self, view: View, start: int, end: int, *, throughout: bool) -> Sequence[Key]:
        left = view.holders(self.role.key, start, end, throughout=throughout)
        right = view.holders(self.other.key, start, end, throughout=throughout)
        return [(a, b) for a in left for b in right if a != b]

    def name(self, key: Key, view: View) -> str | Notice:
        return _sided(self.by, key, view) if self.directed else super().name(key, view)

    @property
    def width(self) -> int:
        return 2


@attrs.frozen
class WithSome(Population):
    """Owe the quota for each holder of ``role`` with at least one holder of ``other``.

    Who held ``other`` on the day of the record counts, and the record once, however many took part.
    """

    role: Keyed = attrs.field(eq=key_of, repr=show_key, metadata=REF)
    other: Keyed = attrs.field(eq=key_of, repr=show_key, metadata=REF)
    by: tuple[Keyed, ...] = attrs.field(
        default=(), converter=as_tuple, eq=keys_of, repr=show_keys, metadata=REF
    )

    def parts(self, values: Mapping[str, Any], cut: str | None, held: Held) -> Iterable[Key]:
        pairs = _served(_meetings(self.by, values))
        return dict.fromkeys((person,) for person, other in pairs if held(self.other.key, other))

    def owed(self, view: View, start: int, end: int, *, throughout: bool) -> Sequence[Key]:
        return [(p,) for p in view.holders(self.role.key, start, end, throughout=throughout)]

    @property
    def companions(self) -> tuple[str, ...]:
        return (self.other.key,)


@attrs.frozen
class Items(Population):
    """Owe the quota for each item of ``ledger``; ``by`` names the field with the item."""

    ledger: Keyed = attrs.field(eq=key_of, repr=show_key, metadata=REF)
    by: Keyed = attrs.field(eq=key_of, repr=show_key, metadata=REF)

    def parts(self, values: Mapping[str, Any], cut: str | None, held: Held) -> Iterable[Key]:
        return _named(self.by, values)

    def owed(self, view: View, start: int, end: int, *, throughout: bool) -> Sequence[Key]:
        return [(item,) for item in view.items(self.ledger.key)]


@attrs.frozen
class Requests(Population):
    """Owe the quota for each record of ``kind`` (a talk asked for); ``by`` links the answer."""

    kind: Keyed = attrs.field(eq=key_of, repr=show_key, metadata=REF)
    by: Keyed = attrs.field(eq=key_of, repr=show_key, metadata=REF)

    def parts(self, values: Mapping[str, Any], cut: str | None, held: Held) -> Iterable[Key]:
        return _named(self.by, values)

    def owed(self, view: View, start: int, end: int, *, throughout: bool) -> Sequence[Key]:
        return [(record.id,) for record in view.records(self.kind.key)]


@attrs.frozen
class Values(Population):
    """Owe the quota for each listed value of a field (each of six topics, each of two places)."""

    by: Keyed = attrs.field(eq=key_of, repr=show_key, metadata=REF)
    values: tuple[str, ...] = attrs.field(converter=as_tuple)

    def parts(self, values: Mapping[str, Any], cut: str | None, held: Held) -> Iterable[Key]:
        return _named(self.by, values)

    def owed(self, view: View, start: int, end: int, *, throughout: bool) -> Sequence[Key]:
        return [(value,) for value in self.values]


@attrs.frozen
class Per(Population):
    """Owe the quota in each period of the span; ``partial`` says what to do with cut periods."""

    every: Every
    partial: Partial

    def parts(self, values: Mapping[str, Any], cut: str | None, held: Held) -> Iterable[Key]:
        return () if cut is None else ((cut,),)

    def owed(self, view: View, start: int, end: int, *, throughout: bool) -> Sequence[Key]:
        return ((),)

    def place(self, cut: Cut, key: Key) -> Key:
        return (cut.label,)

    @property
    def calendar(self) -> Per:
        return self

    @property
    def width(self) -> int:
        return 0


@attrs.frozen
class Product(Population):
    """Owe the quota for every combination of the axes' keys."""

    axes: tuple[Population, ...] = attrs.field(converter=as_tuple)

    def __attrs_post_init__(self) -> None:
        if sum(isinstance(axis, Per) for axis in self.axes) > 1:
            raise ValueError("a population has at most one Per(...): periods do not multiply")

    def parts(self, values: Mapping[str, Any], cut: str | None, held: Held) -> Iterable[Key]:
        found = (axis.parts(values, cut, held) for axis in self.axes)
        return [sum(combination, ()) for combination in product(*found)]

    def owed(self, view: View, start: int, end: int, *, throughout: bool) -> Sequence[Key]:
        others = (axis.owed(view, start, end, throughout=throughout) for axis in self.axes)
        return [sum(combination, ()) for combination in product(*others)]

    @property
    def companions(self) -> tuple[str, ...]:
        return tuple(role for axis in self.axes for role in axis.companions)

    def _parts_of(self, key: Key) -> Iterator[tuple[Population, Key]]:
        for axis in self.axes:
            width = axis.width + (axis.calendar is not None)
            yield axis, key[:width]
            key = key[width:]

    def name(self, key: Key, view: View) -> str | Notice:
        first, *rest = (axis.name(part, view) for axis, part in self._parts_of(key))
        return Notice("owing.within", {"who": first, "rest": rest})

    def place(self, cut: Cut, key: Key) -> Key:
        placed: list[Key] = []
        for axis in self.axes:
            placed.append(axis.place(cut, key[: axis.width]))
            key = key[axis.width :]
        return sum(placed, ())

    @property
    def width(self) -> int:
        return sum(axis.width for axis in self.axes)

    @property
    def calendar(self) -> Per | None:
        return next((axis for axis in self.axes if isinstance(axis, Per)), None)
