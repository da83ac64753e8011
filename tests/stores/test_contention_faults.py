"""Several processes on one file: one winner per version, no lost event, no endless wait."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import contention_lab
import pytest
from contention_lab import together
from store_lab import PROCESSES, open_created

from campaignflow.log import verify
from campaignflow.stores import SqlLog, open_sqlite
from campaignflow.testing.contract import some_events


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return a file with a run of one event."""
    file = tmp_path / "log.db"
    log = open_created(file)
    log.append("run", some_events(1), 0)
    log._access._bind.dispose()
    return file


@pytest.fixture
def log(file: Path) -> Iterator[SqlLog]:
    engine = open_sqlite(file)
    yield SqlLog(engine)
    engine.dispose()


def test_one_of_two_writers_wins_every_version(file: Path, log: SqlLog, more: int) -> None:
    """In 500 races for a version one writer wins and the other is told the new version."""
    rounds = 500 * more
    barrier = PROCESSES.Barrier(2)
    left, right = together(contention_lab.duel, [(file, barrier, rounds)] * 2)
    for version, outcomes in enumerate(zip(left, right, strict=True), 1):
        assert set(outcomes) == {None, version + 1}
    assert verify(log, "run").count == rounds + 1


def test_ten_writers_and_two_readers_agree(file: Path, log: SqlLog) -> None:
    """Ten writers that retry lose nothing, and whatever readers see is a prefix of the whole."""
    with PROCESSES.Pool(2) as pool:
        readers = [pool.apply_async(contention_lab.prefixes, (file, 1001)) for _ in range(2)]
        together(contention_lab.retrying, [(file, f"writer {n}", 100) for n in range(10)])
        seen = [reader.get(timeout=180) for reader in readers]
    subjects = {entry.event.subject for entry in log.read("run", after=1)}
    assert subjects == {f"writer {n}/{step}" for n in range(10) for step in range(100)}
    assert verify(log, "run").count == 1001
    assert all(reads > 1 and anomalies == 0 for reads, anomalies in seen)


def test_processes_that_create_together_agree(tmp_path: Path) -> None:
    """Eight processes that create the same file at once all succeed."""
    barrier = PROCESSES.Barrier(8)
    answers = together(contention_lab.creating, [(tmp_path / "new.db", barrier)] * 8)
    assert answers == [()] * 8


def test_held_lock_is_reported_within_the_timeout(file: Path, log: SqlLog) -> None:
    """A file that somebody else holds is reported as busy in time, and nothing is written."""
    held, enough = PROCESSES.Event(), PROCESSES.Event()
    holder = PROCESSES.Process(target=contention_lab.locking, args=(file, held, enough))
    holder.start()
    held.wait()
    engine = open_sqlite(file, timeout=1.0)
    waited = [
        contention_lab.seconds_until_busy(
            lambda: SqlLog(engine).append("run", some_events(1, 1), 1)
        )
        for _ in range(6)
    ]
    enough.set()
    holder.join()
    engine.dispose()
    assert min(waited) < 1.1
    assert verify(log, "run").count == 1
