"""The language of whoever asks, and sentences in it."""

from __future__ import annotations

from typing import Any, Final

from django.utils.functional import lazy
from django.utils.translation import get_language

from campaignflow.messages import Lang, Notice


def language() -> Lang:
    """Return the language that Django has active: Chinese of any kind, else English."""
    return "zh" if (get_language() or "").startswith("zh") else "en"


def text(code: str, **params: Any) -> str:
    """Return one sentence in the active language."""
    return Notice(code, params).text(language())


lazy_text: Final = lazy(text, str)
"""Like :func:`text`, but made when it is shown: for names that Django asks for once."""
