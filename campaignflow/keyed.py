"""Keys: how values refer to one another, compare and print."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final, Protocol

REF: Final = {"ref": True}
"""Metadata of a field that refers to keyed values: it compares and prints by key."""

TEXT: Final = {"text": True}
"""Metadata of a field that explains and does not decide, such as a title or a citation."""

KEY_PATTERN: Final = re.compile(r"[a-z][a-z0-9_]{0,63}\Z")


class Keyed(Protocol):
    """Anything that a definition names by a key."""

    @property
    def key(self) -> str:
        """The key, unique within the definition."""


def key_of(value: Any) -> Any:
    """Return the key of ``value``; what has none, such as None, stays itself."""
    return getattr(value, "key", value)


def keys_of(values: Iterable[Any]) -> tuple[Any, ...]:
    """Return the keys of ``values`` in order."""
    return tuple(key_of(value) for value in as_tuple(values))


def title_of(element: Keyed) -> str:
    """Return the title of ``element`` for sentences, its key where it has none."""
    return str(getattr(element, "title", None) or element.key)


def show_key(value: Any) -> str:
    """Return how a reference prints: the key."""
    return str(key_of(value))


def show_keys(values: Any) -> str:
    """Return how references print: the keys."""
    return str(keys_of(values))


def as_tuple(values: Iterable[Any]) -> tuple[Any, ...]:
    """Return ``values`` as a tuple; the converter of every table.

    A single value is a table of one row.
    """
    if isinstance(values, str) or not isinstance(values, Iterable):
        return (values,)
    return tuple(values)
