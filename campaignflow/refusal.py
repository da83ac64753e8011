"""Refusals: why a request was not granted, every reason at once, as a value."""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterator

import attrs

from campaignflow.commands import COMMANDS
from campaignflow.guards.verdict import Explanation
from campaignflow.messages import Lang, Notice


class RefusalKind(enum.StrEnum):
    """Say what sort of reason stands against a request."""

    NOT_DECLARED = "not_declared"
    """The plan knows no such command, node, record, item or rule."""
    INVALID = "invalid"
    """A value of the request cannot be: a field, a date, a time order."""
    WRONG_STATE = "wrong_state"
    """The thing is not in a state from which the command leads on."""
    NOT_PERMITTED = "not_permitted"
    """The actor may not do it."""
    UNSATISFIED = "unsatisfied"
    """A guard is not satisfied."""
    UNKNOWN = "unknown"
    """A guard cannot be judged yet."""
    OUTSIDE_WINDOW = "outside_window"
    """Planned time forbids it."""
    CONFLICT = "conflict"
    """The same key was used for another request, or somebody else wrote first."""
    CRASHED = "crashed"
    """A guard raised; the plan's code is at fault."""


@attrs.define(eq=False)
class Cause:
    """Hold one reason of a refusal.

    Attributes:
        kind: What sort of reason.
        notice: The reason as a sentence.
        error: What a crashed guard raised.
    """

    kind: RefusalKind
    notice: Notice
    error: Exception | None = None
    _explain: Callable[[], Explanation] | None = attrs.field(default=None, repr=False)
    _explanation: Explanation | None = attrs.field(default=None, init=False, repr=False)

    @property
    def explanation(self) -> Explanation | None:
        """The truth tree behind the reason, for guards; built when first asked for."""
        if self._explanation is None and self._explain is not None:
            self._explanation = self._explain()
            self._explain = None
        return self._explanation

    def lines(self, lang: Lang) -> Iterator[str]:
        """Yield the reason and the tree below it as lines."""
        yield self.notice.text(lang)
        if self.explanation is not None:
            yield from self.explanation.lines(lang, "  ")


@attrs.frozen
class Refusal:
    """Hold the refusal of one command.

    Attributes:
        command: Name of the command.
        subject: What it was about.
        causes: Every reason, never empty.
    """

    command: str
    subject: str
    causes: tuple[Cause, ...]

    @property
    def kind(self) -> RefusalKind:
        """The kind of the first reason."""
        return self.causes[0].kind

    @property
    def kinds(self) -> tuple[RefusalKind, ...]:
        """The kinds of all reasons, each once, in order."""
        return tuple(dict.fromkeys(cause.kind for cause in self.causes))

    def settle(self) -> None:
        """Build every explanation now, before the state moves on."""
        for cause in self.causes:
            _ = cause.explanation

    def text(self, lang: Lang = "en") -> str:
        """Return all reasons as lines, the kind in brackets before each."""
        titles = {"en": _EN, "zh": _ZH}[lang]
        info = COMMANDS.get(self.command)
        asked = f"{self.command} {self.subject}".strip()
        head = Notice(
            "refusal.head", {"title": info.title if info else self.command, "asked": asked}
        )
        rows = [head.text(lang)]
        for cause in self.causes:
            first, *rest = cause.lines(lang)
            rows.append(f"  [{titles.get(cause.kind, cause.kind)}] {first}")
            rows.extend(f"  {line}" for line in rest)
        return "\n".join(rows)

    def as_json(self) -> dict[str, object]:
        """Return the refusal as plain data."""
        return {
            "command": self.command,
            "subject": self.subject,
            "kinds": [kind.value for kind in self.kinds],
            "causes": [_cause_json(cause) for cause in self.causes],
        }


def _cause_json(cause: Cause) -> dict[str, object]:
    plain: dict[str, object] = {"kind": cause.kind.value, **cause.notice.as_json()}
    if cause.explanation is not None:
        plain["explanation"] = cause.explanation.as_json()
    return plain


_EN = {kind: kind.value.replace("_", " ") for kind in RefusalKind}
_ZH = {
    RefusalKind.NOT_DECLARED: "方案未规定",
    RefusalKind.INVALID: "内容有误",
    RefusalKind.WRONG_STATE: "状态不符",
    RefusalKind.NOT_PERMITTED: "无权操作",
    RefusalKind.UNSATISFIED: "条件未满足",
    RefusalKind.UNKNOWN: "尚无法判定",
    RefusalKind.OUTSIDE_WINDOW: "超出时限",
    RefusalKind.CONFLICT: "冲突",
    RefusalKind.CRASHED: "条件出错",
}
