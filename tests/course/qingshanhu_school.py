"""What a school did in the campaign of 2010 to 2012: the same work in each, some days later."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, NamedTuple

from campaignflow.definitions import qingshanhu_2010 as plan

from .clerk import Clerk, later
from .people import ids

ISSUED = "2010-06-29 09:20"
HALVES = {
    "2010-H2": ("2010-12-20", "2010-12-23"),
    "2011-H1": ("2011-06-13", "2011-06-16"),
    "2011-H2": ("2011-12-19", "2011-12-22"),
    "2012-H1": ("2012-06-11", "2012-06-14"),
}
AWARDS = {"2011": ("2011-06-21", "2011-07-11"), "2012": ("2012-06-21", "2012-07-10")}


class School(NamedTuple):
    """A school of the story.

    Attributes:
        unit: Its id, under which the district knows it.
        letter: First letter of the ids of its people.
        size: How many members its branch has, the secretary first.
        lag: How many work days it is behind.
    """

    unit: str
    letter: str
    size: int
    lag: int

    @property
    def members(self) -> list[str]:
        """The members; the last of them comes in September 2011."""
        return ids(self.letter, 1, self.size)

    @property
    def first(self) -> list[str]:
        """The members of the beginning."""
        return self.members[:-1]

    @property
    def staff(self) -> list[str]:
        """Who belongs to the school and not to its branch."""
        return ids(self.letter, 21, 24)

    @property
    def roster(self) -> list[tuple[str, str]]:
        """Who holds which role at the beginning."""
        secretary, *others = self.first
        return [
            (secretary, "secretary"),
            *((person, "member") for person in others),
            *((person, "staff") for person in self.staff),
            ("d01", "superior"),
        ]

    def on(self, clerk: Clerk, day: str, hour: int = 15) -> dt.datetime:
        """Return a time on ``day``, a free one moved on, or as many work days later as the school is behind."""
        return later(_eve(clerk, day), self.lag + 1, hour, clerk.number(0, 50))

    def finish(self, clerk: Clerk, day: str, *nodes: str) -> None:
        """Settle nodes on the work day after ``day``, when all has been entered, in this order."""
        for number, node in enumerate(nodes):
            at = later(_eve(clerk, day), self.lag + 2, 9 + number // 6, 10 * (number % 6))
            clerk.do(at, "finish", node)


def _eve(clerk: Clerk, day: str) -> dt.datetime:
    """Return the night before ``day``: counted from there, a free day becomes a work day."""
    return clerk.moment(f"{day} 00:00") - dt.timedelta(hours=1)


def at_a_time(people: Sequence[str], day: str) -> list[str]:
    """Return who belonged to the branch on ``day``: the last but one leaves, the last comes."""
    return [*people[:-2], people[-1] if day >= "2011-09-01" else people[-2]]


# --- the first phase, and what is done at its end


def mobilise(clerk: Clerk, school: School) -> None:
    """Begun in April, and entered when the plan came at the end of June."""
    clerk.do("2010-04-26 09:00", "open", "mobilise", reason="按全区动员会要求", entered=ISSUED)
    before = {"topic": "讲话文件", "attendees": school.first[:-1]}
    clerk.record("2010-05-13 15:00", "session", entered="2010-06-29 09:40", **before)
    late = {"topic": "讲话文件", "attendees": school.first[-1:]}
    clerk.record(school.on(clerk, "2010-06-30"), "session", **late)
    clerk.record(school.on(clerk, "2010-07-01"), "resolution", agenda=plan.agenda.choices)
    school.finish(clerk, "2010-07-01", "founding")
    school.finish(clerk, "2010-07-06", "studying")
    clerk.do(school.on(clerk, "2010-07-07", 9), "open", "implement")
    clerk.do(school.on(clerk, "2010-07-12", 16), "close", "mobilise", reason="7月10日为周六")


def promise(clerk: Clerk, school: School) -> None:
    """The plan, the demands and everybody's intentions are posted before the holidays."""
    secretary = school.first[0]
    clerk.record(school.on(clerk, "2010-07-07"), "own_plan", author=secretary)
    parts = plan.demands.parts
    clerk.record(school.on(clerk, "2010-07-08"), "demands", author=secretary, parts=parts)
    for person in school.first:
        clerk.record(school.on(clerk, "2010-07-09", 10), "intention", person, author=person)
    clerk.record(school.on(clerk, "2010-07-13"), "posting", paper=plan.paper.choices)
    school.finish(clerk, "2010-07-14", "promise")


# --- the second phase


