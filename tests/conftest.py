"""What all tests share: how property tests choose their examples, and a PostgreSQL server.

A change is judged on the same examples every time. ``pytest --hypothesis-profile=search`` looks for
new ones: other examples on every run, and ten times as many where a test does not say how many.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

sys.path.insert(0, str(Path(__file__).parent))

import mariadb_server  # lies beside this file, as does the next
from postgresql_server import Server

settings.register_profile("fixed", deadline=None, derandomize=True)
settings.register_profile("search", deadline=None, max_examples=1_000, print_blob=True)
settings.load_profile("fixed")


@pytest.fixture(scope="session")
def more() -> int:
    """Return by what the fault tests multiply their counts: 1, or ``CAMPAIGNFLOW_MORE``."""
    return int(os.environ.get("CAMPAIGNFLOW_MORE", "1"))


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[str]:
    """Return the address of a new PostgreSQL server that ends with the session."""
    with tempfile.TemporaryDirectory(prefix="pg", ignore_cleanup_errors=True) as folder:
        server = Server(Path(folder), "-F")
        server.start()
        yield server.url
        server.stop()


@pytest.fixture(scope="session")
def mariadb_url() -> Iterator[str]:
    """Return the address of a new MariaDB server that ends with the session."""
    with tempfile.TemporaryDirectory(prefix="maria", ignore_cleanup_errors=True) as folder:
        server = mariadb_server.Server(Path(folder))
        server.start()
        yield server.url
        server.stop()
