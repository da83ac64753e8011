"""What the plan of 2012 makes hard, shown on its definition and its course."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from campaignflow.definitions.jiefangsixiang_2012 import jiefangsixiang_2012
from campaignflow.errors import RefusalError
from campaignflow.events import Event
from campaignflow.guards import Explanation
from campaignflow.model import Force
from campaignflow.refusal import RefusalKind
from campaignflow.report import Status
from campaignflow.run import Run

Until = Callable[[str], Run]
NAME = "jiefangsixiang_2012"
TRACKS = {"liberate", "fieldwork", "deliver", "spirit"}


def refused(run: Run, command: str, subject: str = "", **more: str) -> RefusalError:
    """Return why the office is refused a command; the run stays as it was."""
    before = run.state.version
    with pytest.raises(RefusalError) as caught:
        run.do(command, subject, **{"actor": "o01", **more})
    assert run.state.version == before
    return caught.value


def owing(status: Status) -> dict[str, str]:
    """Return who still owes study sessions, with how many of three they have."""
    (duty,) = (each for each in status.duties if each.title == "全年学习次数")
    return dict(
        notice.zh.split("：") for leaf in leaves(duty.explanation) for notice in leaf.missing
    )


def leaves(tree: Explanation) -> list[Explanation]:
    """Return the parts of a truth tree that have no parts."""
    return [leaf for part in tree.parts for leaf in leaves(part)] or [tree]


def deviations(run: Run, node: str) -> list[Event]:
    """Return what deviated from the plan at a node."""
    return [event for event in run.events() if event.kind == "deviated" and event.subject == node]


# --- a quota whose counting time is not its step's


def test_study_quota_is_still_owed_after_its_step_and_phase_are_closed(run: Run) -> None:
    """Given the study phase closed in April, when November comes, then one school still owes."""
    april, november = run.status(known="2012-04-10"), run.status(known="2012-11-05")
    assert {row.key: row.state for row in april.rows if row.key in ("sessions", "study")} == {
        "sessions": "done",
        "study": "closed",
    }
    assert owing(april) == {"s01": "2/3", "s02": "2/3", "s03": "2/3", "s04": "1/3", "s05": "1/3"}
    assert owing(november) == {"s04": "2/3"}


def test_session_held_in_december_fills_the_quota_of_the_year(run: Run) -> None:
    """Given one school with two sessions, when it meets on 11 December, then nobody owes."""
    assert owing(run.status(known="2012-12-10")) == {"s04": "2/3"}
    assert owing(run.status(known="2012-12-12")) == {}


def test_campaign_cannot_be_concluded_while_a_session_is_owed(until: Until) -> None:
    """Given all else as it was, when the office concludes early, then the school is named."""
    refusal = refused(until("2012-12-10"), "conclude").refusal
    assert "s04：2/3" in refusal.text("zh")


def test_session_counts_from_new_year_to_new_years_eve_and_no_longer() -> None:
    """Given sessions in January, December and after, then only those of the year count."""
    run = Run.start(
        jiefangsixiang_2012, "early", roster=[("o", "office"), ("s", "school")], at="2012-01-01"
    )
    for day in ("2012-01-01", "2012-12-31", "2013-01-01"):
        run.do("record", kind="session", values={"units": ["s"]}, actor="o", at=day)
    assert owing(run.status("2013-01-01"))["s"] == "2/3"


# --- dates that conflict or are not known


def test_months_outside_the_phases_belong_to_the_tracks(run: Run) -> None:
    """Given a year with phases from February to October, in January and November tracks are open."""
    for day in ("2012-01-31", "2012-11-12"):
        status = run.status(known=day)
        opened = {row.key for row in status.open}
        assert not opened & {phase.key for phase in jiefangsixiang_2012.phases}
        assert opened & TRACKS
        assert status.late == ()


def test_undated_tracks_are_never_late_before_the_year_ends(run: Run) -> None:
    """Given tracks without dates, then they are due with the campaign and nothing reminds of them."""
    rows = {row.key: row for row in run.status(known="2012-10-29").rows}
    assert {rows[key].window for key in TRACKS} == {None}
    assert {rows[key].due_by for key in TRACKS} == {dt.date(2012, 12, 31)}


def test_opening_of_term_is_unknown_until_the_calendar_is_out(run: Run) -> None:
    """Given an anchor without a day, then the check about it is undated, and dated once it is."""
    before, after = run.status(known="2012-02-01"), run.status(known="2012-02-02")
    assert [row.key for row in before.undated] == ["opening_check"]
    assert after.undated == ()
    (row,) = (row for row in after.rows if row.key == "opening_check")
    assert (row.planned_start, row.planned_end) == (dt.date(2012, 2, 1), dt.date(2012, 2, 20))


def test_meeting_on_leap_day_is_in_time_and_a_day_later_is_not() -> None:
    """Given a meeting at the end of February 2012, then the 29th is its last day."""
    for day, late in (("2012-02-29", []), ("2012-03-01", ["late"])):
        run = Run.start(jiefangsixiang_2012, day, roster=[("o", "office")], at="2012-01-04")
        run.do("open", "study", actor="o", at="2012-02-01")
        run.do("open", "mobilise", actor="o", at="2012-02-21", reason="先开会")
        run.do("waive", "mobilise.exit", actor="o", at="2012-02-21", reason="只看日期")
        run.do("finish", "mobilise", actor="o", at=day, reason="如期")
        found = [event.data["code"] for event in deviations(run, "mobilise")]
        assert [code for code in found if code == "late"] == late


# --- what follows what


def test_next_phase_waits_for_the_last_reader_of_the_first(until: Until) -> None:
    """Given one member without reflections on 5 April, when the office goes on, it is refused."""
    run = until("2012-04-05")
    assert refused(run, "open", "analyse").refusal.kinds == (RefusalKind.UNSATISFIED,)
    assert "p03" in refused(run, "finish", "self_study").refusal.text("zh")


def test_research_before_the_meeting_is_a_deviation_with_its_reason(run: Run) -> None:
    """Given an order that only the numbering gives, when it is broken, then the reason is kept."""
    (found,) = deviations(run, "research")
    assert (found.data["code"], found.data["reason"]) == (
        "order",
        "开学检查早于动员大会，调研随检查先行",
    )


# --- items with a life of their own


def test_opinions_have_to_be_sorted_one_by_one(until: Until) -> None:
    """Given opinions not sorted yet, when the sorting is finished, then they are named."""
    run = until("2012-05-03")
    left = [key for key, state in run.state.items["opinions"].items() if state == "found"]
    assert left
    text = refused(run, "finish", "sort").refusal.text("zh")
    assert all(f"{key}：待梳理" in text for key in left)


def test_each_problem_needs_a_limit_before_the_plans_are_done(until: Until) -> None:
    """Given plans without a limit for some problems, then those problems are named."""
    text = refused(until("2012-06-20"), "finish", "planning").refusal.text("zh")
    assert "w14：0/1" in text
    assert "w01" not in text


def test_problem_that_came_back_is_fixed_again(run: Run) -> None:
    """Given a problem that the inspectors find unsolved, then it is worked on once more."""
    moves = [event for event in run.events() if event.subject == "w09"]
    ways = [event.data["trigger"] for event in moves if event.kind == "item_moved"]
    assert ways == ["start", "fix", "fail", "fix"]
    assert set(run.state.items["problems"].values()) == {"fixed"}


def test_every_matter_under_supervision_lands_and_is_replied_to(until: Until) -> None:
    """Given a matter that landed without a reply, then the inspection cannot be finished."""
    run = until("2012-09-10")
    landed = [key for key, state in run.state.items["tasks"].items() if state == "landed"]
    text = refused(run, "finish", "inspect").refusal.text("zh")
    assert landed
    assert f"{'、'.join(landed)}：已落实" in text


# --- many units under one plan


def test_each_unit_names_exactly_one_deputy(until: Until) -> None:
    """Given a school with two deputies, then preparing cannot be finished until one is void."""
    run = until("2012-02-21")
    assert "s03：2，最多 1" in refused(run, "finish", "prepare").refusal.text("zh")
    second = next(k for k, r in run.state.records.items() if r.values.get("leader_in") == "p01")
    run.do("void", second, actor="o01", reason="只明确一名")
    assert "s03：2" not in refused(run, "finish", "prepare").refusal.text("zh")


def test_report_upward_waits_for_the_last_unit(run: Run) -> None:
    """Given one school without a summary, then the report to the city waits and the school owes."""
    status = run.status(known="2012-11-05")
    (waiting,) = (each for each in status.blocked if each.row.key == "submit")
    assert "长效机制" in waiting.holds[0].notice.zh
    assert "活动总结：0/1" in " ".join(debt.notice.zh for debt in status.people["s04"])


# --- sanctions with a history, and what only people can judge


def test_sanction_without_a_censure_before_it_is_a_deviation(until: Until) -> None:
    """Given a sanction of somebody never censured, when all is over, then it is on record."""
    run = until("2012-12-27")
    values = {"subject": "s03", "sanction": "调整项目安排"}
    run.do("record", kind="penalty", values=values, actor="o01")
    run.do("conclude", actor="o01", reason="处理在先，已说明")
    assert run.state.status == "concluded"
    (found,) = deviations(run, "campaign")
    assert found.data["reason"] == "处理在先，已说明"


def test_absence_of_formalism_is_attested_by_the_inspectors_only(until: Until) -> None:
    """Given a rule no machine can judge, then a unit cannot attest it for itself."""
    run = until("2012-12-18")
    assert "形式主义" in refused(run, "finish", "guidance").refusal.text("zh")
    attest = {"kind": "manner", "values": {"avoided": ["形式主义", "走过场"]}}
    with pytest.raises(RefusalError) as caught:
        run.do("record", actor="s01", **attest)
    assert caught.value.refusal.kinds == (RefusalKind.NOT_PERMITTED,)
    run.do("record", actor="i01", **attest)
    run.do("finish", "guidance", actor="o01")


# --- the status of three days


@pytest.mark.parametrize(
    ("day", "zh", "en"),
    [
        (
            "2012-02-01",
            ("● 时间未定\n  随开学检查调研",),
            ("● Time not known yet\n  随开学检查调研",),
        ),
        (
            "2012-04-05",
            (
                "个人自学 · 至 2012-03-31 · 晚 5 天",
                "p03：缺 体会、心得",
                "等待：学习调研（进行中）",
            ),
            ("5 days late", "p03: lacks 体会, 心得", "waits for 学习调研 (open)"),
        ),
        (
            "2012-11-05",
            ("整改落实 · 至 2012-10-31 · 晚 5 天", "s04：2/3", "等待：长效机制（进行中）"),
            ("by 2012-10-31 · 5 days late", "s04: 2 of 3", "waits for 长效机制 (open)"),
        ),
    ],
)
def test_status_tells_what_is_open_late_and_blocked(
    run: Run, day: str, zh: tuple[str, ...], en: tuple[str, ...]
) -> None:
    """Given a telling day, then the office reads what matters in either language."""
    status = run.status(known=day)
    assert [words for words in zh if words not in status.text("zh")] == []
    assert [words for words in en if words not in status.text("en")] == []


def test_course_ends_concluded_with_every_deviation_explained(run: Run) -> None:
    """Given the whole course, then the campaign is over, nothing was waived, reasons are kept."""
    assert run.state.status == "concluded"
    found = [event for event in run.events() if event.kind == "deviated"]
    assert {event.subject for event in found} == {"research", "study", "rectify"}
    assert all(event.data["reason"] for event in found)


def test_order_is_firm_where_the_plan_says_so_and_soft_where_it_only_numbers() -> None:
    """Given phases that build on what was found before, then only those edges are MUST."""
    firm = {edge.key for edge in jiefangsixiang_2012.edges if edge.force is Force.MUST}
    assert firm == {
        "study.after.analyse",
        "analyse.after.rectify",
        "soliciting.after.sort",
        "contrast.after.planning",
    }
