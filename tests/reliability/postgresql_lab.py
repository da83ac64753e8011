"""A school whose clerk keeps notes in PostgreSQL, while clerk, server or connection die.

Every other note is a talk, which quotas count: its event, the end of the log and the tallies are
several statements in one transaction. The rest are issues found: a single statement.

Everything here is importable by the processes that the tests start.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import re
import socket
import threading
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path

from sqlalchemy import Engine, NullPool, create_engine
from walk_lab import CAMPAIGN_OF_ALL, Clock, start

from campaignflow.errors import StorageError
from campaignflow.log import verify
from campaignflow.run import Run
from campaignflow.stores import SqlLog

PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(
    ["campaignflow.stores.sql", "campaignflow.run", "campaignflow.verification", "psycopg"]
)


KINDS = ("recorded", "found")


def begin(url: str) -> Engine:
    """Create the tables and start the run."""
    engine = create_engine(url)
    log = SqlLog(engine)
    log.create()
    start(Clock(), log)
    return engine


def note(log: SqlLog, number: int) -> int:
    """Keep the n-th note under its key, whether it is there already or not; return its event."""
    run = Run.load(CAMPAIGN_OF_ALL, "run", log, clock=Clock())
    if number % 2:
        command, more = "find", {"ledger": "issues", "values": {"what": "内容"}}
    else:
        values = {"people": ["a", "b"], "mode": "面谈"}
        command, more = "record", {"kind": "talk", "values": values}
    return run.do(command, f"note {number}", actor="L", key=f"key {number}", **more)[0].seq


def insist(log: SqlLog, number: int) -> int:
    """Keep the n-th note, asking again with the same key while the database fails."""
    for _attempt in range(6_000):
        try:
            return note(log, number)
        except StorageError:
            time.sleep(0.005)
    raise AssertionError("the database did not come back")


def notes(engine: Engine) -> list[str]:
    """Return the notes that the log holds, in order, the log verified."""
    log = SqlLog(create_engine(engine.url, poolclass=NullPool))  # what is pooled may be dead
    verify(log, "run")
    return [e.event.subject for e in log.read("run") if e.event.kind in KINDS]


def _clerk(url: str, first: int, acks: Connection) -> None:
    log = SqlLog(create_engine(url))
    number = first
    while True:
        note(log, number)
        acks.send(number)
        number += 1


def killed_clerk(url: str, first: int, after: int, pause: Callable[[], None]) -> int:
    """Kill a clerk some time after an acknowledgement; return the last one."""
    ours, theirs = PROCESSES.Pipe(duplex=False)
    clerk = PROCESSES.Process(target=_clerk, args=(url, first, theirs))
    clerk.start()
    theirs.close()
    for _ in range(after):
        acknowledged: int = ours.recv()
    pause()
    clerk.kill()
    with contextlib.suppress(EOFError):
        while True:
            acknowledged = ours.recv()
    clerk.join()
    ours.close()
    return acknowledged


_COMMITTED = re.compile(b"C....(COMMIT|INSERT 0 1)\0Z\0\0\0\x05I", re.DOTALL)


class Proxy:
    """Stand between client and server, and cut the connection in place of a commit's answer.

    A statement on its own is committed too: its answer says that no transaction is left.

    Args:
        server: Folder of the server's socket.
        folder: Folder for the socket of the proxy.
    """

    def __init__(self, server: Path, folder: Path) -> None:
        self.cuts = 0
        self.armed = False
        self._target = str(server / ".s.PGSQL.5432")
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(str(folder / ".s.PGSQL.5432"))
        self._listener.listen()
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        """Take no more connections."""
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            server = socket.socket(socket.AF_UNIX)
            server.connect(self._target)
            threading.Thread(target=self._carry, args=(client, server), daemon=True).start()

    def _carry(self, client: socket.socket, server: socket.socket) -> None:
        """Pass on what the client asks, each question with its answer."""
        back = threading.Thread(target=self._answers, args=(server, client), daemon=True)
        back.start()
        with client, server, contextlib.suppress(OSError):
            while asked := client.recv(65536):
                server.sendall(asked)
            server.shutdown(socket.SHUT_WR)
            back.join()

    def _answers(self, server: socket.socket, client: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while answer := server.recv(65536):
                if self.armed and _COMMITTED.search(answer):
                    self.cuts += 1
                    self.armed = False
                    client.shutdown(socket.SHUT_RDWR)
                    return
                client.sendall(answer)
