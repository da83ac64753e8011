"""Mistakes in a definition: all at once, each with its place and what would work."""

from __future__ import annotations

import datetime as dt
from typing import Any

import attrs
import pytest

from campaignflow.errors import DefinitionError
from campaignflow.guards import Each, Pairs, Quota, Reached, Values
from campaignflow.model import (
    CAMPAIGN,
    Anchor,
    Campaign,
    Every,
    Field,
    Ledger,
    May,
    Phase,
    RecordKind,
    Repeat,
    Review,
    Role,
    Rule,
    Step,
    Vacant,
    after,
    reopen,
    window,
)

LEAD = Role("lead", "组长")
PEOPLE, HOURS = Field("people", "参与人", "persons"), Field("hours", "学时", "integer")
MODE = Field("mode", "方式", "choice", ("face", "phone"))
TALK = RecordKind("talk", "谈话", (PEOPLE, HOURS, MODE))
P = Phase("p", "阶段")
A, B = Step("a", "甲", P), Step("b", "乙", P)
Q = Step("q", "每季", repeat=Repeat(Every.QUARTER, "keep"))
OVER_Q = Quota(of=TALK, during=Q)
OTHER = Role("other", "另")
PLAN: dict[str, Any] = {
    "key": "plan", "version": "1", "title": "试", "window": window("2017年5月—12月"),
    "lead": LEAD, "roles": [LEAD], "records": [TALK], "phases": [P], "steps": [A, B],
}  # fmt: skip


def mistakes(**tables: Any) -> list[tuple[str, str]]:
    """Return place and code of every mistake of the plan with these tables."""
    with pytest.raises(DefinitionError) as caught:
        Campaign(**{**PLAN, **tables})
    for mistake in caught.value.mistakes:
        assert mistake.en
        assert mistake.zh
    return [(mistake.place, mistake.notice.code) for mistake in caught.value.mistakes]


def test_a_sound_plan_is_frozen_comparable_and_hashable() -> None:
    """Two plans written alike are one value, and nothing in them can be changed."""
    one, two = Campaign(**PLAN), Campaign(**PLAN)
    assert one == two
    assert hash(one) == hash(two)
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        one.version = "2"


@pytest.mark.parametrize(
    ("tables", "place", "code"),
    [
        ({"phases": []}, "steps.a.part_of", "definition.undeclared"),
        ({"roles": []}, "lead", "definition.undeclared"),
        ({"records": [], "rules": [Rule(A, Quota(of=TALK))]}, None, "definition.undeclared"),
        ({"rules": [Rule(A, Reached(Step("ab", "误")))]}, None, "definition.undeclared_near"),
        ({"steps": [A, B, Step("a", "又")]}, "steps.a", "definition.duplicate"),
        ({"steps": [A, B, Step("p", "同名")]}, "steps.p", "definition.duplicate"),
        ({"steps": [A, Step("Bad key", "误")]}, "steps.Bad key", "definition.key"),
        ({"steps": [A, Step("campaign", "误")]}, "steps.campaign", "definition.key"),
        (
            {"ledgers": [Ledger("issues", "清单", (PEOPLE,), due=PEOPLE)]},
            "ledgers.issues.due",
            "definition.due",
        ),
        ({"zone": "Asia/Beijing"}, "zone", "definition.zone"),
        ({"roles": [attrs.evolve(LEAD, exactly=0)]}, None, "definition.exactly"),
        ({"steps": [A, attrs.evolve(B, join=0)]}, "steps.b.join", "definition.join"),
        (
            {"steps": [A, attrs.evolve(B, review=Review((LEAD,), 2))]},
            "steps.b.review",
            "definition.review",
        ),
        ({"steps": [A, attrs.evolve(B, slots=["动园"])]}, "steps.b", "definition.slot"),
        ({"vacant": [Vacant("收尾", "没有写")]}, "vacant", "definition.slot"),
        (
            {"steps": [A, attrs.evolve(B, slots=["总结"])], "vacant": [Vacant("总结", "没有写")]},
            "vacant",
            "definition.slot_taken",
        ),
        ({"edges": [after(A, A)]}, "edges.a.after.a", "definition.edge_self"),
        ({"edges": [after(A, B), after(A, B)]}, "edges.a.after.b", "definition.edge_twice"),
        ({"edges": [reopen(B, A)]}, "edges.b.reopen.a", "definition.reopen_bound"),
        ({"edges": [reopen(B, A, limit=0)]}, "edges.b.reopen.a", "definition.limit"),
        ({"edges": [after(A, B, limit=1)]}, "edges.a.after.b", "definition.reopen_only"),
        ({"may": [May(LEAD, ("waiv",))]}, "may.lead", "definition.command"),
        (
            {"rules": [Rule(A, Quota(of=TALK, sum=MODE))]},
            "rules.a.exit",
            "definition.sum",
        ),
        (
            {"rules": [Rule(A, Quota(of=TALK, per=Each(LEAD, Field("who", "谁", "person"))))]},
            "rules.a.exit",
            "definition.field",
        ),
        (
            {"rules": [Rule(A, Quota(of=TALK, covers=(MODE, ("face", "mail"))))]},
            "rules.a.exit",
            "definition.choice",
        ),
        ({"steps": [A, Q], "rules": [Rule(A, OVER_Q)]}, "rules.a.exit", "definition.during"),
        ({"steps": [A, Q], "rules": [Rule(CAMPAIGN, OVER_Q)]}, None, "definition.during"),
        (
            {"steps": [A, B, Q], "edges": [after(A, B, guard=OVER_Q)]},
            "edges.a.after.b",
            "definition.during",
        ),
        (
            {"rules": [Rule(A, Quota(of=TALK, per=Pairs(LEAD, (PEOPLE,), directed=True)))]},
            "rules.a.exit",
            "definition.directed",
        ),
        (
            {"steps": [A, attrs.evolve(B, review=Review((LEAD,), veto=OTHER))]},
            "steps.b.review",
            "definition.veto",
        ),
        (
            {"records": [RecordKind("talk", "谈话", (PEOPLE, PEOPLE))]},
            "talk.people",
            "definition.duplicate",
        ),
        ({"steps": [A, attrs.evolve(B, window=window("2月29日"))]}, None, "definition.window"),
    ],
)
def test_each_mistake_is_found_at_its_place(
    tables: dict[str, Any], place: str | None, code: str
) -> None:
    """The answer names the place in the definition and the sort of mistake."""
    found = mistakes(**tables)
    assert code in [c for p, c in found if place in (None, p)]


