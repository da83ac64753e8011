"""A plan in a few lines, for the cases of findings."""

from __future__ import annotations

import datetime as dt
from typing import Any

from campaignflow.guards import (
    Guard,
    Quota,
)
from campaignflow.model import (
    Anchor,
    Campaign,
    Field,
    Phase,
    RecordKind,
    Role,
    Rule,
    Step,
    Vacant,
    after,
    window,
)
from campaignflow.verification import verify

LEAD = Role("lead", "组长")
MEMBER = Role("member", "成员")
CHIEF = Role("chief", "书记", 1, MEMBER)
ABOVE = Role("above", "上级", outside=True)
WHO = Field("who", "参加人", "persons")
MODE = Field("mode", "方式", "choice", ("面谈", "电话"))
HOURS = Field("hours", "学时", "integer")
TALK = RecordKind("talk", "谈话", (WHO, MODE, HOURS))
DAY = Anchor("day", "纪念日", dt.date(2017, 6, 1))
P, Q = Phase("p", "学习"), Phase("q", "整改")
P5 = Phase("p", "学习", window("5月"))
STUDY = Phase("study", "学习", slots=("动员", "学习"))
NOTHING = [Vacant(slot, "方案没有写") for slot in ("查摆", "整改", "总结")]
A, B, C = Step("a", "动员会", P), Step("b", "讨论", P), Step("c", "销号", Q)


def plan(
    nodes: list[Any] | None = None, edges: Any = (), rules: Any = (), **tables: Any
) -> Campaign:
    """Return a plan of the given nodes; of two phases with two steps and one if none are given."""
    found = [P, Q, A, B, C] if nodes is None else nodes
    basis: dict[str, Any] = {
        "key": "plan",
        "version": "1",
        "title": "方案",
        "window": window("2017年5月—8月"),
        "lead": LEAD,
        "roles": [LEAD, MEMBER, CHIEF],
        "records": [TALK],
        "anchors": [DAY],
        "phases": [node for node in found if isinstance(node, Phase)],
        "steps": [node for node in found if isinstance(node, Step)],
        "edges": edges,
        "rules": rules,
    }
    return Campaign(**{**basis, **tables})


def dated(first: str, then: str, *, phases: bool = True, **edge: Any) -> Campaign:
    """Return a plan of two dated nodes, one after the other."""
    kind: Any = Phase if phases else Step
    one, two = kind("x", "前", window=window(first)), kind("y", "后", window=window(then))
    return plan([one, two], [after(one, two, **edge)])


def asking(guard: Guard, node: Any = A, nodes: list[Any] | None = None, **tables: Any) -> Campaign:
    """Return a plan with one rule at the exit of ``node``."""
    return plan(nodes, rules=[Rule(node, guard)], **tables)


def talks(**more: Any) -> Quota:
    """Return a quota of talks."""
    return Quota(of=TALK, **more)


def found(campaign: Campaign, code: str) -> list[tuple[str, str]]:
    """Return severity and place of every finding of one code."""
    return [(f.severity.value, f.place) for f in verify(campaign) if f.code == code]
