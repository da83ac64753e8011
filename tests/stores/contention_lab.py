"""Processes that write and read one SQLite file at the same time; importable by themselves."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Barrier, Event
from pathlib import Path
from typing import Any

from store_lab import PROCESSES, open_created, open_store

from campaignflow.errors import StorageBusyError, VersionConflictError
from campaignflow.log import check
from campaignflow.testing.contract import a_projection, an_event


def together(work: Callable[..., Any], arguments: list[tuple[Any, ...]]) -> list[Any]:
    """Run ``work`` in one process per tuple of arguments and return what each answered."""
    started = []
    for given in arguments:
        ours, theirs = PROCESSES.Pipe(duplex=False)
        process = PROCESSES.Process(target=_answer, args=(work, theirs, *given))
        process.start()
        theirs.close()
        started.append((process, ours))
    answers = []
    for process, ours in started:
        answers.append(ours.recv())
        ours.close()
        process.join()
    return answers


def _answer(work: Callable[..., Any], answer: Connection, *given: Any) -> None:
    answer.send(work(*given))


def duel(path: Path, barrier: Barrier, rounds: int) -> list[int | None]:
    """Append on the same version as the other process, round after round.

    Every other time with a projection, with which a log goes on more directly.

    Returns:
        For each round None if this process won, else the version that the conflict named.
    """
    log = open_store(path)
    outcomes: list[int | None] = []
    for version in range(1, rounds + 1):
        barrier.wait()
        try:
            projection = a_projection() if version % 2 else None
            log.append("run", [an_event(version + 1)], version, projection)
            outcomes.append(None)
        except VersionConflictError as conflict:
            outcomes.append(conflict.actual)
        barrier.wait()
    return outcomes


def retrying(path: Path, name: str, appends: int) -> int:
    """Append as often as asked, retrying on conflict; return the number of conflicts."""
    log = open_store(path)
    conflicts = 0
    for step in range(appends):
        while True:
            version = log.head("run").count
            try:
                log.append("run", [an_event(version + 1, subject=f"{name}/{step}")], version)
                break
            except (VersionConflictError, StorageBusyError):
                conflicts += 1
    return conflicts


def prefixes(path: Path, until: int) -> tuple[int, int]:
    """Read until there are ``until`` entries.

    Returns:
        How many reads there were, and how many did not begin with what the one before had read,
        or did not hold together by number and digest.
    """
    log = open_store(path)
    before: list[Any] = []
    reads = anomalies = 0
    while len(before) < until:
        entries = log.read("run")
        check("run", entries)
        anomalies += entries[: len(before)] != before
        before = entries
        reads += 1
    return reads, anomalies


def creating(path: Path, barrier: Barrier) -> tuple[str, ...]:
    """Create the tables at the same moment as others; return the runs."""
    barrier.wait()
    return open_created(path).runs()


def locking(path: Path, held: Event, enough: Event) -> None:
    """Hold the file for oneself until told that it is enough."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("BEGIN EXCLUSIVE")
        held.set()
        enough.wait()


def seconds_until_busy(append: Callable[[], object]) -> float:
    """Return how long an append waited before it reported that the store is busy."""
    began = time.monotonic()
    try:
        append()
    except StorageBusyError:
        return time.monotonic() - began
    raise AssertionError("the append was not refused")
