"""The tables of the SQL store, as a host adds them to its own metadata."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from sqlalchemy import (
    DDL,
    BigInteger,
    Column,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    MetaData,
    Table,
    Text,
    event,
    text,
)
from sqlalchemy.dialects.mysql import LONGTEXT, VARCHAR
from sqlalchemy.schema import ExecutableDDLElement

from campaignflow.stores.statements import unchanging

SCHEMA: Final = 3
"""Number of the table layout that this release reads and writes."""

STAMP: Final = "campaignflow schema "
"""What the comment on the table of runs begins with; the schema number follows."""

_EXACT: Final = {"charset": "utf8mb4", "collation": "utf8mb4_nopad_bin"}
TEXT: Final = Text().with_variant(LONGTEXT(**_EXACT), "mariadb")
"""Any text; MariaDB, too, is to tell apart whatever differs."""
NAME: Final = Text().with_variant(VARCHAR(190, **_EXACT), "mariadb")
"""A text in a key; four of them fit into one of MariaDB's."""

_INFO: Final = "campaignflow"


class Tables(NamedTuple):
    """Hold the tables of the store.

    Attributes:
        runs: One row per run: where its log ends, its state, and when to look at it next.
        events: One row per event; never changed or deleted.
        tallies: One row per run and rule: how far the rule is met.
        feed: One row per event that has its place in the order of all runs.
        notes: One row per reminder that a sweep has given.
        texts: One row per text about a person; the row stays when the text is erased.
    """

    runs: Table
    events: Table
    tallies: Table
    feed: Table
    notes: Table
    texts: Table


def tables(metadata: MetaData, prefix: str = "campaignflow_", schema: str | None = None) -> Tables:
    """Add the store's tables to ``metadata``, with the triggers that keep events unchanged.

    Args:
        metadata: The host's metadata; its ``create_all`` then creates these tables too.
        prefix: What every table name begins with: lower-case letters, digits and ``_``.
        schema: Database schema to put the tables in; None for the default one.

    Returns:
        The tables.

    Raises:
        ValueError: ``prefix`` holds other characters.

    Example:
        >>> from sqlalchemy import MetaData
        >>> [table.name for table in tables(MetaData(), prefix="plan_")]
        ['plan_runs', 'plan_events', 'plan_tallies', 'plan_feed', 'plan_notes', 'plan_sealed']
    """
    if not re.fullmatch(r"[a-z_][a-z0-9_]{0,31}", prefix):
        raise ValueError(
            f"the prefix {prefix!r} must be 1 to 32 lower-case letters, digits or underscores"
        )
    metadata.info.setdefault(_INFO, []).append((prefix, schema))
    runs = _runs(metadata, f"{prefix}runs", schema)
    events = _events(metadata, f"{prefix}events", schema, runs)
    tallies = _tallies(metadata, f"{prefix}tallies", schema, runs)
    feed = _feed(metadata, f"{prefix}feed", schema)
    notes = _notes(metadata, f"{prefix}notes", schema, runs)
    texts = _texts(metadata, f"{prefix}sealed", schema, runs)
    for ddl in _GUARDS:
        event.listen(events, "after_create", ddl)
    event.listen(events, "after_drop", _DROP_POSTGRESQL)
    return Tables(runs, events, tallies, feed, notes, texts)


def placed(metadata: MetaData) -> tuple[tuple[str, str | None], ...]:
    """Return prefix and schema of every set of tables in a metadata, as migrations need them."""
    return tuple(metadata.info.get(_INFO, ()))


def _runs(metadata: MetaData, name: str, schema: str | None) -> Table:
    return Table(
        name,
        metadata,
        Column("run", NAME, primary_key=True),
        Column("count", BigInteger, nullable=False),
        Column("digest", LargeBinary, nullable=False),
        Column("campaign", TEXT),
        Column("version", TEXT),
        Column("unit", TEXT),
        Column("status", TEXT),
        Column("open_nodes", TEXT),
        Column("next_wakeup", BigInteger),
        Column("due", BigInteger),
        Column("unfed", BigInteger),
        Index(f"{name}_due", "due"),
        Index(
            f"{name}_unfed",
            "unfed",
            "run",
            sqlite_where=text("unfed IS NOT NULL"),
            postgresql_where=text("unfed IS NOT NULL"),
        ),
        schema=schema,
        comment=f"{STAMP}{SCHEMA}",
        sqlite_with_rowid=False,
    )


