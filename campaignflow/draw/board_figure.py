"""The figure of a board: every unit against every phase, before any size or file format."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from campaignflow.draw.dates import day_text
from campaignflow.draw.text import clean
from campaignflow.draw.theme import Tone
from campaignflow.messages import Lang, Notice
from campaignflow.report import Cell, Rollup, Share, Standing


@attrs.frozen
class BoardCell:
    """Show how far one unit is with one phase.

    Attributes:
        key: Name of the phase instance.
        tone: How it is shown; ``plain`` where the unit has nothing to do with it.
        text: What is to be said beside its sign; may be empty.
        tip: Title, state and everything else, for whoever points at it.
        share: How much of the phase is settled, 0 to 1; None where nothing is counted.
    """

    key: str
    tone: Tone = "plain"
    text: str = ""
    tip: str = ""
    share: float | None = None


@attrs.frozen
class BoardRow:
    """Show one unit.

    Attributes:
        key: Key of the unit.
        depth: 0 at the top of the tree, 1 for what is below it, and so on.
        late: Whether anything of it is late.
    """

    key: str
    title: str
    depth: int
    cells: tuple[BoardCell, ...]

    @property
    def late(self) -> bool:
        """Whether anything of the unit is late."""
        return any(cell.tone == "late" for cell in self.cells)


@attrs.frozen
class BoardFigure:
    """Show many units.

    Attributes:
        heads: Titles of the columns.
        sums: One a tier: its title, then for each column units that have settled and units in all.
    """

    title: str
    note: str
    heads: tuple[str, ...]
    rows: tuple[BoardRow, ...]
    sums: tuple[tuple[str, tuple[str, ...]], ...]


def board_figure(found: Rollup, lang: Lang) -> BoardFigure:
    """Return the board of a roll-up."""
    begun = sum(standing.status != "planned" for standing in found.standings)
    params = {"day": day_text(found.day, lang), "units": len(found.units), "begun": begun}
    return BoardFigure(
        title=clean(found.campaign),
        note=clean(Notice("rollup.head", params).text(lang)),
        heads=tuple(map(clean, found.phases.values())),
        rows=tuple(_row(found, standing, lang) for standing in found.standings),
        sums=tuple(_sums(found, lang)),
    )


def _row(found: Rollup, standing: Standing, lang: Lang) -> BoardRow:
    unit = found.units[standing.unit]
    title = clean(unit.label)
    cells = (
        _cell(phase, standing.cells.get(phase), f"{title} · {clean(head)}", lang)
        for phase, head in found.phases.items()
    )
    return BoardRow(unit.key, title, found.units.depth(unit.key), tuple(cells))


def _cell(phase: str, cell: Cell | None, title: str, lang: Lang) -> BoardCell:
    if cell is None:
        return BoardCell(phase)
    facts = [clean(notice.text(lang)) for notice in _facts(cell)]
    share = cell.settled / cell.total if cell.total and cell.state != "released" else None
    text = facts[-1] if len(facts) > 1 or cell.state == "released" else ""
    return BoardCell(phase, _tone(cell), text, " · ".join([title, *facts]), share)


def _tone(cell: Cell) -> Tone:
    if cell.is_settled:
        return "released" if cell.state == "released" else "done"
    if cell.late_days or cell.late_parts:
        return "late"
    return "planned" if cell.state == "planned" else "open"


def _facts(cell: Cell) -> Iterator[Notice]:
    """Yield what is to be said of a cell, the most urgent last."""
    if cell.released_as:
        yield Notice(f"report.release.{cell.released_as}")
        return
    yield Notice(f"report.node.{cell.state}")
    if cell.total and not cell.is_settled and cell.state != "planned":
        yield Notice("report.progress", {"met": cell.settled, "need": cell.total})
    if cell.late_parts:
        yield Notice("rollup.late_parts", {"n": cell.late_parts})
    if cell.late_days:
        code = "draw.late" if cell.is_settled else "draw.overdue"
        yield Notice(code, {"days": cell.late_days})
    if cell.questioned:
        yield Notice("draw.questioned")


def _sums(found: Rollup, lang: Lang) -> Iterator[tuple[str, tuple[str, ...]]]:
    shares: dict[str | None, dict[str, Share]] = {}
    for share in found.shares:
        shares.setdefault(share.tier, {})[share.phase] = share
    for tier, held in shares.items():
        title = found.tiers.get(tier or "") or Notice("rollup.any").text(lang)
        counts = (held.get(phase) for phase in found.phases)
        yield clean(title), tuple(f"{s.reached}/{s.total}" if s else "" for s in counts)
