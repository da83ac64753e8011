"""Fifteen wrong acts: each refused with its kind, its cause and who or what is missing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from campaignflow.definitions.five_phases import five_phases
from campaignflow.errors import DefinitionError
from campaignflow.guards import Opaque, Pairs, Quota, View
from campaignflow.log import MemoryLog
from campaignflow.messages import Mistake
from campaignflow.model import (
    Campaign,
    Elastic,
    Elasticity,
    Field,
    Phase,
    RecordKind,
    Role,
    Rule,
    Step,
    after,
    window,
)
from campaignflow.refusal import Refusal, RefusalKind
from campaignflow.run import Run

Refused = Callable[..., Refusal]
MAY = 1_494_500_000_000_000  # 11 May 2017

LEAD = Role("lead", "组长")
WHO = Field("who", "参加人", "persons")
TALK = RecordKind("talk", "谈话", (WHO,))
LEARN, MEND = Phase("learn", "学习"), Phase("mend", "整改")
TALKS, REPORT = Step("talks", "谈心", LEARN), Step("report", "报告", MEND)


def plan(**tables: Any) -> dict[str, Any]:
    """Return the tables of a plan of two phases with a step in each."""
    basis = {
        "key": "plan",
        "version": "1",
        "title": "方案",
        "window": window("2017年5月—8月"),
        "lead": LEAD,
        "roles": [LEAD],
        "records": [TALK],
        "phases": [LEARN, MEND],
        "steps": [TALKS, REPORT],
        "edges": [after(LEARN, MEND)],
    }
    return {**basis, **tables}


def begun(**tables: Any) -> Run:
    """Return a run of the small plan, led by ``L``."""
    campaign = Campaign(**plan(**tables))
    return Run.start(campaign, "u", roster=[("L", "lead")], actor="L", clock=lambda: MAY)


def says(refusal: Refusal, zh: list[str], en: list[str]) -> None:
    """Check that the refusal tells everything listed, in Chinese and in English."""
    for lang, wanted in (("zh", zh), ("en", en)):
        text = refusal.text("zh" if lang == "zh" else "en")
        for part in wanted:
            assert part in text


def wrong_plan(code: str, place: str, **tables: Any) -> Mistake:
    """Return the mistake found at a place of a plan, which must not get as far as a log."""
    log = MemoryLog()
    with pytest.raises(DefinitionError) as caught:
        Run.start(Campaign(**plan(**tables)), "u", roster=[("L", "lead")], log=log)
    assert log.runs() == ()
    found = {(m.notice.code, m.place): m for m in caught.value.mistakes}
    return found[code, place]


def test_quota_short_by_one_person_names_the_pair_that_has_not_talked(
    july: Run, refused: Refused
) -> None:
    """Twenty of twenty-one pairs have talked; the refusal names the one that has not."""
    refusal = refused(july, "finish", "talks", actor="t01")
    assert refusal.kinds == (RefusalKind.UNSATISFIED,)
    assert [cause.notice.code for cause in refusal.causes] == ["rule.unsatisfied"]
    says(
        refusal,
        [
            "条件未满足",
            "20/21 已达到",
            "t05 与 t07：缺 班子、本人",
            "talk-32 不计入：“方式”为 电话",
        ],
        [
            "unsatisfied",
            "20 of 21 have it",
            "t05 and t07: lacks 班子, 本人",
            "talk-32 does not count",
        ],
    )


def test_unknown_command_is_answered_with_the_nearest_ones(july: Run, refused: Refused) -> None:
    """A misspelt command is not guessed at, but what was probably meant is named."""
    refusal = refused(july, "finsh", "talks", actor="t01")
    assert refusal.kinds == (RefusalKind.NOT_DECLARED,)
    assert refusal.causes[0].notice.code == "unknown.command.near"
    says(
        refusal, ["方案未规定", "没有指令“finsh”", "finish"], ["not declared", "'finsh'", "finish"]
    )


def test_phase_that_is_not_open_cannot_be_closed(refused: Refused) -> None:
    """The template's second phase is still planned; its state is told."""
    roster = [("s", "secretary"), ("m", "member"), ("g", "supervisor")]
    run = Run.start(five_phases, "校", roster=roster, actor="s", clock=lambda: MAY)
    refusal = refused(run, "close", "study", actor="s")
    assert RefusalKind.WRONG_STATE in refusal.kinds
    assert "wrong_state" in [cause.notice.code for cause in refusal.causes]
    says(
        refusal,
        ["状态不符", "“学习”未开启：不能关闭"],
        ["wrong state", "study is not open yet: close is not possible"],
    )


