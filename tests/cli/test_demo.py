"""The main job: a shipped course replayed, told and drawn."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest


def test_demo_tells_where_the_course_stood(cf: Any, tmp_path: Path) -> None:
    """The day's lateness, the missing pair, the returned outline and what is next are told."""
    said = cf("demo")
    assert said.code == 0
    for words in ("2017-07-25", "晚 5 天", "t05 与 t07", "已退回", "近期节点", "demo/phases.svg"):
        assert words in said.out
    names = {path.name for path in (tmp_path / "demo").iterdir()}
    assert names == {
        "campaign.html", "demo.db", "log.json", "phases.svg", "status.json", "status.txt",
        "timeline.svg",
    }  # fmt: skip


@pytest.mark.parametrize(("plan", "day"), [("jiefangsixiang_2012", "2012-11-05")])
def test_demo_of_another_plan_tells_of_its_own_day(plan: str, day: str, cf: Any) -> None:
    """Every row of its course goes in, and the day told of is the plan's."""
    said = cf("demo", plan)
    assert said.code == 0
    assert "未录入 0 行" in said.out
    assert f"截至：{day}" in said.out


def test_demo_again_is_the_same(cf: Any, tmp_path: Path) -> None:
    """A second demo begins anew and writes the same files, byte for byte."""
    cf("demo", "-o", "one", "--lang", "en")
    first = {p.name: p.read_bytes() for p in (tmp_path / "one").iterdir() if p.suffix != ".db"}
    assert cf("demo", "-o", "one", "--lang", "en").code == 0
    again = {p.name: p.read_bytes() for p in (tmp_path / "one").iterdir() if p.suffix != ".db"}
    assert first == again


def test_demo_log_holds_the_whole_chain(cf: Any, tmp_path: Path) -> None:
    """The log that is written is the whole course, and its digests follow each other."""
    from campaignflow.events import chain, from_json, genesis

    cf("demo", "--as-of", "2017-06-01", "--json")
    entries = json.loads((tmp_path / "demo" / "log.json").read_text(encoding="utf-8"))
    digests = [entry.pop("digest") for entry in entries]
    events = [from_json(entry) for entry in entries]
    assert [d.hex() for d in chain(genesis("jishui_2017/demo"), events)] == digests
    assert events[-1].kind in ("concluded", "archived", "released")


def test_demo_refuses_a_day_that_does_not_exist(cf: Any, tmp_path: Path) -> None:
    """Nothing is written for a wrong day."""
    assert cf("demo", "--as-of", "2017-02-30").code == 2
    assert not (tmp_path / "demo").exists()
