"""Make the shipped course of ``jishui_2017``: what one invented school did from April to December.

Run it from the top of the checkout to write the three tables anew::

    python -m tests.course.make_jishui_2017 definitions/data/jishui_2017

The same files come out on every machine: chance comes from one seeded generator, of which only
``random()`` is used, and no clock is read. Everybody in it is an id, and nobody is real. The acts
are told link by link, as the plan has them; the clerk puts them in the order of entering.
"""

from __future__ import annotations

import datetime as dt
import sys
from itertools import combinations
from pathlib import Path
from typing import Any

from campaignflow.definitions import jishui_2017 as plan

from .clerk import Clerk, later
from .people import (
    BENCHMARKERS,
    DELEGATES,
    DEPUTIES,
    GRADE_HEADS,
    JOINER,
    LEADERS,
    LEAVER,
    MEMBERS,
    ON_LEAVE,
    ORDINARY,
    PRINCIPAL,
    PUBLICIST,
    RELATIONS,
    ROSTER,
    SECRETARY,
    SUPERIOR,
    TEACHERS,
    belonging,
)
from .tables import write_tables

Values = dict[str, Any]


# --- the first link: study


def mobilise(clerk: Clerk) -> None:
    """The meeting waits for the superior's paper and is held three days late."""
    clerk.record("04-28 10:00", "companion", author=SECRETARY, evidence="讨论稿")
    clerk.record("05-22 16:00", "companion", author=SECRETARY, evidence="印发稿")
    came = [person for person in MEMBERS if person not in (ON_LEAVE, "t38")]
    values: Values = {"name": "动员大会", "speaker": SECRETARY, "attendees": came}
    clerk.record("05-23 15:00", "meeting", entered="05-23 17:10", **values)
    why = "等上级文件推迟三天；一人休产假、一人外出培训，会后传达"
    clerk.do("05-23 17:30", "finish", "kickoff", PRINCIPAL, why)
    planning = [person for person in MEMBERS if person != ON_LEAVE]
    for person, at in zip(planning, clerk.moments("05-24", "05-27", len(planning)), strict=True):
        clerk.record(at, "own_plan", person, author=person)
    clerk.do("05-31 16:40", "finish", "refining", PRINCIPAL, "一人休产假，免交个人措施")


def self_study(clerk: Clerk) -> None:
    """The material comes in two parts."""
    first, second = plan.materials.parts[:2], plan.materials.parts[2:]
    clerk.record("05-24 09:30", "materials", author=PUBLICIST, parts=first)
    clerk.record("05-24 10:10", "reading_rules", author=PUBLICIST)
    clerk.record("06-05 14:50", "materials", author=PUBLICIST, parts=second)
    clerk.do("06-07 09:00", "finish", "self_study", PRINCIPAL)


def sessions(clerk: Clerk) -> None:
    """Joint sessions, six groups in most weeks, and two lessons made up with the newcomer."""

    def joint(day: str, form: str, entered: str | None = None, **more: Any) -> None:
        at = clerk.moment(f"{day} 15:00")
        people = [*MEMBERS, *([JOINER] if day >= "06-19" else [])]
        came = clerk.some(belonging(people, at))
        clerk.record(at, "session", entered=entered, form=form, attendees=came, **more)

    joint("05-26", "专题讨论")
    joint("06-09", "参观", "07-03 09:20", places=["展览馆"])  # the list lay in a drawer
    joint("06-14", "参观", places=["群雕"])
    joint("06-16", "学习研讨", "06-16 17:25", questions=plan.questions.choices)
    joint("06-20", "思想讨论", "06-20 17:20")
    for day, guest in zip(("06-23", "06-30", "07-07"), plan.guests.choices, strict=True):
        joint(day, "宣讲", guests=[guest])
    before = ("05-24", "05-31", "06-07", "06-13", "06-28", "07-04")
    for day in (*before, "09-13", "10-18", "11-15", "12-13"):  # the plan: 贯穿始终
        for group in range(6):
            at = clerk.moment(f"{day} 16:{5 * group:02d}")
            came = clerk.some(belonging(MEMBERS[group::6], at))
            clerk.record(at, "session", form="集中学习", attendees=came)
    for day in ("06-22", "06-27"):
        clerk.record(f"{day} 16:30", "session", form="集中学习", attendees=["t17", JOINER])


