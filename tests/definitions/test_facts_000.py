"""What the table of plan 000 finds when its definition is changed."""

from __future__ import annotations

import attrs

from campaignflow.model import Campaign, from_json, to_json

from .tracing import mismatches, plan, row_of

JISHUI = plan("000").campaign


def contradicted(campaign: Campaign) -> set[str]:
    """Return the facts of plan 000 that ``campaign`` contradicts."""
    return mismatches(campaign, plan("000").rows)


def test_moved_window_contradicts_its_fact() -> None:
    """A wrong date in the definition is found by name."""
    plain = to_json(JISHUI)
    row_of(plain["steps"], "talks")["window"]["text"] = "7月下旬"
    assert contradicted(from_json(plain)) == {"000-W-11"}


def test_changed_number_contradicts_its_fact() -> None:
    """A wrong number in the definition is found by name."""
    plain = to_json(JISHUI)
    rule = plain["rules"][JISHUI.rule_keys.index("sessions.exit")]
    rule["guard"]["parts"][0]["least"] = 3
    assert contradicted(from_json(plain)) == {"000-N-01"}


def test_changed_reviewer_contradicts_its_facts() -> None:
    """A review by somebody else than the plan names is found by name."""
    plain = to_json(JISHUI)
    review = row_of(plain["steps"], "outlines")["review"]
    review["by"].pop(0)
    del review["veto"]
    assert contradicted(from_json(plain)) == {"000-A-01", "000-V-01"}


def test_dropped_order_contradicts_its_facts() -> None:
    """A lost dependency in the definition is found by name."""
    edges = tuple(edge for edge in JISHUI.edges if edge.key != "talks.after.examine")
    assert contradicted(attrs.evolve(JISHUI, edges=edges)) == {"000-O-01"}
