"""What verification says about small plans is what the engine does with them."""

from __future__ import annotations

from typing import Any

import attrs
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from campaignflow.commands import Command
from campaignflow.engine import decide
from campaignflow.errors import DefinitionError
from campaignflow.events import Event
from campaignflow.graph import order
from campaignflow.guards import Reached
from campaignflow.model import (
    CAMPAIGN,
    Campaign,
    Edge,
    Force,
    Mode,
    Need,
    Phase,
    Role,
    Rule,
    Step,
    after,
    window,
)
from campaignflow.model.nodes import EdgeKind
from campaignflow.state import State, initial, replay
from campaignflow.verification import Severity, verify

LEAD = Role("lead", "组长")
NOW = 1_495_000_000_000_000
MARKINGS = 1_500

quietly = settings(suppress_health_check=[HealthCheck.filter_too_much])


# --- plans


FORWARD: tuple[EdgeKind, ...] = ("after", "after", "after", "with", "together")


@st.composite
def plans(draw: st.DrawFn, kinds: tuple[EdgeKind, ...] = (*FORWARD, "reopen")) -> Campaign:
    """Draw a plan of at most two phases and five steps, sensible or not."""
    phases, steps = draw(st.integers(0, 2)), draw(st.integers(2, 5))
    links = draw(_links(phases + steps, kinds))
    nodes: list[Any] = []
    for number in range(phases + steps):
        count = sum(end == number and kind in ("after", "with") for kind, _, end, _ in links)
        options = {
            "need": draw(st.sampled_from([Need.REQUIRED, Need.REQUIRED, Need.OPTIONAL])),
            "opens": draw(st.sampled_from(Mode)),
            "join": draw(st.sampled_from(["all", "all", "any", *range(1, count + 1)])),
        }
        if number >= phases:
            beside = st.sampled_from([None, None, None, CAMPAIGN, *nodes])
            options |= {"starts_with": draw(beside), "ends_with": draw(beside)}
            options["part_of"] = draw(st.sampled_from([None, *nodes]))
        kind = Phase if number < phases else Step
        nodes.append(kind(f"n{number}", f"节点{number}", **options))
    return Campaign(
        key="small",
        version="1",
        title="小方案",
        window=window("2017年5月—12月"),
        lead=LEAD,
        roles=[LEAD],
        phases=nodes[:phases],
        steps=nodes[phases:],
        edges=[_edge(nodes, link) for link in links],
        rules=draw(_rules(nodes)),
    )


Link = tuple[EdgeKind, int, int, Force]


def _links(count: int, kinds: tuple[EdgeKind, ...]) -> st.SearchStrategy[list[Link]]:
    ends = st.integers(0, count - 1)
    forces = st.sampled_from([Force.MUST, Force.MUST, Force.SHOULD])
    link = st.tuples(st.sampled_from(kinds), ends, ends, forces)
    different = link.filter(lambda found: found[1] != found[2])
    return st.lists(different, max_size=6, unique_by=lambda found: found[:3])


def _edge(nodes: list[Any], link: Link) -> Edge:
    kind, source, target, force = link
    limit = 1 if kind == "reopen" else None
    return Edge(kind, nodes[source], nodes[target], force=force, limit=limit)


def _rules(nodes: list[Any]) -> st.SearchStrategy[list[Rule]]:
    pick = st.sampled_from(nodes)
    places = st.sampled_from(["entry", "exit"])
    rule = st.builds(lambda on, node, at: Rule(on, Reached(node), at), pick, pick, places)
    return st.one_of(st.just([]), st.just([]), st.lists(rule, max_size=1))


# --- what the engine does with them


@attrs.define
class Explored:
    """What happened in all the ways of carrying out a plan.

    Attributes:
        opened: Keys of nodes that were open at some time.
        settled: Keys of nodes that were settled at some time.
        concluded: Whether one way led to the conclusion.
        complete: Whether every way was followed to its end.
    """

    opened: set[str] = attrs.field(factory=set)
    settled: set[str] = attrs.field(factory=set)
    concluded: bool = False
    complete: bool = True


