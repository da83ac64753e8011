"""One step carried out many times (patterns 12 to 15, 26, 27 and 34 to 36)."""

from __future__ import annotations

from typing import Any

import pytest

from campaignflow.guards import Opaque, Quota, Self, Struck, View
from campaignflow.lifecycle import Lifecycle, Move
from campaignflow.model import (
    CAMPAIGN,
    Field,
    Ledger,
    Mode,
    Need,
    Phase,
    RecordKind,
    Role,
    Rule,
    Step,
    after,
    each_time,
    window,
)

M = Role("m", "党员")
THREE = [("u", "m"), ("v", "m"), ("w", "m")]
PEOPLE = Field("people", "参与人", "persons")
TALK = RecordKind("talk", "谈话", (PEOPLE,))
TWO_TALKS = Quota(of=TALK, least=2)
ISSUES = Ledger(
    "issues", "问题清单",
    lifecycle=Lifecycle(
        "issue", ("found", "struck"), "found", ("struck",), (Move("strike", "found", "struck"),)
    ),
)  # fmt: skip
D = Step("d", "丁")


def strike(t: Any, *items: str) -> list[str]:
    """Strike items off; return the events of the last."""
    return [t.do("work", item, trigger="strike") for item in items][-1]


def find(t: Any, *items: str) -> None:
    """Enter items in the list of problems."""
    for item in items:
        t.do("find", item, ledger="issues")


def test_instances_without_synchronization_hold_nobody_up(trial: Any) -> None:
    """Each member has an own notice, and the phase goes on while some are still unread."""
    p, q = Phase("p", "学习"), Phase("q", "查摆")
    notice = Step("notice", "通知", p, each=M, ends_with=CAMPAIGN)
    t = trial(roles=[M], roster=THREE, phases=[p, q], steps=[notice], edges=[after(p, q)])
    t.do("open", "p")
    t.do("finish", "notice#v", "v")
    t.do("close", "p"), t.do("open", "q")
    assert t.states("notice#u", "notice#v", "q") == ["open", "done", "open"]
    assert t.do("finish", "notice#u", "u") == ["finished notice#u"]


def test_instances_of_the_plan_are_synchronized(trial: Any) -> None:
    """Four topics stand in the plan, and the examination waits for the fourth."""
    topics = each_time({name: window("5月") for name in ("one", "two", "three", "four")})
    study, exam = Step("study", "专题学习", repeat=topics), Step("exam", "测试")
    t = trial(steps=[study, exam], edges=[after(study, exam)])
    for name in ("four", "two", "one"):
        assert t.do("finish", f"study@{name}") == [f"finished study@{name}"]
    assert t.do("finish", "study@three") == ["finished study@three", "opened exam"]


@pytest.mark.parametrize("people", [("u",), ("u", "v", "w")])
def test_instances_of_the_roster_are_synchronized(trial: Any, people: tuple[str, ...]) -> None:
    """As many self-criticisms as there are members when it starts, and all are waited for."""
    roster = [(person, "m") for person in people]
    a = Step("a", "自我批评", each=M)
    t = trial(roles=[M], roster=roster, steps=[a, D], edges=[after(a, D)])
    assert len(t.run.state.instances_of("a")) == len(people)
    *others, last = people
    for person in others:
        assert t.do("finish", f"a#{person}", person) == [f"finished a#{person}"]
    assert t.do("finish", f"a#{last}", last) == [f"finished a#{last}", "opened d"]


def test_instances_added_while_running_are_waited_for(trial: Any) -> None:
    """A problem found late keeps the list open, and the last one struck off closes it."""
    fixing = Step("fixing", "整改", closes=Mode.ITSELF)
    t = trial(
        ledgers=[ISSUES], steps=[fixing, D], edges=[after(fixing, D)],
        rules=[Rule(fixing, Struck(ISSUES))],
    )  # fmt: skip
    find(t, "first", "second")
    assert "finished fixing" not in strike(t, "first")
    find(t, "third")
    assert "finished fixing" not in strike(t, "second")
    assert strike(t, "third")[1:] == ["finished fixing", "opened d"]


