"""A definition as plain data and back, and the digest that pins a run to it."""

from __future__ import annotations

import json
from typing import Any

import attrs
import pytest

from campaignflow.calendar import Every
from campaignflow.errors import DefinitionError
from campaignflow.guards import Across, Each, Opaque, Pairs, Per, Quota, Struck, Values
from campaignflow.lifecycle import ITEM
from campaignflow.model import (
    Anchor,
    Campaign,
    Elastic,
    Elasticity,
    Field,
    Force,
    Ledger,
    May,
    Mode,
    Need,
    Phase,
    RecordKind,
    Repeat,
    Review,
    Role,
    Rule,
    Stated,
    Step,
    Tier,
    Vacant,
    Variant,
    after,
    around,
    each_time,
    from_json,
    reopen,
    to_json,
    window,
)


def plan() -> Campaign:
    """Return a plan with something of everything."""
    people = Field("people", "参与人", "persons")
    mode = Field("mode", "方式", "choice", ("face", "phone"))
    kind = Field("kind", "类型")
    return Campaign(
        key="codec", version="1", title="试", window=window("2017年5月—12月"),
        elasticity=Elasticity(extend=Elastic.FREE),
        tiers=[school := Tier("school", "学校")],
        anchors=[day := Anchor("day", "开学")],
        roles=[lead := Role("lead", "组长", exactly=1), m := Role("m", "党员", within=lead)],
        lead=lead, facts=[kind],
        records=[talk := RecordKind("talk", "谈话", (people, mode), by=m)],
        ledgers=[led := Ledger("led", "清单", lifecycle=ITEM, answered=("checked",))],
        phases=[p := Phase("p", "一", tier=school, need=Need.FIXED, opens=Mode.ITSELF)],
        steps=[
            a := Step("a", "甲", p, each=m, window=around(day, 1, 2, Force.MUST)),
            b := Step("b", "乙", p, review=Review((lead, m), "any", veto=lead)),
            Step("c", "丙", repeat=each_time({"x": window("6月")}, serial=True), fixes=day),
            Step("d", "丁", repeat=Repeat(Every.MONTH, "drop"), join=2),
        ],
        edges=[after(a, b, guard=~Struck(led)), reopen(b, a, limit=2, resets=[a])],
        rules=[
            Rule(b, Quota(of=talk, per=Pairs(m, [people]) * Values(mode, ["face"]), least=2)),
            Rule(b, Quota(of=talk, per=Each(m, people) * Per(Every.WEEK, "keep"), during=p)),
            Rule(p, Quota(of=talk, per=Across(lead, m, [people]), where=mode.is_("face"), most=9)),
        ],
        may=[May(m, ("find",), (led,))],
        variants=[Variant("v", "变", kind.in_("x", "y"), exempt=[b], swap=[(lead, m)])],
        stated=[Stated(p, "从严")], vacant=[Vacant("总结", "没有写")], cites=("一",),
    )  # fmt: skip


def through_json(campaign: Campaign, **more: Any) -> Campaign:
    return from_json(json.loads(json.dumps(to_json(campaign), ensure_ascii=False)), **more)


def test_a_plan_comes_back_from_json_as_the_same_value() -> None:
    """Equal, with both digests equal, and equal again when written again."""
    campaign = plan()
    again = through_json(campaign)
    assert again == campaign
    assert (again.digest, again.text_digest) == (campaign.digest, campaign.text_digest)
    assert to_json(again) == to_json(campaign)


def test_building_a_plan_twice_gives_one_digest() -> None:
    """The digest depends on the value only."""
    assert plan().digest == plan().digest


@pytest.mark.parametrize(
    "change",
    [
        {"title": "另名"},
        {"cites": ("二",)},
        {"vacant": ()},
        {"stated": ()},
    ],
)
def test_texts_change_the_text_digest_only(change: dict[str, Any]) -> None:
    """A title or citation never forces a run to another definition."""
    campaign, changed = plan(), attrs.evolve(plan(), **change)
    assert changed.text_digest != campaign.text_digest
    if "stated" not in change:
        assert changed.digest == campaign.digest


@pytest.mark.parametrize(
    "change",
    [
        lambda c: {"elasticity": Elasticity()},
        lambda c: {"zone": "Asia/Urumqi"},
        lambda c: {"rules": c.rules[:-1]},
        lambda c: {"edges": c.edges[:1]},
        lambda c: {"may": ()},
        lambda c: {"window": window("2017年5月—11月")},
        lambda c: {"rules": (*c.rules[:2], attrs.evolve(c.rules[2], force=Force.SHOULD))},
    ],
)
def test_every_change_of_meaning_changes_the_digest(change: Any) -> None:
    """What decides is under the digest: guards, edges, permissions, time."""
    campaign = plan()
    assert attrs.evolve(campaign, **change(campaign)).digest != campaign.digest


def test_an_opaque_guard_comes_back_only_with_its_function() -> None:
    """Code never comes from data: the function is given in Python, by name."""
    base = plan()
    b = next(step for step in base.steps if step.key == "b")
    campaign = attrs.evolve(base, rules=[Rule(b, Opaque("quiet", lambda _: True))])
    with pytest.raises(DefinitionError, match="quiet"):
        through_json(campaign)
    assert through_json(campaign, functions={"quiet": lambda _: True}) == campaign


@pytest.mark.parametrize(
    ("spoil", "place"),
    [
        (lambda plain: plain.update(format=99), "format"),
        (lambda plain: plain["phases"].append({"is": "Phaze", "key": "q"}), "phases"),
        (lambda plain: plain["steps"][0].update(part_of={"ref": "nope"}), "steps"),
        (lambda plain: plain["steps"][0].update(nonsense=1), "steps"),
        (lambda plain: plain["rules"][0].update(guard={"is": "eval", "code": "1"}), "rules"),
        (lambda plain: plain["steps"][0].update(window={"is": "Window", "text": "喵"}), "steps"),
    ],
)
def test_spoilt_data_is_refused_with_its_place(spoil: Any, place: str) -> None:
    """Unknown kinds, references and names in the data are told, never guessed or executed."""
    plain = json.loads(json.dumps(to_json(plan())))
    spoil(plain)
    with pytest.raises(DefinitionError) as caught:
        from_json(plain)
    assert caught.value.mistakes[0].place.startswith(place)
