"""Whose turn it is: the persons who can carry on with a node."""

from __future__ import annotations

from campaignflow.state import Instance, State, roster


def holders(state: State, role: str, day: int) -> tuple[str, ...]:
    """Return who holds ``role`` on ``day``, sorted by id."""
    return roster.holders(state, role, day, day, day, throughout=True)


def responsible(state: State, instance: Instance, day: int) -> tuple[str, ...]:
    """Return whose work the instance is: its assignee, its member, its owners, or the lead."""
    assigned = state.assignments.get(instance.key)
    if assigned is not None:
        return (assigned,)
    if instance.member is not None:
        return (instance.member,)
    return holders(state, instance.info.owner or state.blueprint.lead, day)


def reviewers(state: State, instance: Instance, day: int) -> tuple[str, ...]:
    """Return who can still vote on the submitted instance; whoever did the work cannot."""
    review = instance.info.review
    if review is None:
        return ()
    own = roster.worked_on(state, instance)
    voted = set(state.votes.get(instance.key, ()))
    found = {person for role in review.by for person in holders(state, role.key, day)}
    return tuple(sorted(found - own - voted))


def confirmers(state: State, instance: Instance, day: int) -> tuple[str, ...]:
    """Return who may confirm the instance: the lead, and whom the plan allows it."""
    key, table = instance.info.key, state.blueprint.campaign.may
    allowed = [row for row in table if "confirm" in row.commands]
    fitting = [row for row in allowed if not row.on or key in {each.key for each in row.on}]
    roles = {state.blueprint.lead, *(row.role.key for row in fitting)}
    return tuple(sorted({person for role in roles for person in holders(state, role, day)}))


def actors(state: State, instance: Instance, day: int) -> tuple[str, ...]:
    """Return the persons whose turn it is with the instance on ``day``."""
    if state.node(instance.key).state == "submitted":
        return reviewers(state, instance, day)
    if instance.info.agreed_by:
        agreed = state.agreements.get(instance.key, {})
        open_sides = [side.key for side in instance.info.agreed_by if side.key not in agreed]
        return tuple(sorted({p for side in open_sides for p in holders(state, side, day)}))
    return responsible(state, instance, day)


def item_holders(state: State, ledger: str, item: str) -> tuple[str, ...]:
    """Return the persons whom a ledger item names in its fields, sorted by id."""
    fields = state.blueprint.ledgers[ledger].fields
    values = state.item_values[item]
    named = {values.get(field.key) for field in fields if field.type == "person"}
    return tuple(sorted(person for person in named if person))
