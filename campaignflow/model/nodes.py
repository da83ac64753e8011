"""The graph: phases, steps, edges and the rules on them."""

from __future__ import annotations

from itertools import pairwise
from typing import Any, Final, Literal

import attrs

from campaignflow.guards.algebra import Guard
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
from campaignflow.model.people import Mode, Need, Review, Role, Tier
from campaignflow.model.time import Anchor, Elasticity, Force, Repeat, Takes, Window

Join = Literal["all", "any"] | int

_OF_GROUP: Any = attrs.Factory(lambda step: getattr(step.part_of, "cites", ()), True)
_OF_NODE: Any = attrs.Factory(lambda row: getattr(row.on, "cites", ()), True)


@attrs.frozen
class Root:
    """Stand for the campaign itself where a node is asked for."""

    key: str = "campaign"
    title: str = attrs.field(default="整个活动", metadata=TEXT)
    cites: tuple[str, ...] = ()


CAMPAIGN: Final = Root()

SLOTS: Final = ("动员", "学习", "查摆", "整改", "总结")
"""The five usual parts of a campaign, in which any plan can be read; nodes name theirs."""


@attrs.frozen
class Phase:
    """Declare a stage that groups steps; several may be open at once.

    Attributes:
        window: Planned time; inherited from the campaign where left out.
        need: Whether it can be left out.
        opens: By command (a meeting decides) or by itself as soon as it is enabled.
        closes: By command, or by itself as soon as everything in it is settled.
        join: How many incoming edges must be met: all, any, or a number.
        owner: Role that runs it; the campaign's lead where left out.
        slots: Which of the :data:`SLOTS` it plays, maybe several.
        takes: How many days it takes, as far as the plan says.
    """

    key: str
    title: str = attrs.field(metadata=TEXT)
    window: Window | None = None
    repeat: Repeat | None = None
    need: Need = Need.REQUIRED
    opens: Mode = Mode.BY_COMMAND
    closes: Mode = Mode.BY_COMMAND
    join: Join = "all"
    owner: Role | None = attrs.field(default=None, eq=key_of, repr=show_key, metadata=REF)
    elasticity: Elasticity | None = None
    tier: Tier | None = attrs.field(default=None, eq=key_of, repr=show_key, metadata=REF)
    slots: tuple[str, ...] = attrs.field(default=(), converter=as_tuple, metadata=TEXT)
    cites: tuple[str, ...] = attrs.field(default=(), converter=as_tuple, metadata=TEXT)
    takes: Takes | None = None

    @property
    def part_of(self) -> None:
        """None: phases never contain phases."""
        return


def _as_review(value: Review | Role | None) -> Review | None:
    return Review((value,)) if isinstance(value, Role) else value


@attrs.frozen
class Step:
    """Declare a unit of work, in a phase, in a group (a step that has parts) or beside all.

    Attributes:
        part_of: Phase or group it is numbered under; None for a thread of the campaign.
        starts_with: Node whose opening lets it open, if not ``part_of``.
        ends_with: Node whose closing waits for it, if not ``part_of``.
        owner: Role that carries it out; inherited.
        review: Who reviews it; a single role will do.
        agreed_by: Roles that must each agree to the same value.
        each: Role that multiplies it: one instance per holder.
        fixes: Anchor that finishing it must give a day.
        artifact: Document that it produces.
        slots: Which of the :data:`SLOTS` it plays beside those of what it is part of.
        cites: Sections of the plan; those of what it is part of where left out.
        takes: How many days it takes, as far as the plan says.
    """

    key: str
    title: str = attrs.field(metadata=TEXT)
    part_of: Phase | Step | None = attrs.field(default=None, eq=key_of, repr=show_key, metadata=REF)
    window: Window | None = None
    starts_with: Phase | Step | Root | None = attrs.field(
        default=None, eq=key_of, repr=show_key, metadata=REF
    )
    ends_with: Phase | Step | Root | None = attrs.field(
        default=None, eq=key_of, repr=show_key, metadata=REF
    )
    owner: Role | None = attrs.field(default=None, eq=key_of, repr=show_key, metadata=REF)
    review: Review | None = attrs.field(default=None, converter=_as_review)
    agreed_by: tuple[Role, ...] = attrs.field(
        default=(), converter=as_tuple, eq=keys_of, repr=show_keys, metadata=REF
    )
    each: Role | None = attrs.field(default=None, eq=key_of, repr=show_key, metadata=REF)
    repeat: Repeat | None = None
    need: Need = Need.REQUIRED
    opens: Mode = Mode.ITSELF
    closes: Mode = Mode.BY_COMMAND
    join: Join = "all"
    fixes: Anchor | None = attrs.field(default=None, eq=key_of, repr=show_key, metadata=REF)
    artifact: Keyed | None = attrs.field(default=None, eq=key_of, repr=show_key, metadata=REF)
    elasticity: Elasticity | None = None
    tier: Tier | None = attrs.field(default=None, eq=key_of, repr=show_key, metadata=REF)
    slots: tuple[str, ...] = attrs.field(default=(), converter=as_tuple, metadata=TEXT)
    cites: tuple[str, ...] = attrs.field(default=_OF_GROUP, converter=as_tuple, metadata=TEXT)
    takes: Takes | None = None


