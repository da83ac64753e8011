"""The main job on a shipped example: replay what was done, tell and draw where it stands."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any, Final

import attrs
import click

from campaignflow.cli.campaigns import GROUP, find_campaign
from campaignflow.cli.folder import report_folder, rollup_folder
from campaignflow.cli.options import FINE, command
from campaignflow.cli.output import Output
from campaignflow.cli.store import opened
from campaignflow.interchange import ImportReport, ReplayClock, import_rows, read_records
from campaignflow.interchange.cells import iso_moment
from campaignflow.interchange.people import read_relations, read_roster, read_units
from campaignflow.interchange.tree import import_course, read_course
from campaignflow.log import EventLog
from campaignflow.model.campaign import Campaign
from campaignflow.moments import read_moment
from campaignflow.report import Rollup
from campaignflow.report import status as status_of
from campaignflow.run import Run
from campaignflow.tree import Tree

_TELLING: Final = {
    "jiangbei_2023": "2023-05-24",
    "jiefangsixiang_2012": "2012-11-05",
    "jishui_2017": "2017-07-25",
    "qingshanhu_2010": "2011-06-27",
    "xuhui_2009": "2009-06-26",
}
_UNIT: Final = "demo"
_FILES: Final = ("course.csv", "roster.csv", "relations.csv")


@attrs.frozen
class _Course:
    """Hold the files that tell what one unit did, or every unit of ``units``."""

    course: Path
    roster: Path
    relations: Path
    units: Path | None


@attrs.frozen
class _Replayed:
    """Hold a run with what became of its rows; and the tree it is of, where there is one."""

    run: Run
    report: ImportReport
    tree: Tree | None = None

    def rollup(self, day: str | int) -> Rollup | None:
        """Return where all units stood, by what had been learnt by ``day``."""
        return None if self.tree is None else self.tree.rollup(known=day)


@command(
    "demo",
    click.argument("plan", default="jishui_2017"),
    click.option(
        "--out", "-o", "folder", type=click.Path(file_okay=False), default="demo", show_default=True
    ),
    click.option("--as-of", metavar="DAY", help="The day to tell about, as it was known then."),
    click.option("--unit", help="The unit to tell about, of many; the topmost else."),
)
def demo(out: Output, plan: str, as_of: str | None, folder: str, unit: str | None) -> int:
    """Replay the shipped course of a PLAN into a fresh log and tell where it stood on a day.

    Writes a folder with the log, the status and the pictures; for many units with the roll-up.
    """
    campaign, course = find_campaign(plan), _course(plan)
    told = as_of or _TELLING.get(plan)
    if told is not None:
        read_moment(told, campaign.zone)
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    for old in target.glob("demo.db*"):
        old.unlink()
    with opened(str(target / "demo.db"), write=True, new=True) as log:
        done = _replay(out, campaign, course, log, unit)
        day = done.run.state.head["recorded_at"] if told is None else told
        state, on, events = done.run.seen(known=day)
        found, whole = status_of(state, on, events), done.rollup(day)
        written = report_folder(target, state, found, done.run.events(), out.lang)
        if done.tree is not None:
            written += rollup_folder(target, done.tree, out.lang, known=day)
    if out.json:
        data: dict[str, Any] = {"import": done.report.as_json(), "status": found.as_json()}
        data |= {} if whole is None else {"rollup": whole.as_json()}
        out.data({**data, "written": [str(file) for file in written]})
        return FINE
    for part in (done.report, whole, found):
        if part is not None:
            click.echo(f"{part.text(out.lang)}\n")
    for file in written:
        out.say("cli.written", file=str(file))
    return FINE


def _course(plan: str) -> _Course:
    """Return the files of a plan's course, which lie beside the shipped definitions."""
    for place in import_module(GROUP).__path__:
        folder = Path(place) / "data" / plan
        if all((folder / name).is_file() for name in _FILES):
            units = folder / "units.csv"
            course, roster, relations = (folder / name for name in _FILES)
            return _Course(course, roster, relations, units if units.is_file() else None)
    raise click.UsageError(f"no course is shipped for {plan!r}: there is one for {_with_course()}")


def _with_course() -> str:
    folders = [Path(place) / "data" for place in import_module(GROUP).__path__]
    return ", ".join(
        sorted(file.parent.name for data in folders for file in data.glob("*/course.csv"))
    )


def _replay(
    out: Output, campaign: Campaign, files: _Course, log: EventLog, unit: str | None
) -> _Replayed:
    if files.units is not None:
        return _replay_tree(out, campaign, files, files.units, log, unit)
    if unit is not None:
        raise click.UsageError(f"the course of {campaign.key} tells of one unit only: drop --unit")
    return _replay_one(out, campaign, files, log)


def _replay_one(out: Output, campaign: Campaign, files: _Course, log: EventLog) -> _Replayed:
    """Start a run when its first row happened, and give it every row at its time."""
    rows = read_records(files.course.read_bytes(), files.course.name, campaign).rows
    clock = ReplayClock(read_moment(iso_moment(rows[0].cells["at"]), campaign.zone)[0])
    run = Run.start(
        campaign,
        _UNIT,
        log=log,
        roster=read_roster(files.roster, campaign),
        relations=read_relations(files.relations, campaign),
        clock=clock,
    )
    with out.progress(files.course.name) as tell:
        return _Replayed(run, import_rows(run, rows, clock=clock, on_progress=tell))


def _replay_tree(
    out: Output, campaign: Campaign, files: _Course, units: Path, log: EventLog, unit: str | None
) -> _Replayed:
    """Start each unit's run when its first row happened, and give every row at its time."""
    rows = read_course(files.course.read_bytes(), files.course.name, campaign).rows
    clock = ReplayClock(-(2**62))
    tree = Tree(campaign, read_units(units, campaign), log, clock=clock)
    told = next(iter(tree.units)).key if unit is None else unit
    if told not in tree.units:
        known = ", ".join(each.key for each in tree.units)
        raise click.UsageError(f"there is no unit {told!r}: there are {known}")

    def begin(each: str, at: int) -> None:
        people = read_roster(files.roster, campaign, each)
        tree.start(
            each, roster=people, relations=read_relations(files.relations, campaign, each), at=at
        )

    with out.progress(files.course.name) as tell:
        report = import_course(tree, rows, begin, clock=clock, on_progress=tell)
    return _Replayed(tree.run(told), report, tree)


COMMANDS: Final = {"demo": demo}
