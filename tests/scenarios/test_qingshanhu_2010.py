"""The hardest demands of plan 003, on its definition and on what a district and its schools did."""

from __future__ import annotations

import datetime as dt

import pytest

from campaignflow.calendar import Context, read
from campaignflow.definitions.qingshanhu_2010 import qingshanhu_2010
from campaignflow.messages import Lang
from campaignflow.model.planning import Planned
from campaignflow.refusal import RefusalKind
from campaignflow.tree import Tree
from tests.course.trees import replay_tree, states, told

PLANNED = Planned(qingshanhu_2010).windows
SECRETARY, LAST_DAY = "a01", "2011-06-27"


@pytest.fixture(scope="module")
def tree() -> Tree:
    """Return the four runs at their end."""
    return replay_tree(qingshanhu_2010)[0]


@pytest.fixture(scope="module")
def midway() -> Tree:
    """Return the runs of those who had entered everything up to 27 June 2011."""
    return replay_tree(qingshanhu_2010, "2011-06-28")[0]


# --- 2: phases that overlap, nest or recur


def test_two_phases_are_open_in_the_first_days_of_july(tree: Tree) -> None:
    """Given phases that touch, when the second opens in July, then the first is still open."""
    assert states(tree, "s1", "2010-07-08", "mobilise", "implement") == ["open", "open"]


def test_award_phase_opens_in_2011_while_another_phase_runs(tree: Tree) -> None:
    """Given two windows, when the first has come, then one occurrence is open beside phase two."""
    phases = ("implement", "awards@2011", "awards@2012")
    assert states(tree, "s1", LAST_DAY, *phases) == ["open", "open", "planned"]
    assert states(tree, "s1", "2011-08-01", *phases) == ["open", "closed", "planned"]


def test_award_phase_opens_again_in_2012_and_outlasts_the_other(tree: Tree) -> None:
    """Given the second window, when phase two closes inside it, then the awards go on."""
    phases = ("implement", "awards@2011", "awards@2012")
    assert states(tree, "s1", "2012-06-29", *phases) == ["open", "closed", "open"]
    assert states(tree, "s1", "2012-07-05", *phases) == ["closed", "closed", "open"]


def test_steps_of_the_award_phase_belong_to_their_year(tree: Tree) -> None:
    """Given nominations of 2011, when 2012 comes, then the school owes new ones."""
    both = ("nominating@2011", "nominating@2012")
    assert states(tree, "s1", "2012-06-20", *both) == ["done", "planned"]
    assert states(tree, "s1", "2012-06-21", *both) == ["done", "open"]


@pytest.mark.parametrize(
    ("unit", "node", "times"),
    [("qsh", "flags", 8), ("s1", "comments", 4), ("s1", "rating", 4), ("s1", "summary", 3)],
)
def test_work_recurs_each_quarter_half_year_and_year(
    tree: Tree, unit: str, node: str, times: int
) -> None:
    """Given a period, when the campaign is over, then each of its times was done by itself."""
    state = tree.run(unit).state
    assert [state.node(key).state for key in state.instances_of(node)] == ["done"] * times


# --- 8: unresolved or conflicting dates


def test_stated_length_disagrees_with_the_dated_phases() -> None:
    """Given 两年半, when it is laid on the phases, then the conflict is said and not hidden."""
    whole, last = PLANNED["campaign"], PLANNED["awards@2012"]
    assert (whole.start, whole.end) == (dt.date(2010, 4, 1), dt.date(2012, 9, 30))
    (fits,) = read("两年半时间").resolve(Context(span=(whole.start, whole.end)))
    (short,) = read("两年半时间").resolve(Context(span=(whole.start, last.end)))
    assert "calendar.length_disagrees" not in [note.code for note in fits.notes]
    assert "calendar.length_disagrees" in [note.code for note in short.notes]


def test_tolerance_around_a_day_is_named_as_assumed() -> None:
    """Given 前后, when the window is read, then it says what was assumed."""
    assert "calendar.tolerance_assumed" in [note.code for note in PLANNED["awards@2011"].notes]
    assert "calendar.edge_width" in [note.code for note in PLANNED["mobilise"].notes]


def test_day_of_the_congress_is_unknown_until_it_is_announced(tree: Tree) -> None:
    """Given a day nobody knows, when it is fixed in 2012, then the window has its end."""
    assert [row.key for row in told(tree, "s1", "2012-06-01").undated] == ["theme18"]
    run = tree.run("s1")
    theme = run.state.instance("theme18")
    assert theme is not None
    assert run.known_as_of("2012-09-28").own_window(theme).end is None
    assert run.known_as_of("2012-09-29").own_window(theme).end == dt.date(2012, 11, 8)


