"""What is recorded: fields, record kinds, artifacts and ledgers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final, Literal

import attrs

from campaignflow.guards.conditions import Compare, Condition
from campaignflow.keyed import REF, TEXT, Keyed, as_tuple, key_of, show_key
from campaignflow.lifecycle import ITEM, Lifecycle, Move
from campaignflow.messages import Notice, catalogue

FieldType = Literal[
    "text", "integer", "flag", "date", "person", "persons", "choice", "choices", "link", "links"
]

_MANY: Final = frozenset({"persons", "choices", "links"})
_LARGEST: Final = 2**53


@attrs.frozen(eq=False)
class Field:
    """Declare one typed value of a record, an item or a unit.

    Comparing a field gives a :class:`~campaignflow.guards.Condition`, so ``hours >= 2`` and
    ``mode.is_("face")`` can be written where a condition is asked for.

    Attributes:
        type: ``text``, ``integer``, ``flag``, ``date`` (ISO text), ``person`` (an id), ``choice``
            (one of ``choices``), ``link`` (id of a record or item), and the plurals.
        choices: Allowed values of a choice.
        required: Whether a record without it is incomplete and refused.
        personal: Whether it is about people: kept out of exports, and texts out of the log.
    """

    key: str
    title: str = attrs.field(metadata=TEXT)
    type: FieldType = "text"
    choices: tuple[str, ...] = attrs.field(default=(), converter=as_tuple)
    required: bool = False
    personal: bool = False

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Field) and self.meaning == other.meaning

    def __hash__(self) -> int:
        return hash(self.meaning)

    @property
    def meaning(self) -> tuple[object, ...]:
        """Everything but the title."""
        return (self.key, self.type, self.choices, self.required, self.personal)

    @property
    def sealed(self) -> bool:
        """Whether it holds text about people, which is kept apart from the log."""
        return self.personal and self.type == "text"

    def is_(self, value: object) -> Condition:
        """Return the condition that the field is ``value``."""
        return Compare(self, "==", value)

    def in_(self, *values: object) -> Condition:
        """Return the condition that the field is one of ``values``."""
        return Compare(self, "in", values)

    def __ge__(self, value: int) -> Condition:
        return Compare(self, ">=", value)

    def __le__(self, value: int) -> Condition:
        return Compare(self, "<=", value)

    def __gt__(self, value: int) -> Condition:
        return Compare(self, ">", value)

    def __lt__(self, value: int) -> Condition:
        return Compare(self, "<", value)

    def wrong(self, value: object) -> Notice | None:
        """Return why ``value`` does not fit this field, or None where it fits."""
        parts = value if self.type in _MANY and isinstance(value, list | tuple) else [value]
        named = {"field": self.key, "title": self.title}
        if self.type in _MANY and parts == [value]:
            return Notice("field.list", named)
        if all(self._fits(part) for part in parts):
            return None
        wanted = " / ".join(self.choices) or Notice(f"field.sort.{self.type}")
        return Notice("field.type", {**named, "wanted": wanted})

    def _fits(self, value: object) -> bool:
        match self.type:
            case "integer":
                if not isinstance(value, int) or isinstance(value, bool):
                    return False
                return abs(value) <= _LARGEST
            case "flag":
                return isinstance(value, bool)
            case "date":
                return isinstance(value, str) and _is_date(value)
            case "choice" | "choices":
                return value in self.choices
            case "text":
                return isinstance(value, str)
            case _:
                return isinstance(value, str) and value != ""


def one(key: str, title: str, *choices: str) -> Field:
    """Return a required field for one of ``choices``, or for a person where there are none.

    Example:
        >>> one("mode", "方式", "面谈", "电话").type, one("caller", "谈话人").type
        ('choice', 'person')
    """
    return Field(key, title, "choice" if choices else "person", choices, required=True)


def some(key: str, title: str, *choices: str) -> Field:
    """Return a field for several of ``choices``, or for several persons where there are none.

    Example:
        >>> some("places", "参观地点", "展览馆", "群雕").type, some("people", "参加人员").type
        ('choices', 'persons')
    """
    return Field(key, title, "choices" if choices else "persons", choices)


def _is_date(value: str) -> bool:
    try:
        dt.date.fromisoformat(value)
    except ValueError:
        return False
    return True


def wrong_values(
    fields: tuple[Field, ...], values: Mapping[str, Any], *, partial: bool = False
) -> list[Notice]:
    """Return everything that is wrong with ``values``; ``partial`` allows missing ones."""
    known = {field.key: field for field in fields}
    wrong = [
        Notice("field.unknown", {"field": name, "known": sorted(known)})
        for name in values
        if name not in known
    ]
    for field in fields:
        if values.get(field.key) is None:
            if field.required and not partial:
                wrong.append(Notice("field.required", {"field": field.key, "title": field.title}))
        elif notice := field.wrong(values[field.key]):
            wrong.append(notice)
    return wrong


@attrs.frozen
class RecordKind:
    """Declare a kind of dated fact that counts: a session, a talk, a survey, an attestation.

    Attributes:
        by: Role whose holders may record it beside the lead; None for the owner rules alone.
    """

    key: str
    title: str = attrs.field(metadata=TEXT)
    fields: tuple[Field, ...] = attrs.field(default=(), converter=as_tuple)
    by: Keyed | None = attrs.field(default=None, eq=key_of, repr=show_key, metadata=REF)
    cites: tuple[str, ...] = attrs.field(default=(), converter=as_tuple, metadata=TEXT)


AUTHOR: Final = Field("author", "撰写人", "person")
PARTS: Final = Field("parts", "要件", "choices")
EVIDENCE: Final = Field("evidence", "佐证材料", "text")


@attrs.frozen
class Artifact:
    """Declare a document with the parts it must have; its versions are recorded like any fact."""

    key: str
    title: str = attrs.field(metadata=TEXT)
    parts: tuple[str, ...] = attrs.field(default=(), converter=as_tuple)
    by: Keyed | None = attrs.field(default=None, eq=key_of, repr=show_key, metadata=REF)
    cites: tuple[str, ...] = attrs.field(default=(), converter=as_tuple, metadata=TEXT)

    @property
    def parts_field(self) -> Field:
        """The field that says which parts a version has."""
        return attrs.evolve(PARTS, choices=self.parts)

    @property
    def fields(self) -> tuple[Field, ...]:
        """The fields of its records: author, parts and evidence."""
        return (AUTHOR, self.parts_field, EVIDENCE) if self.parts else (AUTHOR, EVIDENCE)


def straight(name: str, **moves: str) -> Lifecycle:
    """Return the lifecycle that leads from ``found`` straight through each move to its state.

    Example:
        >>> straight("opinion", claim="claimed", answer="answered").final
        ('answered',)
    """
    states = ("found", *moves.values())
    ways = tuple(map(Move, moves, states, states[1:]))
    return Lifecycle(name, states, "found", states[-1:], ways)


def _field_key(field: Field | str | None) -> str | None:
    return field.key if isinstance(field, Field) else field


@attrs.frozen
class Ledger:
    """Declare a list of items that are worked off one by one.

    Attributes:
        fields: What is known of an item.
        lifecycle: States and moves of an item; the standard one ends in ``struck``.
        due: The date field by whose day an item is to be in a final state; its key is kept.
        answered: States in which an item counts as answered; the final ones always do.
        titles: Pairs of state and its title, for a lifecycle of the author's own.
    """

    key: str
    title: str = attrs.field(metadata=TEXT)
    fields: tuple[Field, ...] = attrs.field(default=(), converter=as_tuple)
    lifecycle: Lifecycle = ITEM
    answered: tuple[str, ...] = attrs.field(default=(), converter=as_tuple)
    titles: tuple[tuple[str, str], ...] = attrs.field(default=(), converter=as_tuple, metadata=TEXT)
    by: Keyed | None = attrs.field(default=None, eq=key_of, repr=show_key, metadata=REF)
    cites: tuple[str, ...] = attrs.field(default=(), converter=as_tuple, metadata=TEXT)
    due: str | None = attrs.field(default=None, converter=_field_key, kw_only=True)

    def word(self, state: str) -> Notice | str:
        """Return what people call a state of an item."""
        title = dict(self.titles).get(state)
        if title is not None:
            return title
        return Notice(f"state.{state}") if f"state.{state}" in catalogue() else state
