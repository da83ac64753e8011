"""Arrange boxes that stand side by side in one container, so that arrows run downwards.

What arrows connect is laid out in layers, by Graphviz where the extra ``layout`` is installed and
by a simple method of our own elsewhere; what they leave apart is put together in even stacks.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from math import log
from typing import Final

import attrs

from campaignflow.draw.geometry import Line, Point, Rect

ACROSS: Final = 22.0
DOWN: Final = 32.0
BELOW: Final = 16.0
_TALL: Final = 1.25
_EVEN: Final = 190.0
"""Boxes below one another are drawn equally wide unless they are wider than this."""


@attrs.frozen
class Item:
    """Ask for a place for one box."""

    key: str
    width: float
    height: float


@attrs.frozen
class Link:
    """Ask that ``target`` stands below ``source``.

    Attributes:
        key: Name of the arrow to be drawn; None where only the order counts.
        label: Width and height of its label.
        back: Whether the arrow leads back, so that ``source`` stands below.
    """

    key: str | None
    source: str
    target: str
    label: tuple[float, float] | None = None
    back: bool = False

    @property
    def ends(self) -> tuple[str, str]:
        """The upper and the lower end."""
        return (self.target, self.source) if self.back else (self.source, self.target)


@attrs.frozen
class Arrangement:
    """Hold the places found, from the upper left corner of the container's inside.

    Attributes:
        at: Item key -> its place, which may be wider than asked for.
        lines: Link key -> the way of its arrow; those without one are still to be routed.
    """

    width: float = 0.0
    height: float = 0.0
    at: Mapping[str, Rect] = attrs.field(factory=dict)
    lines: Mapping[str, Line] = attrs.field(factory=dict)

    def shifted(self, dx: float, dy: float) -> Arrangement:
        """Return the arrangement moved; its size stays."""
        at = {key: rect.shifted(dx, dy) for key, rect in self.at.items()}
        lines = {key: line.shifted(dx, dy) for key, line in self.lines.items()}
        return Arrangement(self.width, self.height, at, lines)


def has_graphviz() -> bool:
    """Return whether the extra ``layout`` is installed."""
    try:
        import pygraphviz  # noqa: F401
    except ImportError:
        return False
    return True


def arrange(items: Sequence[Item], links: Sequence[Link], most: float | None = None) -> Arrangement:
    """Return places for ``items`` such that none overlap and ``links`` run downwards.

    Args:
        items: The boxes, in the order of the plan.
        links: Arrows between them; order only matters where they do not say otherwise.
        most: Fill rows up to this width; a little taller than wide where left out.
    """
    blocks = [_component(part, links) for part in _components(items, links)]
    if not blocks:
        return Arrangement()
    stacks = [_stacked(blocks, count) for count in range(1, min(len(blocks), 12) + 1)]
    if most is not None:
        return [stacks[0], *(s for s in stacks if s.width <= most)][-1]
    return min(stacks, key=lambda stack: abs(log(stack.height / stack.width / _TALL)))


def _components(items: Sequence[Item], links: Sequence[Link]) -> list[list[Item]]:
    """Return what links hold together, in the order of the first of each."""
    near: dict[str, set[str]] = defaultdict(set)
    for link in links:
        near[link.source].add(link.target)
        near[link.target].add(link.source)
    found: list[list[Item]] = []
    seen: set[str] = set()
    for item in items:
        ahead, together = [item.key], set[str]()
        while ahead:
            key = ahead.pop()
            if key not in seen:
                seen.add(key)
                together.add(key)
                ahead += near[key]
        if together:
            found.append([each for each in items if each.key in together])
    return found


def _component(items: list[Item], links: Sequence[Link]) -> Arrangement:
    if len(items) == 1:
        (item,) = items
        return Arrangement(item.width, item.height, {item.key: Rect(0, 0, item.width, item.height)})
    keys = {item.key for item in items}
    own = [link for link in links if link.source in keys]
    if has_graphviz():
        from campaignflow.draw.graphviz import layered

        return layered(items, own)
    return simple_layers(items, own)


def _stacked(blocks: Sequence[Arrangement], count: int) -> Arrangement:
    """Put blocks into ``count`` stacks, each next one where there is most room."""
    heights = [0.0] * count
    stacks: list[list[tuple[float, Arrangement]]] = [[] for _ in heights]
    for block in blocks:
        index = heights.index(min(heights))
        stacks[index].append((heights[index], block))
        heights[index] += block.height + BELOW
    at: dict[str, Rect] = {}
    lines: dict[str, Line] = {}
    x = 0.0
    for stack in stacks:
        wide = max(block.width for _y, block in stack)
        widths = [block.width for _y, block in stack if len(block.at) == 1]
        single = max((each for each in widths if each <= _EVEN), default=0.0)
        for y, block in stack:
            alone = len(block.at) == 1 and block.width <= single
            taken = single if alone else block.width
            moved = block.shifted(x + (wide - taken) / 2, y)
            at |= {k: r._replace(width=taken) if alone else r for k, r in moved.at.items()}
            lines |= moved.lines
        x += wide + ACROSS
    return Arrangement(x - ACROSS, max(heights) - BELOW, at, lines)


# --- without Graphviz


def simple_layers(items: Sequence[Item], links: Sequence[Link]) -> Arrangement:
    """Return items in centred layers, each below all that lead to it; lines are left to others."""
    layers = _ordered(_layers(items, links), links)
    sizes = {item.key: item for item in items}
    widths = [sum(sizes[k].width + ACROSS for k in layer) - ACROSS for layer in layers]
    labels = [link.label[1] for link in links if link.label]
    gap = DOWN + max(labels, default=0.0)
    at: dict[str, Rect] = {}
    y = 0.0
    for layer, wide in zip(layers, widths, strict=True):
        x = (max(widths) - wide) / 2
        for key in layer:
            at[key] = Rect(x, y, sizes[key].width, sizes[key].height)
            x += sizes[key].width + ACROSS
        y += max(sizes[key].height for key in layer) + gap
    return Arrangement(max(widths), y - gap, at)


def _layers(items: Sequence[Item], links: Sequence[Link]) -> list[list[str]]:
    depth = {item.key: 0 for item in items}
    ends = [link.ends for link in links if not link.back] or [link.ends for link in links]
    for _round in items:
        for upper, lower in ends:
            depth[lower] = min(max(depth[lower], depth[upper] + 1), len(items) - 1)
    layers: dict[int, list[str]] = defaultdict(list)
    for item in items:
        layers[depth[item.key]].append(item.key)
    return [layers[index] for index in sorted(layers)]


def _ordered(layers: list[list[str]], links: Sequence[Link]) -> list[list[str]]:
    """Sort every layer by where the neighbours above and below stand."""
    near: dict[str, list[str]] = defaultdict(list)
    for link in links:
        near[link.source].append(link.target)
        near[link.target].append(link.source)
    for _sweep in range(4):
        place = {k: i / max(1, len(layer)) for layer in layers for i, k in enumerate(layer)}
        for layer in layers:
            weight = {k: _mean([place[n] for n in near[k]], place[k]) for k in layer}
            layer.sort(key=weight.__getitem__)
    return layers


def _mean(values: Sequence[float], default: float) -> float:
    return sum(values) / len(values) if values else default


def straight(start: Rect, end: Rect) -> Line:
    """Return the straight line between the nearest sides of two boxes."""
    a, b = start.middle, end.middle
    if start.bottom <= end.y:
        return Line((Point(a.x, start.bottom), Point(b.x, end.y)))
    if end.bottom <= start.y:
        return Line((Point(a.x, start.y), Point(b.x, end.bottom)))
    if start.right <= end.x:
        return Line((Point(start.right, a.y), Point(end.x, b.y)))
    return Line((Point(start.x, a.y), Point(end.right, b.y)))
