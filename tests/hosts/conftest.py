"""A school's campaign in a SQLite file, for everything that hosts do with one."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from campaignflow.stores import SqlLog, open_sqlite

sys.path.insert(0, str(Path(__file__).parent))  # the tests start processes that import a lab


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
