"""What a quota owes and has, counted from scratch over plain facts.

Nothing here comes from the library: people are looked up day by day, periods are found by walking
the calendar, and every question looks at every record again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from itertools import product
from typing import Any, NamedTuple

import attrs

Days = list[dt.date]
Key = tuple[str, ...]
Judged = tuple[list[tuple[Key, int, bool]], bool, bool, int, int]
"""Sorted (key, amount, over) per owed key; value, settled, met, need."""

WITHIN = {"member": ("member", "leader"), "leader": ("leader",), "guide": ("guide",)}
TOPICS, PARTS = ("甲", "乙"), ("因", "果")
PERIODS = {"week-keep", "week-drop", "month-keep", "month-drop", "month-ended"}
PAIRS = {"pairs", "talks", "to", "related", "down", "across", "back"}


class Ask(NamedTuple):
    """Describe one quota in words: where it stands, whom it asks, what it measures."""

    node: str
    during: str | None
    axes: tuple[str, ...]
    measure: str
    least: int | None
    most: int | None
    where: str | None
    allow_empty: bool


@attrs.define
class World:
    """Hold what has happened, as plain lists."""

    roles: list[tuple[dt.date, str, str, bool]] = attrs.field(factory=list)
    records: dict[str, tuple[dt.date, dict[str, Any]]] = attrs.field(factory=dict)
    voided: set[str] = attrs.field(factory=set)
    relations: set[tuple[str, str]] = attrs.field(factory=set)
    items: list[str] = attrs.field(factory=list)
    opened: dict[str, Days] = attrs.field(factory=dict)
    windows: dict[str, tuple[dt.date, dt.date]] = attrs.field(factory=dict)
    inside: dict[str, str] = attrs.field(factory=dict)

    def window(self, node: str) -> tuple[dt.date, dt.date]:
        """Return the planned days of a node, or of what it is part of."""
        while node not in self.windows:
            node = self.inside[node]
        return self.windows[node]

    def holders(self, role: str, days: Days) -> list[str]:
        """Return who holds a role on every one of the days."""
        people = sorted({person for _, _, person, _ in self.roles})
        return [p for p in people if all(self._holds(role, p, day) for day in days)]

    def _holds(self, role: str, person: str, day: dt.date) -> bool:
        return any(self._last_word(part, person, day) for part in WITHIN[role])

    def _last_word(self, role: str, person: str, day: dt.date) -> bool:
        said = [
            (when, order, took)
            for order, (when, what, who, took) in enumerate(self.roles)
            if what == role and who == person and when <= day
        ]
        return max(said)[2] if said else False


def label(period: str, day: dt.date) -> str:
    """Return the name of the week or month that a day is in."""
    if period.startswith("week"):
        year, week, _ = day.isocalendar()
        return f"{year}-W{week:02}"
    return day.strftime("%Y-%m")


def walk(start: dt.date, end: dt.date) -> Days:
    """Return every day from ``start`` to ``end``."""
    return [start + dt.timedelta(days=n) for n in range((end - start).days + 1)]


def cut(period: str, start: dt.date, end: dt.date) -> list[tuple[str, Days]]:
    """Return the periods of a span with their days in it; cut ones left out as asked."""
    found: dict[str, Days] = {}
    for day in walk(start, end):
        found.setdefault(label(period, day), []).append(day)
    one = dt.timedelta(days=1)
    return [
        (name, days)
        for name, days in found.items()
        if period.endswith("keep")
        or (
            (period.endswith("ended") or label(period, days[0] - one) != name)
            and label(period, days[-1] + one) != name
        )
    ]


def judge(ask: Ask, world: World, member: str | None, today: dt.date) -> Judged:
    """Return what the quota owes and the verdict, from nothing but the facts."""
    start, end, own = _span(ask, world, today)
    rows = []
    for key, over in _owed(ask, world, member, today, (start, end), own):
        serving = [
            values
            for name, (day, values) in world.records.items()
            if name not in world.voided
            and start <= day <= end
            and _meets(ask.where, values)
            and _serves(ask.axes, key, day, values, set(world.holders("guide", [day])))
        ]
        rows.append((key, _measure(ask.measure, serving), over))
    least = len(PARTS) if ask.measure == "covers" else ask.least or 0
    above = [ask.most is not None and have > ask.most for _, have, _ in rows]
    lacking = [have < least for _, have, _ in rows]
    met = sum(not a and not b for a, b in zip(above, lacking, strict=True))
    value = met == len(rows) if rows else ask.allow_empty
    lost = any(above) or any(low and over for low, (_, _, over) in zip(lacking, rows, strict=True))
    safe = bool(rows) and value and (ask.most is None or all(over for _, _, over in rows))
    return sorted(rows), value, lost or safe, met, len(rows)


def _span(ask: Ask, world: World, today: dt.date) -> tuple[dt.date, dt.date, bool]:
    if ask.during is None and ask.node != "campaign":
        return min([world.window(ask.node)[0], *world.opened.get(ask.node, [])]), today, True
    return (*world.window("campaign" if ask.during in (None, "whole") else ask.during), False)


def _owed(
    ask: Ask,
    world: World,
    member: str | None,
    today: dt.date,
    span: tuple[dt.date, dt.date],
    own: bool,
) -> list[tuple[Key, bool]]:
    start, end = span
    period = next((axis for axis in ask.axes if axis in PERIODS), None)
    if period is None:
        first = min(start, end)
        day = min(max(today, first), end)
        return [(k, end < today) for k in _keys(ask.axes, "", world, member, [day])]
    return [
        (key, days[-1] < today)
        for name, days in cut(period, start, max(start, end) if own else end)
        for key in _keys(ask.axes, name, world, member, days)
    ]


def _keys(
    axes: tuple[str, ...], period: str, world: World, member: str | None, days: Days
) -> Iterable[Key]:
    for parts in product(*(_axis(axis, period, world, member, days) for axis in axes)):
        yield tuple(text for part in parts for text in part)


def _axis(axis: str, period: str, world: World, member: str | None, days: Days) -> list[Key]:
    if axis in PERIODS:
        return [(period,)]
    if axis == "self":
        return [] if member is None else [(member,)]
    people = {role: world.holders(role, days) for role in WITHIN}
    members, leaders, guides = people["member"], people["leader"], people["guide"]
    keys: dict[str, Callable[[], list[Key]]] = {
        "each": lambda: [(a,) for a in members],
        "pairs": lambda: [(a, b) for a in leaders for b in leaders if a < b],
        "talks": lambda: [(a, b) for a in leaders for b in leaders if a < b],
        "to": lambda: [(a, b) for a in leaders for b in leaders if a != b],
        "related": lambda: [(a, b) for a, b in world.relations if a != b],
        "down": lambda: [(a, b) for a, b in world.relations if a != b],
        "across": lambda: [(a, b) for a in leaders for b in guides if a != b],
        "back": lambda: [(a, b) for a in leaders for b in guides if a != b],
        "some": lambda: [(a,) for a in leaders],
        "company": lambda: [(a,) for a in leaders],
        "topics": lambda: [(topic,) for topic in TOPICS],
        "items": lambda: [(item,) for item in world.items],
    }
    return keys[axis]()


def _meets(where: str | None, values: dict[str, Any]) -> bool:
    if where == "face":
        return values.get("mode") == "面谈"
    if where == "not phone":
        return values.get("mode") is not None and values["mode"] != "电话"
    return where is None or (values.get("hours") is not None and values["hours"] >= 2)


def _serves(
    axes: tuple[str, ...], key: Key, day: dt.date, values: dict[str, Any], guides: set[str]
) -> bool:
    left = list(key)
    for axis in axes:
        width = 2 if axis in PAIRS else 1
        part, left = left[:width], left[width:]
        if not _serves_part(axis, part, day, values, guides):
            return False
    return True


def _serves_part(
    axis: str, part: list[str], day: dt.date, values: dict[str, Any], guides: set[str]
) -> bool:
    who = values.get("who") or []
    ends = [values.get("caller"), values.get("partner")]
    if axis in PERIODS:
        return label(axis, day) == part[0]
    if axis in ("each", "self", "pairs", "across"):
        return all(person in who for person in part)
    if axis in ("talks", "related"):
        return sorted(part) == sorted(end or "" for end in ends)
    if axis in ("to", "down"):
        return part == ends
    if axis == "back":
        return part == ends[::-1]
    if axis == "some":
        others = [end for end in ends if end != part[0]]
        return part[0] in ends and len(others) == 1 and others[0] in guides
    if axis == "company":
        return part[0] in who and any(other in guides for other in who if other != part[0])
    if axis == "topics":
        return part[0] in (values.get("topics") or [])
    return part[0] in (values.get("items") or [])


def _measure(measure: str, serving: list[dict[str, Any]]) -> int:
    if measure == "sum":
        return sum(values.get("hours") or 0 for values in serving)
    if measure == "covers":
        return len({part for values in serving for part in values.get("parts") or []} & set(PARTS))
    return len(serving)
