"""Rosters, relations and units from tables: who holds which role, who stands to whom, and where."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from campaignflow.interchange.cells import CellError, field_value
from campaignflow.interchange.sheet import SheetError, SheetRow, read_sheet
from campaignflow.messages import Mistake, Notice
from campaignflow.model.campaign import Campaign
from campaignflow.model.facts import Field
from campaignflow.units import Unit, Units

COLUMN_OF_UNIT: Final = {"unit": "unit", "单位": "unit"}
_ROSTER: Final = {
    **COLUMN_OF_UNIT,
    "person": "person", "人员": "person", "编号": "person", "role": "role", "角色": "role",
    "name": "name", "姓名": "name", "note": "note", "备注": "note",
}  # fmt: skip
_RELATIONS: Final = {
    **COLUMN_OF_UNIT,
    "relation": "relation", "关系": "relation", "left": "left", "甲方": "left", "right": "right",
    "乙方": "right", "note": "note", "备注": "note",
}  # fmt: skip
_UNITS: Final = {
    **COLUMN_OF_UNIT, "title": "title", "名称": "title", "tier": "tier", "层级": "tier",
    "parent": "parent", "上级": "parent", "note": "note", "备注": "note",
}  # fmt: skip


def read_roster(
    file: Path, campaign: Campaign, unit: str | None = None
) -> tuple[tuple[str, str], ...]:
    """Return (person, role) for each row of a CSV file; roles may be named by their titles.

    Names and notes beside them are read over, never kept.

    Args:
        file: The file.
        campaign: The definition.
        unit: Only the rows of this unit, for a file with the column ``unit`` (单位).

    Raises:
        SheetError: It cannot be read, or a row lacks a person or a role.
    """
    keys = {role.title: role.key for role in campaign.roles}
    rows = _of(unit, _read(file, _ROSTER, ("person", "role")))
    return tuple((row["person"], keys.get(row["role"], row["role"])) for row in rows)


def read_relations(
    file: Path, campaign: Campaign, unit: str | None = None
) -> tuple[tuple[str, str, str], ...]:
    """Return (relation, left person, right person) for each row of a CSV file.

    Args:
        file: The file.
        campaign: The definition.
        unit: Only the rows of this unit, for a file with the column ``unit`` (单位).

    Raises:
        SheetError: It cannot be read, or a row lacks one of them.
    """
    keys = {relation.title: relation.key for relation in campaign.relations}
    rows = _of(unit, _read(file, _RELATIONS, ("relation", "left", "right")))
    return tuple(
        (keys.get(row["relation"], row["relation"]), row["left"], row["right"]) for row in rows
    )


def read_units(file: Path, campaign: Campaign) -> Units:
    """Return the units of a CSV file, one a row.

    Columns (Chinese headings in brackets): ``unit`` (单位) its id, ``title`` (名称), ``tier``
    (层级), ``parent`` (上级), and one for each fact of the plan, by key or title.

    Raises:
        SheetError: It cannot be read, or a row lacks its id or holds a fact of the wrong sort.
        DefinitionError: A unit stands twice, or below none that is there.
    """
    facts = {name: fact for fact in campaign.facts for name in (fact.title, fact.key)}
    tiers = {tier.title: tier.key for tier in campaign.tiers}
    columns = {**{name: fact.key for name, fact in facts.items()}, **_UNITS}
    found, mistakes = [], []
    for row in _rows(file, columns, ("unit",)):
        try:
            found.append(_unit(row, facts, tiers))
        except CellError as wrong:
            mistakes.append(Mistake(str(row.line), wrong.notice))
    if mistakes:
        raise SheetError(file.name, mistakes)
    return Units(found)


def _unit(row: SheetRow, facts: Mapping[str, Field], tiers: Mapping[str, str]) -> Unit:
    cells = row.cells
    tier = cells.get("tier")
    known = {k: field_value(facts[k], text) for k, text in cells.items() if k in facts}
    title, parent = cells.get("title", ""), cells.get("parent")
    return Unit(cells["unit"], title, tier and tiers.get(tier, tier), parent, known)


def _of(unit: str | None, rows: Iterable[Mapping[str, str]]) -> Iterable[Mapping[str, str]]:
    return [row for row in rows if unit is None or row.get("unit") == unit]


def _read(
    file: Path, columns: Mapping[str, str], needed: tuple[str, ...]
) -> Iterable[Mapping[str, str]]:
    return [row.cells for row in _rows(file, columns, needed)]


def _rows(file: Path, columns: Mapping[str, str], needed: tuple[str, ...]) -> tuple[SheetRow, ...]:
    sheet = read_sheet(file.read_bytes(), file.name, columns, needed)
    mistakes = [mistake for row in sheet.rows for mistake in _lacking(row, needed)]
    if mistakes:
        raise SheetError(sheet.name, mistakes)
    return sheet.rows


def _lacking(row: SheetRow, needed: tuple[str, ...]) -> list[Mistake]:
    empty = [row.heading(column) for column in needed if column not in row.cells]
    return [Mistake(str(row.line), Notice("import.lacking", {"columns": empty}))] if empty else []
