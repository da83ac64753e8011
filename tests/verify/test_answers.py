"""Steps that somebody outside carries out: whether the plan's dates can wait for the answer."""

from __future__ import annotations

import pytest

from campaignflow.model import Campaign, Edge, Phase, Role, Step, Takes, after, window
from campaignflow.verification import verify

LEAD = Role("lead", "组长")
ABOVE = Role("above", "上级党组织", outside=True)
PHASE = Phase("p", "查摆", window("5月1日—5月31日"))


def plan(*steps: Step, edges: list[Edge]) -> Campaign:
    return Campaign(
        key="answers", version="1", title="试", window=window("2017年5月"),
        lead=LEAD, roles=[LEAD, ABOVE], phases=[PHASE], steps=steps, edges=edges,
    )  # fmt: skip


def found(campaign: Campaign) -> list[tuple[str, str, str]]:
    findings = [f for f in verify(campaign) if f.code == "window.answer"]
    return [(f.severity.value, f.place, f.notice.en.rpartition("; ")[2]) for f in findings]


def reported(most: int, owner: Role, meeting: str = "5月20日") -> Campaign:
    """Return a plan: the report is sent on or after the 10th, answered, then the meeting is held."""
    send = Step("send", "上报", PHASE, window("5月10日至5月12日"))
    answer = Step("answer", "审阅", PHASE, owner=owner, takes=Takes(2, most))
    held = Step("meeting", "民主生活会", PHASE, window(meeting))
    return plan(send, answer, held, edges=[after(send, answer), after(answer, held)])


def test_answer_that_may_come_after_the_date_that_needs_it_is_reported() -> None:
    """Sent on the 10th and answered within fifteen days is too late for the 20th; eleven will do."""
    assert found(reported(15, ABOVE)) == [
        (
            "warning",
            "steps.answer.takes",
            "agree on 11 days at most, ask earlier, or move what follows",
        )
    ]
    assert found(reported(11, ABOVE)) == []


def test_same_duration_of_our_own_is_ours_to_keep_short() -> None:
    """Two to fifteen days of our own work can be made two."""
    assert found(reported(15, LEAD)) == []


def test_date_that_follows_the_answer_can_wait_for_it() -> None:
    """A meeting that may be held until the end of the month waits as long as it takes."""
    assert found(reported(15, ABOVE, meeting="5月20日至5月31日")) == []


def test_two_answers_in_a_row_are_blamed_together() -> None:
    """Each alone leaves time enough; both in full do not."""
    first = Step("first", "一审", PHASE, owner=ABOVE, takes=Takes(1, 20))
    second = Step("second", "二审", PHASE, owner=ABOVE, takes=Takes(1, 20))
    both = plan(first, second, edges=[after(first, second)])
    assert [place for _, place, _ in found(both)] == ["steps.first.takes", "steps.second.takes"]
    assert {mend for _, _, mend in found(both)} == {
        "agree on 11 days at most, ask earlier, or move what follows"
    }
    beside = plan(first, second, edges=[])
    assert found(beside) == []


def test_plan_whose_dates_contradict_anyhow_is_told_that_alone() -> None:
    """Where even the shortest answer is too late the circle of bounds is reported."""
    send = Step("send", "上报", PHASE, window("5月10日"))
    answer = Step("answer", "审阅", PHASE, window("5月5日前"), owner=ABOVE, takes=Takes(2, 9))
    late = plan(send, answer, edges=[after(send, answer)])
    assert found(late) == []
    assert "window.order" in {finding.code for finding in verify(late)}


@pytest.mark.parametrize("most", [None, 5])
def test_phases_and_steps_of_others_are_left_alone(most: int | None) -> None:
    """Without an upper estimate nothing can be said of an answer."""
    answer = Step("answer", "审阅", PHASE, owner=ABOVE, takes=Takes(1, most))
    assert found(plan(answer, edges=[])) == []