def people_change(clerk: Clerk) -> None:
    """One leaves for another school, one comes, one is on leave."""
    why = {"leaves": "调往外校", "comes": "调入本校", "away": "产假，返岗后自学补课"}
    clerk.do("06-15 09:00", "give_up_role", LEAVER, reason=why["leaves"], role="ordinary")
    clerk.do("06-19 08:40", "take_role", JOINER, reason=why["comes"], role="ordinary")
    clerk.do("07-05 10:00", "waive", "sessions.exit", reason=why["away"], part=ON_LEAVE)


def learn(clerk: Clerk) -> None:
    """Lectures, column, essays; the day of the memorial is only fixed late in July."""
    speakers = [each for each in (*LEADERS, *ORDINARY, JOINER) if each not in (ON_LEAVE, LEAVER)]
    for person, at in zip(speakers, clerk.moments("06-21", "07-07", len(speakers)), strict=True):
        clerk.record(at, "lecture", person, speaker=person)
    views, media = plan.views.choices, plan.media.choices
    writers = [(each, views[:2]) for each in LEADERS] + [(each, views[1:]) for each in LEADERS]
    writers += [(clerk.pick(ORDINARY[:14]), [clerk.pick(views)]) for _ in range(10)]
    for (writer, said), at in zip(writers, clerk.moments("06-05", "07-12", 24), strict=True):
        by = writer if writer in LEADERS else PUBLICIST
        where = [clerk.pick(media), *media[:1]]
        clerk.record(at, "article", by, writer=writer, media=sorted(set(where)), views=said)
    for at in clerk.moments("06-12", "07-20", 36):
        author = clerk.pick([*DELEGATES, *ORDINARY[:14], *TEACHERS])
        clerk.record(at, "essay", author, author=author)
    for author, day in (("t11", "07-14"), ("t19", "07-18"), ("t43", "07-24")):
        clerk.record(f"{day} 10:20", "theory", author, author=author)
    clerk.do("06-19 09:30", "finish", "seminar", PRINCIPAL)
    clerk.do("06-21 09:10", "finish", "debate", PRINCIPAL)
    clerk.do("07-06 09:30", "finish", "sessions", PRINCIPAL)
    clerk.do("07-10 16:40", "finish", "lectures", PRINCIPAL, "一人休产假未讲")
    clerk.do("07-14 16:00", "finish", "column", "t04")
    clerk.do("07-27 09:00", "fix_anchor", "memorial", reason="市里来函明确", day="2017-06-11")
    clerk.do("07-28 16:10", "finish", "essays", PRINCIPAL, "纪念日确定得晚，评审随之推迟")


def models(clerk: Clerk) -> None:
    """Two are proposed to the city in June; the school honours its own in December."""
    clerk.record("06-12 15:30", "nomination", winner="t13")
    clerk.record("06-13 10:00", "nomination", winner="t20")
    clerk.do("06-14 09:00", "finish", "nominating", PRINCIPAL)
    teams, people = ("语文教研组", "物理备课组", "n08"), ("t10", "t13", "t20", "t24", "t36", "t41")
    for winner in (*teams, *people):
        honour = plan.honour.choices[winner in people]
        clerk.record("12-18 15:00", "award", honour=honour, winner=winner)
    clerk.do("12-20 10:00", "finish", "awarding", PRINCIPAL)


# --- the second link: search


def listen(clerk: Clerk) -> None:
    """Every leader hears teachers; one hearing is entered twice and voided."""
    found = plan.insights.choices
    for person, at in zip(LEADERS * 3, clerk.moments("07-03", "07-07", 21), strict=True):
        how = {"channel": clerk.pick(plan.channel.choices[1:4]), "way": "面对面"}
        clerk.record(at, "hearing", person, **how, hearers=[person], insights=found)
    for channel, when in (("调查问卷", "07-04 11:00"), ("教师评议", "07-06 16:00")):
        how = {"channel": channel, "way": "背靠背"}
        clerk.record(when, "hearing", PUBLICIST, **how, hearers=[PUBLICIST], insights=found[:1])
    again: Values = {"channel": "民主恳谈", "way": "面对面", "hearers": DEPUTIES, "insights": found}
    clerk.record("07-05 15:00", "hearing", "t03", entered="07-05 16:40", **again)
    twice = clerk.record("07-05 15:00", "hearing", "t04", entered="07-06 08:20", **again)
    clerk.do("07-10 17:10", "finish", "listen", "t03")
    clerk.do("07-12 09:00", "void", twice, reason="与前一条重复录入")


