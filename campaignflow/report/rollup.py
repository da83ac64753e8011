"""The roll-up: every unit of a tree against every phase, on one day, as one value.

It is put together from :class:`Standing` values, one a unit. :func:`standing` makes one from the
state of a run; whoever keeps them in a table can make them from there.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import attrs

from campaignflow.messages import Lang
from campaignflow.model.campaign import Campaign
from campaignflow.report.rows import ASIDE, NodeRow, rows
from campaignflow.state import State
from campaignflow.state.blueprint import blueprint
from campaignflow.state.compiled import instance_key
from campaignflow.state.state import SETTLED
from campaignflow.units import Units


@attrs.frozen
class Cell:
    """Hold how far one unit is with one phase.

    Attributes:
        state: State of the phase.
        released_as: How it was released, if it was.
        settled: Number of parts in it that are settled.
        total: Number of parts in it.
        late_days: Days late: until settled, or until today; None if it is not late.
        late_parts: Number of unsettled parts in it that are late.
        questioned: Whether the ground of it or of a part has changed since it was settled.
    """

    state: str
    released_as: str | None = None
    settled: int = 0
    total: int = 0
    late_days: int | None = None
    late_parts: int = 0
    questioned: bool = False

    @property
    def is_counted(self) -> bool:
        """Whether the unit carries the phase out at all."""
        return self.released_as not in ASIDE

    @property
    def is_settled(self) -> bool:
        """Whether the phase is closed or released."""
        return self.state in SETTLED


@attrs.frozen
class Standing:
    """Hold how far one unit is.

    Attributes:
        unit: Key of the unit.
        status: State of its run; ``"planned"`` where it has none yet.
        cells: Name of the phase instance -> how far it is; empty where there is no run yet.
    """

    unit: str
    status: str = "planned"
    cells: Mapping[str, Cell] = attrs.field(factory=dict, hash=False)


@attrs.frozen
class Share:
    """Hold how many units of one tier have settled a phase.

    Attributes:
        phase: Name of the phase instance.
        tier: Key of the tier; None where the units have none.
        reached: Number of units that have settled it.
        total: Number of units that carry it out.
        missing: Keys of those that have not settled it.
    """

    phase: str
    tier: str | None
    reached: int
    total: int
    missing: tuple[str, ...]


@attrs.frozen
class Rollup:
    """Hold where every unit stands on a day.

    Attributes:
        campaign: Title of the campaign.
        day: The day it is about.
        phases: Name of each phase instance -> its title, in the order of the plan.
        tiers: Key of each tier -> its title.
        units: The units, in the order of the tree.
        standings: One a unit, in the same order.
        shares: One a tier and phase that any unit of it carries out.
    """

    campaign: str
    day: dt.date
    phases: Mapping[str, str]
    tiers: Mapping[str, str]
    units: Units
    standings: tuple[Standing, ...]
    shares: tuple[Share, ...]

    def text(self, lang: Lang = "en") -> str:
        """Return the roll-up as lines for a terminal."""
        from campaignflow.report.rollup_text import rollup_lines

        return "\n".join(rollup_lines(self, lang))

    def as_json(self) -> dict[str, Any]:
        """Return the roll-up as plain data."""
        return {
            "campaign": self.campaign,
            "day": self.day.isoformat(),
            "phases": dict(self.phases),
            "units": [self._unit(found) for found in self.standings],
            "shares": [attrs.asdict(share) for share in self.shares],
        }

    def _unit(self, found: Standing) -> dict[str, Any]:
        unit = self.units[found.unit]
        above = {"tier": unit.tier, "parent": unit.parent, "depth": self.units.depth(unit.key)}
        return {"unit": unit.key, "title": unit.label, **above, **attrs.asdict(found)}


def standing(unit: str, state: State | None, day: dt.date) -> Standing:
    """Return how far a unit is, from the state of its run; None where it has none yet."""
    if state is None or not state.version:
        return Standing(unit)
    found = rows(state, day)
    inside = _inside(found)
    cells = {row.key: _cell(row, inside[row.key]) for row in found if row.life == "phase"}
    return Standing(unit, state.status, cells)


def _inside(found: Sequence[NodeRow]) -> dict[str, list[NodeRow]]:
    """Return the rows below each row, at any depth."""
    inside: dict[str, list[NodeRow]] = {row.key: [] for row in found}
    above = {row.key: row.container for row in found}
    for row in found:
        container = row.container
        while container is not None:
            inside[container].append(row)
            container = above[container]
    return inside


def _cell(row: NodeRow, inside: Iterable[NodeRow]) -> Cell:
    parts = [part for part in inside if part.is_counted]
    return Cell(
        row.state,
        row.released_as,
        sum(part.is_settled for part in parts),
        len(parts),
        row.late_days,
        sum(bool(part.late_days) and not part.is_settled for part in parts),
        row.questioned or any(part.questioned for part in parts),
    )


def rollup(campaign: Campaign, units: Units, found: Iterable[Standing], day: dt.date) -> Rollup:
    """Return where every unit stands on ``day``; a unit without a standing has not begun."""
    known = {standing.unit: standing for standing in found}
    standings = tuple(known.get(unit.key, Standing(unit.key)) for unit in units)
    phases = dict(_phases(campaign))
    tiers = {tier.key: tier.title for tier in campaign.tiers}
    shares = tuple(_shares(campaign, units, standings, phases))
    return Rollup(campaign.title, day, phases, tiers, units, standings, shares)


def _phases(campaign: Campaign) -> Iterator[tuple[str, str]]:
    for info in blueprint(campaign).nodes.values():
        if info.life == "phase":
            for label in info.occurrences or (None,):
                at = f" {label}" if label else ""
                yield instance_key(info.key, label), f"{info.title}{at}"


def _shares(
    campaign: Campaign, units: Units, standings: Sequence[Standing], phases: Iterable[str]
) -> Iterator[Share]:
    tiers = dict.fromkeys(unit.tier for unit in units)
    for tier in tiers:
        of_tier = [found for found in standings if units[found.unit].tier == tier]
        for phase in phases:
            settled = {found.unit: _settled(campaign, tier, found, phase) for found in of_tier}
            counted = {unit: value for unit, value in settled.items() if value is not None}
            missing = tuple(unit for unit, value in counted.items() if not value)
            if counted:
                yield Share(phase, tier, len(counted) - len(missing), len(counted), missing)


def _settled(campaign: Campaign, tier: str | None, found: Standing, phase: str) -> bool | None:
    """Return whether a unit has settled a phase; None where it does not carry it out."""
    cell = found.cells.get(phase)
    if cell is None:
        return False if belongs(campaign, phase, tier) else None
    return cell.is_settled if cell.is_counted else None


def belongs(campaign: Campaign, name: str, tier: str | None) -> bool:
    """Return whether units of a tier carry out a node, as far as the plan says by tiers."""
    node: Any = campaign.nodes_by_key[name.partition("@")[0]]
    while node is not None:
        own = getattr(node, "tier", None)
        if own is not None and own.key != tier:
            return False
        node = getattr(node, "part_of", None)
    return True


def reached(state: State, name: str) -> bool | None:
    """Return whether a run has settled a node, or one occurrence of it; None if it has none."""
    node = name.partition("@")[0]
    keys = [key for key in state.instances_of(node) if name in (node, key.partition("#")[0])]
    found = [state.node(key) for key in keys]
    counted = [node for node in found if node.released_as not in ASIDE]
    if found and not counted:
        return None
    return bool(counted) and all(node.state in SETTLED for node in counted)
