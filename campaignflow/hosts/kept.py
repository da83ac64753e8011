"""Runs that are kept between requests, so that of their logs only what is new is read."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager, suppress
from threading import Lock
from typing import Final

from campaignflow.errors import DefinitionError, LogCorruptError
from campaignflow.events import Event
from campaignflow.log import Entry, EventLog
from campaignflow.run import Run

_MOST: Final = 100_000
"""How many events the kept runs may have in all; each takes about a kilobyte."""


class KeptRun(Run):
    """A run that remembers its events, so that no report reads them a second time."""

    _past: tuple[Event, ...] = ()

    def events(self) -> tuple[Event, ...]:
        """Return every event of the run, in order; only those are read that are new."""
        self._past += tuple(entry.event for entry in self.log.read(self.name, len(self._past)))
        return self._past

    def _take_in(self, entries: Sequence[Entry]) -> None:
        before = self.version
        super()._take_in(entries)
        if len(self._past) == before:
            self._past += tuple(entry.event for entry in entries)


class Shelf:
    """Keep runs between requests, those used last, and bring each up to date before it is used.

    A run is lent to one request at a time; who asks for it meanwhile loads another. It is used only
    if it comes to the very head that the log has, by count and digest, once what is new has been
    taken in; else, and after a request that failed, it is loaded anew. What somebody altered in the
    database below the head is therefore found by ``verify`` and whenever a run is loaded, not by
    each request.

    Args:
        most: How many events the runs may have in all.
    """

    def __init__(self, most: int = _MOST) -> None:
        self._most = most
        self._runs: OrderedDict[Hashable, KeptRun] = OrderedDict()
        self._lock = Lock()

    @contextmanager
    def lend(self, key: Hashable, log: EventLog, load: Callable[[], KeptRun]) -> Iterator[KeptRun]:
        """Lend a run for one request.

        Args:
            key: What the run is kept under.
            log: The log of this request, in which it is.
            load: Loads it where none is kept, or the one that is kept has no future.
        """
        with self._lock:
            run = self._runs.pop(key, None)
        if run is None or not _is_current(run, log):
            run = load()
        yield run
        with self._lock:
            self._runs[key] = run
            while sum(kept.version for kept in self._runs.values()) > self._most:
                self._runs.popitem(last=False)


def _is_current(run: KeptRun, log: EventLog) -> bool:
    """Return whether a run is what the log says, once it has taken in what is new."""
    run.log = log
    head = log.head(run.name)
    if head.count > run.version:
        with suppress(LogCorruptError, DefinitionError):
            run.refresh()
    return (run.version, run.digest) == (head.count, head.digest)
