"""Cursors of an engine or of a host's connection.

The statements of a log are few, fixed and hot, so they go to the driver's cursor: through
SQLAlchemy's own execution each would cost more than SQLite takes to run it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager
from functools import partial
from typing import Any, Final, TypeVar

from sqlalchemy import Connection, Engine, PoolProxiedConnection
from sqlalchemy.engine.interfaces import DBAPICursor
from sqlalchemy.exc import SQLAlchemyError

from campaignflow.errors import StorageError
from campaignflow.stores.failures import Typed, failing, told
from campaignflow.stores.lending import changed
from campaignflow.stores.writer import WriterPool

_STRICT: Final = "STRICT_TRANS_TABLES"
_CHECKED: Final = "campaignflow.checked"

T = TypeVar("T")


class Access:
    """Lend cursors inside transactions.

    Args:
        bind: An engine, whose connections are borrowed for one transaction each; or a host's
            connection, in whose transaction everything happens.
    """

    __slots__ = ("_bind", "_caught", "_dialect", "driver")

    def __init__(self, bind: Engine | Connection) -> None:
        self._bind = bind
        self._dialect = bind.dialect.name
        self.driver = bind.dialect.loaded_dbapi
        self._caught = failing(SQLAlchemyError, self.driver.Error)

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

    def writing(self, doing: str, work: Callable[[Any], T]) -> T:
        """Do what writes with a cursor: all of it is kept, or on any exception none of it.

        Functions instead of context managers, of which three would take as long as the database.

        Args:
            doing: As for :meth:`reading`.
            work: Takes the cursor.

        Returns:
            What ``work`` does.

        Raises:
            StorageError: The database failed, is held by somebody else, cannot hold a value, or
                commits every statement by itself.
        """
        bind = self._bind
        try:
            if isinstance(bind, Connection):
                return self._within(bind, work)
            pool = bind.pool
            if isinstance(pool, WriterPool):
                return pool.writing(work)
            with closing(bind.raw_connection()) as connection:
                return self._apart(work, connection)
        except self._caught as failure:
            raise told(doing, failure) from failure

    def _within(self, host: Connection, work: Callable[[Any], T]) -> T:
        """Write inside the host's transaction."""
        with begun(host).begin_nested():
            cursor = host.connection.cursor()
            if _CHECKED not in host.info:
                self._require_strict(cursor)
                host.info[_CHECKED] = True
            return work(cursor)

    def _apart(self, work: Callable[[Any], T], connection: PoolProxiedConnection) -> T:
        """Write in a transaction of its own."""
        driver: Any = connection.dbapi_connection
        cursor = driver.cursor()
        try:
            if _CHECKED not in connection.info:
                self._require_transactions(driver)
                self._require_strict(cursor)
                connection.info[_CHECKED] = True
            if self._dialect == "sqlite":
                cursor.execute("BEGIN IMMEDIATE")
            found = work(cursor)
            driver.commit()
        except BaseException:
            driver.rollback()
            raise
        return found

    def alone(self, doing: str, statement: str, parameters: Sequence[Any]) -> int:
        """Execute one statement that writes; through an engine it commits by itself.

        Args:
            doing: As for :meth:`reading`.
            statement: The statement.
            parameters: Its values.

        Returns:
            How many rows it changed.

        Raises:
            StorageError: As for :meth:`writing`.
        """
        bind = self._bind
        if isinstance(bind, Connection):
            return self.writing(doing, partial(changed, statement, parameters))
        try:
            with closing(bind.raw_connection()) as connection:
                driver: Any = connection.dbapi_connection
                driver.autocommit = True
                try:
                    count = changed(statement, parameters, driver.cursor())
                except BaseException:
                    connection.invalidate()  # it may be broken, and this is rare
                    raise
                driver.autocommit = False
                return count
        except self._caught as failure:
            raise told(doing, failure) from failure

    def _require_transactions(self, driver: Any) -> None:
        """Require of a new connection that it does not commit every statement by itself."""
        if _commits_each(driver):
            raise StorageError("the engine commits every statement: give one that does not")

    def _require_strict(self, cursor: DBAPICursor) -> None:
        """Require of a new connection to MariaDB that it refuses values instead of cutting them."""
        if self._dialect == "mariadb":
            cursor.execute("SELECT @@sql_mode")
            ((modes,),) = cursor.fetchall()
            if not any(mode.startswith("STRICT_") for mode in modes.split(",")):
                raise StorageError(f"the server would cut what does not fit: set {_STRICT}")

    def typed(self, doing: str) -> AbstractContextManager[None]:
        """Raise whatever the database fails with inside as a typed error; see :class:`Typed`."""
        return Typed(doing, self._caught)


def _commits_each(driver: Any) -> bool:
    """Tell whether a driver's connection commits every statement; drivers differ in the name."""
    if hasattr(driver, "get_autocommit"):
        return bool(driver.get_autocommit())
    return getattr(driver, "autocommit", False) is True


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
