"""What the plan of 2023 makes hard, shown on its definition and its course."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from campaignflow.definitions.jiangbei_2023 import jiangbei_2023
from campaignflow.errors import RefusalError
from campaignflow.refusal import Refusal, RefusalKind
from campaignflow.report import Status
from campaignflow.run import Run

Until = Callable[[str], Run]
NAME = "jiangbei_2023"
GAINS = next(f.choices for k in jiangbei_2023.records for f in k.fields if f.key == "gains")
LEADERS = [("t01", "head"), *((f"t{n:02d}", "leader") for n in range(2, 6))]


def refused(run: Run, command: str, subject: str = "", **more: Any) -> Refusal:
    """Return why the head, or another actor, is refused a command; the run stays as it was."""
    before = run.state.version
    with pytest.raises(RefusalError) as caught:
        run.do(command, subject, **{"actor": "t01", **more})
    assert run.state.version == before
    return caught.value.refusal


def states(status: Status, *keys: str) -> list[str]:
    """Return the states of nodes in a status."""
    found = {row.key: row.state for row in status.rows}
    return [found[key] for key in keys]


def missing(status: Status, node: str) -> list[str]:
    """Return what a node still lacks, as people read it."""
    (blocked,) = (each for each in status.blocked if each.row.key == node)
    trees = [hold.explanation for hold in blocked.holds if hold.explanation]
    return [lack.zh for tree in trees for leaf in tree.blocking() for lack in leaf.missing]


# --- work of the last link from the first day, links that interpenetrate


def test_ledger_is_worked_on_before_its_link_is_open(run: Run) -> None:
    """Given the first day, when issues are found, then the last link's step takes them."""
    first = run.status(known="2023-01-03")
    assert states(first, "study", "rectify", "strike") == ["planned", "planned", "open"]
    (issues,) = (count for count in first.ledgers if count.key == "issues")
    assert issues.states == {"found": 3}


def test_practice_outlasts_the_link_that_it_is_part_of(run: Run) -> None:
    """Given the first link closed in May, then its weekly duties go on until September."""
    assert states(run.status(known="2023-05-24"), "study", "practice") == ["closed", "open"]
    assert run.state.node("practice").state == "done"


def test_two_links_are_open_at_once(run: Run) -> None:
    """Given links that interpenetrate, when the second is opened, then the first stays open."""
    assert states(run.status(known="2023-04-28"), "study", "search") == ["open", "open"]
    assert not [e for e in run.events() if e.kind == "deviated" and e.data["code"] == "order"]


def test_last_link_opened_before_the_second_is_a_deviation(until: Until) -> None:
    """Given an order that the plan only names, when it is broken, then the reason is kept."""
    run = until("2023-01-13")
    run.do("open", "rectify", actor="t01", reason="上级要求先建制度")
    (found,) = (event for event in run.events() if event.kind == "deviated")
    assert (found.subject, found.data["reason"]) == ("rectify", "上级要求先建制度")


def test_no_link_can_be_left_out(until: Until) -> None:
    """Given links that the plan makes obligatory, when one is waived, then it is refused."""
    causes = refused(until("2023-01-13"), "waive", "search", reason="时间紧").causes
    assert [cause.notice.code for cause in causes] == ["waive.fixed"]


# --- a quota that counts over the link, not over its step


def test_essay_is_owed_when_the_link_closes_though_its_step_is_done(until: Until) -> None:
    """Given one essay missing and the discussions over, then the link cannot be closed."""
    run = until("2023-05-09")
    assert run.state.node("discuss").state == "done"
    run.do("record", kind="progress", values={"gains": list(GAINS)}, actor="t01")
    assert "t14：0/1" in refused(run, "close", "study").text("zh")
    run.do("record", kind="essay", values={"author": "t14"}, actor="t14")
    run.do("close", "study", actor="t01")
    assert run.state.node("study").state == "closed"


# --- packages: per person, per period, per role


