"""Time that goes wrong: clocks that jump, and facts learnt late and out of order (F15, F18)."""

from __future__ import annotations

import random
from itertools import pairwise
from typing import Any

import pytest
from walk_lab import HOUR, MAY_FIRST, Chance, Clock, play, rendering, start

from campaignflow.errors import RefusalError
from campaignflow.log import verify
from campaignflow.refusal import Refusal
from campaignflow.run import Run
from campaignflow.state import replay

JUMPS, RECORDINGS = 1_000, 1_000
YEAR = 365 * 24 * HOUR


def talk(run: Run, subject: str = "", **more: Any) -> int:
    """Record a talk and return the number of its event."""
    values = {"people": ["a", "b"], "mode": "面谈"}
    return run.do("record", subject, actor="L", kind="talk", values=values, **more)[0].seq


@pytest.mark.parametrize("seed", range(4))
def test_a_jumping_clock_neither_stops_a_run_nor_reorders_its_log(seed: int, more: int) -> None:
    """250 jumps of up to ten years each way: gapless, never back, and a state like its log."""
    chance, clock = random.Random(seed), Clock()
    run, acts = start(clock), Chance(seed)
    for _ in range(JUMPS // 4 * more):
        act = acts.act(run.state)._replace(now=MAY_FIRST + chance.randint(-10 * YEAR, 10 * YEAR))
        play(run, clock, act)
    events = run.events()
    assert [event.seq for event in events] == list(range(1, len(events) + 1))
    assert all(a.recorded_at <= b.recorded_at for a, b in pairwise(events))
    assert all(event.at <= event.recorded_at for event in events)
    assert rendering(replay(run.campaign, run.name, events)) == rendering(run.state)
    verify(run.log, run.name)


def test_a_clock_that_went_back_is_noted_with_its_reading() -> None:
    """The event is dated no earlier than the last; what the clock said is kept beside it."""
    clock = Clock()
    run = start(clock)
    clock.now = MAY_FIRST + HOUR
    talk(run)
    clock.now = MAY_FIRST - 10 * YEAR
    seq = talk(run)
    recorded, adjusted = run.events()[seq - 1 :]
    assert recorded.recorded_at == MAY_FIRST + HOUR
    assert (adjusted.kind, adjusted.cause) == ("clock_adjusted", seq)
    assert adjusted.data == {"read": MAY_FIRST - 10 * YEAR}


def test_a_frozen_clock_is_no_matter() -> None:
    """A thousand events of the same microsecond keep their order, and none is adjusted."""
    run = start(Clock())
    before = run.version
    seqs = [talk(run) for _ in range(JUMPS)]
    assert seqs == list(range(before + 1, before + JUMPS + 1))
    assert {event.recorded_at for event in run.events()} == {MAY_FIRST}


def test_a_clock_that_recovers_goes_on_from_its_own_time() -> None:
    """Once the clock is past the last event again, it is believed again."""
    clock = Clock()
    run = start(clock)
    clock.now = MAY_FIRST - HOUR
    talk(run)
    clock.now = MAY_FIRST + HOUR
    seq = talk(run)
    assert len(run.events()) == seq
    assert run.events()[-1].recorded_at == MAY_FIRST + HOUR


# --- learnt late


def recorded_late(seed: int, count: int) -> tuple[Run, Clock, list[tuple[int, str]]]:
    """Record facts of any past time, void and correct some; note each moment with its state."""
    chance, clock = random.Random(seed), Clock(MAY_FIRST)
    run, known = start(clock), []
    for number in range(count):
        clock.now += chance.choice((1, HOUR, 20 * HOUR))
        if number % 20 == 0:
            known.append((clock.now - 1, rendering(run.state)))
        subject = f"r{chance.randrange(number + 1)}"
        try:
            match chance.randrange(10):
                case 0:
                    run.do("void", subject, actor="L", reason="误记")
                case 1:
                    run.do("correct", subject, actor="L", reason="笔误", values={"mode": "电话"})
                case _:
                    at = chance.randint(MAY_FIRST, clock.now)
                    talk(run, at=at, subject=f"r{number}")
        except RefusalError as refused:
            if refused.refusal.kind not in ("not_declared", "wrong_state"):
                raise
    return run, clock, known


@pytest.mark.parametrize("seed", range(2))
def test_what_was_known_does_not_change_by_what_is_learnt_later(seed: int, more: int) -> None:
    """500 facts recorded late and out of order: each earlier view stays as it was, to the letter."""
    run, _clock, known = recorded_late(seed, RECORDINGS // 2 * more)
    assert len(known) == 25 * more
    for moment, then in known:
        assert rendering(run.known_as_of(moment)) == then


def test_what_was_true_follows_the_time_of_happening() -> None:
    """As of any moment there are exactly the facts that had happened by then and still stand."""
    run, clock, _known = recorded_late(7, 300)
    chance = random.Random(8)
    for _ in range(40):
        moment = chance.randint(MAY_FIRST, clock.now)
        standing = {
            name: record.values
            for name, record in run.state.records.items()
            if record.at <= moment and record.voided is None
        }
        seen = run.as_of(moment).records
        assert {name: record.values for name, record in seen.items()} == standing


def test_the_order_of_learning_does_not_matter_for_what_was_true() -> None:
    """The same facts recorded in another order are the same truth about the past."""
    facts = [(f"t{number}", MAY_FIRST + number * HOUR) for number in range(50)]
    seen = []
    for seed in range(4):
        clock = Clock()
        run = start(clock)
        clock.now = MAY_FIRST + 100 * HOUR
        for subject, at in random.Random(seed).sample(facts, len(facts)):
            talk(run, subject=subject, at=at)
        past = run.as_of(MAY_FIRST + 25 * HOUR)
        seen.append(([*past.records], past.tallies))
    assert all(view == seen[0] for view in seen)
    assert len(seen[0][0]) == 26


def test_the_future_cannot_be_recorded() -> None:
    """A fact later than the clock is refused and leaves no trace."""
    clock = Clock()
    run = start(clock)
    before = rendering(run.state)
    refusal = run.why_not(
        "record", actor="L", at=MAY_FIRST + 1, kind="talk", values={"people": ["a"]}
    )
    assert isinstance(refusal, Refusal)
    assert refusal.causes[0].notice.code == "time.future"
    assert rendering(run.state) == before
