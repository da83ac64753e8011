"""State: what a log adds up to, and the fold that makes it."""

from campaignflow.state.blueprint import Blueprint, blueprint
from campaignflow.state.compiled import Instance, NodeInfo, instance_key
from campaignflow.state.evolve import evolve, initial, replay
from campaignflow.state.state import PLANNED, NodeState, Record, State
from campaignflow.state.view import RunView

__all__ = [
    "PLANNED",
    "Blueprint",
    "Instance",
    "NodeInfo",
    "NodeState",
    "Record",
    "RunView",
    "State",
    "blueprint",
    "evolve",
    "initial",
    "instance_key",
    "replay",
]
