"""The hardest demands of plan 004, on its definition and on what six units did in 2009."""

from __future__ import annotations

import pytest

from campaignflow.definitions.xuhui_2009 import xuhui_2009
from campaignflow.errors import RefusalError
from campaignflow.events import Event
from campaignflow.messages import Lang
from campaignflow.model import CAMPAIGN, Force
from campaignflow.model.planning import Planned
from campaignflow.refusal import RefusalKind
from campaignflow.report import Blocked, Share, Status
from campaignflow.state import replay
from campaignflow.tree import Tree
from tests.course.trees import replay_tree, states, told

ACTIVE = ("xh", "gx", "b1", "b2", "zx")
JUNE = "2009-06-26"


@pytest.fixture(scope="module")
def tree() -> Tree:
    """Return the six runs at their end."""
    return replay_tree(xuhui_2009)[0]


@pytest.fixture
def april() -> Tree:
    """Return the runs of those who had entered everything up to 24 April; a test may go on."""
    return replay_tree(xuhui_2009, "2009-04-25")[0]


def blocked(found: Status, node: str) -> Blocked:
    """Return what a node of a status waits for."""
    return next(each for each in found.blocked if each.row.key == node)


def deviations(tree: Tree, unit: str, *codes: str) -> list[Event]:
    """Return what deviated from the plan in a unit."""
    events = tree.run(unit).events()
    return [e for e in events if e.kind == "deviated" and e.data["code"] in codes]


# --- 2: phases that overlap


def test_two_phases_are_open_in_june(tree: Tree) -> None:
    """Given windows that share June, when it has come, then both phases are open in every unit."""
    for unit in ACTIVE:
        assert states(tree, unit, "2009-06-15", "analyse", "rectify") == ["open", "open"]
    assert states(tree, "zx", JUNE, "analyse", "rectify") == ["open", "open"]
    assert states(tree, "b1", JUNE, "analyse", "rectify") == ["closed", "open"]


def test_rectification_does_not_open_before_the_analysis(april: Tree) -> None:
    """Given phases that start one with the other, when only the study is open, it is refused."""
    refusal = april.run("b1").why_not("open", "rectify", actor="a01")
    assert refusal is not None
    assert RefusalKind.UNSATISFIED in refusal.kinds
    assert "分析检查" in refusal.text("zh")


# --- 3: last-phase work from day one


def test_rules_are_worked_on_from_day_one(tree: Tree) -> None:
    """Given a step of the last phase, when the campaign begins, then it is open and is not late."""
    for unit, step in (("xh", "policies"), ("b1", "rules_made")):
        assert states(tree, unit, "2009-03-20", step, "rectify") == ["open", "planned"]
        assert step not in {row.key for row in told(tree, unit, "2009-03-20").late}
    assert states(tree, "b1", "2009-07-31", "rules_made", "solve") == ["done", "open"]


# --- 4: a quota that outlasts its phase


def test_hours_are_owed_over_the_whole_campaign(tree: Tree) -> None:
    """Given 48 hours each, when the study is closed, they go on; at the end all have them."""
    june = blocked(told(tree, "xh", JUNE), "hours_owed")
    (hours,) = (hold.explanation for hold in june.holds if hold.explanation)
    assert "x05：34/48" in {notice.zh for notice in hours.missing}
    assert "学时合计至少 48" in hours.notice.zh
    assert [tree.run(unit).state.node("hours_owed").state for unit in ACTIVE] == ["done"] * 5


def test_hours_entered_wrongly_do_not_stay(tree: Tree) -> None:
    """Given forty hours entered for four, when corrected, then the former value is in the log."""
    (corrected,) = (e for e in tree.run("zx").events() if e.kind == "corrected")
    first = next(e for e in tree.run("zx").events() if e.subject == corrected.subject)
    assert (first.data["values"]["hours"], corrected.data["values"]["hours"]) == (40, 4)


# --- 8: dates that are not known


def test_only_phases_and_kick_off_have_days() -> None:
    """Given a plan that dates nothing else, then no other node has a day of its own."""
    windows = Planned(xuhui_2009).windows
    dated = {key for key, found in windows.items() if found.start or found.end}
    assert dated == {CAMPAIGN.key, "study", "analyse", "rectify", "kickoff"}


def test_close_out_is_unknown_until_problems_are_solved(tree: Tree) -> None:
    """Given a close-out without a day, when asked in June, it is undated and never late."""
    june = told(tree, "b1", JUNE)
    assert [row.key for row in june.undated] == ["closing"]
    assert "closing" not in {row.key for row in june.late}
    after = told(tree, "b1", "2009-08-20")
    (row,) = (row for row in after.rows if row.key == "closing")
    assert (row.state, str(row.planned_start)) == ("open", "2009-08-18")


