"""What a page shows on each day of a run: small plain values, each day only where it differs.

A slot is one thing on the page, such as a node or what a person owes. A day maps the slots that
changed to their new values, or to None where they are gone. Texts stand in one list, and values
hold their numbers.

======================  ============================================================
slot                    value
======================  ============================================================
``head``                where the whole stands
``now``                 open phases; of each phase that waits title, what comes later; node,
                        tone, title, lateness, persons and reasons of what it waits for
``n/node``              tone, line in its box, word for its state, tones of occurrences
``b/node``              note on the timeline, whether it warns, bars: first day, last
                        day (None: until today), first late day, whether done;
                        planned days where the run has moved them
``i/instance``          node, label, state with dates, lines of reasons
``l/ledger``            title, items in all, items a state
``t/ledger/item``       whether it is late, whether it is settled, cells of its row
``p/person``            what they owe: node, text, last day
``u/rule``              lines of a duty over the whole campaign
``v/number``            a deviation
======================  ============================================================
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import Any, Final

import attrs

from campaignflow.draw.extract import Reader
from campaignflow.draw.figure import Stretch
from campaignflow.draw.standing import beads
from campaignflow.draw.text import clean, width
from campaignflow.draw.theme import SMALL
from campaignflow.draw.timeline_figure import ActualBar, TimelineRow, timeline_rows
from campaignflow.draw.waiting import now
from campaignflow.events import Event
from campaignflow.history import daily
from campaignflow.messages import Lang, Notice
from campaignflow.model.campaign import Campaign
from campaignflow.model.nodes import Phase, Step
from campaignflow.report import Blocked, Debt, NodeRow, Status, status
from campaignflow.report.deviations import deviations
from campaignflow.report.ledgers import LedgerCount
from campaignflow.state import State

Slots = dict[str, Any]
_DOT: Final = " · "


class Texts:
    """Number texts, each once, as ``names`` gives them."""

    def __init__(self, names: Callable[[str], str]) -> None:
        self._names = names
        self._numbers: dict[str, int] = {}
        self._known: dict[str, int] = {}

    def __call__(self, text: str) -> int:
        """Return the number of a text, cleaned; only the spaces before it stay."""
        if text not in self._known:
            indent = text[: len(text) - len(text.lstrip(" "))]
            shown = indent + clean(self._names(text))
            number = self._numbers.setdefault(shown, len(self._numbers))
            self._known[text] = number
        return self._known[text]

    def listed(self) -> list[str]:
        """Return every text in the order of the numbers."""
        return list(self._numbers)


class Kept:
    """Keep what was told of each slot, to tell it again as long as its ground is the same."""

    def __init__(self) -> None:
        self._told: dict[str, tuple[object, Any]] = {}

    def __call__(self, slot: str, ground: object, tell: Callable[[], Any]) -> Any:
        """Return what ``tell`` returns, or did when the ground of the slot was last as it is."""
        before = self._told.get(slot)
        if before is None or before[0] != ground:
            before = self._told[slot] = ground, tell()
        return before[1]


@attrs.frozen
class Course:
    """Hold a run day by day.

    Attributes:
        dates: The days shown.
        days: One a day: slot -> value, where it differs from the day before.
        texts: The texts that values hold the numbers of.
        widest: Node key -> the widest line that will stand in its box.
        state: The state on the last day.
    """

    dates: tuple[dt.date, ...]
    days: tuple[Slots, ...]
    texts: list[str]
    widest: dict[str, str]
    state: State


def course(
    campaign: Campaign,
    run: str,
    events: Sequence[Event],
    later: dt.date | None,
    lang: Lang,
    names: Callable[[str], str],
) -> Course:
    """Return the course of a run of at least one event.

    Args:
        campaign: The definition.
        run: Name of the run.
        events: Its events, in order.
        later: One more day, if it lies after that on which the last event was learnt.
        lang: Language of all texts.
        names: Puts names into a text.
    """
    deviated = deviations(campaign, run, events)

    def told() -> Iterator[tuple[Status, State]]:
        for day, learnt, state in daily(campaign, run, events, later):
            known = sum(event.kind == "deviated" for event in events[:learnt])
            yield attrs.evolve(status(state, day), deviations=deviated[:known]), state

    return _course(told(), lang, names)


def one_day(
    state: State,
    day: dt.date,
    events: Sequence[Event],
    lang: Lang,
    names: Callable[[str], str],
) -> Course:
    """Return the course of a run on one day alone, with the deviations among ``events``."""
    return _course([(status(state, day, events), state)], lang, names)


def _course(
    told: Iterable[tuple[Status, State]], lang: Lang, names: Callable[[str], str]
) -> Course:
    texts, kept, widest = Texts(names), Kept(), dict[str, str]()
    before: Slots = {}
    dates: list[dt.date] = []
    days: list[Slots] = []
    for found, state in told:
        dates.append(found.day)
        seen = _Day(texts, kept, found, state, lang)
        here = dict(seen.slots())
        gone = dict.fromkeys(before.keys() - here.keys())
        days.append({**gone, **{k: v for k, v in here.items() if before.get(k) != v}})
        before = here
        for key, line in seen.lines.items():
            if width(line, SMALL) > width(widest.get(key, ""), SMALL):
                widest[key] = line
    return Course(tuple(dates), tuple(days), texts.listed(), widest, state)


class _Day:
    """Tell one day in slots."""

    def __init__(self, texts: Texts, kept: Kept, told: Status, state: State, lang: Lang) -> None:
        self.texts, self.kept, self.told, self.state, self.lang = texts, kept, told, state, lang
        self.reader = Reader(
            state.blueprint.campaign, state, told.day, lang, told.rows, told.blocked
        )
        self.lines: dict[str, str] = {}

    def say(self, notice: Notice) -> int:
        """Return the number of a notice's text."""
        return self.texts(notice.text(self.lang))

    def slots(self) -> Iterator[tuple[str, Any]]:
        """Yield every slot of the day with its value."""
        yield "head", self.say(self.told.head)
        stands = self.told.rows, self.told.blocked, self.told.late_items
        yield "now", self.kept("now", stands, self._now)
        nodes: list[Phase | Step] = [*self.reader.campaign.phases, *self.reader.steps]
        for node in nodes:
            slot, ground = f"n/{node.key}", self.reader.ground(node)
            shown, self.lines[node.key] = self.kept(slot, ground, partial(self._node, node))
            yield slot, shown
        for row in timeline_rows(self.reader):
            yield f"b/{row.key}", self._bars(row)
        holds = {blocked.row.key: blocked for blocked in self.told.blocked}
        for found in self.told.rows[1:]:
            slot, held = f"i/{found.key}", holds.get(found.key)
            yield slot, self.kept(slot, (found, held), partial(self._instance, found, held))
        for ledger in self.told.ledgers:
            yield from self._ledger(ledger)
        for person, debts in self.told.people.items():
            slot = f"p/{person}"
            yield slot, self.kept(slot, debts, partial(self._debts, debts))
        for duty in self.told.duties:
            lines = [duty.title] if duty.title else []
            yield f"u/{duty.rule}", [*map(self.texts, (*lines, *duty.explanation.lines(self.lang)))]
        for index, deviation in enumerate(self.told.deviations):
            parts = (f"{deviation.day}", deviation.title, deviation.notice.text(self.lang))
            line = _DOT.join((*parts, *([deviation.reason] if deviation.reason else [])))
            yield f"v/{index}", self.texts(line)

    def _debts(self, debts: Sequence[Debt]) -> list[Any]:
        return [[d.node, self.say(d.notice), d.due_by and f"{d.due_by}"] for d in debts]

    def _now(self) -> list[Any]:
        found = now(self.told.rows, self.told.blocked, self.told.late_items, self.lang)
        return [self.texts(found.open), [*map(self._stretch, found.stretches)]]

    def _stretch(self, found: Stretch) -> list[Any]:
        waits = [
            [w.key, w.tone, *map(self.texts, (w.title, w.fact, w.who, *w.reasons))]
            for w in found.waits
        ]
        return [*map(self.texts, (found.title, found.rest)), waits]

    def _node(self, node: Phase | Step) -> tuple[list[Any], str]:
        """Return what is shown of a node, and the line that stands in its box."""
        stands = self.reader.standing(node)
        moved = self.reader.planned_text(node) if node.key in self.reader.moved else ""
        badges = (badge.text for badge in stands.badges)
        line = _DOT.join(filter(None, (moved, stands.dates, *badges)))
        labels = self.reader.blueprint.planned.occurrences.get(node.key, ())
        tones = [bead.tone for bead in beads(labels, self.reader.rows[node.key])] if labels else []
        shown = [stands.tone, self.texts(line), self.texts(stands.word), tones]
        return shown, clean(line)

    def _bars(self, row: TimelineRow) -> list[Any]:
        moved = [window for key, window in self.reader.moved.items() if _node_of(key) == row.key]
        planned = [[f"{w.start}", f"{w.end}"] for w in moved if w.start and w.end]
        bars = [self._bar(bar) for bar in row.actual]
        return [self.texts(row.note), int(row.late), bars, planned]

    def _bar(self, bar: ActualBar) -> list[Any]:
        end = None if not bar.done and bar.end == self.told.day else f"{bar.end}"
        start = bar.start and f"{bar.start}"
        return [start, end, bar.late_from and f"{bar.late_from}", int(bar.done)]

    def _instance(self, row: NodeRow, blocked: Blocked | None) -> list[Any]:
        holds = blocked.holds if blocked else ()
        lines = [line for hold in holds for line in hold.lines(self.lang)]
        facts = _DOT.join(notice.text(self.lang) for notice in _facts(row))
        return [row.node, self.texts(row.label), self.texts(facts), [*map(self.texts, lines)]]

    def _ledger(self, count: LedgerCount) -> Iterator[tuple[str, Any]]:
        words = [
            Notice("report.ledger_state", {"state": count.words[name], "n": n})
            for name, n in count.states.items()
        ]
        params = {"title": count.title, "total": count.total, "states": words}
        code = "report.ledger" if words else "report.ledger_none"
        yield f"l/{count.key}", self.say(Notice(code, params))
        fields = self.state.blueprint.ledgers[count.key].fields
        for item, at in self.state.items.get(count.key, {}).items():
            word = count.words[at]
            shown = word.text(self.lang) if isinstance(word, Notice) else word
            values = self.state.item_values[item]
            if item in count.late:
                days = Notice("draw.overdue", {"days": count.late[item]}).text(self.lang)
                shown = f"{shown}{_DOT}{days}"
            cells = [item, *(_cell(values.get(field.key)) for field in fields), shown]
            facts = (int(item in count.late), int(item not in count.unsettled))
            yield f"t/{count.key}/{item}", [*facts, *map(self.texts, cells)]


def _facts(row: NodeRow) -> Iterator[Notice]:
    """Yield what is to be said of an instance beside its reasons."""
    if row.due:
        yield Notice("report.due_open")
    elif row.released_as:
        yield Notice(f"report.release.{row.released_as}")
    else:
        yield Notice(f"report.node.{row.state}")
    if row.due_by and not row.is_settled:
        yield Notice(f"report.due_by{'_soft' if row.soft_end else ''}", {"day": row.due_by})
    if row.late_days:
        yield Notice("report.late", {"days": row.late_days})
    if row.progress and not row.due:
        yield Notice("report.progress", dict(zip(("met", "need"), row.progress, strict=True)))
    if row.questioned:
        yield Notice("report.node.questioned")


def _node_of(key: str) -> str:
    """Return the node of an instance's name."""
    return key.partition("#")[0].partition("@")[0]


def _cell(value: Any) -> str:
    if isinstance(value, list | tuple):
        return " ".join(map(str, value))
    return "" if value is None else str(value)
