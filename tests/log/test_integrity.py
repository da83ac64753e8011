"""Verification by number, digest, head and anchor, without a database."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaignflow.errors import LogCorruptError, RunNotFoundError
from campaignflow.events import Event, chain, genesis, link
from campaignflow.log import Anchor, Entry, Head, Integrity, MemoryLog, anchor, check, verify
from campaignflow.testing.contract import RUN, an_event, some_events

OTHER_VALUES = {
    "seq": 99,
    "kind": "closed",
    "subject": "other",
    "at": -1,
    "precision": "day",
    "recorded_at": -1,
    "actor": None,
    "rule": None,
    "cause": 1,
    "key": "k",
    "request": "f" * 64,
    "data": {"reason": ""},
}


def entries_of(events: list[Event], run: str = RUN) -> list[Entry]:
    return list(map(Entry, events, chain(genesis(run), events)))


def a_log(count: int) -> MemoryLog:
    log = MemoryLog()
    log.append(RUN, some_events(count), 0)
    return log


def test_check_returns_where_entries_end() -> None:
    """Checked entries end at their last number and digest; none end where they begin."""
    entries = entries_of(some_events(3))
    assert check(RUN, entries) == Head(3, entries[-1].digest)
    assert check(RUN, []) == Head(0, genesis(RUN))


def test_check_continues_after_a_checked_part() -> None:
    """A log can be checked in parts, each after the one before."""
    entries = entries_of(some_events(5))
    middle = check(RUN, entries[:2])
    assert check(RUN, entries[2:], after=middle) == check(RUN, entries)


def test_check_refuses_entries_of_another_run() -> None:
    """The run's name is under the first digest, so a whole log cannot change its name."""
    with pytest.raises(LogCorruptError) as caught:
        check("another", entries_of(some_events(2)))
    assert caught.value.seq == 1


@pytest.mark.parametrize("field", OTHER_VALUES)
@given(count=st.integers(2, 6), data=st.data())
def test_changed_field_is_located(field: str, count: int, data: st.DataObject) -> None:
    """Another value in any field of any entry is found there."""
    entries = entries_of(some_events(count))
    seq = data.draw(st.integers(2, count))
    event, digest = entries[seq - 1]
    entries[seq - 1] = Entry(event._replace(**{field: OTHER_VALUES[field]}), digest)
    with pytest.raises(LogCorruptError) as caught:
        check(RUN, entries)
    assert caught.value.seq == seq


@given(st.permutations(range(5)))
def test_reordered_entries_are_located(order: list[int]) -> None:
    """Entries in any other order are found at the first that is out of place."""
    entries = entries_of(some_events(5))
    moved = next((seq for seq, place in enumerate(order, 1) if place != seq - 1), None)
    if moved is None:
        check(RUN, entries)
        return
    with pytest.raises(LogCorruptError) as caught:
        check(RUN, [entries[place] for place in order])
    assert caught.value.seq == moved


@pytest.mark.parametrize(
    "event",
    [
        an_event(1, request="r"),
        an_event(1, cause=0),
        an_event(1, cause=1),
        an_event(1, precision="week"),
        an_event(1, kind="opened:4"),
        an_event(1, subject=None),
        an_event(1, data=7.5),
    ],
)
def test_event_that_no_digest_can_stand_for_is_refused(event: Event) -> None:
    """An event that shares its bytes with another, or has none, is bad even with a digest."""
    try:
        digest = link(genesis(RUN), event)
    except TypeError:
        digest = bytes(32)
    with pytest.raises(LogCorruptError):
        check(RUN, [Entry(event, digest)])


def test_anchor_is_that_of_the_head() -> None:
    """An anchor names the run, its length, the last digest and the time it was given."""
    log = a_log(3)
    assert anchor(log, RUN, at=5) == Anchor(RUN, 3, log.head(RUN).digest.hex(), 5)


def test_anchor_of_a_damaged_log_is_not_taken() -> None:
    """A log that does not verify is not anchored."""
    log = a_log(3)
    entries = log._runs[RUN].entries
    entries[1] = entries[1][0], bytes(32)
    with pytest.raises(LogCorruptError):
        anchor(log, RUN, at=5)


def test_anchor_of_another_history_is_found() -> None:
    """A log that was replaced as a whole fails its anchor."""
    minutes = anchor(a_log(3), RUN, at=5)
    other = MemoryLog()
    other.append(RUN, [an_event(seq, subject="other") for seq in range(1, 6)], 0)
    with pytest.raises(LogCorruptError, match="differs from the anchor"):
        verify(other, RUN, minutes)


def test_anchor_beyond_the_end_is_found() -> None:
    """A log shorter than its anchor is cut."""
    with pytest.raises(LogCorruptError, match="the anchor knows 5") as caught:
        verify(a_log(3), RUN, anchor(a_log(5), RUN, at=5))
    assert caught.value.seq == 4


def test_anchor_of_another_run_is_a_mistake() -> None:
    """Giving another run's anchor is the caller's mistake, not damage."""
    with pytest.raises(ValueError, match="another"):
        verify(a_log(3), RUN, Anchor("another", 1, "", 0))


def test_missing_run_is_not_found() -> None:
    """Verifying a run that is not there says so."""
    with pytest.raises(RunNotFoundError):
        verify(MemoryLog(), RUN)


@pytest.mark.parametrize(("anchored_to", "said"), [(None, "not anchored"), (2, "anchored to 2")])
def test_integrity_says_what_was_proved(anchored_to: int | None, said: str) -> None:
    """The text of a proof gives the count, the digest and the anchoring."""
    assert str(Integrity(3, "ab" * 32, anchored_to)) == f"3 entries, head {'ab' * 32}, {said}"
