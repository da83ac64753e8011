"""The other plans that are measured: one with many quotas, one with many people."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import Final

from campaignflow.bench.workload import BEGIN, clock
from campaignflow.guards import Each, Quota
from campaignflow.model import (
    Campaign,
    Field,
    Phase,
    RecordKind,
    Role,
    Rule,
    Step,
    after,
    chain,
    window,
    with_,
)
from campaignflow.run import Run

QUOTAS: Final = 30
PEOPLE: Final = tuple((f"person-{number}", "member") for number in range(49))
CHIEF: Final = "chief"
_MONTHS: Final = ("2025年3月", "2025年4月", "2025年5月", "2025年6月", "2025年7月")


@cache
def many_quotas() -> Campaign:
    """Return a plan with thirty quotas, each over a kind of its own."""
    lead = Role("lead", "Lead")
    who = Field("who", "Who", "persons")
    kinds = [RecordKind(f"kind{n}", f"Kind {n}", (who,), by=lead) for n in range(QUOTAS)]
    steps = [Step(f"s{n}", f"Step {n}") for n in range(QUOTAS)]
    return Campaign(
        key="quotas",
        version="1",
        title="Thirty quotas",
        window=window("2025年3月—7月"),
        lead=lead,
        roles=[lead],
        records=kinds,
        steps=steps,
        rules=[
            Rule(step, Quota(of=kind, per=Each(lead, who), least=1_000_000))
            for step, kind in zip(steps, kinds, strict=True)
        ],
    )


def with_records(count: int) -> Run:
    """Return a run with thirty quotas and ``count`` records, spread over all kinds."""
    run = Run.start(many_quotas(), "school", roster=[(CHIEF, "lead")], at=BEGIN, clock=clock)
    for number in range(count):
        record(run, number % QUOTAS)
    return run


def record(run: Run, kind: int) -> None:
    """Record a fact of one kind, which concerns one quota."""
    run.do("record", actor=CHIEF, at=BEGIN, kind=f"kind{kind}", values={"who": [CHIEF]})


@cache
def many_people() -> Campaign:
    """Return a plan with windows on everything and a sixth of its steps for each member."""
    lead = Role("lead", "Lead")
    member = Role("member", "Member")
    phases = [Phase(f"p{n}", f"Phase {n}", window(month)) for n, month in enumerate(_MONTHS)]
    steps = [
        Step(
            f"s{6 * n + k}",
            f"Step {6 * n + k}",
            phase,
            window(f"{_MONTHS[n]}{('上', '中', '下')[k % 3]}旬"),
            each=member if k == 5 else None,
        )
        for n, phase in enumerate(phases)
        for k in range(6)
    ]
    return Campaign(
        key="people",
        version="1",
        title="Fifty people",
        window=window("2025年3月—7月"),
        lead=lead,
        roles=[lead, member],
        phases=phases,
        steps=steps,
        edges=chain(*phases),
    )


def with_people() -> Run:
    """Return a new run with a roster of fifty."""
    roster = [(CHIEF, "lead"), *PEOPLE]
    return Run.start(many_people(), "school", roster=roster, at=BEGIN, clock=clock)


def of_nodes(count: int) -> Campaign:
    """Return a plan of so many nodes, built anew: phases of thirty, dated, ordered, some rules."""
    lead, stages = Role("lead", "Lead"), max(1, count // 30)
    months = [_MONTHS[number * len(_MONTHS) // stages] for number in range(stages)]
    phases = [Phase(f"p{n}", f"Phase {n}", window(month)) for n, month in enumerate(months)]
    steps: list[Step] = []
    edges = [after(one, then) for one, then in pairwise(phases) if one.window != then.window]
    for number in range(count - stages):
        phase = phases[number * stages // (count - stages)]
        step = Step(f"s{number}", f"Step {number}", phase)
        if steps and steps[-1].part_of is phase and number % 3:
            edges.append(after(steps[-1], step))
        if number > 5 and steps[-5].part_of is phase:
            edges.append(with_(steps[-5], step))
        steps.append(step)
    return Campaign(
        key="nodes",
        version="1",
        title="Many nodes",
        window=window("2025年3月—7月"),
        lead=lead,
        roles=[lead],
        phases=phases,
        steps=steps,
        edges=edges,
    )
