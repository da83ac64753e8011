"""The three tables of a shipped course, written alike for every plan."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

from .clerk import Clerk

Rows = Sequence[Sequence[str]]


def write_tables(folder: Path, course: Rows, roster: Rows, relations: Rows) -> None:
    """Write what happened, who holds which role, and who relates to whom into ``folder``."""
    tables: dict[str, tuple[Sequence[str], Rows]] = {
        "course.csv": (Clerk.HEADER, course),
        "roster.csv": (("person", "role"), roster),
        "relations.csv": (("relation", "left", "right"), relations),
    }
    for name, (header, rows) in tables.items():
        with (folder / name).open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(header)
            writer.writerows(rows)
