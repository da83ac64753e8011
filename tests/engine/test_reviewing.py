"""Reviews, votes, agreements and the separation of duties (decisions 8, 21 and 29)."""

from __future__ import annotations

from typing import Any

import pytest

from campaignflow.guards import Quota
from campaignflow.model import Anchor, Field, RecordKind, Review, Role, Rule, Step, on

TALK = RecordKind("talk", "谈话", (Field("people", "参与人", "persons"),))
X, Y, Z = Role("x", "甲方"), Role("y", "乙方"), Role("z", "丙方")
ROSTER = [("X", "x"), ("Y", "y"), ("Z", "z")]
MORE = {"roles": [X, Y, Z], "roster": ROSTER}


def reviewed(trial: Any, *by: Role, **how: Any) -> Any:
    t = trial(steps=[Step("a", "甲", review=Review(by, **how))], **MORE)
    t.do("submit", "a")
    return t


def test_a_reviewed_step_is_submitted_and_approved(trial: Any) -> None:
    """Finish is not declared for a reviewed step; submit and approve are."""
    t = trial(steps=[Step("a", "甲", review=X)], **MORE)
    refusal = t.refused("finish", "a")
    assert (refusal.kind, refusal.causes[0].notice.code) == ("not_declared", "finish.other")
    assert t.do("submit", "a") == ["submitted a"]
    assert t.do("approve", "a", "X") == ["approved a"]


def test_a_step_without_review_is_only_finished(trial: Any) -> None:
    """submit, approve, return_ and agree are not declared for a plain step."""
    t = trial(steps=[Step("a", "甲")])
    for command, more in (
        ("submit", {}),
        ("approve", {}),
        ("return_", {}),
        ("agree", {"value": "v"}),
    ):
        assert "finish.other" in t.codes(command, "a", **more)


def test_returned_work_can_be_submitted_again(trial: Any) -> None:
    """Returning needs a reason and leads back to the submitter."""
    t = trial(steps=[Step("a", "甲", review=X)], **MORE)
    t.do("submit", "a")
    assert t.codes("return_", "a", "X") == ["reason.needed"]
    assert t.do("return_", "a", "X", reason="再改") == ["returned a"]
    assert t.refused("approve", "a", "X").kind == "wrong_state"
    t.do("submit", "a")
    assert t.do("approve", "a", "X") == ["approved a"]


def test_approval_judges_the_exit_guard_again(trial: Any) -> None:
    """Evidence withdrawn between submission and approval stops the approval."""
    a = Step("a", "甲", review=X)
    t = trial(records=[TALK], steps=[a], rules=[Rule(a, Quota(of=TALK))], **MORE)
    assert t.codes("submit", "a") == ["rule.unsatisfied"]
    t.talk("p", id="t1")
    t.do("submit", "a"), t.do("void", "t1", reason="误记")
    assert t.codes("approve", "a", "X") == ["rule.unsatisfied"]


def test_nobody_else_approves_not_even_the_lead(trial: Any) -> None:
    """Only the reviewing role decides."""
    t = reviewed(trial, X)
    assert t.codes("approve", "a", "Y") == ["permit.denied"]
    assert "permit.denied" in t.codes("approve", "a", "L")


def test_all_reviewers_must_approve(trial: Any) -> None:
    """会签: the last of all approvals decides."""
    t = reviewed(trial, X, Y)
    assert t.do("approve", "a", "X") == ["voted a"]
    assert t.codes("approve", "a", "X") == ["review.twice"]
    assert t.do("approve", "a", "Y") == ["voted a", "approved a"]


def test_any_reviewer_may_approve(trial: Any) -> None:
    """或签: the first approval decides."""
    assert reviewed(trial, X, Y, decide="any").do("approve", "a", "Y") == ["voted a", "approved a"]


def test_k_of_n_reviewers_decide(trial: Any) -> None:
    """Two of three are enough; two returns of three are too many."""
    t = reviewed(trial, X, Y, Z, decide=2)
    assert t.do("return_", "a", "X", reason="否") == ["voted a"]
    assert t.do("approve", "a", "Y") == ["voted a"]
    assert t.do("approve", "a", "Z") == ["voted a", "approved a"]
    t = reviewed(trial, X, Y, Z, decide=2)
    t.do("return_", "a", "X", reason="否")
    assert t.do("return_", "a", "Y", reason="否") == ["voted a", "returned a"]


def test_a_veto_decides_alone(trial: Any) -> None:
    """The role with a veto returns the work whatever the others say."""
    t = reviewed(trial, X, Y, Z, decide=2, veto=Z)
    t.do("approve", "a", "X")
    assert t.do("return_", "a", "Z", reason="否") == ["voted a", "returned a"]


def test_votes_do_not_survive_a_new_submission(trial: Any) -> None:
    """After a return everybody votes afresh."""
    t = reviewed(trial, X, Y)
    t.do("approve", "a", "X"), t.do("return_", "a", "Y", reason="否")
    t.do("submit", "a")
    assert t.do("approve", "a", "Y") == ["voted a"]
    assert t.do("approve", "a", "X") == ["voted a", "approved a"]


def test_a_substitute_votes_for_the_role_of_the_other(trial: Any) -> None:
    """The vote of a stand-in counts for the reviewer's role and names both."""
    t = reviewed(trial, X, Y)
    t.do("substitute", "X", "X", substitute="S", until="2017-05-31")
    assert t.do("approve", "a", "S") == ["voted a"]
    assert t.run.events()[-1].rule == "x for X"
    assert t.do("approve", "a", "Y") == ["voted a", "approved a"]


