"""The contract of a log of runs, as tests that a store's author subclasses."""

from __future__ import annotations

from collections.abc import Callable
from threading import Thread

import pytest

from campaignflow.errors import (
    InvariantViolationError,
    LogCorruptError,
    RunExistsError,
    RunNotFoundError,
    StorageError,
    VersionConflictError,
)
from campaignflow.events import NOTHING, Event, chain, genesis
from campaignflow.log import Entry, EventLog, Head, Tally, anchor, verify
from campaignflow.testing.samples import AWKWARD, RUN, a_projection, an_event, some_events
from campaignflow.testing.texts_contract import TextsContract

__all__ = ["RUN", "EventLogContract", "a_projection", "an_event", "some_events"]

Tamper = Callable[[str, int, str, object], None]
"""Changes, behind the log's back, what a run's entry with a number holds in a column."""


class EventLogContract(TextsContract):
    """Test that a store keeps the promises of :class:`campaignflow.log.EventLog`.

    Subclass it in a test module, under a name that pytest collects, and give it a new log::

        class TestMyStore(EventLogContract):
            @pytest.fixture
            def log(self, tmp_path):
                return MyStore(tmp_path / "log")

            @pytest.fixture
            def reopen(self, tmp_path, log):
                return lambda: MyStore(tmp_path / "log")

            @pytest.fixture
            def tamper(self, log):
                return log.overwrite  # called with run, seq, column and value

    ``reopen`` and ``tamper`` may be left out: the log is then taken to keep its runs in memory
    and to be out of reach, and tests of both are skipped. A log that one thread alone may use
    sets ``threads = 1``.
    """

    threads = 4

    @pytest.fixture
    def log(self) -> EventLog:
        """Return a new, empty log; every subclass has its own."""
        raise NotImplementedError("give the contract a fixture named log")

    @pytest.fixture
    def reopen(self) -> Callable[[], EventLog]:
        """Return a function that opens the same storage again."""
        pytest.skip("this log does not outlive its object")

    @pytest.fixture
    def tamper(self) -> Tamper:
        """Return a function that changes one stored value of an entry behind the log's back."""
        pytest.skip("this store offers no way to tamper with it")

    # appending and reading

    def test_append_returns_the_new_head(self, log: EventLog) -> None:
        """An append answers with the number of events and the digest of the last."""
        events = some_events(3)
        head = log.append(RUN, events, 0)
        assert head == Head(3, chain(genesis(RUN), events)[-1])
        assert log.head(RUN) == head

    def test_read_returns_what_was_appended(self, log: EventLog) -> None:
        """Every field of every event comes back as it went in."""
        full = Event(
            1, "started", "", -5, "day", 2**53, "人", "lead", None, "k", "f" * 64, {"facts": {}}
        )
        bare = Event(2, "ticked", "", 0, "instant", 2**53, None, None, 1, None, None, NOTHING)
        log.append(RUN, [full, bare], 0)
        assert [entry.event for entry in log.read(RUN)] == [full, bare]

    def test_read_after_returns_the_rest(self, log: EventLog) -> None:
        """Reading after an entry gives what follows it, maybe nothing."""
        log.append(RUN, some_events(5), 0)
        assert [entry.event.seq for entry in log.read(RUN, after=3)] == [4, 5]
        assert list(log.read(RUN, after=5)) == []

    def test_read_with_a_limit_returns_the_first_of_them(self, log: EventLog) -> None:
        """So many at most, from where was asked; a run that is not there is missed all the same."""
        log.append(RUN, some_events(5), 0)
        assert [entry.event.seq for entry in log.read(RUN, limit=1)] == [1]
        assert [entry.event.seq for entry in log.read(RUN, 2, 2)] == [3, 4]
        assert [entry.event.seq for entry in log.read(RUN, 4, 9)] == [5]
        assert list(log.read(RUN, limit=0)) == []
        with pytest.raises(RunNotFoundError):
            log.read("none", limit=1)

    def test_digests_are_chained_over_all_appends(self, log: EventLog) -> None:
        """The stored digests are those of the events in one chain, however they were appended."""
        events = some_events(6)
        log.append(RUN, events[:1], 0)
        log.append(RUN, events[1:4], 1)
        log.append(RUN, events[4:], 4)
        expected = list(map(Entry, events, chain(genesis(RUN), events)))
        assert list(log.read(RUN)) == expected

    def test_append_of_many_events_keeps_their_order(self, log: EventLog) -> None:
        """A thousand events in one append come back in order."""
        log.append(RUN, some_events(1000), 0)
        assert [entry.event.seq for entry in log.read(RUN)] == list(range(1, 1001))

    def test_runs_are_listed_in_order(self, log: EventLog) -> None:
        """Runs are listed by code point, and a new log lists none."""
        assert log.runs() == ()
        for run in ("b", "周", "B", "a b", "é"):
            log.append(run, some_events(1), 0)
        assert log.runs() == ("B", "a b", "b", "é", "周")

    def test_runs_do_not_touch_each_other(self, log: EventLog) -> None:
        """Appending to one run leaves another as it was."""
        before = log.append("a", some_events(2), 0)
        log.append("b", some_events(5), 0)
        assert log.head("a") == before
        assert len(log.read("b")) == 5

    # refusing

    def test_missing_run_is_not_found(self, log: EventLog) -> None:
        """Every question about a run that is not there says so."""
        for ask in (log.read, log.head, log.status):
            with pytest.raises(RunNotFoundError, match="nobody"):
                ask("nobody")
        with pytest.raises(RunNotFoundError):
            log.append("nobody", some_events(1, after=3), 3)
        assert log.runs() == ()

    def test_creating_a_run_twice_is_refused(self, log: EventLog) -> None:
        """Version 0 means a new run, so an existing one is refused and unchanged."""
        head = log.append(RUN, some_events(1), 0)
        with pytest.raises(RunExistsError):
            log.append(RUN, some_events(1), 0)
        assert log.head(RUN) == head

    @pytest.mark.parametrize("version", [1, 2, 4])
    def test_another_version_is_a_conflict(self, log: EventLog, version: int) -> None:
        """A writer that saw another version is told both numbers, and nothing is written."""
        head = log.append(RUN, some_events(3), 0)
        with pytest.raises(VersionConflictError) as caught:
            log.append(RUN, some_events(1, after=version), version, a_projection())
        assert (caught.value.expected, caught.value.actual) == (version, 3)
        assert (log.head(RUN), len(log.read(RUN)), log.status(RUN)) == (head, 3, None)

    @pytest.mark.parametrize("numbers", [[], [1], [3], [2, 2], [2, 4], [2, 3, 5]])
    def test_a_gap_is_refused(self, log: EventLog, numbers: list[int]) -> None:
        """Events that do not number on are refused as a whole."""
        head = log.append(RUN, some_events(1), 0)
        with pytest.raises(InvariantViolationError):
            log.append(RUN, [an_event(seq) for seq in numbers], 1)
        assert log.head(RUN) == head
        assert len(log.read(RUN)) == 1

    def test_a_key_is_used_once_in_a_run(self, log: EventLog) -> None:
        """An idempotency key that the run holds already is refused, in another run it is not."""
        head = log.append(RUN, [an_event(1, key="k")], 0)
        with pytest.raises(InvariantViolationError, match="'k'"):
            log.append(RUN, [an_event(2), an_event(3, key="k")], 1)
        with pytest.raises(InvariantViolationError, match="'m'"):
            log.append(RUN, [an_event(2, key="m"), an_event(3, key="m")], 1)
        log.append("another", [an_event(1, key="k")], 0)
        assert (log.head(RUN), len(log.read(RUN))) == (head, 1)

    # values

    @pytest.mark.parametrize("name", AWKWARD)
    @pytest.mark.parametrize("field", ["run", "subject", "actor", "key", "data"])
    def test_awkward_text_is_kept_or_refused(self, log: EventLog, field: str, name: str) -> None:
        """Text is kept exactly, or refused with nothing written; it never changes."""
        text = AWKWARD[name]
        run = text if field == "run" else RUN
        value: object = {"reason": text} if field == "data" else text
        event = an_event(1, **({} if field == "run" else {field: value}))
        try:
            log.append(run, [event], 0)
        except StorageError:
            assert log.runs() == ()
            return
        assert log.runs() == (run,)
        assert [entry.event for entry in log.read(run)] == [event]
        verify(log, run)

    def test_nested_data_is_kept(self, log: EventLog) -> None:
        """Nested names, lists, numbers of any size, truth values and nothing are kept."""
        values = {"谈话": [1, -(2**80), True, False, None, "", [], {"b": {"a": [{}]}}], "": 0}
        log.append(RUN, [an_event(1, kind="recorded", data={"values": values})], 0)
        assert log.read(RUN)[0].event.data == {"values": values}
        verify(log, RUN)

    @pytest.mark.parametrize("value", [1.5, {1: "one"}, b"bytes", {"a"}, 2**63])
    def test_data_that_are_not_plain_are_kept_or_refused(
        self, log: EventLog, value: object
    ) -> None:
        """What JSON cannot hold is refused with nothing written, or survives as it is."""
        event = an_event(1, data={"value": value})
        try:
            log.append(RUN, [event], 0)
        except (TypeError, InvariantViolationError, StorageError):
            assert log.runs() == ()
            return
        assert log.read(RUN)[0].event == event
        verify(log, RUN)

    # projections

    def test_projection_is_kept_until_the_next(self, log: EventLog) -> None:
        """The latest projection is read back; an append without one leaves it."""
        log.append(RUN, some_events(1), 0)
        assert log.status(RUN) is None
        log.append(RUN, some_events(1, 1), 1, a_projection())
        assert log.status(RUN) == a_projection()
        log.append(RUN, some_events(1, 2), 2)
        assert log.status(RUN) == a_projection()
        later = a_projection(status="concluded", open_nodes=(), next_wakeup=None)
        log.append(RUN, some_events(1, 3), 3, later)
        assert log.status(RUN) == later

    def test_tallies_change_one_by_one(self, log: EventLog) -> None:
        """A projection lists the tallies that changed; reading gives all of them by rule."""
        talks, hours = Tally("talks", 10, 3, "unsatisfied"), Tally("hours", 48, 48, "satisfied")
        log.append(RUN, some_events(1), 0, a_projection(tallies=(talks, hours)))
        more = talks._replace(met=10, verdict="satisfied")
        log.append(RUN, some_events(1, 1), 1, a_projection(status="closing", tallies=(more,)))
        assert log.status(RUN) == a_projection(status="closing", tallies=(hours, more))

    def test_refused_append_leaves_the_projection(self, log: EventLog) -> None:
        """An append that is refused does not change the stored projection either."""
        log.append(RUN, [an_event(1, key="k")], 0, a_projection())
        wrong = a_projection(status="wrong", tallies=(Tally("talks", 1, 1, "satisfied"),))
        with pytest.raises(InvariantViolationError):
            log.append(RUN, [an_event(2, key="k")], 1, wrong)
        assert log.status(RUN) == a_projection()

    # integrity and durability

    def test_intact_log_verifies(self, log: EventLog) -> None:
        """Verifying an intact log counts its entries and says that it is not anchored."""
        head = log.append(RUN, some_events(4), 0)
        proof = verify(log, RUN)
        assert (proof.count, proof.head, proof.anchored_to) == (4, head.digest.hex(), None)
        assert "not anchored" in str(proof)

    def test_anchor_vouches_for_its_entries(self, log: EventLog) -> None:
        """A grown log verifies against an earlier anchor."""
        log.append(RUN, some_events(2), 0)
        minutes = anchor(log, RUN, at=7)
        log.append(RUN, some_events(2, 2), 2)
        assert verify(log, RUN, minutes).anchored_to == 2

    @pytest.mark.parametrize(
        ("column", "value"), [("subject", "other"), ("at", 99), ("actor", None), ("digest", b"")]
    )
    def test_changed_value_is_located(
        self, log: EventLog, tamper: Tamper, column: str, value: object
    ) -> None:
        """A value changed behind the log's back is found, with the entry it stands in."""
        log.append(RUN, some_events(5), 0)
        tamper(RUN, 3, column, value)
        with pytest.raises(LogCorruptError) as caught:
            verify(log, RUN)
        assert caught.value.seq == 3

    def test_reopened_log_has_everything(
        self, log: EventLog, reopen: Callable[[], EventLog]
    ) -> None:
        """What was appended is there for whoever opens the storage next, and can go on."""
        events = [an_event(1, key="k"), an_event(2)]
        head = log.append(RUN, events, 0, a_projection())
        again = reopen()
        assert (again.head(RUN), again.status(RUN)) == (head, a_projection())
        assert list(again.read(RUN)) == list(log.read(RUN))
        with pytest.raises(InvariantViolationError):
            again.append(RUN, [an_event(3, key="k")], 2)
        assert again.append(RUN, some_events(1, 2), 2).count == 3

    def test_threads_lose_nothing(self, log: EventLog) -> None:
        """Writers that retry on conflict each find all of their events in the log, once."""
        log.append(RUN, some_events(1), 0)
        others = [Thread(target=_write, args=(log, f"w{n}")) for n in range(1, self.threads)]
        for other in others:
            other.start()
        _write(log, "w0")
        for other in others:
            other.join()
        written = [entry.event.subject for entry in log.read(RUN)][1:]
        expected = [f"w{n} {step}" for n in range(self.threads) for step in range(10)]
        assert sorted(written) == sorted(expected)
        assert verify(log, RUN).count == 1 + len(expected)


def _write(log: EventLog, name: str) -> None:
    for step in range(10):
        while True:
            version = log.head(RUN).count
            try:
                log.append(RUN, [an_event(version + 1, subject=f"{name} {step}")], version)
            except VersionConflictError:
                continue
            break
