"""The page of a whole course: every day is the status of that day, and it stays small."""

from __future__ import annotations

import datetime as dt
import json
import re
from typing import Any

import pytest

from campaignflow.draw import html
from campaignflow.report import Status, status
from campaignflow.run import Run


@pytest.fixture(scope="module")
def page(run: Run) -> str:
    """Return the page of the whole course."""
    return html(run.campaign, run.events(), run="jishui")


@pytest.fixture(scope="module")
def days(page: str) -> dict[str, dict[str, Any]]:
    """Return what the page shows on each day, put together from the changes."""
    (found,) = re.findall(r'<script type="application/json" id="data">(.*?)</script>', page)
    data, shown, days = json.loads(found), {}, {}
    for day, changes in zip(data["dates"], data["days"], strict=True):
        shown = {k: v for k, v in {**shown, **changes}.items() if v is not None}
        days[day] = {k: _read(v, data["texts"], k) for k, v in shown.items()}
    return days


def _read(value: Any, texts: list[str], slot: str) -> Any:
    """Return the value of an instance or a person with its texts put in."""
    if slot.startswith("i/"):
        return [value[0], texts[value[1]], texts[value[2]], [texts[n] for n in value[3]]]
    if slot.startswith("p/"):
        return [[node, texts[what], by] for node, what, by in value]
    return value


def _status(run: Run, day: str) -> Status:
    return status(run.known_as_of(day), dt.date.fromisoformat(day))


DAYS = (
    "2017-04-28",
    "2017-05-24",
    "2017-06-20",
    "2017-07-25",
    "2017-08-11",
    "2017-11-06",
    "2017-12-29",
)


def test_every_day_of_the_course_is_there(days: dict[str, Any]) -> None:
    """The slider goes from the first day to the last without a gap."""
    first, last = map(dt.date.fromisoformat, (min(days), max(days)))
    assert len(days) == (last - first).days + 1 == 246


@pytest.mark.parametrize("day", DAYS)
def test_reasons_are_those_of_the_status(run: Run, days: dict[str, Any], day: str) -> None:
    """What every instance waits for is told to the last line, and nothing else is."""
    told = _status(run, day)
    wanted = {
        blocked.row.key: [
            " ".join(line.split()) for hold in blocked.holds for line in hold.lines("zh")
        ]
        for blocked in told.blocked
    }
    shown = {
        slot[2:]: [" ".join(line.split()) for line in value[3]]
        for slot, value in days[day].items()
        if slot.startswith("i/") and value[3]
    }
    assert shown == wanted


@pytest.mark.parametrize("day", DAYS)
def test_debts_are_those_of_the_status(run: Run, days: dict[str, Any], day: str) -> None:
    """Everybody owes on the page what they owed on that day."""
    shown = {slot[2:]: value for slot, value in days[day].items() if slot.startswith("p/")}
    assert shown == {
        person: [[d.node, d.notice.zh, d.due_by and d.due_by.isoformat()] for d in debts]
        for person, debts in _status(run, day).people.items()
    }


def test_the_page_stays_small(page: str) -> None:
    """Eight months with 970 events take less than half a megabyte."""
    assert len(page.encode()) < 500_000
