"""Ledger items with a day by which they are due: late in the status, asked for, and forgotten."""

from __future__ import annotations

import datetime as dt
from typing import Any

import attrs

from campaignflow.model import from_json, to_json
from campaignflow.moments import read_moment
from campaignflow.projection import projected
from campaignflow.report import next_wakeup, reminders

from .conftest import ISSUES, LIMIT, plan

DUE = attrs.evolve(ISSUES, due=LIMIT)
MONTH = "2017-05-31"


def found(stage_of: Any) -> Any:
    """Return a run with an item due on 20 May, one without a day, and one due at the month's end."""
    stage = stage_of(ledgers=[DUE], rules=[])
    for item, limit in (("w1", "2017-05-20"), ("w2", None), ("w3", MONTH)):
        values = {"person": "b", "limit": limit}
        stage.do("2017-05-14", "find", item, by="a", ledger="issues", values=values)
    return stage


def test_an_item_past_its_day_is_late_until_it_is_struck_off(stage_of: Any) -> None:
    """The last day itself is in time; what is struck off is no longer late."""
    stage = found(stage_of)
    assert stage.run.overdue_items("2017-05-20") == ()
    (late,) = stage.run.overdue_items("2017-05-23")
    assert (late.item, late.title, late.due.isoformat(), late.late_days) == (
        "w1", "问题清单", "2017-05-20", 3,
    )  # fmt: skip
    for trigger in ("claim", "plan", "start", "check", "strike"):
        stage.do("2017-05-24", "work", "w1", by="a", trigger=trigger)
    assert [late.item for late in stage.run.overdue_items("2017-06-02")] == ["w3"]


def test_items_are_listed_with_all_that_is_known_of_them(stage_of: Any) -> None:
    """In order of entry, with values, day and state; what is settled is late no more."""
    stage = found(stage_of)
    for trigger in ("claim", "plan", "start", "check", "strike"):
        stage.do("2017-05-24", "work", "w1", by="a", trigger=trigger)
    struck, undated, late = stage.run.items("2017-06-02")
    assert (struck.item, struck.state_text("zh"), struck.settled) == ("w1", "已销号", True)
    assert (struck.due, struck.late_days) == (dt.date(2017, 5, 20), None)
    assert (undated.item, undated.due, undated.late_days) == ("w2", None, None)
    assert late.as_json() == {
        "item": "w3", "ledger": "issues", "title": "问题清单", "state": "found", "settled": False,
        "values": {"person": "b", "limit": MONTH}, "due": MONTH, "late_days": 2,
    }  # fmt: skip
    assert [item.state for item in stage.run.items("2017-05-14")] == ["found"] * 3


def test_the_status_names_late_items(stage_of: Any) -> None:
    """In the text and in the data, the longest late first."""
    status = found(stage_of).run.status("2017-06-02")
    (ledger,) = status.as_json()["ledgers"]
    assert list(ledger["late"].items()) == [("w1", 13), ("w3", 2)]
    assert "w1：逾期 13 天" in status.text("zh")
    assert status.text("zh").splitlines()[1].endswith("逾期：6，另有台账 2 条")
    assert status.text("en").splitlines()[1].endswith("6 late, and 2 ledger items")


def test_a_later_day_moves_the_alarm(stage_of: Any) -> None:
    """The day can be given anew while the item is worked on; a suspended run is silent."""
    stage = found(stage_of)
    stage.do("2017-05-21", "work", "w1", by="a", trigger="claim", values={"limit": "2017-06-10"})
    assert stage.run.overdue_items("2017-05-23") == ()
    stage.do("2017-06-20", "suspend", reason="汛期")
    assert stage.run.overdue_items() == ()


def test_the_next_wakeup_is_the_night_after_an_item_is_due(stage_of: Any) -> None:
    """A host that sleeps until then misses nothing."""
    stage = found(stage_of)
    stage.do("2017-05-22", "work", "w1", by="a", trigger="claim", values={"limit": "2017-05-24"})
    midnight = read_moment("2017-05-25T00:00:00+08:00", "Asia/Shanghai")[0]
    assert next_wakeup(stage.run.state, stage.clock()) == midnight
    assert projected(stage.run.state, stage.run.events()).next_wakeup == midnight


def test_overdue_items_are_reminded_of_and_escalated(stage_of: Any) -> None:
    """Whom the item names is told, after three days the lead as well, and after the end nobody."""
    stage = found(stage_of)
    told = reminders(stage.run.state, dt.date(2017, 5, 23))
    items = [(r.node, r.level, r.kind, r.who, r.days) for r in told if "/" in r.node]
    assert items == [
        ("issues/w1", "red", "reminder", ("b",), -3),
        ("issues/w1", "late3", "escalation", ("L",), -3),
    ]
    assert told[-1].notice.zh == "问题清单 w1：已逾期 3 天（应于 2017-05-20 完成）"
    for trigger in ("claim", "plan", "start", "check", "strike"):
        stage.do("2017-05-24", "work", "w1", by="a", trigger=trigger)
    later = reminders(stage.run.state, dt.date(2017, 5, 25))
    assert [r.node for r in later if "/" in r.node] == []


def test_an_item_that_names_nobody_is_for_the_lead(stage_of: Any) -> None:
    """Somebody is always told."""
    stage = stage_of(ledgers=[DUE], rules=[])
    values = {"limit": "2017-05-20"}
    stage.do("2017-05-14", "find", "w1", by="a", ledger="issues", values=values)
    told = [r for r in reminders(stage.run.state, dt.date(2017, 5, 21)) if "/" in r.node]
    assert [(r.level, r.who) for r in told] == [("red", ("L",))]


def test_the_due_field_is_part_of_the_plan() -> None:
    """It survives as JSON and changes the digest; a plan without it keeps the one it had."""
    without, with_it = plan(rules=[]), plan(ledgers=[DUE], rules=[])
    assert from_json(to_json(with_it)) == with_it
    assert with_it.digest != without.digest
    assert "due" not in to_json(without)["ledgers"][0]


def test_a_day_is_woken_for_until_its_last_item_is_settled(stage_of: Any) -> None:
    """Of two items due on one day the first to be struck off leaves the wake-up as it is."""
    stage = found(stage_of)
    values = {"person": "b", "limit": "2017-05-24"}
    for item in ("w4", "w5"):
        stage.do("2017-05-14", "find", item, by="a", ledger="issues", values=values)
    now = read_moment("2017-05-22", "Asia/Shanghai")[0]
    night = read_moment("2017-05-25", "Asia/Shanghai")[0]
    woken = []
    for item in ("w4", "w5"):
        for trigger in ("claim", "plan", "start", "check", "strike"):
            stage.do("2017-05-22", "work", item, by="a", trigger=trigger)
        events = [event._replace(recorded_at=now) for event in stage.run.events()]
        woken.append(projected(stage.run.state, events).next_wakeup)
    assert woken[0] == night
    assert woken[1] is not None
    assert woken[1] > night