def opinions(clerk: Clerk) -> None:
    """Forty-eight opinions, answered one by one; six are still open on 25 July."""
    givers = [*GRADE_HEADS, *ORDINARY[:14], *TEACHERS]
    found = clerk.moments("07-03", "07-11", 48)
    answered = clerk.moments("07-12", "07-24", 42) + clerk.moments("07-27", "08-14", 6)
    for number, (asked, told) in enumerate(zip(found, answered, strict=True), start=1):
        item, above = f"y{number:02d}", number % 10 == 0
        giver = PUBLICIST if above else clerk.pick(givers)
        values = {"source": "上级" if above else "教师群众"}
        clerk.do(asked, "find", item, giver, ledger="opinions", values=values)
        clerk.do(told, "work", item, clerk.pick(LEADERS), trigger="answer")


def talks(clerk: Clerk) -> None:
    """All talk in time but one pair, who only telephone; they meet a week after the end."""
    full = {"mode": "面谈", "matters": plan.matters.choices, "sides": plan.sides.choices}

    def talk(at: dt.datetime | str, caller: str, partner: str, **more: Any) -> None:
        values = {"caller": caller, "partner": partner, **full, **more}
        clerk.record(at, "talk", caller, **values)

    missing = ("t05", "t07")
    due = [pair for pair in combinations(LEADERS, 2) if pair != missing]
    due += [(left, right) for _relation, left, right in RELATIONS]
    due += list(zip(LEADERS, [*DELEGATES, "t11"], strict=True))
    for pair, at in zip(due, clerk.moments("07-11", "07-19", len(due)), strict=True):
        if pair == ("t03", "t06"):
            talk("07-13 09:30", *pair, matters=plan.matters.choices[:3])
        talk(at, *pair)
    talk("07-19 20:10", *missing, mode="电话")
    talk("07-28 09:30", *missing, entered="07-28 11:10")
    for asker, asked, held in (
        ("t18", "07-06 11:00", "07-14 10:30"),
        ("t42", "07-12 16:20", "07-17 15:00"),
        ("t22", "07-13 09:10", "07-18 09:40"),
    ):
        request = clerk.record(asked, "asking", asker, asker=asker)
        talk(held, SECRETARY, asker, asked=request)
    for at in clerk.moments("07-11", "08-09", 30):
        talk(at, SECRETARY, clerk.pick([*ORDINARY[:14], *TEACHERS]), matters=["本人", "改进措施"])
    clerk.do("07-28 17:00", "finish", "talks", PRINCIPAL, "两位副职轮流外出，补谈推迟")


def examine(clerk: Clerk) -> None:
    """The examination opens on its day although the talks are not over."""
    clerk.do("07-21 08:40", "open", "examine", PRINCIPAL, "谈心谈话尚缺一对，边谈边查")
    for number, person in enumerate(LEADERS):
        values: Values = {"subject": person, "aspects": plan.aspects.choices}
        values["compared"] = plan.compared.choices
        at, entered = f"07-21 {14 + number // 4}:{15 * (number % 4):02d}", f"07-21 17:{number:02d}"
        clerk.record(at, "inspection", person, entered, **values)
    clerk.do("07-21 17:30", "finish", "reflect", "t03")
    clerk.do("07-24 09:00", "finish", "fix_now", PRINCIPAL)
    clerk.record("07-27 15:30", "team_report", author=SECRETARY, evidence="初稿")
    clerk.record("07-28 10:30", "team_report", entered="07-28 11:00", author=SECRETARY)
    clerk.do("07-28 15:00", "finish", "report")


