"""The 2012 discussion campaign of a city's schools: three phases and four undated tracks.

One run is the whole system: the bureau's leading group leads it, and departments and schools are
bodies that each owe the same papers. What the plan asks of every unit or person is a quota per unit
or person, so the leading group sees who is missing.

The plan contradicts itself or is silent, and so is this definition. The campaign is the year 2012,
but its phases run from February to October only. Three study sessions are owed over the whole year,
though they stand in the first phase; whose three they are is not said (here: each unit's, as each
makes a study plan). The four tracks and the threads have no dates, the spring opening no day, the
periodic supervision no period, the models no number. A hundred cadres stand in a title only. Limits
of rectification are set item by item in each unit's plan. Nobody approves or returns anything;
there is no life meeting, no talk from person to person, no satisfaction survey, no archive. The
copy at hand is damaged: names are blanked, a name overwrites a word, page numbers and the day of
the download stand in the text; none of that is part of the campaign.
"""

from __future__ import annotations

from campaignflow import (  # isort: skip
    AUTHOR, CAMPAIGN, WHOLE, Anchor, Artifact, Campaign, Each, Earlier, Field, Force, Items,
    Ledger, Lifecycle, May, Mode, Move, Phase, Quota, RecordKind, Requests, Role, Rule, Stated,
    Step, Struck, after, around, chain, covering, has, one, some, straight, window,
)  # fmt: skip

ITSELF, SHOULD = Mode.ITSELF, Force.SHOULD
PREPARE, MEETING, STUDYING, ASKING = "四（一）1", "四（一）2", "四（一）3(1)", "四（一）3(4)"
SORTING, COMPARING, PLANNING, REPORTING = "四（二）1", "四（二）2", "四（三）1", "四（三）5"
FIELD, CHECKING, LEADING, TELLING, GUIDING = (
    "三（二）1",
    "三（三）2",
    "五（一）",
    "五（二）",
    "五（三）",
)

unit = one("unit", "单位")
units = some("units", "参加单位")
body = some("body", "机构", "领导机构", "工作机构")
leader_in = one("leader_in", "负责人")
duty = one("duty", "职责", "第一责任人", "分管领导")
name = one("name", "会议", "动员大会", "座谈会")
contents = some("contents", "明确事项", "重大意义", "总体要求", "主要任务", "实施步骤")
topics = some("topics", "学习重点", "全区全市教育工作会议", "教育发展工程文件", "理论研究新成果")
spirit_of = some("spirit_of", "贯彻精神", "十七届六中全会", "自治区第十次党代会", "市第五次党代会")
channel = one("channel", "渠道", "门户网站")
asked_by = one("asked_by", "征求方式", "座谈会", "征求意见卡", "网站征求意见栏")
respondent = one("respondent", "征求对象", "本系统", "相关部门", "服务对象", "师生员工", "社会各界")
matters = some("matters", "讨论方面", "解放思想", "作风建设", "学用政策", "弘扬精神")
area = one("area", "方面", "思想观念", "工作作风", "实际工作")
problem_group = one(
    "problem_group", "问题类别", "解放思想", "研究运用政策", "精神状态与领导能力", "宗旨意识与作风"
)
corrected = Field("corrected", "自纠情况")
item = Field("item", "整改事项", "link", required=True)
due = Field("due", "限定日期", "date", required=True)
shown = one("shown", "公布内容", "整改情况")
example = one("example", "类别", "先进典型", "理论成果")
level = one("level", "层面", "本地", "本校")
basis = some("basis", "考评依据", "今年教育工作部署落实")
result = one("result", "完成情况", "较好", "不好", "未完成")
sender = one("sender", "上报单位")
visitor = one("visitor", "调研人")
village, household, station = "村", "户", "教学点"
place = one("place", "去处", village, household, station, "定点扶贫村", "教学科研和师生一线")
form = one("form", "调研方式", "座谈会", "走访调查", "抽样问卷调查")
looked_at = some(
    "looked_at", "了解情况", "随迁子女入学", "留守儿童", "困难学生资助", "农村教育重难点"
)
told = some("told", "宣讲内容", "教育扶贫政策", "惠民工程成效", "规范办学从严治教")
urgency = one("urgency", "督查类别", "重点工作", "热点工作", "常规工作")
focus = some("focus", "检查重点", "教育发展工程项目实施", "资金使用", "惠民政策落实")
joint = Field("joint", "结合活动", "choice", ("监查落实年",))
fault = one("fault", "情形", "有令不行", "有禁不止", "上有政策下有对策")
subject = one("subject", "对象")
benefit = one("benefit", "奖励", "表彰奖励", "评优评先优先", "项目安排优先")
failing = one("failing", "情形", "完成不好", "未完成")
sanction = one("sanction", "处理", "取消评优评先资格", "调整项目安排")
corrected = Field("corrected", "所纠情形", "link")
pursued = Field("pursued", "所追情形", "link")
neglect = one("neglect", "情形", "渎职", "失职")
activity = one("activity", "形式", "主题班团(队)会", "课堂教学", "读书征文", "演讲比赛", "社会实践")
aimed_at = one("aimed_at", "着力点", "县域义务教育均衡", "高中教育质量", "职业教育立交桥")
players = some("players", "参与", "领导与党员干部", "师生员工")
virtues = some("virtues", "内容", "孝敬父母", "尊敬师长", "关爱他人", "学会感恩", "学会报效")
medium = Field("medium", "载体", required=True)
news = some("news", "报道内容", "新思路", "新举措", "新进展", "新成效")
avoided = some("avoided", "已防止", "形式主义", "走过场")

