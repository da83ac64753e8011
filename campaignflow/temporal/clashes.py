"""What a plan says about time and cannot keep: found one circle after the other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import attrs

from campaignflow.messages import Notice
from campaignflow.temporal.bounds import Bound, Bounds
from campaignflow.temporal.network import Conflict, Times

_YIELDING: Final = ("window", "lag", "takes", "rule", "edge", "part", "life", "fact")


@attrs.frozen
class Clash:
    """Hold sentences of the plan that cannot all be kept.

    Attributes:
        bounds: The bounds, each going on where the one before it ends, from day zero on if that is
            one of the ends.
    """

    bounds: tuple[Bound, ...]

    @property
    def firm(self) -> bool:
        """Whether the plan insists on every one of them."""
        return all(bound.firm for bound in self.bounds)

    @property
    def place(self) -> str:
        """Path to the element that is most likely meant otherwise."""
        for kind in ("edge", "rule", "takes", "lag", "window"):
            found = [bound.place for bound in self.bounds if bound.kind == kind]
            if found:
                return found[-1]
        return self.bounds[0].place

    @property
    def sentences(self) -> list[Notice]:
        """The sentences, without those that go without saying."""
        told = [bound.notice for bound in self.bounds if bound.kind != "life"]
        return [notice for at, notice in enumerate(told) if notice not in told[:at]]

    def as_json(self) -> dict[str, object]:
        """Return the clash as plain data."""
        return {"place": self.place, "sentences": [one.as_json() for one in self.sentences]}


def attempt(plan: Bounds, dropped: frozenset[int]) -> Times | tuple[Clash, int]:
    """Return the earliest times, or a clash with the number of the bound to give up first.

    Args:
        plan: What the plan says.
        dropped: Numbers of bounds that were given up before.
    """
    found = plan.network.earliest(0, dropped)
    if not isinstance(found, Conflict):
        return found
    circle = found.bounds
    first = min(range(len(circle)), key=lambda at: plan.network.source[circle[at]])
    clash = Clash(tuple(plan.bounds[bound] for bound in (*circle[first:], *circle[:first])))
    return clash, min(found.bounds, key=lambda bound: _firmness(plan.bounds[bound]))


def settled(
    plan: Bounds, dropped: frozenset[int] = frozenset()
) -> tuple[Times, frozenset[int], tuple[Clash, ...]]:
    """Return times that keep all bounds but one of each clash, those bounds, and the clashes.

    Args:
        plan: What the plan says.
        dropped: Numbers of bounds to leave out from the first.
    """
    clashes: list[Clash] = []
    while not isinstance(found := attempt(plan, dropped), Times):
        clashes.append(found[0])
        dropped |= {found[1]}
    return found, dropped, tuple(clashes)


def first_clashes(plan: Bounds, most: int) -> Iterator[Clash]:
    """Yield the clashes, ``most`` of them; with those mended, more may show."""
    dropped: frozenset[int] = frozenset()
    for _ in range(most):
        found = attempt(plan, dropped)
        if isinstance(found, Times):
            return
        yield found[0]
        dropped |= {found[1]}


def _firmness(bound: Bound) -> tuple[bool, int]:
    """Return how unwilling one is to give a bound up: deadlines go first, edges last."""
    return not bound.until, _YIELDING.index(bound.kind)
