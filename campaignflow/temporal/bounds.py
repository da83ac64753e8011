"""What a plan, or a run of it, says about time, as a network of starts and finishes.

Every instance has two points, its start and its finish. Windows, edges, containers, durations,
rules about days and forbidden shortening become bounds between them; each bound remembers the
sentence of the plan that it stands for. What has happened in a run is fixed and bound by nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Literal, NamedTuple

from campaignflow.calendar import Precision, Resolution
from campaignflow.events import NOTHING
from campaignflow.graph import conjuncts, place
from campaignflow.guards.leaves import Published, Reached, Since
from campaignflow.messages import Notice
from campaignflow.model.campaign import Campaign
from campaignflow.model.nodes import CAMPAIGN
from campaignflow.model.people import Need
from campaignflow.model.time import Elastic, Force, Takes, Window
from campaignflow.state import Instance, NodeInfo, State, initial, instance_key
from campaignflow.state.compiled import EdgeInfo, RuleInfo
from campaignflow.state.order import sources
from campaignflow.state.state import OPEN
from campaignflow.temporal.axis import UNIT, Axis, lasting
from campaignflow.temporal.network import Network

Kind = Literal["life", "part", "window", "lag", "takes", "edge", "rule", "fact"]


class Bound(NamedTuple):
    """Hold one bound in the plan's own words.

    Attributes:
        kind: Where it comes from.
        code: Code of its sentence.
        params: Values of its sentence.
        place: Path to the element that says so.
        firm: Whether the plan binds by it in every case; otherwise it ought to hold, holds in some
            cases only, or is an estimate.
        until: Whether it says by when, not from when on.
    """

    kind: Kind
    code: str
    params: Mapping[str, object]
    place: str
    firm: bool = True
    until: bool = False

    @property
    def notice(self) -> Notice:
        """The sentence."""
        return Notice(self.code, self.params)


def planned_state(campaign: Campaign) -> State:
    """Return the state of a run that has not begun, with one instance for each multiplied node."""
    state = initial(campaign, "plan")
    for info in state.blueprint.nodes.values():
        if info.each is not None:
            labels = info.occurrences or (None,)
            found = {instance_key(info.key, label): label for label in labels}
            state.put(state.members, info.key, tuple(found))
            for key, label in found.items():
                state.put(state.extra, key, Instance(info, label, None))
    return state


class Bounds:
    """Hold the network of a plan or run.

    Attributes:
        state: The plan, as a state.
        axis: How days are counted.
        lengths: Name of an instance -> days that it is estimated to take.
        network: Points and bounds; point 0 is the day zero of the axis.
        bounds: What each bound of the network stands for, by its number.
        start: Name of an instance -> the point of its start.
        finish: Name of an instance -> the point of its finish.
        left_out: What is said and cannot be expressed by bounds.
    """

    def __init__(
        self,
        state: State,
        axis: Axis,
        today: dt.date | None = None,
        lengths: Mapping[str, int] = NOTHING,
    ) -> None:
        self.state = state
        self.axis = axis
        self.lengths = lengths
        self.network = Network(1)
        self.bounds: list[Bound] = []
        self.start: dict[str, int] = {}
        self.finish: dict[str, int] = {}
        self.left_out: list[Notice] = []
        self._fixed: set[int] = set()
        self._places = {key: place(state.blueprint.campaign, key) for key in state.blueprint.nodes}
        self._sure = _sure(state)
        self._anchors: dict[str, int] = {}
        self._instances = list(state.all_instances())
        for instance in self._instances:
            self.start[instance.key] = self.network.add()
            self.finish[instance.key] = self.network.add()
        if today is not None:
            for instance in self._instances:
                self._facts(instance, today)
        for instance in self._instances:
            if state.node(instance.key).state != "released":
                self._instance(instance)
        for info in state.blueprint.nodes.values():
            self._joins(info)

    # --- adding

    def _least(self, earlier: int, later: int, gap: int, said: Bound) -> None:
        """Add the bound that ``later`` comes ``gap`` after ``earlier`` at least."""
        if later not in self._fixed:
            self.network.at_least(earlier, later, gap)
            self.bounds.append(said)

    def _most(self, earlier: int, later: int, gap: int, said: Bound) -> None:
        """Add the bound that ``later`` comes ``gap`` after ``earlier`` at most."""
        if later not in self._fixed:
            self.network.at_most(earlier, later, gap)
            self.bounds.append(said._replace(until=True))

    def _fix(self, point: int, at: int, said: Bound) -> None:
        self._least(0, point, at, said)
        self._most(0, point, at, said)
        self._fixed.add(point)

    def _place(self, key: str) -> str:
        instance = self.state.instance(key)
        return self._places.get(instance.info.key, "campaign") if instance else "campaign"

    def _title(self, key: str) -> str:
        instance = self.state.instance(key)
        if instance is None or instance.info.life == "campaign":
            return self.state.blueprint.campaign.title
        named = (part for part in (instance.occurrence, instance.member) if part is not None)
        return " ".join((instance.info.title, *named))

    # --- what has happened

    def _facts(self, instance: Instance, today: dt.date) -> None:
        node, axis, key = self.state.node(instance.key), self.axis, instance.key
        opened, settled = self._day(node.opened_at), self._day(node.settled_at)
        where, params = self._place(key), {"title": self._title(key)}
        if opened is not None:
            said = Bound("fact", "time.started", {**params, "day": str(opened)}, where)
            self._fix(self.start[key], axis.morning(opened), said)
        if settled is not None:
            said = Bound("fact", "time.finished", {**params, "day": str(settled)}, where)
            self._fix(self.finish[key], axis.evening(settled), said)
        elif node.state in OPEN:
            said = Bound("fact", "time.not_yet_over", params, where)
            self._least(0, self.finish[key], axis.morning(today), said)
        elif node.state == "planned":
            said = Bound("fact", "time.not_yet", params, where)
            self._least(0, self.start[key], axis.morning(today), said)

    def _day(self, at: int | None) -> dt.date | None:
        return None if at is None else dt.date.fromordinal(self.state.day(at))

    # --- one instance

    def _instance(self, instance: Instance) -> None:
        key, info = instance.key, instance.info
        self._life(instance, getattr(info.node, "takes", None))
        if info.life != "campaign":
            self._containers(instance)
        window = self.state.own_window(instance)
        if window is not None:
            self._window(instance, window)
        for rule in info.entry:
            self._rule(rule, instance, self.start[key])
        for rule in info.exit:
            self._rule(rule, instance, self.finish[key])
        if info.serial and instance.occurrence in info.occurrences[1:]:
            self._serial(instance)

    def _life(self, instance: Instance, takes: Takes | None) -> None:
        key = instance.key
        start, finish, title, where = (
            self.start[key],
            self.finish[key],
            self._title(key),
            self._place(key),
        )
        least, most = (takes.least, takes.most) if takes else (0, None)
        least = max(least, self.lengths.get(key, 0))
        said = Bound("life", "time.life", {"title": title}, where)
        if least:
            params = {"title": title, "days": least}
            said = Bound("takes", "time.takes_least", params, f"{where}.takes", firm=False)
        self._least(start, finish, lasting(least) if least else 0, said)
        if most is not None:
            params = {"title": title, "days": most}
            said = Bound("takes", "time.takes_most", params, f"{where}.takes", firm=False)
            self._most(start, finish, lasting(max(most, 1)), said)

    def _containers(self, instance: Instance) -> None:
        state, info, key = self.state, instance.info, instance.key
        opener = info.opener.key if info.opener else None
        for above in (opener, info.ender):
            for other in state.related(instance, state.info(above)) if above else ():
                params = {"title": self._title(key), "above": self._title(other)}
                kind: Kind = "part" if above == info.container else "edge"
                sure = self._sure[info.key]
                said = Bound(kind, "time.part_start", params, self._place(key), sure)
                if above == opener:
                    self._least(self.start[other], self.start[key], 0, said)
                if above == info.ender:
                    said = said._replace(code="time.part_finish")
                    self._least(self.finish[key], self.finish[other], 0, said)

    def _serial(self, instance: Instance) -> None:
        info = instance.info
        index = info.occurrences.index(instance.occurrence or "")
        before = instance_key(info.key, info.occurrences[index - 1], instance.member)
        if before in self.finish:
            params = {"title": self._title(instance.key), "source": self._title(before)}
            said = Bound("edge", "time.serial", params, self._place(before), self._sure[info.key])
            self._least(self.finish[before], self.start[instance.key], 0, said)

    # --- planned days

    def _window(self, instance: Instance, window: Resolution) -> None:
        key, info, axis = instance.key, instance.info, self.axis
        stated: Window | None = getattr(info.node, "window", None)
        where = f"{self._place(key)}.window"
        if key not in self.state.windows and stated is not None and window.unknown:
            self._relative(instance, stated, where)
        firm = self._sure[info.key] and window.precision is not Precision.AROUND
        said = Bound("window", "time.from", {"title": self._title(key)}, where, firm)
        if window.start is not None:
            self._least(0, self.start[key], axis.morning(window.start), _on(said, window.start))
        if window.end is not None:
            until = _on(said._replace(code="time.until"), window.end)
            if not window.soft_end:
                self._most(0, self.finish[key], axis.evening(window.end), until)
            if self._never_shorter(info):
                said = until._replace(code="time.not_before")
                self._least(0, self.finish[key], axis.morning(window.end), said)

    def _never_shorter(self, info: NodeInfo) -> bool:
        allowed = info.elasticity or self.state.blueprint.campaign.elasticity
        return info.life != "step" and allowed.shorten is Elastic.FORBIDDEN

    def _relative(self, instance: Instance, window: Window, where: str) -> None:
        """Add the bounds of a window that hangs on a node or on an anchor without a day."""
        key, params = instance.key, {"title": self._title(instance.key)}
        if window.node is not None:
            for other in self.state.related(instance, self.state.info(window.node.key)):
                named = {**params, "source": self._title(other), "days": window.within}
                said = Bound("lag", "time.after", named, where, firm=False)
                self._least(self.finish[other], self.start[key], 0, said)
                if window.within is not None:
                    gap = lasting(self.axis.spanned(window.within + 1)[1])
                    said = said._replace(code="time.within")
                    self._most(self.finish[other], self.finish[key], gap, said)
        elif window.anchor is not None and window.before is not None and window.after is not None:
            anchor = self._anchor(window.anchor.key)
            named = {**params, "anchor": window.anchor.title}
            said = Bound("lag", "time.about", named, where, self._sure[instance.info.key])
            self._most(self.start[key], anchor, UNIT * self.axis.spanned(window.before)[1], said)
            gap = lasting(self.axis.spanned(window.after + 1)[1])
            self._most(anchor, self.finish[key], gap, said)

    def _anchor(self, key: str) -> int:
        """Return the point of an anchor that has no day yet."""
        if key not in self._anchors:
            self._anchors[key] = self.network.add()
        return self._anchors[key]

    # --- rules and edges

    def _rule(self, rule: RuleInfo, instance: Instance, point: int) -> None:
        firm = rule.rule.force is Force.MUST and self._sure[instance.info.key]
        params = {"title": self._title(instance.key)}
        said = Bound("rule", "time.reached", params, f"rules.{rule.key}", firm)
        for leaf in conjuncts(rule.guard):
            if isinstance(leaf, Reached):
                for other in self.state.related(instance, self.state.info(leaf.node.key)):
                    named = {**params, "source": self._title(other)}
                    self._least(self.finish[other], point, 0, said._replace(params=named))
            elif isinstance(leaf, Since) and (day := self._since(leaf)) is not None:
                waits = _on(said._replace(code="time.since"), day)
                self._least(0, point, self.axis.morning(day), waits)
            elif isinstance(leaf, Published):
                days = {"title": params["title"], "days": leaf.days}
                posted = Bound("rule", "time.posted", days, said.place, firm=False)
                start = self.start[instance.key]
                if point != start:
                    self._least(start, point, UNIT * self.axis.spanned(leaf.days)[0], posted)

    def _since(self, leaf: Since) -> dt.date | None:
        day = leaf.day if isinstance(leaf.day, dt.date) else self.state.anchor(leaf.day.key)
        return None if day is None else day + dt.timedelta(days=leaf.days)

    def _joins(self, info: NodeInfo) -> None:
        """Add the edges into a node; those of a join that asks for fewer cannot be expressed."""
        waits = info.join if isinstance(info.join, int) else 1 if info.join == "any" else None
        incoming = info.incoming
        if waits is not None and waits < len(incoming):
            self.left_out.append(Notice("time.join", {"title": info.title}))
            incoming = []
        for edge in (*incoming, *info.finish_in):
            for key in self.state.instances_of(info.key):
                instance = self.state.instance(key)
                if instance is not None and self.state.node(key).state != "released":
                    self._edge(edge, instance)

    def _edge(self, edge: EdgeInfo, instance: Instance) -> None:
        firm = edge.force is Force.MUST and edge.guard is None
        firm = firm and self._sure[edge.source.key] and self._sure[edge.target.key]
        later = (self.finish if edge.kind == "together" else self.start)[instance.key]
        earlier = self.start if edge.kind == "with" else self.finish
        for source in sources(self.state, instance, edge):
            if self.state.node(source).released_as is None:
                params = {"title": self._title(instance.key), "source": self._title(source)}
                said = Bound("edge", f"time.{edge.kind}", params, f"edges.{edge.key}", firm)
                self._least(earlier[source], later, 0, said)


def _on(said: Bound, day: dt.date) -> Bound:
    """Return a bound whose sentence names ``day``."""
    return said._replace(params={**said.params, "day": str(day)})


def _sure(state: State) -> dict[str, bool]:
    """Return for each node whether every run in full carries it out: neither optional nor chosen.

    A node is chosen if each edge into it has a guard, or comes from a node that is chosen.
    """
    nodes = state.blueprint.nodes
    chosen: set[str] = set()
    todo = [key for key, info in nodes.items() if _may_be_skipped(info, chosen)]
    while todo:
        key = todo.pop()
        if key in chosen:
            continue
        chosen.add(key)
        followers = [edge.target.key for edge in nodes[key].outgoing]
        todo += [name for name in followers if _may_be_skipped(nodes[name], chosen)]
        todo += nodes[key].contents
    known = (*nodes, *state.added)
    return {key: key not in chosen or key == CAMPAIGN.key for key in known}


def _may_be_skipped(info: NodeInfo, chosen: set[str]) -> bool:
    if info.need is Need.OPTIONAL:
        return True
    incoming = info.incoming
    return bool(incoming) and all(e.guard is not None or e.source.key in chosen for e in incoming)
