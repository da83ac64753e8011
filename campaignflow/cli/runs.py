"""Commands that act on a run: start, record, do; and why, which only asks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final

import click

from campaignflow.cli.campaigns import find_campaign
from campaignflow.cli.options import ACT, DB, FINE, FOUND, STORED, command
from campaignflow.cli.output import Output
from campaignflow.cli.store import opened, the_run
from campaignflow.commands import Command
from campaignflow.events import Event, to_json
from campaignflow.interchange.cells import CellError
from campaignflow.interchange.columns import Reader, headings
from campaignflow.interchange.history import ReplayClock
from campaignflow.interchange.people import read_relations, read_roster
from campaignflow.interchange.sheet import SheetRow
from campaignflow.model.campaign import Campaign
from campaignflow.model.planning import Planned
from campaignflow.moments import read_moment
from campaignflow.report import gaps
from campaignflow.run import Run

_VALUES = click.argument("values", nargs=-1, metavar="[NAME=VALUE]...")
_TABLE = click.Path(exists=True, dir_okay=False)


@command(
    "start",
    click.argument("plan"),
    click.argument("unit"),
    click.option("--title", help="What people call the unit; its id else."),
    click.option("--run", "name", help="Name of the run; PLAN/UNIT else."),
    click.option("--roster", type=_TABLE, help="CSV with the columns person and role."),
    click.option("--relations", type=_TABLE, help="CSV with relation, left and right."),
    click.option("--fact", "facts", multiple=True, metavar="NAME=VALUE", help="Fact of the unit."),
    click.option("--tier", help="Level of the unit, where the plan has levels."),
    click.option("--parent", help="Name of the run of the unit above, in the same file."),
    click.option("--actor", help="Id of the person who starts it."),
    click.option("--at", metavar="TIME", help="When it started, if not now."),
    click.option("--replay", is_flag=True, help="History: it was also learnt at that time."),
    DB,
)
def start(
    out: Output, plan: str, unit: str, db: str, roster: str | None, relations: str | None,
    facts: Sequence[str], at: str | None, replay: bool, **more: Any,
) -> None:  # fmt: skip
    """Start a run of PLAN for UNIT."""
    campaign = find_campaign(plan)
    people = read_roster(Path(roster), campaign) if roster else ()
    pairs = read_relations(Path(relations), campaign) if relations else ()
    if replay:
        more["clock"] = ReplayClock(start_moment(campaign, at))
    with opened(db, write=True, new=True) as log:
        run = Run.start(
            campaign, unit, log=log, roster=people, relations=pairs, at=at,
            facts=told_facts(campaign, facts), **more,
        )  # fmt: skip
        _told(out, run, run.events())
        for gap in gaps(run.state):
            out.say(gap.code, **gap.params)


def start_moment(campaign: Campaign, at: str | None) -> int:
    """Return when a run starts: the moment given, else the first planned day."""
    planned = Planned(campaign).windows["campaign"].start
    return read_moment(at or planned or 0, campaign.zone)[0]


def told_facts(campaign: Campaign, given: Sequence[str]) -> dict[str, Any]:
    """Return facts of a unit that were given as NAME=VALUE."""
    from campaignflow.interchange.cells import field_value

    fields = {field.key: field for field in campaign.facts}
    pairs = (parted(value) for value in given)
    return {name: field_value(fields.get(name), text) for name, text in pairs}


def parted(value: str) -> tuple[str, str]:
    """Return both sides of NAME=VALUE."""
    name, mark, text = value.partition("=")
    if not mark:
        raise click.UsageError(f"{value!r} is no NAME=VALUE")
    return name, text


@command("record", click.argument("kind"), _VALUES, *ACT, *STORED)
def record(
    out: Output, kind: str, values: Sequence[str], db: str, name: str | None,
    campaign: str | None, **act: str | None,
) -> None:  # fmt: skip
    """Record a fact of KIND with the values of its fields, such as mode=面谈."""
    with the_run(db, name, campaign, write=True) as run:
        cells = {"command": "record", "kind": kind, **_cells(run, values, fields=True)}
        _told(out, run, run.give(_command(run, cells, act)))


@command(
    "do",
    click.argument("what", metavar="COMMAND"),
    click.argument("subject", default=""),
    _VALUES,
    *ACT,
    *STORED,
)
def do(
    out: Output, what: str, subject: str, values: Sequence[str], db: str, name: str | None,
    campaign: str | None, **act: str | None,
) -> None:  # fmt: skip
    """Give a COMMAND about SUBJECT: open, close, finish, submit, approve, return_, waive, ..."""
    with the_run(db, name, campaign, write=True) as run:
        cells = _asked(run, what, subject, values)
        _told(out, run, run.give(_command(run, cells, act)))


@command(
    "why",
    click.argument("what", metavar="COMMAND"),
    click.argument("subject", default=""),
    _VALUES,
    *ACT[:3],
    *STORED,
)
def why(
    out: Output, what: str, subject: str, values: Sequence[str], db: str, name: str | None,
    campaign: str | None, **act: str | None,
) -> int:  # fmt: skip
    """Tell why a COMMAND would be refused, with every reason; nothing is done."""
    with the_run(db, name, campaign) as run:
        asked = _command(run, _asked(run, what, subject, values), act)
        refusal = run.why_not(
            asked.name, asked.subject, actor=asked.actor, at=asked.at, reason=asked.reason,
            **asked.args,
        )  # fmt: skip
    if out.json:
        out.data({"granted": refusal is None, "refusal": refusal and refusal.as_json()})
    elif refusal is None:
        out.say("cli.granted", command=what, subject=subject)
    else:
        click.echo(refusal.text(out.lang))
    return FINE if refusal is None else FOUND


def _asked(run: Run, what: str, subject: str, values: Sequence[str]) -> dict[str, str]:
    """Return a command as the cells of a row; it may have values without a subject."""
    if "=" in subject:
        subject, values = "", (subject, *values)
    return {"command": what, "subject": subject, **_cells(run, values, fields=False)}


def _cells(run: Run, values: Sequence[str], *, fields: bool) -> dict[str, str]:
    """Return values as the cells of a row; a bare name is a field or an argument of the command."""
    known, cells = headings(run.campaign), {}
    for name, text in map(parted, values):
        column = f"v:{name.removeprefix('v:')}" if fields else known.get(name)
        if column is None:
            near = ", ".join(get_close_matches(name, known, 3, 0.5)) or ", ".join(known)
            raise click.UsageError(f"no command takes {name!r}; did you mean {near}?")
        cells[column] = text
    return cells


def _command(run: Run, cells: dict[str, str], act: dict[str, str | None]) -> Command:
    given = {name: text for name, text in act.items() if text is not None}
    row = SheetRow(0, {**cells, **given})
    try:
        return Reader(run).command(row, act.get("key"))
    except CellError as wrong:
        place = f"{wrong.column.removeprefix('v:')}: " if wrong.column else ""
        raise click.UsageError(f"{place}{wrong.notice.en}") from wrong


def _told(out: Output, run: Run, events: Iterable[Event]) -> None:
    if out.json:
        out.data({"run": run.name, "version": run.version, "events": [to_json(e) for e in events]})
    for event in events:
        what = out.word(f"cli.event.{event.kind}")
        out.say("cli.event", seq=event.seq, what=what, subject=event.subject or run.name)


COMMANDS: Final = {"start": start, "record": record, "do": do, "why": why}
