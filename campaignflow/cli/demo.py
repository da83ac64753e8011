"""The main job on a shipped example: replay what a school did, tell and draw where it stands."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Final

import attrs
import click

from campaignflow.cli.campaigns import GROUP, find_campaign
from campaignflow.cli.folder import report_folder
from campaignflow.cli.options import FINE, command
from campaignflow.cli.output import Output
from campaignflow.cli.store import opened
from campaignflow.interchange import ImportReport, ReplayClock, import_rows, read_records
from campaignflow.interchange.cells import iso_moment
from campaignflow.interchange.people import read_relations, read_roster
from campaignflow.log import EventLog
from campaignflow.model.campaign import Campaign
from campaignflow.moments import read_moment
from campaignflow.report import status as status_of
from campaignflow.run import Run

_TELLING: Final = {
    "jiangbei_2023": "2023-05-24",
    "jiefangsixiang_2012": "2012-11-05",
    "jishui_2017": "2017-07-25",
}
_UNIT: Final = "demo"
_FILES: Final = ("course.csv", "roster.csv", "relations.csv")


@attrs.frozen
class _Course:
    """Hold the files that tell what one school did."""

    course: Path
    roster: Path
    relations: Path


@command(
    "demo",
    click.argument("plan", default="jishui_2017"),
    click.option(
        "--out", "-o", "folder", type=click.Path(file_okay=False), default="demo", show_default=True
    ),
    click.option("--as-of", metavar="DAY", help="The day to tell about, as it was known then."),
)
def demo(out: Output, plan: str, as_of: str | None, folder: str) -> int:
    """Replay the shipped course of a PLAN into a fresh log and tell where it stood on a day.

    Writes a folder with the log, the status and the pictures.
    """
    campaign, course = find_campaign(plan), _course(plan)
    day = as_of or _TELLING.get(plan)
    if day is not None:
        read_moment(day, campaign.zone)
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    for old in target.glob("demo.db*"):
        old.unlink()
    with opened(str(target / "demo.db"), write=True) as log:
        run, report = _replay(out, campaign, course, log)
        last = run.state.head["recorded_at"]
        state, on, events = run.seen(known=last if day is None else day)
        found = status_of(state, on, events)
        written = report_folder(target, state, found, run.events(), out.lang)
    if out.json:
        files = [str(file) for file in written]
        out.data({"import": report.as_json(), "status": found.as_json(), "written": files})
        return FINE
    click.echo(report.text(out.lang))
    click.echo("")
    click.echo(found.text(out.lang))
    click.echo("")
    for file in written:
        out.say("cli.written", file=str(file))
    return FINE


def _course(plan: str) -> _Course:
    """Return the files of a plan's course, which lie beside the shipped definitions."""
    for place in import_module(GROUP).__path__:
        folder = Path(place) / "data" / plan
        if all((folder / name).is_file() for name in _FILES):
            return _Course(*(folder / name for name in _FILES))
    raise click.UsageError(f"no course is shipped for {plan!r}: there is one for {_with_course()}")


def _with_course() -> str:
    folders = [Path(place) / "data" for place in import_module(GROUP).__path__]
    return ", ".join(
        sorted(file.parent.name for data in folders for file in data.glob("*/course.csv"))
    )


def _replay(
    out: Output, campaign: Campaign, files: _Course, log: EventLog
) -> tuple[Run, ImportReport]:
    """Start a run when its first row happened, and give it every row at its time."""
    rows = read_records(files.course.read_bytes(), files.course.name, campaign).rows
    began = read_moment(iso_moment(rows[0].cells["at"]), campaign.zone)[0]
    clock = ReplayClock(began)
    run = Run.start(
        campaign,
        _UNIT,
        log=log,
        roster=read_roster(files.roster, campaign),
        relations=read_relations(files.relations, campaign),
        clock=clock,
    )
    with out.progress(files.course.name) as tell:
        return run, import_rows(run, rows, clock=clock, on_progress=tell)


COMMANDS: Final = {"demo": demo}
