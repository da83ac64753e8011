"""Migration on any walk: to an equal plan it changes nothing; the log adds up to the state always."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

import attrs
import pytest
from walk_lab import (
    CAMPAIGN_OF_ALL,
    ESSAY,
    KICKOFF,
    MEETING,
    MEMBER,
    SEARCH,
    TALK,
    Chance,
    Clock,
    active,
    play,
    start,
    study_done,
)

from campaignflow.commands import Command
from campaignflow.errors import RefusalError
from campaignflow.events import Event
from campaignflow.guards import Quota
from campaignflow.model import Campaign, Need, Rule, Step, after
from campaignflow.report import status
from campaignflow.run import Run
from campaignflow.state import evolve, replay

EQUAL = attrs.evolve(CAMPAIGN_OF_ALL, version="2", earlier=[CAMPAIGN_OF_ALL])
REVIEWED = Step("review_of_all", "回头看", SEARCH, each=MEMBER, need=Need.OPTIONAL)
REVISED = attrs.evolve(
    CAMPAIGN_OF_ALL,
    version="2",
    earlier=[CAMPAIGN_OF_ALL],
    steps=(*CAMPAIGN_OF_ALL.steps, REVIEWED),
    edges=(*CAMPAIGN_OF_ALL.edges, after(KICKOFF, REVIEWED)),
    rules=(
        *CAMPAIGN_OF_ALL.rules,
        Rule(MEETING, Quota(of=TALK, least=3)),
        Rule(ESSAY, Quota(of=TALK)),
    ),
)
MIGRATE = Command("migrate", reason="修订", permit="host")
COUNTED = ("tallies", "spans")
"""Kept as they are first needed; what they say is in the status."""


def walked(seed: int, steps: int = 25) -> tuple[Run, Clock, Chance]:
    """Return a run after a walk; every other one from the middle of the course."""
    clock, chance = Clock(), Chance(seed)
    run = start(clock)
    if seed % 2:
        study_done(run, clock)
        chance.now = clock.now
    for _ in range(steps):
        play(run, clock, chance.next(run, clock))
    return run, clock, chance


def migrated(run: Run, clock: Clock, plan: Campaign) -> tuple[Run, tuple[Event, ...] | None]:
    """Migrate; return the run with the events, or None where that is refused."""
    found = Run.load(plan, run.name, run.log, clock=clock)
    try:
        return found, found.give(MIGRATE)
    except RefusalError:
        return found, None


def shown(run: Run, day: dt.date) -> tuple[dict[str, Any], Any]:
    """Return what a run holds and shows, but for its version and what its log has grown by."""
    tables = {k: v for k, v in run.state.snapshot().items() if k not in COUNTED}
    kept = run.state.head["status"], run.state.head["tier"], run.state.head["variants"]
    told = status(run.state, day, run.events()).as_json()
    return {**tables, "head": kept}, {k: v for k, v in told.items() if k != "version"}


@pytest.mark.parametrize("batch", range(4))
def test_migrating_to_an_equal_plan_changes_nothing(batch: int) -> None:
    """Where everything due has happened, the migration is one event and nothing else differs."""
    done: Counter[bool] = Counter()
    for seed in range(batch * 40, batch * 40 + 40):
        run, clock, _chance = walked(seed)
        if run.state.status == "running":
            run.give(Command("tick"))
        day = dt.date.fromordinal(run.state.day(clock.now))
        before = shown(run, day)
        again, events = migrated(run, clock, EQUAL)
        done[events is not None] += 1
        if events is None:
            assert run.state.status not in ("running", "suspended"), seed
            continue
        assert [event.kind for event in events] == ["migrated"], seed
        assert shown(again, day) == before, seed
    assert done[True] > 20


@pytest.mark.parametrize("batch", range(4))
def test_a_migrated_log_adds_up_to_the_state_at_every_step(batch: int) -> None:
    """Live, folded event by event, replayed and loaded are one state after each further act."""
    done: Counter[bool] = Counter()
    for seed in range(batch * 30, batch * 30 + 30):
        run, clock, chance = walked(seed, 15)
        run, events = migrated(run, clock, REVISED)
        done[events is not None] += 1
        folded = replay(REVISED, run.name, run.events())
        for step in range(10):
            version = run.version
            play(run, clock, chance.next(run, clock))
            events = run.events()
            for event in events[version:]:
                evolve(folded, event)
            live = run.state.snapshot()
            assert run.state.active == active(run.state), (seed, step)
            assert folded.snapshot() == live, (seed, step)
            assert replay(REVISED, run.name, events).snapshot() == live, (seed, step)
            loaded = Run.load(REVISED, run.name, run.log, clock=clock)
            assert (loaded.state.snapshot(), loaded.digest) == (live, run.digest), (seed, step)
    assert done[True] > 10


def test_a_migration_that_is_asked_about_leaves_no_trace() -> None:
    """The dry run answers for any walk, refused or not, and changes nothing."""
    verdicts: Counter[str] = Counter()
    for seed in range(60):
        run, clock, _chance = walked(seed)
        found = Run.load(REVISED, run.name, run.log, clock=clock)
        before = found.state.snapshot()
        verdicts[found.migration().verdict] += 1
        assert found.state.snapshot() == before, seed
        assert found.campaign is CAMPAIGN_OF_ALL, seed
    assert verdicts["clean"] > 10
