"""Checks of quotas: those that no records could ever satisfy, and those judged too early."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from campaignflow.calendar import periods
from campaignflow.errors import CalendarError
from campaignflow.graph import conjuncts
from campaignflow.guards.algebra import Guard
from campaignflow.guards.leaves import Published
from campaignflow.guards.populations import (
    Across,
    Pairs,
    Population,
    Product,
    Related,
    Self,
    Values,
    WithSome,
)
from campaignflow.guards.quota import Quota
from campaignflow.messages import Notice
from campaignflow.model.campaign import Campaign
from campaignflow.model.nodes import CAMPAIGN, Node, Phase, Root, Step
from campaignflow.model.people import Role
from campaignflow.model.time import Force
from campaignflow.verification.conditions import never
from campaignflow.verification.finding import Finding, error, warning
from campaignflow.verification.people import inherited, same_person, single
from campaignflow.verification.windows import Days, bounds


class Asked(NamedTuple):
    """One quota where it stands.

    Attributes:
        place: Path to it.
        on: Node whose rule or edge it stands in.
        exit: Whether it stands in a rule at the exit of ``on``.
        binding: Whether nothing else can make good for it: it must hold.
    """

    place: str
    on: Node
    exit: bool
    quota: Quota
    binding: bool


def asked(campaign: Campaign) -> Iterator[Asked]:
    """Yield every quota that is evaluated in a run, in the order of definition."""
    for key, rule in zip(campaign.rule_keys, campaign.rules, strict=True):
        if rule.force is not Force.STATED:
            binding = (
                [id(leaf) for leaf in conjuncts(rule.guard)] if rule.force is Force.MUST else []
            )
            for where, quota in _quotas(rule.guard, f"rules.{key}"):
                yield Asked(where, rule.on, rule.at == "exit", quota, id(quota) in binding)
    for edge in campaign.edges:
        if edge.guard is not None and edge.force is not Force.STATED:
            for where, quota in _quotas(edge.guard, f"edges.{edge.key}"):
                yield Asked(where, edge.source, False, quota, False)


def _quotas(guard: Guard, place: str) -> Iterator[tuple[str, Quota]]:
    for path, leaf in guard.leaves():
        if isinstance(leaf, Quota):
            yield (f"{place}[{path}]" if path else place), leaf


def check_quotas(campaign: Campaign) -> Iterator[Finding]:
    """Report quotas that nothing can satisfy."""
    for found in asked(campaign):
        quota = found.quota
        reasons = [*_never_counted(quota)] if quota.lower else []
        if not quota.allow_empty:
            reasons += _nobody(quota.per, found.on)
        report = error if found.binding else warning
        for why in reasons:
            yield report(found.place, "quota.impossible", what=_title(quota), why=why)
        yield from _spans(campaign, found)


def _title(quota: Quota) -> str:
    return str(getattr(quota.of, "title", quota.of.key))


def _never_counted(quota: Quota) -> Iterator[Notice]:
    """Yield why no record counts for some key that is owed."""
    if quota.where is not None and never(quota.where):
        yield Notice("verify.where_never")
    for axis in _axes(quota.per):
        if isinstance(axis, Values):
            wrong = _unknown(axis)
            if wrong:
                yield Notice("verify.not_a_choice", {"values": wrong, "field": axis.by.key})
        if isinstance(axis, WithSome) and _alone(axis.role, axis.other):
            yield Notice("verify.only_oneself", {"role": _name(axis.role)})


def _unknown(axis: Values) -> list[str]:
    choices = getattr(axis.by, "choices", ())
    return [value for value in axis.values if choices and value not in choices]


def _nobody(population: Population, on: Node) -> Iterator[Notice]:
    """Yield why the population has no keys, so that the quota is unsatisfied."""
    for axis in _axes(population):
        if isinstance(axis, Pairs) and isinstance(axis.role, Role) and single(axis.role):
            yield Notice("verify.no_pairs", {"role": axis.role.title})
        elif isinstance(axis, Across) and _alone(axis.role, axis.other):
            yield Notice("verify.only_oneself", {"role": _name(axis.role)})
        elif isinstance(axis, Related) and _alone(
            getattr(axis.relation, "left", None), getattr(axis.relation, "right", None)
        ):
            yield Notice("verify.only_oneself", {"role": _name(axis.relation)})
        elif isinstance(axis, Values) and not axis.values:
            yield Notice("verify.no_values")
        elif isinstance(axis, Self) and (isinstance(on, Root) or inherited(on, "each") is None):
            yield Notice("verify.no_self", {"node": on.title})


def _axes(population: Population) -> tuple[Population, ...]:
    return population.axes if isinstance(population, Product) else (population,)


def _alone(one: object, other: object) -> bool:
    return isinstance(one, Role) and isinstance(other, Role) and same_person(one, other)


def _name(element: object) -> str:
    return str(getattr(element, "title", ""))


# --- spans


def _spans(campaign: Campaign, found: Asked) -> Iterator[Finding]:
    """Report a span without days, without whole periods, or with unknown ones."""
    quota, per = found.quota, found.quota.per.calendar
    own = quota.during is None and found.on is not CAMPAIGN
    start, end = _days(campaign, quota, found.on)
    if start is None or end is None or _repeats(campaign, quota, found.on):
        return
    report = error if found.binding and not own else warning
    params = {"what": _title(quota), "start": str(start), "end": str(end)}
    if end < start:
        if quota.lower:
            why = Notice("verify.no_days", params)
            yield report(found.place, "quota.impossible", what=_title(quota), why=why)
        return
    if per is None:
        return
    try:
        cuts = periods(per.every, start, end, per.partial, campaign.terms)
    except CalendarError:
        yield warning(found.place, "quota.no_terms", **params)
        return
    if not cuts and not quota.allow_empty:
        why = Notice("verify.no_period", {**params, "every": Notice(f"verify.{per.every.value}")})
        yield report(found.place, "quota.impossible", what=_title(quota), why=why)


def _days(campaign: Campaign, quota: Quota, on: Node) -> Days:
    """Return the first and last planned day over which the quota counts."""
    return bounds(campaign, _spanning(campaign, quota, on))


def _spanning(campaign: Campaign, quota: Quota, on: Node) -> Phase | Step | None:
    """Return the node whose days count; None for the campaign."""
    during = quota.during
    return _not_root(on if during is None else campaign.nodes_by_key.get(during.key))


def _not_root(node: Node | None) -> Phase | Step | None:
    return None if isinstance(node, Root) else node


def _repeats(campaign: Campaign, quota: Quota, on: Node) -> bool:
    node = _spanning(campaign, quota, on)
    while node is not None:
        if node.repeat is not None:
            return True
        node = node.part_of
    return False


def check_spans(campaign: Campaign) -> Iterator[Finding]:
    """Report exit guards that count over days after the planned end of their node."""
    for found in asked(campaign):
        if not found.exit or found.on is CAMPAIGN or found.quota.during is None:
            continue
        _start, end = _days(campaign, found.quota, found.on)
        _start, own = bounds(campaign, _not_root(found.on))
        if end is not None and own is not None and end > own:
            params = {"what": _title(found.quota), "end": str(end), "own": str(own)}
            yield warning(found.place, "quota.span_outlasts", title=found.on.title, **params)


def check_ranges(campaign: Campaign) -> Iterator[Finding]:
    """Report postings that last longer than the whole campaign, and choices that no value meets."""
    start, end = bounds(campaign, None)
    length = (end - start).days if start is not None and end is not None else None
    for key, rule in zip(campaign.rule_keys, campaign.rules, strict=True):
        for _path, leaf in rule.guard.leaves() if rule.force is not Force.STATED else ():
            if isinstance(leaf, Published) and length is not None and leaf.days > length:
                params = {"what": getattr(leaf.of, "title", leaf.of.key), "days": leaf.days}
                yield warning(f"rules.{key}", "guard.range", **params, most=length)
            where = getattr(leaf, "where", None)
            if not isinstance(leaf, Quota) and where is not None and never(where):
                what = getattr(getattr(leaf, "of", None), "title", "")
                why = Notice("verify.where_never")
                yield warning(f"rules.{key}", "quota.impossible", what=what, why=why)
