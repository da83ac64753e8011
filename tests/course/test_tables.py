"""The shipped tables: made by the generator, whole, and entered as office staff would."""

from __future__ import annotations

import csv
import datetime as dt
from importlib import import_module
from pathlib import Path

import pytest

from campaignflow.calendar import WorkCalendar
from campaignflow.interchange import ImportReport, Sheet
from campaignflow.run import Run

from .conftest import TABLES

COURSES = sorted(path.parent.name for path in TABLES.parent.glob("*/course.csv"))


@pytest.mark.parametrize("course", COURSES)
def test_tables_come_out_of_the_generator_byte_for_byte(course: str, tmp_path: Path) -> None:
    """Nobody has to believe the data: it can be made again."""
    import_module(f".make_{course}", __package__).write(tmp_path)
    made, shipped = (
        {p.name: p.read_bytes() for p in folder.glob("*.csv")}
        for folder in (tmp_path, TABLES.parent / course)
    )
    assert made == shipped


def test_course_has_some_eight_hundred_rows_mostly_records(sheet: Sheet) -> None:
    """It is as much as one school would enter."""
    commands = [row.cells["command"] for row in sheet.rows]
    assert 700 <= len(commands) <= 900
    assert commands.count("record") > len(commands) / 2


@pytest.mark.parametrize("course", COURSES)
def test_course_is_entered_in_order_on_work_days(course: str) -> None:
    """The clerk enters rows one after the other, never on a free day and never before the act."""
    with (TABLES.parent / course / "course.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    entered = [row["recorded_at"] for row in rows]
    assert entered == sorted(entered)
    assert all(row["at"] <= row["recorded_at"] for row in rows)
    days = {dt.date.fromisoformat(text[:10]) for text in entered}
    assert all(WorkCalendar().is_workday(day) for day in days)


def test_course_replays_without_a_refusal(replayed: tuple[Run, ImportReport]) -> None:
    """What the school did was possible, every single row of it."""
    _run, report = replayed
    assert [row.text() for row in report.refused] == []
    assert report.done == report.total


def test_course_ends_with_the_campaign_concluded(run: Run) -> None:
    """Nothing is left open, and hardly anything had to be excused."""
    assert run.state.status == "concluded"
    excused = [e for e in run.events() if e.kind in ("waived", "confirmed", "released")]
    assert len(excused) <= 3
    assert next(e for e in run.events() if e.kind == "concluded").data["leftovers"] == []
