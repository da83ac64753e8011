"""A log in memory, for tests, dry runs and simulations."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from threading import Lock

from campaignflow.errors import RunExistsError, RunNotFoundError, VersionConflictError
from campaignflow.events import Event, chain, genesis, link
from campaignflow.log.protocol import (
    Entry,
    Head,
    Projection,
    Tally,
    erased_tokens,
    key_used,
    require_continuation,
)
from campaignflow.sealing import SealedText, erased

_head: Callable[..., Head] = tuple.__new__


class _Run:
    """Hold one run: its events with their digests, its keys and its projection."""

    __slots__ = ("entries", "keys", "projection", "tallies", "texts")

    def __init__(self) -> None:
        self.entries: list[tuple[Event, bytes]] = []
        self.keys: set[str] = set()
        self.projection: Projection | None = None
        self.tallies: dict[str, Tally] = {}
        self.texts: dict[str, SealedText] = {}

    def extend(self, run: str, events: Sequence[Event]) -> Head:
        """Check and add the events in one step; nothing changes where a check fails."""
        entries = self.entries
        version, digest = len(entries), entries[-1][1] if entries else genesis(run)
        if len(events) == 1 and (event := events[0]).key is None and event.seq == version + 1:
            digest = link(digest, event)
            entries.append((event, digest))
            return _head(Head, (version + 1, digest))
        keys = require_continuation(run, events, version)
        if not self.keys.isdisjoint(keys):
            raise key_used(run, next(key for key in keys if key in self.keys))
        digests = chain(digest, events)
        entries += zip(events, digests, strict=True)
        self.keys.update(keys)
        return Head(len(entries), digests[-1])

    def keep(self, texts: Sequence[SealedText], events: Sequence[Event]) -> None:
        """Keep texts beside the events, and erase those that events erase."""
        for text in (*texts, *map(erased, erased_tokens(events))):
            self.texts[text.token] = text

    def project(self, projection: Projection) -> None:
        """Keep the projection; tallies that it does not list stay as they were."""
        self.projection = projection
        for tally in projection.tallies:
            self.tallies[tally.rule] = tally


class MemoryLog:
    """Keep runs in memory; safe to share between threads, gone with the process.

    Example:
        >>> from campaignflow.events import NOTHING, Event
        >>> log = MemoryLog()
        >>> tick = Event(1, "ticked", "", 0, "instant", 0, None, None, None, None, None, NOTHING)
        >>> log.append("no-7", [tick], expected_version=0).count
        1
        >>> [entry.event.kind for entry in log.read("no-7")]
        ['ticked']
        >>> log.runs()
        ('no-7',)
    """

    __slots__ = ("_lock", "_runs", "wants_projection")

    def __init__(self, *, wants_projection: bool = False) -> None:
        self.wants_projection = wants_projection
        self._lock = Lock()
        self._runs: dict[str, _Run] = {}

    def append(
        self,
        run: str,
        events: Sequence[Event],
        expected_version: int,
        projection: Projection | None = None,
        texts: Sequence[SealedText] = (),
    ) -> Head:
        """Append events to a run, all or none; see :meth:`EventLog.append`.

        Raises:
            RunExistsError: ``expected_version`` is 0 and the run exists.
            RunNotFoundError: ``expected_version`` is not 0 and the run does not exist.
            VersionConflictError: The run has another number of events.
            InvariantViolationError: No events, a gap in their numbers, or a key used before.
        """
        with self._lock:
            kept = self._runs.get(run)
            if kept is None or len(kept.entries) != expected_version:
                require_continuation(run, events, expected_version)
                kept = _admit(run, kept, expected_version)
            head = kept.extend(run, events)
            if projection is not None:
                kept.project(projection)
            if texts or len(events) > 1 or events[0].kind == "erased":
                kept.keep(texts, events)
            if not expected_version:
                self._runs[run] = kept
        return head

    def read(self, run: str, after: int = 0, limit: int | None = None) -> list[Entry]:
        """Return the entries of a run that follow entry ``after``, in order; maybe none.

        Args:
            run: Name of the run.
            after: The last entry that is not wanted.
            limit: How many at most; all where left out.

        Raises:
            RunNotFoundError: There is no such run.
        """
        with self._lock:
            kept = self._find(run)
            found = kept.entries[after : None if limit is None else after + limit]
        return list(map(Entry._make, found))

    def head(self, run: str) -> Head:
        """Return where the run's log ends.

        Raises:
            RunNotFoundError: There is no such run.
        """
        with self._lock:
            kept = self._find(run)
            return Head(len(kept.entries), kept.entries[-1][1])

    def status(self, run: str) -> Projection | None:
        """Return the latest projection with every tally by rule; None if none was appended.

        Raises:
            RunNotFoundError: There is no such run.
        """
        with self._lock:
            kept = self._find(run)
            if kept.projection is None:
                return None
            return kept.projection._replace(tallies=tuple(sorted(kept.tallies.values())))

    def texts(self, run: str, tokens: Iterable[str] | None = None) -> list[SealedText]:
        """Return the texts that are kept apart from a run's events, in the order of their tokens.

        What is left of an erased one is its token; there are none where there is no such run.

        Args:
            run: Name of the run.
            tokens: Only the texts that these stand for; all where left out.
        """
        with self._lock:
            kept = self._runs[run].texts if run in self._runs else {}
            wanted = kept if tokens is None else {*tokens}
            return sorted(kept[token] for token in wanted if token in kept)

    def runs(self) -> tuple[str, ...]:
        """Return the names of all runs, sorted by code point; empty for a new log."""
        with self._lock:
            return tuple(sorted(self._runs))

    def _find(self, run: str) -> _Run:
        try:
            return self._runs[run]
        except KeyError:
            raise RunNotFoundError(run) from None


def _admit(run: str, kept: _Run | None, expected_version: int) -> _Run:
    """Return a new run, or raise what is wrong with the expected version."""
    if kept is not None:
        if expected_version:
            raise VersionConflictError(run, expected_version, len(kept.entries))
        raise RunExistsError(run)
    if expected_version:
        raise RunNotFoundError(run)
    return _Run()
