"""Messages of the engine: code -> (English, Chinese)."""

MESSAGES: dict[str, tuple[str, str]] = {
    "add.key": (
        "{key!r} cannot name the new step: use an unused key of lower-case letters, digits and _",
        "“{key}”不能用作新步骤的键：应为未使用过的小写字母、数字和下划线",
    ),
    "and_more": ("and {n} more", "另有 {n} 项"),
    "and_more.people": ("and {n} more", "另有 {n} 人"),
    "args.missing": ("{command} needs {name}", "指令 {command} 缺少 {name}"),
    "args.plain": ("{name} cannot be kept: {why}", "{name} 无法保存：{why}"),
    "args.sort": ("{name} takes {wanted}", "{name} 的内容不合要求（应为 {wanted}）"),
    "args.sort.flag": ("true or false", "是或否"),
    "args.sort.integer": ("a whole number", "整数"),
    "args.sort.person": ("a text", "文本"),
    "args.sort.renaming": (
        "old keys with new ones, or with null for what is given up",
        "旧键与新键的对照，舍弃的对应 null",
    ),
    "args.sort.rows": ("a list of rows of texts", "由文本组成的各行"),
    "args.sort.text": ("a text", "文本"),
    "args.sort.texts": ("a list of texts", "由文本组成的列表"),
    "args.sort.values": ("names with values", "名称与值的对照"),
    "args.unknown": (
        "{command} takes no {name}; it takes {known}",
        "指令 {command} 不接受 {name}；可用：{known}",
    ),
    "assign.held": ("{person} holds it already", "已由 {person} 承担"),
    "assign.nobody": (
        "nobody holds {name} yet: assign it first",
        "“{name_title}”尚无承担人：请先指派",
    ),
    "assign.role": ("{person} does not hold the role {role}", "{person} 不是{role}"),
    "assign.settled": ("{name} is settled already", "“{name_title}”已办结"),
    "close.unsettled": ("{name} still holds: {children}", "“{name_title}”中尚未办结：{children}"),
    "conclude.no_leftovers": (
        "the campaign's end is not a soft one (基本完成): nothing may be left over",
        "活动结束时间不是“基本完成”：不得遗留未办事项",
    ),
    "confirm.nothing": ("{name} is not in question", "“{name_title}”没有待确认的事项"),
    "erase.nothing": (
        "no such text about a person is kept with {name!r}; some are with {known}",
        "“{name}”没有这样的个人信息可删；有的是：{known}",
    ),
    "finish.edge": (
        "{name} may not finish before {sources}",
        "“{name_title}”须待 {sources} 完成后才能完成",
    ),
    "finish.other": (
        "{name} is not finished that way: use {command}",
        "“{name_title}”不能这样办理：请用“{command_title}”（{command}）",
    ),
    "item.exists": ("there is an item {item!r} already", "条目“{item}”已存在"),
    "item.wrong_state": (
        "{item} is {state}: from there {able} is possible, not {trigger}",
        "{item} 目前{state}：可以 {able}，不能 {trigger}",
    ),
    "key.reused": (
        "the key {key!r} was used for another request (entry {seq}): take a new key",
        "键“{key}”已用于另一请求（第 {seq} 条）：请换新键",
    ),
    "move.extend": ("{name} may not be extended", "“{name_title}”的时间不得延长"),
    "move.nothing": ("give start=, end= or both", "请给出新的开始日（start）或结束日（end）"),
    "move.reversed": (
        "it would end on {end}, before it starts on {start}",
        "结束日 {end} 早于开始日 {start}",
    ),
    "move.shorten": ("{name} may not be shortened", "“{name_title}”的时间不得缩短"),
    "move.sticks_out": (
        "{name} ({edtf}) would stick out: move it first",
        "“{name_title}”（{edtf}）将超出范围：请先调整它",
    ),
    "node.at": ("{title} [{name}, {state}]", "{title}〔{name}，{state}〕"),
    "node.closed": ("closed", "已关闭"),
    "node.done": ("done", "已完成"),
    "node.open": ("open", "进行中"),
    "node.planned": ("not open yet", "未开启"),
    "node.questioned": ("in question: confirm or reopen it", "依据已变，待确认"),
    "node.released": ("released", "已免除"),
    "node.returned": ("returned", "已退回"),
    "node.submitted": ("submitted", "已提交"),
    "not_for.campaign": (
        "{command} is not for the campaign as a whole",
        "“{command_title}”不能用于整个活动",
    ),
    "not_for.phase": (
        "{command} is not for a phase ({name})",
        "“{command_title}”不能用于阶段“{name_title}”",
    ),
    "not_for.step": (
        "{command} is not for a step ({name})",
        "“{command_title}”不能用于步骤“{name_title}”",
    ),
    "open.edge": ("{name} waits for {sources}", "“{name_title}”须等待 {sources}"),
    "open.opener": (
        "{name} can open only within {opener}, which is not open",
        "“{name_title}”须在“{opener_title}”开启之后",
    ),
    "open.serial": ("{name} waits for the occurrence before it", "“{name_title}”须待上一次完成"),
    "permit.denied": (
        "{actor} may not {command} this; {able} may",
        "{actor} 无权{command_title}；有权者：{able}",
    ),
    "permit.denied_then": (
        "{actor} held no role on {day} that may {command} this, but was {terms}; {able} may",
        "{actor} 在 {day} 无权{command_title}：任职时间为 {terms}；有权者：{able}",
    ),
    "permit.host": ("the host does not allow it: {why}", "系统不允许：{why}"),
    "permit.nobody": (
        "say who asks for {command}: actor= is missing",
        "请说明由谁{command_title}（缺 actor）",
    ),
    "permit.term": ("{role} from {start} to {end}", "{role}（{start} 至 {end}）"),
    "permit.term_open": ("{role} from {start}", "{role}（{start} 起）"),
    "person.empty": ("a person needs an id", "人员缺少编号"),
    "reason.needed": ("{command} needs a reason", "{command_title}须说明理由"),
    "record.exists": ("there is a record {record!r} already", "记录“{record}”已存在"),
    "record.voided": ("{record} was voided before", "{record} 已作废"),
    "refusal.head": ("{asked} refused:", "不能“{title}”（{asked}）："),
    "reopen.limit": (
        "{edge} may be taken {limit:time}, and has been",
        "“{edge}”最多 {limit} 次，已用完",
    ),
    "reopen.source": (
        "{source} has not begun: nothing leads back from it",
        "“{source_title}”尚未开始：无从返工",
    ),
    "reopen.target": ("{edge} does not lead to {name}", "“{edge}”不通向“{name_title}”"),
    "report.above": (
        "{reached} of {total} cannot be: there is one unit above, so give 0 or 1 of 1",
        "{reached}/{total} 不可能：上级单位只有一个，应为 0/1 或 1/1",
    ),
    "report.numbers": (
        "{reached} of {total} cannot be: give whole numbers, 0 to the total",
        "{reached}/{total} 不可能：应为 0 至总数之间的整数",
    ),
    "review.own": (
        "{actor} submitted or holds this work and cannot review it",
        "{actor} 是提交人或承担人，不能审核",
    ),
    "review.twice": ("{actor} has voted already", "{actor} 已表决过"),
    "review.waits": ("{role} has not decided", "{role}尚未审核"),
    "role.not_held": ("{person} does not hold the role {role}", "{person} 并未担任{role}"),
    "rule.crashed": ("the rule {rule} crashed: {why}", "条件 {rule} 计算出错：{why}"),
    "rule.entry": ("what {node} needs to open", "“{node}”的准入条件"),
    "rule.exit": ("what {node} needs to be finished", "“{node}”的完成条件"),
    "rule.unknown": ("{rule}: cannot be judged yet", "{rule_title}：尚无法判定"),
    "rule.unsatisfied": ("{rule}: not satisfied", "{rule_title}：未满足"),
    "run.pinned": (
        "the run goes by a plan of another meaning (version {pinned}, digest {digest}; this one is "
        "{own}, {now}): give the file of that version, or a newer one that names it in earlier=; "
        "campaignflow diff OLD NEW says what is different",
        "该活动所依据的方案（版本 {pinned}，摘要 {digest}）与当前方案（版本 {own}，摘要 {now}）含义不同："
        "请使用该版本的文件，或以 earlier= 列出它的新版；用 campaignflow diff 旧 新 可查看差异",
    ),
    "run.wrong_state": (
        "the run is {status}: {command} is not possible",
        "活动{status}：不能办理",
    ),
    "start.lead": (
        "nobody in the roster is {role} ({title}), who leads: nobody could do anything in this run",
        "名单中没有人担任牵头角色“{title}”（{role}）：启动后将无人能够办理",
    ),
    "start.tier": ("say which tier the unit is of: {tiers}", "请说明单位所属层级：{tiers}"),
    "start.twice": ("run {run!r} has been started", "“{run}”已启动"),
    "substitute.past": ("{until} is over", "{until} 已过"),
    "substitute.self": ("{person} cannot stand in for themselves", "{person} 不能代理自己"),
    "time.before_last": (
        "{name} has moved since: give a time after its last change",
        "“{name_title}”此后已有变动：时间不得早于其最近一次变动",
    ),
    "time.before_opener": (
        "{name} cannot open before {source} did",
        "“{name_title}”不能早于“{source_title}”开启的时间",
    ),
    "time.before_source": (
        "{name} cannot come before {source} was settled",
        "“{name_title}”不能早于“{source_title}”办结的时间",
    ),
    "time.far": (
        "{name}: {value} is more than {years:year} from the campaign: check the year",
        "{name}：{value} 与活动相差超过 {years} 年：请核对年份",
    ),
    "time.future": (
        "it has not happened yet: at= lies after now",
        "尚未发生：所填时间（at）晚于当前时间",
    ),
    "time.no_date": (
        "{name}: {value!r} is no date: write YYYY-MM-DD",
        "{name}：“{value}”不是日期：应写作 YYYY-MM-DD",
    ),
    "unknown.anchor": ("there is no anchor {name!r}", "没有时间节点“{name}”"),
    "unknown.anchor.near": (
        "there is no anchor {name!r}; did you mean {near}?",
        "没有时间节点“{name}”；是否指 {near}？",
    ),
    "unknown.command": ("there is no command {name!r}", "没有指令“{name}”"),
    "unknown.command.near": (
        "there is no command {name!r}; did you mean {near}?",
        "没有指令“{name}”；是否指 {near}？",
    ),
    "unknown.edge": ("there is no reopen edge {name!r}", "没有返工流转“{name}”"),
    "unknown.edge.near": (
        "there is no reopen edge {name!r}; did you mean {near}?",
        "没有返工流转“{name}”；是否指 {near}？",
    ),
    "unknown.instance": (
        "{name!r} stands for several: name one, such as {instances}",
        "“{name}”有多个：请指明，例如 {instances}",
    ),
    "unknown.item": ("there is no item {name!r}", "没有条目“{name}”"),
    "unknown.element": ("the plan has no {name!r}", "方案中没有“{name}”"),
    "unknown.element.near": (
        "the plan has no {name!r}; did you mean {near}?",
        "方案中没有“{name}”；是否指 {near}？",
    ),
    "unknown.item.near": (
        "there is no item {name!r}; did you mean {near}?",
        "没有条目“{name}”；是否指 {near}？",
    ),
    "unknown.kind": ("there is no kind of record {name!r}", "没有记录种类“{name}”"),
    "unknown.kind.near": (
        "there is no kind of record {name!r}; did you mean {near}?",
        "没有记录种类“{name}”；是否指 {near}？",
    ),
    "unknown.ledger": ("there is no ledger {name!r}", "没有台账“{name}”"),
    "unknown.ledger.near": (
        "there is no ledger {name!r}; did you mean {near}?",
        "没有台账“{name}”；是否指 {near}？",
    ),
    "unknown.no_member": ("nobody holds the role that {name!r} is for", "“{name}”没有对应的人员"),
    "unknown.part": ("the rule asks for no {name!r}", "该要求中没有“{name}”这一项"),
    "unknown.part.near": (
        "the rule asks for no {name!r}; did you mean {near}?",
        "该要求中没有“{name}”这一项；是否指 {near}？",
    ),
    "unknown.node": ("there is no step or phase {name!r}", "没有步骤或阶段“{name}”"),
    "unknown.node.near": (
        "there is no step or phase {name!r}; did you mean {near}?",
        "没有步骤或阶段“{name}”；是否指 {near}？",
    ),
    "unknown.record": ("there is no record {name!r}", "没有记录“{name}”"),
    "unknown.record.near": (
        "there is no record {name!r}; did you mean {near}?",
        "没有记录“{name}”；是否指 {near}？",
    ),
    "unknown.relation": ("there is no relation {name!r}", "没有关系“{name}”"),
    "unknown.relation.near": (
        "there is no relation {name!r}; did you mean {near}?",
        "没有关系“{name}”；是否指 {near}？",
    ),
    "unknown.role": ("there is no role {name!r}", "没有角色“{name}”"),
    "unknown.role.near": (
        "there is no role {name!r}; did you mean {near}?",
        "没有角色“{name}”；是否指 {near}？",
    ),
    "unknown.rule": ("there is no rule {name!r}", "没有条件“{name}”"),
    "unknown.rule.near": (
        "there is no rule {name!r}; did you mean {near}?",
        "没有条件“{name}”；是否指 {near}？",
    ),
    "unknown.tier": ("there is no tier {name!r}", "没有层级“{name}”"),
    "unknown.tier.near": (
        "there is no tier {name!r}; did you mean {near}?",
        "没有层级“{name}”；是否指 {near}？",
    ),
    "variant.unknown": ("variant {variant}: {why}", "变体 {variant}：{why}"),
    "waive.drop": ("the plan does not let {name} be dropped", "方案不允许省略“{name_title}”"),
    "waive.fixed": ("{name} may never be left out", "“{name_title}”是必经环节，不得免除"),
    "window.early": (
        "{name}: {days:day} before {bound}, which is fixed",
        "“{name_title}”：早于规定的 {bound} {days} 天",
    ),
    "window.late": (
        "{name}: {days:day} after {bound}, which is fixed",
        "“{name_title}”：晚于规定的 {bound} {days} 天",
    ),
    "window.shortened": (
        "{name} may not be closed before {bound}: its time may not be shortened",
        "“{name_title}”不得早于 {bound} 结束：时间不得缩短",
    ),
    "wrong_state": (
        "{name} is {state}: {command} is not possible",
        "“{name_title}”{state}：不能{command_title}",
    ),
}
