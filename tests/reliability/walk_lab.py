"""A plan with most features, and chance that gives it one command after the other."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any, NamedTuple

from campaignflow.errors import RefusalError
from campaignflow.events import Event
from campaignflow.guards import AtLeast, Children, Each, Fixed, Pairs, Quota, Reached, Struck
from campaignflow.log import EventLog, MemoryLog
from campaignflow.model import (
    CAMPAIGN,
    Anchor,
    Artifact,
    Campaign,
    Field,
    Force,
    Ledger,
    May,
    Mode,
    Need,
    Phase,
    RecordKind,
    Relation,
    Review,
    Role,
    Rule,
    Step,
    Tier,
    Variant,
    after,
    after_node,
    each_time,
    on,
    reopen,
    together,
    window,
)
from campaignflow.moments import read_moment
from campaignflow.refusal import Refusal
from campaignflow.run import Run
from campaignflow.sealing import Personal
from campaignflow.state import State
from campaignflow.state.state import OPEN

ZONE = "Asia/Shanghai"
HOUR = 3_600_000_000
MAY_FIRST = read_moment("2017-05-01T09:00:00+08:00", ZONE)[0]

LEAD, MEMBER = Role("lead", "组长"), Role("member", "党员")
CHIEF, JUDGE = Role("chief", "书记", within=MEMBER), Role("judge", "评审")
PEOPLE = Field("people", "参与人", "persons")
MODE = Field("mode", "方式", "choice", ("面谈", "电话"))
SIZE = Field("size", "人数", "integer")
TALK = RecordKind("talk", "谈话", (PEOPLE, MODE), by=MEMBER)
PAPER = Artifact("paper", "方案", ("任务", "措施"))
ISSUES = Ledger("issues", "问题清单", (Field("what", "内容"),))
DAY = Anchor("day", "会议日", scope="run")
HELPS = Relation("helps", "联系", CHIEF, MEMBER)
SCHOOL, DISTRICT = Tier("school", "学校"), Tier("district", "教育局")

STUDY = Phase("study", "学习", window("5月"), opens=Mode.ITSELF)
SEARCH = Phase("search", "查摆", window("6月"), opens=Mode.ITSELF)
MEND = Phase("mend", "整改", window("7月—8月"), opens=Mode.ITSELF, closes=Mode.ITSELF)
KICKOFF = Step("kickoff", "动员会", STUDY, window("5月上旬"))
ESSAY = Step("essay", "心得", STUDY, each=MEMBER, review=CHIEF)
LECTURE = Step(
    "lecture", "党课", STUDY, repeat=each_time({"上": window("5月上旬"), "下": window("5月下旬")})
)
DATING = Step("dating", "定日期", STUDY, agreed_by=(CHIEF, JUDGE), fixes=DAY)
MEETING = Step("meeting", "生活会", SEARCH, window=on(DAY))
OUTLINE = Step("outline", "提纲", SEARCH, review=Review((CHIEF, JUDGE, LEAD), 2, veto=JUDGE))
FORUM = Step("forum", "座谈", SEARCH, need=Need.OPTIONAL)
FEW, MANY = Step("few", "个别谈", SEARCH), Step("many", "普遍谈", SEARCH)
FIX = Step("fix", "整改", MEND, owner=CHIEF)
STRIKE = Step("strike", "销号", MEND, window=after_node(FIX, 20))
TOTALS = Step("totals", "汇总", MEND, tier=DISTRICT)
COLUMN = Step("column", "专栏", starts_with=STUDY, ends_with=CAMPAIGN)
TALKED = Quota(of=TALK, least=2)

CAMPAIGN_OF_ALL = Campaign(
    key="all",
    version="1",
    title="全",
    window=window("2017年5月—8月"),
    lead=LEAD,
    roles=[LEAD, MEMBER, CHIEF, JUDGE],
    relations=[HELPS],
    facts=[SIZE],
    tiers=[SCHOOL, DISTRICT],
    anchors=[DAY],
    records=[TALK],
    artifacts=[PAPER],
    ledgers=[ISSUES],
    phases=[STUDY, SEARCH, MEND],
    steps=[
        *(KICKOFF, ESSAY, LECTURE, DATING, MEETING, OUTLINE, FORUM, FEW, MANY),
        *(FIX, STRIKE, TOTALS, COLUMN),
    ],
    edges=[
        after(SEARCH, MEND),
        after(KICKOFF, MEETING),
        after(MEETING, FEW, guard=~TALKED),
        after(MEETING, MANY, guard=TALKED),
        after(FIX, STRIKE),
        together(FIX, COLUMN),
        reopen(MEETING, KICKOFF, limit=2, resets=(DATING,)),
    ],
    rules=[
        Rule(KICKOFF, Quota(of=TALK)),
        Rule(STUDY, Quota(of=TALK, per=Each(MEMBER, PEOPLE)), force=Force.SHOULD),
        Rule(SEARCH, Quota(of=TALK, per=Pairs(MEMBER, [PEOPLE])), force=Force.SHOULD),
        Rule(FIX, Fixed(DAY), at="entry"),
        Rule(FIX, Quota(of=PAPER)),
        Rule(STRIKE, Struck(ISSUES, allow_empty=True)),
        Rule(CAMPAIGN, AtLeast(1, [Children(MEND, 50), Reached(MEETING)])),
    ],
    may=[May(JUDGE, ["record", "void"], [TALK])],
    variants=[Variant("small", "小校", SIZE <= 20, exempt=(FORUM,))],
)

PERSONS = ("L", "C", "J", "a", "b")
ROSTER = [("L", "lead"), ("C", "chief"), ("J", "judge"), ("a", "member"), ("b", "member")]


class Act(NamedTuple):
    """One command with the clock's reading."""

    now: int
    command: str
    subject: str
    actor: str | None
    more: dict[str, Any]


