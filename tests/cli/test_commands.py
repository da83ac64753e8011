"""Commands on a run: what they say, how they end, in both languages and as JSON."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

RELATED = """
from campaignflow import Campaign, Field, Quota, RecordKind, Related, Relation, Role, Rule, Step, window

lead, who = Role("lead", "组长"), Field("who", "双方", "persons")
oversees, talk = Relation("oversees", "分管", lead, lead), RecordKind("talk", "谈话", [who])
plan = Campaign(key="tiny", version="1", title="小", window=window("2025年3月"), lead=lead,
                roles=[lead], relations=[oversees], records=[talk], steps=[s := Step("s", "步骤")],
                rules=[Rule(s, Quota(of=talk, per=Related(oversees, [who])))])
"""

_TWO_LEDGERS = """
from campaignflow import *
lead, shown = Role("lead", "组长"), Field("open", "公开", "flag")
who = Field("who", "谁", "persons")
plan = Campaign(key="two", version="1", title="两本台账", window=window("2025年3月"), lead=lead,
    roles=[lead], steps=[Step("s", "步骤")], ledgers=[
        Ledger("issues", "问题清单", [Field("what", "问题"), shown, who]),
        Ledger("hints", "建议清单", [Field("what", "建议"), shown, who])])
"""


def test_list_names_campaigns_and_runs(started: Any) -> None:
    """The installed campaigns and the runs of the database are listed."""
    data = started("list", "--json").data
    assert "five_phases" in {campaign["name"] for campaign in data["campaigns"]}
    assert data["runs"] == [
        {"name": "five_phases/school", "campaign": "five_phases", "status": "running"}
    ]
    assert "主题活动" in started("list").out


def test_check_of_a_sound_campaign_is_fine(cf: Any) -> None:
    """A campaign with nothing worse than notes ends with 0."""
    assert cf("check", "five_phases").code == 0
    assert cf("check", "jishui_2017", "--lang", "en").code == 0


def test_show_tells_nodes_with_their_conditions(cf: Any) -> None:
    """The outline has titles, days, owners and conditions; as JSON it is the definition."""
    text = cf("show", "five_phases").out
    assert "谈心谈话 [talks]" in text
    assert "2025-04-21" in text
    assert "班子成员两两" in text
    assert cf("show", "five_phases", "--json").data["key"] == "five_phases"


SHOWN = """
from campaignflow import *

