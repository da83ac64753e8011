"""The course of the units of 2009: made by the generator, whole, and with its incidents."""

from __future__ import annotations

from pathlib import Path

import pytest

import campaignflow.definitions
from campaignflow.definitions.xuhui_2009 import xuhui_2009
from campaignflow.interchange import ImportReport
from campaignflow.tree import Tree

from .trees import events, replay_tree

TABLES = Path(campaignflow.definitions.__path__[0]) / "data" / "xuhui_2009"


@pytest.fixture(scope="module")
def replayed() -> tuple[Tree, ImportReport]:
    """Return the whole course replayed, with what became of its rows."""
    return replay_tree(xuhui_2009)


def test_every_unit_concludes(replayed: tuple[Tree, ImportReport]) -> None:
    """Those above conclude after those below them."""
    tree, _report = replayed
    ends = {
        run.state.head["unit"]: events(tree, run.state.head["unit"], "concluded")[0].at
        for run in tree.runs()
    }
    assert set(ends) == {unit.key for unit in tree.units}
    assert ends["b1"] < ends["gx"] < ends["xh"]


def test_double_record_was_voided(replayed: tuple[Tree, ImportReport]) -> None:
    """It stays in the log and no longer counts."""
    (voided,) = events(replayed[0], "b1", "voided")
    assert replayed[0].run("b1").state.records[voided.subject].voided == "与前一条重复录入"


def test_session_was_entered_weeks_later(replayed: tuple[Tree, ImportReport]) -> None:
    """It was held in April and learnt in May; the log keeps both."""
    week = 7 * 24 * 3600 * 1_000_000
    late = [e for e in events(replayed[0], "b2", "recorded") if e.recorded_at - e.at > 2 * week]
    assert [e.data["kind"] for e in late] == ["session"]


def test_joiner_of_june_owes_no_hours(replayed: tuple[Tree, ImportReport]) -> None:
    """The hours of the first months were done elsewhere, says the secretary."""
    (waived,) = events(replayed[0], "zx", "waived")
    assert (waived.data["part"], bool(waived.data["reason"])) == ("z08", True)
