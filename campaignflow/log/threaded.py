"""Any synchronous log behind the asynchronous verbs, each call in a worker thread."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence

from campaignflow.events import Event
from campaignflow.log.protocol import Entry, EventLog, Head, Projection
from campaignflow.sealing import SealedText


class ThreadedLog:
    """Offer a synchronous log to asynchronous code without blocking its loop.

    Example:
        >>> from campaignflow.log import MemoryLog
        >>> asyncio.run(ThreadedLog(MemoryLog()).runs())
        ()
    """

    def __init__(self, log: EventLog) -> None:
        self._log = log
        self.wants_projection = log.wants_projection

    async def append(
        self,
        run: str,
        events: Sequence[Event],
        expected_version: int,
        projection: Projection | None = None,
        texts: Sequence[SealedText] = (),
    ) -> Head:
        """Append events to a run; see :meth:`EventLog.append`."""
        append = self._log.append
        return await asyncio.to_thread(append, run, events, expected_version, projection, texts)

    async def read(self, run: str, after: int = 0, limit: int | None = None) -> Sequence[Entry]:
        """Return the entries that follow ``after``; see :meth:`EventLog.read`."""
        return await asyncio.to_thread(self._log.read, run, after, limit)

    async def head(self, run: str) -> Head:
        """Return where the run's log ends; see :meth:`EventLog.head`."""
        return await asyncio.to_thread(self._log.head, run)

    async def status(self, run: str) -> Projection | None:
        """Return the latest projection; see :meth:`EventLog.status`."""
        return await asyncio.to_thread(self._log.status, run)

    async def runs(self) -> tuple[str, ...]:
        """Return the names of all runs; see :meth:`EventLog.runs`."""
        return await asyncio.to_thread(self._log.runs)

    async def texts(self, run: str, tokens: Iterable[str] | None = None) -> Sequence[SealedText]:
        """Return the texts kept apart from a run's events; see :meth:`EventLog.texts`."""
        return await asyncio.to_thread(self._log.texts, run, tokens)