class Clock:
    """Show what it was last set to."""

    def __init__(self, now: int = MAY_FIRST) -> None:
        self.now = now

    def __call__(self) -> int:
        return self.now


class Chance:
    """Think up acts that are often sensible, from a seed and what a state shows.

    With ``personal`` some reasons are texts about people, whose tokens are others each time.
    """

    def __init__(self, seed: int, *, personal: bool = False) -> None:
        self.random = random.Random(seed)
        self.personal = personal
        self.now = MAY_FIRST

    def next(self, run: Run, clock: Clock) -> Act:
        """Return the next act; time passes between most of them, and most would be granted."""
        self.now += self.random.choice((0, 1, HOUR, 30 * HOUR, 150 * HOUR))
        clock.now = self.now
        act = self.act(run.state)
        for _attempt in range(self.random.choice((0, 12, 24))):
            more = {name: value for name, value in act.more.items() if name != "key"}
            if run.may(act.command, act.subject, actor=act.actor, **more):
                break
            act = self.act(run.state)
        return act

    def act(self, state: State) -> Act:
        """Return some act."""
        rare = self.random.random() < 0.005
        command = self.random.choice(("suspend", "suspend", "cancel") if rare else COMMANDS)
        subject, args = _FILLED.get(command, _node)(self.random, state)
        more: dict[str, Any] = {"reason": "按方案", **args}
        if self.personal and self.random.random() < 0.3:
            command, subject, more = _personal(self.random, state, command, subject, more)
        if self.random.random() < 0.2:
            more["at"] = self.now - self.random.randrange(200) * HOUR
        if self.random.random() < 0.1:
            more["key"] = f"k{self.random.randrange(40)}"
        actor = self.random.choice(("L", "L", "L", *PERSONS, None))
        return Act(self.now, command, subject, actor, more)


