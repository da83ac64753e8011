"""The shipped course, read and replayed once for all tests; they only look at it."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

import pytest

import campaignflow.definitions
from campaignflow.definitions.jishui_2017 import jishui_2017
from campaignflow.interchange import (
    ImportReport,
    ReplayClock,
    Sheet,
    SheetRow,
    import_rows,
    read_records,
)
from campaignflow.moments import read_moment
from campaignflow.run import Run

TABLES = Path(campaignflow.definitions.__path__[0]) / "data" / "jishui_2017"


def table(name: str) -> list[tuple[str, ...]]:
    """Return the rows of one of the tables about people."""
    with (TABLES / name).open(encoding="utf-8", newline="") as file:
        return [tuple(row) for row in csv.reader(file)][1:]


def replay(rows: Sequence[SheetRow]) -> tuple[Run, ImportReport]:
    """Return the run that ``rows`` add up to, with what became of each row."""
    first, _precision = read_moment(rows[0].cells["at"], jishui_2017.zone)
    clock = ReplayClock(first)
    roster = [(person, role) for person, role in table("roster.csv")]
    relations = [(name, left, right) for name, left, right in table("relations.csv")]
    run = Run.start(
        jishui_2017, "济水一中", roster=roster, relations=relations, actor="t01", clock=clock
    )
    return run, import_rows(run, rows, clock=clock)


@pytest.fixture(scope="session")
def sheet() -> Sheet:
    """Return the shipped course as a table."""
    path = TABLES / "course.csv"
    return read_records(path.read_bytes(), path.name, jishui_2017)


@pytest.fixture(scope="session")
def replayed(sheet: Sheet) -> tuple[Run, ImportReport]:
    """Return the whole course replayed, with what became of its rows."""
    return replay(sheet.rows)


@pytest.fixture(scope="session")
def run(replayed: tuple[Run, ImportReport]) -> Run:
    """Return the run at its end."""
    return replayed[0]


@pytest.fixture(scope="session")
def until_july(sheet: Sheet) -> Run:
    """Return the run of whoever had entered everything up to 25 July and then stopped."""
    return replay([row for row in sheet.rows if row.cells["recorded_at"] < "2017-07-26"])[0]
