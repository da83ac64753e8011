"""Closing: what a container waits for, what lapses, and how the campaign ends (decision 2)."""

from __future__ import annotations

from typing import Any

from campaignflow.guards import Quota, Struck
from campaignflow.model import (
    CAMPAIGN,
    Field,
    Force,
    Ledger,
    Mode,
    Need,
    Phase,
    RecordKind,
    Role,
    Rule,
    Step,
    after,
    window,
)

TALK = RecordKind("talk", "谈话", (Field("people", "参与人", "persons"),))
OPTIONAL = Need.OPTIONAL


def test_a_phase_waits_for_what_is_required_and_names_it(trial: Any) -> None:
    """Closing over an open required step is refused, naming the step and its state."""
    p = Phase("p", "一")
    t = trial(phases=[p], steps=[Step("a", "动员会", p)])
    t.do("open", "p")
    refusal = t.refused("close", "p")
    assert refusal.causes[0].notice.code == "close.unsettled"
    assert "动员会" in refusal.text("zh")
    t.do("finish", "a")
    assert t.do("close", "p") == ["closed p"]


def test_optional_steps_lapse_in_the_same_decision(trial: Any) -> None:
    """Optional steps, never opened or unfinished, lapse by name when their phase closes."""
    p = Phase("p", "一")
    a, b = Step("a", "甲", p, need=OPTIONAL), Step("b", "乙", p, need=OPTIONAL)
    t = trial(phases=[p], steps=[a, b], edges=[after(a, b)])
    t.do("open", "p")
    assert t.do("close", "p") == ["closed p", "released a", "released b"]
    assert t.states("a", "b") == ["lapsed", "lapsed"]


def test_an_optional_step_under_review_still_holds(trial: Any) -> None:
    """Optional work that somebody has submitted or got back is not dropped silently."""
    p, sec = Phase("p", "一"), Role("sec", "书记")
    t = trial(
        roles=[sec], roster=[("z", "sec")], phases=[p],
        steps=[Step("a", "甲", p, need=OPTIONAL, review=sec)],
    )  # fmt: skip
    t.do("open", "p")
    t.do("submit", "a")
    assert t.codes("close", "p") == ["close.unsettled"]
    t.do("return_", "a", "z", reason="改")
    assert t.codes("close", "p") == ["close.unsettled"]


def test_a_group_lapses_with_everything_in_it(trial: Any) -> None:
    """The parts of a lapsed group lapse as well."""
    p = Phase("p", "一")
    g = Step("g", "组", p, need=OPTIONAL)
    t = trial(phases=[p], steps=[g, Step("a", "甲", g)])
    assert t.do("open", "p") == ["opened p", "opened g", "opened a"]
    t.do("close", "p")
    assert t.states("g", "a") == ["lapsed", "lapsed"]


def test_a_container_marked_so_closes_by_itself(trial: Any) -> None:
    """The last step to settle closes the group, and the group's end closes the phase."""
    p = Phase("p", "一", opens=Mode.ITSELF, closes=Mode.ITSELF)
    g = Step("g", "组", p, closes=Mode.ITSELF)
    t = trial(phases=[p], steps=[g, Step("a", "甲", g), Step("b", "乙", g)])
    assert t.do("finish", "a") == ["finished a"]
    assert t.do("finish", "b") == ["finished b", "finished g", "closed p"]


def test_a_container_that_closes_by_itself_waits_for_its_exit_guard(trial: Any) -> None:
    """The record that satisfies the exit guard closes the container."""
    p = Phase("p", "一", opens=Mode.ITSELF, closes=Mode.ITSELF)
    t = trial(
        records=[TALK], phases=[p], steps=[Step("a", "甲", p)], rules=[Rule(p, Quota(of=TALK))]
    )
    assert t.do("finish", "a") == ["finished a"]
    assert t.talk("x")[1:] == ["closed p"]


def test_a_soft_exit_guard_is_a_deviation_with_its_reason(trial: Any) -> None:
    """A SHOULD rule lets the step finish and records which rule and why."""
    a = Step("a", "甲")
    t = trial(records=[TALK], steps=[a], rules=[Rule(a, Quota(of=TALK), force=Force.SHOULD)])
    assert t.do("finish", "a", reason="来不及") == ["finished a", "deviated a"]
    data = t.run.events()[-1].data
    assert (data["params"], data["reason"]) == ({"rule": "a.exit"}, "来不及")


def test_finishing_late_is_a_deviation_with_days(trial: Any) -> None:
    """A soft deadline that has passed is recorded with the days."""
    t = trial(steps=[Step("a", "甲", window=window("5月10日前"))])
    t.day = "2017-05-13"
    assert t.do("finish", "a") == ["finished a", "deviated a"]
    assert t.run.events()[-1].data["params"]["days"] == 3


