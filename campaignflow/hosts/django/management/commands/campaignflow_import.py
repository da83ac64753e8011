"""``manage.py campaignflow_import``: read a table of records and commands into a run."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from campaignflow.errors import CampaignflowError
from campaignflow.hosts.django import load
from campaignflow.hosts.django.people import called, names_in
from campaignflow.hosts.django.speech import language, told
from campaignflow.interchange import ReplayClock, import_rows, read_records


class Command(BaseCommand):
    """Read a table into a run; run again, it goes on where it ended."""

    help = "Read records and other commands from a CSV file; run again, it goes on."

    def add_arguments(self, parser: CommandParser) -> None:
        """Say what is asked for."""
        parser.add_argument("run", help="Name of the run.")
        parser.add_argument("file", type=Path, help="CSV file; people are written as usernames.")
        parser.add_argument(
            "--all-or-nothing", action="store_true", help="Write nothing if a row is refused."
        )
        parser.add_argument(
            "--replay", action="store_true", help="History: each row was learnt at its own time."
        )
        parser.add_argument("--database", help="Database; the one of the routers else.")

    def handle(self, *_args: Any, **given: Any) -> None:
        """Read the rows and tell what became of them."""
        clock = ReplayClock(0) if given["replay"] else None
        options = {} if clock is None else {"clock": clock}
        try:
            run = load(given["run"], using=given["database"], **options)
            if clock is not None:
                clock.advance(run.state.head["recorded_at"])
            sheet = read_records(given["file"].read_bytes(), given["file"].name, run.campaign)
            report = import_rows(
                run, sheet.rows, clock=clock, who=called(run).get,
                all_or_nothing=given["all_or_nothing"],
            )  # fmt: skip
        except (CampaignflowError, OSError) as failure:
            raise CommandError(told(failure)) from failure
        outcome = names_in(run).text(report.text(language()))
        if report.refused:
            raise CommandError(outcome)
        self.stdout.write(outcome)
