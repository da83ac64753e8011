"""What an element of a definition shows, written as the tables of facts write it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from enum import Enum
from itertools import pairwise
from operator import attrgetter
from typing import Any, Final

import attrs
import networkx

from campaignflow.calendar import Every
from campaignflow.guards import (
    WHOLE,
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
from campaignflow.model import CAMPAIGN, Campaign, Elastic, Force, Mode
from campaignflow.model.planning import Planned

FIRST, LAST = dt.date.min, dt.date.max
PERIODS: Final = {
    Every.DAY: "P1D",
    Every.WEEK: "P1W",
    Every.TEACHING_WEEK: "P1W",
    Every.MONTH: "P1M",
    Every.QUARTER: "P3M",
    Every.HALF_YEAR: "P6M",
    Every.YEAR: "P1Y",
    Every.TERM: "term",
    Every.SCHOOL_YEAR: "school_year",
}


def shown(campaign: Campaign, elements: list[Any], attribute: str) -> str:
    """Return what ``attribute`` of the elements says: one of ``SHOWN``, or a plain attribute."""
    show = SHOWN.get(attribute)
    if show is not None:
        return show(campaign, elements)
    found = attrgetter(attribute)(elements[0])
    if isinstance(found, Enum):
        return str(found.value)
    return str(getattr(found, "key", len(found) if isinstance(found, tuple) else found))


# --- time


def _days(campaign: Campaign, node: Any) -> tuple[dt.date, dt.date]:
    found = Planned(campaign).windows.get(node.key)
    if found is None:
        return FIRST, LAST
    return found.start or FIRST, found.end or LAST


def _text(start: dt.date, end: dt.date) -> str:
    return f"{'' if start == FIRST else start}..{'' if end == LAST else end}"


def _window(campaign: Campaign, elements: list[Any]) -> str:
    node = CAMPAIGN if elements[0] is campaign else elements[0]
    assert node.key in Planned(campaign).windows, f"{node.key} has no window"
    return _text(*_days(campaign, node))


def _bounds(campaign: Campaign, elements: list[Any]) -> str:
    """Show the days of the element, or those of the nearest node it is part of that has some."""
    node = elements[0]
    while node is not None and node.window is None:
        node = node.part_of
    return _text(*_days(campaign, node or CAMPAIGN))


def _windows(campaign: Campaign, node: Any) -> list[tuple[dt.date, dt.date]]:
    """Return the days of each time that a node comes, or its own."""
    planned = Planned(campaign)
    keys = [f"{node.key}@{label}" for label in planned.occurrences.get(node.key, ())]
    found = [planned.windows[key] for key in keys]
    days = [(each.start or FIRST, each.end or LAST) for each in found]
    return days or [_days(campaign, node)]


def _overlaps(campaign: Campaign, elements: list[Any]) -> str:
    """Show the days that the first element has in common with each time the second comes."""
    (first,), times = (_windows(campaign, node) for node in elements)
    common = [(max(first[0], start), min(first[1], end)) for start, end in times]
    assert all(start <= end for start, end in common), "they do not meet each time"
    return " ".join(_text(*days) for days in common)


def _hull(campaign: Campaign, elements: list[Any]) -> str:
    """Show the first and last day of what the one element holds, or of the several elements."""
    holder = elements[0]
    parts = [s for s in campaign.steps if s.part_of == holder] if elements[1:] == [] else elements
    days = [_days(campaign, part) for part in parts]
    starts = [start for start, _ in days if start != FIRST]
    return _text(min(starts), max(end for _, end in days))


def _overlap(campaign: Campaign, elements: list[Any]) -> str:
    first, *others = (_days(campaign, node) for node in elements)
    common = [(max(first[0], start), min(first[1], end)) for start, end in others]
    assert all(start <= end for start, end in common), "two of them do not meet"
    return _text(min(start for start, _ in common), max(end for _, end in common))


def _gaps(campaign: Campaign, elements: list[Any]) -> str:
    """Show the days between the end of each element and the start of the next."""
    days = [_days(campaign, node) for node in elements]
    return " ".join(str((b[0] - a[1]).days - 1) for a, b in pairwise(days))


def _span(campaign: Campaign, elements: list[Any]) -> str:
    """Show the planned days in which a quota counts, where it names them."""
    during = quota_of(elements[0]).during
    assert during is not None, "the quota counts in its own node's time"
    return _text(*_days(campaign, CAMPAIGN if during is WHOLE else during))


def _limit(campaign: Campaign, elements: list[Any]) -> str:
    """Show the last day of the nearest node with one: of the element, or of what it is part of."""
    node = elements[0]
    while node is not None and _days(campaign, node)[1] == LAST:
        node = node.part_of
    return _text(FIRST, _days(campaign, node or CAMPAIGN)[1])


def _bound(campaign: Campaign, elements: list[Any]) -> str:
    """Show the days of the campaign, which alone bound elements without days of their own."""
    dated = [node.key for node in elements if _days(campaign, node) != (FIRST, LAST)]
    return f"{dated} dated" if dated else _window(campaign, [campaign]).replace("..", " ")


def _throughout(campaign: Campaign, elements: list[Any]) -> str:
    """Show the days of the campaign, with which the elements start and end."""
    ends = {end for node in elements for end in (node.starts_with, node.ends_with)}
    return _bound(campaign, elements) if ends == {CAMPAIGN} else "shorter"


def _soft_end(campaign: Campaign, elements: list[Any]) -> str:
    return str(Planned(campaign).windows["campaign"].soft_end).lower()


def _repeat(campaign: Campaign, elements: list[Any]) -> str:
    repeat = elements[0].repeat
    if repeat is None:
        return "None"
    return PERIODS[repeat.every] if repeat.every else " ".join(label for label, _ in repeat.named)


def _times(campaign: Campaign, elements: list[Any]) -> str:
    """Show how often a node comes, and how its times are told apart."""
    times = Planned(campaign).occurrences[elements[0].key]
    return f"{len(times)} x {_repeat(campaign, elements)}"


# --- order and people


def _path(campaign: Campaign, elements: list[Any]) -> str:
    graph = networkx.DiGraph(
        (e.source.key, e.target.key) for e in campaign.edges if e.kind in ("after", "with")
    )
    keys = [node.key for node in elements]
    graph.add_nodes_from(keys)
    fine = all(networkx.has_path(graph, a, b) for a, b in pairwise(keys))
    return (">" if fine else "|").join(keys)


def _parallel(campaign: Campaign, elements: list[Any]) -> str:
    """Show how many phases or threads without a window open freely, of the elements or of all."""
    joined = {node.key for edge in campaign.edges for node in (edge.source, edge.target)}
    tops = [*campaign.phases, *(step for step in campaign.steps if step.part_of is None)]
    among = tops if elements == [campaign] else [top for top in tops if top in elements]
    free = [top for top in among if top.opens is Mode.ITSELF and top.key not in joined]
    return str(sum(top.window is None for top in free))


def _beside(campaign: Campaign, elements: list[Any]) -> str:
    """Show how many undated elements of one container stand side by side, joined by no edge."""
    (above,) = {node.part_of.key if node.part_of else "campaign" for node in elements}
    ways = [(e.source, e.target) for e in campaign.edges if e.kind != "reopen"]
    assert not any(a in elements and b in elements for a, b in ways), "they wait for one another"
    assert not any(node.window for node in elements), "one of them has days of its own"
    return f"{len(elements)} in {above}"


def _reviewed(campaign: Campaign, elements: list[Any]) -> str:
    return str(elements[0].review is not None).lower()


def _review(campaign: Campaign, elements: list[Any]) -> str:
    return " | ".join(map(_one_review, elements))


def _one_review(step: Any) -> str:
    each = f" each {step.each.key}" if step.each else ""
    return f"{step.artifact.key}{each} by {' '.join(role.key for role in step.review.by)}"


def _reviewers(campaign: Campaign, elements: list[Any]) -> str:
    return " ".join(role.title for step in elements for role in step.review.by)


def _inputs(campaign: Campaign, elements: list[Any]) -> str:
    """Show what a node waits for: how many, and which."""
    into = [e.source.key for e in campaign.edges if e.kind == "after" and e.target in elements]
    return f"{len(into)} {' '.join(into)}"


def _needs(campaign: Campaign, elements: list[Any]) -> str:
    (need,) = {node.need.value for node in elements}
    return f"{len(elements)} {need}"


def _persons(campaign: Campaign, elements: list[Any]) -> str:
    return str(sum(field.type == "person" and field.required for field in elements[0].fields))


def _links(campaign: Campaign, elements: list[Any]) -> str:
    """Show how many of the elements each phase holds, where they are all that is asked of it."""
    held = [sum(each.part_of == phase for each in elements) for phase in campaign.phases]
    return f"{len(elements)} in {'+'.join(map(str, held))}"


# --- what is written down


def _words(campaign: Campaign, elements: list[Any]) -> str:
    """Show the parts of documents, the choices of fields or the values of statements."""
    names = ("parts", "choices", "values")
    return " ".join(
        word
        for element in elements
        for word in next(getattr(element, name) for name in names if hasattr(element, name))
    )


def _sizes(campaign: Campaign, elements: list[Any]) -> str:
    return " ".join(str(len(_words(campaign, [each]).split())) for each in elements)


def _forbidden(campaign: Campaign, elements: list[Any]) -> str:
    """Show in which directions planned time may not be changed."""
    words = {"extend": "extending", "shorten": "shortening", "drop": "dropping"}
    elastic = elements[0].elasticity
    return " ".join(w for key, w in words.items() if getattr(elastic, key) is Elastic.FORBIDDEN)


# --- conditions


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


SHOWN: Final[dict[str, Callable[[Campaign, list[Any]], str]]] = {
    "window": _window,
    "bounds": _bounds,
    "limit": _limit,
    "windows": lambda campaign, nodes: " ".join(_text(*d) for d in _windows(campaign, nodes[0])),
    "overlaps": _overlaps,
    "hull": _hull,
    "overlap": _overlap,
    "gaps": _gaps,
    "span": _span,
    "bound": _bound,
    "throughout": _throughout,
    "soft_end": _soft_end,
    "repeat": _repeat,
    "times": _times,
    "path": _path,
    "parallel": _parallel,
    "beside": _beside,
    "reviewed": _reviewed,
    "review": _review,
    "reviewers": _reviewers,
    "links": _links,
    "inputs": _inputs,
    "needs": _needs,
    "strict": lambda _campaign, elements: str(elements[0].force is Force.MUST).lower(),
    "outside": lambda _campaign, elements: str(sum(role.outside for role in elements)),
    "ways": lambda _campaign, edges: " | ".join(
        f"{edge.source.key} {edge.kind} {edge.target.key}" for edge in edges
    ),
    "states": lambda _campaign, elements: " ".join(elements[0].lifecycle.states),
    "persons": _persons,
    "words": _words,
    "sizes": _sizes,
    "forbidden": _forbidden,
    "leaves": _leaves,
    "asked": _asked,
    "leaf": _leaf,
    "quota": _quota,
    "titles": lambda _campaign, elements: " ".join(each.title for each in elements),
    "ends": lambda _campaign, elements: f"{elements[0].left.title} {elements[0].right.title}",
    "count": lambda _campaign, elements: str(len(elements)),
    "forces": lambda _campaign, nodes: " ".join(node.window.force.value for node in nodes),
    "when": lambda _campaign, elements: _where(elements[0].when),
    "swaps": lambda _campaign, elements: " ".join(
        f"{role.key} by {other.key} where {_where(elements[0].when)}"
        for role, other in elements[0].swap
    ),
    "exempts": lambda _campaign, elements: " | ".join(
        " ".join([each.title, *(node.key for node in each.exempt)]) for each in elements
    ),
    "cites": lambda _campaign, elements: " ".join(elements[0].cites),
}
