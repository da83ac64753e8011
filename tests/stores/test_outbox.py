"""The feed of all runs: every committed event once, without gaps, and in the order of each run."""

from __future__ import annotations

from pathlib import Path
from threading import Thread

import pytest
from sqlalchemy import Engine

from campaignflow.errors import StorageError
from campaignflow.stores import SqlLog, open_sqlite
from campaignflow.stores.outbox import Note
from campaignflow.testing.contract import a_projection, an_event, some_events


def _fed(log: SqlLog, after: int = 0) -> list[tuple[int, str, int]]:
    return [(at, run, event.seq) for at, run, event in log.outbox.feed(after, 10_000)]


def test_feed_holds_the_events_of_all_runs(log: SqlLog) -> None:
    """Events are numbered from 1 on, over all runs, by the time they were recorded."""
    log.append("b", [an_event(1, recorded_at=10), an_event(2, recorded_at=30)], 0)
    log.append("a", [an_event(1, recorded_at=20)], 0)
    assert _fed(log) == [(1, "b", 1), (2, "a", 1), (3, "b", 2)]
    assert log.outbox.feed()[0].event == an_event(1, recorded_at=10)


def test_positions_stay(log: SqlLog) -> None:
    """What has a place keeps it; what comes later follows, whatever its time."""
    log.append("a", [an_event(1, recorded_at=20)], 0)
    assert _fed(log) == [(1, "a", 1)]
    log.append("b", [an_event(1, recorded_at=10)], 0)
    assert _fed(log) == [(1, "a", 1), (2, "b", 1)]


def test_reader_goes_on_where_it_stopped(log: SqlLog) -> None:
    """After a position the feed gives what follows, as many as asked for."""
    log.append("a", some_events(5), 0)
    assert [at for at, _run, _event in log.outbox.feed(after=2, number=2)] == [3, 4]
    assert log.outbox.feed(after=5) == []


def test_readers_and_writers_at_once_miss_nothing(log: SqlLog) -> None:
    """Readers that go on from the last position see each event once, in order, without a gap."""
    seen: list[list[tuple[int, str, int]]] = [[], []]

    def write(run: str) -> None:
        for version in range(25):
            log.append(run, some_events(1, version), version, a_projection())

    writers = [Thread(target=write, args=(f"r{n}",)) for n in range(4)]

    def read(mine: list[tuple[int, str, int]]) -> None:
        while any(writer.is_alive() for writer in writers) or len(mine) < 100:
            mine.extend(_fed(log, mine[-1][0] if mine else 0))

    readers = [Thread(target=read, args=(mine,)) for mine in seen]
    for thread in (*writers, *readers):
        thread.start()
    for thread in (*writers, *readers):
        thread.join()
    assert seen[0] == seen[1] == _fed(log)
    assert [at for at, _run, _seq in seen[0]] == list(range(1, 101))
    for number in range(4):
        assert [seq for _at, run, seq in seen[0] if run == f"r{number}"] == list(range(1, 26))


def test_rolled_back_event_is_never_fed(engine: Engine, log: SqlLog) -> None:
    """What a host takes back leaves no trace and no gap."""
    log.append("a", some_events(1), 0)
    with engine.connect() as connection:
        inside = SqlLog(connection)
        inside.append("b", some_events(2), 0)
        connection.rollback()
    log.append("c", some_events(1), 0)
    assert _fed(log) == [(1, "a", 1), (2, "c", 1)]


def test_note_is_kept_once(log: SqlLog) -> None:
    """The same run, node, day and level are one note, however often they are given."""
    log.append("a", some_events(1), 0)
    note = Note("a", "talks", "2025-03-10", "red", {"zh": "逾期"})
    other = note._replace(level="late3")
    assert log.outbox.looked("a", 1, 99, [note], 7) == (note,)
    assert log.outbox.looked("a", 1, 99, [note, other], 8) == (other,)
    assert [(kept.position, kept.at, kept.note) for kept in log.outbox.notes()] == [
        (1, 7, note),
        (2, 8, other),
    ]
    assert [kept.note for kept in log.outbox.notes(after=1)] == [other]


def test_look_at_an_older_version_keeps_nothing(log: SqlLog) -> None:
    """Whoever looked before somebody wrote has to look again."""
    log.append("a", some_events(1), 0)
    log.append("a", some_events(1, 1), 1)
    note = Note("a", "talks", "2025-03-10", "red", {})
    assert log.outbox.looked("a", 1, None, [note], 7) is None
    assert log.outbox.notes() == []
    assert log.outbox.due(2) == ("a",)


def test_list_of_runs_comes_in_pages(log: SqlLog) -> None:
    """A page begins after the last run of the one before."""
    for run in "abc":
        log.append(run, some_events(1), 0)
    assert log.listed(number=2) == [("a", None), ("b", None)]
    assert log.listed("b") == [("c", None)]


def test_feed_of_a_file_for_reading_only_says_so(tmp_path: Path) -> None:
    """New events cannot be numbered where nothing may be written."""
    engine = open_sqlite(tmp_path / "log.db")
    SqlLog(engine).create()
    SqlLog(engine).append("a", some_events(1), 0)
    engine.dispose()
    reading = open_sqlite(tmp_path / "log.db", read_only=True)
    with pytest.raises(StorageError, match="could not read the feed"):
        SqlLog(reading).outbox.feed()
    reading.dispose()
