"""When an element is planned: its days, and how often it comes."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from typing import Any, Final

from campaignflow.guards import WHOLE
from campaignflow.model import CAMPAIGN, Campaign
from campaignflow.model.planning import Planned

from .conditions import quota_of
from .kinds import PERIODS, Shows

FIRST, LAST = dt.date.min, dt.date.max


def _days(campaign: Campaign, node: Any) -> tuple[dt.date, dt.date]:
    found = Planned(campaign).windows.get(node.key)
    if found is None:
        return FIRST, LAST
    return found.start or FIRST, found.end or LAST


def _text(start: dt.date, end: dt.date) -> str:
    return f"{'' if start == FIRST else start}..{'' if end == LAST else end}"


def _window(campaign: Campaign, elements: list[Any]) -> str:
    node = CAMPAIGN if elements[0] is campaign else elements[0]
    assert node.key in Planned(campaign).windows, f"{node.key} has no window"
    return _text(*_days(campaign, node))


def _bounds(campaign: Campaign, elements: list[Any]) -> str:
    """Show the days of the element, or those of the nearest node it is part of that has some."""
    node = elements[0]
    while node is not None and node.window is None:
        node = node.part_of
    return _text(*_days(campaign, node or CAMPAIGN))


def _windows(campaign: Campaign, node: Any) -> list[tuple[dt.date, dt.date]]:
    """Return the days of each time that a node comes, or its own."""
    planned = Planned(campaign)
    keys = [f"{node.key}@{label}" for label in planned.occurrences.get(node.key, ())]
    found = [planned.windows[key] for key in keys]
    days = [(each.start or FIRST, each.end or LAST) for each in found]
    return days or [_days(campaign, node)]


def _overlaps(campaign: Campaign, elements: list[Any]) -> str:
    """Show the days that the first element has in common with each time the second comes."""
    (first,), times = (_windows(campaign, node) for node in elements)
    common = [(max(first[0], start), min(first[1], end)) for start, end in times]
    assert all(start <= end for start, end in common), "they do not meet each time"
    return " ".join(_text(*days) for days in common)


def _hull(campaign: Campaign, elements: list[Any]) -> str:
    """Show the first and last day of what the one element holds, or of the several elements."""
    holder = elements[0]
    parts = [s for s in campaign.steps if s.part_of == holder] if elements[1:] == [] else elements
    days = [_days(campaign, part) for part in parts]
    starts = [start for start, _ in days if start != FIRST]
    return _text(min(starts), max(end for _, end in days))


def _overlap(campaign: Campaign, elements: list[Any]) -> str:
    first, *others = (_days(campaign, node) for node in elements)
    common = [(max(first[0], start), min(first[1], end)) for start, end in others]
    assert all(start <= end for start, end in common), "two of them do not meet"
    return _text(min(start for start, _ in common), max(end for _, end in common))


def _gaps(campaign: Campaign, elements: list[Any]) -> str:
    """Show the days between the end of each element and the start of the next."""
    days = [_days(campaign, node) for node in elements]
    return " ".join(str((b[0] - a[1]).days - 1) for a, b in pairwise(days))


def _span(campaign: Campaign, elements: list[Any]) -> str:
    """Show the planned days in which a quota counts, where it names them."""
    during = quota_of(elements[0]).during
    assert during is not None, "the quota counts in its own node's time"
    return _text(*_days(campaign, CAMPAIGN if during is WHOLE else during))


def _limit(campaign: Campaign, elements: list[Any]) -> str:
    """Show the last day of the nearest node with one: of the element, or of what it is part of."""
    node = elements[0]
    while node is not None and _days(campaign, node)[1] == LAST:
        node = node.part_of
    return _text(FIRST, _days(campaign, node or CAMPAIGN)[1])


def _bound(campaign: Campaign, elements: list[Any]) -> str:
    """Show the days of the campaign, which alone bound elements without days of their own."""
    dated = [node.key for node in elements if _days(campaign, node) != (FIRST, LAST)]
    return f"{dated} dated" if dated else _window(campaign, [campaign]).replace("..", " ")


def _throughout(campaign: Campaign, elements: list[Any]) -> str:
    """Show the days of the campaign, with which the elements start and end."""
    ends = {end for node in elements for end in (node.starts_with, node.ends_with)}
    return _bound(campaign, elements) if ends == {CAMPAIGN} else "shorter"


def _soft_end(campaign: Campaign, elements: list[Any]) -> str:
    return str(Planned(campaign).windows["campaign"].soft_end).lower()


def _repeat(campaign: Campaign, elements: list[Any]) -> str:
    repeat = elements[0].repeat
    if repeat is None:
        return "None"
    return PERIODS[repeat.every] if repeat.every else " ".join(label for label, _ in repeat.named)


def _times(campaign: Campaign, elements: list[Any]) -> str:
    """Show how often a node comes, and how its times are told apart."""
    times = Planned(campaign).occurrences[elements[0].key]
    return f"{len(times)} x {_repeat(campaign, elements)}"


TIMES: Final[Shows] = {
    "window": _window,
    "bounds": _bounds,
    "limit": _limit,
    "windows": lambda campaign, nodes: " ".join(_text(*d) for d in _windows(campaign, nodes[0])),
    "overlaps": _overlaps,
    "hull": _hull,
    "overlap": _overlap,
    "gaps": _gaps,
    "span": _span,
    "bound": _bound,
    "throughout": _throughout,
    "soft_end": _soft_end,
    "repeat": _repeat,
    "times": _times,
    "forces": lambda _campaign, nodes: " ".join(node.window.force.value for node in nodes),
}
