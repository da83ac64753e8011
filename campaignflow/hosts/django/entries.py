"""The log of a run as rows of a page: what happened, with every value, and how it is put right."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any, Final

import attrs

from campaignflow.calendar import from_us
from campaignflow.commands import COMMANDS
from campaignflow.events import Event
from campaignflow.hosts.django.acts import NOT_ACTS
from campaignflow.hosts.django.addresses import act_url
from campaignflow.hosts.django.people import Names
from campaignflow.hosts.django.speech import language, text
from campaignflow.messages import Notice
from campaignflow.model.facts import Field
from campaignflow.report import value_text
from campaignflow.run import Run
from campaignflow.state.naming import full_title

_ELSEWHERE: Final = frozenset({"kind", "ledger", "role", "trigger", "values"})
_TOLD: Final = tuple(
    dict.fromkeys(
        name
        for command, info in COMMANDS.items()
        for name in info.args
        if command not in NOT_ACTS and name not in _ELSEWHERE
    )
)
"""Values of commands that their events keep as they are."""
_MENDING: Final = ("correct", "void")


@attrs.frozen
class LogRow:
    """Hold one event as a page shows it.

    Attributes:
        mark: What became of it since: voided or corrected; empty if nothing.
        values: What it holds, a line for each value.
        acts: How it is put right by whoever may: title and address.
    """

    seq: int
    at: str
    what: str
    subject: str
    actor: str
    note: str
    mark: str
    values: tuple[str, ...]
    acts: tuple[tuple[str, str], ...]


def log_row(
    run: Run, names: Names, event: Event, able: Collection[str], since: Event | None
) -> LogRow:
    """Return the row of an event for somebody who is able to give these commands.

    Args:
        run: The run.
        names: Names of the persons in it.
        event: The event.
        able: Commands that the reader may give.
        since: What last mended the record that the event is about; see :func:`mended`.
    """
    at, data = from_us(event.at, run.campaign.zone), event.data
    titles = run.state.blueprint.titles
    kind = data.get("kind") or data.get("ledger") or data.get("role")
    subject = full_title(run.state, event.subject) if event.subject else run.name
    about = f"{titles[kind]} {subject}" if kind in titles else subject
    follows = text("django.follows", seq=event.cause)
    return LogRow(
        event.seq,
        at.format("YYYY-MM-DD" if event.precision == "day" else "YYYY-MM-DD HH:mm"),
        Notice(f"cli.event.{event.kind}").text(language()),
        names.text(about),
        names.text(event.actor or "") if event.cause is None else follows,
        names.text(str(data.get("reason") or "")),
        _mark(event, since),
        tuple(names.text(line) for line in _values(run, event)),
        tuple(_mending(run, event, able)),
    )


def mended(events: Iterable[Event]) -> dict[str, Event]:
    """Return by record the last event that corrected or voided it."""
    return {event.subject: event for event in events if event.kind in ("corrected", "voided")}


def _mark(event: Event, since: Event | None) -> str:
    if event.kind not in ("recorded", "corrected") or since is None or since.seq <= event.seq:
        return ""
    return text(f"django.{since.kind}")


def _values(run: Run, event: Event) -> Iterator[str]:
    titles = {field.key: field.title for field in _fields(run, event)}
    values = event.data.get("values") or {}
    named = [(titles.get(name, name), value) for name, value in values.items()]
    named += [(text(f"arg.{name}"), event.data.get(name)) for name in _TOLD]
    for title, value in named:
        if value not in (None, "", [], event.subject):
            yield text("django.value_of", title=title, value=_called(run, value))


def _fields(run: Run, event: Event) -> Iterable[Field]:
    """Return the fields of the record or item that an event is about."""
    blueprint, state = run.state.blueprint, run.state
    recorded, item = state.records.get(event.subject), state.item_values.get(event.subject, {})
    kinds = {**blueprint.kinds, **blueprint.ledgers}
    owner = kinds.get(recorded.kind if recorded else item.get("ledger", ""))
    return () if owner is None else owner.fields


def _called(run: Run, value: Any) -> Any:
    """Return a value as people call it."""
    if isinstance(value, bool):
        return value_text(value, language())
    if isinstance(value, list | tuple):
        return [_called(run, part) for part in value]
    return full_title(run.state, value) if isinstance(value, str) else value


def _mending(run: Run, event: Event, able: Collection[str]) -> Iterator[tuple[str, str]]:
    recorded = run.state.records.get(event.subject)
    if event.kind == "recorded" and recorded is not None and recorded.voided is None:
        for command in able:
            if command in _MENDING:
                yield text(f"command.{command}"), act_url(run.name, command, event.subject)
