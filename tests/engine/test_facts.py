"""Facts: what counts, what is withdrawn, assumed, or found, and what follows (13-15, 26)."""

from __future__ import annotations

from typing import Any

import pytest

from campaignflow.calendar import Every
from campaignflow.guards import Answered, Children, Each, Items, Quota, Since, Struck, Survey
from campaignflow.lifecycle import Lifecycle, Move
from campaignflow.model import (
    Anchor,
    Field,
    Force,
    Ledger,
    May,
    Phase,
    RecordKind,
    Repeat,
    Role,
    Rule,
    Step,
    window,
)

PEOPLE, HOURS = Field("people", "参与人", "persons"), Field("hours", "学时", "integer")
MODE = Field("mode", "方式", "choice", ("face", "phone"))
TALK = RecordKind("talk", "谈话", (PEOPLE, HOURS, MODE))
LAMP = Lifecycle(
    "lamp", ("broken", "fixed"), "broken", ("fixed",),
    (Move("fix", "broken", "fixed"), Move("fail", "fixed", "broken")),
)  # fmt: skip
M = Role("m", "党员")
A = Step("a", "甲")


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"poeple": []}, "field.unknown"),
        ({"people": "u"}, "field.list"),
        ({"hours": "3"}, "field.type"),
        ({"hours": True}, "field.type"),
        ({"hours": 2**60}, "field.type"),
        ({"mode": "mail"}, "field.type"),
        ([], "args.sort"),
    ],
)
def test_a_malformed_record_is_refused_by_field(trial: Any, values: Any, code: str) -> None:
    """Values that no field can hold are refused; each answer names the field."""
    t = trial(records=[TALK], steps=[A])
    assert t.codes("record", kind="talk", values=values) == [code]


def test_a_date_that_does_not_exist_is_refused(trial: Any) -> None:
    """The 31st of June is no day, in a field or as the time of the event."""
    kind = RecordKind("visit", "走访", (Field("when", "日期", "date"),))
    t = trial(records=[kind], steps=[A])
    assert t.codes("record", kind="visit", values={"when": "2017-06-31"}) == ["field.type"]
    with pytest.raises(ValueError, match="2017-06-31"):
        t.run.do("record", actor="L", kind="visit", values={}, at="2017-06-31")


def test_a_fact_is_never_refused_for_its_content_but_named_as_not_counting(trial: Any) -> None:
    """A talk by phone is recorded, does not count, and the refusal says so by name."""
    t = trial(records=[TALK], steps=[A], rules=[Rule(A, Quota(of=TALK, where=MODE.is_("face")))])
    t.do("record", "t1", kind="talk", values={"mode": "phone"})
    text = t.refused("finish", "a").text("zh")
    assert "t1" in text
    assert "phone" in text


def test_voiding_takes_a_record_out_of_counting_and_keeps_it(trial: Any) -> None:
    """A voided record no longer counts, cannot be voided twice, and is still there."""
    t = trial(records=[TALK], steps=[A], rules=[Rule(A, Quota(of=TALK))])
    t.talk("u", id="t1")
    assert t.codes("void", "t1") == ["reason.needed"]
    t.do("void", "t1", reason="误记")
    assert t.codes("finish", "a") == ["rule.unsatisfied"]
    assert t.codes("void", "t1", reason="又") == ["record.voided"]
    assert t.codes("correct", "t1", values={}, reason="又") == ["record.voided"]
    assert t.run.state.records["t1"].voided == "误记"


def test_correcting_moves_what_a_record_counts_for(trial: Any) -> None:
    """A corrected record counts for its new values only; unnamed fields stay."""
    t = trial(
        records=[TALK],
        roles=[M],
        roster=[("u", "m")],
        steps=[A],
        rules=[Rule(A, Quota(of=TALK, per=Each(M, PEOPLE)))],
    )
    t.do("record", "t1", kind="talk", values={"people": ["x"], "hours": 2})
    assert t.codes("finish", "a") == ["rule.unsatisfied"]
    t.do("correct", "t1", values={"people": ["u"]}, reason="写错")
    assert t.run.state.records["t1"].values == {"people": ["u"], "hours": 2}
    assert t.do("finish", "a") == ["finished a"]


