"""Coming back, leaving out and ending (patterns 10, 11, 19 to 22, 25 and 43)."""

from __future__ import annotations

from typing import Any

from campaignflow import Tree, Unit, Units
from campaignflow.guards import Children, Reached
from campaignflow.model import (
    CAMPAIGN,
    Campaign,
    Field,
    Mode,
    Need,
    Phase,
    Role,
    Rule,
    Step,
    Variant,
    after,
    chain,
    reopen,
    window,
)
from campaignflow.planning import soundness

A, B, C, D = Step("a", "甲"), Step("b", "乙"), Step("c", "丙"), Step("d", "丁")


def test_arbitrary_cycles_lead_back_into_one_another_and_are_sound(trial: Any) -> None:
    """Two loops that overlap, each entered and left in the middle of the other."""
    back = [reopen(C, A, limit=2), reopen(D, B, limit=1)]
    t = trial(steps=[A, B, C, D], edges=[*chain(A, B, C, D), *back])
    assert soundness(t.run.campaign).verdict == "sound"
    t.do("finish", "a"), t.do("finish", "b")
    t.do("reopen", "a", edge="c.reopen.a", reason="补课")
    assert t.states("a", "b", "c") == ["open", "done", "open"]
    assert t.codes("finish", "c") == ["finish.edge"]
    t.do("finish", "a"), t.do("confirm", "b", reason="无影响"), t.do("finish", "c")
    t.do("reopen", "b", edge="d.reopen.b", reason="回头看")
    t.do("reopen", "a", edge="c.reopen.a", reason="回头看")
    for key in "abd":
        t.do("finish", key)
    assert t.codes("reopen", "b", edge="d.reopen.b", reason="再看") == ["reopen.limit"]
    t.do("confirm", "c", reason="无影响")
    assert t.do("conclude") == ["concluded"]


def test_implicit_termination_ends_when_nothing_is_left(trial: Any) -> None:
    """The phase closes with the last of its threads, and then the run can be concluded."""
    p = Phase("p", "自查", opens=Mode.ITSELF, closes=Mode.ITSELF)
    t = trial(phases=[p], steps=[Step("x", "甲", p), Step("y", "乙", p)])
    assert t.do("finish", "y") == ["finished y"]
    assert t.codes("conclude") == ["close.unsettled"]
    assert t.do("finish", "x") == ["finished x", "closed p"]
    assert t.do("conclude") == ["concluded"]


def test_cancelled_task_is_withdrawn_and_the_rest_goes_on(trial: Any) -> None:
    """A step that runs, and one that has not begun, are withdrawn; what follows opens."""
    t = trial(steps=[A, B, C], edges=chain(A, B, C))
    t.do("withdraw", "b", reason="不再需要")
    assert t.states("a", "b", "c") == ["open", "withdrawn", "open"]
    t.do("withdraw", "a", reason="不再需要")
    assert t.refused("finish", "a").kind == "wrong_state"


def test_cancelled_case_ends_everything(trial: Any) -> None:
    """What was not done is cancelled with the run, and the run takes nothing more."""
    t = trial(steps=[A, B, C], edges=chain(A, B, C))
    t.do("finish", "a")
    t.do("cancel", reason="上级停办")
    assert t.states("a", "b", "c") == ["done", "cancelled", "cancelled"]
    assert t.run.state.status == "cancelled"
    assert t.refused("finish", "b").kind == "wrong_state"


def test_structured_loop_repeats_until_it_is_verified(trial: Any) -> None:
    """Rectified, returned and rectified again, until it is approved; only then it goes on."""
    team = Role("team", "督导组")
    fix = Step("fix", "整改", review=team)
    t = trial(roles=[team], roster=[("z", "team")], steps=[fix, B], edges=[after(fix, B)])
    for _ in range(3):
        t.do("submit", "fix")
        t.do("return_", "fix", "z", reason="不到位")
        assert t.states("fix", "b") == ["returned", "planned"]
    t.do("submit", "fix")
    assert t.do("approve", "fix", "z") == ["approved fix", "opened b"]


def test_recursion_waits_for_the_same_plan_below() -> None:
    """Each level's step waits for the runs of its own plan one level down."""
    lead, leaf = Role("lead", "组长"), Field("leaf", "基层", "flag")
    study = Phase("study", "学习", opens=Mode.ITSELF, closes=Mode.ITSELF)
    below = Step("below", "下级学习", study, closes=Mode.ITSELF)
    plan = Campaign(
        key="nested", version="1", title="层层开展", window=window("2017年5月"),
        lead=lead, roles=[lead], facts=[leaf], phases=[study],
        steps=[own := Step("own", "自学", study), below],
        rules=[Rule(below, Children(study))],
        variants=[Variant("leaf", "无下级单位", leaf.is_(True), exempt=(below,))],
    )  # fmt: skip
    levels = [Unit("province"), Unit("city", parent="province"), Unit("school", parent="city")]
    units = [Unit(u.key, parent=u.parent, facts={"leaf": u.key == "school"}) for u in levels]
    tree = Tree(plan, Units(units))
    for unit in units:
        tree.start(unit.key, roster=[("L", "lead")], at="2017-05-01")
        if unit.key != "school":
            tree.run(unit.key).do("finish", own.key, actor="L", at="2017-05-02")
    for unit in ("province", "city"):
        tree.run(unit).do("tick", at="2017-05-03")
        assert tree.run(unit).state.node("study").state == "open"
    tree.run("school").do("finish", own.key, actor="L", at="2017-05-04")
    for unit in ("city", "province"):
        tree.run(unit).do("tick", at="2017-05-05")
        assert tree.run(unit).state.node("study").state == "closed"


def test_cancelled_region_is_withdrawn_as_a_whole(trial: Any) -> None:
    """A dropped track takes its groups and steps along and leaves the other one alone."""
    p, q = Phase("p", "甲线", opens=Mode.ITSELF), Phase("q", "乙线", opens=Mode.ITSELF)
    g = Step("g", "组", p)
    steps = [g, Step("x", "内", g), Step("y", "旁", p), Step("z", "他", q)]
    t = trial(phases=[p, q], steps=steps)
    t.do("finish", "y")
    t.do("withdraw", "p", reason="不再开展")
    assert t.states("p", "g", "x", "y") == ["withdrawn", "withdrawn", "withdrawn", "done"]
    assert t.states("q", "z") == ["open", "open"]


def test_explicit_termination_ends_the_run_over_work_that_remains(trial: Any) -> None:
    """After the closing meeting, and not before, the run is concluded and the rest lapses."""
    meeting, work = Step("meeting", "总结会"), Step("work", "宣传", need=Need.OPTIONAL)
    t = trial(steps=[meeting, work], rules=[Rule(CAMPAIGN, Reached(meeting))])
    assert "rule.unsatisfied" in t.codes("conclude")
    t.do("finish", "meeting")
    assert t.state("work") == "open"
    t.do("conclude")
    assert (t.run.state.status, t.state("work")) == ("concluded", "lapsed")
