"""Soundness: whether a plan can always be brought to its end, whatever people have done so far.

Three things are asked of every marking that the engine lets people reach: the campaign can still
be concluded (the option to complete), concluding it leaves nothing going on (proper completion),
and every node can be open at some time (no dead nodes). Only the waiting for one another counts;
see :mod:`campaignflow.planning.skeleton` for what is taken as granted.

Example:
    >>> from campaignflow.definitions.five_phases import five_phases
    >>> soundness(five_phases).verdict
    'sound'
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Final, Literal

import attrs

from campaignflow.commands import Command
from campaignflow.messages import Notice
from campaignflow.model.campaign import Campaign
from campaignflow.planning.markings import Markings
from campaignflow.planning.skeleton import Skeleton, skeleton
from campaignflow.state import blueprint
from campaignflow.verification.kinds import UnitKind, unit_kinds

_WORST_FIRST: Final[tuple[Literal["unsound", "unknown"], ...]] = ("unsound", "unknown")
LIMIT: Final = 5_000
"""So many markings are looked at unless another limit is given."""


@attrs.frozen
class Flaw:
    """Hold one way in which a plan is not sound.

    Attributes:
        kind: ``"stuck"`` (from here it can never be concluded), ``"improper"`` (concluded, and
            something goes on) or ``"dead"`` (a node that is never open).
        notice: The same in words.
        way: A sequence of commands that leads there in the skeleton of the plan, the shortest if
            all orders of commands are within the limit; for a dead node one that ends without it.
        node: Key of the dead node.
        units: Which kind of units it is found with: their tier or variant; empty for all, or for
            those without.
    """

    kind: Literal["stuck", "improper", "dead"]
    notice: Notice
    way: tuple[Command, ...]
    node: str = ""
    units: str = ""


@attrs.frozen
class Soundness:
    """Hold whether a plan is sound.

    Attributes:
        verdict: ``"sound"``, ``"unsound"``, or ``"unknown"`` where there are more markings than the
            limit and no flaw among those looked at.
        flaws: What is wrong; of each kind, and for each dead node, one.
        markings: How many were found.
        limit: How many were to be looked at.
        assumed: Keys of the rules that are taken to be met in the end.
        simplified: What else the verdict leaves out, in words.
    """

    verdict: Literal["sound", "unsound", "unknown"]
    flaws: tuple[Flaw, ...]
    markings: int
    limit: int
    assumed: tuple[str, ...]
    simplified: tuple[Notice, ...] = ()


def soundness(campaign: Campaign, limit: int = LIMIT) -> Soundness:
    """Return whether a plan can be carried out to its end from wherever it gets to.

    Args:
        campaign: The plan.
        limit: How many markings to look at; with more the answer is unknown, never sound.
    """
    found = [_judged(campaign, kind, limit) for kind in unit_kinds(campaign)]
    flaws = tuple(flaw for one in found for flaw in one.flaws)
    verdicts = {one.verdict for one in found}
    verdict: Literal["sound", "unsound", "unknown"]
    verdict = next((one for one in _WORST_FIRST if one in verdicts), "sound")
    markings = sum(one.markings for one in found)
    return Soundness(
        verdict, flaws, markings, limit, found[0].assumed, tuple(_simplified(campaign))
    )


def _judged(campaign: Campaign, kind: UnitKind, limit: int) -> Soundness:
    """Return whether units of one kind can always bring the plan to its end."""
    plan = skeleton(campaign, kind.exempt)
    markings = Markings(plan, limit)
    flaws = tuple(_flaws(plan, markings, kind))
    if flaws:  # the way is a shortest one only where every order has been tried
        every = Markings(plan, limit, reduced=False)
        flaws = tuple(_flaws(plan, every, kind)) if every.complete else flaws
    verdict: Literal["sound", "unsound", "unknown"] = "sound" if markings.complete else "unknown"
    verdict = "unsound" if flaws else verdict
    return Soundness(verdict, flaws, len(markings.found), limit, plan.assumed)


def _simplified(campaign: Campaign) -> Iterator[Notice]:
    infos = blueprint(campaign).nodes.values()
    many = [info.title for info in infos if info.many]
    if many:
        yield Notice("soundness.as_one", {"nodes": many})
    if len(campaign.variants) > 1:
        yield Notice("soundness.one_variant")


def _flaws(plan: Skeleton, markings: Markings, kind: UnitKind) -> Iterator[Flaw]:
    for flaw in _found(plan.campaign, markings):
        if flaw.node not in kind.exempt:
            yield attrs.evolve(flaw, units=kind.title)


def _found(campaign: Campaign, markings: Markings) -> Iterator[Flaw]:
    stuck = _stuck(markings)
    if stuck is not None:
        open_ = [campaign.node(key).title for key in sorted(markings.found[stuck].unsettled)]
        waiting = [title for title in open_ if title != "整个活动"] or [campaign.title]
        yield Flaw("stuck", Notice("soundness.stuck", {"nodes": waiting}), markings.way(stuck))
    for number, marking in enumerate(markings.found):
        left = marking.unsettled - {"campaign"}
        if marking.concluded and left:
            titles = [campaign.node(key).title for key in sorted(left)]
            notice = Notice("soundness.improper", {"nodes": titles})
            yield Flaw("improper", notice, markings.way(number))
            break
    if markings.complete:
        yield from _dead(campaign, markings)


def _stuck(markings: Markings) -> int | None:
    """Return the nearest marking from which the end can surely not be reached."""
    before: dict[int, list[int]] = defaultdict(list)
    for number, marking in enumerate(markings.found):
        for then in marking.then or ():
            before[then].append(number)
    todo = [n for n, m in enumerate(markings.found) if m.concluded or m.then is None]
    hopeful = set(todo)
    while todo:
        for number in before[todo.pop()]:
            if number not in hopeful:
                hopeful.add(number)
                todo.append(number)
    return next((n for n in range(len(markings.found)) if n not in hopeful), None)


def _dead(campaign: Campaign, markings: Markings) -> Iterator[Flaw]:
    opened = frozenset[str]().union(*(marking.opened for marking in markings.found))
    ends = (n for n, m in enumerate(markings.found) if m.concluded or not m.then)
    way = markings.way(next(ends, len(markings.found) - 1))
    for key, node in campaign.nodes_by_key.items():
        if key != "campaign" and key not in opened:
            notice = Notice("soundness.dead", {"title": node.title})
            yield Flaw("dead", notice, way, key)
