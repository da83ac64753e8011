"""What leaves a log: one gapless feed of all runs, and the notes that sweeps make.

Both are numbered where one writer at a time stands, after the events are committed. A reader that
keeps the last number it has seen therefore misses nothing and meets nothing twice, which a number
given while transactions still run side by side could not promise.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, Final, NamedTuple

from campaignflow.events import Event
from campaignflow.stores import rows
from campaignflow.stores.lending import Cursor, Lender, changed, each
from campaignflow.stores.statements import Statements

_RUNS: Final = 500
"""How many runs are numbered in one transaction."""


class FedEvent(NamedTuple):
    """Hold one event with its place among the events of all runs.

    Attributes:
        position: Its place: 1, 2, 3 and so on, without gaps.
        run: Name of its run.
        event: The event.
    """

    position: int
    run: str
    event: Event


class Note(NamedTuple):
    """Hold one thing that a sweep says once: the first four fields never come twice.

    Attributes:
        run: Name of the run.
        node: What it is about.
        due: Day it is about, in ISO form.
        level: How urgent it is.
        data: The rest, as plain data.
    """

    run: str
    node: str
    due: str
    level: str
    data: Mapping[str, Any]


class KeptNote(NamedTuple):
    """Hold a note with its place among all notes and the time it was made (microseconds, UTC)."""

    position: int
    at: int
    note: Note


class Outbox:
    """Hand out what has happened, and remember what a sweep has looked at.

    Args:
        access: Who lends the cursors.
        sql: The statements for them.
    """

    def __init__(self, access: Lender, sql: Statements) -> None:
        self._access = access
        self._sql = sql

    # --- the feed of all runs

    def feed(self, after: int = 0, number: int = 100) -> list[FedEvent]:
        """Return the committed events of all runs that follow a position, in order.

        What has no place yet gets one first: events of one run stay in their order, those of
        several runs are ordered by the time they were recorded.

        Args:
            after: The last position that the reader has seen.
            number: How many at most.

        Raises:
            StorageError: The database failed, or may only be read.
        """
        doing = "read the feed"
        while self._is_behind(doing):
            self._access.writing(doing, self._number)
        with self._access.reading(doing) as cursor:
            cursor.execute(self._sql.feed, (after, number))
            found = cursor.fetchall()
        return [FedEvent(at, run, rows.entry(row).event) for at, run, *row in found]

    def _is_behind(self, doing: str) -> bool:
        with self._access.reading(doing) as cursor:
            cursor.execute(self._sql.unfed, (1,))
            return bool(cursor.fetchall())

    def _number(self, cursor: Cursor) -> None:
        """Give places to the new events of some runs."""
        cursor.execute(self._sql.turn, ())
        cursor.execute(self._sql.unfed, (_RUNS,))
        found = cursor.fetchall()
        fresh: list[tuple[int, str, int]] = []
        for span in found:
            cursor.execute(self._sql.fresh, tuple(span))
            fresh += map(tuple, cursor.fetchall())
        place = self._last(cursor, self._sql.last_fed)
        fed = [(at, *what[1:]) for at, what in enumerate(sorted(fresh), place + 1)]
        each(cursor, self._sql.add_fed, fed)
        each(cursor, self._sql.fed, [(last, last + 1, run) for run, _after, last in found])

    def _last(self, cursor: Cursor, statement: str) -> int:
        cursor.execute(statement, ())
        (last,) = cursor.fetchone()
        return last or 0

    # --- sweeps

    def due(self, now: int) -> tuple[str, ...]:
        """Return the runs to look at: changed since the last look, or their time has come.

        Args:
            now: Units: microseconds since the epoch, UTC.

        Raises:
            StorageError: The database failed.
        """
        with self._access.reading("list what is due") as cursor:
            cursor.execute(self._sql.due, (now,))
            return tuple(run for (run,) in cursor.fetchall())

    def looked(
        self, run: str, version: int, again: int | None, notes: Iterable[Note], now: int
    ) -> tuple[Note, ...] | None:
        """Keep what a look at a run led to, and when to look again; all of it or nothing.

        Args:
            run: Name of the run.
            version: The version that was looked at.
            again: When time alone will next matter; None for never.
                Units: microseconds since the epoch, UTC.
            notes: What there is to say.
            now: When it was looked at. Units: as ``again``.

        Returns:
            The notes that were not made before; None if the run has moved on since it was read,
            and then nothing is kept.

        Raises:
            StorageError: The database failed; nothing is kept.
        """

        def keep(cursor: Cursor) -> tuple[Note, ...] | None:
            cursor.execute(self._sql.turn, ())
            if not changed(self._sql.looked, (again, run, version), cursor):
                return None
            cursor.execute(self._sql.noted, (run,))
            made = {tuple(row) for row in cursor.fetchall()}
            new = tuple(note for note in notes if note[1:4] not in made)
            last = self._last(cursor, self._sql.last_note)
            kept = [(at, now, *n[:4], _encode(n.data)) for at, n in enumerate(new, last + 1)]
            each(cursor, self._sql.add_note, kept)
            return new

        return self._access.writing(f"keep the look at run {run!r}", keep)

    def notes(self, after: int = 0, number: int = 100) -> list[KeptNote]:
        """Return the notes of all sweeps that follow a position, in order.

        Raises:
            StorageError: The database failed.
        """
        with self._access.reading("read the notes") as cursor:
            cursor.execute(self._sql.notes, (after, number))
            found = cursor.fetchall()
        return [
            KeptNote(position, at, Note(run, node, due, level, json.loads(data)))
            for position, at, run, node, due, level, data in found
        ]


def _encode(data: Mapping[str, Any]) -> str:
    return json.dumps(dict(data), ensure_ascii=False)
