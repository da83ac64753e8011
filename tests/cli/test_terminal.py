"""The program as a process: terminals that show little, pipes that close, packages that lack."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest


def _run(
    folder: Path, *args: str, code: str | None = None, **env: str
) -> subprocess.CompletedProcess[bytes]:
    start = ["-c", code] if code else ["-m", "campaignflow"]
    return subprocess.run(
        [sys.executable, *start, *args],
        cwd=folder, env={**os.environ, **env}, capture_output=True, check=False, timeout=60,
    )  # fmt: skip


@pytest.mark.parametrize("encoding", ["gbk", "ascii", "utf-8"])
@pytest.mark.parametrize("args", [("show", "jishui_2017"), ("list",), ("show", "nope")])
def test_program_writes_to_any_terminal(
    tmp_path: Path, encoding: str, args: tuple[str, ...]
) -> None:
    """Signs that a terminal lacks become ?, and nothing breaks."""
    done = _run(tmp_path, *args, PYTHONIOENCODING=encoding)
    assert done.returncode == (2 if "nope" in args else 0)
    assert b"Traceback" not in done.stderr
    if encoding == "gbk" and args[0] == "list":
        assert "济水一中" in done.stdout.decode("gbk")


def test_json_on_a_poor_terminal_loses_nothing(tmp_path: Path) -> None:
    """Where Chinese cannot be shown, JSON escapes it."""
    done = _run(tmp_path, "list", "--json", PYTHONIOENCODING="ascii")
    assert b"\\u6d4e\\u6c34" in done.stdout


@pytest.mark.parametrize("args", [("show", "jishui_2017", "--json"), ("demo", "--lang", "en")])
def test_closed_pipe_is_no_error(tmp_path: Path, args: tuple[str, ...]) -> None:
    """A reader who has seen enough ends the program quietly."""
    command = [sys.executable, "-m", "campaignflow", *args]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, cwd=tmp_path, **pipes) as program:
        assert program.stdout is not None
        assert program.stderr is not None
        if "--json" in args:
            assert program.stdout.read(1) == b"{"
        program.stdout.close()
        assert program.stderr.read() == b""
    assert program.returncode == 0


def test_missing_package_is_told_in_one_sentence(tmp_path: Path) -> None:
    """Without click the program names the extra to install."""
    code = "import sys; sys.modules['click'] = None\nfrom campaignflow.cli import main\nmain()"
    done = _run(tmp_path, code=code)
    assert done.returncode == 2
    assert done.stderr.decode().strip().count("\n") == 0
    assert b"campaignflow[cli]" in done.stderr


def test_help_is_quick_to_load(tmp_path: Path) -> None:
    """The version is told without loading the database, the pictures or the engine."""
    code = (
        "import sys; from campaignflow.cli.app import run\n"
        "run(['--version']); print(*sorted(sys.modules))"
    )
    loaded = _run(tmp_path, code=code).stdout.decode().split()
    assert not {"sqlalchemy", "networkx", "rich", "campaignflow.engine"} & set(loaded)
