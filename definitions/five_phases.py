"""The template: mobilise, study, search, rectify, conclude, within one school term.

Copy this file and change what your plan says differently. Only the campaign's own window names a
year, so that another year is one line:

Example:
    >>> import attrs
    >>> from campaignflow.definitions.five_phases import five_phases
    >>> from campaignflow.model import window
    >>> next_year = attrs.evolve(five_phases, version="2026", window=window("2026年3月—7月"))
    >>> next_year.node("talks").title
    '谈心谈话'
"""

from __future__ import annotations

from campaignflow.guards import Each, Pairs, Published, Quota, Self, Struck, Survey, has
from campaignflow.model import (
    AUTHOR,
    Artifact,
    Campaign,
    Field,
    Ledger,
    May,
    Phase,
    RecordKind,
    Review,
    Role,
    Rule,
    Step,
    after,
    chain,
    reopen,
    window,
)

attendees = Field("attendees", "参加人员", "persons", required=True)
topic = Field("topic", "主题")
caller = Field("caller", "谈话人", "person", required=True)
partner = Field("partner", "谈话对象", "person", required=True)
mode = Field("mode", "方式", "choice", ("面谈", "电话", "书面"), required=True)
returned = Field("returned", "收回份数", "integer", required=True)
satisfied = Field("satisfied", "满意率（%）", "integer", required=True)
problem = Field("problem", "问题")
person = Field("person", "责任人", "person")
due = Field("due", "时限", "date")

five_phases = Campaign(
    key="five_phases",
    version="2025",
    title="主题活动（五个阶段）",
    window=window("2025年3月—7月"),
    roles=[
        member := Role("member", "党员"),
        leader := Role("leader", "班子成员", within=member),
        secretary := Role("secretary", "书记", exactly=1, within=leader),
        supervisor := Role("supervisor", "督导组", outside=True),
    ],
    lead=secretary,
    records=[
        meeting := RecordKind("meeting", "会议", (attendees, topic)),
        session := RecordKind("session", "集中学习", (attendees, topic), by=leader),
        questionnaire := RecordKind("questionnaire", "调查问卷", (returned,), by=leader),
        talk := RecordKind("talk", "谈话", (caller, partner, mode), by=leader),
        notice := RecordKind("notice", "公示", by=leader),
        survey := RecordKind("survey", "满意度测评", (satisfied,), by=supervisor),
    ],
    artifacts=[
        essay := Artifact("essay", "心得体会", by=member),
        self_check := Artifact("self_check", "对照检查材料", ("问题", "原因", "措施"), by=leader),
        plan := Artifact("plan", "整改方案", ("任务", "措施", "责任", "时限"), by=leader),
        report := Artifact("report", "总结报告", by=leader),
    ],
    phases=[
        mobilise := Phase("mobilise", "动员", window("3月上旬"), slots=("动员",)),
        study := Phase("study", "学习", window("3月中旬—4月中旬"), slots=("学习",)),
        search := Phase("search", "查摆", window("4月下旬—5月中旬"), slots=("查摆",)),
        rectify := Phase("rectify", "整改", window("5月下旬—6月"), slots=("整改",)),
        conclude := Phase("conclude", "总结", window("7月上旬"), slots=("总结",)),
    ],
    ledgers=[issues := Ledger("issues", "问题清单", (problem, person, due), by=leader, due=due)],
    steps=[
        kickoff := Step("kickoff", "动员会", mobilise),
        sessions := Step("sessions", "集中学习", study, owner=leader),
        essays := Step(
            "essays",
            "撰写心得",
            study,
            each=member,
            owner=member,
            review=Review((secretary, supervisor), "any", veto=secretary),
            artifact=essay,
        ),
        opinions := Step("opinions", "征求意见", search, owner=leader),
        talks := Step("talks", "谈心谈话", search, owner=leader),
        checks := Step(
            "checks",
            "对照检查",
            search,
            each=leader,
            owner=leader,
            review=Review((secretary, supervisor), "any", veto=secretary),
            artifact=self_check,
        ),
        criticism := Step("criticism", "组织生活会", search),
        listing := Step("listing", "建立清单", search, owner=leader),
        planning := Step("planning", "制定方案", rectify, owner=leader),
        publicity := Step("publicity", "方案公示", rectify, owner=leader),
        fixing := Step("fixing", "整改销号", rectify, owner=leader),
        rating := Step("rating", "群众测评", conclude, owner=supervisor),
        summary := Step("summary", "总结报告", conclude, owner=leader),
        archive := Step("archive", "资料归档", conclude, owner=leader),
    ],
    edges=[
        *chain(mobilise, study, search, rectify, conclude),
        after(opinions, checks),
        *chain(talks, checks, criticism, listing),
        after(planning, publicity),
        after(planning, fixing),
        *chain(rating, summary, archive),
        reopen(rating, fixing, limit=2, title="测评未达标，重新整改"),
    ],
    rules=[
        Rule(kickoff, Quota(of=meeting, per=Each(member, attendees))),
        Rule(sessions, Quota(of=session, per=Each(member, attendees), least=3)),
        Rule(essays, has(essay, Self(AUTHOR))),
        Rule(opinions, Quota(of=questionnaire, sum=returned, least=30)),
        Rule(talks, Quota(of=talk, per=Pairs(leader, (caller, partner)), where=mode.is_("面谈"))),
        Rule(checks, has(self_check, Self(AUTHOR))),
        Rule(criticism, Quota(of=meeting, per=Each(leader, attendees))),
        Rule(planning, has(plan)),
        Rule(publicity, Published(notice, days=5)),
        Rule(fixing, Struck(issues)),
        Rule(rating, Survey(survey, satisfied, least=80)),
        Rule(summary, has(report)),
    ],
    may=[
        May(leader, ("find", "work"), (issues,)),
        May(secretary, ("waive", "confirm", "assume", "void", "correct")),
    ],
)
