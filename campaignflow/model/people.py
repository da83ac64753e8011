"""Who: roles, relations, units and what each may do."""

from __future__ import annotations

import enum
from typing import Literal

import attrs

from campaignflow.guards.conditions import Condition
from campaignflow.keyed import (
    REF,
    TEXT,
    Keyed,
    as_tuple,
    key_of,
    keys_of,
    show_key,
    show_keys,
)


@attrs.frozen
class Role:
    """Declare a role that persons hold over time.

    Attributes:
        exactly: How many hold it at a time, where the plan says so.
        within: Role that every holder holds as well (a leader is a member).
        body: Whether a committee or meeting holds it, for which persons act.
        outside: Whether its holders come from outside the unit (a supervision group).
    """

    key: str
    title: str = attrs.field(metadata=TEXT)
    exactly: int | None = None
    within: Role | None = attrs.field(default=None, eq=key_of, repr=show_key, metadata=REF)
    body: bool = False
    outside: bool = False
    cites: tuple[str, ...] = attrs.field(default=(), converter=as_tuple, metadata=TEXT)


@attrs.frozen
class Relation:
    """Declare a directed relation between holders of two roles, such as "in charge of"."""

    key: str
    title: str = attrs.field(metadata=TEXT)
    left: Role = attrs.field(eq=key_of, repr=show_key, metadata=REF)
    right: Role = attrs.field(eq=key_of, repr=show_key, metadata=REF)
    cites: tuple[str, ...] = attrs.field(default=(), converter=as_tuple, metadata=TEXT)


@attrs.frozen
class May:
    """Allow holders of a role to give some commands, on some nodes or everywhere."""

    role: Role = attrs.field(eq=key_of, repr=show_key, metadata=REF)
    commands: tuple[str, ...] = attrs.field(converter=as_tuple)
    on: tuple[Keyed, ...] = attrs.field(
        default=(), converter=as_tuple, eq=keys_of, repr=show_keys, metadata=REF
    )
    cites: tuple[str, ...] = attrs.field(default=(), converter=as_tuple, metadata=TEXT)


@attrs.frozen
class Review:
    """Name who reviews a step and how they decide together.

    Attributes:
        by: Reviewing roles; each votes once.
        decide: ``"all"`` (会签), ``"any"`` (或签) or a number of roles.
        veto: Role whose return decides alone.
    """

    by: tuple[Role, ...] = attrs.field(
        default=(), converter=as_tuple, eq=keys_of, repr=show_keys, metadata=REF
    )
    decide: Literal["all", "any"] | int = "all"
    veto: Role | None = attrs.field(default=None, eq=key_of, repr=show_key, metadata=REF)

    @property
    def needed(self) -> int:
        """Number of approvals that decide."""
        if self.decide == "all":
            return len(self.by)
        return 1 if self.decide == "any" else self.decide


@attrs.frozen
class Tier:
    """Name a level of the unit tree: province, district, school, branch."""

    key: str
    title: str = attrs.field(metadata=TEXT)


@attrs.frozen
class Variant:
    """Say what differs for units of which ``when`` holds: exempt nodes, other role holders.

    Attributes:
        when: Condition on the unit's facts, judged once when a run starts.
        exempt: Nodes that such a unit does not carry out.
        swap: Pairs of roles: holders of the second act where the plan names the first.
        why: The plan's reason, shown with every exemption.
    """

    key: str
    title: str = attrs.field(metadata=TEXT)
    when: Condition
    exempt: tuple[Keyed, ...] = attrs.field(
        default=(), converter=as_tuple, eq=keys_of, repr=show_keys, metadata=REF
    )
    swap: tuple[tuple[Role, Role], ...] = attrs.field(
        default=(),
        converter=as_tuple,
        eq=lambda pairs: tuple(keys_of(pair) for pair in pairs),
        repr=lambda pairs: repr(tuple(keys_of(pair) for pair in pairs)),
    )
    why: str = attrs.field(default="", metadata=TEXT)
    cites: tuple[str, ...] = attrs.field(default=(), converter=as_tuple, metadata=TEXT)


class Need(enum.Enum):
    """Say whether a node can be left out."""

    FIXED = "fixed"
    """Nobody may waive it."""
    REQUIRED = "required"
    """It may be waived by an authority with a reason."""
    OPTIONAL = "optional"
    """It lapses when its container closes."""


class Mode(enum.Enum):
    """Say whether something happens by itself or by command."""

    ITSELF = "itself"
    BY_COMMAND = "by_command"
