"""How every log in SQL tables is written with a cursor, whoever lends it; it is read likewise."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from itertools import repeat
from typing import Any, Final, NamedTuple

from campaignflow.errors import (
    LogCorruptError,
    RunExistsError,
    StorageError,
    VersionConflictError,
)
from campaignflow.events import Event, chain, genesis
from campaignflow.log import Head, Projection
from campaignflow.log.protocol import erased_tokens, key_used, require_continuation
from campaignflow.sealing import SealedText
from campaignflow.stores import rows
from campaignflow.stores.lending import Cursor, Lender, each
from campaignflow.stores.reader import CursorReader
from campaignflow.stores.statements import Statements

_REMEMBERED: Final = 10_000
"""Of how many runs a log remembers the end."""

_new_head: Final[Callable[..., Head]] = tuple.__new__  # a third of the time of calling the class


class _Asked(NamedTuple):
    """Hold what an append is asked for."""

    run: str
    events: Sequence[Event]
    version: int
    projection: Projection | None
    texts: Sequence[SealedText]
    erased: Sequence[str]


class _Going(NamedTuple):
    """Hold the digests of the events to append, and what ``go_on`` takes."""

    digests: list[bytes]
    recorded: tuple[Any, ...]


class _Held(NamedTuple):
    """Hold what is recorded of a run apart from its entries, while nobody else can change it."""

    count: int  # type: ignore[assignment]  # as in Head
    digest: bytes
    due: int | None
    unfed: int | None


_new_asked: Final[Callable[..., _Asked]] = tuple.__new__
_new_going: Final[Callable[..., _Going]] = tuple.__new__


class CursorLog(CursorReader):
    """Keep logs in SQL tables reached through cursors.

    Args:
        access: Who lends the cursors.
        sql: The statements for them.
    """

    wants_projection = True

    def __init__(self, access: Lender, sql: Statements) -> None:
        super().__init__(access, sql)
        self._left: dict[str, Head] = {}

    def append(
        self,
        run: str,
        events: Sequence[Event],
        expected_version: int,
        projection: Projection | None = None,
        texts: Sequence[SealedText] = (),
    ) -> Head:
        """Append events to a run, all or none; see :meth:`EventLog.append`.

        Where the connection breaks during the commit the outcome is unknown: ask again with the
        same idempotency key.

        Raises:
            RunExistsError: ``expected_version`` is 0 and the run exists.
            RunNotFoundError: ``expected_version`` is not 0 and the run does not exist.
            VersionConflictError: The run has another number of events.
            InvariantViolationError: No events, a gap in their numbers, or a key used before.
            LogCorruptError: Entries stand where the recorded head says there are none.
            StorageBusyError: Somebody else holds the database for too long.
            StorageError: The database failed or cannot hold a value; nothing was written.
        """
        keys = require_continuation(run, events, expected_version)
        erased = erased_tokens(events)
        asked = _new_asked(_Asked, (run, events, expected_version, projection, texts, erased))
        going = self._going_on(asked)
        doing = f"append to run {run!r}"
        try:
            if going is not None and self._sql.go_on_by_one and self._go_on(doing, asked, going):
                return self._kept(run, events, going.digests)
            return self._access.writing(doing, partial(self._append, asked, going))
        except StorageError as failure:
            if isinstance(failure.__cause__, self._access.driver.IntegrityError):
                self._explain(run, keys, expected_version)
            raise

    def _going_on(self, asked: _Asked) -> _Going | None:
        """Return how the run goes on from where this log left it; None where it did not."""
        run, events, version, projection, _texts, _erased = asked
        left = self._left.get(run)
        if left is None or left[0] != version or projection is None:
            return None
        digests = chain(left[1], events)
        head = (version + len(digests), bytearray(digests[-1]))
        projected = rows.projection_row(projection)
        recorded = (*head, *projected, run, version, bytearray(left[1]), events[-1][5])
        return _new_going(_Going, (digests, recorded))

    def _go_on(self, doing: str, asked: _Asked, going: _Going) -> bool:
        """Append a single event in a single statement, where there is nothing else to write.

        Returns:
            Whether it is written; else nothing is.
        """
        run, events, _version, projection, texts, erased = asked
        if len(events) > 1 or texts or erased or (projection and projection.tallies):
            return False
        row = rows.event_row(run, events[0], going.digests[0])
        return bool(self._access.alone(doing, self._sql.go_on_by_one, (*going.recorded, *row)))

    def _append(self, asked: _Asked, going: _Going | None, cursor: Cursor) -> Head:
        run, events, _version, projection, texts, erased = asked
        digests: Sequence[bytes] = ()
        if going is not None:
            digests, recorded = going
            cursor.execute(self._sql.go_on, recorded)
        if going is None or not cursor.rowcount:  # somebody else wrote, or may have
            digests = self._put_head(asked, cursor)
        entries = list(map(rows.event_row, repeat(run), events, digests))
        plain = rows.plain_row(entries[0]) if len(entries) == 1 else None
        if plain is None:
            each(cursor, self._sql.add_event, entries)
        else:
            cursor.execute(self._sql.add_plain, plain)
        if projection is not None and projection.tallies:
            tallies = [(run, *tally) for tally in projection.tallies]
            each(cursor, self._sql.put_tally, tallies)
        if texts or erased:
            self._keep_texts(cursor, run, texts, erased)
        return self._kept(run, events, digests)

    def _keep_texts(
        self, cursor: Cursor, run: str, texts: Sequence[SealedText], erased: Sequence[str]
    ) -> None:
        """Keep texts beside the events with their tokens, and erase others with their salts."""
        each(cursor, self._sql.add_text, [(run, *text) for text in texts])
        if erased:
            cursor.execute(self._sql.overwrite)
            each(cursor, self._sql.erase_text, [(run, token) for token in erased])

    def _kept(self, run: str, events: Sequence[Event], digests: Sequence[bytes]) -> Head:
        """Remember the new end of a run, once all is written; what is undone is noticed later."""
        if len(self._left) >= _REMEMBERED:
            self._left.clear()
        self._left[run] = head = _new_head(Head, (events[-1][0], digests[-1]))
        return head

    def _put_head(self, asked: _Asked, cursor: Cursor) -> list[bytes]:
        """Record where the run ends; what has changed is due to be looked at, and to be fed.

        Returns:
            The digests of the events.
        """
        run, events, version, projection, _texts, _erased = asked
        found = self._lock(cursor, run, version) if version else None
        digests = chain(found.digest if found else genesis(run), events)
        head = (version + len(digests), digests[-1])
        projected = rows.projection_row(projection)
        now = events[-1].recorded_at
        if found is None:
            cursor.execute(self._sql.create_run, (run, *head, *projected, now))
            return digests
        if projection is None:
            cursor.execute(self._sql.advance, (*head, run))
        else:
            cursor.execute(self._sql.project, (*head, *projected, run))
        due = now if found.due is None else min(found.due, now)
        unfed = version + 1 if found.unfed is None else found.unfed
        if (due, unfed) != (found.due, found.unfed):
            cursor.execute(self._sql.wake, (due, unfed, run))
        return digests

    def _lock(self, cursor: Cursor, run: str, version: int) -> _Held:
        """Hold the run until the transaction ends and return what is recorded of it."""
        found = _Held(*self._recorded(cursor, run, self._sql.lock_head))
        if found.count != version:
            raise VersionConflictError(run, version, found.count)
        return found

    def _explain(self, run: str, keys: Sequence[str], version: int) -> None:
        """Raise why the database refused an event as a double; return if it was not that."""
        with self._access.reading(f"look into run {run!r}") as cursor:
            cursor.execute(self._sql.head, (run,))
            if not version and cursor.fetchone() is not None:
                raise RunExistsError(run)
            for key in keys:
                cursor.execute(self._sql.key, (run, key))
                if cursor.fetchone() is not None:
                    raise key_used(run, key)
            cursor.execute(self._sql.read, (run, version))
            if cursor.fetchone() is not None:
                raise LogCorruptError(run, version + 1, "an entry stands beyond the recorded head")
