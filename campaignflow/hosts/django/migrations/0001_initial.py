"""Create the tables, and let the database refuse to change or delete events."""

from __future__ import annotations

from typing import Any

import django.db.models.deletion
from django.db import migrations, models

from campaignflow.stores.statements import unchanging

EVENTS = "campaignflow_events"


def protect(apps: Any, schema_editor: Any) -> None:
    """Create the triggers that keep events unchanged."""
    for statement in unchanging(schema_editor.connection.vendor, EVENTS, EVENTS):
        schema_editor.execute(statement)


def release(apps: Any, schema_editor: Any) -> None:
    """Drop what the table itself does not take with it."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION campaignflow_events_append_only() CASCADE")


class Migration(migrations.Migration):
    """Create the tables of the log."""

    initial = True

    dependencies = ()

    operations = [
        migrations.CreateModel(
            name="Run",
            fields=[
                ("run", models.TextField(primary_key=True, serialize=False, verbose_name="run")),
                ("count", models.BigIntegerField(verbose_name="events")),
                ("digest", models.BinaryField()),
                ("campaign", models.TextField(null=True, verbose_name="campaign")),
                ("version", models.TextField(null=True, verbose_name="version")),
                ("unit", models.TextField(null=True, verbose_name="unit")),
                (
                    "status",
                    models.TextField(
                        choices=[
                            ("planned", "not started"),
                            ("running", "running"),
                            ("suspended", "suspended"),
                            ("concluded", "concluded"),
                            ("archived", "archived"),
                            ("cancelled", "cancelled"),
                        ],
                        null=True,
                        verbose_name="status",
                    ),
                ),
                ("open_nodes", models.TextField(null=True)),
                ("next_wakeup", models.BigIntegerField(null=True)),
                ("due", models.BigIntegerField(db_index=True, null=True)),
                ("fed", models.BigIntegerField(db_default=0)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("fed__lt", models.F("count"))),
                        fields=["run"],
                        name="campaignflow_runs_unfed",
                    )
                ],
                "verbose_name": "run",
                "verbose_name_plural": "runs",
                "db_table": "campaignflow_runs",
                "ordering": ("run",),
                "permissions": (("start_run", "Can start a run"), ("act_run", "Can act in a run")),
                "default_permissions": ("view",),
            },
        ),
        migrations.CreateModel(
            name="Tally",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "run", "rule", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("rule", models.TextField()),
                ("need", models.BigIntegerField()),
                ("met", models.BigIntegerField()),
                ("verdict", models.TextField()),
                (
                    "run",
                    models.ForeignKey(
                        db_column="run",
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="campaignflow.run",
                    ),
                ),
            ],
            options={
                "db_table": "campaignflow_tallies",
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Event",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "run", "seq", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("seq", models.BigIntegerField()),
                ("kind", models.TextField()),
                ("subject", models.TextField()),
                ("at", models.BigIntegerField()),
                ("precision", models.TextField()),
                ("recorded_at", models.BigIntegerField()),
                ("actor", models.TextField(null=True)),
                ("rule", models.TextField(null=True)),
                ("cause", models.BigIntegerField(null=True)),
                ("key", models.TextField(null=True)),
                ("request", models.TextField(null=True)),
                ("data", models.TextField(null=True)),
                ("digest", models.BinaryField()),
                (
                    "run",
                    models.ForeignKey(
                        db_column="run",
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="campaignflow.run",
                    ),
                ),
            ],
            options={
                "db_table": "campaignflow_events",
                "default_permissions": (),
                "indexes": [
                    models.Index(
                        condition=models.Q(("kind", "took_role")),
                        fields=["subject"],
                        name="campaignflow_events_roster",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("key__isnull", False)),
                        fields=("run", "key"),
                        name="campaignflow_events_key",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="FedEvent",
            fields=[
                ("position", models.BigIntegerField(primary_key=True, serialize=False)),
                ("run", models.TextField()),
                ("seq", models.BigIntegerField()),
            ],
            options={
                "db_table": "campaignflow_feed",
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(fields=("run", "seq"), name="campaignflow_feed_event")
                ],
            },
        ),
        migrations.CreateModel(
            name="Note",
            fields=[
                ("position", models.BigIntegerField(primary_key=True, serialize=False)),
                ("node", models.TextField()),
                ("due", models.TextField()),
                ("level", models.TextField()),
                ("at", models.BigIntegerField()),
                ("data", models.TextField()),
                (
                    "run",
                    models.ForeignKey(
                        db_column="run",
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="campaignflow.run",
                    ),
                ),
            ],
            options={
                "db_table": "campaignflow_notes",
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("run", "node", "due", "level"), name="campaignflow_notes_once"
                    )
                ],
            },
        ),
        migrations.RunPython(protect, release),
    ]
