"""What one person can do in a run now, and what still stands against it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

import attrs

from campaignflow.commands import COMMANDS
from campaignflow.hosts.django.speech import language, text
from campaignflow.hosts.django.subjects import Given, shown, subjects
from campaignflow.interchange.arguments import arguments
from campaignflow.messages import Notice
from campaignflow.model.facts import Field
from campaignflow.refusal import Cause, Refusal, RefusalKind
from campaignflow.report import AgendaItem
from campaignflow.run import Run

_COMMANDS: Final = {"approve": ("approve", "return_"), "rework": ("submit",)}
"""Task of the agenda -> commands; the others are commands by name."""

NOT_ACTS: Final = frozenset({"start", "tick", "migrate"})
"""Commands without a form: the run has begun, time passes by itself, plans are changed in code."""

_NEVER: Final = frozenset(
    {RefusalKind.NOT_PERMITTED, RefusalKind.NOT_DECLARED, RefusalKind.WRONG_STATE}
)
_OTHER_PERSON: Final = "assign.role"
"""Says that the person named cannot have the work; another one may."""


@attrs.frozen
class Act:
    """Hold one command that a person may give.

    Attributes:
        command: Its name.
        subject: What it is about.
        title: What it does, in the active language.
        args: What is settled already: the kind of a record, the ledger, the trigger.
        against: Every reason for which it would be refused now; empty if it would be granted.
    """

    command: str
    subject: str
    title: str
    args: Mapping[str, str]
    against: tuple[Cause, ...]

    def lines(self) -> list[str]:
        """Return the reasons against it as lines."""
        return [line for cause in self.against for line in cause.lines(language())]


def acts(run: Run, person: str) -> tuple[Act, ...]:
    """Return what is a person's turn, what they may record, and the items they may work on."""
    given = [("record", *found) for found in subjects(run, "record")]
    given += [("find", *found) for found in subjects(run, "find")]
    given += [("work", *found) for found in subjects(run, "work")]
    made = (_act(run, person, *one) for one in (*_tasks(run, person), *given))
    return tuple(act for act in made if act is not None)


def _tasks(run: Run, person: str) -> Iterator[tuple[str, str, Mapping[str, str]]]:
    for item in run.agenda(person=person):
        yield from ((command, item.row.key, {}) for command in commands_of(item))


def commands_of(item: AgendaItem) -> tuple[str, ...]:
    """Return the commands by which a task is done."""
    return _COMMANDS.get(item.task, (item.task,))


def choices(run: Run, person: str, command: str) -> tuple[Act, ...]:
    """Return everything that a person may give a command about."""
    made = (_act(run, person, command, *given) for given in subjects(run, command))
    return tuple(act for act in made if act is not None)


def others(run: Run, person: str) -> tuple[str, ...]:
    """Return the commands that a person may give about something, in the order of the table."""
    return tuple(
        command
        for command in COMMANDS
        if command not in NOT_ACTS and any(_may(run, person, command, subjects(run, command)))
    )


def _may(run: Run, person: str, command: str, given: Iterable[Given]) -> Iterator[bool]:
    return (_possible(asked(run, person, command, *one)) for one in given)


def act_title(run: Run, command: str, subject: str, args: Mapping[str, str]) -> str:
    """Return what a command does, in the active language."""
    about, said = shown(run, subject, args), Notice(f"command.{command}")
    if command == "work":
        return about
    return text("django.act_on", command=said, about=about) if about else said.text(language())


def asked(
    run: Run, person: str, command: str, subject: str, args: Mapping[str, Any]
) -> Refusal | None:
    """Return what stands against a command of which not every value is known yet."""
    missing = {
        field.key: _any(field, person)
        for field in arguments(run.campaign, command)
        if field.required and field.key not in args
    }
    info = COMMANDS[command]
    if "values" in info.needs:
        missing["values"] = {}
    if info.subject == "person":
        subject = subject or person
    reason = "-" if info.reason else None
    return run.why_not(command, subject, actor=person, reason=reason, **missing, **args)


def _any(field: Field, person: str) -> Any:
    """Return some value of a field, to ask with."""
    if field.type == "choice":
        return field.choices[0]
    return {"person": person, "integer": 0, "flag": True}.get(field.type, "-")


def _act(run: Run, person: str, command: str, subject: str, args: Mapping[str, str]) -> Act | None:
    refusal = asked(run, person, command, subject, args)
    if not _possible(refusal):
        return None
    title = act_title(run, command, subject, args)
    return Act(command, subject, title, args, _against(refusal))


def _possible(refusal: Refusal | None) -> bool:
    """Return whether nothing stands against a command but what may yet come, or a value."""
    causes = () if refusal is None else refusal.causes
    return not any(c.kind in _NEVER and c.notice.code != _OTHER_PERSON for c in causes)


def _against(refusal: Refusal | None) -> tuple[Cause, ...]:
    """Return the reasons that no form can remove by giving values."""
    causes = () if refusal is None else refusal.causes
    by_values = (RefusalKind.INVALID, RefusalKind.NOT_PERMITTED)
    return tuple(cause for cause in causes if cause.kind not in by_values)
