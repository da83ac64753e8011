"""What is held about a person is found wherever it stands, and nothing about others (S10)."""

from __future__ import annotations

from typing import Any

from campaignflow.report import held_about


def test_every_place_that_names_a_person_is_found(stage: Any) -> None:
    """Roles, acts, records, their own copies of steps, items, and texts that mention them."""
    stage.do("2017-05-03", "open", "find")
    stage.talk("2017-05-04", "b", "c")
    stage.do("2017-05-05", "waive", "outline#b", reason="调离")
    values = {"person": "b"}
    stage.do("2017-05-06", "find", "w1", by="a", ledger="issues", values=values)
    stage.do("2017-05-07", "waive", "essay", reason="白老师外出学习")
    found = held_about(stage.run.events(), "b", ["白老师"])
    places = [(held.kind, held.places) for held in found]
    assert ("took_role", ("subject", "person")) in places
    assert ("recorded", ("values.people",)) in places
    assert ("released", ("subject",)) in places
    assert ("found", ("values.person",)) in places
    assert ("reason",) in [where for _kind, where in places]


def test_nothing_is_found_about_somebody_who_is_not_there(stage: Any) -> None:
    """Ids that merely begin alike are other people."""
    stage.do("2017-05-03", "open", "find")
    assert held_about(stage.run.events(), "bb") == ()


def test_an_event_stands_once_with_all_of_its_places(stage: Any) -> None:
    """Numbers rise, and each place of an event is named once."""
    stage.do("2017-05-03", "open", "find")
    stage.talk("2017-05-04", "a", "b")
    found = held_about(stage.run.events(), "a")
    assert [held.seq for held in found] == sorted({held.seq for held in found})
    assert all(len(held.places) == len(set(held.places)) for held in found)
