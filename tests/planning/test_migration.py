"""Migrating runs to a revised plan: where everything goes, what is lost, and what has no home."""

from __future__ import annotations

from typing import Any

import attrs
import pytest

from campaignflow import Run
from campaignflow.errors import RefusalError
from campaignflow.guards import Quota
from campaignflow.lifecycle import Lifecycle, Move
from campaignflow.log import MemoryLog
from campaignflow.model import (
    Campaign,
    Field,
    Ledger,
    Need,
    Phase,
    RecordKind,
    Role,
    Rule,
    Step,
    Variant,
    after,
    on,
    window,
)
from tests.planning.migrating_lab import (
    BASIS,
    BEGUN,
    CLERK,
    DAY,
    ISSUES,
    LEAD,
    MEMBER,
    OWN,
    PEOPLE,
    PEOPLE_OF_ALL,
    TALK,
    A,
    B,
    C,
    P,
    Q,
    Story,
    codes,
    lost,
    second,
)

# --- where everything goes


def test_everything_known_to_both_plans_goes_along() -> None:
    """Marking, records, items, days and roles stand as before under the new plan."""
    story = Story(*BEGUN)
    story.do("record", "t", kind="talk", values={"people": ["u"]})
    story.do("find", "i", ledger="issues")
    story.do("fix_anchor", "day", day="2017-06-01")
    found = story.tried(second(edges=[after(P, Q)]))
    assert (found.verdict, found.lost) == ("clean", ())
    went = {(one.table, one.key): one.n for one in found.went}
    assert went["nodes", "a"] == went["records", "talk"] == went["ledgers", "issues"] == 1
    assert went["anchors", "day"] == went["roles", "member"] == 1


def test_new_steps_open_where_their_turn_has_come() -> None:
    """What the new plan adds to an open phase opens with the migration; the rest waits."""
    d, e = Step("d", "补课", P), Step("e", "验收", Q)
    story = Story(*BEGUN)
    plan = second(steps=[A, B, C, d, e, OWN])
    found = story.tried(plan)
    assert (found.opened, found.asked) == (("d",), ("e",))
    assert story.migrate(plan) == ["migrated", "opened d"]


def test_a_new_edge_makes_open_work_wait() -> None:
    """What could be finished before and cannot now is named with its reasons."""
    d = Step("d", "补课", P)
    story = Story(*BEGUN, ("finish", "b"))
    found = story.tried(second(steps=[A, B, C, d, OWN]))
    ((key, why),) = found.blocked
    assert (key, why.causes[0].notice.code) == ("p", "close.unsettled")
    assert found.verdict == "clean"


def test_records_count_by_the_rules_of_the_new_plan() -> None:
    """What was recorded before counts for a quota that only the new plan has."""
    story = Story(*BEGUN)
    story.do("record", "t", kind="talk", values={"people": ["u"]})
    story.migrate(second(rules=[Rule(B, Quota(of=TALK, least=2))]))
    assert story.run.why_not("finish", "b", actor="L") is not None
    story.do("record", "t2", kind="talk", values={"people": ["u"]})
    assert story.do("finish", "b")[0] == "finished b"


def test_renamed_things_are_found_by_the_mapping() -> None:
    """A node, a kind, a ledger and a role with other keys take over what was there."""
    staff, chat, list_ = (
        Role("staff", "人员"),
        RecordKind("chat", "谈心", (PEOPLE,)),
        Ledger("todo", "台账"),
    )
    b2, own2 = Step("b2", "研讨", P), Step("own", "自查", Q, each=staff)
    plan = second(
        roles=[LEAD, staff, CLERK], records=[chat], ledgers=[list_], steps=[A, b2, C, own2],
        edges=[after(P, Q), after(A, b2)], rules=[Rule(b2, Quota(of=chat))],
    )  # fmt: skip
    story = Story(*BEGUN)
    story.do("record", "t", kind="talk", values={"people": ["u"]})
    story.do("find", "i", ledger="issues")
    mapping = {"b": "b2", "talk": "chat", "issues": "todo", "member": "staff"}
    assert codes(story.tried(plan)) == ["role_gone", "node_gone", "ledger_gone", "kind_gone"]
    story.migrate(plan, **mapping)
    assert story.run.state.node("b2").state == "open"
    assert story.run.state.instances_of("own") == ("own#u",)
    assert story.run.state.items == {"todo": {"i": "found"}}
    assert story.do("finish", "b2") == ["finished b2"]


