"""Looking ahead from the command line: days, soundness, differences."""

from __future__ import annotations

from pathlib import Path
from typing import Any

PLAN = """
from campaignflow.model import *
lead = Role("lead", "组长")
a, b = Step("a", "起草", takes=Takes(20)), Step("b", "公示", takes=Takes({days}))
plan = Campaign(key="p", version="1", title="方案", window=window("2025年3月"),
                lead=lead, roles=[lead], steps=[a, b], edges=[after(a, b)])
"""


def test_schedule_tells_days_and_what_the_end_hangs_on(cf: Any, tmp_path: Path) -> None:
    """Each step has its days, and the reasons follow."""
    (tmp_path / "plan.py").write_text(PLAN.format(days=5), encoding="utf-8")
    said = cf("schedule", "plan.py", "--lang", "zh")
    assert said.code == 0
    assert "2025-03-25" in said.out
    assert "“公示”在“起草”完成之后开始" in said.out
    assert cf("schedule", "plan.py", "--json").data["end"] == "2025-03-25"


def test_schedule_that_cannot_be_kept_is_a_finding(cf: Any, tmp_path: Path) -> None:
    """More work than time is told, with the end 1."""
    (tmp_path / "plan.py").write_text(PLAN.format(days=15), encoding="utf-8")
    said = cf("schedule", "plan.py", "--lang", "en")
    assert said.code == 1
    assert "cannot all be kept" in said.out


def test_schedule_counts_work_days(cf: Any) -> None:
    """The shipped template has its days in work days too."""
    assert cf("schedule", "five_phases", "--work-days", "--json").data["work_days"] is True


def test_sound_tells_the_verdict(cf: Any) -> None:
    """A sound plan is fine; past the limit nothing is claimed."""
    assert cf("sound", "five_phases", "--json").data["verdict"] == "sound"
    assert cf("sound", "five_phases").code == 0
    assert cf("sound", "five_phases", "--limit", "3").code == 1


def test_sound_tells_the_way_to_a_flaw(cf: Any, tmp_path: Path) -> None:
    """A plan that goes round in a circle is stuck from the start."""
    text = PLAN.format(days=5).replace("[after(a, b)]", "[after(a, b), after(b, a)]")
    (tmp_path / "plan.py").write_text(text, encoding="utf-8")
    said = cf("sound", "plan.py", "--lang", "en")
    assert said.code == 1
    assert "never be concluded" in said.out
    assert cf("sound", "plan.py", "--json").data["flaws"][0]["way"] == ["start"]


def test_diff_tells_the_differences(cf: Any, tmp_path: Path) -> None:
    """Each difference is a line; equal plans have none."""
    (tmp_path / "one.py").write_text(PLAN.format(days=5), encoding="utf-8")
    (tmp_path / "two.py").write_text(PLAN.format(days=6), encoding="utf-8")
    said = cf("diff", "one.py", "two.py", "--lang", "zh")
    assert said.code == 1
    assert "步骤“公示”：takes" in said.out
    assert cf("diff", "one.py", "two.py", "--json").data[0]["field"] == "takes"
    assert cf("diff", "one.py", "one.py").code == 0
