"""Whole lives of several runs from one seed: people act, and everything fails now and then.

One seed gives the acts, the faults and the clock, so that a life that goes wrong can be lived
again. Every act is asked for until it is answered, as a host that uses keys would.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from walk_lab import CAMPAIGN_OF_ALL, HOUR, MAY_FIRST, Act, Chance, Clock, play, rendering, start

from campaignflow.errors import StorageBusyError, StorageError
from campaignflow.events import Event
from campaignflow.hosts.sweep import sweep
from campaignflow.log import EventLog, verify
from campaignflow.refusal import Refusal
from campaignflow.run import Run
from campaignflow.state import replay
from campaignflow.stores.cursors import CursorLog

END = MAY_FIRST + 550 * 24 * HOUR
"""Eighteen months later."""


class FaultyLog:
    """Pass everything on to a log, but fail one time in ten: before it, after it, or for now."""

    def __init__(self, log: EventLog, chance: random.Random) -> None:
        self.log, self.chance = log, chance
        self.wants_projection = log.wants_projection
        self.faults = 0
        self.calm = False

    def append(self, *given: Any) -> Any:
        """Append, or fail without or with having done so."""
        fault = self._fault()
        if fault == "before":
            raise StorageError("the disk failed")
        if fault == "busy":
            raise StorageBusyError("somebody holds the database")
        head = self.log.append(*given)
        if fault == "after":
            raise StorageError("the connection broke")
        return head

    def read(self, run: str, after: int = 0, limit: int | None = None) -> Any:
        """Read, or fail."""
        if self._fault() == "before":
            raise StorageError("the disk failed")
        return self.log.read(run, after, limit)

    def _fault(self) -> str | None:
        if self.calm or self.chance.random() < 0.9:
            return None
        self.faults += 1
        return self.chance.choice(("before", "after", "busy"))

    def __getattr__(self, name: str) -> Any:
        return getattr(self.log, name)


class School:
    """One run with those who act in it, and what they have been told."""

    def __init__(self, name: str, life: Life, seed: int) -> None:
        self.name, self.life = name, life
        self.acts = Chance(seed)
        self.told: dict[int, Event] = {}
        self.known: list[tuple[int, str]] = []
        self.asked = 0
        life.log.calm = True
        self.run = start(life.clock, life.log, name=name)
        life.log.calm = False

    def step(self) -> None:
        """Let somebody act; the act is answered in the end, whatever fails."""
        clock, chance = self.life.clock, self.life.chance
        self.acts.now = clock.now
        act = self.acts.act(self.run.state)
        for _attempt in range(6):
            more = {name: value for name, value in act.more.items() if name != "key"}
            if self.run.may(act.command, act.subject, actor=act.actor, **more):
                break
            act = self.acts.act(self.run.state)
        if chance.random() < 0.1:
            self._somebody_else()
        self.asked += 1
        act.more["key"] = f"{self.name} {self.asked}"
        self._insist(act)

    def _insist(self, act: Act) -> None:
        before = self.life.inner.head(self.name).count
        for _attempt in range(100):
            try:
                answer = play(self.run, self.life.clock, act)
            except StorageError:
                if self.life.chance.random() < 0.5:
                    self.reload()
                continue
            self._note(answer, before)
            return
        raise AssertionError("no answer in a hundred attempts")

    def _note(self, answer: tuple[Event, ...] | Refusal, before: int) -> None:
        count = self.life.inner.head(self.name).count
        if isinstance(answer, Refusal):
            assert count == before, "a refused command left something"
            return
        assert count == before + len(answer), "an act is in the log once"
        for event in answer:
            assert event.seq not in self.told
            self.told[event.seq] = event

    def _somebody_else(self) -> None:
        """Let another process write first, without failing."""
        other = Run.load(CAMPAIGN_OF_ALL, self.name, self.life.inner, clock=self.life.clock)
        play(other, self.life.clock, self.acts.act(other.state)._replace(now=self.life.clock.now))

    def reload(self) -> None:
        """Let the process die and another one carry on."""
        for _attempt in range(100):
            try:
                self.run = Run.load(
                    CAMPAIGN_OF_ALL, self.name, self.life.log, clock=self.life.clock
                )
            except StorageError:
                continue
            return

    def note(self) -> None:
        """Keep what was known before the last event was learnt, to be compared in the end."""
        run = Run.load(CAMPAIGN_OF_ALL, self.name, self.life.inner)
        moment = run.state.head["recorded_at"] - 1
        self.known.append((moment, rendering(run.known_as_of(moment))))

    def check(self) -> None:
        """Check what must always hold (I1, I4 to I8, I13)."""
        log = self.life.inner
        proof = verify(log, self.name)
        events = [entry.event for entry in log.read(self.name)]
        assert [event.seq for event in events] == list(range(1, proof.count + 1))
        assert all(a.recorded_at <= b.recorded_at for a, b in pairwise(events))
        assert all(events[seq - 1] == event for seq, event in self.told.items())
        keys = [event.key for event in events if event.key is not None]
        assert len(keys) == len(set(keys))
        loaded = Run.load(CAMPAIGN_OF_ALL, self.name, log)
        folded = rendering(replay(CAMPAIGN_OF_ALL, self.name, events))
        assert rendering(loaded.state) == folded
        if self.run.version == proof.count:
            assert rendering(self.run.state) == folded
        assert log.head(self.name).count == proof.count

    def check_known(self) -> None:
        """Check that nothing learnt later has changed what was known before (I15)."""
        run = Run.load(CAMPAIGN_OF_ALL, self.name, self.life.inner)
        for moment, then in self.known:
            assert rendering(run.known_as_of(moment)) == then

    def finish(self) -> None:
        """Bring the run to its end, now that nothing fails (I14)."""
        self.reload()
        run = self.run
        for _round in range(60):
            if run.state.status in ("archived", "cancelled"):
                return
            for command, subject in _ways_on(run):
                if run.may(command, subject, actor="L", reason="收尾"):
                    run.do(command, subject, actor="L", reason="收尾")
        raise AssertionError(f"{self.name} cannot be finished: it is {run.state.status}")


def _ways_on(run: Run) -> Sequence[tuple[str, str]]:
    """Return what the lead may do to end a run, the last first."""
    nodes = [found.key for found in run.state.all_instances()]
    whole = [("archive", ""), ("conclude", ""), ("resume", "")]
    verbs = ("confirm", "close", "waive")
    return [*whole, *((verb, node) for node in reversed(nodes) for verb in verbs)] + [
        ("waive", rule) for rule in run.state.blueprint.rules
    ]


class Life:
    """Eighteen months of a few schools, or of many, in one log."""

    def __init__(self, seed: int, log: EventLog, steps: int, schools: int) -> None:
        self.chance, self.clock = random.Random(seed), Clock()
        self.inner, self.log = log, FaultyLog(log, self.chance)
        self.steps = steps
        self.schools = [
            School(f"no-{number}", self, seed * 20 + number) for number in range(schools)
        ]

    def live(self) -> None:
        """Live it through, checking on the way."""
        for step in range(self.steps):
            self.clock.now += self.chance.choice((0, 1, HOUR, 30 * HOUR, 150 * HOUR))
            if self.chance.random() < 0.03:
                self.clock.now += self.chance.randint(-40, 40) * 24 * HOUR
            school = self.chance.choice(self.schools)
            school.step()
            if step % 40 == 20:
                school.note()
                school.check()
                self._sweep()
        self.log.calm = True
        self.clock.now = END
        self._end()

    def _end(self) -> None:
        for school in self.schools:
            school.check()
            school.finish()
            school.check()
            school.check_known()
        self._sweep()
        if isinstance(self.inner, CursorLog):
            fed = self.inner.outbox.feed(0, 100_000)
            assert [one.position for one in fed] == list(range(1, len(fed) + 1))
            assert len(fed) == sum(self.inner.head(school.name).count for school in self.schools)

    def _sweep(self) -> None:
        """Let time do its part, where the log keeps what sweeps need."""
        if not isinstance(self.inner, CursorLog):
            return
        said = list(sweep(self.inner, [CAMPAIGN_OF_ALL], self.clock.now))
        notes = [kept.note[:4] for kept in self.inner.outbox.notes(0, 100_000)]
        assert len(notes) == len(set(notes)) >= len(said)
