"""Figures on a PostgreSQL server: one commit for each command, beside what others do with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from functools import partial
from importlib.util import find_spec
from itertools import count
from typing import Any, Final

from sqlalchemy import URL, Engine, create_engine, make_url, text

from campaignflow.bench.durable import OURS, PEER, rated, saved
from campaignflow.bench.measure import Prepare, Row
from campaignflow.bench.peers import Script
from campaignflow.bench.steps import STEPS, steps
from campaignflow.bench.workload import acts, carry_out, started
from campaignflow.stores import SqlLog

FLOOR: Final = "raw psycopg"
_BOUNDS: Final[Mapping[str, float]] = {FLOOR: 0.7, PEER: 1.0, STEPS: 5.0}
_NEEDED: Final = {PEER: "psycopg_pool", STEPS: "dbos"}
_DATABASE: Final = "campaignflow_bench"
_SETUP: Final = """
CREATE TABLE raw_runs (run text PRIMARY KEY, count bigint, status text);
CREATE TABLE raw_events (
    run text, seq bigint, command text, subject text, actor text, at text, PRIMARY KEY (run, seq)
);
"""
_NUMBERS: Final = count(1)


def missing() -> list[str]:
    """Return what is not installed, of what is compared on a server."""
    return [
        f"{name} on PostgreSQL"
        for name, package in _NEEDED.items()
        if find_spec(name) is None or find_spec(package) is None
    ]


def commits(rounds: int, address: str, length: int | None = None) -> Iterator[Row]:
    """Measure the common workload on a server with one commit for each command.

    Args:
        rounds: How often.
        address: The server, as SQLAlchemy names it; a database is made there and dropped.
        length: How many commands; all where left out.
    """
    script, absent, what = acts()[:length], " ".join(missing()), "one commit each, PostgreSQL"
    with ExitStack() as stack:
        url = stack.enter_context(_database(make_url(address)))
        engine = create_engine(url)
        stack.callback(engine.dispose)
        ours = partial(_ours, _log(engine), script)
        bare = stack.enter_context(closing(engine.raw_connection()))
        plays: dict[str, Prepare] = {OURS: ours, FLOOR: partial(_raw, bare, script)}
        if PEER not in absent:
            plays[PEER] = partial(_eventsourcing, stack, url, script)
        yield from rated(what, plays, len(script), rounds, _BOUNDS)
        if STEPS not in absent:  # apart, since its threads would slow down the others
            at = url.set(drivername="postgresql").render_as_string(hide_password=False)
            plays = {OURS: ours, STEPS: stack.enter_context(steps(at, script))}
            yield from rated(f"{what}, DBOS beside", plays, len(script), rounds, _BOUNDS)


@contextmanager
def _database(url: URL) -> Iterator[URL]:
    """Make a database on the server, and drop it with everything in it."""
    admin = create_engine(url, isolation_level="AUTOCOMMIT")
    drop = text(f"DROP DATABASE IF EXISTS {_DATABASE} WITH (FORCE)")
    with admin.connect() as connection:
        connection.execute(drop)
        connection.execute(text(f"CREATE DATABASE {_DATABASE}"))
        try:
            yield url.set(database=_DATABASE)
        finally:
            connection.execute(drop)
    admin.dispose()


def _log(engine: Engine) -> SqlLog:
    log = SqlLog(engine)
    log.create()
    return log


def _ours(log: SqlLog, script: Script) -> Callable[[], object]:
    return partial(carry_out, started(log, f"school {next(_NUMBERS)}"), script)


def _raw(opened: Any, script: Script) -> Callable[[], object]:
    """Prepare the floor: an event and the row of its run, in one commit."""
    cursor, run = opened.cursor(), f"school {next(_NUMBERS)}"
    cursor.execute(_SETUP.replace("CREATE TABLE", "CREATE TABLE IF NOT EXISTS"))
    cursor.execute("INSERT INTO raw_runs VALUES (%s, 0, '')", (run,))
    opened.commit()

    def play() -> None:
        for seq, (command, subject, actor, at) in enumerate(script, 1):
            row = (run, seq, command, subject, actor, at.isoformat())
            cursor.execute("INSERT INTO raw_events VALUES (%s, %s, %s, %s, %s, %s)", row)
            cursor.execute(
                "UPDATE raw_runs SET count = %s, status = %s WHERE run = %s", (seq, command, run)
            )
            opened.commit()

    return play


def _eventsourcing(stack: ExitStack, url: URL, script: Script) -> Callable[[], object]:
    return saved(
        stack,
        script,
        PERSISTENCE_MODULE="eventsourcing.postgres",
        POSTGRES_DBNAME=_DATABASE,
        POSTGRES_HOST=url.host or str(url.query.get("host", "localhost")),
        POSTGRES_PORT=str(url.port or 5432),
        POSTGRES_USER=url.username or "",
        POSTGRES_PASSWORD=url.password or "none",
    )
