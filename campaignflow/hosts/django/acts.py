"""What one person can do in a run now, and what still stands against it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

import attrs

from campaignflow.hosts.django.speech import language, text
from campaignflow.messages import Notice
from campaignflow.refusal import Cause, Refusal, RefusalKind
from campaignflow.run import Run
from campaignflow.state.naming import full_title

_COMMANDS: Final = {"approve": ("approve", "return_"), "rework": ("submit",)}
"""Task of the agenda -> commands; the others are commands by name."""

FORMS: Final = frozenset(
    ("open", "close", "finish", "submit", "approve", "return_", "agree", "record", "find", "work")
)
"""Commands that have a form."""


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
    """Return what the plan and the host let a person do, the tasks that are their turn first."""
    wanted = (*_tasks(run, person), *_facts(run), *_items(run))
    found = (_act(run, person, *given) for given in wanted)
    return tuple(act for act in found if act is not None)


_Given = tuple[str, str, dict[str, str]]
"""A command, its subject, and what is settled of its values."""


def _tasks(run: Run, person: str) -> Iterator[_Given]:
    for item in run.agenda(person=person):
        for command in _COMMANDS.get(item.task, (item.task,)):
            yield command, item.row.key, {}


def _facts(run: Run) -> Iterator[_Given]:
    for kind in run.state.blueprint.kinds:
        yield "record", "", {"kind": kind}
    for ledger in run.state.blueprint.ledgers:
        yield "find", "", {"ledger": ledger}


def _items(run: Run) -> Iterator[_Given]:
    for name, items in run.state.items.items():
        lifecycle = run.state.blueprint.ledgers[name].lifecycle
        for item, current in items.items():
            for move in lifecycle.moves:
                if move.source == current and current not in lifecycle.final:
                    yield "work", item, {"trigger": move.trigger}


def act_title(run: Run, command: str, subject: str, args: Mapping[str, str]) -> str:
    """Return what a command does, in the active language."""
    titles, about = run.state.blueprint.titles, args.get("kind") or args.get("ledger")
    shown = full_title(run.state, subject) if about is None else titles.get(about, about)
    params = {"title": shown, "trigger": _target(run, subject, args.get("trigger", ""))}
    return text(f"django.act.{command}", **params)


def _target(run: Run, item: str, trigger: str) -> Notice | str:
    """Return the state to which an item would move."""
    name = run.state.item_values.get(item, {}).get("ledger", "")
    ledger = run.state.blueprint.ledgers.get(name)
    for move in ledger.lifecycle.moves if ledger else ():
        if (move.trigger, move.source) == (trigger, run.state.items[name][item]):
            return run.state.blueprint.item_state(name, move.target)
    return trigger


def _act(run: Run, person: str, command: str, subject: str, args: dict[str, str]) -> Act | None:
    values: dict[str, Any] = {"values": {}} if command in ("record", "find") else {}
    refusal = run.why_not(command, subject, actor=person, **args, **values)
    if refusal is not None and RefusalKind.NOT_PERMITTED in refusal.kinds:
        return None
    title = act_title(run, command, subject, args)
    return Act(command, subject, title, args, _against(refusal))


def _against(refusal: Refusal | None) -> tuple[Cause, ...]:
    """Return the reasons that no form can remove by giving values."""
    causes = () if refusal is None else refusal.causes
    return tuple(cause for cause in causes if cause.kind is not RefusalKind.INVALID)
