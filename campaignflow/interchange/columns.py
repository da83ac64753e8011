"""The columns of a table of commands, and the command that a row stands for."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, Final

from campaignflow.commands import COMMANDS, Argument, Command
from campaignflow.events import NOTHING
from campaignflow.interchange.arguments import argument, declared, named
from campaignflow.interchange.cells import (
    CellError,
    NobodyError,
    field_value,
    iso_moment,
    plain_object,
    reading,
)
from campaignflow.interchange.sheet import SheetRow
from campaignflow.model.campaign import Campaign
from campaignflow.model.facts import Artifact, Field, Ledger, RecordKind
from campaignflow.moments import read_moment, wall_clock
from campaignflow.run import Run

_OWN: Final[Mapping[str, str]] = {
    "日期": "at", "时间": "at", "录入时间": "recorded_at", "指令": "command", "办理对象": "subject",
    "经办人": "actor", "理由": "reason", "流水号": "key", "参数": "args",
}  # fmt: skip
_NO_ROW: Final = ("start", "migrate")
"""Commands about whole runs: nobody enters them in a row of a table."""
_ARGS: Final[Mapping[str, Argument]] = {
    name: arg
    for command, info in COMMANDS.items()
    for name, arg in info.args.items()
    if command not in _NO_ROW and name != "values"
}
HEADINGS: Final[Mapping[str, str]] = {**_OWN, **{a.title.zh: a.name for a in _ARGS.values()}}
"""Chinese heading -> column; field titles come from the campaign."""

Who = Callable[[str], str | None]
"""Tells the id of the person whom a cell names; None if it is nobody."""

_FIELD: Final = "v:"
_OF_PEOPLE: Final = ("person", "persons")
_BY_TITLE: Final = {info.title: name for name, info in COMMANDS.items()}


def headings(campaign: Campaign) -> dict[str, str]:
    """Return every heading that a table for ``campaign`` may have -> its column."""
    owners: list[RecordKind | Artifact | Ledger]
    owners = [*campaign.records, *campaign.artifacts, *campaign.ledgers]
    names = [n for owner in owners for field in owner.fields for n in (field.key, field.title)]
    marked = {f"{_FIELD}{name}": f"{_FIELD}{name}" for name in names}
    fields = {name: f"{_FIELD}{name}" for name in names} | marked
    return {**fields, **HEADINGS, **{name: name for name in (*_OWN.values(), *_ARGS)}}


def _by_title(titles: Mapping[str, str]) -> dict[str, str]:
    """Return title -> key of the elements whose title no other one has."""
    found = list(titles.values())
    return {title: key for key, title in titles.items() if found.count(title) == 1}


def sealed_columns(campaign: Campaign) -> frozenset[str]:
    """Return the columns that hold texts about people, by key and by title."""
    owners: tuple[RecordKind | Ledger, ...] = (*campaign.records, *campaign.ledgers)
    fields = [field for owner in owners for field in owner.fields if field.sealed]
    columns = (f"{_FIELD}{name}" for field in fields for name in (field.key, field.title))
    return frozenset({*columns, "args"} if fields else ())


class Reader:
    """Read rows as commands for ``run``; titles are understood where keys are asked for.

    Args:
        run: The run.
        who: Whom a cell names, where the host knows people under other names than their ids.
    """

    def __init__(self, run: Run, who: Who | None = None) -> None:
        self.run = run
        self._who = who
        nodes = run.campaign.nodes_by_key
        self._nodes = _by_title({key: node.title for key, node in nodes.items()})
        self._keys = cache(lambda arg: _by_title(named(run.campaign, arg)))

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
            rest, mark, member = subject[len(title) :].partition("#")
            node = self._nodes.get(title, title)
            subject = f"{node}{rest}{mark}{self._person('subject', member)}"
        elif info is not None and info.subject == "person":
            subject = self._person("subject", subject)
        args = self._args(row, name)
        fields = declared(self.run.state, name, subject, args)
        values = self._values(row, fields, str(args.get("kind") or args.get("ledger") or name))
        if values or name == "record":
            args["values"] = {**args.get("values", {}), **values}
        at, precision = self.moment(row, "at") or (None, "instant")
        actor = self._person("actor", row.cells.get("actor"))
        return Command(
            name, subject, actor, at, precision, row.cells.get("reason"), key, args or NOTHING
        )

    def _person(self, column: str, cell: Any) -> Any:
        """Return the person, or the persons, whom a cell names.

        Raises:
            NobodyError: It names somebody who is nobody.
        """
        if self._who is None or not cell:
            return cell
        if isinstance(cell, list):
            return [self._person(column, part) for part in cell]
        found = self._who(cell)
        if found is None:
            with reading(column):
                raise NobodyError("import.cell.person", text=cell)
        return found

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
        info, campaign = COMMANDS.get(command), self.run.campaign
        arg = info.args.get(column) if info else None
        if arg is None:
            return text
        if arg.names:
            return self._keys(arg).get(text, text)
        with reading(column):
            found = field_value(argument(campaign, arg), text)
        return self._person(column, found) if arg.sort == "person" else found

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
                found = field_value(field, text)
                of_people = field is not None and field.type in _OF_PEOPLE
                values[key] = self._person(column, found) if of_people else found
        return values
