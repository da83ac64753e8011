"""One form field for each type of value."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from django import forms

from campaignflow.interchange.cells import several
from campaignflow.model.facts import Field

Titles = Mapping[str, str]


class _Parts(forms.CharField):
    """Read several ids parted by commas."""

    def to_python(self, value: object) -> list[str]:
        return several(str(super().to_python(value) or ""))

    def prepare_value(self, value: Any) -> Any:
        return "、".join(value) if isinstance(value, list) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.to_python(data) != (initial or [])


def made(field: Field, label: str, people: Titles, titles: Titles | None = None) -> forms.Field:
    """Return the form field for a typed value.

    Args:
        field: What it is.
        label: What it is called on the page.
        people: Person -> name, for fields that hold persons.
        titles: Value -> title, where choices are called otherwise than they are kept.
    """
    called = [(value, (titles or {}).get(value, value)) for value in field.choices]
    if field.type in ("person", "persons"):
        called = sorted(people.items(), key=lambda pair: pair[1])
    found = _MAKERS[field.type](label, called)
    found.required = field.required
    return found


def date_input(**more: Any) -> forms.Field:
    """Return a field for a day, for which browsers offer a calendar."""
    return forms.DateField(widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"), **more)


Maker = Callable[[str, list[tuple[str, str]]], forms.Field]


def _choice(label: str, choices: list[tuple[str, str]]) -> forms.Field:
    return forms.ChoiceField(label=label, choices=[("", "–"), *choices])


def _choices(label: str, choices: list[tuple[str, str]]) -> forms.Field:
    box = forms.CheckboxSelectMultiple
    return forms.MultipleChoiceField(label=label, choices=choices, widget=box)


_MAKERS: Final[Mapping[str, Maker]] = {
    "text": lambda label, _choices: forms.CharField(label=label),
    "integer": lambda label, _choices: forms.IntegerField(label=label),
    "flag": lambda label, _choices: forms.NullBooleanField(label=label),
    "date": lambda label, _choices: date_input(label=label),
    "person": _choice,
    "persons": _choices,
    "choice": _choice,
    "choices": _choices,
    "link": lambda label, _choices: forms.CharField(label=label),
    "links": lambda label, _choices: _Parts(label=label),
}
