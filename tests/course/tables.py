"""The tables of a course, written alike for all plans."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

Table = tuple[Sequence[str], Sequence[Sequence[str]]]


def write_tables(folder: Path, tables: Mapping[str, Table]) -> None:
    """Write each table, a header and rows, into ``folder`` under its name."""
    for name, (header, rows) in tables.items():
        with (folder / name).open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(header)
            writer.writerows(rows)
