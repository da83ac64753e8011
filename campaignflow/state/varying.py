"""What differs for a unit: nodes of other tiers, exempt nodes, swapped roles."""

from __future__ import annotations

from collections.abc import Collection

from campaignflow.state.state import State


def vary(state: State, tier: str | None, variants: Collection[str]) -> None:
    """Note what differs for a unit of ``tier`` to which ``variants`` apply."""
    for info, own in state.blueprint.tiered:
        if own.key != tier:
            state.put(state.exempt, info.key, own.title)
    for variant in state.blueprint.campaign.variants:
        if variant.key in variants:
            for node in variant.exempt:
                state.put(state.exempt, node.key, variant.why or variant.title)
            for role, other in variant.swap:
                state.put(state.swaps, role.key, other.key)
