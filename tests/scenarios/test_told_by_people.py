"""What plans ask for in words, and only people can tell: recorded, and then it decides."""

from __future__ import annotations

from collections.abc import Callable

from campaignflow.definitions.qingshanhu_2010 import qingshanhu_2010
from campaignflow.definitions.xuhui_2009 import xuhui_2009
from campaignflow.run import Run
from tests.course.trees import replay_tree

Replay = Callable[..., Run]


def why_not(run: Run, command: str, subject: str, actor: str) -> str:
    """Return why something is refused."""
    refusal = run.why_not(command, subject, actor=actor)
    assert refusal is not None
    return refusal.text("zh")


def deviations(run: Run, node: str) -> list[str]:
    """Return what deviated from the plan at a node."""
    found = (event for event in run.events() if event.kind == "deviated" and event.subject == node)
    return [event.data["reason"] for event in found]


def record(run: Run, kind: str, actor: str, **values: str | list[str]) -> None:
    """Record something."""
    run.do("record", kind=kind, values=values, actor=actor)


# --- 2017, 三（二）3


def test_examination_that_heard_nobody_comes_into_question(replay: Replay) -> None:
    """Given a leader who, it turns out, compared himself with models only, then it is asked again."""
    run = replay("jishui_2017", "2017-07-21")
    (own,) = (key for key, r in run.state.records.items() if r.values.get("subject") == "t04")
    assert not run.state.node("reflect").questioned
    narrow = {"compared": ["比先进找不足"]}
    run.do("correct", own, values=narrow, reason="只对照了先进典型", actor="t01")
    assert run.state.node("reflect").questioned


# --- 2023, 一至四


def test_leader_who_is_in_front_in_three_things_of_five_is_named(replay: Replay) -> None:
    """Given five leaders, when one lacks two of the five, then the step waits for those."""
    run = replay("jiangbei_2023", "2023-05-24")
    assert "t04：缺 重担奉献、学习钻研业务" in why_not(run, "finish", "leading_on", "t01")
    both = ["重担奉献", "学习钻研业务"]
    record(run, "example", "t01", doers=["t04"], ahead=["观念"], front=both)
    run.do("finish", "leading_on", actor="t01")
    assert run.state.node("leading_on").state == "done"


def test_branches_that_meet_before_the_leadership_say_why(replay: Replay) -> None:
    """Given an order from the top down, when a branch goes first, then the reason is kept."""
    run = replay("jiangbei_2023", "2023-05-24")
    run.do("open", "branches", reason="支部先行试点", actor="t01")
    assert deviations(run, "branches") == ["支部先行试点"]


def test_lapse_that_a_teacher_notes_stands_in_the_status(replay: Replay) -> None:
    """Given a campaign that must not become a matter of form, when it does, then it is seen."""
    run = replay("jiangbei_2023", "2023-05-24")
    assert "√ 走偏情形：不得有（已有 0）" in run.status().text("zh")
    record(run, "astray", "t18", lapse="走过场")
    assert "× 走偏情形：不得有（已有 1）" in run.status().text("zh")


# --- 2012, 三（一）、三（四）1


def test_new_ways_are_needed_in_each_of_the_three_fields(replay: Replay) -> None:
    """Given ways found for one field, then the other two are still missing."""
    run = replay("jiefangsixiang_2012", "2012-04-10")
    assert "- 缺 高中教育质量、职业教育立交桥" in why_not(run, "finish", "liberate", "g01")


def test_theme_without_the_leaders_is_not_enough(replay: Replay) -> None:
    """Given a school whose teachers held the theme alone, then its leaders are missing."""
    run = replay("jiefangsixiang_2012", "2012-04-10")
    record(run, "theme", "s01", unit="s01", players=["师生员工"])
    assert "s01：缺 领导与党员干部" in why_not(run, "finish", "practise", "g01")


# --- 2012, 三（三）2


def test_breach_that_nobody_corrected_holds_the_inspection(replay: Replay) -> None:
    """Given a rule that was bent in July, when it was corrected, then only the next one is missing."""
    run = replay("jiefangsixiang_2012", "2012-10-26")
    assert run.why_not("finish", "inspect", actor="g01") is None
    record(run, "breach", "i01", subject="s03", fault="有禁不止")
    assert "每项执行走样" in why_not(run, "finish", "inspect", "g01")


def test_award_for_poor_work_holds_the_inspection(replay: Replay) -> None:
    """Given an award, when the work was not good, then the inspection is not over."""
    run = replay("jiefangsixiang_2012", "2012-10-26")
    record(run, "award", "g01", subject="s04", benefit="表彰奖励", result="不好")
    assert "奖励" in why_not(run, "finish", "inspect", "g01")


# --- 2010, 六2


def test_mechanism_must_say_what_results_are_used_for() -> None:
    """Given a school that counts results in its yearly assessment only, then the rest is asked for."""
    tree, _report = replay_tree(qingshanhu_2010, "2011-05-01")
    missing = why_not(tree.run("s1"), "finish", "encouraging", "a01")
    assert "评先评优、干部教师选拔" in missing


# --- 2009, 四5、四6


def test_award_for_something_else_holds_the_end() -> None:
    """Given a choice of model members that looked at something else first, then nobody concludes."""
    tree, _report = replay_tree(xuhui_2009, "2009-08-27")
    run = tree.run("b1")
    record(run, "selection", "a01", condition="其他情况")
    assert "评选首看活动开展情况" in why_not(run, "conclude", "", "a01")


def test_harm_to_the_work_of_the_school_is_a_deviation() -> None:
    """Given a member who notes that lessons suffered, then the end is recorded as one that deviates."""
    tree, _report = replay_tree(xuhui_2009, "2009-08-27")
    run = tree.run("b1")
    record(run, "harm", "a05", harmed="日常工作")
    run.do("conclude", reason="误课已补", actor="a01")
    assert "误课已补" in deviations(run, "campaign")
