"""What commands take is said once, with a name in both languages."""

from __future__ import annotations

from campaignflow import COMMANDS
from campaignflow.definitions.five_phases import five_phases
from campaignflow.interchange.arguments import TABLES, arguments
from campaignflow.messages import catalogue


def test_every_command_and_value_has_a_name() -> None:
    """Forms can call each command and each of its values by name, in the words of the table."""
    names = catalogue()
    for key, info in COMMANDS.items():
        assert names[f"command.{key}"] == (key, info.title)
        for name in (*info.needs, *info.takes):
            assert names[f"arg.{name}"][0] == name


def test_arguments_are_those_of_the_table() -> None:
    """Each value of a command is a typed field, needed or not, unless it is a table of values."""
    for key, info in COMMANDS.items():
        found = {field.key: field.required for field in arguments(five_phases, key)}
        named = {name: name in info.needs for name in (*info.needs, *info.takes)}
        assert found == {name: needed for name, needed in named.items() if name not in TABLES}
