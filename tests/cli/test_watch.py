"""The program follows a run that another process writes to, in a pipe and on a terminal."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Call

COMMAND = (sys.executable, "-m", "campaignflow", "watch", "--every", "0.1")
ERASE = b"\x1b[2J"


@contextmanager
def _watching(
    folder: Path, *args: str, encoding: str = "utf-8", **pipes: Any
) -> Iterator[subprocess.Popen[bytes]]:
    """Start the program; it is ended where the test has not done it.

    It heeds Ctrl-C also where the tests run in the background, which lets programs ignore it.
    """
    env = {**os.environ, "PYTHONIOENCODING": encoding, "TERM": "xterm"}
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        program = subprocess.Popen([*COMMAND, *args], cwd=folder, env=env, **pipes)
    finally:
        signal.signal(signal.SIGINT, before)
    with program:
        try:
            yield program
        finally:
            program.kill()


def _ended(program: subprocess.Popen[bytes]) -> int:
    """Return the exit code after Ctrl-C."""
    program.send_signal(signal.SIGINT)
    return program.wait(30)


def _met(call: Call, *more: str) -> None:
    """Write one entry into the log."""
    people = "attendees=L,a,b,m"
    said = call("record", "meeting", people, "--actor", "L", "--at", "2025-03-04", *more)
    assert said.code == 0, said.err


def _finished(call: Call) -> None:
    """Write another one."""
    said = call("do", "finish", "kickoff", "--actor", "L", "--at", "2025-03-05")
    assert said.code == 0, said.err


PIPES = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}


def test_a_pipe_gets_what_is_new(started: Call, tmp_path: Path) -> None:
    """What was there before is not told again; each new entry is one line, until Ctrl-C."""
    with _watching(tmp_path, **PIPES) as program:
        assert program.stdout
        assert program.stderr
        assert "five_phases/school" in program.stderr.readline().decode()
        _met(started)
        seq, at, *what = program.stdout.readline().decode().split()
        assert (seq, at) == ("9", "2025-03-04")
        assert what[-1] == "L"
        _finished(started)
        assert "kickoff" in program.stdout.readline().decode()
        assert _ended(program) == 0
        assert program.stderr.read() == b""
        assert program.stdout.read() == b""


def test_programs_read_one_json_value_a_line(started: Call, tmp_path: Path) -> None:
    """With --json each line is an event, also where the terminal knows no Chinese."""
    with _watching(tmp_path, "--json", encoding="ascii", **PIPES) as program:
        assert program.stdout
        assert program.stderr
        program.stderr.readline()
        _met(started, "topic=补开")
        found = json.loads(program.stdout.readline())
        assert (found["kind"], found["data"]["values"]["topic"]) == ("recorded", "补开")
        assert _ended(program) == 0


def test_an_old_terminal_is_drawn_anew(
    started: Call, tmp_path: Path, terminal: tuple[int, Callable[[str], str]]
) -> None:
    """A terminal that knows GBK shows what is open; what happens is drawn over it."""
    end, until = terminal
    pipes = {"stdin": end, "stdout": end, "stderr": end}
    with _watching(tmp_path, encoding="gbk", **pipes) as program:
        first = until("Ctrl-C")
        assert "进行中的阶段：动员" in first
        assert "▲ 动员会" in first
        _met(started)
        _finished(started)
        assert "▲ 动员会" not in until("1/1")
        assert _ended(program) == 0


@pytest.fixture
def terminal() -> Iterator[tuple[int, Callable[[str], str]]]:
    """Return the end of a terminal for a program, and how to read it up to a text."""
    pty = pytest.importorskip("pty")
    mine, end = pty.openpty()
    seen = bytearray()

    def until(text: str) -> str:
        while text not in (screen := seen.rpartition(ERASE)[2].decode("gbk", "replace")):
            assert select.select([mine], [], [], 60)[0], screen
            seen.extend(os.read(mine, 4096))
        return screen

    yield end, until
    os.close(mine)
    os.close(end)


def test_a_run_that_is_not_there_is_told(started: Call) -> None:
    """A wrong name ends the program at once, with what would work."""
    said = started("watch", "--run", "nope")
    assert said.code == 2
    assert "nope" in said.err