def test_suitable_time_is_never_late(tree: Tree) -> None:
    """Given 适时, when the honours are still to come, then they are undated and not late."""
    found = told(tree, "qsh", LAST_DAY)
    assert [row.key for row in found.undated] == ["commend@2011", "commend@2012"]
    assert found.late == ()


def test_phase_had_begun_before_the_plan_was_known(tree: Tree) -> None:
    """Given a plan signed on 28 June, when April is entered, then both times are kept."""
    run = tree.run("s1")
    assert run.as_of("2010-06-15").node("mobilise").state == "open"
    assert run.known_as_of("2010-06-15").node("mobilise").state == "planned"
    assert run.known_as_of("2010-06-29").node("mobilise").state == "open"


# --- 9: asymmetric elasticity


@pytest.mark.parametrize(
    "bounds",
    [{"end": "2012-05-31"}, {"start": "2010-09-01"}, {"start": "2010-06-01", "end": "2012-05-31"}],
)
def test_time_cannot_be_shortened_for_any_reason(midway: Tree, bounds: dict[str, str]) -> None:
    """Given no shortening, when an end is moved earlier or a start later, then it is refused."""
    run = midway.run("s1")
    refusal = run.why_not("move", "implement", actor=SECRETARY, reason="期末工作繁忙", **bounds)
    assert refusal is not None
    assert RefusalKind.OUTSIDE_WINDOW in refusal.kinds
    assert "move.shorten" in [cause.notice.code for cause in refusal.causes]


def test_one_award_window_cannot_be_shortened_either(midway: Tree) -> None:
    """Given the ban on the whole, when one occurrence is moved, then the ban holds below."""
    run = midway.run("s1")
    ask = {"actor": SECRETARY, "reason": "提前结束", "end": "2011-06-30"}
    refusal = run.why_not("move", "awards@2011", **ask)
    assert refusal is not None
    assert refusal.kind is RefusalKind.OUTSIDE_WINDOW


def test_time_may_be_extended_with_a_reason(midway: Tree) -> None:
    """Given no shortening, when an end is moved later, then a reason is all it takes."""
    run, ask = midway.run("s1"), {"actor": SECRETARY, "end": "2012-07-10"}
    assert run.may("move", "implement", reason="与表彰衔接", **ask)
    refusal = run.why_not("move", "implement", **ask)
    assert refusal is not None
    assert [cause.notice.code for cause in refusal.causes] == ["reason.needed"]


def test_phase_cannot_be_closed_before_its_end(midway: Tree) -> None:
    """Given an open award phase, when it is closed in June, then its end is named."""
    refusal = midway.run("s1").why_not("close", "awards@2011", actor=SECRETARY, reason="已办完")
    assert refusal is not None
    assert RefusalKind.OUTSIDE_WINDOW in refusal.kinds
    assert "2011-07-10" in refusal.text("zh")


def test_content_cannot_be_left_out(midway: Tree) -> None:
    """Given no cutting of content, when a step or its rule is waived, then it is refused."""
    for command, name in (("waive", "bonds"), ("withdraw", "bonds"), ("waive", "bonds.exit")):
        refusal = midway.run("s1").why_not(command, name, actor=SECRETARY, reason="工作量大")
        assert refusal is not None
        assert [cause.notice.code for cause in refusal.causes] == ["waive.drop"]


def test_duty_within_a_phase_may_be_met_early(tree: Tree) -> None:
    """Given no shortening, when a step is done long before its phase ends, then that is fine."""
    run = tree.run("s1")
    assert run.known_as_of("2011-04-01").node("spirit").state == "done"
    early = [event for event in run.events() if event.kind == "deviated"]
    assert {event.data["code"] for event in early} == {"late"}


# --- 11: hierarchy, two tiers of assessment


def test_each_unit_carries_out_what_is_its_own(tree: Tree) -> None:
    """Given one definition, when four units start, then each has the nodes of its tier."""
    assert tree.run("qsh").state.node("bonds").released_as == "exempt"
    assert tree.run("s2").state.node("kickoff").released_as == "exempt"
    assert tree.run("s2").state.node("c4").released_as == "exempt"
    assert {row.node for row in told(tree, "s3", LAST_DAY).counted}.isdisjoint({"flags", "commend"})


def test_district_names_the_school_that_has_not_begun(tree: Tree) -> None:
    """Given one late school, when the district looks on 9 July, then that school is missing."""
    (share,) = [
        share
        for share in tree.rollup(known="2010-07-14").shares
        if (share.phase, share.tier) == ("mobilise", "school")
    ]
    assert (share.reached, share.total, share.missing) == (2, 3, ("s2",))
    text = told(tree, "qsh", "2010-07-09").text("zh")
    assert "成立领导小组：下级单位须全部完成（2/3）" in text
    assert "第二中学" in text


