"""Messages of looking ahead: code -> (English, Chinese)."""

MESSAGES: dict[str, tuple[str, str]] = {
    "diff.added": ("added: {what}", "新增{what}"),
    "diff.changed": (
        "{what}: {field} “{before}” is now “{after}”",
        "{what}：{field} 由“{before}”改为“{after}”",
    ),
    "diff.nothing": ("nothing", "无"),
    "diff.removed": ("removed: {what}", "删去{what}"),
    "diff.row": ("{table} “{title}”", "{table}“{title}”"),
    "diff.whole": ("the whole", "整个方案"),
    "forecast.least": (
        "earliest: what is left takes no longer than it must",
        "最早日期：余下各环节只用最短时间",
    ),
    "forecast.no_time": (
        "{n:step has|steps have} no planned time, taken to need none",
        "{n}个步骤没有计划时间，按不占时间推算",
    ),
    "forecast.not_before": (
        "nothing starts before its planned day, and nothing before today",
        "各环节不早于计划日期、也不早于今天开始",
    ),
    "forecast.pace": (
        "latest: what is left takes {percent} % of its planned time, as {n} settled nodes did",
        "最晚日期：余下各环节用时为计划的{percent}%，与已办结的{n}个环节相同",
    ),
    "forecast.planned": (
        "latest: what is left takes its planned time, since nothing settled tells the pace",
        "最晚日期：尚无办结的环节可供推算，余下各环节按计划时间计",
    ),
    "diff.anchors": ("anchor", "时间节点"),
    "diff.artifacts": ("document", "材料"),
    "diff.edges": ("edge", "流转"),
    "diff.facts": ("fact", "单位情况"),
    "diff.ledgers": ("ledger", "台账"),
    "diff.may": ("permission", "权限"),
    "diff.phases": ("phase", "阶段"),
    "diff.records": ("record kind", "记录种类"),
    "diff.relations": ("relation", "关系"),
    "diff.roles": ("role", "角色"),
    "diff.rules": ("rule", "规则"),
    "diff.stated": ("statement", "陈述"),
    "diff.steps": ("step", "步骤"),
    "diff.tiers": ("tier", "层级"),
    "diff.vacant": ("vacant part", "空缺部分"),
    "diff.variants": ("variant", "变体"),
    "soundness.as_one": (
        "each of these is taken as one, however many there are: {nodes}",
        "以下环节不论有几项，均按一项计：{nodes}",
    ),
    "soundness.one_variant": (
        "variants are tried one at a time, never two together",
        "各变体分别检验，未检验同时适用的情形",
    ),
    "soundness.dead": (
        "“{title}” is never open, whatever is done",
        "无论怎样执行，“{title}”都不会开启",
    ),
    "soundness.improper": (
        "concluded, and these still go on: {nodes}",
        "活动已结束，而以下环节仍未办结：{nodes}",
    ),
    "soundness.stuck": (
        "from here the campaign can never be concluded; unfinished: {nodes}",
        "至此活动再也无法结束；未办结的有：{nodes}",
    ),
    "what_if.gone": ("“{title}” is left out", "“{title}”不再进行"),
    "what_if.new": ("“{title}” is new", "新增“{title}”"),
    "what_if.shift": (
        "“{title}” can be finished {after} instead of {before}",
        "“{title}”的完成时间由{before}变为{after}",
    ),
}
