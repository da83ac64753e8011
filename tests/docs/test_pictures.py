"""The pictures of the documentation are those that the code draws today."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.docs.make_pictures import pictures

FOLDER = Path(__file__).parents[2] / "docs" / "pictures"


def test_pictures_are_up_to_date() -> None:
    """Each is drawn again, byte for byte; else run ``python -m tests.docs.make_pictures``."""
    pytest.importorskip("pygraphviz")
    pytest.importorskip("chinese_calendar")
    made = {name: f"{text}\n" for name, text in pictures()}
    kept = {file.name: file.read_text(encoding="utf-8") for file in FOLDER.iterdir()}
    assert sorted(made) == sorted(kept)
    assert [name for name in made if made[name] != kept[name]] == []


def test_every_picture_is_shown() -> None:
    """No picture is kept that no page shows."""
    docs = Path(__file__).parents[2]
    pages = [*docs.glob("docs/*.md"), *docs.glob("*.md")]
    text = "".join(page.read_text(encoding="utf-8") for page in pages)
    assert [file.name for file in FOLDER.iterdir() if f"pictures/{file.name}" not in text] == []
