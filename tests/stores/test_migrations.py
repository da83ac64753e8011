"""A host's migrations create the same tables as the store itself, where the host wants them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import (
    Column,
    Engine,
    Integer,
    MetaData,
    Table,
    create_engine,
    inspect,
    text,
)
from sqlalchemy.exc import DBAPIError

from campaignflow.stores import SqlLog, Tables, open_sqlite, tables
from campaignflow.testing.contract import some_events

_ENV = """
from alembic import context
given = context.config.attributes
with given["engine"].connect() as connection:
    context.configure(
        connection=connection, target_metadata=given["metadata"], include_schemas=True,
        version_table="host_version",
    )
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
"""
_HOST = """
revision, down_revision = "host_1", None
branch_labels, depends_on = ("host",), "campaignflow_0001"
def upgrade():
    import sqlalchemy as sa
    from alembic import op
    op.create_table("schools", sa.Column("id", sa.Integer, primary_key=True))
def downgrade():
    from alembic import op
    op.drop_table("schools")
"""

Migrate = Callable[..., None]


def _host(schema: str | None) -> tuple[MetaData, Tables]:
    metadata = MetaData()
    Table("schools", metadata, Column("id", Integer, primary_key=True))
    return metadata, tables(metadata, "plan_", schema)


def _is_hosts(name: str) -> bool:
    """Tell a host's table from those that other tests leave in the same server."""
    return name == "schools" or name.startswith("plan_")


PLACES = [("sqlite", None), ("postgresql", None), ("postgresql", "affairs"), ("mariadb", None)]


@pytest.fixture(params=PLACES)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Engine, str | None]]:
    """A new database of each kind, and the schema for our tables in it."""
    kind, schema = request.param
    if kind == "sqlite":
        engine = open_sqlite(tmp_path / "host.db")
    else:
        engine = create_engine(request.getfixturevalue(f"{kind}_url"))
    if schema is not None:
        with engine.begin() as connection:
            connection.execute(text("DROP SCHEMA IF EXISTS affairs CASCADE"))
            connection.execute(text("CREATE SCHEMA affairs"))
    yield engine, schema
    engine.dispose()


@pytest.fixture
def migrate(place: tuple[Engine, str | None], tmp_path: Path) -> Iterator[Migrate]:
    """Run the host's migrations, of which ours are one branch."""
    engine, schema = place
    (tmp_path / "env.py").write_text(_ENV, encoding="utf-8")
    (tmp_path / "versions").mkdir()
    (tmp_path / "versions" / "host_1.py").write_text(_HOST, encoding="utf-8")
    config = Config()
    config.set_main_option("script_location", str(tmp_path))
    config.set_main_option("path_separator", "newline")
    locations = f"{tmp_path / 'versions'}\ncampaignflow:stores/migrations"
    config.set_main_option("version_locations", locations)
    config.attributes.update(engine=engine, metadata=_host(schema)[0])

    def run(verb: Callable[..., Any], target: str) -> None:
        verb(config, target)

    yield run
    run(command.downgrade, "base")
    found = inspect(engine)
    left = {*found.get_table_names(), *found.get_table_names(schema)}
    assert {name for name in left if _is_hosts(name)} == set()
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE host_version"))


def test_migrated_tables_are_those_of_the_store(
    place: tuple[Engine, str | None], migrate: Migrate
) -> None:
    """After the host's upgrade nothing differs from what the metadata say."""
    engine, schema = place
    migrate(command.upgrade, "heads")
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "include_schemas": schema is not None,
                "compare_type": True,
                "include_name": lambda name, kind, _of: kind != "table" or _is_hosts(name),
            },
        )
        assert compare_metadata(context, _host(schema)[0]) == []


def test_migrated_database_keeps_a_log(place: tuple[Engine, str | None], migrate: Migrate) -> None:
    """A log works in migrated tables, and events cannot be changed in them either."""
    engine, schema = place
    migrate(command.upgrade, "campaignflow@head")
    own = _host(schema)[1]
    log = SqlLog(engine, own)
    log.append("a", some_events(3), 0)
    assert [fed.event.seq for fed in log.outbox.feed()] == [1, 2, 3]
    for change in (own.events.update().values(kind="x"), own.events.delete()):
        with pytest.raises(DBAPIError, match="append-only"), engine.begin() as connection:
            connection.execute(change)


def test_migrated_file_is_created_alike(tmp_path: Path) -> None:
    """On SQLite the statements are those of the store's own creation, in whatever order."""
    from alembic.operations import Operations

    from campaignflow.stores.migrations import revision_0001, revision_0002, revision_0003

    texts = []
    for number, create in enumerate((_create, _migrate)):
        engine = open_sqlite(tmp_path / f"{number}.db")
        with engine.begin() as connection:
            create(connection, Operations, revision_0001, revision_0002, revision_0003)
            rows = connection.execute(text("SELECT name, sql FROM sqlite_master ORDER BY name"))
            texts.append([(name, sorted(re.findall(r"\w+", sql or ""))) for name, sql in rows])
        engine.dispose()
    assert texts[0] == texts[1]


def _create(connection: Any, _operations: Any, *_revisions: Any) -> None:
    metadata, own = _host(None)
    metadata.create_all(connection, tables=list(own))


def _migrate(connection: Any, operations: Any, *revisions: Any) -> None:
    options = {"target_metadata": _host(None)[0]}
    context = MigrationContext.configure(connection, opts=options)
    with operations.context(context):
        for revision in revisions:
            revision.upgrade()
