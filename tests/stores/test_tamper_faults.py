"""Whatever is changed in the tables behind the log's back is found, at its first bad entry."""

from __future__ import annotations

import json
import random
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, MetaData, cast, literal, select, text, update

from campaignflow.errors import LogCorruptError, LogError, StorageError
from campaignflow.events import chain, genesis
from campaignflow.log import Anchor, Entry, anchor, verify
from campaignflow.stores import SqlLog, open_sqlite, tables
from campaignflow.testing.contract import a_projection, an_event

COUNT = 30
EVENTS = tables(MetaData()).events
COLUMNS = [column.name for column in EVENTS.c]


def full_event(seq: int) -> object:
    """Return an event with something in every column but, now and then, the optional ones."""
    bare = seq % 5 == 0
    return an_event(
        seq,
        kind="recorded",
        subject=f"café {seq}",
        actor=None if bare else f"p{seq}",
        rule=None if bare else "lead",
        cause=None if bare or seq == 1 else seq - 1,
        key=None if bare else f"k{seq}",
        request=None if bare else "ab" * 32,
        data={} if bare else {"kind": "talk", "values": {"主题": "谈心\x1f", "hours": seq}},
    )


@pytest.fixture(scope="module")
def connection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    """Return a connection to a file without triggers, with two runs of thirty events."""
    engine = open_sqlite(tmp_path_factory.mktemp("tamper") / "log.db")
    log = SqlLog(engine)
    log.create()
    for run in ("run", "other"):
        log.append(run, [full_event(seq) for seq in range(1, COUNT + 1)], 0, a_projection())
    with engine.connect() as connection:
        connection.connection.driver_connection.execute("PRAGMA foreign_keys=OFF")
        connection.execute(text("DROP INDEX campaignflow_events_key"))
        for verb in ("update", "delete"):
            connection.execute(text(f"DROP TRIGGER campaignflow_events_no_{verb}"))
        connection.commit()
        yield connection
    engine.dispose()


@pytest.fixture
def log(connection: Connection) -> Iterator[SqlLog]:
    """Return the log in a transaction that is rolled back after the test."""
    yield SqlLog(connection)
    connection.rollback()


def change(connection: Connection, statement: str, **values: object) -> None:
    """Run a statement as somebody with access to the file would."""
    short = statement.replace("EVENTS", "campaignflow_events").replace("RUNS", "campaignflow_runs")
    connection.execute(text(short), values)


def first_bad(log: SqlLog, against: Anchor | None = None) -> int:
    """Return the entry that verifying finds to be bad first."""
    with pytest.raises(LogCorruptError) as caught:
        verify(log, "run", against)
    assert caught.value.run == "run"
    return caught.value.seq


def flip(chance: random.Random, value: object) -> object:
    """Return the value with one bit flipped; text as bytes, since it may be text no more."""
    if isinstance(value, int):
        return value ^ (1 << chance.randrange(62))
    raw = bytearray(value.encode() if isinstance(value, str) else value)
    raw[chance.randrange(len(raw))] ^= 1 << chance.randrange(8)
    return bytes(raw)


@pytest.mark.parametrize("seed", range(10))
def test_flipped_bit_is_located(connection: Connection, log: SqlLog, seed: int, more: int) -> None:
    """Every one of a thousand flipped bits, over all columns, is found in its entry."""
    chance = random.Random(seed)
    flipped = 0
    while flipped < 100 * more:
        column = EVENTS.c[COLUMNS[flipped % len(COLUMNS)]]
        seq = chance.choice([seq for seq in range(2, COUNT) if seq % 5])
        mine = (EVENTS.c.run == "run") & (EVENTS.c.seq == seq)
        before = connection.scalar(select(column).where(mine))
        after = flip(chance, before)
        if column is EVENTS.c.seq and 1 <= after <= COUNT:
            continue  # a row stands there already
        value = cast(literal(after), column.type)
        connection.execute(update(EVENTS).where(mine).values({column: value}))
        assert first_bad(log) == seq, (column.name, before, after)
        connection.rollback()
        flipped += 1


@pytest.mark.parametrize("column", ["actor", "rule", "cause", "key", "request", "data"])
@pytest.mark.parametrize("seq", [7, 10])
def test_optional_value_taken_or_given_is_located(
    connection: Connection, log: SqlLog, column: str, seq: int
) -> None:
    """An optional value that is taken away, or put where there was none, is found."""
    value = None if seq == 7 else {"cause": 0, "data": '{"reason":""}'}.get(column, "")
    mine = (EVENTS.c.run == "run") & (EVENTS.c.seq == seq)
    connection.execute(update(EVENTS).where(mine).values({column: value}))
    assert first_bad(log) == seq


