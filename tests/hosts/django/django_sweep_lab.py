"""A sweep over Django's tables that dies before its n-th statement, in a process of its own."""

from __future__ import annotations

import multiprocessing
import os
import signal
from pathlib import Path
from typing import Any

import django

django.setup()

from django.db import connections  # noqa: E402
from django.db.backends.signals import connection_created  # noqa: E402
from django.test import modify_settings  # noqa: E402

from campaignflow.hosts.django import sweep  # noqa: E402

PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(
    ["campaignflow.hosts.sweep", "campaignflow.draw", "django.contrib.admin.forms", "django.test"]
)


def open_database(file: Path) -> None:
    """Let Django's database be this file from now on."""
    connections["default"].close()
    connections["default"].settings_dict["NAME"] = str(file)


def _killed_sweep(file: Path, now: int, statement: int) -> None:
    seen = 0

    def count(_sql: str) -> None:
        nonlocal seen
        seen += 1
        if seen == statement:
            os.kill(os.getpid(), signal.SIGKILL)

    def watch(connection: Any, **_more: Any) -> None:
        connection.connection.set_trace_callback(count)

    connection_created.connect(watch)
    open_database(file)
    with modify_settings(INSTALLED_APPS={"append": "lab"}):
        list(sweep(now))
    connections.close_all()


def sweep_and_die(file: Path, now: int, statement: int) -> bool:
    """Sweep in another process that is killed before a statement; return whether it was."""
    process = PROCESSES.Process(target=_killed_sweep, args=(file, now, statement))
    process.start()
    process.join()
    assert process.exitcode in (0, -signal.SIGKILL)
    return process.exitcode != 0
