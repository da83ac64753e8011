"""Quotas kept as records arrive agree with the same quotas counted from scratch."""

from __future__ import annotations

import datetime as dt
from itertools import product
from typing import Any

import attrs
from hypothesis import example, given, settings
from hypothesis import strategies as st
from oracle import PARTS, TOPICS, Ask, Judged, World, judge

from campaignflow.errors import RefusalError
from campaignflow.guards import (
    WHOLE,
    Across,
    Condition,
    Each,
    Items,
    Once,
    Pairs,
    Per,
    Population,
    Quota,
    Related,
    Self,
    Values,
    WithSome,
)
from campaignflow.log import MemoryLog
from campaignflow.model import (
    CAMPAIGN,
    Campaign,
    Every,
    Field,
    Ledger,
    Mode,
    RecordKind,
    Relation,
    Role,
    Rule,
    Step,
    window,
)
from campaignflow.moments import read_moment
from campaignflow.run import Run
from campaignflow.state import RunView, replay

START, FIRST, LAST = dt.date(2017, 4, 20), dt.date(2017, 4, 24), dt.date(2017, 9, 10)
NOW = read_moment("2017-09-10T12:00:00+08:00", "Asia/Shanghai")[0]
PEOPLE = ("a", "b", "c", "d")

LEAD, MEMBER, GUIDE = Role("lead", "组长"), Role("member", "成员"), Role("guide", "指导")
LEADER = Role("leader", "班子", within=MEMBER)
ROLES = {role.key: role for role in (LEAD, MEMBER, LEADER, GUIDE)}
BOND = Relation("bond", "结对", MEMBER, MEMBER)
WHO, CALLER = Field("who", "参加人", "persons"), Field("caller", "谈话人", "person")
PARTNER, HOURS = Field("partner", "对象", "person"), Field("hours", "学时", "integer")
MODE = Field("mode", "方式", "choice", ("面谈", "电话"))
TOPIC = Field("topics", "题目", "choices", (*TOPICS, "丙"))
PART = Field("parts", "要件", "choices", (*PARTS, "余"))
LINKS = Field("items", "条目", "links")
TALK = RecordKind("talk", "谈话", (WHO, CALLER, PARTNER, HOURS, MODE, TOPIC, PART, LINKS))
ISSUES = Ledger("issues", "清单")

OWN = Step("own", "自身", window=window("5月15日—6月15日"), opens=Mode.BY_COMMAND)
OTHER = Step("other", "另一", window=window("6月7日—7月5日"), opens=Mode.BY_COMMAND)
GROUP = Step("group", "组", window=window("5月20日—7月20日"), opens=Mode.BY_COMMAND)
INNER = Step("inner", "组内", GROUP, opens=Mode.BY_COMMAND)
WIDE = Step("wide", "无期组", opens=Mode.BY_COMMAND)
DEEP = Step("deep", "组内", WIDE, opens=Mode.BY_COMMAND)
SELVES = Step("selves", "每人", each=MEMBER, opens=Mode.BY_COMMAND)
NODES: dict[str, Any] = {n.key: n for n in (DEEP, INNER, OWN, OTHER, GROUP, WIDE, SELVES)}

