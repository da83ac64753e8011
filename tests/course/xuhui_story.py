"""What a unit did in the campaign of 2009: the same work in each, some days later."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from campaignflow.definitions import xuhui_2009 as plan

from .clerk import Clerk, later
from .xuhui_units import Unit

OWED, LONG = 48, 4


class Telling:
    """Tell what one unit did: its clerk writes down, and hours are kept per member."""

    def __init__(self, unit: Unit) -> None:
        self.unit = unit
        self.clerk = Clerk(2009, f"xh-{unit.key}", unit.secretary, 2009)
        self.hours: Counter[str] = Counter()

    def record(self, text: str, kind: str, actor: str | None = None, **values: Any) -> str:
        """Note a record."""
        return self.clerk.record(self.unit.when(self.clerk, text), kind, actor, **values)

    def do(self, text: str, command: str, subject: str, reason: str = "", **args: Any) -> None:
        """Note an act."""
        at = self.unit.when(self.clerk, text)
        self.clerk.do(at, command, subject, reason=reason, **args)

    def finish(self, text: str, *steps: str, reason: str = "") -> None:
        """Settle steps on the work day after a day, when the last record has been entered."""
        for number, step in enumerate(steps):
            at = later(self.unit.when(self.clerk, f"{text} 16:00"), 1, 16, 5 * number)
            self.clerk.do(at, "finish", step, reason=reason)

    def session(
        self, day: str, form: str, came: Sequence[str], hours: int = LONG, **more: Any
    ) -> str:
        """Note a session and who was there for how long."""
        self.hours.update(dict.fromkeys(came, hours))
        more = {"hours": hours, **more}
        return self.record(f"{day} 13:30", "session", form=form, attendees=list(came), **more)

    def everybody(self, day: str, again: str, form: str, hours: int = LONG, **more: Any) -> None:
        """Note a session that every member attends; who was away makes it up."""
        came = self.clerk.some(self.unit.members)
        self.session(day, form, came, hours, **more)
        away = [person for person in self.unit.members if person not in came]
        if away:
            self.session(again, form, away, hours, **more)


# --- before the phases, and beside them


def mobilise(tell: Telling) -> None:
    """The plan is made and the kick-off held in the middle of March."""
    unit = tell.unit
    both = {"attendees": [*unit.board, *unit.outsiders]}
    tell.record("03-12 10:00", "resolution", matter="实施方案", **both)
    tell.record("03-13 09:30", "scheme", author=unit.secretary)
    tell.finish("03-13", "design")
    day, why = ("03-20", "书记外出学习，推迟召开") if unit.lag > 2 else ("03-16", "")
    tell.session(day, "动员会", tell.clerk.some(unit.members), 2, speaker=unit.secretary)
    tell.finish(day, "kickoff", reason=why)
    tell.do("03-24 09:00" if why else "03-18 09:00", "open", "study")


def lead(tell: Telling) -> None:
    """Leading cadres go ahead in ten things, from March to July."""
    ten = plan.lead_in.choices
    for person in tell.unit.leaders:
        for day, part in (("03-30", ten[:5]), ("05-27", ten[5:8]), ("07-02", ten[8:])):
            tell.record(f"{day} 17:00", "deed", person, who=person, lead_in=part)
    tell.finish("07-06", "deeds")


def deliberate(tell: Telling) -> None:
    """The committee, or all members where there is none, with the leader who is no member."""
    everybody = [*tell.unit.board, *tell.unit.outsiders]
    for day, matter in (("03-24", "学习调研"), ("06-02", "分析检查"), ("06-30", "整改方案")):
        tell.record(f"{day} 15:30", "resolution", matter=matter, attendees=everybody)
    tell.finish("07-01", "deliberate")


def beside(tell: Telling) -> None:
    """Reports, help and activities run beside the phases."""
    unit, news = tell.unit, plan.news.choices
    tell.record("04-15 10:00", "coverage", news=news[:1])
    tell.record("08-12 10:00", "coverage", news=news)
    tell.finish("08-13", "publicity")
    if unit.is_bureau:
        for day, target in zip(("04-21", "06-23"), plan.target.choices, strict=True):
            tell.record(f"{day} 09:00", "helping", attendees=unit.members, target=[target])
        tell.finish("07-09", "relieve")
        return
    for day, drive in zip(("04-08", "05-14", "06-25"), plan.drive.choices, strict=True):
        came = tell.clerk.some(unit.members)
        tell.record(f"{day} 16:30", "action", drive=drive, attendees=came)
    tell.finish("07-09", "drives")
    if unit.elects:
        tell.record("06-24 15:00", "ballot")
        tell.finish("06-24", "elect")


# --- study


def learn(tell: Telling) -> None:
    """Sessions of four hours in most weeks; what was learnt is exchanged in three places."""
    forms, linked = plan.studying[1:], plan.linked.choices
    for number, day in enumerate(("03-25", "04-01", "04-09", "04-16", "04-22")):
        came, form = tell.clerk.some(tell.unit.members), forms[number % 3]
        speaker = tell.clerk.pick(tell.unit.leaders)
        tell.session(day, form, came, speaker=speaker, linked=[linked[number % 3]])
    tell.finish("04-23", "learn")
    for day, venue in zip(("04-13", "04-17", "04-21"), plan.venue.choices, strict=True):
        tell.record(f"{day} 16:00", "exchange", venue=venue)
    tell.finish("04-21", "share")


def research(tell: Telling) -> None:
    """Each leader looks into a matter and writes; opinions are heard on all sides."""
    clerk, leaders = tell.clerk, tell.unit.leaders
    for person, day in zip(leaders, ("03-26", "03-31", "04-02"), strict=False):
        tell.record(f"{day} 09:30", "inquiry", person, who=person)
        tell.record(f"{day} 15:00", "hearing", person, heard=[clerk.pick(plan.heard.choices[:2])])
    tell.record("04-10 10:00", "hearing", heard=plan.heard.choices)
    tell.finish("04-13", "listen", "research")
    for person in leaders:
        tell.record("04-20 10:00", "inquiry_report", person, author=person)
    tell.record("04-22 10:30", "team_report", author=tell.unit.secretary)
    tell.finish("04-22", "write_up")
    tell.record("04-14 16:00", "proposal", tell.unit.members[2])
    tell.finish("04-15", "propose")
    if tell.unit.is_bureau:
        contacts(tell)


def contacts(tell: Telling) -> None:
    """Each leader of the bureau takes one school and goes there twice."""
    kinds = plan.opinions.choices
    for person, point in zip(tell.unit.leaders, ("b1", "b2", "zx"), strict=True):
        tell.record("03-19 10:00", "contact", person, who=person, point=point)
        for day, heard in (("03-27", kinds[:2]), ("04-10", kinds[2:])):
            tell.record(f"{day} 14:00", "visit", person, who=person, point=point, opinions=heard)
    tell.finish("04-14", "contacts")


def debate(tell: Telling) -> None:
    """One discussion on topics of the unit's own, from which a common view comes."""
    tell.record("04-03 09:00", "topics", author=tell.unit.secretary, parts=plan.topics.parts)
    came = tell.clerk.some(tell.unit.members)
    tell.session("04-24", "解放思想讨论", came, questions=plan.questions.choices)
    tell.record("04-27 10:00", "consensus", author=tell.unit.secretary)
    tell.finish("04-27", "debate")


