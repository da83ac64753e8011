"""The folder that a report writes: pictures, log and status."""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from campaignflow.events import Event, chain, genesis, to_json
from campaignflow.messages import Lang, Notice
from campaignflow.model.campaign import Campaign
from campaignflow.moments import Moment
from campaignflow.report import Status
from campaignflow.sealing import opened
from campaignflow.state import State
from campaignflow.tree import Tree

if TYPE_CHECKING:
    from campaignflow.temporal import Schedule

PAGE: Final = "campaign.html"


def page_file(
    file: Path,
    campaign: Campaign,
    events: Sequence[Event],
    day: dt.date | None,
    lang: Lang,
    run: str = "",
) -> Path:
    """Write the page that replays a run, or shows the plan, and return it."""
    from campaignflow.draw import html

    return _write(file, html(campaign, events, day, lang, run))


def picture_file(
    file: Path, campaign: Campaign, state: State | None, day: dt.date | None, lang: Lang
) -> Path:
    """Write the phase graph into ``file`` as its ending says, and return it.

    Raises:
        MissingExtraError: A picture of pixels is asked for and the extra ``png`` is missing.
    """
    from campaignflow.draw import dot, mermaid, phase_graph_svg, to_png

    ending = file.suffix.lower()
    if ending == ".png":
        picture = to_png(phase_graph_svg(campaign, state, day, lang))
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(picture)
        return file
    drawn = {".svg": phase_graph_svg, ".mmd": mermaid, ".dot": dot}[ending]
    return _write(file, drawn(campaign, state, day, lang))


def draw_folder(
    folder: Path,
    campaign: Campaign,
    state: State | None,
    day: dt.date | None,
    lang: Lang,
    times: Schedule | None = None,
    *,
    pixels: bool = False,
) -> list[Path]:
    """Write the phase graph and the timeline into ``folder`` and return the files.

    Raises:
        MissingExtraError: Pictures of pixels are asked for and the extra ``png`` is missing.
    """
    from campaignflow.draw import phase_graph_svg, timeline_svg, to_png

    drawn = {
        "phases": phase_graph_svg(campaign, state, day, lang),
        "timeline": timeline_svg(campaign, state, day, lang, times=times),
    }
    if not pixels:
        return [_write(folder / f"{name}.svg", text) for name, text in drawn.items()]
    made = {folder / f"{name}.png": to_png(text) for name, text in drawn.items()}
    folder.mkdir(parents=True, exist_ok=True)
    for file, picture in made.items():
        file.write_bytes(picture)
    return list(made)


def report_folder(
    folder: Path, state: State, status: Status, events: Sequence[Event], lang: Lang
) -> list[Path]:
    """Write pictures, page, log and status into ``folder`` and return the files."""
    campaign = state.blueprint.campaign
    written = draw_folder(folder, campaign, state, status.day, lang)
    digests = chain(genesis(state.run), events)
    pairs = zip(events, digests, strict=True)
    plain = [{**to_json(event), "digest": digest.hex()} for event, digest in pairs]
    return [
        *written,
        page_file(folder / PAGE, campaign, events, status.day, lang, state.run),
        _write(folder / "log.json", _json(plain)),
        _write(folder / "status.json", _json(status.as_json())),
        _write(folder / "status.txt", f"{opened(status.text(lang), (), lang)}\n"),
    ]


def rollup_folder(
    folder: Path, tree: Tree, lang: Lang, day: Moment | None = None, known: Moment | None = None
) -> list[Path]:
    """Write the roll-up of many units, its board, and a page for each unit that has begun.

    Args:
        folder: Where to write.
        tree: The units' runs.
        lang: Language of all texts.
        day: As it was true on this day.
        known: Only by what had been learnt by then.

    Returns:
        The files; of the units' pages only their folder.
    """
    from campaignflow.draw import board_html, board_svg

    found, names = tree.rollup(day, known=known), dict(_names(tree))
    for unit, name in names.items():
        seen = tree.run(unit).seen(day, known=known)
        _write(folder / "units" / name, _unit_page(tree, unit, names, seen, lang))
    links = {unit: f"units/{name}" for unit, name in names.items()}
    return [
        _write(folder / "board.svg", board_svg(found, lang)),
        _write(folder / "board.html", board_html(found, links, lang)),
        _write(folder / "rollup.json", _json(found.as_json())),
        _write(folder / "rollup.txt", f"{found.text(lang)}\n"),
        *([folder / "units"] if names else []),
    ]


def _names(tree: Tree) -> Iterator[tuple[str, str]]:
    """Yield each unit that has begun, with a file name that every system allows."""
    for number, unit in enumerate(tree.units, 1):
        if unit.key in tree:
            yield unit.key, f"{number:04}.html"


def _unit_page(
    tree: Tree,
    unit: str,
    names: Mapping[str, str],
    seen: tuple[State, dt.date, Sequence[Event]],
    lang: Lang,
) -> str:
    """Return the page of one unit, with the way back to those above it."""
    from campaignflow.draw import day_html

    trail, above = [(tree.units[unit].label, "")], tree.units[unit].parent
    while above is not None:
        trail.append((tree.units[above].label, names.get(above, "")))
        above = tree.units[above].parent
    trail.append((Notice("draw.board.title").text(lang), "../board.html"))
    state, day, events = seen
    return day_html(tree.campaign, state, day, events, lang, trail[::-1])


def _json(plain: object) -> str:
    return f"{json.dumps(plain, ensure_ascii=False, indent=1)}\n"


def _write(file: Path, text: str) -> Path:
    """Put a file in place, whole or not at all; a link in its place is replaced, not followed."""
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        with fresh.open("x", encoding="utf-8", newline="\n") as writing:
            writing.write(text)
        fresh.replace(file)
    finally:
        fresh.unlink(missing_ok=True)
    return file
