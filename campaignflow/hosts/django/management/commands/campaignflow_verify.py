"""``manage.py campaignflow_verify``: prove that logs are whole."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from campaignflow.errors import LogError
from campaignflow.hosts.django import DjangoLog
from campaignflow.hosts.django.speech import told
from campaignflow.log import verify


class Command(BaseCommand):
    """Verify every entry, every digest and the head."""

    help = "Prove that logs are whole: every entry, every digest, the head; all runs, or one."

    def add_arguments(self, parser: CommandParser) -> None:
        """Say what is asked for."""
        parser.add_argument("run", nargs="?", help="Name of the run; all of them else.")
        parser.add_argument("--database", help="Database; the one of the routers else.")

    def handle(self, *_args: Any, run: str | None, database: str | None, **_given: Any) -> None:
        """Verify the runs, tell what was proved, and fail at the end if one is damaged."""
        log, damaged = DjangoLog(database), []
        for name in (run,) if run else log.runs():
            try:
                self.stdout.write(f"{name}: {verify(log, name)}")
            except LogError as damage:
                damaged.append(told(damage))
        if damaged:
            raise CommandError("\n".join(damaged))
