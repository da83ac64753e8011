"""A campaign compiled for running: every lookup that a command needs, made once and shared."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from campaignflow import lifecycle
from campaignflow.calendar import Resolution, day_end, day_start
from campaignflow.guards.leaves import ABOVE, Children, Parent
from campaignflow.guards.quota import Quota
from campaignflow.keyed import Keyed, key_of
from campaignflow.messages import Notice
from campaignflow.model.campaign import Campaign
from campaignflow.model.facts import Artifact, RecordKind
from campaignflow.model.nodes import CAMPAIGN, Phase, Root, Rule, Step
from campaignflow.model.planning import Planned
from campaignflow.model.time import Force
from campaignflow.state.compiled import (
    EdgeInfo,
    Instance,
    NodeInfo,
    QuotaInfo,
    RuleInfo,
    instance_key,
)


class Blueprint:
    """Hold the compiled tables of one campaign; get it with :func:`blueprint`."""

    def __init__(self, campaign: Campaign) -> None:
        self.campaign = campaign
        self.planned = Planned(campaign)
        self.zone = campaign.zone
        self.lead = campaign.lead.key
        self.nodes = {
            node.key: NodeInfo(node, order)
            for order, node in enumerate(campaign.nodes_by_key.values())
        }
        self.root = self.nodes[CAMPAIGN.key]
        self._containers()
        self._followers()
        self._edges()
        self._rules()
        self._stirring()
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
            info.opener = self.nodes[key_of(getattr(node, "starts_with", None)) or info.container]
            info.ender = key_of(getattr(node, "ends_with", None)) or info.container
            self._inherit(info, node)
            info.opener.openees.append(info.key)
            self.nodes[info.ender].contents.append(info.key)
        for info in self.nodes.values():
            info.is_container = info.is_container or bool(info.contents)
            info.many = info.each is not None or bool(info.occurrences)
            info.planned = self.planned.windows.get(info.key)
            info.timed = info.planned is not None or bool(info.occurrences)

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
        self.followed: dict[str, list[str]] = defaultdict(list)
        for info in self.nodes.values():
            if info.follows is not None:
                self.followed[info.follows].append(info.key)

    def _edges(self) -> None:
        self.edges = {
            edge.key: EdgeInfo(edge, self.nodes[edge.source.key], self.nodes[edge.target.key])
            for edge in self.campaign.edges
        }
        for edge in self.edges.values():
            if edge.force is Force.STATED or edge.kind == "reopen":
                continue
            if edge.kind == "together":
                edge.target.finish_in.append(edge)
                continue
            edge.source.outgoing.append(edge)
            edge.target.incoming.append(edge)
            if edge.kind == "after" and edge.force is Force.MUST:
                edge.target.ordering.append(edge)

    def _rules(self) -> None:
        choices = {
            edge.key: Rule(edge.source, edge.guard, "exit")
            for edge in self.campaign.edges
            if edge.guard is not None
        }
        rules = zip(self.campaign.rule_keys, self.campaign.rules, strict=True)
        self.edge_rules, self.rules = (
            {key: RuleInfo(key, rule, self._title(rule.on)) for key, rule in pairs}
            for pairs in (choices.items(), rules)
        )
        self.quotas: dict[str, QuotaInfo] = {}
        self.quotas_by_kind: dict[str, list[QuotaInfo]] = defaultdict(list)
        self.reports: dict[tuple[str, str | None], None] = {}  # what is asked of other units
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
                    quota = info.quotas[id(leaf)] = QuotaInfo(leaf, info)
                    if labels := self.nodes[quota.during].occurrences:
                        quota.repeat(labels)
                    self.quotas[quota.key] = quota
                    self.quotas_by_kind[leaf.of.key].append(quota)
                elif isinstance(leaf, Children):
                    self._report_leaf(leaf.node.key, key_of(leaf.tier), info.rule.on.key)
                elif isinstance(leaf, Parent):
                    self._report_leaf(leaf.node.key, ABOVE, info.rule.on.key)
        self.accompanied = [quota for quota in self.quotas.values() if quota.accompanied]

    def _report_leaf(self, asked: str, tier: str | None, asker: str) -> None:
        """Note what must be known of other units: of each occurrence, or of the node."""
        node = self.nodes[asked]
        alike = node.occurrences and node.occurrences == self.nodes[asker].occurrences
        for label in node.occurrences if alike else (None,):
            self.reports[instance_key(node.key, label), tier] = None

    def _static(self, info: NodeInfo) -> Iterator[Instance]:
        """Yield the instances that every run has; those per member come with the roster."""
        if info.each is None:
            for label in info.occurrences or (None,):
                yield Instance(info, label, None)

    def _stirring(self) -> None:
        """Note which nodes may move by themselves, and which can set off such a move."""
        choices = any(
            edge.guard is not None and edge.kind == "after" for edge in self.edges.values()
        )
        for info in self.nodes.values():
            info.unbidden = info.opens_itself or (choices and bool(info.incoming))
        moving = {info.key for info in self.nodes.values() if info.unbidden}
        closing = {info.key for info in self.nodes.values() if info.closes_itself}
        for info in self.nodes.values():
            heirs = {*info.openees, *self.followed.get(info.key, ())}
            heirs |= {edge.target.key for edge in info.outgoing} | {
                *self.entry_watch.get(info.key, ())
            }
            ends = {info.ender, *self.exit_watch.get(info.key, ())}
            judges = any(edge.guard is not None for edge in info.outgoing)
            info.stirs = bool(judges or info.serial or heirs & moving or ends & closing)

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
        tiers = ((info, getattr(info.node, "tier", None)) for info in self.nodes.values())
        self.tiered = [(info, tier) for info, tier in tiers if tier is not None]
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
        self.personal = {key: found for key, e in self._recorded() if (found := _personal(e))}
        self.anchors = {anchor.key: anchor for anchor in campaign.anchors}
        self.item_steppers = {k: lifecycle.stepper(v.lifecycle) for k, v in self.ledgers.items()}
        self.titles = {e.key: self._title(e) for _table, e in campaign.elements()}
        self.titles[CAMPAIGN.key] = campaign.title
        self.recorders = {key: self._recorders(element) for key, element in self._recorded()}

    def _title(self, element: Keyed) -> str:
        named = self.campaign if element.key == CAMPAIGN.key else element
        return str(getattr(named, "title", element.key))

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
        return self.ledgers[ledger].word(state)

    def next_boundary(self, now: int) -> int | None:
        """Return the first planned start, or first moment after a planned end, after ``now``."""
        index = bisect_right(self.boundaries, now)
        return self.boundaries[index] if index < len(self.boundaries) else None


def _personal(element: Any) -> frozenset[str]:
    """Return the fields of a kind or ledger whose texts are kept apart from the log."""
    return frozenset(field.key for field in element.fields if field.sealed)


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
