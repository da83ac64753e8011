"""Campaigns by shipped name, by file, by module; and files that are no campaign."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

PLAN = """
from campaignflow.model import Campaign, Phase, Role, Step, window
lead = Role("lead", "组长")
phase = Phase("p", "阶段")
tiny = Campaign(key="tiny", version="1", title="小方案", window=window("2025年3月"),
                lead=lead, roles=[lead], phases=[phase], steps=[Step("s", "步骤", phase)])
"""


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """A file with one campaign."""
    file = tmp_path / "tiny_plan.py"
    file.write_text(PLAN, encoding="utf-8")
    (tmp_path / "roster.csv").write_text("person,role\nzhao,lead\n", encoding="utf-8")
    return file


@pytest.mark.parametrize("name", ["tiny_plan.py", "tiny_plan.py:tiny", "tiny_plan:tiny"])
def test_campaign_is_found_by_file_and_by_module(cf: Any, plan: Path, name: str) -> None:
    """A file with one campaign, a file with its name, and a module with its name will do."""
    assert cf("show", name, "--json").data["key"] == "tiny"


def test_run_of_an_own_campaign_is_told_its_definition(cf: Any, plan: Path) -> None:
    """A run of a campaign that is not shipped asks for its definition, and takes it."""
    assert cf("start", "tiny_plan.py", "u", "--roster", "roster.csv").code == 0
    said = cf("status")
    assert said.code == 2
    assert "-c plan.py" in said.err
    assert "draw plan.py --run" in cf("draw", "--run", "tiny/u").err
    assert cf("status", "-c", "tiny_plan.py").code == 0


def test_run_refuses_another_definition_than_its_own(cf: Any, plan: Path) -> None:
    """A changed definition does not silently carry on an old run."""
    assert cf("start", "tiny_plan.py", "u", "--roster", "roster.csv").code == 0
    plan.write_text(PLAN.replace('"步骤"', '"步骤", window=window("3月")').replace(
        'Step("s", "步骤", window=window("3月"), phase)', 'Step("t", "步骤", phase)'
    ), encoding="utf-8")  # fmt: skip
    said = cf("status", "-c", "tiny_plan.py")
    assert said.code == 1
    assert "版本 1，摘要 " in said.err
    assert "请使用该版本的文件" in said.err


def test_mistakes_of_a_definition_are_findings(cf: Any, plan: Path) -> None:
    """Every mistake is told with its place, and the end is 1."""
    plan.write_text(PLAN.replace("roles=[lead]", "roles=[]"), encoding="utf-8")
    said = cf("check", "tiny_plan.py")
    assert said.code == 1
    assert "lead" in said.err
    assert cf("check", "tiny_plan.py", "--json").data["error"]["mistakes"]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("x = (", "line 1"),
        ("import no_such_module_here", "no_such_module_here"),
        ("\n\n1 / 0", "line 3"),
    ],
)
def test_broken_file_is_unreadable_with_its_place(
    cf: Any, plan: Path, text: str, word: str
) -> None:
    """A file that Python cannot run ends with 3 and names the line."""
    plan.write_text(text, encoding="utf-8")
    said = cf("check", "tiny_plan.py")
    assert said.code == 3
    assert word in said.err


def test_file_with_several_campaigns_asks_which(cf: Any, plan: Path) -> None:
    """The names to choose from are told."""
    more = 'import attrs\nother = attrs.evolve(tiny, version="2")\n'
    plan.write_text(PLAN + more, encoding="utf-8")
    said = cf("check", "tiny_plan.py")
    assert said.code == 2
    assert "other" in said.err
    assert cf("check", "tiny_plan.py:other").code == 0


def test_file_without_a_campaign_says_so(cf: Any, plan: Path) -> None:
    """A file that holds none, and a name that is none."""
    plan.write_text("x = 1", encoding="utf-8")
    assert cf("check", "tiny_plan.py").code == 2
    assert "no campaign" in cf("check", "tiny_plan.py:x").err


def test_campaign_as_data_is_named_by_its_file(cf: Any, plan: Path) -> None:
    """What show writes as JSON can be checked and started like the Python file."""
    plan.with_suffix(".json").write_text(cf("show", "tiny_plan.py", "--json").out, "utf-8")
    assert cf("check", "tiny_plan.json").code == 0
    plan.with_suffix(".json").write_text('{"format": 1,\n"key": }', "utf-8")
    said = cf("check", "tiny_plan.json", "--lang", "en")
    assert said.code == 1
    assert "line 2" in said.err
    assert cf("check", "nowhere.json").code == 2


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> str:
    """The name of an installed campaign whose module cannot be loaded."""
    info = tmp_path / "spoilt-1.dist-info"
    info.mkdir()
    info.joinpath("METADATA").write_text("Metadata-Version: 2.1\nName: spoilt\nVersion: 1\n")
    entry = "[campaignflow.definitions]\nspoilt = spoilt_plan:spoilt\n"
    info.joinpath("entry_points.txt").write_text(entry)
    (tmp_path / "spoilt_plan.py").write_text("raise RuntimeError('half written')\n")
    monkeypatch.syspath_prepend(tmp_path)
    return "spoilt"


def test_list_names_a_broken_campaign_and_lists_the_others(cf: Any, broken: str) -> None:
    """One campaign that cannot be loaded does not hide the rest; the exit code tells."""
    said = cf("list")
    assert said.code == 1
    assert "jishui_2017" in said.out
    assert f"× {broken}：" in said.err
    assert "无法加载：RuntimeError: half written" in said.err


def test_list_as_data_tells_what_is_broken(cf: Any, broken: str) -> None:
    """Programs get the campaigns that can be loaded and those that cannot."""
    data = cf("list", "--json").data
    assert "five_phases" in {campaign["name"] for campaign in data["campaigns"]}
    assert [entry["name"] for entry in data["broken"]] == [broken]


@pytest.mark.parametrize(
    ("lang", "words"),
    [("zh", "无法识别日期“昨天”"), ("en", "cannot read '昨天' as a day or an instant")],
)
def test_wrong_day_is_told_in_the_language_asked_for(cf: Any, lang: str, words: str) -> None:
    """A day that cannot be read is said so in Chinese and in English."""
    said = cf("demo", "--as-of", "昨天", "--lang", lang)
    assert said.code == 2
    assert words in said.err


def test_file_that_is_no_log_is_told_in_chinese(cf: Any, tmp_path: Path) -> None:
    """Reading runs from something else says so in the language of the office."""
    (tmp_path / "notes.db").write_text(
        "no database, only some notes, long enough to be read as one"
    )
    said = cf("status", "--db", "notes.db")
    assert said.code == 3
    assert "数据库操作失败" in said.err
