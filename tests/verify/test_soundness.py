"""Soundness by exploring markings: verdicts, ways to replay, limits, and the engine as the judge."""

from __future__ import annotations

from collections import defaultdict, deque
from typing import Any

import attrs
from hypothesis import assume, given
from hypothesis import strategies as st
from plan_stage import DAY, MEMBER, MODE, TALK, plan
from test_against_engine import _marking, plans, quietly

from campaignflow.commands import Command
from campaignflow.definitions.five_phases import five_phases
from campaignflow.definitions.jishui_2017 import jishui_2017
from campaignflow.engine import decide
from campaignflow.guards import Fixed, Quota, Reached
from campaignflow.model import (
    CAMPAIGN,
    Campaign,
    Field,
    Mode,
    Need,
    Phase,
    Rule,
    Step,
    Tier,
    Variant,
    after,
    reopen,
)
from campaignflow.planning import Skeleton, Soundness, skeleton, soundness
from campaignflow.planning.markings import ACTOR, begin
from campaignflow.state import State, evolve, initial
from campaignflow.state.state import SETTLED

P, Q = Phase("p", "学习"), Phase("q", "整改")
A, B, C = Step("a", "动员会", P), Step("b", "讨论", P), Step("c", "销号", Q)


def replayed(campaign: Campaign, way: tuple[Command, ...]) -> State:
    """Give the commands of a way to the engine, which must grant each."""
    state = initial(campaign, "replay")
    for command in way:
        decision = decide(campaign, state, command, 0)
        assert decision.accepted, decision.refusal
        for event in decision.events:
            evolve(state, event)
    return state


def shapes(campaign: Campaign) -> list[tuple[str, str]]:
    """Return kind and node of every flaw."""
    return [(flaw.kind, flaw.node) for flaw in soundness(campaign).flaws]


def test_plan_that_always_ends_is_sound() -> None:
    """Whatever is done first, the campaign can be concluded."""
    found = soundness(plan([P, Q, A, B, C], [after(P, Q), after(A, B)]))
    assert (found.verdict, found.flaws) == ("sound", ())


def test_opener_closed_too_soon_leaves_the_plan_stuck() -> None:
    """Somebody may close the phase with which a required step of another one has yet to start."""
    late = Step("late", "补课", starts_with=P, ends_with=CAMPAIGN, opens=Mode.BY_COMMAND)
    campaign = plan([P, A, late])
    (flaw,) = soundness(campaign).flaws
    assert flaw.kind == "stuck"
    asked = [(command.name, command.subject) for command in flaw.way]
    assert asked == [("start", ""), ("open", "p"), ("finish", "a"), ("close", "p")]


def test_way_of_a_flaw_can_be_replayed() -> None:
    """The engine grants every command on the way, and ends where the flaw says."""
    late = Step("late", "补课", starts_with=P, ends_with=CAMPAIGN, opens=Mode.BY_COMMAND)
    campaign = plan([P, A, late])
    (flaw,) = soundness(campaign).flaws
    state = replayed(skeleton(campaign).campaign, flaw.way)
    assert state.node("p").state == "closed"
    assert state.node("late").state == "planned"


def test_what_is_waited_for_may_come_too_late() -> None:
    """A step that has to wait is shut out where the group that it opens with is done before."""
    group = Step("group", "专题")
    late = Step("late", "补课", group, ends_with=CAMPAIGN)
    (flaw,) = soundness(plan([group, late, B, P], [after(B, late)])).flaws
    assert (flaw.kind, [command.subject for command in flaw.way]) == ("stuck", ["", "group"])


def test_circle_is_a_dead_plan() -> None:
    """What waits for itself is stuck from the start, and never opens."""
    found = shapes(plan([P, A, B], [after(A, B), after(B, A)]))
    assert found == [("stuck", ""), ("dead", "a"), ("dead", "b")]


