"""Whole lives under random faults: the invariants hold, and every run can be finished (F30)."""

from __future__ import annotations

from pathlib import Path

import pytest
from life_lab import Life

from campaignflow.log import MemoryLog
from campaignflow.stores import SqlLog, open_sqlite

SEEDS, BATCHES, STEPS = 300, 10, 200


@pytest.mark.parametrize("batch", range(BATCHES))
def test_lives_of_many_faults_keep_what_is_promised(batch: int, tmp_path: Path, more: int) -> None:
    """300 lives of 200 acts: disk errors, lost answers, rivals, crashes, clocks that jump.

    Every third is a life of twenty schools, the others of three, which come further.
    """
    faults = 0
    for seed in range(batch, SEEDS * more, BATCHES):
        try:
            faults += _lived(seed, tmp_path)
        except Exception as failure:
            failure.add_note(f"seed {seed}")
            raise
    assert faults > 100


def _lived(seed: int, folder: Path) -> int:
    """Live one life, every fiftieth in a file; return how many faults there were."""
    schools = 3 if seed % 3 else 20
    if seed % 100 not in (0, 51):
        return _ended(Life(seed, MemoryLog(wants_projection=True), STEPS, schools))
    engine = open_sqlite(folder / f"{seed}.db", journal="WAL" if seed % 2 else "DELETE")
    log = SqlLog(engine)
    log.create()
    try:
        return _ended(Life(seed, log, STEPS, schools))
    finally:
        engine.dispose()


def _ended(life: Life) -> int:
    life.live()
    return life.log.faults
