"""Findings as a whole: their order, their words, and what they stop."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest

from campaignflow.definitions.five_phases import five_phases
from campaignflow.definitions.jishui_2017 import jishui_2017
from campaignflow.errors import DefinitionError
from campaignflow.guards import Per, Quota
from campaignflow.model import (
    CAMPAIGN,
    Campaign,
    Every,
    Need,
    Phase,
    RecordKind,
    Repeat,
    Role,
    Rule,
    Step,
    after,
    chain,
    reopen,
    window,
)
from campaignflow.run import Run
from campaignflow.verification import Severity, require_sound, verify

LEAD = Role("lead", "组长")
TALK = RecordKind("talk", "谈话")
P, Q = Phase("p", "学习"), Phase("q", "整改")
A, B, C = Step("a", "动员会", P), Step("b", "讨论", P), Step("c", "销号", Q)


def plan(edges: Any = (), *more: Step, rules: Any = ()) -> Campaign:
    """Return a plan of two phases with two steps and one, and ``more`` steps."""
    return Campaign(
        key="plan",
        version="1",
        title="方案",
        window=window("2017年5月—8月"),
        lead=LEAD,
        roles=[LEAD],
        records=[TALK],
        phases=[P, Q],
        steps=[A, B, C, *more],
        edges=edges,
        rules=rules,
    )


def found(campaign: Campaign, code: str) -> list[tuple[str, str]]:
    """Return severity and place of every finding of one code."""
    return [(f.severity.value, f.place) for f in verify(campaign) if f.code == code]


def circle_of(campaign: Campaign) -> str:
    """Return the sentence about the one circle of a plan."""
    (text,) = (f.notice.zh for f in verify(campaign) if f.code == "structure.cycle")
    return text


@pytest.mark.parametrize("campaign", [five_phases, jishui_2017], ids=lambda c: c.key)
def test_shipped_campaign_has_no_errors(campaign: Campaign) -> None:
    """What comes with the package can be carried out."""
    assert [f for f in verify(campaign) if f.severity is Severity.ERROR] == []


def test_circle_is_named_by_titles() -> None:
    """The author reads the words of the plan, not keys."""
    text = circle_of(plan([after(P, Q), after(C, A)]))
    for title in ("学习", "整改", "销号", "动员会"):
        assert title in text


def test_long_circle_is_shortened() -> None:
    """A circle of forty steps still fits a line."""
    steps = [Step(f"s{n}", f"步骤{n}", P) for n in range(40)]
    text = circle_of(plan([*chain(*steps), after(steps[-1], steps[0])], *steps))
    assert "…" in text
    assert text.count("→") <= 12


def test_each_circle_is_found() -> None:
    """Two circles that have nothing in common are two findings."""
    one, two = Step("x", "甲", Q), Step("y", "乙", Q)
    edges = [after(A, B), after(B, A), after(one, two), after(two, one)]
    campaign = plan(edges, one, two)
    assert len(found(campaign, "structure.cycle")) == 2


def test_errors_come_first() -> None:
    """The list begins with what stops the campaign."""
    severities = [f.severity for f in verify(plan([after(A, B), after(B, A)]))]
    assert severities == sorted(severities, key=list(Severity).index)
    assert Severity.INFO in severities


def test_released_member_of_a_circle_frees_the_others() -> None:
    """An optional step lapses with its phase, so that what waits for it goes on."""
    extra = Step("extra", "选做", P, need=Need.OPTIONAL)
    campaign = plan([after(P, Q), after(extra, C), after(C, extra)], extra)
    assert found(campaign, "structure.cycle") == []
    assert found(campaign, "structure.unreachable") == [("error", "steps.extra")]


def test_freed_circle_with_a_member_stuck_elsewhere_is_only_suspicious() -> None:
    """What hinders a node from outside is not blamed on the circle that an optional step frees."""
    extra = Step("extra", "选做", P, need=Need.OPTIONAL)
    one, two = Step("x", "甲", Q), Step("y", "乙", Q)
    edges = [after(one, two), after(two, one), after(extra, C), after(C, extra), after(two, C)]
    campaign = plan(edges, extra, one, two)
    assert len(found(campaign, "structure.cycle")) == 1
    assert len(found(campaign, "structure.loose_cycle")) == 1
    assert ("error", "steps.c") in found(campaign, "structure.unreachable")


def test_opener_that_can_be_reopened_is_not_too_late() -> None:
    """A phase that a reopen edge leads back to can let steps start a second time."""
    thread = Step("thread", "专栏", starts_with=P, ends_with=CAMPAIGN)
    edges = [after(P, Q), after(C, thread), reopen(C, P, limit=1)]
    assert found(plan(edges, thread), "structure.unreachable") == []


def test_step_that_each_way_bars_by_another_closing_is_unreachable() -> None:
    """What comes after either of two closings, each of which it must precede, never comes."""
    one, two = Step("one", "前"), Step("two", "另")
    either = Step("either", "其一之后", join="any")
    extra = Step("extra", "选做", starts_with=one, ends_with=two, need=Need.OPTIONAL)
    edges = [after(one, either), after(two, either), after(either, extra)]
    lost = found(plan(edges, one, two, either, extra), "structure.unreachable")
    assert lost == [("error", "steps.extra")]
    assert found(plan(edges[:2], one, two, either, extra), "structure.unreachable") == []


def test_group_that_repeats_is_not_measured_as_a_whole() -> None:
    """The span of a repeated step is that of its occurrences, which are not judged here."""
    step = Step("x", "值周", P, window("5月2日—5月12日"), repeat=Repeat(Every.MONTH, "keep"))
    quota = Quota(of=TALK, per=Per(Every.WEEK, partial="drop"))
    assert found(plan((), step, rules=[Rule(step, quota)]), "quota.impossible") == []


def test_unsound_campaign_cannot_be_started() -> None:
    """A run never begins on a plan that cannot be carried out; all errors are inside."""
    campaign = plan([after(A, B), after(B, A), after(B, C)])
    with pytest.raises(DefinitionError) as caught:
        Run.start(campaign, "school", roster=[("L", "lead")])
    places = {mistake.place for mistake in caught.value.mistakes}
    assert {"edges.b.after.a", "steps.c"} <= places


def test_sound_campaign_is_accepted_with_its_warnings() -> None:
    """Warnings and hints do not stop anybody."""
    require_sound(plan([reopen(B, A, limit=1)]))


def test_findings_are_values() -> None:
    """Two verifications of equal plans give equal findings."""
    first, second = plan([after(A, B), after(B, A)]), plan([after(A, B), after(B, A)])
    assert verify(first) == verify(second)
    assert verify(first)


def test_verifying_does_not_load_networkx() -> None:
    """Starting a run stays quick: the graph library is loaded only by who asks for a graph."""
    code = (
        "import sys; from campaignflow.definitions.five_phases import five_phases as c;"
        "from campaignflow.run import Run; Run.start(c, 'u', roster=[('z', 'secretary')]);"
        "import campaignflow.graph; assert 'networkx' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
