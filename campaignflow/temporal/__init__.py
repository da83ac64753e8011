"""Time in a plan: what its dates, orders and durations allow, and where they contradict."""

from campaignflow.temporal.clashes import Clash
from campaignflow.temporal.controllability import Given, blamed, controllable
from campaignflow.temporal.dates import Link, Row, Schedule, schedule
from campaignflow.temporal.network import Conflict, Network, Times

__all__ = [
    "Clash",
    "Conflict",
    "Given",
    "Link",
    "Network",
    "Row",
    "Schedule",
    "Times",
    "blamed",
    "controllable",
    "schedule",
]
