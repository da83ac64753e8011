"""The drawing room: campaigns and runs as pictures.

Every drawing is a text that needs no font, no server and no network to be made::

    from campaignflow.draw import phase_graph_svg, timeline_svg

    Path("phases.svg").write_text(phase_graph_svg(campaign, run.state), encoding="utf-8")
"""

from __future__ import annotations

import datetime as dt

from campaignflow.draw.diagrams import dot, mermaid
from campaignflow.draw.extract import Reader, phase_figure
from campaignflow.draw.layout import lay_out
from campaignflow.draw.png import to_png
from campaignflow.draw.svg import scene_svg
from campaignflow.draw.timeline import timeline_document
from campaignflow.draw.timeline_figure import timeline_figure
from campaignflow.messages import Lang
from campaignflow.model.campaign import Campaign
from campaignflow.state import State

__all__ = ["dot", "mermaid", "phase_graph_svg", "timeline_svg", "to_png"]


def phase_graph_svg(
    campaign: Campaign,
    state: State | None = None,
    day: dt.date | None = None,
    lang: Lang = "zh",
) -> str:
    """Draw the phases of a campaign as columns, with their steps, conditions and edges.

    Args:
        campaign: The definition.
        state: Where a run of it stands; the plan alone is drawn where left out.
        day: Today, as the drawing sees it; the day of the run's last event where left out.
        lang: Language of everything that the definition does not say itself.

    Returns:
        An SVG document.
    """
    return scene_svg(lay_out(phase_figure(campaign, state, day, lang), lang))


def timeline_svg(
    campaign: Campaign,
    state: State | None = None,
    day: dt.date | None = None,
    lang: Lang = "zh",
) -> str:
    """Draw the planned time of a campaign against what became of it, one row a node.

    Args:
        campaign: The definition.
        state: Where a run of it stands; the plan alone is drawn where left out.
        day: Today, as the drawing sees it; the day of the run's last event where left out.
        lang: Language of everything that the definition does not say itself.

    Returns:
        An SVG document.
    """
    return timeline_document(timeline_figure(Reader(campaign, state, day, lang)), lang)
