"""The 2017 campaign of a school's Party branch: three links side by side, from May to December.

The plan wants no phases and no switch between them, so the three links open with the campaign and
no edge joins them; only its dated steps follow one another. Force says how firmly the plan speaks:
what it states is MUST, what it only implies (by dates, or by a number it does not give) is SHOULD.
``cites`` names the section of the plan; what no machine can judge is attested or ``stated``.

Left open because the plan is silent: the day of the memorial anchor, the start of the criticism
meetings, how long the list is posted, how many models are chosen, and any closing step. The
superior body is added as a reviewer because nobody can review the secretary's own outline.
"""

from __future__ import annotations

from campaignflow import (  # isort: skip
    AUTHOR, CAMPAIGN, Anchor, Answered, Artifact, Campaign, Each, Earlier, Every, Field, Force,
    Ledger, May, Mode, Pairs, Phase, Quota, RecordKind, Related, Relation, Repeat, Requests,
    Review, Role, Rule, Self, Stated, Step, Struck, Vacant, WithSome, after, after_node, chain,
    covering, group, has, on, one, reopen, some, straight, window,
)  # fmt: skip

ITSELF, SHOULD = Mode.ITSELF, Force.SHOULD

name = one("name", "会议", "动员大会", "民主生活会", "组织生活会")
speaker = one("speaker", "讲话人")
attendees = some("attendees", "参加人员")
as_member = some("as_member", "以普通党员身份参加")
form = one("form", "形式", "集中学习", "专题讨论", "学习研讨", "思想讨论", "参观", "宣讲")
places = some("places", "参观地点", "展览馆", "群雕")
guests = some("guests", "宣讲人", "专家学者", "党校教师", "市级老领导")
questions = some("questions", "研讨题目", "愚智之辩", "存在问题", "岗位弘扬")
writer = one("writer", "撰稿人")
media = some("media", "阵地", "校园网", "官方微信", "校刊")
views = some("views", "内容", "认识", "见解", "措施")
channel = one("channel", "渠道", "调查问卷", "民主恳谈", "个别访谈", "专题询问", "教师评议")
way = one("way", "方式", "面对面", "背靠背")
hearers = some("hearers", "听取人")
insights = some("insights", "调研结果", "发现问题", "分析原因")
asker = one("asker", "约谈人")
caller = one("caller", "谈话人")
partner = one("partner", "谈话对象")
mode = one("mode", "方式", "面谈", "电话", "书面")
matters = some("matters", "六个谈透", "班子", "本人", "对方", "批评意见", "原因", "改进措施")
sides = some("sides", "双向内容", "工作", "思想", "自身差距", "对方不足")
asked = Field("asked", "所应约谈", "link")
corrected = Field("corrected", "所纠情形", "link")
punished = Field("punished", "所处情形", "link")
subject = one("subject", "对象")
aspects = some("aspects", "检视方面", "守旧", "自满", "消极", "避难", "急躁", "脱离群众")
compared = some("compared", "对照", "比先进找不足", "听意见查问题")
own = some("own", "自我批评", "人", "事", "思想")
mutual = some("mutual", "相互批评", "具体事例", "思想")
avoided = some("avoided", "已防止", "空讲道理", "班子代个人", "建议代批评", "一团和气", "评功摆好")
fault = one("fault", "情形", "评功摆好", "主题不集中")
winner = Field("winner", "集体或个人", required=True)
honour = one("honour", "称号", "济中先锋", "师德先进")
posted = one("posted", "公示内容", "问题整改清单", "整改方案")
unwilling, unable = ("不愿为", "不想为", "缺乏担当"), ("不会为", "不善为", "不适应")
cause = one("cause", "情形", *unwilling, *unable)
remedy = one("remedy", "措施", "教育引导", "教育培训")
breach = one("breach", "情形", "胡作为", "乱法纪")
neglect = one("neglect", "情形", "落实不力", "走过场")
finding = Field("finding", "仍无明显改进的事实", required=True)
level = one("level", "层次", "科室", "年级", "个人")
score = Field("score", "指标得分", "integer", required=True)
response = some("response", "处理", "即时解决", "优化措施", "调整目标")
reward = one("reward", "奖惩", "奖励", "惩处")
source = one("source", "来源", "教师群众", "上级")
scope = one("scope", "范围", "个人", "集中")
due = Field("due", "时限", "date")

