"""Fixtures of the store tests: a PostgreSQL server of our own, where the machine has one."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # the fault tests start processes that import a lab


def _postgresql_folder() -> Path | None:
    onpath = shutil.which("initdb")
    if onpath is not None:
        return Path(onpath).resolve().parent
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return installed[-1].parent if installed else None


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[str]:
    """Return the address of a new PostgreSQL server that ends with the session."""
    pytest.importorskip("psycopg", reason="needs the psycopg driver")
    binaries = _postgresql_folder()
    if binaries is None:
        pytest.skip("needs a PostgreSQL server (no initdb found)")
    identity = {"user": "nobody"} if os.geteuid() == 0 else {}  # the server refuses to be root
    with tempfile.TemporaryDirectory(prefix="pg", ignore_cleanup_errors=True) as folder:
        if identity:
            shutil.chown(folder, **identity)
        data = str(Path(folder, "data"))
        port = str(_free_port())
        initdb = [binaries / "initdb", "-D", data, "-U", "tester", "-A", "trust", "-E", "UTF8"]
        subprocess.run([*initdb, "--no-sync"], check=True, stdout=subprocess.DEVNULL, **identity)
        command = [binaries / "postgres", "-D", data, "-k", folder, "-p", port, "-F"]
        with Path(folder, "log").open("wb") as output:
            server = subprocess.Popen([*command, "-h", "127.0.0.1"], stderr=output, **identity)
        try:
            ready = [binaries / "pg_isready", "-h", "127.0.0.1", "-p", port, "-t", "1", "-q"]
            while subprocess.run(ready, check=False).returncode:
                assert server.poll() is None, "the PostgreSQL server did not start"
            yield f"postgresql+psycopg://tester@127.0.0.1:{port}/postgres"
        finally:
            server.terminate()
            server.wait(timeout=30)
