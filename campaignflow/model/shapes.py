"""Whether the values of a definition have the types their classes declare.

Everything else that is said about a definition builds on this: a text in place of an element, a
list in place of a number, is told here with its place and nothing more is asked of such a value.
"""

from __future__ import annotations

import datetime as dt
import typing
from collections.abc import Callable, Iterator
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, Union

import attrs

from campaignflow.keyed import Keyed
from campaignflow.messages import Notice
from campaignflow.model.time import Window

Found = Iterator[tuple[str, Notice]]
Fits = Callable[[Any], bool]


def misshapen(value: Any, place: str = "") -> Found:
    """Yield every field below ``value`` that holds something of a wrong type, with its place.

    What a field refers to is looked at where it is declared.
    """
    for name, hint, fits, below in _shape(value.__class__):
        found = getattr(value, name)
        if not fits(found):
            yield _narrowed(hint, found, _under(place, name))
        elif below and found is not None:
            yield from _below(found, _under(place, name))


def _under(place: str, name: str) -> str:
    return f"{place}.{name}" if place else name


def _below(value: Any, place: str) -> Found:
    if isinstance(value, tuple):
        for number, part in enumerate(value):
            key = getattr(part, "key", None)
            yield from _below(part, f"{place}.{key}" if type(key) is str else f"{place}[{number}]")
    elif attrs.has(type(value)):
        yield from misshapen(value, place)


@cache
def _shape(kind: type) -> tuple[tuple[str, Any, Fits, bool], ...]:
    """Return name, type, test and whether to look below, of each field that a caller gives."""
    hints = typing.get_type_hints(kind)
    return tuple(
        (field.name, hint, _test(hint), "ref" not in field.metadata and not _is_plain(hint))
        for field in attrs.fields(kind)
        if field.init
        for hint in [hints[field.name]]
    )


def _is_plain(hint: Any) -> bool:
    parts = [part for part in typing.get_args(hint) if part is not Ellipsis]
    if typing.get_origin(hint) is Literal:
        return True
    if parts:
        return all(map(_is_plain, parts))
    return isinstance(hint, type) and issubclass(hint, str | int | NoneType | Enum | dt.date)


def _test(hint: Any) -> Fits:
    """Return the test of the type that ``hint`` names."""
    origin, parts = typing.get_origin(hint), typing.get_args(hint)
    if hint is Any:
        return lambda _: True
    if hint is Keyed:
        return lambda value: type(getattr(value, "key", None)) is str
    if hint is int:
        return lambda value: type(value) is int
    if origin in (Union, UnionType):
        tests = tuple(map(_test, parts))
        return lambda value: any(test(value) for test in tests)
    if origin is Literal:
        return lambda value: type(value) is str and value in parts
    if origin is not None and origin in (tuple, frozenset):
        return _test_of_many(origin, parts)
    return lambda value: isinstance(value, origin or hint)


def _test_of_many(kind: type[tuple[Any, ...] | frozenset[Any]], parts: tuple[Any, ...]) -> Fits:
    tests = [_test(part) for part in parts if part is not Ellipsis]
    if kind is frozenset or parts[-1] is Ellipsis:
        test = tests[0]
        return lambda value: isinstance(value, kind) and all(map(test, value))
    return lambda value: (
        isinstance(value, kind)
        and len(value) == len(tests)
        and all(test(part) for test, part in zip(tests, value, strict=True))
    )


def _narrowed(hint: Any, value: Any, place: str) -> tuple[str, Notice]:
    """Return the place and notice of what is wrong: in a table, the first wrong row alone."""
    args = typing.get_args(hint)
    if typing.get_origin(hint) is tuple and args[-1] is Ellipsis and isinstance(value, tuple):
        number = next(n for n, part in enumerate(value) if not _test(args[0])(part))
        return _narrowed(args[0], value[number], f"{place}[{number}]")
    found = repr(value) if isinstance(value, str | int | None) else type(value).__name__
    return place, Notice(_code(hint, value), {"wanted": _named(hint), "found": found[:60]})


def _code(hint: Any, value: Any) -> str:
    kinds = typing.get_args(hint) or (hint,)
    if type(value) is not str:
        return "definition.shape"
    if Window in kinds:
        return "definition.shape_window"
    refers = any(kind is Keyed or (isinstance(kind, type) and attrs.has(kind)) for kind in kinds)
    return "definition.shape_text" if refers else "definition.shape"


def _named(hint: Any) -> str:
    """Return how a type is called in a sentence."""
    args = typing.get_args(hint)
    origin = typing.get_origin(hint)
    if origin in (Union, UnionType):
        return " or ".join(_named(part) for part in args)
    if origin is Literal:
        return " or ".join(map(repr, args))
    if origin in (tuple, frozenset):
        return f"{origin.__name__} of {_named(args[0])}"
    if hint is NoneType:
        return "None"
    return getattr(hint, "__name__", str(hint))
