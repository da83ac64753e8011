"""The planned days of a definition: every window resolved, every occurrence named."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from campaignflow.calendar import Context, Precision, Resolution, periods, read
from campaignflow.errors import CalendarError
from campaignflow.messages import Notice
from campaignflow.model.nodes import CAMPAIGN, Phase, Step
from campaignflow.model.time import Repeat, Window

if TYPE_CHECKING:
    from campaignflow.model.campaign import Campaign

Days = Mapping[str, dt.date | None]
"""Anchor key -> its day, None while it is not fixed."""


class Planned:
    """Hold the planned windows of a campaign, before anything has happened.

    Attributes:
        windows: Node key, or ``key@occurrence``, -> its own window; undated nodes are missing.
        occurrences: Node key -> labels of its occurrences, in order; only nodes that repeat
            themselves, not the parts that inherit the repeat.
        wrong: Node key -> why its window cannot be resolved.
        year: The year that texts without one refer to; None if the campaign spans several.
    """

    def __init__(self, campaign: Campaign) -> None:
        self.campaign = campaign
        self.days: Days = {anchor.key: anchor.day for anchor in campaign.anchors}
        self.year: int | None = None
        self.span: tuple[dt.date, dt.date] | None = None
        self.windows: dict[str, Resolution] = {}
        self.occurrences: dict[str, tuple[str, ...]] = {}
        self.wrong: dict[str, CalendarError] = {}
        self._root()
        for table, nodes in (("phases", campaign.phases), ("steps", campaign.steps)):
            for node in nodes:
                try:
                    self._node(node)
                except CalendarError as wrong:
                    self.wrong[f"{table}.{node.key}"] = wrong

    def _root(self) -> None:
        whole = self.resolve(self.campaign.window, self.days)
        if whole.start is None or whole.end is None:
            raise CalendarError(Notice("error.whole", {"text": self.campaign.window.text}))
        self.windows[CAMPAIGN.key] = whole
        self.span = (whole.start, whole.end)
        if whole.start.year == whole.end.year:
            self.year = whole.start.year

    def _node(self, node: Phase | Step) -> None:
        if node.window is not None:
            self.windows[node.key] = self.resolve(node.window, self.days)
        if node.repeat is not None:
            found = dict(self._repeat(node, node.repeat))
            self.occurrences[node.key] = tuple(found)
            self.windows |= {f"{node.key}@{label}": window for label, window in found.items()}

    def _repeat(self, node: Phase | Step, repeat: Repeat) -> Iterator[tuple[str, Resolution]]:
        for label, window in repeat.named:
            yield label, self.resolve(window, self.days)
        if repeat.every is not None and repeat.partial is not None:
            span = self.span_of(node)
            if span.start is None or span.end is None:
                raise CalendarError("a repeat by period needs a span with both ends known")
            terms = self.campaign.terms
            for period in periods(repeat.every, span.start, span.end, repeat.partial, terms):
                yield period.label, Resolution(period.start, period.end, Precision.DAY)

    def span_of(self, node: Phase | Step | None) -> Resolution:
        """Return the window of ``node``, or of the nearest container that has one."""
        while node is not None:
            if node.key in self.windows:
                return self.windows[node.key]
            node = node.part_of
        return self.windows[CAMPAIGN.key]

    def resolve(self, window: Window, days: Days) -> Resolution:
        """Return the days that ``window`` means when the anchors fall on ``days``.

        Raises:
            CalendarError: The text names no year and the campaign gives none, or means two windows.
        """
        if window.node is not None:
            title = getattr(window.node, "title", window.node.key)
            reason = Notice("window.after_node", {"node": title})
            return Resolution(None, None, Precision.UNKNOWN, unknown=(reason,))
        if window.anchor is not None:
            return self._around(window, days.get(window.anchor.key))
        if window.expression is None:
            raise CalendarError("a window needs a text, an anchor or a node")
        names = {anchor.title: days[anchor.key] for anchor in self.campaign.anchors}
        context = Context(
            year=self.year,
            anchors=names,
            span=self.span,
            teaching_week_1=self.campaign.teaching_week_1,
        )
        found = window.expression.resolve(context)
        if len(found) != 1:
            raise CalendarError(
                f"{window.text!r} means {len(found)} windows: name each as an occurrence "
                "with each_time({label: window, ...})"
            )
        return found[0]

    def _around(self, window: Window, day: dt.date | None) -> Resolution:
        anchor = window.anchor
        if day is None or anchor is None:
            reason = Notice("window.undated", {"anchor": anchor.title if anchor else ""})
            return Resolution(None, None, Precision.ANCHOR, unknown=(reason,))
        if window.before is None or window.after is None:
            return read(f"{day.isoformat()}前后").resolve(Context())[0]
        start = day - dt.timedelta(days=window.before)
        end = day + dt.timedelta(days=window.after)
        return Resolution(start, end, Precision.DAY if start == end else Precision.AROUND)
