"""What comes after what and beside what, and who reviews it."""

from __future__ import annotations

from itertools import pairwise
from typing import Any, Final

import networkx

from campaignflow.model import Campaign, Force, Mode

from .kinds import Shows


def _path(campaign: Campaign, elements: list[Any]) -> str:
    graph = networkx.DiGraph(
        (e.source.key, e.target.key) for e in campaign.edges if e.kind in ("after", "with")
    )
    keys = [node.key for node in elements]
    graph.add_nodes_from(keys)
    fine = all(networkx.has_path(graph, a, b) for a, b in pairwise(keys))
    return (">" if fine else "|").join(keys)


def _parallel(campaign: Campaign, elements: list[Any]) -> str:
    """Show how many phases or threads without a window open freely, of the elements or of all."""
    joined = {node.key for edge in campaign.edges for node in (edge.source, edge.target)}
    tops = [*campaign.phases, *(step for step in campaign.steps if step.part_of is None)]
    among = tops if elements == [campaign] else [top for top in tops if top in elements]
    free = [top for top in among if top.opens is Mode.ITSELF and top.key not in joined]
    return str(sum(top.window is None for top in free))


def _beside(campaign: Campaign, elements: list[Any]) -> str:
    """Show how many undated elements of one container stand side by side, joined by no edge."""
    (above,) = {node.part_of.key if node.part_of else "campaign" for node in elements}
    ways = [(e.source, e.target) for e in campaign.edges if e.kind != "reopen"]
    assert not any(a in elements and b in elements for a, b in ways), "they wait for one another"
    assert not any(node.window for node in elements), "one of them has days of its own"
    return f"{len(elements)} in {above}"


def _reviewed(campaign: Campaign, elements: list[Any]) -> str:
    return str(elements[0].review is not None).lower()


def _review(campaign: Campaign, elements: list[Any]) -> str:
    return " | ".join(map(_one_review, elements))


def _one_review(step: Any) -> str:
    each = f" each {step.each.key}" if step.each else ""
    return f"{step.artifact.key}{each} by {' '.join(role.key for role in step.review.by)}"


def _reviewers(campaign: Campaign, elements: list[Any]) -> str:
    return " ".join(role.title for step in elements for role in step.review.by)


def _inputs(campaign: Campaign, elements: list[Any]) -> str:
    """Show what a node waits for: how many, and which."""
    into = [e.source.key for e in campaign.edges if e.kind == "after" and e.target in elements]
    return f"{len(into)} {' '.join(into)}"


def _needs(campaign: Campaign, elements: list[Any]) -> str:
    (need,) = {node.need.value for node in elements}
    return f"{len(elements)} {need}"


def _links(campaign: Campaign, elements: list[Any]) -> str:
    """Show how many of the elements each phase holds, where they are all that is asked of it."""
    held = [sum(each.part_of == phase for each in elements) for phase in campaign.phases]
    return f"{len(elements)} in {'+'.join(map(str, held))}"


ORDERS: Final[Shows] = {
    "path": _path,
    "parallel": _parallel,
    "opens": lambda _campaign, nodes: " ".join(node.opens.value for node in nodes),
    "beside": _beside,
    "reviewed": _reviewed,
    "review": _review,
    "reviewers": _reviewers,
    "links": _links,
    "inputs": _inputs,
    "needs": _needs,
    "strict": lambda _campaign, elements: str(elements[0].force is Force.MUST).lower(),
    "outside": lambda _campaign, elements: str(sum(role.outside for role in elements)),
    "ways": lambda _campaign, edges: " | ".join(
        f"{edge.source.key} {edge.kind} {edge.target.key}" for edge in edges
    ),
    "ends": lambda _campaign, elements: f"{elements[0].left.title} {elements[0].right.title}",
}
