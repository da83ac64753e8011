"""What would become of a run if it went by the newest version of its plan.

Example:
    >>> import attrs
    >>> from campaignflow import Run, after
    >>> from campaignflow.definitions.five_phases import five_phases
    >>> talks, sessions = five_phases.node("talks"), five_phases.node("sessions")
    >>> edges = (*five_phases.edges, after(sessions, talks))
    >>> second = attrs.evolve(five_phases, version="2", edges=edges, earlier=[five_phases])
    >>> run = Run.start(five_phases, "no-1", at="2025-03-01", roster=[("li", "secretary")])
    >>> again = Run.load(second, run.name, run.log)
    >>> found = again.migration()
    >>> found.verdict, found.before, found.after
    ('clean', '2025', '2')
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal

import attrs

from campaignflow.commands import Command
from campaignflow.engine import Decision, decide
from campaignflow.messages import Mistake, Notice
from campaignflow.refusal import Refusal
from campaignflow.state import State
from campaignflow.state.carrying import Passage, carry
from campaignflow.state.state import OPEN, SETTLED

_NOBODY = "dry run"


@attrs.frozen
class Migration:
    """Hold what would become of one run; nothing is changed.

    Attributes:
        run: Name of the run.
        before: Version that it goes by.
        after: Version that it would go by.
        refusal: Why it cannot be: what has no home, and whatever else stands against it.
        went: Where everything goes that was begun, settled, recorded, moved or held.
        lost: What the new plan has no use for.
        opened: Names of the instances that open at once.
        asked: Names of the instances that are newly asked of this run and not open yet.
        blocked: What could be finished before and cannot any more, by its name, with the reasons.
    """

    run: str
    before: str
    after: str
    refusal: Refusal | None
    went: tuple[Passage, ...] = ()
    lost: tuple[Mistake, ...] = ()
    opened: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    blocked: tuple[tuple[str, Refusal], ...] = ()

    @property
    def verdict(self) -> Literal["same", "clean", "lossy", "refused"]:
        """Whether the run goes by this version already, migrates without loss, or loses, or not."""
        if self.refusal is not None:
            same = [cause.notice.code for cause in self.refusal.causes] == ["migrate.same"]
            return "same" if same else "refused"
        return "lossy" if self.lost else "clean"

    @property
    def homeless(self) -> tuple[Notice, ...]:
        """What stands against it, in words."""
        return () if self.refusal is None else tuple(c.notice for c in self.refusal.causes)

    def as_json(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {
            "run": self.run,
            "before": self.before,
            "after": self.after,
            "verdict": self.verdict,
            "homeless": [notice.as_json() for notice in self.homeless],
            "went": [passage._asdict() for passage in self.went],
            "lost": [{"place": found.place, **found.notice.as_json()} for found in self.lost],
            "opened": list(self.opened),
            "asked": list(self.asked),
            "blocked": [{"node": key, **why.as_json()} for key, why in self.blocked],
        }


def migration(
    state: State,
    now: int,
    mapping: Mapping[str, str | None] | None = None,
    facts: Mapping[str, Any] | None = None,
) -> Migration:
    """Return what would become of a run if it went by the newest version that it knows.

    Args:
        state: Where the run stands; untouched.
        now: The clock's reading. Units: microseconds since the epoch, UTC.
        mapping: New keys by old ones where they differ, None for what is given up; None for a key
            that only the new plan has says that it is not asked of this run.
        facts: Facts of the unit that the new plan asks for.
    """
    args = {"mapping": dict(mapping or {}), "facts": dict(facts or {})}
    decision = _tried(state, Command("migrate", reason="-", permit=_NOBODY, args=args), now)
    names = state.run, str(state.head["version"]), state.newest.version
    after = decision.became
    if decision.refusal is not None or after is None:
        return Migration(*names, decision.refusal)
    carried = carry(state, state.newest, decision.events[0].data, state.day(now))
    opened = tuple(event.subject for event in decision.events if event.kind == "opened")
    asked = tuple(key for key in carried.new if after.node(key).state == "planned")
    blocked = tuple(_blocked(state, after, now, carried.went))
    return Migration(*names, None, carried.went, carried.lost, opened, asked, blocked)


def _tried(state: State, command: Command, now: int) -> Decision:
    return decide(state.blueprint.campaign, state, command, now)


def _blocked(
    before: State, after: State, now: int, went: tuple[Passage, ...]
) -> Iterator[tuple[str, Refusal]]:
    """Yield what could be finished and cannot any more."""
    for table, key, to, _n in went:
        if table != "nodes" or before.node(key).state not in OPEN:
            continue
        old, new = (_finish(state, name) for state, name in ((before, key), (after, to)))
        if after.node(to).state in SETTLED or not _tried(before, old, now).accepted:
            continue
        refusal = _tried(after, new, now).refusal
        if refusal is not None:
            refusal.settle()
            yield to, refusal


def _finish(state: State, key: str) -> Command:
    instance, node = state.instance(key), state.node(key)
    if node.state == "submitted":
        return Command("approve", key, permit=_NOBODY)
    info = None if instance is None else instance.info
    if info is not None and info.life == "phase":
        return Command("close", key, permit=_NOBODY)
    return Command("submit" if info and info.review else "finish", key, permit=_NOBODY)
