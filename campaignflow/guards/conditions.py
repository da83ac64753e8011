"""Conditions on the fields of a record or on the facts of a unit: data, never code in a string.

A missing field satisfies no condition, and neither does its negation: what was not said does not
count.

Example:
    >>> from campaignflow.model import Field
    >>> hours, mode = Field("hours", "学时", "integer"), Field("mode", "方式", "text")
    >>> (hours >= 2).holds({"hours": 3})
    True
    >>> ((hours >= 2) & mode.is_("face")).holds({"hours": 3})
    False
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from operator import eq, ge, gt, le, lt, ne
from typing import Any, Final

import attrs

from campaignflow.keyed import REF, Keyed, as_tuple, key_of, show_key, title_of
from campaignflow.messages import Notice

_COMPARE: Final[Mapping[str, Callable[[Any, Any], bool]]] = {
    "==": eq,
    "!=": ne,
    ">=": ge,
    "<=": le,
    ">": gt,
    "<": lt,
}


class Condition:
    """Base of conditions: a pure test of plain values by field key."""

    __slots__ = ()

    def judge(self, values: Mapping[str, Any]) -> bool | None:
        """Return True, False, or None where a field is missing."""
        raise NotImplementedError

    def holds(self, values: Mapping[str, Any]) -> bool:
        """Return whether the condition is met for sure."""
        return self.judge(values) is True

    def why_not(self, values: Mapping[str, Any]) -> Notice:
        """Return the sentence that says what was wanted and what was found."""
        raise NotImplementedError

    def told(self) -> Notice:
        """Return what is asked, in words."""
        raise NotImplementedError

    def __and__(self, other: Condition) -> Condition:
        return Both((self, other))

    def __or__(self, other: Condition) -> Condition:
        return Either((self, other))

    def __invert__(self) -> Condition:
        return Neither(self)

    def __bool__(self) -> bool:
        raise TypeError("a condition has no truth value: combine conditions with & | ~")


@attrs.frozen
class Compare(Condition):
    """Compare one field with a value, or ask whether it is one of several."""

    field: Keyed = attrs.field(eq=key_of, repr=show_key, metadata=REF)
    op: str = attrs.field(validator=attrs.validators.in_([*_COMPARE, "in"]))
    value: Any

    def judge(self, values: Mapping[str, Any]) -> bool | None:
        found = values.get(self.field.key)
        if found is None:
            return None
        if self.op == "in":
            return found in self.value
        return _COMPARE[self.op](found, self.value)

    def why_not(self, values: Mapping[str, Any]) -> Notice:
        found = values.get(self.field.key)
        title = self._title
        wanted = self.value if self.op in ("==", "in") else f"{self.op} {self.value}"
        if found is None:
            return Notice("condition.missing", {"field": title, "wanted": wanted})
        if getattr(self.field, "personal", False):  # what it holds is kept out of messages
            return Notice("condition.personal", {"field": title, "wanted": wanted})
        return Notice("condition.other", {"field": title, "wanted": wanted, "found": found})

    def told(self) -> Notice:
        value = self.value
        if isinstance(value, bool):
            code = "condition.yes" if value == (self.op == "==") else "condition.no"
            return Notice(code, {"field": self._title})
        if self.op == "in" or (self.op == "==" and isinstance(value, str)):
            return Notice("condition.is", {"value": value})
        sign = {"==": "=", ">=": "≥", "<=": "≤", "!=": "≠"}.get(self.op, self.op)
        return Notice("condition.compared", {"field": self._title, "sign": sign, "value": value})

    @property
    def _title(self) -> str:
        return title_of(self.field)


@attrs.frozen
class Both(Condition):
    """Ask for every part."""

    parts: tuple[Condition, ...] = attrs.field(converter=as_tuple)

    def judge(self, values: Mapping[str, Any]) -> bool | None:
        found = [part.judge(values) for part in self.parts]
        return False if False in found else None if None in found else True

    def why_not(self, values: Mapping[str, Any]) -> Notice:
        failing = [part for part in self.parts if not part.holds(values)]
        return (failing or self.parts)[0].why_not(values)

    def told(self) -> Notice:
        return _joined("condition.both", self.parts)


@attrs.frozen
class Either(Condition):
    """Ask for one of the parts."""

    parts: tuple[Condition, ...] = attrs.field(converter=as_tuple)

    def judge(self, values: Mapping[str, Any]) -> bool | None:
        found = [part.judge(values) for part in self.parts]
        return True if True in found else None if None in found else False

    def why_not(self, values: Mapping[str, Any]) -> Notice:
        return self.parts[0].why_not(values)

    def told(self) -> Notice:
        return _joined("condition.either", self.parts)


@attrs.frozen
class Neither(Condition):
    """Ask for the contrary of a part."""

    part: Condition

    def judge(self, values: Mapping[str, Any]) -> bool | None:
        found = self.part.judge(values)
        return None if found is None else not found

    def why_not(self, values: Mapping[str, Any]) -> Notice:
        return Notice("condition.excluded", {"what": self.part.why_not(values)})

    def told(self) -> Notice:
        return Notice("condition.neither", {"what": self.part.told()})


def _joined(code: str, parts: Sequence[Condition]) -> Notice:
    """Return the parts in words, two by two."""
    return reduce(lambda a, b: Notice(code, {"a": a, "b": b}), (part.told() for part in parts))
