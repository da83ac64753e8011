"""Temporal networks against the definition, against projects of our own, and published ones."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaignflow.temporal import Conflict, Network, Times
from tests.published import EXTERNAL


class Project(NamedTuple):
    """One project: the duration of each job and the jobs that follow it."""

    name: str
    jobs: tuple[tuple[int, tuple[int, ...]], ...]
    length: int
    critical: int


OWN = [
    Project("one job", ((7, ()),), 7, 1),
    Project("two beside each other", ((0, (1, 2)), (3, (3,)), (5, (3,)), (0, ())), 5, 3),
    Project("a chain with milestones", ((0, (1,)), (4, (2,)), (0, (3,)), (6, ())), 10, 4),
    Project("a short cut", ((2, (1, 2)), (9, (2,)), (1, ())), 12, 3),
    Project("two longest ways", ((1, (1, 2)), (4, (3,)), (4, (3,)), (2, ())), 7, 4),
]


def reckoned(project: Project) -> tuple[int, int]:
    """Return the length of the longest way and the number of jobs without slack."""
    net = Network(2 * len(project.jobs))
    for number, (days, followers) in enumerate(project.jobs):
        net.at_least(2 * number, 2 * number + 1, days)
        for follower in followers:
            net.at_least(2 * number + 1, 2 * follower)
    early = net.earliest()
    assert isinstance(early, Times)
    length = max(early.at)
    late = net.latest(length)
    assert isinstance(late, Times)
    return length, sum(early.at[n] == late.at[n] for n in range(0, net.points, 2))


@pytest.mark.parametrize("project", OWN, ids=lambda project: project.name)
def test_longest_way_and_critical_jobs_are_found(project: Project) -> None:
    """What a project hangs on is what one finds by hand."""
    assert reckoned(project) == (project.length, project.critical)


# --- published instances


def projects() -> Iterator[Project]:
    """Yield the published projects."""
    with (EXTERNAL / "psplib" / "expected.csv").open(encoding="utf-8") as lines:
        for line in csv.DictReader(lines):
            text = (EXTERNAL / "psplib" / line["file"]).read_text(encoding="utf-8")
            length, critical = int(line["critical_path_length"]), int(line["critical_jobs"])
            yield Project(
                line["file"], tuple(_jobs([int(n) for n in text.split()])), length, critical
            )


def _jobs(numbers: list[int]) -> Iterator[tuple[int, tuple[int, ...]]]:
    jobs, resources = numbers[:2]
    at = 2 + resources
    for _ in range(jobs):
        days, count = numbers[at], numbers[at + 1 + resources]
        at += 2 + resources
        yield days, tuple(number - 1 for number in numbers[at : at + count])
        at += count


@pytest.mark.skipif(not (EXTERNAL / "psplib").exists(), reason="the published projects are apart")
def test_published_projects_come_out_as_published() -> None:
    """Length and number of critical jobs of every project are those that were published."""
    found = list(projects())
    wrong = [p.name for p in found if reckoned(p) != (p.length, p.critical)]
    assert found
    assert wrong == []


def network(file: Path) -> Network:
    """Return a published network; its times are whole numbers of millionths."""
    plain = json.loads(file.read_text(encoding="utf-8"), parse_float=Decimal)
    net, points = Network(), dict[int, int]()
    for row in plain["constraints"]:
        ends = [
            points[node] if node in points else points.setdefault(node, net.add())
            for node in (row["first_node"], row["second_node"])
        ]
        net.at_least(*ends, int(row["min_duration"] * 10**6))
        if row["max_duration"] != "inf":
            net.at_most(*ends, int(row["max_duration"] * 10**6))
    return net


@pytest.mark.skipif(not (EXTERNAL / "stnu").exists(), reason="the published networks are apart")
def test_published_networks_are_as_consistent_as_published() -> None:
    """Each is told to be consistent or not as its label says."""
    with (EXTERNAL / "stnu" / "expected.csv").open(encoding="utf-8") as lines:
        labels = {line["file"]: line["stn_consistent"] == "True" for line in csv.DictReader(lines)}
    found = {
        file: isinstance(network(EXTERNAL / "stnu" / file).earliest(), Times) for file in labels
    }
    assert found == labels


# --- against the definition

ARCS = st.lists(
    st.tuples(st.integers(0, 7), st.integers(0, 7), st.integers(-9, 6)), min_size=1, max_size=20
)


def built(arcs: list[tuple[int, int, int]]) -> Network:
    """Return the network of these bounds."""
    net = Network(8)
    for earlier, later, gap in arcs:
        net.at_least(earlier, later, gap)
    return net


def by_rounds(arcs: list[tuple[int, int, int]]) -> list[int] | None:
    """Return the least times by as many rounds as there are points; None if they still move."""
    at = [0] * 8
    for _ in range(9):
        before = list(at)
        for earlier, later, gap in arcs:
            at[later] = max(at[later], at[earlier] + gap)
        if at == before:
            return at
    return None


@given(ARCS)
def test_times_are_the_least_that_keep_every_bound(arcs: list[tuple[int, int, int]]) -> None:
    """The quick way finds what the slow one does, and no times only where there are none."""
    found = built(arcs).earliest()
    assert (list(found.at) if isinstance(found, Times) else None) == by_rounds(arcs)


@given(ARCS)
def test_conflict_is_a_circle_that_pushes_itself_up(arcs: list[tuple[int, int, int]]) -> None:
    """The bounds named lead round and ask for more time than there is; nothing else is named."""
    found = built(arcs).earliest()
    if isinstance(found, Conflict):
        round_ = [arcs[bound] for bound in found.bounds]
        following = [*round_[1:], round_[0]]
        assert all(one[1] == then[0] for one, then in zip(round_, following, strict=True))
        assert sum(gap for _earlier, _later, gap in round_) > 0


@given(ARCS)
def test_latest_times_mirror_the_earliest(arcs: list[tuple[int, int, int]]) -> None:
    """Turned round, the latest times of a network are the earliest of its mirror image."""
    late = built(arcs).latest(0)
    mirrored = by_rounds([(later, earlier, gap) for earlier, later, gap in arcs])
    found = [-at for at in late.at] if isinstance(late, Times) else None
    assert found == mirrored


def test_dropped_bound_no_longer_counts() -> None:
    """What is given up neither pushes nor contradicts."""
    net = Network(2)
    far = net.at_least(0, 1, 9)
    net.at_most(0, 1, 4)
    assert isinstance(net.earliest(), Conflict)
    found = net.earliest(without=frozenset({far}))
    assert isinstance(found, Times)
    assert list(found.at) == [0, 0]
