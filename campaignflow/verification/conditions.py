"""Conditions that no record can meet."""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from typing import Any

from campaignflow.guards.conditions import Both, Compare, Condition, Either
from campaignflow.model.facts import Field

_LARGEST = 2**53
_MANY = frozenset({"persons", "choices", "links"})


def never(condition: Condition) -> bool:
    """Return whether the condition surely holds for no well-formed record.

    Example:
        >>> mode = Field("mode", "方式", "choice", ("face", "phone"))
        >>> never(mode.is_("post")), never(mode.is_("face") & mode.is_("phone"))
        (True, True)
    """
    if isinstance(condition, Compare):
        return not _values(condition) if condition.op in ("==", "in") else False
    if isinstance(condition, Either):
        return all(never(part) for part in condition.parts)
    return isinstance(condition, Both) and _clash(condition)


def _clash(both: Both) -> bool:
    parts = list(_flat(both))
    if any(never(part) for part in parts):
        return True
    compares = [part for part in parts if isinstance(part, Compare)]
    fields = {part.field.key for part in compares}
    return any(_none_left([p for p in compares if p.field.key == key]) for key in fields)


def _flat(both: Both) -> Iterator[Condition]:
    for part in both.parts:
        if isinstance(part, Both):
            yield from _flat(part)
        else:
            yield part


def _none_left(compares: list[Compare]) -> bool:
    """Return whether no value of one field meets all of ``compares``."""
    listed = [_values(part) for part in compares if part.op in ("==", "in")]
    if listed:
        left = reduce(lambda some, more: [v for v in some if v in more], listed)
        return not any(all(part.judge({part.field.key: v}) for part in compares) for v in left)
    if getattr(compares[0].field, "type", None) != "integer":
        return False
    lows = [c.value + (c.op == ">") for c in compares if c.op in (">", ">=")]
    highs = [c.value - (c.op == "<") for c in compares if c.op in ("<", "<=")]
    return max(lows, default=-_LARGEST) > min(highs, default=_LARGEST)


def _values(compare: Compare) -> list[Any]:
    """Return the values that the comparison asks for and the field can have."""
    values = [compare.value] if compare.op == "==" else list(compare.value)
    field = compare.field
    if not isinstance(field, Field):
        return values
    if field.type in _MANY:
        return [value for value in values if not isinstance(value, str)]
    return [value for value in values if field.wrong(value) is None]
