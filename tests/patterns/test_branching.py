"""Splits, choices, merges and joins (patterns 1 to 9, 29, 30, 32, 37, 41 and 42)."""

from __future__ import annotations

from typing import Any

import pytest

from campaignflow.guards import AtLeast, Quota, Reached
from campaignflow.model import (
    Field,
    Mode,
    Need,
    RecordKind,
    Role,
    Rule,
    Step,
    after,
    chain,
    each_time,
    window,
)

PLACE = Field("place", "所在", "choice", ("teaching", "finance", "logistics"))
FOUND = RecordKind("found", "发现问题", (PLACE,))
TEACHING, FINANCE, LOGISTICS = (Quota(of=FOUND, where=PLACE.is_(place)) for place in PLACE.choices)
A, B, C, D, E, F = (Step(key, key) for key in "abcdef")
M = Role("m", "党员")
MAY = window("5月")
THREADS = each_time({"one": MAY, "two": MAY})


def find(t: Any, *places: str) -> None:
    """Record that something was found in each place."""
    for place in places:
        t.do("record", kind="found", values={"place": place})


def group(*keys: str) -> tuple[Step, ...]:
    """Return a group and optional parts of it."""
    whole = Step("g", "组")
    return whole, *(Step(key, key, whole, need=Need.OPTIONAL) for key in keys)


def test_sequence_opens_the_next_after_the_one_before(trial: Any) -> None:
    """B waits until a is done, and opens with it."""
    t = trial(steps=[A, B], edges=chain(A, B))
    assert t.codes("open", "b") == ["open.edge"]
    assert t.do("finish", "a") == ["finished a", "opened b"]


def test_parallel_split_opens_every_branch(trial: Any) -> None:
    """Both branches are open at once."""
    t = trial(steps=[A, B, C], edges=[after(A, B), after(A, C)])
    assert t.do("finish", "a") == ["finished a", "opened b", "opened c"]


def test_synchronization_waits_for_every_branch(trial: Any) -> None:
    """The join opens once, with the last branch."""
    t = trial(steps=[A, B, C], edges=[after(A, C), after(B, C)])
    assert t.do("finish", "b") == ["finished b"]
    assert t.codes("open", "c") == ["open.edge"]
    assert t.do("finish", "a") == ["finished a", "opened c"]


@pytest.mark.parametrize(
    ("places", "states"),
    [((), ["not_chosen", "open"]), (("teaching",), ["open", "not_chosen"])],
)
def test_exclusive_choice_takes_one_branch(
    trial: Any, places: tuple[str, ...], states: list[str]
) -> None:
    """A guard and its contrary choose exactly one."""
    choice = [after(A, B, guard=TEACHING), after(A, C, guard=~TEACHING)]
    t = trial(records=[FOUND], steps=[A, B, C], edges=choice)
    find(t, *places)
    t.do("finish", "a")
    assert t.states("b", "c") == states


@pytest.mark.parametrize(("places", "taken"), [((), "c"), (("teaching",), "b")])
def test_simple_merge_goes_on_without_waiting(
    trial: Any, places: tuple[str, ...], taken: str
) -> None:
    """Whichever branch was chosen, its end alone opens what follows."""
    choice = [after(A, B, guard=TEACHING), after(A, C, guard=~TEACHING)]
    t = trial(records=[FOUND], steps=[A, B, C, D], edges=[*choice, after(B, D), after(C, D)])
    find(t, *places)
    t.do("finish", "a")
    assert t.do("finish", taken) == [f"finished {taken}", "opened d"]


@pytest.mark.parametrize("places", [(), ("finance",), ("teaching", "finance")])
def test_multi_choice_takes_every_branch_whose_condition_holds(
    trial: Any, places: tuple[str, ...]
) -> None:
    """None, one or both branches are taken."""
    choice = [after(A, B, guard=TEACHING), after(A, C, guard=FINANCE)]
    t = trial(records=[FOUND], steps=[A, B, C], edges=choice)
    find(t, *places)
    t.do("finish", "a")
    found = [place in places for place in ("teaching", "finance")]
    assert t.states("b", "c") == ["open" if taken else "not_chosen" for taken in found]


def test_structured_synchronizing_merge_waits_for_the_branches_chosen(trial: Any) -> None:
    """Two of three branches were started, and the join waits for these two."""
    branches = ((B, TEACHING), (C, FINANCE), (D, LOGISTICS))
    choice = [after(A, step, guard=guard) for step, guard in branches]
    merge = [after(step, E) for step, _ in branches]
    t = trial(records=[FOUND], steps=[A, B, C, D, E], edges=[*choice, *merge])
    find(t, "teaching", "logistics")
    t.do("finish", "a")
    assert t.do("finish", "b") == ["finished b"]
    assert t.do("finish", "d") == ["finished d", "opened e"]


