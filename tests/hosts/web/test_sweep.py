"""The sweep: it lets time pass where it matters, and says everything once."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import sweep_lab
from sweep_lab import PLAN, begin, noon

from campaignflow import Run
from campaignflow.errors import LogCorruptError
from campaignflow.hosts.plans import UnknownCampaignError
from campaignflow.hosts.sweep import sweep
from campaignflow.log import verify
from campaignflow.report import Alarms, Lights
from campaignflow.stores import SqlLog, open_sqlite


def _swept(log: SqlLog, day: str) -> list[tuple[str, str, str]]:
    return [(r.unit, r.node, r.level) for r in sweep(log, [PLAN], noon(day))]


def _kinds(log: SqlLog, run: str) -> list[tuple[str, str]]:
    return [(entry.event.kind, entry.event.subject) for entry in log.read(run)]


def test_sweep_opens_what_is_due(log: SqlLog) -> None:
    """A step that only waits for its day opens when the sweep comes by on it."""
    begin(log, "no-1")
    list(sweep(log, [PLAN], noon("2025-03-10")))
    assert ("opened", "repair") not in _kinds(log, "tidy/no-1")
    list(sweep(log, [PLAN], noon("2025-03-11")))
    assert _kinds(log, "tidy/no-1")[-1] == ("opened", "repair")


def test_sweep_says_everything_once(log: SqlLog) -> None:
    """A second sweep on the same day has nothing to say."""
    begin(log, "no-1")
    assert _swept(log, "2025-03-11") == [
        ("no-1", "meeting", "red"),
    ]
    assert _swept(log, "2025-03-11") == []


def test_overdue_items_are_said_once_each(log: SqlLog) -> None:
    """An item past its day is told of once, and its escalation once, however often swept."""
    begin(log, "no-1")
    run = Run.load(PLAN, "tidy/no-1", log, clock=lambda: noon("2025-03-02"))
    for item, limit in (("w1", "2025-03-05"), ("w2", "2025-03-20")):
        run.do("find", item, ledger="issues", values={"limit": limit}, actor="wang")
    found = [_swept(log, f"2025-03-{day:02}") for day in range(3, 10) for _twice in range(2)]
    items = [level for said in found for unit, node, level in said if node == "issues/w1"]
    assert items == ["red", "late3"]
    assert not [node for said in found for unit, node, level in said if node == "issues/w2"]


def test_sweep_touches_only_what_is_due(log: SqlLog) -> None:
    """Runs in which nothing has changed and no time has come are not even read."""
    begin(log, "no-1", "no-2")
    list(sweep(log, [PLAN], noon("2025-03-02")))
    assert log.outbox.due(noon("2025-03-03")) == ()
    run = Run.load(PLAN, "tidy/no-2", log, clock=lambda: noon("2025-03-03"))
    run.do("finish", "meeting", actor="wang")
    assert log.outbox.due(noon("2025-03-03")) == ("tidy/no-2",)
    assert set(log.outbox.due(noon("2025-03-20"))) == {"tidy/no-1", "tidy/no-2"}


def test_work_after_a_deadline_does_not_hide_it(log: SqlLog) -> None:
    """A run that is written to before the sweep comes by is still reminded of what has passed."""
    begin(log, "no-1")
    list(sweep(log, [PLAN], noon("2025-03-02")))
    run = Run.load(PLAN, "tidy/no-1", log, clock=lambda: noon("2025-03-11"))
    run.do("open", "repair", actor="wang")
    assert ("no-1", "meeting", "red") in _swept(log, "2025-03-11")


def test_a_moved_deadline_is_reminded_of_again(log: SqlLog) -> None:
    """Another day is another reminder."""
    begin(log, "no-1")
    assert ("no-1", "meeting", "red") in _swept(log, "2025-03-11")
    run = Run.load(PLAN, "tidy/no-1", log, clock=lambda: noon("2025-03-12"))
    run.do("move", "meeting", end="2025-03-14", reason="会场未定", actor="wang")
    assert _swept(log, "2025-03-12") == [("no-1", "meeting", "yellow")]
    assert ("no-1", "meeting", "red") in _swept(log, "2025-03-15")


def test_a_finished_run_is_not_looked_at_again(log: SqlLog) -> None:
    """Once concluded a run has no next look."""
    begin(log, "no-1")
    run = Run.load(PLAN, "tidy/no-1", log, clock=lambda: noon("2025-03-31"))
    run.do("tick")
    for command, subject in (("finish", "meeting"), ("finish", "repair"), ("close", "work")):
        run.do(command, subject, actor="wang")
    run.do("conclude", actor="wang")
    assert _swept(log, "2025-03-31") == []
    assert log.outbox.due(noon("2035-01-01")) == ()


def test_alarms_of_the_host_are_used(log: SqlLog) -> None:
    """Shares of time and days of escalation come from the host."""
    begin(log, "no-1")
    alarms = Alarms(Lights(yellow=100, orange=90), escalate=(1,))
    found = list(sweep(log, [PLAN], noon("2025-03-11"), alarms=alarms))
    assert {(r.node, r.level) for r in found} >= {("meeting", "late1"), ("repair", "yellow")}


def test_one_bad_run_does_not_stop_the_others(log: SqlLog) -> None:
    """What cannot be looked at is reported at the end, and stays due."""
    begin(log, "no-1", "no-2")

    def spoil(cursor: Any) -> None:
        cursor.execute("DROP TRIGGER campaignflow_events_no_update")
        cursor.execute(
            "UPDATE campaignflow_events SET subject = 'x' WHERE run = 'tidy/no-1' AND seq = 2"
        )

    log._access.writing("break a run", spoil)
    said: list[str] = []
    with pytest.raises(ExceptionGroup) as caught:
        said.extend(r.unit for r in sweep(log, [PLAN], noon("2025-03-11")))
    assert [type(failure) for failure in caught.value.exceptions] == [LogCorruptError]
    assert said == ["no-2"]
    assert log.outbox.due(noon("2025-03-11")) == ("tidy/no-1",)


def test_run_of_a_campaign_not_given_is_named(log: SqlLog) -> None:
    """A sweep without the run's definition says which one is missing."""
    begin(log, "no-1")
    with pytest.raises(ExceptionGroup) as caught:
        list(sweep(log, [], noon("2025-03-11")))
    (failure,) = caught.value.exceptions
    assert isinstance(failure, UnknownCampaignError)
    assert "tidy 1" in str(failure)


