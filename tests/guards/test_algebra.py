"""Guards combine by Kleene's logic, say the same in every rendering, and survive as data."""

from __future__ import annotations

import datetime as dt
from itertools import product
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import campaignflow.guards as room
from campaignflow.guards import (
    Across,
    AllOf,
    Answered,
    AnyOf,
    AtLeast,
    Children,
    Compare,
    Condition,
    Each,
    Earlier,
    Explanation,
    Fixed,
    Guard,
    Items,
    Not,
    Once,
    Opaque,
    Pairs,
    Parent,
    Per,
    Population,
    Published,
    Quota,
    Reached,
    Related,
    Requests,
    Self,
    Since,
    Struck,
    Survey,
    Unstated,
    Values,
    Verdict,
    View,
    WithSome,
)
from campaignflow.guards.conditions import Both, Either, Neither
from campaignflow.guards.populations import Product
from campaignflow.guards.quota import Leaf
from campaignflow.log import MemoryLog
from campaignflow.messages import Notice
from campaignflow.model import (
    Anchor,
    Campaign,
    Every,
    Field,
    Ledger,
    RecordKind,
    Relation,
    Role,
    Rule,
    Step,
    from_json,
    to_json,
    window,
)
from campaignflow.run import Run
from campaignflow.state import RunView

T, F, U = True, False, None
THREE = (T, F, U)
LEAD, MEMBER = Role("lead", "组长"), Role("member", "成员")
BOND = Relation("bond", "结对", MEMBER, MEMBER)
DAY = Anchor("day", "纪念日")
WHO, HOURS = Field("who", "参加人", "persons"), Field("hours", "学时", "integer")
MODE, LINK = Field("mode", "方式", "choice", ("面谈", "电话")), Field("link", "来源", "links")
FROM, TO = Field("from", "谈话人", "person"), Field("to", "对象", "person")
TALK = RecordKind("talk", "谈话", (WHO, HOURS, MODE, LINK, FROM, TO))
OTHER = RecordKind("other", "另一", (WHO,))
ISSUES = Ledger("issues", "清单")
A, B = Step("a", "动员"), Step("b", "讨论", each=MEMBER)

FACE = MODE.is_("面谈")
GUARDS: tuple[Guard, ...] = (
    Quota(of=TALK, where=FACE & (HOURS >= 2) | ~MODE.in_("电话"), least=2, most=3),
    Quota(of=TALK, per=Once(), sum=HOURS, least=4),
    Quota(of=TALK, per=Each(MEMBER, WHO) * Per(Every.WEEK, "drop"), during=A),
    Quota(of=TALK, per=Pairs(MEMBER, (WHO,)) * Values(MODE, ("面谈",)), during=room.WHOLE),
    Quota(of=TALK, per=Related(BOND, (WHO,)), covers=(MODE, ("面谈", "电话"))),
    Quota(of=TALK, per=Across(MEMBER, LEAD, (WHO,)), allow_empty=True),
    Quota(of=TALK, per=Across(MEMBER, LEAD, (FROM, TO), directed=True)),
    Quota(of=TALK, per=Each(MEMBER, WHO) * Per(Every.TEACHING_WEEK, "ended")),
    Quota(of=TALK, per=WithSome(MEMBER, LEAD, (WHO,))),
    Quota(of=TALK, per=Items(ISSUES, LINK), least=None, most=0),
    Quota(of=TALK, per=Requests(OTHER, LINK)),
    Reached(A),
    Struck(ISSUES, allow_empty=True),
    Answered(ISSUES),
    Published(TALK, days=5, where=FACE),
    Survey(TALK, HOURS, least=80),
    Fixed(DAY),
    Since(dt.date(2017, 6, 1)),
    Since(DAY, 3),
    Earlier(TALK, OTHER, WHO),
    Children(A, 80),
    Parent(A),
    Unstated("原文残缺"),
    Opaque("always", lambda _view: True, "总是"),
    AllOf((Fixed(DAY), Reached(A))),
    AnyOf((Fixed(DAY), Reached(A))),
    AtLeast(2, (Fixed(DAY), Reached(A), Struck(ISSUES))),
    Not(Fixed(DAY)),
)


@attrs.frozen
class Said(Leaf):
    """Answer what it was given: the plainest guard that an author could write."""

    verdict: Verdict

    def judge(self, view: View) -> Verdict:
        return self.verdict

    def tell(self, view: View, verdict: Verdict) -> tuple[Notice, tuple[Notice, ...]]:
        return Notice("leaf.opaque", {"title": str(verdict.value)}), ()


