"""Going back: reopening, attempts, limits, and what becomes questioned (decisions 7 and 15)."""

from __future__ import annotations

from typing import Any

from campaignflow.guards import Quota
from campaignflow.model import (
    Field,
    Phase,
    RecordKind,
    Role,
    Step,
    after,
    chain,
    each_time,
    reopen,
    window,
)

TALK = RecordKind("talk", "谈话", (Field("people", "参与人", "persons"),))
A, B, C = Step("a", "甲"), Step("b", "乙"), Step("c", "丙")
BACK = {"edge": "b.reopen.a", "reason": "补课"}


def test_reopening_starts_another_attempt(trial: Any) -> None:
    """The target opens again as its second attempt; what comes later and is open stays open."""
    t = trial(steps=[A, B], edges=[after(A, B), reopen(B, A, limit=2)])
    t.do("finish", "a")
    assert t.do("reopen", "a", **BACK) == ["reopened a"]
    assert (t.state("a"), t.state("b")) == ("open", "open")
    assert t.run.state.node("a").attempt == 2


def test_reopening_asks_for_a_reason_and_an_authority(trial: Any) -> None:
    """Not everybody may send work back, and nobody without saying why."""
    t = trial(steps=[A, B], edges=[after(A, B), reopen(B, A, limit=2)])
    t.do("finish", "a")
    assert t.codes("reopen", "a", "x", edge="b.reopen.a") == ["permit.denied", "reason.needed"]


def test_open_work_downstream_cannot_finish_before_the_reopened_step(trial: Any) -> None:
    """What builds on a reopened step waits for it, directly or through others."""
    t = trial(steps=[A, B, C], edges=[*chain(A, B, C), reopen(C, A, limit=2)])
    t.do("finish", "a"), t.do("finish", "b")
    t.do("reopen", "a", edge="c.reopen.a", reason="补课")
    assert t.codes("finish", "c") == ["finish.edge"]
    t.do("finish", "a")
    assert t.do("finish", "c") == ["finished c"]


def test_done_work_downstream_is_questioned_until_confirmed(trial: Any) -> None:
    """Done steps behind the target stay done, are questioned, and hold the end of the campaign."""
    t = trial(steps=[A, B, C], edges=[*chain(A, B, C), reopen(C, A, limit=2)])
    for key in "abc":
        t.do("finish", key)
    done = t.do("reopen", "a", edge="c.reopen.a", reason="补课")
    assert done == ["reopened a", "questioned b", "questioned c"]
    t.do("finish", "a")
    assert t.codes("conclude") == ["close.unsettled"]
    assert t.codes("confirm", "b") == ["reason.needed"]
    t.do("confirm", "b", reason="无影响"), t.do("confirm", "c", reason="无影响")
    assert t.do("conclude") == ["concluded"]
    assert t.codes("confirm", "b", reason="再") == ["confirm.nothing"]


def test_closed_containers_open_again_with_the_target(trial: Any) -> None:
    """Group and phase of a reopened step open in the same decision, and what follows them."""
    p, q = Phase("p", "一"), Phase("q", "二")
    g = Step("g", "组", p)
    x, y = Step("x", "内", g), Step("y", "后", q)
    t = trial(phases=[p, q], steps=[g, x, y], edges=[after(p, q), reopen(y, x, limit=1)])
    t.do("open", "p"), t.do("finish", "x"), t.do("finish", "g"), t.do("close", "p")
    t.do("open", "q"), t.do("finish", "y"), t.do("close", "q")
    done = t.do("reopen", "x", edge="y.reopen.x", reason="补")
    assert done[:3] == ["reopened x", "reopened g", "reopened p"]
    assert "questioned q" in done
    assert t.states("x", "g", "p", "y", "q") == ["open", "open", "open", "done", "closed"]


