"""The lab of the fault tests: writers that are killed, and what their logs must still hold.

Everything here is importable by the processes that the tests start.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from itertools import count, islice
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NamedTuple, TypeVar

from campaignflow.errors import CampaignflowError, RunNotFoundError
from campaignflow.events import Event
from campaignflow.log import EventLog, Head, Projection, Tally, verify
from campaignflow.stores import SqlLog, open_sqlite
from campaignflow.testing.contract import a_projection, an_event

Result = TypeVar("Result")
Opening = Callable[[Path], EventLog]

PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["campaignflow.stores.sql", "campaignflow.testing.contract"])


class Losses(NamedTuple):
    """Hold what crashes cost: all numbers must be 0, save ``acknowledged``."""

    acknowledged: int
    lost: int
    damaged: int
    unsynced: int


# stores


def open_store(path: Path) -> SqlLog:
    """Open the store as a user would."""
    return SqlLog(open_sqlite(path, timeout=30))


def open_wal(path: Path) -> SqlLog:
    """Open the store with a write-ahead log."""
    return SqlLog(open_sqlite(path, timeout=30, journal="WAL"))


def open_created(path: Path, opening: Callable[[Path], SqlLog] = open_store) -> SqlLog:
    """Open the store and create its tables."""
    log = opening(path)
    log.create()
    return log


class HastyLog:
    """Acknowledge at once and write every fifth time: what a bad store does."""

    def __init__(self, path: Path) -> None:
        self.log = open_store(path)
        self.waiting: list[Event] = []
        self.written = 0

    def append(
        self, run: str, events: Sequence[Event], version: int, projection: Projection | None = None
    ) -> Head:
        """Keep the events until there are five."""
        self.waiting += events
        if len(self.waiting) >= 5:
            self.written = self.log.append(run, self.waiting, self.written, projection).count
            self.waiting = []
        return Head(version + len(events), b"")


def open_unsynced(path: Path) -> SqlLog:
    """Open the store and tell SQLite not to wait for the disk."""
    log = open_store(path)
    with log._access._bind.connect() as connection:
        driver = connection.connection.driver_connection
        driver.commit()
        driver.execute("PRAGMA synchronous=OFF")
    return log


# what a writer writes


def batches(run: str) -> Iterator[list[Event]]:
    """Give the appends of a run without end: one event, one event, three events, ..."""
    version = 0
    for number in count():
        size = 3 if number % 3 == 2 else 1
        yield [
            an_event(
                seq, subject=f"{run}/{seq}", key=f"{number}" if seq == version + 1 else None
            )._replace(data={"reason": "查摆剖析" * (seq % 7)})
            for seq in range(version + 1, version + size + 1)
        ]
        version += size


def projected(version: int) -> Projection:
    """Return a projection that changes with every append."""
    return a_projection(next_wakeup=version, tallies=(Tally("talks", 100, version, "open"),))


def write(log: EventLog, run: str, appends: int | None, acknowledge: Callable[[int], None]) -> None:
    """Append batch after batch and acknowledge each version once it is there."""
    version = 0
    for batch in islice(batches(run), appends):
        version = log.append(run, batch, version, projected(version)).count
        acknowledge(version)


def losses_of(
    path: Path, run: str, acknowledged: int, opening: Callable[[Path], SqlLog] = open_store
) -> Losses:
    """Compare what a run holds after a crash with what was acknowledged to its writer."""
    log = opening(path)
    try:
        found = [entry.event for entry in log.read(run)]
        verify(log, run)
    except RunNotFoundError:
        found = []
    except CampaignflowError:
        return Losses(acknowledged, 0, 1, 0)
    finally:
        log._access._bind.dispose()
    expected: list[Event] = []
    whole = {0}
    for batch in batches(run):
        expected += batch
        whole.add(len(expected))
        if len(expected) > max(acknowledged, len(found)):
            break
    intact = found == expected[: len(found)] and len(found) in whole and is_sound(path)
    return Losses(acknowledged, max(0, acknowledged - len(found)), not intact, 0)


def is_sound(path: Path) -> bool:
    """Ask SQLite whether the file is whole."""
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


# killing writers at random


def _write_until_killed(opening: Opening, path: Path, run: str, acks: Connection) -> None:
    log = opening(path)
    acks.send_bytes(b"0")
    write(log, run, None, lambda version: acks.send_bytes(str(version).encode()))


def kill_one(opening: Opening, path: Path, run: str, chance: random.Random) -> int:
    """Kill a writer after some appends, at any moment of the next; return what it acknowledged."""
    ours, theirs = PROCESSES.Pipe(duplex=False)
    writer = PROCESSES.Process(target=_write_until_killed, args=(opening, path, run, theirs))
    writer.start()
    theirs.close()
    for _ in range(chance.randint(1, 8)):
        acknowledged = int(ours.recv_bytes())
    time.sleep(chance.uniform(0, 0.004))
    writer.kill()
    try:
        while True:
            acknowledged = int(ours.recv_bytes())
    except EOFError:
        return acknowledged
    finally:
        writer.join()
        ours.close()


def crash_losses(opening: Opening, folder: Path, kills: int, seed: int) -> Losses:
    """Kill writers at random moments, watch one at its work, and add up what was lost.

    Returns:
        The sums over all kills; ``unsynced`` counts acknowledgements that did not wait for the
        disk, which no kill can show since the system's cache survives it.
    """
    chance = random.Random(seed)
    path = folder / "log.db"
    open_created(path)._access._bind.dispose()
    total = [0, 0, 0, unsynced_acks(opening, folder)]
    for kill in range(kills):
        run = f"run {kill}"
        acknowledged = kill_one(opening, path, run, chance)
        total = [sum(pair) for pair in zip(total, losses_of(path, run, acknowledged), strict=True)]
    return Losses(*total)


# watching and disturbing system calls

WRITES = "pwrite64,fdatasync,fsync,ftruncate,unlink"
"""The system calls by which SQLite changes a disk, and nothing else in our processes does."""


def has_strace() -> bool:
    """Tell whether system calls can be watched here."""
    if shutil.which("strace") is None:
        return False
    probe = ["strace", "-qq", "-o", os.devnull, "-e", "trace=none", "true"]
    return subprocess.run(probe, check=False, capture_output=True).returncode == 0


def _strace(options: Sequence[str], output: Path, *arguments: object) -> None:
    command = ["strace", "-f", "-qq", "-o", str(output), *options, sys.executable, __file__]
    roots = os.pathsep.join(path for path in sys.path if path)
    subprocess.run(
        [*command, *map(str, arguments)],
        check=True,
        env={**os.environ, "PYTHONPATH": roots},
        stdout=subprocess.DEVNULL,
    )


def unsynced_acks(opening: Opening, folder: Path) -> int:
    """Count the acknowledgements of a writer before which its last write was not on the disk."""
    if not has_strace():
        return 0
    path, trace = folder / "watched.db", folder / "trace"
    open_created(path)._access._bind.dispose()
    _strace([f"-etrace={WRITES},write", "-y"], trace, "watch", opening.__name__, path)
    pending: set[str] = set()
    unsynced = 0
    for line in trace.read_text().splitlines():
        call, _, rest = line.partition("(")
        file = rest.partition("<")[2].partition(">")[0]
        if call.endswith("pwrite64") and file in (str(path), f"{path}-wal"):
            pending.add(file)
        elif call.endswith("sync"):
            pending.discard(file)
        elif re.search(r' write\(1<.*, "ack ', line):
            unsynced += bool(pending)
            pending = set()
    return unsynced


def disturbed(folder: Path, injection: str, point: int) -> list[tuple[Path, str]]:
    """Let writers work, the n-th disturbed at its n-th writing system call.

    One traced process forks all writers. strace counts calls for each process by itself, so each
    writer first makes empty calls on another file until ``point`` minus its number.

    Args:
        folder: Where every writer gets a folder of its own.
        injection: What strace shall do at the call, such as ``signal=SIGKILL``.
        point: How many writers there are at most; they end with the first undisturbed one.

    Returns:
        For each writer its file and what it printed.
    """
    option = f"-einject={WRITES}:{injection}:when={point}"
    _strace([f"-etrace={WRITES}", option], folder / "trace", "disturb", folder, point)
    outcomes = sorted(folder.glob("*/printed"), key=lambda file: int(file.parent.name))
    return [(file.with_name("log.db"), file.read_text()) for file in outcomes]


def _disturb(folder: Path, point: int) -> None:
    """Fork one writer per system call until one finishes undisturbed."""
    for number in range(1, point):
        own = folder / str(number)
        own.mkdir()
        child = os.fork()
        if child == 0:
            try:
                _one_disturbed(own, point - number)
            finally:
                os._exit(1)
        _, status = os.waitpid(child, 0)
        if os.waitstatus_to_exitcode(status) == 0 and "failed" not in (own / "printed").read_text():
            return
    raise SystemExit(f"{point} system calls were not enough")


def _one_disturbed(own: Path, burn: int) -> None:
    """Create a store and append to it, printing after each step, and going on after a failure."""
    spare = os.open(own / "spare", os.O_CREAT | os.O_WRONLY)
    for _ in range(burn):
        os.pwrite(spare, b"", 0)
    printed = os.open(own / "printed", os.O_CREAT | os.O_WRONLY)

    def say(line: str) -> None:
        os.write(printed, f"{line}\n".encode())

    log = open_store(own / "log.db")
    attempt(log.create, say)
    say("created")
    version = 0
    for batch in islice(batches("run"), 3):
        version = attempt(lambda: log.append("run", batch, version, projected(version)), say).count  # noqa: B023
        say(f"ack {version}")
    os._exit(0)


def attempt(verb: Callable[[], Result], say: Callable[[str], None]) -> Result:
    """Try twice, saying how the first time failed."""
    try:
        return verb()
    except CampaignflowError as failure:
        say(f"failed {type(failure).__name__}")
        return verb()


def acknowledged_in(printed: str) -> int:
    """Return the last version that a disturbed writer acknowledged."""
    return max((int(ack) for ack in re.findall(r"^ack (\d+)$", printed, re.MULTILINE)), default=0)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["watch", opening, path]:
            store = globals()[opening](Path(path))
            write(store, "run", 12, lambda version: os.write(1, f"ack {version}\n".encode()))
        case ["disturb", folder, point]:
            signal.alarm(300)
            _disturb(Path(folder), int(point))
