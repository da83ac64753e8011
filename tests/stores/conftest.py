"""What the tests of the stores share: an empty database of each kind, and their labs.

A module that is about some kinds only says so: ``parametrize("engine", [...], indirect=True)``.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import URL, Engine, create_engine, make_url

from campaignflow.stores import SqlLog, open_sqlite

sys.path.insert(0, str(Path(__file__).parent))  # for the processes that the fault tests start

_NUMBERS = count(1)
_PLACES = {
    "postgresql": ("CREATE SCHEMA {}", "DROP SCHEMA {} CASCADE"),
    "mariadb": ("CREATE DATABASE {}", "DROP DATABASE {}"),
}


@pytest.fixture(params=["sqlite", "postgresql", "mariadb"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An empty database of each kind, which goes with the test."""
    if request.param == "sqlite":
        engine = open_sqlite(tmp_path / "log.db", timeout=30)
        yield engine
        engine.dispose()
        return
    url = make_url(request.getfixturevalue(f"{request.param}_url"))
    name = f"place{next(_NUMBERS)}"
    make, drop = (statement.format(name) for statement in _PLACES[request.param])
    _carry_out(url, make)
    engine = create_engine(_inside(url, name))
    yield engine
    engine.dispose()
    _carry_out(url, drop)


def _inside(url: URL, name: str) -> URL:
    if url.get_backend_name() == "mariadb":
        return url.set(database=name)
    return url.update_query_dict({"options": f"-csearch_path={name}"})


def _carry_out(url: URL, statement: str) -> None:
    server = create_engine(url)
    with server.begin() as connection:
        connection.exec_driver_sql(statement)
    server.dispose()


@pytest.fixture
def log(engine: Engine) -> SqlLog:
    """A new log in that database."""
    log = SqlLog(engine)
    log.create()
    return log
