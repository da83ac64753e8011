"""A school's campaign in a SQLite file, for everything that hosts do with one."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from campaignflow.stores import SqlLog, open_sqlite

sys.path.insert(0, str(Path(__file__).parent))  # the tests start processes that import a lab

import web_school as school
from web_clients import CLIENTS, Client
from web_contract import checked

from campaignflow.hosts.web import Site


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """A new file with the log's tables."""
    engine = open_sqlite(tmp_path / "school.db", timeout=30)
    SqlLog(engine).create()
    yield engine
    engine.dispose()


@pytest.fixture
def log(engine: Engine) -> SqlLog:
    """The log in that file."""
    return SqlLog(engine)


@pytest.fixture(params=CLIENTS)
def framework(request: pytest.FixtureRequest) -> str:
    """The framework that the service runs on."""
    name: str = request.param
    return name


@pytest.fixture
def site(engine: Engine) -> Site:
    """The school's service: the office starts runs, and time is what :data:`school.CLOCK` says."""
    return school.site(engine)


@pytest.fixture
def service(framework: str, site: Site) -> Client:
    """A client that checks every answer against the contract."""
    return checked(CLIENTS[framework](site))


@pytest.fixture
def begun(service: Client) -> Client:
    """The same client, of a service with one run whose first phase is open."""
    assert service.post("/runs", school.START).status == 201
    assert service.post(school.COMMANDS, {"command": "open", "subject": "search"}).status == 200
    return service
