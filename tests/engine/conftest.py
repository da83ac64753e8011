"""A small stage for trying the engine: a plan in a few lines, a clock one can set, plain answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from campaignflow.errors import RefusalError
from campaignflow.log import MemoryLog
from campaignflow.model import Campaign, Role, window
from campaignflow.moments import read_moment
from campaignflow.refusal import Refusal
from campaignflow.run import Run
from campaignflow.state import replay

ZONE = "Asia/Shanghai"


class Trial:
    """Play one campaign of 2017; ``day`` is today and moves only when told."""

    def __init__(self, campaign: Campaign, roster: Any, **more: Any) -> None:
        self.day = more.pop("day", "2017-05-01")
        self.log = MemoryLog()
        self.run = Run.start(
            campaign, "school", roster=roster, log=self.log, clock=self.clock, **more
        )

    def clock(self) -> int:
        return read_moment(f"{self.day}T12:00:00+08:00", ZONE)[0]

    def do(self, command: str, subject: str = "", by: str | None = "L", **more: Any) -> list[str]:
        """Give a command and return its events as ``kind subject``; check that replay agrees."""
        events = self.run.do(command, subject, actor=by, **more)
        again = replay(self.run.campaign, self.run.name, self.run.events())
        assert again.snapshot() == self.run.state.snapshot()
        return [f"{event.kind} {event.subject}".strip() for event in events]

    def refused(
        self, command: str, subject: str = "", by: str | None = "L", **more: Any
    ) -> Refusal:
        """Give a command that must be refused without a trace, and return the refusal."""
        before, count = self.run.state.snapshot(), len(self.run.events())
        with pytest.raises(RefusalError) as caught:
            self.run.do(command, subject, actor=by, **more)
        assert self.run.state.snapshot() == before
        assert len(self.run.events()) == count
        refusal = caught.value.refusal
        assert refusal.text("zh")
        assert refusal.text("en")
        return refusal

    def codes(
        self, command: str, subject: str = "", by: str | None = "L", **more: Any
    ) -> list[str]:
        """Return the codes of all reasons of a command that must be refused."""
        return [cause.notice.code for cause in self.refused(command, subject, by, **more).causes]

    def talk(self, *people: str, by: str | None = "L", **more: Any) -> list[str]:
        """Record a talk between people."""
        return self.do(
            "record", more.pop("id", ""), by, kind="talk", values={"people": list(people)}, **more
        )

    def state(self, key: str) -> str:
        """Return the state of a node; how it was released, where it was."""
        node = self.run.state.node(key)
        return node.released_as or node.state

    def states(self, *keys: str) -> list[str]:
        """Return the states of several nodes."""
        return [self.state(key) for key in keys]

    def reload(self) -> Run:
        """Return the run as another process would find it in the log."""
        return Run.load(self.run.campaign, self.run.name, self.log, clock=self.clock)


@pytest.fixture
def trial() -> Callable[..., Trial]:
    """Return a function that starts a plan given as tables; L leads unless told otherwise."""

    def start(*, roster: Any = (), options: Any = None, **tables: Any) -> Trial:
        lead = tables.pop("lead", Role("lead", "组长"))
        roles = tables.pop("roles", [])
        plan = {"key": "trial", "version": "1", "title": "试", "window": window("2017年5月—12月")}
        campaign = Campaign(**{**plan, **tables}, lead=lead, roles=[lead, *roles])
        return Trial(campaign, [("L", "lead"), *roster], **(options or {}))

    return start
