"""For whom, between whom or in which period a quota is owed, in words.

Example:
    >>> from campaignflow.guards import Each
    >>> from campaignflow.model import Field, Role
    >>> owing(Each(Role("member", "党员"), Field("who", "参加人员", "persons"))).zh
    '每名党员'
"""

from __future__ import annotations

from functools import singledispatch

from campaignflow.guards.populations import (
    Across,
    Each,
    Items,
    Pairs,
    Per,
    Population,
    Product,
    Related,
    Requests,
    Self,
    Values,
    WithSome,
)
from campaignflow.keyed import title_of
from campaignflow.messages import Notice

_FEW = 3


def _say(code: str, **params: object) -> Notice:
    return Notice(f"owing.{code}", params)


def of_people(population: Population) -> bool:
    """Return whether each key of the population is one person."""
    return isinstance(population, Each) and not getattr(population.role, "body", False)


@singledispatch
def owing(population: Population) -> Notice | None:
    """Return for whom a quota is owed; None if once in all."""
    return None


@owing.register
def _each(population: Each) -> Notice:
    body = getattr(population.role, "body", False)
    return _say("each.body" if body else "each", role=title_of(population.role))


@owing.register
def _self(population: Self) -> Notice:
    return _say("self")


@owing.register
def _pairs(population: Pairs) -> Notice:
    code = "pairs.directed" if population.directed else "pairs"
    return _say(code, role=title_of(population.role))


@owing.register
def _related(population: Related) -> Notice:
    return _say("related", relation=title_of(population.relation))


@owing.register
def _across(population: Across) -> Notice:
    return _say("across", role=title_of(population.role), other=title_of(population.other))


@owing.register
def _some(population: WithSome) -> Notice:
    return _say("some", role=title_of(population.role), other=title_of(population.other))


@owing.register
def _items(population: Items) -> Notice:
    return _say("items", ledger=title_of(population.ledger))


@owing.register
def _requests(population: Requests) -> Notice:
    return _say("requests", kind=title_of(population.kind))


@owing.register
def _values(population: Values) -> Notice:
    values = list(population.values)
    if len(values) <= _FEW:
        return _say("values", values=values)
    return _say("values.many", field=title_of(population.by), count=len(values))


@owing.register
def _per(population: Per) -> Notice:
    return _say(f"every.{population.every.value}")


@owing.register
def _product(population: Product) -> Notice | None:
    told = [(axis, who) for axis in population.axes if (who := owing(axis)) is not None]
    if not told:
        return None
    said = told[0][1]
    for axis, who in told[1:]:
        said = _say("both.period" if isinstance(axis, Per) else "both", a=said, b=who)
    return said
