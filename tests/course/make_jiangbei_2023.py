"""Make the shipped course of ``jiangbei_2023``: what one invented school did from January on.

Run it from the top of the checkout to write the three tables anew::

    python -m tests.course.make_jiangbei_2023 definitions/data/jiangbei_2023

It is made like the course of ``jishui_2017``: one seeded generator, no clock, ids for everybody.
It ends where the text of the plan ends: every step that the plan still tells is done, and the
third link stays open with the one that it only names.
"""

from __future__ import annotations

import datetime as dt
import sys
from itertools import combinations, permutations
from pathlib import Path
from typing import Any

from campaignflow.definitions import jiangbei_2023 as plan

from .clerk import Clerk, later
from .jiangbei_practice import examples, leading, serving
from .jiangbei_school import (
    BRANCHES,
    CADRES,
    COUNCIL,
    DEPT_HEADS,
    GRADE_HEADS,
    HEAD,
    JOINER,
    LEADERS,
    LEAVER,
    MASSES,
    OFFICE,
    ON_LEAVE,
    RELATIONS,
    ROSTER,
    SUBJECT_HEADS,
    TEAM,
)
from .tables import write_tables

Values = dict[str, Any]


def hand_in(clerk: Clerk, at: str, step: str, paper: str, **values: Any) -> None:
    """Record a version of a paper and submit it half an hour later."""
    when = clerk.moment(at)
    entered = f"{when + dt.timedelta(minutes=10):%m-%d %H:%M}"
    clerk.record(when, paper, entered=entered, author=HEAD, **values)
    clerk.do(when + dt.timedelta(minutes=30), "submit", step)


# --- before the links


def scheme(clerk: Clerk) -> None:
    """The plan is returned once, passes, and is then filed."""
    hand_in(clerk, "01-04 10:00", "vetting", "scheme", evidence="送审稿")
    clerk.do("01-06 15:20", "return_", "vetting", TEAM, "台账没有写明责任人和时限")
    hand_in(clerk, "01-10 09:10", "vetting", "scheme", evidence="修改稿")
    clerk.do("01-11 14:40", "approve", "vetting", TEAM)
    clerk.record("01-12 10:00", "receipt", OFFICE, "01-12 10:30")
    clerk.do("01-12 11:20", "finish", "filing")


def people_change(clerk: Clerk) -> None:
    """One leaves in June, one comes in September."""
    why = "调往外校"
    clerk.do("06-20 09:00", "give_up_role", LEAVER, reason=why, role="member")
    clerk.do("06-20 09:05", "unrelate", LEAVER, reason=why, relation="belongs", right="b02")
    clerk.do("06-20 09:10", "unrelate", "t09", reason=why, relation="leads", right=LEAVER)
    clerk.do("09-01 09:00", "take_role", JOINER, reason="调入本校", role="member")
    clerk.do("09-01 09:05", "relate", JOINER, reason="调入本校", relation="belongs", right="b02")


# --- the first link: study


def study(clerk: Clerk) -> None:
    """The link opens once the plan is filed; one list of names is entered weeks later."""
    clerk.do("01-13 09:00", "open", "study")

    def session(day: str, form: str, entered: str | None = None, **more: Any) -> None:
        values: Values = {"level": "学校", "form": form, **more}
        came = clerk.some(CADRES)
        clerk.record(f"{day} 15:30", "session", entered=entered, **values, attendees=came)

    session("01-13", "集中学习")
    session("02-15", "集中学习", "03-06 09:10", level="教育工委")
    session("02-22", "专题辅导")
    gaps = plan.gaps.choices
    for day, number, form in (
        ("03-01", 1, gaps[:2]),
        ("03-08", 2, gaps[1:3]),
        ("03-15", 3, gaps[4:]),
        ("03-22", 5, gaps[3:]),
        ("03-29", 4, gaps[4:]),
    ):
        session(day, "讨论交流", formats=[plan.formats.choices[number]], gaps=form)
    clerk.do("03-07 16:00", "finish", "themed")
    clerk.do("03-30 09:20", "finish", "contents")
    clerk.do("04-03 09:00", "finish", "discuss", reason="纪律教育学习月安排在九月，届时补上")
    on_time = [person for person in CADRES if person != "t14"]
    for person, at in zip(on_time, clerk.moments("03-20", "04-20", len(on_time)), strict=True):
        clerk.record(at, "essay", person, author=person)
    clerk.record("05-10 16:00", "essay", "t14", author="t14")
    clerk.record("05-11 10:00", "progress", gains=plan.gains.choices)
    clerk.do("05-12 17:00", "close", "study")


