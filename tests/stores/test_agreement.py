"""The log in memory and the SQL store answer the same to whatever is asked of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from campaignflow.errors import CampaignflowError
from campaignflow.events import KINDS, Event
from campaignflow.log import EventLog, MemoryLog, Projection, Tally, verify
from campaignflow.stores import SqlLog, open_sqlite

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
integers = st.integers(-(2**63), 2**63 - 1)
plain = st.recursive(
    st.none() | st.booleans() | st.integers() | texts,
    lambda parts: st.lists(parts, max_size=3) | st.dictionaries(texts, parts, max_size=3),
    max_leaves=8,
)
keys = st.none() | st.sampled_from("klm")
tallies = st.builds(Tally, st.sampled_from(["talks", "hours"]), integers, integers, texts)
projections = st.none() | st.builds(
    Projection,
    texts,
    texts,
    texts,
    texts,
    st.lists(texts, max_size=3).map(tuple),
    st.none() | integers,
    st.lists(tallies, max_size=2, unique_by=lambda tally: tally.rule).map(tuple),
)


batches = st.lists(
    st.builds(
        Event,
        st.just(0),
        st.sampled_from(sorted(KINDS)),
        texts,
        integers,
        st.sampled_from(["day", "instant"]),
        integers,
        st.none() | texts,
        st.none() | texts,
        st.none(),
        st.none() | st.sampled_from("klmno"),
        st.none(),
        st.dictionaries(texts, plain, max_size=2),
    ),
    max_size=3,
)
mostly_right = st.sampled_from([0, 0, 0, 0, 0, 0, -1, 1])
appends = st.tuples(st.sampled_from("a周"), batches, mostly_right, mostly_right, projections)


def numbered(batch: list[Event], version: int) -> list[Event]:
    """Number events on from a version, each with what only a numbered event may have."""
    return [
        event._replace(
            seq=seq, cause=seq - 1 if seq > 1 else None, request=event.key and event.subject
        )
        for seq, event in enumerate(batch, version + 1)
    ]


def answer(verb: Callable[..., object], *given: object) -> object:
    """Return what the verb answers, or what it raises as its type and text."""
    try:
        return verb(*given)
    except CampaignflowError as error:
        return type(error), str(error)


def all_of(log: EventLog) -> object:
    """Return everything that a log holds, each run verified."""
    return [
        (run, log.head(run), list(log.read(run)), log.status(run), verify(log, run))
        for run in log.runs()
    ]


@settings(max_examples=100, deadline=None)
@given(st.lists(appends, min_size=1, max_size=12))
def test_stores_agree_on_every_sequence_of_appends(
    sequence: list[tuple[str, list[Event], int, int, Projection | None]],
) -> None:
    """Both logs answer every append alike, whether it is accepted or refused, and end alike."""
    with TemporaryDirectory() as folder:
        engine = open_sqlite(Path(folder, "log.db"))
        memory, sql = MemoryLog(), SqlLog(engine)
        sql.create()
        try:
            for run, batch, misread, gap, projection in sequence:
                version = len(memory.read(run)) if run in memory.runs() else 0
                seen = max(0, version + misread)
                given = run, numbered(batch, seen + gap), seen, projection
                assert answer(sql.append, *given) == answer(memory.append, *given)
            assert all_of(sql) == all_of(memory)
        finally:
            engine.dispose()
