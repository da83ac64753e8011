"""Trace the facts of a plan to the elements of its definition that carry them.

``facts_00N.csv`` has one line for each fact: the element that carries it (or ``-`` with a reason in
``note``), which attribute to look at, and the value that must be found there. ``source`` says which
part of the collected fact is the same (see :mod:`.collected`), so that neither the definition nor
the table can be wrong alone. A new plan needs its table, its facts and a line in ``PLANS``.

| ``element`` | means |
|---|---|
| ``step:talks``, ``role:head``, … | the element of that table and key |
| ``field:talk.mode`` | a field of a record, ledger, or of the unit (``field:facts.kind``) |
| ``edge:a.after.b`` | the edge |
| ``rule:talks.exit.2[0]`` | a rule by its key, or the leaf at that place in its guard |
| ``stated:书记职责`` | the statement of that title |
| ``no:archive`` | that the definition has nothing of this key |
| ``a+b`` | several of them |
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import Any, Final, NamedTuple

import attrs

from campaignflow.model import Campaign

from .showing import shown

HERE = Path(__file__).parent


class Row(NamedTuple):
    """One line of a table."""

    fact: str
    element: str
    attribute: str
    value: str
    source: str
    note: str

    @property
    def carried(self) -> bool:
        """Whether an element carries the fact."""
        return self.element != "-"

    @property
    def stated(self) -> bool:
        """Whether it is only kept as a statement, which nothing judges."""
        return self.element.startswith("stated:")

    @property
    def binding(self) -> bool:
        """Whether the fact binds the campaign; those lettered Z only describe it."""
        return self.fact[4] != "Z"


@attrs.frozen(slots=False)
class Plan:
    """A plan by its number, with the name of its definition and how many facts it has."""

    number: str
    name: str
    facts: int

    @cached_property
    def campaign(self) -> Campaign:
        """The definition."""
        found = getattr(import_module(f"campaignflow.definitions.{self.name}"), self.name)
        assert isinstance(found, Campaign)
        return found

    @cached_property
    def rows(self) -> list[Row]:
        """The lines of its table."""
        path = HERE / f"facts_{self.number}.csv"
        with path.open(encoding="utf-8", newline="") as lines:
            return [Row(**line) for line in csv.DictReader(lines)]

    @property
    def carried(self) -> list[Row]:
        """The lines whose fact an element carries."""
        return [row for row in self.rows if row.carried]


PLANS: Final = (
    Plan("000", "jishui_2017", 141),
    Plan("001", "jiangbei_2023", 122),
    Plan("002", "jiefangsixiang_2012", 106),
    Plan("003", "qingshanhu_2010", 117),
    Plan("004", "xuhui_2009", 96),
)


def plan(number: str) -> Plan:
    """Return the plan of this number."""
    return next(each for each in PLANS if each.number == number)


# --- the table against the definition -----------------------------------------------------------


def find(campaign: Campaign, name: str) -> Any:
    """Return the element that one name of a table means; a KeyError says it is not there."""
    table, _, key = name.partition(":")
    match table:
        case "campaign":
            return campaign
        case "rule":
            return _rule(campaign, key)
        case "edge":
            return {edge.key: edge for edge in campaign.edges}[key]
        case "stated":
            return {stated.title: stated for stated in campaign.stated}[key]
        case "no":
            assert key not in {each.key for _, each in campaign.elements()}, f"there is a {key}"
            return key
        case "field":
            return _field(campaign, *key.split("."))
    return {(name, each.key): each for name, each in campaign.elements()}[f"{table}s", key]


def _rule(campaign: Campaign, key: str) -> Any:
    name, _, leaf = key.partition("[")
    rule = dict(zip(campaign.rule_keys, campaign.rules, strict=True))[name]
    return dict(rule.guard.leaves())[leaf.rstrip("]")] if leaf else rule


def _field(campaign: Campaign, owner: str, key: str) -> Any:
    homes = {home.key: home.fields for home in (*campaign.records, *campaign.ledgers)}
    return {field.key: field for field in {**homes, "facts": campaign.facts}[owner]}[key]


def told(campaign: Campaign, row: Row) -> str:
    """Return what the definition says where ``row`` points."""
    elements = [find(campaign, name) for name in row.element.split("+")]
    return shown(campaign, elements, row.attribute)


def mismatches(campaign: Campaign, rows: list[Row]) -> set[str]:
    """Return the facts of ``rows`` that ``campaign`` contradicts."""
    return {row.fact for row in rows if row.carried and told(campaign, row) != row.value}


def row_of(rows: list[dict[str, Any]], key: str) -> dict[str, Any]:
    """Return the row of this key in a table of plain data, to be changed by a test."""
    return next(row for row in rows if row["key"] == key)


def sections(campaign: Campaign, row: Row) -> Iterator[str]:
    """Yield the sections that the elements of ``row`` cite; a leaf cites through its rule."""
    for name in row.element.split("+"):
        yield from getattr(find(campaign, re.sub(r"\[.*", "", name)), "cites", ())