def listen(clerk: Clerk) -> None:
    """Once in the name of the leadership, then each on their own; one entry has to be corrected."""
    both: Values = {"channels": ["座谈会", "意见箱"], "hearers": LEADERS}
    clerk.record("03-02 15:00", "hearing", under="组织", **both)
    clerk.do("03-03 10:00", "finish", "solicit")
    clerk.record("03-09 16:00", "digest", "t02", author="t02")
    clerk.do("03-10 09:00", "finish", "collate")
    clerk.do("03-27 16:20", "finish", "claim")
    clerk.record("03-28 15:00", "analysis", "t02", outcome=plan.outcome.choices)
    clerk.do("03-29 09:00", "finish", "analyse")
    channels = plan.channels.choices
    for number, at in enumerate(clerk.moments("03-06", "04-07", 7)):
        who = LEADERS[number % 5]
        values: Values = {"channels": [channels[number % 6]], "hearers": [who]}
        clerk.record(at, "hearing", who, under="个人", **values)
    clerk.do("04-10 09:30", "finish", "hear", "t03")
    values = {"channels": ["个别访谈"], "hearers": ["t05"]}
    wrong = clerk.record("04-12 10:00", "hearing", "t05", under="组织", **values)
    why = "系本人听取，误填为组织名义"
    clerk.do("04-17 09:00", "correct", wrong, reason=why, values={"under": "个人"})


def opinions(clerk: Clerk) -> None:
    """Twelve opinions, each claimed by the leader it concerns and answered one by one."""
    found = clerk.moments("03-03", "03-09", 12)
    claimed = clerk.moments("03-13", "03-24", 12)
    answered = clerk.moments("05-10", "06-06", 12)
    for number, (at, when, told) in enumerate(zip(found, claimed, answered, strict=True)):
        item, who = f"y{number + 1:02d}", LEADERS[number % 5]
        clerk.do(at, "find", item, ledger="opinions", values={"concerned": who})
        clerk.do(when, "work", item, who, trigger="claim")
        clerk.do(told, "work", item, who, trigger="answer")


def masses(clerk: Clerk) -> None:
    """Teachers take part in March, judge in July and keep an eye on it in September."""
    days = ("03-10 16:00", "07-13 16:30", "09-12 16:10")
    for at, who, voice in zip(days, MASSES, plan.voice.choices, strict=False):
        clerk.record(at, "opening", who, voice=[voice])


# --- the second link: search


def locate(clerk: Clerk) -> None:
    """The link opens while the first is still open; problems come in by five ways."""
    clerk.do("04-10 10:00", "open", "search")
    origins, winds = plan.origin.choices, plan.winds.choices
    for number, at in enumerate(clerk.moments("04-11", "04-20", 5)):
        found = {"origin": origins[number], "winds": winds[number % 2 :: 2]}
        clerk.record(at, "finding", "t03", **found)
    clerk.record("04-19 15:00", "thrift", "t04", author="t04")
    clerk.do("04-21 16:00", "finish", "locate", "t03")


def talks(clerk: Clerk) -> None:
    """One pair does not talk for weeks, one talk is too short; who asks for a talk gets one."""
    full: Values = {"matters": plan.matters.choices, "points": plan.points.choices}

    def talk(at: dt.datetime | str, caller: str, partner: str, **more: Any) -> None:
        clerk.record(at, "talk", caller, caller=caller, partner=partner, **{**full, **more})

    silent, short = ("t02", "t05"), ("t03", "t04")
    due = [pair for pair in combinations(LEADERS, 2) if pair != silent]
    due += zip(LEADERS[2:], DEPT_HEADS, strict=True)
    due += [("t06", "t13"), ("t09", ON_LEAVE), ("t07", "t14"), ("t08", "t17")]
    for pair, at in zip(due, clerk.moments("04-12", "05-12", len(due)), strict=True):
        talk(at, *pair, **({"matters": plan.matters.choices[2:]} if pair == short else {}))
    talk("05-30 10:00", *short)
    talk("06-02 15:30", *silent)
    for asker, asked, held, leader in (
        ("t18", "04-24 10:10", "05-08 16:00", HEAD),
        ("t20", "05-15 11:00", "05-25 15:10", "t02"),
    ):
        request = clerk.record(asked, "asking", asker, asker=asker)
        talk(held, leader, asker, asked=request)
    clerk.do("06-05 17:00", "finish", "talks", "t02")


