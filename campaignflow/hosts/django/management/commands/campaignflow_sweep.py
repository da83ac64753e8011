"""``manage.py campaignflow_sweep``: let time pass where it matters; for cron, once an hour."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from campaignflow.errors import CampaignflowError
from campaignflow.hosts.django import sweep
from campaignflow.hosts.django.people import Names
from campaignflow.hosts.django.speech import text, told
from campaignflow.report import Reminder


class Command(BaseCommand):
    """Tick every run that it matters to, and tell each reminder once."""

    help = "Let time pass in every run that it matters to, and tell each reminder once."

    def add_arguments(self, parser: CommandParser) -> None:
        """Say what is asked for."""
        parser.add_argument("--database", help="Database; the one of the routers else.")

    def handle(self, *_args: Any, database: str | None, **_given: Any) -> None:
        """Sweep, tell what is new, and fail at the end if a run could not be looked at."""
        try:
            for reminder in sweep(using=database):
                self.stdout.write(_line(reminder))
        except ExceptionGroup as failed:
            for failure in failed.exceptions:
                self.stderr.write(told(failure))
            raise CommandError(failed.message) from failed
        except CampaignflowError as failure:
            raise CommandError(told(failure)) from failure


def _line(reminder: Reminder) -> str:
    member = reminder.node.partition("#")[2]
    who = reminder.who or (text("django.none"),)
    line = text(
        "cli.reminder", unit=reminder.unit, what=reminder.notice, level=reminder.word, who=who
    )
    return Names({*reminder.who, member}).text(line)
