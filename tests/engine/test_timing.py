"""Planned time while it is lived: moves, elasticity, anchors, relative windows (17, 20, 24)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from campaignflow.guards import Quota
from campaignflow.model import (
    Anchor,
    Elastic,
    Elasticity,
    Field,
    Force,
    Mode,
    Phase,
    RecordKind,
    Rule,
    Step,
    after,
    after_node,
    around,
    each_time,
    on,
    reopen,
    window,
)
from campaignflow.report import status
from campaignflow.report.holds import opening

TALK = RecordKind("talk", "谈话", (Field("people", "参与人", "persons"),))


def bounds(t: Any, key: str) -> tuple[str | None, str | None]:
    found = t.run.state.own_window(t.run.state.instance(key))
    return tuple(day and day.isoformat() for day in (found.start, found.end))


@pytest.mark.parametrize(
    ("elasticity", "change", "codes"),
    [
        (Elasticity(), {"end": "2017-07-15"}, ["reason.needed"]),
        (Elasticity(), {"end": "2017-06-15"}, ["reason.needed"]),
        (Elasticity(extend=Elastic.FORBIDDEN), {"end": "2017-07-15"}, ["move.extend"]),
        (Elasticity(extend=Elastic.FORBIDDEN), {"start": "2017-05-15"}, ["move.extend"]),
        (Elasticity(shorten=Elastic.FORBIDDEN), {"end": "2017-06-15"}, ["move.shorten"]),
        (Elasticity(shorten=Elastic.FORBIDDEN), {"start": "2017-06-15"}, ["move.shorten"]),
        (Elasticity(), {}, ["move.nothing"]),
        (Elasticity(), {"start": "2017-07-15"}, ["move.reversed"]),
        (Elasticity(), {"end": "2017-06-31"}, ["time.no_date"]),
    ],
)
def test_moving_is_refused_where_the_plan_forbids_it(
    trial: Any, elasticity: Elasticity, change: dict[str, str], codes: list[str]
) -> None:
    """Each direction has its own rule; both are asked, and dates that are none are named."""
    t = trial(steps=[Step("a", "甲", window=window("6月"), elasticity=elasticity)])
    assert t.codes("move", "a", **change) == codes


@pytest.mark.parametrize("change", [{"end": "2017-07-15"}, {"end": "2017-06-15"}])
def test_free_time_moves_without_a_reason(trial: Any, change: dict[str, str]) -> None:
    """Where both directions are free nobody asks why."""
    free = Elasticity(Elastic.FREE, Elastic.FREE)
    t = trial(steps=[Step("a", "甲", window=window("6月"))], elasticity=free)
    assert t.do("move", "a", **change)[0] == "moved a"
    assert bounds(t, "a") == ("2017-06-01", change["end"])


def test_elasticity_inherits_downwards(trial: Any) -> None:
    """A step without its own rule takes its phase's, a phase the campaign's."""
    p = Phase("p", "一", window("6月"), elasticity=Elasticity(extend=Elastic.FORBIDDEN))
    t = trial(phases=[p], steps=[Step("a", "甲", p, window=window("6月10日前"))])
    assert t.codes("move", "a", end="2017-06-20") == ["move.extend"]


def test_a_move_that_leaves_a_dated_part_outside_is_refused(trial: Any) -> None:
    """Parts with own dates stay where they are, and nothing may cut them off."""
    p = Phase("p", "一", window("6月"))
    t = trial(phases=[p], steps=[Step("a", "甲", p, window=window("6月下旬")), Step("b", "乙", p)])
    assert t.codes("move", "p", end="2017-06-25", reason="提前") == ["move.sticks_out"]
    t.do("move", "a", end="2017-06-25", reason="提前")
    assert t.do("move", "p", end="2017-06-25", reason="提前") == ["moved p"]
    state = t.run.state
    assert state.window(state.instance("b")).end == dt.date(2017, 6, 25)


def test_moving_a_start_back_opens_what_is_due_now(trial: Any) -> None:
    """A window moved to include today opens its step in the same decision."""
    t = trial(steps=[Step("a", "甲", window=window("6月"))])
    assert t.do("move", "a", start="2017-05-01", reason="提前") == ["moved a", "opened a"]


def test_closing_early_is_refused_where_time_may_not_be_shortened(trial: Any) -> None:
    """A phase that may not be shortened closes on its last day, not before."""
    p = Phase("p", "一", window("5月"), elasticity=Elasticity(shorten=Elastic.FORBIDDEN))
    t = trial(phases=[p], steps=[Step("a", "甲", p, window=window("5月20日前"))])
    t.do("open", "p")
    assert t.do("finish", "a") == ["finished a"]
    assert t.codes("close", "p") == ["window.shortened"]
    t.day = "2017-05-31"
    assert t.do("close", "p") == ["closed p"]


def test_a_campaign_that_may_not_be_shortened_concludes_on_its_last_day(trial: Any) -> None:
    """Concluding early is closing early."""
    t = trial(steps=[Step("a", "甲")], elasticity=Elasticity(shorten=Elastic.FORBIDDEN))
    t.do("finish", "a")
    assert t.codes("conclude") == ["window.shortened"]
    t.day = "2017-12-31"
    assert t.do("conclude") == ["concluded"]


def test_moved_windows_decide_what_counts(trial: Any) -> None:
    """A record outside the span begins to count when the span is moved over it, and stops again."""
    a = Step("a", "甲", window=window("6月"))
    t = trial(
        records=[TALK], steps=[a, b := Step("b", "乙")], rules=[Rule(b, Quota(of=TALK, during=a))]
    )
    t.talk("x")
    assert t.codes("finish", "b") == ["rule.unsatisfied"]
    t.do("move", "a", start="2017-04-30", reason="提前")
    assert t.run.may("finish", "b", actor="L")
    t.do("move", "a", start="2017-06-01", reason="推后")
    assert t.codes("finish", "b") == ["rule.unsatisfied"]


def test_an_anchor_dates_every_window_that_names_it(trial: Any) -> None:
    """Windows on, around and by the name of an anchor, occurrences too, follow its day."""
    day = Anchor("day", "开学")
    steps = [
        Step("a", "甲", window=on(day)),
        Step("b", "乙", window=around(day, 2, 3)),
        Step("c", "丙", repeat=each_time({"first": on(day), "second": window("10月")})),
    ]
    t = trial(anchors=[day], steps=steps)
    assert bounds(t, "a") == (None, None)
    t.do("fix_anchor", "day", day="2017-09-04")
    assert bounds(t, "a") == ("2017-09-04", "2017-09-04")
    assert bounds(t, "b") == ("2017-09-02", "2017-09-07")
    assert bounds(t, "c@first") == ("2017-09-04", "2017-09-04")
    assert bounds(t, "c@second") == ("2017-10-01", "2017-10-31")


def test_an_anchor_is_moved_only_with_a_reason(trial: Any) -> None:
    """The first fixing needs none, another day does, an unknown anchor is named."""
    day = Anchor("day", "开学", day=dt.date(2017, 9, 1))
    t = trial(anchors=[day], steps=[Step("a", "甲", window=on(day))])
    assert t.codes("fix_anchor", "day", day="2017-09-04") == ["reason.needed"]
    assert t.do("fix_anchor", "day", day="2017-09-04", reason="推迟") == ["anchored day"]
    assert t.codes("fix_anchor", "dya", day="2017-09-04") == ["unknown.anchor.near"]
    assert t.codes("fix_anchor", "day", day="9月4日") == ["time.no_date"]


@pytest.mark.parametrize(
    ("elastic", "day", "codes"),
    [
        (Elasticity(extend=Elastic.FORBIDDEN), "2017-09-04", ["move.extend"]),
        (Elasticity(extend=Elastic.FORBIDDEN), "2017-08-28", []),
        (Elasticity(shorten=Elastic.FORBIDDEN), "2017-08-28", ["move.shorten"]),
    ],
)
def test_an_anchor_moves_no_window_further_than_the_plan_allows(
    trial: Any, elastic: Elasticity, day: str, codes: list[str]
) -> None:
    """Another day of the anchor is a move of what hangs on it."""
    opening = Anchor("day", "开学", day=dt.date(2017, 9, 1))
    t = trial(
        anchors=[opening],
        phases=[Phase("p", "一", window=window("“开学”前"), elasticity=elastic)],
    )
    if codes:
        assert t.codes("fix_anchor", "day", day=day, reason="变") == codes
    else:
        assert t.do("fix_anchor", "day", day=day, reason="变") == ["anchored day"]


def test_an_anchor_whose_day_was_unknown_moves_nothing(trial: Any) -> None:
    """The first day is no move, however little may be moved."""
    stiff = Elasticity(extend=Elastic.FORBIDDEN, shorten=Elastic.FORBIDDEN)
    day = Anchor("day", "开学")
    t = trial(anchors=[day], steps=[Step("a", "甲", window=on(day), elasticity=stiff)])
    assert t.do("fix_anchor", "day", day="2017-09-04") == ["anchored day"]


def test_a_settled_node_whose_anchor_moves_deviates_and_is_not_undone(trial: Any) -> None:
    """What was done stays done, and says that its window moved."""
    day = Anchor("day", "开学", day=dt.date(2017, 5, 1))
    stiff = Elasticity(extend=Elastic.FORBIDDEN)
    t = trial(anchors=[day], steps=[Step("a", "甲", window=on(day), elasticity=stiff)])
    t.do("finish", "a")
    found = t.do("fix_anchor", "day", day="2017-05-04", reason="推迟")
    assert found == ["anchored day", "deviated a"]
    assert t.state("a") == "done"
    (told,) = status(t.run.state, dt.date(2017, 5, 1), events=t.run.events()).deviations
    assert "2017-05-04" in told.notice.text("zh")


def test_a_date_inside_does_not_stick_out_because_its_anchor_moves(trial: Any) -> None:
    """What has its own date in a window that moves away is named; what moves along is not."""
    day = Anchor("day", "开学", day=dt.date(2017, 9, 1))
    p = Phase("p", "一", window=around(day, 3, 3))
    along, stays = Step("a", "甲", p, window=on(day)), Step("b", "乙", p, window=window("9月2日"))
    more: dict[str, Any] = {"day": "2017-10-09", "reason": "推迟"}
    assert trial(anchors=[day], phases=[p], steps=[along]).do("fix_anchor", "day", **more)
    t = trial(anchors=[day], phases=[p], steps=[along, stays])
    assert t.codes("fix_anchor", "day", **more) == ["move.sticks_out"]


def test_a_day_may_be_given_as_a_date(trial: Any) -> None:
    """A date is as good as its text, with an idempotency key as well."""
    t = trial(anchors=[Anchor("day", "开学")], steps=[Step("a", "甲")])
    first = t.run.do("fix_anchor", "day", actor="L", day=dt.date(2017, 9, 4), key="k")
    assert t.run.do("fix_anchor", "day", actor="L", day="2017-09-04", key="k") == first


def test_a_relative_window_begins_when_its_node_settles(trial: Any) -> None:
    """Unknown before, counted from the day of settling after, unknown again when reopened."""
    a = Step("a", "会")
    b = Step("b", "整改", window=after_node(a, 10))
    t = trial(steps=[a, b], edges=[after(a, b), reopen(b, a, limit=1)])
    assert bounds(t, "b") == (None, None)
    t.day = "2017-05-08"
    t.do("finish", "a")
    assert bounds(t, "b") == ("2017-05-08", "2017-05-18")
    t.day = "2017-05-20"
    t.do("reopen", "a", edge="b.reopen.a", reason="补")
    assert bounds(t, "b") == (None, None)


def test_a_step_after_a_node_waits_for_it_and_opens_with_its_end(trial: Any) -> None:
    """What has to come after the meeting does not open before it, and opens without a tick."""
    a = Step("a", "会")
    t = trial(steps=[a, Step("b", "通报", window=after_node(a, 10))])
    assert t.state("b") == "planned"
    (hold,) = opening(t.run.state, t.run.state.instance("b"), t.run.state.day(t.clock()))
    assert "会" in hold.notice.zh
    assert t.do("finish", "a") == ["finished a", "opened b"]


def test_a_relative_deadline_that_has_passed_is_late(trial: Any) -> None:
    """Ten days after the meeting are over on the eleventh."""
    a = Step("a", "会")
    t = trial(steps=[a, Step("b", "整改", window=after_node(a, 10))])
    t.do("finish", "a")
    t.day = "2017-05-12"
    assert t.do("finish", "b") == ["finished b", "deviated b"]
    assert t.run.events()[-1].data["params"]["days"] == 1


def test_a_quota_over_a_relative_window_follows_it(trial: Any) -> None:
    """What counts over a window after a node is counted afresh when that node settles."""
    a, c = Step("a", "会"), Step("c", "丙")
    b = Step("b", "整改", window=after_node(a, 10), opens=Mode.BY_COMMAND)
    t = trial(records=[TALK], steps=[a, b, c], rules=[Rule(c, Quota(of=TALK, during=b))])
    t.talk("x")
    t.day = "2017-05-08"
    t.do("finish", "a")
    assert t.codes("finish", "c") == ["rule.unsatisfied"]
    t.talk("y")
    assert t.do("finish", "c") == ["finished c"]


def test_an_unknown_bound_never_refuses_and_is_never_late(trial: Any) -> None:
    """What has no date yet cannot be early or late, however hard it binds."""
    day = Anchor("day", "开学")
    t = trial(anchors=[day], steps=[Step("a", "甲", window=on(day, Force.MUST))])
    assert t.do("finish", "a") == ["finished a"]


def test_windows_compare_with_when_it_happened(trial: Any) -> None:
    """Entered late but done in time is in time."""
    t = trial(steps=[Step("a", "甲", window=window("5月10日前", Force.MUST))])
    t.day = "2017-05-20"
    assert t.do("finish", "a", at="2017-05-09") == ["finished a"]


def test_what_has_not_happened_yet_is_refused(trial: Any) -> None:
    """The future cannot be recorded."""
    t = trial(steps=[Step("a", "甲")])
    assert t.codes("finish", "a", at="2017-05-02") == ["time.future"]


def test_nothing_happens_before_what_it_depends_on(trial: Any) -> None:
    """A back-dated finish may not precede the last change or a predecessor's end."""
    a, b = Step("a", "甲"), Step("b", "乙")
    t = trial(steps=[a, b], edges=[after(a, b)])
    t.day = "2017-05-10"
    t.do("finish", "a")
    assert set(t.codes("finish", "b", at="2017-05-09")) == {
        "time.before_last",
        "time.before_source",
    }
    assert t.do("finish", "b", at="2017-05-10") == ["finished b"]


