"""Checks of planned time: windows that contradict edges, containers or anchors."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from campaignflow.calendar import Precision, Resolution
from campaignflow.graph import nodes, place
from campaignflow.messages import Notice
from campaignflow.model.campaign import Campaign
from campaignflow.model.nodes import CAMPAIGN, Edge, Phase, Root, Step
from campaignflow.model.planning import Planned
from campaignflow.model.time import Force, Window
from campaignflow.state import blueprint
from campaignflow.temporal.axis import CalendarDays
from campaignflow.temporal.bounds import Bounds, planned_state
from campaignflow.temporal.clashes import first_clashes
from campaignflow.verification.finding import Finding, error, info, warning

Days = tuple[dt.date | None, dt.date | None]


def planned(campaign: Campaign) -> Planned:
    """Return the planned days of the campaign, resolved once."""
    return blueprint(campaign).planned


def bounds(campaign: Campaign, node: Phase | Step | None) -> Days:
    """Return first and last planned day of ``node``, each from the nearest node that states it."""
    windows = planned(campaign).windows
    start = end = None
    while node is not None and (start is None or end is None):
        own = windows.get(node.key)
        if own is not None:
            start, end = start or own.start, end or own.end
        node = node.part_of
    root = windows[CAMPAIGN.key]
    return start or root.start, end or root.end


def check_overlaps(campaign: Campaign) -> Iterator[Finding]:
    """Report finish-to-start edges between nodes whose own windows overlap.

    Two days in common at least: the work of one may end on the day on which the next begins.
    Steps with the very same window follow one another within it.
    """
    windows = planned(campaign).windows
    for edge in campaign.edges:
        first, then = windows.get(edge.source.key), windows.get(edge.target.key)
        if edge.kind != "after" or edge.force is not Force.MUST or not first or not then:
            continue
        phases = isinstance(edge.source, Phase) and isinstance(edge.target, Phase)
        if not _overlap(first, then) or (not phases and _days(first) == _days(then)):
            continue
        params = {**_titles(edge), "end": str(first.end), "start": str(then.start)}
        report = error if phases else warning
        yield report(f"edges.{edge.key}", "structure.finish_start_overlap", **params)


def _days(window: Resolution) -> Days:
    return window.start, window.end


def _overlap(first: Resolution, then: Resolution) -> bool:
    if first.end is None or then.start is None or then.start >= first.end:
        return False
    return then.end is None or first.start is None or then.end >= first.start


def _titles(edge: Edge) -> dict[str, str]:
    return {"source": edge.source.title, "target": edge.target.title}


def check_window_order(campaign: Campaign) -> Iterator[Finding]:
    """Report dates, orders and durations that cannot all be kept, ten circles of them at most.

    What is only planned outside of what contains it is left to :func:`check_containment`.
    """
    for clash in first_clashes(planned_bounds(campaign), _CLASHES):
        if not {bound.kind for bound in clash.bounds} <= {"window", "part", "life"}:
            report = error if clash.firm else warning
            yield report(clash.place, "window.order", what=clash.sentences)


_CLASHES = 10


def planned_bounds(campaign: Campaign) -> Bounds:
    """Return what the plan says about time, in days of the calendar."""
    zero = min(day for window in planned(campaign).windows.values() for day in _known(window))
    return Bounds(planned_state(campaign), CalendarDays(zero))


def _known(window: Resolution) -> Iterator[dt.date]:
    yield from (day for day in _days(window) if day is not None)


def check_containment(campaign: Campaign) -> Iterator[Finding]:
    """Report dated nodes and occurrences that lie outside what they are part of."""
    windows = planned(campaign).windows
    for node in nodes(campaign):
        for key, where in ((node.key, "window"), *_named(node)):
            outside = _sticks_out(campaign, node, windows[key]) if key in windows else {}
            if outside:
                where = f"{place(campaign, node.key)}.{where}"
                yield warning(where, "window.outside", title=node.title, **outside)


def _named(node: Phase | Step) -> Iterator[tuple[str, str]]:
    for label, _window in node.repeat.named if node.repeat else ():
        yield f"{node.key}@{label}", f"repeat.{label}"


def _sticks_out(campaign: Campaign, node: Phase | Step, own: Resolution) -> dict[str, object]:
    """Return the days of the node, and those of what lets it open or waits for it if exceeded."""
    opener = getattr(node, "starts_with", None) or node.part_of or CAMPAIGN
    ender = getattr(node, "ends_with", None) or node.part_of or CAMPAIGN
    start, end = _bounds(campaign, opener)[0], _bounds(campaign, ender)[1]
    if own.precision is Precision.AROUND:  # one common day will do
        early = own.end and start and own.end < start
        late = own.start and end and own.start > end
    else:
        early = own.start and start and own.start < start
        late = own.end and end and own.end > end
    if not early and not late:
        return {}
    above = opener if early else ender
    mend = Notice("verify.starts_earlier" if early else "verify.ends_later")
    start, end = _bounds(campaign, above)
    title = campaign.title if isinstance(above, Root) else above.title
    return {"own": own.edtf, "above": title, "start": str(start), "end": str(end), "mend": mend}


def _bounds(campaign: Campaign, node: Phase | Step | Root) -> Days:
    return bounds(campaign, None if isinstance(node, Root) else node)


def check_anchors(campaign: Campaign) -> Iterator[Finding]:
    """Report anchors that windows use, that have no day, and that no step gives one."""
    fixed = {step.fixes.key for step in campaign.steps if step.fixes is not None}
    used = {window.anchor.key for window in windows_of(campaign) if window.anchor is not None}
    for anchor in campaign.anchors:
        if anchor.key in used and anchor.day is None and anchor.key not in fixed:
            params = {"title": anchor.title, "key": anchor.key}
            yield info(f"anchors.{anchor.key}", "anchor.undated", **params)


def windows_of(campaign: Campaign) -> Iterator[Window]:
    """Yield every window that the campaign states, those of named occurrences included."""
    yield campaign.window
    for node in nodes(campaign):
        if node.window is not None:
            yield node.window
        for _label, window in node.repeat.named if node.repeat else ():
            yield window
