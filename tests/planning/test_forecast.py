"""When a run will end: from what has happened so far, and what that rests on."""

from __future__ import annotations

import datetime as dt
from typing import Any

from campaignflow.model import Campaign, Phase, Role, Step, Takes, after, chain, window
from campaignflow.planning import forecast
from campaignflow.run import Run

LEAD = Role("lead", "组长")
P, Q = Phase("p", "学习", window("5月上旬")), Phase("q", "整改", window("5月中旬"))
A, B = Step("a", "讲座", P), Step("b", "销号", Q, takes=Takes(2))


def begun(**more: Any) -> Run:
    """Return a run of a plan of two phases, begun on the first of May."""
    campaign = Campaign(
        **{
            "key": "plan",
            "version": "1",
            "title": "方案",
            "window": window("2017年5月"),
            "lead": LEAD,
            "roles": [LEAD],
            "phases": [P, Q],
            "steps": [A, B],
            "edges": [after(P, Q)],
            **more,
        }
    )
    return Run.start(campaign, "school", at="2017-05-01", roster=[("wang", "lead")])


def through_first(run: Run, opened: str, closed: str) -> Run:
    """Open and close the first phase on these days."""
    run.do("open", "p", actor="wang", at=opened)
    run.do("finish", "a", actor="wang", at=closed)
    run.do("close", "p", actor="wang", at=closed)
    return run


def ends(run: Run, today: str) -> tuple[str, str]:
    """Return the forecast range."""
    found = forecast(run.state, dt.date.fromisoformat(today))
    return str(found.earliest), str(found.latest)


def test_untouched_run_ends_as_planned() -> None:
    """On the first day the latest end is that of the planned times one after the other."""
    assert ends(begun(), "2017-05-01") == ("2017-05-12", "2017-05-20")


def test_idle_days_push_the_end() -> None:
    """What has not begun cannot begin before today."""
    assert ends(begun(), "2017-05-15") == ("2017-05-16", "2017-06-03")


def test_slow_pace_pushes_the_latest_end_only() -> None:
    """A phase that took twice its time makes one expect the same of the next."""
    run = through_first(begun(), "2017-05-01", "2017-05-20")
    found = forecast(run.state, dt.date(2017, 5, 21))
    assert found.pace == 200
    assert (str(found.earliest), str(found.latest)) == ("2017-05-22", "2017-06-09")


def test_quick_pace_does_not_bring_starts_forward() -> None:
    """Whoever is early still waits for the planned day of what comes next."""
    run = through_first(begun(), "2017-05-01", "2017-05-02")
    assert ends(run, "2017-05-03")[0] == "2017-05-12"


def test_assumptions_are_named() -> None:
    """The range says what it rests on, in both languages."""
    run = through_first(begun(steps=[A, B, Step("c", "总结")]), "2017-05-01", "2017-05-20")
    notes = forecast(run.state, dt.date(2017, 5, 21)).assumptions
    assert [note.code for note in notes] == [
        "forecast.least", "forecast.not_before", "forecast.pace", "forecast.no_time",
    ]  # fmt: skip
    assert "200" in notes[2].zh
    assert all(note.en for note in notes)


def test_moved_end_is_the_planned_one() -> None:
    """A run whose time was moved is measured by its own time."""
    run = begun()
    run.do("move", "campaign", end="2017-06-30", actor="wang", reason="延期", at="2017-05-02")
    assert forecast(run.state, dt.date(2017, 5, 3)).planned == dt.date(2017, 6, 30)


def test_finished_work_is_not_reckoned_again() -> None:
    """What is done early has its days; the next begins at once, and takes its own."""
    steps = [Step(key, key, takes=Takes(5)) for key in ("x", "y")]
    run = begun(phases=[], steps=steps, edges=chain(*steps))
    run.do("finish", "x", actor="wang", at="2017-05-02")
    assert ends(run, "2017-05-02")[0] == "2017-05-06"
