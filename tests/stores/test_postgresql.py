"""The SQL store keeps the contract of every log on PostgreSQL too."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count
from threading import Barrier, Thread

import pytest
from sqlalchemy import Engine, MetaData, create_engine, text
from sqlalchemy.exc import DBAPIError

from campaignflow.errors import (
    StorageBusyError,
    StorageError,
    TablesMissingError,
    VersionConflictError,
)
from campaignflow.stores import SqlLog, Tables, tables
from campaignflow.testing import EventLogContract
from campaignflow.testing.contract import RUN, Tamper, an_event, some_events

numbers = count(1)


@pytest.fixture(scope="session")
def engine(postgresql_url: str) -> Iterator[Engine]:
    engine = create_engine(postgresql_url)
    yield engine
    engine.dispose()


@pytest.fixture
def own(engine: Engine) -> Iterator[Tables]:
    metadata = MetaData()
    own = tables(metadata, prefix=f"t{next(numbers)}_")
    SqlLog(engine, own).create()
    yield own
    metadata.drop_all(engine)


class TestPostgresql(EventLogContract):
    """Run the contract on PostgreSQL."""

    @pytest.fixture
    def log(self, engine: Engine, own: Tables) -> SqlLog:
        return SqlLog(engine, own)

    @pytest.fixture
    def reopen(self, postgresql_url: str, own: Tables) -> Iterator[Callable[[], SqlLog]]:
        again = create_engine(postgresql_url)
        yield lambda: SqlLog(again, own)
        again.dispose()

    @pytest.fixture
    def tamper(self, engine: Engine, own: Tables) -> Tamper:
        def change(run: str, seq: int, column: str, value: object) -> None:
            name = own.events.name
            with engine.begin() as connection:
                connection.execute(text(f"ALTER TABLE {name} DISABLE TRIGGER append_only"))
                connection.execute(
                    text(f"UPDATE {name} SET {column} = :value WHERE seq = :seq"),  # noqa: S608
                    {"value": value, "seq": seq},
                )

        return change


class TestPostgresqlHostConnection(TestPostgresql):
    """Run the contract inside one transaction of a host on PostgreSQL."""

    threads = 1

    @pytest.fixture
    def log(self, engine: Engine, own: Tables) -> Iterator[SqlLog]:
        with engine.connect() as connection:
            yield SqlLog(connection, own)

    @pytest.fixture
    def reopen(self) -> Callable[[], SqlLog]:
        pytest.skip("nothing is committed here")

    @pytest.fixture
    def tamper(self) -> Tamper:
        pytest.skip("the table cannot be altered while it is in use")


@pytest.mark.parametrize("change", ["UPDATE {} SET at = 0", "DELETE FROM {}", "TRUNCATE {}"])
def test_events_are_append_only(engine: Engine, own: Tables, change: str) -> None:
    """The database itself refuses to change, delete or truncate events."""
    log = SqlLog(engine, own)
    log.append(RUN, some_events(2), 0)
    with pytest.raises(DBAPIError, match="append-only"), engine.begin() as connection:
        connection.execute(text(change.format(own.events.name)))
    assert len(log.read(RUN)) == 2


def test_creating_again_changes_nothing(engine: Engine, own: Tables) -> None:
    """Creating tables that exist keeps what is in them."""
    log = SqlLog(engine, own)
    log.append(RUN, some_events(1), 0)
    log.create()
    assert log.runs() == (RUN,)


def test_tables_of_a_newer_release_are_refused(engine: Engine, own: Tables) -> None:
    """A schema number beyond ours, kept as the table's comment, stops the creation."""
    with engine.begin() as connection:
        connection.execute(text(f"COMMENT ON TABLE {own.runs.name} IS 'campaignflow schema 99'"))
    with pytest.raises(StorageError, match="schema 99"):
        SqlLog(engine, own).create()


def test_two_writers_on_one_version_have_one_winner(engine: Engine, own: Tables, more: int) -> None:
    """In 500 races for a version one writer wins and the other is told the new version."""
    rounds = 500 * more
    log = SqlLog(engine, own)
    log.append(RUN, some_events(1), 0)
    outcomes: list[str] = []

    def write(barrier: Barrier, version: int) -> None:
        barrier.wait()
        try:
            log.append(RUN, [an_event(version + 1)], version)
            outcomes.append("won")
        except VersionConflictError as conflict:
            outcomes.append(f"found {conflict.actual - version} more")

    for version in range(1, rounds + 1):
        barrier = Barrier(2)
        writers = [Thread(target=write, args=(barrier, version)) for _ in range(2)]
        for writer in writers:
            writer.start()
        for writer in writers:
            writer.join()
    assert sorted(outcomes) == ["found 1 more"] * rounds + ["won"] * rounds


def test_lock_timeout_is_busy(engine: Engine, own: Tables) -> None:
    """A run that somebody else holds for longer than the server waits is reported as busy."""
    SqlLog(engine, own).append(RUN, some_events(1), 0)
    with engine.begin() as holder, engine.connect() as connection:
        holder.execute(text(f"SELECT * FROM {own.runs.name} FOR UPDATE"))  # noqa: S608
        connection.execute(text("SET LOCAL lock_timeout = '200ms'"))
        with pytest.raises(StorageBusyError):
            SqlLog(connection, own).append(RUN, some_events(1, 1), 1)
        assert connection.scalar(text("SELECT 1")) == 1


def test_autocommit_engine_is_refused(postgresql_url: str, own: Tables) -> None:
    """An engine that commits every statement cannot write all or nothing."""
    engine = create_engine(postgresql_url, isolation_level="AUTOCOMMIT")
    with pytest.raises(StorageError, match="commits every statement"):
        SqlLog(engine, own).append(RUN, some_events(1), 0)
    engine.dispose()


def test_connection_that_does_not_wait_for_the_disk_is_refused(postgresql_url: str) -> None:
    """What would be acknowledged before it is durable is refused when the tables are made."""
    options = {"options": "-c synchronous_commit=off"}
    engine = create_engine(postgresql_url, connect_args=options)
    with pytest.raises(StorageError, match="synchronous_commit is off"):
        SqlLog(engine, tables(MetaData(), prefix="unsynced_")).create()
    engine.dispose()


def test_missing_tables_are_a_typed_error(engine: Engine) -> None:
    """Using a log before its tables are created says what to do."""
    with pytest.raises(TablesMissingError, match=r"call create\(\) once"):
        SqlLog(engine, tables(MetaData(), prefix="never_made_")).runs()