TALKED = (CALLER, PARTNER)
AXES: dict[str, Population] = {
    "each": Each(MEMBER, WHO),
    "self": Self(WHO),
    "pairs": Pairs(LEADER, (WHO,)),
    "talks": Pairs(LEADER, TALKED),
    "to": Pairs(LEADER, TALKED, directed=True),
    "related": Related(BOND, TALKED),
    "down": Related(BOND, TALKED, directed=True),
    "across": Across(LEADER, GUIDE, (WHO,)),
    "back": Across(LEADER, GUIDE, (PARTNER, CALLER), directed=True),
    "some": WithSome(LEADER, GUIDE, TALKED),
    "company": WithSome(LEADER, GUIDE, (WHO,)),
    "topics": Values(TOPIC, TOPICS),
    "items": Items(ISSUES, LINKS),
    "week-keep": Per(Every.WEEK, "keep"),
    "week-drop": Per(Every.WEEK, "drop"),
    "month-keep": Per(Every.MONTH, "keep"),
    "month-drop": Per(Every.MONTH, "drop"),
    "month-ended": Per(Every.MONTH, "ended"),
}
PRODUCTS = [
    *product(
        ("each", "self", "to", "some"), ("week-keep", "week-drop", "month-drop", "month-ended")
    ),
    *product(("pairs", "talks", "related", "across"), ("topics", "month-keep")),
    ("month-keep", "each", "topics"),
    ("topics", "week-drop"),
    ("some", "topics"),
    ("company", "month-keep"),
    ("items", "each"),
]
WHERE: dict[str | None, Condition | None] = {
    None: None,
    "face": MODE.is_("面谈"),
    "not phone": ~MODE.is_("电话"),
    "hours": HOURS >= 2,
}
DURING: dict[str | None, Any] = {None: None, "whole": WHOLE, "other": OTHER, "deep": DEEP}


def quota(ask: Ask) -> Quota:
    """Return the quota that ``ask`` describes."""
    per: Population = Once()
    for axis in ask.axes:
        per = AXES[axis] if isinstance(per, Once) else per * AXES[axis]
    return Quota(
        of=TALK,
        per=per,
        least=ask.least,
        most=ask.most,
        sum=HOURS if ask.measure == "sum" else None,
        covers=(PART, PARTS) if ask.measure == "covers" else None,
        where=WHERE[ask.where],
        during=DURING[ask.during],
        allow_empty=ask.allow_empty,
    )


class Trial:
    """Do the same things in a run and in a plain world; only what the run accepts happens."""

    def __init__(self, asks: list[Ask]) -> None:
        self.asks = asks
        nodes = {**NODES, "campaign": CAMPAIGN}
        self.campaign = Campaign(
            key="trial",
            version="1",
            title="试",
            window=window("2017年5月—8月"),
            roles=list(ROLES.values()),
            lead=LEAD,
            relations=[BOND],
            records=[TALK],
            ledgers=[ISSUES],
            steps=list(NODES.values()),
            rules=[Rule(nodes[ask.node], quota(ask)) for ask in asks],
        )
        self.run = Run(self.campaign, "trial", MemoryLog(), clock=lambda: NOW)
        roster = [["L", "lead"], ["a", "leader"], ["b", "leader"], ["c", "member"], ["d", "guide"]]
        self.run.do("start", at=START, unit="u", roster=roster)
        self.world = World(roles=[(START, role, who, True) for who, role in roster])
        self.world.windows = {
            "campaign": (dt.date(2017, 5, 1), dt.date(2017, 8, 31)),
            "own": (dt.date(2017, 5, 15), dt.date(2017, 6, 15)),
            "other": (dt.date(2017, 6, 7), dt.date(2017, 7, 5)),
            "group": (dt.date(2017, 5, 20), dt.date(2017, 7, 20)),
        }
        self.world.inside = {
            "inner": "group", "deep": "wide", "wide": "campaign", "selves": "campaign",
        }  # fmt: skip

    def act(self, name: str, *what: Any) -> None:
        """Do one thing in both, unless the run refuses it."""
        try:
            getattr(self, name)(*what)
        except RefusalError:
            return

    def record(self, day: dt.date, values: dict[str, Any]) -> None:
        name = f"r{len(self.world.records)}"
        self.run.do("record", name, actor="L", at=day, kind="talk", values=values)
        self.world.records[name] = (day, values)

    def void(self, number: int) -> None:
        name = f"r{number % max(1, len(self.world.records))}"
        self.run.do("void", name, actor="L", reason="误")
        self.world.voided.add(name)

    def correct(self, number: int, values: dict[str, Any]) -> None:
        name = f"r{number % max(1, len(self.world.records))}"
        self.run.do("correct", name, actor="L", reason="误", values=values)
        day, before = self.world.records[name]
        self.world.records[name] = (day, {**before, **values})

    def role(self, day: dt.date, role: str, person: str, took: bool) -> None:
        command = "take_role" if took else "give_up_role"
        self.run.do(command, person, actor="L", at=day, role=role)
        self.world.roles.append((day, role, person, took))

    def relate(self, left: str, right: str, stands: bool) -> None:
        command = "relate" if stands else "unrelate"
        self.run.do(command, left, actor="L", relation="bond", right=right)
        (self.world.relations.add if stands else self.world.relations.discard)((left, right))

    def move(self, node: str, start: dt.date, days: int) -> None:
        end = start + dt.timedelta(days=days)
        self.run.do("move", node, actor="L", reason="调", start=start, end=end)
        self.world.windows[node] = (start, end)

    def open(self, node: str, person: str, day: dt.date) -> None:
        name = f"{node}#{person}" if node == "selves" else node
        if self.run.do("open", name, actor="L", at=day, reason="早"):
            self.world.opened.setdefault(node, []).append(day)

    def find(self) -> None:
        name = f"w{len(self.world.items)}"
        self.run.do("find", name, actor="L", ledger="issues")
        self.world.items.append(name)

    def found(self, index: int, today: dt.date, member: str | None = None) -> Judged:
        """Return what the run says of one quota on a day."""
        state, ask = self.run.state, self.asks[index]
        rule = state.blueprint.rules[self.campaign.rule_keys[index]]
        name = ask.node if member is None else f"{ask.node}#{member}"
        instance = state.instance(name)
        assert instance is not None
        view = RunView(state, rule, instance, today.toordinal())
        assert isinstance(rule.guard, Quota)
        owed, verdict = rule.guard.owed(view), rule.guard.evaluate(view)
        assert owed is not None
        assert verdict.value is not None
        rows = sorted((entry.key, entry.have, entry.closed) for entry in owed)
        return rows, verdict.value, verdict.settled, verdict.met, verdict.need


