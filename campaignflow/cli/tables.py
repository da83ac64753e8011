"""The command that reads a table into a run: import."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click

from campaignflow.cli.options import FINE, FOUND, STORED, command
from campaignflow.cli.output import Output
from campaignflow.cli.store import the_run
from campaignflow.interchange import ReplayClock, import_rows, read_records


@command(
    "import",
    click.argument("file", type=click.Path(exists=True, dir_okay=False)),
    click.option("--all-or-nothing", is_flag=True, help="Write nothing if a row would be refused."),
    click.option(
        "--replay",
        is_flag=True,
        help="History: each row was learnt at its recorded_at, else its at.",
    ),
    *STORED,
)
def import_(
    out: Output, file: str, all_or_nothing: bool, replay: bool, db: str, name: str | None,
    campaign: str | None,
) -> int:  # fmt: skip
    """Read records and other commands from a CSV FILE; run again, it goes on where it ended."""
    clock = ReplayClock(0) if replay else None
    with the_run(db, name, campaign, write=True, clock=clock) as run:
        if clock is not None:
            clock.advance(run.state.head["recorded_at"])
        sheet = read_records(Path(file).read_bytes(), Path(file).name, run.campaign)
        with out.progress(sheet.name) as tell:
            report = import_rows(
                run, sheet.rows, clock=clock, all_or_nothing=all_or_nothing, on_progress=tell
            )
    if out.json:
        out.data({"run": run.name, "version": run.version, **report.as_json()})
    else:
        click.echo(report.text(out.lang))
    return FOUND if report.refused else FINE


COMMANDS: Final = {"import": import_}
