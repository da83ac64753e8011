"""One small plan with everything that reports look at, and a run of it whose day can be set."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from campaignflow.guards import Opaque, Pairs, Quota, Struck
from campaignflow.guards.view import View
from campaignflow.model import (
    CAMPAIGN,
    Anchor,
    Campaign,
    Elasticity,
    Field,
    Force,
    Ledger,
    Mode,
    Need,
    Phase,
    RecordKind,
    Role,
    Rule,
    Step,
    after,
    on,
    reopen,
    window,
)
from campaignflow.moments import read_moment
from campaignflow.report import NodeRow, rows
from campaignflow.run import Run

PEOPLE = Field("people", "参与人", "persons")
MODE = Field("mode", "方式", "choice", ("面谈", "电话"))
PERSON = Field("person", "责任人", "person")
LIMIT = Field("limit", "时限", "date")

LEAD = Role("lead", "组长")
LEADER = Role("leader", "班子")
SECRETARY = Role("secretary", "书记")

TALK = RecordKind("talk", "谈话", (PEOPLE, MODE))
ISSUES = Ledger("issues", "问题清单", (PERSON, LIMIT), by=LEADER)
FEAST = Anchor("feast", "纪念日")

FIND = Phase("find", "查摆", window("5月"), need=Need.FIXED)
MEND = Phase("mend", "整改", window("6月—7月基本完成"))
TALKS = Step("talks", "谈心", FIND, window("5月中旬"), owner=LEADER)
OUTLINE = Step("outline", "提纲", FIND, each=LEADER, review=SECRETARY)
ESSAY = Step("essay", "征文", FIND, on(FEAST), need=Need.OPTIONAL)
FIX = Step("fix", "销号", MEND, owner=LEADER)
POST = Step("post", "公示", MEND, window("7月10日前", Force.SHOULD), opens=Mode.BY_COMMAND)

PAIRED = Quota(of=TALK, per=Pairs(LEADER, (PEOPLE,)), where=MODE.is_("面谈"))


def plan(**more: Any) -> Campaign:
    """Return the plan with some of its tables replaced."""
    tables: dict[str, Any] = {
        "roles": [LEAD, LEADER, SECRETARY],
        "records": [TALK],
        "ledgers": [ISSUES],
        "anchors": [FEAST],
        "phases": [FIND, MEND],
        "steps": [TALKS, OUTLINE, ESSAY, FIX, POST],
        "edges": [after(FIND, MEND), after(TALKS, OUTLINE), reopen(OUTLINE, TALKS, limit=2)],
        "rules": [
            Rule(TALKS, PAIRED, title="两两谈心"),
            Rule(FIX, Struck(ISSUES)),
            Rule(CAMPAIGN, Quota(of=TALK, least=2), title="全年谈话"),
        ],
        "elasticity": Elasticity(),
    }
    return Campaign(
        key="small", version="1", title="小活动", window=window("2017年5月—8月"), lead=LEAD,
        **{**tables, **more},
    )  # fmt: skip


class Stage:
    """Play the plan; nothing happens later than the day that was set."""

    def __init__(self, campaign: Campaign, day: str = "2017-05-01") -> None:
        self.day = day
        roster = [
            ("L", "lead"),
            ("a", "leader"),
            ("b", "leader"),
            ("c", "leader"),
            ("s", "secretary"),
        ]
        self.run = Run.start(campaign, "school", roster=roster, clock=self.clock)

    def clock(self) -> int:
        return read_moment(f"{self.day}T12:00:00+08:00", "Asia/Shanghai")[0]

    @property
    def today(self) -> dt.date:
        return dt.date.fromisoformat(self.day)

    def do(self, day: str, /, command: str, subject: str = "", by: str = "L", **more: Any) -> None:
        """Give a command on a day."""
        self.day = day
        self.run.do(command, subject, actor=by, **more)

    def talk(self, day: str, *people: str, mode: str = "面谈") -> None:
        """Record a talk."""
        self.do(day, "record", by="a", kind="talk", values={"people": list(people), "mode": mode})

    def row(self, key: str, day: str | None = None) -> NodeRow:
        """Return the row of an instance as seen on a day."""
        on_day = dt.date.fromisoformat(day or self.day)
        return next(row for row in rows(self.run.state, on_day) if row.key == key)


@pytest.fixture
def stage() -> Stage:
    """A run of the plan, just started."""
    return Stage(plan())


@pytest.fixture(scope="session")
def stage_of() -> Callable[..., Stage]:
    """Make a run of the plan with some tables replaced."""
    return lambda **more: Stage(plan(**more))


@pytest.fixture
def crashing() -> Rule:
    """A rule whose guard raises."""

    def crash(view: View) -> bool:
        raise ZeroDivisionError("no pupils")

    return Rule(TALKS, Opaque("crash", crash))