axes = st.one_of(
    st.just(()), st.sampled_from([(axis,) for axis in AXES]), st.sampled_from(PRODUCTS)
)
bounds = st.sampled_from([(1, None), (2, None), (None, 0), (None, 2), (1, 2), (3, None), (0, 0)])
days = st.integers(0, 110).map(lambda n: FIRST + dt.timedelta(n))
persons = st.sampled_from(PEOPLE)
numbers = st.integers(0, 11)
values = st.fixed_dictionaries(
    {},
    optional={
        "who": st.lists(persons, max_size=4),
        "caller": persons,
        "partner": persons,
        "hours": st.integers(0, 3),
        "mode": st.sampled_from(MODE.choices),
        "topics": st.lists(st.sampled_from(TOPIC.choices), max_size=3),
        "parts": st.lists(st.sampled_from(PART.choices), max_size=3),
        "items": st.lists(st.sampled_from(("w0", "w1", "w2")), max_size=3),
    },
)
busy = st.fixed_dictionaries(
    {
        "who": st.just(["a", "b", "c", "d"]),
        "caller": persons,
        "partner": persons,
        "hours": st.just(2),
        "mode": st.just("面谈"),
        "topics": st.just(list(TOPICS)),
        "parts": st.lists(st.sampled_from(PART.choices), max_size=3),
        "items": st.just(["w0"]),
    }
)
records = st.tuples(st.just("record"), days, values | busy)
roles = st.tuples(
    st.just("role"), days, st.sampled_from(("member", "leader", "guide")), persons, st.booleans()
)
acts = st.one_of(
    records,
    records,
    st.tuples(st.just("void"), numbers),
    st.tuples(st.just("correct"), numbers, values),
    roles,
    roles,
    roles,
    st.tuples(st.just("relate"), persons, persons, st.booleans()),
    st.tuples(
        st.just("move"), st.sampled_from(("own", "other", "group", "campaign")), days,
        st.integers(0, 60),
    ),
    st.tuples(st.just("open"), st.sampled_from(("own", "inner", "wide", "selves")), persons, days),
    st.tuples(st.just("find")),
)  # fmt: skip
stories = st.builds(
    list.__add__,
    st.lists(st.tuples(st.just("record"), days, busy), min_size=3, max_size=6),
    st.lists(acts, min_size=6, max_size=16),
)


