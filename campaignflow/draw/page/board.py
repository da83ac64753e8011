"""The page of a board: a table of units and phases to look through, with ways to each unit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from typing import Final
from urllib.parse import quote, urlsplit

from campaignflow.draw.board_figure import BoardCell, BoardFigure, BoardRow
from campaignflow.draw.page.document import Head, checked, filled
from campaignflow.draw.theme import Tone
from campaignflow.messages import Lang, Notice

_SIGNS: Final[Mapping[Tone, str]] = {
    "planned": "○",
    "open": "●",
    "late": "▲",
    "done": "√",
    "released": "—",
}
_DEEPEST: Final = 3


def board_page(figure: BoardFigure, links: Mapping[str, str], lang: Lang) -> str:
    """Return the page; ``links`` are addresses by the key of a unit."""
    words = {
        "say_search": "draw.board.search",
        "say_late": "draw.board.late",
        "signs": "rollup.signs",
    }
    head = ["", *figure.heads]
    return filled(
        "board",
        lang,
        Head(figure.title, figure.note),
        heads=f"<tr>{''.join(map(_head, head))}</tr>",
        rows="\n".join(_row(row, links.get(row.key)) for row in figure.rows),
        sums="\n".join(_sums(figure)),
        **{name: escape(Notice(code).text(lang)) for name, code in words.items()},
    )


def _head(text: str) -> str:
    return f'<th scope="col">{escape(text)}</th>'


def _row(row: BoardRow, link: str | None) -> str:
    title = escape(row.title)
    if link is not None:
        title = f'<a href="{escape(checked(link))}">{title}</a>'
    cells = "".join(_cell(cell, link) for cell in row.cells)
    depth = f' class="deep-{min(row.depth, _DEEPEST)}"' if row.depth else ""
    return f'<tr{depth} data-key="{escape(row.key)}"><th scope="row">{title}</th>{cells}</tr>'


def _cell(cell: BoardCell, link: str | None) -> str:
    if cell.tone == "plain":
        return "<td></td>"
    shown = f"{_SIGNS[cell.tone]} {escape(cell.text)}".strip()
    told = f'title="{escape(cell.tip)}"'
    if link is not None:
        place = link if urlsplit(link).fragment else f"{link}#{quote(cell.key)}"
        return f'<td class="{cell.tone}"><a href="{escape(place)}" {told}>{shown}</a></td>'
    return f'<td class="{cell.tone}" {told}>{shown}</td>'


def _sums(figure: BoardFigure) -> Iterator[str]:
    for title, counts in figure.sums:
        cells = "".join(f"<td>{escape(count)}</td>" for count in counts)
        yield f'<tr><th scope="row">{escape(title)}</th>{cells}</tr>'
