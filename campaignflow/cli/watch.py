"""The command that follows a run while others write to it: watch."""

from __future__ import annotations

import sys
from contextlib import suppress
from shutil import get_terminal_size
from time import sleep
from typing import Final

import click

from campaignflow.calendar import local_day
from campaignflow.cli.options import STORED, command
from campaignflow.cli.output import Output
from campaignflow.cli.overview import overview
from campaignflow.cli.reports import event_row
from campaignflow.cli.store import the_run
from campaignflow.events import Event, to_json
from campaignflow.moments import wall_clock
from campaignflow.run import Run

_GAP: Final = "  "


@command(
    "watch",
    click.option(
        "--every",
        type=click.FloatRange(min=0.1),
        default=1.0,
        show_default=True,
        metavar="SECONDS",
        help="How often to look.",
    ),
    *STORED,
)
def watch(
    out: Output, db: str, name: str | None, campaign: str | None, every: float
) -> None:  # fmt: skip
    """Follow a run while others write to it, until Ctrl-C.

    A terminal is drawn anew when something happens: what is open, what it waits for, the
    timeline. A pipe gets one line for each new entry of the log; with --json as JSON.
    """
    with suppress(KeyboardInterrupt), the_run(db, name, campaign) as run:
        if sys.stdout.isatty() and not out.json:
            _draw(out, run, every)
        else:
            _list(out, run, every)


def _draw(out: Output, run: Run, every: float) -> None:
    """Keep a picture of the run on the terminal."""
    shown: object = None
    while True:
        run.refresh()
        day, size = local_day(wall_clock(), run.campaign.zone), get_terminal_size()
        if shown != (shown := (run.version, day, size)):
            lines = overview(run.campaign, run.state, day, out.lang, size.columns)
            click.clear()
            click.echo("\n".join([*lines[: size.lines - 2], _watching(out, run)]))
        sleep(every)


def _list(out: Output, run: Run, every: float) -> None:
    """Write what is new, an entry a line."""
    click.echo(_watching(out, run), err=True)
    while True:
        seen = run.version
        if fresh := run.refresh():
            for entry in run.log.read(run.name, seen, fresh):
                _tell(out, run, entry.event)
        sleep(every)


def _tell(out: Output, run: Run, event: Event) -> None:
    if out.json:
        out.line(to_json(event))
    else:
        click.echo(_GAP.join(event_row(out, event, run.campaign.zone)).rstrip())


def _watching(out: Output, run: Run) -> str:
    return out.word("cli.watching", run=run.name)


COMMANDS: Final = {"watch": watch}
