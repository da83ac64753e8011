"""Leaving out and adding: waivers, variants, tiers and work not in the plan (10, 18, 19, 30)."""

from __future__ import annotations

from typing import Any

import pytest

from campaignflow.errors import RefusalError
from campaignflow.guards import Each, Per, Quota, Struck
from campaignflow.model import (
    Elastic,
    Elasticity,
    Every,
    Field,
    Ledger,
    May,
    Mode,
    Need,
    Phase,
    RecordKind,
    Role,
    Rule,
    Step,
    Tier,
    Variant,
    after,
    window,
)

PEOPLE = Field("people", "参与人", "persons")
TALK = RecordKind("talk", "谈话", (PEOPLE,))
M = Role("m", "党员")
KIND = Field("kind", "类型")


def test_a_node_is_waived_by_an_authority_with_a_reason(trial: Any) -> None:
    """Only the lead or who may, and never without a reason."""
    t = trial(
        roles=[M], roster=[("u", "m"), ("v", "m")], may=[May(M, ("waive",), (b := Step("b", "乙"),))],
        steps=[Step("a", "甲"), b],
    )  # fmt: skip
    assert t.codes("waive", "a", "u") == ["permit.denied", "reason.needed"]
    assert t.do("waive", "b", "u", reason="免") == ["released b"]
    assert t.state("b") == "waived"
    assert t.refused("waive", "b", reason="又").kind == "wrong_state"


def test_what_is_fixed_is_never_waived_not_even_with_its_phase(trial: Any) -> None:
    """A node that may never be left out is not, neither alone nor with what it stands in."""
    p = Phase("p", "一")
    t = trial(phases=[p], steps=[Step("a", "甲", p, need=Need.FIXED)])
    for node in ("a", "p"):
        assert t.codes("waive", node, reason="免") == ["waive.fixed"]
        assert t.codes("withdraw", node, reason="免") == ["waive.fixed"]


def test_elasticity_may_forbid_dropping(trial: Any) -> None:
    """Where the plan forbids dropping, nothing below may be waived or withdrawn."""
    p = Phase("p", "一", elasticity=Elasticity(drop=Elastic.FORBIDDEN))
    t = trial(phases=[p], steps=[Step("a", "甲", p)])
    refusal = t.refused("waive", "a", reason="免")
    assert refusal.causes[0].notice.code == "waive.drop"


def test_forbidden_dropping_covers_rules_but_not_one_person_of_them(trial: Any) -> None:
    """A whole demand is content that may not be cut; one person may still be excused."""
    p = Phase("p", "一", elasticity=Elasticity(drop=Elastic.FORBIDDEN))
    a = Step("a", "甲", p)
    rule = Rule(a, Quota(of=TALK, per=Each(M, PEOPLE)))
    t = trial(records=[TALK], roles=[M], roster=[("u", "m")], phases=[p], steps=[a], rules=[rule])
    assert t.codes("waive", "a.exit", reason="免") == ["waive.drop"]
    assert t.do("waive", "a.exit", part="u", reason="病假") == ["waived a.exit"]


def test_waiving_a_phase_releases_what_is_in_it_the_same_way(trial: Any) -> None:
    """The steps of a waived phase are waived, so that reports show them as such."""
    p = Phase("p", "一")
    t = trial(
        phases=[p], steps=[Step("a", "甲", p), Step("b", "后")], edges=[after(p, Step("b", "后"))]
    )
    t.do("open", "p")
    t.do("waive", "p", reason="免")
    assert t.states("p", "a", "b") == ["waived", "waived", "open"]


def test_a_waived_key_is_no_longer_owed(trial: Any) -> None:
    """One person can be waived from a quota; the others still owe."""
    a = Step("a", "甲")
    t = trial(
        records=[TALK],
        roles=[M],
        roster=[("u", "m"), ("v", "m")],
        steps=[a],
        rules=[Rule(a, Quota(of=TALK, per=Each(M, PEOPLE)))],
    )
    t.talk("u")
    assert t.codes("finish", "a") == ["rule.unsatisfied"]
    assert t.codes("waive", "a.exit", part="w", reason="病假") == ["unknown.part"]
    t.do("waive", "a.exit", part="v", reason="病假")
    assert t.do("finish", "a") == ["finished a"]


def test_a_key_is_waived_before_it_is_due(trial: Any) -> None:
    """A month to come is asked for as well; one outside the span is not."""
    a = Step("a", "甲", window=window("5月—7月"))
    monthly = Rule(a, Quota(of=TALK, per=Per(Every.MONTH, "keep")))
    t = trial(records=[TALK], steps=[a], rules=[monthly])
    assert t.do("waive", "a.exit", part="2017-07", reason="放假") == ["waived a.exit"]
    assert t.codes("waive", "a.exit", part="2017-09", reason="放假") == ["unknown.part.near"]


def test_waiving_every_key_satisfies(trial: Any) -> None:
    """A quota whose every owed key is waived is not 'nobody owes anything'."""
    a = Step("a", "甲")
    t = trial(
        records=[TALK],
        roles=[M],
        roster=[("u", "m")],
        steps=[a],
        rules=[Rule(a, Quota(of=TALK, per=Each(M, PEOPLE)))],
    )
    t.do("waive", "a.exit", part="u", reason="病假")
    assert t.do("finish", "a") == ["finished a"]


