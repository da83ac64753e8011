"""People: roles over time, relations, and the work that a person holds (decisions 10, 21, 28)."""

from __future__ import annotations

from typing import Any

import pytest

from campaignflow.errors import RefusalError
from campaignflow.guards import Across, Each, Per, Quota, Related
from campaignflow.model import (
    Campaign,
    Every,
    Field,
    RecordKind,
    Relation,
    Review,
    Role,
    Rule,
    Step,
    reopen,
    window,
)
from campaignflow.report.people import reviewers
from campaignflow.run import Run

PEOPLE = Field("people", "参与人", "persons")
TALK = RecordKind("talk", "谈话", (PEOPLE,))
M = Role("m", "党员")
STAFF = {"roles": [M], "roster": [("u", "m"), ("v", "m")]}


def test_an_assigned_step_is_done_by_its_holder(trial: Any) -> None:
    """The lead assigns a holder of the owner's role; who does not hold it is refused."""
    t = trial(steps=[Step("a", "甲", owner=M)], **STAFF)
    assert t.codes("assign", "a", person="x") == ["assign.role"]
    assert t.codes("assign", "a", "u", person="u") == ["permit.denied"]
    assert t.do("assign", "a", person="u") == ["assigned a"]
    t.do("finish", "a", "u")
    assert t.run.events()[-1].rule == "assignee"
    assert t.codes("assign", "a", person="v") == ["assign.settled"]


def test_a_step_without_owner_can_be_given_to_anybody(trial: Any) -> None:
    """Whoever is assigned such a step may finish it."""
    t = trial(steps=[Step("a", "甲")])
    assert t.codes("finish", "a", "x") == ["permit.denied"]
    t.do("assign", "a", person="x")
    assert t.do("finish", "a", "x") == ["finished a"]


def test_a_step_is_claimed_by_one(trial: Any) -> None:
    """Claiming what another holds is refused and names the holder."""
    t = trial(steps=[Step("a", "甲", owner=M)], **STAFF)
    assert t.do("claim", "a", "u") == ["assigned a"]
    refusal = t.refused("claim", "a", "v")
    assert refusal.causes[0].notice.params["person"] == "u"
    assert "permit.denied" in t.codes("claim", "a", "x")


def test_held_work_is_handed_over_with_both_names(trial: Any) -> None:
    """The event says who gave it and who has it now."""
    t = trial(steps=[Step("a", "甲", owner=M)], **STAFF)
    assert t.codes("hand_over", "a", "u", person="v") == ["assign.nobody"]
    t.do("claim", "a", "u")
    assert t.codes("hand_over", "a", "u", person="x") == ["assign.role"]
    t.do("hand_over", "a", "u", person="v", reason="出差")
    assert dict(t.run.events()[-1].data) == {"giver": "u", "person": "v", "reason": "出差"}
    assert t.run.state.assignments["a"] == "v"


def test_nobody_hands_over_what_somebody_else_holds(trial: Any) -> None:
    """Sharing the owner's role is not enough; the lead may."""
    t = trial(steps=[Step("a", "甲", owner=M)], **STAFF)
    t.do("claim", "a", "u")
    assert t.codes("hand_over", "a", "v", person="v") == ["permit.denied"]
    assert t.do("hand_over", "a", person="v") == ["handed_over a"]


def test_who_handed_work_over_does_not_review_it(trial: Any) -> None:
    """Former holders are as little independent as the present one, until it is reopened."""
    chief = Role("chief", "组长")
    a, b = Step("a", "甲", owner=M, review=Review((chief,))), Step("b", "乙")
    t = trial(
        steps=[a, b],
        roles=[M, chief],
        roster=[("u", "m"), ("v", "m"), ("u", "chief"), ("x", "chief")],
        edges=[reopen(b, a, limit=1)],
    )
    t.do("claim", "a", "u"), t.do("hand_over", "a", "u", person="v"), t.do("submit", "a", "v")
    assert t.codes("approve", "a", "u") == ["review.own"]
    assert reviewers(t.run.state, t.run.state.instance("a"), t.run.state.day(t.clock())) == ("x",)
    t.do("approve", "a", "x"), t.do("reopen", "a", edge="b.reopen.a", reason="重做")
    t.do("submit", "a", "v")
    assert t.do("approve", "a", "u") == ["approved a"]


