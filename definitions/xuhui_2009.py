"""The 2009 campaign of a district's schools: three phases, two of them open together in June.

One definition for a tree of Party organisations: the education committee with its bureau, general
branches, branches. A unit says in its facts of what kind it is, whether it has a committee, leads
others, or is due for an election; variants do the rest. A branch of retired cadres follows another
authority and is exempt from everything; where there is no committee, all members act in its place.

Progress yields to quality, so phases have soft windows and any move asks for a reason; progress
should also be uniform, so who leads others should wait for them. The two pull against each other,
and neither is more than SHOULD. A part of the last phase, the building of rules, begins on day one.

The plan is silent, and so is this definition: no step but the kick-off has a date of its own;
nobody signs off or returns anything; what becomes of a report found wanting, how many measures make
a batch, who rates, what rate would do, what is filed, and when listed items count as done is not
stated. 48 hours are taken per member and over the whole campaign. 四个确保, 五个不 and 三高 are
defined elsewhere. There are no talks from person to person, no sanctions, and no award is decided:
what others select is only recorded with what counted first.
"""

from __future__ import annotations

from campaignflow import (  # isort: skip
    AUTHOR, CAMPAIGN, WHOLE, Artifact, Campaign, Children, Each, Elastic, Elasticity, Field,
    Force, Ledger, May, Mode, Need, Phase, Quota, RecordKind, Role, Rule, Stated, Step, Struck,
    Tier, Variant, after, after_node, chain, covering, group, has, one, some, straight, window,
    with_,
)  # fmt: skip

ITSELF, SHOULD = Mode.ITSELF, Force.SHOULD
STUDY, DEBATE, MEETINGS, REPORT = "三1(1)", "三1(2)", "三2(1)", "三2(2)"
PLANNING, SOLVING, LEADING, SORTING, MEMBERS = "三3(1)", "三3(2)", "四1", "四2", "四3"
TELLING, JOINING, TESTING = "四4", "四5", "四6"

committee = Tier("committee", "教育党工委")
general = Tier("general", "党总支")
branch = Tier("branch", "党支部")

kind = one("kind", "单位类别", "机关", "机构", "学校", "离休支部")
organ = one("organ", "组织形式", "设委员会", "不设支委会", "联合支部")
leads = Field("leads", "有所属党组织", "flag", required=True)
election_due = Field("election_due", "有换届任务", "flag", required=True)

attendees = some("attendees", "参加人员")
speaker = Field("speaker", "主讲人", "person")
hours = Field("hours", "学时", "integer", required=True)
studying = ("个人自学", "集中讨论交流", "微型党课", "专题讲座")
form = one("form", "形式", "动员会", *studying, "解放思想讨论", "组织生活会")
questions = some("questions", "讨论题", "是不是", "能不能", "怎样发展", "怎样落实")
linked = some("linked", "结合", "中心组学习", "党内学习", "教工学习")
venue = one("venue", "场合", "中心组", "党员大会", "教职工大会")
who = one("who", "领导干部")
point = Field("point", "联系点", required=True)
opinions = some("opinions", "意见类别", "科学发展", "党性党风党纪", "民生")
heard = some("heard", "听取对象", "党员", "群众", "有关方面")
circle = some("circle", "范围", "党内", "党外")
raters = some("raters", "评议人", "党员", "群众代表")
paper = one("paper", "公布内容", "整改落实方案")
outcome = one("outcome", "成果", "具体举措", "体制机制", "规章制度")
lead_in = some(
    "lead_in", "带头事项", "动员报告", "调研课题", "听取意见", "调研报告", "参与讨论",
    "查找问题", "发言材料", "批评与自我批评", "分析检查报告", "整改措施",
)  # fmt: skip
matter = one("matter", "议题", "实施方案", "学习调研", "分析检查", "整改方案")
target = some("target", "帮扶对象", "单位", "群众")
drive = one("drive", "活动", "岗位奉献", "创先争优", "帮扶困难师生")
news = some("news", "内容", "做法经验", "成效")
condition = one("condition", "首要条件", "活动开展情况", "其他情况")
criterion = one("criterion", "首要标准", "工作任务质量", "其他标准")
harmed = one("harmed", "受误一方", "日常工作", "学习实践")
score = Field("score", "满意率（%）", "integer")
goal, item = Field("goal", "目标"), Field("item", "项目", required=True)
due, measure = Field("due", "时限", "date"), Field("measure", "措施")
in_charge, department = Field("in_charge", "领导", "person"), Field("department", "部门")
scope = one("scope", "问题类别", "影响科学发展", "党性党风党纪")
solving = straight("listed", solve="solved")