def test_finishing_after_a_hard_deadline_is_refused(trial: Any) -> None:
    """A hard deadline refuses; before it everything is fine."""
    t = trial(steps=[Step("a", "甲", window=window("5月10日前", Force.MUST))])
    t.day = "2017-05-11"
    assert t.refused("finish", "a").kind == "outside_window"
    assert t.do("finish", "a", at="2017-05-10") == ["finished a"]


def test_duties_of_the_campaign_are_judged_when_it_concludes(trial: Any) -> None:
    """A rule on the campaign does not hold a step back, but the conclusion."""
    a = Step("a", "甲")
    t = trial(records=[TALK], steps=[a], rules=[Rule(CAMPAIGN, Quota(of=TALK, least=2))])
    assert t.do("finish", "a") == ["finished a"]
    refusal = t.refused("conclude")
    assert "至少 2 次（已有 0）" in refusal.text("zh")
    t.talk("x"), t.talk("y")
    assert t.do("conclude") == ["concluded"]


def test_a_hard_end_allows_no_leftovers(trial: Any) -> None:
    """Leftovers need a campaign that only has to be basically done."""
    t = trial(steps=[Step("a", "甲")])
    assert "conclude.no_leftovers" in t.codes("conclude", leftovers=["a"], reason="转入日常")


def test_a_soft_end_allows_named_leftovers_with_a_reason(trial: Any) -> None:
    """At a soft end what is named may be left; it lapses and the reason is kept."""
    t = trial(window=window("2017年5月—12月基本完成"), steps=[Step("a", "甲"), Step("b", "乙")])
    assert t.codes("conclude", leftovers=["a", "b"]) == ["reason.needed"]
    assert t.codes("conclude", leftovers=["a"], reason="转") == ["close.unsettled"]
    done = t.do("conclude", leftovers=["a", "b"], reason="转入日常")
    assert done == ["concluded", "released a", "released b"]


def test_a_leftover_that_does_not_exist_is_refused(trial: Any) -> None:
    """A misspelt leftover is named, not swallowed."""
    t = trial(window=window("2017年5月—12月基本完成"), steps=[Step("talks", "谈话")])
    refusal = t.refused("conclude", leftovers=["talk"], reason="转")
    assert "unknown.node.near" in [cause.notice.code for cause in refusal.causes]


def test_an_empty_ledger_does_not_satisfy(trial: Any) -> None:
    """Nothing found is not everything struck off, unless the plan says so."""
    led, a = Ledger("led", "清单"), Step("a", "甲")
    t = trial(ledgers=[led], steps=[a], rules=[Rule(a, Struck(led))])
    assert "尚无条目" in t.refused("finish", "a").text("zh")


def test_an_archived_run_takes_nothing(trial: Any) -> None:
    """Concluded runs still learn; archived ones do not."""
    t = trial(records=[TALK], steps=[Step("a", "甲")])
    t.do("finish", "a")
    t.do("conclude")
    assert t.talk("x")[0].startswith("recorded")
    assert t.codes("finish", "a") == ["run.wrong_state"]
    t.do("archive")
    assert t.codes("record", kind="talk", values={}) == ["run.wrong_state"]


def test_cancelling_releases_everything_that_was_not_settled(trial: Any) -> None:
    """Nothing stays open in a cancelled run, and done work stays done."""
    p = Phase("p", "一")
    t = trial(phases=[p], steps=[Step("a", "甲", p), Step("b", "乙", p), Step("c", "丙")])
    t.do("open", "p")
    t.do("finish", "a")
    assert t.codes("cancel") == ["reason.needed"]
    t.do("cancel", reason="上级通知")
    assert t.states("a", "p", "b", "c") == ["done", "cancelled", "cancelled", "cancelled"]
    assert t.run.state.status == "cancelled"


def test_suspension_takes_facts_and_moves_nothing(trial: Any) -> None:
    """While suspended records are kept, nothing opens; on resuming what has become due opens."""
    a = Step("a", "甲")
    t = trial(
        records=[TALK], steps=[a, Step("b", "乙")], rules=[Rule(a, Quota(of=TALK), at="entry")]
    )
    t.do("suspend", reason="停课")
    assert t.codes("finish", "b") == ["run.wrong_state"]
    assert len(t.talk("x")) == 1
    assert t.do("tick", by=None) == []
    assert t.do("resume") == ["resumed", "opened a"]


def test_facts_learnt_during_a_suspension_settle_on_resuming(trial: Any) -> None:
    """A container that closes by itself closes when the run is resumed."""
    p = Phase("p", "一", opens=Mode.ITSELF, closes=Mode.ITSELF)
    t = trial(
        records=[TALK], phases=[p], rules=[Rule(p, Quota(of=TALK))], steps=[Step("a", "甲", p)]
    )
    t.do("finish", "a")
    t.do("suspend", reason="停课")
    t.talk("x")
    assert t.state("p") == "open"
    assert t.do("resume") == ["resumed", "closed p"]
