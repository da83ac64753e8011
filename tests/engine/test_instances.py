"""Occurrences and members: one node carried out many times (decisions 9, 10 and 27)."""

from __future__ import annotations

from typing import Any

from campaignflow.guards import Each, Per, Quota, Reached, Self
from campaignflow.model import (
    Every,
    Field,
    Force,
    Phase,
    RecordKind,
    Repeat,
    Role,
    Rule,
    Step,
    Variant,
    after,
    chain,
    each_time,
    window,
)

PEOPLE = Field("people", "参与人", "persons")
TALK = RecordKind("talk", "谈话", (PEOPLE,))
M = Role("m", "党员")
TWICE = each_time({"first": window("5月"), "second": window("6月")})


def test_a_named_repeat_makes_one_occurrence_for_each_window(trial: Any) -> None:
    """Each named window is an instance with its own window; what is due opens by itself."""
    t = trial(steps=[Step("a", "甲", repeat=TWICE)])
    assert t.states("a@first", "a@second") == ["open", "planned"]
    assert t.codes("finish", "a") == ["unknown.instance"]
    t.do("finish", "a@first")
    t.day = "2017-06-01"
    assert t.do("tick", by=None) == ["opened a@second"]


def test_a_hard_named_window_refuses(trial: Any) -> None:
    """The force of a named window holds for its occurrence."""
    hard = each_time({"first": window("5月", Force.MUST), "second": window("6月")})
    t = trial(steps=[Step("a", "甲", repeat=hard)])
    t.day = "2017-06-02"
    assert t.refused("finish", "a@first").kind == "outside_window"


def test_a_period_repeat_makes_one_occurrence_for_each_period(trial: Any) -> None:
    """A quarter cut by the campaign's span is kept or dropped as the plan says."""
    keep = trial(steps=[Step("a", "甲", repeat=Repeat(Every.QUARTER, "keep"))])
    drop = trial(steps=[Step("a", "甲", repeat=Repeat(Every.QUARTER, "drop"))])
    assert len(keep.run.state.instances_of("a")) == 3
    assert len(drop.run.state.instances_of("a")) == 2


def test_occurrences_are_independent_unless_serial(trial: Any) -> None:
    """A serial occurrence waits for the one before it."""
    both = {"first": window("5月"), "second": window("5月")}
    t = trial(
        steps=[
            Step("a", "甲", repeat=each_time(both)),
            Step("b", "乙", repeat=each_time(both, serial=True)),
        ]
    )
    assert t.states("a@first", "a@second", "b@first", "b@second") == [
        "open",
        "open",
        "open",
        "planned",
    ]
    assert t.codes("open", "b@second") == ["open.serial"]
    assert t.do("finish", "b@first") == ["finished b@first", "opened b@second"]


def test_parts_repeat_with_their_group(trial: Any) -> None:
    """The parts of a repeated group are repeated with it, label by label."""
    g = Step("g", "组", repeat=TWICE)
    x, y = Step("x", "内", g), Step("y", "外", g)
    t = trial(steps=[g, x, y], edges=[after(x, y)])
    assert t.states("x@first", "x@second", "y@first") == ["open", "planned", "planned"]
    assert t.do("finish", "x@first") == ["finished x@first", "opened y@first"]
    assert t.codes("finish", "g@first") == ["close.unsettled"]


def test_once_to_many_every_occurrence_waits_and_back_all_are_waited_for(trial: Any) -> None:
    """One source frees all occurrences; a single target waits for all of them."""
    a, b, c = Step("a", "甲"), Step("b", "乙", repeat=Repeat(named=TWICE.named)), Step("c", "丙")
    t = trial(steps=[a, b, c], edges=chain(a, b, c))
    t.day = "2017-06-02"
    assert t.do("finish", "a") == ["finished a", "opened b@first", "opened b@second"]
    assert "opened c" not in t.do("finish", "b@first")
    assert t.do("finish", "b@second") == ["finished b@second", "opened c"]


def test_a_multiplied_step_has_an_instance_for_each_holder(trial: Any) -> None:
    """Every holder has an own instance that only they (or the lead) may finish."""
    t = trial(roles=[M], roster=[("u", "m"), ("v", "m")], steps=[Step("a", "甲", each=M)])
    assert t.states("a#u", "a#v") == ["open", "open"]
    assert t.codes("finish", "a#u", "v") == ["permit.denied"]
    assert t.do("finish", "a#u", "u") == ["finished a#u"]


def test_a_quota_of_oneself_counts_for_the_member_only(trial: Any) -> None:
    """The rule of a multiplied step looks at the records of its member."""
    a = Step("a", "甲", each=M)
    t = trial(
        records=[TALK],
        roles=[M],
        roster=[("u", "m"), ("v", "m")],
        steps=[a],
        rules=[Rule(a, Quota(of=TALK, per=Self(PEOPLE)))],
    )
    t.talk("u", by="u")
    assert t.do("finish", "a#u", "u") == ["finished a#u"]
    assert "v" in t.refused("finish", "a#v", "v").text("zh")


