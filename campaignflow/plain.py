"""Read JSON texts strictly: what is ambiguous, lossy or beyond all measure is refused.

The data of campaigns, commands and records is objects, lists, texts, whole numbers up to 2**53,
true, false and null. RFC 8259 leaves names that stand twice, numbers no computer holds exactly and
halves of characters to the reader; here they are errors, so that what was read is what was written.
"""

from __future__ import annotations

import json
from typing import Any, Final

from campaignflow.errors import PlainTextError

LONGEST: Final = 1024 * 1024
"""Longest text that is read. Units: bytes, of a ``str`` characters."""
DEEPEST: Final = 100
"""Most objects and lists inside one another."""
LARGEST: Final = 2**53
"""Largest whole number, either way: the last that every reader of JSON holds exactly."""


def read_plain(text: str | bytes) -> Any:
    """Return the value of a JSON text.

    Args:
        text: The text, or its bytes in UTF-8 without a byte order mark.

    Raises:
        PlainTextError: It is none, or not a clean one; says where and why.

    Example:
        >>> read_plain('{"kind": "talk", "values": {"people": ["qian", "sun"]}}')["kind"]
        'talk'
        >>> read_plain('{"a": 1, "a": 2}')
        Traceback (most recent call last):
        campaignflow.errors.PlainTextError: no clean JSON: the name 'a' stands twice in one object
    """
    found = _parsed(_decoded(text))
    _check_depth(found)
    return found


def _decoded(text: str | bytes) -> str:
    if len(text) > LONGEST:
        raise PlainTextError("plain.long", most=LONGEST)
    if isinstance(text, str):
        return text
    try:
        return text.decode("utf-8")
    except UnicodeDecodeError as wrong:
        raise PlainTextError("plain.utf8", byte=wrong.start) from wrong


def _parsed(text: str) -> Any:
    try:
        found = json.loads(
            text,
            object_pairs_hook=_once,
            parse_int=_whole,
            parse_float=_no_whole,
            parse_constant=_no_whole,
        )
        json.dumps(found, ensure_ascii=False).encode("utf-8")
    except json.JSONDecodeError as wrong:
        place = {"line": wrong.lineno, "column": wrong.colno}
        raise PlainTextError("plain.syntax", **place, why=wrong.msg) from wrong
    except UnicodeEncodeError as wrong:
        raise PlainTextError("plain.surrogate") from wrong
    except RecursionError as wrong:
        raise PlainTextError("plain.deep", most=DEEPEST) from wrong
    return found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        raise PlainTextError("plain.twice", name=next(n for n in names if names.count(n) > 1))
    return found


def _whole(text: str) -> int:
    if len(text) > 17 or abs(int(text)) > LARGEST:
        raise PlainTextError("plain.large", number=text[:40], most=LARGEST)
    return int(text)


def _no_whole(text: str) -> None:
    raise PlainTextError("plain.whole", number=text[:40])


def _check_depth(found: Any) -> None:
    level = [found]
    for _ in range(DEEPEST + 1):
        level = [part for value in level for part in _parts(value)]
        if not level:
            return
    raise PlainTextError("plain.deep", most=DEEPEST)


def _parts(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []
