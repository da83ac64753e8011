"""The windows that the days of anchors, fixed in a run, change."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from campaignflow.calendar import Resolution
    from campaignflow.model.time import Window
    from campaignflow.state.blueprint import Blueprint
    from campaignflow.state.compiled import NodeInfo

Days = Mapping[str, dt.date]


def redated(
    blueprint: Blueprint, days: Days, before: Days = MappingProxyType({})
) -> dict[str, Resolution]:
    """Return the windows, by node or occurrence, that are others with ``days`` than ``before``."""
    planned, found = blueprint.planned, {}
    then, now = {**planned.days, **before}, {**planned.days, **days}
    for info in blueprint.nodes.values():
        for key, window in _windows(info):
            resolved = planned.resolve(window, now)
            if resolved != planned.resolve(window, then):
                found[key] = resolved
    return found


def _windows(info: NodeInfo) -> Iterator[tuple[str, Window]]:
    """Yield the windows of a node and of its named occurrences that a date can change."""
    window, repeat = (getattr(info.node, name, None) for name in ("window", "repeat"))
    if window is not None and window.node is None:
        yield info.key, window
    if repeat is not None:
        yield from ((f"{info.key}@{label}", named) for label, named in repeat.named)
