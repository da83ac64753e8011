"""Write a timeline as SVG: plan above, what happened below, month by month and 旬 by 旬."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator, Sequence
from typing import Final

from campaignflow.draw.bars import ACTUAL, HIGH, WORKS, actual_pieces, plan_bar, sample, spare_line
from campaignflow.draw.blocks import Word
from campaignflow.draw.dates import DAY, day_text, month_end, month_name, months, rest_days
from campaignflow.draw.geometry import Rect
from campaignflow.draw.markup import document, element, group, number, rectangle, tip, words
from campaignflow.draw.text import width, wrap
from campaignflow.draw.theme import (
    GRID,
    INK,
    LOOKS,
    MUTED,
    NAME,
    REST,
    SMALL,
    TITLE,
    TODAY,
    Scheme,
)
from campaignflow.draw.timeline_figure import (
    ActualBar,
    PlanBar,
    TimelineFigure,
    TimelineRow,
)
from campaignflow.messages import Lang, Notice

_MARGIN: Final = 20.0
_TITLES: Final = 210.0
_STEP: Final = 14.0
_WORK: Final = 7.0


class Timeline:
    """Draw a timeline.

    Attributes:
        left: Where the first day begins.
        day: Width of a day.
        middles: Node key -> middle of its row, below which lies what really happened.
        bottom: Lower edge of the last row.
    """

    def __init__(self, figure: TimelineFigure, lang: Lang) -> None:
        self.figure = figure
        self.lang = lang
        self.labels = [self._title(row) for row in figure.rows]
        widths = [word.x + word.width for lines in self.labels for word in lines]
        self.left = _MARGIN + max(widths, default=60.0) + 16
        self.days = (figure.end - figure.start).days + 1
        self.day = min(max(self.days * 7.0, 640.0), 1080.0) / self.days
        self.right = self.left + self.days * self.day
        note = max((self._note_end(row) for row in figure.rows), default=0.0)
        title = width(figure.title, TITLE) * 1.05 + 2 * _MARGIN
        self.width = round(max(self.right + _MARGIN, note + _MARGIN, title))
        self.months = list(months(figure.start, figure.end))
        self.wide = 30 * self.day >= 66
        self.top = _MARGIN + 54 + (0 if self.wide else 16) + (34 if self._ticked else 20)
        self.ys = self._heights()
        self.bottom = self.ys[-1]
        halves = ((a + b) / 2 for a, b in itertools.pairwise(self.ys))
        self.middles = dict(zip((row.key for row in figure.rows), halves, strict=True))

    @property
    def _ticked(self) -> bool:
        return self.day * 10 >= 18

    def _title(self, row: TimelineRow) -> list[Word]:
        size, x = (NAME + 0.5 if row.strong else NAME - 0.5), row.depth * _STEP
        lines = wrap(row.title, size, _TITLES - x, most=2, even=True)
        return [
            Word(x, 18 + index * 16, line, size, INK, row.strong)
            for index, line in enumerate(lines)
        ]

    def _heights(self) -> list[float]:
        """Return the upper edge of every row, and the lower edge of the last."""
        ys = [self.top]
        for lines in self.labels:
            ys.append(ys[-1] + 28.0 + 16 * (len(lines) - 1))
        return ys

    def _x(self, day: dt.date) -> float:
        return self.left + (day - self.figure.start).days * self.day

    # --- the whole

    def document(self, scheme: Scheme = "light") -> str:
        """Return the drawing."""
        figure, foot = self.figure, self.bottom + 44
        parts = [
            words([Word(_MARGIN, _MARGIN + 16, figure.title, TITLE, INK, bold=True)]),
            words([Word(_MARGIN, _MARGIN + 33, figure.note, SMALL, MUTED)]),
            *self._rest(),
            *self._months_head(),
            *(self._row(index, row) for index, row in enumerate(figure.rows)),
            *self._today(),
        ]
        legend, bottom = self._legend(foot)
        parts.append(legend)
        return document(self.width, round(bottom + _MARGIN), figure.title, parts, scheme)

    def _rest(self) -> Iterator[str]:
        if self.day < 1.6:
            return
        for first, last in rest_days(self.figure.start, self.figure.end):
            x = self._x(first)
            rect = Rect(x, self.top, self._x(last + DAY) - x, self.bottom - self.top)
            yield rectangle(rect, fill=REST, class_="rest")

    def _months_head(self) -> Iterator[str]:
        y = self.top - (20 if self._ticked else 6)
        every = next(k for k in (1, 3, 6, 12, 1200) if k * 30 * self.day >= 24)
        for index, (first, last) in enumerate(self.months):
            x, right = self._x(first), self._x(last + DAY)
            high = self.bottom - y
            yield element("path", d=f"M{number(x)} {number(y - 4)}v{number(high + 4)}", stroke=GRID)
            if index == 0 or first.month == 1 or self.wide:
                yield self._year(first, x, right, y)
            if not self.wide and (first.month - 1) % every == 0:
                name = month_name(first.month, self.lang)
                yield self._centred(name, x, right, y)
            if self._ticked:
                yield from self._xun(first, last)
        yield element(
            "path", d=f"M{number(self.right)} {number(y - 4)}V{number(self.bottom)}", stroke=GRID
        )

    def _year(self, first: dt.date, x: float, right: float, y: float) -> str:
        if not self.wide:
            return words([Word(x + 3, y - 17, f"{first.year}", SMALL + 0.5, INK, bold=True)])
        month = month_name(first.month, self.lang)
        text = f"{first.year}年{month}" if self.lang == "zh" else f"{month} {first.year}"
        return self._centred(text, x, right, y)

    def _centred(self, text: str, x: float, right: float, y: float, size: float = 11.5) -> str:
        wide = width(text, size)
        if wide > right - x:
            return ""
        return words([Word((x + right - wide) / 2, y, text, size, MUTED)])

    def _xun(self, first: dt.date, last: dt.date) -> Iterator[str]:
        for index, day in enumerate((1, 11, 21), start=1):
            start = first.replace(day=day)
            end = first.replace(day=day + 9) if day < 21 else month_end(first)
            if start >= first and end <= last:
                text = Notice(f"draw.xun.{index}").text(self.lang)
                x, right = self._x(start), self._x(end + DAY)
                yield self._centred(text, x, right, self.top - 5, SMALL - 0.5)

    # --- rows

    def _row(self, index: int, row: TimelineRow) -> str:
        y, below, middle = self.ys[index], self.ys[index + 1], self.middles[row.key]
        parts = [
            tip([row.title, *row.tips]),
            element(
                "path", d=f"M{number(_MARGIN)} {number(below)}H{number(self.right)}", stroke=GRID
            ),
            words(self.labels[index], _MARGIN, y),
        ]
        parts.extend(self._bars(row, middle))
        if row.note:
            ink = LOOKS["late"].stroke if row.late else MUTED
            x = self._note_x(row)
            at = middle + (10 if row.actual else 4)
            parts.append(words([Word(x, at, row.note, SMALL, ink, bold=row.late, kind="note")]))
        return group(parts, class_="row", data_key=row.key)

    def _note_x(self, row: TimelineRow) -> float:
        bars: Sequence[PlanBar | ActualBar] = row.actual if row.late else (*row.plan, *row.actual)
        return self._x(max((bar.end for bar in bars), default=self.figure.start) + DAY) + 5

    def _note_end(self, row: TimelineRow) -> float:
        return self._note_x(row) + width(row.note, SMALL) * 1.04 if row.note else 0.0

    def _bars(self, row: TimelineRow, middle: float) -> Iterator[str]:
        above = middle - (HIGH + 0.5 if self.figure.run else HIGH / 2)
        for bar in row.planned:
            end = self._x(bar.end + DAY) - (1.0 if len(row.plan) > 1 else 0.0)
            yield from plan_bar(
                bar, _across(self._x(bar.start), end, above, HIGH), strong=row.strong
            )
        for spare in row.spare:
            place = _across(self._x(spare.start), self._x(spare.end + DAY), above, HIGH)
            yield spare_line(place, critical=spare.critical)
        for actual in row.actual:
            for start, last, kind in actual_pieces(actual):
                place = _across(self._x(start), self._x(last + DAY), middle + 2, _WORK)
                yield rectangle(place, rx=2, **ACTUAL[kind])

    def _today(self) -> Iterator[str]:
        today = self.figure.today
        if today is None:
            return
        x = self._x(today) + self.day / 2
        way = f"M{number(x)} {number(self.top)}V{number(self.bottom + 6)}"
        yield element(
            "path", d=way, stroke=TODAY, stroke_width=1.4, stroke_dasharray="4 3", class_="today"
        )
        text = Notice("draw.today", {"day": day_text(today, self.lang, today.year)}).text(self.lang)
        wide = width(text, 11.5)
        left = min(max(x - wide / 2, _MARGIN), self.width - _MARGIN - wide)
        yield words([Word(left, self.bottom + 20, text, 11.5, TODAY, kind="date")])

    # --- legend

    def _legend(self, y: float) -> tuple[str, float]:
        parts, x = [], _MARGIN
        for name in self._shown():
            text = Notice(f"draw.key.{name}").text(self.lang)
            wide = 34 + width(text, SMALL) + 20
            if x > _MARGIN and x + wide > self.width - _MARGIN:
                x, y = _MARGIN, y + 22
            parts.append(sample(name, Rect(x, y - 9, 26, HIGH)))
            parts.append(words([Word(x + 32, y, text, SMALL, MUTED)]))
            x += wide
        return group(parts, class_="legend"), y

    def _shown(self) -> Iterator[str]:
        plans = [bar for row in self.figure.rows for bar in row.planned]
        actuals = [bar for row in self.figure.rows for bar in row.actual]
        drawn = {work for bar in actuals for _start, _end, work in actual_pieces(bar)}
        yield "plan"
        found = {
            "inherited": any(bar.kind == "shared" for bar in plans),
            "until": any(bar.kind == "until" for bar in plans),
            "unknown": any(bar.kind == "unknown" for bar in plans),
            "soft": any(bar.soft_end or bar.soft_start for bar in plans if bar.kind == "own"),
            "spare": any(row.spare for row in self.figure.rows),
            "critical": any(each.critical for row in self.figure.rows for each in row.spare),
            **{name: work in drawn for name, work in WORKS.items()},
            "rest": self.day >= 1.6 and bool(rest_days(self.figure.start, self.figure.end)),
        }
        yield from (name for name, there in found.items() if there)


def _across(x: float, right: float, y: float, high: float) -> Rect:
    """Return a bar that is wide enough to be seen."""
    return Rect(x, y, max(right - x, 3.0), high)
