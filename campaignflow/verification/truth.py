"""Guards as statements about a few quantities: can they hold, can they fail?

What a leaf looks at is a quantity (how often, since when, how many percent), and the leaf says in
which range it must be; leaves that look at the same thing share it. A guard that no values make
true can never hold, one that no values make false says nothing. Quantities are taken to be
independent, which they may not be: what is claimed holds all the same, and more might be claimed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import product
from math import inf, prod
from typing import Final, NamedTuple

import attrs

from campaignflow.guards.algebra import AllOf, AnyOf, AtLeast, Guard, Not
from campaignflow.guards.leaves import Answered, Children, Published, Since, Struck, Survey
from campaignflow.guards.populations import Once
from campaignflow.guards.quota import Quota
from campaignflow.keyed import key_of
from campaignflow.messages import Notice
from campaignflow.verification.conditions import never

MOST_CASES: Final = 20_000
"""With more cases than this nothing is claimed."""

_MOST_KEYS: Final = 3


class Range(NamedTuple):
    """Hold what one leaf asks of a quantity.

    Attributes:
        of: The quantity: equal for leaves that look at the same thing.
        least: Smallest value that satisfies it.
        most: Largest one.
        title: What the quantity is, for people.
        keys: Whether every one of several keys has a value of its own.
        empty: Whether nobody owing anything satisfies it; None if somebody always does.
        never: Whether nothing is ever counted.
    """

    of: Hashable
    least: float
    most: float
    title: str
    keys: bool = False
    empty: bool | None = None
    never: bool = False

    @property
    def notice(self) -> Notice:
        """The range in words."""
        params: dict[str, object] = {"what": self.title}
        if self.least != -inf:
            params["least"] = int(self.least)
        if self.most != inf:
            params["most"] = int(self.most)
        return Notice(f"verify.range_{'_'.join(sorted(set(params) - {'what'})) or 'any'}", params)


def range_of(leaf: Guard, first_day: dt.date) -> Range:
    """Return what a leaf asks for; a leaf of another kind is its own quantity, 1 or 0."""
    match leaf:
        case Quota():
            same = attrs.evolve(leaf, least=0, most=None)
            most = inf if leaf.most is None else leaf.most
            many = not isinstance(leaf.per, Once)
            title = getattr(leaf.of, "title", leaf.of.key)
            least = leaf.lower or -inf
            nothing = leaf.where is not None and never(leaf.where)
            what = ("quota", repr(same))
            return Range(what, least, most, title, many, leaf.allow_empty, nothing)
        case Since() if isinstance(leaf.day, dt.date):
            due = leaf.day.toordinal() + leaf.days
            left = due - first_day.toordinal()
            return Range(("day",), left if left > 0 else -inf, inf, str(leaf.day))
        case Since():
            title = getattr(leaf.day, "title", "")
            return Range(("since", getattr(leaf.day, "key", "")), leaf.days, inf, title)
        case Published():
            title = getattr(leaf.of, "title", leaf.of.key)
            return Range(("posted", leaf.of.key, repr(leaf.where)), leaf.days, inf, title)
        case Survey():
            measure = (leaf.of.key, leaf.field.key, repr(leaf.where))
            return Range(("survey", *measure), leaf.least, inf, getattr(leaf.field, "title", ""))
        case Children():
            units = ("children", leaf.node.key, key_of(leaf.tier))
            return Range(units, leaf.percent, inf, leaf.node.key)
        case Struck() | Answered():
            rank = 2 if isinstance(leaf, Struck) else 1
            title = getattr(leaf.ledger, "title", leaf.ledger.key)
            return Range(("ledger", leaf.ledger.key), rank, inf, title, False, leaf.allow_empty)
    return Range(("is", repr(leaf)), 1, inf, type(leaf).__name__)


Value = tuple[float, ...] | None
"""Values of a quantity, one a key; None where nobody owes anything."""


def decided(guard: Guard, first_day: dt.date) -> bool | None:
    """Return True if the guard can never fail, False if it can never hold, None if neither shows.

    Example:
        >>> from campaignflow.model import Anchor
        >>> from campaignflow.guards import Fixed
        >>> day = Fixed(Anchor("day", "纪念日"))
        >>> start = dt.date(2017, 5, 1)
        >>> decided(day | ~day, start), decided(day & ~day, start), decided(day, start)
        (True, False, None)
    """
    if isinstance(guard, AnyOf) and any(Not(part) in guard.parts for part in guard.parts):
        return True
    ranges = {id(leaf): range_of(leaf, first_day) for _path, leaf in guard.leaves()}
    domains = {of: _values(found) for of, found in _by_quantity(ranges.values()).items()}
    if None in domains.values():
        return None
    known = {of: values for of, values in domains.items() if values is not None}
    if prod(len(values) for values in known.values()) > MOST_CASES:
        return None
    answers = set()
    for values in product(*known.values()):
        answers.add(_holds(guard, ranges, dict(zip(known, values, strict=True))))
        if len(answers) == 2:
            return None
    return answers.pop()


def _by_quantity(ranges: Iterable[Range]) -> dict[Hashable, list[Range]]:
    found: dict[Hashable, list[Range]] = {}
    for one in ranges:
        known = found.setdefault(one.of, [])
        if one not in known:
            known.append(one)
    return found


def _values(ranges: Sequence[Range]) -> list[Value] | None:
    """Return values that tell all the ranges apart; None if there are too many."""
    edges = {0.0}
    for one in ranges:
        edges |= {edge for edge in (one.least, one.least - 1) if abs(edge) != inf}
        edges |= {edge for edge in (one.most, one.most + 1) if abs(edge) != inf}
    counts = [0.0] if ranges[0].never else sorted(edge for edge in edges if edge >= 0)
    keys = len(ranges) if ranges[0].keys else 1
    if keys > _MOST_KEYS:
        return None
    values: list[Value] = list(product(counts, repeat=keys))
    if any(one.empty is not None and (one.keys or one.of[0] == "ledger") for one in ranges):  # type: ignore[index]
        values.append(None)
    return values


def _holds(guard: Guard, ranges: Mapping[int, Range], values: Mapping[Hashable, Value]) -> bool:
    if isinstance(guard, Not):
        return not _holds(guard.part, ranges, values)
    if isinstance(guard, AllOf | AnyOf | AtLeast):
        met = sum(_holds(part, ranges, values) for part in guard.parts)
        if isinstance(guard, AtLeast):
            return met >= guard.least
        return met == len(guard.parts) if isinstance(guard, AllOf) else met > 0
    asked = ranges[id(guard)]
    found = values[asked.of]
    if found is None:
        return bool(asked.empty)
    return all(asked.least <= value <= asked.most for value in found)


def asked_for(guard: Guard, first_day: dt.date) -> Iterator[Notice]:
    """Yield what the leaves ask for, in words, each once."""
    seen = []
    for _path, leaf in guard.leaves():
        one = range_of(leaf, first_day)
        if (one.of, one.least, one.most) not in seen and (one.least, one.most) != (-inf, inf):
            seen.append((one.of, one.least, one.most))
            yield one.notice