def group(
    key: str,
    title: str,
    part_of: Phase | Step | None = None,
    window: Window | None = None,
    **more: Any,
) -> Step:
    """Return the step that groups others, and is over as soon as all of them are."""
    return Step(key, title, part_of, window, closes=Mode.ITSELF, **more)


Node = Phase | Step | Root
EdgeKind = Literal["after", "with", "together", "reopen"]


@attrs.frozen
class Edge:
    """Connect two nodes; :func:`after`, :func:`with_`, :func:`together`, :func:`reopen` build it.

    Attributes:
        guard: Condition judged when the source settles: a choice. To wait for a condition
            use a :class:`Rule` at entry.
        match: How occurrences correspond where both ends repeat differently.
        limit: How often a reopen edge may be taken.
        unbounded: Why a reopen edge has no limit.
        resets: Nodes that a reopen edge opens again as well.
    """

    kind: EdgeKind
    source: Phase | Step = attrs.field(eq=key_of, repr=show_key, metadata=REF)
    target: Phase | Step = attrs.field(eq=key_of, repr=show_key, metadata=REF)
    guard: Guard | None = None
    match: Literal["same", "latest", "ended_within", "contained"] | None = None
    force: Force = Force.MUST
    limit: int | None = None
    unbounded: str | None = None
    resets: tuple[Phase | Step, ...] = attrs.field(
        default=(), converter=as_tuple, eq=keys_of, repr=show_keys, metadata=REF
    )
    title: str = attrs.field(default="", metadata=TEXT)
    cites: tuple[str, ...] = attrs.field(default=(), converter=as_tuple, metadata=TEXT)

    @property
    def key(self) -> str:
        """The edge's name, made of its kind and ends."""
        return f"{self.source.key}.{self.kind}.{self.target.key}"


def after(source: Phase | Step, target: Phase | Step, **more: Any) -> Edge:
    """Return the edge "after ``source`` is settled, ``target`` may start" (finish to start)."""
    return Edge("after", source, target, **more)


def with_(source: Phase | Step, target: Phase | Step, **more: Any) -> Edge:
    """Return the edge "with ``source`` started, ``target`` may start" (start to start)."""
    return Edge("with", source, target, **more)


def together(source: Phase | Step, target: Phase | Step, **more: Any) -> Edge:
    """Return the edge "``target`` may not finish before ``source`` has" (finish to finish)."""
    return Edge("together", source, target, **more)


def reopen(source: Phase | Step, target: Phase | Step, **more: Any) -> Edge:
    """Return the edge that leads back: from ``source`` the settled ``target`` is opened again.

    Give ``limit=`` or say with ``unbounded=`` why there is none.
    """
    return Edge("reopen", source, target, **more)


def chain(*nodes: Phase | Step, **more: Any) -> tuple[Edge, ...]:
    """Return the edges that put ``nodes`` one after the other."""
    return tuple(after(a, b, **more) for a, b in pairwise(nodes))


@attrs.frozen
class Rule:
    """Guard the entry or the exit of a node.

    A duty over the whole campaign is a rule at the exit of :data:`CAMPAIGN`.

    Attributes:
        on: Node that is guarded.
        guard: Condition.
        at: ``"entry"`` (the node waits for it) or ``"exit"`` (the node cannot finish without).
        force: MUST refuses, SHOULD records a deviation, STATED is only shown.
        name: Key of the rule; made of the node and the place where left out.
        cites: Sections of the plan; those of the node where left out.
    """

    on: Node = attrs.field(eq=key_of, repr=show_key, metadata=REF)
    guard: Guard
    at: Literal["entry", "exit"] = "exit"
    force: Force = Force.MUST
    name: str | None = None
    title: str = attrs.field(default="", metadata=TEXT)
    cites: tuple[str, ...] = attrs.field(default=_OF_NODE, converter=as_tuple, metadata=TEXT)


@attrs.frozen
class Stated:
    """Keep what the plan says and no machine can judge: shown with its node, never evaluated.

    Attributes:
        values: What it names, if it lists anything.
        cites: Sections of the plan; those of the node where left out.
    """

    on: Node = attrs.field(eq=key_of, repr=show_key, metadata=REF)
    title: str = attrs.field(metadata=TEXT)
    values: tuple[str, ...] = attrs.field(default=(), converter=as_tuple, metadata=TEXT)
    cites: tuple[str, ...] = attrs.field(default=_OF_NODE, converter=as_tuple, metadata=TEXT)


@attrs.frozen
class Vacant:
    """Say why a plan has nothing for one of the five :data:`SLOTS`."""

    slot: str
    why: str
    cites: tuple[str, ...] = attrs.field(default=(), converter=as_tuple, metadata=TEXT)
