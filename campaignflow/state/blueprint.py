"""A campaign compiled for running: every lookup that a command needs, made once and shared."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

import attrs

from campaignflow import lifecycle
from campaignflow.calendar import Resolution, day_end, day_start
from campaignflow.guards.algebra import Guard
from campaignflow.guards.populations import Population
from campaignflow.guards.quota import Quota
from campaignflow.keyed import Keyed, key_of
from campaignflow.messages import Notice, catalogue
from campaignflow.model.campaign import Campaign
from campaignflow.model.facts import Artifact, Field, RecordKind
from campaignflow.model.nodes import CAMPAIGN, Edge, Node, Phase, Root, Rule, Step
from campaignflow.model.people import Mode, Need, Review, Role
from campaignflow.model.planning import Planned
from campaignflow.model.time import Elasticity, Force


class RuleInfo:
    """A rule with its key and the keys of its leaves."""

    __slots__ = ("depends", "guard", "key", "leaf_keys", "rule")

    def __init__(self, key: str, rule: Rule) -> None:
        self.key = key
        self.rule = rule
        self.guard = rule.guard
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
    """A quota with the rule it stands in and the node whose span it counts over."""

    __slots__ = ("during", "key", "own", "quota", "rule")

    def __init__(self, key: str, quota: Quota, rule: RuleInfo) -> None:
        self.key = key
        self.quota = quota
        self.rule = rule
        self.own = quota.during is None and rule.rule.on.key != CAMPAIGN.key
        during = quota.during or rule.rule.on
        self.during = CAMPAIGN.key if during.key == "whole" else during.key


class NodeInfo:
    """A node with everything that a command on it needs."""

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
        "outgoing",
        "owner",
        "reopens",
        "review",
        "serial",
        "single",
        "title",
    )  # fmt: skip

    def __init__(self, node: Node, order: int) -> None:
        self.node = node
        self.key = node.key
        self.title = node.title
        self.order = order
        self.life = _life(node)
        self.container: str | None = None
        self.opener: str | None = None
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
        self.incoming: list[Edge] = []
        self.finish_in: list[Edge] = []
        self.outgoing: list[Edge] = []
        self.reopens: list[Edge] = []
        self.entry: list[RuleInfo] = []
        self.exit: list[RuleInfo] = []
        self.openees: list[str] = []
        self.contents: list[str] = []
        self.is_container = not isinstance(node, Step)
        self.many = False
        self.single = (node.key,)

    def __repr__(self) -> str:
        return f"<node {self.key}>"


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


class Blueprint:
    """Hold the compiled tables of one campaign; get it with :func:`blueprint`."""

    def __init__(self, campaign: Campaign) -> None:
        self.campaign = campaign
        self.planned = Planned(campaign)
        self.zone = campaign.zone
        self.lead = campaign.lead.key
        self.nodes = {n.key: NodeInfo(n, i) for i, n in enumerate(campaign.nodes_by_key.values())}
        self.root = self.nodes[CAMPAIGN.key]
        self.steppers = {
            "campaign": lifecycle.stepper(lifecycle.CAMPAIGN),
            "phase": lifecycle.stepper(lifecycle.PHASE),
            "step": lifecycle.stepper(lifecycle.STEP),
        }
        self._containers()
        self._followers()
        self._edges()
        self._rules()
        self.follows = self._follows()
        self._people()
        self._facts()
        self.instances = {i.key: i for info in self.nodes.values() for i in self._static(info)}
        self.by_node: dict[str, tuple[str, ...]] = defaultdict(tuple)
        for key, instance in self.instances.items():
            self.by_node[instance.info.key] += (key,)
        self.boundaries = sorted(boundaries(self.planned.windows.values(), self.zone))

    # --- the graph

    def _containers(self) -> None:
        for info in self.nodes.values():
            node = info.node
            if isinstance(node, Root):
                continue
            part_of = node.part_of
            info.container = part_of.key if part_of else CAMPAIGN.key
            info.opener = key_of(getattr(node, "starts_with", None)) or info.container
            info.ender = key_of(getattr(node, "ends_with", None)) or info.container
            self._inherit(info, node)
            self.nodes[info.opener].openees.append(info.key)
            self.nodes[info.ender].contents.append(info.key)
        for info in self.nodes.values():
            info.is_container = info.is_container or bool(info.contents)
            info.many = info.each is not None or bool(info.occurrences)

    def _inherit(self, info: NodeInfo, node: Phase | Step) -> None:
        above: Phase | Step | None = node
        while above is not None:
            each = getattr(above, "each", None)
            if each is not None and info.each is None:
                info.each = each.key
            if above.repeat is not None and not info.occurrences:
                info.occurrences = self.planned.occurrences.get(above.key, ())
                info.serial = above is node and above.repeat.serial
            if above.owner is not None and info.owner is None:
                info.owner = above.owner.key
            if above.elasticity is not None and info.elasticity is None:
                info.elasticity = above.elasticity
            above = above.part_of

    def _followers(self) -> None:
        """Note which nodes have a window after another node."""
        self.followed: dict[str, set[str]] = defaultdict(set)
        for info in self.nodes.values():
            window = getattr(info.node, "window", None)
            if window is not None and window.node is not None:
                self.followed[window.node.key].add(info.key)

    def _edges(self) -> None:
        self.edges = {edge.key: edge for edge in self.campaign.edges}
        for edge in self.campaign.edges:
            if edge.force is Force.STATED:
                continue
            source, target = self.nodes[edge.source.key], self.nodes[edge.target.key]
            if edge.kind == "reopen":
                source.reopens.append(edge)
            elif edge.kind == "together":
                target.finish_in.append(edge)
            else:
                source.outgoing.append(edge)
                target.incoming.append(edge)

    def _rules(self) -> None:
        self.edge_rules = {
            edge.key: RuleInfo(edge.key, Rule(edge.source, edge.guard, "exit"))
            for edge in self.campaign.edges
            if edge.guard is not None
        }
        pairs = zip(self.campaign.rule_keys, self.campaign.rules, strict=True)
        self.rules = {key: RuleInfo(key, rule) for key, rule in pairs}
        self.quotas: dict[str, QuotaInfo] = {}
        self.quotas_by_kind: dict[str, list[QuotaInfo]] = defaultdict(list)
        self.entry_watch: dict[str, list[str]] = defaultdict(list)
        self.exit_watch: dict[str, list[str]] = defaultdict(list)
        for info in self.rules.values():
            rule = info.rule
            if rule.force is not Force.STATED:
                node = self.nodes[rule.on.key]
                (node.entry if rule.at == "entry" else node.exit).append(info)
                watch = self.entry_watch if rule.at == "entry" else self.exit_watch
                for name in info.depends:
                    watch[name].append(node.key)
        for info in (*self.rules.values(), *self.edge_rules.values()):
            for _path, leaf in info.guard.leaves():
                if isinstance(leaf, Quota):
                    quota = QuotaInfo(info.leaf_keys[id(leaf)], leaf, info)
                    self.quotas[quota.key] = quota
                    self.quotas_by_kind[leaf.of.key].append(quota)

    def _static(self, info: NodeInfo) -> Iterator[Instance]:
        """Yield the instances that every run has; those per member come with the roster."""
        if info.each is None:
            for label in info.occurrences or (None,):
                yield Instance(info, label, None)

    def _follows(self) -> dict[str, set[str]]:
        """Return the nodes whose window begins when another settles, by that other's key."""
        follows: dict[str, set[str]] = defaultdict(set)
        for info in self.nodes.values():
            window = getattr(info.node, "window", None)
            if window is not None and window.node is not None:
                follows[window.node.key].add(info.key)
        return dict(follows)

    # --- people and facts

    def _people(self) -> None:
        roles = self.campaign.roles
        self.role_up: dict[str, tuple[str, ...]] = {}
        for role in roles:
            chain, above = [role.key], role.within
            while above is not None:
                chain.append(above.key)
                above = above.within
            self.role_up[role.key] = tuple(chain)
        self.role_down = {
            role.key: tuple(r for r, chain in self.role_up.items() if role.key in chain)
            for role in roles
        }
        self.multiplied: dict[str, list[NodeInfo]] = defaultdict(list)
        for info in self.nodes.values():
            if info.each is not None:
                for role_key in self.role_down[info.each]:
                    self.multiplied[role_key].append(info)

    def _facts(self) -> None:
        campaign = self.campaign
        kinds: tuple[RecordKind | Artifact, ...] = (*campaign.records, *campaign.artifacts)
        self.kinds = {kind.key: kind for kind in kinds}
        self.ledgers = {ledger.key: ledger for ledger in campaign.ledgers}
        self.anchors = {anchor.key: anchor for anchor in campaign.anchors}
        self.item_steppers = {k: lifecycle.stepper(v.lifecycle) for k, v in self.ledgers.items()}
        self.titles = {e.key: _title(e) for _table, e in campaign.elements()}
        self.titles[CAMPAIGN.key] = campaign.title
        self.state_titles = {
            (ledger.key, state): title
            for ledger in campaign.ledgers
            for state, title in ledger.titles
        }
        self.recorders = {key: self._recorders(element) for key, element in self._recorded()}

    def _recorded(self) -> Iterable[tuple[str, Keyed]]:
        return (*self.kinds.items(), *self.ledgers.items())

    def _recorders(self, element: Any) -> frozenset[str]:
        """Return the roles that may record: the named one, and owners of nodes that ask for it."""
        roles = {element.by.key} if element.by else set()
        for rule in self.rules.values():
            info = self.nodes[rule.rule.on.key]
            if element.key in rule.depends:
                roles |= {role for role in (info.owner, info.each) if role}
        return frozenset(roles)

    def item_state(self, ledger: str, state: str) -> Notice | str:
        """Return the name of an item's state, for sentences."""
        title = self.state_titles.get((ledger, state))
        if title is not None:
            return title
        return Notice(f"state.{state}") if f"state.{state}" in catalogue() else state

    def next_boundary(self, now: int) -> int | None:
        """Return the first planned start, or first moment after a planned end, after ``now``."""
        index = bisect_right(self.boundaries, now)
        return self.boundaries[index] if index < len(self.boundaries) else None


def _title(element: Keyed) -> str:
    return str(getattr(element, "title", element.key))


def boundaries(windows: Iterable[Resolution], zone: str) -> Iterator[int]:
    """Yield each planned start, and the first moment after each planned end."""
    for window in windows:
        if window.start is not None:
            yield day_start(window.start, zone)
        if window.end is not None:
            yield day_end(window.end, zone) + 1


def blueprint(campaign: Campaign) -> Blueprint:
    """Return the compiled tables of ``campaign``, made once per campaign value."""
    return campaign.derived("blueprint", Blueprint)
