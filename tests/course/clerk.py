"""The clerk who writes a course down: when each act happened, and when it was entered."""

from __future__ import annotations

import datetime as dt
import json
import random
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, TypeVar

from campaignflow.calendar import WorkCalendar

Chosen = TypeVar("Chosen")
WORKDAYS = WorkCalendar()


def moment(text: str) -> dt.datetime:
    """Return the moment that ``YYYY-MM-DD HH:MM`` names, on the clocks of China."""
    return dt.datetime.strptime(f"{text}+0800", "%Y-%m-%d %H:%M%z")


def later(at: dt.datetime, days: int, hour: int, minute: int) -> dt.datetime:
    """Return a time of day so many work days after ``at``."""
    day = WORKDAYS.add_workdays(at.date(), days)
    return moment(f"{day} {hour:02d}:{minute:02d}")


class Row(NamedTuple):
    """Hold one act: a command, with when it happened and when it was entered."""

    at: dt.datetime
    recorded_at: dt.datetime
    command: str
    subject: str
    actor: str
    reason: str
    args: Mapping[str, Any]

    def cells(self, key: str) -> list[str]:
        """Return the row as texts for the table."""
        args = json.dumps(self.args, ensure_ascii=False) if self.args else ""
        times = (f"{time:%Y-%m-%d %H:%M}" for time in (self.at, self.recorded_at))
        return [*times, self.command, self.subject, self.actor, self.reason, key, args]


class Clerk:
    """Collect the acts of a course; chance decides on what the story leaves open.

    Args:
        seed: Where chance starts.
        prefix: Of the idempotency keys.
        usual: Who enters what nobody else is named for.
        year: The year of texts that name none; left out where all of them do.
    """

    HEADER = ("at", "recorded_at", "command", "subject", "actor", "reason", "key", "args")

    def __init__(self, seed: int, prefix: str, usual: str, year: int | None = None) -> None:
        self._prefix = prefix
        self._usual = usual
        self._year = "" if year is None else f"{year}-"
        self._rows: list[Row] = []
        self._random = random.Random(seed)
        self._numbers: Counter[str] = Counter()

    def moment(self, text: str) -> dt.datetime:
        """Return the moment that a text names, such as ``05-22 16:00``."""
        return moment(f"{self._year}{text}")

    # --- chance

    def number(self, low: int, high: int) -> int:
        """Return a whole number from ``low`` to ``high``."""
        return low + int(self._random.random() * (high - low + 1))

    def pick(self, options: Sequence[Chosen]) -> Chosen:
        """Return one of ``options``."""
        return options[self.number(0, len(options) - 1)]

    def some(self, people: Sequence[str]) -> list[str]:
        """Return most of ``people``."""
        return [person for person in people if self._random.random() < 0.93]

    def moments(self, first: str, last: str, count: int) -> list[dt.datetime]:
        """Return moments in office hours from day ``first`` to day ``last``, in order."""
        start, end = self.moment(f"{first} 00:00"), self.moment(f"{last} 00:00")
        days = [start + dt.timedelta(days=n) for n in range((end - start).days + 1)]
        days = [day for day in days if WORKDAYS.is_workday(day.date())]
        clock = [dt.timedelta(minutes=5 * n) for n in (*range(100, 139), *range(176, 206))]
        return sorted(self.pick(days) + self.pick(clock) for _ in range(count))

    # --- acts

    def do(
        self,
        at: dt.datetime | str,
        command: str,
        subject: str = "",
        actor: str | None = None,
        reason: str = "",
        entered: str | None = None,
        **args: Any,
    ) -> None:
        """Note an act that was entered at once, or when ``entered`` says."""
        when = self.moment(at) if isinstance(at, str) else at
        soon = when + dt.timedelta(minutes=self.number(2, 9))
        if entered is not None:
            soon = self.moment(entered)
        self._rows.append(Row(when, soon, command, subject, actor or self._usual, reason, args))

    def record(
        self,
        at: dt.datetime | str,
        kind: str,
        actor: str | None = None,
        entered: str | None = None,
        **values: Any,
    ) -> str:
        """Note a record, entered within the hour, the next morning, or when ``entered`` says."""
        when = self.moment(at) if isinstance(at, str) else at
        soon = when + dt.timedelta(minutes=self.number(10, 60))
        if entered is not None:
            soon = self.moment(entered)
        elif self.number(1, 4) == 1 or soon.hour >= 18:
            soon = later(when, 1, 8, self.number(10, 55))
        self._numbers[kind] += 1
        subject = f"{kind}-{self._numbers[kind]:02d}"
        args = {"kind": kind, "values": values}
        self._rows.append(Row(when, soon, "record", subject, actor or self._usual, "", args))
        return subject

    def table(self) -> list[list[str]]:
        """Return all acts in the order of entering, as texts in the order of ``HEADER``."""
        rows = sorted(self._rows, key=lambda row: row.recorded_at)
        return [row.cells(f"{self._prefix}-{n:04d}") for n, row in enumerate(rows, start=1)]
