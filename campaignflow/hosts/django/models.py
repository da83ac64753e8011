"""The tables of the log, as Django knows them; written by the log only, read by whoever may.

They are those of :mod:`campaignflow.stores`, column by column.
"""

from __future__ import annotations

from typing import Final

from django.db import models

from campaignflow.hosts.django.speech import lazy_text

RUNS: Final = "campaignflow_runs"
EVENTS: Final = "campaignflow_events"
TALLIES: Final = "campaignflow_tallies"
FEED: Final = "campaignflow_feed"
NOTES: Final = "campaignflow_notes"
TEXTS: Final = "campaignflow_sealed"


STATUS: Final = tuple(
    (name, lazy_text(f"report.run.{name}"))
    for name in ("planned", "running", "suspended", "concluded", "archived", "cancelled")
)


class Run(models.Model):
    """Where one run's log ends, its state and its next wake-up.

    A host's table points at a run by ``ForeignKey("campaignflow.Run", ...)``; its key is its name.
    """

    run = models.TextField(lazy_text("django.run"), primary_key=True)
    count = models.BigIntegerField(lazy_text("django.events"))
    digest = models.BinaryField()
    campaign = models.TextField(lazy_text("django.campaign"), null=True)
    version = models.TextField(lazy_text("django.version"), null=True)
    unit = models.TextField(lazy_text("django.unit"), null=True)
    status = models.TextField(lazy_text("django.status"), null=True, choices=STATUS)
    open_nodes = models.TextField(null=True)
    next_wakeup = models.BigIntegerField(null=True, db_index=True)
    due = models.BigIntegerField(null=True, db_index=True)
    unfed = models.BigIntegerField(null=True)

    class Meta:
        """Name the table and the permissions beside Django's own."""

        db_table = RUNS
        verbose_name = lazy_text("django.run")
        verbose_name_plural = lazy_text("django.runs")
        ordering = ("run",)
        default_permissions = ("view",)
        permissions = (
            ("start_run", "Can start a run"),
            ("act_run", "Can act in a run"),
            ("texts_run", "Can read texts about people"),
        )
        indexes = (
            models.Index(
                fields=("unfed", "run"),
                name="campaignflow_runs_unfed",
                condition=models.Q(unfed__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return str(self.run)


class Event(models.Model):
    """One event of a run; the database refuses to change or delete it."""

    pk = models.CompositePrimaryKey("run", "seq")
    run = models.ForeignKey(Run, models.PROTECT, db_column="run", db_index=False)
    seq = models.BigIntegerField()
    kind = models.TextField()
    subject = models.TextField()
    at = models.BigIntegerField()
    precision = models.TextField()
    recorded_at = models.BigIntegerField()
    actor = models.TextField(null=True)
    rule = models.TextField(null=True)
    cause = models.BigIntegerField(null=True)
    key = models.TextField(null=True)
    request = models.TextField(null=True)
    data = models.TextField(null=True)
    digest = models.BinaryField()

    class Meta:
        """Name the table; an idempotency key is used once in a run, a person's runs are found."""

        db_table = EVENTS
        default_permissions = ()
        indexes = (
            models.Index(
                fields=("subject",),
                name="campaignflow_events_roster",
                condition=models.Q(kind="took_role"),
            ),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("run", "key"),
                name="campaignflow_events_key",
                condition=models.Q(key__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"{self.run_id} {self.seq}"


class Tally(models.Model):
    """How far one rule of a run is met."""

    pk = models.CompositePrimaryKey("run", "rule")
    run = models.ForeignKey(Run, models.PROTECT, db_column="run", db_index=False)
    rule = models.TextField()
    need = models.BigIntegerField()
    met = models.BigIntegerField()
    verdict = models.TextField()

    class Meta:
        """Name the table."""

        db_table = TALLIES
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.run_id} {self.rule}"


class FedEvent(models.Model):
    """The place of one event among the events of all runs."""

    position = models.BigIntegerField(primary_key=True)
    run = models.TextField()
    seq = models.BigIntegerField()

    class Meta:
        """Name the table, and give each event one place."""

        db_table = FEED
        default_permissions = ()
        constraints = (
            models.UniqueConstraint(fields=("run", "seq"), name="campaignflow_feed_event"),
        )

    def __str__(self) -> str:
        return f"{self.position}"


class Note(models.Model):
    """One reminder that a sweep has given."""

    position = models.BigIntegerField(primary_key=True)
    run = models.ForeignKey(Run, models.PROTECT, db_column="run", db_index=False)
    node = models.TextField()
    due = models.TextField()
    level = models.TextField()
    at = models.BigIntegerField()
    data = models.TextField()

    class Meta:
        """Name the table, and let everything be said once."""

        db_table = NOTES
        default_permissions = ()
        constraints = (
            models.UniqueConstraint(
                fields=("run", "node", "due", "level"), name="campaignflow_notes_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.position}"


class SealedText(models.Model):
    """One text about a person, kept apart from the events; its row stays when it is erased."""

    pk = models.CompositePrimaryKey("run", "token")
    run = models.ForeignKey(Run, models.PROTECT, db_column="run", db_index=False)
    token = models.TextField()
    text = models.TextField(null=True)
    salt = models.BinaryField(null=True)
    about = models.TextField()
    until = models.TextField(null=True)

    class Meta:
        """Name the table."""

        db_table = TEXTS
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.token)
