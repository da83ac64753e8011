"""The SQL store keeps the contract of every log, and its own promises, on every server."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from threading import Barrier, Thread
from typing import NamedTuple

import pytest
from sqlalchemy import Engine, MetaData, create_engine, text
from sqlalchemy.exc import DBAPIError

from campaignflow.errors import (
    InvariantViolationError,
    StorageBusyError,
    StorageError,
    TablesMissingError,
    VersionConflictError,
)
from campaignflow.log import Projection
from campaignflow.stores import SqlLog, tables
from campaignflow.testing import EventLogContract
from campaignflow.testing.contract import RUN, Tamper, a_projection, an_event, some_events

pytestmark = pytest.mark.parametrize("engine", ["postgresql", "mariadb"], indirect=True)


class Own(NamedTuple):
    """Hold the statements that each server has of its own."""

    unguard: str
    stamp: str
    patience: str


OWN = {
    "postgresql": Own(
        "ALTER TABLE campaignflow_events DISABLE TRIGGER append_only",
        "COMMENT ON TABLE campaignflow_runs IS 'campaignflow schema 99'",
        "SET LOCAL lock_timeout = '200ms'",
    ),
    "mariadb": Own(
        "DROP TRIGGER campaignflow_events_no_update",
        "ALTER TABLE campaignflow_runs COMMENT 'campaignflow schema 99'",
        "SET innodb_lock_wait_timeout = 1",
    ),
}


@pytest.fixture
def own(engine: Engine) -> Own:
    return OWN[engine.dialect.name]


class TestServer(EventLogContract):
    """Run the contract on a server."""

    @pytest.fixture
    def log(self, log: SqlLog) -> SqlLog:
        return log

    @pytest.fixture
    def reopen(self, engine: Engine) -> Iterator[Callable[[], SqlLog]]:
        again = create_engine(engine.url)
        yield lambda: SqlLog(again)
        again.dispose()

    @pytest.fixture
    def tamper(self, engine: Engine, own: Own) -> Tamper:
        def change(run: str, seq: int, column: str, value: object) -> None:
            with engine.begin() as connection:
                connection.execute(text(own.unguard))
                connection.execute(
                    text(f"UPDATE campaignflow_events SET {column} = :value WHERE seq = :seq"),  # noqa: S608
                    {"value": value, "seq": seq},
                )

        return change


class TestHostConnection(EventLogContract):
    """Run the contract inside one transaction of a host on a server."""

    threads = 1

    @pytest.fixture
    def log(self, engine: Engine, log: SqlLog) -> Iterator[SqlLog]:
        with engine.connect() as connection:
            yield SqlLog(connection)


@pytest.mark.parametrize("change", ["UPDATE {} SET at = 0", "DELETE FROM {}"])
def test_events_are_append_only(engine: Engine, log: SqlLog, change: str) -> None:
    """The database itself refuses to change or delete events."""
    log.append(RUN, some_events(2), 0)
    with pytest.raises(DBAPIError, match="append-only"), engine.begin() as connection:
        connection.execute(text(change.format("campaignflow_events")))
    assert len(log.read(RUN)) == 2


def test_creating_again_changes_nothing(log: SqlLog) -> None:
    """Creating tables that exist keeps what is in them."""
    log.append(RUN, some_events(1), 0)
    log.create()
    assert log.runs() == (RUN,)


def test_tables_of_a_newer_release_are_refused(engine: Engine, log: SqlLog, own: Own) -> None:
    """A schema number beyond ours, kept as the table's comment, stops the creation."""
    with engine.begin() as connection:
        connection.execute(text(own.stamp))
    with pytest.raises(StorageError, match="schema 99"):
        log.create()


@pytest.mark.parametrize("projection", [None, a_projection()])
def test_two_writers_on_one_version_have_one_winner(
    log: SqlLog, more: int, projection: Projection | None
) -> None:
    """In 500 races for a version one writer wins and the other is told the new version."""
    rounds = 500 * more
    log.append(RUN, some_events(1), 0)
    outcomes: list[str] = []

    def write(barrier: Barrier, version: int) -> None:
        barrier.wait()
        try:
            log.append(RUN, [an_event(version + 1)], version, projection)
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


def test_what_a_writer_lends_comes_back_as_it_was(engine: Engine, log: SqlLog) -> None:
    """After appends that went well, or were refused, a host can still take back what it wrote."""
    log.append(RUN, [an_event(1, key="k")], 0)
    log.append(RUN, some_events(1, 1), 1, a_projection())
    with pytest.raises(InvariantViolationError, match="'k'"):
        log.append(RUN, [an_event(3, key="k")], 2, a_projection())
    with engine.connect() as connection:
        SqlLog(connection).append("b", some_events(1), 0)
        connection.rollback()
    assert (log.runs(), log.head(RUN).count) == ((RUN,), 2)


def test_lock_timeout_is_busy(engine: Engine, log: SqlLog, own: Own) -> None:
    """A run that somebody else holds for longer than the server waits is reported as busy."""
    log.append(RUN, some_events(1), 0)
    with engine.begin() as holder, engine.connect() as connection:
        holder.execute(text("SELECT * FROM campaignflow_runs FOR UPDATE"))
        connection.execute(text(own.patience))
        with pytest.raises(StorageBusyError):
            SqlLog(connection).append(RUN, some_events(1, 1), 1)
        assert connection.scalar(text("SELECT 1")) == 1


@pytest.mark.usefixtures("log")
def test_autocommit_engine_is_refused(engine: Engine) -> None:
    """An engine that commits every statement cannot write all or nothing."""
    each = create_engine(engine.url, isolation_level="AUTOCOMMIT")
    with pytest.raises(StorageError, match="commits every statement"):
        SqlLog(each).append(RUN, some_events(1), 0)
    each.dispose()


def test_missing_tables_are_a_typed_error(engine: Engine) -> None:
    """Using a log before its tables are created says what to do."""
    with pytest.raises(TablesMissingError, match=r"call create\(\) once"):
        SqlLog(engine, tables(MetaData(), "never_made_")).runs()
