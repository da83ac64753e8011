"""Status: where a run stands, what each step waits for, who owes what."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from campaignflow.definitions.five_phases import five_phases
from campaignflow.model import CAMPAIGN, Step
from campaignflow.report import status
from campaignflow.run import Run

from .conftest import FIND, MEND, TALKS


@pytest.fixture
def late(stage: Any) -> Any:
    """A run on 25 May: talks late with two pairs open, one of them tried by telephone."""
    stage.do("2017-05-03", "open", "find")
    stage.do("2017-05-11", "tick")
    stage.talk("2017-05-12", "a", "b")
    stage.talk("2017-05-13", "a", "c", mode="电话")
    stage.do("2017-05-14", "find", by="a", ledger="issues", values={"person": "b"})
    stage.day = "2017-05-25"
    return stage


def test_status_names_what_is_open_due_and_late(late: Any) -> None:
    """Open, late and undated nodes are told apart."""
    found = late.run.status()
    assert [row.key for row in found.open] == ["find", "talks", "essay"]
    assert [(row.key, row.late_days) for row in found.late] == [("talks", 5)]
    assert [row.key for row in found.undated] == ["essay"]


def test_status_says_that_a_step_whose_day_has_come_waits_for_a_tick(stage: Any) -> None:
    """Until somebody looks, the talks of 11 May are due and not open; a phase is opened by hand."""
    stage.do("2017-05-03", "open", "find")
    stage.day = "2017-05-11"
    text = stage.run.status().text("zh")
    assert "下次到时检查（tick）即自动开启" in text
    stage.do("2017-05-11", "tick")
    assert "到时检查" not in stage.run.status().text("zh")


def test_status_says_who_is_missing_for_each_step(late: Any) -> None:
    """The text names the pairs that have not talked and the record that does not count."""
    text = late.run.status().text("zh")
    assert "a 与 c、b 与 c：0/1" in text
    assert "不计入" in text
    assert "a 与 b" not in text


@pytest.mark.parametrize(("lang", "words"), [("zh", "晚 5 天"), ("en", "5 days late")])
def test_status_speaks_both_languages(late: Any, lang: Any, words: str) -> None:
    """The same facts come in Chinese and English."""
    assert words in late.run.status().text(lang)


def test_status_text_survives_a_chinese_terminal(late: Any) -> None:
    """Every sign of the text can be shown in GBK."""
    for lang in ("zh", "en"):
        late.run.status().text(lang).encode("gbk")


def test_status_as_json_is_plain_and_stable(late: Any) -> None:
    """The data are JSON, and the same again from the replayed log."""
    plain = late.run.status().as_json()
    again = Run.load(late.run.campaign, late.run.name, late.run.log)
    same = status(again.state, late.today, again.events()).as_json()
    assert json.loads(json.dumps(plain)) == json.loads(json.dumps(same))


def test_status_lists_what_each_person_owes(late: Any) -> None:
    """Quotas are owed by the persons in them, items by the person responsible."""
    people = late.run.status().people
    assert any("c" in debt.notice.zh and "0/1" in debt.notice.zh for debt in people["b"])
    assert any("issues-1" in debt.notice.zh for debt in people["b"])
    assert "s" not in people


def test_waived_rule_is_owed_by_nobody(late: Any) -> None:
    """A rule that an authority has waived counts as fulfilled, with the reason."""
    late.do("2017-05-25", "waive", "talks.exit", reason="集体谈心")
    late.do("2017-05-25", "waive", "campaign.exit", reason="集体谈心")
    found = late.run.status()
    assert not any("谈话" in debt.notice.zh for debts in found.people.values() for debt in debts)
    assert "已免除：集体谈心" in found.text("zh")


def test_the_first_line_counts_parts_of_the_campaign_only() -> None:
    """Where all is late, the campaign too, no more is late than there is to be settled."""
    run = Run.start(five_phases, "no-1", at="2025-03-01", roster=[("L", "secretary")])
    status = run.status("2026-11-22")
    assert CAMPAIGN.key in {row.key for row in status.late}
    assert len(status.late) == len(status.counted) + 1
    assert status.head.en.endswith("0 of 19 settled, 19 late")


def test_status_counts_ledgers(late: Any) -> None:
    """Every ledger is there with its items by state and those still open."""
    (ledger,) = late.run.status().ledgers
    assert (ledger.total, ledger.states, ledger.unsettled) == (
        1,
        {"found": 1},
        {"issues-1": "found"},
    )


def test_status_shows_duties_with_progress(late: Any) -> None:
    """What the whole campaign must reach is told with how far it is."""
    (duty,) = late.run.status().duties
    assert (duty.title, duty.explanation.verdict.value) == ("全年谈话", True)


def test_status_tells_whose_turn_a_submitted_step_is(stage: Any) -> None:
    """A submitted step waits for its reviewers, a returned one for its author."""
    stage.do("2017-05-03", "open", "find")
    stage.do("2017-05-04", "waive", "talks", reason="合并")
    stage.do("2017-05-05", "submit", "outline#a", by="a")
    stage.do("2017-05-05", "submit", "outline#b", by="b")
    stage.do("2017-05-06", "return_", "outline#b", by="s", reason="太短")
    blocked = {b.row.key: b for b in stage.run.status().blocked}
    assert [hold.who for hold in blocked["outline#a"].holds] == [("s",)]
    assert [hold.who for hold in blocked["outline#b"].holds] == [("b",)]
    assert [hold.notice.code for hold in blocked["outline#b"].holds] == ["report.act.returned"]


def test_status_keeps_deviations_with_their_reason(late: Any) -> None:
    """A step finished late is a deviation, told with the reason given."""
    for pair in ("ac", "bc"):
        late.talk("2017-05-25", *pair)
    late.do("2017-05-25", "finish", "talks", reason="迎接检查")
    (deviation,) = late.run.status().deviations
    assert (deviation.title, deviation.notice.zh) == ("谈心", "比计划（2017-05-20）晚 5 天")
    assert deviation.reason == "迎接检查"


def test_status_of_a_past_day_forgets_what_came_later(late: Any) -> None:
    """Asked about 12 May, neither the later talk nor the issue is there."""
    found = late.run.status("2017-05-12")
    assert (found.day.isoformat(), found.ledgers[0].total) == ("2017-05-12", 0)
    assert found.late == ()


def test_status_known_on_a_day_leaves_out_what_was_learnt_later(late: Any) -> None:
    """A talk entered late is true on its day, and was not known on that day."""
    values = {"people": ["b", "c"], "mode": "面谈"}
    late.do("2017-05-26", "record", by="a", kind="talk", values=values, at="2017-05-15")
    true = late.run.status("2017-05-20")
    told = late.run.status(known="2017-05-20")
    assert "（2/3 已达到）" in true.text("zh")
    assert "（1/3 已达到）" in told.text("zh")


def test_status_tells_a_crashing_guard(stage_of: Callable[..., Any], crashing: Any) -> None:
    """A guard that raises is told with what it raised; the report is still made."""
    stage = stage_of(rules=[crashing])
    stage.do("2017-05-11", "open", "find")
    assert "ZeroDivisionError: no pupils" in stage.run.status().text("en")


def test_status_of_a_concluded_run_waits_for_nothing(stage_of: Callable[..., Any]) -> None:
    """When all is over nothing is open, late or owed."""
    stage = stage_of(steps=[], edges=[], rules=[])
    for phase in ("find", "mend"):
        stage.do("2017-06-01", "open", phase)
        stage.do("2017-06-02", "close", phase)
    stage.do("2017-08-31", "conclude")
    found = stage.run.status("2017-12-31")
    assert (found.word, found.blocked, found.late, dict(found.people)) == ("concluded", (), (), {})


def test_suspended_run_waits_for_nothing(late: Any) -> None:
    """A suspension silences everything that asks for action."""
    late.do("2017-05-25", "suspend", reason="放假")
    found = late.run.status()
    assert (found.word, found.blocked) == ("suspended", ())
    assert late.run.overdue() == ()
    assert late.run.agenda() == ()


def test_early_start_is_shown_below_what_it_is_part_of(stage_of: Any) -> None:
    """A step of the last phase that is open from day one stands under that phase, not another."""
    early = Step("early", "边改", MEND, starts_with=CAMPAIGN, ends_with=CAMPAIGN)
    play = stage_of(steps=[TALKS, early], edges=[], rules=[])
    play.do("2017-05-03", "open", "find")
    lines = play.run.status().text("zh").splitlines()
    assert lines[lines.index("    ● 边改 · 2017-07-31 前基本完成") - 1].startswith(
        "  ○ 整改 · 未开启"
    )


def test_what_outlasts_its_phase_is_shown_below_the_closed_phase(stage_of: Any) -> None:
    """The phase is over and still says whose part the open step is."""
    lasting = Step("lasting", "边学", FIND, starts_with=CAMPAIGN, ends_with=CAMPAIGN)
    play = stage_of(steps=[lasting], edges=[], rules=[])
    play.do("2017-05-03", "open", "find")
    play.do("2017-05-31", "close", "find")
    assert "  √ 查摆 · 已关闭\n    ● 边学" in play.run.status().text("zh")