def test_item_that_was_never_found_cannot_be_struck(july: Run, refused: Refused) -> None:
    """The list has five items; a sixth cannot be struck off, and near ones are named."""
    refusal = refused(july, "work", "w06", actor="t02", trigger="strike")
    assert refusal.kinds == (RefusalKind.NOT_DECLARED,)
    assert refusal.causes[0].notice.code == "unknown.item.near"
    says(refusal, ["方案未规定", "没有条目“w06”", "w05"], ["not declared", "no item 'w06'", "w05"])


def test_submitter_cannot_approve_the_own_outline(refused: Refused) -> None:
    """The secretary may review, but not what the secretary has submitted."""
    roster = [("s", "secretary"), ("m", "leader"), ("g", "supervisor")]
    run = Run.start(five_phases, "校", roster=roster, actor="s", clock=lambda: MAY)
    for command, node in (("open", "mobilise"), ("waive", "kickoff"), ("close", "mobilise")):
        run.do(command, node, actor="s", reason="试")
    run.do("open", "study", actor="s", reason="试")
    run.do("record", actor="s", kind="essay", values={"author": "s"})
    run.do("submit", "essays#s", actor="s")
    refusal = refused(run, "approve", "essays#s", actor="s")
    assert refusal.kinds == (RefusalKind.NOT_PERMITTED,)
    assert [cause.notice.code for cause in refusal.causes] == ["review.own"]
    says(
        refusal,
        ["无权操作", "s 是提交人或承担人，不能审核"],
        ["not permitted", "s submitted or holds this work and cannot review it"],
    )


def test_misspelt_reference_is_found_when_the_plan_is_built() -> None:
    """A step of a role that no table declares is refused with its place and the near one."""
    misspelt = Step("report", "报告", MEND, owner=Role("laed", "组长"))
    where = ("definition.undeclared_near", "steps.report.owner")
    mistake = wrong_plan(*where, steps=[TALKS, misspelt])
    assert "roles 表中没有声明“laed”；是否指“lead”？" in mistake.zh
    assert "'laed' is not declared in roles; did you mean 'lead'?" in mistake.en


def test_misspelt_reference_in_a_command_is_refused(july: Run, refused: Refused) -> None:
    """A step that the plan does not have is not guessed at."""
    refusal = refused(july, "finish", "talk", actor="t01")
    assert refusal.kinds == (RefusalKind.NOT_DECLARED,)
    assert refusal.causes[0].notice.code == "unknown.node.near"
    says(refusal, ["没有步骤或阶段“talk”；是否指 talks"], ["'talk'; did you mean talks"])


def test_duplicate_key_is_found_when_the_plan_is_built() -> None:
    """Two steps of one key cannot be told apart."""
    steps = [TALKS, REPORT, Step("talks", "再谈", MEND)]
    mistake = wrong_plan("definition.duplicate", "steps.talks", steps=steps)
    assert "键“talks”已被" in mistake.zh
    assert "the key 'talks' is taken by" in mistake.en


def test_unreachable_node_is_found_before_the_start() -> None:
    """A step after a circle can never begin; what it waits for is named."""
    again, late = Step("again", "再谈", LEARN), Step("late", "补课", LEARN)
    edges = [after(TALKS, again), after(again, TALKS), after(again, late)]
    steps = [TALKS, again, late, REPORT]
    mistake = wrong_plan("structure.unreachable", "steps.late", steps=steps, edges=edges)
    assert "“补课”永远无法开始：要等“再谈”" in mistake.zh
    assert "“补课” can never start: it waits for “再谈”" in mistake.en


def test_dead_end_is_found_before_the_start() -> None:
    """A phase whose only work never ends can be opened and never closed."""
    again = Step("again", "再谈", LEARN)
    tables = {"steps": [TALKS, again, REPORT], "edges": [after(TALKS, again), after(again, TALKS)]}
    mistake = wrong_plan("structure.dead_end", "phases.learn", **tables)
    assert "“学习”能开始，但永远无法完成：要等“谈心”" in mistake.zh
    assert "“学习” can start but never finish: it waits for “谈心”" in mistake.en


