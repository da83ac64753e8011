"""Small plans, and for each code one that triggers it with one that mends it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from campaignflow.guards import (
    WHOLE,
    Across,
    AtLeast,
    Each,
    Fixed,
    Guard,
    Pairs,
    Per,
    Published,
    Quota,
    Reached,
    Related,
    Self,
    Since,
    Struck,
    Unstated,
    Values,
    WithSome,
)
from campaignflow.model import (
    CAMPAIGN,
    Anchor,
    Campaign,
    Every,
    Field,
    Force,
    Ledger,
    May,
    Need,
    Phase,
    RecordKind,
    Relation,
    Review,
    Role,
    Rule,
    Step,
    Takes,
    Term,
    Vacant,
    after,
    around,
    each_time,
    on,
    reopen,
    together,
    window,
    with_,
)
from campaignflow.verification import verify

LEAD = Role("lead", "组长")
MEMBER = Role("member", "成员")
CHIEF = Role("chief", "书记", 1, MEMBER)
ABOVE = Role("above", "上级", outside=True)
WHO = Field("who", "参加人", "persons")
MODE = Field("mode", "方式", "choice", ("面谈", "电话"))
HOURS = Field("hours", "学时", "integer")
TALK = RecordKind("talk", "谈话", (WHO, MODE, HOURS))
DAY = Anchor("day", "纪念日", dt.date(2017, 6, 1))
P, Q = Phase("p", "学习"), Phase("q", "整改")
STUDY = Phase("study", "学习", slots=("动员", "学习"))
NOTHING = [Vacant(slot, "方案没有写") for slot in ("查摆", "整改", "总结")]
A, B, C = Step("a", "动员会", P), Step("b", "讨论", P), Step("c", "销号", Q)


def plan(
    nodes: list[Any] | None = None, edges: Any = (), rules: Any = (), **tables: Any
) -> Campaign:
    """Return a plan of the given nodes; of two phases with two steps and one if none are given."""
    found = [P, Q, A, B, C] if nodes is None else nodes
    basis: dict[str, Any] = {
        "key": "plan",
        "version": "1",
        "title": "方案",
        "window": window("2017年5月—8月"),
        "lead": LEAD,
        "roles": [LEAD, MEMBER, CHIEF],
        "records": [TALK],
        "anchors": [DAY],
        "phases": [node for node in found if isinstance(node, Phase)],
        "steps": [node for node in found if isinstance(node, Step)],
        "edges": edges,
        "rules": rules,
    }
    return Campaign(**{**basis, **tables})


def dated(first: str, then: str, *, phases: bool = True, **edge: Any) -> Campaign:
    """Return a plan of two dated nodes, one after the other."""
    kind: Any = Phase if phases else Step
    one, two = kind("x", "前", window=window(first)), kind("y", "后", window=window(then))
    return plan([one, two], [after(one, two, **edge)])


def asking(guard: Guard, node: Any = A, nodes: list[Any] | None = None, **tables: Any) -> Campaign:
    """Return a plan with one rule at the exit of ``node``."""
    return plan(nodes, rules=[Rule(node, guard)], **tables)


def talks(**more: Any) -> Quota:
    """Return a quota of talks."""
    return Quota(of=TALK, **more)


def found(campaign: Campaign, code: str) -> list[tuple[str, str]]:
    """Return severity and place of every finding of one code."""
    return [(f.severity.value, f.place) for f in verify(campaign) if f.code == code]


def _optional_left_behind(need: Need) -> Campaign:
    late = Step("late", "补课", P, need=need)
    return plan([P, Q, A, late, C], [after(P, Q), after(C, late)])


def _opened_elsewhere(other: Any) -> Campaign:
    thread = Step("thread", "专栏", starts_with=other, ends_with=CAMPAIGN)
    return plan([P, Q, A, C, thread], [after(P, Q), after(C, thread)])


def _crossed(second: Any) -> Campaign:
    one = Step("one", "甲", starts_with=Q, ends_with=CAMPAIGN)
    two = Step("two", "乙", starts_with=second, ends_with=CAMPAIGN)
    return plan([P, Q, A, C, one, two], [after(P, one), after(Q, two)])


def _reviewed(by: Any, **more: Any) -> Campaign:
    return plan([P, Step("work", "材料", P, review=by, **more)])


def _week(days: str, **more: Any) -> Campaign:
    step = Step("short", "值周", P, window(days))
    quota = talks(per=Per(Every.WEEK, partial="drop"), during=step, **more)
    return asking(quota, CAMPAIGN, [P, step])


_TERMS = [Term("春", dt.date(2017, 2, 1), dt.date(2017, 8, 31), "2016")]
_BY_TERM = talks(per=Per(Every.TERM, partial="keep"))
_SAME_CHIEF = Role("deputy", "主持人", 1)
_PAIR = [LEAD, MEMBER, CHIEF, _SAME_CHIEF]
_SERVES = Relation("serves", "联系", CHIEF, CHIEF)
_TELLS = Relation("tells", "联系", CHIEF, MEMBER)
_FIX = Step("fixing", "定日期", P, fixes=(_OPEN := Anchor("open_day", "开放日")))

CASES: dict[str, tuple[str, str, str, Campaign, Campaign]] = {
    "circle of edges": (
        "structure.cycle", "error", "edges.b.after.a",
        plan(edges=[after(A, B), after(B, A)]), plan(edges=[after(A, B), reopen(B, A, limit=1)]),
    ),
    "circle through phases": (
        "structure.cycle", "error", "edges.c.after.a",
        plan(edges=[after(P, Q), after(C, A)]), plan(edges=[after(P, Q), after(A, C)]),
    ),
    "circle through a rule": (
        "structure.cycle", "error", "rules.a.entry",
        plan(edges=[after(A, B)], rules=[Rule(A, Reached(B), "entry")]),
        plan(edges=[after(A, B)], rules=[Rule(B, Reached(A), "entry")]),
    ),
    "circle that any join passes": (
        "structure.loose_cycle", "warning", "edges.y.after.x",
        plan([P, A, x := Step("x", "甲", P, join="any"), y := Step("y", "乙", P)],
             [after(A, x), after(x, y), after(y, x)]),
        plan([P, A, x, y], [after(A, x), after(x, y), reopen(y, x, limit=1)]),
    ),
    "node behind a circle": (
        "structure.unreachable", "error", "steps.c",
        plan(edges=[after(A, B), after(B, A), after(B, C)]), plan(edges=[after(A, B), after(B, C)]),
    ),
    "opener closed by then": (
        "structure.unreachable", "error", "steps.thread",
        _opened_elsewhere(P), _opened_elsewhere(CAMPAIGN),
    ),
    "container closed by then": (
        "structure.unreachable", "error", "steps.late",
        _optional_left_behind(Need.OPTIONAL),
        plan([P, Q, A, late := Step("late", "补课", Q, need=Need.OPTIONAL), C], [after(P, Q)]),
    ),
    "container that waits for a circle": (
        "structure.dead_end", "error", "phases.p",
        plan([P, Q, A, B], [after(A, B), after(B, A)]), plan([P, Q, A, B], [after(A, B)]),
    ),
    "openers that wait for each other": (
        "structure.dead_end", "error", "campaign", _crossed(P), _crossed(CAMPAIGN),
    ),
    "more than all edges": (
        "structure.join", "error", "steps.x.join",
        plan([P, A, B, x := Step("x", "汇总", P, join=3)], [after(A, x), after(B, x)]),
        plan([P, A, B, x := Step("x", "汇总", P, join=2)], [after(A, x), after(B, x)]),
    ),
    "reopening what is still to come": (
        "structure.reopen_to_future", "error", "edges.a.reopen.b",
        plan(edges=[after(A, B), reopen(A, B, limit=1)]),
        plan(edges=[after(A, B), reopen(B, A, limit=1)]),
    ),
    "reopening what has no place": (
        "structure.reopen_unordered", "warning", "edges.b.reopen.a",
        plan(edges=[reopen(B, A, limit=1)]), plan(edges=[together(A, B), reopen(B, A, limit=1)]),
    ),
    "phases that overlap": (
        "structure.finish_start_overlap", "error", "edges.x.after.y",
        dated("5月—6月", "6月—7月"), dated("5月", "6月—7月"),
    ),
    "steps that overlap": (
        "structure.finish_start_overlap", "warning", "edges.x.after.y",
        dated("5月", "5月中旬—6月", phases=False),
        dated("5月", "5月中旬—6月", phases=False, force=Force.SHOULD),
    ),
    "over before it may begin": (
        "window.order", "error", "edges.x.after.y", dated("7月", "5月"), dated("5月", "7月"),
    ),
    "undated step in a phase that is over": (
        "window.order", "error", "edges.c.with.a",
        plan([P5 := Phase("p", "学习", window("5月")), Q7 := Phase("q", "整改", window("7月")),
              a := Step("a", "甲", P5), c := Step("c", "丙", Q7)], [with_(c, a)]),
        plan([P5, Q7, a, c], [with_(a, c)]),
    ),
    "more work than time": (
        "window.order", "warning", "edges.x.after.y",
        plan([P5, x := Step("x", "甲", P5, takes=Takes(20)), y := Step("y", "乙", P5, takes=Takes(20))],
             [after(x, y)]),
        plan([P5, x, y := Step("y", "乙", P5, takes=Takes(11))], [after(x, y)]),
    ),
    "three dates in a row that clash": (
        "window.order", "error", "edges.y.after.z",
        plan([x := Step("x", "甲", None, window("7月")), y := Step("y", "乙"),
              z := Step("z", "丙", None, window("6月"))], [after(x, y), after(y, z)]),
        plan([x, y, z := Step("z", "丙", None, window("8月"))], [after(x, y), after(y, z)]),
    ),
    "answer that the next date cannot wait for": (
        "window.answer", "warning", "steps.x.takes",
        plan([x := Step("x", "甲", owner=ABOVE, takes=Takes(2, 40), window=window("5月25日后")),
              y := Step("y", "乙", window=window("6月1日"))], [after(x, y)], roles=[LEAD, ABOVE]),
        plan([x, y := Step("y", "乙", window=window("6月1日后"))], [after(x, y)], roles=[LEAD, ABOVE]),
    ),
    "step outside its phase": (
        "window.outside", "warning", "steps.x.window",
        plan([P5, Step("x", "讲座", P5, window("6月"))]),
        plan([P5, Step("x", "讲座", P5, window("5月下旬"))]),
    ),
    "step that begins before its phase": (
        "window.outside", "warning", "steps.x.window",
        plan([P6 := Phase("p6", "整改", window("6月")), Step("x", "边查边改", P6, window("5月—6月"))]),
        plan([P6, Step("x", "边查边改", P6, window("5月—6月"), starts_with=CAMPAIGN)]),
    ),
    "step that ends after its phase": (
        "window.outside", "warning", "steps.x.window",
        plan([P5, Step("x", "专栏", P5, window("5月—6月"))]),
        plan([P5, Step("x", "专栏", P5, window("5月—6月"), ends_with=CAMPAIGN)]),
    ),
    "occurrence outside its phase": (
        "window.outside", "warning", "steps.x.repeat.夏",
        plan([P5, Step("x", "讲座", P5, repeat=each_time({"夏": window("6月")}))]),
        plan([P5, Step("x", "讲座", P5, repeat=each_time({"夏": window("5月")}))]),
    ),
    "phase outside the campaign": (
        "window.outside", "warning", "phases.x.window",
        plan([Phase("x", "学习", window("4月"))]), plan([Phase("x", "学习", window("5月"))]),
    ),
    "anchor without a day": (
        "anchor.undated", "info", "anchors.day",
        plan([Phase("x", "学习", on(Anchor("day", "纪念日")))], anchors=[Anchor("day", "纪念日")]),
        plan([Phase("x", "学习", on(DAY))]),
    ),
    "anchor that a step fixes": (
        "anchor.undated", "info", "anchors.open_day",
        plan([P, Step("visit", "参观", P, around(_OPEN))], anchors=[_OPEN]),
        plan([P, _FIX, Step("visit", "参观", P, around(_OPEN))], anchors=[_OPEN]),
    ),
    "pairs of one person": (
        "quota.impossible", "error", "rules.a.exit",
        asking(talks(per=Pairs(CHIEF, [WHO]))), asking(talks(per=Pairs(MEMBER, [WHO]))),
    ),
    "pairs of one person, if need be": (
        "quota.impossible", "warning", "rules.a.exit[0]",
        asking(talks(per=Pairs(CHIEF, [WHO])) | talks()), asking(talks() | talks(least=2)),
    ),
    "the one holder with themselves": (
        "quota.impossible", "error", "rules.a.exit",
        asking(talks(per=Across(CHIEF, CHIEF, [WHO]))),
        asking(talks(per=Across(CHIEF, MEMBER, [WHO]))),
    ),
    "the one holder with some other holder": (
        "quota.impossible", "error", "rules.a.exit",
        asking(talks(per=WithSome(CHIEF, CHIEF, [WHO]))),
        asking(talks(per=WithSome(CHIEF, MEMBER, [WHO]))),
    ),
    "relation of one person": (
        "quota.impossible", "error", "rules.a.exit",
        asking(talks(per=Related(_SERVES, [WHO])), relations=[_SERVES]),
        asking(talks(per=Related(_TELLS, [WHO])), relations=[_TELLS]),
    ),
    "the member of a step that has none": (
        "quota.impossible", "error", "rules.a.exit",
        asking(talks(per=Self(WHO))),
        asking(talks(per=Self(WHO)), e := Step("e", "心得", P, each=MEMBER), [P, e]),
    ),
    "value that is no choice": (
        "quota.impossible", "error", "rules.a.exit",
        asking(talks(where=MODE.is_("书面"))), asking(talks(where=MODE.is_("面谈"))),
    ),
    "values that exclude each other": (
        "quota.impossible", "error", "rules.a.exit",
        asking(talks(where=MODE.is_("面谈") & MODE.is_("电话"))),
        asking(talks(where=MODE.is_("面谈") | MODE.is_("电话"))),
    ),
    "numbers that exclude each other": (
        "quota.impossible", "error", "rules.a.exit",
        asking(talks(where=(HOURS > 2) & (HOURS < 3))),
        asking(talks(where=(HOURS > 2) & (HOURS < 4))),
    ),
    "one of many compared as a whole": (
        "quota.impossible", "error", "rules.a.exit",
        asking(talks(where=WHO.is_("zhang"))), asking(talks(where=MODE.in_("面谈", "电话"))),
    ),
    "axis value that is no choice": (
        "quota.impossible", "error", "rules.a.exit",
        asking(talks(per=Values(MODE, ["面谈", "书面"]))),
        asking(talks(per=Values(MODE, ["面谈"]))),
    ),
    "axis without values": (
        "quota.impossible", "error", "rules.a.exit",
        asking(talks(per=Values(MODE, []))), asking(talks(per=Values(MODE, []), allow_empty=True)),
    ),
    "no whole week": (
        "quota.impossible", "error", "rules.campaign.exit",
        _week("5月2日—5月12日"), _week("5月1日—5月12日"),
    ),
    "days that end before they begin": (
        "quota.impossible", "error", "rules.campaign.exit",
        asking(talks(during=(x := Step("x", "早", P5, window("6月起")))), CAMPAIGN, [P5, x]),
        asking(talks(during=(x := Step("x", "早", P5, window("5月10日起")))), CAMPAIGN, [P5, x]),
    ),
    "terms that are not given": (
        "quota.no_terms", "warning", "rules.campaign.exit",
        asking(_BY_TERM, CAMPAIGN), asking(_BY_TERM, CAMPAIGN, terms=_TERMS),
    ),
    "counted beyond its step": (
        "quota.span_outlasts", "warning", "rules.x.exit",
        asking(talks(during=WHOLE), x := Step("x", "谈心", P, window("5月")), [P, x]),
        asking(talks(during=WHOLE), CAMPAIGN, [P, x]),
    ),
    "reviewer who did the work": (
        "people.nobody", "error", "steps.work.review",
        _reviewed(CHIEF, owner=CHIEF), _reviewed(MEMBER, owner=CHIEF),
    ),
    "reviewer who leads the work": (
        "people.nobody", "error", "steps.work.review",
        plan([P, Step("work", "材料", P, review=CHIEF)], lead=CHIEF),
        plan([P, Step("work", "材料", P, review=CHIEF)], lead=CHIEF, may=[May(MEMBER, ["submit"])]),
    ),
    "reviewer who is one of the members": (
        "people.nobody", "error", "steps.work.review",
        _reviewed(CHIEF, each=MEMBER), _reviewed(Review((CHIEF, LEAD), "any"), each=MEMBER),
    ),
    "one person for two votes": (
        "people.one_for_all", "error", "steps.work.review",
        _reviewed(Review((CHIEF, CHIEF))), _reviewed(Review((CHIEF, MEMBER), "any")),
    ),
    "one person for two sides": (
        "people.one_for_all", "error", "steps.work.agreed_by",
        plan([P, Step("work", "方案", P, agreed_by=(s := Role("one", "甲", within=CHIEF), CHIEF))],
             roles=[LEAD, MEMBER, CHIEF, s]),
        plan([P, Step("work", "方案", P, agreed_by=(CHIEF, MEMBER))]),
    ),
    "more than the role above has": (
        "people.too_many", "error", "roles.two.exactly",
        plan(roles=[LEAD, MEMBER, CHIEF, Role("two", "副书记", 2, CHIEF)]),
        plan(roles=[LEAD, MEMBER, CHIEF, Role("two", "副书记", 2, MEMBER)]),
    ),
    "a condition and its contrary": (
        "guard.contradiction", "error", "rules.a.exit",
        asking(Fixed(DAY) & talks() & ~Fixed(DAY)), asking(Fixed(DAY) & talks()),
    ),
    "contraries in two rules": (
        "guard.contradiction", "error", "rules.a.exit.2",
        plan(rules=[Rule(A, Fixed(DAY)), Rule(A, ~Fixed(DAY))]),
        plan(rules=[Rule(A, Fixed(DAY)), Rule(B, ~Fixed(DAY))]),
    ),
    "bounds that exclude each other": (
        "guard.contradiction", "error", "rules.a.exit",
        asking(talks(least=5) & talks(least=None, most=3)), asking(talks(least=5) & talks(most=5)),
    ),
    "more parts than can hold": (
        "guard.contradiction", "error", "rules.a.exit",
        asking(AtLeast(2, [talks(), Fixed(DAY) & ~Fixed(DAY)])),
        asking(AtLeast(1, [talks(), Fixed(DAY) & ~Fixed(DAY)])),
    ),
    "choice that is never taken": (
        "guard.contradiction", "warning", "edges.a.after.b",
        plan(edges=[after(A, B, guard=Fixed(DAY) & ~Fixed(DAY))]),
        plan(edges=[after(A, B, guard=Fixed(DAY))]),
    ),
    "ranges that exclude each other only together": (
        "guard.contradiction", "error", "rules.a.exit",
        asking((talks(least=5) | talks(least=7)) & (talks(least=None, most=3) | talks(least=1, most=4))),
        asking((talks(least=5) | talks(least=7)) & (talks(least=None, most=3) | talks(least=1, most=5))),
    ),
    "later and not yet later": (
        "guard.contradiction", "error", "rules.a.exit",
        asking(Since(dt.date(2017, 7, 1)) & ~Since(dt.date(2017, 6, 1))),
        asking(Since(dt.date(2017, 6, 1)) & ~Since(dt.date(2017, 7, 1))),
    ),
    "a condition or its contrary": (
        "guard.tautology", "warning", "rules.a.exit",
        asking(Fixed(DAY) | ~Fixed(DAY)), asking(Fixed(DAY) | talks()),
    ),
    "ranges that leave nothing out": (
        "guard.tautology", "warning", "rules.a.exit",
        asking(talks(least=2) | talks(least=None, most=3)),
        asking(talks(least=4) | talks(least=None, most=2)),
    ),
    "a day that has come before the campaign": (
        "guard.tautology", "warning", "rules.a.exit",
        asking(Since(dt.date(2017, 4, 1))), asking(Since(dt.date(2017, 6, 1))),
    ),
    "posted for longer than there is time": (
        "guard.range", "warning", "rules.a.exit",
        asking(Published(TALK, days=200)), asking(Published(TALK, days=20)),
    ),
    "idle role": (
        "unused.role", "info", "roles.idle",
        plan(roles=[LEAD, MEMBER, CHIEF, Role("idle", "闲人")]),
        plan([P, Step("x", "值班", P, owner=(idle := Role("idle", "闲人")))], roles=[LEAD, idle]),
    ),
    "idle record kind": (
        "unused.record", "info", "records.talk", plan(), asking(talks(per=Each(MEMBER, WHO))),
    ),
    "idle ledger": (
        "unused.ledger", "info", "ledgers.issues",
        plan(ledgers=[issues := Ledger("issues", "清单")]),
        asking(Struck(issues), ledgers=[issues]),
    ),
    "part without a word": (
        "unused.slot", "warning", "vacant",
        plan([STUDY], vacant=NOTHING[:2]),
        plan([STUDY], vacant=NOTHING),
    ),
    "demand without a text": (
        "guard.unstated", "info", "rules.a.exit", asking(Unstated("缺页") & talks()), asking(talks()),
    ),
    "idle anchor": (
        "unused.anchor", "info", "anchors.day", plan(),
        plan([P, Step("x", "参观", P, window("纪念日前"))]),
    ),
}  # fmt: skip
