"""Choices and joins: guards on edges, what is not chosen, any and k of n (decision 6)."""

from __future__ import annotations

from typing import Any

from campaignflow.guards import Opaque, Quota, Since
from campaignflow.model import (
    Anchor,
    Field,
    Mode,
    Need,
    Phase,
    RecordKind,
    Step,
    after,
    chain,
    with_,
)

TALK = RecordKind("talk", "谈话", (Field("people", "参与人", "persons"),))
A, B, C, D = (Step(key, key) for key in "abcd")


def test_a_guard_on_an_edge_chooses_when_its_source_settles(trial: Any) -> None:
    """The edge whose guard holds is taken; the other way is released as not chosen."""
    talked = Quota(of=TALK)
    t = trial(
        records=[TALK],
        steps=[A, B, C],
        edges=[after(A, B, guard=talked), after(A, C, guard=~talked)],
    )
    t.talk("x")
    t.do("finish", "a")
    assert t.states("b", "c") == ["open", "not_chosen"]


def test_not_chosen_propagates_and_leaves_joins(trial: Any) -> None:
    """Everything behind a way not chosen is released; a join waits only for the other ways."""
    no = Quota(of=TALK)
    t = trial(
        records=[TALK],
        steps=[A, B, C, D, e := Step("e", "戊")],
        edges=[after(A, B, guard=no), after(B, C), after(C, D), after(A, e), after(e, D)],
    )
    t.do("finish", "a")
    assert t.states("b", "c", "d", "e") == ["not_chosen", "not_chosen", "planned", "open"]
    assert t.do("finish", "e") == ["finished e", "opened d"]


def test_not_chosen_propagates_along_start_to_start_edges(trial: Any) -> None:
    """What may start only with something not chosen is not chosen either."""
    t = trial(
        records=[TALK], steps=[A, B, C], edges=[after(A, B, guard=Quota(of=TALK)), with_(B, C)]
    )
    t.do("finish", "a")
    assert t.states("b", "c") == ["not_chosen", "not_chosen"]


def test_a_phase_not_chosen_takes_its_steps_with_it(trial: Any) -> None:
    """The steps of a phase not chosen are released too, and what follows them goes on."""
    p = Phase("p", "一", opens=Mode.ITSELF)
    x = Step("x", "内", p)
    t = trial(
        records=[TALK], phases=[p], steps=[A, x, B],
        edges=[after(A, p, guard=Quota(of=TALK)), after(x, B), after(A, B)],
    )  # fmt: skip
    t.do("finish", "a")
    assert t.states("p", "x", "b") == ["not_chosen", "not_chosen", "open"]


def test_a_choice_is_made_once(trial: Any) -> None:
    """A record that comes after the choice does not turn it."""
    t = trial(records=[TALK], steps=[A, B], edges=[after(A, B, guard=Quota(of=TALK))])
    t.do("finish", "a")
    t.talk("x")
    assert t.state("b") == "not_chosen"


def test_an_unknown_choice_stays_open_until_it_is_known(trial: Any) -> None:
    """An undecided edge neither opens nor releases; a tick decides it when it can be judged."""
    day = Anchor("day", "七一")
    t = trial(anchors=[day], steps=[A, B], edges=[after(A, B, guard=Since(day))])
    t.do("finish", "a")
    assert t.state("b") == "planned"
    t.do("fix_anchor", "day", day="2017-05-01")
    assert t.state("b") == "open"


def test_a_crashing_choice_stays_undecided(trial: Any) -> None:
    """A guard that raises on an edge neither opens nor releases what is behind it."""
    t = trial(steps=[A, B], edges=[after(A, B, guard=Opaque("boom", lambda _: 1 / 0))])
    assert t.do("finish", "a") == ["finished a", "judged a"]
    assert t.state("b") == "planned"


def test_a_waived_source_counts_as_settled_and_its_edges_as_taken(trial: Any) -> None:
    """Waiving a step takes its edges, guards or not."""
    t = trial(records=[TALK], steps=[A, B], edges=[after(A, B, guard=Quota(of=TALK))])
    assert t.do("waive", "a", reason="免") == ["released a", "opened b"]


def test_any_join_opens_with_the_first(trial: Any) -> None:
    """One met edge is enough where the plan says any."""
    d = Step("d", "丁", join="any")
    t = trial(steps=[A, B, d], edges=[after(A, d), after(B, d)])
    assert t.do("finish", "b") == ["finished b", "opened d"]
    assert t.do("finish", "a") == ["finished a"]


def test_a_join_of_k_waits_for_k(trial: Any) -> None:
    """Two of three are asked for and two are enough."""
    d = Step("d", "丁", join=2)
    t = trial(steps=[A, B, C, d], edges=[after(A, d), after(B, d), after(C, d)])
    assert t.do("finish", "a") == ["finished a"]
    assert t.codes("open", "d")[0] == "open.edge"
    assert t.do("finish", "c") == ["finished c", "opened d"]


def test_a_join_of_k_asks_for_no_more_than_is_left(trial: Any) -> None:
    """Ways not chosen are left out of the number asked for."""
    d, no = Step("d", "丁", join=2), Quota(of=TALK)
    t = trial(
        records=[TALK],
        steps=[A, B, C, d],
        edges=[after(A, d), after(B, d, guard=no), after(C, d, guard=no)],
    )
    t.do("finish", "b")
    t.do("finish", "c")
    assert t.do("finish", "a") == ["finished a", "opened d"]


def test_an_any_join_with_no_way_left_is_not_chosen(trial: Any) -> None:
    """When every way is out, the node is released rather than left waiting for ever."""
    d, no = Step("d", "丁", join="any"), Quota(of=TALK)
    t = trial(records=[TALK], steps=[A, B, d], edges=[after(A, d, guard=no), after(B, d, guard=no)])
    t.do("finish", "a")
    assert t.state("d") == "planned"
    t.do("finish", "b")
    assert t.state("d") == "not_chosen"


def test_a_lapsed_source_lets_its_target_open(trial: Any) -> None:
    """A released optional step counts as settled for what comes after it."""
    p = Phase("p", "一", opens=Mode.ITSELF)
    x, y = Step("x", "选做", p, need=Need.OPTIONAL), Step("y", "后")
    t = trial(phases=[p], steps=[x, y], edges=chain(x, y))
    assert t.do("close", "p") == ["closed p", "released x", "opened y"]
