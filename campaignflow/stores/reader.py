"""How every log in SQL tables is read with a cursor, whoever lends it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from campaignflow.errors import LogCorruptError, LogError, RunNotFoundError, StorageError
from campaignflow.events import Event
from campaignflow.log import Entry, Head, Projection
from campaignflow.sealing import SealedText
from campaignflow.stores import rows
from campaignflow.stores.failures import is_undecodable
from campaignflow.stores.lending import Cursor, Lender
from campaignflow.stores.outbox import Outbox
from campaignflow.stores.statements import Statements


class CursorReader:
    """Read logs in SQL tables reached through cursors.

    Args:
        access: Who lends the cursors.
        sql: The statements for them.
    """

    def __init__(self, access: Lender, sql: Statements) -> None:
        self._access = access
        self._sql = sql

    def read(self, run: str, after: int = 0, limit: int | None = None) -> list[Entry]:
        """Return the entries of a run that follow entry ``after``, in order; maybe none.

        Args:
            run: Name of the run.
            after: The last entry that is not wanted.
            limit: How many at most; all where left out.

        Raises:
            RunNotFoundError: There is no such run.
            LogCorruptError: An entry cannot be decoded, or the run's head is missing.
            StorageError: The database failed.
        """
        with self._access.reading(f"read run {run!r}") as cursor:
            entries = self._entries(cursor, run, after, limit)
            if not entries:
                self._head(cursor, run)
        return entries

    def about(self, run: str, subject: str) -> list[Event]:
        """Return what happened in a run to a subject, in the order of the log; maybe nothing.

        Raises:
            RunNotFoundError: There is no such run.
            LogCorruptError: There are entries of the run, but no head.
            StorageError: The database failed.
        """
        with self._access.reading(f"read run {run!r}") as cursor:
            cursor.execute(self._sql.about, (run, subject))
            found = cursor.fetchall()
            if not found:
                self._head(cursor, run)
        return [rows.entry(row).event for row in found]

    def head(self, run: str) -> Head:
        """Return where the run's log ends, as recorded apart from the entries.

        Raises:
            RunNotFoundError: There is no such run.
            LogCorruptError: There are entries of the run, but no head.
            StorageError: The database failed.
        """
        with self._access.reading(f"read the head of run {run!r}") as cursor:
            return self._head(cursor, run)

    def status(self, run: str) -> Projection | None:
        """Return the latest projection with every tally by rule; None if none was appended.

        Raises:
            RunNotFoundError: There is no such run.
            StorageError: The database failed.
        """
        with self._access.reading(f"read the status of run {run!r}") as cursor:
            cursor.execute(self._sql.status, (run,))
            found = cursor.fetchall()
            if not found:
                raise self._absent(cursor, run)
        try:
            return rows.projection(found)
        except (TypeError, ValueError) as failure:
            raise StorageError(f"the stored status of run {run!r} is damaged") from failure

    def runs(self) -> tuple[str, ...]:
        """Return the names of all runs, sorted by code point; empty for a new log.

        Raises:
            StorageError: The database failed.
        """
        with self._access.reading("list the runs") as cursor:
            cursor.execute(self._sql.runs, ())
            names = [run for (run,) in cursor.fetchall()]
        if not all(isinstance(name, str) for name in names):
            raise StorageError("the stored list of runs is damaged")
        return tuple(sorted(names))

    def texts(self, run: str, tokens: Iterable[str] | None = None) -> list[SealedText]:
        """Return the texts that are kept apart from a run's events, in the order of their tokens.

        What is left of an erased one is its token; there are none where there is no such run.

        Args:
            run: Name of the run.
            tokens: Only the texts that these stand for; all where left out.

        Raises:
            StorageError: The database failed.
        """
        with self._access.reading(f"read the texts of run {run!r}") as cursor:
            if tokens is None:
                cursor.execute(self._sql.texts, (run,))
                return sorted(SealedText(*row) for row in cursor.fetchall())
            found: list[SealedText] = []
            for token in sorted({*tokens}):
                cursor.execute(self._sql.text, (run, token))
                found += [SealedText(*row) for row in cursor.fetchall()]
            return found

    def listed(self, after: str = "", number: int = 100) -> list[tuple[str, Projection | None]]:
        """Return a page of runs with their projections, tallies apart, in the database's order.

        Args:
            after: The last run of the page before; empty for the first page.
            number: How many at most.

        Raises:
            StorageError: The database failed.
        """
        with self._access.reading("list the runs") as cursor:
            cursor.execute(self._sql.listed, (after, number))
            found = cursor.fetchall()
        return [(run, rows.projection([row])) for run, *row in found]

    @property
    def outbox(self) -> Outbox:
        """What leaves the log for other systems, and what a sweep needs of it."""
        return Outbox(self._access, self._sql)

    def _recorded(self, cursor: Cursor, run: str, statement: str) -> Sequence[Any]:
        cursor.execute(statement, (run,))
        row: Sequence[Any] | None = cursor.fetchone()
        if row is None:
            raise self._absent(cursor, run)
        if not (isinstance(row[0], int) and isinstance(row[1], bytes)):
            raise LogCorruptError(run, 1, "the record of the run's head is unreadable")
        return row

    def _entries(self, cursor: Cursor, run: str, after: int, limit: int | None) -> list[Entry]:
        entries: list[Entry] = []
        try:
            if limit is None:
                cursor.execute(self._sql.read, (run, after))
            else:
                cursor.execute(self._sql.read_some, (run, after, limit))
            for row in iter(cursor.fetchone, None):
                entries.append(rows.entry(row))  # noqa: PERF401  # how far it came matters
        except (self._access.driver.Error, ValueError, TypeError, RecursionError) as failure:
            if not is_undecodable(failure):
                raise
            seq = after + len(entries) + 1
            raise LogCorruptError(run, seq, "it cannot be decoded") from failure
        return entries

    def _head(self, cursor: Cursor, run: str) -> Head:
        return Head(*self._recorded(cursor, run, self._sql.head))

    def _absent(self, cursor: Cursor, run: str) -> LogError:
        """Return the error for a run that has no head: not there, or its head was taken away."""
        cursor.execute(self._sql.first_event, (run,))
        if cursor.fetchone() == (None,):
            return RunNotFoundError(run)
        return LogCorruptError(run, 1, "there are entries, but the record of the head is gone")
