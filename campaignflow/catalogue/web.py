"""Messages of the web: code -> (English, Chinese)."""

MESSAGES: dict[str, tuple[str, str]] = {
    "web.no_campaign": ("no campaign {name} is offered here", "此处没有活动方案“{name}”"),
}
