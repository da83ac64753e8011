"""Messages about what verification finds: code -> (English, Chinese)."""

MESSAGES: dict[str, tuple[str, str]] = {
    "anchor.undated": (
        "“{title}” has no day, so the windows that use it are unknown: give it day=, "
        "or fix_anchor {key} in the run",
        "“{title}”尚无日期，用到它的时间都无法确定：请写明 day=，或在执行中用 fix_anchor {key} 确定",
    ),
    "guard.contradiction": (
        "this can never hold: {why}",
        "此条件永远无法成立：{why}",
    ),
    "guard.range": (
        "“{what}” is to be posted for {days:day}, but the campaign leaves {most} at most: ask for "
        "fewer days, or move its end",
        "“{what}”须公示{days}天，而整个活动至多容得下{most}天：请减少天数，或推迟结束时间",
    ),
    "guard.tautology": (
        "this holds whatever is done, so it asks for nothing: {asked}; drop it or ask for more",
        "此条件无论如何都成立，等于没有要求：{asked}；请删去，或提高要求",
    ),
    "guard.unstated": (
        "what “{title}” asks for is not stated in the plan ({why}): it stays unknown until an "
        "authority assumes the answer",
        "“{title}”的要求方案未载明（{why}）：须由有权者认定，此前无法判定",
    ),
    "people.nobody": (
        "nobody can review “{title}” where {worker} does the work: of {roles}, fewer than {needed} "
        "are left; name another reviewer, or let another role do the work",
        "“{title}”由{worker}办理时无人可审：{roles}中余下的不足{needed}个；请另设审核人，或改由他人办理",
    ),
    "people.one_for_all": (
        "“{title}” wants several persons to decide, but {roles} are held by too few: "
        "name roles that different persons hold",
        "“{title}”需多人共同决定，而{roles}的任职人数不足：请指定由不同的人担任的角色",
    ),
    "people.too_many": (
        "{n} cannot hold “{title}”: each of them holds “{above}” too, and only {most} may",
        "“{title}”不可能有{n}人：他们同时都是“{above}”，而后者只有{most}人",
    ),
    "quota.impossible": (
        "no records can ever satisfy the quota of “{what}”: {why}",
        "“{what}”的数量要求永远无法达到：{why}",
    ),
    "quota.no_terms": (
        "“{what}” is counted by school terms, which the campaign does not give from {start} to "
        "{end}: add terms=",
        "“{what}”按学期计数，但方案没有给出{start}至{end}的学期：请补上 terms=",
    ),
    "quota.span_outlasts": (
        "“{what}” is counted until {end}, but “{title}” is planned to finish on {own}: "
        "put the rule on CAMPAIGN (a duty), or leave during= out",
        "“{what}”计数到{end}，而“{title}”计划于{own}完成：请把规则放到 CAMPAIGN 上（作为职责），"
        "或去掉 during=",
    ),
    "structure.cycle": (
        "these wait for one another in a circle: {nodes}; leave out one of the edges, "
        "or make it a reopen edge",
        "互相等待，形成循环：{nodes}；请去掉其中一条流转，或改为返工流转",
    ),
    "structure.dead_end": (
        "“{title}” can start but never finish: {why}",
        "“{title}”能开始，但永远无法完成：{why}",
    ),
    "structure.finish_start_overlap": (
        "“{target}” may start only after “{source}”, planned until {end}, but is planned from "
        "{start}: name another kind of edge (with_, together), or move one of the windows",
        "“{target}”须在“{source}”（计划至{end}）之后，却计划自{start}开始："
        "请改用其他流转（with_、together），或调整其中一个时间",
    ),
    "structure.join": (
        "“{title}” waits for {join} incoming edges and has {found}: lower join=, or add edges",
        "“{title}”要等{join}条流转，实际只有{found}条：请减小 join=，或补上流转",
    ),
    "structure.loose_cycle": (
        "these stand in a circle, which will not hold anybody up: {nodes}; one of the edges can "
        "never matter: leave it out, or make it a reopen edge",
        "形成循环但不致卡住：{nodes}；其中有流转不起作用：请去掉，或改为返工流转",
    ),
    "structure.loose_phase": (
        "“{title}” is tied to the other phases on one side only, or not at all, while they are in "
        "order: is an edge missing?",
        "其他阶段有先后次序，“{title}”却缺少前后衔接：是否遗漏了流转？",
    ),
    "structure.loose_step": (
        "nothing orders “{title}”, alone of all the steps beside it: is an edge missing?",
        "同组各步骤均有先后次序，唯独“{title}”没有：是否遗漏了流转？",
    ),
    "structure.reopen_to_future": (
        "“{target}” comes after “{source}”, so there is nothing to reopen: turn the edge round, "
        "or make it after()",
        "“{target}”在“{source}”之后，无从返工：请调换方向，或改用 after()",
    ),
    "structure.reopen_unordered": (
        "nothing makes “{target}” finish before “{source}”, so there may be nothing to reopen: "
        "join them by edges",
        "没有规定“{target}”先于“{source}”完成，届时可能无从返工：请用流转相连",
    ),
    "structure.unreachable": (
        "“{title}” can never start: {why}",
        "“{title}”永远无法开始：{why}",
    ),
    "unit.topmost": (
        "“{title}” asks the unit above for “{node}” in units of every tier: the topmost has none "
        "above and would wait until an authority assumes the answer; give “{title}” a lower tier",
        "“{title}”在各层级单位都要求上级单位完成“{node}”：最上级单位没有上级，只能等待认定；请为“{title}”指定下级层级",
    ),
    "unused.anchor": (
        "nothing refers to the anchor “{title}”: use it or leave it out",
        "时间节点“{title}”没有用到：请使用或删去",
    ),
    "unused.ledger": (
        "no rule asks for the ledger “{title}”: it can be kept, but nothing waits for it",
        "没有规则用到台账“{title}”：可以登记，但不影响任何环节",
    ),
    "unused.record": (
        "no rule asks for “{title}”: it can be recorded, but counts for nothing",
        "没有规则用到“{title}”：可以记录，但不计入任何要求",
    ),
    "unused.role": (
        "nothing refers to the role “{title}”: give it something to do or leave it out",
        "角色“{title}”没有用到：请安排职责或删去",
    ),
    "unused.slot": (
        "nothing plays the part “{title}”: name it in the slots= of a node, or say in vacant= why "
        "the plan has nothing for it",
        "没有内容归入“{title}”：请在有关环节写明 slots=，或用 vacant= 说明方案为何没有",
    ),
    "verify.and_not": (
        "it asks for a condition and for its contrary; drop one of the two",
        "既要求某条件又要求其反面；请去掉其一",
    ),
    "verify.bounds": (
        "at least {least} and at most {most} of the same exclude each other; change one bound",
        "对同一事项既要至少{least}次又要至多{most}次；请改动其一",
    ),
    "verify.closed_by_then": (
        "by then “{other}” is closed; let it start and end with another node, or drop an edge",
        "届时“{other}”已关闭；请改为随其他环节开始和结束，或去掉一条流转",
    ),
    "verify.conflict": (
        "some must start while others are still open, and that goes round in a circle: {nodes}; "
        "let one of them start with another node",
        "有的须在另一些关闭之前开始，彼此循环：{nodes}；请让其中之一随其他环节开始",
    ),
    "verify.day": ("day", "日"),
    "verify.fortnight": ("fortnight", "两周"),
    "verify.half_year": ("half year", "半年"),
    "verify.month": ("month", "月"),
    "verify.answer": (
        "no shorter wait would do either: move the dates around it",
        "即使更早答复也来不及：请调整前后时间",
    ),
    "verify.answer_within": (
        "agree on {days:day} at most, ask earlier, or move what follows",
        "请约定至多{days}天内答复、提前送出，或推迟后续安排",
    ),
    "verify.ends_later": (
        "name in ends_with= the node that shall wait for it",
        "请用 ends_with= 指明由哪个环节等待它",
    ),
    "verify.never_finish": (
        "it waits for “{other}”, which is never finished; mend that first, or drop the edge",
        "要等“{other}”，而它永远不会完成；请先解决它，或去掉该流转",
    ),
    "verify.never_start": (
        "it waits for “{other}”, which never starts; mend that first",
        "要等“{other}”，而它永远不会开始；请先解决它",
    ),
    "verify.starts_earlier": (
        "name in starts_with= the node with which it shall begin",
        "请用 starts_with= 指明它随哪个环节开始",
    ),
    "verify.no_days": (
        "its days end on {end} before they begin on {start}; move one of the windows",
        "计数期结束（{end}）早于开始（{start}）；请调整时间",
    ),
    "verify.no_pairs": (
        "only one person holds “{role}”, so there are no pairs; count for each instead, "
        "or raise exactly=",
        "“{role}”只有一人，不能两两配对；请改为逐人计数，或增加 exactly=",
    ),
    "verify.no_period": (
        'there is no whole {every} from {start} to {end}; say partial="keep", or a longer span',
        '{start}至{end}之间没有一个完整的{every}；请用 partial="keep"，或延长计数期',
    ),
    "verify.no_self": (
        "“{node}” is not multiplied, so there is no member to count for; give it each=, "
        "or count for Each(role, field)",
        "“{node}”没有按人展开，无对象可计；请加 each=，或改用 Each(角色, 字段)",
    ),
    "verify.no_values": (
        "it lists no values to count for; name some",
        "没有列出要逐一计数的值；请列出",
    ),
    "verify.not_a_choice": (
        "{values} are no choices of “{field}”; name choices of the field",
        "{values}不是字段“{field}”的可选值；请改用可选值",
    ),
    "verify.only_oneself": (
        "“{role}” would have to meet themselves: both sides are the same person; "
        "name roles that different persons hold",
        "“{role}”只能与自己配对：双方是同一人；请指定由不同的人担任的角色",
    ),
    "verify.quarter": ("quarter", "季度"),
    "verify.range_any": ("“{what}” of any number", "“{what}”不限"),
    "verify.range_least": ("“{what}” at least {least}", "“{what}”不少于{least}"),
    "verify.range_least_most": (
        "“{what}” from {least} to {most}",
        "“{what}”{least}至{most}",
    ),
    "verify.range_most": ("“{what}” at most {most}", "“{what}”不超过{most}"),
    "verify.ranges": (
        "no values meet all of it: {asked}; change one of these",
        "没有任何取值能同时满足：{asked}；请改动其一",
    ),
    "verify.school_year": ("school year", "学年"),
    "verify.teaching_week": ("teaching week", "教学周"),
    "verify.term": ("school term", "学期"),
    "variant.overlap": (
        "“{one}” and “{other}” both change {shared}, and can apply to the same unit: let their "
        "conditions exclude each other, or join them",
        "变体“{one}”与“{other}”都涉及{shared}，且可能同时适用：请使条件互斥，或合并",
    ),
    "variant.stranded": (
        "“{title}” starts with “{opener}”, which “{kind}” leaves out: there it can never open; exempt "
        "it as well, or let it start with something else",
        "“{title}”随“{opener}”开启，而“{kind}”不开展后者，因而永远无法开启；请一并免除，或改随其他环节开启",
    ),
    "verify.too_few": (
        "{least} of its parts must hold and only {left} ever can; mend or drop the others",
        "须有{least}项成立，而至多{left}项可能成立；请改正或去掉其余各项",
    ),
    "verify.waits_in_vain": (
        "its join can never be met; lower join=, or drop edges",
        "汇合条件永远无法满足；请减小 join=，或去掉流转",
    ),
    "verify.week": ("week", "周"),
    "verify.where_never": (
        "no record meets where=: a value that the field cannot have, or values that exclude "
        "each other; name other values",
        "没有记录能符合 where=：取值不在字段范围内，或彼此矛盾；请改动取值",
    ),
    "verify.year": ("year", "年"),
    "window.answer": (
        "“{title}” may take {days:day}, which {role} decides: whatever day is chosen for the rest, "
        "an answer on the last of them comes too late; {mend}",
        "“{title}”由{role}决定，可能用满{days}天：若到最后一天才答复，无论其余环节如何安排都来不及；{mend}",
    ),
    "window.order": (
        "these cannot all be kept: {what}; move one of the dates, take less time, or drop an edge",
        "以下要求不能同时满足：{what}；请调整其中一个时间、缩短用时，或去掉一条流转",
    ),
    "window.outside": (
        "“{title}” ({own}) lies outside “{above}”, which is planned from {start} to {end}: "
        "{mend}, or move one of the two",
        "“{title}”（{own}）超出“{above}”的时间（{start}至{end}）：{mend}，或调整其一",
    ),
}
