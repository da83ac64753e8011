"""Every fact of plan 000 stands in the definition, or the table says why not.

``facts_000.csv`` names for each fact the element that carries it, what to look at, and the dates or
numbers found there, so the comparison needs no other file. Where the collected facts themselves are
at hand (``CAMPAIGNFLOW_FACTS``, or ``shared/facts`` beside the checkout) the table is compared with
them as well.
"""

from __future__ import annotations

import csv
import datetime as dt
import json
import os
import re
from collections.abc import Callable, Iterator
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import attrs
import networkx
import pytest

from campaignflow.calendar import Every
from campaignflow.guards import (
    Answered,
    Compare,
    Each,
    Earlier,
    Guard,
    Pairs,
    Population,
    Quota,
    Related,
    Requests,
    Self,
    Struck,
    WithSome,
)
from campaignflow.guards.conditions import Both, Condition, Either
from campaignflow.model import Campaign, Force, Mode, from_json, to_json
from campaignflow.model.planning import Planned

jishui_2017: Campaign = import_module("campaignflow.definitions.jishui_2017").jishui_2017

TABLE = Path(__file__).with_name("facts_000.csv")
FACTS = Path(
    os.environ.get("CAMPAIGNFLOW_FACTS", Path(__file__).parents[3] / "shared" / "facts")
).joinpath("jishui-2017-xueshucu.json")
FIRST, LAST = dt.date.min, dt.date.max


class Row(NamedTuple):
    """One line of the table."""

    fact: str
    element: str
    attribute: str
    value: str
    source: str
    note: str


def table() -> list[Row]:
    """Return the lines of the table, one per fact."""
    with TABLE.open(encoding="utf-8", newline="") as lines:
        return [Row(**line) for line in csv.DictReader(lines)]


ROWS = table()
CARRIED = [row for row in ROWS if row.element != "-"]


# --- finding an element -------------------------------------------------------------------------


def find(campaign: Campaign, name: str) -> Any:
    """Return the element that one name of the table means; a KeyError says it is not there."""
    table_name, _, key = name.partition(":")
    if table_name == "campaign":
        return campaign
    if table_name == "rule":
        return _rule(campaign, key)
    if table_name == "edge":
        return {edge.key: edge for edge in campaign.edges}[key]
    if table_name == "stated":
        return {stated.title: stated for stated in campaign.stated}[key]
    elements: dict[tuple[str, str], Any] = {
        (name, element.key): element for name, element in campaign.elements()
    }
    if table_name == "field":
        owner, _, field = key.partition(".")
        home = elements.get(("records", owner)) or elements["ledgers", owner]
        return {each.key: each for each in home.fields}[field]
    return elements[f"{table_name}s", key]


def _rule(campaign: Campaign, key: str) -> Any:
    name, _, leaf = key.partition("[")
    rule = dict(zip(campaign.rule_keys, campaign.rules, strict=True))[name]
    return dict(rule.guard.leaves())[leaf.rstrip("]")] if leaf else rule


# --- what an element shows ----------------------------------------------------------------------


def shown(campaign: Campaign, row: Row) -> str:
    """Return what the definition says where ``row`` points, as the table writes it."""
    elements = [find(campaign, name) for name in row.element.split("+")]
    show = SHOWN.get(row.attribute)
    if show is not None:
        return show(campaign, elements)
    found = getattr(elements[0], row.attribute)
    if isinstance(found, Force):
        return found.value
    return str(getattr(found, "key", len(found) if isinstance(found, tuple) else found))


def _days(campaign: Campaign, node: Any) -> tuple[dt.date, dt.date]:
    found = Planned(campaign).windows.get(node.key)
    if found is None:
        return FIRST, LAST
    return found.start or FIRST, found.end or LAST


def _text(start: dt.date, end: dt.date) -> str:
    return f"{'' if start == FIRST else start}..{'' if end == LAST else end}"


def _window(campaign: Campaign, elements: list[Any]) -> str:
    key = "campaign" if elements[0] is campaign else elements[0].key
    assert key in Planned(campaign).windows, f"{key} has no window"
    found = Planned(campaign).windows[key]
    return _text(found.start or FIRST, found.end or LAST)


def _hull(campaign: Campaign, elements: list[Any]) -> str:
    days = [_days(campaign, s) for s in campaign.steps if s.part_of == elements[0]]
    starts = [start for start, _ in days if start != FIRST]
    return _text(min(starts), max(end for _, end in days))


def _overlap(campaign: Campaign, elements: list[Any]) -> str:
    first, *others = (_days(campaign, node) for node in elements)
    common = [(max(first[0], start), min(first[1], end)) for start, end in others]
    assert all(start <= end for start, end in common), "two of them do not meet"
    return _text(min(start for start, _ in common), max(end for _, end in common))