REWRITTEN = {
    "deleted at the beginning": (["DELETE FROM EVENTS WHERE run = 'run' AND seq = 1"], 1),
    "deleted in the middle": (["DELETE FROM EVENTS WHERE run = 'run' AND seq = 9"], 9),
    "deleted and closed up": (
        [
            "DELETE FROM EVENTS WHERE run = 'run' AND seq = 9",
            "UPDATE EVENTS SET seq = -seq WHERE run = 'run' AND seq > 9",
            "UPDATE EVENTS SET seq = -seq - 1 WHERE run = 'run' AND seq < 0",
        ],
        9,
    ),
    "deleted at the end": (["DELETE FROM EVENTS WHERE run = 'run' AND seq = 30"], 30),
    "cut off": (["DELETE FROM EVENTS WHERE run = 'run' AND seq > 12"], 13),
    "all deleted": (["DELETE FROM EVENTS WHERE run = 'run'"], 1),
    "swapped": (
        [
            "UPDATE EVENTS SET seq = 100 WHERE run = 'run' AND seq = 4",
            "UPDATE EVENTS SET seq = 4 WHERE run = 'run' AND seq = 8",
            "UPDATE EVENTS SET seq = 8 WHERE run = 'run' AND seq = 100",
        ],
        4,
    ),
    "moved to the end": (["UPDATE EVENTS SET seq = 31 WHERE run = 'run' AND seq = 5"], 5),
    "moved before the beginning": (["UPDATE EVENTS SET seq = 0 WHERE run = 'run' AND seq = 5"], 5),
    "moved to the other run": (
        ["UPDATE EVENTS SET run = 'other', seq = 31, key = NULL WHERE run = 'run' AND seq = 30"],
        30,
    ),
    "other run's entry put in": (
        [
            "DELETE FROM EVENTS WHERE run = 'run' AND seq = 6",
            "UPDATE EVENTS SET run = 'run' WHERE run = 'other' AND seq = 6",
        ],
        6,
    ),
    "doubled at the end": (
        [
            "CREATE TEMP TABLE copy AS SELECT * FROM campaignflow_events WHERE seq = 30",
            "UPDATE copy SET seq = 31, key = NULL",
            "INSERT INTO EVENTS SELECT * FROM copy WHERE run = 'run'",
        ],
        31,
    ),
    "doubled in the middle": (
        [
            "CREATE TEMP TABLE copy AS SELECT * FROM campaignflow_events WHERE seq = 11",
            "UPDATE copy SET seq = 12",
            "DELETE FROM EVENTS WHERE run = 'run' AND seq IN (11, 12)",
            "INSERT INTO EVENTS SELECT * FROM copy WHERE run = 'run'",
        ],
        11,
    ),
    "head count lowered": (["UPDATE RUNS SET count = 29 WHERE run = 'run'"], 30),
    "head count raised": (["UPDATE RUNS SET count = 31 WHERE run = 'run'"], 31),
    "head count unreadable": (["UPDATE RUNS SET count = x'00' WHERE run = 'run'"], 1),
    "head digest changed": (["UPDATE RUNS SET digest = zeroblob(32) WHERE run = 'run'"], 30),
    "head taken away": (["DELETE FROM RUNS WHERE run = 'run'"], 1),
    "key and request moved": (
        ["UPDATE EVENTS SET key = 'k7x', request = NULL WHERE run = 'run' AND seq = 7"],
        7,
    ),
}


@pytest.mark.parametrize("how", REWRITTEN)
def test_rewritten_rows_are_located(connection: Connection, log: SqlLog, how: str) -> None:
    """Rows deleted, moved, swapped, doubled or put in, and a changed head, are found."""
    statements, seq = REWRITTEN[how]
    for statement in statements:
        change(connection, statement)
    assert first_bad(log) == seq


@pytest.mark.parametrize(
    "write",
    [
        lambda data: json.dumps(json.loads(data), ensure_ascii=False),
        lambda data: json.dumps(json.loads(data), separators=(",", ":")),
        lambda data: data.replace("\\u001f", "\\u001F"),
        lambda data: data.replace("{", '{"kind":"visit",', 1),
        lambda data: data + " ",
        lambda data: f"[{data}]",
        lambda data: data[:-1],
        lambda data: "[" * 100_000,
    ],
)
def test_data_written_another_way_are_located(
    connection: Connection, log: SqlLog, write: object
) -> None:
    """Data that are rewritten are found, even where a lenient reader would not see a change."""
    data = log.read("run")[6].event.data
    stored = json.dumps(dict(data), ensure_ascii=False, separators=(",", ":"))
    assert write(stored) != stored
    change(connection, "UPDATE EVENTS SET data = :data WHERE seq = 7", data=write(stored))
    assert first_bad(log) == 7