def test_all_mistakes_are_told_at_once() -> None:
    """A plan with four mistakes is refused once, with four places."""
    found = mistakes(zone="Mars/Base", edges=[after(A, A), reopen(B, A)], may=[May(LEAD, ("fly",))])
    assert [code for _place, code in found] == [
        "definition.zone", "definition.edge_self", "definition.reopen_bound", "definition.command",
    ]  # fmt: skip


def test_a_misspelt_reference_says_what_is_near() -> None:
    """The message names the declared element that was probably meant."""
    with pytest.raises(DefinitionError) as caught:
        Campaign(**PLAN, rules=[Rule(A, Reached(Step("aa", "误")))])
    assert "'a'" in str(caught.value)
    assert "“a”" in caught.value.mistakes[0].zh


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: Quota(of=TALK, least=None),
        lambda: Quota(of=TALK, least=-1),
        lambda: Quota(of=TALK, least=3, most=2),
        lambda: Quota(of=TALK, sum=HOURS, covers=(MODE, ("face",))),
        lambda: Repeat(),
        lambda: Repeat(named=()),
    ],
)
def test_impossible_numbers_are_refused_where_they_are_written(wrong: Any) -> None:
    """What can never be is refused before a campaign is built."""
    with pytest.raises(ValueError, match=r"."):
        wrong()


def test_conditions_and_guards_have_no_truth_value() -> None:
    """``and``, ``or`` and ``not`` would drop a part silently, so they are refused."""
    for value in (Quota(of=TALK), MODE.is_("face"), HOURS >= 2):
        with pytest.raises(TypeError, match="truth value"):
            bool(value)


def test_values_are_what_they_say() -> None:
    """Populations and anchors compare by meaning, not by title."""
    assert Values(MODE, ["face"]) == Values(attrs.evolve(MODE, title="途径"), ("face",))
    assert Anchor("d", "日", dt.date(2017, 7, 1)).day == dt.date(2017, 7, 1)


def test_a_quota_during_a_node_that_repeats_alike_is_sound() -> None:
    """The same occurrence is meant where both repeat with the same labels."""
    alike = Step("r", "也每季", repeat=Repeat(Every.QUARTER, "keep"))
    assert Campaign(**{**PLAN, "steps": [A, Q, alike], "rules": [Rule(alike, OVER_Q)]})
