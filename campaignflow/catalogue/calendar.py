"""Messages of the calendar room: code -> (English, Chinese)."""

MESSAGES: dict[str, tuple[str, str]] = {
    "calendar.after_event": (
        "“{text}” depends on an event that has no date yet",
        "“{text}”取决于尚无日期的事项",
    ),
    "calendar.after_inclusive": (
        "“after” is read as from {day} on, that day included",
        "“后”按自{day}起（含当日）理解",
    ),
    "calendar.after_phase": (
        "“{text}” is bounded by that phase, not by days",
        "“{text}”以该阶段为限，未写日期",
    ),
    "calendar.anchor_other_year": (
        "the text asks for “{name}” of {year}, but that day is known for {day} only",
        "文中指{year}年的“{name}”，而已知日期为{day}",
    ),
    "calendar.anchor_undated": (
        "the day of “{name}” is not known yet",
        "“{name}”的日期尚未确定",
    ),
    "calendar.before_end": (
        "“{word}” is read as by the end of {day}; the text may also mean before that time begins",
        "“{word}”按截至{day}（含当日）理解，也可能指该时段开始之前",
    ),
    "calendar.before_inclusive": (
        "“{word}” is read as up to and including {day}",
        "“{word}”按截至{day}（含当日）理解",
    ),
    "calendar.calendar_periods": (
        "periods are those of the calendar, not counted from the start of the campaign",
        "周期按日历计，不从活动开始日起算",
    ),
    "calendar.campaign_start": (
        "the day is not stated; the first day of the campaign, {day}, is assumed",
        "未写明日期，按活动首日{day}理解",
    ),
    "calendar.done_by": (
        "“{word}” is read as done by {day}; the text may also mean held within that time",
        "“{word}”按{day}前完成理解，也可能指在该时段内进行",
    ),
    "calendar.edge_width": (
        "“{word}” is read as {start} to {end}",
        "“{word}”按{start}至{end}理解",
    ),
    "calendar.end_not_stated": (
        "no end is stated",
        "未写明结束时间",
    ),
    "calendar.fortnights": (
        "weeks are counted in pairs, from the week in which the campaign begins",
        "自活动开始所在周起，每两周为一期",
    ),
    "calendar.judgement": (
        "“{text}” leaves the time to judgement",
        "“{text}”由责任人酌定时间",
    ),
    "calendar.length_disagrees": (
        "the stated length ends on {end}, but the campaign on {planned}",
        "所写时长止于{end}，而活动止于{planned}",
    ),
    "calendar.length_from_start": (
        "the length is counted from the first day of the campaign, {day}",
        "时长自活动首日{day}起算",
    ),
    "calendar.length_only": (
        "only a length of {length} is stated, not from when to when",
        "只写明时长{length}，未写明起止",
    ),
    "calendar.lunar_missing": (
        "the date of “{name}” needs an optional package: pip install 'campaignflow[lunar]'",
        "计算“{name}”的日期需要可选组件：pip install 'campaignflow[lunar]'",
    ),
    "calendar.needs_terms": (
        "the terms must be given by the host, holidays included",
        "学期起止须由举办单位给出",
    ),
    "calendar.no_start": (
        "no start is stated; only the end binds",
        "未写明开始时间，只约束结束时间",
    ),
    "calendar.per_item": (
        "“{text}” is set separately for each item",
        "“{text}”由各事项分别确定",
    ),
    "calendar.recurrence_unmeasured": (
        "“{text}” states no period",
        "“{text}”未写明周期",
    ),
    "calendar.several_periods": (
        "the text leaves the choice between these periods open: {periods}",
        "文中未定周期，可选：{periods}",
    ),
    "calendar.soft_end": (
        "“basically done” by {day} leaves the final close open",
        "{day}“基本完成”，最终结束时间未定",
    ),
    "calendar.soft_misprint": (
        "“{word}” is taken for a misprint of “基本完成”",
        "“{word}”视为“基本完成”之误",
    ),
    "calendar.span_unknown": (
        "the first and last day of the campaign are not known",
        "活动的起止日期未知",
    ),
    "calendar.start_day_assumed": (
        "the day of the start is not stated; {day} is assumed",
        "未写明开始的日子，按{day}理解",
    ),
    "calendar.teaching_week_unknown": (
        "teaching week {number} cannot be dated: the first teaching week is not known",
        "第{number}周无法定日：第一教学周未知",
    ),
    "calendar.tolerance_assumed": (
        "how far around the day is not stated; {start} to {end} is assumed",
        "“前后”的幅度未写明，按{start}至{end}理解",
    ),
    "calendar.workday_overlay": (
        "set by the host: {reason}",
        "由举办单位设定：{reason}",
    ),
    "calendar.workday_unknown": (
        "the work days of {year} are not known yet: add them as an overlay",
        "{year}年的工作日安排未知，请以补充日历给出",
    ),
    "calendar.workday_out_of_range": (
        "the count leaves the years 1 to 9999",
        "推算超出公元1年至9999年",
    ),
    "calendar.year_ambiguous": (
        "the year: {years} or {last}?",
        "请写明年份：是{years}年还是{last}年？",
    ),
    "calendar.year_inferred": (
        "no year is stated; {year} is the only one that falls into the campaign",
        "未写年份，按活动期间唯一相符的{year}年理解",
    ),
    "calendar.year_missing": (
        "a year, as in 2017年5月, because the campaign states no year either",
        "请写明年份，如2017年5月，因为活动也未写明年份",
    ),
    "calendar.year_outside": (
        "a year, as in 2017年5月: in no year does it fall into the campaign ({start} to {end})",
        "请写明年份，如2017年5月：哪一年的都不在活动期间（{start}至{end}）",
    ),
}