def test_decomposed_text_is_located(connection: Connection, log: SqlLog) -> None:
    """Text that looks the same in another Unicode form is found."""
    looks_alike = unicodedata.normalize("NFD", "café 8")
    change(connection, "UPDATE EVENTS SET subject = :text WHERE seq = 8", text=looks_alike)
    assert first_bad(log) == 8


def rewrite(connection: Connection, log: SqlLog, count: int) -> None:
    """Put another history of ``count`` entries in place, every digest and the head included."""
    events = [entry.event for entry in log.read("run")][:count]
    events[4] = events[4]._replace(subject="nothing happened")
    digests = chain(genesis("run"), events)
    change(connection, "DELETE FROM EVENTS WHERE run = 'run' AND seq > :count", count=count)
    change(
        connection, "UPDATE EVENTS SET subject = 'nothing happened' WHERE run = 'run' AND seq = 5"
    )
    for seq, digest in enumerate(digests, 1):
        change(
            connection,
            "UPDATE EVENTS SET digest = :digest WHERE run = 'run' AND seq = :seq",
            digest=digest,
            seq=seq,
        )
    change(
        connection,
        "UPDATE RUNS SET count = :count, digest = :digest WHERE run = 'run'",
        count=count,
        digest=digests[-1],
    )


def test_complete_rewrite_is_found_with_an_anchor_only(connection: Connection, log: SqlLog) -> None:
    """A history rewritten with all its digests verifies, unanchored, and fails its anchor."""
    minutes = anchor(log, "run", at=0)
    rewrite(connection, log, COUNT)
    assert verify(log, "run").anchored_to is None
    assert first_bad(log, minutes) == COUNT


def test_consistent_cut_is_found_with_an_anchor_only(connection: Connection, log: SqlLog) -> None:
    """A cut with the head put right verifies, unanchored, and fails its anchor."""
    minutes = anchor(log, "run", at=0)
    rewrite(connection, log, 20)
    assert verify(log, "run").count == 20
    assert first_bad(log, minutes) == 21


def test_entries_beyond_the_head_stop_an_append(connection: Connection, log: SqlLog) -> None:
    """A writer does not build on a log whose head was put back."""
    digest = log.read("run")[19].digest
    change(
        connection, "UPDATE RUNS SET count = 20, digest = :digest WHERE run = 'run'", digest=digest
    )
    with pytest.raises(LogCorruptError) as caught:
        log.append("run", [an_event(21)], 20)
    assert caught.value.seq == 21


@pytest.mark.parametrize(
    ("statement", "verb"),
    [
        ("UPDATE RUNS SET open_nodes = '[' WHERE run = 'run'", "status"),
        ("UPDATE RUNS SET open_nodes = 7 WHERE run = 'run'", "status"),
        ("UPDATE RUNS SET run = x'80' WHERE run = 'other'", "runs"),
    ],
)
def test_damaged_projection_is_a_typed_error(
    connection: Connection, log: SqlLog, statement: str, verb: str
) -> None:
    """What is not covered by digests still fails as ours when it cannot be read."""
    change(connection, statement)
    given = ("run",) if verb == "status" else ()
    with pytest.raises(StorageError, match="damaged"):
        getattr(log, verb)(*given)


def overwritten(chance: random.Random, content: bytes) -> bytes:
    """Return the content with one stretch of up to 64 bytes replaced at random."""
    damaged = bytearray(content)
    size = chance.randint(1, 64)
    place = chance.randrange(len(damaged) - size)
    damaged[place : place + size] = chance.randbytes(size)
    return bytes(damaged)


@pytest.mark.parametrize("seed", range(4))
def test_overwritten_file_never_verifies_with_other_entries(
    tmp_path: Path, seed: int, more: int
) -> None:
    """Of 400 overwritten files none verifies with other entries, and every error is ours."""
    chance = random.Random(seed)
    intact = tmp_path / "intact.db"
    engine = open_sqlite(intact)
    log = SqlLog(engine)
    log.create()
    for version in range(COUNT):
        log.append("run", [full_event(version + 1)], version, a_projection())
    expected = log.read("run")
    engine.dispose()
    outcomes = []
    for number in range(100 * more):
        file = tmp_path / f"{number}.db"
        file.write_bytes(overwritten(chance, intact.read_bytes()))
        outcomes.append(_outcome(file, expected))
        file.unlink()
    assert set(outcomes) <= {"harmless", "found"}
    assert "found" in outcomes


def _outcome(file: Path, expected: list[Entry]) -> str:
    engine = open_sqlite(file)
    log = SqlLog(engine)
    try:
        log.runs()
        log.status("run")
        count = verify(log, "run").count
        found = log.read("run")
    except LogError:
        return "found"
    finally:
        engine.dispose()
    return "harmless" if found == expected and count == COUNT else f"seed missed {file.name}"
