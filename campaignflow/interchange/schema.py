"""What the commands of a campaign look like as JSON, said once from its typed fields.

A web form, a client in another language and the HTTP contract all take it from here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

from campaignflow.commands import COMMANDS, CommandInfo
from campaignflow.interchange.arguments import arguments, tables
from campaignflow.model.campaign import Campaign
from campaignflow.model.facts import Artifact, Field, Ledger, RecordKind

Schema = dict[str, Any]

DRAFT: Final = "https://json-schema.org/draft/2020-12/schema"
_TEXT: Final[Schema] = {"type": "string"}
_DAY: Final[Schema] = {"type": "string", "format": "date"}
_LARGEST: Final = 2**53


def field_schema(field: Field) -> Schema:
    """Return what one field may hold.

    Example:
        >>> field_schema(Field("mode", "方式", "choice", ("面谈", "电话")))
        {'title': '方式', 'enum': ['面谈', '电话']}
    """
    one: Schema = {"type": "string", "minLength": 1}
    match field.type:
        case "integer":
            one = {"type": "integer", "minimum": -_LARGEST, "maximum": _LARGEST}
        case "flag":
            one = {"type": "boolean"}
        case "date":
            one = dict(_DAY)
        case "text":
            one = dict(_TEXT)
        case "choice" | "choices":
            one = {"enum": list(field.choices)}
    if field.type in ("persons", "choices", "links"):
        one = {"type": "array", "items": one}
    return {"title": field.title, **one}


def fields_schema(fields: Sequence[Field]) -> Schema:
    """Return what the values of a record, an item or a unit may be, taken together."""
    return _object(
        {field.key: field_schema(field) for field in fields},
        [field.key for field in fields if field.required],
    )


def command_schema(campaign: Campaign) -> Schema:
    """Return what may be asked of a run of a campaign: one alternative for each command.

    Commands about something that the plan does not have, such as ledgers, are left out. Under
    ``$defs`` stands ``start``: what starting a run takes.
    """
    without = {name for name, table in _ABOUT.items() if not any(table(campaign))}
    names = [name for name in COMMANDS if name != "start" and name not in without]
    commands = [_command(campaign, name, COMMANDS[name]) for name in names]
    return {
        "$schema": DRAFT,
        "title": campaign.title,
        "oneOf": commands,
        "$defs": {"start": _start(campaign)},
    }


def _object(properties: Mapping[str, Schema], required: Iterable[str]) -> Schema:
    plain: Schema = {"type": "object", "properties": dict(properties)}
    return {**plain, "required": sorted(required), "additionalProperties": False}


def _command(campaign: Campaign, name: str, info: CommandInfo) -> Schema:
    properties: Schema = {
        "command": {"const": name},
        "subject": {"title": info.subject, "type": "string"},
        "at": _TEXT,
        "reason": {"type": "string", "minLength": 1} if info.reason else _TEXT,
        "args": _args(campaign, name, info),
    }
    required = ["command"]
    required += ["subject"] if info.subject not in ("", "record", "item") else []
    required += ["args"] if info.needs else []
    required += ["reason"] if info.reason else []
    return {"title": info.title, **_object(properties, required)}


def _args(campaign: Campaign, name: str, info: CommandInfo) -> Schema:
    if name == "record":
        return _by_kind("kind", [*campaign.records, *campaign.artifacts], needed=True)
    if name == "find":
        return _by_kind("ledger", campaign.ledgers, needed=False)
    known = {field.key: _arg(info, field) for field in arguments(campaign, name)}
    known |= {table: {"type": "object"} for table in tables(name)}
    return _object(known, info.needs)


def _by_kind(name: str, kinds: Iterable[RecordKind | Artifact | Ledger], *, needed: bool) -> Schema:
    """Return one alternative for each kind of record or ledger, with its own fields."""
    return {
        "oneOf": [
            {
                "title": kind.title,
                **_object(
                    {name: {"const": kind.key}, "values": fields_schema(kind.fields)},
                    [name, "values"] if needed or _required(kind.fields) else [name],
                ),
            }
            for kind in kinds
        ]
    }


def _required(fields: Sequence[Field]) -> bool:
    return any(field.required for field in fields)


def _arg(info: CommandInfo, field: Field) -> Schema:
    if info.args[field.key].sort == "any":
        return {"title": field.title}
    schema = field_schema(field)
    return {**schema, "minimum": 0} if field.type == "integer" else schema


_ABOUT: Final[Mapping[str, Callable[[Campaign], Iterable[object]]]] = {
    "record": lambda plan: (*plan.records, *plan.artifacts),
    **dict.fromkeys(("find", "work"), lambda plan: plan.ledgers),
    **dict.fromkeys(("relate", "unrelate"), lambda plan: plan.relations),
    "reopen": lambda plan: [edge for edge in plan.edges if edge.kind == "reopen"],
    "fix_anchor": lambda plan: plan.anchors,
}
"""Commands about things that a plan need not have -> those things."""


def _start(campaign: Campaign) -> Schema:
    row = {"type": "array", "items": _TEXT}
    tiers = [tier.key for tier in campaign.tiers]
    properties: Schema = {
        "campaign": {"const": campaign.key},
        "unit": {"type": "string", "minLength": 1},
        "name": _TEXT,
        "tier": {"enum": tiers} if tiers else {"type": "null"},
        "at": _TEXT,
        "facts": fields_schema(campaign.facts),
        "roster": {"type": "array", "items": {**row, "minItems": 2, "maxItems": 2}},
        "relations": {"type": "array", "items": {**row, "minItems": 3, "maxItems": 3}},
    }
    needed = ["campaign", "unit"]
    needed += ["tier"] if tiers else []
    needed += ["facts"] if _required(campaign.facts) else []
    return {"title": COMMANDS["start"].title, **_object(properties, needed)}
