"""Cursors, and whoever lends them: what a log in SQL tables asks of a driver or of a host."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol


class Cursor(Protocol):
    """What is asked of a driver's cursor."""

    @property
    def rowcount(self) -> int:
        """How many rows the last statement changed."""

    def execute(self, statement: str, parameters: Any = ..., /) -> Any:
        """Execute a statement."""

    def executemany(self, statement: str, parameters: Any, /) -> Any:
        """Execute a statement for each of the parameters."""

    def fetchone(self) -> Any:
        """Return the next row, or None."""

    def fetchall(self) -> Sequence[Any]:
        """Return the rows that are left."""


class Lender(Protocol):
    """Lend cursors inside transactions.

    Attributes:
        driver: What holds the exceptions ``Error`` and ``IntegrityError`` that its cursors raise.
    """

    driver: Any

    def reading(self, doing: str) -> AbstractContextManager[Cursor]:
        """Lend a cursor for reading; what fails is a typed error that says ``doing``."""

    def writing(self, doing: str) -> AbstractContextManager[Cursor]:
        """Lend a cursor for writing: all of it is kept, or on any exception none of it."""

    def alone(self, doing: str) -> AbstractContextManager[Cursor]:
        """Lend a cursor for one statement that writes: as good as :meth:`writing`, in less time."""


def each(cursor: Cursor, statement: str, rows: Sequence[tuple[Any, ...]]) -> None:
    """Execute for every row; a single one directly, since drivers batch at a price."""
    if len(rows) == 1:
        cursor.execute(statement, rows[0])
    elif rows:
        cursor.executemany(statement, rows)