def test_an_open_phase_waits_for_the_reopened_one_before_it(trial: Any) -> None:
    """The phase after a reopened one stays open and cannot close before it."""
    p, q = Phase("p", "一"), Phase("q", "二")
    x, y = Step("x", "内", p), Step("y", "后", q)
    t = trial(phases=[p, q], steps=[x, y], edges=[after(p, q), reopen(y, x, limit=1)])
    t.do("open", "p"), t.do("finish", "x"), t.do("close", "p"), t.do("open", "q")
    t.do("reopen", "x", edge="y.reopen.x", reason="补")
    t.do("finish", "y")
    assert t.codes("close", "q") == ["finish.edge"]
    t.do("finish", "x"), t.do("close", "p")
    assert t.do("close", "q") == ["closed q"]


def test_a_questioned_part_holds_every_container_around_it(trial: Any) -> None:
    """A phase does not close over a questioned step, even when the step's group is done."""
    p = Phase("p", "一")
    g = Step("g", "组", p)
    x, y = Step("x", "内", p), Step("y", "深", g)
    t = trial(phases=[p], steps=[g, x, y], edges=[after(x, y), reopen(y, x, limit=1)])
    t.do("open", "p"), t.do("finish", "x"), t.do("finish", "y"), t.do("finish", "g")
    assert "questioned y" in t.do("reopen", "x", edge="y.reopen.x", reason="补")
    t.do("finish", "x")
    assert t.codes("close", "p") == ["close.unsettled"]
    t.do("confirm", "y", reason="无影响")
    assert t.do("close", "p") == ["closed p"]


def test_resets_open_the_named_nodes_as_well(trial: Any) -> None:
    """Nodes that the edge resets are reopened with the target, and questioned ones follow."""
    d = Step("d", "丁")
    t = trial(
        steps=[A, B, C, d], edges=[*chain(A, B, C), after(B, d), reopen(C, A, limit=1, resets=[B])]
    )
    for key in "abcd":
        t.do("finish", key)
    done = t.do("reopen", "a", edge="c.reopen.a", reason="重来")
    assert done[:2] == ["reopened a", "reopened b"]
    assert {"questioned c", "questioned d"} <= set(done)


def test_a_limit_counts_for_each_edge_and_target(trial: Any) -> None:
    """After the limit the edge is used up; another edge to the same target is not."""
    t = trial(
        steps=[A, B, C],
        edges=[after(A, B), after(A, C), reopen(B, A, limit=1), reopen(C, A, limit=1)],
    )
    t.do("finish", "a"), t.do("reopen", "a", **BACK), t.do("finish", "a")
    assert t.codes("reopen", "a", **BACK) == ["reopen.limit"]
    assert t.do("reopen", "a", edge="c.reopen.a", reason="补")[0] == "reopened a"


def test_an_unbounded_edge_says_why_and_never_ends(trial: Any) -> None:
    """An unbounded edge can be taken any number of times."""
    t = trial(steps=[A, B], edges=[after(A, B), reopen(B, A, unbounded="直到合格")])
    t.do("finish", "a")
    for _ in range(5):
        t.do("reopen", "a", **BACK), t.do("finish", "a")
    assert t.run.state.node("a").attempt == 6


def test_only_what_is_done_can_be_reopened(trial: Any) -> None:
    """A target that is not done, a wrong edge and a source not begun are each named."""
    t = trial(steps=[A, B, C], edges=[after(A, B), reopen(B, A, limit=2), reopen(C, B, limit=1)])
    assert t.refused("reopen", "a", **BACK).kind == "wrong_state"
    assert t.codes("reopen", "c", **BACK) == ["reopen.target"]
    assert t.codes("reopen", "a", edge="b.reopn.a", reason="补") == ["unknown.edge.near"]
    t.do("waive", "b", reason="免")
    assert t.refused("reopen", "b", edge="c.reopen.b", reason="补").kind == "wrong_state"


