"""A small plan for a district with schools, and its tree."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from campaignflow import (
    CAMPAIGN,
    Campaign,
    Children,
    Every,
    Field,
    Phase,
    Repeat,
    Role,
    Rule,
    Step,
    Tier,
    Tree,
    Unit,
    Units,
    Variant,
    after,
    window,
)
from campaignflow.interchange import ReplayClock
from campaignflow.moments import read_moment

LEAD = Role("lead", "书记")
DISTRICT, SCHOOL, BRANCH = Tier("district", "区"), Tier("school", "校"), Tier("branch", "支部")
RETIRED = Field("retired", "离退休", "flag")
STUDY, FIX = Phase("study", "学习", window("3月份")), Phase("fix", "整改", window("4月份"))
HALL = Phase("hall", "全区总结", tier=DISTRICT)
REVIEW = Step(
    "review", "评议", FIX, tier=SCHOOL, repeat=Repeat(Every.MONTH, "keep"), window=window("3—4月份")
)
COUNT = Step(
    "count", "汇总", HALL, tier=DISTRICT, repeat=Repeat(Every.MONTH, "keep"),
    window=window("3—4月份"),
)  # fmt: skip

PLAN = Campaign(
    key="tree", version="1", title="学习活动", window=window("2025年3月—4月"),
    tiers=[DISTRICT, SCHOOL, BRANCH], roles=[LEAD], lead=LEAD, facts=[RETIRED],
    phases=[STUDY, FIX, HALL],
    steps=[Step("read", "自学", STUDY), REVIEW, COUNT],
    edges=[after(STUDY, FIX)],
    rules=[
        Rule(HALL, Children(STUDY, percent=60), at="entry"),
        Rule(COUNT, Children(REVIEW, tier=SCHOOL)),
        Rule(CAMPAIGN, Children(CAMPAIGN)),
    ],
    variants=[Variant("old", "离退休支部", RETIRED.is_(True), exempt=(STUDY, FIX), why="按区局要求")],
)  # fmt: skip

UNITS = Units(
    [
        Unit("d", "东区", "district", None, {"retired": False}),
        Unit("s1", "一小", "school", "d", {"retired": False}),
        Unit("b1", "一小一支部", "branch", "s1", {"retired": False}),
        Unit("s2", "二小", "school", "d", {"retired": False}),
        Unit("s3", "离休支部", "school", "d", {"retired": True}),
        Unit("s4", "四小", "school", "d", {"retired": False}),
    ]
)

Clock = Callable[[str], None]


@pytest.fixture
def clock() -> ReplayClock:
    """Return a clock that shows the first of March."""
    return ReplayClock(read_moment("2025-03-01", PLAN.zone)[0])


@pytest.fixture
def tree(clock: ReplayClock) -> Tree:
    """Return the district and its schools, all but the fourth school begun."""
    tree = Tree(PLAN, UNITS, clock=clock)
    for unit in UNITS:
        if unit.key != "s4":
            tree.start(unit.key, roster=[("w", "lead")])
    return tree


@pytest.fixture
def on(clock: ReplayClock) -> Clock:
    """Return a function that sets the clock to a day's end of work."""
    return lambda day: clock.advance(read_moment(f"2025-{day}T17:00", PLAN.zone)[0])


def study(tree: Tree, unit: str) -> None:
    """Let a unit close its study."""
    run = tree.run(unit)
    run.do("open", "study", actor="w")
    run.do("finish", "read", actor="w")
    run.do("close", "study", actor="w")
