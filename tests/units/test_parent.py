"""What a unit's plan asks of the unit above it, and what of it is kept."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from campaignflow import (
    Campaign,
    Children,
    Every,
    MemoryLog,
    Parent,
    Phase,
    RefusalError,
    Repeat,
    Role,
    Rule,
    Run,
    Step,
    Tier,
    Tree,
    Unit,
    Units,
    window,
)
from campaignflow.commands import Below
from campaignflow.interchange import ReplayClock
from campaignflow.interchange.arguments import arguments
from campaignflow.model import from_json, to_json
from campaignflow.moments import read_moment
from campaignflow.state import replay
from campaignflow.state.view import RunView
from campaignflow.verification import Severity, verify

LEAD = Role("lead", "书记")
DISTRICT, SCHOOL = Tier("district", "区"), Tier("school", "校")
ROUSE = Phase("rouse", "全区动员", window("3月份"), tier=DISTRICT)
STUDY = Phase("study", "学习", window("3月份"), tier=SCHOOL)
MONTHLY = Repeat(Every.MONTH, "keep")
GUIDE = Step("guide", "月度部署", tier=DISTRICT, repeat=MONTHLY, window=window("3—4月份"))
REVIEW = Step("review", "月度评议", tier=SCHOOL, repeat=MONTHLY, window=window("3—4月份"))
PLAN = Campaign(
    key="down", version="1", title="逐级展开", window=window("2025年3月—4月"),
    tiers=[DISTRICT, SCHOOL], roles=[LEAD], lead=LEAD,
    phases=[ROUSE, STUDY], steps=[GUIDE, REVIEW],
    rules=[Rule(STUDY, Parent(ROUSE), at="entry"), Rule(REVIEW, Parent(GUIDE))],
)  # fmt: skip
UNITS = Units([Unit("east", "东区", "district"), Unit("s1", "一小", "school", "east")])


@pytest.fixture
def tree() -> Tree:
    """Return the district and one school, begun in March."""
    clock = ReplayClock(read_moment("2025-03-05T09:00", PLAN.zone)[0])
    tree = Tree(PLAN, UNITS, clock=clock)
    for unit in UNITS:
        tree.start(unit.key, roster=[("w", "lead")])
    return tree


def rouse(tree: Tree) -> None:
    """Let the district hold and close its meeting."""
    tree.run("east").do("open", "rouse", actor="w")
    tree.run("east").do("close", "rouse", actor="w")


def told(run: Run) -> list[dict[str, Any]]:
    """Return what was written down of other units."""
    return [dict(event.data) for event in run.events() if event.kind == "reported"]


def test_plan_that_asks_above_is_sound() -> None:
    """Nothing is wrong with it, and it survives being written as JSON."""
    assert [found for found in verify(PLAN) if found.severity is Severity.ERROR] == []
    again = from_json(to_json(PLAN))
    assert (again, again.digest) == (PLAN, PLAN.digest)


def test_school_waits_for_its_district_and_says_so(tree: Tree) -> None:
    """The refusal names the unit above and what it has to settle."""
    with pytest.raises(RefusalError) as caught:
        tree.run("s1").do("open", "study", actor="w")
    assert "全区动员：须待上级单位先完成" in caught.value.refusal.text("zh")
    assert "东区" in caught.value.refusal.text("zh")
    assert "settled by the unit above" in caught.value.refusal.text("en")
    assert told(tree.run("s1")) == []


def test_decision_keeps_what_it_rests_on(tree: Tree) -> None:
    """Once the district is done the school opens; the log alone says why."""
    rouse(tree)
    run = tree.run("s1")
    run.do("open", "study", actor="w")
    fact = {"node": "rouse", "reached": 1, "total": 1, "missing": [], "tier": ".."}
    assert fact in told(run)
    assert replay(PLAN, run.name, run.events()).snapshot() == run.state.snapshot()
    assert Run.load(PLAN, run.name, run.log).state.snapshot() == run.state.snapshot()


def test_occurrences_are_asked_one_by_one(tree: Tree) -> None:
    """The review of March waits for the district's guidance of March only."""
    tree.run("east").do("finish", "guide@2025-03", actor="w")
    assert tree.run("s1").may("finish", "review@2025-03", actor="w")
    assert not tree.run("s1").may("finish", "review@2025-04", actor="w")


def test_unit_with_none_above_does_not_know(tree: Tree) -> None:
    """A school on its own cannot say what its district did, until an authority or the host does."""
    log = MemoryLog()
    alone = Run.start(PLAN, "s9", tier="school", log=log, roster=[("w", "lead")], at="2025-03-05")
    refusal = alone.why_not("open", "study", actor="w")
    assert refusal is not None
    assert refusal.kind == "unknown"
    assert "上级单位是否完成尚不清楚" in refusal.text("zh")
    alone.do("report", "rouse", reached=1, total=1, tier="..", actor="w")
    assert alone.may("open", "study", actor="w")


