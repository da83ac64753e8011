"""Mermaid and DOT texts hold every node and edge of the definition."""

from __future__ import annotations

import pytest

from campaignflow.draw import dot, mermaid
from campaignflow.model import Campaign


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
