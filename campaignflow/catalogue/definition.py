"""Messages about definitions: code -> (English, Chinese)."""

MESSAGES: dict[str, tuple[str, str]] = {
    "codec.format": ("expected campaign data of format {wanted}", "应为格式 {wanted} 的方案数据"),
    "codec.kind": ("{kind!r} is no kind of value in a campaign", "方案中没有“{kind}”这种值"),
    "codec.opaque": (
        "opaque guard {name!r} needs its function: pass functions={{{name!r}: …}}",
        "不透明条件“{name}”需要函数：请传入 functions",
    ),
    "codec.ref": (
        "{ref!r} is referred to before it is declared, or never",
        "引用了尚未声明或不存在的“{ref}”",
    ),
    "codec.text": ("{why}", "{why}"),
    "codec.value": ("{kind} cannot be built: {why}", "无法构造 {kind}：{why}"),
    "definition.choice": (
        "{value!r} is none of the field's choices: {choices}",
        "“{value}”不在字段的可选值之内：{choices}",
    ),
    "definition.command": (
        "{command!r} is no command; known are {known}",
        "没有“{command}”这个指令；可用的有：{known}",
    ),
    "definition.due": (
        "{field!r} is no date field of the ledger; date fields are {known}",
        "“{field}”不是该台账的日期字段；日期字段有：{known}",
    ),
    "definition.duplicate": (
        "the key {key!r} is taken by {other}: choose another",
        "键“{key}”已被 {other} 使用：请换一个",
    ),
    "definition.directed": (
        "one field names who met, not from whom to whom: give directed= two fields (from, to)",
        "单个字段只说明参加人，不分主动与被动：directed= 须给出两个字段（由谁、对谁）",
    ),
    "definition.during": (
        "{during!r} repeats and {on!r} does not repeat with it, so which occurrence is meant is "
        "open: name a node that contains it, or during=WHOLE",
        "“{during}”分次进行，而“{on}”不随其分次，无法确定指哪一次：请改用其所在的阶段，或 during=WHOLE",
    ),
    "definition.earlier_other": (
        "{key} {version} is another plan, not an earlier version of this one",
        "{key} {version} 是另一个方案，不是本方案的旧版",
    ),
    "definition.earlier_same": (
        "an earlier version has the same name: give this one a version of its own",
        "旧版已用同一版本号：请另起版本号",
    ),
    "definition.each_twice": (
        "{key!r} is multiplied and so is the group it belongs to: multiply one of the two",
        "“{key}”与其所属的组都按人展开：只能展开其中一个",
    ),
    "definition.edge_self": (
        "{key!r} cannot depend on itself",
        "“{key}”不能依赖自己",
    ),
    "definition.edge_twice": (
        "the edge {edge!r} stands twice: keep one",
        "流转“{edge}”重复：请保留一条",
    ),
    "definition.exactly": (
        "exactly={n} holders is impossible: give 1 or more",
        "任职人数 {n} 不可能：应为 1 或以上",
    ),
    "definition.field": (
        "{kind!r} has no field {field!r}; it has {known}",
        "“{kind}”没有字段“{field}”；已有：{known}",
    ),
    "definition.join": (
        'join={join} incoming edges can never be counted: give "all", "any" or 1 and more',
        "汇合数 {join} 无意义：应为 all、any 或 1 以上",
    ),
    "definition.key": (
        "{key!r} is no key: use lower-case letters, digits and _, starting with a letter, "
        "64 at most; campaign and whole are reserved",
        "“{key}”不是合法的键：应以小写字母开头，只含小写字母、数字和下划线，不超过 64 个字符；"
        "campaign 与 whole 为保留字",
    ),
    "definition.limit": (
        "limit={limit} never lets the edge be taken: give 1 or more",
        "次数上限 {limit} 使该流转永不可用：应为 1 或以上",
    ),
    "definition.match": (
        "both ends repeat, each in its own way: say with match= which occurrences belong together"
        " (same, latest, ended_within, contained)",
        "两端的重复方式不同：请用 match= 说明如何对应（same、latest、ended_within、contained）",
    ),
    "definition.other_value": (
        "{key!r} here differs from the {key!r} that {table} declares: refer to the declared one",
        "此处的“{key}”与 {table} 表中声明的“{key}”不是同一个值：请引用表中的那一个",
    ),
    "definition.reopen_bound": (
        'a reopen edge needs either limit= or unbounded="why"',
        "返工流转须给出 limit=，或用 unbounded= 说明为何不限次数",
    ),
    "definition.reopen_only": (
        "limit=, unbounded= and resets= belong to reopen edges only",
        "limit=、unbounded= 和 resets= 只能用于返工流转",
    ),
    "definition.sealed": (
        "texts in {field!r} are about people and kept apart: nothing can be counted by them",
        "“{field}”是个人信息，文字另行保存：不能据以计数或判断",
    ),
    "definition.sealed_fact": (
        "the fact {field!r} decides what a unit carries out, and cannot be a text about people",
        "单位情况“{field}”决定执行哪些内容，不能是个人信息文字",
    ),
    "definition.review": (
        "{needed:approval} of {of:reviewing role} can never be had",
        "{of} 个审核角色中不可能得到 {needed} 个同意",
    ),
    "definition.slot": (
        "{slot!r} is none of the five usual parts of a campaign: {known}",
        "“{slot}”不是活动的五个环节之一：{known}",
    ),
    "definition.slot_taken": (
        "{slot!r} cannot be vacant: {nodes} play it",
        "“{slot}”不能写为空缺：{nodes} 已归入这一环节",
    ),
    "definition.sum": (
        "{field!r} cannot be added up: sum= needs an integer field",
        "字段“{field}”不能求和：sum= 需要整数字段",
    ),
    "definition.shape": ("must be {wanted}, not {found}", "应为 {wanted}，而不是 {found}"),
    "definition.shape_text": (
        "must be {wanted}, not the text {found}: write the element itself, not its key",
        "应为 {wanted}，而不是文本 {found}：请写元素本身，而不是它的键",
    ),
    "definition.shape_window": (
        "must be {wanted}, not the text {found}: write window({found})",
        "应为 {wanted}，而不是文本 {found}：请写 window({found})",
    ),
    "definition.undeclared": (
        "{key!r} is not declared in {table}: add it there",
        "{table} 表中没有声明“{key}”：请在表中补上",
    ),
    "definition.undeclared_near": (
        "{key!r} is not declared in {table}; did you mean {near!r}?",
        "{table} 表中没有声明“{key}”；是否指“{near}”？",
    ),
    "definition.veto": (
        "the veto of {veto!r} can never be cast: it is none of those who review ({by})",
        "“{veto}”不在审核方（{by}）之列，无从否决",
    ),
    "definition.window": ("{why}", "时间无法确定：{why}"),
    "definition.zone": (
        "{zone!r} is no IANA time zone: give one such as Asia/Shanghai",
        "“{zone}”不是 IANA 时区：例如 Asia/Shanghai",
    ),
    "field.list": ("{field!r} takes a list", "“{title}”（{field}）应为列表"),
    "field.required": ("{field!r} is required", "“{title}”（{field}）必填"),
    "field.sort.choice": ("one of its choices", "选项之一"),
    "field.sort.choices": ("some of its choices", "若干选项"),
    "field.sort.date": ("a day such as 2025-03-10", "日期，例如 2025-03-10"),
    "field.sort.flag": ("true or false", "是或否"),
    "field.sort.integer": ("a whole number", "整数"),
    "field.sort.link": ("a link", "链接"),
    "field.sort.links": ("links", "链接列表"),
    "field.sort.person": ("a person's id", "一名人员"),
    "field.sort.persons": ("persons' ids", "人员名单"),
    "field.sort.text": ("a text", "文字"),
    "field.type": ("{field!r} takes {wanted}", "“{title}”（{field}）应为：{wanted}"),
    "field.unknown": (
        "there is no field {field!r}; known are {known}",
        "没有字段“{field}”；已有：{known}",
    ),
    "units.astray": (
        "unit {unit!r} stands below {parent!r}, which is no unit with a top above it",
        "单位“{unit}”的上级“{parent}”不存在，或上下级循环",
    ),
    "units.twice": ("unit {unit!r} stands twice", "单位“{unit}”重复"),
    "window.after_node": (
        "it begins when {node} is settled",
        "从“{node}”完成之后算起",
    ),
    "window.no_limit": (
        "{node} is settled; the plan does not say by when this is to follow",
        "“{node}”已办结，方案未规定其后多久完成",
    ),
    "window.undated": (
        "{anchor} has no day yet",
        "时间节点“{anchor}”尚未定日期",
    ),
}
