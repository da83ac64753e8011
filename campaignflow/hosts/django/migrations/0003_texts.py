"""Create the table of texts about people, and the permission to read them."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Keep texts about people apart from the events."""

    dependencies = (("campaignflow", "0002_unfed"),)

    operations = [
        migrations.AlterModelOptions(
            "run",
            {
                "default_permissions": ("view",),
                "ordering": ("run",),
                "permissions": (
                    ("start_run", "Can start a run"),
                    ("act_run", "Can act in a run"),
                    ("texts_run", "Can read texts about people"),
                ),
                "verbose_name": "run",
                "verbose_name_plural": "runs",
            },
        ),
        migrations.CreateModel(
            name="SealedText",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "run",
                        "token",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        db_column="run",
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="campaignflow.run",
                    ),
                ),
                ("token", models.TextField()),
                ("text", models.TextField(null=True)),
                ("salt", models.BinaryField(null=True)),
                ("about", models.TextField()),
                ("until", models.TextField(null=True)),
            ],
            options={"db_table": "campaignflow_sealed", "default_permissions": ()},
        ),
    ]