def test_a_source_that_has_not_begun_leads_nowhere_back(trial: Any) -> None:
    """One cannot come back from where one has not been."""
    t = trial(steps=[A, B, C], edges=[*chain(A, B, C), reopen(C, A, limit=2)])
    t.do("finish", "a")
    assert t.codes("reopen", "a", edge="c.reopen.a", reason="补") == ["reopen.source"]


def test_records_keep_counting_after_reopening(trial: Any) -> None:
    """Evidence of the first attempt still counts in the second."""
    from campaignflow.model import Rule

    t = trial(
        records=[TALK], steps=[A, B], edges=[after(A, B), reopen(B, A, limit=1)],
        rules=[Rule(A, Quota(of=TALK))],
    )  # fmt: skip
    t.talk("x"), t.do("finish", "a"), t.do("reopen", "a", **BACK)
    assert t.do("finish", "a") == ["finished a"]


def test_an_early_opening_keeps_counting_after_reopening_and_moving(trial: Any) -> None:
    """A node's span begins with its first opening, whatever happens to it later."""
    from campaignflow.model import Rule, window

    a = Step("a", "甲", window=window("6月1日—6月30日"))
    t = trial(
        records=[TALK], steps=[a, B], edges=[after(a, B), reopen(B, a, limit=1)],
        rules=[Rule(a, Quota(of=TALK))],
    )  # fmt: skip
    t.do("open", "a", reason="提前")
    t.day = "2017-05-10"
    t.talk("x"), t.do("finish", "a")
    t.day = "2017-06-10"
    t.do("reopen", "a", **BACK)
    t.do("move", "a", end="2017-07-10", reason="顺延")
    assert t.do("finish", "a") == ["finished a"]


def test_approvals_do_not_survive_reopening(trial: Any) -> None:
    """A reopened reviewed step must be submitted and approved again."""
    sec = Role("sec", "书记")
    a = Step("a", "甲", review=sec)
    t = trial(
        roles=[sec], roster=[("z", "sec")], steps=[a, B], edges=[after(a, B), reopen(B, a, limit=1)]
    )
    t.do("submit", "a"), t.do("approve", "a", "z"), t.do("reopen", "a", **BACK)
    assert t.refused("approve", "a", "z").kind == "wrong_state"
    t.do("submit", "a")
    assert t.do("approve", "a", "z") == ["approved a"]


def test_reopening_before_the_container_was_closed_is_refused(trial: Any) -> None:
    """A back-dated reopening may not precede the last change of what it opens again."""
    p = Phase("p", "一")
    x, y = Step("x", "内", p), Step("y", "后")
    t = trial(phases=[p], steps=[x, y], edges=[after(x, y), reopen(y, x, limit=1)])
    t.do("open", "p"), t.do("finish", "x")
    t.day = "2017-05-20"
    t.do("close", "p")
    t.day = "2017-05-30"
    codes = t.codes("reopen", "x", edge="y.reopen.x", reason="补", at="2017-05-10")
    assert codes == ["time.before_last"]


MONTHLY = each_time({"may": window("5月"), "june": window("6月")})
WHOLE_SPAN = each_time({"early": window("5月"), "late": window("5月—6月")})


def test_reopening_questions_only_the_occurrences_that_build_on_it(trial: Any) -> None:
    """Where both ends repeat differently, the edge says which occurrences belong together."""
    a = Step("a", "甲", repeat=MONTHLY)
    b = Step("b", "乙", repeat=WHOLE_SPAN)
    t = trial(
        steps=[a, b], edges=[after(a, b, match="latest"), reopen(b, a, limit=1, match="latest")]
    )
    t.day = "2017-06-02"
    t.do("tick", by=None)
    for key in ("a@may", "a@june", "b@early", "b@late"):
        t.do("finish", key)
    done = t.do("reopen", "a@june", edge="b.reopen.a", reason="补课")
    assert done == ["reopened a@june", "questioned b@late"]
