"""Exported files stay in their folder, whatever is exported, and are whole or as before (F24)."""

from __future__ import annotations

import os
import resource
from pathlib import Path

import pytest

from campaignflow import Run
from campaignflow.cli.folder import draw_folder, report_folder
from campaignflow.definitions.five_phases import five_phases

FILES = {"campaign.html", "log.json", "phases.svg", "status.json", "status.txt", "timeline.svg"}
HOSTILE = [
    *("..", "../..", "../../x", "/etc/passwd", "/", "//x", "~", "~root", "a/../../x", "./x"),
    *("CON", "con", "NUL", "AUX.txt", "COM1", "LPT9.svg", "PRN", "CLOCK$", "nul.json", "$MFT"),
    *("x\0y", "\0", "x\ny", "x\r\ny", "\t", "\x1b[2J", "\x7f", "\u202egnp", "\u2028", "\ufeff"),
    *("x.", "x ", " x", ". ", "...", " . ", "-rf", "--out", "-", "*"),
    *(
        "长" * 100,
        "a" * 255,
        "a" * 256,
        "a" * 300,
        "a" * 5_000,
        "\U0001f600" * 80,
        "e\u0301",
        "\xe9",
    ),
    *(
        "C:\\x",
        "\\\\host\\x",
        "a\\..\\b",
        "file:///etc/passwd",
        "http://x/y",
        "%2e%2e%2f",
        "..%c0%af",
    ),
    *("x:y", "x|y", "x>y", "`id`", "$(id)"),
]


def report(folder: Path, unit: str) -> list[Path]:
    """Write the report of a run whose unit and name are ``unit``."""
    run = Run.start(five_phases, unit, name=unit, roster=[("zhao", "secretary")], at="2025-03-01")
    state, day, events = run.seen("2025-03-02")
    return report_folder(folder, state, run.status(day), events, "zh")


@pytest.mark.parametrize("unit", HOSTILE, ids=range(len(HOSTILE)))
def test_names_of_runs_choose_no_file(tmp_path: Path, unit: str) -> None:
    """Sixty names that are paths, devices or too long: the same six files, in the folder only."""
    folder = tmp_path / "outer" / "report"
    written = report(folder, unit)
    assert {file.name for file in written} == FILES
    found = {file.relative_to(folder) for file in tmp_path.rglob("*") if file.is_file()}
    assert found == {Path(name) for name in FILES}


def test_there_are_sixty_hostile_names() -> None:
    """The count is the one that is told."""
    assert len(set(HOSTILE)) == 60


def test_a_planted_link_is_replaced_and_not_followed(tmp_path: Path) -> None:
    """What a link in the folder points at stays as it is."""
    victim, folder = tmp_path / "victim", tmp_path / "report"
    victim.write_text("precious")
    folder.mkdir()
    (folder / "phases.svg").symlink_to(victim)
    draw_folder(folder, five_phases, None, None, "zh")
    assert victim.read_text() == "precious"
    assert not (folder / "phases.svg").is_symlink()


def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    """Where the disk takes no more, the former picture is still there, whole."""
    old = [file.read_bytes() for file in draw_folder(tmp_path, five_phases, None, None, "zh")]
    child = os.fork()
    if child == 0:
        resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, 1_000))
        try:
            draw_folder(tmp_path, five_phases, None, None, "en")
        except OSError:
            os._exit(7)
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7
    names = ["phases.svg", "timeline.svg"]
    assert sorted(file.name for file in tmp_path.iterdir()) == names
    assert [(tmp_path / name).read_bytes() for name in names] == old
