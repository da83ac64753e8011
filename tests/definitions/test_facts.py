"""Every fact of a plan stands in its definition, or its table says why not.

The tables are compared with the definitions, and with what was collected from the plans.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from .collected import agrees, astray, facts, places, words
from .tracing import PLANS, Plan, Row, sections, told

ALONE = {"000": ["000-B-03"]}
"""Collected as a mere yes to both, reward and penalty."""
CARRIED = [(plan, row) for plan in PLANS for row in plan.carried]


@pytest.fixture(params=PLANS, ids=lambda plan: plan.name)
def plan(request: pytest.FixtureRequest) -> Plan:
    """Return each plan in turn."""
    found = request.param
    assert isinstance(found, Plan)
    return found


@pytest.mark.parametrize(("plan", "row"), CARRIED, ids=lambda each: getattr(each, "fact", ""))
def test_fact_stands_in_the_definition(plan: Plan, row: Row) -> None:
    """The element is there and shows the dates or numbers of the fact."""
    assert told(plan.campaign, row) == row.value


def test_every_fact_left_out_has_a_reason(plan: Plan) -> None:
    """Nothing is dropped in silence, and no fact stands twice."""
    assert [row.fact for row in plan.rows if not row.carried and not row.note] == []
    assert len({row.fact for row in plan.rows}) == len(plan.rows) == plan.facts


def test_facts_of_the_binding_kinds_are_carried(plan: Plan, record_property: Any) -> None:
    """Whatever binds the campaign has an element; only prose, and little, is kept as a statement."""
    binding = [row for row in plan.rows if row.binding]
    prose = [row for row in binding if row.stated]
    figure = f"{len(binding) - len(prose)} of {len(binding)} binding, {len(prose)} stated"
    record_property(f"facts carried by {plan.name}", figure)
    print(f"{plan.name}: {figure}")
    assert all(row.carried for row in binding)
    assert 20 * len(prose) <= len(binding)
    assert [row.fact for row in prose if not row.note] == []


def test_table_agrees_with_the_collected_facts(plan: Plan) -> None:
    """The dates, numbers, people and names in the table are those that the plan has."""
    assert {row.fact for row in plan.rows} == set(facts(plan.number))
    assert [row for row in plan.carried if row.source and not agrees(row, plan.number)] == []


def test_facts_stand_at_the_step_that_the_plan_says(plan: Plan) -> None:
    """Whatever a plan says of a step is carried by that step, or by what is in it."""
    assert [where for row in plan.carried if (where := astray(plan, row))] == []


def test_binding_facts_are_compared_with_what_was_collected(plan: Plan) -> None:
    """No fact rests on our own table alone, but one: its value or its place is compared."""
    binding = [row for row in plan.carried if row.binding]
    alone = [row.fact for row in binding if not row.source and not places(plan.campaign, row)]
    assert alone == ALONE.get(plan.number, [])


def test_every_comparison_with_a_collected_fact_can_fail(
    plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each source of each row looks at the value: with another one it no longer agrees."""
    known = facts(plan.number)
    for row in plan.carried:
        fact = known[row.fact]
        for source in row.source.split():
            spoilt = {key: _other(value) for key, value in fact.value.items()}
            monkeypatch.setitem(known, row.fact, fact._replace(value=spoilt))
            assert not agrees(row._replace(source=source), plan.number), (row.fact, source)
        monkeypatch.setitem(known, row.fact, fact)


def _other(value: Any) -> Any:
    """Return a value of the same kind that no plan has."""
    match value:
        case bool():
            return not value
        case int():
            return value + 1
        case list():
            return [*map(_other, value), *map(_other, value[:1])]
        case dict():
            return {**{f"～{key}": _other(each) for key, each in value.items()}, "～": 0}
    return "～"


def test_words_are_those_of_the_collected_facts(plan: Plan) -> None:
    """No word is kept that no fact of the plan uses."""
    used = set(_labels([fact.value for fact in facts(plan.number).values()]))
    assert set(words(plan.number)) - used == set()


def _labels(value: Any) -> Iterator[str]:
    match value:
        case str():
            yield value
        case list():
            for each in value:
                yield from _labels(each)
        case dict():
            for each in [*value, *value.values()]:
                yield from _labels(each)


def test_facts_lettered_z_are_those_of_other_kinds(plan: Plan) -> None:
    """The letter in a fact's id tells whether it binds the campaign."""
    others = {key for key, fact in facts(plan.number).items() if fact.kind == "other"}
    assert {row.fact for row in plan.rows if not row.binding} == others


def test_elements_cite_the_section_of_their_fact(plan: Plan) -> None:
    """Who follows a citation finds the fact in that part of the plan."""
    known = facts(plan.number)
    astray = {
        row.fact: known[row.fact].section
        for row in plan.carried
        if (cited := list(sections(plan.campaign, row)))
        and not any(_within(known[row.fact].section, cite) for cite in cited)
    }
    assert astray == {}


def _within(section: str, cite: str) -> bool:
    """Return whether a citation leads to a section, or to a part of it."""
    return section == "全文" or cite[:4] in section or cite.startswith(section)