Filling = tuple[str, dict[str, Any]]
COMMANDS = (
    *("record",) * 5,
    *("finish", "close", "submit", "approve", "reopen") * 4,
    *("open", "close", "tick", "agree") * 2,
    *("return_", "confirm", "conclude", "waive", "withdraw", "add", "move"),
    *("fix_anchor", "void", "correct", "assume", "report", "find", "work", "work"),
    *("take_role", "give_up_role", "relate", "unrelate", "assign", "claim", "hand_over"),
    *("substitute", "resume", "resume", "archive"),
)


def _node(chance: random.Random, state: State) -> Filling:
    able = [found.key for found in state.all_instances() if state.node(found.key).state == "open"]
    every = [found.key for found in state.all_instances()]
    return chance.choice(able if able and chance.random() < 0.7 else every), {}


def _with(fill: Callable[[random.Random], dict[str, Any]]) -> Callable[..., Filling]:
    def filled(chance: random.Random, state: State) -> Filling:
        return _node(chance, state)[0], fill(chance)

    return filled


def _planned(chance: random.Random, state: State) -> Filling:
    every = [found.key for found in state.all_instances()]
    return chance.choice([key for key in every if state.node(key).state == "planned"] or every), {}


def _phase(chance: random.Random, state: State) -> Filling:
    return chance.choice(("study", "search", "mend")), {}


def _settled(chance: random.Random, state: State) -> Filling:
    asked = [key for key, found in state.nodes.items() if found.questioned]
    return chance.choice(asked or ["meeting"]), {}


def _personal(
    chance: random.Random, state: State, command: str, subject: str, more: dict[str, Any]
) -> tuple[str, str, dict[str, Any]]:
    """Give the reason as a text about somebody, or erase such a text."""
    if state.sealed and chance.random() < 0.3:
        return "erase", chance.choice([*state.sealed]), {"reason": "本人要求"}
    return command, subject, {**more, "reason": Personal("因病")}


def _waived(chance: random.Random, state: State) -> Filling:
    return chance.choice([*state.blueprint.rules, *state.blueprint.instances]), {}


def _waiting(chance: random.Random, state: State) -> Filling:
    waiting = [key for key, found in state.nodes.items() if found.state == "submitted"]
    return chance.choice(waiting or ["outline"]), {}


def _record(chance: random.Random, state: State) -> Filling:
    if chance.random() < 0.2:
        return "", {"kind": "paper", "values": {"author": "C", "parts": ["任务", "措施"]}}
    return "", {"kind": "talk", "values": {"people": chance.sample(PERSONS[1:], 2), "mode": "面谈"}}


def _recorded(chance: random.Random, state: State) -> Filling:
    return chance.choice([*state.records, "r0"]), {}


def _corrected(chance: random.Random, state: State) -> Filling:
    return _recorded(chance, state)[0], {"values": {"people": chance.sample(PERSONS, 2)}}


def _item(chance: random.Random, state: State) -> Filling:
    item = chance.choice([*state.item_values, "i0"])
    now = state.items.get("issues", {}).get(item)
    able = [move.trigger for move in ISSUES.lifecycle.moves if move.source == now]
    return item, {"trigger": chance.choice([*able, "strike"])}


def _person(**options: tuple[Any, ...]) -> Callable[..., Filling]:
    def filled(chance: random.Random, state: State) -> Filling:
        more = {name: chance.choice(values) for name, values in options.items()}
        return chance.choice((*PERSONS, "n")), more

    return filled


def _whole(chance: random.Random, state: State) -> Filling:
    return "", {}


def _leaf(chance: random.Random, state: State) -> Filling:
    keys = [leaf for rule in state.blueprint.rules.values() for leaf in rule.leaf_keys.values()]
    return chance.choice(keys), {"value": chance.random() < 0.5}


def _agreed(chance: random.Random, state: State) -> Filling:
    return "dating", {"value": chance.choice(("2017-06-10", "2017-06-20"))}


def _reopened(chance: random.Random, state: State) -> Filling:
    return "kickoff", {"edge": "meeting.reopen.kickoff"}


