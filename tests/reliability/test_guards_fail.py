"""Guards that misbehave: no event, no change, and the reason at hand (F27)."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from walk_lab import Clock, rendering

from campaignflow.errors import InvariantViolationError, RefusalError
from campaignflow.guards import Opaque, Quota
from campaignflow.log import verify
from campaignflow.model import (
    CAMPAIGN,
    Campaign,
    Field,
    Ledger,
    RecordKind,
    Role,
    Rule,
    Step,
    after,
    window,
)
from campaignflow.run import Run
from campaignflow.state import replay
from campaignflow.stores import SqlLog, open_sqlite

RULES = 1_000
LEAD = Role("lead", "组长")
TALK = RecordKind(
    "talk", "谈话", (Field("who", "谁", "person"), Field("topics", "题目", "choices", ("甲", "乙")))
)
TALKS = Quota(of=TALK)
ISSUES = Ledger("issues", "清单")
FIRST, SECOND = Step("first", "甲"), Step("second", "乙")

Function = Callable[[Any], Any]


def started(function: Function, at: Any = "exit", on: Any = FIRST, *, counted: bool = False) -> Run:
    """Start a run of two steps, one guarded by ``function``."""
    campaign = plan(function, at, on, counted=counted)
    return Run.start(campaign, "school", roster=[("L", "lead")], clock=Clock())


def plan(
    function: Function, at: Any = "exit", on: Any = FIRST, *, counted: bool = False
) -> Campaign:
    """Return a plan of two steps, one guarded by ``function``."""
    return Campaign(
        key="guarded",
        version="1",
        title="试",
        window=window("2017年5月"),
        lead=LEAD,
        roles=[LEAD],
        records=[TALK],
        ledgers=[ISSUES],
        steps=[FIRST, SECOND],
        edges=[after(FIRST, SECOND)],
        rules=[
            Rule(on, TALKS & Opaque("bad", function) if counted else Opaque("bad", function), at=at)
        ],
    )


def refused(run: Run, command: str, subject: str = "", **more: Any) -> RefusalError:
    """Give a command that must be refused without a trace."""
    before, count = rendering(run.state), len(run.events())
    with pytest.raises(RefusalError) as caught:
        run.do(command, subject, actor="L", **more)
    assert (rendering(run.state), len(run.events())) == (before, count)
    assert run.state.journal is None
    assert caught.value.refusal.text("zh")
    return caught.value


class OddError(Exception):
    """Something that only this plan raises."""


def raising(error: BaseException) -> Function:
    def function(view: Any) -> bool:
        raise error

    return function


def random_fault(chance: random.Random) -> Function:
    """Return a function that fails in one of many ways."""
    errors = (OddError, ValueError, KeyError, ZeroDivisionError, RecursionError, AttributeError)
    values: tuple[Any, ...] = (1, 0, "", "yes", 1.5, [], {}, object(), NotImplemented, ...)
    match chance.randrange(5):
        case 0:
            return raising(chance.choice(errors)("故障"))
        case 1:
            value = chance.choice(values)
            return lambda view: value
        case 2:
            return lambda view: view.records("talk")[99]
        case 3:
            return lambda view: view.no_such_name
        case _:
            depth = chance.randrange(1, 5)
            return lambda view: [[]][depth]


def test_a_thousand_broken_rules_write_nothing_and_say_why(more: int) -> None:
    """Whatever a guard raises or returns, the command is refused with the error chained."""
    chance = random.Random(27)
    for _ in range(RULES * more):
        run = started(random_fault(chance))
        refusal = refused(run, "finish", "first").refusal
        assert refusal.kinds == ("crashed",)
        assert isinstance(refusal.causes[0].error, Exception)
        assert run.do("record", actor="L", kind="talk", values={"who": "a"})


def test_what_the_guard_raised_is_the_very_error_of_the_cause() -> None:
    """Nothing is wrapped or lost: the object is there, with its traceback."""
    error = OddError("故障")
    cause = refused(started(raising(error)), "finish", "first").refusal.causes[0]
    assert cause.error is error
    assert cause.error.__traceback__ is not None
    assert "OddError" in cause.notice.text("en")


@pytest.mark.parametrize("fault", [KeyboardInterrupt, SystemExit, GeneratorExit])
def test_an_interruption_goes_through_and_leaves_the_state_as_it_was(
    fault: type[BaseException],
) -> None:
    """What must stop the program does; the run can be used afterwards."""
    run = started(raising(fault()))
    before, count = rendering(run.state), len(run.events())
    with pytest.raises(fault):
        run.do("finish", "first", actor="L")
    assert (rendering(run.state), len(run.events())) == (before, count)
    assert run.do("waive", "first", actor="L", reason="停办")


def test_an_interruption_in_the_middle_of_what_follows_leaves_nothing() -> None:
    """A guard that is asked after events were tried takes them all back with it."""
    run = started(raising(KeyboardInterrupt()), at="entry", on=SECOND)
    before = rendering(run.state)
    with pytest.raises(KeyboardInterrupt):
        run.do("finish", "first", actor="L")
    assert rendering(run.state) == before
    assert run.state.journal is None


@pytest.mark.parametrize("command", ["tick", "record", "finish"])
def test_a_guard_cannot_give_commands(command: str) -> None:
    """A guard that calls its own run is refused as broken."""
    runs: list[Run] = []
    args: dict[str, Any] = {"kind": "talk", "values": {"who": "a"}} if command == "record" else {}
    run = started(lambda view: bool(runs[0].do(command, "first", actor="L", **args)))
    runs.append(run)
    cause = refused(run, "finish", "first").refusal.causes[0]
    assert cause.kind == "crashed"
    assert isinstance(cause.error, InvariantViolationError)


def test_a_guard_cannot_look_through_its_run_either() -> None:
    """Asking the run what would be granted is deciding within a decision."""
    runs: list[Run] = []
    run = started(lambda view: runs[0].may("finish", "first", actor="L"))
    runs.append(run)
    error = refused(run, "finish", "first").refusal.causes[0].error
    assert isinstance(error, InvariantViolationError)


@pytest.mark.parametrize("name", ["day", "state", "nothing_of_the_kind"])
def test_a_guard_that_writes_to_its_view_is_broken(name: str) -> None:
    """The view is for looking; nothing can be set on it."""

    def function(view: Any) -> bool:
        setattr(view, name, None)
        return True

    assert refused(started(function), "finish", "first").refusal.kinds == ("crashed",)


@pytest.mark.parametrize("name", ["state", "rule", "instance"])
def test_a_guard_does_not_see_the_state_behind_its_view(name: str) -> None:
    """What a guard may ask is a list; the tables of the run are not on it."""
    cause = refused(started(lambda view: getattr(view, name)), "finish", "first").refusal.causes[0]
    assert isinstance(cause.error, AttributeError)
    assert "records" in str(cause.error)


@pytest.mark.parametrize(
    "mutate",
    [
        lambda view: view.records("talk")[0].values.update(who="b"),
        lambda view: view.records("talk").clear(),
        lambda view: view.records("talk")[0].values.pop("who"),
        lambda view: view.records("talk")[0].values["topics"].append("丙"),
        lambda view: view.totals(TALKS).update({(): 9}),
        lambda view: view.reported("first")["missing"].append("u"),
        lambda view: view.items("issues").clear(),
        lambda view: view.items("issues").update(i="struck"),
        lambda view: view.reported("first").update(reached=3),
        lambda view: setattr(view.records("talk")[0], "day", 0),
    ],
)
def test_a_guard_that_changes_what_it_is_shown_is_broken(mutate: Function) -> None:
    """Records, totals, items and reports cannot be changed; the log holds what it held."""
    run = started(mutate, counted=True)
    run.do("record", actor="L", kind="talk", values={"who": "a", "topics": ["甲"]})
    run.do("find", "i", actor="L", ledger="issues", values={})
    run.do("report", "first", actor="L", reached=1, total=3)
    assert refused(run, "finish", "first").refusal.kinds == ("crashed",)
    assert rendering(replay(run.campaign, run.name, run.events())) == rendering(run.state)
    verify(run.log, run.name)


def test_a_guard_that_hangs_holds_up_nobody_else(tmp_path: Path) -> None:
    """While a guard is asked no lock is held: others write, and then the command is decided anew."""
    asked, enough = threading.Event(), threading.Event()

    def hanging(view: Any) -> bool:
        asked.set()
        return enough.wait(60)

    engine = open_sqlite(tmp_path / "log.db", timeout=1)
    log = SqlLog(engine)
    log.create()
    campaign = plan(hanging)
    options = {"log": log, "clock": Clock()}
    run = Run.start(campaign, "school", roster=[("L", "lead")], **options)
    with ThreadPoolExecutor(1) as pool:
        finishing = pool.submit(run.do, "finish", "first", actor="L")
        assert asked.wait(60)
        other = Run.load(campaign, run.name, log, clock=Clock())
        other.do("record", actor="L", kind="talk", values={"who": "a"})
        enough.set()
        finished = finishing.result()
    assert finished[0].seq == other.version + 1
    verify(log, run.name)
    engine.dispose()


def test_a_broken_rule_of_the_campaign_stops_its_conclusion_only() -> None:
    """Work goes on; what the rule guards waits for the plan to be mended."""
    run = started(raising(OddError()), on=CAMPAIGN)
    run.do("finish", "first", actor="L")
    run.do("finish", "second", actor="L")
    assert "crashed" in refused(run, "conclude").refusal.kinds
