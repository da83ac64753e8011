"""The log is part of the host's transaction: kept with it, dropped with it, never in its way."""

from __future__ import annotations

from collections.abc import Callable
from io import StringIO
from pathlib import Path
from threading import Barrier, Event, Thread
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import DatabaseError, connections, transaction
from django.test import override_settings
from lab.campaigns import dated

from campaignflow.errors import RunExistsError, StorageBusyError, VersionConflictError
from campaignflow.hosts.django import load, models, start
from campaignflow.hosts.django.log import DjangoLog
from campaignflow.hosts.django.signals import appended
from campaignflow.log import verify
from campaignflow.testing.contract import a_projection, an_event, some_events

pytestmark = pytest.mark.usefixtures("db")


def stored() -> tuple[int, int, tuple[str, ...]]:
    """Return how many rows of the host and how many events there are, and which runs."""
    return Group.objects.count(), models.Event.objects.count(), DjangoLog().runs()


def host_work() -> None:
    Group.objects.create(name=f"group {Group.objects.count()}")


def our_work() -> None:
    DjangoLog().append("a", some_events(2), 0, a_projection())


class HostError(Exception):
    """What a host's own code raises."""


def work_in_one(*work: Callable[[], object]) -> None:
    """Do all of it in one transaction."""
    with transaction.atomic():
        for one in work:
            one()


def fail() -> None:
    raise HostError


@pytest.mark.parametrize("order", [(host_work, our_work), (our_work, host_work)])
def test_host_that_fails_drops_both(order: tuple[Callable[[], object], ...]) -> None:
    """Where the host fails at the end, neither its row nor the run is kept, whoever was first."""
    with pytest.raises(HostError):
        work_in_one(*order, fail)
    assert stored() == (0, 0, ())


@pytest.mark.parametrize("order", [(host_work, our_work), (our_work, host_work)])
def test_host_that_commits_keeps_both(order: tuple[Callable[[], object], ...]) -> None:
    """Where the host commits, its row and the run are kept, whoever was first."""
    work_in_one(*order)
    assert stored() == (1, 2, ("a",))


def test_refused_append_drops_the_host_work_if_let_through() -> None:
    """An error of ours that the host does not catch takes the host's row back too."""
    our_work()
    with pytest.raises(RunExistsError):
        work_in_one(host_work, our_work)
    assert stored() == (0, 2, ("a",))


def test_refused_append_leaves_the_host_its_work_if_caught() -> None:
    """A host that catches our error goes on in the same transaction and keeps its row."""
    our_work()
    with transaction.atomic():
        host_work()
        with pytest.raises(VersionConflictError):
            DjangoLog().append("a", some_events(1, 5), 5)
        host_work()
    assert stored() == (2, 2, ("a",))


def test_inner_block_that_fails_takes_its_append_along() -> None:
    """A savepoint of the host that is rolled back drops what was appended inside, no more."""
    with transaction.atomic():
        our_work()
        with pytest.raises(HostError):
            work_in_one(lambda: DjangoLog().append("a", some_events(1, 2), 2), fail)
        DjangoLog().append("a", some_events(2, 2), 2)
    assert verify(DjangoLog(), "a").count == 4


def test_append_in_a_transaction_is_unseen_until_the_commit() -> None:
    """Another connection sees the run only after the host has committed."""
    seen: list[tuple[str, ...]] = []

    def look() -> None:
        seen.append(DjangoLog().runs())
        connections.close_all()

    with transaction.atomic():
        our_work()
        together(look)
    together(look)
    assert seen == [(), ("a",)]


def test_signal_is_sent_after_the_commit_only() -> None:
    """Listeners hear of events once they are durable, and never of what was rolled back."""
    heard: list[tuple[str, list[int], bool]] = []

    def listen(run: str, events: Any, using: str, **_more: Any) -> None:
        durable = not connections[using].in_atomic_block
        heard.append((run, [event.seq for event in events], durable))

    appended.connect(listen)
    try:
        with pytest.raises(HostError):
            work_in_one(our_work, fail)
        with transaction.atomic():
            our_work()
            assert heard == []
    finally:
        appended.disconnect(listen)
    assert heard == [("a", [1, 2], True)]


def test_listener_that_raises_leaves_the_events(caplog: pytest.LogCaptureFixture) -> None:
    """An error of a listener is logged; whoever appended is not told that it failed."""

    def stumble(**_told: Any) -> None:
        raise HostError

    appended.connect(stumble)
    try:
        our_work()
    finally:
        appended.disconnect(stumble)
    assert stored() == (0, 2, ("a",))
    assert "HostError" in caplog.text


