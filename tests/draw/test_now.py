"""A run's picture says at its top which phases are open and what keeps it from going on."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

from campaignflow.definitions.five_phases import five_phases
from campaignflow.draw import phase_graph_svg
from campaignflow.draw.theme import LOOKS
from campaignflow.report import rows
from campaignflow.run import Run
from tests.scenarios.conftest import replayed

Draw = Callable[[str], Any]
DAY, SECOND = dt.date(2025, 5, 26), dt.date(2025, 3, 2)


def _panel(drawing: Any) -> str:
    (group,) = drawing.groups("now")
    return "".join(text.text for text in group.iter() if text.tag.endswith("text"))


def test_the_panel_names_the_open_phases(run: Run, drawn: Draw) -> None:
    """Every open phase stands in the first line, with what is done of it."""
    told = _panel(drawn(phase_graph_svg(five_phases, run.state, DAY)))
    assert told.startswith("进行中的阶段：查摆（0/7） · 逾期8项")


def test_the_panel_says_what_blocks_the_next_step(run: Run, drawn: Draw) -> None:
    """What is late comes first with its days and its reason; what is next, with what it awaits."""
    told = _panel(drawn(phase_graph_svg(five_phases, run.state, DAY)))
    late = [row for row in rows(run.state, DAY) if row.late_days and row.is_open and row.depth > 1]
    assert late
    for row in late:
        assert f"{row.title}逾期{row.late_days}天" in told
    assert "调查问卷" in told
    assert "等待：征求意见（进行中）、谈心谈话（进行中）" in told


def test_persons_who_wait_alike_are_told_once(run: Run, drawn: Draw) -> None:
    """A step of many people takes one line, with how many they are."""
    told = _panel(drawn(phase_graph_svg(five_phases, run.state, DAY)))
    assert told.count("对照检查 × 3（l1、l2、s）") == 1


def test_persons_are_called_as_the_host_calls_them(run: Run, drawn: Draw) -> None:
    """With names in the place of ids, as long as they are, everything has room in the picture."""

    def named(text: str) -> str:
        return re.sub(r"\b(l\d|s)\b", r"一位名字很长的老师\1", text)

    own = drawn(phase_graph_svg(five_phases, run.state, DAY, names=named))
    assert "对照检查 × 3（一位名字很长的老师l1、" in _panel(own)
    rooms = [room for _text, room in own.texts()]
    assert max(room.x + room.width for room in rooms) <= own.size.width


def test_a_name_is_told_once_in_a_line(drawn: Draw) -> None:
    """Where those whose turn it is are those whose own it is, the title does not name them."""
    found = replayed("jishui_2017", "2017-07-25")
    told = _panel(drawn(phase_graph_svg(found.campaign, found.state, dt.date(2017, 7, 25))))
    assert "发言提纲 × 3t01、t05、t07发言提纲：缺 问题、根源、措施" in told
    assert "发言提纲（t04）s01、t01已提交，等待审核" in told


def test_what_comes_later_in_an_open_phase_is_named(run: Run, drawn: Draw) -> None:
    """The steps that are not even next stand in one line below those that wait."""
    told = _panel(drawn(phase_graph_svg(five_phases, run.state, DAY)))
    assert "其后：组织生活会、建立清单" in told


def test_what_is_in_question_has_its_line(run: Run, drawn: Draw) -> None:
    """Settled work on changed ground waits for whoever may confirm it."""
    session = next(key for key, record in run.state.records.items() if record.kind == "session")
    run.do("void", session, actor="s", at="2025-05-21", reason="重复")
    told = _panel(drawn(phase_graph_svg(five_phases, run.state, DAY)))
    assert "集中学习待确认s须确认或重办" in told


def test_the_panel_says_how_much_is_late(run: Run, drawn: Draw) -> None:
    """The first line counts what is late, and says so where nothing is."""
    late = sum(bool(row.late_days) and not row.is_settled for row in rows(run.state, DAY))
    assert f"逾期{late}项" in _panel(drawn(phase_graph_svg(five_phases, run.state, DAY)))
    begun = Run.start(five_phases, "one", at="2025-03-01", roster=[("s", "secretary")])
    assert "无逾期" in _panel(drawn(phase_graph_svg(five_phases, begun.state, SECOND)))


def test_the_panel_counts_late_items_of_ledgers(drawn: Draw) -> None:
    """Where only an item is past its day, the first line does not say that nothing is."""
    found = replayed("jishui_2017", "2017-10-20")
    told = _panel(drawn(phase_graph_svg(found.campaign, found.state, dt.date(2017, 10, 20))))
    assert "台账逾期1条" in told
    assert "无逾期" not in told


def test_the_picture_names_the_unit() -> None:
    """What people call the unit stands before the time and the day."""
    people = [("s", "secretary")]
    run = Run.start(five_phases, "one", title="第一小学", at="2025-03-01", roster=people)
    assert ">第一小学 · 2025年3月—7月 · 截至 " in phase_graph_svg(five_phases, run.state, SECOND)


def test_the_panel_names_who_is_short(drawn: Draw) -> None:
    """A line says whom a condition lacks, a few by name and the others by their number."""
    found = replayed("jishui_2017", "2017-07-25")
    told = _panel(drawn(phase_graph_svg(found.campaign, found.state, dt.date(2017, 7, 25))))
    assert "谈话（面谈）：20/21，还差 t05 与 t07" in told
    found = replayed("jiefangsixiang_2012", "2012-05-20")
    told = _panel(drawn(phase_graph_svg(found.campaign, found.state, dt.date(2012, 5, 20))))
    assert "对照检查材料：5/7，还差 s04、s05" in told
    assert "3/10，还差 h04、h05、h06、h07、另有 3 人" in told
    assert "缺 弘扬精神" in told


def test_the_panel_goes_phase_by_phase(drawn: Draw) -> None:
    """Open phases stand first, each with what waits in it; then what a closed one left."""
    found = replayed("jiangbei_2023", "2023-06-15")
    told = _panel(drawn(phase_graph_svg(found.campaign, found.state, dt.date(2023, 6, 15))))
    parts = (
        "查摆问题、开展批评（4/5）专题组织生活会t01条件已具备",
        "整改落实、建章立制（0/2）边学边改",
        "学习教育、听取意见（已关闭，其中工作仍在进行）",
    )
    places = [told.index(part) for part in parts]
    assert places == sorted(places)


def test_no_work_of_an_open_phase_is_left_out(drawn: Draw) -> None:
    """However much there is, each step that keeps an open phase from closing has its line.

    A group goes without: what waits in it stands for it.
    """
    found = replayed("jishui_2017", "2017-07-25")
    day = dt.date(2017, 7, 25)
    told = _panel(drawn(phase_graph_svg(found.campaign, found.state, day)))
    told_of = found.status(known="2017-07-25")
    groups = {row.container for row in told_of.rows}
    blocked = [each for each in told_of.blocked if each.row.key not in groups]
    assert len(blocked) > 8
    assert [each.row.title for each in blocked if each.row.title not in told] == []
    assert "另有2项" not in told


def test_work_outside_the_phases_comes_last(drawn: Draw) -> None:
    """What belongs to no phase stands below what keeps a phase open, what can be done first."""
    found = replayed("jiefangsixiang_2012", "2012-05-20")
    told = _panel(drawn(phase_graph_svg(found.campaign, found.state, dt.date(2012, 5, 20))))
    parts = (
        "分析检查（1/2）",
        "对照检查材料",
        "不分阶段的工作",
        "思想大解放g01、o01、o02条件已具备",
        "宣讲政策",
    )
    assert [told.count("不分阶段的工作"), *sorted(map(told.index, parts))] == [
        1,
        *map(told.index, parts),
    ]


def test_a_box_says_what_can_be_finished_and_what_goes_on(drawn: Draw) -> None:
    """Open work with nothing missing says so, and so does a closed phase with open work in it."""
    found = replayed("jiangbei_2023", "2023-06-15")
    drawing = drawn(phase_graph_svg(found.campaign, found.state, dt.date(2023, 6, 15)))
    told = {
        shape.key: "".join(text for text, _room in shape.texts)
        for shape in drawing.shapes("phase", "step")
    }
    titles = {node.key: node.title for node in (*found.campaign.phases, *found.campaign.steps)}
    assert [titles[key] for key, text in told.items() if "可以完成" in text] == ["班子“六个一”"]
    lasting = [titles[key] for key, text in told.items() if "其中工作仍在进行" in text]
    assert lasting == ["学习教育、听取意见"]


def test_a_count_in_a_box_counts_parts(drawn: Draw) -> None:
    """A step without parts has no count beside the one its condition tells."""
    found = replayed("jishui_2017", "2017-07-25")
    drawing = drawn(phase_graph_svg(found.campaign, found.state, dt.date(2017, 7, 25)))
    told = {shape.key: [text for text, _room in shape.texts] for shape in drawing.shapes("step")}
    titles = {step.title: step.key for step in found.campaign.steps}
    assert not any(text == "0/1" for text in told[titles["校内评选"]])
    assert "2/7" in told[titles["发言提纲"]]


def test_red_is_kept_for_what_is_late(run: Run, drawn: Draw) -> None:
    """What is open and in time has nothing red in it, though conditions are not met yet."""
    early = drawn(phase_graph_svg(five_phases, run.state, dt.date(2025, 5, 3)))
    late = drawn(phase_graph_svg(five_phases, run.state, DAY))

    def reds(drawing: Any) -> set[str]:
        boxes = [*drawing.groups("step"), *drawing.groups("phase")]
        return {box.get("data-key") for box in boxes for part in box.iter() if _red(part)}

    assert "talks" in reds(late)
    assert "talks" not in reds(early)


def _red(part: Any) -> bool:
    return LOOKS["late"].stroke in (part.get("fill"), part.get("stroke"))


def test_late_and_open_differs_from_late_and_never_begun(run: Run, drawn: Draw) -> None:
    """What nobody has opened stays white, so that open phases stand out among late ones."""
    drawing = drawn(phase_graph_svg(five_phases, run.state, dt.date(2025, 7, 1)))
    states = {shape.key: shape.state for shape in drawing.shapes("phase", "step")}
    assert (states["search"], states["talks"]) == ("late", "late")
    assert (states["rectify"], states["planning"]) == ("missed", "missed")
    assert "逾期未开始" in drawing.words()


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