def said(value: bool | None, settled: bool = False) -> Said:
    """Return the guard that answers ``value``."""
    return Said(Verdict(value, settled, int(value is True)))


def campaign(*guards: Guard) -> Campaign:
    """Return a plan with a rule for each guard."""
    return Campaign(
        key="plan",
        version="1",
        title="方案",
        window=window("2017年5月—8月"),
        anchors=[DAY],
        roles=[LEAD, MEMBER],
        lead=LEAD,
        relations=[BOND],
        records=[TALK, OTHER],
        ledgers=[ISSUES],
        steps=[A, B],
        rules=[
            *(Rule(A, guard) for guard in guards),
            Rule(B, Quota(of=TALK, per=Self(WHO))),
        ],
    )


def views(plan: Campaign) -> list[tuple[Guard, View]]:
    """Return the guards of a plan's rules on its first step, each with its view of a new run."""
    run = Run(plan, "plan", MemoryLog(), clock=lambda: 1_500_000_000_000_000)
    roster = [["L", "lead"], ["m", "member"], ["n", "member"]]
    run.do("start", unit="u", roster=roster, relations=[["bond", "m", "n"]])
    run.do("record", "r", actor="L", kind="talk", values={"who": ["m", "n"], "mode": "电话"})
    run.do("find", "w", actor="L", ledger="issues")
    rules = [r for r in run.state.blueprint.rules.values() if r.rule.on.key == "a"]
    instance = run.state.blueprint.instances["a"]
    return [(rule.guard, RunView(run.state, rule, instance, 736_500)) for rule in rules]


VIEW = views(campaign(GUARDS[0]))[0][1]


@pytest.mark.parametrize(("left", "right"), list(product(THREE, THREE)))
def test_and_is_the_weaker_of_both(left: bool | None, right: bool | None) -> None:
    """One no decides, and otherwise one unknown does."""
    expected = F if F in (left, right) else U if U in (left, right) else T
    assert (said(left) & said(right)).evaluate(VIEW).value is expected


@pytest.mark.parametrize(("left", "right"), list(product(THREE, THREE)))
def test_or_is_the_stronger_of_both(left: bool | None, right: bool | None) -> None:
    """One yes decides, and otherwise one unknown does."""
    expected = T if T in (left, right) else U if U in (left, right) else F
    assert (said(left) | said(right)).evaluate(VIEW).value is expected


@pytest.mark.parametrize(("inner", "outer"), [(T, F), (F, T), (U, U)])
def test_not_turns_known_values_only(inner: bool | None, outer: bool | None) -> None:
    """The contrary of unknown is unknown."""
    assert Not(said(inner)).evaluate(VIEW).value is outer


@pytest.mark.parametrize("values", list(product(THREE, repeat=3)))
@pytest.mark.parametrize("least", [1, 2, 3])
def test_at_least_answers_what_every_completion_agrees_on(
    values: tuple[bool | None, ...], least: int
) -> None:
    """The value is known exactly where all ways to resolve the unknown parts give the same."""
    ways = product(*((T, F) if value is U else (value,) for value in values))
    outcomes = {sum(way) >= least for way in ways}
    expected = outcomes.pop() if len(outcomes) == 1 else U
    assert AtLeast(least, [said(v) for v in values]).evaluate(VIEW).value is expected


@pytest.mark.parametrize("parts", list(product(list(product((T, F), (True, False))), repeat=3)))
@pytest.mark.parametrize("least", [1, 2, 3])
def test_settled_means_no_change_of_unsettled_parts_matters(
    parts: tuple[tuple[bool, bool], ...], least: int
) -> None:
    """A value is settled exactly where the settled parts alone force it."""
    ways = product(*((value,) if settled else (T, F) for value, settled in parts))
    forced = len({sum(way) >= least for way in ways}) == 1
    verdict = AtLeast(least, [said(*part) for part in parts]).evaluate(VIEW)
    assert verdict.settled is forced
    assert Not(said(*parts[0])).evaluate(VIEW).settled is parts[0][1]


def test_unknown_is_never_settled() -> None:
    """What is not known yet can still become anything."""
    for kind in (AllOf, AnyOf):
        assert not kind((said(U), said(U))).evaluate(VIEW).settled


def test_operators_flatten_and_double_negation_is_dropped() -> None:
    """A long chain is one list of parts, so that an explanation has no needless levels."""
    one, two, three = said(T), said(F), said(U)
    assert one & two & three == AllOf((one, two, three))
    assert one | (two | three) == AnyOf((one, two, three))
    assert ~~one is one