def strands(clerk: Clerk, school: School) -> None:
    """Five strands beside one another, most of them done in the last spring."""
    for day, topic in (("2010-10-13", "党性教育"), ("2011-03-16", "先进典型")):
        attendees = clerk.some(school.first)
        clerk.record(school.on(clerk, day), "session", topic=topic, attendees=attendees)
    done = plan.aspect.choices
    clerk.record(school.on(clerk, "2010-11-10"), "building", aspect=done[:2])
    clerk.record(school.on(clerk, "2011-11-09"), "building", aspect=done[2:])
    for person in school.first[1:3]:
        clerk.record(school.on(clerk, "2010-09-15", 9), "post", holder=person)
    for number, event in enumerate(plan.event.choices):
        day = f"2011-{3 + number:02d}-{14 + number % 3}"
        attendees = clerk.some(school.first[1:])
        clerk.record(school.on(clerk, day), "contest", event=event, attendees=attendees)
    for day, step in (
        ("2011-03-18", "spirit"),
        ("2011-11-15", "basis"),
        ("2012-01-10", "posts"),
    ):
        school.finish(clerk, day, step)


def bonds(clerk: Clerk, school: School) -> None:
    """Every member takes on one to three households and helps them until the end."""
    number = 0
    for person in school.members:
        newcomer = person == school.members[-1]
        for _ in range(clerk.number(1, 3)):
            number += 1
            home = {"helper": person, "household": f"h{number:02d}"}
            day = "2011-09-14" if newcomer else "2010-09-08"
            where = clerk.pick(plan.place.choices)
            clerk.record(school.on(clerk, day, 9), "bond", person, **home, place=where)
        day = "2012-01-11" if newcomer else clerk.pick(("2010-12-15", "2011-05-11"))
        how = [clerk.pick(plan.helps.choices)]
        clerk.record(school.on(clerk, day, 14), "helping", person, **home, help=how)
    secretary, every = school.first[0], plan.helps.choices
    last = {"helper": secretary, "household": "h01", "help": every}
    clerk.record(school.on(clerk, "2012-01-12", 14), "helping", secretary, **last)
    school.finish(clerk, "2012-06-20", "bonds")


def problems(clerk: Clerk, school: School) -> None:
    """One problem is overcome; the superior then points out another, and that too is solved."""
    old = {"name": "校舍分配", "origin": plan.origin.choices[0]}
    clerk.record(school.on(clerk, "2011-04-20"), "breakthrough", **old, kept=True)
    school.finish(clerk, "2011-04-20", "problems")


def themes(clerk: Clerk, school: School) -> None:
    """One theme until the anniversary, the other towards a congress whose day nobody knows."""
    for occasion, step, last, days in (
        (plan.occasion.choices[0], "theme90", "2011-06-23", ("2010-09-20", "2011-04-27")),
        (plan.occasion.choices[1], "theme18", "2012-06-19", ("2011-09-21", "2012-05-16")),
    ):
        for day, name in zip(days, ("承诺践诺", "岗位建功"), strict=True):
            clerk.record(school.on(clerk, day), "activity", occasion=occasion, name=name)
        school.finish(clerk, last, step)


def half_years(clerk: Clerk, school: School) -> None:
    """The superior comments, the branch has each member assessed, four times."""
    for label, (commented, day) in HALVES.items():
        clerk.record(school.on(clerk, commented, 9), "comment", "d01", points=plan.points.choices)
        school.finish(clerk, commented, f"comments@{label}")
        for person in at_a_time(school.members, day):
            how: dict[str, Any] = {"raters": plan.raters.choices}
            if clerk.number(1, 3) == 1:
                how["excellent"] = True
            clerk.record(school.on(clerk, day, 15), "appraisal", subject=person, **how)
        school.finish(clerk, day, f"rating@{label}")


# --- the third phase, twice


def awards(clerk: Clerk, school: School) -> None:
    """Around the first of July, in both years."""
    for year, (day, last) in AWARDS.items():
        here = at_a_time(school.members, day)
        clerk.do(school.on(clerk, day, 9), "open", f"awards@{year}")
        best = clerk.pick(here)
        unit = {"title": plan.title.choices[0], "winner": school.unit, "goods": plan.goods.choices}
        one = {"title": plan.title.choices[1], "winner": best, "leads": plan.leads.choices}
        clerk.record(school.on(clerk, day, 10), "nomination", **unit)
        clerk.record(school.on(clerk, day, 10), "nomination", **one)
        school.finish(clerk, day, f"nominating@{year}")
        for spread in plan.spread.choices:
            what = {"spread": spread, "models": [clerk.pick(plan.models.choices)]}
            at = school.on(clerk, f"{year}-06-28", 9)
            clerk.record(at, "outreach", **what, attendees=here)
        for person in here:
            gaps = [clerk.pick(plan.gaps.choices)]
            at = school.on(clerk, f"{year}-07-04", 14)
            clerk.record(at, "comparison", person, subject=person, gaps=gaps)
        school.finish(clerk, f"{year}-07-07", f"leading@{year}")
        clerk.do(school.on(clerk, last, 9), "close", f"awards@{year}")


def end_of_implementing(clerk: Clerk, school: School) -> None:
    """Neither phase may be cut short, so it closes on the first work day after its end."""
    why = "6月30日为周六，顺延至工作日"
    clerk.do(school.on(clerk, "2012-07-02", 9), "close", "implement", reason=why)


