"""What is claimed of a guard holds for every run: it never holds, or never fails."""

from __future__ import annotations

import datetime as dt
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from plan_stage import DAY, HOURS, MEMBER, WHO, talks

from campaignflow.guards import AllOf, AnyOf, AtLeast, Each, Fixed, Guard, Quota
from campaignflow.guards.algebra import Not
from campaignflow.verification.truth import decided

START = dt.date(2017, 5, 1)


def each(**more: Any) -> Quota:
    """Return a quota for each member."""
    return talks(per=Each(MEMBER, WHO), **more)


@st.composite
def quotas(draw: st.DrawFn) -> Quota:
    """Draw a quota with small bounds, once or for each member."""
    least = draw(st.one_of(st.none(), st.integers(0, 3)))
    most = draw(st.one_of(st.none(), st.integers(least or 0, 4)))
    make = draw(st.sampled_from([talks, each]))
    return make(least=1 if least is None and most is None else least, most=most)


GUARDS = st.recursive(
    st.one_of(quotas(), st.just(Fixed(DAY))),
    lambda part: st.one_of(
        st.lists(part, min_size=1, max_size=3).map(AllOf),
        st.lists(part, min_size=1, max_size=3).map(AnyOf),
        st.lists(part, min_size=2, max_size=3).map(lambda parts: AtLeast(2, parts)),
        part.map(Not),
    ),
    max_leaves=5,
)


def holds(guard: Guard, once: int, counts: tuple[int, ...], fixed: bool) -> bool:
    """Return whether a guard holds where so much was recorded, in all and for each member."""
    match guard:
        case Not():
            return not holds(guard.part, once, counts, fixed)
        case AllOf() | AnyOf() | AtLeast():
            met = sum(holds(part, once, counts, fixed) for part in guard.parts)
            least = {AllOf: len(guard.parts), AnyOf: 1}.get(type(guard))
            return met >= (guard.least if isinstance(guard, AtLeast) else least or 0)
        case Quota():
            found = counts if isinstance(guard.per, Each) else (once,)
            most = 99 if guard.most is None else guard.most
            return bool(found) and all(guard.lower <= n <= most for n in found)
    return fixed


@given(GUARDS, st.integers(0, 6), st.lists(st.integers(0, 6), max_size=4), st.booleans())
def test_claim_about_a_guard_holds_in_every_case(
    guard: Guard, once: int, counts: list[int], fixed: bool
) -> None:
    """Whatever is recorded, a guard that is said never to hold does not, and so on."""
    claim = decided(guard, START)
    if claim is not None:
        assert holds(guard, once, tuple(counts), fixed) is claim


def test_members_may_differ() -> None:
    """Either all at least three or all at most two says something where there are two members."""
    assert decided(each(least=3) | each(least=None, most=2), START) is None
    assert decided(talks(least=3) | talks(least=None, most=2), START) is True


def test_too_many_cases_claim_nothing() -> None:
    """A guard over very many things is left alone."""
    many = [talks(least=n, where=HOURS.is_(n)) for n in range(1, 40)]
    assert decided(AnyOf(many), START) is None
