"""What waits for a state, a turn or an event (patterns 16 to 18, 23, 24, 39 and 40)."""

from __future__ import annotations

import datetime as dt
from itertools import permutations
from typing import Any

import pytest

from campaignflow.guards import Opaque, Quota, Since
from campaignflow.model import (
    Field,
    Mode,
    Need,
    Phase,
    RecordKind,
    Rule,
    Step,
    after,
    window,
)

REPLY = RecordKind("reply", "答复", (Field("who", "答复人", "person"),))
A, B, C = Step("a", "甲"), Step("b", "乙"), Step("c", "丙")


def by_command(key: str, **more: Any) -> Step:
    """Return a step that somebody opens."""
    return Step(key, key, opens=Mode.BY_COMMAND, **more)


def one_at_a_time(*nodes: Step | Phase) -> list[Rule]:
    """Return the rules by which each node waits while another of them is going on."""

    def free(mine: Step | Phase) -> Opaque:
        keys = [node.key for node in nodes if node is not mine]
        busy = {"open", "submitted", "returned"}
        return Opaque(
            f"free_for_{mine.key}",
            lambda view: not any(busy & set(view.states(key)) for key in keys),
            "没有别的工作正在进行",
        )

    return [Rule(node, free(node), at="entry") for node in nodes]


@pytest.mark.parametrize(
    ("replied", "entered", "states"),
    [
        ("2017-05-05", "2017-05-05", ["open", "not_chosen"]),
        ("2017-05-11", "2017-05-11", ["not_chosen", "open"]),
        (None, "2017-05-11", ["not_chosen", "open"]),
    ],
)
def test_deferred_choice_is_made_by_what_happens_first(
    trial: Any, replied: str | None, entered: str, states: list[str]
) -> None:
    """A reply within ten days takes one way; the day after, the other is taken for good."""
    wait = Step("wait", "等候答复", window=window("5月1日至5月10日"), closes=Mode.ITSELF)
    answered = Quota(of=REPLY, during=wait)
    t = trial(
        records=[REPLY], steps=[wait, B, C],
        edges=[after(wait, B, guard=answered), after(wait, C, guard=~answered)],
        rules=[Rule(wait, answered | Since(dt.date(2017, 5, 11)))],
    )  # fmt: skip
    assert t.states("wait", "b", "c") == ["open", "planned", "planned"]
    t.day = entered
    if replied is not None:
        t.do("record", kind="reply", values={"who": "u"}, at=replied)
    t.do("tick", by=None)
    assert t.states("b", "c") == states
    t.day = "2017-05-20"
    t.do("record", kind="reply", values={"who": "v"})
    t.do("tick", by=None)
    assert t.states("b", "c") == states


def test_interleaved_parallel_routing_keeps_the_order_and_one_at_a_time(trial: Any) -> None:
    """Y comes after x; z at any time; and never two of them are open."""
    x, y, z = (by_command(key) for key in "xyz")
    t = trial(steps=[x, y, z], edges=[after(x, y)], rules=one_at_a_time(x, y, z))
    t.do("open", "x")
    assert t.codes("open", "z") == ["rule.unsatisfied"]
    t.do("finish", "x"), t.do("open", "z")
    assert t.codes("open", "y") == ["rule.unsatisfied"]
    t.do("finish", "z")
    assert t.do("open", "y") == ["opened y"]


def test_milestone_admits_only_while_the_state_holds(trial: Any) -> None:
    """Comments can be opened during the publicity only, neither before nor after."""
    p = Phase("p", "公示")
    early, late = (by_command(key, part_of=p, need=Need.OPTIONAL) for key in ("early", "late"))
    t = trial(phases=[p], steps=[early, late])
    assert "open.opener" in t.codes("open", "early")
    t.do("open", "p")
    assert t.do("open", "early") == ["opened early"]
    t.do("finish", "early"), t.do("close", "p")
    assert t.state("late") == "lapsed"
    assert t.refused("open", "late").kind == "wrong_state"


def test_transient_trigger_is_lost_when_nobody_waits(trial: Any) -> None:
    """A command that comes too early is refused, and is not remembered."""
    b = by_command("b")
    t = trial(steps=[A, b], edges=[after(A, b)])
    assert t.codes("open", "b") == ["open.edge"]
    t.do("finish", "a")
    assert t.state("b") == "planned"
    assert t.do("open", "b") == ["opened b"]


@pytest.mark.parametrize("early", [True, False])
def test_persistent_trigger_is_kept_until_it_is_waited_for(trial: Any, early: bool) -> None:
    """A document opens the step when its turn has come, however early it came itself."""
    t = trial(
        records=[REPLY], steps=[A, B], edges=[after(A, B)],
        rules=[Rule(B, Quota(of=REPLY), at="entry")],
    )  # fmt: skip
    acts: list[tuple[str, str, dict[str, Any]]] = [
        ("record", "r", {"kind": "reply", "values": {"who": "u"}}), ("finish", "a", {}),
    ]  # fmt: skip
    first, second = acts if early else acts[::-1]
    assert "opened b" not in t.do(first[0], first[1], **first[2])
    t.day = "2017-05-09"
    assert t.do(second[0], second[1], **second[2])[1:] == ["opened b"]


def test_critical_section_is_entered_by_one_phase_only(trial: Any) -> None:
    """The second phase waits until the first has left, with all its steps."""
    p, q = Phase("p", "甲组"), Phase("q", "乙组")
    steps = [Step("x", "用会议室", p), Step("y", "用会议室", q)]
    t = trial(phases=[p, q], steps=steps, rules=one_at_a_time(p, q))
    t.do("open", "q")
    assert t.codes("open", "p") == ["rule.unsatisfied"]
    assert t.states("x", "y") == ["planned", "open"]
    t.do("finish", "y"), t.do("close", "q")
    assert t.do("open", "p") == ["opened p", "opened x"]


@pytest.mark.parametrize("order", [*permutations("xyz")])
def test_interleaved_routing_takes_any_order_one_at_a_time(
    trial: Any, order: tuple[str, ...]
) -> None:
    """Three activities in whatever order, and never two of them at once."""
    steps = [by_command(key) for key in "xyz"]
    t = trial(steps=[*steps, C], edges=[after(s, C) for s in steps], rules=one_at_a_time(*steps))
    for index, key in enumerate(order):
        t.do("open", key)
        for other in order[index + 1 :]:
            assert t.codes("open", other) == ["rule.unsatisfied"]
        t.do("finish", key)
    assert t.state("c") == "open"
