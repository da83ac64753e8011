"""The SQLite file that keeps the runs, and the one run that a command is about."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from campaignflow.cli.campaigns import find_campaign, shipped
from campaignflow.errors import RunNotFoundError
from campaignflow.log import EventLog
from campaignflow.model.campaign import Campaign
from campaignflow.run import Run
from campaignflow.state import blueprint
from campaignflow.tree import Tree

if TYPE_CHECKING:
    from campaignflow.stores import SqlLog


@contextmanager
def opened(db: str, *, write: bool = False, new: bool = False) -> Iterator[SqlLog]:
    """Yield the log in a file, to be written or only read; it is made only where it may be new.

    Raises:
        UsageError: There is no such file.
        StorageError: It cannot be opened, or is something else.
    """
    from campaignflow.stores import SqlLog, open_sqlite

    if not new and not Path(db).exists():
        raise click.UsageError(f"there is no file {db}: start a run first, or give --db")
    engine = open_sqlite(db, read_only=not write)
    try:
        log = SqlLog(engine)
        if write:
            log.create()
        yield log
    finally:
        engine.dispose()


@contextmanager
def the_run(
    db: str,
    name: str | None,
    campaign: str | None,
    *,
    write: bool = False,
    clock: Callable[[], int] | None = None,
) -> Iterator[Run]:
    """Yield the run that a command is about, loaded with its digests checked."""
    with opened(db, write=write) as log:
        chosen = run_name(log, name)
        try:
            plan = find_campaign(campaign) if campaign else _pinned(log, chosen)
            run = _loaded(plan, chosen, log, {} if clock is None else {"clock": clock})
        except RunNotFoundError as missing:
            raise click.UsageError(_near(log, chosen)) from missing
        yield run


def _loaded(plan: Campaign, name: str, log: EventLog, options: dict[str, Any]) -> Run:
    """Return a run; one that asks for other units is loaded with them."""
    if not blueprint(plan).reports:
        return Run.load(plan, name, log, **options)
    tree = Tree.load(plan, log, **options)
    found = [run for run in tree.runs() if run.name == name]
    return found[0] if found else Run.load(plan, name, log, **options)


def run_name(log: EventLog, name: str | None) -> str:
    """Return the name of the run asked for, or of the only one there is."""
    if name is not None:
        return name
    names = log.runs()
    if len(names) == 1:
        return names[0]
    some = ", ".join(names[:5])
    what = (
        f"there are {len(names)} runs, such as {some}: choose one" if names else "there is no run"
    )
    raise click.UsageError(f"{what} (--run)")


def _near(log: EventLog, name: str) -> str:
    """Return what to say of a run that is not there: which one may be meant."""
    names = log.runs()
    ends = [each for each in names if each.endswith(f"/{name}")]
    near = ", ".join(ends or get_close_matches(name, names, 3, 0.5) or names[:5])
    return f"no run {name!r}: did you mean {near}? (--run)" if near else "there is no run (--run)"


def _pinned(log: EventLog, name: str) -> Campaign:
    """Return the shipped campaign that a run was started with."""
    entries = log.read(name, limit=1)
    key = str(entries[0].event.data["campaign"]) if entries else ""
    if key not in shipped():
        raise click.UsageError(
            f"run {name!r} carries out {key!r}, which is not shipped: give the file of its "
            "definition with -c, as in -c plan.py; for draw as its PLAN, as in draw plan.py --run"
        )
    return find_campaign(key)
