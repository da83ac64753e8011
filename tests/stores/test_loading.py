"""SQLAlchemy is loaded when a store is used, and its absence is said in one sentence."""

from __future__ import annotations

import subprocess
import sys

import pytest


def run(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.strip()


@pytest.mark.parametrize(
    "module", ["campaignflow.log", "campaignflow.stores", "campaignflow.testing"]
)
def test_import_loads_no_optional_package(module: str) -> None:
    """Importing the rooms loads neither SQLAlchemy nor pytest."""
    code = f"import {module}, sys; print(sorted({{'sqlalchemy', 'pytest'}} & set(sys.modules)))"
    assert run(code) == "[]"


def test_missing_sqlalchemy_names_the_extra() -> None:
    """Without SQLAlchemy the store says what to install."""
    code = (
        "import sys; sys.modules['sqlalchemy'] = None\n"
        "import campaignflow.stores as stores\n"
        "try: stores.SqlLog\n"
        "except ImportError as error: print(type(error).__name__, error)"
    )
    assert run(code) == (
        "MissingExtraError the SQL store needs an optional package: pip install 'campaignflow[sql]'"
    )


def test_unknown_name_is_an_attribute_error() -> None:
    """A misspelt name in the room of stores is reported as usual."""
    import campaignflow.stores

    with pytest.raises(AttributeError, match="Sqllog"):
        campaignflow.stores.Sqllog  # noqa: B018
