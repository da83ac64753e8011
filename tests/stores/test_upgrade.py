"""A database written by an earlier release is brought up to date by creating its tables again."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import Engine, MetaData, create_engine, inspect

from campaignflow.errors import TablesMissingError
from campaignflow.log import verify
from campaignflow.stores import SqlLog, open_sqlite, tables
from campaignflow.stores.layout import SCHEMA
from campaignflow.stores.migrations import revision_0002
from campaignflow.testing.contract import a_projection, some_events

PREFIX = "older_"


@pytest.fixture(params=["sqlite", "postgresql"])
def older(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A database of schema 1: run a with three events, two of them fed, and run b with one."""
    if request.param == "sqlite":
        engine = open_sqlite(tmp_path / "log.db")
    else:
        engine = create_engine(request.getfixturevalue("postgresql_url"))
    log = a_log(engine)
    log.create()
    log.append("a", some_events(2), 0, a_projection())
    log.outbox.feed()
    log.append("a", some_events(1, 2), 2, a_projection())
    log.append("b", some_events(1), 0)
    with engine.begin() as connection:
        options = {"target_metadata": log._tables.runs.metadata}
        context = MigrationContext.configure(connection, opts=options)
        with Operations.context(context):
            revision_0002.downgrade()
        if request.param == "sqlite":
            connection.exec_driver_sql("PRAGMA user_version=1")
    yield engine
    log._tables.runs.metadata.drop_all(engine)
    engine.dispose()


def a_log(engine: Engine) -> SqlLog:
    return SqlLog(engine, tables(MetaData(), PREFIX))


def test_an_older_database_can_be_read_as_it_is(older: Engine) -> None:
    """Reading, verifying and listing need no upgrade."""
    log = a_log(older)
    assert [entry.event.seq for entry in log.read("a")] == [1, 2, 3]
    assert verify(log, "a").count == 3
    assert (log.runs(), log.status("a")) == (("a", "b"), a_projection())


def test_an_older_database_says_what_to_do_before_it_is_written(older: Engine) -> None:
    """An append to tables of an earlier release is refused, with what would work."""
    with pytest.raises(TablesMissingError, match=r"older ones; call create\(\) once"):
        a_log(older).append("a", some_events(1, 3), 3)


def test_creating_brings_an_older_database_up_to_date(older: Engine) -> None:
    """Afterwards it takes events, and the feed goes on where it was, without gap or repetition."""
    log = a_log(older)
    log.create()
    log.append("b", some_events(1, 1), 1)
    fed = [(at, run, event.seq) for at, run, event in log.outbox.feed()]
    assert fed == [(1, "a", 1), (2, "a", 2), (3, "b", 1), (4, "b", 2), (5, "a", 3)]


def test_an_upgraded_database_is_like_a_new_one(older: Engine, tmp_path: Path) -> None:
    """Its table of runs has the columns, the indexes and the number of a new one."""
    new = open_sqlite(tmp_path / "new.db")
    a_log(new).create()
    a_log(older).create()
    found = []
    for engine in (older, new):
        seen = inspect(engine)
        names = {column["name"] for column in seen.get_columns(f"{PREFIX}runs")}
        indexes = {(i["name"], *i["column_names"]) for i in seen.get_indexes(f"{PREFIX}runs")}
        found.append((names, indexes))
    new.dispose()
    assert found[0] == found[1]
    if older.dialect.name == "sqlite":
        with closing(sqlite3.connect(older.url.database)) as file:
            assert file.execute("PRAGMA user_version").fetchone() == (SCHEMA,)
    else:
        comment = inspect(older).get_table_comment(f"{PREFIX}runs")["text"]
        assert comment == f"campaignflow schema {SCHEMA}"
