"""The log proved whole, or its damage located; databases that are none."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest

from campaignflow.cli.campaigns import find_with_source
from campaignflow.cli.lines import Lines


def test_verify_proves_a_whole_log(started: Any) -> None:
    """Every run is proved, and the head can be noted elsewhere."""
    proof = started("verify", "--json").data["five_phases/school"]
    assert (proof["whole"], proof["entries"], len(proof["head"])) == (True, 8, 64)


def _change(sql: str) -> None:
    with sqlite3.connect("campaignflow.db") as database:
        found = list(database.execute("SELECT type, name FROM sqlite_master"))
        for trigger in [name for kind, name in found if kind == "trigger"]:
            database.execute(f"DROP TRIGGER {trigger}")
        database.execute(sql.format(events=next(n for _k, n in found if n.endswith("events"))))
    database.close()


def test_verify_locates_damage(started: Any) -> None:
    """A changed entry is a finding with its number; commands on the run cannot read it."""
    _change("UPDATE {events} SET subject = 'study' WHERE seq = 7")
    said = started("verify", "--json")
    assert said.code == 1
    assert said.data["five_phases/school"]["entry"] == 7
    status = started("status")
    assert status.code == 3
    assert "7" in status.err


def test_file_that_is_no_database_is_unreadable(cf: Any, tmp_path: Path) -> None:
    """A text file is neither read nor changed."""
    (tmp_path / "campaignflow.db").write_text("hello " * 1000, encoding="utf-8")
    assert cf("status").code == 3
    assert cf("start", "five_phases", "u").code == 3
    assert (tmp_path / "campaignflow.db").read_text(encoding="utf-8") == "hello " * 1000


LINED = """from campaignflow import *

lead = Role("lead", "组长")
plan = Campaign(
    key="p", version="1", title="试", window=window("2025年3月"), lead=lead, roles=[lead],
    phases=[a := Phase("a", "学习")],
    steps=[
        s := Step("s", "读书", a),
        t := Step("t", "讨论", a),
    ],
    edges=[
        after(s, t),
        after(t, s),
    ],
    rules=[
        Rule(s, Reached(t)),
        Rule(s, Reached(s), "entry"),
    ],
)
"""


def test_check_names_the_line_of_the_file(cf: Any, tmp_path: Path) -> None:
    """Each finding about a row that stands in the file is told with its line."""
    (tmp_path / "lined.py").write_text(LINED, encoding="utf-8")
    found = cf("check", "lined.py", "--json").data["findings"]
    lines = {finding["place"]: finding["line"] for finding in found}
    assert lines == {"campaign": None, "phases.a": 6, "rules.s.entry": 17}
    unruled = LINED.replace('Rule(s, Reached(s), "entry"),', "")
    (tmp_path / "lined.py").write_text(unruled, encoding="utf-8")
    assert "lined.py:13 edges.t.after.s" in cf("check", "lined.py", "--lang", "en").out


@pytest.mark.parametrize("name", ["jiangbei_2023", "qingshanhu_2010"])
def test_shipped_campaign_is_read_for_its_lines(name: str) -> None:
    """The line of each step that the text declares holds its key."""
    campaign, file = find_with_source(name)
    assert file is not None
    text = file.read_text(encoding="utf-8").splitlines()
    lines = Lines(campaign, file)
    at = {step.key: lines.of(f"steps.{step.key}") for step in campaign.steps}
    assert all(f'"{key}"' in text[line - 1] for key, line in at.items() if line)
    assert None not in at.values()
    rules = [lines.of(f"rules.{key}") for key in campaign.rule_keys]
    assert all("Rule(" in text[line - 1] for line in rules)