def test_choice_that_leaves_nothing_open_is_fine() -> None:
    """Of two ways one is taken, the other is not chosen, and the end waits for neither."""
    good = Quota(of=TALK, where=MODE.is_("面谈"))
    campaign = plan(
        [P, A, B, x := Step("x", "补课", P)], [after(A, B, guard=good), after(A, x, guard=~good)]
    )
    found = soundness(campaign)
    assert found.verdict == "sound"
    assert len(skeleton(campaign).choices) == 1


def test_choice_that_cuts_off_what_is_waited_for_is_found() -> None:
    """A step that must not come after what is settled is lost if the choice settles it."""
    campaign = plan(
        [P, A, B, x := Step("x", "补课", P)],
        [after(A, B, guard=Fixed(DAY)), after(A, x)],
        rules=[Rule(x, ~Reached(B), "entry")],
    )
    assert soundness(campaign).verdict == "unsound"


def test_each_kind_of_units_is_tried() -> None:
    """What a variant leaves out may leave its units stuck where all others come to an end."""
    old = Field("old", "离退休", "flag")
    side = Step("side", "随查随改", starts_with=P, ends_with=CAMPAIGN)
    variant = Variant("old", "离退休支部", old.is_(True), (P,))
    found = soundness(plan([P, A, side], facts=[old], variants=[variant]))
    assert {(flaw.kind, flaw.node, flaw.units) for flaw in found.flaws} == {
        ("stuck", "", "离退休支部"), ("dead", "side", "离退休支部"),
    }  # fmt: skip
    both = attrs.evolve(variant, exempt=(P, side))
    assert soundness(plan([P, A, side], facts=[old], variants=[both])).verdict == "sound"


def test_what_a_tier_leaves_out_is_not_dead() -> None:
    """A phase of the city alone opens there, and is missed nowhere else."""
    city, branch = Tier("city", "市"), Tier("branch", "支部")
    p, q = Phase("p", "部署", tier=city), Phase("q", "学习", tier=branch)
    found = soundness(plan([p, q, Step("x", "甲", q)], tiers=[city, branch]))
    assert (found.verdict, found.flaws) == ("sound", ())


def test_verdict_says_what_it_leaves_out() -> None:
    """That many are taken as one is part of the answer."""
    (found,) = soundness(plan([P, A, Step("own", "自查", P, each=MEMBER)])).simplified
    assert found.zh == "以下环节不论有几项，均按一项计：自查"


def test_rules_about_records_are_taken_as_met() -> None:
    """What people can record is granted, and named."""
    campaign = plan([P, A], rules=[Rule(A, Quota(of=TALK, least=9))])
    found = soundness(campaign)
    assert (found.verdict, found.assumed) == ("sound", ("a.exit",))


def test_reopening_stays_bounded() -> None:
    """Edges that lead back make neither an endless search nor a flaw."""
    assert soundness(plan([P, A, B], [after(A, B), reopen(B, A, limit=3)])).verdict == "sound"
    endless = [after(A, B), reopen(B, A, unbounded="每次都可返工")]
    assert soundness(plan([P, A, B], endless)).verdict == "sound"


def test_past_the_limit_the_answer_is_unknown() -> None:
    """A plan with more markings than were looked at is never called sound."""
    steps = [Step(f"s{n}", f"步骤{n}", opens=Mode.BY_COMMAND, need=Need.OPTIONAL) for n in range(9)]
    found = soundness(plan(steps), limit=50)
    assert (found.verdict, found.limit) == ("unknown", 50)
    assert found.markings >= 50


def test_shipped_campaigns_are_sound() -> None:
    """What comes with the package can always be brought to its end."""
    assert soundness(five_phases).verdict == "sound"
    assert soundness(jishui_2017).verdict == "sound"


def test_order_that_cannot_matter_is_not_explored() -> None:
    """Twelve steps side by side have 4,096 markings, of which a few say it all."""
    found = soundness(plan([P, *(Step(f"s{n}", f"步骤{n}", P) for n in range(12))]))
    assert found.verdict == "sound"
    assert found.markings < 40


# --- the engine as the judge


