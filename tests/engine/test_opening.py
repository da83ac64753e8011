"""Opening: what opens by itself, what waits, and what a command may open (decisions 1 and 3)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from campaignflow.guards import Opaque, Quota, Reached, Since
from campaignflow.model import (
    CAMPAIGN,
    Anchor,
    Field,
    Force,
    Mode,
    Phase,
    RecordKind,
    Rule,
    Step,
    after,
    chain,
    on,
    together,
    window,
    with_,
)

PEOPLE = Field("people", "参与人", "persons")
TALK = RecordKind("talk", "谈话", (PEOPLE,))


def test_steps_open_with_their_phase_in_order_of_definition(trial: Any) -> None:
    """Opening a phase opens its steps in the same decision, each naming what it follows from."""
    t = trial(phases=[p := Phase("p", "阶段")], steps=[Step("a", "甲", p), Step("b", "乙", p)])
    assert t.state("a") == "planned"
    assert t.do("open", "p") == ["opened p", "opened a", "opened b"]
    first, *rest = t.run.events()[-3:]
    assert (first.cause, first.actor) == (None, "L")
    assert all(event.cause is not None and event.actor is None for event in rest)


def test_a_chain_opens_one_step_at_a_time(trial: Any) -> None:
    """A step after another opens by itself when the other is done."""
    a, b, c = Step("a", "甲"), Step("b", "乙"), Step("c", "丙")
    t = trial(steps=[a, b, c], edges=chain(a, b, c))
    assert t.states("a", "b", "c") == ["open", "planned", "planned"]
    assert t.do("finish", "a") == ["finished a", "opened b"]
    assert t.codes("open", "c") == ["open.edge"]


def test_phases_open_by_command_only(trial: Any) -> None:
    """A phase waits for a command even when everything before it is closed."""
    p, q = Phase("p", "一"), Phase("q", "二")
    t = trial(phases=[p, q], edges=[after(p, q)])
    assert t.codes("open", "q") == ["open.edge"]
    t.do("open", "p")
    assert t.do("close", "p") == ["closed p"]
    assert t.do("open", "q") == ["opened q"]


def test_modes_switch_who_opens(trial: Any) -> None:
    """A phase that opens itself does; a step that opens by command waits for it."""
    p = Phase("p", "一", opens=Mode.ITSELF)
    t = trial(phases=[p], steps=[Step("a", "甲", p, opens=Mode.BY_COMMAND)])
    assert t.states("p", "a") == ["open", "planned"]
    assert t.do("open", "a") == ["opened a"]


def test_a_step_numbered_in_a_phase_may_start_with_the_campaign(trial: Any) -> None:
    """starts_with decides the opening, part_of only the place."""
    p = Phase("p", "一")
    t = trial(phases=[p], steps=[Step("a", "甲", p, starts_with=CAMPAIGN)])
    assert t.states("p", "a") == ["planned", "open"]


def test_a_step_may_end_with_the_campaign(trial: Any) -> None:
    """ends_with=CAMPAIGN lets the phase close over an open step; the campaign waits for it."""
    p = Phase("p", "一")
    t = trial(phases=[p], steps=[Step("a", "甲", p, ends_with=CAMPAIGN)])
    t.do("open", "p")
    assert t.do("close", "p") == ["closed p"]
    assert t.state("a") == "open"
    assert t.codes("conclude") == ["close.unsettled"]
    t.do("finish", "a")
    assert t.do("conclude") == ["concluded"]


def test_a_step_may_start_with_another_node(trial: Any) -> None:
    """A step of one phase opens with another phase."""
    p, q = Phase("p", "一"), Phase("q", "二")
    t = trial(phases=[p, q], steps=[Step("a", "甲", q, starts_with=p)])
    assert t.do("open", "p") == ["opened p", "opened a"]


def test_an_entry_guard_makes_the_step_wait(trial: Any) -> None:
    """A step whose entry guard is not satisfied opens with the record that satisfies it."""
    a = Step("a", "甲")
    t = trial(records=[TALK], steps=[a], rules=[Rule(a, Quota(of=TALK), at="entry")])
    assert t.state("a") == "planned"
    assert t.codes("open", "a") == ["rule.unsatisfied"]
    assert t.talk("x")[1:] == ["opened a"]


def test_an_entry_guard_on_a_node_is_asked_when_that_node_moves(trial: Any) -> None:
    """A guard that looks at another step is asked again when that step is done."""
    a, b = Step("a", "甲"), Step("b", "乙")
    t = trial(steps=[a, b], rules=[Rule(b, Reached(a), at="entry")])
    assert t.do("finish", "a") == ["finished a", "opened b"]


def test_a_crashing_entry_guard_keeps_the_step_closed_and_is_told_when_asked(trial: Any) -> None:
    """A crash does not stop others' decisions; opening the step itself names it."""
    a, b = Step("a", "甲"), Step("b", "乙")
    t = trial(steps=[a, b], rules=[Rule(b, Opaque("boom", lambda _: 1 / 0), at="entry")])
    assert t.do("finish", "a") == ["finished a"]
    assert t.codes("open", "b") == ["rule.crashed"]


