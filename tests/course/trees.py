"""The shipped course of many units, replayed as the demo does."""

from __future__ import annotations

from pathlib import Path

import campaignflow.definitions
from campaignflow.events import Event
from campaignflow.interchange import ImportReport, ReplayClock
from campaignflow.interchange.people import read_relations, read_roster, read_units
from campaignflow.interchange.tree import import_course, read_course
from campaignflow.model import Campaign
from campaignflow.report import Status, status
from campaignflow.tree import Tree


def replay_tree(campaign: Campaign, until: str = "9999") -> tuple[Tree, ImportReport]:
    """Return the runs of all units, and what became of the rows entered before ``until``."""
    folder = Path(campaignflow.definitions.__path__[0]) / "data" / campaign.key
    path = folder / "course.csv"
    rows = read_course(path.read_bytes(), path.name, campaign).rows
    clock = ReplayClock(-(2**62))
    tree = Tree(campaign, read_units(folder / "units.csv", campaign), clock=clock)

    def begin(unit: str, at: int) -> None:
        roster = read_roster(folder / "roster.csv", campaign, unit)
        relations = read_relations(folder / "relations.csv", campaign, unit)
        tree.start(unit, roster=roster, relations=relations, at=at)

    entered = [row for row in rows if row.cells["recorded_at"] < until]
    return tree, import_course(tree, entered, begin, clock=clock)


def told(tree: Tree, unit: str, day: str) -> Status:
    """Return the status of a unit as it was told on a day."""
    state, on, events = tree.run(unit).seen(known=day)
    return status(state, on, events)


def states(tree: Tree, unit: str, day: str, *nodes: str) -> list[str]:
    """Return how the nodes of a unit stood, by what was known on a day."""
    state = tree.run(unit).known_as_of(day)
    return [state.node(node).state for node in nodes]


def events(tree: Tree, unit: str, *kinds: str) -> list[Event]:
    """Return the events of these kinds in the run of a unit."""
    return [event for event in tree.run(unit).events() if event.kind in kinds]