@attrs.define
class Every:
    """Every marking, explored by replaying: how far it is, what it leads to, what was open."""

    away: dict[Any, int] = attrs.field(factory=dict)
    then: dict[Any, set[Any]] = attrs.field(factory=lambda: defaultdict(set))
    concluded: set[Any] = attrs.field(factory=set)
    left_open: set[str] = attrs.field(factory=set)
    opened: set[str] = attrs.field(factory=set)

    def stuck(self) -> set[Any]:
        """Return the markings from which no way leads to the conclusion."""
        hopeful = set(self.concluded)
        while True:
            new = {m for m in self.away if m not in hopeful and self.then[m] & hopeful}
            if not new:
                return set(self.away) - hopeful
            hopeful |= new


LIMIT = 400


def everything(skel: Skeleton) -> Every | None:
    """Give every command that the engine accepts in every order; None if that is too much."""
    found, ways = Every(), deque([(begin(skel.campaign),)])
    found.away[_key(replayed(skel.campaign, ways[0]))] = 0
    while ways:
        way = ways.popleft()
        state = replayed(skel.campaign, way)
        marking = _key(state)
        found.opened |= {key for key, node in state.nodes.items() if node.state == "open"}
        if state.status == "concluded":
            found.concluded.add(marking)
            found.left_open |= {k for k, node in state.nodes.items() if node.state not in SETTLED}
        for command in _asked(skel, state):
            if decide(skel.campaign, state, command, 0).events:
                then = _key(replayed(skel.campaign, (*way, command)))
                found.then[marking].add(then)
                if then not in found.away:
                    found.away[then] = len(way)
                    ways.append((*way, command))
                    if len(found.away) > LIMIT:
                        return None
    return found


def _key(state: State) -> Any:
    taken = {key for ledger in state.items.values() for key, now in ledger.items() if now == "yes"}
    return _marking(state), frozenset(state.judged.items()), frozenset(taken)


def _asked(skel: Skeleton, state: State) -> list[Command]:
    nodes = list(skel.campaign.nodes_by_key)[1:]
    asked = [(name, key, {}) for key in nodes for name in ("open", "finish", "close", "confirm")]
    asked += [
        ("reopen", edge.target.key, {"edge": edge.key})
        for edge in skel.campaign.edges
        if edge.kind == "reopen"
    ]
    asked += skel.turns(state)
    asked.append(("conclude", "", {}))
    return [Command(name, key, ACTOR, reason="-", args=args) for name, key, args in asked]


@st.composite
def choosing(draw: st.DrawFn) -> Campaign:
    """Draw a plan in which some edges are choices."""
    campaign = draw(plans())
    guards = st.sampled_from([None, None, Fixed(DAY), ~Fixed(DAY)])
    edges = [
        attrs.evolve(edge, guard=draw(guards)) if edge.kind == "after" else edge
        for edge in campaign.edges
    ]
    return attrs.evolve(campaign, edges=edges, anchors=[DAY])


def judged(campaign: Campaign) -> tuple[Skeleton, Soundness, Every]:
    """Return skeleton, verdict and all markings of a plan that is small enough."""
    skel = skeleton(campaign)
    every = everything(skel)
    assume(every is not None)
    assert every is not None
    return skel, soundness(campaign), every


@quietly
@given(choosing())
def test_verdict_is_what_the_engine_does(campaign: Campaign) -> None:
    """Sound plans always end and open all their nodes; unsound ones do not."""
    _skel, found, every = judged(campaign)
    dead = set(campaign.nodes_by_key) - {"campaign"} - every.opened
    wrong = every.stuck() or every.left_open or dead
    assert found.verdict == ("unsound" if wrong else "sound")
    assert {flaw.node for flaw in found.flaws if flaw.kind == "dead"} == dead


@quietly
@given(choosing())
def test_way_leads_to_a_nearest_marking_without_end(campaign: Campaign) -> None:
    """No shorter way leads to a marking from which the campaign cannot be concluded."""
    skel, found, every = judged(campaign)
    stuck = every.stuck()
    for flaw in found.flaws:
        if flaw.kind == "stuck":
            marking = _key(replayed(skel.campaign, flaw.way))
            assert marking in stuck
            assert every.away[marking] == min(every.away[m] for m in stuck)
