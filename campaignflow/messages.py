"""Sentences for people, in Chinese and English, built only when somebody reads them.

A :class:`Notice` is a code with parameters; the catalogue holds a template a language for every
code, side by side, so that no language can miss one. The engine passes notices around; text is
made at the edge.

Example:
    >>> notice = Notice("unknown.role.near", {"name": "leadr", "near": ["leader"]})
    >>> notice.en
    "there is no role 'leadr'; did you mean leader?"
    >>> notice.zh
    '没有角色“leadr”；是否指 leader？'

A number says its noun, so that there is one day and there are two: ``{days:day} late`` in English
templates, or ``{n:entry|entries}``.

Example:
    >>> [Notice("report.late", {"days": days}).en for days in (1, 2)]
    ['1 day late', '2 days late']
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from importlib import import_module
from types import MappingProxyType
from typing import Literal, TypeVar

import attrs

Lang = Literal["zh", "en"]
_T = TypeVar("_T")

_ROOMS = (
    "calendar",
    "cli",
    "commands",
    "definition",
    "django",
    "draw",
    "engine",
    "errors",
    "guards",
    "interchange",
    "lifecycle",
    "planning",
    "migration",
    "report",
    "temporal",
    "verify",
    "web",
)


@cache
def catalogue() -> Mapping[str, tuple[str, str]]:
    """Return every message template: code -> (English, Chinese)."""
    merged: dict[str, tuple[str, str]] = {}
    for room in _ROOMS:
        part: dict[str, tuple[str, str]] = import_module(f"campaignflow.catalogue.{room}").MESSAGES
        merged.update(part)
    return MappingProxyType(merged)


class _Counted(int):
    """Stand for a number in front of its noun: ``{n:day}``, or ``{n:entry|entries}``."""

    def __format__(self, noun: str) -> str:
        if not noun:
            return str(int(self))
        one, _bar, many = noun.partition("|")
        return f"{int(self)} {one if self == 1 else many or f'{one}s'}"


def _show(value: object, lang: Lang) -> object:
    if isinstance(value, Notice):
        return value.text(lang)
    if type(value) is int:
        return _Counted(value)
    if isinstance(value, tuple | list):
        joint = "、" if lang == "zh" else ", "
        return joint.join(str(_show(part, lang)) for part in value)
    return value


@attrs.frozen(eq=True, hash=False)
class Notice:
    """Hold one sentence for people as a code and its parameters.

    Attributes:
        code: Stable dotted code, for programs.
        params: Values of the template's fields; plain JSON values, notices or lists of them.
    """

    code: str
    params: Mapping[str, object] = attrs.field(factory=dict)

    def text(self, lang: Lang = "en") -> str:
        """Return the sentence in ``lang``."""
        template = catalogue()[self.code][0 if lang == "en" else 1]
        return template.format(**{name: _show(value, lang) for name, value in self.params.items()})

    @property
    def en(self) -> str:
        """Return the English sentence."""
        return self.text("en")

    @property
    def zh(self) -> str:
        """Return the Chinese sentence."""
        return self.text("zh")

    def as_json(self) -> dict[str, object]:
        """Return the code and both sentences as plain data."""
        return {"code": self.code, "en": self.en, "zh": self.zh}


def few(named: Sequence[_T], most: int, more: str = "and_more") -> list[_T | Notice]:
    """Return the first of ``named``, and after ``most`` of them how many more there are."""
    rest = len(named) - most
    return [*named[:most], Notice(more, {"n": rest})] if rest > 0 else list(named)


@attrs.frozen
class Mistake:
    """Hold one mistake of a definition: what is wrong and where.

    Attributes:
        place: Path into the definition, such as ``steps.talks.owner``.
        notice: What is wrong there and what would work.
    """

    place: str
    notice: Notice

    def text(self, lang: Lang = "en") -> str:
        """Return place and sentence."""
        return self.zh if lang == "zh" else self.en

    @property
    def en(self) -> str:
        """Return place and sentence in English."""
        return f"{self.place}: {self.notice.en}"

    @property
    def zh(self) -> str:
        """Return place and sentence in Chinese."""
        return f"{self.place}：{self.notice.zh}"
