"""The page about the command line shows what the command line says."""

from __future__ import annotations

import doctest
import re
import shlex
import shutil
from pathlib import Path

import pytest

from campaignflow.cli.app import run
from campaignflow.interchange.columns import HEADINGS, headings
from campaignflow.model import Campaign, Role, window

_PAGE = Path(__file__).parents[2] / "docs" / "cli.md"
_BLOCK = re.compile(r"^```(\w+) ?(\S*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
_CALL = re.compile(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", re.MULTILINE)
_CHECK = doctest.OutputChecker()


def _carry_out(line: str, capsys: pytest.CaptureFixture[str]) -> str:
    """Carry out a line of the page, in this process, and return what it says."""
    program, *args = shlex.split(line)
    if program == "cp":
        shutil.copy(*args)
        return ""
    if program == "sed":
        _mark, old, new, _end = args[1].split("/")
        file = Path(args[2])
        file.write_text(file.read_text("utf-8").replace(old, new), encoding="utf-8")
        return ""
    assert program == "campaignflow"
    run(args)
    said = capsys.readouterr()
    return said.out + said.err


def test_page_of_the_command_line_shows_what_it_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each line of the page, with the files above it, says what stands below it."""
    monkeypatch.chdir(tmp_path)
    seen = 0
    for sort, name, text in _BLOCK.findall(_PAGE.read_text(encoding="utf-8")):
        if name:
            Path(name).write_text(text, encoding="utf-8")
        for line, wanted in _CALL.findall(text) if sort == "console" else ():
            said = _carry_out(line, capsys)
            assert _CHECK.check_output(wanted, said, doctest.ELLIPSIS), f"{line}\n{said}"
            seen += 1
    assert seen > 15


def test_page_of_the_command_line_names_every_column() -> None:
    """The table of columns is that of the reader, with every Chinese heading."""
    cells = re.findall(r"^\| `(\w+)` \| (\S+) \|", _PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    lead = Role("lead", "组长")
    bare = Campaign(
        key="c", version="1", title="试", window=window("2025年"), lead=lead, roles=[lead]
    )
    assert {name for name, _chinese in cells} == set(headings(bare).values())
    said = {(chinese, name) for name, some in cells for chinese in some.split("、")}
    assert said == set(HEADINGS.items())
