"""Who held which role when: the same from every order of learning, and as a plain reading says."""

from __future__ import annotations

from itertools import count

from hypothesis import given
from hypothesis import strategies as st

from campaignflow.events import Event
from campaignflow.model import Campaign, Phase, Role, window
from campaignflow.moments import read_moment
from campaignflow.state import State, evolve, initial, roster

MEMBER = Role("member", "党员")
LEADER = Role("leader", "班子", within=MEMBER)
PLAN = Campaign(
    key="roster", version="1", title="名册", window=window("2017年5月—12月"),
    lead=LEADER, roles=[MEMBER, LEADER], phases=[Phase("p", "阶段")],
)  # fmt: skip
DAY = 86_400_000_000
MAY = read_moment("2017-05-01T09:00:00+08:00", PLAN.zone)[0]
FIRST = 736450  # 2017-05-01 as an ordinal
Fact = tuple[int, bool, str]

FACTS = st.lists(
    st.tuples(st.integers(0, 20), st.booleans(), st.sampled_from(["member", "leader"])),
    max_size=8,
    unique_by=lambda fact: (fact[0], fact[2]),
)


def learn(facts: list[Fact]) -> State:
    """Return the state after learning, in this order, what one person took and gave up."""
    state = initial(PLAN, "r")
    for seq, (day, took, role) in zip(count(1), facts, strict=False):
        kind = "took_role" if took else "gave_up_role"
        data = {"role": role, "person": "u"}
        at = MAY + day * DAY
        evolve(
            state,
            Event(seq, kind, "u", at, "instant", at, None, None, None, None, None, data),
        )
    return state


def held(facts: list[Fact], role: str, day: int) -> bool:
    """Return whether the last thing that happened by the day was taking the role."""
    past = sorted(fact for fact in facts if fact[2] == role and fact[0] <= day)
    return bool(past) and past[-1][1]


@given(facts=FACTS)
def test_holding_is_what_a_plain_reading_says(facts: list[Fact]) -> None:
    """On each day a person holds what they took last, and leaders are members."""
    state = learn(facts)
    for day in range(22):
        leads = held(facts, "leader", day)
        assert roster.holds_itself(state, "leader", "u", FIRST + day) == leads
        assert roster.holds(state, "leader", "u", FIRST + day) == leads
        member = leads or held(facts, "member", day)
        assert roster.holds(state, "member", "u", FIRST + day) == member


@given(facts=FACTS, data=st.data())
def test_the_order_of_learning_does_not_matter(facts: list[Fact], data: st.DataObject) -> None:
    """Entered late, early or shuffled: the intervals are the same."""
    other = data.draw(st.permutations(facts))
    assert learn(facts).intervals == learn(other).intervals


@given(facts=FACTS, start=st.integers(0, 20), length=st.integers(0, 10))
def test_throughout_means_every_day(facts: list[Fact], start: int, length: int) -> None:
    """Who held a role throughout a span held it on each of its days."""
    state = learn([fact for fact in facts if fact[2] == "member"])
    days = range(start, start + length + 1)
    found = roster.holders(
        state, "member", FIRST + start, FIRST + start + length, FIRST + 30, throughout=True
    )
    every = all(held([f for f in facts if f[2] == "member"], "member", day) for day in days)
    assert (found == ("u",)) == every