def test_close_out_ends_with_its_phase(tree: Tree) -> None:
    """Given no end of its own, then it is due by the end of the phase that holds it."""
    (row,) = (row for row in told(tree, "b1", JUNE).rows if row.key == "closing")
    assert str(row.due_by) == "2009-08-31"


# --- 9: asymmetric elasticity


def test_phase_is_not_extended_without_a_reason(april: Tree) -> None:
    """Given that progress yields to quality, when no reason is given, then it does not."""
    run = april.run("b1")
    with pytest.raises(RefusalError) as refused:
        run.do("move", "study", end="2009-05-08", actor="a01")
    assert refused.value.refusal.kinds == (RefusalKind.INVALID,)
    assert run.may("move", "study", end="2009-05-08", reason="讨论尚不充分", actor="a01")


def test_extended_phase_is_not_late_until_its_new_end(tree: Tree) -> None:
    """Given two weeks more with a reason, when June is over, then the phase is not late."""
    july = {row.key: row for row in told(tree, "zx", "2009-07-02").rows}
    assert (str(july["analyse"].due_by), july["analyse"].late_days) == ("2009-07-10", None)
    (moved,) = (e for e in tree.run("zx").events() if e.kind == "moved")
    assert "进度服从质量" in moved.data["reason"]


def test_phase_that_runs_over_is_recorded_and_not_refused(tree: Tree) -> None:
    """Given soft windows, when the study is closed four days late, then that is on record."""
    late = {e.subject: e.data for e in deviations(tree, "zx", "late")}
    assert late["study"]["params"]["days"] == 4
    assert all(data["reason"] for data in late.values())


def test_uniform_progress_yields_with_a_reason(tree: Tree) -> None:
    """Given a unit that lags, when those above it go on, then they say why."""
    found = deviations(tree, "xh", "rule")
    assert [e.subject for e in found] == ["guide_study", "guide_analysis"]
    assert all(e.data["reason"] for e in found)
    assert deviations(tree, "gx", "rule")[0].subject == "guide_study"


# --- 10: items with a life of their own


def test_unsolved_item_does_not_hold_back_a_plan_without_strike_off(tree: Tree) -> None:
    """Given no rule of striking off, when one item stays, then the unit concludes all the same."""
    items = tree.run("b2").state.items["items"]
    assert [item for item, state in items.items() if state == "found"] == ["b2-5"]
    assert tree.run("b2").state.status == "concluded"
    (rule,) = (rule for rule in xuhui_2009.rules if rule.on.key == "fix")
    assert rule.force is Force.STATED


# --- 11: a tree of units, and variants


def test_retired_branch_is_exempt_from_everything(tree: Tree) -> None:
    """Given a branch under another authority, then nothing is asked of it, and it says why."""
    run = tree.run("lx")
    rows = [row for row in run.status("2009-04-30").rows if row.depth]
    assert {row.released_as for row in rows} == {"exempt"}
    reasons = {e.data["reason"] for e in run.events() if e.subject == "study"}
    assert reasons == {"按区老干部局的要求开展"}
    assert run.state.status == "concluded"


def test_branch_without_committee_relies_on_all_members(tree: Tree) -> None:
    """Given a joint branch, when the plan asks the committee, then all six members are asked."""
    (hold,) = (
        hold
        for hold in blocked(told(tree, "b2", "2009-04-29"), "deliberate").holds
        if hold.notice.code == "report.hold.should_named" and hold.explanation
    )
    assert hold.explanation is not None
    asked = {notice.params["who"] for notice in hold.explanation.missing}
    assert asked == {f"b0{number}" for number in range(1, 7)}
    proposed = blocked(told(tree, "b2", "2009-04-29"), "rules_made")
    assert proposed.holds[0].who == tuple(sorted(asked))


def test_branch_with_committee_relies_on_it(april: Tree) -> None:
    """Given a committee of three, then a member outside it may not finish its work."""
    assert april.run("b1").may("finish", "rules_made", actor="a03")
    refusal = april.run("b1").why_not("finish", "rules_made", actor="a06")
    assert refusal is not None
    assert refusal.kind is RefusalKind.NOT_PERMITTED
    assert april.run("b2").may("finish", "rules_made", actor="b06")


