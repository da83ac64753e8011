"""The separation of duties: nobody approves their own work, against an oracle (S2)."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from walk_lab import Clock

from campaignflow.errors import RefusalError
from campaignflow.log import EventLog, MemoryLog
from campaignflow.model import Campaign, Review, Role, Step, window
from campaignflow.run import Run
from campaignflow.stores import SqlLog, open_sqlite

TABLES, RACES = 1_000, 30
PEOPLE = ("p", "q", "r", "s", "t")
LEAD, OWNER, JUDGE, CHIEF = (Role(key, key) for key in ("lead", "owner", "judge", "chief"))
Pairs = set[tuple[str, str]]


def plan(step: Step) -> Campaign:
    return Campaign(
        key="duties",
        version="1",
        title="试",
        window=window("2017年5月"),
        lead=LEAD,
        roles=[LEAD, OWNER, JUDGE, CHIEF],
        steps=[step],
    )


ONE = plan(Step("work", "材料", owner=OWNER, review=JUDGE))
EACH = plan(Step("work", "材料", each=OWNER, review=JUDGE))
TWO = plan(Step("work", "材料", owner=OWNER, review=Review((JUDGE, CHIEF))))


class Table:
    """A random table of roles and stand-ins, and the oracle of what it allows."""

    def __init__(self, chance: random.Random) -> None:
        self.roster: Pairs = {("p", "lead"), ("q", "judge"), ("r", "owner")}
        for role in ("owner", "judge", "judge"):
            self.roster.add((chance.choice(PEOPLE), role))
        self.stands_in: Pairs = set()
        for _ in range(chance.randrange(4)):
            person, other = chance.sample(PEOPLE, 2)
            self.stands_in.add((person, other))

    def acts_for(self, actor: str) -> list[str]:
        """Return the actor and all whom they stand in for."""
        return [actor, *sorted(a for a, b in self.stands_in if b == actor)]

    def able(self, actor: str, holders: set[str]) -> str | None:
        """Return for whom of ``holders`` the actor can act, themselves first."""
        return next((person for person in self.acts_for(actor) if person in holders), None)

    def having(self, *roles: str) -> set[str]:
        """Return who holds one of the roles."""
        return {person for person, role in self.roster if role in roles}


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("campaign", [ONE, EACH], ids=["one", "each"])
def test_nobody_approves_work_of_their_own(campaign: Campaign, seed: int, more: int) -> None:
    """In 1,000 random tables exactly those approve whom the oracle names, and no owner does."""
    chance, refused = random.Random(seed), 0
    for _ in range(TABLES // 8 * more):
        table = Table(chance)
        run = Run.start(campaign, "school", roster=sorted(table.roster), clock=Clock())
        for person, other in sorted(table.stands_in):
            run.do("substitute", person, actor=person, substitute=other, until="2017-05-31")
        key = chance.choice(run.state.instances_of("work"))
        member = key.partition("#")[2] or None
        holder = _assign(run, table, key, chance)
        doers = table.having("lead") | ({member} if member else table.having("owner"))
        submitter, behalf = _submit(
            run, table, key, doers | ({holder} if holder else set()), chance
        )
        later = _assign(run, table, key, chance) if chance.random() < 0.3 else None
        own = {submitter, behalf, member, holder, later} - {None}
        for actor in PEOPLE:
            persons = set(table.acts_for(actor))
            expected = table.able(actor, table.having("judge")) is not None and not persons & own
            assert run.may("approve", key, actor=actor) == expected, (table.__dict__, own, actor)
            refused += bool(persons & own)
    assert refused > 100


def _assign(run: Run, table: Table, key: str, chance: random.Random) -> str | None:
    """Let the lead hand the work to somebody, sometimes."""
    person = chance.choice(sorted(table.having("owner")))
    if chance.random() < 0.5 or not run.may("assign", key, actor="p", person=person):
        return None
    run.do("assign", key, actor="p", person=person)
    return person


def _submit(
    run: Run, table: Table, key: str, doers: set[str], chance: random.Random
) -> tuple[str, str | None]:
    """Let somebody submit who can; return them and for whom they did."""
    able = [actor for actor in PEOPLE if table.able(actor, doers) is not None]
    assert able == [actor for actor in PEOPLE if run.may("submit", key, actor=actor)]
    submitter = chance.choice(able)
    run.do("submit", key, actor=submitter)
    return submitter, table.able(submitter, doers)


# --- races

Opening = Callable[[], EventLog]


@pytest.fixture(params=["memory", "sqlite"])
def opening(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Opening]:
    """Return a function that opens one and the same log."""
    if request.param == "memory":
        memory = MemoryLog()
        yield lambda: memory
        return
    engine = open_sqlite(tmp_path / "log.db", timeout=60)
    log = SqlLog(engine)
    log.create()
    yield lambda: log
    engine.dispose()


def race(log: EventLog, campaign: Campaign, name: str, actors: list[str]) -> list[bool]:
    """Let everybody approve at the same time; return who could."""
    gate = threading.Barrier(len(actors))

    def approve(actor: str) -> bool:
        run = Run.load(campaign, name, log, clock=Clock())
        gate.wait()
        try:
            run.do("approve", "work", actor=actor)
        except RefusalError:
            return False
        return True

    with ThreadPoolExecutor(len(actors)) as pool:
        return list(pool.map(approve, actors))


def test_of_two_approvals_at_once_one_decides(opening: Opening) -> None:
    """Two judges and the submitter, who is one too, approve together: one event, never theirs."""
    roster = [("p", "lead"), ("s", "judge"), ("s", "owner"), ("q", "judge"), ("t", "judge")]
    for number in range(RACES):
        name, log = f"run {number}", opening()
        run = Run.start(ONE, "school", name=name, roster=roster, log=log, clock=Clock())
        run.do("submit", "work", actor="s")
        done = race(log, ONE, name, ["s", "q", "t"])
        run.refresh()
        approved = [event.actor for event in run.events() if event.kind == "approved"]
        assert done[0] is False
        assert sum(done) == 1
        assert approved == [["s", "q", "t"][done.index(True)]]


def test_one_person_of_two_roles_is_not_two_votes_even_at_once(opening: Opening) -> None:
    """The same reviewer voting twice at the same time has one vote, and it does not decide."""
    roster = [("p", "lead"), ("r", "owner"), ("q", "judge"), ("q", "chief"), ("t", "chief")]
    for number in range(RACES):
        name, log = f"run {number}", opening()
        run = Run.start(TWO, "school", name=name, roster=roster, log=log, clock=Clock())
        run.do("submit", "work", actor="r")
        assert sum(race(log, TWO, name, ["q", "q"])) == 1
        run.refresh()
        assert run.state.node("work").state == "submitted"
        assert race(log, TWO, name, ["t"]) == [True]
