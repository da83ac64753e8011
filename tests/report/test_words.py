"""What a clerk reads: near misses, names of states, one line a thing, the day's own count."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from campaignflow.guards import Each, Quota, Struck
from campaignflow.lifecycle import Lifecycle, Move
from campaignflow.model import CAMPAIGN, Field, Force, Ledger, RecordKind, Rule

from .conftest import LEADER, MODE, PAIRED, PEOPLE, PERSON, TALK, TALKS

Make = Callable[..., Any]


def said(stage: Any, lang: Any = "zh") -> list[str]:
    """Return the lines of the status without their indents."""
    return [line.strip() for line in stage.run.status().text(lang).splitlines()]


def section(stage: Any, heading: str) -> list[str]:
    """Return the lines under a heading."""
    lines = said(stage)
    below = lines[lines.index(f"● {heading}") + 1 :]
    return below[: below.index("")] if "" in below else below


def test_record_meant_for_another_quota_is_no_near_miss(stage_of: Make) -> None:
    """A talk by telephone that another rule asks for does not stand as noise under this one."""
    phoned = Quota(of=TALK, per=Each(LEADER, PEOPLE), where=MODE.is_("电话"))
    stage = stage_of(rules=[Rule(TALKS, PAIRED & phoned)])
    stage.do("2017-05-11", "open", "find")
    stage.talk("2017-05-12", "a", "b", mode="电话")
    assert not any("不计入" in line for line in said(stage))


def test_record_that_would_serve_nobody_is_no_near_miss(stage: Any) -> None:
    """Once a and b have talked face to face, their telephone call is of no interest."""
    stage.do("2017-05-11", "open", "find")
    stage.talk("2017-05-12", "a", "b")
    stage.talk("2017-05-12", "a", "b", mode="电话")
    stage.talk("2017-05-13", "a", "c", mode="电话")
    found = [line for line in said(stage) if "不计入" in line]
    assert len(found) == 1
    assert "“方式”为 电话，应为 面谈" in found[0]


def test_record_before_the_days_that_count_is_named(stage_of: Make) -> None:
    """What came too early for the step is named with the reason, in refusals as well."""
    stage = stage_of(rules=[Rule(TALKS, PAIRED)])
    stage.talk("2017-05-02", "a", "b")
    stage.do("2017-05-11", "open", "find")
    refusal = stage.run.why_not("finish", "talks", actor="a")
    assert "日期不在计数期内" in refusal.text("zh")


def test_people_who_lack_the_same_share_a_line(stage: Any) -> None:
    """Those who lack the same stand in one line, in the status as in a refusal."""
    stage.do("2017-05-11", "open", "find")
    line = "- a 与 b、a 与 c、b 与 c：0/1"
    assert line in said(stage)
    assert line in stage.run.why_not("finish", "talks", actor="a").text("zh")


def test_a_long_list_of_lacks_is_cut_with_a_number(stage_of: Make) -> None:
    """Beyond a handful of different lacks only their number is told."""
    many = Ledger("many", "清单", [PERSON], lifecycle=Lifecycle(
        "many", tuple(f"s{i}" for i in range(9)), "s0", ("s8",),
        tuple(Move(f"go{i}", f"s{i}", f"s{i + 1}") for i in range(8)),
    ), by=LEADER)  # fmt: skip
    stage = stage_of(ledgers=[many], rules=[Rule(TALKS, Struck(many))])
    stage.do("2017-05-11", "open", "find")
    for index in range(8):
        stage.do("2017-05-12", "find", by="a", ledger="many", values={"person": "b"})
        for step in range(index):
            stage.do("2017-05-12", "work", f"many-{index + 1}", trigger=f"go{step}")
    lacks = [line for line in said(stage) if line.startswith("- ")]
    assert len(lacks) == 7
    assert lacks[-1] == "- 另有 2 项"


def test_ledger_says_what_its_own_final_state_is_called(stage_of: Make) -> None:
    """A ledger of matters to be replied to does not speak of striking off."""
    matters = Ledger("matters", "督查事项", [PERSON], lifecycle=Lifecycle(
        "matter", ("raised", "replied"), "raised", ("replied",),
        (Move("reply", "raised", "replied"),),
    ), titles=(("raised", "待落实"), ("replied", "已回复")), by=LEADER)  # fmt: skip
    stage = stage_of(ledgers=[matters], rules=[Rule(TALKS, Struck(matters))])
    stage.do("2017-05-11", "open", "find")
    stage.do("2017-05-12", "find", by="a", ledger="matters", values={"person": "b"})
    lines = said(stage)
    assert "× 督查事项：每条须办至“已回复”（0/1）" in lines
    assert "- matters-1：待落实" in lines
    assert not any("销号" in line for line in lines)


def test_titled_duty_takes_one_line(stage: Any) -> None:
    """What is asked for stands once, with its title."""
    assert section(stage, "全程要求") == ["× 全年谈话：谈话：至少 2 次（已有 0）"]


def test_upper_bound_alone_is_said_as_one(stage_of: Make) -> None:
    """At most one, not zero to one."""
    stage = stage_of(rules=[Rule(CAMPAIGN, Quota(of=TALK, least=0, most=1), title="不重复")])
    assert section(stage, "全程要求") == ["√ 不重复：谈话：至多 1 次（已有 0）"]


def test_deviation_keeps_the_count_of_its_day(stage_of: Make) -> None:
    """What was missing when the step was finished is told, though it was made good later."""
    every = Quota(of=TALK, per=Each(LEADER, PEOPLE), least=1, during=CAMPAIGN)
    stage = stage_of(rules=[Rule(TALKS, every, force=Force.SHOULD)])
    stage.do("2017-05-11", "open", "find")
    stage.talk("2017-05-12", "a", "b")
    stage.do("2017-05-13", "finish", "talks", by="a", reason="c 出差")
    stage.talk("2017-05-20", "a", "c")
    (line,) = section(stage, "与方案的偏差")
    assert line == "2017-05-13 谈心 · 未满足：谈话：每名班子至少 1 次（2/3 已达到） · c 出差"


def test_head_names_the_open_phases(stage: Any) -> None:
    """The first lines answer which phases are open, or that none is."""
    assert said(stage)[2] == "目前没有进行中的阶段"
    stage.do("2017-05-11", "open", "find")
    assert said(stage)[2] == "进行中的阶段：“查摆”"


def test_late_things_come_first_with_days_and_people(stage: Any) -> None:
    """What is late, by how much and who must act stands before everything else."""
    stage.do("2017-05-11", "open", "find")
    stage.day = "2017-06-02"
    lines = said(stage)
    assert lines[4] == "● 逾期"
    assert lines[5] == "▲ 谈心 · 至 2017-05-20 · 晚 13 天 · 待办人：a、b、c"
    assert [line.split(" · ")[0] for line in lines[6:8]] == ["▲ 查摆", "▲ 提纲 × 3（a、b、c）"]


def test_each_step_names_who_must_act(stage: Any) -> None:
    """The people stand beside the step also where conditions are not met yet."""
    stage.do("2017-05-11", "open", "find")
    assert "● 谈心 · 待办人：a、b、c" in section(stage, "各步骤还缺什么")


def test_debts_tell_how_late_they_are(stage: Any) -> None:
    """Turns, quotas and items past their day say so; the whole campaign's are named as such."""
    stage.do("2017-05-11", "open", "find")
    stage.do("2017-05-12", "find", by="a", ledger="issues",
             values={"person": "L", "limit": "2017-05-20"})  # fmt: skip
    stage.day = "2017-05-25"
    owed = {line.partition("：")[0]: line for line in section(stage, "各人未完成事项")}
    assert "问题清单：issues-1（已查出）（晚 5 天）" in owed["L"]
    assert "办理：谈心（晚 5 天）" in owed["b"]


