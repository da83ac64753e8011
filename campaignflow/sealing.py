"""Texts about people, kept apart from the log: erased for good, and the log still verifies.

In an event a token stands for such a text: a digest over the text and a salt of its own. The log
keeps text and salt beside its events, in the same step. Without the salt, which is erased with the
text, nobody can find out by trying what a token stood for.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from typing import Any, Final, NamedTuple, TypeGuard

import attrs
from attrs.validators import instance_of, optional

from campaignflow.messages import Lang, Notice

SEALED: Final = "sealed:"
"""What every token begins with; 64 hexadecimal digits follow."""

_TOKEN: Final = re.compile(f"{SEALED}[0-9a-f]{{64}}")


@attrs.frozen
class Personal:
    """Give a text about a person, to be kept apart from the log and erased one day.

    Texts in fields declared ``personal=True`` are kept so by themselves.

    Attributes:
        text: The text.
        about: Id of the person whom it is about; empty if nobody in particular.
        until: Last day on which it may be kept; None if not said.
    """

    text: str = attrs.field(repr=False, validator=instance_of(str))
    about: str = attrs.field(default="", repr=False, validator=instance_of(str))
    until: dt.date | None = attrs.field(default=None, validator=optional(instance_of(dt.date)))


class SealedText(NamedTuple):
    """Hold a text that is kept apart, or what is left of one that was erased.

    Attributes:
        token: What stands for it in events.
        text: The text; None where it was erased.
        salt: What the token was made with; None where it was erased.
        about: Id of the person whom it is about; empty if nobody in particular.
        until: Last day on which it may be kept, as ISO text; None if not said.
    """

    token: str
    text: str | None
    salt: bytes | None
    about: str = ""
    until: str | None = None

    def __repr__(self) -> str:
        return f"SealedText({self.token!r})"

    @property
    def is_erased(self) -> bool:
        """Whether text and salt are gone."""
        return self.text is None and self.salt is None

    @property
    def is_whole(self) -> bool:
        """Whether it is there, and the text that was sealed."""
        if self.text is None or self.salt is None:
            return False
        return _token(self.salt, self.text) == self.token


def seal(personal: Personal, salt: bytes) -> SealedText:
    """Return a text with the token that stands for it, made with ``salt``: 32 random bytes."""
    until = None if personal.until is None else personal.until.isoformat()
    return SealedText(_token(salt, personal.text), personal.text, salt, personal.about, until)


def _token(salt: bytes, text: str) -> str:
    return SEALED + sha256(salt + text.encode("utf-8", "surrogatepass")).hexdigest()


def erased(token: str) -> SealedText:
    """Return what is left of a text that was erased."""
    return SealedText(token, None, None)


def is_sealed(value: object) -> TypeGuard[str]:
    """Return whether a value looks like a token."""
    return isinstance(value, str) and value.startswith(SEALED)


def any_sealed(values: Mapping[str, Any]) -> bool:
    """Return whether one of some values looks like a token; asked for every event with values."""
    return True in [type(value) is str and value.startswith(SEALED) for value in values.values()]


def tokens_in(data: Mapping[str, Any]) -> list[str]:
    """Return the tokens that stand in an event's data: as its reason, or as one of its values."""
    values = data.get("values")
    parts = [data.get("reason")]
    if isinstance(values, dict | Mapping):  # told by type where it is the usual one
        parts += values.values()
    return [part for part in parts if is_sealed(part) and _TOKEN.fullmatch(part)]


def placed_tokens(data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the tokens that stand in an event's data, each with its place."""
    values = data.get("values")
    named = values.items() if isinstance(values, Mapping) else ()
    for place, part in (("reason", data.get("reason")), *((f"values.{n}", v) for n, v in named)):
        if is_sealed(part) and _TOKEN.fullmatch(part):
            yield place, part


def without_tokens(text: str) -> str:
    """Return a text with one word for every token, so that two ways of sealing are alike."""
    return _TOKEN.sub(SEALED, text)


def tells_tokens(told: Any) -> bool:
    """Return whether a token may stand anywhere in a text or plain data."""
    return SEALED in str(told)


def opened(told: Any, texts: Iterable[SealedText], lang: Lang = "zh") -> Any:
    """Return a text or plain data with the texts in place of their tokens.

    What was erased is said to be so. A token that no text is given for is said to be sealed.

    Args:
        told: Text, or plain data such as a status as JSON.
        texts: Those that may be read here.
        lang: Language in which erasing and sealing are told.

    Example:
        >>> sealed = seal(Personal("因病请假"), bytes(32))
        >>> opened(f"理由：{sealed.token}", [sealed]), opened(f"理由：{sealed.token}", [])
        ('理由：因病请假', '理由：（已封存）')
    """
    if not tells_tokens(told):
        return told
    gone, closed = Notice("text.erased").text(lang), Notice("text.sealed").text(lang)
    found = {each.token: gone if each.text is None else each.text for each in texts}
    return _filled(told, found, closed)


def _filled(told: Any, texts: Mapping[str, str], closed: str) -> Any:
    if isinstance(told, str):
        if SEALED not in told:
            return told
        return _TOKEN.sub(lambda found: texts.get(found[0], closed), told)
    if isinstance(told, Mapping):
        return {name: _filled(part, texts, closed) for name, part in told.items()}
    if isinstance(told, list | tuple):
        return [_filled(part, texts, closed) for part in told]
    return told
