"""Campaigns, a run in the middle of its course, and a reader that measures drawings."""

from __future__ import annotations

import json
import pkgutil
import shutil
from collections.abc import Callable, Iterator
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree as ET

import pytest

import campaignflow.definitions
from campaignflow.definitions.five_phases import five_phases
from campaignflow.draw.geometry import Rect
from campaignflow.draw.text import width
from campaignflow.guards import AnyOf, Each, Fixed, Not, Per, Quota, Reached, Struck, Survey
from campaignflow.model import (
    CAMPAIGN,
    Anchor,
    Campaign,
    Every,
    Field,
    Force,
    Ledger,
    Need,
    Phase,
    RecordKind,
    Repeat,
    Review,
    Role,
    Rule,
    Step,
    Variant,
    after,
    on,
    reopen,
    together,
    window,
    with_,
)
from campaignflow.run import Run
from tests.draw.browsing import Browser
from tests.published import EXTERNAL

SVG = "{http://www.w3.org/2000/svg}"
BUILT_IN = (
    "<script>alert(1)</script>",
    "\"'><svg onload=alert(1)>",
    "]]></title><foreignObject/>",
    "&lt;b&gt; & &#0; %s {0} {x}",
    "a\x00\x01\x08\ud800\ufffe\uffffb",
    "\u202eright to left\u202c",
    "子\u0301\u0302 👩‍👩‍👧‍👦 ﷽",
    "无空格的很长的一个步骤名称" * 12,
    "W" * 300,
    "",
)


def hostile_titles() -> list[str]:
    """Return the texts that break programs: our own, and the public list where it is present."""
    path = EXTERNAL / "hostile-inputs" / "naughty-strings" / "blns.json"
    public = json.loads(path.read_text(encoding="utf-8")) if path.exists() else []
    return [*BUILT_IN, *public]


def safety(titles: Iterator[str] | None = None) -> Campaign:
    """Return a campaign with parallel phases, groups, threads and every kind of edge."""

    def say(text: str) -> str:
        return text if titles is None else next(titles)

    who, score = Field("who", say("参加人员"), "persons"), Field("score", say("得分"), "integer")
    meeting = RecordKind("meeting", say("会议"), (who,))
    rating = RecordKind("rating", say("测评"), (score,))
    lead, teacher = Role("lead", say("组长"), exactly=1), Role("teacher", say("教师"))
    visit, hazards = Anchor("visit", say("检查日"), scope="run"), Ledger("hazards", say("台账"))
    start = Phase("start", say("动员部署"), window("2024年9月"))
    check = Phase("check", say("自查自纠"), window("2024年10月—11月"))
    teach = Phase("teach", say("专项宣传"), window("2024年10月—12月"))
    fix = Phase("fix", say("集中整治"), window("2024年12月—2025年4月"))
    close = Phase("close", say("总结验收"), window("2025年5月—6月"))
    steps = [
        plan := Step("plan", say("制定实施方案"), start, review=lead),
        meet := Step("meet", say("召开动员大会"), start, window("2024年9月中旬")),
        look := Step("look", say("部门自查"), check, each=teacher, owner=teacher),
        lists := Step("lists", say("隐患排查与建立问题台账"), check),
        classes := Step("classes", say("主题班会"), teach, repeat=Repeat(Every.MONTH, "keep")),
        Step("parents", say("家长会"), teach, need=Need.OPTIONAL),
        strike := Step("strike", say("整改销号"), fix),
        inspect := Step("inspect", say("督导检查"), fix, on(visit)),
        again := Step("again", say("回头看"), fix, join="any"),
        rules := Step("rules", say("建章立制"), fix),
        draft := Step("draft", say("修订制度"), rules),
        pass_ := Step("pass_", say("审议通过"), rules, review=Review((lead, teacher), "all")),
        rate := Step("rate", say("群众满意度测评"), close),
        praise := Step("praise", say("总结表彰"), close, window("2025年6月基本完成")),
        patrol := Step("patrol", say("每周巡查"), repeat=Repeat(Every.WEEK, "drop")),
        news := Step("news", say("信息报送"), starts_with=start, ends_with=CAMPAIGN),
    ]
    return Campaign(
        key="safety",
        version="1",
        title=say("校园安全综合整治"),
        window=window("2024年9月—2025年6月"),
        lead=lead,
        roles=[lead, teacher],
        anchors=[visit],
        records=[meeting, rating],
        ledgers=[hazards],
        phases=[start, check, teach, fix, close],
        steps=steps,
        edges=[
            after(start, check),
            after(start, teach),
            after(check, fix),
            after(teach, fix, force=Force.SHOULD),
            after(fix, close),
            after(plan, meet),
            reopen(meet, plan, limit=1, title=say("方案修改")),
            with_(look, lists),
            after(lists, strike, title=say("按台账整改")),
            together(strike, inspect),
            after(strike, again),
            after(inspect, again),
            after(inspect, rules, guard=Fixed(visit)),
            after(draft, pass_),
            reopen(pass_, draft, unbounded="退回", title=say("退回修订")),
            reopen(rate, strike, limit=3, title=say("满意率低于80%")),
            reopen(again, lists, unbounded="复查", title=say("复查不合格")),
            after(rate, praise),
            after(meet, patrol),
            after(news, praise),
        ],
        rules=[
            Rule(meet, Quota(of=meeting, per=Each(teacher, who))),
            Rule(classes, Quota(of=meeting, per=Each(teacher, who) * Per(Every.MONTH, "keep"))),
            Rule(strike, Struck(hazards)),
            Rule(rate, Survey(rating, score, least=80)),
            Rule(close, AnyOf((Reached(again), Not(Fixed(visit)))), at="entry"),
            Rule(CAMPAIGN, Quota(of=meeting, least=20), force=Force.SHOULD),
            Rule(patrol, Quota(of=meeting), force=Force.STATED),
        ],
    )


