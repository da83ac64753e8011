"""A pool for SQLite that keeps a connection for whoever writes: no two write at once."""

from __future__ import annotations

from collections.abc import Callable
from threading import RLock
from typing import Any, TypeVar

from sqlalchemy import PoolProxiedConnection, QueuePool

T = TypeVar("T")


class WriterPool(QueuePool):
    """Lend connections as other pools do, and one to writers in turn, without taking it back.

    Taking a connection out of a pool and putting it back costs more than SQLite takes to write.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._turn = RLock()
        self._writer: PoolProxiedConnection | None = None

    def writing(self, work: Callable[[Any], T]) -> T:
        """Do what writes in a transaction of its own, when it is one's turn.

        Args:
            work: Takes a cursor of the writers' connection.

        Returns:
            What ``work`` does. After a failure the pool takes everything back, and the next writer
            gets another connection.
        """
        with self._turn:
            kept, self._writer = self._writer or self.connect(), None
            try:
                driver: Any = kept.dbapi_connection
                cursor = driver.cursor()
                cursor.execute("BEGIN IMMEDIATE")
                found = work(cursor)
                cursor.execute("COMMIT")  # the driver's own would be parsed each time
            except BaseException:
                kept.close()
                raise
            self._writer = kept
            return found

    def dispose(self) -> None:
        """Close all connections that are not in use."""
        kept, self._writer = self._writer, None
        if kept is not None:
            kept.close()
        super().dispose()
