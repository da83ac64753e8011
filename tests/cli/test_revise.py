"""Carrying runs over to another version of their plan from the command line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

FIRST = """
from campaignflow.model import *
lead = Role("lead", "组长")
a, b = Step("a", "起草"), Step("b", "公示")
plan = Campaign(key="p", version="1", title="方案", window=window("2025年3月"),
                lead=lead, roles=[lead], steps=[a, b], edges=[after(a, b)])
"""
SECOND = """
from campaignflow.model import *
import one
first, lead = one.plan, one.lead
a, c = one.a, Step("c", "复核")
plan = Campaign(key="p", version="2", title="方案", window=window("2025年3月"), earlier=[first],
                lead=lead, roles=[lead], steps=[a, {b}c], edges=[after(a, c)])
"""


@pytest.fixture
def begun(cf: Any, tmp_path: Path) -> Any:
    """Call the command line beside both versions and two runs of the first, of which one is far."""
    (tmp_path / "one.py").write_text(FIRST, encoding="utf-8")
    (tmp_path / "two.py").write_text(SECOND.format(b=""), encoding="utf-8")
    (tmp_path / "three.py").write_text(SECOND.format(b="one.b, "), encoding="utf-8")
    (tmp_path / "people.csv").write_text("person,role\nL,lead\n", encoding="utf-8")
    for unit in ("near", "far"):
        given = ("--roster", "people.csv", "--at", "2025-03-01", "--replay")
        assert cf("start", "one.py", unit, *given).code == 0
    assert cf("do", "finish", "a", "--actor", "L", "-c", "one.py", "--run", "p/far").code == 0
    return cf


def test_dry_run_tells_what_would_become_of_each_run(begun: Any) -> None:
    """One goes along, one has no home; nothing is written, and the end is 1."""
    said = begun("migrate", "two.py", "--dry-run", "--lang", "zh")
    assert said.code == 1
    assert "p/near：可以改用，无损失" in said.out
    assert "“公示”进行中，新方案没有这一环节" in said.out
    plain = begun("migrate", "two.py", "--dry-run", "--json").data
    assert {one["run"]: one["verdict"] for one in plain} == {"p/far": "refused", "p/near": "clean"}
    assert plain[1]["asked"] == ["c"] or plain[0]["asked"] == ["c"]
    assert begun("agenda", "-c", "one.py", "--run", "p/near").code == 0


def test_migrate_carries_a_run_over(begun: Any) -> None:
    """The run goes by the new file from then on, and by the old one no more."""
    said = begun("migrate", "two.py", "p/near", "--actor", "L", "--reason", "修订")
    assert said.code == 0
    assert begun("status", "-c", "two.py", "--run", "p/near", "--lang", "zh").out.count("复核")
    assert begun("status", "-c", "one.py", "--run", "p/near").code == 1
    again = begun("migrate", "two.py", "p/near", "--dry-run", "--lang", "zh")
    assert "已按此版本执行" in again.out


def test_a_mapping_gives_a_home(begun: Any) -> None:
    """What has another key is named; what is given up has nothing behind the sign."""
    act = ("--actor", "L", "--reason", "修订")
    assert begun("migrate", "two.py", "p/far", "--map", "b=c", *act).code == 0
    log = begun("log", "-c", "two.py", "--run", "p/far", "--lang", "zh").out
    assert "改用新方案" in log
    given_up = begun("migrate", "two.py", "p/near", "--map", "b=", "--dry-run", "--json")
    assert given_up.data[0]["verdict"] == "clean"


def test_both_versions_are_read_by_the_new_file(begun: Any) -> None:
    """Who gives the new file finds each run under its own version."""
    said = begun("why", "finish", "b", "--actor", "L", "-c", "three.py", "--run", "p/far")
    assert said.code == 0


def test_new_work_is_told(begun: Any) -> None:
    """What opens at once, and what waits, is told by its title."""
    said = begun("migrate", "three.py", "--dry-run", "--lang", "zh")
    assert said.code == 0
    assert "随即开启：复核" in said.out
    assert "新增要求：复核" in said.out
