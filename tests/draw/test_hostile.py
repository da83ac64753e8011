"""Texts of users never become structure, whatever they hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from campaignflow.draw import dot, mermaid, phase_graph_svg, timeline_svg
from campaignflow.model import Campaign

Make = Callable[[int], Campaign]
FIRST = (*range(12), *range(30, 540, 30))
ALLOWED = {"svg", "g", "rect", "text", "title", "path", "polygon", "circle"}


@pytest.fixture(params=FIRST)
def bad(request: pytest.FixtureRequest, hostile: Make) -> Campaign:
    """Return a campaign whose every title is hostile."""
    return hostile(request.param)


@pytest.mark.parametrize("draw", [phase_graph_svg, timeline_svg])
def test_drawings_stay_well_formed(
    draw: Callable[[Campaign], str], bad: Campaign, drawn: Callable[[str], Any]
) -> None:
    """Drawings parse, hold drawing elements only, and refer to nothing outside."""
    drawing = drawn(draw(bad))
    for element in drawing.root.iter():
        assert element.tag.split("}")[1] in ALLOWED
        for name, value in element.attrib.items():
            assert name != "href"
            assert not name.startswith("on")
            assert "url(" not in value
            assert element.get("id") is None


def test_hostile_titles_leave_the_structure_as_it_is(
    bad: Campaign, drawn: Callable[[str], Any]
) -> None:
    """The same nodes and edges are drawn as with harmless titles."""
    drawing = drawn(phase_graph_svg(bad))
    shapes = Counter(shape.key for shape in drawing.shapes("phase", "group", "step"))
    assert shapes == Counter(node.key for node in (*bad.phases, *bad.steps))
    assert len(drawing.groups("edge")) == len(bad.edges)


def test_hostile_titles_stay_inside_their_boxes(bad: Campaign, drawn: Callable[[str], Any]) -> None:
    """Even endless words are wrapped or cut to their box."""
    for shape in drawn(phase_graph_svg(bad)).shapes("phase", "group", "step"):
        for text, room in shape.texts:
            assert room.right <= shape.outline.right, text


def test_mermaid_keeps_its_structure(bad: Campaign) -> None:
    """Every line stays a line and every quoted text ends where it began."""
    lines = mermaid(bad).splitlines()
    assert len([line for line in lines if ">" in line.split('"')[0]]) == len(bad.edges)
    assert all(line.count('"') % 2 == 0 for line in lines)


def test_dot_is_read_by_graphviz(bad: Campaign) -> None:
    """Graphviz reads as many nodes and edges as the definition has."""
    pygraphviz = pytest.importorskip("pygraphviz")
    graph = pygraphviz.AGraph(dot(bad))
    assert len(graph.nodes()) == len(bad.phases) + len(bad.steps)
    assert len(graph.edges()) == len(bad.edges)
