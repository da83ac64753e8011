"""Checks of roles: work that nobody can review, and roles that nobody can hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from campaignflow.model.campaign import Campaign
from campaignflow.model.nodes import Phase, Step
from campaignflow.model.people import Role
from campaignflow.verification.finding import Finding, error


def check_people(campaign: Campaign) -> Iterator[Finding]:
    """Report roles that cannot be filled, and steps whose separation cannot be staffed."""
    for role in campaign.roles:
        for above in line(role):
            if (role.exactly or 0) > (above.exactly or role.exactly or 0):
                counts = {"n": role.exactly, "most": above.exactly}
                titles = {"title": role.title, "above": above.title}
                yield error(f"roles.{role.key}.exactly", "people.too_many", **counts, **titles)
    for step in campaign.steps:
        yield from _reviewers(campaign, step)
        if len(distinct(step.agreed_by)) < len({role.key for role in step.agreed_by}):
            roles = [role.title for role in step.agreed_by]
            where = f"steps.{step.key}.agreed_by"
            yield error(where, "people.one_for_all", title=step.title, roles=roles)


def _reviewers(campaign: Campaign, step: Step) -> Iterator[Finding]:
    if step.review is None:
        return
    able = distinct(step.review.by)
    params: dict[str, object] = {
        "title": step.title,
        "needed": step.review.needed,
        "roles": [role.title for role in step.review.by],
    }
    if len(able) < step.review.needed:
        yield error(f"steps.{step.key}.review", "people.one_for_all", **params)
        return
    for worker in _workers(campaign, step):
        left = [role for role in able if not same_person(role, worker)]
        if len(left) < step.review.needed:
            params["worker"] = worker.title
            yield error(f"steps.{step.key}.review", "people.nobody", **params)
            return


def _workers(campaign: Campaign, step: Step) -> Iterator[Role]:
    """Yield the roles of which some holder has to do the work and cannot review it as well."""
    each = inherited(step, "each")
    if each is not None:
        yield from (role for role in campaign.roles if each.key in upwards(role))
        return
    others = {
        row.role.key
        for row in campaign.may
        if "submit" in row.commands and step.key in {on.key for on in row.on or (step,)}
    }
    owner = inherited(step, "owner") or campaign.lead
    if not others - {owner.key}:
        yield owner


def inherited(node: Phase | Step | None, name: str) -> Role | None:
    """Return the role that ``node``, or the nearest node it is part of, names under ``name``."""
    while node is not None:
        found: Role | None = getattr(node, name, None)
        if found is not None:
            return found
        node = node.part_of
    return None


def line(role: Role) -> Iterator[Role]:
    """Yield ``role`` and every role that its holders hold as well."""
    found: Role | None = role
    while found is not None:
        yield found
        found = found.within


def upwards(role: Role) -> frozenset[str]:
    """Return the keys of ``role`` and of every role that its holders hold as well."""
    return frozenset(found.key for found in line(role))


def single(role: Role) -> bool:
    """Return whether one person at most holds ``role``."""
    return any(found.exactly == 1 for found in line(role))


def same_person(one: Role, other: Role) -> bool:
    """Return whether the holders of both roles are surely one and the same person."""
    if one.key in upwards(other):
        return single(one)
    return other.key in upwards(one) and single(other)


def distinct(roles: Iterable[Role]) -> list[Role]:
    """Return ``roles`` without those that are surely held by the same person as an earlier one."""
    found: list[Role] = []
    for role in roles:
        if not any(role.key == other.key or same_person(role, other) for other in found):
            found.append(role)
    return found
