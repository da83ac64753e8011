"""What a unit's plan asks of the units below it, and what of it is kept."""

from __future__ import annotations

from typing import Any

import pytest

from campaignflow import RefusalError, Run, Tree
from campaignflow.state import replay

from .conftest import PLAN, Clock, study


def told(run: Run) -> list[dict[str, Any]]:
    """Return what was written down of the units below."""
    return [dict(event.data) for event in run.events() if event.kind == "reported"]


def test_missing_units_are_named(tree: Tree, on: Clock) -> None:
    """Two of three that carry the study out is enough for 60 %; one is not."""
    on("03-10")
    study(tree, "s1")
    refusal = tree.run("d").why_not("open", "hall", actor="w")
    assert refusal is not None
    assert "1 of 3" in refusal.text()
    assert "二小" in refusal.text("zh")
    assert "四小" in refusal.text("zh")
    assert "一小" not in refusal.text("zh")


def test_exempt_units_are_not_counted(tree: Tree) -> None:
    """The retired branch studies under another authority."""
    refusal = tree.run("d").why_not("open", "hall", actor="w")
    assert refusal is not None
    assert "离休支部" not in refusal.text("zh")


def test_units_that_have_not_begun_are_missing(tree: Tree) -> None:
    """A school without a run has not finished anything."""
    refusal = tree.run("d").why_not("open", "hall", actor="w")
    assert refusal is not None
    assert "四小" in refusal.text("zh")


def test_share_that_is_reached_opens_and_is_written_down(tree: Tree, on: Clock) -> None:
    """The decision keeps what it rests on, so that reading the log again asks nobody."""
    on("03-10")
    study(tree, "s1")
    study(tree, "s2")
    run = tree.run("d")
    events = run.do("open", "hall", actor="w")
    (fact,) = [e for e in events if e.kind == "reported" and e.subject == "study"]
    assert fact.data == {"node": "study", "reached": 2, "total": 3, "missing": ["四小"]}
    assert fact.cause is not None
    assert replay(PLAN, run.name, run.events()).snapshot() == run.state.snapshot()


def test_refused_command_leaves_no_trace(tree: Tree) -> None:
    """Asking does not write."""
    run = tree.run("d")
    before = run.version, run.state.snapshot()
    with pytest.raises(RefusalError):
        run.do("open", "hall", actor="w")
    assert (run.version, run.state.snapshot()) == before


def test_tick_writes_what_is_new_and_only_that(tree: Tree, on: Clock) -> None:
    """A day without news below leaves the log as it is."""
    run = tree.run("d")
    run.do("tick")
    on("03-10")
    study(tree, "s1")
    first = run.do("tick")
    assert [e.subject for e in first] == ["study"]
    on("03-11")
    assert run.do("tick") == ()


def test_repeated_command_returns_the_whole_decision(tree: Tree, on: Clock) -> None:
    """A key given twice answers with the events of the first time, what was told included."""
    on("03-10")
    study(tree, "s1")
    study(tree, "s2")
    run = tree.run("d")
    first = run.do("open", "hall", actor="w", key="k1")
    assert run.do("open", "hall", actor="w", key="k1") == first


def test_occurrences_are_asked_one_by_one(tree: Tree, on: Clock) -> None:
    """The district's count for March asks for the schools' review of March."""
    for unit in ("s1", "s2"):
        on("03-10")
        study(tree, unit)
    tree.run("d").do("open", "hall", actor="w")
    on("04-02")
    for unit in ("s1", "s2"):
        tree.run(unit).do("open", "fix", actor="w")
        tree.run(unit).do("finish", "review@2025-03", actor="w")
    tree.run("d").do("tick")
    march = tree.run("d").why_not("finish", "count@2025-03", actor="w")
    april = tree.run("d").why_not("finish", "count@2025-04", actor="w")
    assert march is not None
    assert april is not None
    assert "2 of 3" in march.text()
    assert "0 of 3" in april.text()


def test_tier_reaches_past_the_units_next_below(tree: Tree) -> None:
    """Without a tier only the next level is asked; the branch below a school is not."""
    tree.run("d").do("tick")
    facts = {(fact["node"], fact.get("tier")): fact["total"] for fact in told(tree.run("d"))}
    assert facts["campaign", None] == 4
    assert facts["review@2025-03", "school"] == 3


def test_unit_without_others_below_is_told_nothing(tree: Tree) -> None:
    """A school's log does not speak of units that are not there."""
    tree.run("s2").do("tick")
    assert told(tree.run("s2")) == []


def test_recording_asks_nobody_below(tree: Tree) -> None:
    """Facts are taken down without a look at other runs."""
    tree.run("d").do("take_role", "v", role="lead", actor="w")
    assert told(tree.run("d")) == []


def test_tree_is_read_from_its_log(tree: Tree) -> None:
    """The runs themselves say whose they are and which run is above them."""
    again = Tree.load(PLAN, tree.log)
    assert {(u.key, u.tier, u.parent) for u in again.units} == {
        ("d", "district", None), ("s1", "school", "d"), ("b1", "branch", "s1"),
        ("s2", "school", "d"), ("s3", "school", "d"),
    }  # fmt: skip
    titles = {unit.key: unit.title for unit in again.units}
    assert titles == {unit.key: unit.title for unit in tree.units if unit.key in tree}
    assert again.run("d").state.head["unit"] == "d"
    assert again.run("s1").events()[0].data["parent"] == "tree/d"