def explore(campaign: Campaign) -> Explored:
    """Give every command that the engine accepts, in every order, up to a limit of markings."""
    found = Explored()
    start = _given(campaign, initial(campaign, "r"), _start())
    todo, seen = [start], {_marking(replay(campaign, "r", start))}
    while todo:
        events = todo.pop()
        state = replay(campaign, "r", events)
        _note(found, state)
        for command in reversed(_commands(campaign, state)):
            more = _given(campaign, state, command)
            if not more:
                continue
            longer = (*events, *more)
            marking = _marking(replay(campaign, "r", longer))
            if marking not in seen and len(seen) < MARKINGS:
                seen.add(marking)
                todo.append(longer)
    found.complete = len(seen) < MARKINGS
    return found


def _start() -> Command:
    return Command("start", args={"unit": "u", "roster": [["L", "lead"]]}, permit="host")


def _given(campaign: Campaign, state: State, command: Command) -> tuple[Event, ...]:
    return decide(campaign, state, command, NOW).events


def _commands(campaign: Campaign, state: State) -> list[Command]:
    """Return what could be asked for: first what opens, last what closes."""
    phases = [phase.key for phase in campaign.phases]
    steps = [step.key for step in campaign.steps]
    asked = [("open", key) for key in (*phases, *steps)]
    asked += [("finish", key) for key in reversed(steps)]
    asked += [("close", key) for key in phases]
    asked += [("confirm", key) for key in (*phases, *steps) if state.node(key).questioned]
    commands = [Command(name, key, "L", reason="查实") for name, key in (*asked, ("conclude", ""))]
    for edge in campaign.edges:
        if edge.kind == "reopen":
            args = {"edge": edge.key}
            commands.append(Command("reopen", edge.target.key, "L", reason="返工", args=args))
    return commands


def _marking(state: State) -> Any:
    nodes = {(k, n.state, n.questioned, n.released_as) for k, n in state.nodes.items()}
    return state.status, frozenset(nodes), frozenset(state.reopenings.items())


def _note(found: Explored, state: State) -> None:
    if state.status == "concluded":
        found.concluded = True
    for key, node in state.nodes.items():
        if node.state == "open":
            found.opened.add(key)
        if node.state in ("done", "closed", "released"):
            found.settled.add(key)


def _errors(campaign: Campaign, code: str) -> set[str]:
    return {
        f.place.split(".")[-1]
        for f in verify(campaign)
        if f.severity is Severity.ERROR and f.code == code
    }


# --- the comparison


@quietly
@given(plans(kinds=FORWARD))
def test_plan_without_errors_can_be_concluded(campaign: Campaign) -> None:
    """Some way through the plan ends in its conclusion."""
    assume(all(finding.severity is not Severity.ERROR for finding in verify(campaign)))
    found = explore(campaign)
    assume(found.concluded or found.complete)
    assert found.concluded


@quietly
@given(plans())
def test_unreachable_node_never_opens_and_dead_end_never_settles(campaign: Campaign) -> None:
    """Whatever is asked for, in whatever order, the engine gives no way to them."""
    unreachable = _errors(campaign, "structure.unreachable")
    dead = _errors(campaign, "structure.dead_end")
    assume(unreachable or dead)
    found = explore(campaign)
    assert not unreachable & found.opened
    assert not dead & found.settled


@quietly
@given(plans())
def test_plan_with_a_circle_is_never_carried_out_in_full(campaign: Campaign) -> None:
    """Of the nodes in a circle at least one never starts or never finishes."""
    assume(_errors(campaign, "structure.cycle"))
    found = explore(campaign)
    assert any(key not in found.opened & found.settled for key in campaign.nodes_by_key)


@quietly
@given(plans())
def test_order_exists_unless_there_is_a_circle(campaign: Campaign) -> None:
    """A topological order is refused exactly where verification reports a circle."""
    codes = {finding.code for finding in verify(campaign)}
    if codes & {"structure.cycle", "structure.loose_cycle"}:
        with pytest.raises(DefinitionError):
            order(campaign)
    else:
        place = {key: at for at, key in enumerate(order(campaign))}
        for edge in campaign.edges:
            if edge in [after(edge.source, edge.target, force=edge.force)]:
                assert place[edge.source.key] < place[edge.target.key]