def _events(metadata: MetaData, name: str, schema: str | None, runs: Table) -> Table:
    return Table(
        name,
        metadata,
        Column("run", NAME, primary_key=True),
        Column("seq", BigInteger, primary_key=True, autoincrement=False),
        Column("kind", TEXT, nullable=False),
        Column("subject", TEXT, nullable=False),
        Column("at", BigInteger, nullable=False),
        Column("precision", TEXT, nullable=False),
        Column("recorded_at", BigInteger, nullable=False),
        Column("actor", TEXT),
        Column("rule", TEXT),
        Column("cause", BigInteger),
        Column("key", NAME),
        Column("request", TEXT),
        Column("data", TEXT),
        Column("digest", LargeBinary, nullable=False),
        ForeignKeyConstraint(["run"], [runs.c.run]),
        Index(
            f"{name}_key",
            "run",
            "key",
            unique=True,
            sqlite_where=text("key IS NOT NULL"),
            postgresql_where=text("key IS NOT NULL"),
        ),
        schema=schema,
        sqlite_with_rowid=False,
    )


def _tallies(metadata: MetaData, name: str, schema: str | None, runs: Table) -> Table:
    return Table(
        name,
        metadata,
        Column("run", NAME, primary_key=True),
        Column("rule", NAME, primary_key=True),
        Column("need", BigInteger, nullable=False),
        Column("met", BigInteger, nullable=False),
        Column("verdict", TEXT, nullable=False),
        ForeignKeyConstraint(["run"], [runs.c.run]),
        schema=schema,
        sqlite_with_rowid=False,
    )


def _feed(metadata: MetaData, name: str, schema: str | None) -> Table:
    return Table(
        name,
        metadata,
        Column("position", BigInteger, primary_key=True, autoincrement=False),
        Column("run", NAME, nullable=False),
        Column("seq", BigInteger, nullable=False),
        Index(f"{name}_event", "run", "seq", unique=True),
        schema=schema,
    )


def _notes(metadata: MetaData, name: str, schema: str | None, runs: Table) -> Table:
    return Table(
        name,
        metadata,
        Column("position", BigInteger, primary_key=True, autoincrement=False),
        Column("run", NAME, nullable=False),
        Column("node", NAME, nullable=False),
        Column("due", NAME, nullable=False),
        Column("level", NAME, nullable=False),
        Column("at", BigInteger, nullable=False),
        Column("data", TEXT, nullable=False),
        ForeignKeyConstraint(["run"], [runs.c.run]),
        Index(f"{name}_once", "run", "node", "due", "level", unique=True),
        schema=schema,
    )


def _texts(metadata: MetaData, name: str, schema: str | None, runs: Table) -> Table:
    return Table(
        name,
        metadata,
        Column("run", NAME, primary_key=True),
        Column("token", NAME, primary_key=True),
        Column("text", TEXT),
        Column("salt", LargeBinary),
        Column("about", TEXT, nullable=False),
        Column("until", TEXT),
        ForeignKeyConstraint(["run"], [runs.c.run]),
        schema=schema,
    )


def _only(dialect: str, statement: str) -> ExecutableDDLElement:
    ddl: ExecutableDDLElement = DDL(statement)  # type: ignore[no-untyped-call]  # theirs is not
    return ddl.execute_if(dialect=dialect)


_GUARDS: Final = tuple(
    _only(dialect, statement)
    for dialect, table in (
        ("sqlite", "%(table)s"),
        ("postgresql", "%(fullname)s"),
        ("mariadb", "%(fullname)s"),
    )
    for statement in unchanging(dialect, table, "%(fullname)s")
)
_DROP_POSTGRESQL: Final = _only("postgresql", "DROP FUNCTION IF EXISTS %(fullname)s_append_only()")
