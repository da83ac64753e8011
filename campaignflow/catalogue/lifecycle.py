"""Messages of the lifecycle room: code -> (English, Chinese)."""

MESSAGES: dict[str, tuple[str, str]] = {
    "lifecycle.name": (
        "{name!r} cannot be a name: use letters, digits and underscores, not starting with a digit",
        "{name!r}不能用作名称：只能用字母、数字和下划线，且不能以数字开头",
    ),
    "lifecycle.trigger": (
        "{name!r} cannot be a trigger: use letters, digits and underscores, not starting with a "
        "digit, and not the word 'state'",
        "{name!r}不能用作触发名：只能用字母、数字和下划线，不能以数字开头，也不能是 state",
    ),
    "lifecycle.twice": (
        "state {name!r} is listed more than once: list it once",
        "状态{name!r}重复列出：只列一次即可",
    ),
    "lifecycle.unknown": (
        "there is no state {name!r}; the states are {states}",
        "没有状态{name!r}；已有状态：{states}",
    ),
    "lifecycle.no_final": (
        "no final state is named: name at least one of {states}",
        "没有指明终结状态：请从{states}中至少指明一个",
    ),
    "lifecycle.alternative": (
        "{trigger!r} already leads from {source!r} to {target!r}: a second move would be taken "
        "when the first is refused; give it a trigger of its own",
        "{trigger!r}已从{source!r}通向{target!r}：前者被拒时会误走第二条；请另起触发名",
    ),
    "lifecycle.unreachable": (
        "no moves lead here from {initial!r}: add one, or remove the state",
        "从{initial!r}出发到不了此状态：请补上转移，或删去此状态",
    ),
    "lifecycle.endless": (
        "no moves lead from here to a final state ({final}): add one, or make the state final",
        "从此状态到不了终结状态（{final}）：请补上转移，或把它列为终结状态",
    ),
}
