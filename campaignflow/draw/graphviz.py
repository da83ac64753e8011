"""Layered layout by Graphviz, which never sees a text of the user: only sizes and numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from campaignflow.draw.arrange import ACROSS, DOWN, Arrangement, Item, Link
from campaignflow.draw.geometry import Line, Point, Rect

_INCH: Final = 72.0
_LABEL: Final = (
    '<<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="0" FIXEDSIZE="TRUE" WIDTH="{}" HEIGHT="{}">'
    "<TR><TD></TD></TR></TABLE>>"
)


def layered(items: Sequence[Item], links: Sequence[Link]) -> Arrangement:
    """Return places for connected items, and the ways of the arrows between them."""
    import pygraphviz

    graph = pygraphviz.AGraph(directed=True, strict=False)
    graph.graph_attr.update(rankdir="TB", nodesep=ACROSS / _INCH, ranksep=DOWN / _INCH)
    graph.node_attr.update(shape="box", fixedsize="true", label="", margin="0")
    graph.edge_attr.update(arrowhead="none")
    names = {item.key: f"n{index}" for index, item in enumerate(items)}
    for item in items:
        graph.add_node(names[item.key], width=item.width / _INCH, height=item.height / _INCH)
    for index, link in enumerate(links):
        upper, lower = (names[end] for end in link.ends)
        style = {} if link.key else {"style": "invis"}
        if link.back:
            style = {"tailport": "e", "headport": "e"}
        label = _LABEL.format(*map(round, link.label)) if link.label else ""
        graph.add_edge(upper, lower, key=f"e{index}", label=label, **style)
    graph.layout(prog="dot")
    return _read(graph, items, links, names)


def _read(
    graph: Any, items: Sequence[Item], links: Sequence[Link], names: dict[str, str]
) -> Arrangement:
    left, low, right, high = _numbers(graph.graph_attr["bb"])

    def place(text: str) -> Point:
        x, y = _numbers(text)[:2]
        return Point(round(x - left, 1), round(high - y, 1))

    at = {}
    for item in items:
        centre = place(graph.get_node(names[item.key]).attr["pos"])
        x, y = centre.x - item.width / 2, centre.y - item.height / 2
        at[item.key] = Rect(x, y, item.width, item.height)
    lines = {}
    for index, link in enumerate(links):
        if link.key is not None:
            upper, lower = (names[end] for end in link.ends)
            edge = graph.get_edge(upper, lower, key=f"e{index}")
            points = tuple(map(place, edge.attr["pos"].split()))
            label = place(edge.attr["lp"]) if link.label else None
            lines[link.key] = Line(points[::-1] if link.back else points, "bezier", label)
    return Arrangement(right - left, high - low, at, lines)


def _numbers(text: str) -> list[float]:
    return [float(part) for part in text.split(",")]
