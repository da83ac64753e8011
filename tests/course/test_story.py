"""What really happens in a school is in the course, and the run says so."""

from __future__ import annotations

import datetime as dt

from campaignflow.calendar import local_day
from campaignflow.events import Event
from campaignflow.run import Run

WEEK = 7 * 24 * 3600 * 1_000_000


def events(run: Run, *kinds: str, subject: str | None = None) -> list[Event]:
    """Return the events of these kinds, about ``subject`` if given."""
    return [e for e in run.events() if e.kind in kinds and subject in (None, e.subject)]


def late(run: Run, node: str) -> int:
    """Return how many days late a step was finished, as its deviation says."""
    (found,) = (e for e in events(run, "deviated", subject=node) if e.data["code"] == "late")
    assert found.data["reason"]
    return int(found.data["params"]["days"])


def records(run: Run, kind: str) -> dict[str, Event]:
    """Return the recorded facts of a kind by id."""
    return {e.subject: e for e in events(run, "recorded") if e.data["kind"] == kind}


def day(run: Run, event: Event) -> dt.date:
    """Return the local day on which something happened."""
    return local_day(event.at, run.campaign.zone)


def test_mobilisation_meeting_was_held_late(run: Run) -> None:
    """The plan says the middle third of May; it was the 23rd."""
    assert late(run, "kickoff") == 3


def test_outline_was_returned_twice_before_approval(run: Run) -> None:
    """Each return has its reason, and the third version passed."""
    course = events(run, "submitted", "returned", "approved", subject="outlines#t06")
    submitted, returned = "submitted", "returned"
    assert [e.kind for e in course] == [submitted, returned] * 2 + [submitted, "approved"]
    assert all(e.data["reason"] for e in course if e.kind == returned)


def test_secretary_had_the_outline_approved_by_the_superior(run: Run) -> None:
    """Nobody reviews their own paper."""
    (vote,) = events(run, "voted", subject="outlines#t01")
    assert (vote.actor, vote.data["vote"]) == ("s01", "approve")
    assert run.state.node("outlines#t01").state == "done"


def test_last_pair_talked_late_after_a_telephone_call_that_did_not_count(run: Run) -> None:
    """The pair called on 19 July, met on 28 July, and only then the talks were over."""
    pair = [e for e in records(run, "talk").values() if _partners(e) == {"t05", "t07"}]
    assert [e.data["values"]["mode"] for e in pair] == ["电话", "面谈"]
    assert [day(run, e) for e in pair] == [dt.date(2017, 7, 19), dt.date(2017, 7, 28)]
    assert late(run, "talks") == 8


def _partners(talk: Event) -> set[str]:
    return {talk.data["values"]["caller"], talk.data["values"]["partner"]}


def test_visit_was_entered_weeks_later(run: Run) -> None:
    """It happened on 9 June and was learnt on 3 July; the log keeps both."""
    slow = [e for e in events(run, "recorded") if e.recorded_at - e.at > 3 * WEEK]
    assert [(e.data["kind"], day(run, e)) for e in slow] == [("session", dt.date(2017, 6, 9))]


def test_hearing_entered_twice_was_voided(run: Run) -> None:
    """The double stays in the log and no longer counts."""
    (voided,) = events(run, "voided")
    assert voided.subject in records(run, "hearing")
    assert run.state.records[voided.subject].voided == "与前一条重复录入"


def test_wrong_remedy_was_corrected(run: Run) -> None:
    """The plan forbids the remedy as entered; the corrected one stands."""
    (corrected,) = events(run, "corrected")
    before = records(run, "education")[corrected.subject].data["values"]["remedy"]
    assert before == "教育引导"
    assert run.state.records[corrected.subject].values["remedy"] == "教育培训"


def test_teacher_left_in_june_and_another_joined(run: Run) -> None:
    """The one who left owes nothing more; the one who came gave a lecture like the others."""
    (left,) = events(run, "gave_up_role")
    assert (left.subject, day(run, left)) == ("t33", dt.date(2017, 6, 15))
    joined = events(run, "took_role", subject="t46")
    assert [day(run, e) for e in joined] == [dt.date(2017, 6, 19)]
    speakers = {e.data["values"]["speaker"] for e in records(run, "lecture").values()}
    assert "t46" in speakers
    assert "t33" not in speakers


def test_opinions_were_answered_one_by_one(run: Run) -> None:
    """Every opinion has its own answer, and not all on one day."""
    found = [e.subject for e in events(run, "found") if e.data["ledger"] == "opinions"]
    answers = [e for e in events(run, "item_moved") if e.data["trigger"] == "answer"]
    assert sorted(found) == sorted(e.subject for e in answers)
    assert len({day(run, e) for e in answers}) > 10


def test_issues_went_through_all_states_and_one_failed_its_check(run: Run) -> None:
    """The one that failed was fixed and checked again before it was struck off."""
    way = ["claim", "plan", "start", "check", "strike"]
    courses: dict[str, list[str]] = {}
    for event in events(run, "item_moved"):
        courses.setdefault(event.subject, []).append(event.data["trigger"])
    issues = {item: courses[item] for item in run.state.items["issues"]}
    odd = {item: course for item, course in issues.items() if course != way}
    assert list(odd.values()) == [[*way[:3], "check", "fail", "check", "strike"]]
    assert set(run.state.items["issues"].values()) == {"struck"}


def test_requested_talks_were_held(run: Run) -> None:
    """Every request is answered by a talk face to face that names it."""
    held = {e.data["values"].get("asked") for e in records(run, "talk").values()} - {None}
    assert held == set(records(run, "asking"))


def test_memorial_day_was_fixed_late_and_so_were_the_essays(run: Run) -> None:
    """The anchor got its day long after the day itself."""
    (fixed,) = events(run, "anchored")
    assert fixed.data["day"] == "2017-06-11"
    assert day(run, fixed) == dt.date(2017, 7, 27)
    assert late(run, "essays") == 47


def test_examination_was_opened_out_of_order(run: Run) -> None:
    """The plan only should have the talks first; the reason is kept."""
    (found,) = events(run, "deviated", subject="examine")
    assert found.data["code"] == "order"
    assert found.data["reason"]


def test_catching_up_was_reopened_once(run: Run) -> None:
    """After a poor rating one office bettered its plan; the rating then went on."""
    (reopened,) = events(run, "reopened")
    assert reopened.subject == "catch_up#k02"
    again = run.state.node("catch_up#k02")
    assert (again.state, again.attempt) == ("done", 2)
    assert run.state.node("evaluate@2017-H2#k02").state == "done"
