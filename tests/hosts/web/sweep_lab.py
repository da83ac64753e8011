"""A school year in a file, and a sweep that dies before its n-th statement.

Everything here is importable by the processes that the tests start.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import event

from campaignflow import Campaign, Field, Ledger, Phase, Role, Run, Step, window
from campaignflow.hosts.sweep import sweep
from campaignflow.moments import read_moment
from campaignflow.stores import SqlLog, open_sqlite

PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["sweep_lab"])

LEAD = Role("lead", "组长")
LIMIT = Field("limit", "整改时限", "date")
WORK = Phase("work", "整改", window("2025年3月"))
PLAN = Campaign(
    key="tidy",
    version="1",
    title="作风整顿",
    window=window("2025年3月"),
    lead=LEAD,
    roles=[LEAD],
    phases=[WORK],
    ledgers=[Ledger("issues", "问题清单", [LIMIT], due=LIMIT)],
    steps=[
        Step("meeting", "动员会", WORK, window("3月上旬")),
        Step("repair", "整改销号", WORK, window("3月中旬")),
    ],
)


def noon(day: str) -> int:
    """Return noon of a day in microseconds."""
    return read_moment(f"{day}T12:00:00+08:00", PLAN.zone)[0]


def begin(log: SqlLog, *units: str) -> None:
    """Start a run for each unit on 1 March and open its phase."""
    for unit in units:
        run = Run.start(
            PLAN, unit, log=log, roster=[("wang", "lead")], clock=lambda: noon("2025-03-01")
        )
        run.do("open", "work", actor="wang")


def _killed_sweep(file: Path, now: int, statement: int) -> None:
    engine = open_sqlite(file)
    seen = 0

    def count(_sql: str) -> None:
        nonlocal seen
        seen += 1
        if seen == statement:
            os.kill(os.getpid(), signal.SIGKILL)

    @event.listens_for(engine, "connect")
    def watch(connection: sqlite3.Connection, _record: Any) -> None:
        connection.set_trace_callback(count)

    list(sweep(SqlLog(engine), [PLAN], now))
    engine.dispose()


def sweep_and_die(file: Path, now: int, statement: int) -> bool:
    """Sweep in another process that is killed before a statement; return whether it was."""
    process = PROCESSES.Process(target=_killed_sweep, args=(file, now, statement))
    process.start()
    process.join()
    assert process.exitcode in (0, -signal.SIGKILL)
    return process.exitcode != 0
