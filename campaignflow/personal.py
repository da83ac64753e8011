"""Texts about people in commands: which are kept apart, and whether a request is the same."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from secrets import token_bytes
from typing import Any

from campaignflow.commands import Command
from campaignflow.errors import RefusalError
from campaignflow.events import Event
from campaignflow.messages import Notice
from campaignflow.model.facts import Field
from campaignflow.refusal import Cause, Refusal, RefusalKind
from campaignflow.sealing import Personal, SealedText, is_sealed, placed_tokens, seal, tokens_in
from campaignflow.state import State


def sealed(command: Command, state: State) -> Command:
    """Return a command with tokens in place of texts about people, and those texts beside it.

    These are texts in fields declared personal, and reasons and texts given as
    :class:`~campaignflow.Personal`; so is what looks like a token but is none of this subject.
    """
    texts = [*command.texts]
    known = {each.token for each in texts} | {*state.sealed.get(command.subject, ())}
    values = command.args.get("values")
    if isinstance(values, Mapping):
        found = _values(command, values, state, known, texts)
        if found != values:
            command = command._replace(args={**command.args, "values": found})
    reason = _kept_apart(command.reason, known, texts)
    if reason != command.reason:
        command = command._replace(reason=reason)
    return command._replace(texts=tuple(texts)) if texts else command


def _values(
    command: Command,
    values: Mapping[str, Any],
    state: State,
    known: Container[str],
    texts: list[SealedText],
) -> dict[str, Any]:
    """Return the values with tokens; of a correction also for what stood there before sealing."""
    recorded = state.records.get(command.subject) if command.name == "correct" else None
    kind = recorded.kind if recorded else _kind(command, state)
    closed = state.blueprint.personal.get(kind, frozenset())
    found = dict(values)
    for name in closed:
        stood = recorded.values.get(name) if recorded else None
        if stood is not None and not is_sealed(stood):
            found.setdefault(name, stood)
        if isinstance(found.get(name), str) and found[name] not in known:
            found[name] = Personal(found[name])
    others = {field.key for field in _fields(state, kind) if field.type != "text"}
    return {
        name: value if name in others else _kept_apart(value, known, texts)
        for name, value in found.items()
    }


def _kind(command: Command, state: State) -> str:
    """Return the kind or ledger that the values of a command are about; empty if none."""
    if command.subject in state.item_values and command.name == "work":
        return str(state.item_values[command.subject]["ledger"])
    return str(command.args.get("kind") or command.args.get("ledger") or "")


def _fields(state: State, kind: str) -> Sequence[Field]:
    owner = state.blueprint.kinds.get(kind) or state.blueprint.ledgers.get(kind)
    return owner.fields if owner else ()


def _kept_apart(value: Any, known: Container[str], texts: list[SealedText]) -> Any:
    """Return the token of a value that is kept apart, and add its text; else the value itself."""
    if isinstance(value, str) and is_sealed(value) and value not in known:
        value = Personal(value)
    if not isinstance(value, Personal):
        return value
    if not value.text:
        return ""
    texts.append(seal(value, token_bytes(32)))
    return texts[-1].token


def written(texts: Sequence[SealedText], events: Sequence[Event]) -> Sequence[SealedText]:
    """Return the texts that tokens in events stand for; the log is given no others."""
    tokens = {token for event in events for token in tokens_in(event.data)}
    return [each for each in texts if each.token in tokens]


def require_same_texts(command: Command, first: Event, kept: Iterable[SealedText]) -> None:
    """Require that the texts given with a repeated request are those of the first time.

    A text that has been erased since may have been any, and one that was not kept is not compared.

    Args:
        command: The request.
        first: The first event that it led to.
        kept: The texts that tokens in that event stand for.

    Raises:
        RefusalError: They are others: the key is used for another request.
    """
    given = {each.token: each.text for each in command.texts}
    stood = {each.token: each.text for each in kept}
    asked = dict(placed_tokens({"reason": command.reason, **command.args}))
    for place, token in placed_tokens(first.data):
        text = stood.get(token)
        if text is not None and place in asked and given.get(asked[place]) != text:
            params = {"key": command.key, "seq": first.seq}
            cause = Cause(RefusalKind.CONFLICT, Notice("key.reused", params))
            raise RefusalError(Refusal(command.name, command.subject, (cause,)))
