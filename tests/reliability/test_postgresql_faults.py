"""PostgreSQL while clients, backends, the server or the connection die (F6, F7, F8, F29)."""

from __future__ import annotations

import gc
import random
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import postgresql_lab as lab
import pytest
from postgresql_server import Server
from sqlalchemy import Engine, create_engine, text
from walk_lab import CAMPAIGN_OF_ALL, Clock

from campaignflow.errors import StorageError
from campaignflow.log import verify
from campaignflow.run import Run
from campaignflow.stores import SqlLog


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    """Blame a connection left open on the test that left it, not on one that comes later."""
    yield
    gc.collect()


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """Return a server of this module's own, for it is killed."""
    with tempfile.TemporaryDirectory(prefix="pg", ignore_cleanup_errors=True) as folder:
        server = Server(Path(folder), "-F")
        server.start()
        yield server
        server.stop()


@pytest.fixture
def url(server: Server, request: pytest.FixtureRequest) -> str:
    """Return the address of a new database."""
    name = f"db{abs(hash(request.node.nodeid))}"
    admin = create_engine(server.url, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    admin.dispose()
    return server.url.replace("/postgres?", f"/{name}?")


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    """Return a database in which the run has been started."""
    engine = lab.begin(url)
    yield engine
    engine.dispose()


def test_killed_clients_lose_nothing(url: str, engine: Engine, more: int) -> None:
    """After 50 kills every acknowledged note is there once, in order, and the log is whole."""
    chance, upcoming = random.Random(6), 0
    for _ in range(50 * more):
        acknowledged = lab.killed_clerk(
            url, upcoming, chance.randint(1, 4), lambda: time.sleep(chance.uniform(0, 0.01))
        )
        held = lab.notes(engine)
        assert held == [f"note {number}" for number in range(len(held))]
        assert acknowledged + 1 <= len(held) <= acknowledged + 2
        upcoming = acknowledged + 1


def _clerk_at_work(log: SqlLog, number: int) -> tuple[threading.Thread, list[int]]:
    seqs: list[int] = []
    work = threading.Thread(target=lambda: seqs.extend(lab.insist(log, n) for n in range(number)))
    work.start()
    return work, seqs


def test_ended_backends_lose_and_double_nothing(engine: Engine, more: int) -> None:
    """A clerk whose connection is ended 20 times asks again and has every note once."""
    chance, number = random.Random(7), 150 * more
    work, seqs = _clerk_at_work(SqlLog(engine), number)
    admin = create_engine(engine.url, isolation_level="AUTOCOMMIT")
    ended = 0
    while work.is_alive() and ended < 20 * more:
        time.sleep(chance.uniform(0.005, 0.03))
        with admin.connect() as connection:
            ended += connection.scalar(text(
                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            ))  # fmt: skip
    admin.dispose()
    work.join()
    assert ended == 20 * more
    assert lab.notes(engine) == [f"note {n}" for n in range(number)]
    assert seqs == sorted(set(seqs))


def test_server_killed_with_all_its_processes_loses_nothing(
    server: Server, engine: Engine, more: int
) -> None:
    """Through three crashes of the server a clerk that insists has every note once, in order."""
    chance = random.Random(8)
    for crash in range(3 * more):
        done = crash * 40
        numbers = iter(range(done, done + 40))
        answered: list[int] = []
        log = SqlLog(engine)
        work = threading.Thread(target=lambda: answered.extend(lab.insist(log, n) for n in numbers))  # noqa: B023
        work.start()
        time.sleep(chance.uniform(0.02, 0.2))
        server.crash()
        work.join()
        assert len(answered) == 40
        assert lab.notes(engine) == [f"note {n}" for n in range(done + 40)]


def test_lost_answer_of_a_commit_is_the_same_event_when_asked_again(
    server: Server, engine: Engine, url: str, tmp_path: Path, more: int
) -> None:
    """Fifty times the commit holds and its answer is lost: the key finds the very event."""
    proxy = lab.Proxy(server.folder, tmp_path)
    through = create_engine(url.replace(f"host={server.folder}", f"host={tmp_path}"))
    log = SqlLog(through)
    for number in range(50 * more):
        proxy.armed = True
        with pytest.raises(StorageError):
            lab.note(log, number)
        held = lab.notes(engine)
        seq = SqlLog(engine).head("run").count
        assert held == [f"note {n}" for n in range(number + 1)]
        assert lab.insist(log, number) == seq
    assert proxy.cuts == 50 * more
    through.dispose()
    proxy.close()


def test_database_for_reading_only_answers_and_refuses_to_write(engine: Engine) -> None:
    """Where PostgreSQL may only be read, runs load and verify, and a write is a typed error."""
    lab.note(SqlLog(engine), 0)
    reading = create_engine(
        engine.url, connect_args={"options": "-c default_transaction_read_only=on"}
    )
    log = SqlLog(reading)
    count = verify(log, "run").count
    assert Run.load(CAMPAIGN_OF_ALL, "run", log, clock=Clock()).version == count
    with pytest.raises(StorageError, match="read-only"):
        lab.note(log, 1)
    assert SqlLog(engine).head("run").count == count
    reading.dispose()


def test_dump_made_while_somebody_writes_is_whole(
    server: Server, engine: Engine, url: str, more: int
) -> None:
    """What is restored from a dump verifies, and holds all that was there when it began."""
    log = SqlLog(engine)
    for number in range(2 * more):
        work, seqs = _clerk_at_work(log, 40 * (number % 5 + 1))
        while len(seqs) < 5:
            time.sleep(0.001)
        before = len(lab.notes(engine))
        name = f"restored{number}"
        restored = create_engine(server.restore(name, server.dump(engine.url.database)))
        work.join()
        held = lab.notes(restored)
        assert held == lab.notes(engine)[: len(held)]
        assert len(held) >= before
        assert lab.note(SqlLog(restored), 10_000) == len(SqlLog(restored).read("run"))
        restored.dispose()
