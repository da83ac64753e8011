"""Figures in memory: the common workload, refusals, records, new runs, replay, importing."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from typing import Final

from campaignflow.bench.measure import WALL, Prepare, Row, interleaved
from campaignflow.bench.peers import PEERS, Script
from campaignflow.bench.plans import many_quotas, record, with_people, with_records
from campaignflow.bench.workload import COUNTED, acts, carry_out, plan, started
from campaignflow.errors import RefusalError
from campaignflow.events import Event
from campaignflow.run import Run
from campaignflow.state import replay

OURS: Final = "campaignflow"
US: Final = 1e6
_SLOW: Final = "python-statemachine"


def _ours(script: Script) -> Callable[[], object]:
    run = started()
    return partial(carry_out, run, script)


def missing() -> list[str]:
    """Return the peers whose packages are not installed; they are left out."""
    absent = []
    for name, prepare in PEERS.items():
        try:
            prepare(acts()[:1])
        except ImportError:
            absent.append(name)
    return absent


def workload(rounds: int) -> Iterator[Row]:
    """Measure the common workload, with every peer that is there."""
    script, skipped = acts(), missing()
    plays: dict[str, Prepare] = {OURS: partial(_ours, script)}
    for name, prepare in PEERS.items():
        if name not in skipped and name != _SLOW:
            plays[name] = partial(prepare, script)
    times = interleaved(plays, rounds)
    if _SLOW not in skipped:
        times |= interleaved({_SLOW: partial(PEERS[_SLOW], script)}, max(1, rounds // 50))
    per = {name: seconds / len(script) * US for name, seconds in times.items()}
    yield Row("a transition in memory", per[OURS], "µs")
    for name in PEERS:
        if name in per:
            ratio = per[name] / per[OURS]
            must = "2 times as fast" if name == "transitions" else ""
            holds = ratio >= 2 if must else None
            yield Row("a transition in memory", per[name], "µs", name, ratio, must, holds)


def _before(subject: str, command: str) -> tuple[Script, Script]:
    script = acts()
    index = next(i for i, act in enumerate(script) if act[:2] == (command, subject))
    return script[:index], script[index : index + 1]


def _asked(todo: Script, *, short: bool, tree: bool) -> Callable[[], object]:
    """Return the play that submits the counted step, a record short of the quota or not.

    Of either kind it is not the first of its run: the run has submitted steps before, or refused.
    """
    before, _ = _before(COUNTED, "submit")
    run = started()
    carry_out(run, before[:-1] if short else before)

    def play() -> None:
        try:
            carry_out(run, todo)
        except RefusalError as refused:
            if tree:
                refused.refusal.settle()

    if short:
        play()
    return play


def refusals(rounds: int) -> Iterator[Row]:
    """Measure a refusal against the same command accepted."""
    _, todo = _before(COUNTED, "submit")
    times = interleaved(
        {
            "accepted": partial(_asked, todo, short=False, tree=False),
            "kind": partial(_asked, todo, short=True, tree=False),
            "tree": partial(_asked, todo, short=True, tree=True),
        },
        rounds,
    )
    accepted = times["accepted"]
    yield Row("a command accepted", accepted * US, "µs")
    for name, what, bound in (
        ("kind", "the same refused, its kind", 1.0),
        ("tree", "the same refused, the whole tree", 1.5),
    ):
        ratio = times[name] / accepted
        must = f"at most {bound:g} of it"
        yield Row(what, times[name] * US, "µs", "accepted", ratio, must, ratio <= bound)


def records(rounds: int, long: int = 100_000) -> Iterator[Row]:
    """Measure a record that concerns one of thirty quotas, in a short log and in a long one."""
    short_run, long_run = with_records(100), with_records(long)
    times = interleaved(
        {
            "short": lambda: partial(_records, short_run),
            "long": lambda: partial(_records, long_run),
        },
        rounds,
    )
    ratio = times["long"] / times["short"]
    yield Row("a record, log of 100", times["short"] / 10 * US, "µs")
    must, holds = "the same within 10 %", 0.9 <= ratio <= 1.1
    yield Row(
        f"a record, log of {long:,}", times["long"] / 10 * US, "µs", "100", ratio, must, holds
    )


def _records(run: Run) -> None:
    for kind in range(10):
        record(run, kind)


def creation(rounds: int) -> Iterator[Row]:
    """Measure starting a run."""
    times = interleaved({"common": lambda: started, "people": lambda: with_people}, rounds)
    common, people = times["common"] * US, times["people"] * US
    yield Row("start a common run", common, "µs", must="10 µs", holds=common <= 10)
    yield Row("start a run for 50 people", people, "µs", must="1,000 µs", holds=people <= 1000)


def replays(rounds: int) -> Iterator[Row]:
    """Measure replay in memory, of moves and of records."""
    run = started()
    carry_out(run, acts())
    moves = [event for event in run.events() if event.kind != "recorded"]
    recorded = with_records(1_000).events()
    plays: dict[str, Prepare] = {
        "moves": lambda: partial(replay, plan(), "run", moves * 8),
        "records": lambda: partial(replay, many_quotas(), "run", recorded),
    }
    times = interleaved(plays, rounds)
    yield _replayed("a move", times["moves"], moves * 8, 0.5)
    yield _replayed("a record", times["records"], recorded, 2.0)


def _replayed(
    what: str, seconds: float, events: list[Event] | tuple[Event, ...], bound: float
) -> Row:
    each = seconds / len(events) * US
    return Row(f"replay {what}", each, "µs", must=f"{bound:g} µs", holds=each <= bound)


def imports(rounds: int) -> Iterator[Row]:
    """Measure importing in a new interpreter, over one that imports nothing."""
    codes = {
        "nothing": "pass",
        "package": "import campaignflow",
        "run": "from campaignflow import Campaign, Run",
    }
    command = [sys.executable, "-c"]
    times = interleaved(
        {name: partial(_spawn, [*command, code]) for name, code in codes.items()}, rounds, WALL
    )
    package, run = ((times[name] - times["nothing"]) * 1e3 for name in ("package", "run"))
    yield Row("import campaignflow", package, "ms", must="80 ms", holds=package <= 80)
    yield Row("the same with Campaign and Run", run, "ms")


def _spawn(command: list[str]) -> Callable[[], object]:
    return partial(subprocess.run, command, check=True)