def _path(campaign: Campaign, elements: list[Any]) -> str:
    graph = networkx.DiGraph(
        (e.source.key, e.target.key) for e in campaign.edges if e.kind == "after"
    )
    keys = [node.key for node in elements]
    fine = all(networkx.has_path(graph, a, b) for a, b in pairwise(keys))
    return (">" if fine else "|").join(keys)


def _parallel(campaign: Campaign, elements: list[Any]) -> str:
    joined = {node.key for edge in campaign.edges for node in (edge.source, edge.target)}
    free = [p for p in campaign.phases if p.opens is Mode.ITSELF and p.key not in joined]
    return str(sum(phase.window is None for phase in free))


def _review(campaign: Campaign, elements: list[Any]) -> str:
    step = elements[0]
    return f"each {step.each.key} by {' '.join(role.key for role in step.review.by)}"


def _repeat(campaign: Campaign, elements: list[Any]) -> str:
    return {Every.HALF_YEAR: "P6M", Every.YEAR: "P1Y"}[elements[0].repeat.every]


def _persons(campaign: Campaign, elements: list[Any]) -> str:
    return str(sum(field.type == "person" and field.required for field in elements[0].fields))


def _absent(campaign: Campaign, elements: list[Any]) -> str:
    keys = {element.key for _, element in campaign.elements()}
    return " ".join(name for name in ("summary", "archive", "survey") if name not in keys)


def _soft_end(campaign: Campaign, elements: list[Any]) -> str:
    return str(Planned(campaign).windows["campaign"].soft_end).lower()


def _leaves(campaign: Campaign, elements: list[Any]) -> str:
    return str(len(list(elements[0].guard.leaves())))


def _guard(element: Any) -> Guard:
    return element if isinstance(element, Guard) else element.guard


def _leaf(campaign: Campaign, elements: list[Any]) -> str:
    guard = _guard(elements[0])
    match guard:
        case Earlier():
            return f"Earlier {guard.kind.key} {guard.of.key}"
        case Answered() | Struck():
            return f"{type(guard).__name__} {guard.ledger.key}"
    raise AssertionError(f"{guard!r} is no such leaf")


def _quota(campaign: Campaign, elements: list[Any]) -> str:
    quota = _guard(elements[0])
    assert isinstance(quota, Quota), f"{quota!r} is no quota"
    if quota.covers:
        text = f"{quota.lower} {quota.covers[0].key} of {quota.of.key}"
    else:
        text = f"{quota.lower}..{'' if quota.most is None else quota.most} {quota.of.key}"
    return (
        text
        + _population(quota.per)
        + (f" where {_where(quota.where)}" if quota.where is not None else "")
    )


def _population(per: Population) -> str:
    match per:
        case Each():
            return f" per each {per.role.key}"
        case Pairs():
            return f" per pair of {per.role.key}"
        case Related():
            return f" per pair in {per.relation.key}"
        case WithSome():
            return f" per {per.role.key} with some {per.other.key}"
        case Requests():
            return f" per {per.kind.key}"
        case Self():
            return " per self"
    return ""


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
    raise AssertionError(f"{where!r} is not written in the table")


SHOWN: dict[str, Callable[[Campaign, list[Any]], str]] = {
    "window": _window,
    "hull": _hull,
    "overlap": _overlap,
    "path": _path,
    "parallel": _parallel,
    "review": _review,
    "repeat": _repeat,
    "persons": _persons,
    "absent": _absent,
    "soft_end": _soft_end,
    "leaves": _leaves,
    "leaf": _leaf,
    "quota": _quota,
    "count": lambda _campaign, elements: str(len(elements)),
    "cites": lambda _campaign, elements: " ".join(elements[0].cites),
}


def mismatches(campaign: Campaign) -> set[str]:
    """Return the facts that ``campaign`` contradicts."""
    return {row.fact for row in CARRIED if shown(campaign, row) != row.value}


# --- the table against the collected facts ------------------------------------------------------


@pytest.fixture(scope="module")
def facts() -> dict[str, dict[str, Any]]:
    """Return the collected facts by id."""
    if not FACTS.is_file():
        pytest.skip(f"the collected facts are not at hand: no {FACTS.name} in CAMPAIGNFLOW_FACTS")
    return {fact["id"]: fact for fact in json.loads(FACTS.read_text(encoding="utf-8"))["facts"]}