def test_honours_wait_for_the_nomination_of_every_school(midway: Tree) -> None:
    """Given layered nomination, when one school has not nominated, then nothing is awarded."""
    refusal = midway.run("qsh").why_not("finish", "commend@2011", actor="k02")
    assert refusal is not None
    assert "逐级推荐：下级单位须全部完成（2/3）" in refusal.text("zh")
    assert "第二中学" in refusal.text("zh")


def test_honours_wait_for_the_flag_of_the_last_quarter(midway: Tree) -> None:
    """Given honours that build on the flags, when a quarter is open, then the honours are not."""
    state = midway.run("qsh").known_as_of("2011-06-23")
    assert state.node("flags@2011-Q2").state == "open"
    assert state.node("commend@2011").state == "planned"
    assert midway.run("qsh").state.node("commend@2011").state == "open"


def test_two_tiers_assess_each_their_own(tree: Tree) -> None:
    """Given two tiers, when a half-year ends, then schools are assessed above, members below."""
    district, school = tree.run("qsh").state.records, tree.run("s1").state.records
    above = {r.values["subject"] for r in district.values() if r.kind == "appraisal"}
    below = {r.values["subject"] for r in school.values() if r.kind == "appraisal"}
    assert above == {"s1", "s2", "s3"}
    assert below == {f"a{number:02d}" for number in range(1, 10)}


def test_half_year_of_the_district_counts_that_of_the_schools(tree: Tree) -> None:
    """Given the same half-year on both tiers, when schools have theirs, then it counts."""
    reports = [e.data for e in tree.run("qsh").events() if e.kind == "reported"]
    last = {data["node"]: (data["reached"], data["total"]) for data in reports}
    assert {node: met for node, met in last.items() if node.startswith("comments")} == {
        f"comments@{half}": (3, 3) for half in ("2010-H2", "2011-H1", "2011-H2", "2012-H1")
    }


# --- three telling days


def test_status_of_the_late_school_in_its_first_summer(tree: Tree) -> None:
    """On 15 July 2010 one phase is five days late though all in it is done."""
    found = told(tree, "s2", "2010-07-15")
    assert [(row.key, row.late_days) for row in found.late] == [("mobilise", 5)]
    assert [row.key for row in found.undated] == ["theme18"]
    (closing,) = [each for each in found.blocked if each.row.key == "mobilise"]
    assert [hold.who for hold in closing.holds] == [("b01",)]


def test_status_of_the_district_around_the_first_of_july(tree: Tree) -> None:
    """On 27 June 2011 the half-year lacks one school and the honours lack nominations."""
    found = told(tree, "qsh", LAST_DAY)
    lacking = {
        each.row.key: [missing.zh for hold in each.holds if hold.explanation
                       for leaf in hold.explanation.blocking() for missing in leaf.missing]
        for each in found.blocked
    }  # fmt: skip
    assert "s3：缺 党员、群众" in lacking["rating_units@2011-H1"]
    assert "第二中学" in lacking["commend@2011"]
    assert lacking["commenting@2011-H1"] == []
    assert ("2011-06-30", "rating_units@2011-H1") in {
        (each.day.isoformat(), each.row.key) for each in found.due_next
    }


def test_status_of_a_school_in_the_last_week(tree: Tree) -> None:
    """On 24 September 2012 all phases are closed; the undated projects wait to be finished."""
    found = told(tree, "s2", "2012-09-24")
    assert [row for row in found.open if row.life == "phase"] == []
    assert {"p1", "p5", "c1", "c5", "summary@2012"} <= {row.key for row in found.open}
    assert found.late == ()


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("zh", ("晚 5 天", "条件已具备，可以关闭", "“党的十八大”的日期尚未确定", "第二中学")),
        ("en", ("5 days late", "s2", "as of 2010-07-15", "1 late")),
    ],
)
def test_status_is_told_in_both_languages(tree: Tree, lang: Lang, words: tuple[str, ...]) -> None:
    """The late school and the district on the same days, in Chinese and in English."""
    text = told(tree, "s2", "2010-07-15").text(lang) + told(tree, "qsh", "2010-07-09").text(lang)
    assert [word for word in words if word not in text] == []


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("zh", "可以开启 · 应于 2010-07-01 开启，已过 4 天"),
        ("en", "could be open · was to open on 2010-07-01, 4 days ago"),
    ],
)
def test_phase_that_nobody_opens_is_flagged(tree: Tree, lang: Lang, words: str) -> None:
    """Given a phase whose first day is over, when nobody has opened it, then the status says so."""
    assert words in told(tree, "s2", "2010-07-05").text(lang)
