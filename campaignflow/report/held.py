"""What a run holds about a person: every place of its log that names them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from campaignflow.events import Event
from campaignflow.sealing import SealedText


class Held(NamedTuple):
    """Hold one event that names a person.

    Attributes:
        seq: Number of the event.
        kind: What happened.
        at: When it happened. Units: microseconds since the epoch, UTC.
        places: Where in the event, such as ``"actor"``, ``"subject"`` or ``"values.people"``.
    """

    seq: int
    kind: str
    at: int
    places: tuple[str, ...]


def held_about(
    events: Iterable[Event],
    person: str,
    names: Iterable[str] = (),
    texts: Iterable[SealedText] = (),
) -> tuple[Held, ...]:
    """Return every event that names a person, with the places; the answer to their request.

    Args:
        events: Of one run, as ``run.events()`` gives them.
        person: Id of the person.
        names: What else texts may call them, such as their name; looked for inside texts.
        texts: Texts about people that are kept apart, as ``run.texts().values()`` gives them.

    Example:
        >>> from campaignflow.events import Event
        >>> event = Event(7, "returned", "essay#zhao", 0, "day", 0, "qian", "chief", None, None,
        ...               None, {"reason": "赵老师请补充"})
        >>> held_about([event], "zhao", ["赵老师"])[0].places
        ('subject', 'reason')
    """
    words = tuple(names)
    kept = [each for each in texts if each.about == person or _names(each.text or "", words)]
    words += tuple(each.token for each in kept)
    found = ((event, tuple(_places(event, person, words))) for event in events)
    return tuple(Held(event.seq, event.kind, event.at, places) for event, places in found if places)


def _places(event: Event, person: str, names: tuple[str, ...]) -> Iterator[str]:
    if event.actor == person:
        yield "actor"
    if _named(event.subject, person, names):
        yield "subject"
    yield from _inside(event.data, person, names, "")


def _inside(value: Any, person: str, names: tuple[str, ...], place: str) -> Iterator[str]:
    if isinstance(value, str):
        if _named(value, person, names):
            yield place
    elif hasattr(value, "items"):
        for name, part in value.items():
            yield from _inside(part, person, names, f"{place}.{name}".lstrip("."))
    elif isinstance(value, list | tuple) and any(
        True for part in value for _ in _inside(part, person, names, place)
    ):
        yield place


def _named(text: str, person: str, names: tuple[str, ...]) -> bool:
    """Tell whether a text is the person, their copy of a node, or mentions them by a name."""
    return person in (text, text.partition("#")[2]) or _names(text, names)


def _names(text: str, names: tuple[str, ...]) -> bool:
    return any(name in text for name in names)
