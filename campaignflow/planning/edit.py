"""Definitions with one thing changed: other planned days, or a node less."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from campaignflow.guards.leaves import Opaque
from campaignflow.model.campaign import Campaign
from campaignflow.model.codec import from_json, to_json
from campaignflow.model.nodes import CAMPAIGN

Plain = dict[str, Any]


def with_days(campaign: Campaign, key: str, start: dt.date | None, end: dt.date | None) -> Campaign:
    """Return the campaign with a node, or the whole, planned from ``start`` to ``end``.

    Raises:
        KeyError: There is no such node.
    """
    campaign.node(key)
    text = f"{start}..{end}"
    if start is None or end is None:
        text = f"{start}开始" if end is None else f"{end}前"
    plain = to_json(campaign)
    row = plain if key == CAMPAIGN.key else _row(plain, key)
    kept = {k: v for k, v in row.get("window", {}).items() if k == "force"}
    row["window"] = {"is": "Window", "text": text, **kept}
    return _read(campaign, plain)


def without(campaign: Campaign, key: str) -> Campaign:
    """Return the campaign without a node, what is part of it, and what speaks of them.

    Of a rule with several parts only those that speak of it are left out; what waited for it no
    longer waits, as if it had been waived.

    Raises:
        KeyError: There is no such node.
    """
    campaign.node(key)
    plain = to_json(campaign)
    gone = {key}
    for row in plain.get("steps", ()):
        if row.get("part_of", {}).get("ref") in gone:
            gone.add(row["key"])
    for table in ("phases", "steps"):
        rows = [row for row in plain.get(table, ()) if row["key"] not in gone]
        plain[table] = [_silent(row, gone) for row in rows]
    for table in ("edges", "may", "variants", "stated"):
        plain[table] = [row for row in plain.get(table, ()) if not _speaks(row, gone)]
    rules = [_loosened(row, gone) for row in plain.get("rules", ())]
    plain["rules"] = [row for row in rules if row is not None]
    return _read(campaign, plain)


def _row(plain: Plain, key: str) -> Plain:
    rows = (*plain.get("phases", ()), *plain.get("steps", ()))
    found: Plain = next(row for row in rows if row["key"] == key)
    return found


def _speaks(value: Any, gone: set[str]) -> bool:
    if isinstance(value, list):
        return any(_speaks(part, gone) for part in value)
    if not isinstance(value, dict):
        return False
    return value.get("ref") in gone or any(_speaks(part, gone) for part in value.values())


def _silent(row: Plain, gone: set[str]) -> Plain:
    return {name: value for name, value in row.items() if not _speaks(value, gone)}


def _loosened(row: Plain, gone: set[str]) -> Plain | None:
    if not _speaks(row, gone):
        return row
    guard = row["guard"]
    if _speaks(row["on"], gone) or guard["is"] != "AllOf":
        return None
    parts = [part for part in guard["parts"] if not _speaks(part, gone)]
    return {**row, "guard": {**guard, "parts": parts}} if parts else None


def _read(campaign: Campaign, plain: Plain) -> Campaign:
    return from_json(plain, functions(campaign))


def functions(campaign: Campaign) -> Mapping[str, Callable[..., bool | None]]:
    """Return the functions of the campaign's opaque guards, by name."""
    return {leaf.name: leaf.function for leaf in _leaves(campaign) if isinstance(leaf, Opaque)}


def _leaves(campaign: Campaign) -> Iterator[object]:
    guards = [rule.guard for rule in campaign.rules]
    guards += [edge.guard for edge in campaign.edges if edge.guard is not None]
    for guard in guards:
        for _path, leaf in guard.leaves():
            yield leaf