def outlines(clerk: Clerk) -> None:
    """Seven outlines; one is returned twice, the secretary's own goes to the superior."""

    def hand_in(person: str, text: str) -> None:
        at, parts = clerk.moment(text), plan.outline.parts
        entered = f"{at + dt.timedelta(minutes=10):%m-%d %H:%M}"
        clerk.record(at, "outline", person, entered, author=person, parts=parts)
        clerk.do(at + dt.timedelta(minutes=20), "submit", f"outlines#{person}", person)

    for person, handed_in, approved in (
        ("t02", "07-24 10:20", "07-24 15:10"),
        ("t03", "07-24 11:00", "07-24 16:00"),
        ("t04", "07-25 16:40", "07-26 09:20"),
        ("t01", "07-26 10:00", "07-31 10:00"),
        ("t05", "07-27 14:40", "07-28 09:10"),
        ("t07", "07-28 11:20", "07-31 09:10"),
    ):
        hand_in(person, handed_in)
        reviewer = SUPERIOR if person == SECRETARY else SECRETARY
        clerk.do(approved, "approve", f"outlines#{person}", reviewer)
    hand_in("t06", "07-24 11:20")
    clerk.do("07-24 16:20", "return_", "outlines#t06", reason="问题没有具体事例")
    hand_in("t06", "07-25 09:30")
    clerk.do("07-25 15:30", "return_", "outlines#t06", reason="根源没有触及思想")
    hand_in("t06", "07-27 10:00")
    clerk.do("07-28 09:00", "approve", "outlines#t06")


def criticise(clerk: Clerk) -> None:
    """The two meetings, with one correction made on the spot."""
    values: Values = {"name": "民主生活会", "speaker": SECRETARY, "attendees": LEADERS}
    clerk.record("08-10 08:30", "meeting", entered="08-10 12:10", **values)
    for number, person in enumerate(LEADERS):
        said = {"speaker": person, "own": plan.own.choices, "mutual": plan.mutual.choices}
        clerk.record(f"08-10 09:{8 * number:02d}", "speech", person, "08-10 12:20", **said)
    wrong = {"subject": "t07", "fault": "主题不集中"}
    lapse = clerk.record("08-10 10:20", "lapse", entered="08-10 12:30", **wrong)
    clerk.record("08-10 10:20", "correction", entered="08-10 12:31", corrected=lapse)
    clerk.record("08-10 12:00", "manner", entered="08-10 12:40", avoided=plan.avoided.choices)
    clerk.do("08-10 17:00", "finish", "team_meeting")
    people = clerk.some(belonging([*MEMBERS, JOINER], clerk.moment("08-11 15:00")))
    values = {"name": "组织生活会", "speaker": SECRETARY, "attendees": people}
    clerk.record("08-11 15:00", "meeting", entered="08-11 17:00", **values, as_member=LEADERS)
    clerk.do("08-11 17:20", "finish", "branch_meeting")


# --- the third link: rectify


def issues(clerk: Clerk) -> None:
    """Thirty-four issues are worked off; one fails its check and is done again."""
    found = clerk.moments("07-21", "07-28", 10) + clerk.moments("08-01", "08-24", 24)
    waits = {"claim": (1, 3), "plan": (2, 5), "start": (1, 3), "check": (15, 40), "strike": (1, 4)}
    for number, at in enumerate(found, start=1):
        item, owner = f"w{number:02d}", clerk.pick(LEADERS)
        values = {"scope": "集中" if number % 3 == 0 else "个人"}
        clerk.do(at, "find", item, owner, ledger="issues", values=values)
        when = at
        for trigger, (low, high) in waits.items():
            when = later(
                when, clerk.number(low, high), clerk.pick((9, 10, 11, 15, 16)), clerk.number(0, 50)
            )
            more: Values = {}
            if trigger == "plan":
                more = {"values": {"due": f"{later(when, 45, 12, 0):%Y-%m-%d}"}}
            clerk.do(when, "work", item, owner, trigger=trigger, **more)
            if (item, trigger) == ("w09", "check"):
                when = later(when, 2, 10, 0)
                clerk.do(when, "work", item, owner, "回访教师仍不满意", trigger="fail")
                when = later(when, 12, 15, 0)
                clerk.do(when, "work", item, owner, trigger="check")
    clerk.do("12-22 10:00", "finish", "strike", "t05")