def test_time_alone_opens_nothing_until_a_tick(trial: Any) -> None:
    """A step whose window begins later opens with the first tick on or after that day."""
    t = trial(steps=[Step("a", "甲", window=window("6月"))])
    t.day = "2017-05-31"
    assert t.do("tick", by=None) == []
    t.day = "2017-06-01"
    assert t.state("a") == "planned"
    assert t.do("tick", by=None) == ["opened a"]


def test_a_tick_opens_what_a_guard_on_time_held_back(trial: Any) -> None:
    """A guard on a date is asked again by a tick."""
    day = Anchor("day", "七一")
    a = Step("a", "甲")
    t = trial(anchors=[day], steps=[a], rules=[Rule(a, Since(day, 3), at="entry")])
    assert t.codes("open", "a") == ["rule.unknown"]
    assert t.do("fix_anchor", "day", day="2017-06-01") == ["anchored day"]
    t.day = "2017-06-04"
    assert t.do("tick", by=None) == ["opened a"]


def test_a_tick_closes_what_closes_by_itself_and_waited_only_for_time(trial: Any) -> None:
    """A container that closes by itself is closed by a tick when time was all it lacked."""
    day = Anchor("day", "七一", day=__import__("datetime").date(2017, 7, 1))
    p = Phase("p", "一", opens=Mode.ITSELF, closes=Mode.ITSELF)
    t = trial(anchors=[day], phases=[p], steps=[Step("a", "甲", p)], rules=[Rule(p, Since(day))])
    assert t.do("finish", "a") == ["finished a"]
    t.day = "2017-07-01"
    assert t.do("tick", by=None) == ["closed p"]


def test_opening_early_by_command_is_a_deviation_with_days_and_reason(trial: Any) -> None:
    """A soft window lets a command open early and keeps by how much and why."""
    t = trial(steps=[Step("a", "甲", window=window("6月"))])
    assert t.do("open", "a", reason="提前") == ["opened a", "deviated a"]
    data = t.run.events()[-1].data
    assert (data["code"], data["params"]["days"], data["reason"]) == ("early", 31, "提前")


def test_opening_before_a_hard_window_is_refused(trial: Any) -> None:
    """A hard window refuses and says by how many days."""
    t = trial(steps=[Step("a", "甲", window=window("6月", Force.MUST))])
    refusal = t.refused("open", "a")
    assert refusal.kind == "outside_window"
    assert "31" in refusal.text("zh")


def test_with_edges_wait_for_the_start_only(trial: Any) -> None:
    """A start-to-start edge is met as soon as its source is open."""
    p, q = Phase("p", "一"), Phase("q", "二")
    t = trial(phases=[p, q], edges=[with_(p, q)])
    assert t.codes("open", "q") == ["open.edge"]
    t.do("open", "p")
    assert t.do("open", "q") == ["opened q"]


def test_together_edges_hold_the_finish(trial: Any) -> None:
    """A finish-to-finish edge keeps the target from finishing before the source."""
    a, b = Step("a", "甲"), Step("b", "乙")
    t = trial(steps=[a, b], edges=[together(a, b)])
    assert t.codes("finish", "b") == ["finish.edge"]
    t.do("finish", "a")
    assert t.do("finish", "b") == ["finished b"]


