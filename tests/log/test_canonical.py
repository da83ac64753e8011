"""The text under the digest: what it is for every value, whatever type holds it."""

from __future__ import annotations

import enum
from collections import UserDict, UserList
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaignflow.events import canonical

plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=6),
    lambda parts: (
        st.lists(parts, max_size=3) | st.dictionaries(st.text(max_size=4), parts, max_size=3)
    ),
)


class Word(str, enum.Enum):  # noqa: UP042
    """A text of a type of its own, which prints as something else."""

    YES = "是"


class Number(int, enum.Enum):
    """The same for a number."""

    ONE = 1


def defined(value: object) -> str:
    """Write the text as the format of the log defines it."""
    match value:
        case None:
            return "n"
        case bool():
            return "t" if value else "f"
        case int():
            return f"i{value}"
        case str():
            return f"{len(value)}:{value}"
        case list():
            return "[" + "".join(f"{defined(part)};" for part in value) + "]"
        case dict():
            parts = (f"{len(k)}:{k}={defined(v)};" for k, v in sorted(value.items()))
            return "{" + "".join(parts) + "}"
    raise AssertionError(value)


def disguised(value: object) -> object:
    """Return the same value in other types."""
    match value:
        case list():
            return UserList(map(disguised, value)) if len(value) % 2 else tuple(value)
        case dict():
            held = {key: disguised(part) for key, part in value.items()}
            return UserDict(held) if len(held) % 2 else MappingProxyType(held)
    return value


@given(plain)
def test_canonical_text_is_as_defined(value: object) -> None:
    """Every plain value gives the text that the format says, in whatever types it is held."""
    assert canonical(value) == canonical(disguised(value)) == defined(value)


def test_canonical_text_is_of_the_value_not_of_its_type() -> None:
    """A text or number of a type of its own counts as what it is equal to."""
    assert canonical({"a": Word.YES, "b": [Number.ONE]}) == canonical({"a": "是", "b": [1]})


@pytest.mark.parametrize("value", [1.5, {1: "one"}, {"a": {2}}, object()])
def test_what_is_not_plain_has_no_text(value: object) -> None:
    """Other values are refused with a type error."""
    with pytest.raises(TypeError, match="plain data"):
        canonical(value)
