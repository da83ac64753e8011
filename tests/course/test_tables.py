"""The shipped tables: made by the generator, whole, and entered as office staff would."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from campaignflow.calendar import WorkCalendar
from campaignflow.interchange import ImportReport, Sheet
from campaignflow.run import Run

from .conftest import TABLES
from .make_jishui_2017 import write


@pytest.mark.parametrize("name", ["course.csv", "roster.csv", "relations.csv"])
def test_table_comes_out_of_the_generator_byte_for_byte(name: str, tmp_path: Path) -> None:
    """Nobody has to believe the data: it can be made again."""
    write(tmp_path)
    assert (tmp_path / name).read_bytes() == (TABLES / name).read_bytes()


def test_course_has_some_eight_hundred_rows_mostly_records(sheet: Sheet) -> None:
    """It is as much as one school would enter."""
    commands = [row.cells["command"] for row in sheet.rows]
    assert 700 <= len(commands) <= 900
    assert commands.count("record") > len(commands) / 2


def test_course_is_entered_in_order_on_work_days(sheet: Sheet) -> None:
    """The clerk enters rows one after the other, never on a free day and never before the act."""
    entered = [row.cells["recorded_at"] for row in sheet.rows]
    assert entered == sorted(entered)
    assert all(row.cells["at"] <= row.cells["recorded_at"] for row in sheet.rows)
    days = {dt.date.fromisoformat(text[:10]) for text in entered}
    assert all(WorkCalendar().is_workday(day) for day in days)
    assert (min(days), max(days)) == (dt.date(2017, 4, 28), dt.date(2017, 12, 29))


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
