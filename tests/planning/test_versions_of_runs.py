"""Which plan a run goes by: its own until it migrates, who may let it, and what the past is read by."""

from __future__ import annotations

import attrs
import pytest

from campaignflow.errors import DefinitionError, RefusalError
from campaignflow.guards import Struck
from campaignflow.model import (
    Campaign,
    Rule,
    Step,
    after,
)
from tests.planning.migrating_lab import (
    BASIS,
    BEGUN,
    FIRST,
    ISSUES,
    OWN,
    A,
    B,
    C,
    P,
    Q,
    Story,
    second,
)

# --- which plan a run goes by


def test_a_run_keeps_its_plan_until_it_migrates() -> None:
    """A host that offers the new version still finds the run under the one it was started with."""
    story = Story(*BEGUN)
    run = story.under(second(steps=[A, C, OWN], edges=[after(P, Q)]))
    assert run.campaign is FIRST
    assert run.do("finish", "b", actor="L")[0].kind == "finished"


def test_a_version_that_does_not_name_the_old_one_cannot_read_the_run() -> None:
    """Both versions must be at hand, and who forgot one is told which."""
    story = Story()
    with pytest.raises(DefinitionError, match=r"1"):
        story.under(attrs.evolve(second(), earlier=[]))
    plan = second()
    story.migrate(plan)
    with pytest.raises(DefinitionError):
        story.under(FIRST)


def test_earlier_versions_are_no_part_of_what_a_plan_says() -> None:
    """Neither equality nor digest change with them; a stranger among them is a mistake."""
    bare = attrs.evolve(second(), earlier=[])
    assert bare == second()
    assert bare.digest == second().digest
    with pytest.raises(DefinitionError, match="earlier"):
        Campaign(version="2", earlier=[attrs.evolve(FIRST, key="other")], **BASIS)
    with pytest.raises(DefinitionError, match="earlier"):
        Campaign(version="1", earlier=[FIRST], **{**BASIS, "steps": [A]})


def test_migrating_twice_is_refused() -> None:
    """There is nothing to migrate to once the run goes by the newest version."""
    story, plan = Story(), second()
    story.migrate(plan)
    assert story.tried(plan).verdict == "same"
    with pytest.raises(RefusalError, match="version 2"):
        story.do("migrate", reason="再来")


def test_versions_follow_one_another() -> None:
    """A run goes from the first to the third version at once, or by the second."""
    two = second(steps=[A, B, C])
    three = attrs.evolve(two, version="3", steps=(A, B, C, Step("d", "丁", P)), earlier=[two])
    story, slow = Story(*BEGUN), Story(*BEGUN)
    story.migrate(three)
    slow.migrate(two)
    slow.migrate(three)
    keys = [*story.run.state.nodes]
    assert [story.run.state.node(key).state for key in keys] == [
        slow.run.state.node(key).state for key in keys
    ]
    assert slow.run.state.head["version"] == "3"


def test_a_plan_that_is_not_sound_is_not_migrated_to() -> None:
    """As no run of it could be started."""
    story = Story()
    story.under(second(edges=[after(A, B), after(B, A)]))
    with pytest.raises(DefinitionError):
        story.do("migrate", reason="改")


# --- who, when, and the past


def test_migrating_asks_for_an_authority_and_a_reason() -> None:
    """Not everybody may change the plan of a run, and nobody without saying why."""
    story = Story()
    run = story.under(second())
    refusal = run.why_not("migrate", actor="u")
    assert refusal is not None
    assert [cause.notice.code for cause in refusal.causes] == ["permit.denied", "reason.needed"]
    wrong = run.why_not("migrate", actor="L", reason="改", mapping={"aa": "b", "a": "bb"})
    assert wrong is not None
    assert [cause.notice.code for cause in wrong.causes] == [
        "unknown.element.near", "unknown.element.near",
    ]  # fmt: skip


def test_a_repeated_request_migrates_once() -> None:
    """The same key twice is one migration."""
    story = Story(*BEGUN)
    story.under(second())
    first = story.run.do("migrate", actor="L", reason="改", key="k")
    assert story.run.do("migrate", actor="L", reason="改", key="k") == first


def test_the_past_is_read_by_the_plan_of_its_time() -> None:
    """What was known before the migration is seen under the first plan, what is known now not."""
    story = Story(*BEGUN)
    before = story.run.state.head["recorded_at"]
    story.migrate(second(steps=[A, B, C, OWN, Step("d", "补课", P)]))
    story.do("find", "late", ledger="issues", at="2017-05-17")
    assert "d" not in story.run.known_as_of(before).blueprint.nodes
    then = story.run.as_of("2017-05-17T12:00:00+08:00")
    assert "d" in then.blueprint.nodes


def test_status_and_projection_follow_the_new_plan() -> None:
    """Reports name the new version's nodes, over the whole log."""
    story = Story(*BEGUN)
    story.migrate(second(title="新方案", steps=[A, B, C, OWN, Step("d", "补课", P)]))
    told = story.run.status().text("zh")
    assert "新方案" in told
    assert "补课" in told
    kept = story.log.status(story.run.name)
    assert kept is None or kept.version == "2"


def test_struck_items_keep_their_rule() -> None:
    """A rule about a ledger is judged on the items carried over."""
    story = Story(*BEGUN)
    story.do("find", "i", ledger="issues")
    story.migrate(second(rules=[Rule(B, Struck(ISSUES))]))
    refusal = story.run.why_not("finish", "b", actor="L")
    assert refusal is not None
    for trigger in ("claim", "plan", "start", "check", "strike"):
        story.do("work", "i", trigger=trigger)
    assert story.run.may("finish", "b", actor="L")
