"""Messages of the Django app: code -> (English, Chinese)."""

MESSAGES: dict[str, tuple[str, str]] = {
    "django.app": ("Campaigns", "主题活动"),
    "django.campaign": ("campaign", "方案"),
    "django.events": ("events", "事件数"),
    "django.run": ("run", "活动"),
    "django.runs": ("runs", "活动"),
    "django.status": ("status", "状态"),
    "django.unit": ("unit", "单位"),
    "django.version": ("version", "版本"),
}
