"""The shipped courses, replayed as far as a scenario needs."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import pytest

import campaignflow.definitions
from campaignflow.interchange import ReplayClock, import_rows, read_records
from campaignflow.interchange.people import read_relations, read_roster
from campaignflow.moments import end_of, read_moment
from campaignflow.run import Run

DATA = Path(campaignflow.definitions.__path__[0]) / "data"
ALWAYS = "9999-12-31"


def replayed(name: str, until: str = ALWAYS) -> Run:
    """Return the run of whoever entered the course of a plan up to a day, at the end of that day."""
    campaign = getattr(import_module(f"campaignflow.definitions.{name}"), name)
    folder = DATA / name
    sheet = read_records((folder / "course.csv").read_bytes(), "course.csv", campaign)
    rows = [row for row in sheet.rows if row.cells["recorded_at"][:10] <= until]
    clock = ReplayClock(read_moment(rows[0].cells["at"], campaign.zone)[0])
    roster = read_roster(folder / "roster.csv", campaign)
    relations = read_relations(folder / "relations.csv", campaign)
    run = Run.start(campaign, "demo", roster=roster, relations=relations, clock=clock)
    assert import_rows(run, rows, clock=clock).refused == ()
    if until != ALWAYS:
        clock.advance(end_of(until, campaign.zone))
    return run


@pytest.fixture(scope="session")
def replay() -> Callable[..., Run]:
    """Return the function that replays a course: ``replay(name, until="2012-04-05")``."""
    return replayed


@pytest.fixture(scope="module")
def until(request: pytest.FixtureRequest) -> Callable[[str], Run]:
    """Return the function that replays the course of the module's plan up to the end of a day."""
    return lambda day: replayed(request.module.NAME, day)


@pytest.fixture(scope="module")
def run(request: pytest.FixtureRequest) -> Run:
    """Return the whole course of the module's plan; tests only look at it."""
    return replayed(request.module.NAME)