_DAYS = ("2017-05-20", "2017-06-25", "2017-09-10")
_FILLED: dict[str, Callable[..., Filling]] = {
    "record": _record,
    "open": _planned,
    "close": _phase,
    "confirm": _settled,
    "waive": _waived,
    "void": _recorded,
    "correct": _corrected,
    "approve": _waiting,
    "return_": _waiting,
    "agree": _agreed,
    "reopen": _reopened,
    "assume": _leaf,
    "add": lambda chance, state: (f"new{chance.randrange(5)}", {"title": "新增"}),
    "move": _with(lambda chance: {"end": chance.choice(_DAYS)}),
    "fix_anchor": lambda chance, state: ("day", {"day": chance.choice(_DAYS)}),
    "report": _with(lambda chance: {"reached": chance.randrange(4), "total": 3}),
    "find": lambda chance, state: ("", {"ledger": "issues", "values": {"what": "略"}}),
    "work": _item,
    "take_role": _person(role=("member", "judge", "chief")),
    "give_up_role": _person(role=("member", "judge")),
    "relate": _person(relation=("helps",), right=PERSONS),
    "unrelate": _person(relation=("helps",), right=PERSONS),
    "assign": _with(lambda chance: {"person": chance.choice(PERSONS)}),
    "hand_over": _with(lambda chance: {"person": chance.choice(PERSONS)}),
    "substitute": _person(substitute=PERSONS, until=_DAYS),
    **dict.fromkeys(("tick", "suspend", "resume", "conclude", "archive", "cancel"), _whole),
}


def start(
    clock: Callable[[], int],
    log: EventLog | None = None,
    kind: type[Run] = Run,
    name: str = "run",
    **options: Any,
) -> Run:
    """Start the run of the plan of all features."""
    return kind.start(
        CAMPAIGN_OF_ALL,
        "school",
        name=name,
        tier="school",
        roster=ROSTER,
        relations=[("helps", "C", "a")],
        facts={"size": 30},
        log=MemoryLog() if log is None else log,
        clock=clock,
        **options,
    )


def play(run: Run, clock: Clock, act: Act) -> tuple[Event, ...] | Refusal:
    """Give the command of an act at its time; return its events or the refusal."""
    clock.now = act.now
    try:
        return run.do(act.command, act.subject, actor=act.actor, **act.more)
    except RefusalError as refused:
        return refused.refusal


def active(state: State) -> dict[str, None]:
    """Return what is open, looked for among all nodes."""
    return {key: None for key, node in state.nodes.items() if node.state in OPEN}


def rendering(state: State) -> str:
    """Return a snapshot as one text, the same for equal states."""
    tables = state.snapshot().items()
    return "\n".join(f"{name} {sorted(table.items())}" for name, table in tables)


def study_done(run: Run, clock: Clock) -> None:
    """Carry out the first phase, so that a walk can begin in the middle of the course."""
    clock.now = MAY_FIRST + 600 * HOUR
    for people in (["C", "a"], ["a", "b"], ["b", "C"]):
        run.do("record", actor="L", kind="talk", values={"people": people, "mode": "面谈"})
    run.do("finish", "kickoff", actor="L")
    for author in ("a", "b", "C"):
        run.do("submit", f"essay#{author}", actor=author)
    run.do("take_role", "J", actor="L", role="chief")
    for author, judge in (("a", "C"), ("b", "C"), ("C", "J")):
        run.do("approve", f"essay#{author}", actor=judge)
    run.do("give_up_role", "J", actor="L", role="chief")
    for side in ("C", "J"):
        run.do("agree", "dating", actor=side, value="2017-06-10")
    for lecture in ("上", "下"):
        run.do("finish", f"lecture@{lecture}", actor="L")
    for instance in run.state.instances_of("essay"):
        if run.state.node(instance).state == "open":
            run.do("waive", instance, actor="L", reason="已离任")
    clock.now += 400 * HOUR
    run.do("close", "study", actor="L")
