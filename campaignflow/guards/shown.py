"""What a plan's own code is shown: everything a guard may see, and nothing that it could change."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from campaignflow.guards.view import View

_NAMES: Final = frozenset(name for name in vars(View) if not name.startswith("_")) - {"once"}


class Shown:
    """Show a view without the state behind it; every answer is a copy that cannot be changed.

    Only guards that are plain functions are given this: the library's own never write, and are
    spared the copies.
    """

    __slots__ = ("__view",)

    def __init__(self, view: View) -> None:
        object.__setattr__(self, "_Shown__view", view)

    def __getattr__(self, name: str) -> Any:
        if name not in _NAMES:
            raise AttributeError(f"a guard is shown {', '.join(sorted(_NAMES))}, and no {name!r}")
        found = getattr(self.__view, name)
        if not callable(found):
            return found
        return lambda *args, **more: frozen(found(*args, **more))

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"a guard only looks: {name!r} cannot be set")


def frozen(value: Any) -> Any:
    """Return plain data as copies that cannot be changed, at any depth.

    Example:
        >>> frozen({"who": ["a", "b"]})
        mappingproxy({'who': ('a', 'b')})
    """
    if isinstance(value, Mapping):
        return MappingProxyType({name: frozen(part) for name, part in value.items()})
    if isinstance(value, list | tuple):
        parts = map(frozen, value)
        return type(value)(*parts) if hasattr(value, "_fields") else tuple(parts)
    return value
