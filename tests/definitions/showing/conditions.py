"""What must hold: guards, quotas and whom they count for, conditions of variants."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import attrs

from campaignflow.guards import (
    Across,
    Compare,
    Each,
    Earlier,
    Guard,
    Items,
    Once,
    Pairs,
    Per,
    Population,
    Quota,
    Related,
    Requests,
    Self,
    Values,
    WithSome,
)
from campaignflow.guards.conditions import Both, Condition, Either, Neither
from campaignflow.guards.populations import Product
from campaignflow.model import Campaign

from .kinds import PERIODS, Shows


def _guard(element: Any) -> Guard:
    return element if isinstance(element, Guard) else element.guard


def quota_of(element: Any) -> Quota:
    """Return the quota that a rule or a leaf is."""
    quota = _guard(element)
    assert isinstance(quota, Quota), f"{quota!r} is no quota"
    return quota


def _leaves(campaign: Campaign, elements: list[Any]) -> str:
    return str(len(list(elements[0].guard.leaves())))


def _asked(campaign: Campaign, elements: list[Any]) -> str:
    """Show how much the quotas of a rule ask for in all, of each who owes them."""
    return str(sum(quota_of(leaf).lower for _path, leaf in elements[0].guard.leaves()))


def _leaf(campaign: Campaign, elements: list[Any]) -> str:
    """Show a condition that is no quota: its name and what it was given."""
    guard: Any = _guard(elements[0])
    if isinstance(guard, Earlier):
        return f"{guard.of.key} before {guard.kind.key} of {guard.by.key}"
    given = [
        getattr(guard, field.name)
        for field in attrs.fields(type(guard))
        if field.default is attrs.NOTHING or getattr(guard, field.name) != field.default
    ]
    words = (_where(each) if isinstance(each, Condition) else _key(each) for each in given)
    return " ".join([type(guard).__name__, *words])


def _key(value: Any) -> str:
    return str(getattr(value, "key", value))


def _quota(campaign: Campaign, elements: list[Any]) -> str:
    return " | ".join(_one_quota(quota_of(element)) for element in elements)


def _one_quota(quota: Quota) -> str:
    if quota.covers:
        text = f"{quota.lower} {quota.covers[0].key} of {quota.of.key}"
    else:
        total = f"{quota.sum.key} of " if quota.sum else ""
        text = f"{quota.lower}..{'' if quota.most is None else quota.most} {total}{quota.of.key}"
    where = f" where {_where(quota.where)}" if quota.where is not None else ""
    during = f" during {quota.during.key}" if quota.during is not None else ""
    return f"{text}{_population(quota.per)}{where}{during}"


def _population(per: Population) -> str:
    match per:
        case Product():
            return "".join(map(_population, per.axes))
        case Once():
            return ""
        case Pairs(directed=True):
            return f" per ordered pair of {per.role.key}"
        case Pairs():
            return f" per pair of {per.role.key}"
        case Across(directed=True):
            return _directed(per.by, per.role, per.other)
        case Related(directed=True):
            return _directed(per.by, per.relation.left, per.relation.right)
        case Across() | WithSome():
            way = "every" if isinstance(per, Across) else "some"
            return f" per {per.role.key} with {way} {per.other.key}"
        case Per():
            return f" per {PERIODS[per.every]}"
        case Values():
            return f" per {per.by.key}"
    return _simple_population(per)


def _directed(by: Sequence[Any], left: Any, right: Any) -> str:
    return f" from {by[0].key} {left.key} to {by[1].key} {right.key}"


def _simple_population(per: Population) -> str:
    match per:
        case Each():
            return f" per each {per.role.key}"
        case Related():
            return f" per pair in {per.relation.key}"
        case Requests():
            return f" per {per.kind.key}"
        case Items():
            return f" per item of {per.ledger.key}"
        case Self():
            return " per self"
    raise AssertionError(f"{per!r} is not written in the tables")


def _where(where: Condition) -> str:
    match where:
        case Compare(op="in"):
            return f"{where.field.key} in {' '.join(where.value)}"
        case Compare():
            return f"{where.field.key}{where.op}{where.value}"
        case Both():
            return " & ".join(map(_where, where.parts))
        case Either():
            return " | ".join(map(_where, where.parts))
        case Neither():
            return f"not {_where(where.part)}"
    raise AssertionError(f"{where!r} is not written in the tables")


CONDITIONS: Final[Shows] = {
    "leaves": _leaves,
    "asked": _asked,
    "leaf": _leaf,
    "quota": _quota,
    "when": lambda _campaign, elements: _where(elements[0].when),
    "swaps": lambda _campaign, elements: " ".join(
        f"{role.key} by {other.key} where {_where(elements[0].when)}"
        for role, other in elements[0].swap
    ),
    "exempts": lambda _campaign, elements: " | ".join(
        " ".join([each.title, *(node.key for node in each.exempt)]) for each in elements
    ),
}
