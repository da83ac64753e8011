"""The 2023 mass-line campaign of a school: three undated links, and a plan whose text breaks off.

The copy is damaged, and the definition says where instead of mending it. It breaks off in the first
paragraph of the third link: what 建章立制 asks for is ``Unstated``, and there is no mobilisation,
summary, satisfaction test or archive. Words were replaced throughout (根本完成 stands for
基本完成; 部分, 服务 and others are written as they must have been), and so, it seems, were digits:
the years are taken as they stand, and the sum of a donation is only ``stated``.

No link or step has a date, so everything is bounded by the campaign alone, and quotas count from
its first day. The links interpenetrate: one *should* not start before the other, and rectifying
starts with the campaign. School weeks, terms and the school year come from ``TERMS``, which the
plan does not give: another school puts its own. A week or a term is owed if the campaign holds all
of it, a school year if it ends in the campaign. Nothing says how a plan comes back, so a review
returns it. Force is SHOULD where the plan only implies (等方式, 主要是) or speaks of the whole;
what only people can judge is attested or ``stated``. The leadership's report is read as the one
that its meeting passes, and 自上而下 as its meeting before those of the branches.
"""

from __future__ import annotations

import datetime as dt

from campaignflow import (  # isort: skip
    AUTHOR, CAMPAIGN, WHOLE, Across, Anchor, Answered, Artifact, Campaign, Each, Earlier, Every,
    Field, Force, Ledger, Mode, Need, Pairs, Per, Phase, Quota, RecordKind, Related, Relation,
    Requests, Role, Rule, Self, Stated, Step, Struck, Term, Unstated, Vacant, after, after_node,
    chain, covering, group, has, on, one, some, straight, window, with_,
)  # fmt: skip

FIXED, SHOULD = Need.FIXED, Force.SHOULD
THROUGHOUT = {"starts_with": CAMPAIGN, "ends_with": CAMPAIGN}
EXPERIENCE, HEARING, TALKING, JUDGING = "四（一）2(3)", "四（一）3", "四（二）2", "四（二）5(2)"
PREPARING, MEETING, TELLING = "四（二）4(1)", "四（二）4(2)", "四（二）4(3)"
LISTING = ("四（一）4", "四（三）1")

TERMS = (
    Term("2022秋", dt.date(2022, 9, 1), dt.date(2023, 1, 13), "2022-2023"),
    Term("2023春", dt.date(2023, 2, 13), dt.date(2023, 7, 14), "2022-2023"),
    Term("2023秋", dt.date(2023, 9, 1), dt.date(2024, 1, 19), "2023-2024"),
)