ends, face_to_face = (caller, partner), mode.is_("面谈")
guided_unable = remedy.is_("教育引导") & cause.in_(*unable)
trained_unwilling = remedy.is_("教育培训") & cause.in_(*unwilling)
answering = straight("opinion", answer="answered")
answered = (("found", "待答复"), ("answered", "已答复"))
half_yearly = Repeat(Every.HALF_YEAR, "keep")

jishui_2017 = Campaign(
    key="jishui_2017",
    version="1",
    title="济水一中“学树促”活动（2017）",
    window=window("2017年5月—12月份基本完成"),
    cites=("序", "三", "济教党〔2017〕13号"),
    anchors=[memorial := Anchor("memorial", "愚公移山精神纪念日", cites="三（一）2⑶二")],
    roles=[
        teacher := Role("teacher", "教师", cites=("三（一）1", "三（二）1")),
        member := Role("member", "党员干部", within=teacher, cites="三（一）1"),
        ordinary := Role("ordinary", "普通党员干部", within=member, cites="三（一）2⑶一"),
        delegate := Role("delegate", "党员干部代表", within=member, cites="三（二）2"),
        grade_head := Role("grade_head", "年级负责人", within=member, cites="三（二）2"),
        leader := Role("leader", "班子成员", within=member, cites=("三（二）1", "四（一）")),
        secretary := Role("secretary", "党支部书记", 1, leader, cites=("三（二）4", "四（一）")),
        principal := Role("principal", "校长", 1, leader, cites=("三（一）2⑶三", "四（一）")),
        deputy := Role("deputy", "副校长", within=leader, cites="三（一）2⑶三"),
        superior := Role("superior", "市教育党组", body=True, outside=True, cites="序"),
        benchmarker := Role("benchmarker", "对标主体", cites="三（三）2"),
        office := Role(
            "office", "科室", within=benchmarker, body=True, cites=("三（三）2", "四（一）")
        ),
        grade := Role("grade", "年级", within=benchmarker, body=True, cites="三（三）2"),
        person := Role("person", "个人", within=benchmarker, cites="三（三）2"),
    ],
    lead=secretary,
    relations=[
        oversees := Relation("oversees", "分管", leader, grade_head, ("三（二）2", "四（一）"))
    ],
    records=[
        meeting := RecordKind("meeting", "会议", (name, speaker, attendees, as_member)),
        session := RecordKind("session", "学习活动", (form, attendees, places, guests, questions)),
        lecture := RecordKind("lecture", "党课", (speaker,), member, "三（一）2⑶一"),
        article := RecordKind("article", "专栏文章", (writer, media, views), leader),
        nomination := RecordKind("nomination", "推荐人选", (winner,), cites="三（一）3"),
        award := RecordKind("award", "校内表彰", (honour, winner), cites="三（一）3"),
        hearing := RecordKind("hearing", "听取意见", (channel, way, hearers, insights), leader),
        asking := RecordKind("asking", "约谈请求", (asker,), teacher, "三（二）2"),
        talk := RecordKind("talk", "谈话", (caller, partner, mode, matters, sides, asked), leader),
        inspection := RecordKind("inspection", "对照检视", (subject, aspects, compared), leader),
        speech := RecordKind("speech", "批评发言", (speaker, own, mutual), leader),
        lapse := RecordKind("lapse", "批评走样", (subject, fault), secretary, "三（二）4"),
        correction := RecordKind("correction", "当场纠正", (corrected,), secretary, "三（二）4"),
        manner := RecordKind("manner", "会风确认", (avoided,), secretary, "三（二）4"),
        posting := RecordKind("posting", "公示", (posted,), cites="三（三）"),
        education := RecordKind("education", "教育措施", (subject, cause, remedy)),
        misdeed := RecordKind("misdeed", "乱作为", (subject, breach), cites="三（三）1"),
        discipline := RecordKind("discipline", "严肃处理", (punished,), cites="三（三）1"),
        measure := RecordKind("measure", "组织措施", (subject, finding), cites="三（三）1"),
        censure := RecordKind("censure", "严肃批评", (subject, neglect), cites="四（一）"),
        liability := RecordKind("liability", "追责问责", (subject, neglect), cites="四（一）"),
        rating := RecordKind("rating", "指标测评", (subject, level, score, response), benchmarker),
        RecordKind("incentive", "赶超奖惩", (subject, reward), cites="三（三）2三"),
    ],
    artifacts=[
        companion := Artifact("companion", "“两学一做”方案", cites="三（一）1"),
        own_plan := Artifact("own_plan", "个人细化措施", (), member, "三（一）1"),
        materials := Artifact("materials", "学习资料", ("资料", "手册", "微党课", "要点")),
        reading_rules := Artifact("reading_rules", "自学要求", cites="三（一）2⑶"),
        essay := Artifact("essay", "征文", (), teacher, "三（一）2⑶二"),
        theory := Artifact("theory", "理论报告", (), teacher, "三（一）2⑶二"),
        team_report := Artifact("team_report", "班子对照检查材料", cites="三（二）3"),
        outline := Artifact("outline", "发言提纲", ("问题", "根源", "措施"), leader, "三（二）3"),
        action_plan := Artifact("action_plan", "整改方案", ("任务", "措施", "责任", "时间")),
        institutions := Artifact("institutions", "制度", ("教育管理", "容错纠错", "正向激励")),
        target := Artifact("target", "标杆规划", ("标杆", "目标", "内容"), benchmarker),
        indicators := Artifact("indicators", "指标", ("优势", "差距", "对标内容"), benchmarker),
        catch_up_plan := Artifact(
            "catch_up_plan",
            "赶超方案",
            ("阶段计划", "标准", "措施", "目标任务", "时限", "岗位责任人"),
            benchmarker,
            "三（三）2三",
        ),
    ],
    phases=[
        study := Phase(
            "study", "学习教育", opens=ITSELF, closes=ITSELF, slots="学习", cites="三（一）"
        ),
        search := Phase(
            "search", "查摆问题", opens=ITSELF, closes=ITSELF, slots="查摆", cites="三（二）"
        ),
        rectify := Phase(
            "rectify", "整改落实", opens=ITSELF, closes=ITSELF, slots="整改", cites="三（三）"
        ),
    ],
    ledgers=[
        opinions := Ledger(
            "opinions", "意见建议", (source,), answering, (), answered, teacher, "三（二）4"
        ),
        issues := Ledger(
            "issues", "问题整改清单", (scope, due), due=due, cites=("三（三）", "三（三）1")
        ),
    ],
    steps=[
        mobilise := group(
            "mobilise", "动员部署", study, window("5月份"), slots="动员", cites="三（一）1"
        ),
        kickoff := Step("kickoff", "动员大会", mobilise, window("5月中旬")),
        refining := Step("refining", "个人细化", mobilise),
        learning := group("learning", "学习教育", study, window("5—7月份"), cites="三（一）2"),
        self_study := Step("self_study", "个人自学", learning, cites="三（一）2⑶"),
        sessions := Step("sessions", "集中学习", learning, cites="三（一）2⑶"),
        lectures := Step(
            "lectures", "专题党课", learning, window("“七一”前后"), cites="三（一）2⑶一"
        ),
        essays := Step("essays", "主题征文", learning, on(memorial), cites="三（一）2⑶二"),
        seminar := Step("seminar", "学习研讨", learning, cites="三（一）2⑶二"),
        debate := Step("debate", "思想讨论", learning, cites="三（一）2⑶二"),
        column := Step("column", "开辟专栏", learning, owner=leader, cites="三（一）2⑶三"),
        models := group("models", "选树典型", study, window("6—12月份"), cites="三（一）3"),
        nominating := Step("nominating", "推荐人选", models),
        awarding := Step("awarding", "校内评选", models, cites=("三（一）3", "二（二）")),
        listen := Step(
            "listen", "听取意见", search, window("7月上旬"), owner=leader, cites="三（二）1"
        ),
        talks := Step(
            "talks", "谈心谈话", search, window("7月中旬"), owner=leader, cites="三（二）2"
        ),
        examine := group("examine", "对照检查", search, window("7月下旬"), cites="三（二）3"),
        reflect := Step("reflect", "检视剖析", examine, owner=leader),
        fix_now := Step(
            "fix_now", "立行立改", examine, after_node(reflect), cites=("三（二）3", "三（三）1")
        ),
        report := Step("report", "班子材料", examine),
        outlines := Step(
            "outlines",
            "发言提纲",
            examine,
            each=leader,
            owner=leader,
            review=Review((secretary, superior), "any", veto=secretary),
            artifact=outline,
        ),
        criticise := group("criticise", "开展批评", search, window("8月15日前"), cites="三（二）4"),
        team_meeting := Step("team_meeting", "民主生活会", criticise),
        branch_meeting := Step("branch_meeting", "组织生活会", criticise),
        correct := group("correct", "整改问题", rectify, window("8—12月份"), cites="三（三）1"),
        planning := Step("planning", "整改方案", correct),
        publish := Step("publish", "清单公示", correct, cites="三（三）"),
        strike := Step("strike", "整改销号", correct, owner=leader, cites="三（三）"),
        govern := Step("govern", "专项治理", correct),
        regulate := Step("regulate", "建章立制", correct, cites="三（三）"),
        emulate := group(
            "emulate",
            "对标赶超",
            rectify,
            window("8—12月份"),
            each=benchmarker,
            owner=benchmarker,
            cites="三（三）2",
        ),
        choose := Step("choose", "选定标杆", emulate, cites="三（三）2一"),
        analyse := Step("analyse", "对标分析", emulate, cites="三（三）2二"),
        catch_up := Step("catch_up", "赶超推进", emulate, cites="三（三）2三"),
        evaluate := Step("evaluate", "定期评标", emulate, repeat=half_yearly, cites="三（三）2四"),
    ],
    edges=[
        *chain(listen, talks, examine, criticise, force=SHOULD, cites="三（二）"),
        after(talks, criticise, force=SHOULD, title="会上批评先谈透", cites="三（二）2"),
        *chain(reflect, fix_now, report, cites="三（二）3"),
        after(fix_now, outlines, cites="三（二）3"),
        after(outlines, team_meeting, title="提纲先审后会", cites="三（二）3"),
        after(report, team_meeting, force=SHOULD, cites="三（二）4"),
        *chain(choose, analyse, catch_up, evaluate, cites="三（三）2"),
        reopen(evaluate, catch_up, unbounded="每次评标都可优化措施", cites="三（三）2四"),
        reopen(
            evaluate,
            choose,
            resets=(analyse, catch_up),
            unbounded="每次评标都可调整目标",
            cites="三（三）2四",
        ),
    ],
    rules=[
        Rule(
            kickoff,
            Quota(of=meeting, per=Each(secretary, speaker), where=name.is_("动员大会"))
            & has(companion),
        ),
        Rule(
            kickoff,
            Quota(of=meeting, per=Each(member, attendees), where=name.is_("动员大会")),
            force=SHOULD,
        ),
        Rule(refining, has(own_plan, Each(member, AUTHOR)), force=SHOULD),
        Rule(self_study, has(materials) & has(reading_rules)),
        Rule(
            sessions,
            Quota(of=session, per=Each(member, attendees), least=4)
            & Quota(of=session, where=form.is_("专题讨论"))
            & covering(session, places, where=form.is_("参观")),
        ),
        Rule(lectures, Quota(of=lecture, per=Each(leader, speaker))),
        Rule(
            lectures,
            Quota(of=lecture, per=Each(ordinary, speaker))
            & covering(session, guests, where=form.is_("宣讲")),
            force=SHOULD,
        ),
        Rule(essays, has(essay) & has(theory)),
        Rule(
            seminar,
            Quota(of=session, most=1, where=form.is_("学习研讨"))
            & covering(session, questions, where=form.is_("学习研讨")),
        ),
        Rule(debate, Quota(of=session, where=form.is_("思想讨论"))),
        Rule(column, covering(article, media) & covering(article, views, per=Each(leader, writer))),
        Rule(nominating, Quota(of=nomination)),
        Rule(awarding, covering(award, honour)),
        Rule(
            listen,
            covering(hearing, way)
            & covering(hearing, insights, per=Each(leader, hearers), where=way.is_("面对面")),
        ),
        Rule(listen, covering(hearing, channel), force=SHOULD),
        Rule(
            talks,
            covering(talk, matters, per=Pairs(leader, ends), where=face_to_face)
            & covering(talk, matters, per=Related(oversees, ends), where=face_to_face)
            & covering(talk, matters, per=WithSome(leader, delegate, ends), where=face_to_face)
            & covering(talk, sides, per=Pairs(leader, ends), where=face_to_face)
            & Quota(of=talk, per=Requests(asking, asked), where=face_to_face, allow_empty=True),
        ),
        Rule(reflect, covering(inspection, aspects, per=Each(leader, subject))),
        Rule(reflect, covering(inspection, compared, per=Each(leader, subject))),
        Rule(report, has(team_report)),
        Rule(outlines, has(outline, Self(AUTHOR))),
        Rule(
            team_meeting,
            Quota(of=meeting, per=Each(leader, attendees), where=name.is_("民主生活会"))
            & covering(speech, own, per=Each(leader, speaker))
            & covering(speech, mutual, per=Each(leader, speaker))
            & covering(manner, avoided)
            & Quota(of=correction, per=Requests(lapse, corrected), allow_empty=True),
        ),
        Rule(
            branch_meeting,
            Quota(of=meeting, per=Each(leader, as_member), where=name.is_("组织生活会")),
        ),
        Rule(criticise, Answered(opinions)),
        Rule(planning, has(action_plan)),
        Rule(publish, Quota(of=posting, where=posted.is_("问题整改清单"))),
        Rule(strike, Struck(issues), force=SHOULD),
        Rule(
            govern,
            Earlier(measure, education, subject)
            & Quota(of=education, least=None, most=0, where=guided_unable | trained_unwilling)
            & Quota(of=discipline, per=Requests(misdeed, punished), allow_empty=True),
        ),
        Rule(regulate, has(institutions), cites="三（三）1"),
        Rule(choose, has(target, Self(AUTHOR))),
        Rule(analyse, has(indicators, Self(AUTHOR))),
        Rule(catch_up, has(catch_up_plan, Self(AUTHOR))),
        Rule(evaluate, Quota(of=rating, per=Self(subject))),
        Rule(rectify, covering(rating, level), cites="三（三）2"),
        Rule(CAMPAIGN, Earlier(liability, censure, subject), force=SHOULD, cites="四（一）"),
    ],
    may=[
        May(principal, ("open", "finish", "move"), cites="四（一）"),
        May(leader, ("find", "work"), (issues, opinions), cites=("三（二）4", "三（三）1")),
        May(secretary, ("waive", "confirm", "assume", "void", "correct"), cites="四（一）"),
    ],
    stated=[
        Stated(CAMPAIGN, "目标任务", ("转作风", "树品牌", "聚合力"), "二"),
        Stated(CAMPAIGN, "五破五立", ("信念", "担当", "开放", "务实", "合力"), "二（一）"),
        Stated(CAMPAIGN, "轻重次序", ("学", "树", "促"), "二"),
        Stated(CAMPAIGN, "结合推进", ("两学一做", "五事争先考评"), "四（二）"),
        Stated(CAMPAIGN, "书记职责", ("谋划", "推动", "落实"), "四（一）"),
        Stated(CAMPAIGN, "一岗双责", ("分管领域", "下级党组织"), "四（一）"),
        Stated(
            CAMPAIGN,
            "层层传导",
            ("党支部", "班子成员", "科室年级", "教研备课组", "党员"),
            "四（一）",
        ),
        Stated(CAMPAIGN, "承担单位", ("科室", "年级", "教研组", "备课组"), "四（一）"),
        Stated(kickoff, "合并动员", ("两学一做", "学树促")),
        Stated(
            self_study,
            "必读篇目",
            ("列子原文", "毛泽东同名文", "中央领导论述", "党代会报告", "全会讲话"),
            "三（一）2⑴",
        ),
        Stated(
            self_study,
            "本地史料",
            ("杜八联", "英雄民兵营", "引沁济蟒渠", "水洪池村", "工业发展史", "城乡改革史"),
            "三（一）2⑴",
        ),
        Stated(self_study, "读书要求", ("读原文", "学原著", "悟原理"), "三（一）2⑵"),
        Stated(
            self_study,
            "学习方法",
            ("总结历史", "联系实际", "带着问题", "对照反思", "持续跟进"),
            "三（一）2⑵",
        ),
        Stated(self_study, "定时推送", "微信群"),
        Stated(learning, "大讲堂", ("讲", "论", "谈"), "三（一）2⑶"),
        Stated(learning, "纳入干部培训", cites="三（一）2⑶一"),
        Stated(lectures, "宣讲题目", ("内涵", "意义", "弘扬")),
        Stated(nominating, "逐级推荐", ("学校", "市")),
        Stated(talks, "书记广泛谈心"),
        Stated(reflect, "四对照四反思", "另两项未写明"),
        Stated(team_meeting, "书记带头", ("代表班子检查", "带头批评", "带头自我批评", "点评引导")),
        Stated(criticise, "对待批评", ("正确对待", "虚心接受", "有则改之", "无则加勉")),
        Stated(correct, "集中问题", ("集中整改", "日常管理")),
        Stated(rectify, "专项行动", ("脱贫攻坚", "转型发展", "和谐稳定", "党的建设")),
        Stated(govern, "专项治理", ("讲规矩活动", "为师不为")),
        Stated(govern, "容错纠错", "三个区分开来"),
        Stated(emulate, "对标原则", ("先进性", "可比性", "针对性", "实效性")),
        Stated(emulate, "对标目的", ("增强自觉", "提升标准", "破解难题")),
        Stated(catch_up, "赶超要求", ("目标清晰", "节点分明", "责任到位")),
    ],
    vacant=[Vacant("总结", "方案只说年底基本完成，没有收尾环节", cites="三")],
)
