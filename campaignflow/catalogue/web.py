"""Messages of the web: code -> (English, Chinese)."""

MESSAGES: dict[str, tuple[str, str]] = {
    "web.args": (
        "args must be an object without the names {reserved}, which stand beside it",
        "args 应为对象，且不含 {reserved}（这些与 args 并列）",
    ),
    "web.busy": ("the database is busy", "数据库正忙"),
    "web.conflict": ("the request conflicts with an earlier one", "与先前的请求冲突"),
    "web.crashed": ("a condition of the plan failed", "方案的条件出错"),
    "web.damaged": ("the log is damaged", "日志已损坏"),
    "web.definition": ("the definition does not fit", "活动方案不符"),
    "web.invalid": ("a value of the request cannot be", "请求内容有误"),
    "web.json": (
        "the body cannot be read: {why}",
        "请求正文无法读取：{why}",
    ),
    "web.key": (
        "Idempotency-Key must be 1 to {most} visible ASCII characters",
        "Idempotency-Key 应为 1 至 {most} 个可见 ASCII 字符",
    ),
    "web.large": ("the body is longer than {most} bytes", "请求正文超过 {most} 字节"),
    "web.malformed": ("the request cannot be read", "请求无法读取"),
    "web.media": (
        "send application/json, not {media}",
        "请以 application/json 发送，而不是 {media}",
    ),
    "web.missing-extra": ("an optional package is missing", "缺少可选组件"),
    "web.no-campaign": ("no such campaign", "没有该活动方案"),
    "web.no-run": ("no such run", "没有该活动"),
    "web.no-run.named": ("there is no run {run!r}", "没有活动“{run}”"),
    "web.no_campaign": ("no campaign {name} is offered here", "此处没有活动方案“{name}”"),
    "web.no_reading": ("not permitted to read {what}: {why}", "无权查看 {what}：{why}"),
    "web.no_start": (
        "starting a run takes a rule of the host's own: {why}",
        "启动活动须由系统授权：{why}",
    ),
    "web.nobody": ("nobody is known to ask", "未知请求人"),
    "web.not-declared": ("the plan knows no such thing", "方案未规定"),
    "web.not-json": ("the body is not JSON", "请求正文不是 JSON"),
    "web.not-permitted": ("not permitted", "无权操作"),
    "web.number": (
        "{name} must be a whole number from {least} to {most}",
        "{name} 应为 {least} 至 {most} 的整数",
    ),
    "web.object": ("the body must be a JSON object", "请求正文应为 JSON 对象"),
    "web.refused": ("the plan does not allow this now", "方案目前不允许"),
    "web.run-exists": ("the run exists already", "该活动已启动"),
    "web.run-exists.named": ("run {run!r} exists already", "活动“{run}”已启动"),
    "web.storage": ("the database failed", "数据库故障"),
    "web.text": ("{name} must be a text", "{name} 应为文本"),
    "web.too-large": ("the request is too large", "请求过大"),
    "web.unknown": (
        "{names} means nothing here; known are {known}",
        "不认识 {names}；可用：{known}",
    ),
    "web.version-conflict": ("others kept writing first", "他人先行写入"),
}
