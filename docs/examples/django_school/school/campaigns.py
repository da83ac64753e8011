"""The campaigns of this school; campaignflow finds every one in this module."""

from campaignflow import (
    AUTHOR,
    Artifact,
    Campaign,
    Each,
    Field,
    Ledger,
    Phase,
    Quota,
    RecordKind,
    Review,
    Role,
    Rule,
    Self,
    Step,
    Struck,
    chain,
    has,
    window,
)

attendees = Field("attendees", "参加人员", "persons", required=True)
topic = Field("topic", "主题")
caller = Field("caller", "谈话人", "person", required=True)
partner = Field("partner", "谈话对象", "person", required=True)
mode = Field("mode", "方式", "choice", ("面谈", "电话"), required=True)
note = Field("note", "情况", personal=True)
problem = Field("problem", "问题")
due = Field("due", "整改时限", "date")

ethics = Campaign(
    key="ethics",
    version="2026",
    title="师德师风主题活动",
    window=window("2026年9月—12月"),
    roles=[
        teacher := Role("teacher", "教师"),
        head := Role("head", "教研组长", within=teacher),
        principal := Role("principal", "校长", exactly=1, within=head),
    ],
    lead=principal,
    records=[
        meeting := RecordKind("meeting", "会议", [attendees, topic], by=head),
        talk := RecordKind("talk", "谈心", [caller, partner, mode, note], by=head),
    ],
    artifacts=[essay := Artifact("essay", "心得体会", by=teacher)],
    ledgers=[issues := Ledger("issues", "问题清单", [problem, due], by=head, due=due)],
    phases=[
        study := Phase("study", "学习", window("9月—10月")),
        search := Phase("search", "查摆", window("11月")),
        rectify := Phase("rectify", "整改", window("12月")),
    ],
    steps=[
        kickoff := Step("kickoff", "动员会", study, owner=head),
        essays := Step(
            "essays", "撰写心得", study,
            each=teacher, owner=teacher, artifact=essay, review=Review((principal, head), "any"),
        ),
        talks := Step("talks", "谈心谈话", search, owner=head),
        listing := Step("listing", "建立问题清单", search, owner=head),
        fixing := Step("fixing", "整改销号", rectify, owner=head),
    ],
    edges=[*chain(study, search, rectify), *chain(talks, listing)],
    rules=[
        Rule(kickoff, Quota(of=meeting, per=Each(teacher, attendees)), title="人人参加"),
        Rule(essays, has(essay, Self(AUTHOR))),
        Rule(talks, Quota(of=talk, per=Each(teacher, partner), where=mode.is_("面谈"))),
        Rule(fixing, Struck(issues), title="问题全部销号"),
    ],
)  # fmt: skip
