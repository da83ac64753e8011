"""Note the first event without a place in the feed; the index then changes once between feeds."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from campaignflow.stores.layout import STAMP
from campaignflow.stores.migrations.revision_0001 import in_host
from campaignflow.stores.statements import UPGRADE_2

revision = "campaignflow_0002"
down_revision = "campaignflow_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Replace how many events have a place by the first that has none."""
    for prefix, schema in in_host():
        name = f"{prefix}runs"
        op.drop_index(f"{name}_unfed", name, schema=schema)
        for statement in UPGRADE_2:
            op.execute(statement.format(runs=_full(name, schema)))
        _index(name, schema, ["unfed", "run"], "unfed IS NOT NULL")
        number(name, schema, 2)


def downgrade() -> None:
    """Count again how many have a place."""
    for prefix, schema in in_host():
        name = f"{prefix}runs"
        op.drop_index(f"{name}_unfed", name, schema=schema)
        fed = sa.Column("fed", sa.BigInteger, nullable=False, server_default="0")
        op.add_column(name, fed, schema=schema)
        op.execute(f"UPDATE {_full(name, schema)} SET fed = coalesce(unfed - 1, count)")  # noqa: S608
        op.drop_column(name, "unfed", schema=schema)
        _index(name, schema, ["run"], "fed < count")
        number(name, schema, 1)


def _full(name: str, schema: str | None) -> str:
    return f"{schema}.{name}" if schema else name


def _index(name: str, schema: str | None, columns: list[str], where: str) -> None:
    behind = sa.text(where)
    op.create_index(
        f"{name}_unfed", name, columns, schema=schema, sqlite_where=behind, postgresql_where=behind
    )


def number(name: str, schema: str | None, number: int) -> None:
    """Write the number of the schema where the database has comments."""
    if op.get_bind().dialect.supports_comments:
        op.create_table_comment(name, f"{STAMP}{number}", schema=schema)
