"""Note the first event without a place in the feed, and find by an index what is to be woken."""

from __future__ import annotations

from django.db import migrations, models

RUNS = "campaignflow_runs"


class Migration(migrations.Migration):
    """Replace how many events have a place by the first that has none; index the wake-ups."""

    dependencies = (("campaignflow", "0001_initial"),)

    operations = [
        migrations.AlterField(
            "run", "next_wakeup", models.BigIntegerField(db_index=True, null=True)
        ),
        migrations.RemoveIndex("run", "campaignflow_runs_unfed"),
        migrations.AddField("run", "unfed", models.BigIntegerField(null=True)),
        migrations.RunSQL(
            f"UPDATE {RUNS} SET unfed = fed + 1 WHERE fed < count",  # noqa: S608
            f"UPDATE {RUNS} SET fed = coalesce(unfed - 1, count)",  # noqa: S608
        ),
        migrations.RemoveField("run", "fed"),
        migrations.AddIndex(
            "run",
            models.Index(
                condition=models.Q(("unfed__isnull", False)),
                fields=["unfed", "run"],
                name="campaignflow_runs_unfed",
            ),
        ),
    ]
