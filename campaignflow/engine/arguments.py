"""The values of a command as such: which it takes, which it needs, and of what sort each is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

from campaignflow.messages import Notice
from campaignflow.refusal import RefusalKind

if TYPE_CHECKING:
    from campaignflow.commands import CommandInfo, Sort
    from campaignflow.engine.draft import Draft


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_texts(value: Any) -> bool:
    return isinstance(value, list | tuple) and all(isinstance(part, str) for part in value)


def _is_rows(value: Any) -> bool:
    return isinstance(value, list | tuple) and all(_is_texts(row) for row in value)


def _is_flag(value: Any) -> bool:
    return isinstance(value, bool)


def _is_integer(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_mapping(value: Any) -> bool:
    return isinstance(value, Mapping) and all(isinstance(name, str) for name in value)


def _is_renaming(value: Any) -> bool:
    return _is_mapping(value) and all(to is None or isinstance(to, str) for to in value.values())


_FITS: Final[Mapping[Sort, Callable[[Any], bool]]] = {
    "text": _is_text,
    "person": _is_text,
    "texts": _is_texts,
    "flag": _is_flag,
    "integer": _is_integer,
    "rows": _is_rows,
    "values": _is_mapping,
    "renaming": _is_renaming,
}
"""Days are read, and agreed values taken as they are, by the commands that have them."""


def check_args(draft: Draft, info: CommandInfo) -> None:
    """Note every value that the command does not take, needs, or cannot be."""
    command = draft.command
    for name, value in command.args.items():
        arg = info.args.get(name)
        if arg is None:
            params = {"name": name, "command": command.name, "known": [*info.args]}
            draft.refuse(RefusalKind.INVALID, "args.unknown", params)
            continue
        fits = _FITS.get(arg.sort)
        if fits is not None and not fits(value) and (value is not None or arg in info.needed):
            wanted = Notice(f"args.sort.{arg.sort}")
            draft.refuse(RefusalKind.INVALID, "args.sort", {"name": name, "wanted": wanted})
    for arg in info.needed:
        if arg.name not in command.args:
            params = {"name": arg.name, "command": command.name}
            draft.refuse(RefusalKind.INVALID, "args.missing", params)
