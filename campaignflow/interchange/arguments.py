"""What commands take beside their subject, as typed fields: for forms, schemas and tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from campaignflow.commands import COMMANDS, Argument, Named, Sort
from campaignflow.guards.leaves import ABOVE
from campaignflow.messages import Notice
from campaignflow.model.campaign import Campaign
from campaignflow.model.facts import Field, FieldType
from campaignflow.state import State
from campaignflow.state.blueprint import blueprint

_TYPES: Final[Mapping[Sort, FieldType]] = {
    "text": "text",
    "texts": "links",
    "person": "person",
    "date": "date",
    "integer": "integer",
    "flag": "flag",
    "any": "text",
}
"""Sorts of one value each; the others hold values by name, or rows of them."""


def _titles(*elements: Any) -> dict[str, str]:
    return {element.key: element.title for element in elements}


def _above(plan: Campaign) -> dict[str, str]:
    """Return what stands for the unit above, where a plan asks for it."""
    asked = ABOVE in {tier for _node, tier in blueprint(plan).reports}
    return {ABOVE: Notice("leaf.above").text("zh")} if asked else {}


_NAMED: Final[Mapping[Named, Callable[[Campaign], Mapping[str, str]]]] = {
    "edge": lambda plan: _titles(*(edge for edge in plan.edges if edge.kind == "reopen")),
    "kind": lambda plan: _titles(*plan.records, *plan.artifacts),
    "ledger": lambda plan: _titles(*plan.ledgers),
    "node": lambda plan: _titles(*plan.phases, *plan.steps),
    "relation": lambda plan: _titles(*plan.relations),
    "role": lambda plan: _titles(*plan.roles),
    "tier": lambda plan: _titles(*plan.tiers),
    "trigger": lambda plan: {
        move.trigger: "" for ledger in plan.ledgers for move in ledger.lifecycle.moves
    },
    "units": lambda plan: _titles(*plan.tiers) | _above(plan),
}


def named(campaign: Campaign, arg: Argument) -> Mapping[str, str]:
    """Return what of a plan a value can name -> its title; nothing where the value is free."""
    return _NAMED[arg.names](campaign) if arg.names else {}


def tables(command: str) -> tuple[str, ...]:
    """Return which values of a command hold several by name, or rows of them."""
    return tuple(arg.name for arg in COMMANDS[command].args.values() if arg.sort not in _TYPES)


def arguments(campaign: Campaign, command: str) -> tuple[Field, ...]:
    """Return what a command takes beside its subject, in order, except its :func:`tables`.

    Example:
        >>> from campaignflow.definitions.five_phases import five_phases
        >>> for field in arguments(five_phases, "take_role"):
        ...     print(field.key, field.title, field.type, field.required, *field.choices)
        role 角色 choice True member leader secretary supervisor
    """
    info = COMMANDS[command]
    return tuple(
        argument(campaign, arg, required=arg in info.needed)
        for arg in info.args.values()
        if arg.sort in _TYPES
    )


def argument(campaign: Campaign, arg: Argument, *, required: bool = False) -> Field:
    """Return one value of a command as a typed field."""
    choices = tuple(named(campaign, arg))
    kind = "choice" if choices else _TYPES[arg.sort]
    return Field(arg.name, arg.title.zh, kind, choices, required=required)


def declared(
    state: State, command: str, subject: str, args: Mapping[str, Any]
) -> tuple[Field, ...] | None:
    """Return the fields that the ``values`` of a command have; None if the plan declares none."""
    kinds, ledgers = state.blueprint.kinds, state.blueprint.ledgers
    if command in ("record", "correct"):
        recorded = state.records.get(subject) if command == "correct" else None
        kind = kinds.get(recorded.kind if recorded else str(args.get("kind")))
        return None if kind is None else kind.fields
    if command not in ("find", "work"):
        return None
    item = state.item_values.get(subject, {})
    ledger = ledgers.get(item.get("ledger") or str(args.get("ledger")))
    return None if ledger is None else ledger.fields