sorting = straight("opinion", sort="sorted")
fixing = Lifecycle(
    "problem",
    ("found", "fixing", "fixed"),
    "found",
    ("fixed",),
    (
        Move("start", "found", "fixing"),
        Move("fix", "fixing", "fixed"),
        Move("fail", "fixed", "fixing"),
    ),
)
landing = straight("task", land="landed", reply="replied")
resolving = straight("advice", resolve="resolved")

jiefangsixiang_2012 = Campaign(
    key="jiefangsixiang_2012",
    version="1",
    title="某市教育系统大讨论活动（2012）",
    window=window("2012年一年"),
    cites=("四", "全文"),
    anchors=[opening := Anchor("opening", "春季学期开学", scope="unit", cites=ASKING)],
    roles=[
        group := Role("group", "教育系统领导小组", cites=LEADING),
        office := Role("office", "领导小组办公室", within=group, cites=LEADING),
        inspector := Role("inspector", "督查组", outside=True, cites=GUIDING),
        member := Role("unit", "单位", body=True, cites=LEADING),
        department := Role(
            "department", "教育行政部门", within=member, body=True, cites="四（一）3(2)"
        ),
        school := Role("school", "学校", within=member, body=True, cites=LEADING),
        cadre := Role("cadre", "党员干部", cites=(FIELD, STUDYING)),
        official := Role("official", "部门党员干部", within=cadre, cites=FIELD),
        head := Role("head", "学校领导", within=cadre, cites=FIELD),
    ],
    lead=group,
    records=[
        founding := RecordKind("founding", "成立机构", (unit, body), member, LEADING),
        charge := RecordKind("charge", "明确责任人", (unit, leader_in, duty), member),
        meeting := RecordKind("meeting", "会议", (name, contents)),
        session := RecordKind("session", "集中学习", (units, topics, spirit_of), member),
        column := RecordKind("column", "学习交流专栏", (unit, channel), member),
        discussion := RecordKind("discussion", "专题讨论", (units, matters), member),
        self_check := RecordKind("self_check", "自查自纠", (unit, corrected), member),
        limit := RecordKind("limit", "限时要求", (item, due), member, PLANNING),
        posting := RecordKind("posting", "公布", (unit, shown), member, PLANNING),
        model := RecordKind("model", "典型与成果", (unit, example, level), member),
        appraisal := RecordKind("appraisal", "考核评议", (unit, basis, result)),
        report := RecordKind("report", "情况上报", (sender,), member, REPORTING),
        visit := RecordKind("visit", "下基层调研", (visitor, unit, place, form, looked_at), cadre),
        talk_to := RecordKind("presentation", "政策宣讲", (unit, told), member),
        check := RecordKind("check", "督促检查", (urgency, focus, joint), inspector),
        breach := RecordKind("breach", "执行走样", (subject, fault), inspector, CHECKING),
        correction := RecordKind("correction", "纠正", (corrected,), inspector, CHECKING),
        award := RecordKind("award", "奖励", (subject, benefit, result), cites=CHECKING),
        censure := RecordKind("censure", "通报批评", (subject, failing), cites=CHECKING),
        penalty := RecordKind("penalty", "取消与调整", (subject, sanction), cites=CHECKING),
        failure := RecordKind("failure", "渎职失职", (subject, neglect), cites=CHECKING),
        liability := RecordKind("liability", "行政责任", (pursued,), cites=CHECKING),
        idea := RecordKind("idea", "办法招数", (unit, aimed_at), member, "三（一）"),
        theme := RecordKind("theme", "主题教育活动", (unit, players), school, "三（四）1"),
        lesson := RecordKind("lesson", "感恩教育活动", (unit, activity, virtues), school),
        coverage := RecordKind("coverage", "宣传报道", (unit, medium, news), member),
        manner := RecordKind("manner", "作风确认", (avoided,), inspector, GUIDING),
    ],
    artifacts=[
        campaign_plan := Artifact("campaign_plan", "活动方案", cites=PREPARE),
        progress_plan := Artifact("progress_plan", "推进计划", (), member, LEADING),
        publicity_plan := Artifact("publicity_plan", "宣传方案", (), member, TELLING),
        study_plan := Artifact("study_plan", "学习计划", (), member, STUDYING),
        traces := Artifact("traces", "自学材料", ("笔记", "体会", "心得"), cadre, STUDYING),
        bulletin := Artifact("bulletin", "活动简报", cites="四（一）3(3)"),
        card := Artifact("card", "征求意见卡", cites=ASKING),
        digest := Artifact(
            "digest", "整改意见", ("问题", "差距", "原因", "整改意见"), cites=SORTING
        ),
        comparison := Artifact("comparison", "对照检查材料", area.choices, member, cites=COMPARING),
        scheme := Artifact(
            "scheme", "整改方案", ("对策措施", "限时整改内容", "限时整改要求"), member, PLANNING
        ),
        outcome := Artifact(
            "outcome", "整改成果", ("办法", "措施", "政策", "制度"), cites=PLANNING
        ),
        summary := Artifact("summary", "活动总结", (), member, REPORTING),
        lasting := Artifact("lasting", "长效机制", (), member, REPORTING),
        reading := Artifact("reading", "学文件用政策机制", (), member, "三（三）1"),
        projects := Artifact("projects", "重大项目监督机制", cites=CHECKING),
        motto := Artifact("motto", "学校精神", ("校训", "校风", "学风"), school, "三（四）3"),
    ],
    phases=[
        study := Phase("study", "学习调研", window("2月至3月"), cites=("四", "四（一）")),
        analyse := Phase(
            "analyse", "分析检查", window("4月至5月"), slots="查摆", cites=("四", "四（二）")
        ),
        rectify := Phase("rectify", "整改落实", window("6月至10月"), cites=("四", "四（三）")),
    ],
    ledgers=[
        opinions := Ledger(
            "opinions",
            "意见建议",
            (respondent, asked_by),
            sorting,
            titles=(("found", "待梳理"), ("sorted", "已梳理")),
            by=member,
            cites=(ASKING, SORTING),
        ),
        problems := Ledger(
            "problems",
            "存在问题",
            (unit, problem_group, area),
            fixing,
            titles=(("found", "待整改"), ("fixing", "整改中"), ("fixed", "已解决")),
            by=member,
            cites=("二", "四（二）", PLANNING),
        ),
        tasks := Ledger(
            "tasks",
            "督查事项",
            (urgency,),
            landing,
            titles=(("found", "待落实"), ("landed", "已落实"), ("replied", "已回复")),
            by=inspector,
            cites=CHECKING,
        ),
        advice := Ledger(
            "advice",
            "改进意见",
            (unit,),
            resolving,
            titles=(("found", "待解决"), ("resolved", "已解决")),
            by=inspector,
            cites=GUIDING,
        ),
    ],
    steps=[
        prepare := Step("prepare", "方案与机构", study, slots="动员", cites=(PREPARE, LEADING)),
        mobilise := Step(
            "mobilise", "动员大会", study, window("2月底"), slots="动员", cites=MEETING
        ),
        learn := Step("learn", "学习", study, closes=ITSELF, slots="学习", cites="四（一）3"),
        sessions := Step("sessions", "专题学习", learn, cites=STUDYING),
        self_study := Step("self_study", "个人自学", learn, cites=STUDYING),
        columns := Step("columns", "网站专栏", learn, cites="四（一）3(2)"),
        bulletins := Step("bulletins", "编印简报", learn, cites="四（一）3(3)"),
        research := Step(
            "research", "基层调研", study, closes=ITSELF, slots=("学习", "查摆"), cites=ASKING
        ),
        opening_check := Step("opening_check", "随开学检查调研", research, around(opening)),
        soliciting := Step("soliciting", "征求意见", research),
        sort := Step("sort", "梳理分析", analyse, cites=SORTING),
        contrast := Step("contrast", "对照检查", analyse, cites=COMPARING),
        planning := Step("planning", "整改方案", rectify, slots="整改", cites=PLANNING),
        publish := Step("publish", "公布整改", rectify, slots="整改", cites=PLANNING),
        supervise := Step("supervise", "督查落实", rectify, slots="整改", cites="四（三）2"),
        exemplify := Step("exemplify", "树立典型", rectify, slots="总结", cites="四（三）3"),
        appraise := Step("appraise", "考核评议", rectify, slots="总结", cites="四（三）4"),
        consolidate := Step("consolidate", "长效机制", rectify, slots="总结", cites=REPORTING),
        submit := Step("submit", "逐级上报", rectify, slots="总结", cites=REPORTING),
        liberate := Step("liberate", "思想大解放", cites="三（一）"),
        fieldwork := Step("fieldwork", "入村进校下基层", closes=ITSELF, cites="三（二）"),
        survey := Step("investigate", "教情学情调研", fieldwork, cites=FIELD),
        preach := Step("preach", "宣讲政策", fieldwork, cites="三（二）2"),
        support := Step("support", "支持农村教育", fieldwork, cites="三（二）3"),
        deliver := Step("deliver", "政策抓落实", closes=ITSELF, cites="三（三）"),
        study_files := Step("study_files", "学用文件", deliver, cites="三（三）1"),
        inspect := Step("inspect", "监督检查", deliver, cites=CHECKING),
        spirit := Step("spirit", "弘扬精神", closes=ITSELF, cites="三（四）"),
        practise := Step("practise", "主题教育", spirit, cites="三（四）1"),
        gratitude := Step("gratitude", "感恩教育", spirit, cites="三（四）2"),
        refine := Step("refine", "凝炼学校精神", spirit, cites="三（四）3"),
        publicity := Step("publicity", "宣传引导", cites=TELLING),
        guidance := Step("guidance", "指导检查", cites=GUIDING),
    ],
    edges=[
        *chain(study, analyse, rectify, cites="四"),
        *chain(prepare, mobilise, learn, force=SHOULD, cites="四（一）1-2"),
        after(mobilise, research, force=SHOULD, cites="四（一）1-2"),
        after(soliciting, sort, title="所征意见待梳理", cites=("四（二）", SORTING)),
        after(contrast, planning, title="所查问题待整改", cites=PLANNING),
        after(planning, supervise, force=SHOULD, cites="四（三）2"),
        *chain(appraise, submit, force=SHOULD, cites=REPORTING),
        after(consolidate, submit, force=SHOULD, cites=REPORTING),
    ],
    rules=[
        Rule(prepare, has(campaign_plan), cites=PREPARE),
        Rule(
            prepare,
            covering(founding, body, per=Each(member, unit))
            & covering(charge, duty, per=Each(member, unit))
            & Quota(of=charge, per=Each(member, unit), most=1, where=duty.is_("分管领导"))
            & has(progress_plan, Each(member, AUTHOR)),
            cites=LEADING,
        ),
        Rule(
            mobilise,
            Quota(of=meeting, most=1, where=name.is_("动员大会"))
            & covering(meeting, contents, where=name.is_("动员大会")),
        ),
        Rule(sessions, has(study_plan, Each(member, AUTHOR)) & covering(session, topics)),
        Rule(self_study, has(traces, Each(cadre, AUTHOR))),
        Rule(columns, Quota(of=column, per=Each(member, unit), where=channel.is_("门户网站"))),
        Rule(bulletins, has(bulletin)),
        Rule(opening_check, Quota(of=check), force=SHOULD),
        Rule(soliciting, has(card)),
        Rule(sort, Struck(opinions) & has(digest)),
        Rule(sort, Quota(of=self_check, per=Each(member, unit))),
        Rule(contrast, has(comparison, Each(member, AUTHOR))),
        Rule(analyse, covering(discussion, matters), cites="四（二）"),
        Rule(
            planning, has(scheme, Each(member, AUTHOR)) & Quota(of=limit, per=Items(problems, item))
        ),
        Rule(publish, Quota(of=posting, per=Each(member, unit), where=shown.is_("整改情况"))),
        Rule(publish, has(outcome)),
        Rule(supervise, Struck(problems), force=SHOULD),
        Rule(supervise, Quota(of=check, where=joint.is_("监查落实年")), force=SHOULD),
        Rule(exemplify, covering(model, example) & covering(model, level)),
        Rule(appraise, covering(appraisal, basis, per=Each(member, unit))),
        Rule(consolidate, has(lasting, Each(member, AUTHOR)) & has(summary, Each(member, AUTHOR))),
        Rule(
            submit,
            Quota(of=report, per=Each(member, sender)) & Quota(of=report, per=Each(office, sender)),
        ),
        Rule(liberate, covering(session, spirit_of)),
        Rule(liberate, covering(idea, aimed_at)),
        Rule(
            survey,
            covering(visit, form)
            & Quota(of=visit, per=Each(official, visitor), where=place.in_(*place.choices[:4]))
            & Quota(of=visit, per=Each(head, visitor), where=place.is_(place.choices[4]))
            & Quota(of=visit, per=Each(department, unit), where=place.is_("定点扶贫村")),
        ),
        Rule(survey, Quota(of=visit, covers=(place, (village, household, station)))),
        Rule(survey, covering(visit, looked_at), force=SHOULD),
        Rule(preach, covering(talk_to, told)),
        Rule(study_files, has(reading, Each(member, AUTHOR))),
        Rule(inspect, has(projects) & Struck(tasks) & covering(check, focus)),
        Rule(inspect, covering(check, urgency), force=SHOULD),
        Rule(inspect, Quota(of=correction, per=Requests(breach, corrected), allow_empty=True)),
        Rule(inspect, Quota(of=award, least=None, most=0, where=result.in_("不好", "未完成"))),
        Rule(practise, covering(theme, players, per=Each(school, unit))),
        Rule(gratitude, covering(lesson, virtues, per=Each(school, unit))),
        Rule(gratitude, covering(lesson, activity), force=SHOULD),
        Rule(refine, has(motto, Each(school, AUTHOR))),
        Rule(
            publicity,
            has(publicity_plan, Each(member, AUTHOR))
            & covering(coverage, news, per=Each(member, unit)),
        ),
        Rule(guidance, covering(manner, avoided)),
        Rule(guidance, Struck(advice, allow_empty=True)),
        Rule(
            CAMPAIGN,
            Quota(of=session, per=Each(member, units), least=3, during=WHOLE),
            title="全年学习次数",
            cites=STUDYING,
        ),
        Rule(
            CAMPAIGN,
            Quota(of=liability, per=Requests(failure, pursued), allow_empty=True),
            cites=CHECKING,
        ),
        Rule(CAMPAIGN, Earlier(penalty, censure, subject), force=SHOULD, cites=CHECKING),
    ],
    may=[May(inspector, ("find", "work"), (problems,), cites=GUIDING)],
    stated=[
        Stated(CAMPAIGN, "三种障碍", ("不愿意", "不敢", "不会"), "二"),
        Stated(CAMPAIGN, "成立机构层级", ("市", "市教育局", "教育行政部门", "学校"), LEADING),
        Stated(CAMPAIGN, "领导小组职责", ("统筹协调", "检查指导"), LEADING),
        Stated(CAMPAIGN, "干部先行示范", cites=LEADING),
        Stated(CAMPAIGN, "把握时间节点", cites=LEADING),
        Stated(prepare, "方案依据", ("市委", "自治区教育厅"), PREPARE),
        Stated(study, "学习调研任务", ("方案", "发动", "学习宣传", "氛围"), "四（一）"),
        Stated(analyse, "分析检查任务", ("讨论", "分析", "整改意见"), "四（二）"),
        Stated(rectify, "整改落实任务", ("研究意见", "整改措施", "落实"), "四（三）"),
        Stated(bulletins, "简报用途", ("学习", "宣传", "交流")),
        Stated(opening_check, "结合检查", ("春季学期开学检查", "专项检查")),
        Stated(contrast, "对照文件", ("国家文件", "自治区文件", "教育发展工程文件")),
        Stated(submit, "上报层级", ("学校", "教育行政部门", "市教育局", "市领导小组办公室")),
        Stated(liberate, "克服六种危机", ("能力", "视野", "责任", "信心", "魄力", "思维")),
        Stated(fieldwork, "人数见于名称", "100"),
        Stated(
            support,
            "逐步倾斜",
            ("农村学前教育", "义务教育布局与寄宿制", "面向农村职业教育", "农村教师住房"),
        ),
        Stated(study_files, "学习来源", ("国家", "自治区", "本市教育发展工程", "国内外区内外经验")),
        Stated(inspect, "督查方式", ("跟踪督", "专项督", "定期督")),
        Stated(inspect, "考核奖惩", "任务完成"),
        Stated(publicity, "及时报道"),
        Stated(guidance, "及时掌握进展"),
        Stated(guidance, "督查层级", ("市教育局党委督查组", "教育行政部门党组织", "学校党组织")),
        Stated(guidance, "推广经验"),
    ],
)
