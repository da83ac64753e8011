"""The timeline of a terminal keeps its columns and uses signs that every terminal has."""

from __future__ import annotations

import datetime as dt

import pytest

from campaignflow.draw import html, now_text, phase_graph_svg, timeline_text
from campaignflow.model import Campaign
from campaignflow.report.rollup_text import columns
from campaignflow.run import Run

DAY = dt.date(2025, 5, 26)


def _row(run: Run, title: str) -> str:
    lines = timeline_text(run.campaign, run.state, DAY).splitlines()
    (row,) = (line for line in lines if line.strip().startswith(title))
    return row


@pytest.mark.parametrize("wide", [50, 80, 160])
def test_what_blocks_a_run_is_told_in_the_width_of_the_terminal(run: Run, wide: int) -> None:
    """The most urgent comes first, each thing on one line, in signs that GBK has."""
    first, *lines = now_text(run.campaign, run.state, DAY, columns=wide).splitlines()
    assert first == "进行中的阶段：查摆（0/7） · 逾期8项"
    assert lines[0].startswith("查摆（0/7）")
    assert lines[1].startswith("  ▲ 征求意见 逾期6天")
    assert all(columns(line) <= wide for line in lines)
    assert "\n".join(lines).encode("gbk")


@pytest.mark.parametrize("wide", [60, 100, 200])
def test_lines_fit_the_terminal(campaign: Campaign, wide: int) -> None:
    """No line of a node is wider than the terminal, however long its title."""
    for line in timeline_text(campaign, columns=wide).splitlines()[3:-1]:
        assert columns(line) <= wide


def test_every_node_has_a_line(campaign: Campaign) -> None:
    """Title, note, months and signs stand around one line for the whole and one a node."""
    lines = timeline_text(campaign).splitlines()
    assert len(lines) == 5 + len(campaign.phases) + len(campaign.steps)


def test_signs_survive_old_terminals(run: Run) -> None:
    """A terminal that only knows GBK shows every sign."""
    assert timeline_text(run.campaign, run.state, DAY).encode("gbk")


def test_lateness_work_and_plan_are_told_apart(run: Run) -> None:
    """What was done in time, done late, and is overdue each has its own sign and note."""
    assert "=" in _row(run, "集中学习")
    assert "!" not in _row(run, "集中学习")
    assert _row(run, "动员会").endswith("晚2天完成")
    assert "#!" in _row(run, "谈心谈话")
    assert "|" in _row(run, "总结报告")


def test_a_notebook_shows_pictures_and_pages(run: Run) -> None:
    """What is drawn says by itself how a notebook shows it."""
    picture, page = phase_graph_svg(run.campaign), html(run.campaign)
    assert picture._repr_svg_() == picture
    assert page._repr_html_().startswith("<iframe srcdoc=")
    assert "<script" not in page._repr_html_()
