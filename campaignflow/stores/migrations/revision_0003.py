"""Create the table of texts about people, which are kept apart from the events."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from campaignflow.stores.layout import NAME, TEXT
from campaignflow.stores.migrations.revision_0001 import in_host, of_run
from campaignflow.stores.migrations.revision_0002 import number

revision = "campaignflow_0003"
down_revision = "campaignflow_0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create it."""
    for prefix, schema in in_host():
        op.create_table(
            f"{prefix}sealed",
            sa.Column("run", NAME, primary_key=True),
            sa.Column("token", NAME, primary_key=True),
            sa.Column("text", TEXT),
            sa.Column("salt", sa.LargeBinary),
            sa.Column("about", TEXT, nullable=False),
            sa.Column("until", TEXT),
            of_run(prefix, schema),
            schema=schema,
        )
        number(f"{prefix}runs", schema, 3)


def downgrade() -> None:
    """Drop it with the texts in it; their tokens stay in the events."""
    for prefix, schema in in_host():
        op.drop_table(f"{prefix}sealed", schema=schema)
        number(f"{prefix}runs", schema, 2)
