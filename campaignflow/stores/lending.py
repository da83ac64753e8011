"""Cursors, and whoever lends them: what a log in SQL tables asks of a driver or of a host."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol, TypeVar

T = TypeVar("T")


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

    def writing(self, doing: str, work: Callable[[Cursor], T]) -> T:
        """Do what writes with a cursor: all of it is kept, or on any exception none of it."""

    def alone(self, doing: str, statement: str, parameters: Sequence[Any]) -> int:
        """Execute one statement that writes, and return how many rows it changed."""


def changed(statement: str, parameters: Sequence[Any], cursor: Cursor) -> int:
    """Execute a statement and return how many rows it changed."""
    cursor.execute(statement, parameters)
    return cursor.rowcount


def each(cursor: Cursor, statement: str, rows: Sequence[tuple[Any, ...]]) -> None:
    """Execute for every row; a single one directly, since drivers batch at a price."""
    if len(rows) == 1:
        cursor.execute(statement, rows[0])
    elif rows:
        cursor.executemany(statement, rows)