trees = st.recursive(
    st.builds(said, st.sampled_from((T, F))) | st.builds(said, st.sampled_from(THREE)),
    lambda part: st.one_of(
        st.builds(AllOf, st.lists(part, min_size=1, max_size=3)),
        st.builds(AnyOf, st.lists(part, min_size=1, max_size=3)),
        st.lists(part, min_size=1, max_size=3).flatmap(
            lambda parts: st.builds(AtLeast, st.integers(1, len(parts)), st.just(parts))
        ),
        st.builds(Not, part),
    ),
    max_leaves=12,
)


def inside(guard: Guard) -> tuple[Guard, ...]:
    """Return the parts of a guard."""
    return (guard.part,) if isinstance(guard, Not) else getattr(guard, "parts", ())


def agree(guard: Guard, explanation: Explanation, view: View) -> None:
    """Check that guard and explanation say the same, here and everywhere below."""
    assert explanation.verdict == guard.evaluate(view)
    assert len(explanation.parts) == len(inside(guard))
    for part, told in zip(inside(guard), explanation.parts, strict=True):
        agree(part, told, view)


@given(trees)
def test_explanation_agrees_with_evaluation_at_every_node(guard: Guard) -> None:
    """Nobody is told another answer than the one that decided."""
    agree(guard, guard.explain(VIEW), VIEW)


@given(trees)
def test_explanation_paths_are_those_of_the_leaves(guard: Guard) -> None:
    """A path found in an explanation names the same leaf in the rule."""
    told = [told.path for told in guard.explain(VIEW).walk() if not told.parts]
    assert told == [path for path, _ in guard.leaves()]


@given(trees)
def test_something_blocks_exactly_what_is_not_satisfied(guard: Guard) -> None:
    """A satisfied guard names nothing; any other names something, also where all is negated."""
    told = guard.explain(VIEW)
    assert bool(list(told.blocking())) is (told.verdict.value is not True)


@pytest.mark.parametrize(
    "index", range(len(GUARDS)), ids=lambda i: f"{type(GUARDS[i]).__name__}{i}"
)
def test_every_guard_explains_itself_in_both_languages(index: int) -> None:
    """Each class of guard tells on a real run what it answers, in Chinese and in English."""
    ((guard, view),) = views(campaign(GUARDS[index]))
    told = guard.explain(view)
    agree(guard, told, view)
    assert all(line.strip(" √×?") for lang in ("zh", "en") for line in told.lines(lang))
    assert told.as_json()["value"] is guard.evaluate(view).value


@pytest.mark.parametrize("guard", GUARDS, ids=lambda guard: type(guard).__name__)
def test_guard_survives_as_json(guard: Guard) -> None:
    """A plan read back from data has the same guard, and the same digest."""
    plan = campaign(guard)
    functions = {"always": lambda _view: True}
    again = from_json(to_json(plan), functions)
    assert again.rules[0].guard == guard
    assert again.digest == plan.digest


def test_every_class_of_the_room_is_among_the_examples() -> None:
    """No guard, population or condition can be added without its way to data and back."""
    wanted = {kind for kind in vars(room).values() if isinstance(kind, type) and attrs.has(kind)}
    wanted -= {Explanation}
    seen: set[type] = set()
    _collect([*GUARDS, Self(WHO)], seen)
    assert wanted <= seen
    assert {Product, Both, Either, Neither, Compare} <= seen


def _collect(value: Any, seen: set[type]) -> None:
    if isinstance(value, list | tuple):
        for part in value:
            _collect(part, seen)
    elif isinstance(value, Guard | Population | Condition):
        seen.add(type(value))
        for name in attrs.fields_dict(type(value)):  # type: ignore[arg-type]
            _collect(getattr(value, name), seen)


@pytest.mark.parametrize("guard", GUARDS, ids=lambda guard: type(guard).__name__)
def test_truth_value_of_a_guard_is_refused(guard: Guard) -> None:
    """``and``, ``or`` and ``not`` would drop a part unseen, so they do not work at all."""
    with pytest.raises(TypeError, match="no truth value"):
        bool(guard)


def test_truth_value_of_a_verdict_and_a_condition_is_refused() -> None:
    """Unknown cannot be taken for no."""
    with pytest.raises(TypeError, match="three values"):
        bool(Verdict(U))
    with pytest.raises(TypeError, match="no truth value"):
        bool(FACE)
