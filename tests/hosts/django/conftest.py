"""A Django project for the tests: the example school, each test with a database of its own."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

django = pytest.importorskip("django", reason="needs Django")

sys.path.insert(0, str(Path(__file__).parents[3] / "docs" / "examples" / "django_school"))
sys.path.insert(0, str(Path(__file__).parent))  # the lab is an app, with campaigns of its own
os.environ["DJANGO_SETTINGS_MODULE"] = "school.settings"
django.setup()

from django.contrib.auth.models import User  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connections  # noqa: E402
from django.test import Client, modify_settings, override_settings  # noqa: E402
from django.test.utils import setup_test_environment  # noqa: E402
from school.management.commands.demo import begin  # noqa: E402

collect_ignore = ["keyed_lab"]  # it is an app of another project

setup_test_environment(debug=False)
override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]).enable()


def _open(alias: str, **settings: object) -> None:
    """Let ``alias`` be another database from now on, in every thread."""
    if alias in connections.settings:
        connections[alias].close()
        del connections[alias]
    full = connections.configure_settings({"default": {}, alias: settings})
    connections.settings[alias] = full[alias]


def _sqlite(file: Path) -> None:
    _open("default", ENGINE="django.db.backends.sqlite3", NAME=str(file))


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a SQLite file with every table, to be copied."""
    file = tmp_path_factory.mktemp("django") / "migrated.db"
    _sqlite(file)
    call_command("migrate", verbosity=0)
    connections["default"].close()
    return file


@pytest.fixture
def db(migrated: Path, tmp_path: Path) -> Iterator[Path]:
    """Let Django's database be a new SQLite file; return it."""
    file = shutil.copy(migrated, tmp_path / "school.db")
    _sqlite(file)
    yield file
    connections["default"].close()


@pytest.fixture
def school(db: Path) -> Path:
    """Fill the school and start its campaign, as ``manage.py demo`` does."""
    begin()
    return db


@pytest.fixture
def lab() -> Iterator[None]:
    """Install an app that offers campaigns of 2025, whose time is over."""
    with modify_settings(INSTALLED_APPS={"append": "lab"}):
        yield


@pytest.fixture
def sign_in(school: Path) -> Callable[[str], Client]:
    """Return a function that gives a browser in which somebody has signed in."""

    def enter(username: str) -> Client:
        client = Client()
        client.force_login(User.objects.get(username=username))
        return client

    return enter


@pytest.fixture(scope="session")
def postgresql_tables(postgresql_url: str) -> Iterator[str]:
    """Let the alias ``postgresql`` be a server with our tables; return the alias."""
    host = postgresql_url.partition("host=")[2]
    engine = "django.db.backends.postgresql"
    _open("postgresql", ENGINE=engine, NAME="postgres", USER="tester", HOST=host)
    call_command("migrate", "campaignflow", database="postgresql", verbosity=0)
    yield "postgresql"
    call_command("migrate", "campaignflow", "zero", database="postgresql", verbosity=0)
    connections["postgresql"].close()
    del connections["postgresql"], connections.settings["postgresql"]


@pytest.fixture
def postgresql(postgresql_tables: str) -> Iterator[str]:
    """Return the alias of a PostgreSQL database with our tables, all empty."""
    yield postgresql_tables
    with connections[postgresql_tables].cursor() as cursor:
        cursor.execute("ALTER TABLE campaignflow_events DISABLE TRIGGER append_only")
        names = ("events", "tallies", "feed", "notes", "sealed", "runs")
        tables = (f"campaignflow_{name}" for name in names)
        cursor.execute(f"TRUNCATE {', '.join(tables)}")
        cursor.execute("ALTER TABLE campaignflow_events ENABLE TRIGGER append_only")
