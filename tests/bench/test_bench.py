"""The benchmark: it runs through, and everybody in it does the same work."""

from __future__ import annotations

import io
import json
from collections import Counter
from typing import Any

import pytest
from sqlalchemy import create_engine, text

from campaignflow.bench import __main__ as command
from campaignflow.bench import checking, durable, measure, memory, peers, plans, server, workload
from campaignflow.bench.steps import STEPS

COUNTS = {"open": 35, "submit": 36, "return_": 6, "approve": 30, "record": 12, "close": 5}


def test_workload_is_as_described() -> None:
    """125 transitions: every step opened, submitted and done, every fifth returned once."""
    found = Counter(act.command for act in workload.acts())
    assert found == {**COUNTS, "conclude": 1}


def test_workload_carries_a_run_to_its_end() -> None:
    """Each command becomes one event, and the run is concluded."""
    run = workload.started()
    before = run.version
    workload.carry_out(run, workload.acts())
    assert (run.version - before, run.state.status) == (125, "concluded")


@pytest.mark.parametrize("name", peers.PEERS)
def test_peer_does_the_same_transitions(name: str) -> None:
    """Every peer notes as many transitions as there are commands, the conclusion last."""
    try:
        play = peers.PEERS[name](workload.acts())
    except ImportError:
        pytest.skip(f"{name} is not installed")
    noted = play()
    assert len(noted) == 125
    assert noted[-1][0] in ("conclude", "concluded")


def test_recording_with_many_quotas_counts_once() -> None:
    """A record concerns one of the thirty quotas."""
    run = plans.with_records(plans.QUOTAS + 1)
    assert sorted(sum(tally.values()) for tally in run.state.tallies.values()) == [1] * 29 + [2]


def test_run_for_many_people_has_their_instances() -> None:
    """Five steps are multiplied for 49 members."""
    assert len(plans.with_people().state.extra) == 5 * 49


def test_rounds_give_the_median_of_each_play() -> None:
    """Every play is prepared and played once a round."""
    played: list[str] = []
    both: dict[str, measure.Prepare] = {
        "a": lambda: lambda: played.append("a"),
        "b": lambda: lambda: played.append("b"),
    }
    assert set(measure.interleaved(both, 3)) == {"a", "b"}
    assert played == ["a", "b"] * 3


def test_command_prints_a_line_a_row(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ratios stand first, with whether the bound is kept."""
    parts = ((memory.creation, 1), (memory.refusals, 1), (memory.replays, 1))
    monkeypatch.setattr(command, "PARTS", parts)
    out = io.StringIO()
    command.main([], out)
    head, *lines = out.getvalue().splitlines()
    assert head.split()[:2] == ["ratio", "against"]
    assert any("start a common run" in found for found in lines)


def test_command_prints_json(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same rows as one JSON list."""
    monkeypatch.setattr(command, "PARTS", ((memory.workload, 1),))
    out = io.StringIO()
    command.main(["--json"], out)
    rows: list[dict[str, Any]] = json.loads(out.getvalue())
    against = {row["against"] for row in rows}
    assert {"", "transitions", "by hand"} <= against


def test_figures_of_checking_name_each_size(monkeypatch: pytest.MonkeyPatch) -> None:
    """A larger plan is told as a multiple of the smallest, and has so many nodes."""
    monkeypatch.setattr(checking, "VERIFIED", {30: 1e6, 60: 1e6})
    small, large = checking.verifying(1)
    assert (small.what, small.ratio) == ("verify a plan of 30 nodes", None)
    assert (large.against, large.ratio) == ("30 nodes, as time", large.figure / small.figure)
    assert len(plans.of_nodes(60).phases) + len(plans.of_nodes(60).steps) == 60


def test_durable_figures_come_with_their_floor() -> None:
    """Both journal modes are paired with bare inserts; peers stand beside WAL."""
    found = [row.against for row in durable.commits(1, length=3)]
    with_all = [durable.FLOOR, durable.FLOOR, durable.PEER, STEPS]
    assert [name for name in found if name] == there(with_all, durable)


def there(names: list[str], module: Any) -> list[str]:
    """Return those of the names that are installed."""
    absent = {name.partition(" ")[0] for name in module.missing()}
    return [name for name in names if name not in absent]


def test_figures_of_a_server_come_with_all_that_is_installed(postgresql_url: str) -> None:
    """Ours first, then bare inserts and the peers; nothing is left on the server."""
    found = [row.against for row in server.commits(1, postgresql_url, length=3)]
    assert [name for name in found if name] == there([server.FLOOR, server.PEER, STEPS], server)
    engine = create_engine(postgresql_url)
    with engine.connect() as connection:
        names = connection.scalars(text("SELECT datname FROM pg_database")).all()
    engine.dispose()
    assert "campaignflow_bench" not in names


def test_logs_on_disk_are_measured_at_each_length() -> None:
    """One row a length, and one for loading."""
    rows = [*durable.long_logs(1, (5, 10)), *durable.loading(1, 5)]
    assert [row.unit for row in rows] == ["/s", "/s", "µs"]


def test_records_are_measured_in_a_short_and_a_long_log() -> None:
    """The second row carries the bound."""
    short, long = memory.records(1, long=200)
    assert (short.must, long.against) == ("", "100")
