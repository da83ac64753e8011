"""The SQL store keeps the contract of every log on MariaDB too."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count

import pytest
from sqlalchemy import Engine, MetaData, create_engine, text
from sqlalchemy.exc import DBAPIError

from campaignflow.errors import (
    StorageBusyError,
    StorageError,
    TablesMissingError,
)
from campaignflow.stores import SqlLog, Tables, tables
from campaignflow.testing import EventLogContract
from campaignflow.testing.contract import RUN, Tamper, an_event, some_events

numbers = count(1)


@pytest.fixture(scope="session")
def engine(mariadb_url: str) -> Iterator[Engine]:
    engine = create_engine(mariadb_url)
    yield engine
    engine.dispose()


@pytest.fixture
def own(engine: Engine) -> Iterator[Tables]:
    metadata = MetaData()
    own = tables(metadata, prefix=f"t{next(numbers)}_")
    SqlLog(engine, own).create()
    yield own
    metadata.drop_all(engine)


class TestMariadb(EventLogContract):
    """Run the contract on MariaDB."""

    @pytest.fixture
    def log(self, engine: Engine, own: Tables) -> SqlLog:
        return SqlLog(engine, own)

    @pytest.fixture
    def reopen(self, mariadb_url: str, own: Tables) -> Iterator[Callable[[], SqlLog]]:
        again = create_engine(mariadb_url)
        yield lambda: SqlLog(again, own)
        again.dispose()

    @pytest.fixture
    def tamper(self, engine: Engine, own: Tables) -> Tamper:
        def change(run: str, seq: int, column: str, value: object) -> None:
            name = own.events.name
            with engine.begin() as connection:
                connection.execute(text(f"DROP TRIGGER {name}_no_update"))
                connection.execute(
                    text(f"UPDATE {name} SET {column} = :value WHERE seq = :seq"),  # noqa: S608
                    {"value": value, "seq": seq},
                )

        return change


class TestMariadbHostConnection(TestMariadb):
    """Run the contract inside one transaction of a host on MariaDB."""

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
        pytest.skip("altering a table would end the transaction")


@pytest.mark.parametrize("change", ["UPDATE {} SET at = 0", "DELETE FROM {}"])
def test_events_are_append_only(engine: Engine, own: Tables, change: str) -> None:
    """The database itself refuses to change or delete events."""
    log = SqlLog(engine, own)
    log.append(RUN, some_events(2), 0)
    with pytest.raises(DBAPIError, match="append-only"), engine.begin() as connection:
        connection.execute(text(change.format(own.events.name)))
    assert len(log.read(RUN)) == 2


def test_names_that_look_alike_are_kept_apart(engine: Engine, own: Tables) -> None:
    """Case, width, accents and trailing spaces make other runs and other keys."""
    log = SqlLog(engine, own)
    names = ["a", "A", "a ", "ａ", "á", "a\u0301"]
    for name in names:
        log.append(name, [an_event(1, key="k"), an_event(2, key="K"), an_event(3, key="k ")], 0)
    assert log.runs() == tuple(sorted(names))


def test_creating_again_changes_nothing(engine: Engine, own: Tables) -> None:
    """Creating tables that exist keeps what is in them."""
    log = SqlLog(engine, own)
    log.append(RUN, some_events(1), 0)
    log.create()
    assert log.runs() == (RUN,)


def test_tables_of_a_newer_release_are_refused(engine: Engine, own: Tables) -> None:
    """A schema number beyond ours, kept as the table's comment, stops the creation."""
    with engine.begin() as connection:
        connection.execute(text(f"ALTER TABLE {own.runs.name} COMMENT 'campaignflow schema 99'"))
    with pytest.raises(StorageError, match="schema 99"):
        SqlLog(engine, own).create()


def test_lock_timeout_is_busy(engine: Engine, own: Tables) -> None:
    """A run that somebody else holds for longer than the server waits is reported as busy."""
    SqlLog(engine, own).append(RUN, some_events(1), 0)
    with engine.begin() as holder, engine.connect() as connection:
        holder.execute(text(f"SELECT * FROM {own.runs.name} FOR UPDATE"))  # noqa: S608
        connection.execute(text("SET innodb_lock_wait_timeout = 1"))
        with pytest.raises(StorageBusyError):
            SqlLog(connection, own).append(RUN, some_events(1, 1), 1)


@pytest.mark.parametrize("mode", ["ANSI_QUOTES", "NO_ENGINE_SUBSTITUTION"])
def test_server_that_would_cut_values_is_refused(mariadb_url: str, own: Tables, mode: str) -> None:
    """Without its strict mode a server shortens what does not fit, so nothing is written."""
    engine = create_engine(f"{mariadb_url}&sql_mode={mode}")
    with pytest.raises(StorageError, match="STRICT_TRANS_TABLES"):
        SqlLog(engine, own).append("长" * 400, some_events(1), 0)
    assert SqlLog(engine, own).runs() == ()
    engine.dispose()


def test_autocommit_engine_is_refused(mariadb_url: str, own: Tables) -> None:
    """An engine that commits every statement cannot write all or nothing."""
    engine = create_engine(mariadb_url, isolation_level="AUTOCOMMIT")
    with pytest.raises(StorageError, match="commits every statement"):
        SqlLog(engine, own).append(RUN, some_events(1), 0)
    engine.dispose()


def test_missing_tables_are_a_typed_error(engine: Engine) -> None:
    """Using a log before its tables are created says what to do."""
    with pytest.raises(TablesMissingError, match=r"call create\(\) once"):
        SqlLog(engine, tables(MetaData(), "never_made_")).runs()
