"""What commands take is said once, with a name in both languages."""

from __future__ import annotations

import pytest

from campaignflow import COMMANDS, Run
from campaignflow.definitions.five_phases import five_phases
from campaignflow.interchange.arguments import arguments, tables
from campaignflow.interchange.columns import Reader, headings
from campaignflow.interchange.schema import command_schema
from campaignflow.interchange.sheet import SheetRow
from campaignflow.messages import catalogue

IN_ROWS = [name for name in COMMANDS if name not in ("start", "migrate")]
SAID = {
    "text": ("一", "一"),
    "person": ("li", "li"),
    "date": ("2025年3月5日", "2025-03-05"),
    "integer": ("3", 3),
    "flag": ("是", True),
    "texts": ("a、b", ["a", "b"]),
    "any": ("一", "一"),
}


def test_every_command_and_value_has_a_name() -> None:
    """Forms can call each command and each of its values by name, in both languages."""
    names = catalogue()
    for key, info in COMMANDS.items():
        assert names[f"command.{key}"] == (key, info.title)
        for name, arg in info.args.items():
            assert (arg.title.en, names[f"arg.{name}"][0]) == (name, name)


def test_arguments_are_those_of_the_table() -> None:
    """Each value of a command is a typed field, needed or not, unless it is a table of values."""
    for key, info in COMMANDS.items():
        found = {field.key: field.required for field in arguments(five_phases, key)}
        assert found | dict.fromkeys(tables(key)) == {
            name: None if name in tables(key) else name in info.needs for name in info.args
        }


@pytest.mark.parametrize("command", IN_ROWS)
def test_every_value_can_stand_in_a_row(command: str) -> None:
    """A cell under the Chinese heading of each value is read as the sort of value that it is."""
    run, known = Run.start(five_phases, "no-1", roster=[("li", "secretary")]), headings(five_phases)
    args = [arg for arg in COMMANDS[command].args.values() if arg.name not in tables(command)]
    cells = {known[arg.title.zh]: SAID[arg.sort][0] for arg in args}
    read = Reader(run).command(SheetRow(1, {"command": command, **cells}), None)
    wanted = {arg.name: SAID[arg.sort][1] for arg in args}
    assert {name: value for name, value in read.args.items() if name != "values"} == wanted


def test_schema_asks_for_what_the_table_says() -> None:
    """Each alternative of the schema has the values of its command, and needs the same ones."""
    for found in command_schema(five_phases)["oneOf"]:
        info, args = COMMANDS[found["properties"]["command"]["const"]], found["properties"]["args"]
        for form in args.get("oneOf", [args]):
            assert set(form["properties"]) == set(info.args)
            assert set(info.needs) <= set(form["required"])
