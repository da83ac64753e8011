"""Writers that are killed or whose disk fails lose nothing that was acknowledged."""

from __future__ import annotations

from pathlib import Path

import pytest
import store_lab
from store_lab import Losses

from campaignflow.testing.contract import an_event

needs_strace = pytest.mark.skipif(not store_lab.has_strace(), reason="needs a working strace")


def test_killed_writers_lose_nothing(tmp_path: Path, more: int) -> None:
    """After 200 kills at random moments every acknowledged event is there, whole and in order."""
    losses = store_lab.crash_losses(store_lab.open_store, tmp_path, kills=200 * more, seed=1)
    assert losses == Losses(losses.acknowledged, lost=0, damaged=0, unsynced=0)
    assert losses.acknowledged > 200


def test_store_that_acknowledges_before_writing_is_caught(tmp_path: Path) -> None:
    """The same check sees a store that acknowledges first and writes later."""
    losses = store_lab.crash_losses(store_lab.HastyLog, tmp_path, kills=10, seed=2)
    assert losses.lost > 0


@needs_strace
def test_store_that_does_not_wait_for_the_disk_is_caught(tmp_path: Path) -> None:
    """The same check sees a store that acknowledges what only the system's cache holds."""
    losses = store_lab.crash_losses(store_lab.open_unsynced, tmp_path, kills=0, seed=3)
    assert losses.unsynced > 0


@needs_strace
def test_kill_at_every_system_call_leaves_old_or_new(tmp_path: Path) -> None:
    """A kill at any write of creating and appending leaves all acknowledged events, and no half."""
    outcomes = store_lab.disturbed(tmp_path, "signal=SIGKILL", point=400)
    assert len(outcomes) > 30
    for file, printed in outcomes:
        acknowledged = store_lab.acknowledged_in(printed)
        assert store_lab.is_sound(file), printed
        log = store_lab.open_created(file)
        losses = store_lab.losses_of(file, "run", acknowledged)
        assert losses == Losses(acknowledged, lost=0, damaged=0, unsynced=0), printed
        assert log.append("afterwards", [an_event(1)], 0).count == 1
        log._access._bind.dispose()


@needs_strace
@pytest.mark.parametrize("error", ["ENOSPC", "EIO", "EROFS", "EINTR"])
def test_failing_system_call_is_typed_and_passes(tmp_path: Path, error: str) -> None:
    """A disk error at any write is a typed error, loses nothing, and the next try succeeds."""
    outcomes = store_lab.disturbed(tmp_path, f"error={error}", point=400)
    assert len(outcomes) > 30 or error == "EINTR"
    for file, printed in outcomes:
        assert store_lab.acknowledged_in(printed) == 5, printed
        assert store_lab.losses_of(file, "run", 5) == Losses(5, lost=0, damaged=0, unsynced=0)
