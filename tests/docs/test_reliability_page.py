"""The table of what is tested names tests that exist."""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "reliability.md").read_text(encoding="utf-8")


def test_every_test_that_the_page_names_exists() -> None:
    """Files are there, and each name is a test somewhere."""
    files, names = (
        set(re.findall(r"`(tests/\S+\.py)`", PAGE)),
        set(re.findall(r"`(test_\w+)`", PAGE)),
    )
    assert len(files) > 10
    assert len(names) > 50
    assert [file for file in files if not (ROOT / file).is_file()] == []
    known = {
        node.name
        for file in (ROOT / "tests").rglob("test_*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
    }
    assert names - known == set()
