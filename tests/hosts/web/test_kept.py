"""Runs are kept between requests: nothing is read twice, and nothing that has changed is missed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

import pytest
import web_school as school
from sqlalchemy import Engine, event
from web_school import RUN, START, TALK

from campaignflow import Run
from campaignflow.events import Event
from campaignflow.hosts.kept import KeptRun, Shelf
from campaignflow.hosts.web import ROUTES, Call, Site, answer
from campaignflow.log import verify
from campaignflow.stores import SqlLog, open_sqlite

VERBS = {route.name: route.verb for route in ROUTES}


def ask(site: Site, name: str, body: Any = None, person: str = "wang") -> Any:
    """Return the body of an answer."""
    sent = b"" if body is None else json.dumps(body).encode()
    call = Call(actor=person, path={"run": RUN}, body=sent, media="application/json")
    return answer(VERBS[name], site, call).body


@pytest.fixture
def begun(site: Site) -> Site:
    """The service, with one run whose first phase is open."""
    ask(site, "start", START, "office")
    ask(site, "command", {"command": "open", "subject": "search"})
    return site


@contextmanager
def reads(engine: Engine) -> Iterator[list[int]]:
    """Yield a list that fills with the entry after which each reading of a log begins."""
    found: list[int] = []

    def note(sql: str) -> None:
        if "campaignflow_events" in sql:
            found.extend(map(int, re.findall(r"seq > (\d+) ORDER", sql)))

    def watch(connection: Any, _record: Any) -> None:
        connection.set_trace_callback(note)

    engine.dispose()
    event.listen(engine, "connect", watch)
    yield found
    event.remove(engine, "connect", watch)
    engine.dispose()


def test_nothing_is_read_twice(begun: Site, engine: Engine) -> None:
    """The first status reads the log, once; those after it, and the tasks, only what is new."""
    fresh = school.site(engine)
    with reads(engine) as found:
        ask(fresh, "status")
    assert found.count(0) == 1
    with reads(engine) as found:
        for name in ("status", "tasks", "agenda", "phases"):
            ask(fresh, name)
    assert 0 not in found


def test_what_others_write_is_seen(begun: Site, engine: Engine) -> None:
    """A command that another process gave stands in the next answer, and is built upon."""
    for _twice in range(2):
        before = ask(begun, "status")
        ask(school.site(engine), "command", TALK, "li")
        assert ask(begun, "status") != before
    assert ask(begun, "status") == ask(school.site(engine), "status")
    told = ask(begun, "command", {"command": "finish", "subject": "talks"}, "li")
    assert told["version"] == verify(SqlLog(engine), RUN).count


def test_what_was_rolled_back_is_forgotten(begun: Site, engine: Engine) -> None:
    """After a host has undone its transaction, no answer tells of what happened in it."""
    before = ask(begun, "status")
    with engine.connect() as connection:
        ask(begun.over(connection), "command", TALK, "li")
        assert ask(begun.over(connection), "status") != before
        connection.rollback()
    assert ask(begun, "status") == before
    with engine.begin() as connection:
        ask(begun.over(connection), "command", {**TALK, "at": "2025-03-04"}, "zhao")
    assert ask(begun, "status") == ask(school.site(engine), "status")


def test_entry_that_does_not_follow_is_found(begun: Site, engine: Engine) -> None:
    """Of a kept run what is new is checked: an entry that somebody slipped in is not shown."""
    before = ask(begun, "status")
    with engine.begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO campaignflow_events SELECT run, 99, kind, subject, at, precision,"
            " recorded_at, actor, rule, cause, key, request, data, digest"
            " FROM campaignflow_events WHERE seq = 2"
        )
        connection.exec_driver_sql("UPDATE campaignflow_runs SET count = count + 1")
    assert before["status"] == "running"
    assert ask(begun, "status")["type"].endswith("damaged")


def test_run_of_the_same_name_elsewhere_is_another(begun: Site, tmp_path: Path) -> None:
    """A service that changes between databases tells of each what is in it."""
    ask(begun, "command", TALK, "li")
    other = open_sqlite(tmp_path / "other.db")
    SqlLog(other).create()
    ask(school.site(other), "start", START, "office")
    with other.connect() as connection:
        elsewhere = ask(begun.over(connection), "status")
    assert elsewhere == ask(school.site(other), "status")
    assert elsewhere != ask(begun, "status")
    other.dispose()


def test_refusal_changes_nothing(begun: Site, engine: Engine) -> None:
    """After a refused command the answers are those of a service that was just started."""
    refused = ask(begun, "command", {"command": "finish", "subject": "talks"}, "li")
    assert refused["causes"]
    assert ask(begun, "status") == ask(school.site(engine), "status")


def test_requests_at_once_get_a_run_each(begun: Site, engine: Engine) -> None:
    """Many threads that write and look at one run lose nothing and are told what is so."""
    barrier, versions = Barrier(4), list[int]()

    def work() -> None:
        barrier.wait()
        for _ in range(5):
            versions.append(ask(begun, "command", TALK, "li")["version"])
            ask(begun, "status")

    threads = [Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    talks = [entry for entry in SqlLog(engine).read(RUN) if entry.event.kind == "recorded"]
    assert (len(set(versions)), len(talks)) == (20, 20)
    assert ask(begun, "status") == ask(school.site(engine), "status")


def _kept(log: SqlLog, number: int) -> KeptRun:
    return KeptRun.load(school.PLAN, f"run-{number}", log)


def test_shelf_is_bounded(log: SqlLog) -> None:
    """What was not used for longest goes first, once there are more events than may be kept."""
    roster = [("wang", "secretary")]
    runs = [Run.start(school.PLAN, "u", name=f"run-{n}", log=log, roster=roster) for n in range(3)]
    shelf, loaded = Shelf(2 * runs[0].version), list[int]()

    def use(number: int) -> None:
        def load() -> KeptRun:
            loaded.append(number)
            return _kept(log, number)

        with shelf.lend(number, log, load):
            pass

    for number in (0, 1, 0, 1, 2, 1, 2, 0):
        use(number)
    assert loaded == [0, 1, 2, 0]


def test_events_are_those_of_the_log(log: SqlLog) -> None:
    """A kept run gives every event, also those that it wrote and those that others did."""
    Run.start(school.PLAN, "u", name="run-0", log=log, roster=[("wang", "secretary")])
    kept, other = _kept(log, 0), _kept(log, 0)

    def stored() -> tuple[Event, ...]:
        return tuple(entry.event for entry in log.read("run-0"))

    assert kept.events() == stored()
    kept.do("open", "search", actor="wang")
    assert kept.events() == stored()
    other.refresh()
    other.do("suspend", actor="wang", reason="放假")
    assert kept.events() == other.events() == stored()
