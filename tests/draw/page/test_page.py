"""The page replays a run in a real browser and tells each day what the run told on it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from campaignflow import Command, decide
from campaignflow.definitions.five_phases import five_phases
from campaignflow.draw import html
from campaignflow.draw.text import clean
from campaignflow.moments import end_of
from campaignflow.report import rows
from campaignflow.run import Run
from tests.draw.conftest import BUILT_IN, PEOPLE, safety

ENTER, ARROW_RIGHT = "\ue007", "\ue014"
Open = Callable[[str], Any]
DAYS = ("2025-03-03", "2025-04-12", "2025-03-20", "2025-05-26", "2025-03-01")
SETTLED = {"done": "done", "closed": "done", "released": "released"}


@pytest.fixture
def course() -> Run:
    """Return a run whose clock stood where each command was given, as if told day by day."""
    clock = [0]

    def do(at: str, *command: Any, **more: Any) -> None:
        clock[0] = end_of(at, five_phases.zone) - 1
        run.do(*command, at=at, **more)

    clock[0] = end_of("2025-03-01", five_phases.zone) - 1
    roster = [("p1", "member"), ("p2", "member"), ("l1", "leader"), ("l2", "leader")]
    roster += [("s", "secretary"), ("u", "supervisor")]
    run = Run.start(
        five_phases, "school", roster=roster, at="2025-03-01", actor="s", clock=lambda: clock[0]
    )
    do("2025-03-03", "open", "mobilise", actor="s")
    everyone = {"attendees": list(PEOPLE)}
    do("2025-03-12", "record", kind="meeting", values=everyone, actor="s")
    do("2025-03-12", "finish", "kickoff", actor="s")
    do("2025-03-12", "close", "mobilise", actor="s")
    do("2025-03-13", "open", "study", actor="s")
    for day in ("2025-03-14", "2025-03-21"):
        do(day, "record", kind="session", values=everyone, actor="l1")
    do("2025-03-28", "record", kind="session", values={"attendees": ["p1", "s"]}, actor="l1")
    do("2025-04-10", "record", kind="essay", values={"author": "p1"}, actor="p1")
    do("2025-04-11", "submit", "essays#p1", actor="p1")
    do("2025-04-12", "return_", "essays#p1", actor="u", reason="太短")
    return run


@pytest.fixture
def replayed(course: Run, opened: Open) -> Any:
    """Return the browser with the page of the run open."""
    return opened(html(course.campaign, course.events(), dt.date(2025, 5, 26)))


def _go(browser: Any, day: str) -> None:
    """Drag the slider to a day."""
    browser.run(
        "const slider = document.getElementById('day');"
        "slider.value = data.dates.indexOf(arguments[0]);"
        "slider.dispatchEvent(new Event('input'));",
        day,
    )
    assert browser.find("body").get_attribute("data-day") == day


def _states(browser: Any) -> dict[str, str]:
    kinds = "#phases :is(.phase, .group, .step)"
    return {b.get_attribute("data-key"): b.get_attribute("data-state") for b in browser.all(kinds)}


def _why(run: Run, command: str, subject: str, day: str) -> Iterator[str]:
    """Yield the lines of every guard that the run gave as a reason on that day."""
    now = end_of(day, run.campaign.zone)
    ask = Command(command, subject, actor="s")
    refusal = decide(run.campaign, run.known_as_of(day), ask, now).refusal
    for cause in refusal.causes if refusal else ():
        if cause.explanation is not None:
            yield from (line.strip() for line in cause.explanation.lines("zh"))


def test_nothing_is_asked_for_and_nothing_goes_wrong(replayed: Any) -> None:
    """The page loads itself only, and no script, style or picture is missing or refused."""
    replayed.find("#play").click()
    replayed.find("#play").click()
    assert [url.rpartition("/")[2] for url in replayed.requests()] == ["page.html"]
    assert replayed.complaints() == []


def test_the_page_begins_with_the_day_asked_for(course: Run, opened: Open) -> None:
    """Without a day it is the last one known."""
    page = opened(html(course.campaign, course.events(), dt.date(2025, 3, 20)))
    assert page.find("body").get_attribute("data-day") == "2025-03-20"
    page = opened(html(course.campaign, course.events()))
    assert page.find("body").get_attribute("data-day") == "2025-04-12"


def test_each_day_shows_the_states_of_that_day(replayed: Any, course: Run) -> None:
    """What the slider shows is what the report of the day says of every node."""
    for day in DAYS:
        _go(replayed, day)
        shown = _states(replayed)
        for row in rows(course.known_as_of(day), dt.date.fromisoformat(day))[1:]:
            idle = "due" if row.due else "planned"
            late = "late" if row.is_open else "missed"
            active = late if row.late_days else "open" if row.is_open else idle
            if row.key == row.node:
                assert shown[row.key] == SETTLED.get(row.state, active), (day, row.key)


@pytest.mark.parametrize("day", ["2025-03-14", "2025-03-28", "2025-04-12"])
def test_a_node_gives_the_reasons_of_the_day(replayed: Any, course: Run, day: str) -> None:
    """A click shows each reason for which the run would have refused to finish it on that day."""
    _go(replayed, day)
    replayed.find("#phases [data-key=sessions] text").click()
    told = [line.strip() for line in replayed.find("#node").text.splitlines()]
    wanted = list(_why(course, "finish", "sessions", day))
    assert len(wanted) > 1
    assert [line for line in wanted if line not in told] == []


def test_an_open_node_is_followed_through_the_days(replayed: Any) -> None:
    """The reasons change with the slider while the node stays open."""
    replayed.find("#phases [data-key=sessions] text").click()
    texts = []
    for day in ("2025-03-12", "2025-03-14", "2025-03-21"):
        _go(replayed, day)
        texts.append(replayed.find("#node").text)
    assert len(set(texts)) == 3


def test_each_instance_is_told_apart(replayed: Any, course: Run) -> None:
    """A node multiplied for people shows one entry a person, the returned one among them."""
    _go(replayed, "2025-04-12")
    replayed.find("#phases [data-key=essays] text").click()
    keys = [e.get_attribute("data-instance") for e in replayed.all("#node [data-instance]")]
    assert sorted(keys) == sorted(course.known_as_of("2025-04-12").instances_of("essays"))
    assert "已退回" in replayed.find("[data-instance='essays#p1']").text


def test_debts_are_those_of_the_status(replayed: Any, course: Run) -> None:
    """Every person who owes something on the day is listed with all of it."""
    _go(replayed, "2025-04-12")
    owed = course.status(known="2025-04-12").people
    listed = {
        row.find_element("css selector", "th").text: row for row in replayed.all("#people tr")
    }
    assert listed.keys() == owed.keys()
    for person, debts in owed.items():
        for debt in debts:
            assert debt.notice.zh in listed[person].text


def test_what_blocks_the_run_is_told_day_by_day(replayed: Any, course: Run) -> None:
    """Above the drawing stand the phases open on that day and each thing that it waits for."""
    for day in ("2025-03-14", "2025-04-12", "2025-05-26"):
        _go(replayed, day)
        told = course.status(known=day)
        assert [row.title for row in told.phases] == ["学习"]
        assert replayed.find("#now h2").text.startswith("进行中的阶段：学习")
        shown = [button.text for button in replayed.all("#now button")]
        waiting = {
            "本阶段" if b.row.life == "phase" else b.row.title
            for b in told.blocked
            if b.holds[0].notice.code != "report.hold.inside"
        }
        assert {title.split(" ")[0].split("（")[0] for title in shown} == waiting
    replayed.find("#now button").click()
    assert replayed.find("#node h2").text in shown[0]


def test_debts_lead_to_their_node(replayed: Any) -> None:
    """A click on what is owed opens the node it is owed in."""
    replayed.find("#people button").click()
    assert replayed.find("#node h2").text


def test_bars_grow_with_the_days(replayed: Any) -> None:
    """What is open reaches to the day shown, and what was not begun has no bar."""

    def drawn() -> float:
        found = replayed.all("#timeline [data-key=study] .actual")
        return sum(float(bar.get_attribute("width")) for bar in found)

    _go(replayed, "2025-03-12")
    assert drawn() == 0
    _go(replayed, "2025-03-20")
    early = drawn()
    _go(replayed, "2025-04-10")
    assert drawn() > early > 0


def test_keys_open_a_node(replayed: Any) -> None:
    """Arrow keys walk over the nodes and Enter opens one; there is one stop for the tab key."""
    assert len(replayed.all("#phases [tabindex='0'][role=button]")) == 1
    first = replayed.find("#phases [tabindex='0'][role=button]")
    replayed.run("arguments[0].focus()", first)
    first.send_keys(ARROW_RIGHT)
    second = replayed.driver.switch_to.active_element
    second.send_keys(ENTER)
    assert second.get_attribute("aria-pressed") == "true"
    assert replayed.find("#node h2").text in second.get_attribute("aria-label")


def test_the_slider_says_its_day(replayed: Any) -> None:
    """A screen reader hears the date, not a number, and a name for every node."""
    _go(replayed, "2025-03-20")
    assert replayed.find("#day").get_attribute("aria-valuetext").startswith("2025年3月20日")
    for box in replayed.all("#phases [role=button]"):
        assert box.accessible_name


def test_the_page_zooms(replayed: Any) -> None:
    """Buttons make the phase graph larger, smaller, and as wide as there is room."""

    def size() -> float:
        return float(replayed.find("#phases svg").size["width"])

    before, room = size(), float(replayed.find("#phases .view").size["width"])
    assert before > room, "it begins large enough to be read"
    replayed.find("[data-zoom='1']").click()
    assert size() > before
    replayed.find("[data-zoom='0']").click()
    assert room - 30 < size() <= room


def test_a_plan_alone_has_no_slider(opened: Open) -> None:
    """The conditions of a node can be read without any run."""
    page = opened(html(five_phases))
    assert not page.find("#replay").is_displayed()
    page.find("#phases [data-key=sessions] text").click()
    assert "集中学习：每名党员≥3次" in page.find("#node").text
    assert page.complaints() == []


def test_hostile_titles_stay_texts(opened: Open, hostile: Callable[[int], Any]) -> None:
    """Markup, script ends and line separators in titles are shown and do nothing."""
    titles = iter([*BUILT_IN, "</script><script>alert(1)</script>", "\u2028\u2029", "<!--"] * 12)
    page = opened(html(safety(titles)))
    assert page.complaints() == []
    assert page.run("return document.scripts.length") == 2
    assert len(page.all("#phases .step, #phases .group, #phases .phase")) == 21
    assert page.run("return data.nodes.start.title") is not None


def test_english_pages_are_english(course: Run, opened: Open) -> None:
    """What the page itself says is in the language asked for."""
    page = opened(html(course.campaign, course.events(), lang="en"))
    assert page.find("html").get_attribute("lang") == "en"
    assert page.find("#people h2").text == "Who owes what"
    assert "2025" in page.find("#date").text
    assert not any("\u4e00" <= char <= "\u9fff" for char in page.find("#replay").text)


def test_the_dark_page_is_dark(replayed: Any) -> None:
    """Where the screen asks for it, ground and boxes change places with their texts."""
    script = "return getComputedStyle(document.body).backgroundColor"
    bright = replayed.run(script)
    dark = [{"name": "prefers-color-scheme", "value": "dark"}]
    replayed.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": dark})
    try:
        assert replayed.run(script) != bright
        box = "return getComputedStyle(document.querySelector('.step .box')).fill"
        assert replayed.run(box) != "rgb(255, 255, 255)"
    finally:
        replayed.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})


def test_a_whole_course_stays_small(course: Run) -> None:
    """Days are kept as what changed: a month without news adds next to nothing."""
    early = html(course.campaign, course.events()[:-1])
    assert len(html(course.campaign, course.events())) - len(early) < 20_000


@pytest.mark.parametrize("first", range(0, 540, 45))
def test_every_hostile_title_is_shown_as_it_is(
    first: int, opened: Open, hostile: Callable[[int], Any]
) -> None:
    """Of all texts that break programs none adds an element, a script or an address to a page."""
    bad = hostile(first)
    page = opened(html(bad))
    assert page.complaints() == []
    assert [url.rpartition("/")[2] for url in page.requests()] == ["page.html"]
    nodes = [*bad.phases, *bad.steps]
    assert len(page.all("#phases :is(.phase, .group, .step)")) == len(nodes)
    assert page.run("return document.querySelectorAll('script, style, link, img, a').length") == 3
    wanted = {node.key: clean(node.title) for node in nodes}
    shown = page.run("return Object.entries(data.nodes).map(([key, node]) => [key, node.title])")
    assert dict(shown) == wanted
