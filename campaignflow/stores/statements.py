"""The statements of a log, as texts for a driver's cursor; all databases share most of them."""

from __future__ import annotations

from typing import Final

import attrs

from campaignflow.errors import StorageError
from campaignflow.events import Event
from campaignflow.log import Tally
from campaignflow.sealing import SealedText
from campaignflow.stores.rows import ASIDE, PROJECTED


@attrs.frozen
class Statements:
    """Hold statement texts; the comment beside each names its parameters in order."""

    head: str  # run; gives the count and the digest
    lock_head: str  # run; and when to look at it next, and the first event without a place
    status: str  # run
    runs: str
    listed: str  # run to list after, number
    first_event: str  # run
    key: str  # run, key
    read: str  # run, after
    read_some: str  # run, after, number
    about: str  # run, subject
    create_run: str  # run, count, digest, a projection_row, due
    go_on: str  # count, digest, a projection_row, run, count before, digest before, now
    go_on_by_one: str  # as go_on, then an event_row; empty where the database cannot do both
    advance: str  # count, digest, run
    project: str  # count, digest, a projection_row, run
    wake: str  # due, first event without a place, run
    add_event: str  # an event_row
    add_plain: str  # an event_row without what is None in most
    put_tally: str  # run, rule, need, met, verdict
    add_text: str  # run, then a text
    overwrite: str  # lets what is erased be overwritten, where the database has to be told
    erase_text: str  # run, token
    texts: str  # run
    text: str  # run, token
    turn: str  # waits until nobody else numbers anything
    unfed: str  # number; gives runs, what precedes the first event without a place, the last
    fresh: str  # run, after, up to
    last_fed: str
    add_fed: str  # position, run, seq
    fed: str  # up to, after that, run
    feed: str  # after, number
    due: str  # now
    looked: str  # due, run, count
    noted: str  # run
    last_note: str
    add_note: str  # position, at, then a note
    notes: str  # after, number