xuhui_2009 = Campaign(
    key="xuhui_2009",
    version="1",
    title="徐汇教育系统学习实践活动（2009）",
    window=window("2009年3月至8月"),
    elasticity=Elasticity(Elastic.REASON, Elastic.REASON, Elastic.REASON),
    cites=("序", "三", "徐委[2009]3号", "落款2009-03-11"),
    tiers=[committee, general, branch],
    roles=[
        member := Role("member", "党员", cites=("序", LEADING, MEETINGS)),
        middle := Role("middle", "中层党员干部", within=member, cites=SORTING),
        leader := Role("leader", "党员领导干部", within=member, cites=(LEADING, STUDY)),
        secretary := Role("secretary", "党组织书记", 1, leader, cites=(LEADING, "三")),
        head := Role("head", "党员校长", within=leader, cites=LEADING),
        bureau := Role("bureau", "教育局党员领导干部", within=leader, cites=STUDY),
        board := Role("board", "党组织委员", within=member, cites=LEADING),
        outsider := Role("outsider", "非党领导干部", cites=LEADING),
    ],
    lead=secretary,
    facts=[kind, organ, leads, election_due],
    records=[
        session := RecordKind(
            "session", "集中活动", (form, attendees, hours, speaker, questions, linked), board
        ),
        exchange := RecordKind("exchange", "成果交流", (venue,), board),
        contact := RecordKind("contact", "基层联系点", (who, point), bureau),
        visit := RecordKind("visit", "联系点调研", (who, point, opinions), bureau),
        inquiry := RecordKind("inquiry", "专题调研", (who,), leader),
        hearing := RecordKind("hearing", "听取意见", (heard,), leader),
        proposal := RecordKind("proposal", "建言献策", (), board),
        council := RecordKind("council", "民主生活会", (attendees,), board),
        consultation := RecordKind("consultation", "征求意见", (circle,), board),
        appraisal := RecordKind("appraisal", "报告评议", (raters,), board),
        posting := RecordKind("posting", "公布", (paper,), board),
        result := RecordKind("result", "整改成果", (outcome,), board),
        deed := RecordKind("deed", "带头", (who, lead_in), leader),
        resolution := RecordKind("resolution", "集体研究", (matter, attendees), board),
        helping := RecordKind("helping", "解困解难", (attendees, target), board),
        action := RecordKind("action", "党员活动", (drive, attendees), board),
        coverage := RecordKind("coverage", "宣传报道", (news,), board),
        survey := RecordKind("survey", "满意度测评", (score,), board),
        ballot := RecordKind("ballot", "换届选举", (), board),
        selection := RecordKind("selection", "“两优一先”评选", (condition,), board, JOINING),
        proof := RecordKind("proof", "检验成效", (criterion,), board, TESTING),
        harm := RecordKind("harm", "两误情形", (harmed,), member, TESTING),
    ],
    artifacts=[
        scheme := Artifact("scheme", "实施方案", cites="三"),
        paper_of := Artifact("inquiry_report", "调研报告", (), leader, STUDY),
        team_paper := Artifact("team_report", "班子调研报告", cites=STUDY),
        topics := Artifact("topics", "讨论题目", ("四个确保", "五个不"), cites=DEBATE),
        consensus := Artifact("consensus", "讨论共识", cites=DEBATE),
        outline := Artifact("outline", "发言提纲", ("个人", "班子"), leader, MEETINGS),
        analysis := Artifact(
            "analysis", "分析检查报告", ("分析问题", "理清思路", "明确措施"), cites=REPORT
        ),
        plan := Artifact(
            "plan",
            "整改落实方案",
            ("目标", "项目", "时限", "具体措施", "领导责任", "部门责任"),
            cites=PLANNING,
        ),
        policy := Artifact("policy", "政策规定和体制机制", cites=(SORTING, SOLVING)),
        bylaws := Artifact("bylaws", "规章制度", cites=(SORTING, SOLVING)),
        summing_up := Artifact("summing_up", "活动总结", cites=SOLVING),
        notice := Artifact("notice", "情况通报", cites=SOLVING),
        files := Artifact("files", "活动材料", cites=SOLVING),
    ],
    phases=[
        study := Phase("study", "学习调研", window("3月-4月"), slots="学习", cites="三1"),
        analyse := Phase("analyse", "分析检查", window("5月-6月"), slots="查摆", cites="三2"),
        rectify := Phase("rectify", "整改落实", window("6月-8月"), slots="整改", cites="三3"),
    ],
    ledgers=[
        items := Ledger(
            "items",
            "整改项目",
            (goal, item, due, measure, in_charge, department, scope),
            solving,
            titles=(("found", "待解决"), ("solved", "已解决")),
            due=due,
            by=board,
            cites=(PLANNING, SOLVING),
        )
    ],
    steps=[
        design := Step("design", "制定实施方案", owner=board, slots="动员", cites="三"),
        kickoff := Step("kickoff", "动员会", None, window("3月中旬"), slots="动员", cites="三"),
        hours_owed := Step("hours_owed", "集中活动学时", owner=board, cites=(JOINING, "四")),
        deeds := Step("deeds", "领导干部带头", cites=LEADING),
        deliberate := Step("deliberate", "集体研究", owner=board, cites=LEADING),
        publicity := Step("publicity", "宣传报道", owner=board, cites=TELLING),
        relieve := Step("relieve", "帮困解难", owner=board, cites=MEMBERS),
        drives := Step("drives", "党员活动", owner=board, cites=MEMBERS),
        elect := Step("elect", "换届选举", owner=board, cites=JOINING),
        prove := Step("prove", "检验成效", owner=board, cites=TESTING),
        # 学习调研
        explore := group("explore", "开展学习调研", study, cites=STUDY),
        learn := Step("learn", "学习讨论", explore, owner=board),
        share := Step("share", "交流成果", explore, owner=board),
        contacts := Step("contacts", "基层联系点", explore, owner=bureau),
        research := Step("research", "专题调研", explore, owner=leader),
        write_up := Step("write_up", "调研报告", explore, owner=leader),
        listen := Step("listen", "听取意见", explore, owner=leader),
        propose := Step("propose", "科学发展在身边", explore, owner=board, need=Need.OPTIONAL),
        debate := Step("debate", "解放思想讨论", study, owner=board, cites=DEBATE),
        guide_study := Step("guide_study", "指导下级学习调研", study, cites=(LEADING, "四")),
        # 分析检查
        meet := group("meet", "召开两个生活会", analyse, cites=MEETINGS),
        prepare := Step("prepare", "会前准备", meet, owner=board),
        outlines := Step("outlines", "发言提纲", meet, owner=leader),
        team_meeting := Step("team_meeting", "专题民主生活会", meet),
        life_meeting := Step("life_meeting", "主题组织生活会", meet),
        examine := group("examine", "形成分析检查报告", analyse, cites=REPORT),
        draft := Step("draft", "起草报告", examine, owner=secretary),
        consult := Step("consult", "党内外征求意见", examine, owner=board),
        appraise := Step("appraise", "群众评议报告", examine, owner=board),
        guide_analysis := Step(
            "guide_analysis", "指导下级分析检查", analyse, cites=(LEADING, "四")
        ),
        # 整改落实
        planning := group("planning", "制定整改落实方案", rectify, cites=PLANNING),
        draw_up := Step("draw_up", "制定方案", planning, owner=board),
        publish := Step("publish", "公布方案", planning, owner=board),
        solve := group("solve", "集中解决突出问题", rectify, cites=SOLVING),
        policies := Step("policies", "健全政策和机制", solve, starts_with=CAMPAIGN, owner=board),
        rules_made := Step("rules_made", "健全规章制度", solve, starts_with=CAMPAIGN, owner=board),
        fix := Step("fix", "解决突出问题", solve, owner=board),
        guide_fixing := Step("guide_fixing", "指导下级整改", rectify, cites=(LEADING, "四")),
        closing := group(
            "closing", "总结收尾", rectify, cites=SOLVING, window=after_node(solve), slots="总结"
        ),
        sum_up := Step("sum_up", "活动总结", closing, owner=board),
        notify := Step("notify", "情况通报", closing, owner=board),
        rate := Step("rate", "满意度测评", closing, owner=board),
        file := Step("file", "材料归档", closing, owner=board),
    ],
    edges=[
        after(kickoff, explore, force=SHOULD, title="先动员再学习", cites="三"),
        after(kickoff, debate, force=SHOULD, title="先动员再讨论", cites="三"),
        after(study, analyse, force=SHOULD, title="阶段相互衔接", cites="三"),
        with_(analyse, rectify, title="六月两个阶段并行", cites=("三2", "三3")),
        *chain(research, write_up, cites=STUDY),
        after(explore, outlines, title="运用调研和意见", cites=MEETINGS),
        after(debate, outlines, title="运用讨论成果", cites=MEETINGS),
        *chain(prepare, outlines, team_meeting, cites=MEETINGS),
        after(prepare, life_meeting, cites=MEETINGS),
        *chain(draft, consult, appraise, force=SHOULD, cites=REPORT),
        *chain(draw_up, publish, cites=PLANNING),
        after(solve, closing, force=SHOULD, title="基本完成时收尾", cites=SOLVING),
    ],
    rules=[
        Rule(design, has(scheme)),
        Rule(kickoff, Quota(of=session, per=Each(secretary, speaker), where=form.is_("动员会"))),
        Rule(
            hours_owed,
            Quota(of=session, per=Each(member, attendees), sum=hours, least=48, during=WHOLE),
            title="每人不少于48小时",
        ),
        Rule(deeds, covering(deed, lead_in, per=Each(leader, who))),
        Rule(
            deliberate,
            covering(resolution, matter, per=Each(outsider, attendees), allow_empty=True),
            title="非党领导干部参与",
        ),
        Rule(
            deliberate,
            covering(resolution, matter, per=Each(board, attendees)),
            force=SHOULD,
            title="依靠委员会，未设的依靠全体党员",
        ),
        Rule(publicity, covering(coverage, news)),
        Rule(relieve, covering(helping, target)),
        Rule(drives, covering(action, drive), force=SHOULD),
        Rule(elect, Quota(of=ballot)),
        Rule(prove, Quota(of=proof, where=criterion.is_("工作任务质量"))),
        Rule(
            CAMPAIGN,
            Quota(of=selection, least=None, most=0, where=condition.is_("其他情况")),
            title="评选首看活动开展情况",
            cites=JOINING,
        ),
        Rule(CAMPAIGN, Quota(of=harm, least=None, most=0), force=SHOULD, cites=TESTING),
        Rule(learn, Quota(of=session, per=Each(member, attendees), where=form.in_(*studying))),
        Rule(share, covering(exchange, venue)),
        Rule(
            contacts,
            Quota(of=contact, per=Each(bureau, who), most=1)
            & covering(visit, opinions, per=Each(bureau, who)),
        ),
        Rule(research, Quota(of=inquiry, per=Each(leader, who))),
        Rule(write_up, has(paper_of, Each(leader, AUTHOR)) & has(team_paper)),
        Rule(listen, covering(hearing, heard)),
        Rule(propose, Quota(of=proposal), force=SHOULD),
        Rule(
            debate,
            has(topics)
            & covering(session, questions, where=form.is_("解放思想讨论"))
            & has(consensus),
        ),
        Rule(outlines, has(outline, Each(leader, AUTHOR))),
        Rule(team_meeting, Quota(of=council, per=Each(leader, attendees))),
        Rule(
            life_meeting,
            Quota(of=session, per=Each(member, attendees), where=form.is_("组织生活会")),
        ),
        Rule(draft, has(analysis, Each(secretary, AUTHOR))),
        Rule(consult, covering(consultation, circle)),
        Rule(appraise, covering(appraisal, raters)),
        Rule(draw_up, has(plan)),
        Rule(publish, Quota(of=posting)),
        Rule(policies, has(policy)),
        Rule(rules_made, has(bylaws)),
        Rule(fix, Struck(items), force=Force.STATED, title="突出问题得到解决"),
        Rule(solve, covering(result, outcome)),
        Rule(sum_up, has(summing_up)),
        Rule(notify, has(notice)),
        Rule(rate, Quota(of=survey)),
        Rule(file, has(files)),
        *(
            Rule(step, Children(phase), force=SHOULD, title="总的进度一致", cites=(LEADING, "四"))
            for step, phase in (
                (guide_study, study),
                (guide_analysis, analyse),
                (guide_fixing, rectify),
            )
        ),
    ],
    may=[
        May(head, ("open", "close", "finish", "move", "find", "work"), cites=LEADING),
        May(board, ("record",), cites=LEADING),
        May(secretary, ("waive", "confirm", "assume", "void", "correct"), cites=LEADING),
    ],
    variants=[
        Variant(
            "assembly",
            "不设支委会或联合支部",
            organ.in_("不设支委会", "联合支部"),
            swap=((board, member),),
            why="依靠全体党员",
            cites=LEADING,
        ),
        Variant(
            "bureau_office",
            "机关",
            kind.is_("机关"),
            (drives, rules_made),
            why="机关着重政策机制和帮困解难",
            cites=(SORTING, MEMBERS),
        ),
        Variant(
            "grassroots",
            "基层单位",
            kind.in_("机构", "学校"),
            (contacts, policies, relieve),
            why="基层单位着重规章制度",
            cites=(SORTING, MEMBERS),
        ),
        Variant(
            "leads_nobody",
            "无所属党组织",
            leads.is_(False),
            (guide_study, guide_analysis, guide_fixing),
            why="没有下级党组织",
            cites=LEADING,
        ),
        Variant(
            "no_election",
            "无换届任务",
            election_due.is_(False) & kind.in_("机关", "机构", "学校"),
            (elect,),
            why="没有换届任务",
            cites=JOINING,
        ),
        Variant(
            "retired",
            "离休支部",
            kind.is_("离休支部"),
            (
                *(design, kickoff, hours_owed, deeds, deliberate, publicity, relieve, drives),
                *(elect, prove, policies, rules_made, study, analyse, rectify),
            ),
            why="按区老干部局的要求开展",
            cites=SORTING,
        ),
    ],
    stated=[
        Stated(CAMPAIGN, "主要原则", ("解放思想", "实践特色", "群众路线", "正面教育"), "一"),
        Stated(CAMPAIGN, "总体要求", ("受教育", "上水平", "得实惠"), "一"),
        Stated(CAMPAIGN, "活动目标", ("提高认识", "解决问题", "创新机制", "促进发展"), "一"),
        Stated(
            CAMPAIGN, "思考题", ("办学方向", "职业教育", "干部队伍", "教师队伍", "学校党建"), "二"
        ),
        Stated(CAMPAIGN, "三个着力", ("转变观念", "解决问题", "构建机制"), "二"),
        Stated(CAMPAIGN, "贯穿始终", ("深入学习", "改革创新", "解决问题", "发扬民主"), "三"),
        Stated(CAMPAIGN, "边学边改", cites="三"),
        Stated(
            CAMPAIGN,
            "把握关系",
            ("认识与实践", "当务之急与机制", "重点与全员", "进度一致与质量"),
            "四",
        ),
        Stated(CAMPAIGN, "兼顾两方", ("干部与党员", "机关与基层", "党内与党外"), "四"),
        Stated(CAMPAIGN, "责任分工", ("直接责任人", "共同责任人"), LEADING),
        Stated(CAMPAIGN, "党组织全面负责", cites=LEADING),
        Stated(CAMPAIGN, "在所属支部参加活动", cites=LEADING),
        Stated(CAMPAIGN, "分类重点", ("转变作风", "改进服务", "办学方向"), SORTING),
        Stated(CAMPAIGN, "班子三力", ("决策力", "统筹力", "创造力"), SORTING),
        Stated(CAMPAIGN, "中层三力", ("执行力", "创新力", "协同力"), SORTING),
        Stated(CAMPAIGN, "党员三力", ("先锋力", "影响力", "带动力"), SORTING),
        Stated(CAMPAIGN, "另行规定的提法", "三高", SORTING),
        Stated(CAMPAIGN, "自主创新", ("载体", "内容", "方式"), MEMBERS),
        Stated(CAMPAIGN, "结合经常性教育", cites=JOINING),
        Stated(elect, "高质量完成换届"),
        Stated(kickoff, "针对思想问题动员"),
        Stated(learn, "必读内容", ("必读书目", "重要讲话")),
        Stated(meet, "会议重点", ("正面教育", "总结经验教训", "提高思想认识")),
        Stated(publicity, "及时报道"),
    ],
)
