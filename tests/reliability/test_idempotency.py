"""Idempotency: the same key is one decision, however often, by whomever and after whatever (F11)."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from walk_lab import CAMPAIGN_OF_ALL, HOUR, Clock, start

from campaignflow.errors import RefusalError
from campaignflow.events import Event
from campaignflow.log import Entry, EventLog, MemoryLog, verify
from campaignflow.run import Run
from campaignflow.stores import SqlLog, open_sqlite

THREADS, TIMES = 10, 100
VALUES = {"people": ["a", "b"]}
Opening = Callable[[], EventLog]


@pytest.fixture(params=["memory", "sqlite"])
def opening(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Opening]:
    """Return a function that opens one and the same log, each time anew where it is a file."""
    if request.param == "memory":
        log = MemoryLog()
        yield lambda: log
        return
    engines = []

    def open_file() -> SqlLog:
        engines.append(open_sqlite(tmp_path / "log.db", timeout=60))
        return SqlLog(engines[-1])

    open_file().create()
    yield open_file
    for engine in engines:
        engine.dispose()


def load(log: EventLog) -> Run:
    return Run.load(CAMPAIGN_OF_ALL, "run", log, clock=Clock())


def talk(run: Run, key: str = "once", **values: object) -> tuple[Event, ...]:
    return run.do("record", "t", actor="L", key=key, kind="talk", values={**VALUES, **values})


def test_a_key_given_a_thousand_times_from_ten_threads_is_one_event(opening: Opening) -> None:
    """Ten runs on one log repeat a command a hundred times each; all get the same events."""
    start(Clock(), opening())
    before = len(load(opening()).events())
    runs, gate = [load(opening()) for _ in range(THREADS)], threading.Barrier(THREADS)

    def repeat(run: Run) -> list[tuple[Event, ...]]:
        gate.wait()
        return [talk(run) for _ in range(TIMES)]

    with ThreadPoolExecutor(THREADS) as pool:
        answers = [answer for found in pool.map(repeat, runs) for answer in found]
    log = opening()
    events = load(log).events()
    assert len(events) == before + 1
    assert len(answers) == THREADS * TIMES
    assert all(answer == events[before:] for answer in answers)
    verify(log, "run")


def test_many_keys_from_ten_threads_are_one_decision_each(opening: Opening) -> None:
    """Every thread gives the same thirty commands in an order of its own."""
    start(Clock(), opening())
    runs, gate = [load(opening()) for _ in range(THREADS)], threading.Barrier(THREADS)

    def give(number: int) -> None:
        gate.wait()
        for step in range(30):
            which = (step * 7 + number * 3) % 30
            runs[number].do(
                "find", f"i{which}", actor="L", key=f"k{which}", ledger="issues", values={}
            )

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(give, range(THREADS)))
    found = [event.subject for event in load(opening()).events() if event.kind == "found"]
    assert sorted(found) == sorted(f"i{number}" for number in range(30))


def test_a_key_used_for_another_request_conflicts(opening: Opening) -> None:
    """The same key with other values, by another person or for another command is refused."""
    log = opening()
    run = start(Clock(), log)
    talk(run)
    before, count = run.state.snapshot(), run.version
    for other in (run, load(log)):
        with pytest.raises(RefusalError) as caught:
            talk(other, mode="电话")
        assert caught.value.refusal.kind == "conflict"
        with pytest.raises(RefusalError) as caught:
            other.do("record", "t", actor="C", key="once", kind="talk", values=VALUES)
        assert caught.value.refusal.kind == "conflict"
        with pytest.raises(RefusalError) as caught:
            other.do("tick", key="once")
        assert caught.value.refusal.kind == "conflict"
        assert other.state.snapshot() == before
    assert len(run.events()) == count


def test_a_key_is_remembered_after_reopening(opening: Opening) -> None:
    """A new process that repeats a request gets the events of the first time, all of them."""
    run = start(Clock(), opening())
    first = run.do("waive", "study", actor="L", reason="停办", key="once")
    run.do("find", "i1", actor="L", ledger="issues", values={})
    again = load(opening())
    assert len(first) > 1
    assert again.do("waive", "study", actor="L", reason="停办", key="once") == first
    assert again.version == run.version


def test_a_repeated_tick_is_answered_with_all_that_it_led_to(opening: Opening) -> None:
    """Several things that time allows are one decision, found again as a whole."""
    log, clock = opening(), Clock()
    run = start(clock, log)
    run.do("waive", "study", actor="L", reason="停办")
    clock.now += 60 * 24 * HOUR
    first = run.do("tick", actor="L", key="once")
    assert len(first) > 1
    assert run.do("tick", actor="L", key="once") == first


def test_a_refused_request_may_use_its_key_again(opening: Opening) -> None:
    """Nothing was decided, so the key is free once the plan allows the request."""
    run = start(Clock(), opening())
    with pytest.raises(RefusalError):
        run.do("finish", "kickoff", actor="L", key="once")
    talk(run, key="other")
    kinds = [event.kind for event in run.do("finish", "kickoff", actor="L", key="once")]
    assert kinds[0] == "finished"


def test_a_decision_of_many_events_is_answered_whole(opening: Opening) -> None:
    """A start with 150 people, given twice, answers twice with the event of everyone."""
    people = [["L", "lead"], *([f"p{number}", "member"] for number in range(150))]
    run = Run(CAMPAIGN_OF_ALL, "many", opening(), clock=Clock())
    given = {"unit": "many", "roster": people, "facts": {"size": 30}, "tier": "school"}
    given |= {"relations": [], "key": "begin"}
    first = run.do("start", **given)
    assert len(first) > 151
    run.do("take_role", "q", role="member", actor="L")
    assert run.do("start", **given) == first


def test_a_repeated_command_does_not_read_the_log_to_its_end() -> None:
    """What is read for it does not grow with what came after."""
    log = MemoryLog()
    start(Clock(), log)
    run = load(log)
    first = talk(run)
    for number in range(300):
        run.do("take_role", f"q{number}", role="member", actor="L")
    read: list[int] = []
    log_read = log.read

    class Counted(MemoryLog):
        def read(self, run: str, after: int = 0, limit: int | None = None) -> list[Entry]:
            found = log_read(run, after, limit)
            read.append(len(found))
            return found

    run.log = Counted()
    assert talk(run) == first
    assert sum(read) <= 100
