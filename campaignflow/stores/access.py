"""Cursors of an engine or of a host's connection, and typed errors for what drivers raise.

The statements of a log are few, fixed and hot, so they go to the driver's cursor: through
SQLAlchemy's own execution each would cost more than SQLite takes to run it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from sqlalchemy import Connection, Engine
from sqlalchemy.engine.interfaces import DBAPICursor
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from campaignflow.errors import StorageBusyError, StorageError

_BUSY_SQLITE: Final = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
_BUSY_POSTGRESQL: Final = frozenset({"40001", "40P01", "55P03", "57014"})


class Access:
    """Lend cursors inside transactions.

    Args:
        bind: An engine, whose connections are borrowed for one transaction each; or a host's
            connection, in whose transaction everything happens.
    """

    __slots__ = ("_bind", "_sqlite", "driver")

    def __init__(self, bind: Engine | Connection) -> None:
        self._bind = bind
        self._sqlite = bind.dialect.name == "sqlite"
        self.driver = bind.dialect.loaded_dbapi

    @contextmanager
    def reading(self, doing: str) -> Iterator[DBAPICursor]:
        """Lend a cursor for reading; on SQLite through an engine it takes no write lock.

        Args:
            doing: What is being done, for messages, such as ``"read run 'a'"``.

        Raises:
            StorageError: The database failed, or is held by somebody else.
        """
        with self.typed(doing):
            if isinstance(self._bind, Connection):
                yield begun(self._bind).connection.cursor()
                return
            connection = self._bind.raw_connection()
            try:
                yield connection.cursor()
            finally:
                connection.close()

    @contextmanager
    def writing(self, doing: str) -> Iterator[DBAPICursor]:
        """Lend a cursor for writing: all of it is kept, or on any exception none of it.

        Args:
            doing: As for :meth:`reading`.

        Raises:
            StorageError: The database failed, is held by somebody else, cannot hold a value, or
                commits every statement by itself.
        """
        with self.typed(doing):
            if isinstance(self._bind, Connection):
                with begun(self._bind).begin_nested():
                    yield self._bind.connection.cursor()
            else:
                with self._transaction(self._bind) as cursor:
                    yield cursor

    @contextmanager
    def connected(self, doing: str) -> Iterator[Connection]:
        """Lend a connection for statements that are not hot: all of them are kept, or none.

        Args:
            doing: As for :meth:`reading`.

        Raises:
            StorageError: The database failed or is held by somebody else.
        """
        with self.typed(doing):
            if isinstance(self._bind, Connection):
                with begun(self._bind).begin_nested():
                    yield self._bind
            else:
                with self._bind.begin() as connection:
                    yield begun(connection)

    @contextmanager
    def _transaction(self, engine: Engine) -> Iterator[DBAPICursor]:
        connection = engine.raw_connection()
        try:
            if getattr(connection.driver_connection, "autocommit", False) is True:
                raise StorageError("the engine commits every statement: give one that does not")
            cursor = connection.cursor()
            if self._sqlite:
                cursor.execute("BEGIN IMMEDIATE")
            yield cursor
            connection.commit()
        except BaseException:
            connection.rollback()
            raise
        finally:
            connection.close()

    @contextmanager
    def typed(self, doing: str) -> Iterator[None]:
        """Raise whatever the database fails with inside as a typed error.

        Raises:
            StorageBusyError: Somebody else holds the database.
            StorageError: Any other failure, or a value that the database cannot hold.
        """
        try:
            yield
        except (SQLAlchemyError, self.driver.Error, OverflowError, UnicodeError) as failure:
            cause = failure.orig if isinstance(failure, DBAPIError) else failure
            if _is_busy(cause):
                raise StorageBusyError(
                    f"could not {doing}: somebody else holds the database; try again ({cause})"
                ) from failure
            raise StorageError(f"could not {doing}: {cause}") from failure


def begun(connection: Connection) -> Connection:
    """Return a host's connection, in a real transaction on SQLite too.

    The driver of SQLite by default begins one only before the first change; a savepoint before
    that would be a transaction of its own and survive a rollback of the host's.
    """
    if not connection.in_transaction():
        connection.begin()
    if connection.dialect.name == "sqlite":
        driver = connection.connection.driver_connection
        if driver is not None and not driver.in_transaction:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
    return connection


def is_undecodable(failure: Exception) -> bool:
    """Tell whether the driver met stored text that is not text, rather than a failing database."""
    if isinstance(failure, sqlite3.Error):
        return isinstance(failure, sqlite3.OperationalError) and not hasattr(
            failure, "sqlite_errorcode"
        )
    return isinstance(failure, ValueError | TypeError | RecursionError)


def _is_busy(cause: BaseException | None) -> bool:
    if isinstance(cause, sqlite3.Error):
        return (getattr(cause, "sqlite_errorcode", 0) & 0xFF) in _BUSY_SQLITE
    return getattr(cause, "sqlstate", None) in _BUSY_POSTGRESQL
