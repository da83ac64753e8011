"""The pieces of a compiled campaign: rules, quotas, nodes and edges as a command needs them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import attrs

from campaignflow import lifecycle
from campaignflow.calendar import Resolution
from campaignflow.guards.algebra import Guard
from campaignflow.guards.populations import Population
from campaignflow.guards.quota import Quota
from campaignflow.keyed import key_of
from campaignflow.lifecycle import stepper
from campaignflow.messages import Notice
from campaignflow.model.facts import Field
from campaignflow.model.nodes import CAMPAIGN, Edge, Node, Phase, Root, Rule, Step
from campaignflow.model.people import Mode, Need, Review, Role
from campaignflow.model.time import Elasticity

_LIVES: Final = {
    "campaign": lifecycle.CAMPAIGN,
    "phase": lifecycle.PHASE,
    "step": lifecycle.STEP,
}


class RuleInfo:
    """A rule with its key, the keys of its leaves, and its quotas by the identity of the leaf.

    Its ``title`` is the plan's own, or says at which door of which node it stands.
    """

    __slots__ = ("depends", "guard", "key", "leaf_keys", "quotas", "rule", "title")

    def __init__(self, key: str, rule: Rule, on: str) -> None:
        self.key = key
        self.rule = rule
        self.guard = rule.guard
        self.title: str | Notice = rule.title or Notice(f"rule.{rule.at}", {"node": on})
        self.quotas: dict[int, QuotaInfo] = {}
        leaves = list(rule.guard.leaves())
        self.leaf_keys = {id(leaf): f"{key}[{path}]" if path else key for path, leaf in leaves}
        self.depends = frozenset(name for _path, leaf in leaves for name in _depends(leaf))


def _depends(value: Any) -> Iterator[str]:
    """Yield the keys of everything that a leaf looks at."""
    if isinstance(value, tuple):
        for part in value:
            yield from _depends(part)
    elif isinstance(value, Field):
        return
    elif isinstance(getattr(value, "key", None), str):
        yield value.key
    elif isinstance(value, Guard | Population):
        for field in attrs.fields(type(value)):  # type: ignore[arg-type]
            yield from _depends(getattr(value, field.name))


class QuotaInfo:
    """A quota with the rule it stands in and the node whose span it counts over.

    Its ``tallies`` are named by occurrence of that node: one where the node does not repeat.
    """

    __slots__ = (
        "accompanied",
        "calendar",
        "during",
        "key",
        "named",
        "own",
        "quota",
        "repeats",
        "rule",
        "tallies",
    )  # fmt: skip

    def __init__(self, quota: Quota, rule: RuleInfo) -> None:
        self.key = key = rule.leaf_keys[id(quota)]
        self.quota = quota
        self.rule = rule
        self.calendar = quota.per.calendar
        self.accompanied = bool(quota.per.companions)
        self.repeats = False
        self._name({None: key})
        self.own = quota.during is None and rule.rule.on.key != CAMPAIGN.key
        during = quota.during or rule.rule.on
        self.during = CAMPAIGN.key if during.key == "whole" else during.key

    def repeat(self, occurrences: tuple[str, ...]) -> None:
        """Count for each occurrence of the node apart."""
        self.repeats = True
        self._name({label: f"{self.key}@{label}" for label in occurrences})

    def _name(self, tallies: dict[str | None, str]) -> None:
        self.tallies = tallies
        self.named = tuple(tallies.items())


class NodeInfo:
    """A node with everything that a command on it needs.

    Some fields spare work: without ``timed`` the plan gives it no window of its own; without
    ``unbidden`` it neither opens nor is released without a command; without ``stirs`` nothing
    follows by itself from what happens to it.
    """

    __slots__ = (
        "agreed_by",
        "closes_itself",
        "container",
        "contents",
        "each",
        "elasticity",
        "ender",
        "entry",
        "exit",
        "finish_in",
        "follows",
        "incoming",
        "is_container",
        "join",
        "key",
        "life",
        "many",
        "need",
        "node",
        "occurrences",
        "openees",
        "opener",
        "opens_itself",
        "order",
        "ordering",
        "outgoing",
        "owner",
        "planned",
        "review",
        "serial",
        "single",
        "stepper",
        "stirs",
        "timed",
        "title",
        "unbidden",
        "within",
    )  # fmt: skip

    def __init__(self, node: Node, order: int) -> None:
        self.node = node
        self.key = node.key
        self.title = node.title
        self.order = order
        self.life = _life(node)
        self.stepper = stepper(_LIVES[self.life])
        self.planned: Resolution | None = None
        self.container: str | None = None
        self.opener: NodeInfo | None = None
        self.ender: str | None = None
        self.each: str | None = None
        self.occurrences: tuple[str, ...] = ()
        self.serial = False
        self.owner: str | None = key_of(getattr(node, "owner", None))
        self.review: Review | None = getattr(node, "review", None)
        self.agreed_by: tuple[Role, ...] = getattr(node, "agreed_by", ())
        self.need: Need = getattr(node, "need", Need.FIXED)
        self.opens_itself = getattr(node, "opens", None) is Mode.ITSELF
        self.closes_itself = getattr(node, "closes", None) is Mode.ITSELF
        self.join = getattr(node, "join", "all")
        self.elasticity: Elasticity | None = getattr(node, "elasticity", None)
        self.incoming: list[EdgeInfo] = []
        self.ordering: list[EdgeInfo] = []
        self.finish_in: list[EdgeInfo] = []
        self.outgoing: list[EdgeInfo] = []
        self.entry: list[RuleInfo] = []
        self.exit: list[RuleInfo] = []
        self.openees: list[str] = []
        self.contents: list[str] = []
        window = getattr(node, "window", None)
        self.follows: str | None = key_of(getattr(window, "node", None))
        self.within: int | None = getattr(window, "within", None)
        self.is_container = not isinstance(node, Step)
        self.many = False
        self.stirs = True
        self.unbidden = self.opens_itself
        self.timed = False
        self.single = (node.key,)

    def __repr__(self) -> str:
        return f"<node {self.key}>"


class EdgeInfo:
    """An edge between compiled nodes.

    Attributes:
        edge: The edge of the definition.
        fixed: The instances that it leads from, where they are the same for every target; else
            None, and :func:`campaignflow.state.order.sources` finds them.
    """

    __slots__ = ("edge", "fixed", "force", "guard", "key", "kind", "match", "source", "target")

    def __init__(self, edge: Edge, source: NodeInfo, target: NodeInfo) -> None:
        self.edge = edge
        self.key = edge.key
        self.kind = edge.kind
        self.force = edge.force
        self.guard = edge.guard
        self.match = edge.match
        self.source = source
        self.target = target
        self.fixed = None if source.many else source.single

    def __repr__(self) -> str:
        return f"<edge {self.key}>"


def _life(node: Node) -> str:
    if isinstance(node, Root):
        return "campaign"
    return "phase" if isinstance(node, Phase) else "step"


class Instance:
    """One occurrence of a node for one member: what is opened and finished."""

    __slots__ = ("info", "key", "member", "occurrence")

    def __init__(self, info: NodeInfo, occurrence: str | None, member: str | None) -> None:
        self.info = info
        self.occurrence = occurrence
        self.member = member
        self.key = instance_key(info.key, occurrence, member)

    def __repr__(self) -> str:
        return f"<{self.key}>"


def instance_key(node: str, occurrence: str | None = None, member: str | None = None) -> str:
    """Return the name of an instance: ``node``, ``node@occurrence``, ``node#member`` or both.

    Example:
        >>> instance_key("award", "2011", "p7")
        'award@2011#p7'
    """
    at = "" if occurrence is None else f"@{occurrence}"
    return f"{node}{at}" if member is None else f"{node}{at}#{member}"
