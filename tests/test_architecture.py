"""The layout of the package: which room may know which, and one home for each dependency."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "campaignflow"

BASE = {"errors", "messages", "catalogue", "keyed", "plain"}
CORE = BASE | {"calendar", "commands", "events", "guards", "lifecycle", "model", "refusal", "state"}
CORE |= {"sealing"}
FACADE = CORE | {
    "authorise",
    "engine",
    "history",
    "log",
    "moments",
    "personal",
    "projection",
    "run",
}
FACADE |= {"planning", "report", "temporal", "verification", "aio", "desk", "tree", "units"}
PUBLIC = FACADE | {"disclosure", "draw", "graph", "interchange", "stores"}

MAY_KNOW = {
    "catalogue": set(),
    "errors": {"messages", "refusal"},
    "keyed": set(),
    "messages": {"catalogue"},
    "plain": {"errors"},
    "sealing": BASE,
    "calendar": BASE,
    "events": BASE,
    "commands": BASE | {"events", "sealing"},
    "lifecycle": BASE,
    "guards": BASE | {"calendar", "model"},
    "refusal": BASE | {"commands", "events", "guards"},
    "model": BASE | {"calendar", "commands", "events", "guards", "lifecycle"},
    "state": BASE | {"calendar", "events", "guards", "lifecycle", "model", "sealing"},
    "engine": CORE,
    "graph": BASE | {"guards", "model", "state"},
    "temporal": CORE | {"graph"},
    "verification": CORE | {"graph", "temporal"},
    "planning": CORE | {"engine", "graph", "moments", "temporal", "verification"},
    "log": BASE | {"events", "sealing"},
    "moments": {"calendar"},
    "authorise": {"commands", "messages"},
    "disclosure": BASE | {"events", "model"},
    "projection": CORE | {"log"},
    "history": CORE,
    "units": BASE,
    "report": CORE | {"moments", "units"},
    "personal": CORE,
    "desk": FACADE,
    "run": FACADE,
    "aio": FACADE,
    "tree": FACADE,
    "draw": CORE | {"report", "graph", "history", "temporal"},
    "stores": BASE | {"events", "log", "sealing"},
    "interchange": FACADE,
    "hosts": PUBLIC,
}
"""Room -> rooms it may import; those not listed build on the façade and may know all of it."""

HOMES = {"transitions": "lifecycle", "networkx": "graph", "pendulum": "calendar", "django": "hosts"}


def _rooms() -> Iterator[tuple[str, Path]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        if parts[0] not in ("__init__", "definitions"):
            yield parts[0], path


def _imports(path: Path, *, lazy: bool = True) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            if node.module == "campaignflow":
                yield from (f"campaignflow.{name.name}" for name in node.names)
            else:
                yield node.module


def test_rooms_know_only_what_they_may() -> None:
    """No room imports one that the table does not allow, not even inside a function."""
    wrong = [
        f"{path.relative_to(PACKAGE)} imports {module}"
        for room, path in _rooms()
        if room in MAY_KNOW
        for module in _imports(path)
        if module.startswith("campaignflow.")
        and module.split(".")[1] not in MAY_KNOW[room] | {room}
    ]
    assert wrong == []


@pytest.mark.parametrize("package", HOMES)
def test_dependency_has_one_home(package: str) -> None:
    """Each of these packages is imported in one room only."""
    homes = {
        room
        for room, path in _rooms()
        for module in _imports(path)
        if module.split(".")[0] == package and room != "bench"
    }
    assert homes == {HOMES[package]}


def _loaded_by(code: str) -> set[str]:
    script = f"{code}\nimport sys; print(*sorted(sys.modules))"
    found = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    return {name.split(".")[0] for name in found.stdout.split()}


def test_import_loads_nothing_heavy() -> None:
    """Importing the package, and running a campaign in memory, loads no optional package."""
    code = """
import campaignflow
from campaignflow import Campaign, Phase, Role, Run, window
lead = Role("lead", "组长")
plan = Campaign(key="p", version="1", title="t", window=window("2025年3月"),
                lead=lead, roles=[lead], phases=[Phase("a", "甲")])
Run.start(plan, "u", roster=[("x", "lead")]).do("open", "a", actor="x")
"""
    heavy = {
        "networkx",
        "sqlalchemy",
        "django",
        "click",
        "rich",
        "pygraphviz",
        "numpy",
        "fastapi",
        "flask",
    }
    assert _loaded_by(code) & heavy == set()


def test_bare_import_loads_only_the_package() -> None:
    """``import campaignflow`` alone loads neither our rooms nor any dependency."""
    assert _loaded_by("import campaignflow") & {"attr", "attrs", "transitions", "pendulum"} == set()


def test_every_offered_name_exists() -> None:
    """Each name in ``campaignflow.__all__`` can be had."""
    import campaignflow

    for name in campaignflow.__all__:
        assert getattr(campaignflow, name) is not None
