"""The short forms of tables mean what is written out at length."""

from __future__ import annotations

import pytest

from campaignflow.errors import DefinitionError
from campaignflow.guards import Quota, covering
from campaignflow.lifecycle import Lifecycle, Move
from campaignflow.model import (
    CAMPAIGN,
    Campaign,
    Field,
    Mode,
    Phase,
    RecordKind,
    Role,
    Rule,
    Stated,
    Step,
    from_json,
    group,
    one,
    some,
    straight,
    to_json,
    window,
)

STUDY = Phase("study", "学习", cites="三（一）")
ESSAYS = Step("essays", "征文", STUDY)
TALK = RecordKind("talk", "谈话", [topics := some("topics", "谈透", "班子", "本人", "原因")])


def test_one_text_is_not_taken_for_its_letters() -> None:
    """Whoever forgets the comma of a tuple still cites the section, not its characters."""
    assert Phase("p", "段", cites="三（一）", slots="学习").cites == ("三（一）",)
    assert Stated(CAMPAIGN, "目标", "转作风").values == ("转作风",)


def test_citation_is_that_of_the_node_where_none_is_given() -> None:
    """A step stands in its phase's section, a rule and a statement in their node's."""
    own = Step("own", "自学", STUDY, cites="三（二）")
    rules = [
        Rule(ESSAYS, Quota(of=TALK)),
        Rule(own, Quota(of=TALK)),
        Rule(CAMPAIGN, Quota(of=TALK)),
    ]
    assert [rule.cites for rule in rules] == [("三（一）",), ("三（二）",), ()]
    assert (ESSAYS.cites, Stated(own, "题目").cites) == (("三（一）",), ("三（二）",))


def test_inherited_citations_survive_json() -> None:
    """They are not written, and are there again when the definition is read."""
    plan = Campaign(
        key="short", version="1", title="短", window=window("2025年3月"), roles=[lead := Role("l", "组长")],
        lead=lead, records=[TALK], phases=[STUDY], steps=[ESSAYS], rules=[Rule(ESSAYS, Quota(of=TALK))],
    )  # fmt: skip
    plain = to_json(plan)
    assert "cites" not in plain["rules"][0]
    assert from_json(plain).rules[0].cites == ("三（一）",)


def test_group_closes_with_its_parts() -> None:
    """It is a step that needs no act of its own."""
    assert group("g", "组", STUDY) == Step("g", "组", STUDY, closes=Mode.ITSELF)


def test_fields_for_persons_or_choices() -> None:
    """Without choices they take persons."""
    assert one("who", "谁") == Field("who", "谁", "person", required=True)
    assert some("ways", "方式", "面谈").type == "choices"


def test_covering_asks_for_all_choices_or_for_those_named() -> None:
    """The field's choices stand in for the values."""
    assert covering(TALK, topics) == Quota(of=TALK, covers=(topics, topics.choices))
    assert covering(TALK, topics, "本人") == Quota(of=TALK, covers=(topics, ("本人",)))


def test_straight_lifecycle_leads_through_its_moves() -> None:
    """Each move is named with the state it reaches; the last one is final."""
    ways = (Move("claim", "found", "claimed"), Move("answer", "claimed", "answered"))
    states = ("found", "claimed", "answered")
    whole = Lifecycle("opinion", states, "found", ("answered",), ways)
    assert straight("opinion", claim="claimed", answer="answered") == whole


def test_straight_lifecycle_that_comes_back_is_a_mistake() -> None:
    """A state cannot be reached twice on one way."""
    with pytest.raises(DefinitionError):
        straight("opinion", claim="claimed", again="found")
