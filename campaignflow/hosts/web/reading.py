"""Read what a request says: whole numbers of the query, the body as plain data, a command."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any, Final

from campaignflow.commands import Command
from campaignflow.disclosure import PROFILES, Profile
from campaignflow.errors import PlainTextError
from campaignflow.events import NOTHING
from campaignflow.hosts.web.problems import RequestError
from campaignflow.hosts.web.site import Call
from campaignflow.model.campaign import Campaign
from campaignflow.moments import read_moment
from campaignflow.plain import LONGEST, read_plain
from campaignflow.sealing import Personal

MOST: Final = 500
"""Most entries of one page."""
KEY_LENGTH: Final = 255

_TEXTS: Final = ("command", "subject", "at", "reason")
_RESERVED: Final = frozenset({*_TEXTS, "actor", "key"})


def number(call: Call, name: str, default: int, least: int, most: int) -> int:
    """Return a whole number of the query.

    Raises:
        RequestError: It is none, or out of bounds.
    """
    text = call.query.get(name)
    if text is None:
        return default
    if not (text.isascii() and text.isdecimal() and len(text) < 20):
        raise RequestError("invalid", "web.number", name=name, least=least, most=most)
    found = int(text)
    if not least <= found <= most:
        raise RequestError("invalid", "web.number", name=name, least=least, most=most)
    return found


def page(call: Call) -> int:
    """Return how many entries one page is to have."""
    return number(call, "limit", 100, 1, MOST)


def position(call: Call) -> int:
    """Return after which number the page begins."""
    return number(call, "after", 0, 0, 2**63 - 1)


def profile(call: Call) -> Profile:
    """Return how much of each event is asked for; everything where nothing is said.

    Raises:
        RequestError: There is no such profile.
    """
    text = call.query.get("profile", "full")
    for known in PROFILES:
        if text == known:
            return known
    raise RequestError("invalid", "web.profile", known=list(PROFILES))


def only(call: Call, *known: str) -> None:
    """Refuse values of the query that mean nothing here.

    Raises:
        RequestError: There is one.
    """
    _only(call.query, known)


def _only(names: Collection[str], known: Collection[str]) -> None:
    unknown = sorted(set(names) - set(known))
    if unknown:
        raise RequestError("invalid", "web.unknown", names=unknown, known=list(known))


def body(call: Call, *known: str) -> dict[str, Any]:
    """Return the body, a JSON object with no other names than these.

    Raises:
        RequestError: It is something else, too large, or cannot be read.
    """
    if call.media != "application/json":
        raise RequestError("not-json", "web.media", media=call.media or "-")
    if len(call.body) > LONGEST:
        raise RequestError("too-large", "web.large", most=LONGEST)
    try:
        found = read_plain(call.body)
    except PlainTextError as wrong:
        raise RequestError("malformed", "web.json", why=wrong.notice) from wrong
    if not isinstance(found, dict):
        raise RequestError("invalid", "web.object")
    _only(found, known)
    return found


def text(plain: dict[str, Any], name: str, *, needed: bool = False) -> str | None:
    """Return a text of the body.

    Raises:
        RequestError: It is missing or something else.
    """
    found = plain.get(name)
    if isinstance(found, str) or (found is None and not needed):
        return found
    raise RequestError("invalid", "web.text", name=name)


def command(call: Call, campaign: Campaign) -> Command:
    """Return the command that the body asks for, in the name of whoever sent it.

    Raises:
        RequestError: The body or the key is wrong.
        CalendarError: Its time cannot be read.
    """
    plain = body(call, *_TEXTS, "args")
    args = plain.get("args") or {}
    if not isinstance(args, dict) or not _RESERVED.isdisjoint(args):
        raise RequestError("invalid", "web.args", reserved=sorted(_RESERVED))
    if isinstance(values := args.get("values"), dict):
        args = {**args, "values": {name: _given(value, name) for name, value in values.items()}}
    name, subject = text(plain, "command", needed=True), text(plain, "subject")
    at, precision = moment(plain, campaign)
    reason = _given(plain.get("reason"), "reason")
    if not isinstance(reason, Personal):
        reason = text(plain, "reason")
    return Command(
        str(name), subject or "", call.actor, at, precision, reason, key(call), args or NOTHING
    )


def _given(value: Any, name: str) -> Any:
    """Return a value as it is; an object stands for a text about somebody.

    Raises:
        RequestError: It is an object of another form.
    """
    if not isinstance(value, dict):
        return value
    words: Any = value.get("text")
    about, until = value.get("about", ""), value.get("until")
    try:
        last = None if until is None else dt.date.fromisoformat(until)
        if set(value) <= {"text", "about", "until"}:
            return Personal(words, about, last)
    except (TypeError, ValueError):
        pass
    raise RequestError("invalid", "web.personal", name=name)


def moment(plain: dict[str, Any], campaign: Campaign) -> tuple[int | None, str]:
    """Return when it happened, with its precision; None where it is not said."""
    at = text(plain, "at")
    return (None, "instant") if at is None else read_moment(at, campaign.zone)


def key(call: Call) -> str | None:
    """Return the idempotency key.

    Raises:
        RequestError: It is empty, too long, or holds other than visible ASCII.
    """
    found = call.key
    if found is None or (0 < len(found) <= KEY_LENGTH and found.isascii() and found.isprintable()):
        return found
    raise RequestError("malformed", "web.key", most=KEY_LENGTH)
