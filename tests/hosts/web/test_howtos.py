"""The how-tos and the example service work as written."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from campaignflow import Permit, Run
from campaignflow.commands import Command
from campaignflow.definitions.five_phases import five_phases
from campaignflow.hosts.sweep import sweep
from campaignflow.hosts.web import ROUTES, Call, Site, answer
from campaignflow.hosts.web.openapi import summary
from campaignflow.hosts.web.problems import STATUS
from campaignflow.stores import SqlLog, open_sqlite

_DOCS = Path(__file__).parents[3] / "docs"
_BLOCK = re.compile(r"^```(sh|python|ini)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_PYTHON = ".venv/bin/python"


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


def _carried_out(page: str, folder: Path) -> tuple[list[str], Any]:
    """Write the files of a how-to and start its server; return its answers, and its contract."""
    port, requests, servers = _free_port(), [], []
    _written(page, folder)
    for text in _blocks(page, "sh"):
        told = text.replace("8000", str(port)).replace("\\\n", " ")
        if "--port" in text:
            servers.append([sys.executable, *shlex.split(told)[1:]])
        elif text.startswith("curl"):
            requests.append(shlex.split(told))
    with _running(servers[0], folder, port) as client:
        answers = [_said(args, folder) for args in requests]
        found = client.get("/openapi.json")
        return answers, found.json() if found.status_code == 200 else None


def _blocks(page: str, wanted: str) -> list[str]:
    text = (_DOCS / "howto" / page).read_text(encoding="utf-8")
    return [block for kind, block in _BLOCK.findall(text) if kind == wanted]


def _written(page: str, folder: Path) -> None:
    """Write the files of a how-to: each block of Python whose first line names one."""
    for text in _blocks(page, "python"):
        if text.startswith("# "):
            (folder / text[2:].splitlines()[0]).write_text(text, encoding="utf-8")


def _said(args: list[str], folder: Path) -> str:
    done = subprocess.run(args, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{args}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def _typed(page: str, part: str, folder: Path) -> str:
    """Run each line of the block of commands that holds ``part``."""
    (block,) = (text for text in _blocks(page, "sh") if part in text)
    lines = [shlex.split(line) for line in block.splitlines() if line.startswith(_PYTHON)]
    return "".join(_said([sys.executable, *line[1:]], folder) for line in lines)


@pytest.mark.skipif(shutil.which("curl") is None, reason="needs curl")
def test_fastapi_howto_works_as_written(tmp_path: Path) -> None:
    """The service starts, a run is begun, a refusal has its reasons, and the picture is drawn."""
    told, contract = _carried_out("fastapi.md", tmp_path)
    begun, opened, forbidden, refused, recorded, finished, events, _picture = told
    assert '"run": "five_phases/no-1"' in begun
    assert '"key": "form-1"' in opened
    assert '"status": 403' in forbidden
    assert "li may not close this" in forbidden
    assert '"status": 409' in refused
    assert '"kind": "recorded"' in recorded
    assert '"kind": "finished"' in finished
    assert [event["seq"] for event in json.loads(events)["events"]] == [4, 5]
    assert (tmp_path / "phases.svg").read_text(encoding="utf-8").startswith("<svg")
    (scheme,) = contract["components"]["securitySchemes"].values()
    assert scheme["scheme"] == "bearer"
    runs = contract["paths"]["/api/runs"]["get"]
    assert "401" in runs["responses"]
    assert runs["security"]


def test_fastapi_howto_keeps_rows_and_events_together(tmp_path: Path) -> None:
    """The service with a table of its own: both are written, or neither; the sweep tells its runs."""
    _written("fastapi.md", tmp_path)
    _typed("fastapi.md", "create_all", tmp_path)
    office, wang, li = (
        {"Authorization": f"Bearer secret-{name}"} for name in ("office", "wang", "li")
    )
    start = {"campaign": "five_phases", "unit": "no-1", "roster": [["wang", "secretary"]]}
    port = _free_port()
    serve = [sys.executable, "-m", "uvicorn", "own:app", "--port", str(port)]
    with _running(serve, tmp_path, port) as client:
        assert client.post("/api/runs", json=start, headers=office).status_code == 201
        assert client.get("/api/runs/five_phases/no-1/status", headers=office).status_code == 200
        assert client.post("/meetings/five_phases/no-1", headers=li).json()["status"] == 403
        assert client.post("/meetings/five_phases/no-1", headers=wang).status_code == 201
    assert _rows_of(tmp_path, "minutes") == 1
    assert "no-1 红灯 动员" in _typed("fastapi.md", "every_hour", tmp_path)


def test_fastapi_howto_makes_its_tables_by_migrations(tmp_path: Path) -> None:
    """The lines as they stand lead to all tables, and forgetting one is told."""
    _written("fastapi.md", tmp_path)
    _typed("fastapi.md", "alembic init", tmp_path)
    ini, env = tmp_path / "alembic.ini", tmp_path / "migrations" / "env.py"
    text = ini.read_text(encoding="utf-8")
    for line in re.split(r"\n(?! )", _blocks("fastapi.md", "ini")[0].strip()):
        name = line.partition(" = ")[0]
        stood = re.search(rf"^{name} = .*$", text, re.M) or re.search(
            rf"^# {name} =.*$", text, re.M
        )
        assert stood is not None, name
        text = text[: stood.start()] + line + text[stood.end() :]
    ini.write_text(text, encoding="utf-8")
    upgrade = [sys.executable, "-m", "alembic", "upgrade", "heads"]
    forgotten = subprocess.run(upgrade, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert "no tables in target_metadata" in forgotten.stderr
    assert forgotten.returncode != 0
    (line,) = (text for text in _blocks("fastapi.md", "python") if "target_metadata" in text)
    text = env.read_text(encoding="utf-8")
    assert "\ntarget_metadata = None\n" in text
    env.write_text(text.replace("target_metadata = None\n", line), encoding="utf-8")
    _typed("fastapi.md", "alembic revision", tmp_path)
    (own,) = (tmp_path / "migrations" / "versions").glob("*_minutes.py")
    assert own.read_text(encoding="utf-8").count("op.create_table") == 1
    assert _rows_of(tmp_path, "minutes") == _rows_of(tmp_path, "plan_events") == 0
    later = ["revision", "-m", "later", "--head", "school@head"]
    _said([sys.executable, "-m", "alembic", *later], tmp_path)
    assert len([*(tmp_path / "migrations" / "versions").glob("*_later.py")]) == 1
    (tmp_path / "own.db").unlink()
    _typed("fastapi.md", "create_all", tmp_path)
    _said([sys.executable, "-m", "alembic", "stamp", "heads"], tmp_path)
    _said(upgrade, tmp_path)


def _rows_of(folder: Path, table: str) -> int:
    with closing(sqlite3.connect(folder / "own.db")) as file:
        (count,) = file.execute(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608
        return int(count)


@pytest.mark.skipif(shutil.which("curl") is None, reason="needs curl")
def test_flask_howto_works_as_written(tmp_path: Path) -> None:
    """The application starts, a run is begun, and its status is told."""
    (begun, status), _contract = _carried_out("flask.md", tmp_path)
    assert '"run": "five_phases/no-1"' in begun
    assert '"due": ["mobilise"]' in status
    port = _free_port()
    serve = [sys.executable, "-m", "flask", "--app", "own", "run", "--port", str(port)]
    office, wang, li = (
        {"Authorization": f"Bearer secret-{name}"} for name in ("office", "wang", "li")
    )
    start = {"campaign": "five_phases", "unit": "no-1", "roster": [["wang", "secretary"]]}
    with _running(serve, tmp_path, port) as client:
        assert client.get("/api/runs").json()["status"] == 403
        assert client.post("/api/runs", json=start, headers=office).status_code == 201
        assert client.get("/api/runs/five_phases/no-1/status", headers=wang).status_code == 200
        assert client.get("/api/runs/five_phases/no-1/status", headers=li).status_code == 403
        refused = client.post("/meetings/five_phases/no-1", headers=li)
        assert (refused.status_code, refused.json()["causes"][0]["kind"]) == (403, "not_permitted")
        assert client.post("/meetings/five_phases/no-1", headers=wang).status_code == 201
    with sqlite3.connect(tmp_path / "school.db") as file:
        assert file.execute("SELECT count(*) FROM minutes").fetchone() == (1,)
        told = "SELECT count(*) FROM plan_events WHERE kind = 'recorded'"
        assert file.execute(told).fetchone() == (1,)
    file.close()


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


def test_page_lists_what_is_asked_before_reading(tmp_path: Path) -> None:
    """The table of subjects is what the host is asked for, list by list and run by run."""
    asked: list[tuple[str, str]] = []

    def authorise(run: str, command: Command) -> Permit:
        if command.name == "read":
            asked.append((command.subject, run))
        return Permit(allow=True, rule="test")

    engine = open_sqlite(tmp_path / "school.db")
    SqlLog(engine).create()
    Run.start(five_phases, "a", log=SqlLog(engine), roster=[("wang", "secretary")], at="2025-03-01")
    list(sweep(SqlLog(engine), [five_phases]))
    site = Site([five_phases], engine, authorise=authorise)
    path = {"run": "five_phases/a", "campaign": "five_phases"}
    body = b'{"command": "tick"}'
    for route in ROUTES:
        if route.name not in ("start", "command"):
            call = Call("wang", path, body=body, media="application/json")
            assert answer(route.verb, site, call).status == 200, route.name
    engine.dispose()
    when = {"no run": [""], "no run, then each run": ["", "five_phases/a"]}
    table = {
        name: when.get(run, ["five_phases/a"]) for name, run, _what in _rows("Who may read what")
    }
    found = {name: sorted({run for said, run in asked if said == name}) for name, _run in asked}
    assert found == table


def test_page_lists_every_type_of_problem() -> None:
    """The table of problems is what the service answers with."""
    found = {name: int(status) for name, status, _what in _rows("When something is wrong")}
    assert found == dict(STATUS)
