"""What commands take beside their subject, as typed fields: for forms, schemas and tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from campaignflow.commands import COMMANDS
from campaignflow.keyed import Keyed
from campaignflow.messages import Notice
from campaignflow.model.campaign import Campaign
from campaignflow.model.facts import Field, FieldType


def _keys(elements: Iterable[Keyed]) -> Iterable[str]:
    return (element.key for element in elements)


NAMES: Final[Mapping[str, Callable[[Campaign], Iterable[str]]]] = {
    "edge": lambda plan: (f"{edge.key}" for edge in plan.edges if edge.kind == "reopen"),
    "kind": lambda plan: _keys([*plan.records, *plan.artifacts]),
    "ledger": lambda plan: _keys(plan.ledgers),
    "owner": lambda plan: _keys(plan.roles),
    "part_of": lambda plan: _keys([*plan.phases, *plan.steps]),
    "relation": lambda plan: _keys(plan.relations),
    "role": lambda plan: _keys(plan.roles),
    "tier": lambda plan: _keys(plan.tiers),
    "trigger": lambda plan: (m.trigger for led in plan.ledgers for m in led.lifecycle.moves),
}
"""Values that name something of the plan -> the names there are."""

_TYPES: Final[Mapping[str, FieldType]] = {
    **dict.fromkeys(("day", "start", "end", "until"), "date"),
    **dict.fromkeys(("person", "right", "substitute"), "person"),
    **dict.fromkeys(("reached", "total"), "integer"),
    **dict.fromkeys(("leftovers", "missing"), "links"),
}
"""What values are in every plan; those not listed are texts."""


TABLES: Final = frozenset({"facts", "mapping", "relations", "roster", "values"})
"""What holds values by name, or rows of them."""


def arguments(campaign: Campaign, command: str) -> tuple[Field, ...]:
    """Return what a command takes beside its subject, in order, except what :data:`TABLES` names.

    Example:
        >>> from campaignflow.definitions.five_phases import five_phases
        >>> for field in arguments(five_phases, "take_role"):
        ...     print(field.key, field.title, field.type, field.required, *field.choices)
        role 角色 choice True member leader secretary supervisor
    """
    info = COMMANDS[command]
    names = [name for name in (*info.needs, *info.takes) if name not in TABLES]
    return tuple(_argument(campaign, command, name, name in info.needs) for name in names)


def _argument(campaign: Campaign, command: str, name: str, needed: bool) -> Field:
    title = Notice(f"arg.{name}").zh
    choices = tuple(dict.fromkeys(NAMES[name](campaign))) if name in NAMES else ()
    if choices:
        return Field(name, title, "choice", choices, required=needed)
    if (command, name) == ("assume", "value"):
        return Field(name, title, "flag", required=needed)
    return Field(name, title, _TYPES.get(name, "text"), required=needed)
