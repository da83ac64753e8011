"""Open a SQLite file so that an acknowledged event survives a crash."""

from __future__ import annotations

import os
import sqlite3
import stat
from contextlib import suppress
from pathlib import Path
from typing import Final, Literal

from sqlalchemy import URL, Connection, Engine, create_engine, event

from campaignflow.errors import StorageError
from campaignflow.messages import Notice
from campaignflow.stores.layout import SCHEMA
from campaignflow.stores.writer import WriterPool

APPLICATION_ID: Final = 0x6366_6C77
"""What the header of our files says: ``cflw`` in ASCII."""

_JOURNAL: Final = {"DELETE": "PRAGMA journal_mode=DELETE", "WAL": "PRAGMA journal_mode=WAL"}


def open_sqlite(
    path: str | os.PathLike[str],
    timeout: float = 5.0,
    journal: Literal["DELETE", "WAL"] = "DELETE",
    *,
    read_only: bool = False,
) -> Engine:
    """Open a SQLite file on a local disk as an engine that is safe for logs.

    Every transaction takes the write lock at once (``BEGIN IMMEDIATE``) and every commit waits for
    the disk (``synchronous=FULL``), so that a crash of the process or the system loses nothing that
    was acknowledged; a power cut may still undo the very last commit, where the disk had not yet
    recorded that its journal is gone. A new file is readable by its owner only. Network disks are
    not supported: their locks cannot be relied on.

    Args:
        path: The file; created if missing, unless ``read_only``.
        timeout: How long to wait for somebody else's lock. Units: seconds.
        journal: ``"DELETE"``, or ``"WAL"`` for more writes a second; several processes should use
            WAL only with SQLite 3.51.3 or later.
        read_only: Whether to open for reading only; nothing is then created or changed.

    Returns:
        The engine; the file is first touched by its first connection, save for being created.

    Raises:
        StorageError: The file is a symbolic link in a directory that anybody may write to, is
            missing for reading, or cannot be created. Raised by the first connection: the file is
            not SQLite, belongs to another application, or was written by a newer release.
        ValueError: ``journal`` is something else.
    """
    if journal not in _JOURNAL:
        raise ValueError(f"journal {journal!r} must be one of {', '.join(_JOURNAL)}")
    file = Path(path).absolute()
    _prepare(file, read_only=read_only)
    uri = f"{file.as_uri()}?mode={'ro' if read_only else 'rw'}"

    def connect() -> sqlite3.Connection:
        opened = sqlite3.connect(
            uri, timeout=timeout, isolation_level=None, check_same_thread=False, uri=True
        )
        try:
            _configure(opened, file, None if read_only else journal)
        except BaseException:
            opened.close()
            raise
        return opened

    engine = create_engine(
        URL.create("sqlite", database=str(file)),
        creator=connect,
        hide_parameters=True,
        poolclass=WriterPool,
    )

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")

    return engine


def _prepare(file: Path, *, read_only: bool) -> None:
    """Refuse a planted link and create a missing file that only its owner can read."""
    try:
        planted = file.is_symlink() and file.parent.stat().st_mode & stat.S_IWOTH
        if not planted and not read_only:
            with suppress(FileExistsError):
                os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        if not planted:
            file.stat()
    except OSError as failure:
        told = {"file": file, "why": failure.strerror}
        raise StorageError(Notice("error.store.open", told)) from failure
    if planted:
        raise StorageError(Notice("error.store.link", {"file": file}))


def _configure(opened: sqlite3.Connection, file: Path, journal: str | None) -> None:
    stamped_schema(opened, file)
    opened.execute("PRAGMA synchronous=FULL")
    opened.execute("PRAGMA foreign_keys=ON")
    if journal is not None:
        (mode,) = opened.execute(_JOURNAL[journal]).fetchone()
        if mode.upper() != journal:
            told = {"file": file, "mode": mode, "wanted": journal}
            raise StorageError(Notice("error.store.journal", told))


def stamped_schema(opened: sqlite3.Connection, file: object) -> int:
    """Return our schema number in the file's header, 0 if it is not stamped.

    Raises:
        StorageError: The header says another application or a newer release.
    """
    (application,) = opened.execute("PRAGMA application_id").fetchone()
    (schema,) = opened.execute("PRAGMA user_version").fetchone()
    if application not in (0, APPLICATION_ID):
        raise StorageError(Notice("error.store.foreign", {"file": file}))
    if application and schema > SCHEMA:
        told = {"what": file, "schema": schema, "known": SCHEMA}
        raise StorageError(Notice("error.store.newer", told))
    return schema if application else 0
