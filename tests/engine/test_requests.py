"""Requests as such: unknown, malformed, repeated, and the reasons that stay what they were."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaignflow.commands import COMMANDS, Command
from campaignflow.engine import decide
from campaignflow.errors import CampaignflowError, RefusalError
from campaignflow.guards import Quota
from campaignflow.model import (
    Anchor,
    Campaign,
    Field,
    Ledger,
    RecordKind,
    Role,
    Rule,
    Step,
    window,
)
from campaignflow.run import Run

PEOPLE = Field("people", "参与人", "persons")
TALK = RecordKind("talk", "谈话", (PEOPLE,))
M = Role("m", "党员")


def stage(trial: Any) -> Any:
    """Return a run with something of everything that commands are about."""
    a = Step("a", "甲")
    return trial(
        records=[TALK], ledgers=[Ledger("led", "清单")], anchors=[Anchor("day", "日")],
        roles=[M], roster=[("u", "m")],
        steps=[a, Step("b", "乙", review=M), Step("c", "丙", agreed_by=(M,)), Step("d", "丁", each=M)],
        rules=[Rule(a, Quota(of=TALK))],
    )  # fmt: skip


def test_an_unknown_command_is_not_declared_and_names_what_is_near(trial: Any) -> None:
    """A misspelt command is no crash and no success."""
    refusal = stage(trial).refused("submt", "b")
    assert refusal.kind == "not_declared"
    assert "submit" in refusal.text("zh")


def test_missing_and_unknown_values_are_all_named(trial: Any) -> None:
    """Every value that is missing or that the command does not take is told at once."""
    codes = stage(trial).codes("record", kid="talk", vals={})
    assert codes == ["args.unknown", "args.unknown", "args.missing", "args.missing"]


def test_every_command_has_its_reasons_in_both_languages(trial: Any) -> None:
    """Whatever is asked about nothing in particular is refused in words."""
    t = stage(trial)
    for name in COMMANDS:
        if name in ("suspend", "cancel", "tick", "conclude", "resume", "archive", "start"):
            continue
        refusal = t.refused(name, "nothing_of_this_name", None)
        assert refusal.text("zh") != refusal.text("en")


@pytest.mark.parametrize(
    ("command", "subject", "args"),
    [
        ("submit", "b", {"values": {"share": 0.5}}),
        ("submit", "b", {"values": {"when": dt.datetime(2017, 5, 1, tzinfo=dt.UTC)}}),
        ("agree", "c", {"value": 1.5}),
        ("agree", "c", {"value": {"a", "b"}}),
    ],
)
@pytest.mark.parametrize("key", [None, "k"])
def test_what_no_log_can_keep_is_refused(
    trial: Any, command: str, subject: str, args: Any, key: str | None
) -> None:
    """Floats, sets and moments as values are refused as such, with or without a key."""
    t = stage(trial)
    with pytest.raises(RefusalError) as caught:
        t.run.do(command, subject, actor="u" if command == "agree" else "L", key=key, **args)
    assert caught.value.refusal.causes[-1].notice.code == "args.plain"


def test_the_same_key_gives_the_same_events(trial: Any) -> None:
    """A request repeated under its key changes nothing and answers alike."""
    t = stage(trial)
    first = t.run.do("record", actor="L", key="k", kind="talk", values={"people": ["u"]})
    again = t.run.do("record", actor="L", key="k", kind="talk", values={"people": ["u"]})
    assert (again, t.run.version) == (first, first[-1].seq)


def test_a_request_answered_while_the_clock_went_back_is_repeated_whole(trial: Any) -> None:
    """A note about the clock does not stand between a key and its events."""
    t = stage(trial)
    t.day = "2017-04-01"
    first = t.run.do("record", actor="L", key="k", kind="talk", values={"people": ["u"]})
    assert [event.kind for event in first] == ["recorded", "clock_adjusted"]
    assert t.run.do("record", actor="L", key="k", kind="talk", values={"people": ["u"]}) == first


def test_another_request_under_a_used_key_is_a_conflict(trial: Any) -> None:
    """The key belongs to its first request for ever."""
    t = stage(trial)
    t.talk("u", key="k")
    assert t.refused("record", kind="talk", values={"people": ["v"]}, key="k").kind == "conflict"


def test_a_refused_request_does_not_use_up_its_key(trial: Any) -> None:
    """What was refused may be asked again under the same key once it is possible."""
    t = stage(trial)
    assert t.codes("finish", "a", key="k") == ["rule.unsatisfied"]
    t.talk("u")
    assert t.do("finish", "a", key="k") == ["finished a"]


def test_reasons_stay_what_they_were_when_the_run_moves_on(trial: Any) -> None:
    """A refusal kept for later tells what was missing then, also after other refusals."""
    t = stage(trial)
    with pytest.raises(RefusalError) as first:
        t.run.do("finish", "a", actor="L")
    with pytest.raises(RefusalError):
        t.run.do("finish", "a", actor="L")
    t.run.do("record", actor="L", kind="talk", values={"people": ["u"]})
    assert "已有 0" in first.value.refusal.text("zh")


def test_refusals_may_be_logged_and_change_nothing_else(trial: Any) -> None:
    """With log_refusals the refusal is in the log, and the state is otherwise the same."""
    t = trial(steps=[Step("a", "甲")], options={"log_refusals": True})
    with pytest.raises(RefusalError):
        t.run.do("finish", "a", actor="x")
    event = t.run.events()[-1]
    assert (event.kind, event.data["codes"]) == ("refused", ["permit.denied"])
    assert t.do("finish", "a") == ["finished a"]


def test_a_logged_refusal_gives_way_to_another_writer(trial: Any) -> None:
    """A run that is behind takes in what others wrote before it records its refusal."""
    t = trial(steps=[Step("a", "甲")], options={"log_refusals": True})
    t.reload().do("finish", "a", actor="L")
    with pytest.raises(RefusalError) as caught:
        t.run.do("finish", "a", actor="x")
    assert caught.value.refusal.kinds == ("not_permitted", "wrong_state")
    assert [event.kind for event in t.run.events()][-2:] == ["finished", "refused"]


PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8)
    | st.sampled_from(["a", "b", "talk", "led", "m", "day", "u", "2017-05-02", "claim"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=5,
)  # fmt: skip
SUBJECTS = st.sampled_from(["", "a", "b", "c", "d", "d#u", "a.exit", "day", "led-1", "u", "campaign", "whole", "r2", "甲", "#", "@"])  # fmt: skip


@st.composite
def hostile(draw: st.DrawFn) -> Command:
    """Return a command as an unfriendly client would send it: any plain data anywhere."""
    name = draw(st.sampled_from([*COMMANDS]))
    info = COMMANDS[name]
    args = {arg: draw(PLAIN) for arg in info.needs}
    args |= {arg: draw(PLAIN) for arg in info.takes if draw(st.booleans())}
    actor = draw(st.sampled_from(["L", "u", "x", None]))
    at = draw(st.none() | st.integers(-(2**53), 2**53))
    key = draw(st.none() | st.sampled_from(["k1", "k2"]))
    return Command(
        name, draw(SUBJECTS), actor, at, "instant", draw(st.none() | st.text()), key, args
    )


@given(commands=st.lists(hostile(), max_size=12))
@settings(max_examples=400)
def test_no_request_crashes_the_engine(commands: list[Command]) -> None:
    """Any plain data in any place is granted or refused, with words; the log can keep the rest."""
    lead, a, refusals = Role("lead", "组长"), Step("a", "甲"), []
    campaign = Campaign(
        key="hostile", version="1", title="试", window=window("2017年5月—12月"), lead=lead,
        records=[TALK], ledgers=[Ledger("led", "清单")], anchors=[Anchor("day", "日")],
        roles=[lead, M],
        steps=[a, Step("b", "乙", review=M), Step("c", "丙", agreed_by=(M,)), Step("d", "丁", each=M)],
        rules=[Rule(a, Quota(of=TALK))],
    )  # fmt: skip
    run = Run.start(
        campaign, "u", roster=[("L", "lead"), ("u", "m")], clock=lambda: 1495000000000000
    )
    for command in commands:
        before = run.state.snapshot()
        try:
            run.give(command)
        except CampaignflowError as error:
            refusals.append(str(error))
            assert run.state.snapshot() == before
    assert all(refusals)
    assert Run.load(campaign, run.name, run.log).state.snapshot() == run.state.snapshot()


def test_a_state_of_another_campaign_is_not_decided_on(trial: Any) -> None:
    """Deciding with the wrong definition is our own error, told as such."""
    one, two = stage(trial), stage(trial)
    with pytest.raises(CampaignflowError, match="another campaign"):
        decide(one.run.campaign, two.run.state, Command("tick"), one.clock())
