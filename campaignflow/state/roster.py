"""Who holds which role when, from facts that may be learnt in any order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from campaignflow.state.compiled import Instance
    from campaignflow.state.state import State

Interval = tuple[int, int | None]
"""First day held and first day no longer held (None: still held), as ordinals."""


def learn(state: State, role: str, person: str, at: int, seq: int, *, took: bool) -> None:
    """Enter that ``person`` took or gave up ``role`` at ``at`` and rebuild their intervals.

    The facts are put in the order of their time, not of their arrival, so every order of learning
    ends in the same roster.
    """
    facts = tuple(sorted((*state.roster.get((role, person), ()), (at, seq, took))))
    state.put(state.roster, (role, person), facts)
    intervals: list[Interval] = []
    since: int | None = None
    for moment, _seq, taken in facts:
        day = state.day(moment)
        if taken and since is None:
            since = day
        elif not taken and since is not None:
            if day > since:
                intervals.append((since, day))
            since = None
    if since is not None:
        intervals.append((since, None))
    if role not in state.intervals:
        state.put(state.intervals, role, {})
    state.put(state.intervals[role], person, tuple(intervals))
    state.put(state.head, "roster", seq)


def holds(state: State, role: str, person: str, day: int) -> bool:
    """Return whether ``person`` holds ``role``, or a role within it, on ``day``."""
    for below in state.blueprint.role_down[state.swaps.get(role, role)]:
        people = state.intervals.get(below)
        if people is not None:
            for start, end in people.get(person, ()):
                if start <= day and (end is None or day < end):
                    return True
    return False


def terms(state: State, role: str, person: str) -> Iterator[Interval]:
    """Yield the spans in which ``person`` holds ``role``, or a role within it."""
    for below in state.blueprint.role_down[state.swaps.get(role, role)]:
        yield from state.intervals.get(below, {}).get(person, ())


def holds_itself(state: State, role: str, person: str, day: int) -> bool:
    """Return whether ``person`` holds ``role`` on ``day`` by itself, not through another one."""
    intervals = state.intervals.get(role, {}).get(person, ())
    return any(start <= day and (end is None or day < end) for start, end in intervals)


def holders(
    state: State, role: str, start: int, end: int, today: int, *, throughout: bool
) -> tuple[str, ...]:
    """Return who holds ``role`` over a span of days, sorted by id.

    With ``throughout`` on each day of it; else on ``today`` brought into the span, so that a
    leaver's open duties are released and those of a span already over stay.
    """
    day = min(end, max(start, today))
    found = set()
    for below in state.blueprint.role_down[state.swaps.get(role, role)]:
        for person, intervals in state.intervals.get(below, {}).items():
            for first, gone in intervals:
                if throughout:
                    fits = first <= start and (gone is None or gone > end)
                else:
                    fits = first <= day and (gone is None or day < gone)
                if fits:
                    found.add(person)
    return tuple(sorted(found))


def acts_for(state: State, actor: str, day: int) -> tuple[str, ...]:
    """Return the persons for whom ``actor`` may act on ``day``, itself first."""
    if not state.substitutes:
        return (actor,)
    stands_in = [
        person
        for person, terms in state.substitutes.items()
        if any(who == actor and first <= day <= last for who, first, last in terms)
    ]
    return (actor, *sorted(stands_in))


def worked_on(state: State, instance: Instance) -> set[str | None]:
    """Return who has done or held the work in this attempt, and therefore does not review it.

    None stands among them where nobody in particular is asked to do it, or did it for another.
    """
    key = instance.key
    others = (*state.submitters.get(key, ()), *state.held.get(key, ()))
    return {instance.member, state.behalf.get(key), *others}
