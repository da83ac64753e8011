"""Make the shipped course of ``jiefangsixiang_2012``: an invented city's schools in 2012.

Run it from the top of the checkout to write the three tables anew::

    python -m tests.course.make_jiefangsixiang_2012 definitions/data/jiefangsixiang_2012

The same files come out on every machine, and nobody in them is real. The bureau's office enters
what the units do not enter themselves.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from campaignflow.definitions import jiefangsixiang_2012 as plan

from .clerk import Clerk, later
from .people import ids
from .tables import write_tables

Values = dict[str, Any]

OFFICE, INSPECTORS = ids("o", 1, 2), ids("i", 1, 2)
DEPARTMENTS, SCHOOLS = ids("d", 1, 2), ids("s", 1, 5)
UNITS = [*DEPARTMENTS, *SCHOOLS]
OFFICIALS, HEADS, TEACHERS = ids("c", 1, 4), ids("h", 1, 10), ids("p", 1, 5)
CADRES = [*OFFICIALS, *HEADS, *TEACHERS]
LED_BY = dict(zip(UNITS, zip(CADRES[0:14:2], CADRES[1:14:2], strict=True), strict=True))
SLOW, LATE_READER, NEW_READER = "s04", "p03", "p06"
ROSTER = [
    ("g01", "group"),
    *((person, "office") for person in OFFICE),
    *((person, "inspector") for person in INSPECTORS),
    *((unit, "department") for unit in DEPARTMENTS),
    *((unit, "school") for unit in SCHOOLS),
    *((person, "official") for person in OFFICIALS),
    *((person, "head") for person in HEADS),
    *((person, "cadre") for person in TEACHERS),
]


def from_each(clerk: Clerk, first: str, last: str, kind: str, **values: Any) -> None:
    """Let every unit hand in a document between two days; the slow one comes last."""
    units = [*(unit for unit in UNITS if unit != SLOW), SLOW]
    for unit, at in zip(units, clerk.moments(first, last, len(units)), strict=True):
        clerk.record(at, kind, unit, author=unit, **values)


# --- the first phase


def prepare(clerk: Clerk) -> None:
    """Plan and bodies; one school names two deputies, of whom one stays."""
    clerk.record("01-10 10:00", "campaign_plan", author=OFFICE[0], evidence="征求意见稿")
    clerk.do("02-01 09:00", "open", "study")
    clerk.record("02-06 15:00", "campaign_plan", author=OFFICE[0], evidence="印发稿")
    for unit, at in zip(UNITS, clerk.moments("02-07", "02-17", 7), strict=True):
        clerk.record(at, "founding", unit, unit=unit, body=plan.body.choices)
        for duty, person in zip(plan.duty.choices, LED_BY[unit], strict=True):
            clerk.record(at, "charge", unit, unit=unit, leader_in=person, duty=duty)
    second: Values = {"unit": "s03", "leader_in": "p01", "duty": "分管领导"}
    again = clerk.record("02-20 09:30", "charge", "s03", entered="02-20 09:50", **second)
    clerk.do("02-22 10:00", "void", again, reason="分管领导只明确一名")
    from_each(clerk, "02-13", "02-23", "progress_plan")
    clerk.do("02-24 16:00", "finish", "prepare")


def mobilise(clerk: Clerk) -> None:
    """The meeting is held in time; the record comes the next morning."""
    values: Values = {"name": "动员大会", "contents": plan.contents.choices}
    clerk.record("02-28 09:00", "meeting", entered="02-28 14:40", **values)
    clerk.do("02-28 15:30", "finish", "mobilise")


def research(clerk: Clerk) -> None:
    """Term begins before the meeting, so the checks that go with it do as well."""
    clerk.do("02-02 10:00", "fix_anchor", "opening", day="2012-02-13", reason="校历已定")
    clerk.do("02-13 08:30", "open", "research", reason="开学检查早于动员大会，调研随检查先行")
    for day, urgency in (("02-14", "常规工作"), ("02-16", "热点工作")):
        focus = plan.focus.choices[:2]
        clerk.record(f"{day} 16:30", "check", INSPECTORS[0], urgency=urgency, focus=focus)
    clerk.do("02-20 16:00", "finish", "opening_check")
    clerk.record("03-01 10:00", "card", author=OFFICE[1])
    found = clerk.moments("03-02", "03-23", 24)
    for number, at in enumerate(found, start=1):
        values = {
            "respondent": plan.respondent.choices[number % 5],
            "asked_by": clerk.pick(plan.asked_by.choices),
        }
        giver = clerk.pick(UNITS)
        clerk.do(at, "find", f"y{number:02d}", giver, ledger="opinions", values=values)
    clerk.do("03-26 11:00", "finish", "soliciting")


def study(clerk: Clerk) -> None:
    """Papers and columns are there in March; one reader hands in after the phase should end."""
    from_each(clerk, "02-29", "03-09", "study_plan")
    clerk.do("03-28 16:30", "finish", "sessions")
    for unit, at in zip(UNITS, clerk.moments("03-05", "03-23", 7), strict=True):
        clerk.record(at, "column", unit, unit=unit, channel="门户网站")
    clerk.do("03-26 15:00", "finish", "columns")
    for day in ("03-08", "04-20", "06-15", "08-31", "10-19", "12-14"):
        clerk.record(f"{day} 17:00", "bulletin", author=OFFICE[1])
    clerk.do("03-09 09:00", "finish", "bulletins")
    readers = [person for person in CADRES if person != LATE_READER]
    for person, at in zip(readers, clerk.moments("03-12", "03-29", len(readers)), strict=True):
        clerk.record(at, "traces", person, author=person, parts=plan.traces.parts)
    clerk.do("03-19 09:00", "take_role", NEW_READER, reason="转入党组织关系", role="cadre")
    late: Values = {"author": NEW_READER, "parts": plan.traces.parts}
    clerk.record("03-30 10:00", "traces", NEW_READER, **late)
    for day, parts in (("03-29", plan.traces.parts[:1]), ("04-09", plan.traces.parts[1:])):
        clerk.record(f"{day} 15:00", "traces", LATE_READER, author=LATE_READER, parts=parts)
    clerk.do("04-10 09:00", "finish", "self_study")
    clerk.do("04-10 10:00", "close", "study", reason="一名党员自学材料迟交")


def sessions(clerk: Clerk) -> None:
    """Each unit meets when it can; the slow school holds its third session in December."""
    spirits = plan.spirit_of.choices
    rounds = (
        ("03-06", UNITS, plan.topics.choices[:1], spirits[:1]),
        ("03-21", UNITS[:5], plan.topics.choices[1:2], spirits[1:2]),
        ("03-27", UNITS[:2], plan.topics.choices[2:], []),
        ("05-16", UNITS[2:4], plan.topics.choices[2:], spirits[2:]),
        ("06-12", ["s05"], plan.topics.choices[1:2], []),
        ("09-18", ["s03", "s04", "s05"], plan.topics.choices[2:], spirits[2:]),
        ("12-11", [SLOW], plan.topics.choices[1:2], []),
    )
    for day, units, topics, spirit_of in rounds:
        values: Values = {"units": units, "topics": topics, "spirit_of": spirit_of}
        entered = "03-28 08:40" if day == "03-21" else None
        clerk.record(f"{day} 15:00", "session", units[0], entered, **values)


# --- the second phase


def analyse(clerk: Clerk) -> None:
    """Opinions are sorted, units compare themselves, and problems are found."""
    clerk.do("04-10 10:30", "open", "analyse")
    for number, at in enumerate(clerk.moments("04-11", "05-04", 24), start=1):
        clerk.do(at, "work", f"y{number:02d}", clerk.pick(UNITS), trigger="sort")
    for unit, at in zip(UNITS, clerk.moments("04-16", "05-04", 7), strict=True):
        clerk.record(at, "self_check", unit, unit=unit, corrected="已自查并纠正")
    for matter, day in zip(plan.matters.choices, ("04-18", "04-25", "05-09", "05-22"), strict=True):
        who = clerk.some(UNITS)
        clerk.record(f"{day} 15:00", "discussion", who[0], units=who, matters=[matter])
    clerk.record("05-08 16:00", "digest", author=OFFICE[0], parts=plan.digest.parts)
    clerk.do("05-10 10:00", "finish", "sort")
    from_each(clerk, "05-07", "05-23", "comparison", parts=plan.comparison.parts)
    clerk.do("05-25 16:00", "finish", "contrast")
    clerk.do("05-31 16:30", "close", "analyse")


def problems(clerk: Clerk) -> None:
    """Two problems a unit; each gets a limit, and one has to be fixed twice."""
    found = clerk.moments("05-07", "05-24", 14)
    started, fixed = clerk.moments("06-18", "07-06", 14), clerk.moments("07-16", "10-19", 14)
    for number, (at, begun, done) in enumerate(zip(found, started, fixed, strict=True), start=1):
        key, unit = f"w{number:02d}", UNITS[number % 7]
        values = {
            "unit": unit,
            "problem_group": clerk.pick(plan.problem_group.choices),
            "area": plan.area.choices[number % 3],
        }
        clerk.do(at, "find", key, unit, ledger="problems", values=values)
        due = f"2012-{'08-31' if number % 2 else '10-20'}"
        clerk.record(later(begun, -5, 9, number), "limit", unit, item=key, due=due)
        clerk.do(begun, "work", key, unit, trigger="start")
        clerk.do(done, "work", key, unit, trigger="fix")
        if key == "w09":
            back = later(done, 3, 10, 0)
            clerk.do(back, "work", key, INSPECTORS[1], "走访群众，问题依旧", trigger="fail")
            clerk.do(later(back, 10, 16, 0), "work", key, unit, trigger="fix")


# --- the third phase


def rectify(clerk: Clerk) -> None:
    """Schemes by mid-June, results in October; the slow school's summary delays the report."""
    clerk.do("06-01 09:00", "open", "rectify")
    from_each(clerk, "06-04", "06-27", "scheme", parts=plan.scheme.parts)
    clerk.do("07-03 16:00", "finish", "planning")
    for unit, at in zip(UNITS, clerk.moments("09-03", "10-12", 7), strict=True):
        clerk.record(at, "posting", unit, unit=unit, shown="整改情况")
    for parts, day in ((plan.outcome.parts[:2], "09-10"), (plan.outcome.parts[2:], "10-15")):
        clerk.record(f"{day} 11:00", "outcome", author=OFFICE[0], parts=parts)
    clerk.do("10-16 10:00", "finish", "publish")
    clerk.do("10-26 16:00", "finish", "supervise")
    shown = zip(plan.example.choices * 2, plan.level.choices * 2, UNITS[1:5], strict=True)
    for (example, level, unit), day in zip(
        shown, ("09-20", "09-27", "10-11", "10-17"), strict=True
    ):
        clerk.record(f"{day} 10:00", "model", unit, unit=unit, example=example, level=level)
    clerk.do("10-18 16:00", "finish", "exemplify")
    for unit, at in zip(UNITS, clerk.moments("10-08", "10-24", 7), strict=True):
        result = plan.result.choices[unit == SLOW]
        values: Values = {"unit": unit, "basis": plan.basis.choices, "result": result}
        clerk.record(at, "appraisal", **values)
    clerk.do("10-25 10:00", "finish", "appraise")


