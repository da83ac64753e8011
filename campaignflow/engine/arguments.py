"""The values of a command as such: which it takes, which it needs, and of what sort each is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

from campaignflow.refusal import RefusalKind

if TYPE_CHECKING:
    from campaignflow.commands import CommandInfo
    from campaignflow.engine.draft import Draft


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_texts(value: Any) -> bool:
    return isinstance(value, list | tuple) and all(isinstance(part, str) for part in value)


def _is_rows(value: Any) -> bool:
    return isinstance(value, list | tuple) and all(_is_texts(row) for row in value)


def _is_mapping(value: Any) -> bool:
    return isinstance(value, Mapping) and all(isinstance(name, str) for name in value)


def _is_renaming(value: Any) -> bool:
    return _is_mapping(value) and all(to is None or isinstance(to, str) for to in value.values())


_TEXTS: Final = (
    "edge", "kind", "ledger", "owner", "parent", "part", "part_of", "person", "relation", "right",
    "role", "substitute", "tier", "title", "trigger", "unit",
)  # fmt: skip
_SORTS: Final[Mapping[str, tuple[Callable[[Any], bool], str]]] = {
    **dict.fromkeys(_TEXTS, (_is_text, "text")),
    "leftovers": (_is_texts, "a list of texts"),
    "missing": (_is_texts, "a list of texts"),
    "roster": (_is_rows, "a list of rows of texts"),
    "relations": (_is_rows, "a list of rows of texts"),
    "facts": (_is_mapping, "names with values"),
    "mapping": (_is_renaming, "old keys with new ones, or with null for what is given up"),
    "values": (_is_mapping, "names with values"),
}


def check_args(draft: Draft, info: CommandInfo) -> None:
    """Note every value that the command does not take, needs, or cannot be."""
    command = draft.command
    for name, value in command.args.items():
        if name not in info.needs and name not in info.takes:
            params = {"name": name, "command": command.name, "known": [*info.needs, *info.takes]}
            draft.refuse(RefusalKind.INVALID, "args.unknown", params)
            continue
        fits, wanted = _SORTS.get(name, (None, ""))
        if fits is not None and not fits(value) and (value is not None or name in info.needs):
            draft.refuse(RefusalKind.INVALID, "args.sort", {"name": name, "wanted": wanted})
    for name in info.needs:
        if name not in command.args:
            params = {"name": name, "command": command.name}
            draft.refuse(RefusalKind.INVALID, "args.missing", params)