head, team = Role("head", "校长"), Role("team", "督导组")
no_cut = Elasticity(shorten=Elastic.FORBIDDEN)
search, mend = Phase("search", "查摆", need=Need.FIXED, elasticity=no_cut), Phase("mend", "整改")
fix = Step("fix", "整改", mend, starts_with=search, ends_with=CAMPAIGN)
settle = Step("settle", "商定", mend, agreed_by=(head, team), fixes=(day := Anchor("day", "会议日")))
note = RecordKind("note", "简报")
plan = Campaign(
    key="tiny", version="1", title="小", window=window("2025年"), lead=head, roles=[head, team],
    phases=[search, mend], anchors=[day], records=[note],
    steps=[fix, settle, check := Step("check", "抽查", mend, review=Review((head, team), "any")),
           end := Step("end", "总结", mend, review=Review((head, team))),
           post := Step("post", "公示", mend, repeat=Repeat(Every.MONTH, "keep"))],
    edges=[reopen(check, fix, limit=2), after(fix, check, guard=Quota(of=note))], stated=[Stated(fix, "收费", ("不得漏项",))],
)
"""


def test_show_tells_everything_that_a_plan_says(cf: Any, tmp_path: Path) -> None:
    """Early starts, how reviewers decide, repeats, limits of the way back and what is stated."""
    (tmp_path / "plan.py").write_text(SHOWN, encoding="utf-8")
    said = cf("show", "plan.py").out
    for words in ("随“查摆”开始", "或签：校长、督导组", "会签：校长、督导组", "每月", "至多2次",
                  "提及：收费：不得漏项", "必经", "时间不得缩短", "随“小”结束", "由校长、督导组商定",
                  "确定“会议日”的日期", "条件：简报：≥1次"):  # fmt: skip
        assert words in said
    said = cf("show", "plan.py", "--lang", "en").out
    assert "reviewed by all of 校长, 督导组" in said


def test_show_ends_with_the_five_usual_parts(cf: Any) -> None:
    """Each is named with the nodes that play it, or with the reason why there are none."""
    *_, rectify, conclude = cf("show", "jishui_2017").out.splitlines()
    assert rectify == "【整改】整改落实"
    assert conclude == "【总结】空缺：方案只说年底基本完成，没有收尾环节"


def test_start_twice_is_refused(started: Any) -> None:
    """The second start changes nothing and ends with 1."""
    said = started("start", "five_phases", "school", "--roster", "roster.csv")
    assert (said.code, said.out) == (1, "")
    assert "活动“five_phases/school”已存在" in said.err


def test_do_tells_the_events_it_led_to(started: Any) -> None:
    """The events come numbered, as JSON with everything they hold."""
    data = started("do", "tick", "--json").data
    assert data["run"] == "five_phases/school"
    said = started("record", "meeting", "attendees=L,a", "--actor", "L", "--at", "2025-03-04")
    assert (said.code, said.out) == (0, "9 记录 r9\n")


def test_refusal_prints_every_reason_and_ends_with_1(started: Any) -> None:
    """Who is missing and who may not are told together, on standard error."""
    said = started("do", "close", "mobilise", "--actor", "m", "--lang", "en")
    assert (said.code, said.out) == (1, "")
    assert "m may not close this" in said.err
    assert "动员会 [kickoff, open]" in said.err


def test_refusal_as_json_stands_on_standard_output(started: Any) -> None:
    """Programs get the kinds and all causes."""
    said = started("do", "finish", "kickoff", "--actor", "L", "--json")
    assert said.code == 1
    assert said.data["error"]["kinds"] == ["unsatisfied"]


@pytest.mark.parametrize(
    ("args", "word"),
    [
        (("do", "opn", "mobilise", "--actor", "L"), "open"),
        (("do", "open", "mobilize", "--actor", "L"), "mobilise"),
        (("record", "meting", "--actor", "L"), "meeting"),
        (("do", "reopen", "talks", "edge=x", "--actor", "L", "--reason", "r"), "x"),
    ],
)
def test_misspelt_names_are_refused_with_what_is_near(
    started: Any, args: tuple[str, ...], word: str
) -> None:
    """A misspelt command, node or kind is refused and the near name told."""
    said = started(*args)
    assert said.code == 1
    assert word in said.err


@pytest.mark.parametrize(
    ("args", "word"),
    [
        (("record", "meeting", "attendees=L", "--actor", "L", "--at", "2025-02-30"), "30"),
        (("record", "meeting", "attendees=L", "--at", "20250230"), "2017-07-05"),
        (("record", "meeting", "fellows=L", "--actor", "L"), "参加人员"),
        (("record", "meeting", "attendees", "--actor", "L"), "NAME=VALUE"),
        (("do", "open", "study", "foo=1", "--actor", "L"), "foo"),
        (("status", "--as-of", "2025-02-30"), "28"),
        (("status", "--run", "nope"), "nope"),
        (("status", "--db", "nope.db"), "nope.db"),
        (("agenda", "--role", "nobody"), "secretary"),
        (("check", "five_phase"), "five_phases"),
        (("demo", "five_phases"), "jishui_2017"),
        (("status", "--lang", "fr"), "zh"),
        (("stauts",), "stauts"),
    ],
)
def test_wrong_usage_ends_with_2_and_says_what_would_work(
    started: Any, args: tuple[str, ...], word: str
) -> None:
    """A date that does not exist, an unknown name or option is wrong usage."""
    said = started(*args)
    assert (said.code, said.out) == (2, "")
    assert word in said.err


def test_why_answers_without_doing(started: Any) -> None:
    """The reasons are told as findings; what would be granted is fine; nothing is written."""
    before = len(started("log", "--json").data)
    assert started("why", "finish", "kickoff", "--actor", "L").code == 1
    granted = started("why", "record", "kind=meeting", "v:attendees=L", "--actor", "L", "--json")
    assert (granted.code, granted.data) == (0, {"granted": True, "refusal": None})
    assert len(started("log", "--json").data) == before


def test_the_same_key_is_done_once(started: Any) -> None:
    """A command repeated with its key is fine and changes nothing."""
    args = ("record", "meeting", "attendees=L", "--actor", "L", "--key", "k1", "--at", "2025-03-04")
    first, second = started(*args), started(*args)
    assert (first.code, second.code, first.out) == (0, 0, second.out)
    assert started("status", "--json", "--as-of", "2025-03-05").code == 0
    assert len(started("log", "--json").data) == 9


def test_status_of_a_day_tells_what_is_late(started: Any) -> None:
    """The text and the data are those of the day asked for."""
    assert "晚 2 天" in started("status", "--as-of", "2025-03-12").out
    data = started("status", "--as-of", "2025-03-12", "--json").data
    assert data["late"] == {"mobilise": 2, "kickoff": 2}
    assert started("status", "--as-of", "2025-03-05", "--json").data["late"] == {}


def test_status_known_on_a_day_is_the_log_cut_there(started: Any) -> None:
    """Before the run was begun nothing was known of it."""
    assert started("status", "--known", "2025-02-28", "--json").data["status"] == "planned"


def test_agenda_tells_who_and_by_when(started: Any) -> None:
    """Each task has its day, its node and its persons."""
    (item,) = started("agenda", "--as-of", "2025-03-05", "--json").data
    assert (item["task"], item["node"], item["who"]) == ("finish", "kickoff", ["L"])
    assert "2025-03-10" in started("agenda", "--as-of", "2025-03-05").out
    assert "没有待办" in started("agenda", "--person", "m").out


def test_items_tells_what_is_to_be_struck_off(started: Any) -> None:
    """Each with what it is about and where it stands; those settled only if asked for."""
    assert "台账中没有条目" in started("items").out
    problem = ("problem=文山会海", "due=2025-03-20")
    for item in ("w1", "w2"):
        found = ("find", item, "ledger=issues", *problem)
        assert started("do", *found, "--actor", "L", "--at", "2025-03-04").code == 0
    late = started("items", "--as-of", "2025-03-23").out.splitlines()[1]
    assert re.fullmatch(r"问题清单 +w1 +问题: 文山会海; 时限: 2025-03-20 +已查出 +晚 3 天", late)
    for trigger in ("claim", "plan", "start", "check", "strike"):
        acted = ("work", "w1", f"trigger={trigger}")
        assert started("do", *acted, "--actor", "L", "--at", "2025-03-05").code == 0
    assert [item["item"] for item in started("items", "--open", "--json").data] == ["w2"]


def test_items_are_told_with_the_fields_of_their_own_ledger(cf: Any, tmp_path: Path) -> None:
    """Two ledgers may have a field of one name under two titles."""
    (tmp_path / "plan.py").write_text(_TWO_LEDGERS, encoding="utf-8")
    (tmp_path / "people.csv").write_text("person,role\nL,lead\n", encoding="utf-8")
    cf("start", "plan.py", "u", "--roster", "people.csv", "--at", "2025-03-01", "--replay")
    for ledger in ("issues", "hints"):
        found = ("find", ledger[0], f"ledger={ledger}", "what=甲", "open=是", "who=L、M")
        assert cf("do", *found, "--actor", "L", "--at", "2025-03-02", "-c", "plan.py").code == 0
    told = cf("items", "-c", "plan.py").out
    assert "问题: 甲; 公开: 是; 谁: L、M" in told
    assert "建议: 甲; 公开: 是; 谁: L、M" in told


def test_log_lists_every_event(started: Any) -> None:
    """As a table and as JSON."""
    assert started("log").out.count("\n") == 9
    assert [event["seq"] for event in started("log", "--json").data] == list(range(1, 9))


def test_report_writes_the_folder(started: Any, tmp_path: Any) -> None:
    """Pictures, log and status of the day are written and named."""
    said = started("report", "-o", "out", "--as-of", "2025-03-05", "--json")
    names = {"campaign.html", "phases.svg", "timeline.svg", "log.json", "status.json", "status.txt"}
    assert {path.name for path in (tmp_path / "out").iterdir()} == names
    assert {path.rpartition("/")[2] for path in said.data["written"]} == names
    assert (tmp_path / "out" / "phases.svg").read_text(encoding="utf-8").startswith("<")


def test_draw_needs_no_run(cf: Any, tmp_path: Any) -> None:
    """A plan alone can be drawn."""
    assert cf("draw", "five_phases", "-o", "pictures").code == 0
    assert (tmp_path / "pictures" / "timeline.svg").stat().st_size > 1000


def test_draw_makes_pictures_of_pixels(cf: Any, tmp_path: Any) -> None:
    """Whoever pastes them into a report gets PNG files of the same drawings."""
    pytest.importorskip("resvg_py")
    assert cf("draw", "five_phases", "--format", "png", "-o", "pictures").code == 0
    files = {file.name: file.read_bytes() for file in (tmp_path / "pictures").iterdir()}
    assert files.keys() == {"phases.png", "timeline.png"}
    assert all(picture.startswith(b"\x89PNG") for picture in files.values())


def test_draw_writes_one_picture_where_its_file_is_named(
    cf: Any, started: Any, tmp_path: Any
) -> None:
    """The ending says which; of a plan and of a run, into folders that are made."""
    assert cf("draw", "five_phases", "-o", "to/plan.svg").code == 0
    assert cf("draw", "five_phases", "-o", "plan.dot").code == 0
    assert cf("draw", "five_phases", "-o", "plan.MMD").code == 0
    assert started("draw", "--as-of", "2025-03-05", "-o", "run.html").code == 0
    begun = {"to/plan.svg": "<svg", "plan.dot": "digraph", "plan.MMD": "flowchart"}
    for name, start in {**begun, "run.html": "<!doctype html>"}.items():
        assert (tmp_path / name).read_text("utf-8").startswith(start), name


def test_draw_refuses_a_file_that_is_no_picture(cf: Any, tmp_path: Any) -> None:
    """The endings there are are named, and nothing is written; a folder that is there will do."""
    said = cf("draw", "five_phases", "-o", "plan.pdf")
    assert (said.code, list(tmp_path.iterdir())) == (2, [])
    assert "'plan.pdf'" in said.err
    assert ".svg, .png, .html, .mmd or .dot" in said.err
    (tmp_path / "spring.2025").mkdir()
    assert cf("draw", "five_phases", "-o", "spring.2025").code == 0
    assert (tmp_path / "spring.2025" / "phases.svg").exists()


@pytest.mark.parametrize(
    ("option", "told"), [("--format=png", "leave it out"), ("--spare", "folder")]
)
def test_draw_refuses_options_that_do_not_fit_the_file(cf: Any, option: str, told: str) -> None:
    """One picture of another kind, or without a timeline, is not what was asked for."""
    said = cf("draw", "five_phases", option, "-o", "plan.svg")
    assert (said.code, told in said.err) == (2, True)


def test_draw_shows_days_to_spare_if_asked(cf: Any, started: Any, tmp_path: Any) -> None:
    """Of a plan and of a run; not else."""
    assert cf("draw", "five_phases", "-o", "plain").code == 0
    assert cf("draw", "five_phases", "--spare", "-o", "plan").code == 0
    assert started("draw", "--as-of", "2025-03-05", "--spare", "-o", "run").code == 0
    texts = [(tmp_path / n / "timeline.svg").read_text("utf-8") for n in ("plain", "plan", "run")]
    assert ["可用的机动时间" in text for text in texts] == [False, True, True]


def test_draw_writes_lines_for_a_terminal(started: Any) -> None:
    """They begin with what is open and what it waits for; nothing is written to a file."""
    said = started("draw", "--as-of", "2025-03-05", "--format", "text")
    assert "进行中的阶段：动员" in said.out
    assert "● 动员会" in said.out
    assert "#" in said.out


def test_draw_writes_a_page(started: Any, cf: Any, tmp_path: Any) -> None:
    """A run as one page begins with the day asked for; a plan needs no run."""
    assert started("draw", "--as-of", "2025-03-03", "--format", "html", "-o", "one").code == 0
    assert cf("draw", "five_phases", "--format", "html", "-o", "two").code == 0
    one, two = (tmp_path / name / "campaign.html" for name in ("one", "two"))
    assert '"dates":["2025-' in one.read_text(encoding="utf-8")
    assert '"dates":[]' in two.read_text(encoding="utf-8")


def test_draw_of_a_run_shows_how_far_it_is(started: Any, tmp_path: Any) -> None:
    """Without a plan the run of the database is drawn as of the day."""
    assert started("draw", "--as-of", "2025-03-12", "-o", "one").code == 0
    assert started("draw", "five_phases", "-o", "two").code == 0
    one, two = (tmp_path / name / "phases.svg" for name in ("one", "two"))
    assert one.read_bytes() != two.read_bytes()


def test_facts_of_the_unit_are_checked(cf: Any) -> None:
    """A fact that the plan does not know is refused."""
    said = cf("start", "five_phases", "school", "--fact", "size=3")
    assert said.code == 1
    assert "size" in said.err


def test_start_names_the_roles_that_nobody_holds(cf: Any, tmp_path: Path) -> None:
    """A role is held through one within it; those left are told, since their steps would wait."""
    (tmp_path / "people.csv").write_text("person,role\nL,secretary\n", encoding="utf-8")
    begun = ("start", "five_phases", "one", "--roster", "people.csv", "--at", "2025-03-01")
    assert "提示：以下角色尚无人担任：督导组\n" in cf(*begun, "--replay").out


def test_start_names_the_relations_of_which_no_pair_is_given(cf: Any, tmp_path: Path) -> None:
    """A relation that rules ask for is missed at the start, in the words of the plan."""
    (tmp_path / "plan.py").write_text(RELATED, encoding="utf-8")
    (tmp_path / "pairs.csv").write_text("relation,left,right\n分管,a,b\n", encoding="utf-8")
    (tmp_path / "people.csv").write_text("person,role\nL,lead\n", encoding="utf-8")
    people = ("--roster", "people.csv")
    assert "关系“分管”" in cf("start", "plan.py", "one", *people).out
    assert (
        "关系“分管”" not in cf("start", "plan.py", "two", *people, "--relations", "pairs.csv").out
    )
