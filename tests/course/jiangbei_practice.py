"""What the leaders and members of ``jiangbei_2023`` do week by week: study by experience."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from campaignflow.calendar import Every, periods
from campaignflow.definitions import jiangbei_2023 as plan

from .clerk import WORKDAYS, Clerk
from .jiangbei_school import BRANCHES, LEADERS, LEAVER, MEMBERS

Values = dict[str, Any]


def weeks() -> Iterator[tuple[str, str]]:
    """Yield each whole teaching week of the campaign with its last work day until Friday."""
    first, last = dt.date(2023, 1, 1), dt.date(2023, 9, 30)
    for week in periods(Every.TEACHING_WEEK, first, last, "drop", plan.TERMS):
        day = min(week.end, dt.date.fromisocalendar(*week.start.isocalendar()[:2], 5))
        while not WORKDAYS.is_workday(day):
            day -= dt.timedelta(days=1)
        yield week.label, f"{day:%m-%d}"


def leading(clerk: Clerk) -> None:
    """Every week three lists; one is away, one forgets, one is entered late, one twice."""
    lesson, canteen, dormitory = plan.place.choices
    missing = {("2023-W10", place): "t03" for place in plan.place.choices}
    missing |= {("2023-W12", dormitory): "t05", ("2023-W20", canteen): "t04"}
    for label, day in weeks():
        for minute, place in zip((10, 20, 30), plan.place.choices, strict=True):
            came = [who for who in LEADERS if who != missing.get((label, place))]
            clerk.record(f"{day} 16:{minute}", "visit", place=place, visitors=came)
    late: Values = {"place": canteen, "visitors": ["t04"]}
    clerk.record("05-18 12:10", "visit", "t04", "05-26 09:40", **late)
    again: Values = {"place": lesson, "visitors": ["t02"]}
    twice = clerk.record("04-14 10:00", "visit", "t02", "04-18 08:30", **again)
    clerk.do("04-18 09:10", "void", twice, reason="当周听课名单已含本人，重复录入")
    for at, part, why in (
        ("03-13 09:00", "t03/2023-W10", "当周外出培训"),
        ("03-29 09:30", "t05/2023-W12", "漏走访宿舍，已提醒本人"),
    ):
        clerk.do(at, "waive", "leading.exit", reason=why, part=part)
    moments = iter(clerk.moments("02-20", "04-14", 15))
    for number, who in enumerate(LEADERS, start=1):
        names = (f"s{number:02d}", f"p{number:02d}", f"k{number:02d}")
        for aim, name in zip(plan.aim.choices, names, strict=True):
            more: Values = {"amount": 2022} if aim == "困难学生" else {}
            clerk.record(next(moments), "bond", who, helper=who, aim=aim, named=name, **more)
    clerk.do("09-27 17:00", "finish", "leading")


def serving(clerk: Clerk) -> None:
    """Some of it is done together, lessons and articles one by one; one article comes in July."""
    book, activity, topic, lesson, article = plan.deeds.choices
    for day, (_head, people) in zip(("03-17", "03-24"), BRANCHES.values(), strict=True):
        clerk.record(f"{day} 15:00", "deed", doers=people, deeds=[book])
    clerk.record("04-21 15:00", "deed", doers=MEMBERS, deeds=[activity])
    for number, at in enumerate(clerk.moments("02-20", "03-10", 3)):
        clerk.record(at, "deed", doers=MEMBERS[number::3], deeds=[topic])
    for person, at in zip(MEMBERS, clerk.moments("03-06", "06-09", len(MEMBERS)), strict=True):
        clerk.record(at, "deed", person, doers=[person], deeds=[lesson])
    writers = [person for person in MEMBERS if person not in (LEAVER, "t07")]
    for person, at in zip(writers, clerk.moments("05-15", "07-10", len(writers)), strict=True):
        clerk.record(at, "deed", person, doers=[person], deeds=[article])
    clerk.record("07-13 10:20", "deed", "t07", doers=["t07"], deeds=[article])
    for person, at in zip(MEMBERS, clerk.moments("02-20", "03-10", len(MEMBERS)), strict=True):
        clerk.record(at, "tutoring", person, tutor=person, named=f"x{person[1:]}")
    clerk.do("07-17 10:00", "finish", "serving")


def examples(clerk: Clerk) -> None:
    """Members vie by branches; one leader is found in front in everything only in September."""
    parts = plan.rivalry.choices
    for day, (head, people) in zip(("04-27", "04-28"), BRANCHES.values(), strict=True):
        clerk.record(f"{day} 16:00", "contest", head, doers=people, rivalry=parts)
    for who, at in zip(LEADERS, clerk.moments("05-08", "05-12", len(LEADERS)), strict=True):
        front = plan.front.choices[: 3 if who == "t04" else 5]
        clerk.record(at, "example", doers=[who], ahead=plan.ahead.choices, front=front)
    late: Values = {"doers": ["t04"], "ahead": plan.ahead.choices[:1]}
    clerk.record("09-20 15:00", "example", **late, front=plan.front.choices[3:])
    clerk.do("05-05 09:00", "finish", "vying")
    clerk.do("09-21 09:30", "finish", "leading_on")
