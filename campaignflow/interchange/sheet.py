"""A table as a spreadsheet program saves it: a CSV file, read into rows that know their line.

Accepted are UTF-8 with or without the mark that Excel writes before it, UTF-16 with its mark, and
GBK, which Chinese Excel still writes; commas, semicolons or tabs between cells.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from difflib import get_close_matches
from typing import Final

import attrs

from campaignflow.errors import CampaignflowError
from campaignflow.messages import Lang, Mistake, Notice

_MARKED: Final = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


class SheetError(CampaignflowError, ValueError):
    """Say why a table cannot be read at all, with every mistake and its place.

    Attributes:
        name: Name of the file.
        mistakes: One per mistake, never empty.
    """

    def __init__(self, name: str, mistakes: Sequence[Mistake]) -> None:
        self.name = name
        self.mistakes = tuple(mistakes)
        super().__init__(self.message())

    def message(self, lang: Lang = "en") -> str:
        """Return every mistake with the file's name."""
        return "\n".join(f"{self.name}: {mistake.text(lang)}" for mistake in self.mistakes)


@attrs.frozen
class SheetRow:
    """Hold one row.

    Attributes:
        line: Line of the file on which it begins, 1-based.
        cells: Column -> text without surrounding blanks; empty cells are left out.
        surplus: Whether it has more cells than the table has columns.
        headings: Column -> what the file calls it.
    """

    line: int
    cells: Mapping[str, str]
    surplus: bool = False
    headings: Mapping[str, str] = attrs.field(factory=dict, eq=False, repr=False)

    def heading(self, column: str) -> str:
        """Return what the file calls a column."""
        return self.headings.get(column, column)


@attrs.frozen
class Sheet:
    """Hold a table that was read.

    Attributes:
        name: Name of the file.
        encoding: How its text was encoded.
        columns: Columns, by the names the program uses.
        rows: Rows that are not empty, in order.
    """

    name: str
    encoding: str
    columns: tuple[str, ...]
    rows: tuple[SheetRow, ...]


def read_sheet(
    content: bytes, name: str, columns: Mapping[str, str], needed: Sequence[str] = ()
) -> Sheet:
    r"""Read a table.

    Args:
        content: The file's bytes.
        name: What to call it in messages.
        columns: Every heading that is understood -> name of its column.
        needed: Columns that must be there.

    Raises:
        SheetError: The text cannot be decoded, a heading is not understood or stands twice, or a
            needed column is missing; all of it at once.

    Example:
        >>> text = "\ufeff人员,角色\nzhao,leader\n"
        >>> sheet = read_sheet(text.encode(), "roster.csv", {"人员": "person", "角色": "role"})
        >>> sheet.rows[0]
        SheetRow(line=2, cells={'person': 'zhao', 'role': 'leader'}, surplus=False)
    """
    text, encoding = _decoded(content, name)
    lines = _lines(text, name)
    try:
        first, headings = next(lines)
    except StopIteration:
        raise SheetError(name, [Mistake("1", Notice("import.empty"))]) from None
    found = _columns(headings, first, name, columns, needed)
    called = dict(zip(found, headings, strict=True))
    rows = tuple(_row(line, cells, found, called) for line, cells in lines if any(cells))
    return Sheet(name, encoding, tuple(column for column in found if column), rows)


def _decoded(content: bytes, name: str) -> tuple[str, str]:
    marked = [encoding for mark, encoding in _MARKED if content.startswith(mark)]
    encoding = marked[0] if marked else "utf-8"
    try:
        return content.decode(encoding), encoding
    except UnicodeDecodeError as wrong:
        line = str(content.count(b"\n", 0, wrong.start) + 1)
    if not marked:
        with suppress(UnicodeDecodeError):
            return content.decode("gbk"), "gbk"
    raise SheetError(name, [Mistake(line, Notice("import.encoding"))])


def _lines(text: str, name: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each row that is not blank, with the line on which it begins."""
    head = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for cells in reader:
            if cells:
                yield line, [cell.strip() for cell in cells]
            line = reader.line_num + 1
    except csv.Error as wrong:
        notice = Notice("import.csv", {"why": str(wrong)})
        raise SheetError(name, [Mistake(str(line), notice)]) from wrong


def _columns(
    headings: Sequence[str],
    line: int,
    name: str,
    columns: Mapping[str, str],
    needed: Sequence[str],
) -> list[str]:
    found, mistakes = [], []
    for heading in headings:
        column = columns.get(heading) or columns.get(heading.lower(), "")
        if heading and not column:
            near = get_close_matches(heading, columns, 3, 0.5)
            code = "import.heading.near" if near else "import.heading"
            known = list(dict.fromkeys(c.removeprefix("v:") for c in columns.values()))
            params = {"heading": heading, "near": near, "known": known}
            mistakes.append(Mistake(str(line), Notice(code, params)))
        elif column and column in found:
            notice = Notice("import.heading.twice", {"heading": heading, "column": column})
            mistakes.append(Mistake(str(line), notice))
        found.append(column)
    missing = [column for column in needed if column not in found]
    if missing:
        mistakes.append(Mistake(str(line), Notice("import.heading.missing", {"columns": missing})))
    if mistakes:
        raise SheetError(name, mistakes)
    return found


def _row(
    line: int, cells: Sequence[str], columns: Sequence[str], called: Mapping[str, str]
) -> SheetRow:
    pairs = zip(columns, cells, strict=False)
    kept = {column: cell for column, cell in pairs if column and cell}
    return SheetRow(line, kept, surplus=any(cells[len(columns) :]), headings=called)
