"""Figures of a plan before it starts: verifying and drawing it, small and large."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Final

from campaignflow.bench.measure import Prepare, Row, interleaved
from campaignflow.bench.plans import of_nodes

MS: Final = 1e3
VERIFIED: Final[dict[int, float]] = {30: 20.0, 1_000: 200.0, 10_000: 2_000.0}
"""Number of nodes -> bound. Units: milliseconds."""
DRAWN: Final[dict[int, float]] = {30: 100.0, 300: 2_000.0}
"""The same for the phase graph as SVG, laid out."""


def verifying(rounds: int) -> Iterator[Row]:
    """Measure verification of plans nobody has looked at yet, and how it grows with the plan."""
    from campaignflow.verification import verify

    yield from _figures("verify a plan of {:,} nodes", verify, VERIFIED, rounds)


def drawing(rounds: int) -> Iterator[Row]:
    """Measure the phase graph of a plan, from nothing to SVG."""
    from campaignflow.draw import phase_graph_svg

    yield from _figures("draw a plan of {:,} nodes", phase_graph_svg, DRAWN, rounds)


def _figures(
    what: str, play: Callable[..., object], bounds: dict[int, float], rounds: int
) -> Iterator[Row]:
    smallest, before = min(bounds), 0.0
    for nodes, bound in bounds.items():
        prepare: Prepare = partial(_fresh, play, nodes)
        often = max(3, rounds * smallest // nodes)
        found = interleaved({"": prepare}, often)[""] * MS
        grown = found / before if before else None
        must = f"at most {bound:,.0f} ms"
        against = f"{smallest:,} nodes, as time" if before else ""
        yield Row(what.format(nodes), found, "ms", against, grown, must, found <= bound)
        before = before or found


def _fresh(play: Callable[..., object], nodes: int) -> Callable[[], object]:
    return partial(play, of_nodes(nodes))
