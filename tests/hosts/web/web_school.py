"""A school, its plan with everything that a service must carry, and its office's permissions."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine

from campaignflow import (
    Campaign,
    Field,
    Ledger,
    May,
    Opaque,
    Phase,
    Quota,
    RecordKind,
    Review,
    Role,
    Rule,
    Step,
    reopen,
    window,
)
from campaignflow.authorise import Permit
from campaignflow.commands import Command
from campaignflow.guards import View
from campaignflow.hosts.web import Site
from campaignflow.moments import read_moment

CLERK = "office"
RUN = "style/no-1"
COMMANDS = f"/runs/{RUN}/commands"
NOW = read_moment("2025-03-05T12:00:00+08:00", "Asia/Shanghai")[0]


def _crash(view: View) -> bool:
    raise ZeroDivisionError("no pupils")


people = Field("people", "参加人员", "persons", required=True)
mode = Field("mode", "方式", "choice", ("面谈", "电话"))
number = Field("number", "人数", "integer")
note = Field("note", "情况", personal=True)

PLAN = Campaign(
    key="style",
    version="1",
    title="作风整顿",
    window=window("2025年3月"),
    roles=[
        leader := Role("leader", "班子成员"),
        secretary := Role("secretary", "书记", within=leader),
        office := Role("supervisor", "督导组"),
    ],
    lead=secretary,
    facts=[Field("pupils", "学生数", "integer")],
    records=[talk := RecordKind("talk", "谈话", (people, mode, number, note), by=leader)],
    ledgers=[issues := Ledger("issues", "问题清单", (Field("what", "问题"),), by=leader)],
    phases=[search := Phase("search", "查摆", window("3月上旬"))],
    steps=[
        talks := Step("talks", "谈心谈话", search, owner=leader),
        check := Step(
            "check", "对照检查", search, owner=leader, review=Review((secretary, office), "all")
        ),
        broken := Step("broken", "失灵", search, owner=leader),
    ],
    edges=[reopen(talks, check, limit=1)],
    rules=[
        Rule(talks, Quota(of=talk, least=2, where=mode.is_("面谈"))),
        Rule(broken, Opaque("pupils", _crash)),
    ],
    may=[May(leader, ("find", "work"), (issues,))],
)

START: dict[str, Any] = {
    "campaign": "style",
    "unit": "no-1",
    "at": "2025-03-01",
    "roster": [
        ["wang", "secretary"],
        ["li", "leader"],
        ["zhao", "leader"],
        ["sun", "supervisor"],
    ],
}
TALK: dict[str, Any] = {
    "command": "record",
    "args": {"kind": "talk", "values": {"people": ["li", "zhao"], "mode": "面谈"}},
}


def authorise(run: str, command: Command) -> Permit:
    """Let the office start runs and the secretary read texts, strangers do nothing; else the plan."""
    if command.actor == "stranger":
        return Permit(allow=False, reason="not of this school")
    if command.name == "read_texts":
        return Permit(allow=True, rule="secretary" if command.actor == "wang" else None)
    return Permit(allow=True, rule=CLERK if command.name == "start" else None)


def site(engine: Engine, **more: Any) -> Site:
    """Return the service over a database."""
    return Site([PLAN], engine, authorise=authorise, clock=lambda: NOW, **more)