def test_quota_says_for_whom_it_is_owed(stage_of: Make) -> None:
    """Not "each", but each of whom."""
    hours = Field("hours", "学时", "integer")
    study = RecordKind("study", "学习", (PEOPLE, hours))
    stage = stage_of(
        records=[TALK, study],
        rules=[Rule(TALKS, Quota(of=study, per=Each(LEADER, PEOPLE), sum=hours, least=8))],
    )
    stage.do("2017-05-11", "open", "find")
    refusal = stage.run.why_not("finish", "talks", actor="a")
    assert "学习：每名班子学时合计至少 8（0/3 已达到）" in refusal.text("zh")
    assert "学习: each 班子, 学时 at least 8 in all (0 of 3 have it)" in refusal.text("en")


def test_refusal_names_the_act_in_chinese(stage: Any) -> None:
    """The first line says what cannot be done, for an act on nothing as well."""
    assert (
        stage.run.why_not("finish", "talks", actor="a")
        .text("zh")
        .startswith("不能“完成”（finish talks）：")
    )
    assert stage.run.why_not("archive", actor="L").text("zh").startswith("不能“归档”（archive）：")


def test_refusal_says_in_chinese_how_the_campaign_stands(stage: Any) -> None:
    """A suspended campaign is called suspended, in the reader's language."""
    stage.do("2017-05-11", "suspend", reason="汛期")
    refusal = stage.run.why_not("open", "find", actor="L")
    assert "活动已中止：不能办理" in refusal.text("zh")
    assert "the run is suspended: open is not possible" in refusal.text("en")