def test_kinds_of_units_do_different_work(tree: Tree) -> None:
    """Given bureau and schools, then each is exempt from the other's rules, help and contacts."""
    exempt = {
        unit: {row.key for row in tree.run(unit).status().rows if row.released_as == "exempt"}
        for unit in ACTIVE
    }
    assert exempt["xh"] == {"drives", "rules_made", "elect"}
    assert exempt["gx"] == {"contacts", "policies", "relieve", "elect"}
    guides = {"guide_study", "guide_analysis", "guide_fixing"}
    assert exempt["b1"] == {"contacts", "policies", "relieve", *guides}
    assert exempt["b2"] == exempt["zx"] == exempt["b1"] | {"elect"}


def test_lagging_units_are_named_to_the_one_above(tree: Tree) -> None:
    """Given two units below the bureau, when they have not closed, then they stand there by name."""
    (hold,) = (
        hold for hold in blocked(told(tree, "xh", JUNE), "guide_analysis").holds if hold.explanation
    )
    assert hold.explanation is not None
    assert [notice.zh for notice in hold.explanation.missing] == ["小学党总支", "第一中学支部"]
    assert "0/2" in hold.explanation.notice.zh


def test_what_the_parent_knew_is_in_its_own_log(tree: Tree) -> None:
    """Given a decision that rests on others, when the log is read again, no other run is asked."""
    run = tree.run("xh")
    facts = [e for e in run.events() if e.kind == "reported" and e.subject == "analyse"]
    assert [e.data["reached"] for e in facts] == [0, 1, 2]
    assert replay(xuhui_2009, run.name, run.events()).snapshot() == run.state.snapshot()


def test_retired_branch_is_in_no_share(tree: Tree) -> None:
    """Given four branches, when one is exempt, then three are counted."""
    found = tree.rollup(known=JUNE)
    shares = {(share.tier, share.phase): share for share in found.shares}
    assert shares["branch", "study"] == Share("study", "branch", 3, 3, ())
    assert shares["branch", "analyse"] == Share("analyse", "branch", 2, 3, ("zx",))


# --- 12: what a machine cannot judge, and loops that nobody wrote down


def test_manner_of_the_meetings_is_stated_and_not_judged() -> None:
    """Given stresses that no machine can judge, then they stand with their node and refuse none."""
    stated = {row.title: row for row in xuhui_2009.stated}
    assert stated["会议重点"].on.key == "meet"
    assert not any(edge.kind == "reopen" for edge in xuhui_2009.edges)
    assert not any(step.review for step in xuhui_2009.steps)


def test_report_is_revised_without_being_returned(tree: Tree) -> None:
    """Given no way back in the plan, when delegates want changes, a later version is recorded."""
    kinds = [e.data["values"].get("evidence") for e in _versions(tree, "zx")]
    assert kinds[-1] == "评议后修订稿"
    assert tree.run("zx").state.node("draft").attempt == 1


def _versions(tree: Tree, unit: str) -> list[Event]:
    events = tree.run(unit).events()
    return [e for e in events if e.kind == "recorded" and e.data["kind"] == "analysis"]


# --- three telling days, in both languages


@pytest.mark.parametrize(
    ("unit", "day", "lang", "words"),
    [
        ("zx", "2009-03-24", "zh", ("动员会", "晚 4 天", "z01：0/1")),
        ("zx", "2009-03-24", "en", ("4 days late", "z01: 0 of 1")),
        ("b2", "2009-04-29", "zh", ("2009-05-08", "解放思想讨论", "22/48")),
        ("xh", JUNE, "zh", ("第一中学支部", "总的进度一致", "x05、x08：34/48", "时间未定")),
        ("xh", JUNE, "en", ("第一中学支部", "should hold, else a deviation", "x05, x08: 34 of 48")),
        ("b2", "2009-08-26", "zh", ("b2-5：逾期 11 天", "待解决 1", "方案未规定其后多久完成")),
        ("b2", "2009-08-26", "en", ("b2-5: 11 days late", "does not say by when")),
    ],
)
def test_status_says_what_is_open_late_unknown_and_missing(
    tree: Tree, unit: str, day: str, lang: Lang, words: tuple[str, ...]
) -> None:
    """Given a telling day, then an office reads there what it has to do."""
    text = told(tree, unit, day).text(lang)
    assert [word for word in words if word not in text] == []


@pytest.mark.parametrize(
    ("lang", "word"), [("zh", "未办结：第一中学支部"), ("en", "missing: 第一中学支部")]
)
def test_roll_up_names_the_branch_that_is_missing(tree: Tree, lang: Lang, word: str) -> None:
    """Given three branches, when one has not closed the analysis, the roll-up names it."""
    assert word in tree.rollup(known=JUNE).text(lang)
