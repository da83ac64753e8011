"""The common workload: one plan, and the 125 transitions that carry a run of it to its end.

Five phases of six steps, the steps of a phase in two parallel threads of three. Every step goes
planned, open, submitted, done; every fifth is returned once. The last step of the second phase
waits for twelve records. Each transition has an actor and an aware time.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import cache
from typing import Final, NamedTuple

from campaignflow.guards import Quota
from campaignflow.log import EventLog
from campaignflow.model import (
    Campaign,
    Edge,
    Mode,
    Phase,
    RecordKind,
    Review,
    Role,
    Rule,
    Step,
    chain,
    window,
)
from campaignflow.run import Run

LEAD: Final = "zhao"
MEMBER: Final = "qian"
REVIEWER: Final = "sun"
ROSTER: Final = ((LEAD, "lead"), (MEMBER, "member"), (REVIEWER, "reviewer"))
RECORDS: Final = 12
"""How many records the counting guard asks for."""
COUNTED: Final = "s12"
"""The step that it guards."""
BEGIN: Final = dt.datetime(2025, 3, 1, 8, tzinfo=dt.timezone(dt.timedelta(hours=8)))
_PACE: Final = dt.timedelta(hours=20)
_NOW: Final = 1_767_139_200_000_000


class Act(NamedTuple):
    """Hold one transition of the workload.

    Attributes:
        command: Name of the command.
        subject: The step or phase; empty for the campaign and for records.
        actor: Who gives it.
        at: When; aware.
    """

    command: str
    subject: str
    actor: str
    at: dt.datetime


def _steps(phases: list[Phase], member: Role, reviewer: Role) -> list[Step]:
    return [
        Step(
            f"s{6 * index + number}",
            f"Step {6 * index + number}",
            phase,
            owner=member,
            review=Review((reviewer,)),
            opens=Mode.BY_COMMAND,
        )
        for index, phase in enumerate(phases)
        for number in range(1, 7)
    ]


def _edges(phases: list[Phase], steps: list[Step]) -> list[Edge]:
    threads = [chain(*steps[first : first + 3]) for first in range(0, len(steps), 3)]
    return [*chain(*phases), *(edge for thread in threads for edge in thread)]


@cache
def plan() -> Campaign:
    """Return the campaign of the workload."""
    roles = [
        lead := Role("lead", "Lead"),
        member := Role("member", "Member"),
        reviewer := Role("reviewer", "Reviewer"),
    ]
    phases = [Phase(f"p{number}", f"Phase {number}", owner=lead) for number in range(1, 6)]
    steps = _steps(phases, member, reviewer)
    visit = RecordKind("visit", "Visit", by=member)
    return Campaign(
        key="common",
        version="1",
        title="Common workload",
        window=window("2025年3月—7月"),
        lead=lead,
        roles=roles,
        records=[visit],
        phases=phases,
        steps=steps,
        edges=_edges(phases, steps),
        rules=[Rule(steps[11], Quota(of=visit, least=RECORDS))],
    )


@cache
def acts() -> tuple[Act, ...]:
    """Return the transitions of the workload in order, the start of the run not among them."""
    return tuple(
        Act(command, subject, actor, BEGIN + number * _PACE)
        for number, (command, subject, actor) in enumerate(_script(), 1)
    )


def _script() -> Iterator[tuple[str, str, str]]:
    for phase in range(5):
        yield "open", f"p{phase + 1}", LEAD
        for step in (1, 4, 2, 5, 3, 6):
            yield from _life(6 * phase + step)
        yield "close", f"p{phase + 1}", LEAD
    yield "conclude", "", LEAD


def _life(number: int) -> Iterator[tuple[str, str, str]]:
    key = f"s{number}"
    yield "open", key, MEMBER
    if key == COUNTED:
        yield from [("record", "", MEMBER)] * RECORDS
    yield "submit", key, MEMBER
    if number % 5 == 0:
        yield "return_", key, REVIEWER
        yield "submit", key, MEMBER
    yield "approve", key, REVIEWER


def started(log: EventLog | None = None, unit: str = "school") -> Run:
    """Return a new run of the workload, in memory or in ``log``."""
    return Run.start(plan(), unit, log=log, roster=ROSTER, at=BEGIN, clock=clock)


def clock() -> int:
    """Return the moment at which everything is entered, after all of it has happened."""
    return _NOW


def carry_out(run: Run, script: tuple[Act, ...]) -> None:
    """Give the commands of ``script`` to ``run``."""
    do = run.do
    for command, subject, actor, at in script:
        if command == "record":
            do(command, subject, actor=actor, at=at, kind="visit", values={})
        elif command == "return_":
            do(command, subject, actor=actor, at=at, reason="again")
        else:
            do(command, subject, actor=actor, at=at)
