"""A database written by an earlier release is brought up to date by creating its tables again."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import Engine, inspect

from campaignflow.errors import TablesMissingError
from campaignflow.log import verify
from campaignflow.stores import SqlLog, open_sqlite
from campaignflow.stores.layout import SCHEMA
from campaignflow.stores.migrations import revision_0002, revision_0003
from campaignflow.testing.contract import a_projection, some_events


@pytest.fixture
def older(engine: Engine, log: SqlLog) -> SqlLog:
    """A log of schema 1: run a with three events, two of them fed, and run b with one."""
    log.append("a", some_events(2), 0, a_projection())
    log.outbox.feed()
    log.append("a", some_events(1, 2), 2, a_projection())
    log.append("b", some_events(1), 0)
    with engine.begin() as connection:
        options = {"target_metadata": log._tables.runs.metadata}
        context = MigrationContext.configure(connection, opts=options)
        with Operations.context(context):
            revision_0003.downgrade()
            revision_0002.downgrade()
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA user_version=1")
    return SqlLog(engine)


def test_an_older_database_can_be_read_as_it_is(older: SqlLog) -> None:
    """Reading, verifying and listing need no upgrade."""
    assert [entry.event.seq for entry in older.read("a")] == [1, 2, 3]
    assert verify(older, "a").count == 3
    assert (older.runs(), older.status("a")) == (("a", "b"), a_projection())


def test_an_older_database_says_what_to_do_before_it_is_written(older: SqlLog) -> None:
    """An append to tables of an earlier release is refused, with what would work."""
    with pytest.raises(TablesMissingError, match=r"older ones; call create\(\) once"):
        older.append("a", some_events(1, 3), 3)


def test_creating_brings_an_older_database_up_to_date(older: SqlLog) -> None:
    """Afterwards it takes events, and the feed goes on where it was, without gap or repetition."""
    older.create()
    older.append("b", some_events(1, 1), 1)
    fed = [(at, run, event.seq) for at, run, event in older.outbox.feed()]
    assert fed == [(1, "a", 1), (2, "a", 2), (3, "b", 1), (4, "b", 2), (5, "a", 3)]


def test_an_upgraded_database_is_like_a_new_one(
    engine: Engine, older: SqlLog, tmp_path: Path
) -> None:
    """Its table of runs has the columns, the indexes and the number of a new one."""
    new = open_sqlite(tmp_path / "new.db")
    SqlLog(new).create()
    older.create()
    found = []
    for database in (engine, new):
        seen = inspect(database)
        names = {column["name"] for column in seen.get_columns("campaignflow_runs")}
        indexes = {(i["name"], *i["column_names"]) for i in seen.get_indexes("campaignflow_runs")}
        found.append((names, indexes))
    new.dispose()
    assert found[0] == found[1]
    if engine.dialect.name == "sqlite":
        with closing(sqlite3.connect(engine.url.database)) as file:
            assert file.execute("PRAGMA user_version").fetchone() == (SCHEMA,)
    else:
        comment = inspect(engine).get_table_comment("campaignflow_runs")["text"]
        assert comment == f"campaignflow schema {SCHEMA}"
