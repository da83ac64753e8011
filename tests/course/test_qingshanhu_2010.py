"""The course of a district and its schools: made by the generator, whole, and with its incidents."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

import campaignflow.definitions
from campaignflow.definitions.qingshanhu_2010 import qingshanhu_2010
from campaignflow.interchange import ImportReport
from campaignflow.tree import Tree

from .trees import events, replay_tree

TABLES = Path(campaignflow.definitions.__path__[0]) / "data" / "qingshanhu_2010"


@pytest.fixture(scope="module")
def replayed() -> tuple[Tree, ImportReport]:
    """Return the whole course replayed, with what became of its rows."""
    return replay_tree(qingshanhu_2010)


@pytest.fixture
def tree(replayed: tuple[Tree, ImportReport]) -> Tree:
    """Return the four runs at their end."""
    return replayed[0]


def test_course_ends_with_every_unit_concluded(tree: Tree) -> None:
    """Nothing is left open and nothing was waived: the plan forbids to leave anything out."""
    assert [run.state.status for run in tree.runs()] == ["concluded"] * 4
    released = [e for run in tree.runs() for e in run.events() if e.kind in ("waived", "released")]
    assert {e.data["as"] for e in released} <= {"exempt"}


def test_bond_entered_twice_was_voided(tree: Tree) -> None:
    """The double stays in the log and no longer counts."""
    (voided,) = events(tree, "s1", "voided")
    assert tree.run("s1").state.records[voided.subject].voided == "与前一条重复录入"


def test_help_of_the_summer_was_entered_in_september(tree: Tree) -> None:
    """The log keeps both days."""
    run = tree.run("s1")
    (late,) = [
        record
        for record in run.state.records.values()
        if record.recorded_at - record.at > 40 * 24 * 3600 * 1_000_000 and record.kind == "helping"
    ]
    assert dt.date.fromordinal(late.day) == dt.date(2011, 7, 20)


def test_problem_was_reopened_after_a_comment_and_solved(tree: Tree) -> None:
    """The superior pointed it out in December; it was over in March, once the promise was kept."""
    (reopened,) = events(tree, "s1", "reopened")
    assert (reopened.subject, reopened.data["edge"]) == ("problems", "comments.reopen.problems")
    (corrected,) = events(tree, "s1", "corrected")
    assert tree.run("s1").state.records[corrected.subject].values["kept"] is True
    node = tree.run("s1").state.node("problems")
    assert (node.state, node.attempt) == ("done", 2)


def test_members_who_left_and_came_are_assessed_in_their_time(tree: Tree) -> None:
    """Of nine members eight were there at any time."""
    for unit, leaver, joiner in (("s1", "a08", "a09"), ("s2", "b06", "b07"), ("s3", "c04", "c05")):
        found = tree.run(unit).state.records.values()
        years = {
            person: {
                dt.date.fromordinal(each.day).isoformat()[:7] > "2011-09"
                for each in found
                if each.kind == "appraisal" and each.values["subject"] == person
            }
            for person in (leaver, joiner)
        }
        assert years == {leaver: {False}, joiner: {True}}
