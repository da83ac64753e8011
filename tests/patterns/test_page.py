"""The page about the patterns says of each what its test shows."""

from __future__ import annotations

import ast
import re
from collections import Counter
from pathlib import Path

HERE = Path(__file__).parent
PAGE = (HERE.parents[1] / "docs" / "patterns.md").read_text(encoding="utf-8")


def rows() -> list[list[str]]:
    """Return the cells of each pattern: number, name, supported, written, remark, test."""
    lines = re.findall(r"^\| \d+ \|.*$", PAGE, re.MULTILINE)
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines]


def shown() -> list[str]:
    """Return the names of the tests that carry a pattern out."""
    files = [path for path in sorted(HERE.glob("test_*.py")) if path != Path(__file__)]
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in files]
    functions = [node for tree in trees for node in tree.body if isinstance(node, ast.FunctionDef)]
    return [found.name for found in functions if found.name.startswith("test_")]


def test_page_lists_every_pattern_once() -> None:
    """There are 43, in their order, each with a name of its own."""
    assert [int(row[0]) for row in rows()] == [*range(1, 44)]
    assert len({row[1] for row in rows()}) == 43


def test_page_names_the_test_of_each_supported_pattern() -> None:
    """Every pattern that is supported has one test, and every test here shows one pattern."""
    named = [row[5].strip("`") for row in rows() if row[2] != "no"]
    assert sorted(named) == sorted(shown())


def test_page_says_the_condition_or_why_not() -> None:
    """Only what is supported outright needs no remark; what is not supported cannot be written."""
    for _, name, supported, written, remark, test in rows():
        assert bool(remark) == (supported != "yes"), name
        assert bool(written) == bool(test) == (supported != "no"), name


def test_page_counts_right() -> None:
    """The numbers in the text are those of the table."""
    found = re.search(r"(\d+) are supported,\s(\d+) are supported with .*?(\d+) are not", PAGE)
    assert found is not None
    count = Counter(row[2] for row in rows())
    assert [*map(int, found.groups())] == [count[k] for k in ("yes", "with a condition", "no")]
    assert count.total() == 43
