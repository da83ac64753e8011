"""What boxes say of days that a run fixes, of nodes that are not the unit's, and of lists."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from campaignflow.draw import phase_graph_svg
from campaignflow.draw.extract import Reader
from campaignflow.lifecycle import Lifecycle, Move
from campaignflow.model import Anchor, Campaign, Ledger, Phase, Role, Step, Tier, on, window
from campaignflow.run import Run

LEAD = Role("lead", "组长")
FEAST = Anchor("feast", "纪念日", scope="run")
DISTRICT, SCHOOL = Tier("district", "区"), Tier("school", "学校")
PHASE = Phase("phase", "学习", window("5月"))
ESSAY = Step("essay", "征文", PHASE, on(FEAST))
VISIT = Step("visit", "下校检查", PHASE, tier=DISTRICT)
TRIP = Step("trip", "检查行程", VISIT)
READING = Step("reading", "读书", PHASE, window("5月上旬"), tier=SCHOOL)


@pytest.fixture
def run() -> Run:
    """A run of one school."""
    plan = Campaign(
        key="tiny", version="1", title="小活动", window=window("2017年5月—8月"), lead=LEAD,
        roles=[LEAD], anchors=[FEAST], tiers=[DISTRICT, SCHOOL], phases=[PHASE],
        steps=[ESSAY, VISIT, TRIP, READING],
    )  # fmt: skip
    return Run.start(plan, "school", tier="school", roster=[("L", "lead")], at="2017-05-01")


def _reader(run: Run) -> Any:
    return Reader(run.campaign, run.state, dt.date(2017, 5, 9), "zh")


def test_first_day_of_an_anchor_is_no_move(run: Run) -> None:
    """The plan left the day open, so fixing it changes no plan."""
    run.do("fix_anchor", "feast", day="2017-05-20", actor="L", at="2017-05-02")
    assert _reader(run).planned_text(ESSAY) == "5月20日"


def test_window_that_the_run_changes_is_called_moved(run: Run) -> None:
    """A stated window that was put off says so."""
    run.do("move", "reading", end="2017-05-20", reason="停电", actor="L", at="2017-05-02")
    assert "已调整" in _reader(run).planned_text(READING)


@pytest.mark.parametrize("node", [VISIT, TRIP])
def test_node_of_another_tier_says_whose_it_is(run: Run, node: Step) -> None:
    """In the picture of a school a step of the district tells why it is grey."""
    assert [badge.text for badge in _reader(run).standing(node).badges] == ["仅限区"]
    assert "仅限区" not in {badge.text for badge in _reader(run).standing(READING).badges}


def test_list_of_another_kind_names_its_own_end(run: Run) -> None:
    """A condition on matters to be replied to does not speak of striking off."""
    from campaignflow.draw.condition import condition
    from campaignflow.guards import Struck

    life = Lifecycle("m", ("raised", "replied"), "raised", ("replied",),
                     (Move("reply", "raised", "replied"),))  # fmt: skip
    matters = Ledger("matters", "督查事项", lifecycle=life, titles=(("replied", "已回复"),))
    assert condition(Struck(matters)).zh == "督查事项：每条办至“已回复”"


def test_legend_explains_stacks_of_people_and_of_units() -> None:
    """A stack stands for persons or for units, and the legend says both."""
    each = Step("each", "自查", PHASE, each=LEAD)
    plan = Campaign(
        key="tiny", version="1", title="小活动", window=window("2017年5月—8月"), lead=LEAD,
        roles=[LEAD], phases=[PHASE], steps=[each],
    )  # fmt: skip
    assert "每人或每单位一份" in phase_graph_svg(plan, lang="zh")
