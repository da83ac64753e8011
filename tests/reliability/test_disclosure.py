"""What leaves the host holds no more than its profile says, event by event (S3, S4)."""

from __future__ import annotations

import json
from typing import Any

import golden_lab
import pytest
from walk_lab import CAMPAIGN_OF_ALL, PERSONS, Clock, start

from campaignflow.disclosure import disclosed
from campaignflow.events import KINDS, Event, to_json

CANARY = "金丝雀"
TEXTS = {"按方案": f"{CANARY}缘由", "新增": f"{CANARY}题目", "略": f"{CANARY}内容"}
FILES = sorted(golden_lab.FOLDER.glob("*.json"))


def planted(value: Any) -> Any:
    """Return plain data with a canary for each person and each text that somebody wrote."""
    if isinstance(value, str):
        head, mark, member = value.partition("#")
        if mark:
            return f"{head}#{CANARY}人{member}"
        return TEXTS.get(value, f"{CANARY}人{value}" if value in PERSONS else value)
    if isinstance(value, list | tuple):
        return [planted(part) for part in value]
    if isinstance(value, dict):
        return {key: planted(part) for key, part in value.items()}
    return value


def histories() -> list[Event]:
    """Return the events of all golden histories, canaries in place."""
    found = [event for path in FILES for event in golden_lab.read(path).events]
    return [
        event._replace(
            data=planted(dict(event.data)),
            actor=planted(event.actor),
            subject=planted(event.subject),
            key=None if event.key is None else f"{CANARY}键",
        )
        for event in found
    ]


def told(event: Event, *how: Any) -> str:
    return json.dumps(disclosed(event, *how), ensure_ascii=False)


def test_the_least_profile_names_no_person_and_holds_no_text() -> None:
    """Of all golden histories not one canary is found in what leaves by default."""
    events = histories()
    assert sum(CANARY in told(event, "full") for event in events) > 200
    assert [told(event) for event in events if CANARY in told(event)] == []


@pytest.mark.parametrize("campaign", [None, CAMPAIGN_OF_ALL])
def test_the_internal_profile_holds_no_text(campaign: Any) -> None:
    """Persons and dates are there; what somebody wrote, and the keys of commands, are not."""
    events = histories()
    leaked = [event for event in events if "缘由" in told(event, "internal", campaign)]
    leaked += [event for event in events if "题目" in told(event, "internal", campaign)]
    leaked += [event for event in events if "内容" in told(event, "internal", campaign)]
    leaked += [event for event in events if "键" in told(event, "internal", campaign)]
    assert leaked == []
    assert sum(f"{CANARY}人" in told(event, "internal", campaign) for event in events) > 100


def test_the_internal_profile_tells_fields_that_are_neither_text_nor_personal() -> None:
    """With the definition at hand, choices and persons of a record are told, texts are not."""
    run = start(Clock())
    (record,) = run.do("record", actor="L", kind="talk", values={"people": ["a"], "mode": "面谈"})
    (item,) = run.do("find", "i", actor="L", ledger="issues", values={"what": "某班"})
    assert disclosed(record, "internal", run.campaign)["data"]["values"] == {
        "people": ["a"], "mode": "面谈",
    }  # fmt: skip
    assert "values" not in disclosed(record, "internal")["data"]
    assert disclosed(item, "internal", run.campaign)["data"]["values"] == {}


def test_the_full_profile_is_the_event() -> None:
    """Nothing is taken away."""
    event = histories()[3]
    assert disclosed(event, "full") == to_json(event)


@pytest.mark.parametrize("profile", ["minimal", "internal"])
def test_data_of_a_kind_that_nobody_listed_stay_at_home(profile: Any) -> None:
    """Whatever a later release adds is not told before somebody says so."""
    event = Event(1, "opened", "x", 0, "day", 0, None, None, None, None, None, {"newly": "x"})
    assert disclosed(event, profile)["data"] == {}


def test_every_kind_still_says_what_happened_to_what() -> None:
    """Kind, time and node are left in every profile."""
    for kind in KINDS:
        event = Event(1, kind, "essay#zhao", 5, "day", 6, "zhao", "owner", None, None, None, {})
        plain = disclosed(event)
        assert (plain["kind"], plain["at"], plain["rule"]) == (kind, 5, "owner")
        assert plain["subject"] in ("essay", "")
