"""The course of the units of 2009: made by the generator, whole, and with its incidents."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

import campaignflow.definitions
from campaignflow.calendar import WorkCalendar
from campaignflow.definitions.xuhui_2009 import xuhui_2009
from campaignflow.events import Event
from campaignflow.interchange import ImportReport
from campaignflow.interchange.tree import read_course
from campaignflow.tree import Tree

from .make_xuhui_2009 import write
from .trees import replay_tree

TABLES = Path(campaignflow.definitions.__path__[0]) / "data" / "xuhui_2009"


@pytest.fixture(scope="module")
def replayed() -> tuple[Tree, ImportReport]:
    """Return the whole course replayed, with what became of its rows."""
    return replay_tree(xuhui_2009)


def events(tree: Tree, unit: str, *kinds: str) -> list[Event]:
    """Return the events of these kinds in the run of a unit."""
    return [event for event in tree.run(unit).events() if event.kind in kinds]


@pytest.mark.parametrize("name", ["course.csv", "roster.csv", "relations.csv", "units.csv"])
def test_table_comes_out_of_the_generator_byte_for_byte(name: str, tmp_path: Path) -> None:
    """Nobody has to believe the data: it can be made again."""
    write(tmp_path)
    assert (tmp_path / name).read_bytes() == (TABLES / name).read_bytes()


def test_course_is_entered_in_order_on_work_days() -> None:
    """The clerks enter rows one after the other, never on a free day and never before the act."""
    path = TABLES / "course.csv"
    rows = [row.cells for row in read_course(path.read_bytes(), path.name, xuhui_2009).rows]
    entered = [row["recorded_at"] for row in rows]
    assert 450 <= len(rows) <= 750
    assert entered == sorted(entered)
    assert all(row["at"] <= row["recorded_at"] for row in rows)
    days = {dt.date.fromisoformat(text[:10]) for text in entered}
    assert [day for day in sorted(days) if not WorkCalendar().is_workday(day)] == []


def test_course_replays_without_a_refusal(replayed: tuple[Tree, ImportReport]) -> None:
    """What the units did was possible, every single row of it."""
    _tree, report = replayed
    assert [row.text() for row in report.refused] == []
    assert report.done == report.total


def test_every_unit_concludes(replayed: tuple[Tree, ImportReport]) -> None:
    """Those above conclude after those below them."""
    tree, _report = replayed
    ends = {
        run.state.head["unit"]: events(tree, run.state.head["unit"], "concluded")[0].at
        for run in tree.runs()
    }
    assert set(ends) == {unit.key for unit in tree.units}
    assert ends["b1"] < ends["gx"] < ends["xh"]


def test_double_record_was_voided(replayed: tuple[Tree, ImportReport]) -> None:
    """It stays in the log and no longer counts."""
    (voided,) = events(replayed[0], "b1", "voided")
    assert replayed[0].run("b1").state.records[voided.subject].voided == "与前一条重复录入"


def test_session_was_entered_weeks_later(replayed: tuple[Tree, ImportReport]) -> None:
    """It was held in April and learnt in May; the log keeps both."""
    week = 7 * 24 * 3600 * 1_000_000
    late = [e for e in events(replayed[0], "b2", "recorded") if e.recorded_at - e.at > 2 * week]
    assert [e.data["kind"] for e in late] == ["session"]


def test_joiner_of_june_owes_no_hours(replayed: tuple[Tree, ImportReport]) -> None:
    """The hours of the first months were done elsewhere, says the secretary."""
    (waived,) = events(replayed[0], "zx", "waived")
    assert (waived.data["part"], bool(waived.data["reason"])) == ("z08", True)
