"""Cells as people fill them in, turned into plain values: days, numbers, yes and no, lists."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from campaignflow.errors import CalendarError, CampaignflowError, PlainTextError
from campaignflow.messages import Notice
from campaignflow.model.facts import Field
from campaignflow.plain import read_plain

_DAY: Final = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?"
    r"(?:[T\s]\s*(\d{1,2}):(\d\d)(:\d\d(?:\.\d{1,6})?)?\s*(Z|[+-]\d\d:\d\d)?)?",
    re.ASCII,
)
_SEPARATOR: Final = re.compile(r"\s*[;；、,，\n]\s*")
_WHOLE: Final = re.compile(r"([+-]?\d+)(?:\.0+)?", re.ASCII)
_FLAGS: Final = {
    **dict.fromkeys(("是", "√", "true", "yes", "y", "1"), True),
    **dict.fromkeys(("否", "×", "false", "no", "n", "0"), False),
}
_OBJECT: Final = '{"kind": "talk"}'
_LISTS: Final = frozenset({"persons", "choices", "links"})


class CellError(CampaignflowError, ValueError):
    """Say why a cell cannot be read and what would work.

    Attributes:
        notice: The reason as a sentence.
        column: Column of the cell; None if the row as a whole is at fault.
    """

    notice: Notice

    def __init__(self, code: str, **params: object) -> None:
        self.column: str | None = None
        super().__init__(self._told(code, **params))


class NobodyError(CellError):
    """Say that a cell names somebody who is nobody here."""


@contextmanager
def reading(column: str) -> Iterator[None]:
    """Let a cell that cannot be read within the block name its column.

    Raises:
        CellError: The cell cannot be read, or names a day or time that does not exist.
    """
    try:
        yield
    except CellError as wrong:
        wrong.column = wrong.column or column
        raise
    except CalendarError as wrong:
        found = CellError("import.cell.calendar", why=wrong.notice or str(wrong))
        found.column = column
        raise found from wrong


def iso_moment(text: str) -> str:
    """Return a day or moment in ISO form; whether it exists is for the calendar to say.

    Example:
        >>> iso_moment("2017/7/5"), iso_moment("2017年7月5日 8:30")
        ('2017-07-05', '2017-07-05T08:30')
    """
    match = _DAY.fullmatch(text)
    if match is None:
        raise CellError("import.cell.moment", text=text)
    year, month, day, hour, minute, second, offset = match.groups()
    found = f"{year}-{int(month):02d}-{int(day):02d}"
    if hour is None:
        return found
    return f"{found}T{int(hour):02d}:{minute}{second or ''}{offset or ''}"


def whole(text: str) -> int:
    """Return a whole number; ``3.0``, as spreadsheets write it, is one."""
    match = _WHOLE.fullmatch(text)
    if match is None:
        raise CellError("import.cell.integer", text=text)
    return int(match[1])


def flag(text: str) -> bool:
    """Return yes or no."""
    found = _FLAGS.get(text.lower())
    if found is None:
        raise CellError("import.cell.flag", text=text)
    return found


def several(text: str) -> list[str]:
    """Return the parts of a list.

    Example:
        >>> several("zhao、qian; sun")
        ['zhao', 'qian', 'sun']
    """
    return [part for part in _SEPARATOR.split(text) if part]


def plain_object(text: str) -> dict[str, Any]:
    """Return the values of a JSON object."""
    try:
        found = read_plain(text)
    except PlainTextError as wrong:
        raise CellError("import.cell.args", why=wrong.notice, example=_OBJECT) from wrong
    if not isinstance(found, dict):
        raise CellError("import.cell.args", why=type(found).__name__, example=_OBJECT)
    return found


def field_value(field: Field | None, text: str) -> Any:
    """Return what a cell means for ``field``; for one that is not known, the text itself."""
    if field is None:
        return text
    if field.type in _LISTS:
        return several(text)
    if field.type == "integer":
        return whole(text)
    if field.type == "flag":
        return flag(text)
    return iso_moment(text) if field.type == "date" else text
