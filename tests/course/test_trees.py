"""The courses of many units: made by their generators, entered as clerks do, and possible."""

from __future__ import annotations

import datetime as dt
from importlib import import_module
from pathlib import Path

import pytest

import campaignflow.definitions
from campaignflow.calendar import WorkCalendar
from campaignflow.interchange.tree import read_course

from .trees import replay_tree

DATA = Path(campaignflow.definitions.__path__[0]) / "data"
ROWS = {"qingshanhu_2010": (600, 900), "xuhui_2009": (450, 750)}


@pytest.fixture(params=ROWS)
def name(request: pytest.FixtureRequest) -> str:
    """Return each plan of many units in turn."""
    return str(request.param)


@pytest.mark.parametrize("table", ["course.csv", "roster.csv", "relations.csv", "units.csv"])
def test_table_comes_out_of_the_generator_byte_for_byte(
    name: str, table: str, tmp_path: Path
) -> None:
    """Nobody has to believe the data: it can be made again."""
    import_module(f"tests.course.make_{name}").write(tmp_path)
    assert (tmp_path / table).read_bytes() == (DATA / name / table).read_bytes()


def test_course_is_entered_in_order_on_work_days(name: str) -> None:
    """The clerks enter rows one after the other, never on a free day and never before the act."""
    campaign = getattr(import_module(f"campaignflow.definitions.{name}"), name)
    path = DATA / name / "course.csv"
    rows = [row.cells for row in read_course(path.read_bytes(), path.name, campaign).rows]
    entered = [row["recorded_at"] for row in rows]
    fewest, most = ROWS[name]
    assert fewest <= len(rows) <= most
    assert entered == sorted(entered)
    assert all(row["at"] <= row["recorded_at"] for row in rows)
    days = {dt.date.fromisoformat(text[:10]) for text in entered}
    assert [day for day in sorted(days) if not WorkCalendar().is_workday(day)] == []


def test_course_replays_without_a_refusal(name: str) -> None:
    """What the units did was possible, every single row of it."""
    campaign = getattr(import_module(f"campaignflow.definitions.{name}"), name)
    _tree, report = replay_tree(campaign)
    assert [row.text() for row in report.refused] == []
    assert report.done == report.total