def test_weekly_visits_are_owed_in_teaching_weeks_only() -> None:
    """Given a run from January, when five weeks of it were holiday, then they are not asked for."""
    run = Run.start(jiangbei_2023, "demo", roster=LEADERS, at="2023-01-03", actor="t01")
    values = {"place": "课堂", "visitors": ["t01"]}
    run.do("record", kind="visit", values=values, actor="t01", at="2023-01-06")
    lacking = missing(run.status("2023-03-01"), "leading")
    assert "t01（2023-W01）：缺 食堂、宿舍" in lacking
    weeks = {each.partition("（")[2][:8] for each in lacking if "-W" in each}
    assert weeks == {"2023-W01", "2023-W02", "2023-W07", "2023-W08"}


def test_visit_entered_late_counts_in_the_week_in_which_it_was_made(run: Run) -> None:
    """Given a meal of 18 May entered on the 26th, then week 20 lacks it on the 24th only."""
    assert missing(run.status(known="2023-05-24"), "leading") == ["t04（2023-W20）：缺 食堂"]
    (blocked,) = (b for b in run.status(known="2023-05-26").blocked if b.row.key == "leading")
    assert [hold.notice.code for hold in blocked.holds] == ["report.act.can_finish"]


def test_leader_who_was_away_is_excused_for_one_week(run: Run) -> None:
    """Given a waived week, then that person and week are left out and no other."""
    waived = [event.data["part"] for event in run.events() if event.kind == "waived"]
    assert "t03/2023-W10" in waived
    before = missing(run.status(known="2023-03-12"), "leading")
    assert "t03（2023-W10）：缺 课堂、食堂、宿舍" in before
    lacking = missing(run.status(known="2023-03-31"), "leading")
    assert not [each for each in lacking if "2023-W10" in each]


def test_members_owe_the_school_year_that_ends_in_the_campaign(run: Run) -> None:
    """Given a campaign over two school years, then nobody owes the one that goes on after it."""
    lacking = missing(run.status(known="2023-05-24"), "serving")
    assert "t04（2022-2023）：缺 科研文章" in lacking
    assert not [each for each in lacking if "2023-2024" in each or "2022秋" in each]


def test_leaver_owes_the_school_year_no_longer(run: Run) -> None:
    """Given a member who left in June, then only the member who is late is named in July."""
    assert missing(run.status(known="2023-07-12"), "serving") == ["t07（2022-2023）：缺 科研文章"]
    assert "t16（2022-2023）：缺 科研文章" in missing(run.status(known="2023-06-19"), "serving")


def test_each_leader_has_exactly_one_grade_or_department(until: Until) -> None:
    """Given a second one, when the package is to be finished, then it is too many."""
    run = until("2023-09-26")
    values = {"helper": "t02", "aim": "年级或部门", "named": "k09"}
    run.do("record", kind="bond", values=values, actor="t02")
    assert "t02：2，最多 1" in refused(run, "finish", "leading").text("zh")


# --- talks and directed criticism


def test_pairs_that_have_not_talked_are_named(run: Run) -> None:
    """Given one silent pair and one short talk, then both pairs and the open request are told."""
    lacking = missing(run.status(known="2023-05-24"), "talks")
    assert [each for each in lacking if "不计入" not in each] == [
        "t02 与 t05：缺 征求意见、改进建议、沟通思想、缓解矛盾",
        "t03 与 t04：缺 征求意见、改进建议",
        "t02 与 t05：缺 肯定成绩、指出问题与不足",
        "asking-02：0/1",
    ]


def test_meeting_waits_for_the_talks(until: Until) -> None:
    """Given talks that are not over, when the meeting is opened, then it is refused."""
    text = refused(until("2023-05-24"), "open", "meet", reason="上级催办").text("zh")
    assert "谈心谈话" in text


