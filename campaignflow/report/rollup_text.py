"""A roll-up as lines for a terminal: one line a unit, one column a phase."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from typing import Final

from campaignflow.messages import Lang, Notice, few
from campaignflow.report.rollup import Cell, Rollup, Share, Standing

_NAMED: Final = 8
_GAP: Final = "  "


def rollup_lines(found: Rollup, lang: Lang) -> Iterator[str]:
    """Yield the lines: the table of units and phases, then who is missing, tier by tier."""
    running = sum(standing.status != "planned" for standing in found.standings)
    params = {"day": found.day.isoformat(), "units": len(found.units), "begun": running}
    yield found.campaign
    yield Notice("rollup.head", params).text(lang)
    yield ""
    head = [Notice("rollup.unit").text(lang), *found.phases.values()]
    yield from _table([head, *(_row(found, standing, lang) for standing in found.standings)])
    yield Notice("rollup.signs").text(lang)
    shares = [line for share in found.shares for line in _share(found, share, lang)]
    if shares:
        yield ""
        yield f"● {Notice('rollup.shares').text(lang)}"
        yield from (f"  {line}" for line in shares)


def _table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    widths = [max(map(columns, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (cell + " " * (w - columns(cell)) for cell, w in zip(row, widths, strict=True))
        yield _GAP.join(cells).rstrip()


def columns(text: str) -> int:
    """Return how many columns a text takes where a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text)


def _row(found: Rollup, standing: Standing, lang: Lang) -> list[str]:
    unit = found.units[standing.unit]
    name = "  " * found.units.depth(unit.key) + unit.label
    if standing.status not in ("planned", "running"):
        word = Notice(f"report.run.{standing.status}")
        name = Notice("report.node", {"title": name, "state": word}).text(lang)
    return [name, *(_cell(standing.cells.get(phase), lang) for phase in found.phases)]


def _cell(cell: Cell | None, lang: Lang) -> str:
    if cell is None:
        return "·"
    if cell.state == "released":
        return f"— {Notice(f'report.release.{cell.released_as}').text(lang)}"
    facts = [_sign(cell)]
    if cell.total and not cell.is_settled and cell.state != "planned":
        facts.append(f"{cell.settled}/{cell.total}")
    if cell.late_days:
        facts.append(Notice("report.late", {"days": cell.late_days}).text(lang))
    elif cell.late_parts:
        facts.append(Notice("rollup.late_parts", {"n": cell.late_parts}).text(lang))
    if cell.questioned:
        facts.append(Notice("report.node.questioned").text(lang))
    return " ".join(facts)


def _sign(cell: Cell) -> str:
    if cell.is_settled:
        return "√"
    return "▲" if cell.late_days else "○" if cell.state == "planned" else "●"


def _share(found: Rollup, share: Share, lang: Lang) -> Iterator[str]:
    of_tier = (s for s in found.standings if found.units[s.unit].tier == share.tier)
    cells = (standing.cells.get(share.phase) for standing in of_tier)
    counted = (cell for cell in cells if cell is not None and cell.is_counted)
    if all(_sign(cell) == "○" for cell in counted):
        return
    missing = few([found.units[unit].label for unit in share.missing], _NAMED)
    params = {
        "tier": found.tiers.get(share.tier or "", Notice("rollup.any")),
        "phase": found.phases[share.phase],
        "reached": share.reached,
        "total": share.total,
        "percent": share.reached * 100 // share.total,
        "missing": missing,
    }
    yield Notice("rollup.share_missing" if missing else "rollup.share", params).text(lang)