def test_withdrawn_evidence_questions_what_was_settled_on_it(trial: Any) -> None:
    """A done step whose exit no longer holds is questioned and holds everything around it."""
    p = Phase("p", "一")
    a = Step("a", "甲", p)
    t = trial(records=[TALK], phases=[p], steps=[a], rules=[Rule(a, Quota(of=TALK))])
    t.do("open", "p"), t.talk("u", id="t1"), t.do("finish", "a")
    assert t.do("void", "t1", reason="误记") == ["voided t1", "questioned a"]
    assert t.codes("close", "p") == ["close.unsettled"]
    t.do("confirm", "a", reason="另有证明")
    assert t.do("close", "p") == ["closed p"]


def test_evidence_that_is_not_needed_questions_nothing(trial: Any) -> None:
    """One of two talks may be voided where one was asked for."""
    t = trial(records=[TALK], steps=[A], rules=[Rule(A, Quota(of=TALK))])
    t.talk("u", id="t1"), t.talk("v"), t.do("finish", "a")
    assert t.do("void", "t1", reason="误记") == ["voided t1"]


def test_a_soft_rule_never_met_does_not_question_later(trial: Any) -> None:
    """A deviation accepted at the finish is not raised again by voiding something else."""
    t = trial(
        records=[TALK], steps=[A], rules=[Rule(A, Quota(of=TALK, least=9), force=Force.SHOULD)]
    )
    t.talk("u", id="t1"), t.do("finish", "a", reason="来不及")
    assert t.do("void", "t1", reason="误记") == ["voided t1"]


def test_a_concluded_run_still_learns_and_questions(trial: Any) -> None:
    """Evidence withdrawn after the end is recorded, and can be confirmed."""
    t = trial(records=[TALK], steps=[A], rules=[Rule(A, Quota(of=TALK))])
    t.talk("u", id="t1"), t.do("finish", "a"), t.do("conclude")
    assert t.do("void", "t1", reason="误记") == ["voided t1", "questioned a"]
    assert t.do("confirm", "a", reason="有证明") == ["confirmed a"]


def test_a_breached_upper_bound_can_be_voided(trial: Any) -> None:
    """More than allowed is unsatisfied until one is voided."""
    t = trial(records=[TALK], steps=[A], rules=[Rule(A, Quota(of=TALK, least=None, most=1))])
    t.talk("u", id="t1"), t.talk("v", id="t2")
    assert "2" in t.refused("finish", "a").text("zh")
    t.do("void", "t2", reason="误记")
    assert t.do("finish", "a") == ["finished a"]


def test_an_authority_may_assume_what_nobody_can_judge(trial: Any) -> None:
    """An unknown leaf blocks as unknown until somebody vouches for it with a reason."""
    day = Anchor("day", "七一")
    t = trial(
        anchors=[day], records=[TALK], steps=[A], rules=[Rule(A, Since(day) & Quota(of=TALK))]
    )
    t.talk("u")
    assert t.refused("finish", "a").kind == "unknown"
    assert t.codes("assume", "a.exit[0]", value=True) == ["reason.needed"]
    assert t.codes("assume", "a.exit[7]", value=True, reason="据知") == ["unknown.rule.near"]
    assert t.codes("assume", "a.exit[0]", value="yes", reason="据知") == ["args.sort"]
    t.do("assume", "a.exit[0]", value=True, reason="据知")
    assert t.do("finish", "a") == ["finished a"]


def test_an_assumption_does_not_override_what_is_known(trial: Any) -> None:
    """A leaf that can be judged is judged, whatever was assumed before."""
    import datetime as dt

    day = Anchor("day", "七一", day=dt.date(2017, 7, 1))
    t = trial(anchors=[day], steps=[A], rules=[Rule(A, Since(day))])
    t.do("assume", "a.exit", value=True, reason="据知")
    assert t.refused("finish", "a").kind == "unsatisfied"


def test_child_units_are_unknown_until_reported(trial: Any) -> None:
    """A share of child units is unknown, then short, then reached."""
    t = trial(steps=[A, b := Step("b", "乙")], rules=[Rule(A, Children(b, percent=95))])
    assert t.refused("finish", "a").kind == "unknown"
    assert t.codes("report", "b", reached=3, total=2) == ["report.numbers"]
    t.do("report", "b", reached=18, total=20, missing=["一小", "二小"])
    assert "一小" in t.refused("finish", "a").text("zh")
    t.do("report", "b", reached=19, total=20, missing=["一小"])
    assert t.do("finish", "a") == ["finished a"]


