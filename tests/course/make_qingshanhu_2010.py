"""Make the shipped course of ``qingshanhu_2010``: a district and three invented schools.

Run it from the top of the checkout to write the four tables anew::

    python -m tests.course.make_qingshanhu_2010 definitions/data/qingshanhu_2010

The same files come out on every machine: chance comes from one seeded generator for each unit, of
which only ``random()`` is used, and no clock is read. Everybody in it is an id, and nobody is real.
The schools do the same work, some days one after the other; the first has a story of its own.
"""

from __future__ import annotations

import sys
from pathlib import Path

from campaignflow.definitions import qingshanhu_2010 as plan

from . import qingshanhu_district as district
from .clerk import Clerk
from .qingshanhu_school import STORY, School
from .tables import write_tables

SCHOOLS = (School("s1", "a", 9, 0), School("s2", "b", 7, 6), School("s3", "c", 5, 2))
TITLES = ("第一小学", "第二中学", "第三幼儿园")


def what_happened_in_the_first(clerk: Clerk) -> None:
    """A bond entered twice, help entered late, a problem that the superior finds unsolved."""
    again = {"helper": "a02", "household": "h02", "place": plan.place.choices[0]}
    twice = clerk.record("2010-09-08 15:30", "bond", "a02", entered="2010-09-13 08:30", **again)
    clerk.do("2010-09-15 10:00", "void", twice, reason="与前一条重复录入")
    visit = {"helper": "a04", "household": "h05", "help": [plan.helps.choices[2]]}
    clerk.record("2011-07-20 10:00", "helping", "a04", entered="2011-09-05 09:10", **visit)
    why = "点评指出家校沟通问题尚未解决"
    edge = "comments.reopen.problems"
    clerk.do("2011-12-21 15:00", "reopen", "problems", reason=why, edge=edge)
    new = {"name": "家校沟通", "origin": plan.origin.choices[1]}
    slip = clerk.record("2012-03-14 15:00", "breakthrough", **new, kept=False)
    values = {"kept": True}
    clerk.do("2012-03-21 09:00", "correct", slip, reason="群众代表已确认兑现", values=values)
    clerk.do("2012-03-21 09:30", "finish", "problems")
    why = "上级公布大会日期"
    clerk.do("2012-09-29 09:00", "fix_anchor", "congress18", reason=why, day="2012-11-08")


def _school(school: School) -> Clerk:
    clerk = Clerk(seed=2010, prefix=f"qsh-{school.unit}", usual=school.first[0])
    for tell in STORY:
        tell(clerk, school)
    if school.unit == "s1":
        what_happened_in_the_first(clerk)
    clerk.do("2012-10-08 15:00", "conclude", reason="两年半期满，10月1日至7日放假")
    return clerk


def _district() -> Clerk:
    clerk = Clerk(seed=2010, prefix="qsh", usual=district.HEAD)
    for tell in district.STORY:
        tell(clerk)
    return clerk


def course() -> list[list[str]]:
    """Return the rows of all units, in the order of entering, each with its unit first."""
    clerks = {district.DISTRICT: _district(), **{each.unit: _school(each) for each in SCHOOLS}}
    rows = [[unit, *row] for unit, clerk in clerks.items() for row in clerk.table()]
    entered = 1 + Clerk.HEADER.index("recorded_at")
    return sorted(rows, key=lambda row: row[entered])


def write(folder: Path) -> None:
    """Write the four tables into ``folder``."""
    top = district.DISTRICT
    rosters = {top: district.ROSTER, **{each.unit: each.roster for each in SCHOOLS}}
    people = [(unit, *row) for unit, roster in rosters.items() for row in roster]
    below = zip(SCHOOLS, TITLES, strict=True)
    units = [(top, "区教体局", "district", ""), *((s.unit, t, "school", top) for s, t in below)]
    write_tables(
        folder,
        {
            "course.csv": (("unit", *Clerk.HEADER), course()),
            "roster.csv": (("unit", "person", "role"), people),
            "relations.csv": (
                ("unit", "relation", "left", "right"),
                [(top, *row) for row in district.RELATIONS],
            ),
            "units.csv": (("unit", "title", "tier", "parent"), units),
        },
    )


if __name__ == "__main__":
    write(Path(sys.argv[1]))