def agrees(row: Row, value: dict[str, Any]) -> bool:
    """Return whether the table's value is the one collected under the row's ``source``."""
    if row.source == "start..end":
        return row.value == f"{value['start'] or ''}..{value['end'] or ''}"
    if row.source == "..end":
        return row.value == f"..{value['end']}"
    found = value[row.source.removeprefix("#")]
    if row.source.startswith("#"):
        return len(found) == _number(row.value)
    if isinstance(found, bool):
        return row.value == str(found).lower()
    return _number(row.value) == found if isinstance(found, int) else _named(row.value, found)


def _number(text: str) -> int:
    leading = re.match(r"\d+", text)
    return int(leading[0]) if leading else len(text.split(">"))


def _named(text: str, found: str | list[str]) -> bool:
    return text in found if isinstance(found, list) else found in text


def sections(row: Row) -> Iterator[str]:
    """Yield the sections that the elements of ``row`` cite; a leaf cites through its rule."""
    for name in row.element.split("+"):
        yield from getattr(find(jishui_2017, re.sub(r"\[.*", "", name)), "cites", ())


# --- tests --------------------------------------------------------------------------------------


@pytest.mark.parametrize("row", CARRIED, ids=lambda row: row.fact)
def test_fact_stands_in_the_definition(row: Row) -> None:
    """The element is there and shows the dates or numbers of the fact."""
    assert shown(jishui_2017, row) == row.value


def test_every_fact_left_out_has_a_reason() -> None:
    """Nothing is dropped in silence, and no fact stands twice."""
    assert [row.fact for row in ROWS if row.element == "-" and not row.note] == []
    assert len({row.fact for row in ROWS}) == len(ROWS) == 141


def test_facts_of_the_binding_kinds_are_carried(record_property: Any) -> None:
    """At least 95 in 100 facts that bind the campaign have an element."""
    binding = [row for row in ROWS if row.fact[4] != "Z"]
    carried = sum(row.element != "-" for row in binding)
    record_property(
        "facts carried", f"{carried} of {len(binding)}, all kinds {len(CARRIED)} of 141"
    )
    print(f"plan 000: {carried} of {len(binding)} binding facts, {len(CARRIED)} of 141 in all")
    assert carried >= 0.95 * len(binding)


def test_table_agrees_with_the_collected_facts(facts: dict[str, dict[str, Any]]) -> None:
    """The dates and numbers in the table are those that were collected from the plan."""
    assert {row.fact for row in ROWS} == set(facts)
    compared = [row for row in CARRIED if row.source]
    assert [row for row in compared if not agrees(row, facts[row.fact]["value"])] == []


def test_facts_lettered_z_are_those_of_other_kinds(facts: dict[str, dict[str, Any]]) -> None:
    """The letter in a fact's id tells whether it binds the campaign."""
    others = {fact for fact, found in facts.items() if found["kind"] == "other"}
    assert {row.fact for row in ROWS if row.fact[4] == "Z"} == others


def test_elements_cite_the_section_of_their_fact(facts: dict[str, dict[str, Any]]) -> None:
    """Who follows a citation finds the fact in that part of the plan."""
    astray = {
        row.fact: facts[row.fact]["section"]
        for row in CARRIED
        if (cited := list(sections(row)))
        and not any(cite[:4] in facts[row.fact]["section"] for cite in cited)
        and facts[row.fact]["section"] != "全文"
    }
    assert astray == {}


def test_moved_window_contradicts_its_fact() -> None:
    """A wrong date in the definition is found by name."""
    plain = to_json(jishui_2017)
    row(plain["steps"], "talks")["window"]["text"] = "7月下旬"
    assert mismatches(from_json(plain)) == {"000-W-11"}


def test_changed_number_contradicts_its_fact() -> None:
    """A wrong number in the definition is found by name."""
    plain = to_json(jishui_2017)
    rule = plain["rules"][jishui_2017.rule_keys.index("sessions.exit")]
    rule["guard"]["parts"][0]["least"] = 3
    assert mismatches(from_json(plain)) == {"000-N-01"}


def test_changed_reviewer_contradicts_its_facts() -> None:
    """A review by somebody else than the plan names is found by name."""
    plain = to_json(jishui_2017)
    row(plain["steps"], "outlines")["review"]["by"].pop(0)
    assert mismatches(from_json(plain)) == {"000-A-01", "000-V-01"}


def test_dropped_order_contradicts_its_facts() -> None:
    """A lost dependency in the definition is found by name."""
    edges = tuple(edge for edge in jishui_2017.edges if edge.key != "talks.after.examine")
    assert mismatches(attrs.evolve(jishui_2017, edges=edges)) == {"000-O-01"}


def row(rows: list[dict[str, Any]], key: str) -> dict[str, Any]:
    """Return the row of this key in a table of plain data."""
    return next(row for row in rows if row["key"] == key)
