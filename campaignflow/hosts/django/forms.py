"""Forms made of typed fields: those that the plan declares, and those that a command takes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, Final
from uuid import uuid4

from django import forms

from campaignflow.commands import COMMANDS
from campaignflow.hosts.django.inputs import date_input, made
from campaignflow.hosts.django.people import names_in, roster_of_groups, users
from campaignflow.hosts.django.speech import text
from campaignflow.interchange.arguments import arguments, declared
from campaignflow.model.campaign import Campaign
from campaignflow.model.facts import Field
from campaignflow.run import Run
from campaignflow.sealing import SealedText, is_sealed
from campaignflow.state.state import SETTLED

_VALUE: Final = "v-"
_CHANGED: Final = frozenset({"correct", "work"})
"""Commands whose values stand already, and of which only the changed ones are given."""


class _CommandForm(forms.Form):
    """Ask for what a command takes, each value as its type is."""

    required_css_class = "required"

    def _add_values(self, fields: Iterable[Field], names: Mapping[str, str]) -> None:
        for field in fields:
            self.fields[f"{_VALUE}{field.key}"] = made(field, field.title, names)

    def _add_day(self) -> None:
        self.fields["at"] = date_input(
            label=text("django.at"), help_text=text("django.at_help"), required=False
        )

    def _values(self, names: Iterable[str]) -> dict[str, Any]:
        cleaned = {name: self.cleaned_data[name] for name in names}
        return {name.removeprefix(_VALUE): _plain(value) for name, value in cleaned.items()}

    def _rest(self) -> dict[str, Any]:
        given = {n: _plain(v) for n, v in self.cleaned_data.items() if not n.startswith(_VALUE)}
        return {name: value for name, value in given.items() if value is not None}


class ActForm(_CommandForm):
    """Ask for what a command takes: its values, its day and its reason.

    Args:
        run: The run.
        command: Name of the command.
        subject: What it is about; where the command wants one that is not known, it is asked for.
        args: What is settled already, such as the kind of a record.
        texts: Texts about people that may be shown where they stand already.
        given: As for any form of Django.
    """

    key = forms.CharField(widget=forms.HiddenInput)

    def __init__(
        self,
        run: Run,
        command: str,
        subject: str,
        args: Mapping[str, str],
        texts: Iterable[SealedText] = (),
        **given: Any,
    ) -> None:
        super().__init__(initial={"key": uuid4().hex}, **given)
        self._args, self._subject, self._command = dict(args), subject, command
        names = names_in(run).by_id
        if COMMANDS[command].subject == "person" and not subject:
            self.fields["subject"] = made(_PERSON, text("django.person"), users())
        if command == "add":
            self.fields["subject"] = forms.SlugField(label=text("django.key"))
        for field in arguments(run.campaign, command):
            if field.key not in args and _applies(run, command, subject, field):
                self._add_argument(run, command, field, names)
        fields = declared(run.state, command, subject, args)
        self._add_values(fields or (), names)
        self._has_values = fields is not None
        if command in _CHANGED:
            standing = _opened(_standing(run, command, subject), texts)
            self._begin_with(standing, partial=command == "work")
        self._add_day()
        reasoned = COMMANDS[command].reason
        self.fields["reason"] = forms.CharField(label=text("django.reason"), required=reasoned)

    def _add_argument(self, run: Run, command: str, field: Field, names: Mapping[str, str]) -> None:
        people = users() if COMMANDS[command].subject == "person" else names
        label = text(f"arg.{field.key}")
        if field.key == "leftovers":
            self.fields[field.key] = made(_unsettled(run), label, {})
        elif field.key == "value" and _fixes(run, self._subject):
            self.fields[field.key] = date_input(label=label)
        else:
            self.fields[field.key] = made(field, label, people, run.state.blueprint.titles)

    def _begin_with(self, values: Mapping[str, Any], *, partial: bool) -> None:
        for name, field in self.fields.items():
            if name.startswith(_VALUE):
                value = values.get(name.removeprefix(_VALUE))
                field.initial = field.to_python(value) if isinstance(value, str) else value
                field.required = field.required and not partial and value != ""

    def subject(self) -> str:
        """Return what the command is about; the form must be valid."""
        return self._subject or str(self.cleaned_data.get("subject", ""))

    def command(self) -> dict[str, Any]:
        """Return what the command is given by name; the form must be valid."""
        rest = {name: value for name, value in self._rest().items() if name != "subject"}
        if not self._has_values:
            return {**rest, **self._args}
        names = [name for name in self.fields if name.startswith(_VALUE)]
        changed = self._command in _CHANGED
        values = self._values(set(names) & set(self.changed_data) if changed else names)
        kept = {n: value for n, value in values.items() if changed or value is not None}
        return {**rest, **self._args, "values": kept}


class StartForm(_CommandForm):
    """Ask for what the start of a run takes; the roster is that of the groups.

    Args:
        plan: The campaign.
        given: As for any form of Django.
    """

    unit = forms.CharField()
    title = forms.CharField(required=False)

    def __init__(self, plan: Campaign, **given: Any) -> None:
        super().__init__(**given)
        self.fields["unit"].label = text("arg.unit")
        self.fields["title"].label = text("django.unit_title")
        for field in arguments(plan, "start"):
            if field.key == "tier" and field.choices:
                titles = {tier.key: tier.title for tier in plan.tiers}
                self.fields["tier"] = made(field, text("arg.tier"), {}, titles)
                self.fields["tier"].required = True
        self._add_values(plan.facts, {})
        self._add_day()
        self.roster = roster_of_groups(plan)

    def options(self) -> dict[str, Any]:
        """Return what the start is given by name; the form must be valid."""
        facts = self._values(name for name in self.fields if name.startswith(_VALUE))
        rest = {name: value for name, value in self._rest().items() if name != "unit"}
        known = {name: value for name, value in facts.items() if value is not None}
        return {**rest, "facts": known, "roster": self.roster}


_PERSON: Final = Field("subject", "人员", "person", required=True)


def _applies(run: Run, command: str, subject: str, field: Field) -> bool:
    """Return whether a value has a meaning for this subject."""
    if field.key == "day":
        return command == "fix_anchor" or _fixes(run, subject)
    if field.key == "tokens":
        return False  # all that were given with it
    if field.key == "part":
        return subject in run.state.blueprint.rules
    if field.key == "leftovers":
        return run.state.blueprint.planned.windows["campaign"].soft_end
    return field.type != "choice" or bool(field.choices)


def _fixes(run: Run, subject: str) -> bool:
    instance = run.state.instance(subject)
    return instance is not None and getattr(instance.info.node, "fixes", None) is not None


def _unsettled(run: Run) -> Field:
    state = run.state
    keys = [one.key for one in state.all_instances() if state.node(one.key).state not in SETTLED]
    return Field("leftovers", "", "choices", keys)


def _standing(run: Run, command: str, subject: str) -> Mapping[str, Any]:
    """Return the values that a record or an item has."""
    if command == "work":
        return run.state.item_values.get(subject, {})
    recorded = run.state.records.get(subject)
    return recorded.values if recorded else {}


def _opened(values: Mapping[str, Any], texts: Iterable[SealedText]) -> Mapping[str, Any]:
    """Return values with the texts about people in them; empty where they may not be shown."""
    known = {each.token: each.text or "" for each in texts}
    return {n: known.get(v, "") if is_sealed(v) else v for n, v in values.items()}


def _plain(value: Any) -> Any:
    """Return a value as plain data; None where nothing was given."""
    if value in ("", []):
        return None
    return value.isoformat() if isinstance(value, dt.date) else value