# --- analyse


def meet(tell: Telling) -> None:
    """The two meetings, each with outlines or preparation before it."""
    leaders = tell.unit.leaders
    tell.finish("05-08", "prepare")
    for person in leaders:
        tell.record("05-13 15:00", "outline", person, author=person, parts=plan.outline.parts)
    tell.finish("05-15", "outlines")
    tell.everybody("05-20", "05-22", "组织生活会")
    tell.finish("05-22", "life_meeting")
    tell.record("05-26 14:00", "council", attendees=leaders)
    tell.finish("05-26", "team_meeting")


def examine(tell: Telling) -> None:
    """The secretary drafts, members and others speak to it, and their delegates assess it."""
    parts, author = plan.analysis.parts, tell.unit.secretary
    tell.record("05-27 10:00", "analysis", author=author, parts=parts[:2])
    tell.record("06-01 10:00", "analysis", author=author, parts=parts)
    tell.finish("06-03", "draft")
    for day, circle in zip(("06-04", "06-09"), plan.circle.choices, strict=True):
        tell.record(f"{day} 15:00", "consultation", circle=[circle])
    tell.finish("06-10", "consult")
    tell.record("06-17 15:00", "appraisal", raters=plan.raters.choices)
    tell.finish("06-18", "appraise")


# --- rectify


