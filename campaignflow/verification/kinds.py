"""The kinds of units that carry a plan out: what each is exempt from, and what that breaks."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Any, NamedTuple

from campaignflow.graph import place
from campaignflow.guards.leaves import Parent
from campaignflow.keyed import key_of, title_of
from campaignflow.model.campaign import Campaign
from campaignflow.model.nodes import Phase, Step
from campaignflow.model.people import Need, Variant
from campaignflow.state import blueprint
from campaignflow.verification.conditions import never
from campaignflow.verification.finding import Finding, error, warning


class UnitKind(NamedTuple):
    """Name units of a tier, or to which a variant applies, and all the nodes they leave out."""

    title: str
    exempt: frozenset[str]


def unit_kinds(campaign: Campaign) -> tuple[UnitKind, ...]:
    """Return the kinds of units: of each tier, with no variant and with each one alone.

    Kinds that leave out the same are one.
    """
    found: dict[frozenset[str], str] = {}
    for tier in campaign.tiers or (None,):
        apart = {n.key for n in _nodes(campaign) if tier and key_of(n.tier) not in (None, tier.key)}
        title = tier.title if tier else ""
        found.setdefault(_inside(campaign, apart), title)
        for variant in campaign.variants:
            both = _inside(campaign, apart | {node.key for node in variant.exempt})
            found.setdefault(both, "、".join(part for part in (title, variant.title) if part))
    return tuple(UnitKind(title, exempt) for exempt, title in found.items())


def check_topmost(campaign: Campaign) -> Iterator[Finding]:
    """Report rules that ask the unit above in units of every tier, so of the topmost too."""
    for key, rule in zip(campaign.rule_keys, campaign.rules, strict=True):
        asked = [leaf for _path, leaf in rule.guard.leaves() if isinstance(leaf, Parent)]
        if asked and not _of_one_tier(rule.on):
            titles = {"title": rule.on.title, "node": title_of(asked[0].node)}
            yield warning(f"rules.{key}", "unit.topmost", **titles)


def _of_one_tier(node: Any) -> bool:
    """Return whether only units of one tier carry a node out."""
    while node is not None:
        if getattr(node, "tier", None) is not None:
            return True
        node = getattr(node, "part_of", None)
    return False


def check_variants(campaign: Campaign) -> Iterator[Finding]:
    """Report variants that meet at one node, and nodes whose opener a kind of units leaves out."""
    for one, other in combinations(campaign.variants, 2):
        shared = [key for key in _touched(one) if key in _touched(other)]
        if shared and not never(one.when & other.when):
            titles = {"one": one.title, "other": other.title, "shared": shared}
            yield error(f"variants.{other.key}", "variant.overlap", **titles)
    told = set[str]()
    for kind in unit_kinds(campaign):
        for info in blueprint(campaign).nodes.values():
            opener = info.opener
            if opener is None or info.key in kind.exempt | told or opener.key not in kind.exempt:
                continue
            if info.need is not Need.OPTIONAL:
                told.add(info.key)
                params = {"title": info.title, "opener": opener.title, "kind": kind.title}
                yield error(place(campaign, info.key), "variant.stranded", **params)


def _nodes(campaign: Campaign) -> tuple[Phase | Step, ...]:
    return (*campaign.phases, *campaign.steps)


def _touched(variant: Variant) -> list[str]:
    """Return the titles of the nodes and roles that the variant changes."""
    nodes = [str(getattr(node, "title", node.key)) for node in variant.exempt]
    return [*nodes, *(role.title for role, _other in variant.swap)]


def _inside(campaign: Campaign, left_out: set[str]) -> frozenset[str]:
    """Return the nodes with all that ends with them."""
    found = set(left_out)
    while True:
        infos = blueprint(campaign).nodes.values()
        more = {info.key for info in infos if info.ender in found} - found
        if not more:
            return frozenset(found)
        found |= more