def test_a_phase_does_not_close_before_its_steps(trial: Any) -> None:
    """A back-dated closing may not precede what was done in the phase."""
    p = Phase("p", "一")
    t = trial(phases=[p], steps=[Step("a", "甲", p)])
    t.do("open", "p")
    t.day = "2017-05-10"
    t.do("finish", "a")
    t.day = "2017-05-20"
    assert t.codes("close", "p", at="2017-05-05") == ["time.before_source"]


def test_a_phase_does_not_open_before_the_campaign(trial: Any) -> None:
    """A back-dated opening may not precede the opening of what it stands in."""
    t = trial(phases=[Phase("p", "一")])
    assert t.codes("open", "p", at="2017-05-01T11:00:00+08:00") == ["time.before_opener"]
    assert t.do("open", "p", at="2017-05-01") == ["opened p"]


def test_what_follows_a_late_entry_happens_no_earlier_than_its_other_causes(trial: Any) -> None:
    """A join opened by a back-dated finish opens when the later of its sources was done."""
    a, b, c = Step("a", "甲"), Step("b", "乙"), Step("c", "丙")
    t = trial(steps=[a, b, c], edges=[after(a, c), after(b, c)])
    t.day = "2017-05-10"
    t.do("finish", "b")
    t.day = "2017-05-20"
    assert t.do("finish", "a", at="2017-05-05") == ["finished a", "opened c"]
    node = t.run.state.node
    assert node("c").opened_at == node("b").settled_at


@pytest.mark.parametrize("day", ["0001-01-01", "1017-09-01", "9999-12-31"])
def test_a_day_ages_away_is_taken_for_a_slip_of_the_pen(trial: Any, day: str) -> None:
    """A year that cannot be meant is refused wherever a day is given, not computed with."""
    anchor = Anchor("day", "开学")
    t = trial(anchors=[anchor], steps=[Step("a", "甲", window=around(anchor, 3, 3))])
    assert t.codes("fix_anchor", "day", day=day) == ["time.far"]
    assert t.codes("move", "a", end=day) == ["time.far"]