def ten_phases() -> Campaign:
    """Return a campaign of ten phases with edges over one, over many and back."""
    lead, teacher = Role("lead", "组长", exactly=1), Role("teacher", "教师")
    branch = Field("retired", "离退休支部", "flag", required=True)
    titles = ("动员", "学习", "查摆", "整改", "总结", "回访", "评估", "巩固", "表彰", "归档")
    phases = [
        Phase(f"p{n}", f"第{n + 1}阶段：{title}", window(f"2024年{n + 2}月"))
        for n, title in enumerate(titles)
    ]
    work = ("召开会议", "自查自纠与建立台账", "走访谈话", "审议通过", "督导检查")
    steps = {
        (n, k): Step(f"s{n}_{k}", title, phase, each=teacher if k == 2 else None)
        for n, phase in enumerate(phases)
        for k, title in enumerate(work)
    }
    weekly = Step("weekly", "每周例会", phases[0], repeat=Repeat(Every.WEEK, "keep"))
    return Campaign(
        key="ten_phases",
        version="1",
        title="十个阶段",
        window=window("2024年2月—11月"),
        lead=lead,
        roles=[lead, teacher],
        facts=[branch],
        phases=phases,
        steps=[*steps.values(), weekly],
        edges=[
            *(after(a, b) for a, b in pairwise(phases)),
            *(after(steps[n, k], steps[n, k + 1]) for n in range(10) for k in range(4)),
            *(reopen(steps[n, 3], steps[n, 1], limit=2, title="退回") for n in range(0, 10, 3)),
            after(phases[0], phases[3]),
            after(phases[1], phases[8], force=Force.SHOULD),
            after(steps[0, 0], steps[7, 0], title="按台账整改"),
            reopen(steps[9, 4], steps[2, 0], limit=3, title="满意率低于80%"),
            reopen(phases[5], phases[2], limit=1, title="评估不合格"),
        ],
        variants=[Variant("old", "离退休支部", branch.is_(True), exempt=(phases[3], steps[4, 1]))],
    )


def shipped() -> dict[str, Campaign]:
    """Return every shipped definition by its name."""
    found = {}
    for module in pkgutil.iter_modules(campaignflow.definitions.__path__):
        value = getattr(import_module(f"campaignflow.definitions.{module.name}"), module.name, None)
        if isinstance(value, Campaign):
            found[module.name] = value
    return found


CAMPAIGNS = {**shipped(), "safety": safety(), "ten_phases": ten_phases()}


@pytest.fixture(params=CAMPAIGNS)
def campaign(request: pytest.FixtureRequest) -> Campaign:
    """Return each campaign in turn."""
    return CAMPAIGNS[request.param]


@pytest.fixture
def hostile() -> Callable[[int], Campaign]:
    """Return how to make the parallel campaign with hostile texts from the n-th on."""
    texts = hostile_titles()

    def make(first: int) -> Campaign:
        return safety(texts[(first + index) % len(texts)] for index in range(100))

    return make


PEOPLE = ("p1", "p2", "l1", "l2", "s")


