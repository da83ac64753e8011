"""Tree: one campaign carried out by many units, a run each, in one log."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Self

from campaignflow.calendar import local_day
from campaignflow.commands import Below
from campaignflow.desk import Census
from campaignflow.errors import RunNotFoundError
from campaignflow.guards.leaves import ABOVE
from campaignflow.log import EventLog, MemoryLog
from campaignflow.model.campaign import Campaign
from campaignflow.moments import Moment, end_of, wall_clock
from campaignflow.report.rollup import Rollup, belongs, reached, rollup, standing
from campaignflow.run import Run
from campaignflow.units import Unit, Units


class Tree:
    """Carry out one campaign in many units: each has a run, named ``campaign/unit``.

    Runs are told, with every command that may judge a node, how many of the units below have
    settled what ``Children`` asks for, and whether the unit above has settled what ``Parent`` asks
    for; what of it is new is written with the decision. So a run's log holds all that was judged,
    and reading it again asks no other run.

    Args:
        campaign: The definition, the same for every unit.
        units: The units.
        log: Where all runs are kept; in memory where left out.
        options: ``clock``, ``authorise`` and ``log_refusals``, as for :class:`Run`.

    Example:
        >>> from campaignflow.definitions.five_phases import five_phases
        >>> tree = Tree(five_phases, Units([Unit("district"), Unit("school", parent="district")]))
        >>> run = tree.start("school", roster=[("wang", "secretary")], at="2025-03-01")
        >>> _ = run.do("open", "mobilise", actor="wang", at="2025-03-03")
        >>> tree.rollup("2025-03-10").standings[1].cells["mobilise"].state
        'open'
    """

    def __init__(
        self, campaign: Campaign, units: Units, log: EventLog | None = None, **options: Any
    ) -> None:
        self.campaign = campaign
        self.units = units
        self.log: EventLog = MemoryLog() if log is None else log
        self._options = options
        self._runs: dict[str, Run] = {}

    @classmethod
    def load(
        cls, campaign: Campaign, log: EventLog, units: Units | None = None, **options: Any
    ) -> Self:
        """Return the tree of every run of ``campaign`` that ``log`` holds.

        Args:
            campaign: The definition.
            log: Where the runs are kept.
            units: The units; as the runs name them where left out.
            options: As for :class:`Tree`.

        Raises:
            LogCorruptError: A run's log is damaged; says at which entry.
            DefinitionError: A run is pinned to another definition than ``campaign``.
        """
        tree = cls(campaign, Units(()), log, **options)
        for name in log.runs():
            key, unit = _carried_out(log, name)
            if key == campaign.key:
                below = tree._census(unit)
                tree._runs[unit] = Run.load(campaign, name, log, below=below, **options)
        tree.units = Units(_units(tree._runs)) if units is None else units
        return tree

    # --- runs

    def start(self, unit: str, **more: Any) -> Run:
        """Start the run of a unit, below the run of the unit above it.

        Args:
            unit: Key of the unit; its title, tier and facts are taken from the tree.
            more: ``roster``, ``relations``, ``actor`` and ``at``, as for :meth:`Run.start`.
        """
        found = self.units[unit]
        parent = None if found.parent is None else self._name(found.parent)
        run = Run.start(
            self.campaign, unit, log=self.log, tier=found.tier, facts=found.facts, parent=parent,
            title=found.title, below=self._census(unit), **more, **self._options,
        )  # fmt: skip
        self._runs[unit] = run
        return run

    def _name(self, unit: str) -> str:
        run = self._runs.get(unit)
        return f"{self.campaign.key}/{unit}" if run is None else run.name

    def run(self, unit: str) -> Run:
        """Return the run of a unit.

        Raises:
            RunNotFoundError: It has none yet.
        """
        if unit not in self._runs:
            raise RunNotFoundError(self._name(unit))
        return self._runs[unit]

    def __contains__(self, unit: object) -> bool:
        """Return whether a unit has been started."""
        return unit in self._runs

    def runs(self) -> tuple[Run, ...]:
        """Return the runs that have been started, in the order of the tree."""
        return tuple(self._runs[unit.key] for unit in self.units if unit.key in self._runs)

    def refresh(self) -> int:
        """Take in what others have appended to any run; return how many events that were."""
        return sum(run.refresh() for run in self._runs.values())

    # --- what stands with other units

    def _census(self, unit: str) -> Census:
        def count(node: str, tier: str | None) -> Below | None:
            found = {each: self._reached(each, node) for each in self._asked(unit, tier)}
            counted = {each: value for each, value in found.items() if value is not None}
            if not counted:
                return None
            missing = tuple(each.label for each, value in counted.items() if not value)
            return Below(node, tier, len(counted) - len(missing), len(counted), missing)

        return count

    def _asked(self, unit: str, tier: str | None) -> tuple[Unit, ...]:
        """Return the units next below, those of a tier however deep, or the one above."""
        if tier == ABOVE:
            return self._above(unit)
        return self.units.below(unit, tier) if tier else self.units.children(unit)

    def _above(self, unit: str) -> tuple[Unit, ...]:
        """Return the unit above; by the name of its run alone, where that has not begun."""
        known = self.units[unit].parent if unit in self.units else None
        if known is not None:
            return (self.units[known],)
        named = self._runs[unit].state.head.get("parent") if unit in self._runs else None
        return () if named is None else (Unit(named),)

    def _reached(self, unit: Unit, node: str) -> bool | None:
        run = self._runs.get(unit.key)
        if run is None:
            unknown = unit.key not in self.units  # so is its tier
            return False if unknown or belongs(self.campaign, node, unit.tier) else None
        return reached(run.state, node)

    # --- reporting

    def rollup(self, day: Moment | None = None, *, known: Moment | None = None) -> Rollup:
        """Return where every unit stands with every phase.

        Args:
            day: As it was true at the end of this day; today where left out.
            known: Only by what had been learnt by then; alone, as it was told that day.
        """
        zone, asked = self.campaign.zone, known if day is None else day
        at = self._options.get("clock", wall_clock)() if asked is None else end_of(asked, zone)
        on = local_day(at, zone)
        seen = {unit: run.standing(day, known=known)[0] for unit, run in self._runs.items()}
        found = (standing(unit, state, on) for unit, state in seen.items())
        return rollup(self.campaign, self.units, found, on)


def _carried_out(log: EventLog, name: str) -> tuple[str, str]:
    """Return the key of the campaign that a run carries out, and that of its unit."""
    kept = log.status(name)
    if kept is not None:
        return kept.campaign, kept.unit
    first = log.read(name, limit=1)[0].event.data
    return str(first.get("campaign")), str(first.get("unit"))


def _units(runs: Mapping[str, Run]) -> Iterator[Unit]:
    """Yield the units of runs, each below the unit of the run above its own."""
    keys = {run.name: unit for unit, run in runs.items()}
    for unit, run in runs.items():
        head = run.state.head
        title = head["title"] if head["title"] != unit else ""
        yield Unit(unit, title, head["tier"], keys.get(head["parent"]))
