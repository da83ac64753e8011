"""Choices and joins: guards on edges, what is not chosen, any and k of n (decision 6)."""

from __future__ import annotations

from typing import Any

import pytest

from campaignflow.guards import Opaque, Quota, Since
from campaignflow.model import (
    Anchor,
    Field,
    Mode,
    Need,
    Phase,
    RecordKind,
    Role,
    Step,
    after,
    chain,
    reopen,
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


def test_a_withdrawn_source_still_chooses(trial: Any) -> None:
    """What is left out is no reason to take both ways: its guards are judged all the same."""
    talked = Quota(of=TALK)
    t = trial(
        records=[TALK], steps=[A, B, C],
        edges=[after(A, B, guard=talked), after(A, C, guard=~talked)],
    )  # fmt: skip
    t.do("withdraw", "a", reason="不再需要")
    assert t.states("b", "c") == ["not_chosen", "open"]


@pytest.mark.parametrize(("how", "state"), [("withdraw", "planned"), ("waive", "open")])
def test_only_what_counts_as_done_arrives_in_a_join_of_some(
    trial: Any, how: str, state: str
) -> None:
    """A waived way counts as one that has come; a withdrawn one only as one that will not."""
    d = Step("d", "丁", join="any")
    t = trial(steps=[A, B, d], edges=[after(A, d), after(B, d)])
    t.do(how, "a", reason="免")
    assert t.state("d") == state
    t.do("finish", "b")
    assert t.state("d") == "open"


def test_a_join_of_some_opens_when_nothing_can_come_any_more(trial: Any) -> None:
    """Whoever waits for withdrawn steps only is not left waiting for ever."""
    d = Step("d", "丁", join=2)
    t = trial(steps=[A, B, C, d], edges=[after(A, d), after(B, d), after(C, d)])
    t.do("withdraw", "a", reason="免"), t.do("withdraw", "b", reason="免")
    assert t.state("d") == "planned"
    assert t.do("withdraw", "c", reason="免") == ["released c", "opened d"]


def test_who_joins_late_is_not_asked_for_what_was_not_chosen(trial: Any) -> None:
    """A new holder's part of a way not taken, or of a phase not chosen, is not chosen either."""
    m, no = Role("m", "党员"), Quota(of=TALK)
    p = Phase("p", "一", opens=Mode.ITSELF)
    own, inside = Step("own", "自查", each=m), Step("inside", "补课", p, each=m)
    t = trial(
        records=[TALK], roles=[m], roster=[("u", "m")], phases=[p], steps=[A, own, inside],
        edges=[after(A, own, guard=no), after(A, p, guard=no)],
    )  # fmt: skip
    t.do("finish", "a")
    t.do("take_role", "v", role="m")
    assert t.states("own#u", "own#v", "inside#v") == ["not_chosen"] * 3
    assert t.do("conclude") == ["concluded"]


# --- in a loop

TALKED = Quota(of=TALK)
CHOICE = [after(A, B, guard=TALKED), after(A, C, guard=~TALKED)]


def loop(trial: Any, *more: Any, resets: Any = (), **tables: Any) -> Any:
    """Return a plan in which a chooses between b and c, and d leads back to it."""
    edges = [*CHOICE, after(B, D), after(C, D), reopen(D, A, limit=3, resets=resets), *more]
    tables = {"steps": [A, B, C, D], **tables}
    return trial(records=[TALK], edges=edges, **tables)


BACK = {"edge": "d.reopen.a", "reason": "回头看"}


def test_a_choice_is_made_again_when_its_source_is_reopened(trial: Any) -> None:
    """The way not taken the first time is possible again, and taken now."""
    t = loop(trial)
    t.do("finish", "a"), t.do("finish", "c")
    assert t.states("b", "c", "d") == ["not_chosen", "done", "open"]
    assert t.do("reopen", "a", **BACK) == ["reopened a", "revived b", "questioned c"]
    t.talk("x")
    assert t.do("finish", "a") == ["finished a", "judged a", "opened b", "judged a"]
    assert t.codes("finish", "d") == ["finish.edge"]
    t.do("finish", "b"), t.do("confirm", "c", reason="已办的有效")
    assert t.do("finish", "d") == ["finished d"]


def test_a_choice_may_turn_out_the_same_again(trial: Any) -> None:
    """What was possible again is not chosen once more."""
    t = loop(trial)
    t.do("finish", "a"), t.do("finish", "c"), t.do("reopen", "a", **BACK)
    assert t.state("b") == "planned"
    t.do("finish", "a")
    assert t.states("b", "c", "d") == ["not_chosen", "done", "open"]


def test_a_reset_way_is_left_out_when_the_choice_turns(trial: Any) -> None:
    """What was reopened with the source and is not chosen now need not be done again."""
    t = loop(trial, resets=[C])
    t.do("finish", "a"), t.do("finish", "c"), t.do("reopen", "a", **BACK)
    assert t.states("b", "c") == ["planned", "open"]
    t.talk("x"), t.do("finish", "a")
    assert t.states("b", "c", "d") == ["open", "not_chosen", "open"]
    t.do("finish", "b")
    assert t.do("finish", "d") == ["finished d"]


def test_a_way_under_way_is_left_out_when_the_choice_turns(trial: Any) -> None:
    """Work begun on the first answer is released when the second one is another."""
    t = loop(trial, reopen(C, A, limit=1))
    t.do("finish", "a")
    t.do("reopen", "a", edge="c.reopen.a", reason="重判")
    t.talk("x"), t.do("finish", "a")
    assert t.states("b", "c", "d") == ["open", "not_chosen", "planned"]
    assert t.do("finish", "b") == ["finished b", "opened d"]


def test_an_unknown_second_answer_replaces_the_first(trial: Any) -> None:
    """A choice that cannot be judged again is undecided, whatever it was before."""
    asked = []
    moody = Opaque("moody", lambda _view: None if asked else asked.append(1) or True)
    t = trial(steps=[A, B], edges=[after(A, B, guard=moody), reopen(B, A, limit=1)])
    t.do("finish", "a")
    assert t.state("b") == "open"
    t.do("reopen", "a", edge="b.reopen.a", reason="重判"), t.do("finish", "a")
    assert t.run.state.judged["a.after.b", "a"] is None


def test_what_lies_behind_a_way_possible_again_is_waited_for(trial: Any) -> None:
    """Everything that was not chosen with it is possible again, phases and their steps too."""
    p, e = Phase("p", "一", opens=Mode.ITSELF), Step("e", "戊")
    x = Step("x", "内", p)
    t = trial(
        records=[TALK], phases=[p], steps=[A, x, D, e],
        edges=[after(A, p, guard=TALKED), after(x, e), after(A, D), after(D, e), reopen(D, A, limit=1)],
    )  # fmt: skip
    t.do("finish", "a")
    assert t.states("p", "x", "e") == ["not_chosen", "not_chosen", "planned"]
    assert t.do("reopen", "a", **BACK)[1:] == ["revived p", "revived x"]
    t.talk("y"), t.do("finish", "a"), t.do("finish", "d")
    assert t.states("p", "x", "e") == ["open", "open", "planned"]
    assert t.do("finish", "x") == ["finished x", "opened e"]


def test_a_closed_phase_opens_again_for_what_is_possible_again(trial: Any) -> None:
    """A phase that closed over what was not chosen waits for it after all."""
    p, q = Phase("p", "一"), Phase("q", "二")
    a, b = Step("a", "甲", p), Step("b", "乙", q)
    t = trial(
        records=[TALK], phases=[p, q], steps=[a, b, D],
        edges=[after(a, b, guard=TALKED), reopen(D, a, limit=1)],
    )  # fmt: skip
    t.do("open", "p"), t.do("open", "q"), t.do("finish", "a"), t.do("close", "q")
    done = t.do("reopen", "a", **BACK)
    assert done == ["reopened a", "revived b", "reopened q"]
    t.talk("x")
    assert "opened b" in t.do("finish", "a")


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
