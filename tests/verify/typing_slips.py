"""Slips of a hurried hand: a row copied, a number out of range, a text where a value belongs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from slips import Mutation, Plain, after_edge, edited, row

from campaignflow.model import Campaign

Slip = Callable[[Campaign], Iterator[Mutation]]


def at_each_step(kind: str, edit: Callable[[Plain, Plain], None], place: str, *codes: str) -> Slip:
    """Return the slip that does something to a step; ``{}`` in the place stands for its key."""

    def slip(campaign: Campaign) -> Iterator[Mutation]:
        for step in campaign.steps:

            def change(plain: Plain, key: str = step.key) -> None:
                edit(plain, row(plain, "steps", key))

            yield Mutation(kind, edited(campaign, change), (place.format(step.key),), codes)

    slip.__name__ = kind.replace(" ", "_")
    return slip


def at_each_edge(kind: str, *codes: str, **values: Any) -> Slip:
    """Return the slip that writes something into an edge to what follows."""

    def slip(campaign: Campaign) -> Iterator[Mutation]:
        for at, edge in enumerate(campaign.edges):
            if edge.kind == "after":

                def change(plain: Plain, at: int = at) -> None:
                    plain["edges"][at].update(values)

                yield Mutation(kind, edited(campaign, change), (f"edges.{edge.key}",), codes)

    slip.__name__ = kind.replace(" ", "_")
    return slip


def _copied(plain: Plain, step: Plain) -> None:
    plain["steps"].append({**step, "title": "另一步骤"})


def _endless(plain: Plain, step: Plain) -> None:
    other = plain["steps"][0] if plain["steps"][0] is not step else plain["steps"][-1]
    plain["edges"].append({**after_edge(step["key"], other["key"]), "kind": "reopen"})


def _to_itself(plain: Plain, step: Plain) -> None:
    plain["edges"].append(after_edge(step["key"], step["key"]))


TYPING_SLIPS = (
    at_each_step("row copied", _copied, "steps.{}", "definition.duplicate"),
    at_each_step("waits for itself", _to_itself, "edges.{0}.after.{0}", "definition.edge_self"),
    at_each_step("no end of returns", _endless, "edges.{}.reopen.", "definition.reopen_bound"),
    at_each_step(
        "join of nothing", lambda _, step: step.update(join=0), "steps.{}.join", "definition.join"
    ),
    at_each_step(
        "text for a window", lambda _, step: step.update(window="5月"), "steps.{}.window",
        "definition.shape_window",
    ),
    at_each_step(
        "key in capitals", lambda _, step: step.update(artifact=None, key=step["key"].upper()),
        "", "definition.key", "codec.ref",
    ),
    at_each_step(
        "number for a title", lambda _, step: step.update(title=7), "steps.{}.title",
        "definition.shape",
    ),
    at_each_edge("limit forward", "definition.reopen_only", limit=1),
)  # fmt: skip
