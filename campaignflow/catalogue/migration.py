"""Messages of carrying runs over to another version of their plan: code -> (English, Chinese)."""

MESSAGES: dict[str, tuple[str, str]] = {
    "migrate.same": (
        "the run goes by version {version}, and no newer one is known: give the program a version "
        "whose earlier= holds this one",
        "本活动已按 {version} 版执行，没有更新的版本：请提供以 earlier= 列出本版的新版方案",
    ),
    "migrate.anchor_lost": (
        "the day {day} that was fixed for “{title}” counts no more",
        "已确定的“{title}”日期（{day}）不再有效",
    ),
    "migrate.assumption_lost": (
        "what was assumed about {rule} counts no more: the rule has changed",
        "对 {rule} 的认定不再有效：规则已变",
    ),
    "migrate.blocked": (
        "“{title}” could be finished before, and now cannot: {why}",
        "“{title}”原本可以办结，现在还不能：{why}",
    ),
    "migrate.item_state": (
        "{item} in “{title}” stands at {state}, which the new plan does not know",
        "“{title}”的条目 {item} 处于“{state}”，新方案没有这一状态",
    ),
    "migrate.key_taken": (
        "“{title}” was added to this run, and the new plan has its key for something else: "
        "map it to that, or give the key another name",
        "“{title}”是本活动增加的工作，其键在新方案中另有所指：请对应到该环节，或改用别的键",
    ),
    "migrate.kind_gone": (
        "{n:record} of “{title}” entered, and the new plan has no such kind: map it to "
        "another kind, or to nothing",
        "已有{n}条“{title}”记录，新方案没有这一种类：请对应到别的种类，或注明舍弃",
    ),
    "migrate.ledger_gone": (
        "“{title}” holds {n:item}, and the new plan has no such ledger: map it to another one, or "
        "to nothing",
        "“{title}”有{n}个条目，新方案没有这一台账：请对应到别的台账，或注明舍弃",
    ),
    "migrate.merged": (
        "“{title}” would become “{to}”, and so would something else",
        "“{title}”与另一环节都对应到“{to}”",
    ),
    "migrate.move_lost": (
        "{name} was moved to {edtf}; the new plan has planned it anew",
        "{name} 曾调整到 {edtf}；新方案另有安排，以新方案为准",
    ),
    "migrate.no_review": (
        "“{title}” is {state}, and the new plan asks for no review of it",
        "“{title}”{state}，而新方案不再要求审核",
    ),
    "migrate.node_gone": (
        "“{title}” is {state}, and the new plan does not have it: map it to another node, or to "
        "nothing",
        "“{title}”{state}，新方案没有这一环节：请对应到别的环节，或注明舍弃",
    ),
    "migrate.order": (
        "“{title}” is {state}, and in the new plan it comes after {sources}, not settled here",
        "“{title}”{state}，而新方案要求先办结：{sources}",
    ),
    "migrate.relation_gone": (
        "{left} and {right} stand in the relation “{title}”, which the new plan does not have",
        "{left}与{right}有“{title}”关系，新方案没有这一关系",
    ),
    "migrate.role_gone": (
        "{people} hold the role “{title}”, which the new plan does not have: map it to another "
        "one, or to nothing",
        "{people}担任“{title}”，新方案没有这一角色：请对应到别的角色，或注明舍弃",
    ),
    "migrate.too_late": (
        "“{title}” is still to be done, and “{around}”, which waits for it, is closed: map it to "
        "nothing if it is not asked of this run",
        "“{title}”尚待办理，而“{around}”已关闭：如不再要求，请注明舍弃",
    ),
    "migrate.values": (
        "records of “{title}” do not fit the new plan: {why}",
        "“{title}”的记录与新方案不符：{why}",
    ),
    "migrate.waiver_lost": (
        "the waiver of {rule} counts no more: there is no such rule",
        "对 {rule} 的免除不再有效：新方案没有这一规则",
    ),
    "migrate.verdict.same": (
        "{run} goes by this version already",
        "{run}：已按此版本执行",
    ),
    "migrate.verdict.clean": (
        "{run} migrates without loss",
        "{run}：可以改用，无损失",
    ),
    "migrate.verdict.lossy": (
        "{run} migrates; lost: {n}",
        "{run}：可以改用，有{n}处舍弃",
    ),
    "migrate.verdict.refused": (
        "{run} has no home in the new plan",
        "{run}：在新方案中无处安放",
    ),
    "migrate.opened": ("opens at once: {titles}", "随即开启：{titles}"),
    "migrate.asked": ("newly asked: {titles}", "新增要求：{titles}"),
    "migrate.line": ("  {what}", "  {what}"),
}
