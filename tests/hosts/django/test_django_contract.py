"""The log in Django's database keeps the contract of every log, alone and in a transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import current_thread, main_thread
from typing import Any

import pytest
from django.db import connections, transaction

from campaignflow.hosts.django.log import DjangoLog
from campaignflow.log import Head
from campaignflow.testing import EventLogContract
from campaignflow.testing.contract import Tamper


class RequestLog(DjangoLog):
    """Close the connection after each verb of another thread, as Django does after a request."""

    def append(self, *given: Any, **more: Any) -> Head:
        with request():
            return super().append(*given, **more)

    def head(self, run: str) -> Head:
        with request():
            return super().head(run)


@contextmanager
def request() -> Iterator[None]:
    try:
        yield
    finally:
        if current_thread() is not main_thread():
            connections.close_all()


def tampering(alias: str, unguard: str) -> Tamper:
    """Write one column of an entry as somebody with access to the database would."""

    def change(run: str, seq: int, column: str, value: object) -> None:
        with connections[alias].cursor() as cursor:
            cursor.execute(unguard)
            cursor.execute(
                f"UPDATE campaignflow_events SET {column} = %s WHERE run = %s AND seq = %s",  # noqa: S608
                [value, run, seq],
            )

    return change


@pytest.mark.usefixtures("db")
class TestSqlite(EventLogContract):
    """Run the contract on SQLite, each append a transaction of its own."""

    @pytest.fixture
    def log(self) -> DjangoLog:
        return RequestLog()

    @pytest.fixture
    def reopen(self) -> Callable[[], DjangoLog]:
        def again() -> DjangoLog:
            connections["default"].close()
            return DjangoLog()

        return again

    @pytest.fixture
    def tamper(self, db: Path) -> Tamper:
        return tampering("default", "DROP TRIGGER campaignflow_events_no_update")


@pytest.mark.usefixtures("db")
class TestSqliteAtomic(TestSqlite):
    """Run the contract inside one transaction of a host."""

    threads = 1

    @pytest.fixture
    def log(self) -> Iterator[DjangoLog]:
        with transaction.atomic():
            yield DjangoLog()
            transaction.set_rollback(True)

    @pytest.fixture
    def reopen(self) -> Callable[[], DjangoLog]:
        return DjangoLog


class TestPostgresql(EventLogContract):
    """Run the contract on PostgreSQL, each append a transaction of its own."""

    @pytest.fixture
    def log(self, postgresql: str) -> DjangoLog:
        return RequestLog(postgresql)

    @pytest.fixture
    def reopen(self, postgresql: str) -> Callable[[], DjangoLog]:
        def again() -> DjangoLog:
            connections[postgresql].close()
            return DjangoLog(postgresql)

        return again

    @pytest.fixture
    def tamper(self, postgresql: str) -> Tamper:
        return tampering(postgresql, "ALTER TABLE campaignflow_events DISABLE TRIGGER append_only")


class TestPostgresqlAtomic(TestPostgresql):
    """Run the contract inside one transaction of a host on PostgreSQL."""

    threads = 1

    @pytest.fixture
    def log(self, postgresql: str) -> Iterator[DjangoLog]:
        with transaction.atomic(postgresql):
            yield DjangoLog(postgresql)
            transaction.set_rollback(True, postgresql)

    @pytest.fixture
    def reopen(self, postgresql: str) -> Callable[[], DjangoLog]:
        return lambda: DjangoLog(postgresql)

    @pytest.fixture
    def tamper(self) -> Tamper:
        pytest.skip("the table cannot be altered while it is in use")
