"""What the table of plan 002 finds when its definition is changed."""

from __future__ import annotations

import attrs

from campaignflow.model import Campaign, from_json, to_json

from .tracing import mismatches, plan, row_of

JIEFANG = plan("002").campaign


def contradicted(campaign: Campaign) -> set[str]:
    """Return the facts of plan 002 that ``campaign`` contradicts."""
    return mismatches(campaign, plan("002").rows)


def test_moved_phase_contradicts_its_window_and_the_gaps_beside_it() -> None:
    """A phase that begins a month later leaves a gap."""
    plain = to_json(JIEFANG)
    row_of(plain["phases"], "analyse")["window"]["text"] = "5月"
    assert contradicted(from_json(plain)) == {"002-W-05", "002-O-01"}


def test_quota_of_the_step_instead_of_the_year_contradicts_its_facts() -> None:
    """Counting the sessions in their phase only is found by name."""
    plain = to_json(JIEFANG)
    rule = plain["rules"][JIEFANG.rule_keys.index("campaign.exit")]
    rule["guard"]["during"] = {"ref": "study"}
    assert contradicted(from_json(plain)) == {"002-W-07", "002-Q-01"}


def test_second_deputy_contradicts_its_facts() -> None:
    """Allowing two leaders in charge is found by name."""
    plain = to_json(JIEFANG)
    rule = plain["rules"][JIEFANG.rule_keys.index("prepare.exit.2")]
    rule["guard"]["parts"][2]["most"] = 2
    assert contradicted(from_json(plain)) == {"002-Q-03", "002-L-03"}


def test_dated_track_contradicts_its_fact() -> None:
    """A track with dates no longer runs beside all phases."""
    plain = to_json(JIEFANG)
    row_of(plain["steps"], "spirit")["window"] = {"is": "Window", "text": "3月"}
    assert contradicted(from_json(plain)) == {"002-P-01"}


def test_dropped_order_contradicts_its_facts() -> None:
    """A lost dependency in the definition is found by name."""
    edges = tuple(edge for edge in JIEFANG.edges if edge.key != "prepare.after.mobilise")
    assert contradicted(attrs.evolve(JIEFANG, edges=edges)) == {"002-O-04"}
