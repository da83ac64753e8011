"""Mermaid and DOT texts hold every node and edge of the definition."""

from __future__ import annotations

import datetime as dt

import pytest

from campaignflow.definitions.five_phases import five_phases
from campaignflow.draw import dot, mermaid
from campaignflow.draw.theme import LOOKS
from campaignflow.model import Campaign
from campaignflow.run import Run


def test_mermaid_names_every_node_once(campaign: Campaign) -> None:
    """Each node opens once, as a box or as a subgraph."""
    text = mermaid(campaign)
    nodes = [line for line in text.splitlines() if '("' in line or line.strip().startswith("sub")]
    assert len(nodes) == len(campaign.phases) + len(campaign.steps)
    assert text.count("subgraph ") == text.count("  end\n")


def test_mermaid_draws_reopen_edges_dotted(campaign: Campaign) -> None:
    """Edges that lead back are dotted and coloured, all others plain."""
    back = [edge for edge in campaign.edges if edge.kind == "reopen"]
    text = mermaid(campaign)
    assert text.count("-.->") == len(back)
    assert ("linkStyle" in text) == bool(back)


def test_dot_is_laid_out_by_graphviz(campaign: Campaign) -> None:
    """Graphviz lays the text out, and draws reopen edges dashed."""
    pygraphviz = pytest.importorskip("pygraphviz")
    graph = pygraphviz.AGraph(dot(campaign))
    graph.layout(prog="dot")
    dashed = [edge for edge in graph.edges() if edge.attr["style"] == "dashed"]
    assert len(graph.edges()) == len(campaign.edges)
    assert len(dashed) == sum(edge.kind == "reopen" for edge in campaign.edges)


def test_mermaid_shows_where_a_run_stands(run: Run) -> None:
    """Each node of a run has the class of its state, and what is late says so."""
    lines = mermaid(run.campaign, run.state, dt.date(2025, 5, 26)).splitlines()
    classes = {
        tone: names.split(",")
        for word, names, tone in (line.split() for line in lines if line.startswith("  class "))
    }
    (late,) = (line for line in lines if "谈心谈话" in line)
    assert "逾期6天" in late
    assert late.strip().partition("(")[0] in classes["late"]
    assert len([name for names in classes.values() for name in names]) == 19
    assert "class" not in mermaid(five_phases)


def test_dot_shows_where_a_run_stands(run: Run) -> None:
    """Nodes and clusters of a run have the colours of their states."""
    text = dot(run.campaign, run.state, dt.date(2025, 5, 26))
    (late,) = (line for line in text.splitlines() if "谈心谈话" in line)
    assert LOOKS["late"].fill in late
    assert text.count("fillcolor") == 19
    assert "fillcolor" not in dot(five_phases)


def test_dot_arrows_end_at_the_outline_of_a_phase() -> None:
    """An arrow from phase to phase does not run into them."""
    assert "n0 -> n1 [ltail=cluster_n0, lhead=cluster_n1];" in dot(five_phases)
