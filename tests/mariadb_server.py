"""A MariaDB server of the tests' own."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from pathlib import Path

import pytest


class Server:
    """Keep a server in a folder, reached by a socket there; nothing else can reach it.

    Args:
        folder: An empty folder.
    """

    def __init__(self, folder: Path) -> None:
        pytest.importorskip("pymysql", reason="needs the PyMySQL driver")
        if shutil.which("mariadbd") is None:
            pytest.skip("needs a MariaDB server (no mariadbd found)")
        self.folder, self.socket = folder, folder / "socket"
        self.url = f"mariadb+pymysql://root@/test?unix_socket={self.socket}&charset=utf8mb4"
        self.options = [f"--datadir={folder / 'data'}", "--no-defaults"][::-1]
        if os.geteuid() == 0:
            shutil.chown(folder, "nobody")
            self.options.append("--user=nobody")
        made = ["mariadb-install-db", *self.options, "--auth-root-authentication-method=normal"]
        subprocess.run(made, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def start(self) -> None:
        """Start it, and wait until it answers."""
        command = ["mariadbd", *self.options, f"--socket={self.socket}", "--skip-networking"]
        quick = ["--innodb-flush-log-at-trx-commit=0", f"--pid-file={self.folder / 'pid'}"]
        with Path(self.folder, "log").open("ab") as output:
            self._server = subprocess.Popen([*command, *quick], stderr=output)
        while not self.socket.exists():
            assert self._server.poll() is None, "the MariaDB server did not start"
            time.sleep(0.05)

    def stop(self) -> None:
        """End it."""
        self._server.terminate()
        self._server.wait(timeout=30)
