"""What to remind people of on a day, whom to tell when it is late, and when to look again.

Alarms are data: nothing here sends anything. A sweep (:func:`campaignflow.hosts.sweep.sweep`) asks
on the days that matter and hands the answers to the host, each once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Final, Literal

import attrs

from campaignflow.calendar import day_start, local_day
from campaignflow.messages import Notice
from campaignflow.report.agenda import next_wakeup
from campaignflow.report.holds import opening
from campaignflow.report.ledgers import LateItem, overdue_items
from campaignflow.report.people import actors, holders, item_holders
from campaignflow.report.rows import LIGHTS, Lights, NodeRow, rows
from campaignflow.state import Instance, State
from campaignflow.state.state import SETTLED


@attrs.frozen
class Alarms:
    """Say when people are reminded and when somebody above them is told.

    Attributes:
        lights: When a light changes; yellow, orange and red remind whoever has the turn.
        escalate: Days late after which the lead is told as well, rising. Units: days.
    """

    lights: Lights = LIGHTS
    escalate: tuple[int, ...] = (3, 7)


ALARMS: Final = Alarms()


@attrs.frozen
class Reminder:
    """Hold one thing to tell somebody; run, node, due and level together name it.

    Attributes:
        run: Name of the run.
        campaign: Key of the campaign.
        unit: The unit that carries it out.
        node: Name of the node instance; ``ledger/item`` for a ledger item.
        title: Its title.
        due: Last day planned for it.
        level: ``"yellow"``, ``"orange"``, ``"red"``, or ``"late3"`` for three days late and so on.
        kind: ``"reminder"`` for whoever has the turn, ``"escalation"`` for the lead.
        who: Persons to tell, sorted by id; for an item those it names, or else the lead; empty if
            nobody holds the role.
        days: Days left, 0 on the last day, below 0 after it.
    """

    run: str
    campaign: str
    unit: str
    node: str
    title: str
    due: dt.date
    level: str
    kind: Literal["reminder", "escalation"]
    who: tuple[str, ...]
    days: int

    @property
    def notice(self) -> Notice:
        """The reminder as a sentence."""
        params = {"title": self.title, "day": self.due.isoformat(), "days": abs(self.days)}
        if self.days >= 0:
            return Notice("report.remind.left", params)
        late = self.kind == "escalation" or self.level == "red"
        return Notice("report.remind.late" if late else "report.remind.soft", params)

    @property
    def word(self) -> Notice:
        """What people call the level."""
        return Notice(f"report.remind.{self.level if self.kind == 'reminder' else self.kind}")

    def as_json(self) -> dict[str, object]:
        """Return the reminder as plain data."""
        plain = {**attrs.asdict(self), "due": self.due.isoformat(), "who": list(self.who)}
        return {**plain, **self.notice.as_json()}


def reminders(state: State, day: dt.date, alarms: Alarms = ALARMS) -> tuple[Reminder, ...]:
    """Return what people are to be told of on ``day``: nodes as defined, then overdue items.

    Only the present light of a node and its highest escalation are told, not those it has passed.
    A run that does not run has none: suspension silences alarms.
    """
    if state.status != "running":
        return ()
    found = [
        reminder
        for row in rows(state, day, alarms.lights)
        if row.due_by is not None and row.light not in (None, "green")
        for reminder in _of_node(state, row, row.due_by, day, alarms)
    ]
    for late in overdue_items(state, day):
        found += _of_item(state, late, day, alarms)
    return tuple(found)


def _of_node(
    state: State, row: NodeRow, due: dt.date, day: dt.date, alarms: Alarms
) -> Iterator[Reminder]:
    instance, about = state.instance(row.key), (row.key, row.label, due)
    told = () if instance is None else actors(state, instance, day.toordinal())
    yield _reminder(state, *about, day, str(row.light), "reminder", told)
    yield from _escalated(state, *about, day, row.late_days or 0, alarms)


def _of_item(state: State, late: LateItem, day: dt.date, alarms: Alarms) -> Iterator[Reminder]:
    about = f"{late.ledger}/{late.item}", f"{late.title} {late.item}", late.due
    lead = holders(state, state.blueprint.lead, day.toordinal())
    told = item_holders(state, late.ledger, late.item) or lead
    yield _reminder(state, *about, day, "red", "reminder", told)
    yield from _escalated(state, *about, day, late.late_days, alarms)


def _escalated(
    state: State, node: str, title: str, due: dt.date, day: dt.date, late: int, alarms: Alarms
) -> Iterator[Reminder]:
    passed = [days for days in alarms.escalate if 0 < days <= late]
    if passed:
        lead = holders(state, state.blueprint.lead, day.toordinal())
        yield _reminder(state, node, title, due, day, f"late{max(passed)}", "escalation", lead)


def _reminder(
    state: State,
    node: str,
    title: str,
    due: dt.date,
    day: dt.date,
    level: str,
    kind: Literal["reminder", "escalation"],
    who: tuple[str, ...],
) -> Reminder:
    campaign, unit = state.blueprint.campaign.key, str(state.head["unit"])
    days = (due - day).days
    return Reminder(state.run, campaign, unit, node, title, due, level, kind, who, days)


# --- when to look again


def next_look(state: State, now: int, alarms: Alarms = ALARMS) -> int | None:
    """Return the first moment after ``now`` at which time alone can open or remind of something.

    Args:
        state: Where the run stands.
        now: Units: microseconds since the epoch, UTC.
        alarms: When people are reminded.

    Returns:
        The start of a local day: of the next one where something only waits for its conditions,
        since days may fulfil them. None for never. Units: as ``now``.
    """
    if state.status != "running":
        return None
    zone = state.blueprint.zone
    today = local_day(now, zone)
    found = [day for day in _days(state, today, alarms) if day > today]
    ahead = [day_start(min(found), zone)] if found else []
    wake = next_wakeup(state, now)
    return min([*ahead, wake] if wake is not None else ahead, default=None)


def _days(state: State, today: dt.date, alarms: Alarms) -> Iterator[dt.date]:
    for row in rows(state, today, alarms.lights):
        instance = state.instance(row.key)
        if instance is None or state.node(row.key).state in SETTLED:
            continue
        if _waits_for_conditions(state, instance, today):
            yield today + dt.timedelta(days=1)
        yield from _changes(*state.bounds(instance), alarms.lights)
        if row.due_by is not None and not row.soft_end:
            yield from (row.due_by + dt.timedelta(days=days) for days in (1, *alarms.escalate))
    for due in state.item_due.values():
        yield from (dt.date.fromordinal(due + days) for days in (1, *alarms.escalate))


def _waits_for_conditions(state: State, instance: Instance, today: dt.date) -> bool:
    if state.node(instance.key).state == "planned":
        holds = list(opening(state, instance, today.toordinal()))
        return bool(holds) and all(hold.explanation is not None for hold in holds)
    return instance.info.closes_itself


def _changes(start: int, end: int, lights: Lights) -> Iterator[dt.date]:
    """Yield the first days on which less than a share of the planned days is left."""
    whole = max(1, end - start + 1)
    for share in (lights.yellow, lights.orange):
        yield dt.date.fromordinal(end + 1 - whole * share // 100)
