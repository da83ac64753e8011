"""One row a node: planned against actual, lateness, progress; the ground of every report."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from typing import Final, Literal

import attrs

from campaignflow.calendar import Resolution
from campaignflow.report.holds import opening
from campaignflow.state import Instance, State
from campaignflow.state.naming import labelled
from campaignflow.state.state import OPEN, SETTLED

Light = Literal["green", "yellow", "orange", "red"]


@attrs.frozen
class Lights:
    """Say at which share of its planned time left an unfinished node changes its light.

    Attributes:
        yellow: Yellow from here on. Units: percent of the planned days.
        orange: Orange from here on; red once it is late. Units: percent of the planned days.
    """

    yellow: int = 30
    orange: int = 15


LIGHTS: Final = Lights()
ASIDE: Final = frozenset({"exempt", "cancelled"})
"""How a node is released that a unit does not carry out, and that is therefore not counted."""


@attrs.frozen
class NodeRow:
    """Hold where one instance of a node stands on a day.

    Attributes:
        key: Name of the instance: ``node``, ``node@occurrence``, ``node#member``.
        node: Key of the node.
        title: Title of the node.
        occurrence: Label of the occurrence, for a node that repeats.
        member: Person it is multiplied for.
        life: ``"campaign"``, ``"phase"`` or ``"step"``.
        container: Name of the instance it is part of; None for the campaign.
        depth: 0 for the campaign, 1 for what is directly in it, and so on.
        state: State of its lifecycle.
        window: Its own planned window; None where it only shares its container's.
        planned_start: First day of its own window; None if it has none or it is unknown.
        planned_end: Last day of its own window, likewise.
        due_by: Last day planned for it, its container's where it has none of its own.
        soft_end: Whether ``due_by`` is only "basically" the end, after which nothing is late.
        actual_start: Day it was last opened.
        actual_end: Day it was done, closed or released.
        late_days: Days settled after ``due_by``, or gone by since if it is not settled yet; None
            if it is not late. A soft end and an unknown one make nothing late.
        light: Colour by the time left, for what is open, due or late; None for the rest.
        due: Whether nothing holds it back and it is only not open yet.
        start_days: Days since its planned start, where it is due and that day is over.
        unknown_bound: Whether a bound of its own window is not known yet.
        questioned: Whether the ground it was settled on has changed.
        attempt: 1, and one more for each reopening.
        released_as: How it was released: waived, exempt, not_chosen, lapsed, withdrawn, cancelled.
        assignee: Person who holds it: assigned, or the member it was multiplied for.
        owner: Title of the role that carries it out.
        progress: Parts in it that are settled and parts in all; None where it has no parts.
    """

    key: str
    node: str
    title: str
    occurrence: str | None
    member: str | None
    life: str
    container: str | None
    depth: int
    state: str
    window: Resolution | None
    planned_start: dt.date | None
    planned_end: dt.date | None
    due_by: dt.date | None
    soft_end: bool
    actual_start: dt.date | None
    actual_end: dt.date | None
    late_days: int | None
    light: Light | None
    due: bool
    start_days: int | None
    unknown_bound: bool
    questioned: bool
    attempt: int
    released_as: str | None
    assignee: str | None
    owner: str | None
    progress: tuple[int, int] | None

    @property
    def label(self) -> str:
        """Title with occurrence and member, where it has them."""
        return labelled(self.title, self.occurrence, self.member)

    @property
    def is_open(self) -> bool:
        """Whether work on it is going on."""
        return self.state in OPEN

    @property
    def is_settled(self) -> bool:
        """Whether it is done, closed or released."""
        return self.state in SETTLED

    @property
    def is_counted(self) -> bool:
        """Whether the unit carries it out at all."""
        return self.released_as not in ASIDE

    @property
    def is_late(self) -> bool:
        """Whether it is past its last planned day and not settled."""
        return bool(self.late_days) and not self.is_settled

    @property
    def is_late_part(self) -> bool:
        """Whether it is late and part of the campaign, not the campaign itself."""
        return self.is_late and self.depth > 0

    def as_json(self) -> dict[str, object]:
        """Return the row as plain data."""
        plain = attrs.asdict(self, filter=lambda field, _value: field.name != "window")
        plain = {k: v.isoformat() if isinstance(v, dt.date) else v for k, v in plain.items()}
        return {**plain, "window": self.window.edtf if self.window else None}


def rows(state: State, day: dt.date, lights: Lights = LIGHTS) -> tuple[NodeRow, ...]:
    """Return one row an instance, as things stand on ``day``.

    Args:
        state: Where the run stands; for the past give the state as of then.
        day: Today, as the report sees it.
        lights: When lights change.

    Returns:
        The rows in the order of definition, each container before what is part of it; the
        campaign first.
    """
    parts: dict[str | None, list[Instance]] = defaultdict(list)
    for instance in state.all_instances():
        above = state.container(instance)
        parts[above.key if above else None].append(instance)

    def below(container: str | None, depth: int) -> Iterator[NodeRow]:
        for instance in parts[container]:
            yield _row(state, instance, day, depth, lights)
            yield from below(instance.key, depth + 1)

    return tuple(below(None, 0))


def _row(state: State, instance: Instance, day: dt.date, depth: int, lights: Lights) -> NodeRow:
    info, node = instance.info, state.node(instance.key)
    own, limit = state.own_window(instance), _limit(state, instance)
    due = node.state == "planned" and next(opening(state, instance, day.toordinal()), None) is None
    above = state.container(instance)
    start, end = _date(state, node.opened_at), _date(state, node.settled_at)
    late = _late(state, instance, limit, day)
    return NodeRow(
        key=instance.key,
        node=info.key,
        title=state.blueprint.titles.get(info.key, info.title),
        occurrence=instance.occurrence,
        member=instance.member,
        life=info.life,
        container=above.key if above else None,
        depth=depth,
        state=node.state,
        window=own,
        planned_start=own.start if own else None,
        planned_end=own.end if own else None,
        due_by=limit.end if limit else None,
        soft_end=limit is not None and limit.soft_end,
        actual_start=start,
        actual_end=end,
        late_days=late,
        light=_light(state, instance, day, late, lights, active=due or node.state in OPEN),
        due=due,
        start_days=_since(own, day) if due else None,
        unknown_bound=own is not None and _unknown(own),
        questioned=node.questioned,
        attempt=node.attempt,
        released_as=node.released_as,
        assignee=state.assignments.get(instance.key) or instance.member,
        owner=state.blueprint.titles[info.owner] if info.owner else None,
        progress=_progress(state, instance),
    )


def _since(own: Resolution | None, day: dt.date) -> int | None:
    """Return the days since the planned start; None where there is none, or none has passed."""
    days = (day - own.start).days if own is not None and own.start is not None else 0
    return days if days > 0 else None


def _date(state: State, at: int | None) -> dt.date | None:
    return None if at is None else dt.date.fromordinal(state.day(at))


def _unknown(window: Resolution) -> bool:
    return window.end is None or (window.start is None and window.start_stated)


def _limit(state: State, instance: Instance) -> Resolution | None:
    """Return the window that says by when the instance is due: its own, or of what it is in."""
    current: Instance | None = instance
    while current is not None:
        own = state.own_window(current)
        if own is not None and own.end is not None:
            return own
        current = state.container(current)
    return None


def _late(state: State, instance: Instance, limit: Resolution | None, day: dt.date) -> int | None:
    node = state.node(instance.key)
    if limit is None or limit.end is None or limit.soft_end or node.state == "released":
        return None
    settled = _date(state, node.settled_at)
    if settled is None and state.status not in ("running", "suspended"):
        return None
    days = ((settled or day) - limit.end).days
    return days if days > 0 else None


def _light(
    state: State,
    instance: Instance,
    day: dt.date,
    late: int | None,
    lights: Lights,
    *,
    active: bool,
) -> Light | None:
    if state.node(instance.key).state in SETTLED or not (active or late):
        return None
    if late is not None:
        return "red"
    start, end = state.bounds(instance)
    left = (end - day.toordinal() + 1) * 100
    whole = max(1, end - start + 1)
    if left <= whole * lights.orange:
        return "orange"
    return "yellow" if left <= whole * lights.yellow else "green"


def _progress(state: State, instance: Instance) -> tuple[int, int] | None:
    inside = [
        state.node(key).state in SETTLED
        for info in state.contents(instance.info)
        for key in state.related(instance, info)
        if state.node(key).released_as not in ASIDE
    ]
    return (sum(inside), len(inside)) if inside else None
