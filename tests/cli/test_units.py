"""Many units on the command line: their runs, what those above know of them, the roll-up."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

FACTS = ("kind=学校", "organ=设委员会", "election_due=否")


@pytest.fixture
def general(cf: Any, tmp_path: Path) -> Any:
    """Call the command line in a folder with a general branch and one branch below it."""
    (tmp_path / "people.csv").write_text("person,role\nL,secretary\n", encoding="utf-8")
    people = ("--roster", "people.csv", "--replay")
    for unit, tier, leads, more in (
        ("gx", "general", "是", ()),
        ("b1", "branch", "否", ("--parent", "xuhui_2009/gx")),
    ):
        facts = [word for fact in (*FACTS, f"leads={leads}") for word in ("--fact", fact)]
        made = cf("start", "xuhui_2009", unit, "--tier", tier, *facts, *more, *people)
        assert made.code == 0
    return cf


def test_run_above_is_told_of_the_run_below(general: Any) -> None:
    """A tick of the general branch writes down how many of its branches have closed the study."""
    assert general("do", "tick", "--run", "xuhui_2009/gx").code == 0
    told = [
        e
        for e in general("log", "--run", "xuhui_2009/gx", "--json").data
        if e["kind"] == "reported"
    ]
    assert {e["subject"]: e["data"]["missing"] for e in told} == {
        "study": ["b1"], "analyse": ["b1"], "rectify": ["b1"],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "near"), [("b1", "xuhui_2009/b1?"), ("xuhui_2009/gz", "xuhui_2009/gx, xuhui_2009/b1")]
)
def test_run_that_is_not_there_is_answered_with_those_that_are_near(
    general: Any, asked: str, near: str
) -> None:
    """A unit's name alone, or a slip in the name, is told what the run may have been."""
    said = general("status", "--run", asked)
    assert said.code == 2
    assert f"did you mean {near}" in said.err


def test_rollup_shows_the_tree_of_the_runs(general: Any) -> None:
    """Units stand below one another as their runs name them."""
    units = general("rollup", "xuhui_2009", "--json").data["units"]
    assert [(unit["unit"], unit["depth"], unit["tier"]) for unit in units] == [
        ("gx", 0, "general"), ("b1", 1, "branch"),
    ]  # fmt: skip


def test_rollup_takes_titles_from_a_table_and_names_those_not_begun(
    general: Any, tmp_path: Path
) -> None:
    """A unit that stands in the table and has no run is missing in every share."""
    table = (
        "单位,名称,层级,上级\ngx,小学党总支,党总支,\nb1,第一小学,党支部,gx\nb2,第二小学,党支部,gx\n"
    )
    (tmp_path / "units.csv").write_text(table, encoding="utf-8")
    said = general("rollup", "xuhui_2009", "--units", "units.csv", "--as-of", "2009-05-20")
    assert "截至：2009-05-20　单位：3 个　已启动：2 个" in said.out
    assert "党支部 · 学习调研：已办结 0/2（0%），未办结：第一小学、第二小学" in said.out


def test_demo_of_a_tree_tells_the_rollup_and_one_unit(cf: Any, tmp_path: Path) -> None:
    """The whole tree is in one log; the unit asked for is told in full."""
    said = cf("demo", "xuhui_2009", "--unit", "b2", "--as-of", "2009-04-29", "--lang", "en")
    assert said.code == 0
    for words in (
        "6 units, 6 have begun",
        "离休支部",
        "unit 第二小学联合支部, as of 2009-04-29",
        "demo/rollup.txt",
    ):
        assert words in said.out
    units = json.loads((tmp_path / "demo" / "rollup.json").read_text(encoding="utf-8"))["units"]
    assert [unit["depth"] for unit in units] == [0, 1, 2, 2, 1, 1]
    assert len(cf("verify", "--db", "demo/demo.db", "--json").data) == 6


def test_demo_refuses_a_unit_that_is_not_there(cf: Any) -> None:
    """The units there are are named; a course of one unit has none to choose."""
    assert "b1" in cf("demo", "xuhui_2009", "--unit", "b9").err
    assert cf("demo", "jishui_2017", "--unit", "b9").code == 2


def test_show_tells_what_differs_for_some_units(cf: Any) -> None:
    """Each variant names what its units leave out, and who acts where they lack somebody."""
    said = cf("show", "xuhui_2009").out
    assert "无换届任务：不含 换届选举" in said
    assert "不设支委会或联合支部：由党员代行党组织委员之责" in said


def test_rollup_writes_a_board_that_leads_to_each_unit(general: Any, tmp_path: Path) -> None:
    """The folder holds the board, its data, and a page for every unit that has begun."""
    said = general("rollup", "xuhui_2009", "--as-of", "2009-05-20", "-o", "out", "--json")
    names = {Path(name).name for name in said.data["written"]}
    assert names == {"board.html", "board.svg", "rollup.json", "rollup.txt", "units"}
    board = (tmp_path / "out" / "board.html").read_text(encoding="utf-8")
    for page in ("units/0001.html", "units/0002.html"):
        assert f'href="{page}"' in board
        assert "2009-05-20" in (tmp_path / "out" / page).read_text(encoding="utf-8")
