"""Messages of errors: code -> (English, Chinese)."""

MESSAGES: dict[str, tuple[str, str]] = {
    "error.corrupt": (
        "the log of run {run!r} is damaged at entry {seq}: {why}",
        "活动“{run}”的日志在第 {seq} 条处已损坏：{why}",
    ),
    "error.extra": (
        "{what} needs an optional package: pip install 'campaignflow[{extra}]'",
        "缺少可选组件，请先安装：pip install 'campaignflow[{extra}]'",
    ),
    "error.mistakes": ("{subject}: {n:mistake}", "{subject}：{n} 处有误"),
    "error.run_exists": (
        "run {run!r} exists already: open it, or choose another name",
        "活动“{run}”已存在：请直接打开，或另取名称",
    ),
    "error.run_not_found": (
        "no run {run!r} in this log: start it first or check the name",
        "日志中没有活动“{run}”：请先启动，或核对名称",
    ),
    "error.store.busy": (
        "could not {doing}: somebody else holds the database; try again ({why})",
        "数据库正被他人占用，请稍后再试（{why}）",
    ),
    "error.store.failed": (
        "could not {doing}: {why}",
        "数据库操作失败，未写入任何内容：{why}",
    ),
    "error.store.foreign": (
        "{file} belongs to another application: choose another file",
        "{file} 是其他程序的数据库文件：请另选文件",
    ),
    "error.store.journal": (
        "{file} keeps journal mode {mode}, {wanted} was asked for",
        "{file} 的日志模式仍为 {mode}，要求的是 {wanted}",
    ),
    "error.store.link": (
        "{file} is a symbolic link in a directory that anybody may write to: "
        "open the file it points to, or move it",
        "{file} 是符号链接，且所在目录人人可写：请直接打开所指文件，或移到别处",
    ),
    "error.store.newer": (
        "{what} has schema {schema}, this release reads up to {known}: update campaignflow",
        "{what} 的格式为第 {schema} 版，本版本最高读到第 {known} 版：请升级 campaignflow",
    ),
    "error.store.newer.database": ("the database", "数据库"),
    "error.store.no_tables": (
        "could not {doing}: the database has no tables for logs, or older ones; call create() "
        "once, or run the host's migrations",
        "数据库中还没有日志表，或日志表属于旧版本：请先调用一次 create()，或执行宿主系统的数据库迁移",
    ),
    "error.store.occupied": (
        "{file} holds tables of something else: choose another file, or give a connection "
        "to put the log beside them",
        "{file} 中已有其他程序的表：请另选文件；如要与其共用，请传入连接",
    ),
    "error.store.unsynced": (
        "this connection does not wait for the disk (synchronous_commit is off), so that a crash "
        "would lose what was acknowledged: set it to on",
        "此连接不等待写盘（synchronous_commit 为 off），一旦崩溃，已确认的记录会丢失：请设为 on",
    ),
    "error.store.open": ("cannot open {file}: {why}", "无法打开 {file}：{why}"),
    "text.erased": ("(erased)", "（已删除）"),
    "text.sealed": ("(sealed)", "（已封存）"),
    "error.time.clock": (
        "{text!r} {what} in {zone} when the clocks were turned: write the offset, "
        "as in 2017-07-25T14:30+08:00",
        "“{text}”在 {zone} 因调整夏令时而{what}：请写明时差，如 2017-07-25T14:30+08:00",
    ),
    "error.time.clock.skipped": ("was skipped", "不存在"),
    "error.time.clock.twice": ("came twice", "出现两次"),
    "error.time.naive": (
        "{text} has no time zone: give an aware datetime, "
        "for example one of pendulum.datetime(..., tz=...)",
        "{text} 没有时区：请给出带时区的时间",
    ),
    "error.time.part": (
        "{text!r} cannot be: the {part} is {value}, but must be {lowest} to {highest}",
        "“{text}”不存在：{part}为 {value}，应在 {lowest} 至 {highest} 之间",
    ),
    "error.time.part.day": ("day", "日"),
    "error.time.part.hour": ("hour", "小时"),
    "error.time.part.minute": ("minute", "分钟"),
    "error.time.part.month": ("month", "月份"),
    "error.time.part.offset_hour": ("offset hour", "时差的小时"),
    "error.time.part.offset_minute": ("offset minute", "时差的分钟"),
    "error.time.part.second": ("second", "秒"),
    "error.time.part.year": ("year", "年份"),
    "error.time.range": (
        "the instant {us} lies outside the years 1 to 9999 in {zone}",
        "时刻 {us}（{zone}）超出公元 1 年至 9999 年",
    ),
    "error.time.text": (
        "cannot read {text!r} as a day or an instant: write 2017-07-25, "
        "2017-07-25 14:30 or 2017-07-25T14:30+08:00",
        "无法识别日期“{text}”：请写作 2017-07-25、2017-07-25 14:30 或 2017-07-25T14:30+08:00",
    ),
    "error.time.zone": (
        "there is no time zone {zone!r}: use an IANA name such as 'Asia/Shanghai' or 'UTC'",
        "没有时区“{zone}”：请用 IANA 名称，如 Asia/Shanghai 或 UTC",
    ),
    "error.version": (
        "run {run!r} is at version {actual}, not {expected}: read it again and retry",
        "活动“{run}”已更新到第 {actual} 版（读取时为第 {expected} 版）：请重新读取后再试",
    ),
    "error.window_text": (
        "cannot read the window text {text!r} at position {position} ({rest!r}): "
        "expected {expected}",
        "无法识别时间写法“{text}”，问题出在“{rest}”处：{expected}",
    ),
    "plain.deep": (
        "no clean JSON: more than {most} objects and lists inside one another",
        "不是规范的 JSON：嵌套超过 {most} 层",
    ),
    "plain.large": (
        "no clean JSON: the number {number} is beyond {most}",
        "不是规范的 JSON：数字 {number} 超出 {most}",
    ),
    "plain.long": ("longer than {most:byte}", "长度超过 {most} 字节"),
    "plain.surrogate": (
        "no clean JSON: half of a character (a lone surrogate) in a text",
        "不是规范的 JSON：文本中有半个字符（孤立的代理项）",
    ),
    "plain.syntax": (
        "no clean JSON: {why}, at line {line}, column {column}",
        "不是规范的 JSON：第 {line} 行第 {column} 列（{why}）",
    ),
    "plain.twice": (
        "no clean JSON: the name {name!r} stands twice in one object",
        "不是规范的 JSON：名称“{name}”在同一对象中出现两次",
    ),
    "plain.utf8": (
        "no clean JSON: byte {byte} is not UTF-8",
        "不是规范的 JSON：第 {byte} 字节不是 UTF-8",
    ),
    "plain.whole": (
        "no clean JSON: {number} is no whole number",
        "不是规范的 JSON：{number} 不是整数",
    ),
    "error.far": (
        "{day} moved by {days:day} leaves the years 1 to 9999: move it less",
        "{day} 移动 {days} 天后超出公元 1 年至 9999 年：请少移一些",
    ),
    "error.span.reversed": (
        "a span cannot end on {end} before it starts on {start}: swap the days",
        "时段的结束日 {end} 早于开始日 {start}：请对调",
    ),
    "error.term.reversed": (
        "term {term!r} ends on {end} before it starts on {start}: swap the days",
        "学期“{term}”的结束日 {end} 早于开始日 {start}：请对调",
    ),
    "error.terms.order": (
        "term {later!r} starts on {start}, not after {earlier!r} ends on {end}: give the terms in order and without overlap",
        "学期“{later}”于 {start} 开始，早于“{earlier}”的结束日 {end}：请按先后列出且不重叠",
    ),
    "error.terms.partly": (
        "the terms are known from {first} to {last} only, not for all of {start} to {end}: add the missing terms",
        "已知校历仅为 {first} 至 {last}，未覆盖 {start} 至 {end}：请补全学期",
    ),
    "error.terms.unknown": (
        "the terms from {start} to {end} are unknown: give the host's terms",
        "{start} 至 {end} 的学期未知：请给出校历",
    ),
    "error.whole": (
        "the campaign's window {text!r} needs a start and an end",
        "活动时间“{text}”须有起止两端",
    ),
    "error.workdays": (
        "the work days beyond {edge} are not known: add an overlay",
        "{edge} 以后的工作日未知：请补充校历",
    ),
}