level = one("level", "组织", "教育工委", "学校")
form = one("form", "形式", "集中学习", "专题辅导", "讨论交流")
venues = ("支部学习", "读书交流会", "警示教育片", "反腐倡廉教育基地", "党员教育基地")
formats = some("formats", "载体", "纪律教育学习月", *venues)
gaps = some("gaps", "查找差距", "宗旨意识", "工作作风", "精神状态", "为民办事", "廉洁自律")
attendees, hearers = some("attendees", "参加人员"), some("hearers", "听取人")
gains = some("gains", "新提高", "理论理解", "历程认识", "群众关切", "自身脱离", "工作方法")
visitors, doers = some("visitors", "走访人"), some("doers", "完成人")
place = one("place", "去处", "课堂", "食堂", "宿舍")
helper, tutor = one("helper", "帮联人"), one("tutor", "帮扶人")
aim = one("aim", "帮联对象", "困难学生", "困难教职工", "年级或部门")
named = Field("named", "姓名或单位", required=True)
amount = Field("amount", "捐资（元）", "integer")
deeds = some("deeds", "事项", "理论专著", "科研活动", "科研课题", "研究型公开课", "科研文章")
ahead = some("ahead", "五领先", "观念", "活动", "教学", "民主管理参与", "服务")
front = some("front", "五带头", "规章制度", "师德师风", "教改教研", "重担奉献", "学习钻研业务")
rivalry = some("rivalry", "五比", "团结", "干劲", "精神", "智慧", "奉献")
under = one("under", "名义", "组织", "个人")
channels = some(
    "channels", "渠道", "座谈会", "个别访谈", "随机调研", "接待群众", "意见箱", "微博微信"
)
outcome = some("outcome", "明确", "责任", "思路", "措施")
origin = one("origin", "来源", "群众评", "自己挖", "互相提", "上级点", "集体议")
winds = some("winds", "四风", "形式主义", "官僚主义", "享乐主义", "奢靡之风")
asker, caller, partner = one("asker", "约谈人"), one("caller", "谈话人"), one("partner", "谈话对象")
matters = some("matters", "谈话内容", "征求意见", "改进建议", "沟通思想", "缓解矛盾")
points = some("points", "谈话要点", "肯定成绩", "指出问题与不足")
asked = Field("asked", "所应约谈", "link")
writer, speaker = one("writer", "剖析人"), one("speaker", "发言人")
roots = some("roots", "剖析根源", "理想信念", "宗旨意识", "党性修养", "政治纪律")
content = some("content", "议程", "班子对照检查", "主要领导自我查摆", "自我批评", "相互批评")
critic, target = one("critic", "批评人"), one("target", "批评对象")
avoided = some("avoided", "未出现", "私愤", "无原则纠纷")
manner = some("manner", "发言", "虚实并举", "触及思想灵魂", "实事求是", "出于公心")
voice = some("voice", "群众", "参与", "评判", "监督")
lapse = one("lapse", "情形", "走神散光", "避重就轻", "走过场")
chair, host = one("chair", "主持人"), one("host", "支部")
told = some("told", "通报内容", "准备工作", "批评情况", "整改措施", "上级评价")
assessor, subject = one("assessor", "评议人"), one("subject", "对象")
aspects = some("aspects", "评议方面", "思想", "工作", "学习", "联系服务群众")
grade = one("grade", "评议结果", "模范突出", "合格", "不合格")
area = one("area", "整改重点", "中央八项规定", "学风文风会风", "联系服务群众")
concerned, due = Field("concerned", "当事人", "person"), Field("due", "完成时限", "date")
ends, criticising, criticised = (caller, partner), (critic, target), (target, critic)
weekly, termly = Per(Every.TEACHING_WEEK, "drop"), Per(Every.TERM, "drop")
yearly = Per(Every.SCHOOL_YEAR, "ended")
claiming = straight("opinion", claim="claimed", answer="answered")
claimed = (("found", "待认领"), ("claimed", "已认领"), ("answered", "已回应"))
stresses = ("理论武装", "问题导向", "领导带头", "开门整风", "边学边查边改")
readings = (
    *("三中全会精神", "系列讲话", "群众路线论述", "党的历史传统", "活动读本"),
    *("韶关调研讲话", "省委十一届三次全会", "市委十一届五次全会"),
)

