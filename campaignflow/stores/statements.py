"""The statements of a log, as texts for a driver's cursor; SQLite and PostgreSQL share them."""

from __future__ import annotations

from typing import Final

import attrs

from campaignflow.errors import StorageError
from campaignflow.events import Event
from campaignflow.log import Tally
from campaignflow.stores.rows import PROJECTED


@attrs.frozen
class Statements:
    """Hold statement texts; the comment beside each names its parameters in order."""

    head: str  # run; gives the count, the digest and the next wake-up
    lock_head: str  # run
    status: str  # run
    runs: str
    first_event: str  # run
    key: str  # run, key
    read: str  # run, after
    create_run: str  # run, count, digest, then a projection_row
    advance: str  # count, digest, run
    project: str  # count, digest, a projection_row but for its wake-up, run
    reschedule: str  # count, digest, a projection_row, run
    add_event: str  # an event_row
    put_tally: str  # run, rule, need, met, verdict


_LOCK: Final = {"sqlite": "", "postgresql": " FOR UPDATE"}
_TEXTS: Final = {
    "head": "SELECT count, digest, next_wakeup FROM {runs} WHERE run = ?",
    "lock_head": "SELECT count, digest, next_wakeup FROM {runs} WHERE run = ?{lock}",
    "status": (
        "SELECT {projected}, {tally} FROM {runs} AS runs "
        "LEFT JOIN {tallies} AS tallies ON tallies.run = runs.run WHERE runs.run = ?"
    ),
    "runs": "SELECT run FROM {runs}",
    "first_event": "SELECT min(seq) FROM {events} WHERE run = ?",
    "key": "SELECT seq FROM {events} WHERE run = ? AND key = ?",
    "read": "SELECT {entry} FROM {events} WHERE run = ? AND seq > ? ORDER BY seq",
    "create_run": (
        "INSERT INTO {runs} (run, count, digest, {projected}) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING"
    ),
    "advance": "UPDATE {runs} SET count = ?, digest = ? WHERE run = ?",
    # SQLite rewrites the index of what is set, so the wake-up is left out where it stays
    "project": (
        "UPDATE {runs} SET count = ?, digest = ?, campaign = ?, version = ?, unit = ?, "
        "status = ?, open_nodes = ? WHERE run = ?"
    ),
    "reschedule": (
        "UPDATE {runs} SET count = ?, digest = ?, campaign = ?, version = ?, unit = ?, "
        "status = ?, open_nodes = ?, next_wakeup = ? WHERE run = ?"
    ),
    "add_event": (
        "INSERT INTO {events} (run, {entry}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
    ),
    "put_tally": (
        "INSERT INTO {tallies} (run, {tally}) VALUES (?, ?, ?, ?, ?) ON CONFLICT (run, rule) "
        "DO UPDATE SET need = excluded.need, met = excluded.met, verdict = excluded.verdict"
    ),
}
_UNCHANGING: Final = {
    "sqlite": (
        "CREATE TRIGGER {name}_no_update BEFORE UPDATE ON {table} "
        "BEGIN SELECT RAISE(ABORT, 'events are append-only'); END",
        "CREATE TRIGGER {name}_no_delete BEFORE DELETE ON {table} "
        "BEGIN SELECT RAISE(ABORT, 'events are append-only'); END",
    ),
    "postgresql": (
        "CREATE OR REPLACE FUNCTION {name}_append_only() RETURNS trigger LANGUAGE plpgsql "
        "AS 'BEGIN RAISE EXCEPTION ''events are append-only''; END'",
        "CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION {name}_append_only()",
    ),
}
_COLUMNS: Final = {
    "projected": ", ".join(PROJECTED),
    "entry": ", ".join((*Event._fields, "digest")),
    "tally": ", ".join(Tally._fields),
}


def written_for(dialect: str, mark: str, *, runs: str, events: str, tallies: str) -> Statements:
    """Return the statements for one database.

    Args:
        dialect: ``"sqlite"`` or ``"postgresql"``.
        mark: How the driver marks a parameter: ``"?"`` or ``"%s"``.
        runs: Name of the table of runs, quoted as the database wants it.
        events: Likewise of the table of events.
        tallies: Likewise of the table of tallies.

    Raises:
        StorageError: The dialect is another one.

    Example:
        >>> written_for("sqlite", "?", runs="r", events="e", tallies="t").key
        'SELECT seq FROM e WHERE run = ? AND key = ?'
    """
    if dialect not in _LOCK:
        raise StorageError(f"the SQL store keeps logs in SQLite or PostgreSQL, not {dialect}")
    names = {"runs": runs, "events": events, "tallies": tallies, "lock": _LOCK[dialect]} | _COLUMNS
    return Statements(
        **{name: text.replace("?", mark).format(**names) for name, text in _TEXTS.items()}
    )


def unchanging(dialect: str, table: str, name: str) -> tuple[str, ...]:
    """Return the statements after which the database itself refuses to change or delete events.

    Args:
        dialect: Name of the database; one that keeps no logs needs no statements.
        table: Name of the table of events, quoted as the database wants it.
        name: What the names of triggers and functions begin with.
    """
    return tuple(text.format(table=table, name=name) for text in _UNCHANGING.get(dialect, ()))
