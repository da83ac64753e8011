"""What a run lacks among its people: relations without a pair, and roles that nobody holds."""

from __future__ import annotations

from collections.abc import Iterator

from campaignflow.messages import Notice
from campaignflow.report.people import holders
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
    day = state.day(state.head["recorded_at"])
    vacant = [role for role in campaign.roles if not holders(state, role.key, day)]
    if vacant:
        yield Notice("report.gap.roles", {"roles": [role.title for role in vacant]})
