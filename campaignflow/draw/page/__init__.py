"""One page that shows a campaign or the whole course of a run; it needs nothing but itself."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from html import escape
from typing import Any, Final, get_args

import attrs

from campaignflow.draw.bars import ACTUAL
from campaignflow.draw.extract import Reader
from campaignflow.draw.figure import PhaseColumn, PhaseFigure, StepBox, renamed
from campaignflow.draw.layout import lay_out
from campaignflow.draw.markup import sign_shape
from campaignflow.draw.outline import Kind, outline
from campaignflow.draw.page.course import Course, course, one_day
from campaignflow.draw.page.document import Head, filled, safe_json
from campaignflow.draw.svg import scene_svg
from campaignflow.draw.text import clean
from campaignflow.draw.theme import LOOKS, MUTED, PLAN_STRONG, SMALL
from campaignflow.draw.timeline import Timeline
from campaignflow.draw.timeline_figure import timeline_figure
from campaignflow.events import Event
from campaignflow.messages import Lang, Notice
from campaignflow.model.campaign import Campaign
from campaignflow.model.nodes import CAMPAIGN
from campaignflow.sealing import opened
from campaignflow.state import State

_NOW: Final = ("what", "who", "why")
_SECTIONS: Final = ("people", "ledgers", "duties", "deviations")
_WORDS: Final = (
    "after", "before", "choose", "fit", "keys", "known", "larger", "phases", "play", "reasons",
    "replay", "smaller", "timeline",
)  # fmt: skip
_BARS: Final[Mapping[str, Mapping[str, object]]] = {
    **ACTUAL,
    "moved": {"fill": PLAN_STRONG, "class_": "actual moved"},
}


def page(
    campaign: Campaign,
    events: Sequence[Event],
    day: dt.date | None,
    lang: Lang,
    run: str,
    names: Callable[[str], str],
) -> str:
    """Return the page; see :func:`campaignflow.draw.html`."""
    if not events:
        return _Page(campaign, None, lang).text(0)
    told = course(campaign, run, events, day, lang, names)
    shown = len(told.dates) if day is None else bisect_right(told.dates, day)
    return _Page(campaign, told, lang).text(max(0, shown - 1))


def day_page(
    campaign: Campaign,
    state: State,
    day: dt.date,
    events: Sequence[Event],
    lang: Lang,
    trail: Sequence[tuple[str, str]],
    names: Callable[[str], str],
) -> str:
    """Return the page of one day; see :func:`campaignflow.draw.day_html`."""
    return _Page(campaign, one_day(state, day, events, lang, names), lang).text(0, trail)


class _Page:
    def __init__(self, campaign: Campaign, told: Course | None, lang: Lang) -> None:
        self.campaign, self.told, self.lang = campaign, told, lang
        state: State | None = told.state if told else None
        last = told.dates[-1] if told else None
        self.plan = Reader(campaign, state, last, lang, ())
        note = clean(campaign.window.text)
        closed = partial(opened, texts=(), lang=lang)  # what the plan says; the days open theirs
        self.figure: PhaseFigure = attrs.evolve(renamed(self.plan.figure(), closed), note=note)
        times = attrs.evolve(renamed(timeline_figure(self.plan), closed), note=note, today=None)
        if told:
            start, end = min(times.start, told.dates[0]), max(times.end, told.dates[-1])
            times = attrs.evolve(times, start=start, end=end, today=start, run=True)
        self.timeline = Timeline(times, lang)

    def text(self, shown: int, trail: Sequence[tuple[str, str]] = ()) -> str:
        """Return the page with its slider on the day of this number."""
        words = {f"say_{word}": self._say(f"draw.page.{word}") for word in _WORDS}
        words |= {f"say_{name}": self._say(f"draw.now.{name}") for name in _NOW}
        words |= {f"say_{name}": self._say(f"report.section.{name}") for name in _SECTIONS}
        return filled(
            "page",
            self.lang,
            Head(self.figure.title, self.figure.note, trail),
            **words,
            course="" if self.told else "hidden",
            last=len(self.told.days) - 1 if self.told else 0,
            shown=shown,
            phases=scene_svg(lay_out(self._ready(), self.lang)),
            timeline=self.timeline.document(),
            data=safe_json(self._data()),
        )

    def _say(self, code: str) -> str:
        return escape(Notice(code).text(self.lang))

    # --- the drawings, with room for what each day puts in

    def _ready(self) -> PhaseFigure:
        """Return the phase graph with room for what each day says in the boxes."""
        if self.told is None:
            return self.figure
        columns = (
            PhaseColumn(self._box(column.head), tuple(map(self._box, column.steps)), column.track)
            for column in self.figure.columns
        )
        threads = tuple(map(self._box, self.figure.threads))
        return attrs.evolve(
            self.figure, columns=tuple(columns), threads=threads, today=0.0, replayed=True
        )

    def _box(self, box: StepBox) -> StepBox:
        widest = self.told.widest if self.told else {}
        return attrs.evolve(
            box,
            tone="planned",
            now=widest.get(box.key) or " ",
            badges=tuple(badge for badge in box.badges if badge.tone == "note"),
            tips=(),
            parts=tuple(map(self._box, box.parts)),
        )

    # --- what the script reads

    def _data(self) -> dict[str, Any]:
        told, ledgers = self.told, self.plan.blueprint.ledgers
        item, at = (Notice(f"draw.page.{word}").text(self.lang) for word in ("item", "state"))
        return {
            "dates": [day.isoformat() for day in told.dates] if told else (),
            "days": told.days if told else (),
            "texts": told.texts if told else (),
            "nodes": dict(map(self._node, self._boxes())),
            "ledgers": {
                key: [item, *(clean(field.title) for field in ledger.fields), at]
                for key, ledger in ledgers.items()
            },
            "outlines": {
                kind: {tone: _attributes(outline(kind, tone)) for tone in LOOKS}
                for kind in get_args(Kind)
            },
            "signs": {
                tone: [look.stroke, sign_shape(tone, look.stroke)]
                for tone, look in LOOKS.items()
                if tone != "plain"
            },
            **self._scale(),
        }

    def _boxes(self) -> list[StepBox]:
        return [*(column.head for column in self.figure.columns), *self.figure.boxes()]

    def _node(self, box: StepBox) -> tuple[str, dict[str, Any]]:
        """Return what the plan says of a node."""
        lines = (*box.dates, *(clause.text for clause in box.clauses), *box.tips)
        said = dict.fromkeys(line for line in lines if line and line != box.state)
        return box.key, {"title": box.title, "lines": list(said)}

    def _scale(self) -> dict[str, Any]:
        """Return where days and rows lie on the timeline, and how its bars look."""
        drawing, figure = self.timeline, self.timeline.figure
        whole = self.plan.blueprint.planned.windows[CAMPAIGN.key]
        notes = ((MUTED, 400), (LOOKS["late"].stroke, 600))
        return {
            "scale": {
                "start": figure.start.isoformat(),
                "left": round(drawing.left, 1),
                "day": round(drawing.day, 4),
                "top": drawing.top,
                "bottom": drawing.bottom + 6,
                "middles": drawing.middles,
            },
            "whole": [f"{whole.start or figure.start}", f"{whole.end or figure.end}"],
            "bars": {kind: _attributes(style) for kind, style in _BARS.items()},
            "note": [
                {"fill": ink, "font-size": SMALL, "font-weight": weight, "class": "note"}
                for ink, weight in notes
            ],
        }


def _attributes(style: Mapping[str, object]) -> dict[str, object]:
    return {name.rstrip("_").replace("_", "-"): value for name, value in style.items()}
