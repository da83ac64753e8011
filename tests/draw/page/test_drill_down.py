"""From the board of many units one comes to the page of each, and back, all in plain files."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from campaignflow.cli.folder import rollup_folder
from campaignflow.definitions.five_phases import five_phases
from campaignflow.draw import day_html
from campaignflow.moments import end_of
from campaignflow.run import Run
from campaignflow.tree import Tree
from campaignflow.units import Unit, Units

DAY = "2025-03-13"


@pytest.fixture(scope="module")
def board(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the board of a district with a school that is late and one that has not begun."""
    units = [Unit("d/1", "东区"), Unit("..", "一小", parent="d/1"), Unit("z", "二小", None, "d/1")]
    tree = Tree(five_phases, Units(units), clock=lambda: end_of(DAY, five_phases.zone) - 1)
    for unit in ("d/1", ".."):
        run = tree.start(unit, roster=[("s", "secretary"), ("l", "leader")], at="2025-03-01")
        run.do("open", "mobilise", actor="s", at="2025-03-03")
    folder = tmp_path_factory.mktemp("district")
    rollup_folder(folder, tree, "zh", known=DAY)
    return folder / "board.html"


def test_a_cell_leads_to_its_phase_in_the_page_of_its_unit(board: Path, browser: Any) -> None:
    """A click on what is late opens the unit's page with the phase chosen and its reasons."""
    browser.open(board)
    browser.find("tr[data-key='..'] td.late a").click()
    assert "#mobilise" in browser.driver.current_url
    assert browser.find("#node h2").text == "动员"
    assert "动员会" in browser.find("#now").text
    assert "单位：一小" in browser.find("#head").text
    assert browser.complaints() == []


def test_the_trail_leads_back_up(board: Path, browser: Any) -> None:
    """Above the page stand the board and the units above, each a way back; it names itself."""
    browser.open(board)
    browser.find("tr[data-key='..'] th a").click()
    assert [step.text for step in browser.all("nav li")] == ["各单位", "东区", "一小"]
    assert browser.find("nav [aria-current]").text == "一小"
    browser.all("nav a")[1].click()
    assert browser.find("nav [aria-current]").text == "东区"
    browser.all("nav a")[0].click()
    assert browser.all("tbody tr")


def test_a_unit_that_has_not_begun_has_no_page(board: Path, browser: Any) -> None:
    """Its row stands on the board without a way to anywhere."""
    browser.open(board)
    assert browser.all("tr[data-key='..'] a")
    assert browser.all("tr[data-key=z] a") == []
    assert len(list((board.parent / "units").iterdir())) == 2


def test_a_page_of_one_day_has_no_slider(run: Run, opened: Any) -> None:
    """It tells its day, and asks for no other."""
    page = opened(day_html(run.campaign, run.state, dt.date(2025, 5, 26), run.events()))
    assert "2025年5月26日" in page.find("#date").text
    assert not page.find("#day").is_displayed()
    assert not page.find("#play").is_displayed()
    assert page.find("#phases [data-key=talks]").get_attribute("data-state") == "late"
    assert page.complaints() == []


def test_a_trail_that_could_run_is_refused(run: Run) -> None:
    """Only pages can be led to."""
    with pytest.raises(ValueError, match="relative, http or https"):
        day_html(run.campaign, run.state, dt.date(2025, 5, 26), trail=[("x", "javascript:0")])


def test_hostile_names_of_units_stay_texts(run: Run, opened: Any) -> None:
    """Markup in the trail is shown and does nothing."""
    trail = [("<script>alert(1)</script>", "a.html"), ("</nav><h1>x", "")]
    page = opened(day_html(run.campaign, run.state, dt.date(2025, 5, 26), trail=trail))
    assert [step.text for step in page.all("nav li")] == [title for title, _link in trail]
    assert len(page.all("h1")) == 1
    assert page.complaints() == []