def test_criticism_by_the_head_does_not_count_for_criticism_of_the_head(until: Until) -> None:
    """Given a criticism of the head withdrawn, though the head's own stands, then it is missed."""
    run = until("2023-06-14")
    run.do("void", criticism(run, "t03", "t05"), actor="t01", reason="重复录入")
    assert not run.state.node("meet").questioned
    run.do("void", criticism(run, "t02", "t01"), actor="t01", reason="记录有误")
    assert [row.key for row in run.status().questioned] == ["meet"]
    assert criticism(run, "t01", "t02")


def criticism(run: Run, critic: str, target: str) -> str:
    """Return the record in which one criticises the other."""
    wanted = {"critic": critic, "target": target}
    return next(key for key, found in run.state.records.items() if found.values == wanted)


def test_pair_that_did_not_criticise_each_other_is_a_deviation(run: Run) -> None:
    """Given mutual criticism that the plan implies, then the meeting is over with a reason."""
    (found,) = (e for e in run.events() if e.kind == "deviated" and e.subject == "meet")
    assert found.data["code"] == "rule"
    assert found.data["reason"]


def test_member_must_attend_the_meeting_of_their_own_branch(until: Until) -> None:
    """Given a member who sat in the other branch's meeting, then their own is still owed."""
    run = until("2023-06-26")
    values = {"host": "b01", "attendees": ["t04"]}
    run.do("record", kind="assembly", values=values, actor="t06")
    assert "t04 与 b02：0/1" in missing(run.status(), "branches")


# --- an approval that leads to a date


def test_plan_that_was_returned_is_not_filed(run: Run) -> None:
    """Given a returned plan, then its filing waits and the head has to rework it."""
    status = run.status(known="2023-01-08")
    assert states(status, "vetting", "filing") == ["returned", "planned"]
    assert "修改：方案审核" in [debt.notice.zh for debt in status.people["t01"]]


def test_head_cannot_approve_their_own_plan(until: Until) -> None:
    """Given a plan submitted by the head, when the head approves it, then it is refused."""
    run = until("2023-05-17")
    assert RefusalKind.NOT_PERMITTED in refused(run, "approve", "prepare").kinds


def test_day_is_not_settled_before_the_plan_is_approved(until: Until) -> None:
    """Given a returned plan, when a side names a day, then it is refused."""
    text = refused(until("2023-05-24"), "agree", "settle", actor="c01", value="2023-06-01")
    assert text.kinds == (RefusalKind.WRONG_STATE,)


def test_meeting_has_a_day_once_both_sides_name_the_same(run: Run) -> None:
    """Given two days named on 2 June and one on the 5th, then the meeting is dated from the 5th."""
    before, after = run.status(known="2023-06-02"), run.status(known="2023-06-05")
    assert "meet" in [row.key for row in before.undated]
    assert "meet" not in [row.key for row in after.undated]
    (meet,) = (row for row in after.rows if row.key == "meet")
    assert str(meet.planned_end) == "2023-06-12"


def test_briefing_follows_the_meeting_without_a_limit(run: Run) -> None:
    """Given a briefing three days later, then it is not late: the plan names no limit."""
    assert [row.key for row in run.status().rows if row.late_days] == []


# --- ledgers whose items live their own lives


def test_issue_that_failed_its_check_was_fixed_again(run: Run) -> None:
    """Given an issue found unsolved, then it is struck off only after a second check."""
    moves = [e.data["trigger"] for e in run.events() if e.subject == "w05" and "trigger" in e.data]
    assert moves == ["claim", "plan", "start", "check", "fail", "check", "strike"]


def test_ledger_cannot_be_closed_while_an_item_is_open(until: Until) -> None:
    """Given struck and open items, when the step is finished, then the open ones are named."""
    text = refused(until("2023-05-24"), "finish", "strike", actor="t02").text("zh")
    assert "w09、w10：整改中" in text
    assert "w01" not in text


