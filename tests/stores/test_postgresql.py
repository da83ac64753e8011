"""What PostgreSQL alone can do to a log."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import DBAPIError

from campaignflow.errors import StorageError
from campaignflow.stores import SqlLog
from campaignflow.testing.contract import RUN, some_events

pytestmark = pytest.mark.parametrize("engine", ["postgresql"], indirect=True)


def test_events_cannot_be_truncated(engine: Engine, log: SqlLog) -> None:
    """The database refuses to empty the table of events too."""
    log.append(RUN, some_events(2), 0)
    with pytest.raises(DBAPIError, match="append-only"), engine.begin() as connection:
        connection.execute(text("TRUNCATE campaignflow_events"))
    assert len(log.read(RUN)) == 2


def test_connection_that_does_not_wait_for_the_disk_is_refused(engine: Engine) -> None:
    """What would be acknowledged before it is durable is refused when the tables are made."""
    options = {"options": "-c synchronous_commit=off"}
    unsynced = create_engine(engine.url, connect_args=options)
    with pytest.raises(StorageError, match="synchronous_commit is off"):
        SqlLog(unsynced).create()
    unsynced.dispose()
