"""When a plan can happen: days, slack, what the end hangs on, and what cannot be kept."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from typing import Any

import pytest

from campaignflow.calendar import Overlay, WorkCalendar
from campaignflow.errors import CalendarError
from campaignflow.guards import Published, Since
from campaignflow.model import (
    Anchor,
    Campaign,
    Elastic,
    Elasticity,
    Every,
    Phase,
    RecordKind,
    Repeat,
    Role,
    Rule,
    Step,
    Takes,
    after,
    after_node,
    around,
    chain,
    each_time,
    on,
    together,
    window,
    with_,
)
from campaignflow.temporal import schedule

LEAD = Role("lead", "组长")
NOTICE = RecordKind("notice", "公示")
DAY = Anchor("day", "会议日")


def plan(*nodes: Any, edges: Any = (), rules: Any = (), **more: Any) -> Campaign:
    """Return a plan of May 2017."""
    return Campaign(
        **{
            "key": "plan",
            "version": "1",
            "title": "方案",
            "window": window("2017年5月"),
            "lead": LEAD,
            "roles": [LEAD],
            "records": [NOTICE],
            "anchors": [DAY],
            "phases": [node for node in nodes if isinstance(node, Phase)],
            "steps": [node for node in nodes if isinstance(node, Step)],
            "edges": edges,
            "rules": rules,
            **more,
        }
    )


def days(campaign: Campaign, key: str, calendar: WorkCalendar | None = None) -> list[int]:
    """Return the days of May: earliest start and finish, latest start and finish."""
    row = schedule(campaign, calendar).row(key)
    found = (row.earliest_start, row.earliest_finish, row.latest_start, row.latest_finish)
    return [(day - dt.date(2017, 4, 30)).days for day in found]


A, B, C = (Step(key, key.upper(), takes=Takes(n)) for key, n in (("a", 5), ("b", 3), ("c", 4)))


def test_steps_follow_one_another_by_their_durations() -> None:
    """What takes five days is over on the fifth, and the next begins on the sixth."""
    campaign = plan(A, B, C, edges=chain(A, B, C))
    assert [days(campaign, key)[:2] for key in "abc"] == [[1, 5], [6, 8], [9, 12]]
    assert schedule(campaign).end == dt.date(2017, 5, 12)


def test_latest_days_leave_room_for_what_follows() -> None:
    """The last step may end with the campaign, those before it so much earlier."""
    campaign = plan(A, B, C, edges=chain(A, B, C))
    assert [days(campaign, key)[2:] for key in "abc"] == [[20, 24], [25, 27], [28, 31]]


def test_slack_is_what_a_step_can_slip() -> None:
    """All three can slip by the same 19 days, and the end hangs on each."""
    rows = schedule(plan(A, B, C, edges=chain(A, B, C))).rows[1:]
    assert [(row.slack, row.critical) for row in rows] == [(19, True)] * 3


def test_step_beside_the_longest_way_is_not_critical() -> None:
    """The end does not slip at once with what has time to spare."""
    found = schedule(plan(A, B, C, edges=[after(A, C), after(B, C)]))
    assert [row.critical for row in found.rows[1:]] == [True, False, True]


def test_step_without_a_duration_takes_no_time() -> None:
    """What the plan says nothing of may be done on the day on which it starts."""
    quick = Step("quick", "快")
    campaign = plan(A, quick, B, edges=chain(A, quick, B))
    assert days(campaign, "quick")[:2] == [6, 6]
    assert days(campaign, "b")[:2] == [6, 8]


def test_window_gives_first_and_last_day() -> None:
    """A step with a window happens within it."""
    assert days(plan(Step("x", "甲", None, window("5月中旬"))), "x") == [11, 11, 20, 20]


def test_phase_contains_its_steps() -> None:
    """A step starts no earlier than its phase and ends no later."""
    phase = Phase("p", "学习", window("5月中旬"))
    campaign = plan(phase, Step("x", "甲", phase, takes=Takes(4)))
    assert days(campaign, "x") == [11, 14, 17, 20]
    assert days(campaign, "p") == [11, 14, 17, 20]


def test_edges_of_each_kind_bind_their_ends() -> None:
    """Start to start and finish to finish are not finish to start."""
    campaign = plan(A, B, C, edges=[with_(A, B), together(A, C)])
    assert days(campaign, "b")[:2] == [1, 3]
    assert days(campaign, "c")[:2] == [1, 5]


def test_most_days_pull_the_start_along() -> None:
    """What may take three days only cannot start long before it can end."""
    short = Step("short", "短", takes=Takes(1, 3))
    campaign = plan(A, short, edges=[together(A, short)])
    assert days(campaign, "short")[:2] == [3, 5]


def test_window_after_a_node_follows_it() -> None:
    """Five days after the meeting is five days after the meeting, whenever that is."""
    follow = Step("follow", "通报", None, after_node(A, within=5))
    campaign = plan(A, follow)
    assert days(campaign, "follow")[:2] == [6, 6]
    assert days(plan(A, Step("x", "会", None, after_node(A, 2), takes=Takes(3))), "x")[:2] == [6, 8]


def test_rules_about_days_bind() -> None:
    """A step waits for a day, and for a posting of so many days."""
    rules = [Rule(A, Since(dt.date(2017, 5, 20))), Rule(B, Published(NOTICE, days=10))]
    campaign = plan(A, B, rules=rules)
    assert days(campaign, "a")[1] == 20
    assert days(campaign, "b")[1] == 11


def test_forbidden_shortening_keeps_a_phase_open() -> None:
    """A phase that may not be shortened is closed on its last day at the earliest."""
    fixed = Elasticity(shorten=Elastic.FORBIDDEN)
    assert days(plan(Phase("p", "学习", window("5月中旬"), elasticity=fixed)), "p")[1] == 20
    assert days(plan(Phase("p", "学习", window("5月中旬"))), "p")[1] == 11


def test_occurrences_are_told_apart() -> None:
    """Each occurrence has its own days, and serial ones wait for one another."""
    weekly = Step("w", "周会", takes=Takes(9), repeat=Repeat(Every.WEEK, "drop", serial=True))
    found = schedule(plan(weekly))
    weeks = [row for row in found.rows if row.key.startswith("w@")]
    assert len(weeks) == 4
    starts = [row.earliest_start.day for row in weeks]
    assert all(then - one >= 9 for one, then in pairwise(starts))


def test_named_occurrences_have_their_windows() -> None:
    """An occurrence with a window of its own is planned in it."""
    twice = Step("x", "讲座", repeat=each_time({"一": window("5月上旬"), "二": window("5月下旬")}))
    assert days(plan(twice), "x@二")[0] == 21


def test_what_hangs_on_one_unknown_day_holds_together() -> None:
    """Nobody knows the day, but what must come before it cannot come after it."""
    meeting = Step("meeting", "会议", None, on(DAY))
    before = Step("before", "会前", None, around(DAY, 3, 0), takes=Takes(2))
    found = schedule(plan(meeting, before, edges=[after(meeting, before)]))
    (clash,) = found.clashes
    assert "会议日" in clash.sentences[0].zh + clash.sentences[1].zh + clash.sentences[2].zh


def test_join_of_some_edges_is_named_as_left_out() -> None:
    """Which of several ways is taken is not known, so none of them counts, and it says so."""
    found = schedule(
        plan(A, B, x := Step("x", "汇总", join="any"), edges=[after(A, x), after(B, x)])
    )
    assert found.row("x").earliest_start == dt.date(2017, 5, 1)
    assert [notice.params["title"] for notice in found.left_out] == ["汇总"]


def test_path_says_what_the_end_hangs_on() -> None:
    """The reasons lead from the first day to the last in the words of the plan."""
    late = Step("late", "收尾", None, window("5月10日起"), takes=Takes(2))
    found = schedule(plan(A, late, C, edges=[after(A, late), after(late, C)]))
    assert [link.key for link in found.path] == ["late", "late", "c", "c"]
    assert "2017-05-10" in found.path[0].why.zh


def test_work_days_are_counted_where_asked_for() -> None:
    """Five days of work from Labour Day on end after two free days and a weekend."""
    campaign = plan(A, B, edges=chain(A, B))
    assert days(campaign, "a", WorkCalendar())[:2] == [2, 8]
    assert days(campaign, "b", WorkCalendar())[:2] == [9, 11]
    assert schedule(campaign, WorkCalendar()).work_days


def test_own_free_days_count_as_free() -> None:
    """What the host declares free is worked around."""
    sports = WorkCalendar((Overlay(dt.date(2017, 5, 3), False, "运动会"),))
    assert days(plan(A), "a", sports)[:2] == [2, 9]


def test_unknown_work_days_are_refused() -> None:
    """Work days of a year without a notice are not guessed."""
    with pytest.raises(CalendarError, match="2040"):
        schedule(plan(A, window=window("2040年5月")), WorkCalendar())


def test_what_cannot_be_kept_is_named_and_the_rest_reckoned() -> None:
    """A clash names its sentences; the days are those without its deadline."""
    phase = Phase("p", "学习", window("5月上旬"))
    one = Step("one", "甲", phase, takes=Takes(8))
    two = Step("two", "乙", phase, takes=Takes(4))
    found = schedule(plan(phase, one, two, edges=[after(one, two)]))
    (clash,) = found.clashes
    assert clash.place == "edges.one.after.two"
    assert {"“甲”至少需要8天", "“乙”至少需要4天"} <= {notice.zh for notice in clash.sentences}
    assert found.row("p").earliest_finish == dt.date(2017, 5, 12)


def test_schedule_is_plain_data_too() -> None:
    """Programs get the same days as text."""
    plain = schedule(plan(A)).as_json()
    assert plain["end"] == "2017-05-05"
    assert plain["rows"][1]["earliest_finish"] == "2017-05-05"  # type: ignore[index]


def test_unknown_row_is_an_error() -> None:
    """A misspelt key is not answered with nothing."""
    with pytest.raises(KeyError):
        schedule(plan(A)).row("z")


def test_day_after_the_last_is_too_late() -> None:
    """What ends on the tenth cannot wait for what begins on the eleventh."""
    one, two = (
        Step("one", "甲", None, window("5月中旬")),
        Step("two", "乙", None, window("5月上旬")),
    )
    assert schedule(plan(one, two, edges=[after(one, two)])).clashes
    assert not schedule(plan(one, two, edges=[after(two, one)])).clashes


def test_work_that_fills_the_window_fits() -> None:
    """Ten days of work fit into ten days, and a meeting on the last evening too."""
    phase = Phase("p", "学习", window("5月上旬"))
    one, two, end = (
        Step("one", "甲", phase, takes=Takes(6)),
        Step("two", "乙", phase, takes=Takes(4)),
        Step("end", "总结", phase),
    )
    found = schedule(plan(phase, one, two, end, edges=chain(one, two, end)))
    assert not found.clashes
    assert found.row("two").earliest_finish == dt.date(2017, 5, 10)
