"""Timelines are measured: one row a node, bars where the days are, nothing clipped."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable
from itertools import combinations
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from campaignflow.definitions.five_phases import five_phases
from campaignflow.definitions.jishui_2017 import jishui_2017
from campaignflow.draw import timeline_svg
from campaignflow.messages import Lang
from campaignflow.model import CAMPAIGN, Campaign, Field, Ledger, Phase, Role, window
from campaignflow.run import Run
from campaignflow.temporal import schedule
from campaignflow.temporal.dates import schedule_of

Draw = Callable[[str], Any]
_HEAD = Role("head", "校长", exactly=1)
_LISTED = Campaign(
    key="listed",
    version="1",
    title="限时整改",
    window=window("2025年3月至6月"),
    roles=[_HEAD],
    lead=_HEAD,
    ledgers=[Ledger("issues", "问题清单", [Field("by", "时限", "date")], by=_HEAD, due="by")],
    phases=[Phase("fixing", "整改")],
)
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(params=["zh", "en"])
def drawing(request: pytest.FixtureRequest, campaign: Campaign, drawn: Draw) -> Any:
    """Return the planned timeline of each campaign in both languages, as measured."""
    lang: Lang = request.param
    return drawn(timeline_svg(campaign, lang=lang))


def _row(drawing: Any, key: str) -> ET.Element:
    (row,) = (group for group in drawing.groups("row") if group.get("data-key") == key)
    return row  # type: ignore[no-any-return]


def _bars(row: ET.Element, kind: str) -> list[tuple[float, float]]:
    rects = [r for r in row.findall(f"{SVG}rect") if kind in (r.get("class") or "").split()]
    return [(float(r.attrib["x"]), float(r.attrib["width"])) for r in rects]


def test_the_legend_explains_the_bars_that_are_drawn() -> None:
    """What was begun late and what was never begun are late in different ways."""
    run = Run.start(five_phases, "no-1", at="2025-03-01", roster=[("wang", "secretary")])
    run.do("open", "mobilise", actor="wang", at="2025-03-12")
    state, day = run.standing("2025-05-20")
    svg = timeline_svg(five_phases, state, day, "zh")
    assert ("晚于计划" in svg, "逾期未开始" in svg) == (True, True)
    early = timeline_svg(five_phases, *run.standing("2025-03-05"), "zh")
    assert ("晚于计划" in early, "逾期未开始" in early) == (False, False)


def test_every_node_has_one_row(drawing: Any, campaign: Campaign) -> None:
    """The whole has the first row, each phase and step exactly one, steps below their phase."""
    keys = [group.get("data-key") for group in drawing.groups("row")]
    assert keys[0] == CAMPAIGN.key
    assert sorted(keys[1:]) == sorted(node.key for node in (*campaign.phases, *campaign.steps))
    for step in campaign.steps:
        if step.part_of is not None:
            assert keys.index(step.part_of.key) < keys.index(step.key)


def test_no_two_texts_overlap(drawing: Any) -> None:
    """Titles, months, notes and legend can all be read."""
    for (one, a), (other, b) in combinations(drawing.texts(), 2):
        assert not a.grown(-1).meets(b.grown(-1)), (one, other)


def test_nothing_is_clipped(drawing: Any) -> None:
    """Every text lies within the picture."""
    for text, room in drawing.texts():
        assert room.x >= 0, text
        assert room.right <= drawing.size.width, text
        assert room.bottom <= drawing.size.height, text


def test_bars_follow_the_planned_days(drawn: Draw) -> None:
    """Phases in sequence have bars that touch, in the proportion of their days."""
    drawing = drawn(timeline_svg(five_phases))
    (mobilise,) = _bars(_row(drawing, "mobilise"), "plan")
    (study,) = _bars(_row(drawing, "study"), "plan")
    assert mobilise[0] + mobilise[1] == pytest.approx(study[0], abs=0.2)
    assert study[1] / mobilise[1] == pytest.approx(41 / 10, abs=0.05)


def test_an_unknown_day_is_hatched_and_said(drawn: Draw) -> None:
    """A step on an anchor without a day shows strokes instead of a bar, and says why."""
    row = _row(drawn(timeline_svg(jishui_2017)), "essays")
    assert _bars(row, "unknown")
    assert "日期未定" in [text.text for text in row.iter(f"{SVG}text")]


def test_a_soft_end_fades(drawn: Draw, campaign: Campaign) -> None:
    """Where the plan says "basically done by" or "about", the bar is marked as soft."""
    soft = {"jishui_2017": "lectures", "safety": "praise"}.get(campaign.key)
    if soft is not None:
        assert _bars(_row(drawn(timeline_svg(campaign)), soft), "soft")


def test_a_whole_that_ends_softly_fades(drawn: Draw) -> None:
    """The row of the whole campaign says that its end is only "basically" the end."""
    assert _bars(_row(drawn(timeline_svg(jishui_2017)), CAMPAIGN.key), "soft")
    assert not _bars(_row(drawn(timeline_svg(five_phases)), CAMPAIGN.key), "soft")


def test_a_start_that_is_not_stated_claims_no_time(drawn: Draw) -> None:
    """Where the plan only says by when, the end is marked and nothing is drawn as planned work."""
    drawing = drawn(timeline_svg(jishui_2017))
    row = _row(drawing, "criticise")
    ((_x, wide),) = _bars(row, "plan")
    assert wide <= 4
    assert _bars(row, "until")
    assert "只定截止日" in drawing.words()


def test_what_is_done_is_not_shown_as_planned_in_general(run: Run, drawn: Draw) -> None:
    """The thin line of a step without time of its own goes once the step is settled."""
    drawing = drawn(timeline_svg(run.campaign, run.state, dt.date(2025, 5, 26)))
    assert not _bars(_row(drawing, "kickoff"), "shared")
    assert _bars(_row(drawing, "talks"), "shared")


def test_late_ledger_items_have_a_row(drawn: Draw) -> None:
    """A ledger whose items fall due shows since when the first is late, and how many are."""
    run = Run.start(_LISTED, "one", at="2025-03-01", roster=[("s", "head")])
    assert not [g for g in drawn(timeline_svg(_LISTED)).groups("row") if "ledger" in str(g.attrib)]
    for day in ("2025-03-10", "2025-03-20", "2025-06-30"):
        run.do("find", ledger="issues", values={"by": day}, actor="s", at="2025-03-02")
    drawing = drawn(timeline_svg(_LISTED, run.state, dt.date(2025, 4, 1)))
    row = _row(drawing, "ledger issues")
    assert "2条逾期" in [text.text for text in row.iter(f"{SVG}text")]
    ((_x, wide),) = _bars(row, "late")
    ((_left, whole),) = _bars(_row(drawing, CAMPAIGN.key), "plan")
    assert wide / whole == pytest.approx(22 / 122, abs=0.01)


def test_a_ledger_without_a_late_item_has_no_row(drawn: Draw) -> None:
    """A row with nothing in it says nothing."""
    run = Run.start(_LISTED, "one", at="2025-03-01", roster=[("s", "head")])
    run.do("find", ledger="issues", values={"by": "2025-03-20"}, actor="s", at="2025-03-02")
    drawings = [drawn(timeline_svg(_LISTED, run.state, dt.date(2025, 3, day))) for day in (20, 21)]
    assert ["问题清单" in drawing.words() for drawing in drawings] == [False, True]


def test_a_step_without_time_of_its_own_shares_its_containers(drawn: Draw) -> None:
    """Such a step gets a thin line, not a bar that claims more than the plan says."""
    row = _row(drawn(timeline_svg(five_phases)), "kickoff")
    assert _bars(row, "shared")


def test_a_run_shows_late_tails_and_days(run: Run, drawn: Draw) -> None:
    """Work that went past its planned end has a tail and says by how many days."""
    drawing = drawn(timeline_svg(run.campaign, run.state, dt.date(2025, 5, 26)))
    kickoff, talks = _row(drawing, "kickoff"), _row(drawing, "talks")
    assert _bars(kickoff, "late")
    assert "晚2天完成" in [text.text for text in kickoff.iter(f"{SVG}text")]
    assert _bars(talks, "open")
    assert "逾期6天" in [text.text for text in talks.iter(f"{SVG}text")]
    assert not _bars(_row(drawing, "sessions"), "late")


def test_today_is_marked(run: Run, drawn: Draw) -> None:
    """The day shown has a line and a date."""
    drawing = drawn(timeline_svg(run.campaign, run.state, dt.date(2025, 5, 26), "en"))
    assert [p for p in drawing.root.iter(f"{SVG}path") if p.get("class") == "today"]
    assert "today26May" in drawing.words()


def test_days_off_are_shaded(drawn: Draw) -> None:
    """Weekends and holidays are shaded where the calendar of work days is installed."""
    pytest.importorskip("chinese_calendar")
    drawing = drawn(timeline_svg(five_phases))
    assert len([r for r in drawing.root.iter(f"{SVG}rect") if r.get("class") == "rest"]) > 15


def test_days_off_stay_white_without_their_calendar(
    monkeypatch: pytest.MonkeyPatch, drawn: Draw
) -> None:
    """Without the calendar no day is guessed to be free."""
    monkeypatch.setitem(sys.modules, "chinese_calendar", None)
    drawing = drawn(timeline_svg(five_phases))
    assert not [r for r in drawing.root.iter(f"{SVG}rect") if r.get("class") == "rest"]


def test_months_and_ten_day_parts_are_ticked(drawn: Draw) -> None:
    """Every month of the plan is named, with its three parts."""
    words = drawn(timeline_svg(five_phases)).words()
    for month in range(3, 8):
        assert f"2025年{month}月上中下" in words


def test_days_to_spare_are_drawn_where_they_were_reckoned(drawn: Draw) -> None:
    """A line reaches from the first possible end to the last; what the end hangs on is marked."""
    times = schedule(five_phases)
    drawing = drawn(timeline_svg(five_phases, times=times))
    keys = {node.key for node in (CAMPAIGN, *five_phases.phases, *five_phases.steps)}
    critical = {row.key for row in times.rows if row.critical} & keys
    marked = {
        row.get("data-key")
        for row in drawing.groups("row")
        if any(mark.get("class") == "critical" for mark in row)
    }
    assert marked == critical
    assert "决定结束时间" in drawing.words()
    assert not list(drawn(timeline_svg(five_phases)).root.iter(f"{SVG}polygon"))


def test_what_is_settled_has_no_days_to_spare(run: Run, drawn: Draw) -> None:
    """In a run only what is still to be done can wait."""
    day = dt.date(2025, 5, 26)
    times = schedule_of(run.state, today=day)
    drawing = drawn(timeline_svg(run.campaign, run.state, day, times=times))

    def spare(key: str) -> bool:
        return any(line.get("class") == "spare" for line in _row(drawing, key))

    assert spare("fixing")
    assert spare("checks"), "one for each person"
    assert not spare("kickoff")