@pytest.mark.parametrize(
    "guard", [Quota(of=TALK), Quota(of=TALK, per=Each(M, PEOPLE)), Struck(Ledger("led", "清单"))]
)
def test_a_whole_rule_can_be_waived_whatever_it_asks(trial: Any, guard: Any) -> None:
    """A waived rule holds nothing back any more."""
    a = Step("a", "甲")
    t = trial(
        records=[TALK], ledgers=[Ledger("led", "清单")], roles=[M], roster=[("u", "m")],
        steps=[a], rules=[Rule(a, guard)],
    )  # fmt: skip
    t.do("waive", "a.exit", reason="上级同意")
    assert t.do("finish", "a") == ["finished a"]


def test_waiving_an_entry_rule_opens_what_waited_for_it(trial: Any) -> None:
    """The step opens in the decision that waives its entry rule."""
    a = Step("a", "甲")
    t = trial(records=[TALK], steps=[a], rules=[Rule(a, Quota(of=TALK), at="entry")])
    assert t.do("waive", "a.entry", reason="免") == ["waived a.entry", "opened a"]


def test_a_variant_exempts_and_lets_the_rest_go_on(trial: Any) -> None:
    """Exempt nodes are out, with everything in them; their edges count as taken."""
    p = Phase("p", "一")
    a, b, c = Step("a", "甲"), Step("b", "乙"), Step("c", "丙", p)
    t = trial(
        facts=[KIND], phases=[p], steps=[a, b, c], edges=[after(a, b)],
        variants=[Variant("retired", "离退休", KIND.is_("retired"), exempt=[a, p], why="年老")],
        options={"facts": {"kind": "retired"}},
    )  # fmt: skip
    assert t.states("a", "p", "c", "b") == ["exempt", "exempt", "exempt", "open"]


def test_an_unknown_fact_refuses_the_start(trial: Any) -> None:
    """A unit whose variant cannot be judged is not started half-known."""
    with pytest.raises(RefusalError) as caught:
        trial(
            facts=[KIND], steps=[a := Step("a", "甲")],
            variants=[Variant("retired", "离退休", KIND.is_("retired"), exempt=[a])],
        )  # fmt: skip
    assert caught.value.refusal.kind == "unknown"


def test_a_swap_lets_other_holders_act(trial: Any) -> None:
    """In a unit without committee all members act where the plan names the committee."""
    board = Role("board", "支委")
    t = trial(
        facts=[KIND], roles=[board, M], roster=[("u", "m")],
        steps=[Step("a", "甲", owner=board), Step("b", "乙", each=board)],
        variants=[Variant("small", "小支部", KIND.is_("small"), swap=[(board, M)])],
        options={"facts": {"kind": "small"}},
    )  # fmt: skip
    assert t.do("finish", "a", "u") == ["finished a"]
    assert t.state("b#u") == "open"


def test_nodes_of_another_tier_are_exempt(trial: Any) -> None:
    """A school does not carry out what the district does."""
    school, district = Tier("school", "学校"), Tier("district", "区")
    steps = [Step("a", "甲", tier=district), Step("b", "乙")]
    t = trial(tiers=[school, district], steps=steps, options={"tier": "school"})
    assert t.states("a", "b") == ["exempt", "open"]


def test_work_not_in_the_plan_is_added_and_done(trial: Any) -> None:
    """An added step opens in its container, belongs to it and holds its closing."""
    p = Phase("p", "一")
    t = trial(roles=[M], roster=[("u", "m")], phases=[p], steps=[Step("a", "甲", p)])
    t.do("open", "p"), t.do("finish", "a")
    assert t.codes("add", "x", title="附加") == ["reason.needed"]
    assert t.do("add", "x", title="附加", part_of="p", owner="m", reason="上级") == [
        "added x",
        "opened x",
    ]
    assert t.codes("close", "p") == ["close.unsettled"]
    assert t.do("finish", "x", "u") == ["finished x"]
    t.do("close", "p")
    assert t.reload().state.snapshot() == t.run.state.snapshot()


def test_an_added_part_holds_the_step_it_is_added_to(trial: Any) -> None:
    """A plain step becomes a group by what is added to it."""
    t = trial(steps=[Step("a", "甲")])
    t.do("add", "x", title="附加", part_of="a", reason="上级")
    assert t.codes("finish", "a") == ["close.unsettled"]
    t.do("finish", "x")
    assert t.do("finish", "a") == ["finished a"]


def test_nothing_is_added_to_what_is_over(trial: Any) -> None:
    """A closed phase takes no further work; a used or malformed key is refused."""
    p = Phase("p", "一", opens=Mode.ITSELF)
    t = trial(phases=[p], steps=[Step("a", "甲", p)])
    t.do("finish", "a"), t.do("close", "p")
    assert t.refused("add", "x", title="晚", part_of="p", reason="补").kind == "wrong_state"
    for key in ("a", "X y", ""):
        assert t.codes("add", key, title="附", reason="补") == ["add.key"]
