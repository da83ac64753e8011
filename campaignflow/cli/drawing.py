"""The command that draws a definition, or how far a run of it is: draw."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Final

import click

from campaignflow.cli.campaigns import find_campaign
from campaignflow.cli.options import AS_OF, DB, RUN, command
from campaignflow.cli.output import Output
from campaignflow.cli.store import the_run
from campaignflow.model.campaign import Campaign

if TYPE_CHECKING:
    from campaignflow.run import Run
    from campaignflow.state import State
    from campaignflow.temporal import Schedule

_PAGE: Final = ".html"
_ENDINGS: Final = (".svg", ".png", _PAGE, ".mmd", ".dot")


@command(
    "draw",
    click.argument("plan", required=False),
    DB,
    RUN,
    AS_OF,
    click.option(
        "--out",
        "-o",
        "target",
        type=click.Path(),
        help="Folder to write, made if it is missing; or the file of one picture: the phases as "
        ".svg, .png, .mmd (Mermaid) or .dot, or the page as .html.",
    ),
    click.option(
        "--format",
        "kind",
        type=click.Choice(["svg", "png", "html", "text"]),
        help="Two pictures (svg if not said), one page that replays the run day by day, or lines "
        "for a terminal.",
    ),
    click.option("--spare", is_flag=True, help="Show days to spare and what the end hangs on."),
)
def draw(
    out: Output, plan: str | None, db: str, name: str | None, as_of: str | None,
    target: str | None, kind: str | None, spare: bool,
) -> None:  # fmt: skip
    """Draw a definition, or with --run (and no PLAN, or the PLAN of the run) how far it is.

    Writes phases.svg and timeline.svg (or .png), or campaign.html, or the one file that is named;
    a text goes to the terminal.
    """
    place = Path(target or ".")
    ending = _ending(place, kind, spare=spare)
    if plan is not None and name is None:
        written = _drawn(out, place, ending, kind, find_campaign(plan), None, spare=spare)
    else:
        with the_run(db, name, plan) as run:
            written = _drawn(out, place, ending, kind, run.campaign, run, as_of, spare=spare)
    out.written(written)


def _ending(place: Path, kind: str | None, *, spare: bool) -> str:
    """Return the ending of the one picture that is asked for; empty for a folder.

    Raises:
        UsageError: It is none of a picture, or the other options ask for something else.
    """
    ending = "" if place.is_dir() else place.suffix.lower()
    if ending and ending not in _ENDINGS:
        known = f"{', '.join(_ENDINGS[:-1])} or {_ENDINGS[-1]}"
        raise click.UsageError(
            f"{place.name!r}: a picture ends in {known}; a folder has none, or is there already"
        )
    if ending and kind is not None and f".{kind}" != ending:
        raise click.UsageError(f"--format {kind} does not fit {place.name!r}: leave it out")
    if spare and ending:
        raise click.UsageError("--spare shows in the timeline: name a folder for both pictures")
    return ending


def _drawn(
    out: Output,
    place: Path,
    ending: str,
    kind: str | None,
    plan: Campaign,
    run: Run | None,
    as_of: str | None = None,
    *,
    spare: bool,
) -> list[Path]:
    from campaignflow.cli.folder import PAGE, draw_folder, page_file, picture_file
    from campaignflow.cli.overview import overview

    state, day, _events = run.seen(as_of) if run else (None, None, ())
    if kind == "text":
        columns = get_terminal_size((100, 24)).columns
        click.echo("\n".join(overview(plan, state, day, out.lang, columns)))
        return []
    if kind == "html" or ending == _PAGE:
        events, name = (run.events(), run.name) if run else ((), "")
        file = place if ending else place / PAGE
        return [page_file(file, plan, events, day, out.lang, name)]
    if ending:
        return [picture_file(place, plan, state, day, out.lang)]
    times = _times(plan, state, day) if spare else None
    return draw_folder(place, plan, state, day, out.lang, times, pixels=kind == "png")


def _times(plan: Campaign, state: State | None, day: dt.date | None) -> Schedule:
    from campaignflow.temporal import schedule
    from campaignflow.temporal.dates import schedule_of

    return schedule(plan) if state is None else schedule_of(state, today=day)


COMMANDS: Final = {"draw": draw}
