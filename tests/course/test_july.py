"""25 July 2017, the day that the demonstration shows."""

from __future__ import annotations

import datetime as dt

import pytest

from campaignflow.report import Status, status
from campaignflow.run import Run

DAY = dt.date(2017, 7, 25)


@pytest.fixture(scope="module")
def july(run: Run) -> Status:
    """Return where the campaign stood, by what had been entered until then."""
    return status(run.known_as_of(DAY), DAY)


def test_log_cut_at_the_day_and_run_stopped_there_are_equal(run: Run, until_july: Run) -> None:
    """Looking back tells exactly what was told on the day."""
    assert run.known_as_of(DAY).snapshot() == until_july.state.snapshot()


def test_status_of_cut_log_and_stopped_run_are_equal(run: Run, until_july: Run) -> None:
    """The report is the same to the last word, deviations included."""
    cut = run.known_as_of(DAY)
    past = [event for event in run.events() if event.seq <= cut.version]
    now = status(until_july.state, DAY, until_july.events())
    assert status(cut, DAY, past).as_json() == now.as_json()


def test_all_three_links_are_open(july: Status) -> None:
    """The plan knows no phases that follow one another."""
    assert {"study", "search", "rectify"} <= {row.key for row in july.open}


def test_only_the_talks_are_late(july: Status) -> None:
    """They should have been over on the 20th."""
    assert [(row.key, row.late_days) for row in july.late] == [("talks", 5)]


def test_one_missing_pair_is_named_with_the_call_that_does_not_count(july: Status) -> None:
    """What holds the talks back is one pair, who only telephoned."""
    (talks,) = (each for each in july.blocked if each.row.key == "talks")
    (tree,) = (hold.explanation for hold in talks.holds if hold.explanation)
    unmet = [part for part in tree.parts if part.verdict.value is not True]
    assert [(part.verdict.met, part.verdict.need) for part in unmet] == [(20, 21), (20, 21)]
    for part in unmet:
        pair, call = (notice.zh for notice in part.missing)
        assert pair.startswith("t05 与 t07")
        assert "电话" in call


def test_returned_outline_waits_for_its_author(july: Status) -> None:
    """It has been returned for the second time on this day."""
    returned = [row for row in july.rows if row.state == "returned"]
    assert [row.key for row in returned] == ["outlines#t06"]


def test_opinions_still_wait_for_an_answer(july: Status) -> None:
    """Six of forty-eight are open."""
    (opinions,) = (count for count in july.ledgers if count.key == "opinions")
    assert opinions.states == {"found": 6, "answered": 42}


def test_essays_have_no_day_yet(july: Status) -> None:
    """Their anchor is not fixed: unknown, and therefore not late."""
    assert [row.key for row in july.undated] == ["essays"]


def test_something_is_due_next(july: Status) -> None:
    """The end of July comes first, then the third link begins."""
    coming = {(each.row.key, each.what, each.day.isoformat()) for each in july.due_next}
    assert ("examine", "end", "2017-07-31") in coming
    assert ("correct", "start", "2017-08-01") in coming
    assert ("criticise", "end", "2017-08-15") in coming
