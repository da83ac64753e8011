"""The language of whoever asks, and sentences in it."""

from __future__ import annotations

from typing import Any, Final

from django.utils.functional import lazy
from django.utils.translation import get_language

from campaignflow.catalogue.django import MESSAGES
from campaignflow.errors import message_of
from campaignflow.messages import Lang, Notice

_WORDS: Final = tuple(code for code, (english, _) in MESSAGES.items() if "{" not in english)


def language() -> Lang:
    """Return the language that Django has active: Chinese of any kind, else English."""
    return "zh" if (get_language() or "").startswith("zh") else "en"


def text(code: str, **params: Any) -> str:
    """Return one sentence in the active language."""
    return Notice(code, params).text(language())


def told(failure: Exception) -> str:
    """Return what went wrong, in the active language where the failure can say it."""
    return message_of(failure, language())


def words() -> dict[str, str]:
    """Return the words of the pages in the active language, by name."""
    return {code.removeprefix("django.").replace(".", "_"): text(code) for code in _WORDS}


lazy_text: Final = lazy(text, str)
"""Like :func:`text`, but made when it is shown: for names that Django asks for once."""
