"""Figures on SQLite: one commit for each command, long logs, and loading a run."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final, Literal

from campaignflow.bench.measure import WALL, Prepare, Row, interleaved
from campaignflow.bench.peers import Script, aggregate
from campaignflow.bench.plans import QUOTAS, many_quotas, record, with_records
from campaignflow.bench.steps import STEPS, steps
from campaignflow.bench.workload import acts, carry_out, clock, started
from campaignflow.run import Run
from campaignflow.stores import SqlLog, open_sqlite

Journal = Literal["DELETE", "WAL"]

OURS: Final = "campaignflow"
FLOOR: Final = "raw sqlite3"
PEER: Final = "eventsourcing"
BOUNDS: Final[Mapping[str, float]] = {FLOOR: 0.7, PEER: 1.0, STEPS: 5.0}
"""How many times as fast as each of these we must be."""
_JOURNALS: Final[tuple[Journal, ...]] = ("DELETE", "WAL")
_LENGTHS: Final = (500, 2_000, 5_000)
_SETUP: Final = """
PRAGMA synchronous=FULL;
CREATE TABLE runs (run TEXT PRIMARY KEY, count INTEGER, status TEXT) WITHOUT ROWID;
CREATE TABLE events (
    run TEXT, seq INTEGER, command TEXT, subject TEXT, actor TEXT, at TEXT, PRIMARY KEY (run, seq)
) WITHOUT ROWID;
INSERT INTO runs VALUES ('school', 0, '');
"""


class Files:
    """Hand out files in a directory of its own, and close what is opened on them at the end."""

    def __init__(self, stack: ExitStack) -> None:
        self._stack = stack
        self._folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        self._count = 0

    def path(self) -> Path:
        """Return the path of a file that is not there yet."""
        self._count += 1
        return self._folder / f"{self._count}.db"

    def log(self, journal: Journal = "DELETE") -> SqlLog:
        """Return an empty log of ours."""
        engine = open_sqlite(self.path(), journal=journal)
        self._stack.callback(engine.dispose)
        log = SqlLog(engine)
        log.create()
        return log

    def raw(self, journal: Journal = "DELETE") -> sqlite3.Connection:
        """Return a connection to a file with a table of events and one of runs."""
        opened = sqlite3.connect(self.path(), isolation_level=None)
        self._stack.enter_context(closing(opened))
        opened.execute(f"PRAGMA journal_mode={journal}").fetchone()
        opened.executescript(_SETUP)
        return opened

    def seeded(self, count: int) -> Run:
        """Return a run with thirty quotas and ``count`` records, in a log of ours."""
        source, log = with_records(count), self.log()
        log.append(source.name, source.events(), expected_version=0)
        return Run.load(many_quotas(), source.name, log, clock=clock)


def _ours(files: Files, script: Script, journal: Journal) -> Callable[[], object]:
    return partial(carry_out, started(files.log(journal)), script)


def _raw(files: Files, script: Script, journal: Journal) -> Callable[[], object]:
    """Prepare the floor: an event and the row of its run, in one commit."""
    opened = files.raw(journal)

    def play() -> None:
        for seq, (command, subject, actor, at) in enumerate(script, 1):
            opened.execute("BEGIN IMMEDIATE")
            row = ("school", seq, command, subject, actor, at.isoformat())
            opened.execute("INSERT INTO events VALUES (?, ?, ?, ?, ?, ?)", row)
            opened.execute(
                "UPDATE runs SET count = ?, status = ? WHERE run = 'school'", (seq, command)
            )
            opened.execute("COMMIT")

    return play


def _eventsourcing(stack: ExitStack, files: Files, script: Script) -> Callable[[], object]:
    """Prepare ``eventsourcing``, which keeps its files in journal mode WAL."""
    module = "eventsourcing.sqlite"
    return saved(stack, script, PERSISTENCE_MODULE=module, SQLITE_DBNAME=str(files.path()))


def saved(stack: ExitStack, script: Script, **environment: str) -> Callable[[], object]:
    """Prepare ``eventsourcing``: the aggregate saved after each command, never loaded again.

    Its connections are closed with ``stack``.
    """
    from eventsourcing.application import Application

    application: Any = Application(environment)
    stack.callback(application.close)
    campaign = aggregate()()
    application.save(campaign)

    def play() -> None:
        for act in script:
            campaign.give(act)
            application.save(campaign)

    return play


def missing() -> list[str]:
    """Return what is not installed, of what is compared on SQLite."""
    return [f"{name} on SQLite" for name in (PEER, STEPS) if find_spec(name) is None]


def commits(rounds: int, length: int | None = None) -> Iterator[Row]:
    """Measure the common workload with one commit for each command, in both journal modes."""
    script = acts()[:length]
    for journal in _JOURNALS:
        with ExitStack() as stack:
            files = Files(stack)
            plays: dict[str, Prepare] = {
                OURS: partial(_ours, files, script, journal),
                FLOOR: partial(_raw, files, script, journal),
            }
            if journal == "WAL" and find_spec(PEER) is not None:
                plays[PEER] = partial(_eventsourcing, stack, files, script)
            yield from rated(f"one commit each, {journal}", plays, len(script), rounds)
    if find_spec(STEPS) is not None:
        yield from _beside_steps(rounds, script)


def _beside_steps(rounds: int, script: Script) -> Iterator[Row]:
    """Measure DBOS apart: its threads would slow down the others."""
    with ExitStack() as stack:
        files = Files(stack)
        plays: dict[str, Prepare] = {
            OURS: partial(_ours, files, script, "WAL"),
            STEPS: stack.enter_context(steps(f"sqlite:///{files.path()}", script)),
        }
        yield from rated("one commit each, WAL, DBOS beside", plays, len(script), rounds)


def rated(
    what: str,
    plays: Mapping[str, Prepare],
    commands: int,
    rounds: int,
    bounds: Mapping[str, float] = BOUNDS,
) -> Iterator[Row]:
    """Yield how many commands a second we do, and each of the others that is played beside us."""
    times = interleaved(plays, rounds, WALL)
    ours = commands / times[OURS]
    yield Row(what, ours, "/s")
    for name, bound in bounds.items():
        if name in times:
            rate = commands / times[name]
            must = f"at least {bound:g} of it"
            yield Row(what, rate, "/s", name, ours / rate, must, ours / rate >= bound)


def long_logs(rounds: int, lengths: tuple[int, ...] = _LENGTHS) -> Iterator[Row]:
    """Measure recording on SQLite with more and more records in the log."""
    with ExitStack() as stack:
        files = Files(stack)
        runs = {count: files.seeded(count) for count in lengths}
        plays: dict[str, Prepare] = {
            str(count): partial(partial, _record, run) for count, run in runs.items()
        }
        times = interleaved(plays, rounds, WALL)
    shortest = times[str(lengths[0])]
    for count in lengths:
        ratio = times[str(count)] / shortest
        what, against = f"records on SQLite, {count:,} in the log", f"{lengths[0]:,}"
        must, holds = "within 1.2 times the time", ratio <= 1.2
        yield Row(what, QUOTAS / times[str(count)], "/s", against, ratio, must, holds)


def _record(run: Run) -> None:
    for kind in range(QUOTAS):
        record(run, kind)


def loading(rounds: int, count: int = 2_000) -> Iterator[Row]:
    """Measure loading a run from SQLite, its digests verified."""
    with ExitStack() as stack:
        run = Files(stack).seeded(count)
        plays: dict[str, Prepare] = {
            OURS: lambda: partial(Run.load, many_quotas(), run.name, run.log)
        }
        each = interleaved(plays, rounds)[OURS] / run.version * 1e6
    yield Row("load a run from SQLite, an event", each, "µs", must="5 µs", holds=each <= 5)
