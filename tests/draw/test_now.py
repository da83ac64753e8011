"""A run's picture says at its top which phases are open and what keeps it from going on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from campaignflow.definitions.five_phases import five_phases
from campaignflow.draw import phase_graph_svg
from campaignflow.report import rows
from campaignflow.run import Run

Draw = Callable[[str], Any]
DAY = dt.date(2025, 5, 26)


def _panel(drawing: Any) -> str:
    (group,) = drawing.groups("now")
    return "".join(text.text for text in group.iter() if text.tag.endswith("text"))


def test_the_panel_names_the_open_phases(run: Run, drawn: Draw) -> None:
    """Every open phase stands in the first line, with what is done of it."""
    told = _panel(drawn(phase_graph_svg(five_phases, run.state, DAY)))
    assert told.startswith("进行中的阶段：查摆（0/7）")


def test_the_panel_says_what_blocks_the_next_step(run: Run, drawn: Draw) -> None:
    """What is late comes first with its days and its reason; what is next, with what it awaits."""
    told = _panel(drawn(phase_graph_svg(five_phases, run.state, DAY)))
    late = [row for row in rows(run.state, DAY) if row.late_days and row.is_open and row.depth > 1]
    assert late
    for row in late:
        assert f"{row.title}超期{row.late_days}天" in told
    assert "调查问卷" in told
    assert "等待：征求意见（进行中）、谈心谈话（进行中）" in told


def test_persons_who_wait_alike_are_told_once(run: Run, drawn: Draw) -> None:
    """A step of many people takes one line, with how many they are."""
    told = _panel(drawn(phase_graph_svg(five_phases, run.state, DAY)))
    assert told.count("对照检查 × 3（l1、l2、s）") == 1


def test_late_and_open_differs_from_late_and_never_begun(run: Run, drawn: Draw) -> None:
    """What nobody has opened stays white, so that open phases stand out among late ones."""
    drawing = drawn(phase_graph_svg(five_phases, run.state, dt.date(2025, 7, 1)))
    states = {shape.key: shape.state for shape in drawing.shapes("phase", "step")}
    assert (states["search"], states["talks"]) == ("late", "late")
    assert (states["rectify"], states["planning"]) == ("missed", "missed")
    assert "超期未开始" in drawing.words()


def test_a_blocked_step_says_so_in_its_box(run: Run, drawn: Draw) -> None:
    """The box of the next step says what it waits for; steps far ahead say nothing."""
    drawing = drawn(phase_graph_svg(five_phases, run.state, DAY))
    told = {s.key: "".join(text for text, _room in s.texts) for s in drawing.shapes("step")}
    assert [key for key, text in told.items() if "等待：" in text] == ["checks"]


def test_a_plan_alone_has_no_panel(drawn: Draw) -> None:
    """Without a run nothing is open or blocked."""
    assert drawn(phase_graph_svg(five_phases)).groups("now") == []


def test_a_day_without_an_open_phase_says_so(drawn: Draw) -> None:
    """Before the first phase is opened the picture says that none is, and what can be done."""
    run = Run.start(five_phases, "one", at="2025-03-01", roster=[("s", "secretary")])
    told = _panel(drawn(phase_graph_svg(five_phases, run.state, dt.date(2025, 3, 2))))
    assert told.startswith("目前没有进行中的阶段")
    assert "动员" in told