def examine(clerk: Clerk) -> None:
    """Everybody writes; the leadership's own paper is returned by its meeting once."""
    parts, roots = plan.check.parts, plan.roots.choices
    first, second = (clerk.moments("05-08", "05-26", len(CADRES)) for _ in range(2))
    for person, traced, written in zip(CADRES, first, second, strict=True):
        clerk.record(traced, "tracing", person, writer=person, roots=roots)
        clerk.record(written, "check", person, author=person, parts=parts)
    clerk.do("06-01 09:00", "finish", "write")
    hand_in(clerk, "05-16 15:00", "draft", "team_check", parts=parts, evidence="初稿")
    clerk.record("05-18 15:00", "consulting", "t02", attendees=[*DEPT_HEADS, *MASSES])
    clerk.do("05-19 16:00", "return_", "draft", COUNCIL, "典型事例不具体")
    clerk.do("05-22 09:00", "finish", "consult", "t02")
    hand_in(clerk, "05-26 10:00", "draft", "team_check", parts=parts, evidence="审议稿")
    clerk.do("05-29 11:00", "approve", "draft", COUNCIL)


def prepare(clerk: Clerk) -> None:
    """The meeting's plan is returned, and the two sides settle its day at the second attempt."""
    hand_in(clerk, "05-15 14:40", "prepare", "agenda", evidence="第一稿")
    clerk.do("05-18 10:30", "return_", "prepare", TEAM, "没有征求意见和谈心情况")
    hand_in(clerk, "05-30 15:00", "prepare", "agenda", evidence="第二稿")
    clerk.do("06-01 10:00", "approve", "prepare", TEAM)
    clerk.do("06-01 16:00", "agree", "settle", COUNCIL, value="2023-06-08")
    clerk.do("06-02 09:30", "agree", "settle", TEAM, value="2023-06-12")
    clerk.do("06-05 10:00", "agree", "settle", COUNCIL, value="2023-06-12")


def meet(clerk: Clerk) -> None:
    """Everybody criticises the head and the other way round; two stay silent on each other."""
    values: Values = {"content": plan.content.choices, "attendees": LEADERS}
    clerk.record("06-12 08:30", "gathering", entered="06-12 12:05", speaker=HEAD, **values)
    for number, person in enumerate(LEADERS):
        at, entered = f"06-12 09:{8 * number:02d}", f"06-12 12:1{number}"
        clerk.record(at, "confession", person, entered, speaker=person)
    silent = ("t02", "t04")
    spoken = [pair for pair in permutations(LEADERS, 2) if tuple(sorted(pair)) != silent]
    for number, (critic, target) in enumerate(spoken):
        at, entered = f"06-12 10:{3 * number:02d}", f"06-12 12:{20 + number}"
        clerk.record(at, "criticism", critic, entered, critic=critic, target=target)
    verdict: Values = {"manner": plan.manner.choices, "avoided": plan.avoided.choices}
    clerk.record("06-12 12:00", "appraisal", TEAM, "06-12 15:00", **verdict)
    clerk.do("06-12 17:00", "finish", "meet", reason="两位副职分工无交叉，未互提意见")
    came = [*LEADERS, *DEPT_HEADS, GRADE_HEADS[0], *SUBJECT_HEADS]
    briefing: Values = {"chair": HEAD, "told": plan.told.choices, "attendees": came}
    clerk.record("06-15 16:00", "briefing", entered="06-15 17:10", **briefing)
    clerk.do("06-15 17:20", "finish", "brief", reason="一名年级组长带队外出，会后传达")