def test_a_stand_in_acts_until_the_day_and_both_are_named(trial: Any) -> None:
    """On the last day the stand-in still may, the day after no longer."""
    t = trial(steps=[Step("a", "甲", owner=M), Step("b", "乙", owner=M)], **STAFF)
    assert t.codes("finish", "a", "s") == ["permit.denied"]
    t.do("substitute", "u", "u", substitute="s", until="2017-05-10")
    t.day = "2017-05-10"
    t.do("finish", "a", "s")
    event = t.run.events()[-1]
    assert (event.actor, event.rule) == ("s", "owner for u")
    t.day = "2017-05-11"
    assert t.codes("finish", "b", "s") == ["permit.denied"]


def test_a_stand_in_is_named_by_oneself_or_an_authority(trial: Any) -> None:
    """Nobody names a stand-in for somebody else, for themselves, or for the past."""
    t = trial(steps=[Step("a", "甲", owner=M)], **STAFF)
    more = {"substitute": "s", "until": "2017-05-10"}
    assert t.codes("substitute", "u", "v", **more) == ["permit.denied"]
    assert t.do("substitute", "u", "L", **more) == ["substituted u"]
    assert t.codes("substitute", "u", "u", substitute="u", until="2017-05-10") == [
        "substitute.self"
    ]
    assert t.codes("substitute", "u", "u", substitute="s", until="2017-04-10") == [
        "substitute.past"
    ]
    assert t.codes("substitute", "u", "u", substitute="s", until="soon") == ["time.no_date"]


def test_permission_follows_the_role_on_the_day_it_happened(trial: Any) -> None:
    """Who left may no longer act, but what they did before may still be entered."""
    t = trial(records=[RecordKind("k", "种", by=M)], steps=[Step("a", "甲", owner=M)], **STAFF)
    t.day = "2017-05-10"
    t.do("give_up_role", "u", role="m")
    assert t.codes("record", by="u", kind="k", values={}) == ["permit.denied_then"]
    assert t.do("record", by="u", kind="k", values={}, at="2017-05-09")[0].startswith("recorded")


def test_a_role_within_another_has_its_rights(trial: Any) -> None:
    """A leader is a member and may what members may, not the other way round."""
    boss = Role("boss", "班子", within=M)
    t = trial(
        roles=[M, boss], roster=[("b", "boss"), ("u", "m")],
        steps=[Step("a", "甲", owner=M), Step("c", "丙", owner=boss)],
    )  # fmt: skip
    assert t.do("finish", "a", "b") == ["finished a"]
    assert t.codes("finish", "c", "u") == ["permit.denied"]


def test_a_quota_over_a_relation_follows_it(trial: Any) -> None:
    """Each related pair owes a talk, whoever is named first; a pair no longer related does not."""
    pair = Relation("care", "联系", M, M)
    a = Step("a", "甲")
    t = trial(
        records=[TALK], relations=[pair], steps=[a],
        rules=[Rule(a, Quota(of=TALK, per=Related(pair, (PEOPLE,))))],
        options={"relations": [("care", "u", "v")]}, **STAFF,
    )  # fmt: skip
    assert "u" in t.refused("finish", "a").text("zh")
    t.do("relate", "v", relation="care", right="x")
    t.talk("v", "u")
    assert t.codes("finish", "a") == ["rule.unsatisfied"]
    t.do("unrelate", "v", relation="care", right="x")
    assert t.do("finish", "a") == ["finished a"]