def work_off(tell: Telling) -> None:
    """Five problems are listed in June and worked off until August."""
    clerk, unit = tell.clerk, tell.unit
    found = clerk.moments("06-11", "06-26", 5)
    for number, at in enumerate(found, start=1):
        item, who = f"{unit.key}-{number}", clerk.pick(unit.board)
        values = {
            "item": f"问题{number}",
            "scope": plan.scope.choices[number % 2],
            "due": "2009-08-15",
            "in_charge": clerk.pick(unit.leaders),
        }
        clerk.do(at, "find", item, who, ledger="items", values=values)
        if (unit.key, number) != ("b2", 5):
            solved = later(at, clerk.number(15, 35), 10, clerk.number(0, 55))
            clerk.do(solved, "work", item, who, trigger="solve")
    tell.finish("08-17", "fix")


def rectify(tell: Telling) -> None:
    """A plan is made and posted; rules, begun in March, are finished in July."""
    rules, step = ("policy", "policies") if tell.unit.is_bureau else ("bylaws", "rules_made")
    author = tell.unit.secretary
    tell.record("03-26 17:00", rules, author=author, evidence="现行制度清单")
    tell.record("07-01 10:00", "plan", author=author, parts=plan.plan.parts)
    tell.finish("07-01", "draw_up")
    tell.record("07-03 09:00", "posting", paper=plan.paper.choices[0])
    tell.finish("07-03", "publish")
    tell.record("07-14 10:00", rules, author=author, evidence="修订稿")
    tell.finish("07-15", step)
    for day, outcome in zip(("07-08", "07-16", "08-11"), plan.outcome.choices, strict=True):
        tell.record(f"{day} 10:00", "result", outcome=outcome)


def study_on(tell: Telling) -> None:
    """Sessions go on to the end, until each member has the hours owed."""
    forms, members = plan.studying[1:], tell.unit.members
    for number, day in enumerate(("05-07", "06-05", "06-16", "07-07", "07-10")):
        tell.session(day, forms[number % 3], tell.clerk.some(members))
    for day in ("08-03", "08-04", "08-05", "08-06", "08-07"):
        short = [person for person in members if tell.hours[person] < OWED]
        if short:
            tell.session(day, forms[0], short)
    tell.finish("08-10", "hours_owed")


def close_out(tell: Telling) -> None:
    """Summary, notice, survey and files, when the problems are mostly solved."""
    author = tell.unit.secretary
    tell.record("08-19 10:00", "summing_up", author=author)
    tell.record("08-20 10:00", "notice", author=author)
    tell.record("08-21 15:00", "survey", score=tell.clerk.number(86, 98))
    tell.record("08-24 10:00", "files", author=author)
    tell.finish("08-24", "sum_up", "notify", "rate", "file")


def prove(tell: Telling) -> None:
    """Model members are found by the part they take, and the campaign is tested by the work."""
    tell.record("06-29 15:00", "selection", condition=plan.condition.choices[0])
    tell.record("08-17 10:00", "proof", criterion=plan.criterion.choices[0])
    tell.finish("08-17", "prove")


STORY = (
    mobilise, lead, deliberate, beside, learn, research, debate, meet, examine, rectify,
    work_off, study_on, close_out, prove,
)  # fmt: skip