@st.composite
def asked(draw: st.DrawFn) -> Ask:
    """Draw one quota."""
    chosen: tuple[str, ...] = draw(axes)
    least, most = draw(bounds)
    measure = draw(st.sampled_from(("count", "count", "sum", "covers")))
    if measure == "covers":
        least, most = 1, None
    nodes = ("selves",) if "self" in chosen else ("own", "inner", "deep", "campaign")
    return Ask(
        draw(st.sampled_from(nodes)),
        draw(st.sampled_from(list(DURING))),
        chosen,
        measure,
        least,
        most,
        draw(st.sampled_from(list(WHERE))),
        draw(st.booleans()),
    )


LATE_NEWS = [
    ("role", dt.date(2017, 5, 2), "member", "d", True),
    ("role", dt.date(2017, 6, 20), "member", "d", False),
    ("role", dt.date(2017, 5, 20), "member", "d", True),
    ("record", dt.date(2017, 7, 1), {"who": ["a", "b"]}),
]
EACH = Ask("campaign", None, ("each",), "count", 1, None, None, False)


@settings(max_examples=600)
@example([EACH], LATE_NEWS, 0)
@given(st.lists(asked(), min_size=4, max_size=4), stories, st.integers(0, 40))
def test_quota_kept_step_by_step_equals_the_oracle(
    asks: list[Ask], story: list[Any], later: int
) -> None:
    """Whatever happens in whatever order, totals and verdicts are those counted from scratch."""
    trial = Trial(asks)
    for name, *what in story:
        trial.act(name, *what)
    latest = max([FIRST, *(day for day, _ in trial.world.records.values())])
    today = min(latest + dt.timedelta(days=later), LAST)
    for index, ask in enumerate(asks):
        members = trial.world.holders("member", [START]) if ask.node == "selves" else [None]
        for member in members:
            expected = judge(ask, trial.world, member, today)
            assert trial.found(index, today, member) == expected, ask
    again = replay(trial.campaign, "trial", trial.run.events())
    assert again.snapshot() == trial.run.state.snapshot()


def test_talk_with_two_guides_at_once_counts_once() -> None:
    """A record counts once for each key, however many of the others took part."""
    twice = Quota(of=TALK, per=WithSome(LEADER, GUIDE, (WHO,)), least=2)
    run = Run.start(
        attrs.evolve(Trial([]).campaign, rules=[Rule(OWN, twice)]),
        "u",
        roster=[("L", "lead"), ("a", "leader"), ("b", "guide"), ("c", "guide")],
        at=START,
        clock=lambda: NOW,
    )
    run.do("open", "own", actor="L", at=dt.date(2017, 5, 15))
    run.do("record", actor="L", kind="talk", values={"who": ["a", "b", "c"]})
    assert not run.may("finish", "own", actor="L")


def test_talk_with_a_guide_counts_after_the_guide_has_left() -> None:
    """Who held the role on the day of the talk counts, in whatever order that is learnt."""
    once = Quota(of=TALK, per=WithSome(LEADER, GUIDE, (WHO,)))
    run = Run.start(
        attrs.evolve(Trial([]).campaign, rules=[Rule(OWN, once)]),
        "u",
        roster=[("L", "lead"), ("a", "leader")],
        at=START,
        clock=lambda: NOW,
    )
    run.do("open", "own", actor="L", at=dt.date(2017, 5, 15))
    run.do("record", actor="L", kind="talk", at=dt.date(2017, 5, 20), values={"who": ["a", "b"]})
    assert not run.may("finish", "own", actor="L")
    run.do("take_role", "b", actor="L", at=dt.date(2017, 5, 19), role="guide")
    run.do("give_up_role", "b", actor="L", at=dt.date(2017, 5, 21), role="guide")
    assert run.may("finish", "own", actor="L")
