"""The course of a whole tree of units from one table, each row for the unit it names."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from difflib import get_close_matches
from functools import partial

from campaignflow.interchange.cells import CellError, iso_moment, reading
from campaignflow.interchange.columns import Reader, headings, sealed_columns
from campaignflow.interchange.history import ReplayClock, Ticker
from campaignflow.interchange.people import COLUMN_OF_UNIT
from campaignflow.interchange.records import ImportReport, Progress, counted, give_row
from campaignflow.interchange.sheet import Sheet, SheetRow, read_sheet
from campaignflow.model.campaign import Campaign
from campaignflow.moments import read_moment
from campaignflow.tree import Tree

Begin = Callable[[str, int], object]
"""Starts the run of a unit, at the moment of its first row."""


def read_course(content: bytes, name: str, campaign: Campaign) -> Sheet:
    """Read a table of commands with the column ``unit`` (单位) for units that carry out a campaign.

    Raises:
        SheetError: It cannot be decoded, or a heading means nothing in this campaign.
    """
    return read_sheet(content, name, {**headings(campaign), **COLUMN_OF_UNIT}, ("unit",))


def import_course(
    tree: Tree,
    rows: Sequence[SheetRow],
    begin: Begin,
    *,
    clock: ReplayClock,
    on_progress: Progress | None = None,
) -> ImportReport:
    """Give the commands of a table to the runs of a tree, as history: each is learnt at its time.

    Time passes for all units alike: before each row every run is given the ticks that are due.

    Args:
        tree: The units; its runs are made with ``clock``.
        rows: The rows, in the order in which they were entered.
        begin: Starts a unit that has no run yet.
        clock: Set to each row's ``recorded_at``, ``at`` where that is empty.
        on_progress: Told after each row.

    Returns:
        How many rows went in or were in before, and every row that was refused.
    """
    ticker = Ticker(tree.runs, clock)
    readers = {unit.key: Reader(tree.run(unit.key)) for unit in tree.units if unit.key in tree}

    def route(row: SheetRow) -> Reader:
        unit = row.cells.get("unit", "")
        if unit not in readers:
            begin(_known(tree, unit), _began(tree, ticker, row))
            readers[unit] = Reader(tree.run(unit))
        return readers[unit]

    give = partial(give_row, route, ticker, replay=True)
    return counted(rows, give, on_progress, sealed_columns(tree.campaign))


def _known(tree: Tree, unit: str) -> str:
    if unit not in tree.units:
        near = get_close_matches(unit, [each.key for each in tree.units], 3, 0.5)
        with reading("unit"):
            raise CellError("import.unit.near" if near else "import.unit", unit=unit, near=near)
    return unit


def _began(tree: Tree, ticker: Ticker, row: SheetRow) -> int:
    """Return when the first row of a unit happened; time has passed until then."""
    with reading("at"):
        at = read_moment(iso_moment(row.cells.get("at", "")), tree.campaign.zone)[0]
    ticker.pass_until(at)
    return at
