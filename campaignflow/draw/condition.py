"""Guards as short conditions for a picture: what is asked, without what has been found.

Example:
    >>> from campaignflow.guards import Each, Quota
    >>> from campaignflow.model import Field, RecordKind, Role
    >>> member, who = Role("member", "党员"), Field("who", "参加人员", "persons")
    >>> study = RecordKind("study", "集中学习", (who,))
    >>> [n.zh for n in conditions(Quota(of=study, per=Each(member, who), least=3))]
    ['集中学习：每名党员≥3次']
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import reduce, singledispatch
from typing import Any

from campaignflow.guards.algebra import AllOf, AnyOf, AtLeast, Guard, Not
from campaignflow.guards.leaves import (
    Answered,
    Children,
    Earlier,
    Fixed,
    Opaque,
    Parent,
    Published,
    Reached,
    Since,
    Struck,
    Survey,
    Unstated,
)
from campaignflow.guards.owing import owing
from campaignflow.guards.quota import WHOLE, Quota
from campaignflow.keyed import title_of
from campaignflow.messages import Notice
from campaignflow.model.facts import Artifact

_FEW = 3


def conditions(guard: Guard) -> tuple[Notice, ...]:
    """Return what ``guard`` asks for, one sentence for each part of a conjunction."""
    parts = guard.parts if isinstance(guard, AllOf) else (guard,)
    return tuple(condition(part) for part in parts)


def _say(code: str, **params: object) -> Notice:
    return Notice(f"draw.{code}", params)


@singledispatch
def condition(guard: Guard) -> Notice:
    """Return what one guard asks for as a short sentence."""
    return _say("other", name=type(guard).__name__)


@condition.register
def _all(guard: AllOf) -> Notice:
    return _say("all", parts=[condition(part) for part in guard.parts])


@condition.register
def _any(guard: AnyOf) -> Notice:
    return _say("any", parts=[condition(part) for part in guard.parts])


@condition.register
def _at_least(guard: AtLeast) -> Notice:
    return _say("at_least", least=guard.least, parts=[condition(part) for part in guard.parts])


@condition.register
def _not(guard: Not) -> Notice:
    return _say("not", part=condition(guard.part))


@condition.register
def _quota(guard: Quota) -> Notice:
    what: object = guard.told(title_of(guard.of))
    if guard.during is WHOLE:
        what = _say("throughout", what=what)
    elif guard.during is not None:
        what = _say("during", what=what, node=title_of(guard.during))
    who = owing(guard.per)
    if who is None:
        return _say("quota.once", what=what, amount=_amount(guard))
    return _say("quota.each", what=what, who=who, amount=_amount(guard))


def _amount(quota: Quota) -> Notice:
    if quota.covers is not None:
        field, values = quota.covers
        if len(values) <= _FEW:
            return _say("covers", values=list(values))
        return _say("covers.many", field=title_of(field), count=len(values))
    if quota.sum is not None:
        return _say("sum", field=title_of(quota.sum), bounds=_bounds(quota))
    if quota.most == 0:
        return _say("none")
    if isinstance(quota.of, Artifact) and (quota.least, quota.most) == (1, None):
        return _say("on_file")
    return _say("times", bounds=_bounds(quota))


def _bounds(quota: Quota) -> str:
    least, most = quota.least or 0, quota.most
    if most is None:
        return f"≥{least}"
    if least == most:
        return str(least)
    return f"{least}–{most}" if least else f"≤{most}"


@condition.register
def _reached(guard: Reached) -> Notice:
    return _say("reached", node=title_of(guard.node))


@condition.register
def _struck(guard: Struck) -> Notice:
    return _items(guard.ledger, ())


@condition.register
def _answered(guard: Answered) -> Notice:
    return _items(guard.ledger, getattr(guard.ledger, "answered", ()))


def _items(ledger: Any, answered: Sequence[str]) -> Notice:
    states = dict.fromkeys((*answered, *ledger.lifecycle.final))
    final = reduce(lambda a, b: _say("either", a=a, b=b), map(ledger.word, states))
    return _say("items", ledger=title_of(ledger), final=final)


@condition.register
def _published(guard: Published) -> Notice:
    return _say("published", what=title_of(guard.of), days=guard.days)


@condition.register
def _survey(guard: Survey) -> Notice:
    return _say("survey", what=title_of(guard.of), field=title_of(guard.field), least=guard.least)


@condition.register
def _fixed(guard: Fixed) -> Notice:
    return _say("fixed", anchor=title_of(guard.anchor))


@condition.register
def _since(guard: Since) -> Notice:
    if isinstance(guard.day, dt.date):
        return _say("since", day=(guard.day + dt.timedelta(days=guard.days)).isoformat())
    return _say("since.anchor", anchor=title_of(guard.day), days=guard.days)


@condition.register
def _earlier(guard: Earlier) -> Notice:
    return _say("earlier", kind=title_of(guard.kind), of=title_of(guard.of))


@condition.register
def _children(guard: Children) -> Notice:
    who = Notice("leaf.below") if guard.tier is None else title_of(guard.tier)
    return _say("children", node=title_of(guard.node), percent=guard.percent, who=who)


@condition.register
def _parent(guard: Parent) -> Notice:
    return _say("parent", node=title_of(guard.node), who=Notice("leaf.above"))


@condition.register
def _unstated(guard: Unstated) -> Notice:
    return _say("unstated", why=guard.why)


@condition.register
def _opaque(guard: Opaque) -> Notice:
    return _say("other", name=guard.title or guard.name)
