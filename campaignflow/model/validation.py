"""What is wrong with a definition as such: references, duplicates, numbers, texts.

What can only be seen from the whole graph, such as a node that is never reached, is for
:mod:`campaignflow.verification`.
"""

from __future__ import annotations

import zoneinfo
from collections.abc import Iterator
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

import attrs

from campaignflow.commands import COMMANDS
from campaignflow.errors import CalendarError, WindowTextError
from campaignflow.guards.algebra import Guard
from campaignflow.guards.populations import Across, Pairs, Related, axes
from campaignflow.guards.quota import Quota, Whole
from campaignflow.keyed import KEY_PATTERN, key_of
from campaignflow.messages import Mistake, Notice
from campaignflow.model.facts import Artifact, Field, Ledger, RecordKind
from campaignflow.model.nodes import SLOTS, Edge, Node, Phase, Root, Step
from campaignflow.model.people import Relation, Role, Tier
from campaignflow.model.shapes import misshapen
from campaignflow.model.time import Anchor, Repeat

if TYPE_CHECKING:
    from campaignflow.model.campaign import Campaign

_DECLARED = {
    Tier: "tiers",
    Anchor: "anchors",
    Role: "roles",
    Relation: "relations",
    RecordKind: "records",
    Artifact: "artifacts",
    Ledger: "ledgers",
    Phase: "phases",
    Step: "steps",
}
_RESERVED = {"campaign", "whole"}


def mistakes(campaign: Campaign) -> list[Mistake]:
    """Return every mistake of the definition, in the order of its tables.

    Values of wrong types come alone: no other check can be asked about them.
    """
    wrong = [Mistake(place, notice) for place, notice in misshapen(campaign)]
    checks = (_keys, _zone, _references, _containers, _edges, _rules, _windows, _slots, _earlier)
    return wrong or [
        Mistake(place, notice) for check in checks for place, notice in check(campaign)
    ]


Found = Iterator[tuple[str, Notice]]


def _keys(campaign: Campaign) -> Found:
    seen: dict[str, str] = {}
    for table, element in campaign.elements():
        key = element.key
        place = f"{table}.{key}"
        if not KEY_PATTERN.match(key) or key in _RESERVED:
            yield place, Notice("definition.key", {"key": key})
        if table == "facts":
            if isinstance(element, Field) and element.sealed:
                yield place, Notice("definition.sealed_fact", {"field": key})
            continue
        if key in seen:
            yield place, Notice("definition.duplicate", {"key": key, "other": seen[key]})
        seen[key] = place
    owners: tuple[RecordKind | Ledger, ...] = (*campaign.records, *campaign.ledgers)
    for owner in owners:
        keys = [field.key for field in owner.fields]
        for key in sorted({key for key in keys if keys.count(key) > 1}):
            yield (
                f"{owner.key}.{key}",
                Notice("definition.duplicate", {"key": key, "other": owner.key}),
            )


def _zone(campaign: Campaign) -> Found:
    try:
        zoneinfo.ZoneInfo(campaign.zone)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        yield "zone", Notice("definition.zone", {"zone": campaign.zone})


def _references(campaign: Campaign) -> Found:
    known = {name: {e.key: e for e in getattr(campaign, name)} for name in _DECLARED.values()}
    yield from _missing(campaign, "campaign", known)


def _missing(value: Any, place: str, known: dict[str, dict[str, Any]]) -> Found:
    """Yield every element below ``value`` that no table of the campaign declares."""
    if isinstance(value, tuple):
        for part in value:
            yield from _missing(part, place, known)
        return
    if not attrs.has(type(value)) or isinstance(value, Root | Field):
        return
    if place != "campaign":
        place = f"{place}.{value.key}" if isinstance(getattr(value, "key", None), str) else place
    for field in attrs.fields(type(value)):
        found = getattr(value, field.name)
        if field.name.startswith("_") or found is None:
            continue
        here = field.name if place == "campaign" else f"{place}.{field.name}"
        if field.metadata.get("table"):
            yield from _missing(found, field.name, known)
        elif type(found) in _DECLARED or field.metadata.get("ref"):
            for one in found if isinstance(found, tuple) else (found,):
                yield from _undeclared(one, here, known)
        else:
            yield from _missing(found, here, known)


