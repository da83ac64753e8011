"""Typed errors for what database drivers raise, reached directly or through a host's layer."""

from __future__ import annotations

import sqlite3
from contextlib import AbstractContextManager
from types import TracebackType
from typing import Final

from campaignflow.errors import StorageBusyError, StorageError, TablesMissingError
from campaignflow.messages import Notice

_BUSY_SQLITE: Final = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
_ABSENT_POSTGRESQL: Final = frozenset({"42P01", "42703"})
_ABSENT_SQLITE: Final = ("no such table", "no such column")
_BUSY_POSTGRESQL: Final = frozenset({"40001", "40P01", "55P03", "57014"})
_ABSENT_MARIADB: Final = frozenset({1054, 1146})
_BUSY_MARIADB: Final = frozenset({1205, 1213})


class Typed(AbstractContextManager[None]):
    """Raise whatever the database fails with inside as a typed error.

    Args:
        doing: What is being done, for messages, such as ``"read run 'a'"``.
        caught: What the database fails with; see :func:`failing`.

    Raises:
        StorageError: As :func:`told` has it.
    """

    __slots__ = ("_caught", "_doing")

    def __init__(self, doing: str, caught: tuple[type[Exception], ...]) -> None:
        self._doing = doing
        self._caught = caught

    def __exit__(
        self,
        kind: type[BaseException] | None,
        failure: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if isinstance(failure, self._caught):
            raise told(self._doing, failure) from failure


def failing(*failures: type[Exception]) -> tuple[type[Exception], ...]:
    """Return what a database fails with: what its driver and the layer above it raise, and more."""
    return (*failures, OverflowError, UnicodeError)


def told(doing: str, failure: BaseException) -> StorageError:
    """Return what to raise for a failure of the database.

    Args:
        doing: What was being done, for messages.
        failure: What the driver, or the layer above it, raised.

    Returns:
        A :class:`StorageBusyError` where somebody else holds the database, a
        :class:`TablesMissingError` where the tables have not been created or are those of an older
        release; else a plain one, also for a value that the database cannot hold.
    """
    cause = driver_failure(failure)
    params = {"doing": doing, "why": _words(cause)}
    if _is_busy(cause):
        return StorageBusyError(Notice("error.store.busy", params))
    if _lacks_tables(cause):
        return TablesMissingError(Notice("error.store.no_tables", params))
    return StorageError(Notice("error.store.failed", params))


def _words(cause: BaseException) -> str:
    """Return what a driver says, without the row that PostgreSQL tells in its details."""
    diagnosis = getattr(cause, "diag", None)
    return str(getattr(diagnosis, "message_primary", None) or cause)


def driver_failure(failure: BaseException) -> BaseException:
    """Return what the driver raised, where a host's layer wrapped it."""
    return failure if failure.__cause__ is None else failure.__cause__


def is_undecodable(failure: Exception) -> bool:
    """Tell whether the driver met stored text that is not text, rather than a failing database."""
    cause = driver_failure(failure)
    if isinstance(cause, sqlite3.Error):
        return isinstance(cause, sqlite3.OperationalError) and not hasattr(
            cause, "sqlite_errorcode"
        )
    return isinstance(cause, ValueError | TypeError | RecursionError)


def _is_busy(cause: BaseException) -> bool:
    if isinstance(cause, sqlite3.Error):
        return (getattr(cause, "sqlite_errorcode", 0) & 0xFF) in _BUSY_SQLITE
    return getattr(cause, "sqlstate", None) in _BUSY_POSTGRESQL or _number(cause) in _BUSY_MARIADB


def _lacks_tables(cause: BaseException) -> bool:
    if isinstance(cause, sqlite3.Error):
        return str(cause).startswith(_ABSENT_SQLITE)
    return (
        getattr(cause, "sqlstate", None) in _ABSENT_POSTGRESQL or _number(cause) in _ABSENT_MARIADB
    )


def _number(cause: BaseException) -> object:
    """Return the number by which MariaDB's drivers tell what failed; it comes before the text."""
    return cause.args[0] if len(cause.args) > 1 else None
