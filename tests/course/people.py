"""The people of the course, by id; who belongs to the branch when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from .clerk import moment


def ids(letter: str, first: int, last: int) -> list[str]:
    """Return the ids ``t01``, ``t02`` and so on."""
    return [f"{letter}{number:02d}" for number in range(first, last + 1)]


SECRETARY, PRINCIPAL, PUBLICIST = "t01", "t02", "t06"
DEPUTIES, LEADERS, GRADE_HEADS = ids("t", 3, 5), ids("t", 1, 7), ids("t", 8, 10)
DELEGATES, ORDINARY, TEACHERS = ids("t", 11, 16), ids("t", 17, 40), ids("t", 41, 45)
MEMBERS = [*LEADERS, *GRADE_HEADS, *DELEGATES, *ORDINARY]
ON_LEAVE, LEAVER, JOINER, SUPERIOR = "t31", "t33", "t46", "s01"
BENCHMARKERS = {
    **dict.fromkeys(ids("k", 1, 3), ("office", "科室")),
    **dict.fromkeys(ids("n", 7, 9), ("grade", "年级")),
    **dict.fromkeys(("t12", "t25"), ("person", "个人")),
}
ROSTER = [
    (SECRETARY, "secretary"),
    (PRINCIPAL, "principal"),
    *((person, "deputy") for person in DEPUTIES),
    *((person, "leader") for person in LEADERS[5:]),
    *((person, "grade_head") for person in GRADE_HEADS),
    *((person, "delegate") for person in DELEGATES),
    *((person, "ordinary") for person in ORDINARY),
    *((person, "teacher") for person in TEACHERS),
    (SUPERIOR, "superior"),
    *((person, role) for person, (role, _level) in BENCHMARKERS.items()),
]
RELATIONS = [("oversees", *pair) for pair in zip(DEPUTIES, GRADE_HEADS, strict=True)]


def belonging(people: Sequence[str], at: dt.datetime) -> list[str]:
    """Return who of ``people`` belonged to the branch then and was not on leave."""
    gone = {ON_LEAVE, LEAVER} if at > moment("2017-06-15 00:00") else {ON_LEAVE}
    return [person for person in people if person not in gone]