def test_cancelled_multiple_instances_are_all_withdrawn(trial: Any) -> None:
    """With their group all instances go that are not done, and what is done stays."""
    g = Step("g", "谈话")
    x = Step("x", "个别谈话", g, each=M)
    t = trial(roles=[M], roster=THREE, steps=[g, x])
    t.do("finish", "x#v", "v")
    t.do("withdraw", "g", reason="改为座谈")
    assert t.states("g", "x#u", "x#v", "x#w") == ["withdrawn", "withdrawn", "done", "withdrawn"]


def test_completed_multiple_instances_count_as_done(trial: Any) -> None:
    """Finishing the group lets the remaining instances lapse, and what follows opens."""
    g = Step("g", "谈话")
    x = Step("x", "个别谈话", g, each=M, need=Need.OPTIONAL)
    t = trial(roles=[M], roster=THREE, steps=[g, x, D], edges=[after(g, D)])
    t.do("finish", "x#v", "v")
    t.do("finish", "g")
    assert t.states("g", "x#u", "x#v", "x#w", "d") == ["done", "lapsed", "done", "lapsed", "open"]


def test_static_partial_join_fires_once_at_the_quorum(trial: Any) -> None:
    """Two of three members' talks open what follows; the third goes on without effect."""
    x = Step("x", "谈话", each=M)
    t = trial(
        records=[TALK], roles=[M], roster=THREE, steps=[x, D],
        rules=[Rule(x, Quota(of=TALK, per=Self(PEOPLE))), Rule(D, TWO_TALKS, at="entry")],
    )  # fmt: skip
    assert "opened d" not in t.talk("u")
    assert "opened d" in t.talk("v")
    t.do("finish", "d")
    assert t.state("x#w") == "open"
    assert "opened d" not in t.talk("w")
    assert t.do("finish", "x#w", "w") == ["finished x#w"]


def test_cancelling_partial_join_of_instances_withdraws_the_rest(trial: Any) -> None:
    """At the quorum the group can be finished, and the instances left lapse."""
    g = Step("g", "谈话")
    x = Step("x", "个别谈话", g, each=M, need=Need.OPTIONAL)
    own, quorum = Rule(x, Quota(of=TALK, per=Self(PEOPLE))), Rule(g, TWO_TALKS)
    t = trial(
        records=[TALK], roles=[M], roster=THREE, steps=[g, x, D],
        edges=[after(g, D)], rules=[own, quorum],
    )  # fmt: skip
    t.talk("u"), t.do("finish", "x#u", "u")
    assert t.codes("finish", "g") == ["rule.unsatisfied"]
    t.talk("w"), t.do("finish", "x#w", "w")
    t.do("finish", "g")
    assert t.states("x#u", "x#v", "x#w", "d") == ["done", "lapsed", "done", "open"]


def nine_tenths(view: View) -> bool:
    """Return whether nine tenths of the problems found so far are struck off."""
    items = view.items("issues")
    final = view.item_final("issues", answered=False)
    met = sum(state in final for state in items.values())
    return bool(items) and met * 10 >= len(items) * 9


def test_dynamic_partial_join_asks_again_as_instances_are_added(trial: Any) -> None:
    """Nine of ten suffice, nine of eleven do not, and ten of eleven do."""
    fixing = Step("fixing", "整改")
    share = Opaque("nine_tenths", nine_tenths, "整改率达到90%")
    t = trial(
        ledgers=[ISSUES], steps=[fixing, D], edges=[after(fixing, D)], rules=[Rule(fixing, share)]
    )
    find(t, *(f"i{n}" for n in range(10)))
    strike(t, *(f"i{n}" for n in range(9)))
    assert t.run.may("finish", "fixing", actor="L")
    find(t, "late")
    assert t.codes("finish", "fixing") == ["rule.unsatisfied"]
    strike(t, "late")
    assert t.do("finish", "fixing") == ["finished fixing", "opened d"]
    assert t.run.state.items["issues"]["i9"] == "found"
