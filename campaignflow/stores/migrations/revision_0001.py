"""Create the tables of the log."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from alembic.util import CommandError

from campaignflow.stores.layout import NAME, STAMP, TEXT, placed
from campaignflow.stores.statements import unchanging

revision = "campaignflow_0001"
down_revision = None
branch_labels = ("campaignflow",)
depends_on = None


def upgrade() -> None:
    """Create them, and let the database refuse to change or delete events."""
    for prefix, schema in in_host():
        _runs(prefix, schema)
        _events(prefix, schema)
        _tallies(prefix, schema)
        _outbox(prefix, schema)
        full = f"{schema}.{prefix}events" if schema else f"{prefix}events"
        dialect = op.get_bind().dialect.name
        table = f"{prefix}events" if dialect == "sqlite" else full
        for statement in unchanging(dialect, table, full):
            op.execute(statement)


def downgrade() -> None:
    """Drop them with everything in them."""
    for prefix, schema in in_host():
        for name in ("notes", "feed", "tallies", "events", "runs"):
            op.drop_table(f"{prefix}{name}", schema=schema)
        if op.get_bind().dialect.name == "postgresql":
            full = f"{schema}.{prefix}events" if schema else f"{prefix}events"
            op.execute(f"DROP FUNCTION {full}_append_only()")


def in_host() -> list[tuple[str, str | None]]:
    """Return prefix and schema of every set of tables in the host's metadata.

    Raises:
        CommandError: It has none; the revision would be noted as done, with nothing made.
    """
    target = op.get_context().opts.get("target_metadata")
    several = target if isinstance(target, list | tuple) else [target]
    found = [place for metadata in several if metadata is not None for place in placed(metadata)]
    if not found:
        raise CommandError(
            "campaignflow has no tables in target_metadata: in env.py set it to the MetaData that "
            "campaignflow.stores.tables() was given"
        )
    return found


def _runs(prefix: str, schema: str | None) -> None:
    name = f"{prefix}runs"
    op.create_table(
        name,
        sa.Column("run", NAME, primary_key=True),
        sa.Column("count", sa.BigInteger, nullable=False),
        sa.Column("digest", sa.LargeBinary, nullable=False),
        *(sa.Column(text, TEXT) for text in ("campaign", "version", "unit", "status")),
        sa.Column("open_nodes", TEXT),
        sa.Column("next_wakeup", sa.BigInteger),
        sa.Column("due", sa.BigInteger),
        sa.Column("fed", sa.BigInteger, nullable=False, server_default="0"),
        schema=schema,
        comment=f"{STAMP}1",
        sqlite_with_rowid=False,
    )
    op.create_index(f"{name}_due", name, ["due"], schema=schema)
    behind = sa.text("fed < count")
    op.create_index(
        f"{name}_unfed", name, ["run"], schema=schema, sqlite_where=behind, postgresql_where=behind
    )


def _events(prefix: str, schema: str | None) -> None:
    name = f"{prefix}events"
    op.create_table(
        name,
        sa.Column("run", NAME, primary_key=True),
        sa.Column("seq", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("subject", TEXT, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("precision", TEXT, nullable=False),
        sa.Column("recorded_at", sa.BigInteger, nullable=False),
        sa.Column("actor", TEXT),
        sa.Column("rule", TEXT),
        sa.Column("cause", sa.BigInteger),
        sa.Column("key", NAME),
        sa.Column("request", TEXT),
        sa.Column("data", TEXT),
        sa.Column("digest", sa.LargeBinary, nullable=False),
        of_run(prefix, schema),
        schema=schema,
        sqlite_with_rowid=False,
    )
    given = sa.text("key IS NOT NULL")
    op.create_index(
        f"{name}_key", name, ["run", "key"], unique=True, schema=schema,
        sqlite_where=given, postgresql_where=given,
    )  # fmt: skip


def _tallies(prefix: str, schema: str | None) -> None:
    op.create_table(
        f"{prefix}tallies",
        sa.Column("run", NAME, primary_key=True),
        sa.Column("rule", NAME, primary_key=True),
        sa.Column("need", sa.BigInteger, nullable=False),
        sa.Column("met", sa.BigInteger, nullable=False),
        sa.Column("verdict", TEXT, nullable=False),
        of_run(prefix, schema),
        schema=schema,
        sqlite_with_rowid=False,
    )


def _outbox(prefix: str, schema: str | None) -> None:
    feed, notes = f"{prefix}feed", f"{prefix}notes"
    op.create_table(
        feed,
        sa.Column("position", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("run", NAME, nullable=False),
        sa.Column("seq", sa.BigInteger, nullable=False),
        schema=schema,
    )
    op.create_index(f"{feed}_event", feed, ["run", "seq"], unique=True, schema=schema)
    op.create_table(
        notes,
        sa.Column("position", sa.BigInteger, primary_key=True, autoincrement=False),
        *(sa.Column(text, NAME, nullable=False) for text in ("run", "node", "due", "level")),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("data", TEXT, nullable=False),
        of_run(prefix, schema),
        schema=schema,
    )
    once = ["run", "node", "due", "level"]
    op.create_index(f"{notes}_once", notes, once, unique=True, schema=schema)


def of_run(prefix: str, schema: str | None) -> sa.ForeignKeyConstraint:
    """Return the constraint that a row belongs to a run."""
    runs = f"{schema}.{prefix}runs" if schema else f"{prefix}runs"
    return sa.ForeignKeyConstraint(["run"], [f"{runs}.run"])
