"""Mistakes seeded into the shipped definitions: how many are found, and rightly named.

Each mutation is one slip of an author's pen. It must be refused when the campaign is built, or be
found by verification, with one of the codes and at one of the places that the slip stands for.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from itertools import islice
from typing import NamedTuple

import pytest
from slips import SLIPS, Mutation
from typing_slips import TYPING_SLIPS

from campaignflow.cli.campaigns import find_campaign, shipped
from campaignflow.errors import DefinitionError
from campaignflow.model import Campaign, from_json
from campaignflow.planning import compare, soundness
from campaignflow.verification import Severity, verify

ALL = (*SLIPS, *TYPING_SLIPS)
OF_EACH = 6
CAMPAIGNS = tuple(find_campaign(name) for name in shipped())


class Result(NamedTuple):
    """How one mutation fared."""

    mutation: Mutation
    found: bool
    rightly: bool


@cache
def results() -> tuple[Result, ...]:
    """Return how the mutations fared: of every kind so many of every campaign."""
    made = [m for c in CAMPAIGNS for slip in ALL for m in islice(slip(c), OF_EACH)]
    return tuple(judge(mutation) for mutation in made)


def judge(mutation: Mutation) -> Result:
    """Return whether a mutation is found, and rightly named."""
    try:
        findings = verify(from_json(mutation.plain))
    except DefinitionError as refused:
        told = [(mistake.place, mistake.notice.code) for mistake in refused.mistakes]
    else:
        before = {
            (f.place, f.code)
            for campaign in CAMPAIGNS
            if campaign.key == mutation.plain["key"]
            for f in verify(campaign)
        }
        told = [(f.place, f.code) for f in findings if (f.place, f.code) not in before]
    rightly = any(
        code in mutation.codes and place.startswith(mutation.places) for place, code in told
    )
    return Result(mutation, bool(told), rightly)


@pytest.mark.parametrize("campaign", CAMPAIGNS, ids=lambda campaign: campaign.key)
def test_unmutated_definitions_have_no_errors(campaign: Campaign) -> None:
    """Nothing is found that is not there."""
    assert [f for f in verify(campaign) if f.severity is Severity.ERROR] == []
    assert soundness(campaign).verdict == "sound"


@pytest.mark.parametrize("kind", [slip.__name__ for slip in ALL])
def test_every_kind_of_slip_is_tried(kind: str) -> None:
    """Each kind can be made in one of the definitions at least."""
    slip = next(slip for slip in ALL if slip.__name__ == kind)
    assert any(True for campaign in CAMPAIGNS for _mutation in slip(campaign))


def test_slips_are_found_and_rightly_named() -> None:
    """Nearly every slip, of more than twenty kinds, is found with the right code at its place.

    That an edge is missing is for people to see: no plan says what it has forgotten. What alone
    is out of order among its like is told, which is so for a third of them.
    """
    missed = Counter(result.mutation.kind for result in results() if not result.rightly)
    assert len({result.mutation.kind for result in results()}) > 20
    assert len(results()) > 600
    assert sum(missed.values()) <= 0.05 * len(results()), missed
    dropped = [result.rightly for result in results() if result.mutation.kind == "edge dropped"]
    assert sum(dropped) >= 0.3 * len(dropped)
    assert sum(missed.values()) - missed["edge dropped"] <= 0.02 * len(results()), missed


def test_what_verification_cannot_see_is_seen_beside_the_original() -> None:
    """Compared with what it was made from, every slip that can be built shows."""
    for result in results():
        if result.mutation.kind == "edge dropped":
            campaign = next(c for c in CAMPAIGNS if c.key == result.mutation.plain["key"])
            (difference,) = compare(campaign, from_json(result.mutation.plain))
            assert (difference.table, difference.kind) == ("edges", "removed")
