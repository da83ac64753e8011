"""The command line called in this process, in a folder of its own."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import attrs
import pytest

from campaignflow.cli.app import run

ROSTER = "person,role\nL,secretary\na,leader\nb,班子成员\nm,member\nz,supervisor\n"


@attrs.frozen
class Said:
    """Hold what a command said and its exit code."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        """Standard output, read as JSON."""
        return json.loads(self.out)


Call = Callable[..., Said]


@pytest.fixture
def cf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Call:
    """Call the command line in an empty folder."""
    monkeypatch.chdir(tmp_path)

    def call(*args: str) -> Said:
        code = run(args)
        return Said(code, *capsys.readouterr())

    return call


@pytest.fixture
def started(cf: Call, tmp_path: Path) -> Call:
    """Call the command line in a folder with a run of the template, begun on 1 March 2025."""
    (tmp_path / "roster.csv").write_text(ROSTER, encoding="utf-8")
    cf("start", "five_phases", "school", "--roster", "roster.csv", "--at", "2025-03-01", "--replay")
    assert cf("do", "open", "mobilise", "--actor", "L", "--at", "2025-03-02").code == 0
    return cf