def test_one_person_in_two_reviewing_roles_votes_once(trial: Any) -> None:
    """Two signatures asked for are signatures of two persons."""
    t = trial(
        steps=[Step("a", "甲", review=Review((X, Y)))], roles=[X, Y],
        roster=[("W", "x"), ("W", "y"), ("Y", "y")],
    )  # fmt: skip
    t.do("submit", "a")
    assert t.do("approve", "a", "W") == ["voted a"]
    assert t.codes("approve", "a", "W") == ["review.twice"]
    assert t.do("approve", "a", "Y") == ["voted a", "approved a"]


@pytest.mark.parametrize("who", ["X", "M"])
def test_the_submitter_cannot_approve(trial: Any, who: str) -> None:
    """Who submitted or carries the work does not review it, though holding the role."""
    t = trial(
        roles=[X], roster=[("X", "x"), ("M", "x")],
        steps=[Step("a", "甲", each=X, review=X)],
    )  # fmt: skip
    t.do("submit", f"a#{who}", who)
    refusal = t.refused("approve", f"a#{who}", who)
    assert (refusal.kind, refusal.causes[0].notice.code) == ("not_permitted", "review.own")
    other = "M" if who == "X" else "X"
    assert t.do("approve", f"a#{who}", other) == [f"approved a#{who}"]


def test_a_stand_in_of_the_submitter_cannot_approve(trial: Any) -> None:
    """Acting for the submitter is acting as the submitter."""
    t = trial(
        roles=[X], roster=[("X", "x"), ("S", "x")], steps=[Step("a", "甲", owner=X, review=X)]
    )
    t.do("submit", "a", "X")
    t.do("substitute", "X", "X", substitute="S", until="2017-05-31")
    assert t.codes("approve", "a", "S") == ["review.own"]


def test_who_was_stood_in_for_cannot_approve(trial: Any) -> None:
    """Work that a stand-in submitted in somebody's name is that person's own work."""
    t = trial(
        roles=[X, Y], roster=[("X", "x"), ("X", "y"), ("Y", "y")],
        steps=[Step("a", "甲", owner=X, review=Y)],
    )  # fmt: skip
    t.do("substitute", "X", "X", substitute="S", until="2017-05-31")
    t.do("submit", "a", "S")
    assert t.codes("approve", "a", "X") == ["review.own"]
    assert t.do("approve", "a", "Y") == ["approved a"]


def test_an_agreement_needs_every_side_and_the_same_value(trial: Any) -> None:
    """Each side states a value; the step is done when all state the same."""
    t = trial(steps=[Step("a", "甲", agreed_by=(X, Y))], **MORE)
    assert t.codes("finish", "a") == ["finish.other"]
    assert t.codes("agree", "a", "Z", value="v") == ["permit.denied"]
    assert t.do("agree", "a", "X", value="v") == ["agreed a"]
    assert t.do("agree", "a", "Y", value="w") == ["agreed a"]
    assert t.do("agree", "a", "Y", value="v") == ["agreed a", "finished a"]


def test_an_agreed_day_fixes_the_anchor(trial: Any) -> None:
    """Two sides agree on the day of a meeting, and what hangs on it gets its window."""
    day = Anchor("day", "会议日", scope="run")
    t = trial(
        anchors=[day],
        steps=[Step("a", "商定", agreed_by=(X, Y), fixes=day), Step("b", "会", window=on(day))],
        **MORE,
    )
    assert t.codes("agree", "a", "X", value="明天") == ["time.no_date"]
    t.do("agree", "a", "X", value="2017-06-01")
    assert t.do("agree", "a", "Y", value="2017-06-01")[:3] == [
        "agreed a",
        "finished a",
        "anchored day",
    ]
    window = t.run.state.own_window(t.run.state.instance("b"))
    assert window.start.isoformat() == "2017-06-01"


def test_one_person_may_speak_for_two_sides_one_after_the_other(trial: Any) -> None:
    """Who holds both roles agrees for each in turn."""
    t = trial(
        steps=[Step("a", "甲", agreed_by=(X, Y))], roles=[X, Y], roster=[("W", "x"), ("W", "y")]
    )
    assert t.do("agree", "a", "W", value="v") == ["agreed a"]
    assert t.do("agree", "a", "W", value="v") == ["agreed a", "finished a"]


def test_a_stand_in_agrees_for_the_side_of_the_other(trial: Any) -> None:
    """An agreement by a stand-in counts for the side."""
    t = trial(steps=[Step("a", "甲", agreed_by=(X, Y))], **MORE)
    t.do("substitute", "X", "X", substitute="S", until="2017-05-31")
    t.do("agree", "a", "S", value="v")
    assert t.do("agree", "a", "Y", value="v") == ["agreed a", "finished a"]


def test_a_step_that_fixes_an_anchor_needs_its_day(trial: Any) -> None:
    """Finishing or approving without the day is refused; with it the anchor is fixed."""
    day = Anchor("day", "会议日", scope="run")
    t = trial(
        anchors=[day],
        steps=[Step("a", "定日", fixes=day), Step("b", "审", fixes=day, review=X)],
        **MORE,
    )
    assert t.codes("finish", "a") == ["time.no_date"]
    assert t.do("finish", "a", day="2017-06-01") == ["finished a", "anchored day"]
    t.do("submit", "b")
    assert t.codes("approve", "b", "X") == ["time.no_date"]
    assert t.do("approve", "b", "X", day="2017-06-02") == ["approved b", "anchored day"]