def test_quota_that_can_never_be_met_is_found_before_the_start() -> None:
    """One secretary cannot talk in pairs; the role that is too small is named."""
    secretary = Role("secretary", "书记", exactly=1)
    rules = [Rule(TALKS, Quota(of=TALK, per=Pairs(secretary, (WHO,))))]
    where = ("quota.impossible", "rules.talks.exit")
    mistake = wrong_plan(*where, roles=[LEAD, secretary], rules=rules)
    assert "“谈话”的数量要求永远无法达到" in mistake.zh
    assert "“书记”" in mistake.zh
    assert (
        "no records can ever satisfy the quota of “谈话”: only one person holds “书记”"
        in mistake.en
    )


def test_guard_that_raises_is_named_as_the_fault_of_the_plan(refused: Refused) -> None:
    """The crash is told with its rule, and nothing is let through."""

    def broken(view: View) -> bool:
        raise ZeroDivisionError("no units")

    run = begun(rules=[Rule(TALKS, Opaque("share", broken, "占比"))])
    run.do("open", "learn", actor="L")
    refusal = refused(run, "finish", "talks", actor="L")
    assert refusal.kinds == (RefusalKind.CRASHED,)
    assert isinstance(refusal.causes[0].error, ZeroDivisionError)
    says(
        refusal,
        ["条件出错", "条件 talks.exit 计算出错：ZeroDivisionError: no units"],
        ["crashed", "the rule talks.exit crashed: ZeroDivisionError: no units"],
    )


def test_clock_that_goes_backwards_is_refused(july: Run, refused: Refused) -> None:
    """A review cannot have happened before the outline was handed in."""
    refusal = refused(july, "approve", "outlines#t04", actor="t01", at="2017-07-01")
    assert RefusalKind.INVALID in refusal.kinds
    assert "time.before_last" in [cause.notice.code for cause in refusal.causes]
    says(
        refusal,
        ["内容有误", "“发言提纲（t04）”此后已有变动：时间不得早于其最近一次变动"],
        ["invalid", "outlines#t04 has moved since: give a time after its last change"],
    )


def test_window_that_may_not_be_shortened_stays(refused: Refused) -> None:
    """Neither a move nor closing early takes days from a phase whose time is fixed."""
    fixed = Phase("learn", "学习", window("5月"), elasticity=Elasticity(shorten=Elastic.FORBIDDEN))
    run = begun(phases=[fixed, MEND], steps=[REPORT], edges=[after(fixed, MEND)])
    run.do("open", "learn", actor="L")
    moved = refused(run, "move", "learn", actor="L", end="2017-05-20", reason="赶")
    closed = refused(run, "close", "learn", actor="L", reason="赶")
    assert moved.kinds == closed.kinds == (RefusalKind.OUTSIDE_WINDOW,)
    says(moved, ["超出时限", "“学习”的时间不得缩短"], ["outside window", "may not be shortened"])
    says(closed, ["“学习”不得早于 2017-05-31 结束"], ["learn may not be closed before 2017-05-31"])


def test_waiver_without_authority_names_who_has_it(july: Run, refused: Refused) -> None:
    """An ordinary member cannot waive the talks; the secretary could."""
    refusal = refused(july, "waive", "talks", actor="t20", reason="没时间")
    assert refusal.kinds == (RefusalKind.NOT_PERMITTED,)
    assert refusal.causes[0].notice.code == "permit.denied"
    says(
        refusal,
        ["无权操作", "t20 无权免除；有权者：党支部书记"],
        ["not permitted", "t20 may not waive this; 党支部书记 may"],
    )


def test_same_key_with_another_payload_is_a_conflict(july: Run, refused: Refused) -> None:
    """The key of the first imported row stands for that row and nothing else."""
    first = next(event for event in july.events() if event.key == "jishui-0001")
    refusal = refused(july, "tick", actor="t01", key="jishui-0001")
    assert refusal.kinds == (RefusalKind.CONFLICT,)
    assert refusal.causes[0].notice.code == "key.reused"
    says(
        refusal,
        ["冲突", f"键“jishui-0001”已用于另一请求（第 {first.seq} 条）"],
        ["conflict", f"'jishui-0001' was used for another request (entry {first.seq})"],
    )
