"""Messages of looking ahead: code -> (English, Chinese)."""

MESSAGES: dict[str, tuple[str, str]] = {
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
}
