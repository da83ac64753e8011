"""The markings of a plan and the commands between them, explored breadth first by the engine.

Of commands whose order cannot matter only one is followed: finishing a step that nothing stands
in, opens with, chooses after or goes back to, and opening a required node that nothing can shut
out; neither where something that may be shut out would open of itself, for then it matters whether
it is shut out before. Whatever can happen without them can happen after them as well.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, Final

import attrs

from campaignflow.commands import Command
from campaignflow.engine import decide
from campaignflow.guards.leaves import Reached
from campaignflow.model.campaign import Campaign
from campaignflow.model.people import Need
from campaignflow.planning.skeleton import HERE, Skeleton
from campaignflow.state import NodeInfo, State, initial
from campaignflow.state.state import ABSENT, OPEN, SETTLED, Write

ACTOR: Final = "lead"
NOW: Final = 0
"""A skeleton knows no time, so that one moment will do."""

Changes = dict[tuple[int, Any], Write]


def begin(campaign: Campaign) -> Command:
    """Return the command that starts a run of a skeleton."""
    roster = [[ACTOR, campaign.lead.key]]
    tier = {"tier": HERE} if campaign.tiers else {}
    return Command("start", args={"unit": "unit", "roster": roster, **tier}, permit="host")


@attrs.define
class Marking:
    """Hold one marking.

    Attributes:
        before: Number of the marking before it on a shortest way; None for the first.
        by: The command that leads here from there.
        concluded: Whether the run is over.
        opened: Keys of the nodes that are open here.
        unsettled: Keys of the nodes that are neither done nor released.
        then: Numbers of the markings that one command leads to; None if nobody has looked.
    """

    before: int | None
    by: Command
    concluded: bool
    opened: frozenset[str]
    unsettled: frozenset[str]
    then: list[int] | None = None


class Markings:
    """Explore a skeleton.

    Attributes:
        found: Every marking, nearest first.
        complete: Whether all were looked at; False if there are more than the limit.
    """

    def __init__(self, plan: Skeleton, limit: int, *, reduced: bool = True) -> None:
        self.plan = plan
        self.state = initial(plan.campaign, "skeleton")
        self.free = _free(self.state) if reduced else frozenset()
        self.found: list[Marking] = []
        self._known: dict[Any, int] = {}
        self._changes: list[Changes] = []
        start = begin(plan.campaign)
        self._reach(None, start, self._decided(start) or {})
        at = 0
        while at < len(self.found) <= limit:
            self._look(at)
            at += 1
        self.complete = at == len(self.found)

    def way(self, number: int) -> tuple[Command, ...]:
        """Return a shortest sequence of commands that leads to a marking, the start included."""
        commands = []
        at: int | None = number
        while at is not None:
            commands.append(self.found[at].by)
            at = self.found[at].before
        return tuple(reversed(commands))

    def _look(self, number: int) -> None:
        changes = self._changes[number]
        before = _written(changes.values())
        try:
            moves = list(self._moves())
            then = [self._reach(number, *move, changes) for move in moves]
        finally:
            _written(before)
        self.found[number].then = then

    def _moves(self) -> Iterator[tuple[Command, Changes]]:
        commands = list(self._commands())
        for command in commands:
            if (command.name, command.subject) in self.free:
                writes = self._decided(command)
                if writes:
                    yield command, writes
                    return
        for command in commands:
            writes = self._decided(command)
            if writes:
                yield command, writes

    def _decided(self, command: Command) -> Changes | None:
        decision = decide(self.plan.campaign, self.state, command, NOW)
        return {(id(write[0]), write[1]): write for write in decision.writes} or None

    def _reach(
        self, before: int | None, by: Command, writes: Changes, changes: Changes | None = None
    ) -> int:
        """Return the number of the marking that the writes lead to, noting it if it is new."""
        taken_back = _written(writes.values())
        key = _marking(self.state), self.plan.chosen(self.state)
        number = self._known.setdefault(key, len(self.found))
        if number == len(self.found):
            nodes = {key: self.state.node(key).state for key in self.state.blueprint.instances}
            self.found.append(
                Marking(
                    before,
                    by,
                    self.state.status == "concluded",
                    frozenset(key for key, state in nodes.items() if state in OPEN),
                    frozenset(key for key, state in nodes.items() if state not in SETTLED),
                )
            )
            self._changes.append({**(changes or {}), **writes})
        _written(taken_back)
        return number

    def _commands(self) -> Iterator[Command]:
        """Yield what could be asked for, what ends things last."""
        state, campaign = self.state, self.plan.campaign
        if state.status != "running":
            return
        for key in state.blueprint.instances:
            node, info = state.node(key), state.blueprint.instances[key].info
            if node.state == "planned" and info.life != "campaign":
                yield self._command("open", key)
            elif node.state == "open" and info.life != "campaign":
                yield self._command("close" if info.life == "phase" else "finish", key)
            if node.questioned:
                yield self._command("confirm", key)
        for edge in campaign.edges:
            if edge.kind == "reopen":
                yield self._command("reopen", edge.target.key, edge=edge.key)
        for name, subject, values in self.plan.turns(state):
            yield self._command(name, subject, **values)
        yield self._command("conclude", "")

    def _command(self, name: str, subject: str, **args: object) -> Command:
        return Command(name, subject, ACTOR, reason="-", args=args)


def _written(writes: Iterable[Write]) -> list[Write]:
    """Write values into their tables; return what takes them back."""
    before = []
    for table, key, value in writes:
        before.append((table, key, table.get(key, ABSENT)))
        if value is ABSENT:
            table.pop(key, None)
        else:
            table[key] = value
    return before[::-1]


def _marking(state: State) -> Any:
    nodes = frozenset((k, n.state, n.questioned, n.released_as) for k, n in state.nodes.items())
    judged = frozenset(state.judged.items())
    return state.status, nodes, judged, _taken(state)


def _taken(state: State) -> frozenset[Any]:
    return frozenset(
        (key, times)
        for key, times in state.reopenings.items()
        if state.blueprint.edges[key[0]].edge.limit is not None
    )


# --- what can be done at once


def _free(state: State) -> frozenset[tuple[str, str]]:
    """Return the commands that may be given as soon as they are granted, whatever comes."""
    harmful = _harmful(state.blueprint.nodes, _visible(state))
    found: set[tuple[str, str]] = set()
    for key, info in state.blueprint.nodes.items():
        if info.life == "campaign" or ("settle", key) in harmful:
            continue
        if info.life == "step" and not info.contents:
            found.add(("finish", key))
        if info.need is not Need.OPTIONAL and not info.entry and ("open", key) not in harmful:
            found.add(("open", key))
    return frozenset(found)


_Happening = tuple[str, str]
"""``"open"`` or ``"settle"``, and the node that it happens to."""


def _harmful(nodes: dict[str, NodeInfo], visible: set[str]) -> set[_Happening]:
    """Return what something can be lost by, at once or by what follows of itself."""
    causes: dict[_Happening, list[_Happening]] = defaultdict(list)
    for info in nodes.values():
        for happening in (("open", info.key), ("settle", info.key)):
            for then in _following(nodes, info, happening[0]):
                causes[then].append(happening)
    todo = [("open", key) for key, info in nodes.items() if _shut_out(info)]
    todo += [("settle", key) for key, info in nodes.items() if _loses(nodes, info, visible)]
    found: set[_Happening] = set()
    while todo:
        happening = todo.pop()
        if happening not in found:
            found.add(happening)
            todo += causes[happening]
    return found


def _shut_out(info: NodeInfo) -> bool:
    """Return whether what a node opens with may be over before it opens."""
    return (info.opener.key if info.opener else None) != info.ender


def _loses(nodes: dict[str, NodeInfo], info: NodeInfo, visible: set[str]) -> bool:
    """Return whether something can be lost by settling a node."""
    chooses = any(edge.guard is not None for edge in info.outgoing)
    return info.key in visible or chooses or any(nodes[k].ender != info.key for k in info.openees)


def _following(nodes: dict[str, NodeInfo], info: NodeInfo, what: str) -> Iterator[_Happening]:
    """Yield what may happen of itself when a node opens or is settled."""
    after = [edge.target.key for edge in info.outgoing]
    for then in map(nodes.__getitem__, after + list(info.openees) * (what == "open")):
        if then.opens_itself:
            yield "open", then.key
        if then.closes_itself:
            yield "settle", then.key
    if what == "settle" and info.ender and nodes[info.ender].closes_itself:
        yield "settle", info.ender


def _visible(state: State) -> set[str]:
    """Return the nodes that something can be lost by: asked for not to be reached, or reopened."""
    blueprint = state.blueprint
    rules = [rule.guard for rule in blueprint.rules.values()]
    found = {
        leaf.node.key for guard in rules for _p, leaf in guard.leaves() if isinstance(leaf, Reached)
    }
    todo = []
    for edge in blueprint.edges.values():
        if edge.kind == "reopen":
            todo += [edge.source.key, edge.target.key, *(node.key for node in edge.edge.resets)]
    while todo:
        key = todo.pop()
        if key in found:
            continue
        found.add(key)
        info = blueprint.nodes[key]
        todo += [edge.target.key for edge in info.outgoing]
        todo += [above for above in (info.container, info.ender) if above]
    return found