def branches(clerk: Clerk) -> None:
    """Both branches meet, criticise their heads and assess one another."""
    clerk.do("06-19 09:00", "open", "branches")
    for (branch, (head, people)), day in zip(BRANCHES.items(), ("06-26", "06-27"), strict=True):
        came = [person for person in people if person not in (LEAVER, ON_LEAVE)]
        at, entered = f"{day} 15:00", f"{day} 17:05"
        clerk.record(at, "assembly", head, entered, host=branch, attendees=came)
        clerk.record(f"{day} 15:10", "confession", head, f"{day} 17:08", speaker=head)
        stayed = [person for person in people if person != LEAVER]
        for number, person in enumerate(stayed):
            note = f"{day} 17:{10 + 2 * number}"
            if person != head:
                values: Values = {"critic": person, "target": head}
                clerk.record(f"{day} 15:{20 + number}", "criticism", person, note, **values)
                clerk.record(
                    f"{day} 16:{20 + number}", "comment", head, note, **spoken(head, person)
                )
            grade = {"t13": "模范突出", "t14": "不合格"}.get(person, "合格")
            result: Values = {"assessor": stayed[number - 1], "subject": person, "grade": grade}
            aspects = plan.aspects.choices
            clerk.record(
                f"{day} 15:{40 + number}", "assessment", head, note, **result, aspects=aspects
            )
        clerk.record(f"{day} 16:40", "measures", head, f"{day} 17:40", author=branch)
        clerk.do(f"{day} 17:50", "finish", f"assemble#{branch}", head)
    why = "产假，会后由支部负责人当面转达"
    clerk.do("06-28 09:00", "waive", "branches.exit", reason=why, part=f"{ON_LEAVE}/b02")
    clerk.record("07-03 15:00", "reproof", subject="t14")
    clerk.do("07-04 09:00", "finish", "assess", "t06")
    clerk.record("07-05 10:00", "recommendation", "t06", subject="t13")
    clerk.do("07-06 09:00", "finish", "recommend", "t06")
    clerk.do("07-07 17:00", "close", "search")
    clerk.record("07-20 10:00", "disposal", subject="t14")


def spoken(speaker: str, subject: str) -> Values:
    """Return the values of a comment."""
    return {"speaker": speaker, "subject": subject}


# --- the third link: rectify


def issues(clerk: Clerk) -> None:
    """The ledger works from the first day; one item fails its check and is done again."""
    found = [clerk.moment(f"01-03 {hour:02d}:20") for hour in (9, 10, 14)]
    found += clerk.moments("02-14", "04-28", 7) + clerk.moments("06-13", "07-07", 8)
    waits = {"claim": (1, 3), "plan": (2, 6), "start": (1, 4), "check": (12, 35), "strike": (1, 4)}
    for number, at in enumerate(found, start=1):
        item, owner = f"w{number:02d}", LEADERS[number % 5]
        values: Values = {"area": plan.area.choices[number % 3], "concerned": owner}
        clerk.do(at, "find", item, owner, ledger="issues", values=values)
        when = at
        for trigger, (low, high) in waits.items():
            hour, minute = clerk.pick((9, 10, 11, 15, 16)), clerk.number(0, 50)
            when = later(when, clerk.number(low, high), hour, minute)
            due = {"due": f"{later(when, 40, 12, 0):%Y-%m-%d}"}
            more: Values = {"values": due} if trigger == "plan" else {}
            clerk.do(when, "work", item, owner, trigger=trigger, **more)
            if (item, trigger) == ("w05", "check"):
                when = later(when, 2, 10, 0)
                clerk.do(when, "work", item, owner, "会议并未减少", trigger="fail")
                when = later(when, 15, 15, 0)
                clerk.do(when, "work", item, owner, trigger="check")
    clerk.do("09-26 10:00", "finish", "strike", "t02")


def planning(clerk: Clerk) -> None:
    """The last step that the plan still tells; its first version lacks the time limits."""
    clerk.do("06-13 09:00", "open", "rectify")
    parts = plan.plan.parts
    clerk.record("06-19 10:00", "plan", author=HEAD, parts=parts[:3], evidence="初稿")
    clerk.record("06-26 10:00", "plan", author=HEAD, parts=parts, evidence="定稿")
    clerk.do("06-28 16:00", "finish", "planning")


STORY = (
    scheme, people_change, study, listen, opinions, leading, serving,
    locate, talks, examine, prepare, meet, branches, issues, planning, examples, masses,
)  # fmt: skip


def course() -> list[list[str]]:
    """Return the rows of the course, in the order of entering."""
    clerk = Clerk(seed=2023, prefix="jiangbei", usual=HEAD, year=2023)
    for tell in STORY:
        tell(clerk)
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
