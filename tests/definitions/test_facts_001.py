"""What the table of plan 001 finds when its definition is changed."""

from __future__ import annotations

import attrs

from campaignflow.model import Campaign, from_json, to_json

from .tracing import mismatches, plan, row_of

JIANGBEI = plan("001").campaign


def contradicted(campaign: Campaign) -> set[str]:
    """Return the facts of plan 001 that ``campaign`` contradicts."""
    return mismatches(campaign, plan("001").rows)


def test_visits_by_month_contradict_the_weekly_facts() -> None:
    """A package with another period is found by name."""
    plain = to_json(JIANGBEI)
    rule = plain["rules"][JIANGBEI.rule_keys.index("leading.exit")]
    rule["guard"]["parts"][0]["per"]["axes"][1]["every"]["value"] = "month"
    assert contradicted(from_json(plain)) == {f"001-{n}" for n in ("N-05", "N-06", "N-07", "R-01")}


def test_dated_link_contradicts_its_fact() -> None:
    """A link with days of its own is no longer bounded by the campaign alone."""
    plain = to_json(JIANGBEI)
    row_of(plain["phases"], "search")["window"] = {"is": "Window", "text": "4月"}
    assert contradicted(from_json(plain)) == {"001-W-02"}


def test_rectifying_with_its_own_link_contradicts_its_facts() -> None:
    """Work of the last link that no longer starts on day one is found by name."""
    plain = to_json(JIANGBEI)
    del row_of(plain["steps"], "strike")["starts_with"]
    assert contradicted(from_json(plain)) == {"001-P-01", "001-P-03"}


def test_criticism_without_direction_contradicts_its_fact() -> None:
    """Criticism that counts both ways would leave half of it undone."""
    plain = to_json(JIANGBEI)
    rule = plain["rules"][JIANGBEI.rule_keys.index("meet.exit")]
    del rule["guard"]["parts"][4]["per"]["directed"]
    assert contradicted(from_json(plain)) == {"001-T-06"}


def test_meeting_before_the_talks_contradicts_its_fact() -> None:
    """A lost dependency in the definition is found by name."""
    edges = tuple(edge for edge in JIANGBEI.edges if edge.key != "settle.after.meet")
    assert contradicted(attrs.evolve(JIANGBEI, edges=edges)) == {"001-O-04"}