jiangbei_2023 = Campaign(
    key="jiangbei_2023",
    version="1",
    title="江北中学群众路线教育实践活动（2023）",
    window=window("2023年1月—9月根本完成"),
    terms=TERMS,
    cites=("序", "韶群组发(2023)1号", "韶教党(2023)2号"),
    anchors=[day := Anchor("meeting_day", "会议日", scope="run", cites=PREPARING)],
    roles=[
        masses := Role("masses", "师生群众", cites=("二", TALKING)),
        cadre := Role("cadre", "党员干部", within=masses, cites=("四（一）1", "四（一）2(2)")),
        admin := Role("admin", "学校行政", within=cadre, cites=(TALKING, TELLING)),
        dept_head := Role("dept_head", "部门负责人", within=admin, cites=TALKING),
        grade_head := Role("grade_head", "年级组长", within=masses, cites=TELLING),
        subject_head := Role("subject_head", "教研组长", within=masses, cites=TELLING),
        member := Role("member", "党员", within=cadre, cites=("四（一）2(3)二", "四（二）5")),
        branch_head := Role("branch_head", "支部负责人", within=member, cites=JUDGING),
        leader := Role("leader", "班子成员", within=member, cites=("四（一）2(3)一", "三")),
        head := Role("head", "主要领导", 1, leader, cites=(TALKING, MEETING)),
        council := Role("council", "领导班子", 1, body=True, cites=(HEARING, "四（二）3")),
        branch := Role("branch", "党支部", body=True, cites=(TALKING, "四（二）5")),
        team := Role("team", "督导组", body=True, outside=True, cites="四"),
        office := Role("office", "工委领导小组", body=True, outside=True, cites=("四", "序")),
    ],
    lead=head,
    relations=[
        oversees := Relation("oversees", "分管", leader, dept_head, TALKING),
        belongs := Relation("belongs", "所在支部", member, branch, "四（二）5(1)"),
        leads := Relation("leads", "支部负责", branch_head, member, JUDGING),
    ],
    records=[
        receipt := RecordKind("receipt", "备案回执", by=office, cites="四"),
        session := RecordKind(
            "session", "学习活动", (level, form, formats, gaps, attendees), cites="四（一）2"
        ),
        progress := RecordKind("progress", "阶段评估", (gains,), head, "四（一）末"),
        visit := RecordKind("visit", "每周走访", (visitors, place), leader, "四（一）2(3)一"),
        bond := RecordKind("bond", "结对帮联", (helper, aim, named, amount), leader, EXPERIENCE),
        deed := RecordKind("deed", "岗位实践", (doers, deeds), member, "四（一）2(3)二"),
        tutoring := RecordKind("tutoring", "帮扶学困生", (tutor, named), member),
        example := RecordKind("example", "班子表率", (doers, ahead, front), head, EXPERIENCE),
        contest := RecordKind("contest", "五比活动", (doers, rivalry), member, EXPERIENCE),
        hearing := RecordKind("hearing", "征求意见", (under, channels, hearers), leader),
        analysis := RecordKind("analysis", "综合分析", (outcome,), leader, HEARING),
        finding := RecordKind("finding", "查找问题", (origin, winds), leader, "四（二）1"),
        asking := RecordKind("asking", "约谈请求", (asker,), masses, TALKING),
        talk := RecordKind("talk", "谈心谈话", (*ends, matters, points, asked), cadre),
        tracing := RecordKind("tracing", "根源剖析", (writer, roots), cadre, "四（二）3"),
        consulting := RecordKind("consulting", "材料征求意见", (attendees,), leader),
        gathering := RecordKind("gathering", "民主生活会", (speaker, content, attendees), leader),
        confession := RecordKind("confession", "自我批评", (speaker,), member),
        criticism := RecordKind("criticism", "批评意见", criticising, member),
        appraisal := RecordKind("appraisal", "督导组评价", (manner, avoided), team, TELLING),
        briefing := RecordKind("briefing", "情况通报", (chair, told, attendees), leader),
        assembly := RecordKind("assembly", "组织生活会", (host, attendees), branch_head),
        assessment := RecordKind("assessment", "民主评议", (assessor, subject, aspects, grade)),
        comment := RecordKind("comment", "逐人点评", (speaker, subject), branch_head),
        reproof := RecordKind("reproof", "批评教育", (subject,), cites=JUDGING),
        disposal := RecordKind("disposal", "组织处置", (subject,), cites=JUDGING),
        recommendation := RecordKind("recommendation", "推荐优秀", (subject,), branch_head),
        opening := RecordKind("opening", "开门活动", (voice,), masses, "二"),
        astray := RecordKind("astray", "走偏情形", (lapse,), masses, "一"),
    ],
    artifacts=[
        scheme := Artifact("scheme", "活动实施方案", cites="四"),
        essay := Artifact("essay", "心得体会", (), cadre, "四（一）2(2)"),
        digest := Artifact("digest", "专题报告", (), leader, HEARING),
        thrift := Artifact("thrift", "厉行节约检查", (), leader, "四（二）1"),
        check := Artifact("check", "对照检查材料", ("作风", "问题", "原因", "方向"), cadre),
        team_check := Artifact("team_check", "班子对照检查", check.parts, head, "四（二）3"),
        agenda := Artifact("agenda", "民主生活会工作方案", (), leader, PREPARING),
        measures := Artifact("measures", "改进措施", (), branch, "四（二）5"),
        plan := Artifact(
            "plan", "整改方案", ("整改任务书", "时间表", "分工情况", "完成时限"), leader
        ),
    ],
    phases=[
        study := Phase(
            "study", "学习教育、听取意见", need=FIXED, slots="学习", cites=("三", "四（一）")
        ),
        search := Phase(
            "search", "查摆问题、开展批评", need=FIXED, slots="查摆", cites=("三", "四（二）")
        ),
        rectify := Phase(
            "rectify", "整改落实、建章立制", need=FIXED, slots="整改", cites=("三", "四（三）")
        ),
    ],
    ledgers=[
        opinions := Ledger(
            "opinions", "意见建议", (concerned,), claiming, ("claimed",), claimed, leader, HEARING
        ),
        issues := Ledger(
            "issues", "整改台账", (area, concerned, due), due=due, by=leader, cites=LISTING
        ),
    ],
    steps=[
        vetting := Step("vetting", "方案审核", review=team, artifact=scheme, cites="四"),
        filing := Step("filing", "方案备案", cites="四"),
        contents := Step("contents", "重点学习", study, cites="四（一）1"),
        themed := Step("themed", "专题学习", study, cites="四（一）2(1)"),
        discuss := Step("discuss", "讨论式学习", study, cites="四（一）2(2)"),
        practice := group("practice", "体验式学习", study, cites=EXPERIENCE, **THROUGHOUT),
        leading := Step("leading", "班子“六个一”", practice, cites="四（一）2(3)一"),
        serving := Step("serving", "党员“六个一”", practice, cites="四（一）2(3)二"),
        leading_on := Step("leading_on", "五领先、五带头", practice),
        vying := Step("vying", "五比活动", practice),
        listen := group("listen", "听取意见", study, cites=HEARING, slots="查摆"),
        solicit := Step("solicit", "统一征求", listen),
        collate := Step("collate", "汇总梳理", listen),
        claim := Step("claim", "个人认领", listen),
        hear := Step("hear", "个人听取", listen, owner=leader),
        analyse := Step("analyse", "综合分析", listen),
        strike := Step(
            "strike",
            "边学边改",
            rectify,
            owner=leader,
            slots=("学习", "整改"),
            cites="四（一）4",
            **THROUGHOUT,
        ),
        locate := Step("locate", "找准问题", search, owner=leader, cites="四（二）1"),
        talks := Step("talks", "谈心谈话", search, owner=leader, cites=TALKING),
        examine := group("examine", "对照检查", search, cites="四（二）3"),
        draft := Step("draft", "班子材料", examine, review=council, artifact=team_check),
        consult := Step("consult", "征求意见", examine, owner=leader),
        write := Step("write", "个人材料", examine),
        criticise := group("criticise", "专题民主生活会", search, cites="四（二）4"),
        prepare := Step(
            "prepare", "会议方案", criticise, review=team, artifact=agenda, cites=PREPARING
        ),
        settle := Step(
            "settle",
            "商定时间",
            criticise,
            agreed_by=(council, team),
            fixes=day,
            cites=PREPARING,
        ),
        meet := Step("meet", "召开会议", criticise, on(day), cites=MEETING),
        brief := Step("brief", "情况通报", criticise, after_node(meet), cites=TELLING),
        branches := group(
            "branches", "专题组织生活会", search, cites="四（二）5", opens=Mode.BY_COMMAND
        ),
        assemble := Step("assemble", "支部会议", branches, owner=branch_head, each=branch),
        assess := Step("assess", "民主评议", branches, owner=branch_head, cites=JUDGING),
        recommend := Step(
            "recommend", "推荐优秀", branches, owner=branch_head, need=Need.OPTIONAL, cites=JUDGING
        ),
        planning := Step("planning", "整改方案", rectify, artifact=plan, cites="四（三）1"),
        regulate := Step("regulate", "建章立制", rectify, cites="四（三）"),
    ],
    edges=[
        with_(study, search, force=SHOULD, cites="四"),
        with_(search, rectify, force=SHOULD, cites="四"),
        after(vetting, filing, title="先审核后备案", cites="四"),
        *chain(solicit, collate, claim, cites=HEARING),
        after(collate, analyse, cites=HEARING),
        after(talks, meet, title="矛盾解决在会前", cites=TALKING),
        after(examine, meet, force=SHOULD, cites=("四（二）3", MEETING)),
        *chain(prepare, settle, meet, brief, cites="四（二）4"),
        after(meet, branches, force=SHOULD, title="自上而下", cites="三"),
        after(listen, planning, cites="四（三）1"),
        after(meet, planning, cites="四（三）1"),
    ],
    rules=[
        Rule(vetting, has(scheme)),
        Rule(filing, Quota(of=receipt)),
        Rule(contents, Quota(of=session, where=form.is_("讨论交流"))),
        Rule(themed, covering(session, level, where=form.is_("集中学习"))),
        Rule(themed, Quota(of=session, where=form.is_("专题辅导"))),
        Rule(discuss, covering(session, gaps)),
        Rule(discuss, covering(session, formats), force=SHOULD),
        Rule(study, has(essay, Each(cadre, AUTHOR)), cites="四（一）2(2)"),
        Rule(study, covering(progress, gains), cites="四（一）末"),
        Rule(
            leading,
            covering(visit, place, per=Each(leader, visitors) * weekly)
            & Quota(
                of=bond, per=Each(leader, helper) * yearly, where=aim.is_("困难学生"), during=WHOLE
            )
            & Quota(of=bond, per=Each(leader, helper), where=aim.is_("困难教职工"))
            & Quota(of=bond, per=Each(leader, helper), most=1, where=aim.is_("年级或部门")),
        ),
        Rule(
            serving,
            covering(deed, deeds, per=Each(member, doers) * yearly, during=WHOLE)
            & Quota(of=tutoring, per=Each(member, tutor) * termly, during=WHOLE),
        ),
        Rule(leading_on, covering(example, ahead, per=Each(leader, doers))),
        Rule(leading_on, covering(example, front, per=Each(leader, doers))),
        Rule(vying, covering(contest, rivalry, per=Each(member, doers))),
        Rule(solicit, Quota(of=hearing, where=under.is_("组织"))),
        Rule(collate, has(digest)),
        Rule(claim, Answered(opinions), title="个人问题个人认领"),
        Rule(hear, Quota(of=hearing, per=Each(leader, hearers), where=under.is_("个人"))),
        Rule(hear, covering(hearing, channels), force=SHOULD),
        Rule(
            CAMPAIGN,
            Quota(of=hearing, least=None, most=1, where=under.is_("组织")),
            title="不以组织名义重复征求",
            cites=HEARING,
        ),
        Rule(analyse, covering(analysis, outcome)),
        Rule(strike, Struck(issues), cites="四（一）4"),
        Rule(locate, covering(finding, origin) & has(thrift) & covering(finding, winds)),
        Rule(
            talks,
            covering(talk, matters, per=Across(head, leader, ends))
            & covering(talk, matters, per=Pairs(leader, ends))
            & covering(talk, matters, per=Related(oversees, ends))
            & covering(talk, points, per=Pairs(leader, ends))
            & Quota(of=talk, per=Requests(asking, asked), allow_empty=True)
            & Quota(of=talk, per=Each(branch_head, caller))
            & Quota(of=talk, per=Each(admin, caller)),
        ),
        Rule(draft, has(team_check)),
        Rule(consult, Quota(of=consulting)),
        Rule(write, has(check, Each(cadre, AUTHOR))),
        Rule(write, covering(tracing, roots, per=Each(cadre, writer))),
        Rule(examine, Struck(opinions), title="正面回应意见"),
        Rule(prepare, has(agenda)),
        Rule(
            meet,
            covering(gathering, content)
            & Quota(of=gathering, per=Each(head, speaker))
            & Quota(of=confession, per=Each(leader, speaker))
            & Quota(of=criticism, per=Across(head, leader, criticising, directed=True))
            & Quota(of=criticism, per=Across(head, leader, criticised, directed=True))
            & covering(appraisal, avoided)
            & covering(appraisal, manner),
        ),
        Rule(
            meet,
            Quota(of=criticism, per=Pairs(leader, criticising, directed=True)),
            title="班子成员相互批评",
            force=SHOULD,
        ),
        Rule(brief, Quota(of=briefing, per=Each(head, chair)) & covering(briefing, told)),
        Rule(
            brief,
            Quota(of=briefing, per=Each(leader, attendees))
            & Quota(of=briefing, per=Each(admin, attendees))
            & Quota(of=briefing, per=Each(grade_head, attendees))
            & Quota(of=briefing, per=Each(subject_head, attendees)),
            force=SHOULD,
        ),
        Rule(assemble, Quota(of=assembly, per=Self(host)) & has(measures, Self(AUTHOR))),
        Rule(
            branches,
            Quota(of=assembly, per=Related(belongs, (attendees, host))),
            title="每名党员参加所在支部的会",
            cites="四（二）5(1)",
        ),
        Rule(
            assess,
            Quota(of=confession, per=Each(branch_head, speaker))
            & Quota(of=criticism, per=Related(leads, criticised, directed=True))
            & Quota(of=assessment, per=Each(member, assessor))
            & covering(assessment, aspects, per=Each(member, subject))
            & Quota(of=comment, per=Related(leads, (speaker, subject), directed=True))
            & Earlier(disposal, reproof, subject),
        ),
        Rule(recommend, Quota(of=recommendation) & Earlier(recommendation, assessment, subject)),
        Rule(CAMPAIGN, covering(opening, voice), force=SHOULD, cites="二"),
        Rule(CAMPAIGN, Quota(of=astray, least=None, most=0), force=SHOULD, cites="一"),
        Rule(planning, has(plan)),
        Rule(regulate, Unstated("原文止于四（三）1，以下缺失")),
    ],
    stated=[
        Stated(CAMPAIGN, "总要求", ("照镜子", "正衣冠", "洗洗澡", "治治病"), "一"),
        Stated(CAMPAIGN, "主题", ("为民", "务实", "清廉"), "一"),
        Stated(CAMPAIGN, "五个突出", stresses, "一"),
        Stated(CAMPAIGN, "大兴四风", ("求真务实", "勤政为民", "艰苦奋斗", "清廉俭朴"), "一"),
        Stated(CAMPAIGN, "借鉴经验", "第一批活动", "一"),
        Stated(CAMPAIGN, "三条原则", ("正面教育", "批评与自我批评", "讲求实效"), "二"),
        Stated(CAMPAIGN, "根本问题", "党和群众的关系", "三"),
        Stated(CAMPAIGN, "载体", ("党代表联系点", "民情日记", "志愿服务"), "三"),
        Stated(CAMPAIGN, "推进方式", ("问题导向", "教育实践并重", "边学边查边改"), "四"),
        Stated(CAMPAIGN, "层级", ("市委", "市委教育工委", "江北中学", "各支部", "党员"), "序"),
        Stated(contents, "学习内容", readings),
        Stated(contents, "依据文件", ("中发(2023)4号", "粤发(2023)8号")),
        Stated(practice, "两类对象", ("班子成员", "党员干部")),
        Stated(leading, "捐资数额（数字疑有误）", "2022元"),
        Stated(leading, "联系职责", ("听意见", "办实事")),
        Stated(serving, "全面反思", ("教学观念", "教学行为", "教学效果")),
        Stated(collate, "原汁原味"),
        Stated(talks, "时间充分"),
        Stated(talks, "帮助认识不足的同志", ("提高认识", "正视问题")),
        Stated(talks, "反映强烈的问题", ("主动认领", "互相提醒")),
        Stated(write, "重点部分", ("问题", "原因", "方向")),
        Stated(write, "自己动手"),
        Stated(write, "措施", ("实在", "具体", "可实施")),
        Stated(draft, "主要领导亲自主持起草"),
        Stated(meet, "主要领导", ("代表班子", "带头查摆", "带头自我批评", "批评每一成员")),
    ],
    vacant=[
        Vacant("动员", "原文没有动员会，只有方案审核与备案", ("四",)),
        Vacant("总结", "原文止于四（三）1，以下缺失", ("四（三）1",)),
    ],
)
