"""How events and projections lie in the columns of a table, and come back out of them."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Final

from campaignflow.errors import InvariantViolationError
from campaignflow.events import NOTHING, Event, canonical
from campaignflow.log import Entry, Projection, Tally

PROJECTED: Final = ("campaign", "version", "unit", "status", "open_nodes", "next_wakeup")
"""Columns of a run that hold its projection."""

ASIDE: Final = slice(9, 13)
"""Where an event_row holds cause, key, request and data: what most events do not have."""

_encode: Final = json.JSONEncoder(
    ensure_ascii=False, allow_nan=False, separators=(",", ":"), default=dict, check_circular=False
).encode  # what is endless has no digest, and does not come here
_NONE: Final = (None,) * 4
_scan: Final = json.JSONDecoder().raw_decode
_event: Final[Callable[..., Event]] = tuple.__new__  # in a third of the time of a call of the class
_entry: Final[Callable[..., Entry]] = tuple.__new__


def event_row(run: str, event: Event, digest: bytes) -> tuple[Any, ...]:
    """Return the run, the event's fields and the digest as the columns hold them.

    Raises:
        InvariantViolationError: The data would come back as something else.
    """
    data = event[11]
    return (run, *event[:11], _written(event) if data else None, bytearray(digest))


def _written(event: Event) -> str:
    plain = dict(event.data)
    text = _encode(plain)
    back, _ = _scan(text)
    if back != plain and canonical(back) != canonical(plain):
        raise InvariantViolationError(
            f"the data of event {event.seq} ({event.kind}) would not survive as JSON: "
            "use text for every name and plain str, int, bool, None, list or dict"
        )
    return text


def entry(row: Sequence[Any]) -> Entry:
    """Return the entry that a row holds, in the order of ``Statements.read``.

    Raises:
        ValueError: The data are not a JSON object, or not as this store writes it.
    """
    text = row[11]
    data = NOTHING if text is None else _parsed(text)
    return _entry(Entry, (_event(Event, (*row[:11], data)), row[12]))


def _parsed(text: str) -> Mapping[str, Any]:
    value, _ = _scan(text)
    if not isinstance(value, dict) or _encode(value) != text:
        raise ValueError("not a JSON object as this store writes it")
    return MappingProxyType(value)


def plain_row(row: tuple[Any, ...]) -> tuple[Any, ...] | None:
    """Return an event_row without what is None in most; None if this one has any of it.

    To bind None costs more than all the rest: sqlite3 looks for an adapter.
    """
    return (*row[:9], row[13]) if row[ASIDE] == _NONE else None


def projection_row(projection: Projection | None) -> tuple[Any, ...]:
    """Return the six columns that hold a projection, all None for none."""
    if projection is None:
        return (None,) * 6
    campaign, version, unit, status, nodes, wakeup, _tallies = projection
    return (campaign, version, unit, status, _listed(tuple(nodes)), wakeup)


@lru_cache(maxsize=1024)
def _listed(nodes: tuple[str, ...]) -> str:
    """Return open nodes as JSON; runs of a plan, and moves of a run, leave the same ones open."""
    return _encode(nodes)


def projection(rows: Sequence[Sequence[Any]]) -> Projection | None:
    """Return what the rows of ``Statements.status`` hold; None if nothing was ever projected.

    Rows that end with the projected columns, as in a list, give one without tallies.
    """
    width = len(PROJECTED)
    campaign, version, unit, status, nodes, wakeup = rows[0][:width]
    if campaign is None:
        return None
    tallies = sorted(Tally(*row[width:]) for row in rows if any(row[width:]))
    return Projection(
        campaign, version, unit, status, tuple(json.loads(nodes)), wakeup, tuple(tallies)
    )
