"""A campaign as plain JSON data and back, and its digest.

An element is written in full where its table declares it and as ``{"ref": key}`` everywhere else;
values equal to their default are left out, so that a later release with a new optional field still
reads, and digests, an older plan alike.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import Any, Final

import attrs

import campaignflow.guards as guards_room
from campaignflow.calendar import Every, Term
from campaignflow.errors import DefinitionError, PlainTextError
from campaignflow.events import canonical
from campaignflow.guards.conditions import Both, Either, Neither
from campaignflow.guards.populations import Product
from campaignflow.guards.quota import Whole
from campaignflow.lifecycle import Lifecycle, Move
from campaignflow.messages import Mistake, Notice
from campaignflow.model.campaign import Campaign
from campaignflow.model.facts import Artifact, Field, Ledger, RecordKind
from campaignflow.model.nodes import CAMPAIGN, Edge, Phase, Root, Rule, Stated, Step, Vacant
from campaignflow.model.people import May, Mode, Need, Relation, Review, Role, Tier, Variant
from campaignflow.model.time import Anchor, Elastic, Elasticity, Force, Repeat, Takes, Window
from campaignflow.plain import read_plain

FORMAT: Final = 1

_ELEMENTS: Final = (Tier, Anchor, Role, Relation, RecordKind, Artifact, Ledger, Phase, Step, Root)
_SCALARS: Final[Mapping[str, Callable[[Any], Any]]] = {
    "date": dt.date.fromisoformat,
    **{kind.__name__: kind for kind in (Elastic, Every, Force, Mode, Need)},
}
_CLASSES: Final[Mapping[str, type]] = {
    kind.__name__: kind
    for kind in (
        *_ELEMENTS,
        *(getattr(guards_room, name) for name in guards_room.__all__),
        *(Both, Either, Neither, Product, Field, Lifecycle, Move, Term),
        *(Elasticity, Window, Repeat, Takes, Review, Edge, Rule, May, Variant, Stated, Vacant),
    )
    if isinstance(kind, type) and attrs.has(kind)
}


def to_json(campaign: Campaign, *, texts: bool = True) -> dict[str, Any]:
    """Return the definition as plain data; without ``texts`` only what decides."""
    return {"format": FORMAT, **_Writer(campaign, texts).fields(campaign)}


def digest(campaign: Campaign, *, texts: bool) -> str:
    """Return the SHA-256 of the definition's plain data, as hex."""
    return sha256(canonical(to_json(campaign, texts=texts)).encode()).hexdigest()


class _Writer:
    """Write values; knows where each field was declared."""

    def __init__(self, campaign: Campaign, texts: bool) -> None:
        self.texts = texts
        self.homes: dict[int, str] = {}
        owners: tuple[RecordKind | Artifact | Ledger, ...] = (
            *campaign.records,
            *campaign.artifacts,
            *campaign.ledgers,
        )
        for owner in owners:
            for field in owner.fields:
                self.homes.setdefault(id(field), owner.key)
        for field in campaign.facts:
            self.homes[id(field)] = "unit"
        self.by_meaning = {
            field.meaning: owner.key for owner in campaign.artifacts for field in owner.fields
        }

    def fields(self, value: Any) -> dict[str, Any]:
        """Return the init fields of an attrs value that differ from their defaults."""
        plain = {}
        for field in attrs.fields(type(value)):
            if not field.init or (field.metadata.get("text") and not self.texts):
                continue
            if field.name == "function" or field.metadata.get("apart"):
                continue
            found = getattr(value, field.name)
            if _is_default(value, field, found):
                continue
            home = bool(field.metadata.get("table")) or (
                isinstance(value, RecordKind | Ledger) and field.name == "fields"
            )
            plain[field.name] = self.write(found, home=home)
        return plain

    def write(self, value: Any, *, home: bool = False) -> Any:
        """Return one value as plain data; at ``home`` an element is written in full."""
        if isinstance(value, tuple | list | frozenset):
            parts = sorted(value) if isinstance(value, frozenset) else value
            return [self.write(part, home=home) for part in parts]
        if isinstance(value, enum.Enum):
            return {"is": type(value).__name__, "value": value.value}
        if isinstance(value, dt.date):
            return {"is": "date", "value": value.isoformat()}
        if isinstance(value, Whole | Root) or (isinstance(value, _ELEMENTS) and not home):
            return {"ref": value.key}
        if isinstance(value, Field) and not home:
            owner = self.homes.get(id(value)) or self.by_meaning.get(value.meaning, "")
            return {"ref": f"{owner}.{value.key}"}
        if attrs.has(type(value)):
            return {"is": type(value).__name__, **self.fields(value)}
        return value


