"""What a log of runs promises, and the small values that pass between it and its users.

A log keeps one gapless list of events per run and nothing else; it never judges them. Beside the
events it keeps the latest :class:`Projection` of each run, so that lists and sweeps need no replay.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple, Protocol

from campaignflow.errors import InvariantViolationError
from campaignflow.events import Event
from campaignflow.sealing import SealedText


class Head(NamedTuple):
    """Hold where a run's log ends.

    Attributes:
        count: How many events the run has; also its version.
        digest: Digest of the last event. Units: 32 bytes.
    """

    count: int  # type: ignore[assignment]  # hides tuple.count, which a head has no use for
    digest: bytes


class Entry(NamedTuple):
    """Hold one event as it lies in the log, with the digest stored beside it."""

    event: Event
    digest: bytes


class Tally(NamedTuple):
    """Hold how far one rule of a run is met.

    Attributes:
        rule: Key of the rule.
        need: How many are needed.
        met: How many are there.
        verdict: What the rule says now.
    """

    rule: str
    need: int
    met: int
    verdict: str


class Projection(NamedTuple):
    """Hold what lists and sweeps ask of a run, so that they need not replay it.

    Attributes:
        campaign: Key of the campaign.
        version: Version of the campaign.
        unit: Unit the run belongs to.
        status: State of the run.
        open_nodes: Keys of the open nodes, in the order of the campaign.
        next_wakeup: When time alone will next matter; None for never.
            Units: microseconds since the epoch, UTC.
        tallies: When appended, only those that changed; when read back, all, by rule.
    """

    campaign: str
    version: str
    unit: str
    status: str
    open_nodes: tuple[str, ...]
    next_wakeup: int | None
    tallies: tuple[Tally, ...] = ()


class EventLog(Protocol):
    """Keep the events of many runs, each run an append-only list of its own.

    Attributes:
        wants_projection: Whether writers should make a projection for every append.
    """

    wants_projection: bool

    def append(
        self,
        run: str,
        events: Sequence[Event],
        expected_version: int,
        projection: Projection | None = None,
        texts: Sequence[SealedText] = (),
    ) -> Head:
        """Append events to a run, all of them or none.

        Texts whose tokens an event ``erased`` names are erased with their salts in the same step.

        Args:
            run: Name of the run.
            events: One or more, numbered on from ``expected_version``.
            expected_version: How many events the run is believed to have; 0 creates it.
            projection: What the run looks like afterwards; None leaves the stored one.
            texts: Texts about people that tokens in the events stand for, kept apart from them.

        Returns:
            The new end of the run's log.

        Raises:
            RunExistsError: ``expected_version`` is 0 and the run exists.
            RunNotFoundError: ``expected_version`` is not 0 and the run does not exist.
            VersionConflictError: The run has another number of events.
            InvariantViolationError: No events, a gap in their numbers, or a key used before.
            StorageError: The store failed or cannot hold a value; nothing was written.
        """

    def read(self, run: str, after: int = 0, limit: int | None = None) -> Sequence[Entry]:
        """Return the entries of a run that follow entry ``after``, in order; maybe none.

        Args:
            run: Name of the run.
            after: The last entry that is not wanted.
            limit: How many at most, 0 or more; all where left out.

        Raises:
            RunNotFoundError: There is no such run.
            LogCorruptError: An entry cannot be decoded.
            StorageError: The store failed.
        """

    def head(self, run: str) -> Head:
        """Return where the run's log ends, as recorded apart from the entries.

        Raises:
            RunNotFoundError: There is no such run.
            StorageError: The store failed.
        """

    def status(self, run: str) -> Projection | None:
        """Return the latest projection with every tally by rule; None if none was appended.

        Raises:
            RunNotFoundError: There is no such run.
            StorageError: The store failed.
        """

    def runs(self) -> tuple[str, ...]:
        """Return the names of all runs, sorted by code point; empty for a new log.

        Raises:
            StorageError: The store failed.
        """

    def texts(self, run: str, tokens: Iterable[str] | None = None) -> Sequence[SealedText]:
        """Return the texts that are kept apart from a run's events, in the order of their tokens.

        What is left of an erased one is its token; there are none where there is no such run.

        Args:
            run: Name of the run.
            tokens: Only the texts that these stand for; all where left out.

        Raises:
            StorageError: The store failed.
        """


class AsyncEventLog(Protocol):
    """Keep the events of many runs; the verbs of :class:`EventLog` as coroutines."""

    wants_projection: bool

    async def append(
        self,
        run: str,
        events: Sequence[Event],
        expected_version: int,
        projection: Projection | None = None,
        texts: Sequence[SealedText] = (),
    ) -> Head:
        """Append events to a run, all or none; see :meth:`EventLog.append`."""

    async def read(self, run: str, after: int = 0, limit: int | None = None) -> Sequence[Entry]:
        """Return the entries that follow ``after``; see :meth:`EventLog.read`."""

    async def head(self, run: str) -> Head:
        """Return where the run's log ends; see :meth:`EventLog.head`."""

    async def status(self, run: str) -> Projection | None:
        """Return the latest projection; see :meth:`EventLog.status`."""

    async def runs(self) -> tuple[str, ...]:
        """Return the names of all runs, sorted; see :meth:`EventLog.runs`."""

    async def texts(self, run: str, tokens: Iterable[str] | None = None) -> Sequence[SealedText]:
        """Return the texts kept apart from a run's events; see :meth:`EventLog.texts`."""


def require_continuation(run: str, events: Sequence[Event], version: int) -> list[str]:
    """Require events numbered on from ``version``, each idempotency key at most once.

    Returns:
        The keys among the events, in order; empty where none has one.

    Raises:
        InvariantViolationError: No events, a gap in their numbers, or a key twice.
    """
    if not events:
        raise InvariantViolationError(f"nothing to append to run {run!r}: give one event or more")
    keys: list[str] = []
    for seq, event in enumerate(events, version + 1):
        if event.seq != seq:
            raise InvariantViolationError(
                f"run {run!r} continues with event {seq}, but this one is numbered {event.seq}"
            )
        if event.key is not None:
            if event.key in keys:
                raise key_used(run, event.key)
            keys.append(event.key)
    return keys


def erased_tokens(events: Sequence[Event]) -> list[str]:
    """Return the tokens of the texts that events erase."""
    tokens: list[str] = []
    for event in events:
        if event.kind == "erased":
            tokens += event.data.get("tokens", ())
    return tokens


def key_used(run: str, key: str) -> InvariantViolationError:
    """Return the error for an idempotency key that the run has already."""
    return InvariantViolationError(
        f"run {run!r} holds an event with the key {key!r} already: answer with that event instead"
    )