def report(clerk: Clerk) -> None:
    """The last summary comes a week late; so does the report to the city."""
    from_each(clerk, "10-09", "10-26", "lasting")
    others = [unit for unit in UNITS if unit != SLOW]
    for unit, at in zip(others, clerk.moments("10-15", "10-29", 6), strict=True):
        clerk.record(at, "summary", unit, author=unit)
        clerk.record(at, "report", unit, sender=unit)
    clerk.record("11-07 16:00", "summary", SLOW, entered="11-07 16:40", author=SLOW)
    clerk.record("11-07 16:20", "report", SLOW, entered="11-07 16:45", sender=SLOW)
    clerk.do("11-08 09:00", "finish", "consolidate")
    for sender, at in zip(OFFICE, ("11-08 15:00", "11-08 15:10"), strict=True):
        clerk.record(at, "report", sender=sender, entered="11-08 16:00")
    clerk.do("11-08 16:30", "finish", "submit")
    clerk.do("11-08 17:00", "close", "rectify", reason="一校总结迟交，上报顺延")


# --- the tracks and threads


def fieldwork(clerk: Clerk) -> None:
    """Officials go to villages, heads to classes; policy is explained there."""
    form, seen = plan.form.choices, plan.looked_at.choices
    for number, at in enumerate(clerk.moments("03-12", "06-29", 12)):
        who, place = OFFICIALS[number % 4], plan.place.choices[number % 3]
        where: Values = {"unit": DEPARTMENTS[number % 4 // 2], "place": place}
        how: Values = {"form": form[number % 3], "looked_at": [seen[number % 4]]}
        clerk.record(at, "visit", who, visitor=who, **where, **how)
    for unit, day in zip(DEPARTMENTS, ("05-17", "09-06"), strict=True):
        who = LED_BY[unit][0]
        where = {"unit": unit, "place": "定点扶贫村"}
        clerk.record(f"{day} 10:00", "visit", who, visitor=who, **where, form=form[1])
    for number, at in enumerate(clerk.moments("04-05", "10-26", 10)):
        who = HEADS[number]
        where = {"unit": SCHOOLS[number // 2], "place": "教学科研和师生一线"}
        clerk.record(at, "visit", who, visitor=who, **where, form=form[0])
    for topic, day in zip(plan.told.choices, ("05-18", "07-12", "09-07"), strict=True):
        clerk.record(f"{day} 19:30", "presentation", "d01", unit="d01", told=[topic])
    clerk.do("09-10 09:00", "finish", "preach")
    clerk.do("11-02 10:00", "finish", "investigate")
    clerk.do("11-30 10:00", "finish", "support")


def deliver(clerk: Clerk) -> None:
    """Matters under supervision land and are replied to; who fails is named, then sanctioned."""
    from_each(clerk, "03-05", "05-11", "reading")
    clerk.do("05-14 09:00", "finish", "study_files")
    clerk.do("06-18 09:00", "finish", "liberate")
    clerk.record("04-12 10:00", "projects", author=OFFICE[0])
    found, landed = clerk.moments("04-16", "06-15", 8), clerk.moments("06-18", "09-28", 8)
    for number, (at, there) in enumerate(zip(found, landed, strict=True), start=1):
        key, urgency = f"j{number:02d}", plan.urgency.choices[number % 3]
        inspector = INSPECTORS[number % 2]
        values = {"urgency": urgency}
        clerk.do(at, "find", key, inspector, ledger="tasks", values=values)
        clerk.do(there, "work", key, inspector, trigger="land")
        clerk.do(later(there, 12, 15, number), "work", key, inspector, trigger="reply")
    checked = zip(
        plan.urgency.choices, plan.focus.choices, ("05-24", "07-19", "09-20"), strict=True
    )
    for urgency, focus, day in checked:
        seen: Values = {"urgency": urgency, "focus": [focus]}
        more = {} if day < "06" else {"joint": plan.joint.choices[0]}
        clerk.record(f"{day} 15:00", "check", INSPECTORS[1], **seen, **more)
    wrong: Values = {"subject": "s02", "fault": "上有政策下有对策"}
    breach = clerk.record("07-19 16:00", "breach", INSPECTORS[0], **wrong)
    clerk.record("07-20 10:00", "correction", INSPECTORS[0], corrected=breach)
    clerk.do("10-29 09:00", "finish", "inspect")
    clerk.record("10-30 10:00", "censure", subject=SLOW, failing="完成不好")
    clerk.record("12-17 10:00", "penalty", subject=SLOW, sanction="取消评优评先资格")
    good: Values = {"benefit": "表彰奖励", "result": "较好"}
    clerk.record("12-17 10:30", "award", subject="s01", **good)


def spirit(clerk: Clerk) -> None:
    """Activities in every school; the statement of a school's spirit comes last."""
    for number, (school, at) in enumerate(
        zip(SCHOOLS * 2, clerk.moments("03-05", "06-22", 10), strict=True)
    ):
        activity, virtues = plan.activity.choices[number % 5], plan.virtues.choices
        some = virtues[:3] if number < 5 else virtues[3:]
        clerk.record(at, "lesson", school, unit=school, activity=activity, virtues=some)
    for school, at in zip(SCHOOLS, clerk.moments("05-04", "09-14", 5), strict=True):
        clerk.record(at, "theme", school, unit=school, players=plan.players.choices)
    clerk.do("06-25 09:00", "finish", "gratitude")
    clerk.do("09-17 09:00", "finish", "practise")
    for school, at in zip(SCHOOLS, clerk.moments("10-08", "11-23", 5), strict=True):
        clerk.record(at, "motto", school, author=school, parts=plan.motto.parts)
    clerk.do("11-26 09:00", "finish", "refine")


def threads(clerk: Clerk) -> None:
    """News from every unit, and advice of the inspectors until it is heeded."""
    from_each(clerk, "02-13", "03-02", "publicity_plan")
    for number, at in enumerate(clerk.moments("03-05", "11-16", 14)):
        unit, news = (
            UNITS[number % 7],
            plan.news.choices[:2] if number < 7 else plan.news.choices[2:],
        )
        medium = ("校园网", "市教育网", "地方报纸")[number % 3]
        clerk.record(at, "coverage", unit, unit=unit, medium=medium, news=news)
    clerk.do("11-19 09:00", "finish", "publicity")
    raised = clerk.moments("04-16", "10-12", 5)
    for number, at in enumerate(raised, start=1):
        key, unit = f"a{number:02d}", UNITS[2 + number % 5]
        clerk.do(at, "find", key, INSPECTORS[0], ledger="advice", values={"unit": unit})
        done = later(at, 20 if unit != SLOW else 45, 10, number)
        clerk.do(done, "work", key, INSPECTORS[0], trigger="resolve")
    clerk.record("12-19 15:00", "manner", INSPECTORS[0], avoided=plan.avoided.choices)
    clerk.do("12-20 09:00", "finish", "guidance")


def ideas(clerk: Clerk) -> None:
    """New ways are thought up for each of the three fields of the year."""
    for aim, unit, day in zip(
        plan.aimed_at.choices, (*DEPARTMENTS, SLOW), ("04-09", "04-23", "05-14"), strict=True
    ):
        clerk.record(f"{day} 10:00", "idea", unit, unit=unit, aimed_at=aim)


STORY = (
    prepare, mobilise, research, study, sessions, analyse, problems,
    rectify, report, fieldwork, deliver, spirit, threads, ideas,
)  # fmt: skip


def course() -> list[list[str]]:
    """Return the rows of the course, in the order of entering."""
    clerk = Clerk(seed=2012, prefix="jiefang", usual=OFFICE[0], year=2012)
    for tell in STORY:
        tell(clerk)
    clerk.do("12-28 16:00", "conclude", reason="各项任务完成")
    return clerk.table()


def write(folder: Path) -> None:
    """Write the three tables into ``folder``."""
    write_tables(
        folder,
        {
            "course.csv": (Clerk.HEADER, course()),
            "roster.csv": (("person", "role"), ROSTER),
            "relations.csv": (("relation", "left", "right"), ()),
        },
    )


if __name__ == "__main__":
    write(Path(sys.argv[1]))