def test_multi_merge_carries_the_successor_out_for_each_arrival(trial: Any) -> None:
    """Each member's report opens a review of its own, and nobody waits for the others."""
    report, check = Step("report", "汇报", each=M), Step("check", "审阅", each=M)
    t = trial(
        roles=[M], roster=[("u", "m"), ("v", "m")],
        steps=[report, check], edges=[after(report, check)],
    )  # fmt: skip
    assert t.do("finish", "report#v") == ["finished report#v", "opened check#v"]
    assert t.do("finish", "check#v") == ["finished check#v"]
    assert t.do("finish", "report#u") == ["finished report#u", "opened check#u"]


def test_structured_discriminator_fires_at_the_first_and_resets_after_the_last(
    trial: Any,
) -> None:
    """The first reply suffices; the next round begins when all of this one have come."""
    both = each_time({"first": MAY, "second": MAY}, serial=True)
    g = Step("g", "一轮", repeat=both, closes=Mode.ITSELF)
    x, y, z = Step("x", "甲", g), Step("y", "乙", g), Step("z", "采纳", g, join="any")
    t = trial(steps=[g, x, y, z], edges=[after(x, z), after(y, z)])
    assert t.do("finish", "x@first") == ["finished x@first", "opened z@first"]
    t.do("finish", "z@first")
    assert t.states("g@second", "x@second") == ["planned", "planned"]
    assert t.do("finish", "y@first") == [
        "finished y@first", "finished g@first", "opened g@second", "opened x@second",
        "opened y@second",
    ]  # fmt: skip
    assert t.do("finish", "y@second") == ["finished y@second", "opened z@second"]


def test_cancelling_discriminator_withdraws_the_branches_that_lost(trial: Any) -> None:
    """With one reply the group is finished, and the other reply is no longer asked for."""
    g, x, y = group("x", "y")
    first = Rule(g, AtLeast(1, [Reached(x), Reached(y)]))
    t = trial(steps=[g, x, y, D], edges=[after(g, D)], rules=[first])
    assert t.codes("finish", "g") == ["rule.unsatisfied"]
    t.do("finish", "y")
    t.do("finish", "g")
    assert t.states("x", "y", "d") == ["lapsed", "done", "open"]
    assert t.refused("finish", "x").kind == "wrong_state"


def test_structured_partial_join_fires_once_at_the_number(trial: Any) -> None:
    """Two of three are enough, and the third is done without effect."""
    join = Step("j", "合", join=2)
    t = trial(steps=[A, B, C, join], edges=[after(A, join), after(B, join), after(C, join)])
    assert t.do("finish", "c") == ["finished c"]
    assert t.do("finish", "a") == ["finished a", "opened j"]
    assert t.do("finish", "b") == ["finished b"]


def test_cancelling_partial_join_withdraws_the_rest(trial: Any) -> None:
    """With two of three the group is finished, and the third lapses."""
    g, x, y, z = group("x", "y", "z")
    two = Rule(g, AtLeast(2, [Reached(x), Reached(y), Reached(z)]))
    t = trial(steps=[g, x, y, z, D], edges=[after(g, D)], rules=[two])
    t.do("finish", "x")
    assert t.codes("finish", "g") == ["rule.unsatisfied"]
    t.do("finish", "z")
    t.do("finish", "g")
    assert t.states("x", "y", "z", "d") == ["done", "lapsed", "done", "open"]


@pytest.mark.parametrize(
    ("places", "waits"), [(("teaching",), False), (("teaching", "finance"), True)]
)
def test_local_synchronizing_merge_knows_what_can_still_come(
    trial: Any, places: tuple[str, ...], waits: bool
) -> None:
    """In an unstructured graph the last join waits for the way over e only if it is taken."""
    edges = [
        after(A, B, guard=TEACHING), after(A, C, guard=FINANCE),
        after(B, D), after(C, D), after(C, E), after(D, F), after(E, F),
    ]  # fmt: skip
    t = trial(records=[FOUND], steps=[A, B, C, D, E, F], edges=edges)
    find(t, *places)
    for key in ("a", "b", *("c" for _ in places[1:])):
        t.do("finish", key)
    assert t.do("finish", "d") == ["finished d", *([] if waits else ["opened f"])]
    if waits:
        assert t.do("finish", "e") == ["finished e", "opened f"]


def test_thread_split_starts_as_many_threads_as_the_plan_says(trial: Any) -> None:
    """One branch goes on as two, each at its own pace."""
    x, y = Step("x", "甲", repeat=THREADS), Step("y", "乙", repeat=THREADS)
    t = trial(steps=[A, x, y], edges=chain(A, x, y))
    assert t.do("finish", "a") == ["finished a", "opened x@one", "opened x@two"]
    assert t.do("finish", "x@two") == ["finished x@two", "opened y@two"]
    assert t.states("x@one", "y@one") == ["open", "planned"]


def test_thread_merge_makes_one_of_many(trial: Any) -> None:
    """What follows is opened once, when every thread has come."""
    x = Step("x", "甲", repeat=THREADS)
    t = trial(steps=[x, B], edges=[after(x, B)])
    assert t.do("finish", "x@two") == ["finished x@two"]
    assert t.do("finish", "x@one") == ["finished x@one", "opened b"]
