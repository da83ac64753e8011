"""The shipped campaigns are whole values: buildable, writable, readable and in our own words."""

from __future__ import annotations

import datetime as dt
import importlib
import json
import os
import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import attrs
import pytest

from campaignflow.model import (
    SLOTS,
    Campaign,
    Mode,
    Phase,
    Step,
    from_json,
    to_json,
    window,
)
from campaignflow.model.planning import Planned
from campaignflow.verification import Severity, verify

from .tracing import PLANS

CHECKOUT = Path(__file__).parents[2]
SEEDS = Path(os.environ.get("CAMPAIGNFLOW_SEEDS", CHECKOUT.parent / "shared" / "seeds"))
OF_PLANS = tuple(plan.name for plan in PLANS)
NAMES = ("five_phases", *OF_PLANS)
LONGEST_SHARED = 12
LEFT_OPEN = {"qingshanhu_2010": ["structure.reopen_unordered"] * 3}
"""Warnings that stay: half-yearly comments reopen problems without any order being stated."""


def load(name: str) -> Campaign:
    """Return the shipped campaign of this name."""
    campaign = getattr(importlib.import_module(f"campaignflow.definitions.{name}"), name)
    assert isinstance(campaign, Campaign)
    return campaign


@pytest.fixture(params=NAMES)
def campaign(request: pytest.FixtureRequest) -> Campaign:
    """Return each shipped campaign in turn."""
    return load(request.param)


def test_campaign_is_named_like_its_module(campaign: Campaign) -> None:
    """Who knows the key finds the module."""
    assert campaign.key in NAMES


def test_campaign_survives_json(campaign: Campaign) -> None:
    """Written as text and read again it is the same value with the same digests."""
    again = from_json(json.loads(json.dumps(to_json(campaign), ensure_ascii=False)))
    assert again == campaign
    assert (again.digest, again.text_digest) == (campaign.digest, campaign.text_digest)


@pytest.mark.parametrize("name", NAMES)
def test_digest_is_the_same_in_another_process(name: str) -> None:
    """Neither hash seeds nor import order leak into the digest."""
    code = f"from campaignflow.definitions.{name} import {name}; print({name}.digest)"
    env = {**os.environ, "PYTHONHASHSEED": "4711"}
    told = subprocess.run(
        [sys.executable, "-c", code], env=env, cwd=CHECKOUT, capture_output=True, check=True
    )
    assert told.stdout.decode().strip() == load(name).digest


def test_titles_do_not_touch_the_digest_of_meaning(campaign: Campaign) -> None:
    """A retitled campaign decides alike and reads differently."""
    other = attrs.evolve(campaign, title="另一标题")
    assert other.digest == campaign.digest
    assert other.text_digest != campaign.text_digest


def test_campaign_can_be_carried_out(campaign: Campaign) -> None:
    """No error is found, and no warning but what the plan itself leaves open."""
    found = [each for each in verify(campaign) if each.severity is not Severity.INFO]
    assert [each.severity for each in found if each.severity is Severity.ERROR] == []
    assert [each.notice.code for each in found] == LEFT_OPEN.get(campaign.key, [])


def test_each_usual_part_is_played_or_says_why_not(campaign: Campaign) -> None:
    """Any plan can be read as the five parts, and none of them is left open in silence."""
    vacant = {row.slot for row in campaign.vacant}
    assert {slot for slot, nodes in campaign.slots.items() if not nodes} == vacant


def test_every_step_of_the_template_belongs_to_a_phase() -> None:
    """No step of it stands beside the phases."""
    for step in load("five_phases").steps:
        node: Phase | Step = step
        while node.part_of is not None:
            node = node.part_of
        assert isinstance(node, Phase)


def days(campaign: Campaign, key: str) -> tuple[dt.date, dt.date]:
    """Return the first and last planned day of a node; an unknown bound is the campaign's."""
    windows = Planned(campaign).windows
    found, whole = windows[key], windows["campaign"]
    start, end = found.start or whole.start, found.end or whole.end
    assert start is not None
    assert end is not None
    return start, end


def test_every_window_lies_within_the_campaign(campaign: Campaign) -> None:
    """Nothing is planned before the start or after the end."""
    start, end = days(campaign, "campaign")
    planned = {key: days(campaign, key) for key in Planned(campaign).windows}
    assert {key for key, (a, b) in planned.items() if not start <= a <= b <= end} == set()


def test_template_opens_its_phases_one_after_the_other() -> None:
    """The five phases follow one another without overlapping."""
    five = load("five_phases")
    planned = [days(five, phase.key) for phase in five.phases]
    assert tuple(slot for phase in five.phases for slot in phase.slots) == SLOTS
    assert all(a[1] < b[0] for a, b in pairwise(planned))


def test_template_moves_to_another_year_by_its_window() -> None:
    """Only the campaign's window names a year."""
    later = attrs.evolve(load("five_phases"), window=window("2026年3月—7月"))
    assert {days(later, key)[0].year for key in Planned(later).windows} == {2026}


def test_plan_without_phases_switches_nothing() -> None:
    """Its links open and close by themselves and no edge touches them."""
    jishui = load("jishui_2017")
    ends = {node.key for edge in jishui.edges for node in (edge.source, edge.target)}
    assert all(phase.opens is phase.closes is Mode.ITSELF for phase in jishui.phases)
    assert ends.isdisjoint(phase.key for phase in jishui.phases)


@pytest.mark.parametrize("name", OF_PLANS)
@pytest.mark.parametrize(
    "table",
    ["anchors", "roles", "relations", "phases", "ledgers", "steps", "edges", "rules", "stated"],
)
def test_plan_cites_its_sections(name: str, table: str) -> None:
    """Every row of a table that carries facts names the section it stands in."""
    assert [row for row in getattr(load(name), table) if not row.cites] == []


@pytest.mark.parametrize("name", NAMES)
def test_definition_shares_no_sentence_with_the_plans(name: str) -> None:
    """Only short labels and dates are common to a definition and a plan."""
    seeds = sorted(SEEDS.glob("*.txt"))
    if not seeds:
        pytest.skip("the plans are not at hand: no *.txt in CAMPAIGNFLOW_SEEDS")
    own = _pieces((CHECKOUT / "definitions" / f"{name}.py").read_text(encoding="utf-8"))
    for seed in seeds:
        assert own & _pieces(seed.read_text(encoding="utf-8")) == set()


def _pieces(text: str) -> set[str]:
    """Return every run of characters just too long to be a label."""
    plain = re.sub(r"\s", "", text)
    size = LONGEST_SHARED + 1
    pieces = {plain[i : i + size] for i in range(len(plain) - size + 1)}
    return {piece for piece in pieces if not piece.isascii()}