def _undeclared(element: Any, place: str, known: dict[str, dict[str, Any]]) -> Found:
    table = _DECLARED.get(type(element))
    if table is None or known[table].get(element.key) == element:
        return
    near = get_close_matches(element.key, known[table], 1)
    code = "definition.undeclared_near" if near else "definition.undeclared"
    if element.key in known[table]:
        code = "definition.other_value"
    params = {"key": element.key, "table": table, "near": near[0] if near else ""}
    yield place, Notice(code, params)


def _containers(campaign: Campaign) -> Found:
    for step in campaign.steps:
        place = f"steps.{step.key}"
        if step.each is not None and step.part_of is not None and _inherited_each(step.part_of):
            yield place, Notice("definition.each_twice", {"key": step.key})
        if step.review is not None and not 1 <= step.review.needed <= len(step.review.by):
            params = {"needed": step.review.needed, "of": len(step.review.by)}
            yield f"{place}.review", Notice("definition.review", params)
        if step.review is not None and step.review.veto not in (None, *step.review.by):
            by = [role.key for role in step.review.by]
            veto = {"veto": key_of(step.review.veto), "by": by}
            yield f"{place}.review", Notice("definition.veto", veto)
        if isinstance(step.join, int) and step.join < 1:
            yield f"{place}.join", Notice("definition.join", {"join": step.join})
    for role in campaign.roles:
        if role.exactly is not None and role.exactly < 1:
            yield f"roles.{role.key}.exactly", Notice("definition.exactly", {"n": role.exactly})
    for ledger in campaign.ledgers:
        dates = [field.key for field in ledger.fields if field.type == "date"]
        if ledger.due not in (None, *dates):
            place = f"ledgers.{ledger.key}.due"
            yield place, Notice("definition.due", {"field": ledger.due, "known": dates})


def _inherited_each(node: Phase | Step | None) -> bool:
    while isinstance(node, Step):
        if node.each is not None:
            return True
        node = node.part_of
    return False


def _edges(campaign: Campaign) -> Found:
    seen = set()
    for edge in campaign.edges:
        place = f"edges.{edge.key}"
        if edge.key in seen:
            yield place, Notice("definition.edge_twice", {"edge": edge.key})
        seen.add(edge.key)
        yield from _one_edge(edge, place)


def _one_edge(edge: Edge, place: str) -> Found:
    if edge.source.key == edge.target.key:
        yield place, Notice("definition.edge_self", {"key": edge.source.key})
    bounded = edge.limit is not None, edge.unbounded is not None
    if edge.kind == "reopen" and bounded.count(True) != 1:
        yield place, Notice("definition.reopen_bound")
    if edge.kind != "reopen" and (any(bounded) or edge.resets):
        yield place, Notice("definition.reopen_only")
    repeats = [_repeat(node) for node in (edge.source, edge.target)]
    if edge.match is None and None not in repeats and repeats[0] != repeats[1]:
        yield place, Notice("definition.match")
    if edge.limit is not None and edge.limit < 1:
        yield place, Notice("definition.limit", {"limit": edge.limit})


def _repeat(node: Phase | Step | None) -> Repeat | None:
    while node is not None:
        if node.repeat is not None:
            return node.repeat
        node = node.part_of
    return None


def _rules(campaign: Campaign) -> Found:
    for place, on, guard in _guards(campaign):
        for path, leaf in guard.leaves():
            if isinstance(leaf, Quota):
                yield from _quota(leaf, on, place + (f"[{path}]" if path else ""))
    for row in campaign.may:
        for command in row.commands:
            if command not in COMMANDS:
                params = {"command": command, "known": sorted(COMMANDS)}
                yield f"may.{row.role.key}", Notice("definition.command", params)


def _guards(campaign: Campaign) -> Iterator[tuple[str, Node, Guard]]:
    """Yield every guard with its place and the node for whose instances it is asked."""
    for key, rule in zip(campaign.rule_keys, campaign.rules, strict=True):
        yield f"rules.{key}", rule.on, rule.guard
    for edge in campaign.edges:
        if edge.guard is not None:
            yield f"edges.{edge.key}", edge.source, edge.guard


