"""In a host's connection the log is part of the host's transaction and never ends it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import (
    Column,
    Engine,
    ForeignKey,
    Integer,
    MetaData,
    Table,
    Text,
    create_engine,
    text,
)
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from campaignflow.errors import RunExistsError, RunNotFoundError, StorageError
from campaignflow.stores import SqlLog, open_sqlite, tables
from campaignflow.testing.contract import some_events

metadata = MetaData()
schools = Table("schools", metadata, Column("id", Integer, primary_key=True))
own = tables(metadata, prefix="plan_")


@pytest.fixture(params=["ours", "plain"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """Return a host's database, once opened by us and once with the driver's own defaults."""
    file = tmp_path / "host.db"
    engine = open_sqlite(file) if request.param == "ours" else create_engine(f"sqlite:///{file}")
    metadata.create_all(engine)
    yield engine
    engine.dispose()


def stored(engine: Engine) -> tuple[int, int, tuple[str, ...]]:
    """Return how many schools and events are committed, and which runs."""
    with engine.connect() as connection:
        found = connection.scalar(text("SELECT count(*) FROM schools"))
        events = connection.scalar(text("SELECT count(*) FROM plan_events"))
        return found, events, SqlLog(connection, own).runs()


@pytest.mark.parametrize("order", ["log first", "host first"])
@pytest.mark.parametrize(("end", "kept"), [("commit", (1, 2, ("a",))), ("rollback", (0, 0, ()))])
def test_host_decides_about_both(
    engine: Engine, order: str, end: str, kept: tuple[int, int, tuple[str, ...]]
) -> None:
    """The host's row and the run are kept or dropped together, whichever was written first."""
    with engine.connect() as connection:
        if order == "host first":
            connection.execute(schools.insert().values(id=1))
        SqlLog(connection, own).append("a", some_events(2), 0)
        if order == "log first":
            connection.execute(schools.insert().values(id=1))
        getattr(connection, end)()
    assert stored(engine) == kept


def test_append_commits_nothing(engine: Engine) -> None:
    """Until the host commits nobody else sees the run."""
    with engine.connect() as connection:
        SqlLog(connection, own).append("a", some_events(2), 0)
        assert connection.in_transaction()
        connection.close()
    assert stored(engine) == (0, 0, ())


def test_failed_append_leaves_the_host_its_work(engine: Engine) -> None:
    """After a refused append the host's transaction goes on and commits what it had."""
    with engine.begin() as connection:
        log = SqlLog(connection, own)
        log.append("a", some_events(1), 0)
        connection.execute(schools.insert().values(id=1))
        with pytest.raises(RunExistsError):
            log.append("a", some_events(1), 0)
        with pytest.raises(RunNotFoundError):
            log.append("b", some_events(1, 1), 1)
        with pytest.raises(StorageError):
            log.append("a", [some_events(1, 1)[0]._replace(at=2**70)], 1)
        connection.execute(schools.insert().values(id=2))
    assert stored(engine) == (2, 1, ("a",))


def test_session_of_the_orm_serves_as_host(engine: Engine) -> None:
    """A session's connection carries the log in the session's transaction."""
    with Session(engine) as session:
        SqlLog(session.connection(), own).append("a", some_events(1), 0)
        session.rollback()
        SqlLog(session.connection(), own).append("b", some_events(1), 0)
        session.commit()
    assert stored(engine) == (0, 1, ("b",))


def test_creating_in_a_host_database_leaves_its_stamp(engine: Engine) -> None:
    """Tables created through a connection do not claim the host's file as ours."""
    with engine.begin() as connection:
        SqlLog(connection).create()
    with engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA application_id").scalar() == 0
        assert SqlLog(connection).runs() == ()


@pytest.mark.parametrize("change", ["UPDATE plan_events SET at = 0", "DELETE FROM plan_events"])
def test_events_are_append_only(engine: Engine, change: str) -> None:
    """The database itself refuses to change or delete events."""
    SqlLog(engine, own).append("a", some_events(2), 0)
    with pytest.raises(DBAPIError, match="append-only"), engine.begin() as connection:
        connection.execute(text(change))
    assert stored(engine) == (0, 2, ("a",))


def test_tables_can_be_referred_to_by_the_host() -> None:
    """A host's table may point at a run with a foreign key."""
    metadata = MetaData()
    plan = tables(metadata, schema=None)
    visit = Table("visits", metadata, Column("run", Text, ForeignKey(plan.runs.c.run)))
    assert metadata.sorted_tables.index(visit) > metadata.sorted_tables.index(plan.runs)


@pytest.mark.parametrize("prefix", ["", "Plan_", "plan-", 'x"; DROP TABLE schools; --', "p" * 40])
def test_prefix_that_is_no_name_is_refused(prefix: str) -> None:
    """A prefix that would need quoting is refused with what would work."""
    with pytest.raises(ValueError, match="lower-case letters"):
        tables(MetaData(), prefix=prefix)
