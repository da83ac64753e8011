"""The columns of a table of commands, and the command that a row stands for."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any, Final

from campaignflow.commands import COMMANDS, Command
from campaignflow.events import NOTHING
from campaignflow.interchange.cells import (
    CellError,
    field_value,
    flag,
    iso_moment,
    plain_object,
    reading,
    several,
    whole,
)
from campaignflow.interchange.sheet import SheetRow
from campaignflow.model.campaign import Campaign
from campaignflow.model.facts import Artifact, Field, Ledger, RecordKind
from campaignflow.moments import read_moment, wall_clock
from campaignflow.run import Run

HEADINGS: Final[Mapping[str, str]] = {
    "日期": "at", "时间": "at", "录入时间": "recorded_at", "指令": "command", "办理对象": "subject",
    "经办人": "actor", "理由": "reason", "流水号": "key", "参数": "args", "种类": "kind",
    "台账": "ledger", "动作": "trigger", "流转": "edge", "角色": "role", "人员": "person",
    "确定日期": "day", "开始日期": "start", "结束日期": "end", "标题": "title", "所属": "part_of",
    "责任角色": "owner", "部分": "part", "取值": "value", "关系": "relation", "对方": "right",
    "代理人": "substitute", "截止日期": "until", "遗留": "leftovers", "完成数": "reached",
    "总数": "total", "未完成单位": "missing",
}  # fmt: skip
"""Chinese heading -> column; field titles come from the campaign."""

_OWN: Final = ("at", "recorded_at", "command", "subject", "actor", "reason", "key", "args")
_NO_ROW: Final = frozenset(
    name for key in ("start", "migrate") for name in (*COMMANDS[key].needs, *COMMANDS[key].takes)
)
"""What commands about whole runs take: nobody enters them in a row of a table."""
_ARGS: Final = tuple(
    dict.fromkeys(
        name
        for info in COMMANDS.values()
        for name in (*info.needs, *info.takes)
        if name != "values" and name not in _NO_ROW
    )
)
_READ: Final = {
    **dict.fromkeys(("day", "start", "end", "until"), iso_moment),
    **dict.fromkeys(("reached", "total"), whole),
    **dict.fromkeys(("leftovers", "missing"), several),
}
_FIELD: Final = "v:"
_BY_TITLE: Final = {info.title: name for name, info in COMMANDS.items()}


def headings(campaign: Campaign) -> dict[str, str]:
    """Return every heading that a table for ``campaign`` may have -> its column."""
    owners: list[RecordKind | Artifact | Ledger]
    owners = [*campaign.records, *campaign.artifacts, *campaign.ledgers]
    names = [n for owner in owners for field in owner.fields for n in (field.key, field.title)]
    marked = {f"{_FIELD}{name}": f"{_FIELD}{name}" for name in names}
    fields = {name: f"{_FIELD}{name}" for name in names} | marked
    return {**fields, **HEADINGS, **{name: name for name in (*_OWN, *_ARGS)}}


def _by_title(elements: Collection[Any]) -> dict[str, str]:
    """Return title -> key of the elements whose title no other one has."""
    titles = [element.title for element in elements]
    return {e.title: e.key for e in elements if titles.count(e.title) == 1}


class Reader:
    """Read rows as commands for ``run``; titles are understood where keys are asked for."""

    def __init__(self, run: Run) -> None:
        self.run = run
        campaign = run.campaign
        self._nodes = _by_title(campaign.nodes_by_key.values())
        roles = _by_title(campaign.roles)
        self._titles = {
            "kind": _by_title((*campaign.records, *campaign.artifacts)),
            "ledger": _by_title(campaign.ledgers),
            "role": roles,
            "owner": roles,
            "relation": _by_title(campaign.relations),
            "part_of": self._nodes,
        }

    def moment(self, row: SheetRow, column: str) -> tuple[int, str] | None:
        """Return the time in a column as microseconds with its precision; None if empty.

        Raises:
            CellError: It is not written as a day or time, does not exist, or is yet to come.
        """
        text = row.cells.get(column)
        if text is None:
            return None
        with reading(column):
            found = read_moment(iso_moment(text), self.run.campaign.zone)
            if found[0] > wall_clock():
                raise CellError("import.cell.future", text=text)
        return found

    def command(self, row: SheetRow, key: str | None) -> Command:
        """Return the command of a row.

        Raises:
            CellError: A cell cannot be read; it says in which column.
        """
        name, subject = self._name(row), row.cells.get("subject", "")
        info = COMMANDS.get(name)
        if info is not None and info.subject == "node":
            title = re.split("[@#]", subject, maxsplit=1)[0]
            subject = self._nodes.get(title, title) + subject[len(title) :]
        args = self._args(row, name)
        fields = self._fields(name, subject, args)
        values = self._values(row, fields, str(args.get("kind") or args.get("ledger") or name))
        if values or name == "record":
            args["values"] = {**args.get("values", {}), **values}
        at, precision = self.moment(row, "at") or (None, "instant")
        cells = row.cells
        return Command(
            name, subject, cells.get("actor"), at, precision, cells.get("reason"), key,
            args or NOTHING,
        )  # fmt: skip

    def _name(self, row: SheetRow) -> str:
        name = row.cells.get("command")
        if name is not None:
            return _BY_TITLE.get(name, name)
        for column, command in (("kind", "record"), ("trigger", "work"), ("ledger", "find")):
            if column in row.cells:
                return command
        raise CellError("import.command")

    def _args(self, row: SheetRow, command: str) -> dict[str, Any]:
        args = self._json(row.cells.get("args"))
        for column in _ARGS:
            text = row.cells.get(column)
            if text is not None:
                args[column] = self._arg(column, text, command)
        return args

    def _json(self, text: str | None) -> dict[str, Any]:
        with reading("args"):
            return {} if text is None else plain_object(text)

    def _arg(self, column: str, text: str, command: str) -> Any:
        read = flag if (column, command) == ("value", "assume") else _READ.get(column)
        if read is None:
            return self._titles.get(column, {}).get(text, text)
        with reading(column):
            return read(text)

    def _fields(
        self, command: str, subject: str, args: Mapping[str, Any]
    ) -> tuple[Field, ...] | None:
        """Return the fields that the values of a command have; None if the plan declares none."""
        state = self.run.state
        kinds, ledgers = state.blueprint.kinds, state.blueprint.ledgers
        if command in ("record", "correct"):
            recorded = state.records.get(subject)
            kind = kinds.get(recorded.kind if recorded else args.get("kind", ""))
            return None if kind is None else kind.fields
        item = state.item_values.get(subject, {})
        ledger = ledgers.get(item.get("ledger") or args.get("ledger", ""))
        return None if ledger is None else ledger.fields

    def _values(
        self, row: SheetRow, fields: tuple[Field, ...] | None, owner: str
    ) -> dict[str, Any]:
        named = {name: field for field in fields or () for name in (field.title, field.key)}
        values: dict[str, Any] = {}
        for column, text in row.cells.items():
            if not column.startswith(_FIELD):
                continue
            name = column.removeprefix(_FIELD)
            with reading(column):
                if fields is not None and name not in named:
                    known = [field.title for field in fields]
                    raise CellError("import.cell.field", kind=owner, field=name, known=known)
                field = named.get(name)
                key = name if field is None else field.key
                if key in values:
                    raise CellError("import.cell.twice", field=key)
                values[key] = field_value(field, text)
        return values
