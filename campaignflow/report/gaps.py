"""What a run lacks among its people: relations without a pair, and roles that nobody holds."""

from __future__ import annotations

from collections.abc import Iterator

from campaignflow.messages import Notice
from campaignflow.state import State


def gaps(state: State) -> Iterator[Notice]:
    """Yield what rules ask for and nobody has been entered for yet, a sentence each."""
    plan, campaign = state.blueprint, state.blueprint.campaign
    named = {name for name, _left, _right in state.relations}
    rules = (*plan.rules.values(), *plan.edge_rules.values())
    asked = {name for rule in rules for name in rule.depends} - named
    for relation in campaign.relations:
        if relation.key in asked:
            yield Notice("report.gap.relation", {"title": relation.title, "relation": relation.key})
    vacant = [role for role in campaign.roles if not _held(state, plan.role_down[role.key])]
    if vacant:
        yield Notice("report.gap.roles", {"roles": [role.title for role in vacant]})


def _held(state: State, roles: tuple[str, ...]) -> bool:
    """Return whether somebody holds one of these roles."""
    people = (state.intervals.get(role, {}) for role in roles)
    return any(spans and spans[-1][1] is None for held in people for spans in held.values())
