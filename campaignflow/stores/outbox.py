"""What leaves a log: one gapless feed of all runs, and the notes that sweeps make.

Both are numbered where one writer at a time stands, after the events are committed. A reader that
keeps the last number it has seen therefore misses nothing and meets nothing twice, which a number
given while transactions still run side by side could not promise.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from itertools import count
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, Row, and_, func, insert, select, text, update

from campaignflow.events import Event
from campaignflow.stores import statements
from campaignflow.stores.access import Access
from campaignflow.stores.layout import Tables

_RUNS: Final = 500
"""How many runs are numbered in one transaction."""
_LOCK: Final = 0x6366_6C78


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
        access: The database.
        tables: The tables in it.
    """

    def __init__(self, access: Access, tables: Tables) -> None:
        self._access = access
        self._tables = tables

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
        feed, events = self._tables.feed, self._tables.events
        query = (
            select(feed.c.position, feed.c.run, *events.c[1:])
            .join(events, and_(events.c.run == feed.c.run, events.c.seq == feed.c.seq))
            .where(feed.c.position > after)
            .order_by(feed.c.position)
            .limit(number)
        )
        with self._access.connected("read the feed") as connection:
            while self._number(connection):
                pass
            rows = connection.execute(query).all()
        return [FedEvent(at, run, statements.entry(row).event) for at, run, *row in rows]

    def _number(self, connection: Connection) -> bool:
        """Give places to the new events of some runs; return whether there may be more."""
        runs, events, _tallies, feed, _notes = self._tables
        new = select(runs.c.run, runs.c.fed, runs.c.count).where(runs.c.fed < runs.c.count)
        if connection.execute(new.limit(1)).first() is None:
            return False
        _one_at_a_time(connection)
        found = connection.execute(new.order_by(runs.c.run).limit(_RUNS)).all()
        rows = [
            (recorded, run, seq)
            for run, fed, whole in found
            for seq, recorded in connection.execute(
                select(events.c.seq, events.c.recorded_at).where(
                    events.c.run == run, events.c.seq > fed, events.c.seq <= whole
                )
            )
        ]
        last = connection.scalar(select(func.max(feed.c.position))) or 0
        places = zip(count(last + 1), sorted(rows), strict=False)
        values = [{"position": at, "run": run, "seq": seq} for at, (_, run, seq) in places]
        if values:
            connection.execute(insert(feed), values)
        for run, _fed, whole in found:
            connection.execute(update(runs).where(runs.c.run == run).values(fed=whole))
        return len(found) == _RUNS

    # --- sweeps

    def due(self, now: int) -> tuple[str, ...]:
        """Return the runs to look at: changed since the last look, or their time has come.

        Args:
            now: Units: microseconds since the epoch, UTC.

        Raises:
            StorageError: The database failed.
        """
        runs = self._tables.runs
        query = select(runs.c.run).where(runs.c.due <= now).order_by(runs.c.due, runs.c.run)
        with self._access.connected("list what is due") as connection:
            return tuple(connection.scalars(query))

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
        runs = self._tables.runs
        looked = update(runs).where(runs.c.run == run, runs.c.count == version).values(due=again)
        with self._access.connected(f"keep the look at run {run!r}") as connection:
            _one_at_a_time(connection)
            if not connection.execute(looked).rowcount:
                return None
            return self._keep(connection, run, list(notes), now)

    def _keep(
        self, connection: Connection, run: str, notes: Sequence[Note], now: int
    ) -> tuple[Note, ...]:
        table = self._tables.notes
        query = select(table.c.node, table.c.due, table.c.level).where(table.c.run == run)
        made = {tuple(row) for row in connection.execute(query)}
        new = tuple(note for note in notes if note[1:4] not in made)
        last = connection.scalar(select(func.max(table.c.position))) or 0
        values = [
            {**note._asdict(), "data": _encode(note.data), "position": place, "at": now}
            for place, note in enumerate(new, last + 1)
        ]
        if values:
            connection.execute(insert(table), values)
        return new

    def notes(self, after: int = 0, number: int = 100) -> list[KeptNote]:
        """Return the notes of all sweeps that follow a position, in order.

        Raises:
            StorageError: The database failed.
        """
        table = self._tables.notes
        query = select(table).where(table.c.position > after).order_by(table.c.position)
        with self._access.connected("read the notes") as connection:
            rows = connection.execute(query.limit(number)).all()
        return [KeptNote(row.position, row.at, _note(row)) for row in rows]


def _note(row: Row[Any]) -> Note:
    return Note(row.run, row.node, row.due, row.level, json.loads(row.data))


def _one_at_a_time(connection: Connection) -> None:
    """Wait until nobody else numbers anything; on SQLite a writer is alone already."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})


def _encode(data: Mapping[str, Any]) -> str:
    return json.dumps(dict(data), ensure_ascii=False)
