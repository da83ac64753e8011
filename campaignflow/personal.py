"""Texts about people in commands: which are kept apart, and whether a request is the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from secrets import token_bytes
from typing import Any, TypeGuard

from campaignflow.commands import Command
from campaignflow.errors import RefusalError
from campaignflow.events import Event
from campaignflow.messages import Notice
from campaignflow.refusal import Cause, Refusal, RefusalKind
from campaignflow.sealing import Personal, SealedText, is_sealed, seal, tokens_in
from campaignflow.state import State


def sealed(command: Command, state: State) -> Command:
    """Return a command with tokens in place of texts about people, and those texts beside it.

    These are texts in fields declared personal, and reasons and values given as
    :class:`~campaignflow.Personal`; so is what looks like a token but is none of this subject.
    """
    if command.texts:
        return command  # it has been done
    texts: list[SealedText] = []
    values = command.args.get("values")
    if isinstance(values, Mapping):
        found = _values(values, state, command, texts)
        if texts:
            command = command._replace(args={**command.args, "values": found})
    if _is_personal(command.reason):
        command = command._replace(reason=_token(command.reason, texts))
    return command._replace(texts=tuple(texts)) if texts else command


def _values(
    values: Mapping[str, Any], state: State, command: Command, texts: list[SealedText]
) -> dict[str, Any]:
    personal, known = state.blueprint.personal, state.sealed.get(command.subject, ())
    closed = personal.get(_kind(command, state), ()) if personal else ()
    found = dict(values)
    for name, value in values.items():
        is_text = name in closed and isinstance(value, str)
        if (is_text or _is_personal(value)) and value not in known:
            found[name] = _token(value, texts)
    return found


def _kind(command: Command, state: State) -> str:
    """Return the kind or ledger that the values of a command are about; empty if none."""
    subject = command.subject
    if subject in state.records and command.name == "correct":
        return state.records[subject].kind
    if subject in state.item_values and command.name == "work":
        return str(state.item_values[subject]["ledger"])
    return str(command.args.get("kind") or command.args.get("ledger") or "")


def _token(text: str | Personal, texts: list[SealedText]) -> str:
    """Seal a text, add it to the others, and return its token."""
    given = text if isinstance(text, Personal) else Personal(text)
    texts.append(seal(given, token_bytes(32)))
    return texts[-1].token


def _is_personal(value: object) -> TypeGuard[str | Personal]:
    """Return whether a value is kept apart wherever it stands."""
    return isinstance(value, Personal) or is_sealed(value)


def written(texts: Sequence[SealedText], events: Sequence[Event]) -> Sequence[SealedText]:
    """Return the texts that tokens in events stand for; the log is given no others."""
    tokens = {token for event in events for token in tokens_in(event.data)}
    return [each for each in texts if each.token in tokens]


def same_texts(
    command: Command, events: tuple[Event, ...], kept: Mapping[str, SealedText]
) -> tuple[Event, ...]:
    """Return the events of a repeated request, if the texts given with it are those of then.

    A text that has been erased since may have been any.

    Raises:
        RefusalError: They are others: the key is used for another request.
    """
    tokens = [token for event in events for token in tokens_in(event.data)]
    found = [kept[token].text for token in tokens if token in kept]
    given = [each.text for each in command.texts]
    if None not in found and not set(given) <= set(found):
        params = {"key": command.key, "seq": events[0].seq}
        cause = Cause(RefusalKind.CONFLICT, Notice("key.reused", params))
        raise RefusalError(Refusal(command.name, command.subject, (cause,)))
    return events
