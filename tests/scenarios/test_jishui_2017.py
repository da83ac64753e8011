"""What the plan of 2017 makes hard, shown on its definition and its course."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from campaignflow.definitions.jishui_2017 import jishui_2017
from campaignflow.model.planning import Planned
from campaignflow.refusal import Refusal, RefusalKind
from campaignflow.run import Run

SECRETARY = "t01"


@pytest.fixture(scope="module")
def july(replay: Callable[..., Run]) -> Run:
    """Return the run as it stood on the evening of 25 July."""
    return replay("jishui_2017", "2017-07-25")


def refusal(run: Run, command: str, subject: str, actor: str, **more: str) -> Refusal:
    """Return why something is refused; nothing is written."""
    found = run.why_not(command, subject, actor=actor, **more)
    assert found is not None
    return found


# --- dated steps inside a campaign that forbids phases


def test_three_links_are_open_at_once_and_no_switch_between_them_exists(july: Run) -> None:
    """Given links side by side, then no edge joins them and nobody can go from one to another."""
    links = ("study", "search", "rectify")
    assert [july.state.node(key).state for key in links] == ["open", "open", "open"]
    joined = {(edge.source.key, edge.target.key) for edge in jishui_2017.edges}
    assert not {(a, b) for a, b in joined if a in links and b in links}
    assert all(phase.key in links for phase in jishui_2017.phases)


def test_steps_of_a_link_still_follow_one_another_by_their_dates() -> None:
    """Given a link without phases, then its steps stand in four strict windows."""
    windows = Planned(jishui_2017).windows
    bounds = [windows[key] for key in ("listen", "talks", "examine")]
    ends, starts = [each.end for each in bounds], [each.start for each in bounds]
    assert all(
        end is not None and start is not None and end < start
        for end, start in zip(ends, starts[1:], strict=False)
    )
    assert windows["criticise"].start is None


# --- coverage of a talk graph with relations and mode


def test_pair_that_only_telephoned_has_not_talked(july: Run) -> None:
    """Given a call by telephone, when the talks are finished, then that pair alone is named."""
    found = refusal(july, "finish", "talks", SECRETARY)
    assert RefusalKind.UNSATISFIED in found.kinds
    text = found.text("zh")
    assert "t05 与 t07" in text
    assert "t01 与 t02" not in text
    assert "电话" in text


def test_face_to_face_talk_about_all_six_matters_closes_the_gap(
    replay: Callable[..., Run],
) -> None:
    """Given the missing pair, when they talk face to face about everything, then it is enough."""
    run = replay("jishui_2017", "2017-07-25")
    (talk,) = (kind for kind in jishui_2017.records if kind.key == "talk")
    choices = {field.key: list(field.choices) for field in talk.fields if field.choices}
    values = {"caller": "t05", "partner": "t07", "mode": "面谈"}
    all_matters = {"matters": choices["matters"], "sides": choices["sides"]}
    half = {**values, **all_matters, "matters": choices["matters"][:3]}
    run.do("record", kind="talk", values=half, actor="t05", at="2017-07-25")
    assert "t05 与 t07" in refusal(run, "finish", "talks", SECRETARY).text("zh")
    run.do("record", kind="talk", values={**values, **all_matters}, actor="t05", at="2017-07-25")
    assert run.may("finish", "talks", actor=SECRETARY)


# --- items with a life of their own, answered one by one


def test_criticism_waits_for_every_single_opinion(replay: Callable[..., Run]) -> None:
    """Given one opinion of 48 without an answer, then the meetings are not over, and it is named."""
    text = refusal(replay("jishui_2017", "2017-08-05"), "finish", "criticise", SECRETARY).text("zh")
    assert "47/48" in text
    assert "y48" in text
    later = replay("jishui_2017", "2017-08-10")
    assert "意见建议" not in refusal(later, "finish", "criticise", SECRETARY).text("zh")


# --- sanctions with a history, and what only people can judge


def test_measure_without_earlier_education_blocks_the_governing(
    replay: Callable[..., Run],
) -> None:
    """Given a measure against somebody, then there must be an earlier attempt to educate them."""
    run = replay("jishui_2017", "2017-11-01")
    rule = dict(zip(jishui_2017.rule_keys, jishui_2017.rules, strict=True))["govern.exit"]
    assert "Earlier" in repr(rule.guard)
    person = "t33"
    told = {e.data["values"].get("subject") for e in run.events() if e.kind == "recorded"}
    assert person not in told
    values = {"subject": person, "finding": "仍无改进"}
    run.do("record", kind="measure", values=values, actor=SECRETARY, at="2017-11-01")
    text = refusal(run, "finish", "govern", SECRETARY).text("zh")
    assert "govern" in text
    assert "组织措施" in text


def test_what_no_machine_can_judge_is_attested_or_stated() -> None:
    """Given demands of attitude, then they stand with their source and never block by guessing."""
    titles = {each.title for each in jishui_2017.stated}
    assert {"轻重次序", "对待批评", "书记带头"} <= titles
    assert all(each.cites for each in jishui_2017.stated)
    manner = next(kind for kind in jishui_2017.records if kind.key == "manner")
    assert manner.by is not None
    assert manner.by.key == "secretary"
