"""The 2010–2012 campaign of a district's schools: three phases, the third of which comes twice.

One definition for two tiers: a node with a ``tier`` stands in the runs of the district or of the
schools only, and what the schools have done is asked for by ``Children``. The phases overlap, so
they are joined start to start. Work that the plan lists under the third phase but wants every
quarter or year runs beside the phases, as do its ten undated projects and comparisons.

The plan contradicts itself or is silent, and so is this definition: two and a half years from April
2010 end in September 2012, later than the last dated phase; the plan is dated when its first phase
is nearly over; 前后 and 初 have no days; the day of the congress is not known; the share of flags,
the number of sites and models, who approves the schools' plans, what happens to late schools, and
an archive are not stated. Nothing may be cut: time, content and links neither shrink nor lapse.
"""

from __future__ import annotations

import datetime as dt

from campaignflow import (  # isort: skip
    AUTHOR, CAMPAIGN, WHOLE, Anchor, Artifact, Campaign, Children, Each, Earlier, Elastic,
    Elasticity, Every, Field, Force, May, Mode, Per, Phase, Quota, RecordKind, Related,
    Relation, Repeat, Role, Rule, Stated, Step, Tier, Values, after, chain, covering, each_time,
    has, on, one, reopen, some, window, with_,
)  # fmt: skip

SHOULD = Force.SHOULD
FIRST, SECOND, THIRD = "五（第一阶段）", "五（第二阶段）", "五（第三阶段）"
STRANDS = [f"{SECOND}{number}" for number in "一二三四五"]
THIRD_1, THIRD_2, THIRD_3 = (f"{THIRD}{number}" for number in "一二三")

district, school = Tier("district", "区教体局"), Tier("school", "学校（幼儿园）")

attendees = some("attendees", "参加人员")
holder = one("holder", "担任人")
speaker = one("speaker", "主讲人")
subject = one("subject", "对象")
winner = one("winner", "获得者")
name = Field("name", "名称", required=True)
topic = one("topic", "专题", "讲话文件", "党性教育", "先进典型", "规划纲要")
level = one("level", "层级", "党委", "党总支（支部）")
form = one("form", "形式", "座谈会", "经验交流会", "演讲会", "主题实践活动")
course = one("course", "班次", "中层领导干部", "校级领导干部", "党支部书记")
mass = some("mass", "群团组织", "工会", "共青团", "学生会")
occasion = one("occasion", "节点", "建党90周年", "党的十八大")
skills = ("调查研究", "讲课比赛", "科技创新", "岗位练兵")
drives = ("技能大比武", "效能大比赛", "业绩大比拼")
event = one("event", "项目", *skills, *drives, "教学技能竞赛")
origin = one("origin", "来源", "学习实践科学发展观活动遗留", "本次查找")
kept = Field("kept", "向群众的承诺已兑现", "flag", required=True)
helper = one("helper", "党员")
household = Field("household", "群众户", required=True)
place = one("place", "范围", "工作圈", "居住地")
helps = some("help", "帮扶方式", "志愿服务", "结对帮扶", "走访慰问")
aspect = some("aspect", "内容", "班子配强", "活动场所", "述职考核评议制度", "民主自治机制")
paper = some("paper", "公布内容", "实施方案", "具体打算", "承诺")
points = some("points", "点评", "肯定成绩", "指出问题", "明确方向")
raters = some("raters", "评议人", "党员", "群众")
excellent = Field("excellent", "优秀", "flag")
share = Field("share", "颁发比例（%）", "integer")
title = one("title", "称号", "先进基层党组织", "优秀共产党员")
goods = some(
    "goods", "五个好", "领导班子好", "党员队伍好", "工作机制好", "工作业绩好", "群众反映好"
)
leads = some("leads", "五带头", "学习提高", "争创佳绩", "服务群众", "遵纪守法", "弘扬正气")
criteria = some("criteria", "依据", "工作实绩", "社会公认度")
spread = one("spread", "形式", "巡回报告", "参观学习")
models = some("models", "重点", "红旗党组织", "优秀共产党员", "优秀党务工作者", "双十双百")
gaps = some("gaps", "对照结果", "找差距", "找方向")
message = some("message", "宣传内容", "重大意义", "经验做法", "实际效果")
agenda = some("agenda", "议定事项", "成立领导小组", "列入重要议事日程")
visitor = one("visitor", "局班子成员")
visited = one("visited", "联系学校")
giver, taker = one("giver", "城区学校"), one("taker", "农村学校")
joint = some(
    *("joint", "一体化", "学校结对联动", "校长队伍", "教师队伍配置"),
    *("教学质量监测", "教育经费", "学校布局", "设施设备"),
)
staffing = one("staffing", "教师类别", "优秀教师流动", "普通教师稳定", "薄弱教师培训")
means = one("means", "方式", "交叉检查", "明查", "暗访")
reduced = some("reduced", "减少", "会议", "文件", "检查", "应酬")
hard = some("hard", "碰硬", "群众困难", "遗留问题", "不良作风")
assessed = one("object", "考核对象", "班子", "干部", "教师")
safety = some(
    "safety", "内容", "平安校园机制", "综治制度", "预防犯罪机制", "治安防控", "考核奖惩监督"
)
praise = one("praise", "奖励", "表彰", "重用")
half_yearly, yearly_kept = Repeat(Every.HALF_YEAR, "keep"), Repeat(Every.YEAR, "keep")