def test_host_tells_what_stands_above() -> None:
    """A host that keeps the runs elsewhere is asked by node, with two dots for the unit above."""
    asked = []

    def above(node: str, tier: str | None) -> Below | None:
        asked.append((node, tier))
        return Below(node, tier, 1, 1)

    run = Run.start(PLAN, "s1", tier="school", roster=[("w", "lead")], below=above, at="2025-03-05")
    run.do("open", "study", actor="w")
    assert ("rouse", "..") in asked


def test_both_directions_in_one_plan() -> None:
    """What the district concludes waits for the schools, which waited for the district."""
    plan = Campaign(
        key="both", version="1", title="上下联动", window=window("2025年3月—4月"),
        tiers=[DISTRICT, SCHOOL], roles=[LEAD], lead=LEAD,
        phases=[ROUSE, STUDY, end := Phase("end", "全区总结", tier=DISTRICT)],
        rules=[
            Rule(STUDY, Parent(ROUSE), at="entry"),
            Rule(end, Children(STUDY), at="entry"),
        ],
    )  # fmt: skip
    clock = ReplayClock(read_moment("2025-03-05T09:00", plan.zone)[0])
    tree = Tree(plan, UNITS, clock=clock)
    for unit in UNITS:
        tree.start(unit.key, roster=[("w", "lead")])
    assert not tree.run("east").may("open", "end", actor="w")
    rouse(tree)
    for command in ("open", "close"):
        tree.run("s1").do(command, "study", actor="w")
    tree.run("east").do("open", "end", actor="w")
    assert tree.run("east").state.node("end").state == "open"


def test_status_tells_it(tree: Tree) -> None:
    """The school's status says what it waits for."""
    tree.run("s1").do("tick")
    shown = tree.run("s1").status(dt.date(2025, 3, 5)).text("zh")
    assert "须待上级单位先完成" in shown


def test_nothing_claims_that_the_answer_is_final(tree: Tree) -> None:
    """A district may reopen what it has closed."""
    run = tree.run("s1")
    rouse(tree)
    run.do("tick")
    rule, instance = run.state.blueprint.rules["study.entry"], run.state.instance("study")
    assert instance is not None
    verdict = rule.guard.evaluate(RunView(run.state, rule, instance, 0))
    assert (verdict.value, verdict.settled) == (True, False)


@pytest.mark.parametrize(("reached", "total"), [(3, 5), (0, 0), (2, 1)])
def test_there_is_one_unit_above(tree: Tree, reached: int, total: int) -> None:
    """Other numbers are refused."""
    given = {"reached": reached, "total": total, "tier": "..", "actor": "w"}
    refusal = tree.run("s1").why_not("report", "rouse", **given)
    assert refusal is not None
    assert refusal.kind == "invalid"


def test_loaded_tree_knows_of_a_district_that_has_not_begun() -> None:
    """Live and loaded alike the school waits for it, also where the units are not all given."""
    clock = ReplayClock(read_moment("2025-03-05T09:00", PLAN.zone)[0])
    tree = Tree(PLAN, UNITS, clock=clock)
    tree.start("s1", roster=[("w", "lead")])
    few = Units([Unit("west", "西区", "district")])
    for found in (tree, Tree.load(PLAN, tree.log), Tree.load(PLAN, tree.log, few)):
        refusal = found.run("s1").why_not("open", "study", actor="w")
        assert refusal is not None
        assert refusal.kind == "unsatisfied"


def test_district_that_does_not_carry_it_out_leaves_it_unknown() -> None:
    """A node that the unit above is exempt from says nothing of it."""
    plan = Campaign(
        key="odd", version="1", title="各级", window=window("2025年3月—4月"),
        tiers=[DISTRICT, SCHOOL], roles=[LEAD], lead=LEAD, phases=[STUDY],
        steps=[end := Step("end", "小结", tier=SCHOOL)], rules=[Rule(end, Parent(STUDY))],
    )  # fmt: skip
    tree = Tree(plan, UNITS, clock=ReplayClock(read_moment("2025-03-05", plan.zone)[0]))
    for unit in UNITS:
        tree.start(unit.key, roster=[("w", "lead")])
    refusal = tree.run("s1").why_not("finish", "end", actor="w")
    assert refusal is not None
    assert refusal.kind == "unknown"


def test_forms_offer_the_unit_above_where_it_is_asked_for() -> None:
    """Beside the tiers; a plan that asks nothing of it offers the tiers alone."""
    choices = {field.key: field.choices for field in arguments(PLAN, "report")}["tier"]
    assert choices == ("district", "school", "..")
    other = Campaign(
        key="flat", version="1", title="平", window=window("2025年3月—4月"),
        tiers=[DISTRICT, SCHOOL], roles=[LEAD], lead=LEAD, phases=[ROUSE],
    )  # fmt: skip
    choices = {field.key: field.choices for field in arguments(other, "report")}["tier"]
    assert choices == ("district", "school")