def test_the_latest_survey_decides_among_those_of_one_day(trial: Any) -> None:
    """Of several surveys of one moment the last learnt decides, also after asking about voiding."""
    rate = Field("rate", "满意率", "integer")
    survey = RecordKind("survey", "测评", (rate,))
    t = trial(records=[survey], steps=[A], rules=[Rule(A, Survey(survey, rate, least=80))])
    t.do("record", "s1", kind="survey", values={"rate": 95})
    t.do("record", "s2", kind="survey", values={"rate": 60})
    assert t.run.why_not("void", "s1", actor="L", reason="问问") is None
    assert t.codes("finish", "a") == ["rule.unsatisfied"]
    assert t.run.state.snapshot() == t.reload().state.snapshot()
    t.do("void", "s2", reason="误记")
    assert t.do("finish", "a") == ["finished a"]


def test_the_standard_ledger_is_worked_off_in_order(trial: Any) -> None:
    """Found, claimed, planned, fixing, checked, back on a failed check, struck off."""
    led = Ledger("led", "问题清单", by=M)
    t = trial(
        ledgers=[led], roles=[M], roster=[("u", "m")], steps=[A], rules=[Rule(A, Struck(led))]
    )
    assert t.do("find", ledger="led", by="u") == ["found led-1"]
    refusal = t.refused("work", "led-1", "u", trigger="strike")
    assert refusal.kind == "wrong_state"
    assert "claim" in refusal.text("en")
    for trigger in ("claim", "plan", "start", "check", "fail", "check"):
        t.do("work", "led-1", "u", trigger=trigger)
    assert "led-1" in t.refused("finish", "a").text("zh")
    t.do("work", "led-1", "u", trigger="strike")
    assert t.do("finish", "a") == ["finished a"]


def test_a_problem_found_late_questions_what_was_done_without_it(trial: Any) -> None:
    """A step done because all was struck off is in question after a find; the end waits for it."""
    led = Ledger("led", "问题清单", lifecycle=LAMP)
    t = trial(ledgers=[led], steps=[A], rules=[Rule(A, Struck(led))])
    t.do("find", ledger="led"), t.do("work", "led-1", trigger="fix"), t.do("finish", "a")
    assert t.do("find", ledger="led") == ["found led-2", "questioned a"]
    assert t.do("find", ledger="led") == ["found led-3"]
    assert t.codes("conclude") == ["close.unsettled"]
    for item in ("led-2", "led-3"):
        assert t.do("work", item, trigger="fix") == [f"item_moved {item}"]
    t.do("confirm", "a", reason="后查出的也已整改")
    assert t.do("conclude")[0].startswith("concluded")


def test_an_item_that_goes_back_questions_what_was_done_on_it(trial: Any) -> None:
    """A lamp that fails again puts the step in question; work on an open item does not."""
    led = Ledger("led", "问题清单", lifecycle=LAMP)
    t = trial(ledgers=[led], steps=[A], rules=[Rule(A, Struck(led))])
    t.do("find", ledger="led"), t.do("work", "led-1", trigger="fix"), t.do("finish", "a")
    back = t.do("work", "led-1", trigger="fail")
    assert back == ["item_moved led-1", "questioned a"]


def test_a_late_problem_is_the_affair_of_the_last_occurrence_only(trial: Any) -> None:
    """A problem of June does not put May in question; after the last month it does that one."""
    led = Ledger("led", "问题清单", lifecycle=LAMP)
    a = Step("a", "月清", repeat=Repeat(Every.MONTH, "keep"))
    plan = {"ledgers": [led], "steps": [a], "rules": [Rule(a, Struck(led))]}
    t = trial(**plan, window=window("2017年5月—6月"))
    t.do("find", ledger="led"), t.do("work", "led-1", trigger="fix")
    t.do("finish", "a@2017-05")
    assert t.do("find", ledger="led") == ["found led-2"]
    t.day = "2017-06-20"
    t.do("tick"), t.do("work", "led-2", trigger="fix"), t.do("finish", "a@2017-06")
    assert t.do("find", ledger="led") == ["found led-3", "questioned a@2017-06"]


