"""Write a timeline as plain lines, in signs that every terminal has."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Final

from campaignflow.draw.dates import DAY, months
from campaignflow.draw.figure import Now, Wait
from campaignflow.draw.theme import Tone
from campaignflow.draw.timeline_figure import TimelineFigure, TimelineRow
from campaignflow.messages import Lang, Notice
from campaignflow.report.rollup_text import columns as columns_of

_TITLES: Final = 30
_LEAST: Final = 24
_WHO: Final = 26
_CUT: Final = "…"
_GAP: Final = "  "
_SIGNS: Final[Mapping[Tone, str]] = {
    "plain": "-",
    "planned": "○",
    "due": "○",
    "open": "●",
    "late": "▲",
    "missed": "△",
    "done": "√",
    "released": "—",
}
_PLANNED: Final = {"own": "-", "shared": ".", "until": ":", "unknown": "?"}


def timeline_lines(figure: TimelineFigure, lang: Lang, columns: int) -> Iterator[str]:
    """Yield one line a node, below a scale of months and above what the signs mean."""
    titles = [_cut(f"{'  ' * row.depth}{row.title}", _TITLES) for row in figure.rows]
    left = max(map(columns_of, titles), default=0)
    notes = max((columns_of(row.note) for row in figure.rows), default=0)
    scale = _Scale(figure, max(columns - left - notes - 2 * len(_GAP), _LEAST))
    yield figure.title
    yield figure.note
    yield f"{' ' * left}{_GAP}{scale.months()}".rstrip()
    for title, row in zip(titles, figure.rows, strict=True):
        yield f"{_padded(title, left)}{_GAP}{scale.bar(row)}{_GAP}{row.note}".rstrip()
    yield Notice("draw.signs").text(lang)


def now_lines(now: Now, columns: int) -> Iterator[str]:
    """Yield the open phases, then phase by phase what a run waits for: what, who, why."""
    yield now.open
    waits = [wait for stretch in now.stretches for wait in stretch.waits]
    left = min(max((columns_of(_head(wait)) for wait in waits), default=0), _TITLES)
    middle = min(max((columns_of(wait.who) for wait in waits), default=0), _WHO)
    for stretch in now.stretches:
        yield _cut(stretch.title, columns)
        for wait in stretch.waits:
            head = _padded(_cut(_head(wait), max(left, columns - _LEAST)), left)
            who = _padded(_cut(wait.who, _WHO), middle)
            for index, reason in enumerate(wait.reasons):
                shown = f"{head}{_GAP}{who}" if not index else " " * columns_of(head + _GAP + who)
                yield _cut(f"{shown}{_GAP if middle else ''}{reason}", columns)
        if stretch.rest:
            yield _cut(f"{_GAP}{stretch.rest}", columns)


def _head(wait: Wait) -> str:
    return f"{_GAP}{_SIGNS[wait.tone]} {wait.title} {wait.fact}".rstrip()


def _padded(text: str, columns: int) -> str:
    return text + " " * (columns - columns_of(text))


class _Scale:
    """Turn days into columns."""

    def __init__(self, figure: TimelineFigure, columns: int) -> None:
        self.figure = figure
        self.columns = columns
        self.days = (figure.end - figure.start).days + 1

    def at(self, day: dt.date) -> int:
        """Return the column of a day."""
        passed = (day - self.figure.start).days
        return min(max(passed * self.columns // self.days, 0), self.columns - 1)

    def months(self) -> str:
        """Return the numbers of the months, each where it begins, as far as there is room."""
        line = [" "] * self.columns
        free = 0
        for first, _last in months(self.figure.start, self.figure.end):
            at, text = self.at(first), str(first.month)
            if at >= free and at + len(text) <= self.columns:
                line[at : at + len(text)] = text
                free = at + len(text) + 1
        return "".join(line)

    def bar(self, row: TimelineRow) -> str:
        """Return what was planned for a node, overlaid with what happened."""
        line = [" "] * self.columns
        for plan in row.planned:
            self._fill(line, plan.start, plan.end, _PLANNED[plan.kind])
        for actual in row.actual:
            end = actual.end if actual.late_from is None else actual.late_from - DAY
            if actual.start is not None:
                self._fill(line, actual.start, min(actual.end, end), "=" if actual.done else "#")
            if actual.late_from is not None:
                start = max(actual.late_from, actual.start or actual.late_from)
                self._fill(line, start, actual.end, "!")
        if self.figure.today is not None:
            line[self.at(self.figure.today)] = "|"
        return "".join(line)

    def _fill(self, line: list[str], start: dt.date, end: dt.date, sign: str) -> None:
        if start <= end:
            first, last = self.at(start), self.at(end)
            line[first : last + 1] = sign * (last + 1 - first)


def _cut(text: str, most: int) -> str:
    if columns_of(text) <= most:
        return text
    while columns_of(text) > most - columns_of(_CUT):
        text = text[:-1]
    return f"{text}{_CUT}"
