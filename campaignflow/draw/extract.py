"""Make the figure of a phase graph out of a campaign and, where given, a run and a day."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property

import attrs

from campaignflow.calendar import Resolution
from campaignflow.draw.condition import conditions
from campaignflow.draw.dates import day_text, period_text
from campaignflow.draw.figure import Arrow, Badge, Now, PhaseColumn, PhaseFigure, StepBox
from campaignflow.draw.sayings import Sayings
from campaignflow.draw.standing import Standing, beads, standing
from campaignflow.draw.text import clean
from campaignflow.draw.waiting import now, ready
from campaignflow.messages import Lang, Notice
from campaignflow.model.campaign import Campaign
from campaignflow.model.nodes import CAMPAIGN, Edge, Node, Phase, Root, Step
from campaignflow.model.people import Need, Tier
from campaignflow.model.time import Force
from campaignflow.report import Blocked, blocked, overdue_items
from campaignflow.report.rows import NodeRow, rows
from campaignflow.state import State, blueprint


def phase_figure(
    campaign: Campaign,
    state: State | None = None,
    day: dt.date | None = None,
    lang: Lang = "zh",
) -> PhaseFigure:
    """Return the figure of ``campaign``.

    Args:
        campaign: The definition.
        state: Where a run of it stands; only the plan is shown where left out.
        day: Today, as the figure sees it; the day of the run's last event where left out.
        lang: Language of what the definition does not say itself.
    """
    return Reader(campaign, state, day, lang).figure()


def last_day(state: State | None) -> dt.date | None:
    """Return the local day on which the run last moved; None without a run or an event."""
    if state is None or state.version == 0:
        return None
    return dt.date.fromordinal(state.day(state.head["recorded_at"]))


class Reader:
    """Read one campaign for a drawing; see :func:`phase_figure` for the arguments.

    Args:
        found: The rows of that state and day; worked out where left out. Without any row only the
            plan is seen, with the work that the run has added to it.
        held: What those rows wait for; worked out where left out.

    Attributes:
        steps: Steps of the definition, then those added in the run.
        found: One row an instance; empty without a run.
        rows: Node key -> those of its instances.
        told: Whether a run is seen, not the plan alone.
        moved: Node instance -> window that the run has given it.
        parts: Node key -> steps that are part of it, in order.
    """

    def __init__(
        self,
        campaign: Campaign,
        state: State | None,
        day: dt.date | None,
        lang: Lang,
        found: Sequence[NodeRow] | None = None,
        held: Sequence[Blocked] | None = None,
    ) -> None:
        self.said = Sayings(self)
        self._stands: dict[str, Standing] = {}
        self.campaign = campaign
        self.state = state
        self.day = day or last_day(state)
        self.lang = lang
        self.blueprint = blueprint(campaign)
        self.year = self.blueprint.planned.year
        added = state.added.values() if state else ()
        extra = [info.node for info in added if isinstance(info.node, Step)]
        self.steps = (*campaign.steps, *extra)
        if found is None:
            found = () if state is None or self.day is None else rows(state, self.day)
        self.found = found
        self._held = held
        self.rows: dict[str, list[NodeRow]] = defaultdict(list)
        for row in found:
            self.rows[row.node].append(row)
        self.told = bool(found)
        self.moved = state.windows if state and self.told else {}
        self.parts: dict[str, list[Step]] = defaultdict(list)
        for step in self.steps:
            self.parts[step.part_of.key if step.part_of else CAMPAIGN.key].append(step)

    def say(self, code: str, **params: object) -> str:
        """Return a text of the drawing room."""
        return clean(Notice(f"draw.{code}", params).text(self.lang))

    # --- the whole

    def figure(self) -> PhaseFigure:
        """Return the figure of the whole campaign."""
        campaign, whole = self.campaign, self.blueprint.planned.windows[CAMPAIGN.key]
        note = clean(campaign.window.text)
        if self.lang == "en" and whole.start and whole.end:
            note = period_text(whole.start, whole.end, self.lang)
        if self.day is not None:
            note = f"{note} · {self.say('as_of', day=day_text(self.day, self.lang))}"
        if self.state is not None and self.state.head.get("title") != self.state.head.get("unit"):
            note = f"{clean(self.state.head['title'])} · {note}"
        return PhaseFigure(
            title=clean(campaign.title),
            note=note,
            root=attrs.evolve(self.box(CAMPAIGN), badges=()),
            columns=tuple(map(self._column, campaign.phases)),
            threads=tuple(map(self.box, self.parts[CAMPAIGN.key])),
            arrows=tuple(map(self._arrow, campaign.edges)),
            bands=tuple(self._bands()),
            today=self._share(self.day),
            now=self.now,
        )

    @cached_property
    def blocked(self) -> tuple[Blocked, ...]:
        """What is open or next, with what it waits for; empty where no run is seen."""
        if self.state is None or self.day is None or not self.told:
            return ()
        if self._held is not None:
            return tuple(self._held)
        return tuple(blocked(self.state, self.found, self.day))

    @property
    def now(self) -> Now | None:
        """Where the run stands, in a few lines; None where no run is seen."""
        if self.state is None or self.day is None or not self.told:
            return None
        items = len(overdue_items(self.state, self.day))
        return now(self.found, self.blocked, items, self.lang)

    def _column(self, phase: Phase) -> PhaseColumn:
        steps = tuple(map(self.box, self.parts[phase.key]))
        return PhaseColumn(self.box(phase), steps, self._track(phase))

    def _track(self, phase: Phase) -> tuple[float, float] | None:
        nodes: tuple[Node, ...] = (phase, *self._below(phase))
        windows = [self.window(node) for node in nodes]
        own = windows[:1] if windows[0] and windows[0].start and windows[0].end else windows
        days = [day for found in own if found for day in (found.start, found.end) if day]
        start, end = self._share(min(days, default=None)), self._share(max(days, default=None))
        return None if start is None or end is None else (start, end)

    def _below(self, node: Phase | Step) -> Iterator[Step]:
        for part in self.parts[node.key]:
            yield part
            yield from self._below(part)

    def _share(self, day: dt.date | None) -> float | None:
        whole = self.blueprint.planned.windows[CAMPAIGN.key]
        if day is None or whole.start is None or whole.end is None:
            return None
        share = (day - whole.start).days / max(1, (whole.end - whole.start).days)
        return share if 0 <= share <= 1 else None

    def _bands(self) -> Iterator[tuple[int, int]]:
        """Yield the runs of neighbouring phases of which none waits for the one before at all."""
        keys = [phase.key for phase in self.campaign.phases]
        first = 0
        for index in range(1, len(keys) + 1):
            if index == len(keys) or keys[index] in self._after[keys[index - 1]]:
                if index - first > 1:
                    yield first, index - 1
                first = index

    @cached_property
    def _after(self) -> dict[str, set[str]]:
        """Phase key -> phases that wait for its end or start, directly or not."""
        after: dict[str, set[str]] = {phase.key: set() for phase in self.campaign.phases}
        waits = [e for e in self.campaign.edges if e.kind in ("after", "with")]
        edges = [e for e in waits if e.source.key in after]
        for _round in after:
            for edge in edges:
                beyond = after.get(edge.target.key, set())
                after[edge.source.key] |= {edge.target.key, *beyond}
        return after

    def _arrow(self, edge: Edge) -> Arrow:
        label = edge.title
        if edge.guard is not None and not edge.title:
            label = self.say("all", parts=conditions(edge.guard))
        if edge.kind in ("with", "together"):
            kind = self.say(edge.kind)
            label = self.say("where", what=label, where=kind) if label else kind
        if edge.limit is not None:
            limit = self.say("up_to", n=edge.limit)
            label = self.say("where", what=label, where=limit) if label else limit
        firm = edge.force is Force.MUST
        return Arrow(edge.key, edge.kind, edge.source.key, edge.target.key, clean(label), firm)

    # --- one node

    def box(self, node: Node) -> StepBox:
        """Return the box of a node with everything in it."""
        stands = self.standing(node)
        own = isinstance(node, Root) or node.repeat is not None
        labels = self.blueprint.planned.occurrences.get(node.key, ()) if own else ()
        multiplied = isinstance(node, Step) and node.each is not None
        return StepBox(
            key=node.key,
            title=clean(node.title),
            dates=tuple(filter(None, (self.planned_text(node), stands.dates))),
            tone=stands.tone,
            state=stands.word,
            clauses=tuple(self.said.clauses(node)),
            badges=(*self._optional(node, stands), *stands.badges),
            stack=multiplied,
            beads=beads(labels, self.rows[node.key]) if labels else (),
            varies=any(self.said.variants(node)),
            parts=tuple(map(self.box, self.parts[node.key])) if isinstance(node, Step) else (),
            tips=tuple(map(clean, self.said.tips(node, stands))),
        )

    def standing(self, node: Node) -> Standing:
        """Return where the node stands; plain where no run is drawn."""
        if node.key not in self._stands:
            self._stands[node.key] = self._standing(node)
        return self._stands[node.key]

    def ground(self, node: Node) -> tuple[object, ...]:
        """Return all of a run that what is shown of the node depends on."""
        below = self._below(node) if isinstance(node, Phase) else ()
        going = [row.is_open for step in below for row in self.rows[step.key]]
        moved, ready = self.moved.get(node.key), self._ready.get(node.key)
        return self.rows[node.key], going, moved, ready

    def _standing(self, node: Node) -> Standing:
        if self.state is None or self.day is None:
            return Standing()
        found = standing(self.rows[node.key], self.lang, self.year)
        found = attrs.evolve(found, badges=tuple(self._badges(node, found)))
        tier = self._tier(node)
        if tier is None or any(row.released_as != "exempt" for row in self.rows[node.key]):
            return found
        return attrs.evolve(found, badges=(Badge(self.say("tier", tier=tier.title)),))

    def _badges(self, node: Node, stands: Standing) -> Iterator[Badge]:
        """Yield what is special; counts only of parts, as conditions tell their own."""
        single = isinstance(node, Step) and not self.parts[node.key]
        single = single and len(self.rows[node.key]) == 1
        yield from (badge for badge in stands.badges if badge.tone != "count" or not single)
        if node.key in self._ready:
            yield Badge(self._ready[node.key])
        if isinstance(node, Phase) and stands.tone in ("done", "released"):
            inside = (row for step in self._below(node) for row in self.rows[step.key])
            if any(row.is_open for row in inside):
                yield Badge(self.say("lasting.inside"))

    @cached_property
    def _ready(self) -> dict[str, str]:
        """Open node of which one can be finished at once -> the word for it."""
        found = ((held.row.node, ready(held)) for held in self.blocked if held.row.is_open)
        return {node: word.text(self.lang) for node, word in found if word is not None}

    @staticmethod
    def _tier(node: Node) -> Tier | None:
        """Return the tier whose units alone carry out the node or what it is part of."""
        while not isinstance(node, Root):
            if node.tier is not None:
                return node.tier
            if node.part_of is None:
                return None
            node = node.part_of
        return None

    def _optional(self, node: Node, stands: Standing) -> Iterator[Badge]:
        if getattr(node, "need", None) is Need.OPTIONAL and stands.tone not in ("done", "released"):
            yield Badge(self.say("optional"))

    def window(self, node: Node) -> Resolution | None:
        """Return the planned window of its own, as moved in the run; None if it has none."""
        moved = self.moved.get(node.key)
        return moved or self.blueprint.planned.windows.get(node.key)

    def planned_text(self, node: Node) -> str:
        """Return the planned time of the node as the plan writes it, or as the run has set it."""
        moved = self.moved.get(node.key)
        if moved is not None and moved.start and moved.end:
            dates = period_text(moved.start, moved.end, self.lang, self.year)
            plan = self.blueprint.planned.windows.get(node.key)
            dated = plan is not None and plan.start is not None and plan.end is not None
            return self.say("moved", dates=dates) if dated else clean(dates)
        texts = []
        window, found = getattr(node, "window", None), self.window(node)
        if window is not None and self.lang == "en" and found and found.start and found.end:
            texts.append(period_text(found.start, found.end, self.lang, self.year))
        elif window is not None and not isinstance(node, Root):
            texts.append(window.text)
        repeat = getattr(node, "repeat", None)
        if repeat is not None and repeat.every is not None:
            texts.append(Notice(f"owing.every.{repeat.every.value}").text(self.lang))
        elif repeat is not None:
            texts.append(
                Notice("draw.one_of", {"values": [n for n, _w in repeat.named]}).text(self.lang)
            )
        return clean(" · ".join(texts))
