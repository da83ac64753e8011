"""What is different between two versions of a plan, in words."""

from __future__ import annotations

import attrs
import pytest

from campaignflow.definitions.five_phases import five_phases
from campaignflow.definitions.jishui_2017 import jishui_2017
from campaignflow.guards import Struck
from campaignflow.model import Campaign, Rule, Step, from_json, to_json, window
from campaignflow.planning import Difference, compare


@pytest.mark.parametrize("campaign", [five_phases, jishui_2017], ids=lambda c: c.key)
def test_equal_plans_have_no_differences(campaign: Campaign) -> None:
    """A plan that was written and read back is the same."""
    assert compare(campaign, from_json(to_json(campaign))) == ()


def test_changed_field_is_named_with_both_values() -> None:
    """The row, the field, what stood there and what stands there now."""
    new = attrs.evolve(five_phases, title="主题活动")
    (found,) = compare(five_phases, new)
    assert found.notice.zh == "整个方案：title 由“主题活动（五个阶段）”改为“主题活动”"
    assert found.notice.en == "the whole: title “主题活动（五个阶段）” is now “主题活动”"


def test_row_is_told_by_its_key() -> None:
    """A step with another title is the same step."""
    plain = to_json(five_phases)
    for row in plain["steps"]:
        row["title"] = "谈话" if row["key"] == "talks" else row["title"]
    (found,) = compare(five_phases, from_json(plain))
    assert (found.table, found.key, found.field) == ("steps", "talks", "title")


def test_added_and_removed_rows_are_told() -> None:
    """What is only on one side is added or removed, whichever way one looks."""
    more = attrs.evolve(five_phases, steps=[*five_phases.steps, Step("extra", "选做")])
    (added,), (removed,) = compare(five_phases, more), compare(more, five_phases)
    assert (added.kind, added.notice.zh) == ("added", "新增步骤“选做”")
    assert (removed.kind, removed.notice.en) == ("removed", "removed: step “选做”")


def test_changed_guard_is_a_change() -> None:
    """A number in a rule is part of the plan."""
    ledger = five_phases.ledgers[0]
    rules = [
        Rule(r.on, Struck(ledger, allow_empty=True)) if r.on.key == "fixing" else r
        for r in five_phases.rules
    ]
    (found,) = compare(five_phases, attrs.evolve(five_phases, rules=rules))
    assert (found.table, found.key, found.field) == ("rules", "fixing.exit", "guard")
    assert "allow_empty=True" in found.notice.zh


def test_rows_without_a_key_are_told_apart() -> None:
    """Permissions and statements have a name made of whom they concern."""
    fewer = attrs.evolve(five_phases, may=five_phases.may[:1])
    (found,) = compare(five_phases, fewer)
    assert (found.table, found.kind) == ("may", "removed")


def test_every_difference_reads_in_both_languages() -> None:
    """Two plans that have nothing in common differ in every table, and all of it can be said."""
    found = compare(five_phases, jishui_2017)
    assert {one.table for one in found} >= {"campaign", "roles", "steps", "edges", "rules", "may"}
    assert all(one.notice.en and one.notice.zh and one.as_json()["zh"] for one in found)


@pytest.mark.parametrize(
    "table", [field.name for field in attrs.fields(Campaign) if field.metadata.get("table")]
)
def test_every_table_has_a_name(table: str) -> None:
    """No table can be added without a word for its rows."""
    found = Difference(table, "x", "added", title="甲").notice
    assert "甲" in found.zh
    assert "甲" in found.en


def test_differences_are_complete() -> None:
    """Any change that makes another plan of it is told."""
    other = attrs.evolve(five_phases, window=window("2025年3月—8月"))
    assert five_phases.digest != other.digest
    assert compare(five_phases, other)
