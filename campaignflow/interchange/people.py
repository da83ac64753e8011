"""Rosters and relations from tables: who holds which role, and who stands to whom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

from campaignflow.interchange.sheet import SheetError, read_sheet
from campaignflow.messages import Mistake, Notice
from campaignflow.model.campaign import Campaign

_ROSTER: Final = {
    "person": "person", "人员": "person", "编号": "person", "role": "role", "角色": "role",
    "name": "name", "姓名": "name", "note": "note", "备注": "note",
}  # fmt: skip
_RELATIONS: Final = {
    "relation": "relation", "关系": "relation", "left": "left", "甲方": "left", "right": "right",
    "乙方": "right", "note": "note", "备注": "note",
}  # fmt: skip


def read_roster(file: Path, campaign: Campaign) -> tuple[tuple[str, str], ...]:
    """Return (person, role) for each row of a CSV file; roles may be named by their titles.

    Names and notes beside them are read over, never kept.

    Raises:
        SheetError: It cannot be read, or a row lacks a person or a role.
    """
    keys = {role.title: role.key for role in campaign.roles}
    rows = _read(file, _ROSTER, ("person", "role"))
    return tuple((row["person"], keys.get(row["role"], row["role"])) for row in rows)


def read_relations(file: Path, campaign: Campaign) -> tuple[tuple[str, str, str], ...]:
    """Return (relation, left person, right person) for each row of a CSV file.

    Raises:
        SheetError: It cannot be read, or a row lacks one of them.
    """
    keys = {relation.title: relation.key for relation in campaign.relations}
    rows = _read(file, _RELATIONS, ("relation", "left", "right"))
    return tuple(
        (keys.get(row["relation"], row["relation"]), row["left"], row["right"]) for row in rows
    )


def _read(
    file: Path, columns: Mapping[str, str], needed: tuple[str, ...]
) -> Iterable[Mapping[str, str]]:
    sheet = read_sheet(file.read_bytes(), file.name, columns, needed)
    mistakes = [mistake for row in sheet.rows for mistake in _lacking(row, needed)]
    if mistakes:
        raise SheetError(sheet.name, mistakes)
    return [row.cells for row in sheet.rows]


def _lacking(row: Any, needed: tuple[str, ...]) -> list[Mistake]:
    empty = [row.heading(column) for column in needed if column not in row.cells]
    return [Mistake(str(row.line), Notice("import.lacking", {"columns": empty}))] if empty else []