def together(*work: Callable[[], object]) -> None:
    """Do every work in a thread of its own, and wait for all."""
    threads = [Thread(target=one) for one in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@pytest.fixture(params=["sqlite", "postgresql"])
def alias(request: pytest.FixtureRequest) -> str:
    """Return a database with a run of one event, on each kind of server."""
    name: str = "default" if request.param == "sqlite" else request.getfixturevalue("postgresql")
    DjangoLog(name).append("a", some_events(1), 0)
    return name


@pytest.mark.parametrize("in_transaction", [False, True])
def test_two_connections_on_one_version_have_one_winner(alias: str, in_transaction: bool) -> None:
    """In every race for a version one wins and one has a conflict; no gap and no double."""
    rounds, barrier, outcomes = 30, Barrier(2), []

    def race() -> None:
        log = DjangoLog(alias)
        for version in range(1, rounds + 1):
            barrier.wait()
            try:
                if in_transaction:
                    with transaction.atomic(alias):
                        log.append("a", [an_event(version + 1)], version)
                else:
                    log.append("a", [an_event(version + 1)], version)
                outcomes.append("won")
            except VersionConflictError as conflict:
                outcomes.append(f"found {conflict.actual - version} more")
            barrier.wait()
        connections.close_all()

    together(race, race)
    assert sorted(outcomes) == ["found 1 more"] * rounds + ["won"] * rounds
    assert verify(DjangoLog(alias), "a").count == rounds + 1


def test_requests_that_race_keep_their_rows_and_events(alias: str, lab: None) -> None:
    """Of requests that each write a row and a record at once none loses either, nor doubles it."""
    if alias == "default":
        connections.settings[alias]["OPTIONS"]["transaction_mode"] = "IMMEDIATE"
    start(dated, "no1", name="race", using=alias, roster=[("u1", "lead")])
    barrier = Barrier(2)

    def requests(worker: int) -> None:
        barrier.wait()
        for number in range(10):
            with transaction.atomic(alias):
                run = load("race", using=alias)
                key = f"{worker}-{number}"
                models.Tally.objects.using(alias).create(
                    run_id="race", rule=key, need=1, met=0, verdict="unknown"
                )
                run.do("record", key, kind="visit", values={"who": "u1"}, actor="u1", key=key)
        connections.close_all()

    together(lambda: requests(1), lambda: requests(2))
    events = load("race", using=alias).events()
    recorded = [event.subject for event in events if event.kind == "recorded"]
    kept = models.Tally.objects.using(alias).filter(run="race").values_list("rule", flat=True)
    assert sorted(recorded) == sorted(kept) == sorted(f"{w}-{n}" for w in (1, 2) for n in range(10))
    verify(DjangoLog(alias), "race")


class ElsewhereRouter:
    """Keep campaigns in a database of their own."""

    def db_for_read(self, model: Any, **_hints: Any) -> str | None:
        return "elsewhere" if model._meta.app_label == "campaignflow" else None

    db_for_write = db_for_read

    def allow_migrate(self, db: str, app_label: str, **_hints: Any) -> bool | None:
        return app_label == "campaignflow" if db == "elsewhere" else None


def test_log_follows_the_routers_of_the_project(db: Path, tmp_path: Path, lab: None) -> None:
    """Where routers keep the app in another database, runs are started and found there."""
    name = "elsewhere"
    settings = {"ENGINE": "django.db.backends.sqlite3", "NAME": str(tmp_path / "elsewhere.db")}
    connections.settings[name] = connections.configure_settings({"default": {}, name: settings})[
        name
    ]
    try:
        with override_settings(DATABASE_ROUTERS=[f"{__name__}.ElsewhereRouter"]):
            call_command("migrate", database=name, verbosity=0)
            start(dated, "no1", name="there", roster=[("u1", "lead")])
            assert load("there").state.status == "running"
        assert DjangoLog(name).runs() == ("there",)
        assert DjangoLog().runs() == ()
    finally:
        connections[name].close()
        del connections[name], connections.settings[name]


def test_second_writer_waits_for_the_first_to_commit(postgresql: str) -> None:
    """On PostgreSQL a writer waits on the run's row while another transaction holds it."""
    log = DjangoLog(postgresql)
    log.append("a", some_events(1), 0)
    held, outcomes = Event(), []

    def first() -> None:
        with transaction.atomic(postgresql):
            log.append("a", some_events(1, 1), 1)
            held.set()
            wait_until_somebody_waits()
        connections.close_all()

    def wait_until_somebody_waits() -> None:
        waiting = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
        with connections[postgresql].cursor() as cursor:
            while not cursor.execute(waiting).fetchone()[0]:
                cursor.execute("SELECT pg_stat_clear_snapshot()")

    def second() -> None:
        held.wait()
        with pytest.raises(VersionConflictError) as conflict:
            log.append("a", some_events(1, 1), 1)
        outcomes.append(conflict.value.actual)
        connections.close_all()

    together(first, second)
    assert outcomes == [2]


def test_run_held_too_long_is_busy(postgresql: str) -> None:
    """A run that another transaction holds for longer than the server waits is reported as busy."""
    log = DjangoLog(postgresql)
    log.append("a", some_events(1), 0)
    outcomes: list[str] = []

    def impatient() -> None:
        with transaction.atomic(postgresql), connections[postgresql].cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '100ms'")
            with pytest.raises(StorageBusyError) as busy:
                log.append("a", some_events(1, 1), 1)
            outcomes.append(str(busy.value))
        connections.close_all()

    with transaction.atomic(postgresql):
        models.Run.objects.using(postgresql).select_for_update().get(pk="a")
        together(impatient)
    assert "try again" in outcomes[0]
    assert log.head("a").count == 1


@pytest.mark.parametrize("change", ["update", "delete"])
def test_events_are_append_only(alias: str, change: str) -> None:
    """The database refuses to change or delete events through the ORM too."""
    rows = models.Event.objects.using(alias).filter(run="a")
    with pytest.raises(DatabaseError, match="append-only"):
        rows.update(subject="other") if change == "update" else rows.delete()
    assert verify(DjangoLog(alias), "a").count == 1


def test_migrations_are_those_of_the_models() -> None:
    """Nothing in the models waits for a migration."""
    call_command("makemigrations", check=True, dry_run=True, stdout=StringIO())
