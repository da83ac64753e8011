"""Phase graphs are measured: everything is there once, nothing overlaps, nothing is cut off."""

from __future__ import annotations

import datetime as dt
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import combinations, pairwise
from math import hypot
from typing import Any

import attrs
import pytest

from campaignflow.definitions.five_phases import five_phases
from campaignflow.draw import phase_graph_svg
from campaignflow.draw.geometry import Rect
from campaignflow.draw.rows import rows_of
from campaignflow.draw.theme import LOOKS, SMALL
from campaignflow.messages import Lang
from campaignflow.model import Campaign, Force, after, with_
from campaignflow.moments import read_moment
from campaignflow.run import Run
from tests.draw.conftest import CAMPAIGNS

Draw = Callable[[str], Any]
LANGS: tuple[Lang, ...] = ("zh", "en")


@pytest.fixture(params=["graphviz", "simple"])
def layout(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Draw with Graphviz, and without it."""
    if request.param == "graphviz":
        pytest.importorskip("pygraphviz")
    else:
        monkeypatch.setitem(sys.modules, "pygraphviz", None)
    return str(request.param)


@pytest.fixture(params=LANGS)
def drawing(request: pytest.FixtureRequest, campaign: Campaign, layout: str, drawn: Draw) -> Any:
    """Return the plan of each campaign in both languages and layouts, as measured."""
    return drawn(phase_graph_svg(campaign, lang=request.param))


def test_every_node_is_drawn_once(drawing: Any, campaign: Campaign) -> None:
    """Each phase and step of the definition has exactly one shape."""
    found = Counter(shape.key for shape in drawing.shapes("phase", "group", "step"))
    assert found == Counter(node.key for node in (*campaign.phases, *campaign.steps))


def test_every_edge_is_drawn_once(drawing: Any, campaign: Campaign) -> None:
    """Each edge of the definition has exactly one arrow."""
    found = Counter(group.get("data-key") for group in drawing.groups("edge"))
    assert found == Counter(edge.key for edge in campaign.edges)


def test_no_two_boxes_overlap(drawing: Any) -> None:
    """Steps lie apart from one another, and phases do."""
    for kind in ("step", "phase"):
        for a, b in combinations(drawing.shapes(kind), 2):
            assert not a.outline.meets(b.outline), (a.key, b.key)


def test_groups_and_phases_hold_their_steps(drawing: Any, campaign: Campaign) -> None:
    """A step lies wholly inside what it is part of."""
    outlines = {shape.key: shape.outline for shape in drawing.shapes("phase", "group", "step")}
    for step in campaign.steps:
        if step.part_of is not None:
            inner, outer = outlines[step.key], outlines[step.part_of.key]
            assert outer.x <= inner.x
            assert inner.right <= outer.right
            assert outer.y <= inner.y
            assert inner.bottom <= outer.bottom


def test_texts_stay_inside_their_boxes(drawing: Any) -> None:
    """No text of a step or phase crosses its outline."""
    for shape in drawing.shapes("phase", "group", "step"):
        for text, room in shape.texts:
            assert shape.outline.x <= room.x, text
            assert room.right <= shape.outline.right, text
            assert shape.outline.y <= room.y, text
            assert room.bottom <= shape.outline.bottom, text


def test_no_two_texts_overlap(drawing: Any) -> None:
    """Every text can be read: none lies upon another."""
    for (one, a), (other, b) in combinations(drawing.texts(), 2):
        assert not a.grown(-1).meets(b.grown(-1)), (one, other)


def test_nothing_is_clipped(drawing: Any) -> None:
    """Every text and box lies within the picture."""
    for text, room in drawing.texts():
        assert room.x >= 0, text
        assert room.right <= drawing.size.width, text
        assert room.bottom <= drawing.size.height, text


def test_no_arrow_cuts_through_a_step(drawing: Any) -> None:
    """Every arrow goes round the steps that it does not join."""
    steps = {shape.key: shape.outline.grown(-3) for shape in drawing.shapes("step")}
    for group in drawing.groups("edge"):
        path = group.find("{http://www.w3.org/2000/svg}path").get("d")
        for x, y in _along(path):
            spot = Rect(x, y, 0.01, 0.01)
            cut = [key for key, outline in steps.items() if outline.meets(spot)]
            assert not cut, (group.get("data-key"), cut)


def test_no_two_arrows_lie_upon_each_other(drawing: Any) -> None:
    """Arrows may cross but never share a way, so that each can be followed."""
    ways = [
        (group.get("data-key"), {(round(x / 3), round(y / 3)) for x, y in _along(path)})
        for group in drawing.groups("edge")
        for path in [group.find("{http://www.w3.org/2000/svg}path").get("d")]
    ]
    for (one, a), (other, b) in combinations(ways, 2):
        assert len(a & b) < 20, (one, other)


def test_reopen_edges_are_dashed_and_others_are_not(drawing: Any, campaign: Campaign) -> None:
    """Every reopen edge is dashed; a binding forward edge never is."""
    kinds = {edge.key: edge for edge in campaign.edges}
    for group in drawing.groups("edge"):
        edge = kinds[group.get("data-key")]
        dash = group.find("{http://www.w3.org/2000/svg}path").get("stroke-dasharray")
        assert (dash is None) == (edge.kind != "reopen" and edge.force is Force.MUST), edge.key
        assert (dash == "6 4") == (edge.kind == "reopen"), edge.key


def test_titles_and_windows_are_shown(campaign: Campaign, drawn: Draw) -> None:
    """The title of every node and the window text of every dated one can be read."""
    words = drawn(phase_graph_svg(campaign)).words()
    for node in (*campaign.phases, *campaign.steps):
        assert node.title in words
        if node.window is not None:
            assert node.window.text in words


def test_parallel_phases_share_a_band(drawn: Draw) -> None:
    """Phases without an order between them are said to run side by side; a chain is not."""
    chained = drawn(phase_graph_svg(five_phases)).words()
    first, *_others = five_phases.edges
    loose = attrs.evolve(five_phases, edges=[e for e in five_phases.edges if e != first])
    assert "并行推进" not in chained
    assert "并行推进" in drawn(phase_graph_svg(loose)).words()


def test_phases_that_start_together_share_no_band(drawn: Draw) -> None:
    """Who waits for the start of another phase waits all the same."""
    first, *others = five_phases.edges
    joined = attrs.evolve(five_phases, edges=[with_(first.source, first.target), *others])
    assert "并行推进" not in drawn(phase_graph_svg(joined)).words()


def test_a_missing_layout_engine_is_mentioned(monkeypatch: pytest.MonkeyPatch, drawn: Draw) -> None:
    """Without Graphviz the picture itself says what would draw it better."""
    monkeypatch.setitem(sys.modules, "pygraphviz", None)
    assert "campaignflow[layout]" in drawn(phase_graph_svg(five_phases)).words()


def test_conditions_are_sentences(drawn: Draw) -> None:
    """Quotas, thresholds and ledgers stand in the boxes in plain words of the chosen language."""
    chinese = drawn(phase_graph_svg(five_phases)).words()
    english = drawn(phase_graph_svg(five_phases, lang="en")).words()
    assert "集中学习：每名党员≥3次" in chinese
    assert "问题清单：每条办至“已销号”" in chinese
    assert "问题清单:everyitemstruckoff" in english


def test_a_run_shows_states_lateness_and_progress(run: Run, drawn: Draw) -> None:
    """States become tones, the late finish and the overdue talks are said with their days."""
    drawing = drawn(phase_graph_svg(run.campaign, run.state, dt.date(2025, 5, 26)))
    states = {shape.key: shape.state for shape in drawing.shapes("step")}
    assert states["kickoff"] == "done"
    assert states["talks"] == "late"
    assert states["fixing"] == "planned"
    texts = [text for text, _room in drawing.texts()]
    assert "晚2天完成" in texts
    assert "逾期6天" in texts
    assert "1/3" in drawing.words()
    assert "5/5" in texts


def test_a_run_before_its_deadline_is_open_not_late(run: Run, drawn: Draw) -> None:
    """The same run looked at before the planned end shows the talks as under way."""
    drawing = drawn(phase_graph_svg(run.campaign, run.state, dt.date(2025, 5, 10)))
    states = {shape.key: shape.state for shape in drawing.shapes("step")}
    assert states["talks"] == "open"


def test_the_day_of_a_run_defaults_to_its_last_event(run: Run, drawn: Draw) -> None:
    """Without a day the picture says as of which day it was drawn."""
    day = dt.date.fromordinal(run.state.day(run.state.head["recorded_at"]))
    text = f"截至{day.year}年{day.month}月{day.day}日"
    assert text in drawn(phase_graph_svg(run.campaign, run.state)).words()


def test_work_added_in_a_run_is_drawn(run: Run, drawn: Draw) -> None:
    """A step that only this run has stands among those of the plan."""
    run.do("add", "extra", title="补充座谈", part_of="search", actor="s", reason="上级要求")
    words = drawn(phase_graph_svg(run.campaign, run.state, dt.date(2025, 5, 26))).words()
    assert "补充座谈" in words


def test_a_plan_of_many_phases_fits_a_page(drawn: Draw) -> None:
    """Ten phases stand in rows, and the small print of an A3 sheet can still be read."""
    drawing = drawn(phase_graph_svg(CAMPAIGNS["ten_phases"]))
    tops = {shape.outline.y for shape in drawing.shapes("phase")}
    millimetres = min(400 / drawing.size.width, 277 / drawing.size.height)
    assert len(tops) > 1
    assert SMALL * millimetres / 25.4 * 72 >= 5


def test_a_plan_of_few_phases_stays_in_one_row(drawn: Draw) -> None:
    """Phases stand side by side as long as that prints well."""
    shapes = drawn(phase_graph_svg(five_phases)).shapes("phase")
    assert len({shape.outline.y for shape in shapes}) == 1


def test_widths_that_are_no_round_numbers_break_into_rows() -> None:
    """Adding them up in another order gives another last digit, which must not matter."""
    widths = [373.76, 241.9, 251.6, 661.62, 249.2]
    rows = rows_of(widths, [400] * 5, 80)
    assert [index for row in rows for index in row] == [0, 1, 2, 3, 4]


def test_phases_read_from_left_to_right_and_down(drawing: Any, campaign: Campaign) -> None:
    """Rows follow the order of the plan."""
    shapes = {shape.key: shape.outline for shape in drawing.shapes("phase")}
    places = [(shapes[phase.key].y, shapes[phase.key].x) for phase in campaign.phases]
    assert places == sorted(places)


def test_every_occurrence_is_drawn(drawn: Draw) -> None:
    """A step that repeats shows one square a time, named; one for each person is a stack."""
    for group in drawn(phase_graph_svg(CAMPAIGNS["ten_phases"])).groups("step"):
        beads = [r for r in group if r.get("class") == "bead"]
        behind = [r for r in group if r.get("class") == "behind"]
        assert bool(beads) == (group.get("data-key") == "weekly")
        assert bool(behind) == str(group.get("data-key")).endswith("_2")
        assert len({r[0].text for r in beads}) == len(beads)


def test_what_only_some_units_do_is_dashed_and_said(drawn: Draw) -> None:
    """A step left out in a variant has a dashed outline and names the units without it."""
    (group,) = (
        g
        for g in drawn(phase_graph_svg(CAMPAIGNS["ten_phases"])).groups("step")
        if g.get("data-key") == "s4_1"
    )
    (box,) = (r for r in group if r.get("class") == "box")
    assert box.get("stroke-dasharray") == "3 2"
    assert "离退休支部不适用" in "".join(t.text for t in group if t.text)


def test_occurrences_of_a_run_have_states_of_their_own(drawn: Draw) -> None:
    """Each square is coloured as its occurrence stands."""
    roster, facts = [("a", "lead"), ("b", "teacher")], {"retired": False}
    clock = read_moment("2024-02-05T12:00:00+08:00", "Asia/Shanghai")[0]
    run = Run.start(
        CAMPAIGNS["ten_phases"], "no-1", roster=roster, facts=facts, actor="a", clock=lambda: clock
    )
    run.do("open", "p0", actor="a")
    run.do("finish", "weekly@2024-W05", actor="a")
    (group,) = (
        g
        for g in drawn(phase_graph_svg(run.campaign, run.state, dt.date(2024, 2, 8))).groups("step")
        if g.get("data-key") == "weekly"
    )
    colours = [r.get("fill") for r in group if r.get("class") == "bead"]
    assert colours[:2] == [LOOKS["done"].fill, LOOKS["open"].fill]
    assert set(colours[2:]) == {LOOKS["planned"].fill}


def test_many_unconnected_steps_do_not_make_one_endless_row(drawn: Draw) -> None:
    """A campaign without any edge still fits a page: boxes are stacked, not lined up."""
    loose = attrs.evolve(five_phases, edges=())
    drawing = drawn(phase_graph_svg(loose))
    assert drawing.size.width < 2.5 * 1000


def test_phases_far_apart_are_joined_without_crossing_columns(drawn: Draw) -> None:
    """An arrow that skips a phase goes round it."""
    mobilise, *_middle, conclude = five_phases.phases
    edges = (*five_phases.edges, after(mobilise, conclude))
    drawing = drawn(phase_graph_svg(attrs.evolve(five_phases, edges=edges)))
    (group,) = (g for g in drawing.groups("edge") if g.get("data-key") == edges[-1].key)
    path = group.find("{http://www.w3.org/2000/svg}path").get("d")
    top = min(shape.outline.y for shape in drawing.shapes("phase"))
    low = max(shape.outline.bottom for shape in drawing.shapes("phase"))
    assert any(y < top or y > low for y in _heights(path))


def _points(path: str) -> list[tuple[float, float]]:
    pairs = re.sub("[MLQC]", " ", path).split()
    return [(float(x), float(y)) for x, y in (pair.split(",") for pair in pairs)]


def _heights(path: str) -> list[float]:
    return [y for _x, y in _points(path)]


def _along(path: str) -> Iterator[tuple[float, float]]:
    """Yield places along a path, two pixels apart or nearer."""
    points = _points(path)
    if "C" in path:
        for start in range(0, len(points) - 3, 3):
            yield from (_bezier(points[start : start + 4], step / 60) for step in range(61))
    else:
        for (x, y), (right, low) in pairwise(points):
            steps = max(1, int(hypot(right - x, low - y) / 2))
            for step in range(steps + 1):
                yield x + (right - x) * step / steps, y + (low - y) * step / steps


def _bezier(corners: list[tuple[float, float]], share: float) -> tuple[float, float]:
    while len(corners) > 1:
        corners = [
            (ax + (bx - ax) * share, ay + (by - ay) * share)
            for (ax, ay), (bx, by) in pairwise(corners)
        ]
    return corners[0]


def test_a_box_is_not_drawn_as_wide_as_a_group_above_it(drawn: Draw) -> None:
    """Boxes below one another are even; none is stretched far beyond its words."""
    drawing = drawn(phase_graph_svg(CAMPAIGNS["xuhui_2009"]))
    wide = {shape.key: shape.outline.width for shape in drawing.shapes("step", "group")}
    assert wide["guide_study"] == wide["debate"]
    assert wide["guide_study"] < 200 < wide["explore"]