# --- beside the phases


def summaries(clerk: Clerk, school: School) -> None:
    """What was learnt, what is lacking, what will be better, and what becomes a rule."""
    secretary = school.first[0]
    for year, day in (("2010", "2010-12-27"), ("2011", "2011-12-26"), ("2012", "2012-09-17")):
        parts = plan.annual.parts
        clerk.record(school.on(clerk, day, 9), "annual", author=secretary, parts=parts)
        clerk.record(school.on(clerk, day, 14), "mechanism", author=secretary)
        steps = ("sum_up", "find_gaps", "improve", "regulate")
        school.finish(clerk, day, *(f"{step}@{year}" for step in steps))


def longer_years(clerk: Clerk, school: School) -> None:
    """A school that is behind gets days of January for its summary, before it writes it."""
    for year, day in (("2010", "2010-12-27"), ("2011", "2011-12-26")):
        end = later(_eve(clerk, day), school.lag + 2, 9, 0).date().isoformat()
        if not end.startswith(year):
            at = later(_eve(clerk, day), 1, 8, 30)
            why = "期末工作集中，总结顺延"
            clerk.do(at, "move", f"summary@{year}", reason=why, end=end)


def projects(clerk: Clerk, school: School) -> None:
    """The five projects have no dates; they are settled in the last month."""
    secretary = school.first[0]
    for number, form in enumerate(plan.form.choices):
        day, came = f"2011-{2 * number + 3:02d}-23", clerk.some(school.first)
        clerk.record(school.on(clerk, day), "gathering", form=form, attendees=came)
    for day in ("2010-11-24", "2011-05-25", "2011-11-23", "2012-04-25"):
        level = plan.level.choices[1]
        clerk.record(school.on(clerk, day), "theory", level=level, attendees=school.first[:2])
    clerk.record(school.on(clerk, "2011-05-04"), "drive", mass=plan.mass.choices)
    everybody = [*at_a_time(school.members, "2011-10-19"), *school.staff]
    for person in school.first[1:3]:
        what = {"speaker": person, "attendees": everybody}
        clerk.record(school.on(clerk, "2011-10-19"), "lecture", **what)
    clerk.record(school.on(clerk, "2011-06-15"), "deeds", author=secretary)
    clerk.record(school.on(clerk, "2011-09-28"), "targets", author=secretary)
    days = ("2010-09-01", "2011-05-18", "2012-03-21")
    for message, day in zip(plan.message.choices, days, strict=True):
        clerk.record(school.on(clerk, day), "publicity", message=[message])
    clerk.record(school.on(clerk, "2011-05-20"), "example", name="师德标兵")


def comparisons(clerk: Clerk, school: School) -> None:
    """The five comparisons have no dates either."""
    came = clerk.some(school.first)
    clerk.record(school.on(clerk, "2010-09-29"), "session", topic="规划纲要", attendees=came)
    reduced = plan.reduced.choices
    for number, (means, hard) in enumerate(zip(plan.means.choices, plan.hard.choices, strict=True)):
        found = {"means": means, "hard": [hard], "reduced": reduced[number : number + 2]}
        clerk.record(school.on(clerk, "2011-11-16", 9), "inspection", **found)
    for day in ("2010-12-15", "2011-12-14", "2012-09-12"):
        for each in plan.assessed.choices:
            clerk.record(school.on(clerk, day, 10), "yearly", object=each)
    clerk.record(school.on(clerk, "2010-10-20"), "register", author=school.first[1])
    clerk.record(school.on(clerk, "2011-03-30"), "order", safety=plan.safety.choices)
    steps = ("spreading", "p1", "p2", "p3", "p4", "p5", "c1", "c2", "c5")
    school.finish(clerk, "2012-09-20", *steps)


def people_change(clerk: Clerk, school: School) -> None:
    """One member moves to another school, one comes from there."""
    *_, leaver, joiner = school.members
    clerk.do("2011-08-29 09:00", "give_up_role", leaver, reason="调往外校", role="member")
    clerk.do("2011-09-01 08:40", "take_role", joiner, reason="调入本校", role="member")


def encouraging(clerk: Clerk, school: School) -> None:
    """Results count in the yearly assessment first, then for honours and appointments as well."""
    author, parts = school.first[0], plan.incentives.parts
    for day, kept in (("2010-12-08", parts[:1]), ("2011-05-11", parts[1:])):
        clerk.record(school.on(clerk, day), "incentives", author=author, parts=kept)
    for winner, praise in zip(school.first[1:3], plan.praise.choices, strict=True):
        clerk.record(school.on(clerk, "2011-05-13"), "reward", winner=winner, praise=praise)
    school.finish(clerk, "2011-05-18", "encouraging")


STORY = (
    mobilise, promise, strands, bonds, problems, themes, half_years, awards, end_of_implementing,
    summaries, projects, comparisons, people_change, longer_years, encouraging,
)  # fmt: skip
