"""A wrong value in the definition of the plan of 2009 is found by the name of its fact."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from campaignflow.model import from_json, to_json

from .tracing import mismatches, plan, row_of

PLAN = plan("004")


def _window(plain: dict[str, Any]) -> None:
    row_of(plain["phases"], "analyse")["window"]["text"] = "5月-7月"


def _hours(plain: dict[str, Any]) -> None:
    rule = plain["rules"][PLAN.campaign.rule_keys.index("hours_owed.exit")]
    rule["guard"]["least"] = 40


def _assembly(plain: dict[str, Any]) -> None:
    row_of(plain["variants"], "assembly")["swap"] = []


def _day_one(plain: dict[str, Any]) -> None:
    row_of(plain["steps"], "rules_made")["starts_with"] = None


@pytest.mark.parametrize(
    ("spoil", "facts"),
    [
        (_window, {"004-W-04", "004-P-01"}),
        (_hours, {"004-N-01", "004-G-15"}),
        (_assembly, {"004-L-03"}),
        (_day_one, {"004-P-03"}),
    ],
    ids=["window", "hours", "assembly", "day one"],
)
def test_wrong_value_contradicts_its_facts(
    spoil: Callable[[dict[str, Any]], None], facts: set[str]
) -> None:
    """Whoever changes what the plan says is told which fact no longer stands."""
    plain = to_json(PLAN.campaign)
    spoil(plain)
    assert mismatches(from_json(plain), PLAN.rows) == facts
