"""What changes would do: days that shift, findings that come and go."""

from __future__ import annotations

import datetime as dt

import pytest

from campaignflow.definitions.five_phases import five_phases
from campaignflow.definitions.jishui_2017 import jishui_2017
from campaignflow.planning import Delay, Drop, Move, what_if


def test_nothing_changed_changes_nothing() -> None:
    """Without a change there are no consequences."""
    found = what_if(five_phases)
    assert (found.shifts, found.appeared, found.gone, found.slips) == ((), (), (), 0)


def test_moved_phase_moves_what_waits_for_it() -> None:
    """What comes after it can only be earlier or later with it."""
    found = what_if(five_phases, Move("conclude", dt.date(2025, 7, 5), dt.date(2025, 7, 20)))
    assert [shift.key for shift in found.shifts] == [
        "campaign",
        "conclude",
        "rating",
        "summary",
        "archive",
    ]
    assert found.slips == 4
    assert "2025-07-05" in found.shifts[1].notice.zh


def test_move_that_cannot_be_kept_is_found() -> None:
    """A phase that begins after the next one ends is a finding that was not there."""
    found = what_if(five_phases, Move("study", dt.date(2025, 6, 1), dt.date(2025, 6, 30)))
    assert "window.order" in {finding.code for finding in found.appeared}
    assert found.schedule.clashes


def test_delay_shifts_the_start() -> None:
    """Ten days late at the start are ten days late, as far as that reaches."""
    found = what_if(five_phases, Delay("kickoff", 5))
    shifted = {shift.key: shift for shift in found.shifts}
    kickoff = shifted["kickoff"]
    assert kickoff.before is not None
    assert kickoff.after is not None
    assert (kickoff.after.earliest_start - kickoff.before.earliest_start).days == 5
    assert "talks" not in shifted


def test_dropped_step_is_waited_for_no_longer() -> None:
    """Leaving it out takes its edges and rules with it."""
    found = what_if(five_phases, Drop("talks"))
    assert "talks" not in found.campaign.nodes_by_key
    assert [shift.key for shift in found.shifts if shift.after is None] == ["talks"]
    assert "unused.record" in {finding.code for finding in found.appeared}


def test_dropped_group_takes_its_parts_along() -> None:
    """What is part of it is gone as well."""
    found = what_if(jishui_2017, Drop("emulate"))
    assert not {"choose", "analyse", "catch_up", "evaluate"} & set(found.campaign.nodes_by_key)


def test_mended_plan_loses_its_finding() -> None:
    """What a second change mends is no finding any more."""
    broken = what_if(five_phases, Move("study", dt.date(2025, 6, 1), dt.date(2025, 6, 30))).campaign
    found = what_if(broken, Move("study", dt.date(2025, 3, 11), dt.date(2025, 4, 20)))
    assert "window.order" in {finding.code for finding in found.gone}


def test_unknown_node_is_an_error() -> None:
    """A misspelt node is not silently left as it is."""
    with pytest.raises(KeyError):
        what_if(five_phases, Drop("tolks"))