_LOCK: Final = {"sqlite": "", "postgresql": " FOR UPDATE", "mariadb": " FOR UPDATE"}
_TURN: Final = {
    "sqlite": "SELECT 1",  # a writer is alone already
    "postgresql": "SELECT pg_advisory_xact_lock(1667657848)",
    "mariadb": "SELECT run FROM {runs} ORDER BY run LIMIT 1 FOR UPDATE",
}
_CLASH: Final = (
    "ON CONFLICT (run, rule) "
    "DO UPDATE SET need = excluded.need, met = excluded.met, verdict = excluded.verdict"
)
_UPSERT: Final = {
    "sqlite": _CLASH,
    "postgresql": _CLASH,
    "mariadb": (
        "ON DUPLICATE KEY UPDATE need = VALUES(need), met = VALUES(met), verdict = VALUES(verdict)"
    ),
}
_OVERWRITE: Final = {
    "sqlite": "PRAGMA secure_delete = ON",
    "postgresql": "SELECT 1",
    "mariadb": "SELECT 1",
}
_BY_ONE: Final = {
    "sqlite": "",
    "postgresql": (
        "WITH gone_on AS ({go_on} RETURNING 1) INSERT INTO {events} (run, {entry}) "
        "SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ? FROM gone_on"
    ),
    "mariadb": "",
}
_QUOTED: Final = {"sqlite": '"{}"', "postgresql": '"{}"', "mariadb": "`{}`"}
_TEXTS: Final = {
    "head": "SELECT count, digest FROM {runs} WHERE run = ?",
    "lock_head": "SELECT count, digest, due, unfed FROM {runs} WHERE run = ?{lock}",
    "status": (
        "SELECT {projected}, {tally} FROM {runs} AS runs "
        "LEFT JOIN {tallies} AS tallies ON tallies.run = runs.run WHERE runs.run = ?"
    ),
    "runs": "SELECT run FROM {runs}",
    "listed": "SELECT run, {projected} FROM {runs} WHERE run > ? ORDER BY run LIMIT ?",
    "first_event": "SELECT min(seq) FROM {events} WHERE run = ?",
    "key": "SELECT seq FROM {events} WHERE run = ? AND {key} = ?",
    "read": "SELECT {entry} FROM {events} WHERE run = ? AND seq > ? ORDER BY seq",
    "read_some": ("SELECT {entry} FROM {events} WHERE run = ? AND seq > ? ORDER BY seq LIMIT ?"),
    "about": "SELECT {entry} FROM {events} WHERE run = ? AND subject = ? ORDER BY seq",
    "create_run": (
        "INSERT INTO {runs} (run, count, digest, {projected}, due, unfed) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)"
    ),
    "go_on": (
        "UPDATE {runs} SET {set_projected} WHERE run = ? "
        "AND count = ? AND digest = ? AND due <= ? AND unfed IS NOT NULL"
    ),
    "advance": "UPDATE {runs} SET count = ?, digest = ? WHERE run = ?",
    "project": "UPDATE {runs} SET {set_projected} WHERE run = ?",
    # apart from the rest, since SQLite rewrites the index of what is set
    "wake": "UPDATE {runs} SET due = ?, unfed = ? WHERE run = ?",
    "add_event": (
        "INSERT INTO {events} (run, {entry}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
    ),
    "add_plain": ("INSERT INTO {events} (run, {plain}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
    "put_tally": ("INSERT INTO {tallies} (run, {tally}) VALUES (?, ?, ?, ?, ?) {upsert}"),
    "add_text": "INSERT INTO {texts} (run, {text}) VALUES (?, ?, ?, ?, ?, ?)",
    "overwrite": "{overwrite}",
    "erase_text": (
        "UPDATE {texts} SET {text_column} = NULL, salt = NULL, about = '', {until} = NULL "
        "WHERE run = ? AND token = ?"
    ),
    "texts": "SELECT {text} FROM {texts} WHERE run = ?",
    "text": "SELECT {text} FROM {texts} WHERE run = ? AND token = ?",
    "turn": "{turn}",
    "unfed": (
        "SELECT run, unfed - 1, count FROM {runs} WHERE unfed IS NOT NULL "
        "ORDER BY unfed, run LIMIT ?"
    ),
    "fresh": "SELECT recorded_at, run, seq FROM {events} WHERE run = ? AND seq > ? AND seq <= ?",
    "last_fed": "SELECT max(position) FROM {feed}",
    "add_fed": "INSERT INTO {feed} (position, run, seq) VALUES (?, ?, ?)",
    # another writer may have come between
    "fed": "UPDATE {runs} SET unfed = CASE WHEN count > ? THEN ? END WHERE run = ?",
    "feed": (
        "SELECT feed.position, feed.run, {fed_entry} FROM {feed} AS feed "
        "JOIN {events} AS events ON events.run = feed.run AND events.seq = feed.seq "
        "WHERE feed.position > ? ORDER BY feed.position LIMIT ?"
    ),
    "due": "SELECT run FROM {runs} WHERE due <= ? ORDER BY due, run",
    "looked": "UPDATE {runs} SET due = ? WHERE run = ? AND count = ?",
    "noted": "SELECT node, due, level FROM {notes} WHERE run = ?",
    "last_note": "SELECT max(position) FROM {notes}",
    "add_note": (
        "INSERT INTO {notes} (position, at, run, node, due, level, data) "
        "VALUES (?, ?, ?, ?, ?, ?, ?)"
    ),
    "notes": (
        "SELECT position, at, run, node, due, level, data FROM {notes} "
        "WHERE position > ? ORDER BY position LIMIT ?"
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
    "mariadb": tuple(
        f"CREATE TRIGGER {{name}}_no_{change.lower()} BEFORE {change} ON {{table}} FOR EACH ROW "
        "SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'events are append-only'"
        for change in ("UPDATE", "DELETE")
    ),
}

UPGRADE_2: Final = (
    "ALTER TABLE {runs} ADD COLUMN unfed BIGINT",
    "UPDATE {runs} SET unfed = fed + 1 WHERE fed < count",
    "ALTER TABLE {runs} DROP COLUMN fed",
)
"""Statements that bring a table of runs from schema 1 to 2; its index ``unfed`` is made anew."""


def written_for(dialect: str, mark: str, **tables: str) -> Statements:
    """Return the statements for one database.

    Args:
        dialect: ``"sqlite"``, ``"postgresql"`` or ``"mariadb"``.
        mark: How the driver marks a parameter: ``"?"`` or ``"%s"``.
        tables: Names of the tables ``runs``, ``events``, ``tallies``, ``feed``, ``notes`` and
            ``texts``, each quoted as the database wants it.

    Raises:
        StorageError: The dialect is another one.

    Example:
        >>> names = {"runs": "r", "events": "e", "tallies": "t", "feed": "f", "notes": "n"}
        >>> names["texts"] = "x"
        >>> written_for("sqlite", "?", **names).key
        'SELECT seq FROM e WHERE run = ? AND "key" = ?'
    """
    if dialect not in _LOCK:
        raise StorageError(
            f"the SQL store keeps logs in SQLite, PostgreSQL or MariaDB, not {dialect}"
        )
    quoted = [_QUOTED[dialect].format(name) for name in (*Event._fields, "digest")]
    columns = {
        "key": quoted[Event._fields.index("key")],
        "entry": ", ".join(quoted),
        "plain": ", ".join([*quoted[: ASIDE.start - 1], *quoted[ASIDE.stop - 1 :]]),
        "fed_entry": ", ".join(f"events.{name}" for name in quoted),
        "tally": ", ".join(Tally._fields),
        "text": ", ".join(map(_QUOTED[dialect].format, SealedText._fields)),
        "text_column": _QUOTED[dialect].format("text"),
        "until": _QUOTED[dialect].format("until"),
        "projected": ", ".join(PROJECTED),
        "set_projected": ", ".join(f"{name} = {mark}" for name in ("count", "digest", *PROJECTED)),
    }
    turn = _TURN[dialect].format(**tables)
    own = {"lock": _LOCK[dialect], "turn": turn, "upsert": _UPSERT[dialect]}
    own["overwrite"] = _OVERWRITE[dialect]
    names = {**tables, **columns, **own}
    by_one = _BY_ONE[dialect].replace("{go_on}", _TEXTS["go_on"])
    texts = {**_TEXTS, "go_on_by_one": by_one}
    return Statements(
        **{name: text.replace("?", mark).format(**names) for name, text in texts.items()}
    )


def unchanging(dialect: str, table: str, name: str) -> tuple[str, ...]:
    """Return the statements after which the database itself refuses to change or delete events.

    Args:
        dialect: Name of the database; one that keeps no logs needs no statements.
        table: Name of the table of events, quoted as the database wants it.
        name: What the names of triggers and functions begin with.
    """
    return tuple(text.format(table=table, name=name) for text in _UNCHANGING.get(dialect, ()))
