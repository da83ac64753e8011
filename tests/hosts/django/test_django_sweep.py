"""A sweep over Django's own tables, and the feed of all runs out of them."""

from __future__ import annotations

import shutil
from itertools import count
from pathlib import Path
from threading import Thread

import pytest
from django.db import connections
from django_sweep_lab import open_database, sweep_and_die
from lab.campaigns import dated

from campaignflow import Campaign, Phase, Role, Run, Step, window
from campaignflow.hosts.django import DjangoLog, load, start
from campaignflow.hosts.django import sweep as sweep_offered
from campaignflow.hosts.sweep import sweep
from campaignflow.log import verify
from campaignflow.moments import read_moment

LEAD = Role("lead", "组长")
PLAN = Campaign(
    key="tidy",
    version="1",
    title="作风整顿",
    window=window("2025年3月"),
    lead=LEAD,
    roles=[LEAD],
    phases=[work := Phase("work", "整改")],
    steps=[Step("meeting", "动员会", work, window("3月上旬"))],
)


def _noon(day: str) -> int:
    return read_moment(f"{day}T12:00:00+08:00", PLAN.zone)[0]


@pytest.fixture(params=["db", "postgresql"])
def log(request: pytest.FixtureRequest) -> DjangoLog:
    """A log in a database of each kind."""
    alias = request.getfixturevalue(request.param)
    return DjangoLog("postgresql" if alias == "postgresql" else "default")


def test_sweep_and_feed_work_on_djangos_tables(log: DjangoLog) -> None:
    """What is late is said once, and every event has its place, as with any other store."""
    run = Run.start(
        PLAN, "no-1", log=log, roster=[("wang", "lead")], clock=lambda: _noon("2025-03-01")
    )
    run.do("open", "work", actor="wang")
    said = [(r.node, r.level, r.who) for r in sweep(log, [PLAN], _noon("2025-03-11"))]
    assert said == [("meeting", "red", ("wang",))]
    assert list(sweep(log, [PLAN], _noon("2025-03-11"))) == []
    assert [kept.note.node for kept in log.outbox.notes()] == ["meeting"]
    assert [fed.position for fed in log.outbox.feed()] == list(range(1, run.version + 1))
    assert log.listed() == [("tidy/no-1", log.status("tidy/no-1"))]


def _begin(*names: str, using: str = "default") -> None:
    for name in names:
        run = start(
            dated, name, name=name, using=using, roster=[("u1", "lead")],
            clock=lambda: _noon("2025-03-01"),
        )  # fmt: skip
        run.do("open", "all", actor="u1")


def _left() -> tuple[object, ...]:
    """Return everything that sweeps have left in the database."""
    kept, log = DjangoLog().outbox.notes(), DjangoLog()
    kinds = {name: [event.kind for event in load(name).events()] for name in log.runs()}
    whole = [verify(log, name).count for name in log.runs()]
    return sorted(k.note[:4] for k in kept), [k.position for k in kept], kinds, whole


def test_killed_sweep_loses_and_doubles_nothing(db: Path, lab: None, tmp_path: Path) -> None:
    """Wherever Django's sweep is killed, the next one leaves what an undisturbed one leaves."""
    _begin("a")
    now, outcomes = _noon("2025-03-21"), []
    for statement in count(1):
        file = Path(shutil.copy(db, tmp_path / f"{statement}.db"))
        killed = sweep_and_die(file, now, statement)
        open_database(file)
        list(sweep_offered(now))
        outcomes.append(_left())
        if not killed:
            break
    assert len(outcomes) > 20
    notes, positions, kinds, _whole = outcomes[-1]
    assert (notes, positions) == ([("a", "early", "2025-03-20", "red")], [1])
    assert kinds["a"][-2:] == ["opened", "opened"]
    assert all(outcome == outcomes[-1] for outcome in outcomes)


@pytest.mark.parametrize("alias", ["default", "postgresql"])
def test_two_sweeps_at_once_say_everything_once(
    alias: str, request: pytest.FixtureRequest, db: Path, lab: None
) -> None:
    """Several schedulers may run: each reminder is given to one of them."""
    if alias == "postgresql":
        request.getfixturevalue(alias)
    names = [f"r{number}" for number in range(6)]
    _begin(*names, using=alias)
    said: list[str] = []

    def swept() -> None:
        try:
            said.extend(r.run for r in sweep_offered(_noon("2025-03-21"), using=alias))
        finally:
            connections[alias].close()

    threads = [Thread(target=swept) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(said) == names
    assert [kept.position for kept in DjangoLog(alias).outbox.notes()] == [*range(1, 7)]
