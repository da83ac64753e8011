"""The how-tos and the example service work as written."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from campaignflow.hosts.web import ROUTES
from campaignflow.hosts.web.openapi import summary
from campaignflow.hosts.web.problems import STATUS

_DOCS = Path(__file__).parents[3] / "docs"
_BLOCK = re.compile(r"^```(sh|python)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def _running(args: list[str], folder: Path, port: int, **env: str) -> Iterator[httpx.Client]:
    """Run a server until the block ends; yield a client of it."""
    with (folder / "server.txt").open("wb") as told:
        server = subprocess.Popen(
            args, cwd=folder, stdout=told, stderr=told, env={**os.environ, **env}
        )
        try:
            with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60) as client:
                while True:
                    assert server.poll() is None, (folder / "server.txt").read_text()
                    try:
                        client.get("/")
                        break
                    except httpx.TransportError:
                        time.sleep(0.05)
                yield client
        finally:
            server.terminate()
            server.wait(timeout=30)


def _carried_out(page: str, folder: Path) -> list[str]:
    """Write the files of a how-to, start its server, and return what its requests answer."""
    port, requests, server = _free_port(), [], []
    for kind, text in _BLOCK.findall((_DOCS / "howto" / page).read_text(encoding="utf-8")):
        told = text.replace("8000", str(port)).replace("\\\n", " ")
        if kind == "python" and text.startswith("# "):
            (folder / text[2:].splitlines()[0]).write_text(text, encoding="utf-8")
        elif kind == "sh" and "--port" in text:
            server = [sys.executable, *shlex.split(told)[1:]]
        elif kind == "sh" and text.startswith("curl"):
            requests.append(shlex.split(told))
    with _running(server, folder, port):
        return [
            subprocess.run(args, capture_output=True, text=True, check=True).stdout
            for args in requests
        ]


@pytest.mark.skipif(shutil.which("curl") is None, reason="needs curl")
def test_fastapi_howto_works_as_written(tmp_path: Path) -> None:
    """The service starts, a run is begun, a refusal has its reasons, and the picture is drawn."""
    begun, opened, refused, picture = _carried_out("fastapi.md", tmp_path)
    assert '"run": "five_phases/no-1"' in begun
    assert '"key": "form-1"' in opened
    assert '"status": 403' in refused
    assert "li may not close this" in refused
    assert picture.startswith("<svg")


@pytest.mark.skipif(shutil.which("curl") is None, reason="needs curl")
def test_flask_howto_works_as_written(tmp_path: Path) -> None:
    """The application starts, a run is begun, and its status is told."""
    begun, status = _carried_out("flask.md", tmp_path)
    assert '"run": "five_phases/no-1"' in begun
    assert '"due": ["mobilise"]' in status


def test_example_service_starts_with_one_command(tmp_path: Path) -> None:
    """``python service.py`` serves; minutes and record are kept together or not at all."""
    service, port = _DOCS / "examples" / "fastapi_service" / "service.py", _free_port()
    office, wang = ({"Authorization": f"Bearer secret-{name}"} for name in ("office", "wang"))
    start = {"campaign": "five_phases", "unit": "no-1", "roster": [["wang", "secretary"]]}
    with _running([sys.executable, str(service)], tmp_path, port, PORT=str(port)) as client:
        assert client.get("/api/runs").status_code == 401
        assert client.post("/api/runs", json=start, headers=wang).status_code == 403
        assert client.post("/api/runs", json=start, headers=office).status_code == 201
        asked = {"command": "open", "subject": "mobilise"}
        commands = "/api/runs/five_phases/no-1/commands"
        assert client.post(commands, json=asked, headers=wang).status_code == 200
        meeting = "/meetings/five_phases/no-1?text=动员"
        assert client.post(meeting, json=["wang"], headers=office).status_code == 403
        assert client.post(meeting, json=["wang"], headers=wang).json() == {"meetings": 1}
        events = client.get("/api/runs/five_phases/no-1/events", headers=wang).json()["events"]
    assert [event["kind"] for event in events].count("recorded") == 1
    assert (tmp_path / "school.db").exists()


def _rows(heading: str) -> list[list[str]]:
    text = (_DOCS / "http.md").read_text(encoding="utf-8").split(f"\n## {heading}\n")[1]
    table = re.search(r"(?:^\|.*\n)+", text, re.MULTILINE)
    assert table is not None
    return [[c.strip(" `") for c in row.strip("|").split("|")] for row in table[0].splitlines()[2:]]


def test_page_lists_every_address() -> None:
    """The table of addresses is the table of routes."""
    assert _rows("Addresses") == [[f"{r.method} {r.path}", summary(r)] for r in ROUTES]


def test_page_lists_every_type_of_problem() -> None:
    """The table of problems is what the service answers with."""
    found = {name: int(status) for name, status, _what in _rows("When something is wrong")}
    assert found == dict(STATUS)
