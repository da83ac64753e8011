"""The drawing room: campaigns and runs as pictures.

Every drawing is a text that needs no font, no server and no network to be made::

    from campaignflow.draw import phase_graph_svg, timeline_svg

    Path("phases.svg").write_text(phase_graph_svg(campaign, run.state), encoding="utf-8")
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

from campaignflow.draw.board import Board
from campaignflow.draw.board_figure import board_figure
from campaignflow.draw.diagrams import dot, mermaid
from campaignflow.draw.extract import Reader, phase_figure
from campaignflow.draw.figure import renamed
from campaignflow.draw.layout import lay_out
from campaignflow.draw.notebook import Html, Svg
from campaignflow.draw.page import day_page, page
from campaignflow.draw.page.board import board_page
from campaignflow.draw.png import to_png
from campaignflow.draw.svg import scene_svg
from campaignflow.draw.terminal import now_lines, timeline_lines
from campaignflow.draw.theme import Scheme
from campaignflow.draw.timeline import Timeline
from campaignflow.draw.timeline_figure import timeline_figure
from campaignflow.events import Event
from campaignflow.messages import Lang
from campaignflow.model.campaign import Campaign
from campaignflow.report import Rollup
from campaignflow.sealing import opened
from campaignflow.state import State

if TYPE_CHECKING:
    from campaignflow.temporal import Schedule

__all__ = [
    "board_html",
    "board_svg",
    "day_html",
    "dot",
    "html",
    "mermaid",
    "now_text",
    "phase_graph_svg",
    "timeline_svg",
    "timeline_text",
    "to_png",
]


def phase_graph_svg(
    campaign: Campaign,
    state: State | None = None,
    day: dt.date | None = None,
    lang: Lang = "zh",
    scheme: Scheme = "light",
    *,
    names: Callable[[str], str] = str,
) -> Svg:
    """Draw the phases of a campaign as columns, with their steps, conditions and edges.

    Args:
        campaign: The definition.
        state: Where a run of it stands; the plan alone is drawn where left out.
        day: Today, as the drawing sees it; the day of the run's last event where left out.
        lang: Language of everything that the definition does not say itself.
        scheme: ``light``, ``dark``, or ``auto``: as the reader's screen asks for.
        names: Puts the names of persons in the place of their ids in a text.

    Returns:
        An SVG document.
    """
    figure = renamed(phase_figure(campaign, state, day, lang), _told(names, lang))
    return Svg(scene_svg(lay_out(figure, lang), scheme))


def timeline_svg(
    campaign: Campaign,
    state: State | None = None,
    day: dt.date | None = None,
    lang: Lang = "zh",
    scheme: Scheme = "light",
    times: Schedule | None = None,
    *,
    names: Callable[[str], str] = str,
) -> Svg:
    """Draw the planned time of a campaign against what became of it, one row a node.

    Args:
        campaign: The definition.
        state: Where a run of it stands; the plan alone is drawn where left out.
        day: Today, as the drawing sees it; the day of the run's last event where left out.
        lang: Language of everything that the definition does not say itself.
        scheme: ``light``, ``dark``, or ``auto``: as the reader's screen asks for.
        times: When everything can happen, to show the days to spare and what the end hangs on.
        names: Puts the names of persons in the place of their ids in a text.

    Returns:
        An SVG document.
    """
    figure = renamed(timeline_figure(Reader(campaign, state, day, lang), times), _told(names, lang))
    return Svg(Timeline(figure, lang).document(scheme))


def timeline_text(
    campaign: Campaign,
    state: State | None = None,
    day: dt.date | None = None,
    lang: Lang = "zh",
    columns: int = 100,
) -> str:
    """Write the timeline for a terminal, one line a node.

    Args:
        campaign: The definition.
        state: Where a run of it stands; the plan alone is shown where left out.
        day: Today, as the timeline sees it; the day of the run's last event where left out.
        lang: Language of everything that the definition does not say itself.
        columns: Width of the terminal.

    Returns:
        Lines that only use signs every terminal has.
    """
    figure = timeline_figure(Reader(campaign, state, day, lang))
    return "\n".join(timeline_lines(figure, lang, columns))


def now_text(
    campaign: Campaign,
    state: State,
    day: dt.date | None = None,
    lang: Lang = "zh",
    columns: int = 100,
) -> str:
    """Write which phases of a run are open and what it waits for, the most urgent first.

    Args:
        campaign: The definition.
        state: Where the run stands.
        day: Today; the day of the run's last event where left out.
        lang: Language of everything that the definition does not say itself.
        columns: Width of the terminal.

    Returns:
        Lines that only use signs every terminal has.
    """
    found = Reader(campaign, state, day, lang).now
    return "" if found is None else "\n".join(now_lines(found, columns))


def html(
    campaign: Campaign,
    events: Sequence[Event] = (),
    day: dt.date | None = None,
    lang: Lang = "zh",
    run: str = "",
    *,
    names: Callable[[str], str] = str,
) -> str:
    """Write one page that shows a campaign, or replays the whole course of a run day by day.

    The page holds everything it needs: it works from a file, by keyboard, and asks no server for
    anything. Each day is shown as it was known at its end.

    Args:
        campaign: The definition.
        events: Every event of a run, in order; the plan alone is shown where left out.
        day: The day to begin with; the last one where left out.
        lang: Language of everything that the definition does not say itself.
        run: Name of the run.
        names: Puts the names of persons in the place of their ids in a text.

    Returns:
        An HTML document.
    """
    return Html(page(campaign, events, day, lang, run, _told(names, lang)))


def _told(names: Callable[[str], str], lang: Lang) -> Callable[[str], str]:
    """Return what puts names into a text and says of texts about people that they are sealed."""
    return lambda text: str(opened(names(text), (), lang))


def day_html(
    campaign: Campaign,
    state: State,
    day: dt.date,
    events: Sequence[Event] = (),
    lang: Lang = "zh",
    trail: Sequence[tuple[str, str]] = (),
) -> Html:
    """Write the page of a run on one day alone: smaller, and made in a fraction of the time.

    Args:
        campaign: The definition.
        state: Where the run stands.
        day: The day.
        events: The events behind the state; only needed for the deviations.
        lang: Language of everything that the definition does not say itself.
        trail: Titles and addresses of the pages above this one, such as a board; its own name
            last, without an address.

    Returns:
        An HTML document.

    Raises:
        ValueError: An address is neither relative nor one of http or https.
    """
    return Html(day_page(campaign, state, day, events, lang, trail, _told(str, lang)))


def board_svg(found: Rollup, lang: Lang = "zh", scheme: Scheme = "light") -> Svg:
    """Draw many units as a board: one row a unit, one column a phase.

    Args:
        found: Where the units stand.
        lang: Language of everything that the definition does not say itself.
        scheme: ``light``, ``dark``, or ``auto``: as the reader's screen asks for.

    Returns:
        An SVG document.
    """
    return Svg(Board(board_figure(found, lang), lang).document(scheme))


def board_html(
    found: Rollup, links: Mapping[str, str] = MappingProxyType({}), lang: Lang = "zh"
) -> Html:
    """Write the board of many units as one page, to be looked through by name and by lateness.

    Args:
        found: Where the units stand.
        links: Key of a unit -> address of its own page.
        lang: Language of everything that the definition does not say itself.

    Returns:
        An HTML document that needs nothing but itself.

    Raises:
        ValueError: An address is neither relative nor one of http or https.
    """
    return Html(board_page(board_figure(found, lang), links, lang))