def test_a_new_multiplied_step_has_an_instance_for_each_holder() -> None:
    """Whoever holds the role on the day of the migration is asked."""
    report = Step("report", "汇报", P, each=MEMBER)
    story = Story(*BEGUN)
    story.do("take_role", "w", role="member")
    assert story.migrate(second(steps=[A, B, C, OWN, report]))[1:] == [
        "opened report#u", "opened report#w",
    ]  # fmt: skip


# --- what is lost, and what has no home


def test_done_work_that_the_new_plan_does_not_have_is_lost_and_told() -> None:
    """It was done; the new plan has no use for it."""
    found = Story(*BEGUN).tried(second(steps=[B, C, OWN], edges=[after(P, Q)]))
    assert (found.verdict, lost(found)) == ("lossy", [("a", "node_gone")])


def test_open_work_that_the_new_plan_does_not_have_has_no_home() -> None:
    """The step is named with its state, and giving it up must be said."""
    story, plan = Story(*BEGUN), second(steps=[A, C, OWN], edges=[after(P, Q)])
    found = story.tried(plan)
    assert codes(found) == ["node_gone"]
    assert found.homeless[0].zh.startswith("“讨论”进行中，新方案没有这一环节")
    with pytest.raises(RefusalError):
        story.do("migrate", reason="改")
    given_up = story.tried(plan, b=None)
    assert (given_up.verdict, lost(given_up)) == ("lossy", [("b", "node_gone")])
    assert story.migrate(plan, b=None) == ["migrated"]


@pytest.mark.parametrize(
    ("tables", "code"),
    [
        ({"records": []}, "kind_gone"),
        ({"ledgers": []}, "ledger_gone"),
        ({"roles": [LEAD, MEMBER]}, "role_gone"),
        (
            {"records": [RecordKind("talk", "谈话", (Field("people", "人数", "integer"),))]},
            "values",
        ),
        ({"steps": [A, Step("b", "讨论", P, each=MEMBER), C, OWN]}, "node_gone"),
    ],
)
def test_what_must_not_be_lost_has_no_home(tables: dict[str, Any], code: str) -> None:
    """Records, items, holders and open work are never dropped without a word."""
    story = Story(*BEGUN)
    story.do("record", "t", kind="talk", values={"people": ["u"]})
    story.do("find", "i", ledger="issues")
    assert codes(story.tried(second(edges=[after(P, Q)], **tables))) == [code]


def test_an_item_in_a_state_that_is_gone_has_no_home() -> None:
    """A lifecycle of another kind must know where the items stand."""
    short = Lifecycle("x", ("found", "done"), "found", ("done",), (Move("do", "found", "done"),))
    story = Story(*BEGUN)
    story.do("find", "i", ledger="issues")
    plan = second(ledgers=[attrs.evolve(ISSUES, lifecycle=short)])
    assert story.tried(plan).verdict == "clean"
    story.do("work", "i", trigger="claim")
    assert codes(story.tried(plan)) == ["item_state"]


def test_what_a_new_predecessor_would_hold_back_has_no_home() -> None:
    """A phase that is closed cannot come after one that is new and not begun."""
    r = Phase("r", "调研")
    plan = second(phases=[r, P, Q], edges=[after(r, P), after(P, Q), after(A, B)])
    story = Story(*BEGUN, ("finish", "b"), ("close", "p"))
    found = story.tried(plan)
    assert codes(found) == ["order"]
    assert found.homeless[0].en == (
        "“学习” is closed, and in the new plan it comes after 调研, not settled here"
    )
    assert Story().tried(plan).verdict == "clean"


