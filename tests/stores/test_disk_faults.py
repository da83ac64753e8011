"""A disk that is full, a disk that is waited for, and copies of a file in use (F4, F5, F29)."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import store_lab
from store_lab import PROCESSES, Losses, batches, open_created, open_store, open_wal

from campaignflow.errors import LogCorruptError, LogError, StorageError
from campaignflow.log import anchor, verify
from campaignflow.stores import SqlLog
from campaignflow.testing.contract import an_event

needs_strace = pytest.mark.skipif(not store_lab.has_strace(), reason="needs a working strace")


# --- a full disk


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Return a folder on a disk of 300 KiB."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=300k", "tmpfs", disk]
    if os.geteuid() or subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("needs the right to mount a small disk")
    yield disk
    subprocess.run(["umount", "--lazy", disk], check=True)


@pytest.mark.parametrize("opening", [open_store, open_wal])
def test_full_disk_stops_cleanly_and_goes_on_once_freed(
    small_disk: Path, opening: store_lab.Opening, more: int
) -> None:
    """The event that no longer fits is refused as ours; freed, the same log takes it next."""
    file = small_disk / "log.db"
    for _fill in range(more):
        _resize(small_disk, 300)
        log = open_created(file, opening)
        version = _until_full(log, "run")
        assert version > 5
        assert verify(log, "run").count == version
        _resize(small_disk, 700)
        for freed in range(version, version + 3):
            assert log.append("run", [_big(freed + 1)], freed).count == freed + 1
        assert verify(log, "run").count == version + 3
        log._access._bind.dispose()
        assert store_lab.is_sound(file)
        for left in small_disk.iterdir():
            left.unlink()


def _resize(disk: Path, kib: int) -> None:
    subprocess.run(["mount", "-o", f"remount,size={kib}k", disk], check=True)


def _until_full(log: SqlLog, run: str) -> int:
    for version in range(100_000):
        try:
            log.append(run, [_big(version + 1)], version)
        except StorageError as failure:
            if "full" not in str(failure) and "I/O" not in str(failure):
                raise
            return version
    raise AssertionError("the disk was never full")


def _big(seq: int) -> object:
    return an_event(seq)._replace(data={"reason": "查摆剖析" * 200})


# --- a disk that is waited for


@needs_strace
@pytest.mark.parametrize("opening", [open_store, open_wal])
def test_every_acknowledgement_waited_for_the_disk(
    tmp_path: Path, opening: store_lab.Opening
) -> None:
    """Whatever was written before an acknowledgement had been synchronised before it, too."""
    assert store_lab.unsynced_acks(opening, tmp_path) == 0


# --- copies


def _backed_up(file: Path, copy: Path) -> None:
    with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target, pages=20)


@pytest.mark.parametrize("opening", [open_store, open_wal])
def test_backup_made_while_somebody_writes_is_whole(
    tmp_path: Path, opening: store_lab.Opening, more: int
) -> None:
    """A backup holds all that was acknowledged when it began, verifies, and can be written to."""
    file = tmp_path / "log.db"
    open_created(file, opening)._access._bind.dispose()
    for number in range(5 * more):
        run, copy = f"run {number}", tmp_path / f"copy {number}.db"
        ours, theirs = PROCESSES.Pipe(duplex=False)
        writer = PROCESSES.Process(
            target=store_lab._write_until_killed, args=(opening, file, run, theirs)
        )
        writer.start()
        theirs.close()
        acknowledged = max(int(ours.recv_bytes()) for _ in range(6))
        _backed_up(file, copy)
        writer.kill()
        writer.join()
        ours.close()
        losses = store_lab.losses_of(copy, run, acknowledged)
        assert losses == Losses(acknowledged, lost=0, damaged=0, unsynced=0)
        restored = open_store(copy)
        assert restored.append("afterwards", [an_event(1)], 0).count == 1
        restored._access._bind.dispose()


def test_copy_without_its_write_ahead_log_is_cut_and_its_anchor_says_so(tmp_path: Path) -> None:
    """Such a copy is an older state, whole in itself: only an anchor shows what is missing."""
    file, copy = tmp_path / "log.db", tmp_path / "copy.db"
    log = open_created(file, open_wal)
    log.append("run", [an_event(1), an_event(2)], 0)
    with log._access._bind.connect() as connection:
        driver = connection.connection.driver_connection
        driver.commit()
        driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    log.append("run", [an_event(3)], 2)
    minutes = anchor(log, "run", at=0)
    shutil.copy(file, copy)
    log._access._bind.dispose()
    cut = open_store(copy)
    assert verify(cut, "run").count == 2
    with pytest.raises(LogCorruptError) as caught:
        verify(cut, "run", minutes)
    assert caught.value.seq == 3
    cut._access._bind.dispose()


@needs_strace
def test_copy_without_its_journal_never_verifies_with_other_events(tmp_path: Path) -> None:
    """Copied without its journal in the middle of a write, a file is whole, or found not to be."""
    outcomes = store_lab.disturbed(tmp_path, "signal=SIGKILL", point=400)
    judged = [_bare(file, tmp_path / "bare.db") for file, _printed in outcomes]
    assert len(judged) > 30
    assert set(judged) <= {"whole", "found"}
    assert "found" in judged


def _bare(file: Path, copy: Path) -> str:
    """Judge a copy of the file alone: is it some state that there was, or is it found out?"""
    shutil.copy(file, copy)
    log: SqlLog = open_store(copy)
    states, so_far = [[]], []
    for batch, _ in zip(batches("run"), range(4), strict=False):
        so_far = [*so_far, *batch]
        states.append(so_far)
    try:
        if log.runs():
            verify(log, "run")
            found = [entry.event for entry in log.read("run")]
            return "whole" if found in states else "missed"
    except LogError:
        return "found"
    finally:
        log._access._bind.dispose()
    return "whole"