def test_two_sweeps_at_once_say_everything_once(log: SqlLog) -> None:
    """Several schedulers may run: each reminder is given to one of them."""
    begin(log, *(f"no-{number}" for number in range(6)))
    said: list[tuple[str, str, str]] = []
    threads = [Thread(target=lambda: said.extend(_swept(log, "2025-03-11"))) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(said) == [(f"no-{number}", "meeting", "red") for number in range(6)]
    assert [kept.position for kept in log.outbox.notes()] == list(range(1, 7))


def _deaths(whole: Path, folder: Path) -> Iterator[Path]:
    """Yield the file that a sweep leaves, killed before each of its statements in turn."""
    for statement in count(1):
        file = folder / f"{statement}.db"
        shutil.copy(whole, file)
        if not sweep_lab.sweep_and_die(file, noon("2025-03-11"), statement):
            return
        yield file


def test_killed_sweep_loses_and_doubles_nothing(tmp_path: Path) -> None:
    """Wherever a sweep is killed, the next one leaves exactly what an undisturbed one leaves."""
    whole = tmp_path / "whole.db"
    engine = open_sqlite(whole)
    SqlLog(engine).create()
    begin(SqlLog(engine), "no-1", "no-2")
    engine.dispose()
    outcomes = []
    for file in _deaths(whole, tmp_path):
        engine = open_sqlite(file)
        log = SqlLog(engine)
        list(sweep(log, [PLAN], noon("2025-03-11")))
        notes = sorted(kept.note[:4] for kept in log.outbox.notes())
        positions = [kept.position for kept in log.outbox.notes()]
        logs = [(_kinds(log, run), verify(log, run).count) for run in log.runs()]
        outcomes.append((notes, positions, logs, log.outbox.due(noon("2025-03-11"))))
        engine.dispose()
    assert len(outcomes) > 20
    notes, positions, logs, due = outcomes[0]
    assert [note[:2] for note in notes] == [("tidy/no-1", "meeting"), ("tidy/no-2", "meeting")]
    assert (positions, due) == ([1, 2], ())
    assert all(outcome == outcomes[0] for outcome in outcomes)
    assert all(kinds.count(("opened", "repair")) == 1 for kinds, _entries in logs)