@pytest.fixture
def run() -> Run:
    """Return a run of the five phases: the first two over, the third under way and late."""
    roster = [("p1", "member"), ("p2", "member"), ("l1", "leader"), ("l2", "leader")]
    roster += [("s", "secretary"), ("u", "supervisor")]
    run = Run.start(five_phases, "school", roster=roster, at="2025-03-01", actor="s")
    everyone = {"attendees": list(PEOPLE)}
    run.do("open", "mobilise", actor="s", at="2025-03-03")
    run.do("record", kind="meeting", values=everyone, actor="s", at="2025-03-12")
    run.do("finish", "kickoff", actor="s", at="2025-03-12")
    run.do("close", "mobilise", actor="s", at="2025-03-12")
    run.do("open", "study", actor="s", at="2025-03-13")
    for day in ("2025-03-14", "2025-03-21", "2025-03-28"):
        run.do("record", kind="session", values=everyone, actor="l1", at=day)
    run.do("finish", "sessions", actor="l1", at="2025-03-28")
    for person in PEOPLE[:4]:
        run.do("record", kind="essay", values={"author": person}, actor=person, at="2025-04-10")
        run.do("submit", f"essays#{person}", actor=person, at="2025-04-11")
        run.do("approve", f"essays#{person}", actor="u", at="2025-04-12")
    run.do("waive", "essays#s", actor="s", at="2025-04-12", reason="病休")
    run.do("close", "study", actor="s", at="2025-04-19")
    run.do("open", "search", actor="s", at="2025-04-22")
    values = {"caller": "l1", "partner": "l2", "mode": "面谈"}
    run.do("record", kind="talk", values=values, actor="l1", at="2025-05-02")
    return run


class Shape(NamedTuple):
    """One step or phase as drawn: its outline and the texts inside."""

    key: str
    kind: str
    state: str
    outline: Rect
    texts: tuple[tuple[str, Rect], ...]


class Drawing:
    """Measure an SVG drawing."""

    def __init__(self, svg: str) -> None:
        self.svg = svg
        self.root = ET.fromstring(svg)  # noqa: S314 - our own output, which must parse
        self.size = Rect(0, 0, float(self.root.attrib["width"]), float(self.root.attrib["height"]))

    def groups(self, kind: str) -> list[ET.Element]:
        """Return the groups of a class, in order."""
        return [g for g in self.root.iter(f"{SVG}g") if kind in g.get("class", "").split()]

    def shapes(self, *kinds: str) -> list[Shape]:
        """Return every step, group or phase drawn."""
        return [self._shape(group, kind) for kind in kinds for group in self.groups(kind)]

    def _shape(self, group: ET.Element, kind: str) -> Shape:
        rects = [r for r in group.findall(f"{SVG}rect") if r.get("class") in ("box", None)]
        texts = tuple(_text(text) for text in group.findall(f"{SVG}text"))
        key, state = group.get("data-key", ""), group.get("data-state", "")
        return Shape(key, kind, state, _rect(rects[0]), texts)

    def texts(self) -> list[tuple[str, Rect]]:
        """Return every text with the room it takes."""
        return [_text(text) for text in self.root.iter(f"{SVG}text")]

    def words(self) -> str:
        """Return every text drawn, joined and without spaces, as lines break anywhere."""
        return "".join(text for text, _room in self.texts()).replace(" ", "")


def _rect(rect: ET.Element) -> Rect:
    return Rect(*(float(rect.attrib[name]) for name in ("x", "y", "width", "height")))


def _text(text: ET.Element) -> tuple[str, Rect]:
    size, words = float(text.attrib["font-size"]), text.text or ""
    x, y = float(text.attrib["x"]), float(text.attrib["y"])
    return words, Rect(x, y - size * 0.86, width(words, size), size * 1.05)


@pytest.fixture
def drawn() -> Callable[[str], Drawing]:
    """Return the reader of drawings."""
    return Drawing


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Return a headless Chromium; skip where there is none."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    chromedriver = shutil.which("chromedriver")
    if chromium is None or chromedriver is None:
        pytest.skip("no Chromium with chromedriver on this machine")
    webdriver = pytest.importorskip("selenium.webdriver")
    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    for argument in ("--headless=new", "--no-sandbox", "--window-size=1400,1000"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(chromedriver))
    yield Browser(driver)
    driver.quit()


@pytest.fixture
def opened(browser: Browser, tmp_path: Path) -> Callable[[str], Browser]:
    """Return how to open a page that was made just now."""

    def open_(text: str) -> Browser:
        page = tmp_path / "page.html"
        page.write_text(text, encoding="utf-8")
        browser.open(page)
        return browser

    return open_
