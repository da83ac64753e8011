"""The folder that a report writes: pictures, log and status."""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from campaignflow.events import Event, chain, genesis, to_json
from campaignflow.messages import Lang
from campaignflow.model.campaign import Campaign
from campaignflow.report import Rollup, Status
from campaignflow.state import State

if TYPE_CHECKING:
    from campaignflow.temporal import Schedule


def page_file(
    folder: Path,
    campaign: Campaign,
    events: Sequence[Event],
    day: dt.date | None,
    lang: Lang,
    run: str = "",
) -> Path:
    """Write the page that replays a run, or shows the plan, into ``folder`` and return it."""
    from campaignflow.draw import html

    return _write(folder / "campaign.html", html(campaign, events, day, lang, run))


def draw_folder(
    folder: Path,
    campaign: Campaign,
    state: State | None,
    day: dt.date | None,
    lang: Lang,
    times: Schedule | None = None,
) -> list[Path]:
    """Write the phase graph and the timeline into ``folder`` and return the files."""
    from campaignflow.draw import phase_graph_svg, timeline_svg

    return [
        _write(folder / "phases.svg", phase_graph_svg(campaign, state, day, lang)),
        _write(folder / "timeline.svg", timeline_svg(campaign, state, day, lang, times=times)),
    ]


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
        page_file(folder, campaign, events, status.day, lang, state.run),
        _write(folder / "log.json", _json(plain)),
        _write(folder / "status.json", _json(status.as_json())),
        _write(folder / "status.txt", f"{status.text(lang)}\n"),
    ]


def rollup_folder(folder: Path, found: Rollup, lang: Lang) -> list[Path]:
    """Write the roll-up of many units, and its board, into ``folder`` and return the files."""
    from campaignflow.draw import board_html, board_svg

    return [
        _write(folder / "board.svg", board_svg(found, lang)),
        _write(folder / "board.html", board_html(found, lang=lang)),
        _write(folder / "rollup.json", _json(found.as_json())),
        _write(folder / "rollup.txt", f"{found.text(lang)}\n"),
    ]


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
