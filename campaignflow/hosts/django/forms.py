"""Forms made of what the plan declares: one form field for each typed field."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final
from uuid import uuid4

from django import forms

from campaignflow.commands import COMMANDS
from campaignflow.hosts.django.people import Names
from campaignflow.hosts.django.speech import text
from campaignflow.interchange.cells import several
from campaignflow.model.facts import Field
from campaignflow.run import Run

_VALUE: Final = "v-"


class _Parts(forms.CharField):
    """Read several ids parted by commas."""

    def to_python(self, value: object) -> list[str]:
        return several(str(super().to_python(value) or ""))


class ActForm(forms.Form):
    """Ask for what a command takes: its day, its reason, and the values that the plan declares.

    Args:
        run: The run.
        command: Name of the command.
        subject: What it is about.
        args: What is settled already, such as the kind of a record.
        given: As for any form of Django.
    """

    key = forms.CharField(widget=forms.HiddenInput)

    def __init__(
        self, run: Run, command: str, subject: str, args: Mapping[str, str], **given: Any
    ) -> None:
        super().__init__(initial={"key": uuid4().hex}, **given)
        self._args = dict(args)
        names = Names(run.state)
        declared = _declared(run, command, subject, args)
        partial = command == "work"
        for field in declared or ():
            made = _made(field, names)
            made.required = field.required and not partial
            self.fields[f"{_VALUE}{field.key}"] = made
        self._has_values = declared is not None
        self._add_day(run, command, subject)
        self.fields["at"] = _date(label=text("django.at"), help_text=text("django.at_help"))
        reasoned = COMMANDS[command].reason
        self.fields["reason"] = forms.CharField(label=text("django.reason"), required=reasoned)

    def _add_day(self, run: Run, command: str, subject: str) -> None:
        instance = run.state.instance(subject)
        fixes = instance is not None and getattr(instance.info.node, "fixes", None) is not None
        name = "value" if command == "agree" else "day"
        if command == "agree" or (fixes and command in ("finish", "approve")):
            label = text(f"django.{name}")
            made = _date(label=label) if fixes else forms.CharField(label=label)
            made.required = command != "approve"
            self.fields[name] = made

    def command(self) -> dict[str, Any]:
        """Return what the command is given by name; the form must be valid."""
        cleaned = {name: _plain(value) for name, value in self.cleaned_data.items()}
        given = {name: value for name, value in cleaned.items() if value not in (None, "", [])}
        values = {n.removeprefix(_VALUE): v for n, v in given.items() if n.startswith(_VALUE)}
        rest = {name: value for name, value in given.items() if not name.startswith(_VALUE)}
        return {**rest, **self._args, **({"values": values} if self._has_values else {})}


def _declared(
    run: Run, command: str, subject: str, args: Mapping[str, str]
) -> Iterable[Field] | None:
    """Return the fields that the values of a command have; None if it takes none."""
    blueprint = run.state.blueprint
    if command == "record" and args.get("kind") in blueprint.kinds:
        return blueprint.kinds[args["kind"]].fields
    ledger = args.get("ledger") or run.state.item_values.get(subject, {}).get("ledger")
    if command in ("find", "work") and ledger in blueprint.ledgers:
        return blueprint.ledgers[ledger].fields
    return None


def _made(field: Field, names: Names) -> forms.Field:
    return _MAKERS[field.type](field, names)


def _date(**more: Any) -> forms.Field:
    return forms.DateField(
        required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"), **more
    )


def _choice(field: Field, choices: list[tuple[str, str]]) -> forms.Field:
    return forms.ChoiceField(label=field.title, choices=[("", "–"), *choices])


def _choices(field: Field, choices: list[tuple[str, str]]) -> forms.Field:
    box = forms.CheckboxSelectMultiple
    return forms.MultipleChoiceField(label=field.title, choices=choices, widget=box)


def _pairs(field: Field) -> list[tuple[str, str]]:
    return [(value, value) for value in field.choices]


_MAKERS: Final[Mapping[str, Callable[[Field, Names], forms.Field]]] = {
    "text": lambda field, _names: forms.CharField(label=field.title),
    "integer": lambda field, _names: forms.IntegerField(label=field.title),
    "flag": lambda field, _names: forms.NullBooleanField(label=field.title),
    "date": lambda field, _names: _date(label=field.title),
    "person": lambda field, names: _choice(field, names.choices()),
    "persons": lambda field, names: _choices(field, names.choices()),
    "choice": lambda field, _names: _choice(field, _pairs(field)),
    "choices": lambda field, _names: _choices(field, _pairs(field)),
    "link": lambda field, _names: forms.CharField(label=field.title),
    "links": lambda field, _names: _Parts(label=field.title),
}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.date) else value
