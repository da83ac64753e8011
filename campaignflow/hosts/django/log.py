"""Logs in the host's own database, on Django's connection and inside its transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any, Final, TypeVar

from django.db import connections, router, transaction, utils

from campaignflow.errors import StorageError
from campaignflow.events import Event
from campaignflow.hosts.django.models import EVENTS, FEED, NOTES, RUNS, TALLIES, TEXTS, Run
from campaignflow.hosts.django.signals import appended
from campaignflow.log import Head
from campaignflow.stores.cursors import CursorLog
from campaignflow.stores.failures import Typed, failing
from campaignflow.stores.lending import Cursor, changed
from campaignflow.stores.statements import Statements, written_for

_HOLD: Final = "UPDATE campaignflow_runs SET count = count WHERE run IS NULL"
"""Takes SQLite's write lock; after a read, two writers would each wait for the other."""
_CAUGHT: Final = failing(utils.Error)

T = TypeVar("T")


class _Access:
    """Lend cursors of one of Django's connections."""

    driver = utils

    def __init__(self, using: str) -> None:
        self._using = using

    @contextmanager
    def reading(self, doing: str) -> Iterator[Cursor]:
        """Lend a cursor for reading."""
        with Typed(doing, _CAUGHT), connections[self._using].cursor() as cursor:
            yield cursor

    def writing(self, doing: str, work: Callable[[Any], T]) -> T:
        """Do what writes inside ``transaction.atomic``: a savepoint within the host's own."""
        connection = connections[self._using]
        with (
            Typed(doing, _CAUGHT),
            transaction.atomic(self._using),
            connection.cursor() as cursor,
        ):
            if connection.vendor == "sqlite":
                cursor.execute(_HOLD)
            return work(cursor)

    def alone(self, doing: str, statement: str, parameters: Sequence[Any]) -> int:
        """Execute one statement that writes, and return how many rows it changed."""
        return self.writing(doing, partial(changed, statement, parameters))


class DjangoLog(CursorLog):
    """Keep logs in the tables of the app ``campaignflow``.

    Inside ``transaction.atomic`` an append is part of the host's transaction and is kept or dropped
    with it; a refused one undoes itself and leaves the host's work as it was. Outside it is a
    transaction of its own. After the commit :data:`~campaignflow.hosts.django.signals.appended` is
    sent.

    Args:
        using: Alias of the database; the one that the project's routers choose where left out.

    Attributes:
        using: The alias that it came to.

    Raises:
        StorageError: The database is neither SQLite nor PostgreSQL with psycopg 3.
    """

    def __init__(self, using: str | None = None) -> None:
        self.using: str = using or router.db_for_write(Run)
        super().__init__(_Access(self.using), _statements(self.using))

    def _kept(self, run: str, events: Sequence[Event], digests: Sequence[bytes]) -> Head:
        told: dict[str, Any] = {"run": run, "events": tuple(events), "using": self.using}
        transaction.on_commit(partial(appended.send_robust, DjangoLog, **told), self.using)
        return super()._kept(run, events, digests)


def _statements(using: str) -> Statements:
    connection = connections[using]
    if connection.vendor == "postgresql" and connection.Database.__name__ != "psycopg":
        raise StorageError("on PostgreSQL the log needs psycopg 3: pip install 'psycopg[binary]'")
    tables = {"runs": RUNS, "events": EVENTS, "tallies": TALLIES, "feed": FEED, "notes": NOTES}
    tables["texts"] = TEXTS
    return written_for(connection.vendor, "%s", **tables)