qingshanhu_2010 = Campaign(
    key="qingshanhu_2010",
    version="1",
    title="青山湖区教育系统“创先争优”活动（2010—2012）",
    window=window("2010年4月—2012年9月"),
    elasticity=Elasticity(shorten=Elastic.FORBIDDEN, drop=Elastic.FORBIDDEN),
    cites=("五", "六4", "湖教体发[2010]6号"),
    tiers=[district, school],
    anchors=[
        issued := Anchor("issued", "方案印发", dt.date(2010, 6, 28), cites="落款"),
        Anchor("party90", "建党90周年", dt.date(2011, 7, 1), cites="五"),
        Anchor("congress18", "党的十八大", cites="五"),
    ],
    roles=[
        staff := Role("staff", "教职工", cites="二3"),
        member := Role("member", "党员", within=staff, cites=(SECOND, "六1")),
        secretary := Role("secretary", "党组织书记", 1, member, cites="六4"),
        leader := Role("leader", "局班子成员", within=member, cites="六4"),
        superior := Role("superior", "上级党组织负责人", outside=True, cites=SECOND),
        committee := Role("committee", "局党委", 1, body=True, cites=THIRD_1),
        group := Role("group", "局党委活动领导小组", 1, body=True, cites=("六1", "六4")),
        office := Role("office", "领导小组办公室", 1, group, body=True, cites="六1"),
        unit := Role("unit", "学校（幼儿园）党组织", body=True, cites="六1"),
        urban := Role("urban", "城区学校", within=unit, body=True, cites="四4"),
        rural := Role("rural", "农村学校", within=unit, body=True, cites="四4"),
    ],
    lead=secretary,
    relations=[
        linked := Relation("linked", "联系", leader, unit, "六4"),
        twinned := Relation("twinned", "城乡结对", urban, rural, "四4"),
    ],
    records=[
        meeting := RecordKind("meeting", "动员大会", (speaker, attendees), office),
        session := RecordKind("session", "学习", (topic, attendees)),
        theory := RecordKind("theory", "中心组学习", (level, attendees), cites="二2"),
        resolution := RecordKind("resolution", "会议决定", (agenda,), cites="六1"),
        activity := RecordKind("activity", "节点争创活动", (occasion, name)),
        breakthrough := RecordKind("breakthrough", "破解核心问题", (name, origin, kept)),
        post := RecordKind("post", "党员先锋岗", (holder,)),
        contest := RecordKind("contest", "岗位竞赛", (event, attendees)),
        bond := RecordKind("bond", "结对", (helper, household, place), member),
        helping := RecordKind("helping", "帮扶", (helper, household, helps), member),
        building := RecordKind("building", "组织建设", (aspect,)),
        posting := RecordKind("posting", "向群众公布", (paper,)),
        comment := RecordKind("comment", "领导点评", (points,), superior),
        appraisal := RecordKind("appraisal", "群众评议", (subject, raters, excellent)),
        excellence := RecordKind("excellence", "考核优秀", (winner,), office),
        flag := RecordKind("flag", "流动红旗", (winner, share), committee),
        site := RecordKind("site", "示范点", (winner,), committee),
        nomination := RecordKind("nomination", "推荐", (title, winner, goods, leads)),
        honour := RecordKind("honour", "评选表彰", (title, winner, criteria), committee),
        outreach := RecordKind("outreach", "典型引路", (spread, models, attendees)),
        comparison := RecordKind("comparison", "对照先进", (subject, gaps), member),
        guidance := RecordKind("guidance", "联系指导", (visitor, visited), leader),
        publicity := RecordKind("publicity", "宣传", (message,)),
        example := RecordKind("example", "先进典型", (name,), cites="六3"),
        reward := RecordKind("reward", "及时奖励", (winner, praise), secretary, "六2"),
        gathering := RecordKind("gathering", "凝聚活动", (form, attendees)),
        training := RecordKind("training", "培训班", (course, attendees), office),
        drive := RecordKind("drive", "带群团建设", (mass,), cites="二2"),
        lecture := RecordKind("lecture", "业务讲座", (speaker, attendees), cites="二3"),
        inspection := RecordKind("inspection", "检查", (means, hard, reduced), office),
        yearly := RecordKind("yearly", "年度量化考核", (assessed,), cites="四2"),
        support := RecordKind("support", "城乡帮扶", (giver, taker, joint), unit, "四4"),
        moving := RecordKind("moving", "农村任教", (subject, staffing), office, "四4"),
        grade := RecordKind("grade", "职称评聘", (subject,), office, "四4"),
        order := RecordKind("order", "平安建设", (safety,)),
        incident := RecordKind("incident", "恶性事件", (name,)),
    ],
    artifacts=[
        scheme := Artifact("scheme", "区实施方案", ("目标", "具体要求", "党组织", "党员"), office),
        own_plan := Artifact("own_plan", "本单位实施方案", cites=("六1", SECOND)),
        demands := Artifact("demands", "本单位具体要求", ("五个好", "五带头"), cites="三"),
        intention := Artifact("intention", "具体打算", (), member, SECOND),
        annual := Artifact("annual", "年度总结", ("经验", "不足", "改进措施")),
        mechanism := Artifact("mechanism", "长效机制", cites=THIRD_3),
        incentives := Artifact(
            "incentives", "竞争激励机制", ("年度考核", "评先评优", "干部教师选拔"), cites="六2"
        ),
        deeds := Artifact("deeds", "事迹材料", cites="二4"),
        targets := Artifact("targets", "基层制度目标体系", cites="二5"),
        ranking := Artifact(
            "ranking",
            "学校考评体系",
            ("贯彻教育方针", "执行法律法规", "常规管理", "素质教育", "规范办学"),
        ),
        register := Artifact("register", "困难群众信息库", cites="四5"),
    ],
    phases=[
        mobilise := Phase("mobilise", "宣传发动", window("2010年4月—7月初"), cites=FIRST),
        implement := Phase("implement", "组织实施", window("2010年7月—2012年6月"), cites=SECOND),
        awards := Phase(
            "awards",
            "评选表彰",
            repeat=each_time({"2011": window("2011年七一前后"), "2012": window("2012年七一前后")}),
            slots="总结",
            cites=THIRD,
        ),
    ],
    steps=[
        kickoff := Step("kickoff", "动员部署", mobilise, tier=district, slots="动员"),
        drafting := Step("drafting", "制定方案", mobilise, on(issued), tier=district, slots="动员"),
        studying := Step("studying", "组织学习", mobilise, slots="学习"),
        founding := Step(
            "founding", "成立领导小组", mobilise, window("尽快"), slots="动员", cites="六1"
        ),
        rollout := Step("rollout", "各校启动", mobilise, tier=district, cites="六1"),
        theme90 := Step(
            "theme90", "迎接建党九十周年", implement, window("2010年7月至“建党90周年”"), tier=school
        ),
        theme18 := Step(
            "theme18", "向党的十八大献礼", implement, window("2011年7月至“党的十八大”"), tier=school
        ),
        spirit := Step(
            "spirit", "党性教育", implement, tier=school, slots="学习", cites=STRANDS[0]
        ),
        problems := Step(
            "problems", "破解核心问题", implement, tier=school, slots="整改", cites=STRANDS[1]
        ),
        posts := Step("posts", "岗位竞赛", implement, tier=school, cites=STRANDS[2]),
        bonds := Step("bonds", "结对帮扶", implement, tier=school, cites=STRANDS[3]),
        basis := Step("basis", "组织建设", implement, tier=school, cites=STRANDS[4]),
        promise := Step("promise", "公开承诺", implement, tier=school, cites=(SECOND, "六1")),
        comments := Step(
            "comments", "领导点评", implement, repeat=half_yearly, tier=school, slots="查摆"
        ),
        rating := Step(
            "rating", "群众评议", implement, repeat=half_yearly, tier=school, slots="查摆"
        ),
        commenting := Step("commenting", "点评各校", implement, repeat=half_yearly, tier=district),
        rating_units := Step(
            "rating_units", "评议各校", implement, repeat=half_yearly, tier=district
        ),
        guiding := Step("guiding", "联系指导", implement, tier=district, cites="六4"),
        nominating := Step("nominating", "逐级推荐", awards, tier=school, cites=THIRD_1),
        commend := Step(
            "commend", "评选先进", awards, window("适时"), tier=district, cites=THIRD_1
        ),
        leading := Step("leading", "典型引路", awards, slots="查摆", cites=THIRD_2),
        flags := Step(
            "flags",
            "流动红旗",
            None,
            window("2010年7月—2012年7月初"),
            repeat=Repeat(Every.QUARTER, "drop"),
            tier=district,
            cites=THIRD_1,
        ),
        summary := Step(
            "summary",
            "系统总结",
            repeat=yearly_kept,
            closes=Mode.ITSELF,
            tier=school,
            slots="总结",
            cites=THIRD_3,
        ),
        sum_up := Step("sum_up", "总结经验", summary),
        find_gaps := Step("find_gaps", "查找不足", summary, slots="查摆"),
        improve := Step("improve", "改进措施", summary, slots="整改"),
        regulate := Step("regulate", "固化制度", summary),
        summaries := Step(
            "summaries", "汇总年度总结", repeat=yearly_kept, tier=district, cites=THIRD_3
        ),
        encouraging := Step("encouraging", "激励机制", tier=school, cites="六2"),
        spreading := Step("spreading", "舆论引导", cites="六3"),
        p1 := Step("p1", "活动引力工程", cites="二1"),
        classes := Step("classes", "举办培训班", p1, tier=district),
        p2 := Step("p2", "强基创先工程", cites="二2"),
        p3 := Step("p3", "先锋引领工程", tier=school, cites="二3"),
        p4 := Step("p4", "师德引航工程", tier=school, cites="二4"),
        p5 := Step("p5", "堡垒创新工程", tier=school, cites="二5"),
        c1 := Step("c1", "比科学育人态度", tier=school, cites="四1"),
        c2 := Step("c2", "比热爱教育程度", tier=school, cites="四2"),
        c3 := Step("c3", "比素质教育高度", tier=district, cites="四3"),
        c4 := Step("c4", "比均衡发展进度", tier=district, cites="四4"),
        c5 := Step("c5", "比服务群众效度", tier=school, cites="四5"),
    ],
    edges=[
        with_(mobilise, implement, cites="五"),
        with_(implement, awards, cites="五"),
        *chain(kickoff, drafting, studying, force=SHOULD, cites=FIRST),
        *chain(promise, comments, rating, force=SHOULD, cites=SECOND),
        after(flags, commend, match="latest", cites=THIRD_1),
        *chain(sum_up, find_gaps, improve, regulate, cites=THIRD_3),
        reopen(comments, problems, unbounded="每次点评都可指出问题", cites=SECOND),
        reopen(improve, problems, unbounded="每年都可改进", cites=THIRD_3),
        reopen(leading, problems, unbounded="每次对照都可找出差距", cites=THIRD_2),
    ],
    rules=[
        Rule(kickoff, Quota(of=meeting)),
        Rule(kickoff, Quota(of=meeting, per=Each(unit, attendees)), force=SHOULD),
        Rule(drafting, has(scheme)),
        Rule(studying, Quota(of=session, where=topic.is_("讲话文件"))),
        Rule(
            studying,
            Quota(of=session, per=Each(member, attendees), where=topic.is_("讲话文件")),
            force=SHOULD,
        ),
        Rule(founding, covering(resolution, agenda)),
        Rule(rollout, Children(founding)),
        Rule(theme90, Quota(of=activity, where=occasion.is_("建党90周年")), cites="五"),
        Rule(theme18, Quota(of=activity, where=occasion.is_("党的十八大")), cites="五"),
        Rule(spirit, covering(session, topic, "党性教育", "先进典型")),
        Rule(
            problems,
            Quota(of=breakthrough, most=2, where=kept.is_(True)),
            title="破解一至两个问题，承诺兑现",
        ),
        Rule(posts, Quota(of=post) & Quota(of=contest)),
        Rule(
            bonds,
            Quota(of=bond, per=Each(member, helper), most=5) & covering(helping, helps),
            title="每名党员结对一至五户",
        ),
        Rule(basis, covering(building, aspect)),
        Rule(
            promise, has(own_plan) & has(intention, Each(member, AUTHOR)) & covering(posting, paper)
        ),
        Rule(promise, has(demands), cites="三"),
        Rule(comments, covering(comment, points)),
        Rule(rating, covering(appraisal, raters, per=Each(member, subject)), title="党组织评党员"),
        Rule(commenting, Children(comments)),
        Rule(
            rating_units, covering(appraisal, raters, per=Each(unit, subject)), title="上级评党组织"
        ),
        Rule(guiding, Quota(of=guidance, per=Related(linked, (visitor, visited)))),
        Rule(
            nominating,
            covering(nomination, goods, where=title.is_("先进基层党组织"))
            & covering(nomination, leads, where=title.is_("优秀共产党员")),
            cites=("三", THIRD_1),
        ),
        Rule(commend, Children(nominating), title="层层推荐"),
        Rule(commend, covering(honour, title) & covering(honour, criteria)),
        Rule(leading, covering(outreach, spread) & Quota(of=comparison, per=Each(member, subject))),
        Rule(flags, Quota(of=flag) & Earlier(flag, excellence, winner), title="考核优秀方可授旗"),
        Rule(flags, Quota(of=site), force=SHOULD, title="命名示范点"),
        Rule(sum_up, covering(annual, annual.parts_field, "经验")),
        Rule(find_gaps, covering(annual, annual.parts_field, "不足")),
        Rule(improve, covering(annual, annual.parts_field, "改进措施")),
        Rule(regulate, has(mechanism)),
        Rule(summaries, Children(summary)),
        Rule(encouraging, has(incentives)),
        Rule(encouraging, covering(reward, praise), force=SHOULD),
        Rule(spreading, covering(publicity, message)),
        Rule(spreading, Quota(of=example), force=SHOULD),
        Rule(p1, covering(gathering, form)),
        Rule(classes, covering(training, course)),
        Rule(p2, Quota(of=theory) & covering(drive, mass)),
        Rule(p3, Quota(of=post) & Quota(of=lecture) & covering(contest, event, *skills)),
        Rule(p3, Quota(of=lecture, per=Each(staff, attendees)), force=SHOULD),
        Rule(p4, has(deeds) & Quota(of=contest, where=event.is_("教学技能竞赛"))),
        Rule(p5, has(targets)),
        Rule(c1, Quota(of=session, where=topic.is_("规划纲要"))),
        Rule(
            c2,
            covering(contest, event, *drives)
            & covering(inspection, means)
            & covering(inspection, hard)
            & covering(inspection, reduced)
            & Quota(of=yearly, per=Values(assessed, assessed.choices) * Per(Every.YEAR, "keep")),
        ),
        Rule(c3, has(ranking)),
        Rule(
            c4,
            Quota(of=support, per=Related(twinned, (giver, taker)))
            & covering(support, joint)
            & Earlier(grade, moving, subject),
        ),
        Rule(c5, has(register) & covering(order, safety)),
        Rule(c5, Quota(of=incident, least=None, most=0, during=WHOLE), force=SHOULD),
    ],
    may=[
        May(office, ("open", "finish", "report", "tick"), cites="六1"),
        May(secretary, ("confirm", "assume", "void", "correct"), cites="六4"),
    ],
    stated=[
        Stated(CAMPAIGN, "总时长", "两年半", "五"),
        Stated(CAMPAIGN, "主送", ("各学校", "幼儿园", "局机关领导小组"), "主送"),
        Stated(CAMPAIGN, "组织层级", ("区教体局党委", "总支", "支部", "党员"), ("二2", "六1")),
        Stated(CAMPAIGN, "五个好", ("学习型党组织", "党章基本任务"), "三"),
        Stated(CAMPAIGN, "五带头", ("遵守党章", "履行义务", "行使权利"), "三"),
        Stated(CAMPAIGN, "领导小组办公室", ("协调指导", "督办检查", "宣传报道", "日常工作"), "六1"),
        Stated(CAMPAIGN, "领导小组", ("掌握情况", "反映成效"), "六4"),
        Stated(CAMPAIGN, "直接责任人", ("组织", "开展", "实施"), "六4"),
        Stated(CAMPAIGN, "不得缩减", ("活动时间", "内容", "环节"), "六4"),
        Stated(CAMPAIGN, "创新形式", ("活动开展", "党员参与", "提高质量"), "六2"),
        Stated(CAMPAIGN, "未作规定", ("归档", "满意度测评", "审批", "处罚"), "全文"),
        Stated(promise, "接受群众监督", (), SECOND),
        Stated(commend, "自上而下、层层推荐", ()),
        Stated(flags, "比例和数量未定", ("流动红旗比例", "示范点数量")),
        Stated(spreading, "宣传手段不限", ()),
        Stated(p1, "领导班子建设", ("守信用", "讲奉献", "有本领", "重品行")),
        Stated(p2, "基层党组织建设", ("党建带团建", "党建带工建")),
        Stated(p3, "党员队伍建设", ("先锋岗", "业务培训", "楷模先锋活动")),
        Stated(p3, "所引口号未作说明", "三名"),
        Stated(p4, "名师队伍建设", "巡回报告"),
        Stated(p5, "党建品牌建设", ("科学有效", "完整配套", "操作可行", "运转协调")),
        Stated(p5, "制度原则", ("精简效能", "简便易行", "实在管用")),
        Stated(c1, "看发展理念", "长效机制"),
        Stated(c2, "看工作作风", ("爱岗敬业", "务实为民", "提升效能")),
        Stated(c2, "健全制度", ("首问责任制", "限时办结制", "责任追究制", "一站式服务")),
        Stated(c3, "看办学举措", ()),
        Stated(c4, "看城乡联动", ()),
        Stated(c4, "连带责任", ("城区学校", "农村学校")),
        Stated(c5, "看维稳责任", ("信访渠道", "预防群访")),
    ],
)
