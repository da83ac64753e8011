"""The skeleton of a plan: who waits for whom, with everything granted that people can record.

Rules that look at records, ledgers, days or people are taken as met, whatever the guard of an edge
looks at becomes a free choice (a ledger, struck off or not, that people turn as they like), time
has always come, a multiplied or repeated node is one node, and a review is a finish. What a kind of
units leaves out is of another tier. What is left is an ordinary campaign that the engine can carry
out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any, Final

import attrs

from campaignflow.model.campaign import Campaign
from campaignflow.model.codec import from_json, to_json
from campaignflow.state.state import SETTLED, State

Plain = dict[str, Any]

_NODE: Final = frozenset(
    {"is", "key", "title", "part_of", "starts_with", "ends_with", "need", "opens", "closes", "join"}
)
_EDGE: Final = frozenset(
    {"is", "kind", "source", "target", "guard", "force", "limit", "unbounded", "resets", "title"}
)
_WHOLE: Final = frozenset({"format", "key", "version", "title", "window", "zone"})
_LEAD: Final = "lead_of_all"
HERE: Final = "here_of_all"
_ELSEWHERE: Final = "elsewhere_of_all"
"""Tiers: of the units that carry the skeleton out, and of others, for what those leave out."""
_CHOICE: Final[Plain] = {
    "is": "Lifecycle",
    "name": "choice",
    "states": ["yes", "no"],
    "initial": "yes",
    "final": ["yes"],
    "moves": [
        {"is": "Move", "trigger": "turn", "source": "yes", "target": "no"},
        {"is": "Move", "trigger": "turn", "source": "no", "target": "yes"},
    ],
}


@attrs.frozen
class Skeleton:
    """Hold the skeleton of a plan.

    Attributes:
        campaign: It, as a campaign.
        choices: Key of each choice -> key of the node that must be settled for it to matter.
        assumed: Keys of the rules that are taken as met, wholly or in part.
    """

    campaign: Campaign
    choices: dict[str, str]
    assumed: tuple[str, ...]

    def turns(self, state: State) -> Iterator[tuple[str, str, dict[str, str]]]:
        """Yield the command that turns each choice still to be made: name, subject and values."""
        for choice, source in self.choices.items():
            if state.node(source).state not in SETTLED:
                known = f"{choice}_made" in state.item_values
                values = {"trigger": "turn"} if known else {"ledger": choice}
                yield "work" if known else "find", f"{choice}_made", values

    def chosen(self, state: State) -> frozenset[str]:
        """Return the choices still to be made that would be taken now."""
        open_ = (key for key, at in self.choices.items() if state.node(at).state not in SETTLED)
        return frozenset(key for key in open_ if "yes" in state.items.get(key, {}).values())


def skeleton(campaign: Campaign, exempt: Collection[str] = ()) -> Skeleton:
    """Return the skeleton of a plan.

    Args:
        campaign: The plan.
        exempt: Keys of the nodes that the units in question leave out.

    Example:
        >>> from campaignflow.definitions.five_phases import five_phases
        >>> found = skeleton(five_phases)
        >>> len(found.campaign.steps), len(found.campaign.rules), found.assumed[:2]
        (14, 0, ('kickoff.exit', 'sessions.exit'))
    """
    plain = to_json(campaign)
    choices = _Choices(set(campaign.nodes_by_key))
    bare = {name: value for name, value in plain.items() if name in _WHOLE}
    bare["lead"] = {"ref": _LEAD}
    bare["roles"] = [{"is": "Role", "key": _LEAD, "title": campaign.lead.title}]
    for table in ("phases", "steps"):
        bare[table] = [_only(row, _NODE) for row in plain.get(table, ())]
    for row in (*bare["phases"], *bare["steps"]):
        if row["key"] in exempt:
            row["tier"] = {"ref": _ELSEWHERE}
    if exempt:
        bare["tiers"] = [{"is": "Tier", "key": key, "title": key} for key in (HERE, _ELSEWHERE)]
    bare["edges"] = [choices.edge(_only(row, _EDGE)) for row in plain.get("edges", ())]
    rules = dict(_rules(campaign, plain))
    bare["rules"] = [row for row in rules.values() if row["guard"] is not None]
    bare["ledgers"] = [
        {"is": "Ledger", "key": key, "title": key, "lifecycle": _CHOICE} for key in choices.source
    ]
    assumed = tuple(key for key, row in rules.items() if row["assumed"])
    bare["rules"] = [{k: v for k, v in row.items() if k != "assumed"} for row in bare["rules"]]
    return Skeleton(from_json(bare), choices.source, assumed)


def _only(row: Plain, names: frozenset[str]) -> Plain:
    return {name: value for name, value in row.items() if name in names}


class _Choices:
    """Replace the leaves of edge guards by choices, equal leaves at one source by the same one."""

    def __init__(self, taken: set[str]) -> None:
        self.taken = taken
        self.source: dict[str, str] = {}
        self.known: dict[tuple[str, str], str] = {}

    def edge(self, row: Plain) -> Plain:
        """Return the edge with choices for a guard."""
        if row.get("guard") is not None and row["kind"] != "reopen":
            row["guard"] = self._guard(row["guard"], row["source"]["ref"])
        else:
            row.pop("guard", None)
        return row

    def _guard(self, guard: Plain, source: str) -> Plain:
        if "parts" in guard:
            return {**guard, "parts": [self._guard(part, source) for part in guard["parts"]]}
        if guard["is"] == "Not":
            return {**guard, "part": self._guard(guard["part"], source)}
        name = self.known.setdefault((source, repr(guard)), self._free())
        self.source.setdefault(name, source)
        return {"is": "Struck", "ledger": {"ref": name}}

    def _free(self) -> str:
        number = len(self.source) + 1
        while f"choice_{number}" in self.taken:
            number += 1
        return f"choice_{number}"


def _rules(campaign: Campaign, plain: Plain) -> Iterator[tuple[str, Plain]]:
    """Yield each rule by key with the part of its guard that looks at nodes only, None if none."""
    for key, row in zip(campaign.rule_keys, plain.get("rules", ()), strict=True):
        if row.get("force", {}).get("value") == "stated":
            continue
        parts = row["guard"]["parts"] if row["guard"]["is"] == "AllOf" else [row["guard"]]
        kept = [part for part in parts if _about_nodes(part)]
        guard = {"is": "AllOf", "parts": kept} if kept else None
        yield key, {**row, "name": key, "guard": guard, "assumed": len(kept) < len(parts)}


def _about_nodes(guard: Plain) -> bool:
    if "parts" in guard:
        return all(_about_nodes(part) for part in guard["parts"])
    if guard["is"] == "Not":
        return _about_nodes(guard["part"])
    return bool(guard["is"] == "Reached")
