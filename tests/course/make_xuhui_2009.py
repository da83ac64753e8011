"""Make the shipped course of ``xuhui_2009``: a bureau, a general branch, three branches, one exempt.

Run it from the top of the checkout to write the four tables anew::

    python -m tests.course.make_xuhui_2009 definitions/data/xuhui_2009

The same files come out on every machine: chance comes from one seeded generator for each unit, of
which only ``random()`` is used, and no clock is read. Everybody in it is an id, and nobody is real.
The units do the same work, some days one after the other; here is what differs, and when each unit
goes from one phase to the next.
"""

from __future__ import annotations

import sys
from pathlib import Path

from .clerk import Clerk
from .tables import write_tables
from .xuhui_story import STORY, Telling
from .xuhui_units import ACTIVE, BUREAU, FIRST, HEADER, JOINED, MIDDLE, PRIMARY, RETIRED, UNITS

QUALITY = "群众意见较集中，进度服从质量"


def first_primary(tell: Telling) -> None:
    """Everything in time; one session stands twice and is voided."""
    tell.do("04-29 09:00", "close", "study")
    tell.do("05-04 09:00", "open", "analyse")
    tell.do("06-08 09:00", "open", "rectify")
    tell.do("06-26 16:00", "close", "analyse")
    came = {"form": "集中讨论交流", "attendees": tell.unit.members[:4], "hours": 4}
    twice = tell.record("04-16 13:30", "session", tell.unit.members[1], **came)
    tell.do("04-20 09:00", "void", twice, "与前一条重复录入")
    tell.do("08-26 16:00", "close", "rectify")
    tell.do("08-27 16:00", "conclude", "", "各环节完成")


def joined_primary(tell: Telling) -> None:
    """All members decide; the study is given more time, and one problem stays unsolved."""
    tell.do("04-23 09:00", "move", "study", "解放思想讨论尚不充分，进度服从质量", end="2009-05-08")
    tell.do("04-30 16:00", "close", "study")
    tell.do("05-04 09:00", "open", "analyse")
    late = {"form": "专题讲座", "attendees": tell.unit.members[2:], "hours": 4}
    tell.clerk.record("2009-04-14 13:30"[5:], "session", entered="05-06 09:20", **late)
    tell.do("06-08 09:00", "open", "rectify")
    tell.do("06-24 16:00", "close", "analyse")
    tell.do("08-25 17:00", "close", "rectify", "一个问题须待校舍改造后解决")
    tell.do("08-26 16:00", "conclude", "", "各环节完成")


def middle(tell: Telling) -> None:
    """Late with the kick-off; the report is revised, so the analysis is given two weeks more."""
    tell.do("04-28 17:00", "close", "study", "动员晚，学习顺延")
    tell.do("04-30 09:00", "open", "analyse")
    slip = {"form": "微型党课", "attendees": tell.unit.members[:3], "hours": 40}
    wrong = tell.record("05-12 13:30", "session", **slip)
    tell.do("05-14 09:00", "correct", wrong, "学时误录为40", values={"hours": 4})
    tell.do("06-01 09:00", "take_role", "z08", "调入", role="member")
    tell.do("06-01 09:30", "waive", "hours_owed.exit", "六月调入，此前学时在原支部", part="z08")
    tell.do("06-08 09:00", "open", "rectify")
    tell.do("06-22 16:30", "move", "analyse", QUALITY, end="2009-07-10")
    better = {"author": tell.unit.secretary, "evidence": "评议后修订稿"}
    tell.record("06-29 10:00", "analysis", **better)
    tell.do("07-02 16:00", "close", "analyse")
    tell.do("08-25 17:00", "close", "rectify")
    tell.do("08-26 10:00", "conclude", "", "各环节完成")


def primary(tell: Telling) -> None:
    """Leads two branches; it does not wait for the slower one, and says why."""
    tell.do("04-29 16:00", "finish", "guide_study", "联合支部讨论延长，总支按进度推进")
    tell.do("04-29 17:00", "close", "study")
    tell.do("05-04 09:00", "open", "analyse")
    tell.do("06-08 09:00", "open", "rectify")
    tell.do("06-29 16:00", "finish", "guide_analysis")
    tell.do("06-29 17:00", "close", "analyse")
    tell.do("08-28 09:00", "finish", "guide_fixing")
    tell.do("08-28 10:00", "close", "rectify")
    tell.do("08-28 16:00", "conclude", "", "各环节完成")


def bureau(tell: Telling) -> None:
    """Leads all of them; the middle school is late with the analysis."""
    tell.do("04-30 16:00", "finish", "guide_study", "中学支部动员晚，局机关按进度推进")
    tell.do("04-30 17:00", "close", "study")
    tell.do("05-04 09:00", "open", "analyse")
    tell.do("06-08 09:00", "open", "rectify")
    tell.do("06-30 16:00", "finish", "guide_analysis", "中学支部修改报告，进度服从质量")
    tell.do("06-30 17:00", "close", "analyse")
    tell.do("08-31 16:00", "finish", "guide_fixing")
    tell.do("08-31 17:00", "close", "rectify")
    tell.do("08-31 17:30", "conclude", "", "各单位基本完成")


OWN = {"xh": bureau, "gx": primary, "b1": first_primary, "b2": joined_primary, "zx": middle}


def retired() -> Clerk:
    """The branch of retired cadres has a run in which everything is exempt."""
    clerk = Clerk(2009, "xh-lx", RETIRED.secretary, 2009)
    clerk.do("03-11 10:00", "take_role", "r05", reason="组织关系转入", role="member")
    clerk.do("08-31 16:00", "conclude", reason="按区老干部局安排完成")
    return clerk


def course() -> list[list[str]]:
    """Return the rows of all units, in the order of entering, each with its unit first."""
    clerks = {RETIRED.key: retired()}
    for unit in ACTIVE:
        tell = Telling(unit)
        for part in (*STORY, OWN[unit.key]):
            part(tell)
        clerks[unit.key] = tell.clerk
    rows = [[unit, *row] for unit, clerk in clerks.items() for row in clerk.table()]
    entered = 1 + Clerk.HEADER.index("recorded_at")
    return sorted(rows, key=lambda row: row[entered])


def write(folder: Path) -> None:
    """Write the four tables into ``folder``."""
    people = [(unit.key, *row) for unit in UNITS for row in unit.roster]
    write_tables(
        folder,
        {
            "course.csv": (("unit", *Clerk.HEADER), course()),
            "roster.csv": (("unit", "person", "role"), people),
            "relations.csv": (("unit", "relation", "left", "right"), []),
            "units.csv": (HEADER, [unit.row() for unit in UNITS]),
        },
    )


__all__ = ["BUREAU", "FIRST", "JOINED", "MIDDLE", "PRIMARY", "RETIRED", "course", "write"]

if __name__ == "__main__":
    write(Path(sys.argv[1]))
