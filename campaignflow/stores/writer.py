"""A pool that keeps a connection for whoever writes: no two write to a file of SQLite at once."""

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

    def writing(self, work: Callable[[PoolProxiedConnection], T]) -> T:
        """Do what writes with the writers' connection, when it is one's turn.

        After a failure the pool cleans that connection, and another is taken.
        """
        with self._turn:
            kept, self._writer = self._writer or self.connect(), None
            try:
                found = work(kept)
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
