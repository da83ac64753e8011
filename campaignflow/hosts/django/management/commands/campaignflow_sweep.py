"""``manage.py campaignflow_sweep``: let time pass where it matters; for cron, once an hour."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from campaignflow.errors import CampaignflowError
from campaignflow.hosts.django import sweep


class Command(BaseCommand):
    """Tick every run that is due."""

    help = "Give a tick to every run whose planned time has reached a start or an end."

    def add_arguments(self, parser: CommandParser) -> None:
        """Say what is asked for."""
        parser.add_argument("--database", help="Database; the one of the routers else.")

    def handle(self, *_args: Any, database: str | None, **_given: Any) -> None:
        """Sweep, tell what happened in each run, and fail at the end if one did."""
        failed, looked = [], 0
        for name, outcome in sweep(using=database):
            looked += 1
            if isinstance(outcome, CampaignflowError):
                failed.append(name)
                self.stderr.write(f"{name}: {outcome}")
            else:
                self.stdout.write(f"{name}: {len(outcome)} events")
        if failed:
            raise CommandError(f"{len(failed)} runs failed: {', '.join(failed)}")
        self.stdout.write(f"{looked} runs were due")
