"""Checks of guards: conditions that exclude one another, and such as say nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import chain, combinations

import attrs

from campaignflow.graph import conjuncts
from campaignflow.guards.algebra import AllOf, AnyOf, AtLeast, Guard, Not
from campaignflow.guards.quota import Quota
from campaignflow.messages import Notice
from campaignflow.model.campaign import Campaign
from campaignflow.model.time import Force
from campaignflow.verification.finding import Finding, error, warning
from campaignflow.verification.truth import asked_for, decided
from campaignflow.verification.windows import bounds


def check_contradictions(campaign: Campaign) -> Iterator[Finding]:
    """Report guards that can never hold, alone or together with others at the same place."""
    together: dict[tuple[str, str], list[tuple[str, Guard]]] = {}
    start = _first_day(campaign)
    for key, rule in zip(campaign.rule_keys, campaign.rules, strict=True):
        if rule.force is Force.STATED:
            continue
        why = contradiction(rule.guard) or _never(rule.guard, start)
        if why is not None:
            report = error if rule.force is Force.MUST else warning
            yield report(f"rules.{key}", "guard.contradiction", why=why)
        elif rule.force is Force.MUST:
            together.setdefault((rule.on.key, rule.at), []).append((key, rule.guard))
    for rules in together.values():
        clash = _clash(chain.from_iterable(conjuncts(guard) for _key, guard in rules))
        if clash is not None and len(rules) > 1:
            where = f"rules.{rules[-1][0]}"
            yield error(where, "guard.contradiction", why=clash)
    for edge in campaign.edges:
        if edge.guard is None:
            continue
        why = contradiction(edge.guard) or _never(edge.guard, start)
        if why is not None:
            yield warning(f"edges.{edge.key}", "guard.contradiction", why=why)


def check_tautologies(campaign: Campaign) -> Iterator[Finding]:
    """Report guards, or parts that must hold, that hold whatever is done and so ask for nothing."""
    start = _first_day(campaign)
    rules = zip(campaign.rule_keys, campaign.rules, strict=True)
    places = [(f"rules.{key}", rule.guard) for key, rule in rules if rule.force is not Force.STATED]
    places += [(f"edges.{e.key}", e.guard) for e in campaign.edges if e.guard is not None]
    for where, guard in places:
        for part in conjuncts(guard):
            if decided(part, start):
                yield warning(where, "guard.tautology", asked=[*asked_for(part, start)])


def _first_day(campaign: Campaign) -> dt.date:
    start, _end = bounds(campaign, None)
    return start or dt.date.min


def _never(guard: Guard, start: dt.date) -> Notice | None:
    """Return the ranges that exclude one another, or None if the guard can hold."""
    if decided(guard, start) is not False:
        return None
    parts = list(conjuncts(guard))
    for part in list(parts):  # what contradicts all the same without it is left out
        rest = [other for other in parts if other is not part]
        if rest and decided(AllOf(rest), start) is False:
            parts = rest
    return Notice("verify.ranges", {"asked": [*asked_for(AllOf(parts), start)]})


def contradiction(guard: Guard) -> Notice | None:
    """Return why ``guard`` can never hold, or None if that cannot be shown.

    Example:
        >>> from campaignflow.model import Anchor
        >>> from campaignflow.guards import Fixed
        >>> day = Fixed(Anchor("day", "纪念日"))
        >>> contradiction(AllOf([day, ~day])).code
        'verify.and_not'
    """
    if isinstance(guard, AllOf):
        parts = list(conjuncts(guard))
        inner = (contradiction(part) for part in parts)
        return _clash(parts) or next((why for why in inner if why is not None), None)
    if isinstance(guard, AnyOf | AtLeast):
        least = guard.least if isinstance(guard, AtLeast) else 1
        impossible = [why for why in map(contradiction, guard.parts) if why is not None]
        left = len(guard.parts) - len(impossible)
        if left >= least:
            return None
        return Notice("verify.too_few", {"least": least, "left": left})
    return None


def _clash(parts: Iterable[Guard]) -> Notice | None:
    """Return why two of ``parts`` exclude each other."""
    guards = list(parts)
    negated = [part.part for part in guards if isinstance(part, Not)]
    if any(part in negated for part in guards if not isinstance(part, Not)):
        return Notice("verify.and_not")
    quotas = [part for part in guards if isinstance(part, Quota)]
    for one, other in combinations(quotas, 2):
        for low, high in ((one, other), (other, one)):
            if _same_measure(low, high) and high.most is not None and low.lower > high.most:
                return Notice("verify.bounds", {"least": low.lower, "most": high.most})
    return None


def _same_measure(one: Quota, other: Quota) -> bool:
    if one.covers is not None or other.covers is not None:
        return False
    return attrs.evolve(one, least=0, most=None) == attrs.evolve(other, least=0, most=None)
