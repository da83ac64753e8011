"""Plans with a mistake in a guard or quota, and mended."""

from __future__ import annotations

import datetime as dt
from typing import Any

from plan_stage import (
    CHIEF,
    DAY,
    HOURS,
    MEMBER,
    MODE,
    P5,
    TALK,
    WHO,
    A,
    B,
    P,
    asking,
    plan,
    talks,
)

from campaignflow.guards import (
    WHOLE,
    Across,
    AtLeast,
    Fixed,
    Pairs,
    Per,
    Published,
    Related,
    Self,
    Since,
    Unstated,
    Values,
    WithSome,
)
from campaignflow.model import (
    CAMPAIGN,
    Campaign,
    Every,
    Relation,
    Rule,
    Step,
    Term,
    after,
    window,
)


def _week(days: str, **more: Any) -> Campaign:
    step = Step("short", "值周", P, window(days))
    quota = talks(per=Per(Every.WEEK, partial="drop"), during=step, **more)
    return asking(quota, CAMPAIGN, [P, step])


_TERMS = [Term("春", dt.date(2017, 2, 1), dt.date(2017, 8, 31), "2016")]
_BY_TERM = talks(per=Per(Every.TERM, partial="keep"))
_SERVES = Relation("serves", "联系", CHIEF, CHIEF)
_TELLS = Relation("tells", "联系", CHIEF, MEMBER)


