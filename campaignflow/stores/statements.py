"""The statements of the hot paths, compiled to text once per log, and the rows they carry."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Final, cast

import attrs
from sqlalchemy import ClauseElement, Dialect, Table, Text, bindparam, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine.default import DefaultDialect

from campaignflow.errors import InvariantViolationError, StorageError
from campaignflow.events import NOTHING, Event, canonical
from campaignflow.log import Entry, Projection, Tally
from campaignflow.stores.layout import Tables

_Insert = Callable[[Table], postgresql.Insert | sqlite.Insert]

_INSERTS: Final[Mapping[str, _Insert]] = {
    "postgresql": postgresql.insert,
    "sqlite": sqlite.insert,
}
_PROJECTED: Final = ("campaign", "version", "unit", "status", "open_nodes", "next_wakeup")
_SET: Final = {
    "create_run": ("run", "count", "digest", *_PROJECTED, "due"),
    "advance": ("count", "digest"),
    "project": ("count", "digest", *_PROJECTED),
    "wake": ("due",),  # apart from the rest: SQLite rewrites the index of what is set
}
_RUN: Final = bindparam("at_run", type_=Text())

_encode: Final = json.JSONEncoder(
    ensure_ascii=False, allow_nan=False, separators=(",", ":"), default=dict
).encode
_scan: Final = json.JSONDecoder().raw_decode


@attrs.frozen
class Statements:
    """Hold statement texts; the comment beside each names its parameters in order."""

    head: str  # run; gives the count, the digest and when to look at it next
    lock_head: str  # run
    status: str  # run
    runs: str
    listed: str  # run to list after, number, number to skip
    first_event: str  # run
    key: str  # run, key
    read: str  # run, after
    create_run: str  # run, count, digest, then a projection_row, due
    advance: str  # count, digest, run
    project: str  # count, digest, a projection_row, run
    wake: str  # due, run
    add_event: str  # an event_row
    put_tally: str  # run, rule, need, met, verdict


@lru_cache(maxsize=64)
def compiled(dialect: Dialect, tables: Tables) -> Statements:
    """Compile every statement for a dialect, with positional parameters; once for all logs of it.

    Raises:
        StorageError: The dialect is neither SQLite nor PostgreSQL.
    """
    if dialect.name not in _INSERTS:
        raise StorageError(f"the SQL store keeps logs in SQLite or PostgreSQL, not {dialect.name}")
    queries = _queries(tables) | _changes(tables, _INSERTS[dialect.name])
    positional = cast(type[DefaultDialect], type(dialect))(
        paramstyle="qmark" if dialect.name == "sqlite" else "format"
    )
    return Statements(
        **{
            name: str(query.compile(dialect=positional, column_keys=_SET.get(name)))
            for name, query in queries.items()
        }
    )


def _queries(tables: Tables) -> dict[str, ClauseElement]:
    runs, events, tallies = tables[:3]
    mine = runs.c.run == _RUN
    head = select(runs.c.count, runs.c.digest, runs.c.due).where(mine)
    projected = [runs.c[name] for name in _PROJECTED]
    found = events.c.run == _RUN
    return {
        "head": head,
        "lock_head": head.with_for_update(),
        "status": select(*projected, *(tallies.c[name] for name in Tally._fields))
        .select_from(runs.outerjoin(tallies, runs.c.run == tallies.c.run))
        .where(mine),
        "runs": select(runs.c.run),
        "listed": select(runs.c.run, *projected)
        .where(runs.c.run > bindparam("after"))
        .order_by(runs.c.run)
        .limit(bindparam("number"))
        .offset(bindparam("skipped")),  # else SQLite is given one unasked
        "first_event": select(func.min(events.c.seq)).where(found),
        "key": select(events.c.seq).where(found, events.c.key == bindparam("a_key")),
        "read": select(*events.c[1:])
        .where(found, events.c.seq > bindparam("after"))
        .order_by(events.c.seq),
    }


def _changes(tables: Tables, insert_into: _Insert) -> dict[str, ClauseElement]:
    runs, events, tallies = tables[:3]
    advance = update(runs).where(runs.c.run == _RUN)
    tally = insert_into(tallies)
    return {
        "create_run": insert_into(runs).on_conflict_do_nothing(),
        "advance": advance,
        "project": advance,
        "wake": advance,
        "add_event": insert(events),
        "put_tally": tally.on_conflict_do_update(
            index_elements=["run", "rule"],
            set_={name: tally.excluded[name] for name in ("need", "met", "verdict")},
        ),
    }


def event_row(run: str, event: Event, digest: bytes) -> tuple[Any, ...]:
    """Return the run, the event's fields and the digest as the columns hold them.

    Raises:
        InvariantViolationError: The data would come back as something else.
    """
    data = event[11]
    return (run, *event[:11], _written(event) if data else None, digest)


def _written(event: Event) -> str:
    text = _encode(dict(event.data))
    if canonical(_parsed(text)) != canonical(event.data):
        raise InvariantViolationError(
            f"the data of event {event.seq} ({event.kind}) would not survive as JSON: "
            "use text for every name and plain str, int, bool, None, list or dict"
        )
    return text


def entry(row: Iterable[Any]) -> Entry:
    """Return the entry that a row holds, in the order of ``Statements.read``.

    Raises:
        ValueError: The data are not a JSON object, or not as this store writes it.
    """
    seq, kind, subject, at, precision, recorded, actor, rule, cause, key, request, text, digest = (
        row
    )
    data = NOTHING if text is None else _parsed(text)
    return Entry(
        Event(seq, kind, subject, at, precision, recorded, actor, rule, cause, key, request, data),
        digest,
    )


def _parsed(text: str) -> Mapping[str, Any]:
    value, _ = _scan(text)
    if not isinstance(value, dict) or _encode(value) != text:
        raise ValueError("not a JSON object as this store writes it")
    return MappingProxyType(value)


def projection_row(projection: Projection | None) -> tuple[Any, ...]:
    """Return the six columns that hold a projection, all None for none."""
    if projection is None:
        return (None,) * 6
    campaign, version, unit, status, nodes, wakeup, _ = attrs.astuple(projection, recurse=False)
    return (campaign, version, unit, status, _encode(nodes), wakeup)


def projection(rows: Sequence[Sequence[Any]]) -> Projection | None:
    """Return what the rows of ``Statements.status`` hold; None if nothing was ever projected.

    Rows that end with the projected columns, as in a list, give one without tallies.
    """
    width = len(_PROJECTED)
    campaign, version, unit, status, nodes, wakeup = rows[0][:width]
    if campaign is None:
        return None
    tallies = sorted(Tally(*row[width:]) for row in rows if row[width:] and row[width] is not None)
    return Projection(
        campaign, version, unit, status, tuple(json.loads(nodes)), wakeup, tuple(tallies)
    )