def test_opinion_is_owed_by_the_person_it_concerns(run: Run) -> None:
    """Given opinions collected, then each leader owes the claim of their own, and no other."""
    people = run.status(known="2023-03-10").people
    claims = {p: [d.node for d in debts if d.node.startswith("y")] for p, debts in people.items()}
    assert claims["t02"] == ["y02", "y07", "y12"]
    assert sum(map(len, claims.values())) == 12


def test_second_hearing_in_the_name_of_the_leadership_holds_the_campaign(run: Run) -> None:
    """Given a hearing entered under the wrong name, then the duty is broken until it is mended."""
    broken, mended = run.status(known="2023-04-14"), run.status(known="2023-04-17")
    assert [status.duties[0].explanation.verdict.value for status in (broken, mended)] == [
        False,
        True,
    ]


# --- a text that breaks off


def test_what_the_plan_does_not_tell_is_unknown_and_not_guessed(until: Until) -> None:
    """Given a demand whose text is missing, then it is neither met nor unmet."""
    run = until("2023-09-28")
    refusal = refused(run, "finish", "regulate")
    assert refusal.kinds == (RefusalKind.UNKNOWN,)
    assert "原文止于四（三）1" in refusal.text("zh")


def test_authority_that_knows_the_rest_can_carry_the_plan_on(until: Until) -> None:
    """Given somebody who has the whole text, when they assume the answer, then the plan can end."""
    run = until("2023-09-28")
    run.do("assume", "regulate.exit", actor="t01", value=True, reason="已按上级原件完成")
    run.do("finish", "regulate", actor="t01")
    run.do("close", "rectify", actor="t01")
    run.do("conclude", actor="t01")
    assert run.state.status == "concluded"


def test_course_ends_where_the_text_ends(run: Run) -> None:
    """Given the whole course, then only the link whose text is cut is open, and nothing else."""
    status = run.status("2023-09-30")
    assert [row.key for row in status.open] == ["rectify", "regulate"]
    assert status.word == "running"


# --- the status of three days


@pytest.mark.parametrize(
    ("day", "zh", "en"),
    [
        (
            "2023-01-08",
            (
                "○ 整改落实、建章立制 · 未开启",
                "● 边学边改",
                "方案审核 · 已退回",
                "等待：方案审核（已退回）",
                "整改台账：共 3 条",
                "召开会议：时间节点“会议日”尚未定日期",
            ),
            ("方案审核 · returned", "waits for 方案审核 (returned)", "Time not known yet"),
        ),
        (
            "2023-03-31",
            (
                "进行中的阶段：“学习教育、听取意见”",
                "结对帮联（困难教职工）：每名班子成员至少 1 次（4/5 已达到）",
                "岗位实践：每学年每名党员须涵盖",
                "t03：办理：个人听取；办理：边学边改",
            ),
            (
                "结对帮联 (困难教职工): each 班子成员, at least 1",
                "查摆问题、开展批评 · could be open",
            ),
        ),
        (
            "2023-05-24",
            (
                "谈心谈话：t04 2/4",
                "√ 学习教育、听取意见 · 已关闭",
                "t04（2023-W20）：缺 食堂",
                "t02 与 t05：缺",
                "会议方案 · 已退回",
                "等待：会议方案（已退回）",
                "w09、w10：整改中",
            ),
            ("t04 (2023-W20): lacks 食堂", "会议方案 · returned", "w09, w10: fixing"),
        ),
        (
            "2023-09-28",
            ("? 方案未载明：原文止于四（三）1", "共 18 条（已销号 18）", "● 建章立制"),
            ("? not stated in the plan: 原文止于四（三）1", "18 items (struck off 18)"),
        ),
    ],
)
def test_status_tells_what_is_open_missing_and_unknown(
    run: Run, day: str, zh: tuple[str, ...], en: tuple[str, ...]
) -> None:
    """Given a telling day, then the school's office reads what matters in either language."""
    status = run.status(known=day)
    assert [words for words in zh if words not in status.text("zh")] == []
    assert [words for words in en if words not in status.text("en")] == []
    assert not status.late
