"""Where a campaign stands on a day, with the reasons: one value for people and programs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import attrs

from campaignflow.events import Event
from campaignflow.guards.verdict import Explanation
from campaignflow.messages import Lang, Notice
from campaignflow.model.nodes import CAMPAIGN
from campaignflow.model.time import Force
from campaignflow.report.agenda import Boundary, upcoming
from campaignflow.report.deviations import Deviation, deviations
from campaignflow.report.holds import Hold, finishing, opening
from campaignflow.report.ledgers import LedgerCount, ledger_counts
from campaignflow.report.owed import Debt, owed
from campaignflow.report.people import actors, confirmers, responsible
from campaignflow.report.rows import NodeRow, rows
from campaignflow.state import State
from campaignflow.state.judging import explained
from campaignflow.state.state import OPEN


@attrs.frozen
class Blocked:
    """Hold what one node waits for that is open, next or in question.

    Attributes:
        row: The node.
        holds: Everything that it waits for.
        who: Persons whose turn it is; empty where it cannot be opened yet.
    """

    row: NodeRow
    holds: tuple[Hold, ...]
    who: tuple[str, ...] = ()

    def as_json(self) -> dict[str, object]:
        """Return it as plain data."""
        holds = [hold.as_json() for hold in self.holds]
        plain = {"node": self.row.key, "title": self.row.label}
        return {**plain, "who": list(self.who), "holds": holds}


@attrs.frozen
class Duty:
    """Hold how far one duty over the whole campaign is met.

    Attributes:
        rule: Key of the rule.
        title: Its title; empty where the plan gives none.
        explanation: The truth tree with what is missing.
    """

    rule: str
    title: str
    explanation: Explanation

    def as_json(self) -> dict[str, object]:
        """Return it as plain data."""
        return {"rule": self.rule, "title": self.title, **self.explanation.as_json()}


@attrs.frozen
class Status:
    """Hold where a run stands on a day.

    Attributes:
        run: Name of the run.
        campaign: Title of the campaign.
        unit: The unit that carries it out.
        title: What people call the unit; its id where nobody has said.
        day: The day it is about.
        word: State of the campaign's lifecycle: planned, running, suspended, concluded, …
        rows: Every node instance, in the order of definition.
        blocked: What is open, next or in question, with everything that it waits for.
        due_next: Planned starts and ends in the days ahead.
        duties: Conditions for concluding the campaign, with progress.
        ledgers: Counts of every ledger.
        deviations: What was recorded as deviating from the plan, in order.
        people: Person id -> what they owe.
    """

    run: str
    campaign: str
    unit: str
    title: str
    day: dt.date
    word: str
    rows: tuple[NodeRow, ...]
    blocked: tuple[Blocked, ...]
    due_next: tuple[Boundary, ...]
    duties: tuple[Duty, ...]
    ledgers: tuple[LedgerCount, ...]
    deviations: tuple[Deviation, ...]
    people: Mapping[str, tuple[Debt, ...]]

    @property
    def head(self) -> Notice:
        """Which unit it is, how far it has come and what is late, the campaign itself apart."""
        params = {
            "unit": self.title,
            "day": self.day.isoformat(),
            "status": Notice(f"report.run.{self.word}"),
            "settled": len(self.settled),
            "total": len(self.counted),
            "late": sum(row.is_late_part for row in self.rows),
            "items": self.late_items,
        }
        return Notice("report.head.items" if params["items"] else "report.head", params)

    @property
    def late_items(self) -> int:
        """How many items of ledgers are past their day."""
        return sum(len(ledger.late) for ledger in self.ledgers)

    @property
    def open(self) -> tuple[NodeRow, ...]:
        """What is open, submitted or returned, the campaign itself apart."""
        return tuple(row for row in self.rows if row.is_open and row.depth)

    @property
    def phases(self) -> tuple[NodeRow, ...]:
        """The phases that are open."""
        return tuple(row for row in self.rows if row.is_open and row.life == "phase")

    @property
    def due(self) -> tuple[NodeRow, ...]:
        """What could be open and is not."""
        return tuple(row for row in self.rows if row.due)

    @property
    def late(self) -> tuple[NodeRow, ...]:
        """What is not settled and past its last planned day, the longest overdue first."""
        found = [row for row in self.rows if row.is_late]
        return tuple(sorted(found, key=lambda row: -(row.late_days or 0)))

    @property
    def questioned(self) -> tuple[NodeRow, ...]:
        """What was settled on ground that has changed since."""
        return tuple(row for row in self.rows if row.questioned)

    @property
    def undated(self) -> tuple[NodeRow, ...]:
        """What is not settled and has a bound that is not known yet."""
        return tuple(row for row in self.rows if row.unknown_bound and not row.is_settled)

    @property
    def counted(self) -> tuple[NodeRow, ...]:
        """What the unit carries out, the campaign itself apart."""
        return tuple(row for row in self.rows if row.is_counted and row.depth)

    @property
    def settled(self) -> tuple[NodeRow, ...]:
        """What of that is done, closed or released."""
        return tuple(row for row in self.counted if row.is_settled)

    def text(self, lang: Lang = "en") -> str:
        """Return the status as lines for a terminal."""
        from campaignflow.report.status_text import status_lines

        return "\n".join(status_lines(self, lang))

    def as_json(self) -> dict[str, Any]:
        """Return the status as plain data, the same for the same state and day."""
        return {
            "run": self.run,
            "campaign": self.campaign,
            "unit": self.unit,
            "title": self.title,
            "day": self.day.isoformat(),
            "status": self.word,
            "open": [row.key for row in self.open],
            "due": [row.key for row in self.due],
            "late": {row.key: row.late_days for row in self.late},
            "questioned": [row.key for row in self.questioned],
            "undated": [row.key for row in self.undated],
            "blocked": _plain(self.blocked),
            "due_next": _plain(self.due_next),
            "duties": _plain(self.duties),
            "ledgers": _plain(self.ledgers),
            "deviations": _plain(self.deviations),
            "people": {person: _plain(debts) for person, debts in self.people.items()},
            "nodes": _plain(self.rows),
        }


def _plain(values: Iterable[Any]) -> list[dict[str, Any]]:
    return [value.as_json() for value in values]


def status(state: State, day: dt.date, events: Sequence[Event] = ()) -> Status:
    """Return where the run stands on ``day``.

    Args:
        state: The state to report; for the past the state as of then.
        day: Today, as the report sees it.
        events: The events behind the state; only needed for the deviations.
    """
    found = rows(state, day)
    return Status(
        state.run,
        state.blueprint.campaign.title,
        str(state.head.get("unit", "")),
        str(state.head.get("title", "")),
        day,
        state.status,
        found,
        tuple(blocked(state, found, day)),
        upcoming(found, day),
        tuple(_duties(state, day.toordinal())),
        ledger_counts(state, day),
        deviations(state.blueprint.campaign, state.run, events),
        owed(state, day, found),
    )


def blocked(state: State, found: Sequence[NodeRow], today: dt.date) -> Iterator[Blocked]:
    """Yield what is open, next or in question with what it waits for; nothing unless it runs.

    Args:
        state: The state to report.
        found: Its rows on that day.
        today: The day.
    """
    if state.status != "running":
        return
    day = today.toordinal()
    for row in found[1:]:
        instance = state.instance(row.key)
        if instance is None:
            continue
        if row.state in OPEN:
            who = actors(state, instance, day)
            yield Blocked(row, tuple(finishing(state, instance, day)), who)
        elif row.due:
            who = responsible(state, instance, day)
            act = "tick_opens" if instance.info.opens_itself else "can_open"
            yield Blocked(row, (Hold(Notice(f"report.act.{act}"), who=who),), who)
        elif row.state == "planned":
            holds = tuple(opening(state, instance, day))
            if not any(hold.distant for hold in holds):
                yield Blocked(row, holds)
        elif row.questioned:
            who = confirmers(state, instance, day)
            yield Blocked(row, (Hold(Notice("report.act.confirm"), who=who),), who)


def _duties(state: State, day: int) -> Iterator[Duty]:
    root = state.instance(CAMPAIGN.key)
    for rule in root.info.exit if root else ():
        if root is not None and rule.rule.force is not Force.STATED:
            yield Duty(rule.key, rule.rule.title, explained(state, rule, root, day))
