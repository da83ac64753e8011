"""The people of the course of ``jiangbei_2023``, by id: a small school with two Party branches."""

from __future__ import annotations

from .people import ids

HEAD, LEADERS = "t01", ids("t", 1, 5)
DEPT_HEADS, GRADE_HEADS, SUBJECT_HEADS = ids("t", 6, 8), ids("t", 9, 10), ids("t", 11, 12)
ORDINARY, MASSES = ids("t", 13, 16), ids("t", 17, 20)
COUNCIL, TEAM, OFFICE = "c01", "g01", "g02"
LEAVER, JOINER, ON_LEAVE = "t16", "t21", "t15"
BRANCHES = {
    "b01": ("t06", ["t01", "t02", "t03", "t06", "t07", "t13", "t14"]),
    "b02": ("t09", ["t04", "t05", "t09", "t11", "t15", "t16"]),
}
MEMBERS = sorted(person for _head, people in BRANCHES.values() for person in people)
CADRES = sorted({*MEMBERS, *DEPT_HEADS})
ROSTER = [
    (HEAD, "head"),
    *((person, "leader") for person in LEADERS[1:]),
    *((person, "dept_head") for person in DEPT_HEADS),
    *((person, "grade_head") for person in GRADE_HEADS),
    *((person, "subject_head") for person in SUBJECT_HEADS),
    *((head, "branch_head") for head, _people in BRANCHES.values()),
    *((person, "member") for person in ("t07", "t11", *ORDINARY)),
    *((person, "masses") for person in MASSES),
    *((branch, "branch") for branch in BRANCHES),
    (COUNCIL, "council"),
    (TEAM, "team"),
    (OFFICE, "office"),
]
RELATIONS = [
    *(("oversees", *pair) for pair in zip(LEADERS[2:], DEPT_HEADS, strict=True)),
    *(("belongs", who, branch) for branch, (_head, people) in BRANCHES.items() for who in people),
    *(("leads", head, who) for head, people in BRANCHES.values() for who in people if who != head),
]