def _is_default(value: Any, field: attrs.Attribute[Any], found: Any) -> bool:
    default: Any = field.default
    if hasattr(default, "factory"):
        default = default.factory(value) if default.takes_self else default.factory()
    if default is attrs.NOTHING:
        return False
    return bool(type(found) is type(default) and found == default)


def from_json(
    plain: Mapping[str, Any] | str | bytes,
    functions: Mapping[str, Callable[..., bool | None]] | None = None,
) -> Campaign:
    """Return the campaign that :func:`to_json` wrote.

    Args:
        plain: The data, or its text as JSON.
        functions: Functions of opaque guards by name; code never comes from data.

    Raises:
        DefinitionError: The data is no campaign; says at which place.
    """
    reader = _Reader(functions or {})
    if isinstance(plain, str | bytes):
        try:
            plain = read_plain(plain)
        except PlainTextError as wrong:
            place = "text" if wrong.line is None else f"line {wrong.line}"
            raise reader.wrong(place, "codec.text", why=wrong.notice) from wrong
    if not isinstance(plain, Mapping) or plain.get("format") != FORMAT:
        raise reader.wrong("format", "codec.format", wanted=FORMAT)
    return reader.campaign(plain)


class _Reader:
    """Read values; remembers each declared element for the references to come."""

    def __init__(self, functions: Mapping[str, Callable[..., bool | None]]) -> None:
        self.functions = functions
        self.known: dict[str, Any] = {CAMPAIGN.key: CAMPAIGN, "whole": guards_room.WHOLE}

    @staticmethod
    def wrong(place: str, code: str, **params: object) -> DefinitionError:
        return DefinitionError("campaign data", [Mistake(place, Notice(code, params))])

    def campaign(self, plain: Mapping[str, Any]) -> Campaign:
        tables = [f.name for f in attrs.fields(Campaign) if f.metadata.get("table")]
        values: dict[str, Any] = {}
        for name in (*tables, *(n for n in plain if n not in tables and n != "format")):
            if name in plain:
                values[name] = self.read(plain[name], name)
                if name == "facts":
                    self._remember_fields("unit", values[name])
        campaign: Campaign = self._build(Campaign, values, "campaign")
        return campaign

    def read(self, plain: Any, place: str) -> Any:
        """Return the value of plain data found at ``place``."""
        if isinstance(plain, list):
            return tuple(self.read(part, f"{place}[{i}]") for i, part in enumerate(plain))
        if not isinstance(plain, Mapping):
            return plain
        if "ref" in plain:
            ref = str(plain["ref"])
            if ref not in self.known:
                raise self.wrong(place, "codec.ref", ref=ref)
            return self.known[ref]
        name = str(plain.get("is"))
        if name in _SCALARS:
            return self._scalar(name, plain.get("value"), place)
        if name not in _CLASSES:
            raise self.wrong(place, "codec.kind", kind=name)
        values = {k: self.read(v, f"{place}.{k}") for k, v in plain.items() if k != "is"}
        return self._element(_CLASSES[name], values, place)

    def _scalar(self, name: str, text: Any, place: str) -> Any:
        try:
            return _SCALARS[name](text)
        except (TypeError, ValueError) as cause:
            raise self.wrong(place, "codec.value", kind=name, why=str(cause)) from cause

    def _element(self, kind: type, values: dict[str, Any], place: str) -> Any:
        if kind is guards_room.Opaque:
            if values.get("name") not in self.functions:
                raise self.wrong(place, "codec.opaque", name=values.get("name"))
            values["function"] = self.functions[values["name"]]
        value = self._build(kind, values, place)
        if isinstance(value, _ELEMENTS):
            self.known[str(value.key)] = value
        if isinstance(value, RecordKind | Ledger | Artifact):
            self._remember_fields(str(value.key), value.fields)
        return value

    def _remember_fields(self, owner: str, fields: Any) -> None:
        for field in fields if isinstance(fields, tuple) else ():
            if isinstance(field, Field):
                self.known[f"{owner}.{field.key}"] = field

    def _build(self, kind: type[Any], values: dict[str, Any], place: str) -> Any:
        try:
            return kind(**values)
        except DefinitionError:
            raise
        except (TypeError, ValueError, AttributeError) as cause:
            raise self.wrong(place, "codec.value", kind=kind.__name__, why=str(cause)) from cause
