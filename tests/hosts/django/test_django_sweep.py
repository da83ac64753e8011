"""A sweep over Django's own tables, and the feed of all runs out of them."""

from __future__ import annotations

import pytest

from campaignflow import Campaign, Phase, Role, Run, Step, window
from campaignflow.hosts.django.log import DjangoLog
from campaignflow.hosts.sweep import sweep
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
