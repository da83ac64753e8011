"""A plan, its second version, and runs that go from one to the other."""

from __future__ import annotations

from typing import Any

from campaignflow import Run
from campaignflow.log import MemoryLog
from campaignflow.model import (
    Anchor,
    Campaign,
    Field,
    Ledger,
    Phase,
    RecordKind,
    Role,
    Step,
    after,
    chain,
    window,
)
from campaignflow.planning import Migration

LEAD, MEMBER, CLERK = Role("lead", "组长"), Role("member", "成员"), Role("clerk", "联络员")
PEOPLE = Field("people", "参与人", "persons")
TALK = RecordKind("talk", "谈话", (PEOPLE,))
ISSUES = Ledger("issues", "问题清单")
DAY = Anchor("day", "会议日")
P, Q = Phase("p", "学习"), Phase("q", "整改")
A, B, C = Step("a", "动员", P), Step("b", "讨论", P), Step("c", "销号", Q)
OWN = Step("own", "自查", Q, each=MEMBER)

BASIS: dict[str, Any] = {
    "key": "plan", "title": "方案", "window": window("2017年5月—12月"), "lead": LEAD,
    "roles": [LEAD, MEMBER, CLERK], "records": [TALK], "ledgers": [ISSUES], "anchors": [DAY],
    "phases": [P, Q], "steps": [A, B, C, OWN], "edges": [after(P, Q), *chain(A, B)],
}  # fmt: skip
FIRST = Campaign(version="1", **BASIS)
PEOPLE_OF_ALL = [("L", "lead"), ("u", "member"), ("v", "clerk")]


def second(**tables: Any) -> Campaign:
    """Return a second version, with other tables than the first."""
    return Campaign(version="2", earlier=[FIRST], **{**BASIS, **tables})


class Story:
    """A run of the first version, on a day that moves on with each command."""

    def __init__(self, *done: tuple[str, str], **more: Any) -> None:
        self.log, self.hours = MemoryLog(), 0
        self.run = Run.start(
            FIRST, "school", log=self.log, roster=PEOPLE_OF_ALL, clock=self.clock, **more
        )
        for command, subject in done:
            self.do(command, subject)

    def clock(self) -> int:
        self.hours += 1
        return 1_495_000_000_000_000 + self.hours * 3_600_000_000

    def do(self, command: str, subject: str = "", **more: Any) -> list[str]:
        found = self.run.do(command, subject, actor="L", **more)
        return [f"{event.kind} {event.subject}".strip() for event in found]

    def under(self, plan: Campaign) -> Run:
        """Return the run as a host finds it that offers another version."""
        self.run = Run.load(plan, self.run.name, self.log, clock=self.clock)
        return self.run

    def tried(self, plan: Campaign, **mapping: str | None) -> Migration:
        """Return what migrating would do, and check that asking leaves no trace."""
        run = self.under(plan)
        before = run.state.snapshot(), run.campaign
        found = run.migration(mapping)
        assert (run.state.snapshot(), run.campaign) == before
        return found

    def migrate(self, plan: Campaign, **mapping: str | None) -> list[str]:
        """Migrate, and check that the log read again adds up to the same."""
        self.under(plan)
        done = self.do("migrate", reason="方案修订", mapping=mapping)
        again = Run.load(plan, self.run.name, self.log)
        assert again.state.snapshot() == self.run.state.snapshot()
        assert again.campaign is self.run.campaign is plan
        return done


def codes(found: Migration) -> list[str]:
    """Return the codes of what has no home."""
    return [notice.code.removeprefix("migrate.") for notice in found.homeless]


def lost(found: Migration) -> list[tuple[str, str]]:
    """Return place and code of what is lost."""
    return [(one.place, one.notice.code.removeprefix("migrate.")) for one in found.lost]


BEGUN = (("open", "p"), ("finish", "a"))
