"""The fold: what a run shows is what its log adds up to, at every step of any walk (F12)."""

from __future__ import annotations

from collections import Counter

import pytest
from walk_lab import Act, Chance, Clock, active, play, rendering, start, study_done

from campaignflow.commands import Command
from campaignflow.engine import decide
from campaignflow.events import KINDS, Event
from campaignflow.moments import read_moment
from campaignflow.refusal import Refusal
from campaignflow.run import Run
from campaignflow.state import State, evolve, replay
from campaignflow.state.state import ABSENT, Write

BATCHES, WALKS, STEPS = 10, 50, 30


def command_of(run: Run, act: Act) -> Command:
    more = dict(act.more)
    at, reason, key = (more.pop(name, None) for name in ("at", "reason", "key"))
    moment = None if at is None else read_moment(at, run.campaign.zone)[0]
    asked = (act.command, act.subject, act.actor, moment, "instant", reason, key, more)
    return run._sealed(Command(*asked))


def walk(seed: int, steps: int = STEPS) -> tuple[Run, Clock, Chance]:
    """Return a walk that is about to begin; every other one in the middle of the course."""
    clock = Clock()
    run, chance = start(clock), Chance(seed, personal=seed % 3 == 0)
    if seed % 2:
        study_done(run, clock)
        chance.now = clock.now
    return run, clock, chance


@pytest.mark.parametrize("batch", range(BATCHES))
def test_a_state_is_what_its_log_adds_up_to_at_every_step(batch: int, more: int) -> None:
    """Live, folded event by event, replayed and loaded are one state after each of 15,000 acts."""
    for seed in range(batch * WALKS * more, (batch + 1) * WALKS * more):
        run, clock, chance = walk(seed)
        folded = replay(run.campaign, run.name, run.events())
        for step in range(STEPS):
            before, version = run.state.snapshot(), run.version
            outcome = play(run, clock, chance.next(run, clock))
            if isinstance(outcome, Refusal):
                assert (run.state.snapshot(), run.version) == (before, version), (seed, step)
                continue
            events = run.events()
            for event in events[version:]:
                evolve(folded, event)
            live = run.state.snapshot()
            assert run.state.active == active(run.state), (seed, step)
            assert folded.snapshot() == live, (seed, step)
            assert replay(run.campaign, run.name, events).snapshot() == live, (seed, step)
            loaded = Run.load(run.campaign, run.name, run.log, clock=clock)
            assert (loaded.state.snapshot(), loaded.digest) == (live, run.digest), (seed, step)


@pytest.mark.parametrize("batch", range(2))
def test_a_decision_leaves_no_trace_until_it_is_written(batch: int) -> None:
    """Granted or refused, undone to the letter; what is redone is what its events evolve to."""
    outcomes: Counter[bool] = Counter()
    for seed in range(batch * WALKS, (batch + 1) * WALKS):
        run, clock, chance = walk(seed)
        for step in range(STEPS):
            act = chance.next(run, clock)
            before = rendering(run.state)
            decision = decide(run.campaign, run.state, command_of(run, act), clock.now)
            assert rendering(run.state) == before, (seed, step)
            assert run.state.journal is None
            outcomes[decision.accepted] += 1
            if decision.events:
                assert decision.events[0].data["reason"], "every command keeps its reason"
                _redo_and_undo(run, decision.writes, [*run.events(), *decision.events])
                assert rendering(run.state) == before, (seed, step)
            play(run, clock, act)
    assert min(outcomes[True], outcomes[False]) > 300


def _redo_and_undo(run: Run, writes: list[Write], after: list[Event]) -> None:
    """Write a decision, compare it with what its events evolve to, and take it back."""
    stood = [(table, key, table.get(key, ABSENT)) for table, key, _value in writes]
    run.state.redo(writes)
    assert rendering(run.state) == rendering(replay(run.campaign, run.name, after))
    run.state.redo(stood)


def test_any_prefix_of_a_log_is_a_state_of_its_own() -> None:
    """Replaying the first n events, then the rest on top, is replaying all, for every n."""
    run, clock, chance = walk(1)
    for _ in range(60):
        play(run, clock, chance.next(run, clock))
    events = run.events()
    whole = rendering(run.state)
    for cut in range(len(events)):
        state: State = replay(run.campaign, run.name, events[:cut])
        assert state.version == cut
        for event in events[cut:]:
            evolve(state, event)
        assert rendering(state) == whole, cut


def test_walks_meet_most_kinds_of_events() -> None:
    """The walks are worth something: what they do is not refused most of the time."""
    kinds: Counter[str] = Counter()
    for seed in range(120):
        run, clock, chance = walk(seed)
        for _ in range(STEPS):
            play(run, clock, chance.next(run, clock))
        kinds.update(event.kind for event in run.events())
    rare = {
        "archived",
        "refused",
        "clock_adjusted",
        "confirmed",
        "concluded",
        "revived",
        "migrated",
    }
    assert set(KINDS) - set(kinds) - rare == set()
