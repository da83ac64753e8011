"""Create the tables or bring older ones up to date; refuse what is not ours or from the future."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from sqlalchemy import Connection, Engine, inspect
from sqlalchemy.exc import NoSuchTableError
from sqlalchemy.schema import SetTableComment

from campaignflow.errors import StorageError
from campaignflow.messages import Notice
from campaignflow.stores.access import Access, begun
from campaignflow.stores.layout import SCHEMA, STAMP, Tables
from campaignflow.stores.sqlite import APPLICATION_ID, stamped_schema
from campaignflow.stores.statements import UPGRADE_2

_STAMP_SQLITE: Final = (
    f"PRAGMA application_id={APPLICATION_ID}",
    f"PRAGMA user_version={SCHEMA}",
)

_ALONE: Final = {
    "postgresql": (f"SELECT pg_advisory_xact_lock({APPLICATION_ID})", None),
    "mariadb": ("SELECT GET_LOCK('campaignflow', 60)", "SELECT RELEASE_LOCK('campaignflow')"),
}
"""What waits for others who create tables, and what lets them go on if the commit does not."""


def create(bind: Engine | Connection, access: Access, tables: Tables) -> None:
    """Create the missing tables, bring older ones up to date, stamp a SQLite file of our own.

    Raises:
        StorageError: The database belongs to something else or to a newer release, or does not
            wait for the disk.
    """
    with access.typed("create the tables"):
        if isinstance(bind, Connection):
            _create(begun(bind), tables, own=False)
        else:
            with bind.begin() as connection:
                _create(begun(connection), tables, own=connection.dialect.name == "sqlite")


def _create(connection: Connection, tables: Tables, *, own: bool) -> None:
    with _one_at_a_time(connection):
        if connection.dialect.supports_comments:
            _refuse_newer_comment(connection, tables)
        if connection.dialect.name == "postgresql":
            _refuse_unsynced(connection)
        is_older = own and _stamp(connection) < SCHEMA
        if _is_of_schema_1(connection, tables):
            _upgrade(connection, tables)
        tables.runs.metadata.create_all(connection, tables=list(tables))
        if is_older:
            for pragma in _STAMP_SQLITE:
                connection.exec_driver_sql(pragma)
        if connection.dialect.supports_comments:
            connection.execute(SetTableComment(tables.runs))


def _is_of_schema_1(connection: Connection, tables: Tables) -> bool:
    try:
        found = inspect(connection).get_columns(tables.runs.name, tables.runs.schema)
    except NoSuchTableError:
        return False
    return any(column["name"] == "fed" for column in found)


def _upgrade(connection: Connection, tables: Tables) -> None:
    """Do what the migration to schema 2 does, in a database that has no migrations."""
    runs = tables.runs
    (index,) = (index for index in runs.indexes if "unfed" in index.columns)
    index.drop(connection)
    for statement in UPGRADE_2:
        name = connection.dialect.identifier_preparer.format_table(runs)
        connection.exec_driver_sql(statement.format(runs=name))
    index.create(connection)


def _stamp(connection: Connection) -> int:
    """Return the schema number of a SQLite file of our own; 0 where it is still empty."""
    driver = connection.connection.driver_connection
    file = connection.engine.url.database
    found = 0 if driver is None else stamped_schema(driver, file)
    if not found and inspect(connection).get_table_names():
        raise StorageError(Notice("error.store.occupied", {"file": file}))
    return found


@contextmanager
def _one_at_a_time(connection: Connection) -> Iterator[None]:
    """Let nobody else create tables meanwhile; on SQLite the transaction sees to that."""
    before, after = _ALONE.get(connection.dialect.name, (None, None))
    if before is not None:
        connection.exec_driver_sql(before)
    try:
        yield
    finally:
        if after is not None:
            connection.exec_driver_sql(after)


def _refuse_unsynced(connection: Connection) -> None:
    if connection.exec_driver_sql("SHOW synchronous_commit").scalar() == "off":
        raise StorageError(Notice("error.store.unsynced"))


def _refuse_newer_comment(connection: Connection, tables: Tables) -> None:
    try:
        found = inspect(connection).get_table_comment(tables.runs.name, tables.runs.schema)
    except NoSuchTableError:
        return
    comment = found["text"] or ""
    schema = comment.removeprefix(STAMP)
    if schema != comment and schema.isdecimal() and int(schema) > SCHEMA:
        what = Notice("error.store.newer.database")
        told = {"what": what, "schema": schema, "known": SCHEMA}
        raise StorageError(Notice("error.store.newer", told))