def test_what_only_the_new_plan_asks_for_can_be_given_up() -> None:
    """A new predecessor that is not asked of this run is exempt in it."""
    r = Phase("r", "调研")
    plan = second(phases=[r, P, Q], edges=[after(r, P), after(P, Q), after(A, B)])
    story = Story(*BEGUN)
    assert story.migrate(plan, r=None) == ["migrated", "released r"]
    assert story.run.state.node("r").released_as == "exempt"


def test_required_work_added_to_a_closed_phase_has_no_home() -> None:
    """Nobody could ever do it; what is optional lapses with the phase."""
    d = Step("d", "补课", P)
    story = Story(*BEGUN, ("finish", "b"), ("close", "p"))
    assert codes(story.tried(second(steps=[A, B, C, d, OWN]))) == ["too_late"]
    optional = attrs.evolve(d, need=Need.OPTIONAL)
    assert story.migrate(second(steps=[A, B, C, optional, OWN])) == ["migrated", "released d"]
    assert story.run.state.node("d").released_as == "lapsed"


def test_a_step_under_review_needs_a_review_in_the_new_plan() -> None:
    """What was submitted could otherwise never be approved."""
    reviewed = attrs.evolve(B, review=LEAD)
    own = {"steps": [A, reviewed, C, OWN], "edges": [after(P, Q), after(A, reviewed)]}
    first = Campaign(version="1", **{**BASIS, **own})
    log = MemoryLog()
    run = Run.start(first, "school", log=log, roster=[("L", "lead"), ("u", "member")])
    for command, subject in (*BEGUN, ("submit", "b")):
        run.do(command, subject, actor="L")
    plan = Campaign(version="2", earlier=[first], **BASIS)
    assert codes(Run.load(plan, run.name, log).migration()) == ["no_review"]


# --- planned time


def test_a_moved_window_goes_along_unless_the_plan_is_dated_anew() -> None:
    """What this run had moved stays moved; a new date of the plan comes after it."""
    dated = attrs.evolve(C, window=window("6月"))
    first = Campaign(version="1", **{**BASIS, "steps": [A, B, dated, OWN]})
    log = MemoryLog()
    run = Run.start(first, "school", log=log, roster=PEOPLE_OF_ALL, at="2017-05-01")
    run.do("move", "c", end="2017-07-10", reason="顺延", actor="L", at="2017-05-02")
    same = attrs.evolve(first, version="2", earlier=[first])
    kept = Run.load(same, run.name, log).migration()
    assert ("windows", "c", "c", 1) in kept.went
    later = attrs.evolve(same, steps=(A, B, attrs.evolve(C, window=window("8月")), OWN))
    found = Run.load(later, run.name, log).migration()
    assert lost(found) == [("c", "move_lost")]


def test_a_window_on_a_fixed_day_is_worked_out_anew() -> None:
    """A step that only the new plan hangs on a day takes the day fixed before."""
    story = Story(*BEGUN)
    story.do("fix_anchor", "day", day="2017-09-01")
    story.migrate(second(steps=[A, B, attrs.evolve(C, window=on(DAY)), OWN]))
    c = story.run.state.instance("c")
    assert c is not None
    window_ = story.run.state.own_window(c)
    assert window_ is not None
    assert str(window_.start) == "2017-09-01"


# --- the unit


def test_variants_of_the_new_plan_are_judged_by_the_unit_and_new_facts() -> None:
    """A fact that only the new plan asks for must be given; then it exempts what it says."""
    retired = Field("retired", "离退休支部", "flag")
    plan = second(
        facts=[retired],
        variants=[Variant("old", "离退休", retired.is_(True), exempt=(C,), why="免")],
    )
    story = Story(*BEGUN)
    assert codes(story.tried(plan)) == ["variant.unknown"]
    run = story.under(plan)
    assert run.migration(facts={"retired": True}).verdict == "clean"
    done = story.do("migrate", reason="修订", facts={"retired": True})
    assert done == ["migrated", "released c"]
    assert run.state.facts == {"retired": True}