CASES: dict[str, tuple[str, str, str, Campaign, Campaign]] = {
    "pairs of one person": (
        "quota.impossible",
        "error",
        "rules.a.exit",
        asking(talks(per=Pairs(CHIEF, [WHO]))),
        asking(talks(per=Pairs(MEMBER, [WHO]))),
    ),
    "pairs of one person, if need be": (
        "quota.impossible",
        "warning",
        "rules.a.exit[0]",
        asking(talks(per=Pairs(CHIEF, [WHO])) | talks()),
        asking(talks() | talks(least=2)),
    ),
    "the one holder with themselves": (
        "quota.impossible",
        "error",
        "rules.a.exit",
        asking(talks(per=Across(CHIEF, CHIEF, [WHO]))),
        asking(talks(per=Across(CHIEF, MEMBER, [WHO]))),
    ),
    "the one holder with some other holder": (
        "quota.impossible",
        "error",
        "rules.a.exit",
        asking(talks(per=WithSome(CHIEF, CHIEF, [WHO]))),
        asking(talks(per=WithSome(CHIEF, MEMBER, [WHO]))),
    ),
    "relation of one person": (
        "quota.impossible",
        "error",
        "rules.a.exit",
        asking(talks(per=Related(_SERVES, [WHO])), relations=[_SERVES]),
        asking(talks(per=Related(_TELLS, [WHO])), relations=[_TELLS]),
    ),
    "the member of a step that has none": (
        "quota.impossible",
        "error",
        "rules.a.exit",
        asking(talks(per=Self(WHO))),
        asking(talks(per=Self(WHO)), e := Step("e", "心得", P, each=MEMBER), [P, e]),
    ),
    "value that is no choice": (
        "quota.impossible",
        "error",
        "rules.a.exit",
        asking(talks(where=MODE.is_("书面"))),
        asking(talks(where=MODE.is_("面谈"))),
    ),
    "values that exclude each other": (
        "quota.impossible",
        "error",
        "rules.a.exit",
        asking(talks(where=MODE.is_("面谈") & MODE.is_("电话"))),
        asking(talks(where=MODE.is_("面谈") | MODE.is_("电话"))),
    ),
    "numbers that exclude each other": (
        "quota.impossible",
        "error",
        "rules.a.exit",
        asking(talks(where=(HOURS > 2) & (HOURS < 3))),
        asking(talks(where=(HOURS > 2) & (HOURS < 4))),
    ),
    "one of many compared as a whole": (
        "quota.impossible",
        "error",
        "rules.a.exit",
        asking(talks(where=WHO.is_("zhang"))),
        asking(talks(where=MODE.in_("面谈", "电话"))),
    ),
    "axis value that is no choice": (
        "quota.impossible",
        "error",
        "rules.a.exit",
        asking(talks(per=Values(MODE, ["面谈", "书面"]))),
        asking(talks(per=Values(MODE, ["面谈"]))),
    ),
    "axis without values": (
        "quota.impossible",
        "error",
        "rules.a.exit",
        asking(talks(per=Values(MODE, []))),
        asking(talks(per=Values(MODE, []), allow_empty=True)),
    ),
    "no whole week": (
        "quota.impossible",
        "error",
        "rules.campaign.exit",
        _week("5月2日—5月12日"),
        _week("5月1日—5月12日"),
    ),
    "days that end before they begin": (
        "quota.impossible",
        "error",
        "rules.campaign.exit",
        asking(talks(during=(x := Step("x", "早", P5, window("6月起")))), CAMPAIGN, [P5, x]),
        asking(talks(during=(x := Step("x", "早", P5, window("5月10日起")))), CAMPAIGN, [P5, x]),
    ),
    "terms that are not given": (
        "quota.no_terms",
        "warning",
        "rules.campaign.exit",
        asking(_BY_TERM, CAMPAIGN),
        asking(_BY_TERM, CAMPAIGN, terms=_TERMS),
    ),
    "counted beyond its step": (
        "quota.span_outlasts",
        "warning",
        "rules.x.exit",
        asking(talks(during=WHOLE), x := Step("x", "谈心", P, window("5月")), [P, x]),
        asking(talks(during=WHOLE), CAMPAIGN, [P, x]),
    ),
    "a condition and its contrary": (
        "guard.contradiction",
        "error",
        "rules.a.exit",
        asking(Fixed(DAY) & talks() & ~Fixed(DAY)),
        asking(Fixed(DAY) & talks()),
    ),
    "contraries in two rules": (
        "guard.contradiction",
        "error",
        "rules.a.exit.2",
        plan(rules=[Rule(A, Fixed(DAY)), Rule(A, ~Fixed(DAY))]),
        plan(rules=[Rule(A, Fixed(DAY)), Rule(B, ~Fixed(DAY))]),
    ),
    "bounds that exclude each other": (
        "guard.contradiction",
        "error",
        "rules.a.exit",
        asking(talks(least=5) & talks(least=None, most=3)),
        asking(talks(least=5) & talks(most=5)),
    ),
    "more parts than can hold": (
        "guard.contradiction",
        "error",
        "rules.a.exit",
        asking(AtLeast(2, [talks(), Fixed(DAY) & ~Fixed(DAY)])),
        asking(AtLeast(1, [talks(), Fixed(DAY) & ~Fixed(DAY)])),
    ),
    "choice that is never taken": (
        "guard.contradiction",
        "warning",
        "edges.a.after.b",
        plan(edges=[after(A, B, guard=Fixed(DAY) & ~Fixed(DAY))]),
        plan(edges=[after(A, B, guard=Fixed(DAY))]),
    ),
    "ranges that exclude each other only together": (
        "guard.contradiction",
        "error",
        "rules.a.exit",
        asking(
            (talks(least=5) | talks(least=7)) & (talks(least=None, most=3) | talks(least=1, most=4))
        ),
        asking(
            (talks(least=5) | talks(least=7)) & (talks(least=None, most=3) | talks(least=1, most=5))
        ),
    ),
    "later and not yet later": (
        "guard.contradiction",
        "error",
        "rules.a.exit",
        asking(Since(dt.date(2017, 7, 1)) & ~Since(dt.date(2017, 6, 1))),
        asking(Since(dt.date(2017, 6, 1)) & ~Since(dt.date(2017, 7, 1))),
    ),
    "a condition or its contrary": (
        "guard.tautology",
        "warning",
        "rules.a.exit",
        asking(Fixed(DAY) | ~Fixed(DAY)),
        asking(Fixed(DAY) | talks()),
    ),
    "ranges that leave nothing out": (
        "guard.tautology",
        "warning",
        "rules.a.exit",
        asking(talks(least=2) | talks(least=None, most=3)),
        asking(talks(least=4) | talks(least=None, most=2)),
    ),
    "a day that has come before the campaign": (
        "guard.tautology",
        "warning",
        "rules.a.exit",
        asking(Since(dt.date(2017, 4, 1))),
        asking(Since(dt.date(2017, 6, 1))),
    ),
    "posted for longer than there is time": (
        "guard.range",
        "warning",
        "rules.a.exit",
        asking(Published(TALK, days=200)),
        asking(Published(TALK, days=20)),
    ),
    "demand without a text": (
        "guard.unstated",
        "info",
        "rules.a.exit",
        asking(Unstated("缺页") & talks()),
        asking(talks()),
    ),
}
