"""The SQL store keeps the contract of every log, on its own and inside a host's transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Literal

import pytest
from sqlalchemy import Connection, Engine, create_engine, text

from campaignflow.stores import SqlLog, open_sqlite
from campaignflow.testing import EventLogContract
from campaignflow.testing.contract import Tamper


def tampering(begin: Callable[[], AbstractContextManager[Connection]]) -> Tamper:
    """Write one column of an entry as somebody with access to the file would."""

    def change(run: str, seq: int, column: str, value: object) -> None:
        with begin() as connection:
            connection.execute(text("DROP TRIGGER campaignflow_events_no_update"))
            connection.execute(
                text(f"UPDATE campaignflow_events SET {column} = :value WHERE seq = :seq"),  # noqa: S608
                {"value": value, "seq": seq},
            )

    return change


class TestSqliteFile(EventLogContract):
    """Run the contract on a SQLite file."""

    journal: Literal["DELETE", "WAL"] = "DELETE"

    @pytest.fixture
    def engine(self, tmp_path: Path) -> Iterator[Engine]:
        engine = open_sqlite(tmp_path / "log.db", journal=self.journal)
        yield engine
        engine.dispose()

    @pytest.fixture
    def log(self, engine: Engine) -> SqlLog:
        log = SqlLog(engine)
        log.create()
        return log

    @pytest.fixture
    def reopen(self, engine: Engine) -> Iterator[Callable[[], SqlLog]]:
        again = open_sqlite(engine.url.database, journal=self.journal)
        yield lambda: SqlLog(again)
        again.dispose()

    @pytest.fixture
    def tamper(self, engine: Engine) -> Tamper:
        return tampering(engine.begin)


class TestWalFile(TestSqliteFile):
    """Run the contract on a SQLite file with a write-ahead log."""

    journal = "WAL"


@pytest.mark.parametrize("connection", ["ours", "plain"], indirect=True)
class TestHostConnection(EventLogContract):
    """Run the contract inside one transaction of a host, on an engine of ours and a plain one."""

    threads = 1

    @pytest.fixture
    def connection(self, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Connection]:
        file = tmp_path / "host.db"
        ours = request.param == "ours"
        engine = open_sqlite(file) if ours else create_engine(f"sqlite:///{file}")
        with engine.connect() as connection:
            yield connection
        engine.dispose()

    @pytest.fixture
    def log(self, connection: Connection) -> SqlLog:
        log = SqlLog(connection)
        log.create()
        return log

    @pytest.fixture
    def tamper(self, connection: Connection) -> Tamper:
        return tampering(lambda: nullcontext(connection))
