"""What the district did in the campaign of 2010 to 2012, waiting for its schools where it must."""

from __future__ import annotations

from campaignflow.definitions import qingshanhu_2010 as plan

from .clerk import Clerk, later
from .qingshanhu_school import AWARDS

DISTRICT, SCHOOLS = "qsh", ("s1", "s2", "s3")
HEAD, LEADERS, COMMITTEE, OFFICE = "d01", ("d02", "d03"), "k01", "k02"
PEOPLE = (HEAD, *LEADERS)
ROSTER = [
    (HEAD, "secretary"),
    *((person, "leader") for person in LEADERS),
    (COMMITTEE, "committee"),
    (OFFICE, "office"),
    ("s1", "urban"),
    ("s2", "rural"),
    ("s3", "urban"),
]
LINKED = (("d02", "s1"), ("d03", "s2"), ("d02", "s3"))
RELATIONS = [*(("linked", *pair) for pair in LINKED), ("twinned", "s1", "s2")]
QUARTERS = {
    "2010-Q3": "2010-09-27", "2010-Q4": "2010-12-27", "2011-Q1": "2011-03-28",
    "2011-Q2": "2011-06-23", "2011-Q3": "2011-09-26", "2011-Q4": "2011-12-26",
    "2012-Q1": "2012-03-26", "2012-Q2": "2012-06-18",
}  # fmt: skip
HALVES = {
    "2010-H2": ("2010-12-29", "2010-12-30"),
    "2011-H1": ("2011-06-27", "2011-06-28"),
    "2011-H2": ("2011-12-28", "2011-12-29"),
    "2012-H1": ("2012-06-20", "2012-06-21"),
}


def finish(clerk: Clerk, day: str, *nodes: str, reason: str = "") -> None:
    """Settle nodes one after the other in the afternoon of ``day``."""
    for number, node in enumerate(nodes):
        clerk.do(f"{day} 16:{5 * number:02d}", "finish", node, OFFICE, reason)


def mobilise(clerk: Clerk) -> None:
    """What was done since April is entered as the plan is signed; the last school delays them."""
    clerk.do("2010-04-19 09:00", "open", "mobilise", entered="2010-06-25 09:00")
    meeting = {"speaker": HEAD, "attendees": SCHOOLS}
    clerk.record("2010-04-23 14:30", "meeting", OFFICE, entered="2010-06-25 09:05", **meeting)
    clerk.do("2010-04-23 17:00", "finish", "kickoff", OFFICE, entered="2010-06-25 09:30")
    study = {"topic": "讲话文件", "attendees": PEOPLE}
    clerk.record("2010-05-06 15:00", "session", entered="2010-06-25 09:20", **study)
    both = {"author": OFFICE, "parts": plan.scheme.parts}
    clerk.record("2010-06-28 10:00", "scheme", OFFICE, entered="2010-06-28 10:20", **both)
    what = plan.agenda.choices
    clerk.record("2010-06-28 11:00", "resolution", entered="2010-06-28 11:20", agenda=what)
    finish(clerk, "2010-06-28", "drafting", "founding")
    finish(clerk, "2010-06-30", "studying")
    clerk.do("2010-07-01 09:00", "open", "implement")
    finish(clerk, "2010-07-13", "rollout")
    clerk.do("2010-07-13 17:00", "close", "mobilise", reason="一所学校启动较晚")


def guiding(clerk: Clerk) -> None:
    """Those who lead the bureau visit the schools they are linked with, every half-year."""
    for day in ("2010-10-20", "2011-04-13", "2011-10-26", "2012-04-18"):
        for visitor, visited in LINKED:
            clerk.record(f"{day} 14:30", "guidance", visitor, visitor=visitor, visited=visited)
    finish(clerk, "2012-05-30", "guiding")


def half_years(clerk: Clerk) -> None:
    """The schools are assessed, and their comments are counted."""
    for label, (rated, counted) in HALVES.items():
        for unit in SCHOOLS:
            clerk.record(f"{rated} 10:00", "appraisal", subject=unit, raters=plan.raters.choices)
        finish(clerk, counted, f"rating_units@{label}", f"commenting@{label}")