def correct(clerk: Clerk) -> None:
    """Plan, posting and institutions; a measure entered with the wrong remedy is corrected."""
    clerk.record("08-24 15:20", "action_plan", author=SECRETARY, parts=plan.action_plan.parts)
    clerk.do("08-25 16:00", "finish", "planning")
    clerk.record("08-28 08:40", "posting", posted="问题整改清单")
    clerk.do("08-29 09:00", "finish", "publish")
    clerk.record("09-04 09:00", "posting", posted="整改方案")
    causes = [*plan.unwilling, *plan.unable] * 2
    for cause, at in zip(causes, clerk.moments("09-05", "11-10", len(causes)), strict=True):
        remedy = plan.remedy.choices[cause in plan.unable]
        clerk.record(at, "education", subject=clerk.pick(ORDINARY[:8]), cause=cause, remedy=remedy)
    values = {"subject": "t37", "cause": "不会为", "remedy": "教育引导"}
    wrong = clerk.record("09-12 10:00", "education", **values)
    why = "应为教育培训，录入有误"
    clerk.do("11-14 15:10", "correct", wrong, reason=why, values={"remedy": "教育培训"})
    clerk.record("09-15 16:00", "censure", subject="t29", neglect="走过场")
    clerk.record("11-20 14:40", "measure", subject="t37", finding="培训后仍不适应岗位要求")
    clerk.do("12-08 16:00", "finish", "govern")
    for part, day in zip(plan.institutions.parts, ("09-20", "10-25", "11-15"), strict=True):
        clerk.record(f"{day} 10:30", "institutions", author=PRINCIPAL, parts=[part])
    clerk.do("11-17 09:00", "finish", "regulate", PRINCIPAL)


def emulate(clerk: Clerk) -> None:
    """Eight benchmark themselves; one office must better its plan after the first rating."""
    written = (
        ("choose", plan.target, "08-21", "08-30", "09-01"),
        ("analyse", plan.indicators, "09-11", "09-20", "09-22"),
        ("catch_up", plan.catch_up_plan, "09-25", "10-11", "10-13"),
    )
    for who, (_role, level) in BENCHMARKERS.items():
        for step, artifact, first, last, end in written:
            (at,) = clerk.moments(first, last, 1)
            clerk.record(at, artifact.key, who, author=who, parts=artifact.parts)
            clerk.do(clerk.moments(end, end, 1)[0], "finish", f"{step}#{who}", who)
        for month, low in (("10-31", 60), ("11-30", 70), ("12-15", 80)):
            score: Values = {"score": clerk.number(low, low + 15), "response": ["优化措施"]}
            (at,) = clerk.moments(month, month, 1)
            clerk.record(at, "rating", who, subject=who, level=level, **score)
        clerk.do(clerk.moments("12-19", "12-20", 1)[0], "finish", f"evaluate@2017-H2#{who}", who)
    why = "首次测评落后，须优化赶超措施"
    clerk.do("11-06 09:30", "reopen", "catch_up#k02", reason=why, edge="evaluate.reopen.catch_up")
    better: Values = {"author": "k02", "parts": plan.catch_up_plan.parts, "evidence": "修订稿"}
    clerk.record("11-13 15:00", "catch_up_plan", "k02", **better)
    clerk.do("11-15 09:00", "finish", "catch_up#k02", "k02")
    for subject, reward in (("n08", "奖励"), ("t25", "奖励"), ("k01", "奖励"), ("k02", "惩处")):
        clerk.record("12-21 15:00", "incentive", subject=subject, reward=reward)


STORY = (
    mobilise, self_study, sessions, people_change, learn, models,
    listen, opinions, talks, examine, outlines, criticise,
    issues, correct, emulate,
)  # fmt: skip


def course() -> list[list[str]]:
    """Return the rows of the course, in the order of entering."""
    clerk = Clerk(seed=2017, prefix="jishui", usual=SECRETARY, year=2017)
    for tell in STORY:
        tell(clerk)
    clerk.do("12-29 16:00", "conclude", reason="各项任务完成")
    return clerk.table()


def write(folder: Path) -> None:
    """Write the three tables into ``folder``."""
    write_tables(
        folder,
        {
            "course.csv": (Clerk.HEADER, course()),
            "roster.csv": (("person", "role"), ROSTER),
            "relations.csv": (("relation", "left", "right"), RELATIONS),
        },
    )


if __name__ == "__main__":
    write(Path(sys.argv[1]))
