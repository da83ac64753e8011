"""Messages of reading and writing tables: code -> (English, Chinese)."""

MESSAGES: dict[str, tuple[str, str]] = {
    "import.cell.args": (
        "{why}: write a JSON object, such as {example}",
        "{why}：应为 JSON 对象，例如 {example}",
    ),
    "import.cell.calendar": ("{why}", "日期有误：{why}"),
    "import.cell.field": (
        "{kind} has no field {field!r}; it has {known}",
        "“{kind}”没有字段“{field}”；可用：{known}",
    ),
    "import.cell.flag": (
        "{text!r} is neither yes nor no: write 是 or 否",
        "“{text}”应为“是”或“否”",
    ),
    "import.cell.future": ("{text} has not come yet", "{text} 尚未到来"),
    "import.cell.integer": ("{text!r} is no whole number", "“{text}”不是整数"),
    "import.cell.moment": (
        "{text!r} is no day or time: write 2017-07-05, 2017/7/5 or 2017年7月5日, and 14:30 after it",
        "“{text}”不是日期：可写 2017-07-05、2017/7/5 或 2017年7月5日，其后可加 14:30",
    ),
    "import.cell.person": ("nobody is called {text!r} here", "查无此人：“{text}”"),
    "import.cell.recorded_at": (
        "only the replay of history may say when a row was learnt: leave it out",
        "只有回放历史时才能填写录入时间：请去掉此列",
    ),
    "import.cell.twice": ("the field {field!r} is given twice", "字段“{field}”填写了两次"),
    "import.command": (
        "the row says neither a command nor a kind of record, a ledger or a trigger",
        "此行未写指令，也未写记录种类、台账或动作",
    ),
    "import.csv": ("the table is broken here: {why}", "表格在此处损坏：{why}"),
    "import.done": (
        "{done:row} went in, {repeated:was|were} in before, {refused} refused",
        "录入 {done} 行，此前已有 {repeated} 行，未录入 {refused} 行",
    ),
    "import.empty": (
        "the table is empty: its first line must name the columns",
        "表格为空：首行应为列名",
    ),
    "import.encoding": (
        "the text is neither UTF-8 nor GBK: save the table as “CSV UTF-8”",
        "文字编码既非 UTF-8 也非 GBK：请另存为“CSV UTF-8”",
    ),
    "import.heading": (
        "there is no column {heading!r}; the columns are {known}",
        "没有列“{heading}”；可用的列：{known}",
    ),
    "import.heading.missing": ("the columns {columns} are missing", "缺少列：{columns}"),
    "import.heading.near": (
        "there is no column {heading!r}; did you mean {near}?",
        "没有列“{heading}”；是否指 {near}？",
    ),
    "import.heading.twice": (
        "{heading!r} names the column {column} a second time",
        "“{heading}”与前面的列重复（{column}）",
    ),
    "import.lacking": ("{columns} not filled in", "未填写：{columns}"),
    "import.line": ("line {line}: {why}", "第 {line} 行：{why}"),
    "import.line_column": (
        "line {line}, column {column}: {why}",
        "第 {line} 行“{column}”列：{why}",
    ),
    "import.not_written": (
        "nothing was written: {refused:row} would be refused",
        "未写入任何内容：有 {refused} 行不能录入",
    ),
    "import.unit": ("there is no unit {unit!r}", "没有单位“{unit}”"),
    "import.unit.near": (
        "there is no unit {unit!r}; did you mean {near}?",
        "没有单位“{unit}”；是否指 {near}？",
    ),
    "import.surplus": (
        "the row has more cells than the table has columns: quote cells that hold a comma",
        "此行的单元格多于列数：含逗号的内容须加引号",
    ),
}