def test_a_directed_pair_is_named_by_its_sides(trial: Any) -> None:
    """Who criticises whom can be told apart, and the other direction does not count."""
    critic, target = Field("critic", "批评人", "person"), Field("target", "对象", "person")
    word, boss, a = (
        RecordKind("word", "批评", [critic, target]),
        Role("boss", "书记"),
        Step("a", "甲"),
    )
    t = trial(
        roles=[M, boss], roster=[("b", "boss"), ("u", "m")], records=[word], steps=[a],
        rules=[Rule(a, Quota(of=word, per=Across(boss, M, (target, critic), directed=True)))],
    )  # fmt: skip
    t.do("record", kind="word", values={"critic": "b", "target": "u"})
    assert "对象 b 与 批评人 u：0/1" in t.refused("finish", "a").text("zh")
    t.do("record", kind="word", values={"critic": "u", "target": "b"})
    assert t.do("finish", "a") == ["finished a"]


def test_the_period_in_which_the_run_starts_is_owed_by_those_named_then(trial: Any) -> None:
    """They were there before, as far as anybody knows; a joiner owes from the next period on."""
    a = Step("a", "甲")
    t = trial(
        roles=[M], roster=[("u", "m")], records=[TALK], steps=[a], options={"day": "2017-05-09"},
        rules=[Rule(a, Quota(of=TALK, per=Each(M, PEOPLE) * Per(Every.MONTH, "drop")))],
    )  # fmt: skip
    t.day = "2017-05-20"
    t.do("take_role", "w", role="m")
    t.day = "2017-06-01"
    lacking = t.refused("finish", "a").text("en")
    assert "u (2017-05)" in lacking
    assert "w (2017-05)" not in lacking


def test_a_role_or_relation_that_does_not_exist_is_named(trial: Any) -> None:
    """Misspelt names come back with what is near."""
    t = trial(relations=[Relation("care", "联系", M, M)], steps=[Step("a", "甲")], **STAFF)
    assert t.codes("take_role", "w", role="lea") == ["unknown.role.near"]
    assert t.codes("take_role", "", role="m") == ["person.empty"]
    assert t.codes("relate", "u", relation="cares", right="v") == ["unknown.relation.near"]
    assert t.codes("give_up_role", "w", role="m") == ["role.not_held"]


def test_acting_before_taking_the_role_is_told_as_that(trial: Any) -> None:
    """Who holds the role now, but did not on the day named, is told since when they do."""
    t = trial(steps=[Step("a", "甲")], options={"day": "2017-05-10"})
    cause = t.refused("finish", "a", at="2017-05-02").causes[0]
    assert cause.notice.en.startswith("L held no role on 2017-05-02")
    assert "was 组长 from 2017-05-10" in cause.notice.en
    assert "L 在 2017-05-02 无权完成：任职时间为 组长（2017-05-10 起）" in cause.notice.zh
    assert "permit.denied" in t.codes("finish", "a", "x", at="2017-05-02")


def test_role_given_up_is_told_as_that(trial: Any) -> None:
    """Who held the role until yesterday is told until when they did."""
    t = trial(steps=[Step("a", "甲", owner=M)], **STAFF)
    t.day = "2017-06-01"
    t.do("give_up_role", "u", role="m")
    (cause,) = t.refused("finish", "a", "u").causes
    assert "党员（2017-05-01 至 2017-05-31）" in cause.notice.zh


def test_start_in_which_nobody_leads_is_refused() -> None:
    """Such a run could never be carried on; who leads through a role within may start one."""
    lead = Role("lead", "组长")
    roles = [lead, Role("deputy", "副组长", within=lead), M]
    plan = Campaign(
        key="p", version="1", title="试", window=window("2017年5月—12月"), lead=lead, roles=roles
    )
    for roster in ([], [("u", "m")]):
        with pytest.raises(RefusalError, match="nobody in the roster is lead") as caught:
            Run.start(plan, "no-1", roster=roster)
        assert caught.value.refusal.kind == "invalid"
    assert Run.start(plan, "no-1", roster=[("u", "deputy")]).may("cancel", actor="u", reason="x")
