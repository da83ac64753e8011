"""What is wrong in the definition of plan 003 is found by the name of the fact."""

from __future__ import annotations

from campaignflow.model import from_json, to_json

from .tracing import mismatches, plan, row_of

PLAN = plan("003")


def test_moved_award_contradicts_its_facts() -> None:
    """A wrong date in one of the two windows is found by name."""
    plain = to_json(PLAN.campaign)
    named = row_of(plain["phases"], "awards")["repeat"]["named"]
    named[1][1]["text"] = "2012年5月下旬"
    assert mismatches(from_json(plain), PLAN.rows) == {"003-W-06", "003-P-02", "003-D-03"}


def test_changed_period_contradicts_its_facts() -> None:
    """A flag once a month instead of each quarter is found by name."""
    plain = to_json(PLAN.campaign)
    row_of(plain["steps"], "flags")["repeat"]["every"]["value"] = "month"
    assert mismatches(from_json(plain), PLAN.rows) == {"003-R-03"}


def test_allowed_shortening_contradicts_its_fact() -> None:
    """A plan that lets its time be cut is found by name."""
    plain = to_json(PLAN.campaign)
    plain["elasticity"]["shorten"]["value"] = "reason"
    assert mismatches(from_json(plain), PLAN.rows) == {"003-X-01"}


def test_changed_number_of_households_contradicts_its_fact() -> None:
    """A wrong bound of a quota is found by name."""
    plain = to_json(PLAN.campaign)
    rule = plain["rules"][PLAN.campaign.rule_keys.index("bonds.exit")]
    rule["guard"]["parts"][0]["most"] = 6
    assert mismatches(from_json(plain), PLAN.rows) == {"003-N-01"}