def test_a_soft_edge_waits_by_itself_and_yields_to_a_command(trial: Any) -> None:
    """What should come later does not open by itself too early; a command records a deviation."""
    a, b = Step("a", "甲"), Step("b", "乙")
    t = trial(steps=[a, b], edges=[after(a, b, force=Force.SHOULD)])
    assert t.state("b") == "planned"
    assert t.do("open", "b", reason="先行") == ["opened b", "deviated b"]
    assert t.run.events()[-1].data["code"] == "order"


def test_a_soft_entry_guard_waits_by_itself_and_yields_to_a_command(trial: Any) -> None:
    """Nothing deviates from the plan by itself: only a command does, and it is recorded."""
    a = Step("a", "甲")
    rule = Rule(a, Quota(of=TALK), at="entry", force=Force.SHOULD)
    t = trial(records=[TALK], steps=[a], rules=[rule])
    assert t.state("a") == "planned"
    assert t.do("open", "a", reason="先行") == ["opened a", "deviated a"]


def test_a_stated_edge_or_rule_is_never_asked(trial: Any) -> None:
    """What is only stated holds nothing back."""
    a, b = Step("a", "甲"), Step("b", "乙")
    t = trial(
        records=[TALK],
        steps=[a, b],
        edges=[after(a, b, force=Force.STATED)],
        rules=[Rule(b, Quota(of=TALK), force=Force.STATED)],
    )
    assert t.do("finish", "b") == ["finished b"]


def test_a_step_opens_before_its_phase_only_where_the_plan_says_so(trial: Any) -> None:
    """A step of a closed phase cannot be opened by command, and the answer names the phase."""
    p = Phase("p", "一")
    t = trial(phases=[p], steps=[Step("a", "甲", p)])
    assert t.codes("open", "a") == ["open.opener"]


def test_on_an_anchor_the_step_opens_when_the_day_has_come(trial: Any) -> None:
    """A window on an undated anchor holds nothing back; once dated it does until the day."""
    day = Anchor("day", "开学")
    t = trial(
        anchors=[day],
        steps=[Step("z", "先"), Step("a", "甲", window=on(day), opens=Mode.BY_COMMAND)],
    )
    t.do("fix_anchor", "day", day="2017-09-01")
    assert t.do("open", "a") == ["opened a", "deviated a"]


def test_every_reason_against_opening_is_given_at_once(trial: Any) -> None:
    """Permission, opener, edge, guard and window are all named in one answer."""
    p = Phase("p", "一")
    a, b = Step("a", "甲", p), Step("b", "乙", p, window=window("6月", Force.MUST))
    t = trial(
        records=[TALK], phases=[p], steps=[a, b], edges=[after(a, b)],
        rules=[Rule(b, Quota(of=TALK), at="entry")],
    )  # fmt: skip
    assert t.codes("open", "b", by="x") == [
        "permit.denied", "open.opener", "open.edge", "rule.unsatisfied", "window.early",
    ]  # fmt: skip


def test_a_late_entry_opens_what_it_enables_on_its_day(trial: Any) -> None:
    """What was finished weeks ago lets the next step open in the same decision, as it would have."""
    a, b = Step("a", "甲"), Step("b", "乙", window=window("6月"))
    t = trial(steps=[a, b, Step("c", "丙", window=window("7月"))], edges=[after(a, b)])
    t.day = "2017-06-20"
    done = t.run.do("finish", "a", actor="L", at="2017-05-10")
    assert [(e.kind, e.subject, t.run.state.day(e.at)) for e in done] == [
        ("finished", "a", dt.date(2017, 5, 10).toordinal()),
        ("opened", "b", dt.date(2017, 6, 1).toordinal()),
    ]
    assert t.do("tick", by=None) == []


def test_a_late_entry_leaves_what_a_guard_on_time_holds_to_the_tick(trial: Any) -> None:
    """Judged on the day of the act it does not hold, and no day since is put in its place."""
    a, b = Step("a", "甲"), Step("b", "乙")
    ready = Rule(b, Since(dt.date(2017, 6, 1)), at="entry")
    t = trial(steps=[a, b], edges=[after(a, b)], rules=[ready])
    t.day = "2017-06-20"
    assert t.do("finish", "a", at="2017-05-10") == ["finished a"]
    assert t.do("open", "b", at="2017-06-02") == ["opened b"]