def test_members_times_occurrences(trial: Any) -> None:
    """A multiplied part of a repeated group has an instance a member and occurrence."""
    g = Step("g", "组", repeat=TWICE)
    x, y = Step("x", "内", g, each=M), Step("y", "外", g, each=M)
    t = trial(roles=[M], roster=[("u", "m"), ("v", "m")], steps=[g, x, y], edges=[after(x, y)])
    assert len(t.run.state.instances_of("x")) == 4
    assert t.do("finish", "x@first#u", "u") == ["finished x@first#u", "opened y@first#u"]


def test_a_quota_counts_for_its_own_occurrence(trial: Any) -> None:
    """A record of May does not count for the occurrence of June."""
    a = Step("a", "甲", repeat=TWICE)
    t = trial(records=[TALK], steps=[a], rules=[Rule(a, Quota(of=TALK, during=a))])
    t.talk("u")
    assert t.do("finish", "a@first") == ["finished a@first"]
    t.day = "2017-06-02"
    t.do("tick", by=None)
    assert t.codes("finish", "a@second") == ["rule.unsatisfied"]


def test_a_joiner_gets_an_instance_and_a_leaver_loses_the_unfinished_one(trial: Any) -> None:
    """Joining opens an instance; leaving withdraws what is not done and keeps what is."""
    p = Phase("p", "一")
    a, b = Step("a", "甲", p, each=M), Step("b", "乙", p, each=M)
    t = trial(roles=[M], roster=[("u", "m")], phases=[p], steps=[a, b])
    t.do("open", "p")
    assert t.do("take_role", "v", role="m") == ["took_role v", "opened a#v", "opened b#v"]
    t.do("finish", "a#v", "v")
    t.day = "2017-05-09"
    assert t.do("give_up_role", "v", role="m") == ["gave_up_role v", "released b#v"]
    assert t.states("a#v", "b#v") == ["done", "withdrawn"]
    t.do("finish", "a#u", "u"), t.do("finish", "b#u", "u")
    assert t.do("close", "p") == ["closed p"]


def test_who_comes_back_owes_the_work_again(trial: Any) -> None:
    """A person who left and returns gets the withdrawn instance back."""
    t = trial(roles=[M], roster=[("u", "m")], steps=[Step("a", "甲", each=M)])
    t.day = "2017-05-09"
    t.do("give_up_role", "u", role="m")
    t.day = "2017-06-09"
    assert t.do("take_role", "u", role="m") == ["took_role u", "opened a#u"]


def test_a_leaving_learnt_late_spares_who_has_come_back(trial: Any) -> None:
    """What is withdrawn follows the roster as known now, not the order of learning."""
    t = trial(roles=[M], roster=[("u", "m")], steps=[Step("a", "甲", each=M)])
    t.day = "2017-05-20"
    t.do("take_role", "u", role="m")
    t.day = "2017-05-30"
    assert t.do("give_up_role", "u", role="m", at="2017-05-10") == ["gave_up_role u"]
    assert t.state("a#u") == "open"


def test_nobody_gives_up_a_role_held_only_through_another(trial: Any) -> None:
    """A leader is a member by being a leader: only the leadership can be given up."""
    m, lead = Role("m", "党员"), Role("b", "班子", within=Role("m", "党员"))
    t = trial(roles=[m, lead], roster=[("u", "b")], steps=[Step("a", "甲")])
    t.day = "2017-05-10"
    assert t.codes("give_up_role", "u", role="m") == ["role.not_held"]


def test_a_multiplied_step_nobody_is_for_says_so(trial: Any) -> None:
    """Naming a multiplied step without a holder gives its own answer."""
    t = trial(roles=[M], steps=[Step("a", "甲", each=M)])
    assert t.codes("finish", "a") == ["unknown.no_member"]


def test_a_joiner_is_exempt_where_the_unit_is(trial: Any) -> None:
    """Who joins later owes nothing of a node that the unit is exempt from."""
    kind = Field("kind", "类型")
    a = Step("a", "甲", each=M)
    t = trial(
        facts=[kind], roles=[M], roster=[("u", "m")], steps=[a, Step("b", "乙")],
        variants=[Variant("retired", "离退休", kind.is_("retired"), exempt=[a], why="离退休")],
        options={"facts": {"kind": "retired"}},
    )  # fmt: skip
    t.do("take_role", "v", role="m")
    assert t.states("a#u", "a#v") == ["exempt", "exempt"]


