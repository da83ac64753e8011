"""Every fact of a plan stands in its definition, or its table says why not.

Where the collected facts themselves are at hand (``CAMPAIGNFLOW_FACTS``, or ``shared/facts`` beside
the checkout) the tables are compared with them as well.
"""

from __future__ import annotations

from typing import Any

import pytest

from .tracing import PLANS, Plan, Row, agrees, collected, sections, told

CARRIED = [(plan, row) for plan in PLANS for row in plan.carried]


@pytest.fixture(params=PLANS, ids=lambda plan: plan.name)
def plan(request: pytest.FixtureRequest) -> Plan:
    """Return each plan in turn."""
    found = request.param
    assert isinstance(found, Plan)
    return found


@pytest.fixture
def facts(plan: Plan) -> dict[str, dict[str, Any]]:
    """Return the collected facts of the plan by id."""
    found = collected(plan.number)
    if not found:
        pytest.skip(f"the facts of plan {plan.number} are not at hand: see CAMPAIGNFLOW_FACTS")
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
    """At least 95 in 100 facts that bind the campaign have an element."""
    binding = [row for row in plan.rows if row.binding]
    carried = sum(row.carried for row in binding)
    figure = f"{carried} of {len(binding)} binding, {len(plan.carried)} of {plan.facts} in all"
    record_property(f"facts carried by {plan.name}", figure)
    print(f"{plan.name}: {figure}")
    assert carried >= 0.95 * len(binding)


def test_table_agrees_with_the_collected_facts(
    plan: Plan, facts: dict[str, dict[str, Any]]
) -> None:
    """The dates and numbers in the table are those that were collected from the plan."""
    assert {row.fact for row in plan.rows} == set(facts)
    compared = [row for row in plan.carried if row.source]
    assert [row for row in compared if not agrees(row, facts[row.fact]["value"])] == []


def test_facts_lettered_z_are_those_of_other_kinds(
    plan: Plan, facts: dict[str, dict[str, Any]]
) -> None:
    """The letter in a fact's id tells whether it binds the campaign."""
    others = {fact for fact, found in facts.items() if found["kind"] == "other"}
    assert {row.fact for row in plan.rows if not row.binding} == others


def test_elements_cite_the_section_of_their_fact(
    plan: Plan, facts: dict[str, dict[str, Any]]
) -> None:
    """Who follows a citation finds the fact in that part of the plan."""
    astray = {
        row.fact: facts[row.fact]["section"]
        for row in plan.carried
        if (cited := list(sections(plan.campaign, row)))
        and not any(_within(facts[row.fact]["section"], cite) for cite in cited)
    }
    assert astray == {}


def _within(section: str, cite: str) -> bool:
    """Return whether a citation leads to a section, or to a part of it."""
    return section == "全文" or cite[:4] in section or cite.startswith(section)
