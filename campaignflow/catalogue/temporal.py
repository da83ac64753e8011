"""Messages about time in a plan: code -> (English, Chinese)."""

MESSAGES: dict[str, tuple[str, str]] = {
    "time.about": (
        "“{title}” is tied to the day of “{anchor}”",
        "“{title}”以“{anchor}”的日期为准",
    ),
    "time.after": (
        "“{title}” starts after “{source}” is done",
        "“{title}”在“{source}”完成之后开始",
    ),
    "time.finished": ("“{title}” was settled on {day}", "“{title}”已于{day}办结"),
    "time.from": ("“{title}” is planned from {day}", "“{title}”计划自{day}开始"),
    "time.join": (
        "“{title}” waits for some of its edges only: none of them is reckoned with",
        "“{title}”只需满足部分流转：推算时均未计入",
    ),
    "time.life": ("“{title}” starts before it finishes", "“{title}”先开始后完成"),
    "time.not_before": (
        "“{title}” may not be closed before {day}",
        "“{title}”不得早于{day}关闭",
    ),
    "time.not_yet": ("“{title}” has not started", "“{title}”尚未开始"),
    "time.not_yet_over": ("“{title}” is not finished", "“{title}”尚未完成"),
    "time.part_finish": (
        "“{above}” is over only after “{title}”",
        "“{title}”完成后“{above}”才能结束",
    ),
    "time.part_start": (
        "“{title}” starts when “{above}” has",
        "“{above}”开始后“{title}”才能开始",
    ),
    "time.posted": (
        "“{title}” waits until it has been posted for {days:day}",
        "“{title}”须公示满{days}天",
    ),
    "time.reached": ("“{title}” waits for “{source}”", "“{title}”以“{source}”完成为条件"),
    "time.serial": ("“{title}” starts after “{source}”", "“{title}”在“{source}”之后开始"),
    "time.since": ("“{title}” waits for {day}", "“{title}”须待{day}到来"),
    "time.started": ("“{title}” began on {day}", "“{title}”已于{day}开始"),
    "time.takes_least": (
        "“{title}” takes at least {days:day}",
        "“{title}”至少需要{days}天",
    ),
    "time.takes_most": (
        "“{title}” takes at most {days:day}",
        "“{title}”至多{days}天",
    ),
    "time.together": (
        "“{title}” finishes only after “{source}” has",
        "“{source}”完成后“{title}”才能完成",
    ),
    "time.until": ("“{title}” is planned until {day}", "“{title}”计划至{day}结束"),
    "time.with": (
        "“{title}” starts only when “{source}” has",
        "“{source}”开始后“{title}”才能开始",
    ),
    "time.within": (
        "“{title}” is over within {days:day} of “{source}”",
        "“{title}”在“{source}”之后{days}天内完成",
    ),
}