def test_a_quota_over_each_holder_follows_the_roster(trial: Any) -> None:
    """A joiner owes, a leaver is released; the step is held by whoever is there."""
    a = Step("a", "甲")
    t = trial(
        records=[TALK],
        roles=[M],
        roster=[("u", "m")],
        steps=[a],
        rules=[Rule(a, Quota(of=TALK, per=Each(M, PEOPLE)))],
    )
    t.talk("u")
    t.do("take_role", "v", role="m")
    assert "v" in t.refused("finish", "a").text("en")
    t.day = "2017-05-20"
    t.do("give_up_role", "v", role="m")
    assert t.do("finish", "a") == ["finished a"]


QUARTERLY = Step("a", "每季", repeat=Repeat(Every.QUARTER, "keep"))


def test_a_record_counts_for_the_period_it_happened_in_and_no_other(trial: Any) -> None:
    """A quarter that is still open takes nothing from the next one."""
    t = trial(records=[TALK], steps=[QUARTERLY], rules=[Rule(QUARTERLY, Quota(of=TALK))])
    t.day = "2017-07-03"
    t.do("tick", by=None)
    t.talk("u")
    assert t.do("finish", "a@2017-Q3") == ["finished a@2017-Q3"]
    assert t.codes("finish", "a@2017-Q2") == ["rule.unsatisfied"]
    t.talk("u", at="2017-06-30")
    assert t.do("finish", "a@2017-Q2") == ["finished a@2017-Q2", "deviated a@2017-Q2"]


def test_late_work_counts_until_the_next_occurrence_begins(trial: Any) -> None:
    """Where nothing follows at once, an occurrence that is late is late and no more."""
    a = Step("a", "甲", repeat=each_time({"one": window("5月"), "two": window("9月")}))
    t = trial(records=[TALK], steps=[a], rules=[Rule(a, Quota(of=TALK))])
    t.day = "2017-06-05"
    t.talk("u")
    assert t.do("finish", "a@one") == ["finished a@one", "deviated a@one"]


def test_a_moved_end_gives_a_period_more_days_that_count(trial: Any) -> None:
    """Whoever may move the window of an occurrence lets late work count for it."""
    t = trial(records=[TALK], steps=[QUARTERLY], rules=[Rule(QUARTERLY, Quota(of=TALK))])
    t.day = "2017-07-03"
    t.talk("u")
    assert t.codes("finish", "a@2017-Q2") == ["rule.unsatisfied"]
    t.do("move", "a@2017-Q2", end="2017-07-05", reason="顺延")
    assert t.do("finish", "a@2017-Q2") == ["finished a@2017-Q2"]


def test_finishing_an_occurrence_early_asks_for_the_periods_ended_by_then(trial: Any) -> None:
    """Months still to come are not due when the quarter is finished before its end."""
    monthly = Quota(of=TALK, per=Per(Every.MONTH, "drop"))
    t = trial(records=[TALK], steps=[QUARTERLY], rules=[Rule(QUARTERLY, monthly)])
    t.talk("u", at="2017-05-01")
    t.day = "2017-06-05"
    assert t.do("finish", "a@2017-Q2") == ["finished a@2017-Q2"]


def test_a_step_over_nobody_is_not_reached_unless_the_plan_allows_it(trial: Any) -> None:
    """Nothing to finish is not finished; the reason says so."""
    own, strict, mild = Step("own", "每人", each=M), Step("a", "甲"), Step("b", "乙")
    rules = [Rule(strict, Reached(own)), Rule(mild, Reached(own, allow_empty=True))]
    t = trial(roles=[M], steps=[own, strict, mild], rules=rules)
    assert "每人" in t.refused("finish", "a").text("zh")
    assert t.do("finish", "b") == ["finished b"]
    t.do("take_role", "u", role="m"), t.do("finish", "own#u", "u")
    assert t.do("finish", "a") == ["finished a"]


def test_fortnights_of_a_quota_are_counted_from_the_span(trial: Any) -> None:
    """Records count for the pair of weeks they fall into, counted from the week of the start."""
    a = Step("a", "调度", window=window("2017年5月6日至6月4日"))
    rule = Rule(a, Quota(of=TALK, per=Per(Every.FORTNIGHT, "keep"), during=a))
    t = trial(records=[TALK], steps=[a], rules=[rule])
    t.day = "2017-06-04"
    (
        t.do("tick"),
        t.talk("u", at="2017-05-14"),
        t.talk("u", at="2017-05-15"),
        t.talk("u", at="2017-05-28"),
    )
    text = t.refused("finish", "a").text("en")
    assert "2017-W22-23: 0 of 1" in text
    assert "W18-19: 0" not in text
    t.talk("u", at="2017-06-04")
    assert t.do("finish", "a") == ["finished a"]