def _quota(leaf: Quota, on: Node, place: str) -> Found:
    yield from _fields(leaf, place)
    ways = [axis for axis in axes(leaf.per) if isinstance(axis, Pairs | Related | Across)]
    if any(axis.directed and len(axis.by) < 2 for axis in ways):
        yield place, Notice("definition.directed")
    during = leaf.during
    found = _occurrences(during)
    if found is not None and found != _occurrences(on):
        params = {"during": key_of(during), "on": on.key}
        yield place, Notice("definition.during", params)


def _occurrences(node: Any) -> object:
    """Return what the occurrences of a node are told apart by; None for a single one."""
    repeat = _repeat(node) if isinstance(node, Phase | Step) else None
    return repeat and (repeat.every, repeat.partial, [label for label, _ in repeat.named])


def _fields(leaf: Quota, place: str) -> Found:
    known = {field.key: field for field in getattr(leaf.of, "fields", ())}
    used = [leaf.sum, leaf.covers[0] if leaf.covers else None, *_fields_below(leaf.per)]
    used += _fields_below(leaf.where)
    for field in used:
        if field is not None and field.key not in known:
            params = {"field": field.key, "kind": leaf.of.key, "known": sorted(known)}
            yield place, Notice("definition.field", params)
        elif field is not None and known[field.key].sealed:
            yield place, Notice("definition.sealed", {"field": field.key})
    if leaf.sum is not None and getattr(known.get(leaf.sum.key), "type", "integer") != "integer":
        yield place, Notice("definition.sum", {"field": leaf.sum.key})
    if leaf.covers is not None:
        choices = getattr(known.get(leaf.covers[0].key), "choices", leaf.covers[1])
        for value in leaf.covers[1]:
            if value not in choices:
                yield place, Notice("definition.choice", {"value": value, "choices": list(choices)})


def _fields_below(value: Any) -> list[Field]:
    """Return the fields that a population or condition refers to."""
    if isinstance(value, Field):
        return [value]
    if isinstance(value, tuple):
        return [field for part in value for field in _fields_below(part)]
    if attrs.has(type(value)) and type(value) not in _DECLARED and not isinstance(value, Whole):
        names = [field.name for field in attrs.fields(type(value))]
        return [field for name in names for field in _fields_below(getattr(value, name))]
    return []


def _windows(campaign: Campaign) -> Found:
    from campaignflow.model.planning import Planned

    try:
        planned = Planned(campaign)
    except CalendarError as wrong:
        yield "window", _why(wrong)
        return
    for key, reason in planned.wrong.items():
        yield f"{key}.window", _why(reason)


def _why(wrong: CalendarError) -> Notice:
    why = wrong.notice if isinstance(wrong, WindowTextError) else str(wrong)
    return Notice("definition.window", {"why": why})


def _slots(campaign: Campaign) -> Found:
    named = [(f"phases.{phase.key}", slot) for phase in campaign.phases for slot in phase.slots]
    named += [(f"steps.{step.key}", slot) for step in campaign.steps for slot in step.slots]
    named += [("vacant", row.slot) for row in campaign.vacant]
    for place, slot in named:
        if slot not in SLOTS:
            yield place, Notice("definition.slot", {"slot": slot, "known": list(SLOTS)})
    for row in campaign.vacant:
        if campaign.slots.get(row.slot):
            nodes = [node.key for node in campaign.slots[row.slot]]
            yield "vacant", Notice("definition.slot_taken", {"slot": row.slot, "nodes": nodes})


def _earlier(campaign: Campaign) -> Found:
    """Find versions that are of another plan, or cannot be told from this one by their name."""
    for found in campaign.earlier:
        params = {"key": found.key, "version": found.version}
        if found.key != campaign.key:
            yield "earlier", Notice("definition.earlier_other", params)
        elif campaign.version in [version.version for version in found.versions()]:
            yield "earlier", Notice("definition.earlier_same", params)
