"""The graphs of a campaign: events, order, and the way to networkx and back."""

from __future__ import annotations

import attrs
import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaignflow.definitions.five_phases import five_phases
from campaignflow.definitions.jishui_2017 import jishui_2017
from campaignflow.errors import DefinitionError
from campaignflow.graph import event_graph, from_networkx, order, to_networkx
from campaignflow.guards import Opaque, Reached
from campaignflow.model import (
    CAMPAIGN,
    Campaign,
    Edge,
    Force,
    Need,
    Phase,
    Role,
    Rule,
    Step,
    after,
    reopen,
    together,
    window,
    with_,
)

LEAD = Role("lead", "组长")
P, Q = Phase("p", "学习"), Phase("q", "整改")
A, B = Step("a", "动员会", P), Step("b", "销号", Q, starts_with=P, ends_with=CAMPAIGN)

shipped = pytest.mark.parametrize("campaign", [five_phases, jishui_2017], ids=lambda c: c.key)


def plan(*edges: Edge, rules: tuple[Rule, ...] = ()) -> Campaign:
    """Return a plan of two phases with a step each; the second step begins and ends elsewhere."""
    return Campaign(
        key="plan",
        version="1",
        title="方案",
        window=window("2017年5月—8月"),
        lead=LEAD,
        roles=[LEAD],
        phases=[P, Q],
        steps=[A, B],
        edges=edges,
        rules=rules,
    )


@st.composite
def plans(draw: st.DrawFn) -> Campaign:
    """Draw a plan of several nodes, groups and edges of every kind."""
    nodes: list[Phase | Step] = [Phase(f"p{n}", f"阶段{n}") for n in range(draw(st.integers(1, 3)))]
    steps: list[Step] = []
    for number in range(draw(st.integers(1, 6))):
        above = draw(st.sampled_from([None, *nodes]))
        step = Step(f"s{number}", f"步骤{number}", above, need=draw(st.sampled_from(Need)))
        steps.append(step)
        nodes.append(step)
    pick = st.sampled_from(nodes)
    ends = st.tuples(pick, pick).filter(lambda pair: pair[0] is not pair[1])
    made = st.builds(
        lambda make, pair, force, limit: make(
            *pair, force=force, **({"limit": limit} if make is reopen else {})
        ),
        st.sampled_from([after, with_, together, reopen]),
        ends,
        st.sampled_from(Force),
        st.integers(1, 3),
    )
    edges = draw(st.lists(made, max_size=8, unique_by=lambda edge: edge.key))
    phases = [node for node in nodes if isinstance(node, Phase)]
    return attrs.evolve(plan(), phases=phases, steps=steps, edges=edges)


@settings(deadline=None)
@given(plans())
def test_round_trip_through_networkx_gives_the_same_campaign(campaign: Campaign) -> None:
    """Nothing is lost on the way: nodes, edges, their order, and all other tables."""
    again = from_networkx(to_networkx(campaign))
    assert again == campaign
    assert (again.digest, again.text_digest) == (campaign.digest, campaign.text_digest)


@shipped
def test_shipped_campaign_survives_networkx(campaign: Campaign) -> None:
    """A whole plan with guards, ledgers and reopen edges comes back equal."""
    assert from_networkx(to_networkx(campaign)) == campaign


def test_parallel_edges_are_kept_apart() -> None:
    """Two kinds of edges between one pair are two edges."""
    graph = to_networkx(plan(with_(P, Q), together(P, Q)))
    assert set(graph["p"]["q"]) == {"with", "together"}


def test_edge_added_in_networkx_becomes_an_edge_of_the_campaign() -> None:
    """A plan can be worked on with the tools of networkx."""
    graph = to_networkx(plan())
    graph.add_edge("p", "q", kind="after")
    assert from_networkx(graph).edges == (after(P, Q),)


def test_vertex_that_is_no_node_is_refused() -> None:
    """A vertex without its data is not dropped in silence."""
    graph = to_networkx(plan())
    graph.add_node("stray")
    with pytest.raises(DefinitionError):
        from_networkx(graph)


def test_opaque_guard_needs_its_function_again() -> None:
    """Code never comes out of a graph: whoever reads one hands the functions in."""
    campaign = plan(rules=(Rule(A, Opaque("fine", lambda view: True)),))
    graph = to_networkx(campaign)
    with pytest.raises(DefinitionError):
        from_networkx(graph)
    assert from_networkx(graph, {"fine": lambda view: True}) == campaign


def test_containment_joins_start_to_start_and_finish_to_finish() -> None:
    """A step starts within what lets it open and finishes before what waits for it."""
    graph = event_graph(plan())
    assert graph.edges[("p", "start"), ("b", "start")]["kind"] == "contains"
    assert graph.edges[("b", "finish"), ("campaign", "finish")]["kind"] == "contains"
    assert not graph.has_edge(("b", "finish"), ("q", "finish"))


@pytest.mark.parametrize(
    ("edge", "arc"),
    [
        (after(P, Q), (("p", "finish"), ("q", "start"))),
        (with_(P, Q), (("p", "start"), ("q", "start"))),
        (together(P, Q), (("p", "finish"), ("q", "finish"))),
    ],
    ids=["after", "with", "together"],
)
def test_edge_joins_the_events_that_its_kind_names(edge: Edge, arc: tuple[object, object]) -> None:
    """Each kind of edge says which event waits for which, and where it stands in the plan."""
    attributes = event_graph(plan(edge)).edges[arc]
    assert (attributes["kind"], attributes["place"]) == (edge.kind, f"edges.{edge.key}")


def test_reopen_and_stated_edges_order_nothing() -> None:
    """What leads back, and what is only said, is no arc."""
    graph = event_graph(plan(reopen(Q, P, limit=1), after(Q, P, force=Force.STATED)))
    assert nx.is_directed_acyclic_graph(graph)


def test_rule_that_asks_for_another_node_is_an_arc() -> None:
    """Waiting for a node by a guard orders events as an edge does."""
    graph = event_graph(plan(rules=(Rule(P, Reached(Q), "entry"),)))
    assert graph.edges[("q", "finish"), ("p", "start")]["place"] == "rules.p.entry"


@shipped
def test_order_respects_every_arc(campaign: Campaign) -> None:
    """Nobody comes before what has to start before them."""
    at = {key: number for number, key in enumerate(order(campaign))}
    assert set(at) == set(campaign.nodes_by_key)
    for (source, _), (target, event) in event_graph(campaign).edges:
        if event == "start" and source != target:
            assert at[source] < at[target]


def test_order_refuses_a_circle_and_names_it() -> None:
    """Where there is no order the author is told which nodes wait for one another."""
    with pytest.raises(DefinitionError) as caught:
        order(plan(after(P, Q), after(Q, P)))
    (mistake,) = caught.value.mistakes
    assert mistake.notice.code == "structure.cycle"
    assert mistake.place in {"edges.p.after.q", "edges.q.after.p"}
    assert "学习" in mistake.zh
    assert "整改" in mistake.zh
