"""The units of the course of 2009, their people, and how far each is behind the others."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from .clerk import Clerk, later
from .people import ids


class Unit(NamedTuple):
    """A unit of the story.

    Attributes:
        key: Its id.
        title: What people call it.
        tier: Its tier.
        parent: Id of the unit above it.
        kind: What kind of unit it is.
        organ: Whether it has a committee.
        elects: Whether an election is due.
        letter: First letter of the ids of its people.
        size: How many members it has, the secretary first.
        lag: How many work days it is behind.
    """

    key: str
    title: str
    tier: str
    parent: str
    kind: str
    organ: str
    elects: bool
    letter: str
    size: int
    lag: int

    @property
    def members(self) -> list[str]:
        """The members, the secretary first."""
        return ids(self.letter, 1, self.size)

    @property
    def secretary(self) -> str:
        """Who leads it."""
        return self.members[0]

    @property
    def leaders(self) -> list[str]:
        """The leading cadres: two, in the bureau three."""
        return self.members[: 3 if self.is_bureau else 2]

    @property
    def board(self) -> list[str]:
        """The committee; all members where there is none."""
        return self.members[:3] if self.organ == "设委员会" else self.members

    @property
    def outsiders(self) -> list[str]:
        """The one leader who is no member."""
        return ids(self.letter, 51, 51)

    @property
    def is_bureau(self) -> bool:
        """Whether it is the office of the bureau."""
        return self.kind == "机关"

    @property
    def below(self) -> list[Unit]:
        """The units next below it."""
        return [unit for unit in UNITS if unit.parent == self.key]

    @property
    def roster(self) -> list[tuple[str, str]]:
        """Who holds which role at the beginning."""
        if self.kind == "离休支部":
            return [(self.secretary, "secretary"), *((p, "member") for p in self.members[1:])]
        second = "bureau" if self.is_bureau else "head"
        board = self.board if self.organ == "设委员会" else []
        return [
            (self.secretary, "secretary"),
            *((person, second) for person in self.leaders[not self.is_bureau :]),
            *((person, "board") for person in board),
            (self.members[3], "middle"),
            *((person, "member") for person in self.members[2:] if person != self.members[3]),
            *((person, "outsider") for person in self.outsiders),
        ]

    def row(self) -> tuple[str, ...]:
        """Return the unit as a row of the table of units."""
        flags = ("是" if yes else "否" for yes in (bool(self.below), self.elects))
        return (self.key, self.title, self.tier, self.parent, self.kind, self.organ, *flags)

    def when(self, clerk: Clerk, text: str) -> dt.datetime:
        """Return the moment of a text, as many work days later as the unit is behind."""
        at = clerk.moment(text)
        return later(at, self.lag, at.hour, at.minute) if self.lag else at


HEADER = ("unit", "title", "tier", "parent", "kind", "organ", "leads", "election_due")
FULL, JOINT = "设委员会", "联合支部"
BUREAU = Unit("xh", "教育党工委（局机关）", "committee", "", "机关", FULL, False, "x", 8, 0)
PRIMARY = Unit("gx", "小学党总支", "general", "xh", "学校", FULL, False, "g", 6, 0)
FIRST = Unit("b1", "第一小学支部", "branch", "gx", "学校", FULL, True, "a", 7, 0)
JOINED = Unit("b2", "第二小学联合支部", "branch", "gx", "学校", JOINT, False, "b", 6, 2)
MIDDLE = Unit("zx", "第一中学支部", "branch", "xh", "学校", FULL, False, "z", 7, 3)
RETIRED = Unit("lx", "离休支部", "branch", "xh", "离休支部", FULL, False, "r", 4, 0)
UNITS = (BUREAU, PRIMARY, FIRST, JOINED, MIDDLE, RETIRED)
ACTIVE = UNITS[:-1]
