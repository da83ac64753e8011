"""Determinism: the same history is the same state in every process (F13)."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import golden_lab
import pytest

FILES = sorted(golden_lab.FOLDER.glob("*.json"))
PROCESSES = {
    **{f"hash seed {seed}": ({"PYTHONHASHSEED": str(seed)}, []) for seed in range(10)},
    "C": ({"LC_ALL": "C"}, []),
    "Chinese": ({"LC_ALL": "zh_CN.UTF-8"}, []),
    "optimised": ({}, ["-O"]),
}


@pytest.mark.parametrize("process", PROCESSES)
def test_a_history_is_the_same_state_in_every_process(process: str) -> None:
    """Neither hash seed, time zone, language, -O nor a clock or chance out of reach matters."""
    environment, options = PROCESSES[process]
    roots = os.pathsep.join(path for path in sys.path if path)
    finished = subprocess.run(
        [sys.executable, *options, golden_lab.__file__, *map(str, FILES)],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": roots, "PYTHONUTF8": "0", **environment},
    )
    expected = [
        f"{zone} {path.stem} {golden_lab.hashed(golden_lab.replayed(golden))} {golden_lab.decided_again(golden)}"
        for zone in golden_lab.ZONES
        for path, golden in ((path, golden_lab.read(path)) for path in FILES)
    ]
    assert finished.stdout.splitlines() == expected


def test_the_decisions_of_a_history_are_made_again(tmp_path: Path) -> None:
    """A walk decided on a second time leads to the same events, save for what was refused."""
    golden = golden_lab.make(3, 40)
    golden_lab.write(tmp_path / "walk.json", golden)
    assert golden_lab.decided_again(golden) == golden_lab.decided_again(
        golden_lab.read(tmp_path / "walk.json")
    )
    assert golden_lab.make(3, 40) == golden