def flags(clerk: Clerk) -> None:
    """A flag every quarter, to a school that has been found excellent; sites now and then."""
    for number, (label, day) in enumerate(QUARTERS.items()):
        winner, named = clerk.pick(SCHOOLS), number % 2 == 0
        clerk.record(f"{day} 09:00", "excellence", OFFICE, winner=winner)
        clerk.record(f"{day} 14:30", "flag", COMMITTEE, winner=winner)
        if named:
            clerk.record(f"{day} 14:40", "site", COMMITTEE, winner=winner)
        why = "" if named else "本季度未命名示范点"
        morning = later(clerk.moment(f"{day} 00:00"), 1, 11, 0)
        clerk.do(morning, "finish", f"flags@{label}", OFFICE, why)


def awards(clerk: Clerk) -> None:
    """The honours wait for the last school to nominate."""
    for year, day, honoured, led in (
        ("2011", "2011-06-30", "2011-07-01", "2011-07-08"),
        ("2012", "2012-07-03", "2012-07-04", "2012-07-09"),
    ):
        opened, closed = AWARDS[year]
        clerk.do(f"{opened} 08:40", "open", f"awards@{year}")
        for title, winner in zip(plan.title.choices, (clerk.pick(SCHOOLS), "a03"), strict=True):
            what = {"title": title, "winner": winner, "criteria": plan.criteria.choices}
            clerk.record(f"{day} 10:00", "honour", COMMITTEE, **what)
        clerk.do(f"{honoured} 10:00", "finish", f"commend@{year}", OFFICE)
        for spread in plan.spread.choices:
            seen = {"models": plan.models.choices, "attendees": PEOPLE}
            clerk.record(f"{year}-07-05 14:30", "outreach", spread=spread, **seen)
        for person in PEOPLE:
            gaps = plan.gaps.choices
            clerk.record(f"{year}-07-06 09:00", "comparison", person, subject=person, gaps=gaps)
        clerk.do(f"{led} 11:00", "finish", f"leading@{year}")
        clerk.do(f"{closed} 16:00", "close", f"awards@{year}")


def summaries(clerk: Clerk) -> None:
    """The first two years are counted late, for the last school sums up in January."""
    finish(clerk, "2011-01-07", "summaries@2010", reason="一所学校一月才报")
    finish(clerk, "2012-01-06", "summaries@2011", reason="一所学校一月才报")
    finish(clerk, "2012-09-27", "summaries@2012")


def projects(clerk: Clerk) -> None:
    """Classes, theory and publicity have no dates; the four days of each are the story's own."""
    days = ("2010-11-03", "2011-03-09", "2011-06-15", "2012-03-14")
    for course, day in zip(plan.course.choices, days, strict=False):
        clerk.record(f"{day} 09:00", "training", OFFICE, course=course, attendees=PEOPLE)
    for form, day in zip(plan.form.choices, days, strict=True):
        clerk.record(f"{day} 14:30", "gathering", form=form, attendees=PEOPLE)
    for message, day in zip(plan.message.choices, days, strict=False):
        clerk.record(f"{day} 16:00", "publicity", message=[message])
    for day in days:
        level = plan.level.choices[0]
        clerk.record(f"{day} 10:30", "theory", level=level, attendees=PEOPLE)
    clerk.record("2011-05-04 15:00", "drive", mass=plan.mass.choices)
    clerk.record("2011-07-05 16:30", "example", name="红旗党组织")
    parts = plan.ranking.parts
    clerk.record("2010-11-17 10:00", "ranking", author=OFFICE, parts=parts)
    finish(clerk, "2012-09-26", "spreading", "classes", "p1", "p2", "c3")


def balance(clerk: Clerk) -> None:
    """A town school helps one in the country, and a teacher goes there before the promotion."""
    pair, joint = {"giver": "s1", "taker": "s2"}, plan.joint.choices
    clerk.record("2010-11-24 14:30", "support", "s1", **pair, joint=joint[:3])
    clerk.record("2011-11-23 14:30", "support", "s1", **pair, joint=joint[3:])
    moved = {"subject": "a21", "staffing": plan.staffing.choices[0]}
    clerk.record("2010-09-01 09:00", "moving", OFFICE, **moved)
    clerk.record("2011-11-30 15:00", "grade", OFFICE, subject="a21")
    finish(clerk, "2012-09-27", "c4")


def end(clerk: Clerk) -> None:
    """Neither the phase nor the campaign may be cut short."""
    clerk.do("2012-07-02 09:00", "close", "implement", reason="6月30日为周六，顺延至工作日")
    clerk.do("2012-10-08 16:00", "conclude", reason="两年半期满，10月1日至7日放假")


STORY = (mobilise, guiding, half_years, flags, awards, summaries, projects, balance, end)
