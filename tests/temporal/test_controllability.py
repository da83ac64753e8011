"""Durations that are decided elsewhere: against a game played out day by day, and published labels."""

from __future__ import annotations

import csv
import json
from functools import cache
from itertools import combinations, product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaignflow.temporal import Conflict, Given, Network, blamed, controllable
from tests.published import EXTERNAL

POINTS = 5
LAST = 7
ARCS = st.lists(
    st.tuples(st.integers(0, POINTS - 1), st.integers(0, POINTS - 1), st.integers(-5, 4)),
    max_size=7,
)
SPANS = st.lists(
    st.tuples(st.integers(0, 3), st.integers(1, 2), st.integers(0, 3)), min_size=1, max_size=2
)
"""Where a given duration begins, its least days, and how many more it may take."""


def network(arcs: list[tuple[int, int, int]]) -> Network:
    """Return the network of these bounds, all of it between day 0 and the last day."""
    net = Network(POINTS)
    for point in range(1, POINTS):
        net.at_least(0, point)
        net.at_most(0, point, LAST)
    for arc in arcs:
        net.at_least(*arc)
    return net


def links(spans: list[tuple[int, int, int]]) -> list[Given]:
    """Return the given durations; they end at the last points."""
    ends = range(POINTS - 1, 0, -1)
    return [
        Given(min(start, end - 1), end, low, low + more)
        for end, (start, low, more) in zip(ends, spans, strict=False)
    ]


def won(net: Network, spans: list[Given]) -> bool:
    """Play every course of the days: each morning the answers come, then we act, knowing them.

    We win if there is for every morning an act after which all goes well whatever comes.
    """
    ends = {link.later: link for link in spans}
    ours = [point for point in range(1, POINTS) if point not in ends]
    bounds = list(zip(net.source, net.target, net.gap, strict=True))

    def broken(at: tuple[int | None, ...], day: int) -> bool:
        return any(
            (later_at - earlier_at < gap)
            if earlier_at is not None and later_at is not None
            else (earlier_at is None and later_at is not None and later_at - day < gap)
            for earlier, later, gap in bounds
            for earlier_at, later_at in [(at[earlier], at[later])]
        )

    def put(
        at: tuple[int | None, ...], points: tuple[int, ...], day: int
    ) -> tuple[int | None, ...]:
        return tuple(day if n in points else old for n, old in enumerate(at))

    @cache
    def act(at: tuple[int | None, ...], day: int) -> bool:
        free = [point for point in ours if at[point] is None]
        subsets = (s for size in range(len(free) + 1) for s in combinations(free, size))
        return any(
            not broken(new := put(at, s, day), day) and morning(new, day + 1) for s in subsets
        )

    @cache
    def morning(at: tuple[int | None, ...], day: int) -> bool:
        if None not in at:
            return True
        if day > LAST:
            return False
        choices = []
        for point, link in ends.items():
            begun = at[link.earlier]
            if at[point] is None and begun is not None and day - begun >= link.least:
                choices.append(((point,),) if day - begun == link.most else ((point,), ()))
        return all(act(put(at, sum(come, ()), day), day) for come in product(*choices))

    nothing: tuple[int | None, ...] = (0, *[None] * (POINTS - 1))
    return act(nothing, 0)


@settings(max_examples=400)
@given(ARCS, SPANS)
def test_verdict_agrees_with_playing_every_course(
    arcs: list[tuple[int, int, int]], spans: list[tuple[int, int, int]]
) -> None:
    """Controllable is what can be won against every answer, and nothing else."""
    assert controllable(network(arcs), links(spans)) == won(network(arcs), links(spans))


@given(ARCS, SPANS)
def test_blamed_durations_are_to_blame_together(
    arcs: list[tuple[int, int, int]], spans: list[tuple[int, int, int]]
) -> None:
    """With them alone it cannot be done; were any of them ours to choose, it could."""
    net, durations = network(arcs), links(spans)
    for link in durations:
        net.at_least(link.earlier, link.later, link.least)
        net.at_most(link.earlier, link.later, link.most)
    guilty = blamed(net, durations)
    if isinstance(net.earliest(), Conflict) or controllable(net, durations):
        assert guilty == []
    else:
        assert guilty
        assert not controllable(net, guilty)
        assert all(controllable(net, [g for g in guilty if g is not link]) for link in guilty)


@pytest.mark.parametrize("spans", [[Given(0, 1, 5, 3)], [Given(0, 2, 1, 2), Given(1, 2, 1, 2)]])
def test_durations_that_cannot_be_are_refused(spans: list[Given]) -> None:
    """At least more than at most, or one end for two durations."""
    with pytest.raises(ValueError, match=r"give least <= most|ends two"):
        controllable(Network(3), spans)


def published(file: Path) -> tuple[Network, list[Given]]:
    """Return a published network; times are millionths."""
    net, points, durations = Network(), dict[int, int](), []
    for row in json.loads(file.read_text(encoding="utf-8"))["constraints"]:
        first, second = (
            points[node] if node in points else points.setdefault(node, net.add())
            for node in (row["first_node"], row["second_node"])
        )
        least = round(row["min_duration"] * 10**6)
        if row["type"] == "stcu":
            durations.append(Given(first, second, least, round(row["max_duration"] * 10**6)))
            continue
        net.at_least(first, second, least)
        if row["max_duration"] != "inf":
            net.at_most(first, second, round(row["max_duration"] * 10**6))
    return net, durations


@pytest.mark.skipif(not (EXTERNAL / "stnu").exists(), reason="the published networks are apart")
def test_published_networks_are_as_controllable_as_published() -> None:
    """Each is told to be dynamically controllable or not as its label says."""
    with (EXTERNAL / "stnu" / "expected.csv").open(encoding="utf-8") as lines:
        labels = {
            line["file"]: line["dynamically_controllable"] == "True"
            for line in csv.DictReader(lines)
        }
    assert {file: controllable(*published(EXTERNAL / "stnu" / file)) for file in labels} == labels
