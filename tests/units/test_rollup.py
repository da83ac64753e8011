"""Every unit against every phase, on one day."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import attrs
import pytest

from campaignflow import DefinitionError, Tree, Unit, Units
from campaignflow.draw import phase_graph_svg
from campaignflow.interchange import ReplayClock, SheetError
from campaignflow.interchange.people import read_roster, read_units
from campaignflow.interchange.tree import import_course, read_course
from campaignflow.report import Cell, Standing, rollup

from .conftest import PLAN, UNITS, Clock, study


def test_cells_tell_state_progress_and_lateness(tree: Tree, on: Clock) -> None:
    """One school has finished, one is late with the work inside, one has not begun."""
    on("03-10")
    study(tree, "s1")
    tree.run("s2").do("open", "study", actor="w")
    on("04-03")
    found = {standing.unit: standing for standing in tree.rollup().standings}
    assert found["s1"].cells["study"] == Cell("closed", settled=1, total=1)
    assert found["s2"].cells["study"] == Cell("open", None, 0, 1, late_days=3, late_parts=1)
    assert found["s3"].cells["study"].released_as == "exempt"
    assert found["s4"] == Standing("s4")


def test_status_of_a_unit_counts_only_what_is_its_own(tree: Tree, on: Clock) -> None:
    """The district's hall and its parts are not among the school's duties."""
    on("03-10")
    study(tree, "s1")
    found = tree.run("s1").status()
    assert {row.node for row in found.counted} == {"study", "read", "fix", "review"}
    assert [row.key for row in found.settled] == ["study", "read"]
    assert "单位：一小　截至：2025-03-10　状态：进行中　已办结：2/5" in found.text("zh")
    assert (found.unit, found.as_json()["title"]) == ("s1", "一小")


def test_picture_of_a_unit_says_what_is_not_its_own(tree: Tree) -> None:
    """What repeats in another tier is not counted as done, but marked."""
    run = tree.run("d")
    svg = phase_graph_svg(run.campaign, run.state, dt.date(2025, 3, 10))
    (box,) = (part for part in svg.split("data-key=") if part.startswith('"review"'))
    assert "仅限校" in box
    assert "2/2" not in box


def test_shares_leave_exempt_units_out_and_name_the_missing(tree: Tree, on: Clock) -> None:
    """Three of the four schools carry the study out."""
    on("03-10")
    study(tree, "s1")
    (share,) = [s for s in tree.rollup().shares if (s.phase, s.tier) == ("study", "school")]
    assert (share.reached, share.total, share.missing) == (1, 3, ("s2", "s4"))


def test_past_day_is_told_as_it_was(tree: Tree, on: Clock) -> None:
    """What was closed later is not closed on a day before."""
    on("03-10")
    study(tree, "s1")
    on("03-20")
    before = tree.rollup(known="2025-03-09")
    assert before.standings[1].cells["study"].state == "planned"
    assert before.day.isoformat() == "2025-03-09"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_text_names_units_phases_and_who_is_missing(tree: Tree, on: Clock, lang: Any) -> None:
    """Both languages show the same table."""
    on("03-10")
    study(tree, "s1")
    text = tree.rollup().text(lang)
    head, *rows = text.splitlines()[3:9]
    assert [word for word in ("学习", "整改", "全区总结") if word in head] == head.split()[1:]
    assert [row.split()[0] for row in rows][:4] == ["东区", "一小", "一小一支部", "二小"]
    assert "33%" in text
    assert "四小" in text


def test_same_roll_up_comes_from_standings_kept_elsewhere(tree: Tree, on: Clock) -> None:
    """Whoever keeps standings in a table needs no run."""
    on("03-10")
    study(tree, "s1")
    found = tree.rollup()
    kept = [attrs.evolve(standing) for standing in reversed(found.standings)]
    assert rollup(PLAN, UNITS, kept, found.day).as_json() == found.as_json()
    assert json.loads(json.dumps(found.as_json()))["units"][2]["parent"] == "s1"


def test_units_in_a_circle_are_refused() -> None:
    """Every unit stands below a top."""
    with pytest.raises(DefinitionError, match="'b'"):
        Units([Unit("a", parent="b"), Unit("b", parent="a"), Unit("c")])


# --- from tables

TABLE = """unit,title,tier,parent,离退休
d,东区,区,,否
s1,一小,校,d,否
"""
COURSE = """unit,at,command,subject,actor
s1,2025-03-03,open,study,w
d,2025-03-03,open,study,w
s1,2025-03-05,finish,read,w
s1,2025-03-06,close,study,w
s9,2025-03-07,close,study,w
d,2025-03-07,open,hall,w
"""


def replayed(folder: Path) -> tuple[Tree, Any]:
    """Return the tree that the tables add up to, with what became of the rows."""
    (folder / "units.csv").write_text(TABLE, encoding="utf-8")
    (folder / "roster.csv").write_text("unit,person,role\ns1,w,lead\nd,w,书记\n", encoding="utf-8")
    clock = ReplayClock(-(2**62))
    tree = Tree(PLAN, read_units(folder / "units.csv", PLAN), clock=clock)

    def begin(unit: str, at: int) -> None:
        tree.start(unit, roster=read_roster(folder / "roster.csv", PLAN, unit), at=at)

    rows = read_course(COURSE.encode(), "course.csv", PLAN).rows
    return tree, import_course(tree, rows, begin, clock=clock)


def test_rows_go_to_the_unit_they_name(tree: Tree, tmp_path: Path) -> None:
    """Each unit begins with its first row; a wrong name is refused by its line."""
    found, report = replayed(tmp_path)
    assert [(bad.line, bad.column) for bad in report.refused] == [(6, "unit")]
    assert found.run("s1").state.node("study").state == "closed"
    assert found.run("d").state.node("hall").state == "open"


def test_fact_of_the_wrong_sort_is_refused_by_its_line(tmp_path: Path) -> None:
    """Whoever fills the table in finds the place."""
    (tmp_path / "units.csv").write_text("unit,离退休\nd,否\ns,也许\n", encoding="utf-8")
    with pytest.raises(SheetError, match="3: "):
        read_units(tmp_path / "units.csv", PLAN)
