"""Work that a run was given beside its plan."""

from __future__ import annotations

from campaignflow.model.nodes import Step
from campaignflow.state.compiled import Instance, NodeInfo
from campaignflow.state.state import State


def add_node(state: State, key: str, title: str, part_of: str, owner: str | None) -> None:
    """Enter a step that the plan does not have."""
    info = NodeInfo(Step(key, title), len(state.blueprint.nodes) + len(state.added))
    info.container = info.ender = part_of
    info.opener = state.info(part_of)
    info.owner = owner
    state.put(state.added, key, info)
    state.put(state.extra, key, Instance(info, None, None))
    state.put(state.members, key, (key,))
