"""Plans with a mistake about people, or with something unused, and mended."""

from __future__ import annotations

from typing import Any

import attrs
from plan_stage import (
    CHIEF,
    LEAD,
    MEMBER,
    NOTHING,
    STUDY,
    WHO,
    A,
    B,
    P,
    asking,
    plan,
    talks,
)

from campaignflow.guards import (
    Each,
    Parent,
    Struck,
)
from campaignflow.guards.conditions import Condition
from campaignflow.model import (
    CAMPAIGN,
    Campaign,
    Field,
    Ledger,
    May,
    Phase,
    Review,
    Role,
    Rule,
    Step,
    Tier,
    Variant,
    window,
)


def _reviewed(by: Any, **more: Any) -> Campaign:
    return plan([P, Step("work", "材料", P, review=by, **more)])


OLD, FAR = Field("old", "离退休", "flag"), Field("far", "边远", "flag")
SIDE = Step("side", "随查随改", starts_with=P, ends_with=CAMPAIGN)
CITY, BRANCH = Tier("city", "市"), Tier("branch", "支部")
ABOVE_ALL = Phase("p", "部署", tier=CITY)
SIDE2 = Step("side", "随查随改", starts_with=ABOVE_ALL, ends_with=CAMPAIGN)


def exempting(key: str, when: Condition, *nodes: Any) -> Variant:
    """Return a variant that leaves nodes out."""
    return Variant(key, key, when, nodes)


def swapping(key: str, fact: Field, role: Role) -> Variant:
    """Return a variant that lets the members act for others."""
    return Variant(key, key, fact.is_(True), swap=((role, MEMBER),))


CASES: dict[str, tuple[str, str, str, Campaign, Campaign]] = {
    "reviewer who did the work": (
        "people.nobody",
        "error",
        "steps.work.review",
        _reviewed(CHIEF, owner=CHIEF),
        _reviewed(MEMBER, owner=CHIEF),
    ),
    "reviewer who leads the work": (
        "people.nobody",
        "error",
        "steps.work.review",
        plan([P, Step("work", "材料", P, review=CHIEF)], lead=CHIEF),
        plan([P, Step("work", "材料", P, review=CHIEF)], lead=CHIEF, may=[May(MEMBER, ["submit"])]),
    ),
    "reviewer who is one of the members": (
        "people.nobody",
        "error",
        "steps.work.review",
        _reviewed(CHIEF, each=MEMBER),
        _reviewed(Review((CHIEF, LEAD), "any"), each=MEMBER),
    ),
    "one person for two votes": (
        "people.one_for_all",
        "error",
        "steps.work.review",
        _reviewed(Review((CHIEF, CHIEF))),
        _reviewed(Review((CHIEF, MEMBER), "any")),
    ),
    "one person for two sides": (
        "people.one_for_all",
        "error",
        "steps.work.agreed_by",
        plan(
            [P, Step("work", "方案", P, agreed_by=(s := Role("one", "甲", within=CHIEF), CHIEF))],
            roles=[LEAD, MEMBER, CHIEF, s],
        ),
        plan([P, Step("work", "方案", P, agreed_by=(CHIEF, MEMBER))]),
    ),
    "more than the role above has": (
        "people.too_many",
        "error",
        "roles.two.exactly",
        plan(roles=[LEAD, MEMBER, CHIEF, Role("two", "副书记", 2, CHIEF)]),
        plan(roles=[LEAD, MEMBER, CHIEF, Role("two", "副书记", 2, MEMBER)]),
    ),
    "idle role": (
        "unused.role",
        "info",
        "roles.idle",
        plan(roles=[LEAD, MEMBER, CHIEF, Role("idle", "闲人")]),
        plan([P, Step("x", "值班", P, owner=(idle := Role("idle", "闲人")))], roles=[LEAD, idle]),
    ),
    "idle record kind": (
        "unused.record",
        "info",
        "records.talk",
        plan(),
        asking(talks(per=Each(MEMBER, WHO))),
    ),
    "idle ledger": (
        "unused.ledger",
        "info",
        "ledgers.issues",
        plan(ledgers=[issues := Ledger("issues", "清单")]),
        asking(Struck(issues), ledgers=[issues]),
    ),
    "part without a word": (
        "unused.slot",
        "warning",
        "vacant",
        plan([STUDY], vacant=NOTHING[:2]),
        plan([STUDY], vacant=NOTHING),
    ),
    "idle anchor": (
        "unused.anchor",
        "info",
        "anchors.day",
        plan(),
        plan([P, Step("x", "参观", P, window("纪念日前"))]),
    ),
    "two variants on one node": (
        "variant.overlap",
        "error",
        "variants.two",
        plan(
            facts=[OLD, FAR],
            variants=[exempting("one", OLD.is_(True), B), exempting("two", FAR.is_(True), B)],
        ),
        plan(
            facts=[OLD, FAR],
            variants=[exempting("one", OLD.is_(True), B), exempting("two", OLD.is_(False), B)],
        ),
    ),
    "two variants that swap one role": (
        "variant.overlap",
        "error",
        "variants.two",
        plan(facts=[OLD, FAR], variants=[swapping("one", OLD, CHIEF), swapping("two", FAR, CHIEF)]),
        plan(facts=[OLD, FAR], variants=[swapping("one", OLD, CHIEF), swapping("two", FAR, LEAD)]),
    ),
    "opener that a variant leaves out": (
        "variant.stranded",
        "error",
        "steps.side",
        plan([P, A, SIDE], facts=[OLD], variants=[exempting("one", OLD.is_(True), P)]),
        plan([P, A, SIDE], facts=[OLD], variants=[exempting("one", OLD.is_(True), P, SIDE)]),
    ),
    "opener of another tier": (
        "variant.stranded",
        "error",
        "steps.side",
        plan([ABOVE_ALL, SIDE2], tiers=[CITY, BRANCH]),
        plan([ABOVE_ALL, attrs.evolve(SIDE2, tier=CITY)], tiers=[CITY, BRANCH]),
    ),
    "rule that asks above, also of the topmost": (
        "unit.topmost",
        "warning",
        "rules.side.exit",
        plan(
            [ABOVE_ALL, free := Step("side", "自学")],
            tiers=[CITY, BRANCH],
            rules=[Rule(free, Parent(ABOVE_ALL))],
        ),
        plan(
            [ABOVE_ALL, low := Step("side", "自学", tier=BRANCH)],
            tiers=[CITY, BRANCH],
            rules=[Rule(low, Parent(ABOVE_ALL))],
        ),
    ),
}