def test_an_opinion_that_comes_late_questions_the_replies(trial: Any) -> None:
    """A quota over the items of a ledger is judged anew when an item joins it."""
    led, item = Ledger("led", "意见"), Field("item", "所答", "link")
    reply = RecordKind("reply", "答复", (item,))
    t = trial(
        ledgers=[led],
        records=[reply],
        steps=[A],
        rules=[Rule(A, Quota(of=reply, per=Items(led, item), allow_empty=True))],
    )
    t.do("finish", "a")
    assert t.do("find", ledger="led") == ["found led-1", "questioned a"]


def test_a_ledger_may_live_its_own_life(trial: Any) -> None:
    """Own states, own final state, and states that count as answered."""
    life = Lifecycle(
        "request", ("asked", "answered", "done"), "asked", ("done",),
        (Move("answer", "asked", "answered"), Move("finish", "answered", "done")),
    )  # fmt: skip
    led = Ledger("led", "意见", (Field("text", "内容"),), lifecycle=life, answered=("answered",))
    t = trial(
        ledgers=[led],
        steps=[A, b := Step("b", "乙")],
        rules=[Rule(A, Answered(led)), Rule(b, Struck(led))],
    )
    t.do("find", "wish", ledger="led", values={"text": "灯"})
    assert t.codes("find", "wish", ledger="led") == ["item.exists"]
    assert t.codes("finish", "a") == ["rule.unsatisfied"]
    t.do("work", "wish", trigger="answer", values={"text": "已换灯"})
    assert t.do("finish", "a") == ["finished a"]
    assert t.codes("finish", "b") == ["rule.unsatisfied"]
    assert t.codes("work", "wish", trigger="strike") == ["item.wrong_state"]


def test_an_item_is_not_worked_before_it_was_found(trial: Any) -> None:
    """Work on an item may be back-dated, but not before its last move."""
    led = Ledger("led", "清单")
    t = trial(ledgers=[led], steps=[A])
    t.day = "2017-05-10"
    t.do("find", "x", ledger="led")
    assert t.codes("work", "x", trigger="claim", at="2017-05-05") == ["time.before_last"]
    assert t.do("work", "x", trigger="claim", at="2017-05-10") == ["item_moved x"]


def test_permission_for_one_ledger_or_kind_is_for_that_one(trial: Any) -> None:
    """A May row on a ledger or record kind allows commands on it and on no other."""
    one, two = Ledger("one", "甲单"), Ledger("two", "乙单")
    other = RecordKind("other", "他")
    t = trial(
        ledgers=[one, two], records=[TALK, other], roles=[M], roster=[("u", "m")], steps=[A],
        may=[May(M, ("find", "work"), (one,)), May(M, ("record", "void"), (TALK,))],
    )  # fmt: skip
    assert t.do("find", "i", ledger="one", by="u") == ["found i"]
    assert t.do("work", "i", "u", trigger="claim") == ["item_moved i"]
    assert t.codes("find", ledger="two", by="u") == ["permit.denied"]
    assert t.talk("x", by="u", id="t1") == ["recorded t1"]
    assert t.do("void", "t1", "u", reason="误记") == ["voided t1"]
    assert t.codes("record", by="u", kind="other", values={}) == ["permit.denied"]


def test_a_kind_may_be_recorded_by_its_role_and_by_owners_who_need_it(trial: Any) -> None:
    """The named role, owners of steps that ask for the kind, and the lead; nobody else."""
    kind, sec = RecordKind("k", "种", by=M), Role("s", "书记")
    a = Step("a", "甲", owner=sec)
    t = trial(
        records=[kind],
        roles=[M, sec],
        roster=[("u", "m"), ("s", "s")],
        steps=[a],
        rules=[Rule(a, Quota(of=kind))],
    )
    for person in ("u", "s", "L"):
        assert t.do("record", by=person, kind="k", values={})[0].startswith("recorded")
    assert t.codes("record", by="x", kind="k", values={}) == ["permit.denied"]
    assert t.codes("record", by=None, kind="k", values={}) == ["permit.nobody"]


def test_a_name_is_used_for_one_record(trial: Any) -> None:
    """The same record id twice is a conflict, not a second record."""
    t = trial(records=[TALK], steps=[A])
    t.talk("u", id="t1")
    assert t.refused("record", "t1", kind="talk", values={}).kind == "conflict"
