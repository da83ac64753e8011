"""A run as lines for a terminal: its title, where it stands, its timeline."""

from __future__ import annotations

import datetime as dt

from campaignflow.draw import now_text, timeline_text
from campaignflow.messages import Lang
from campaignflow.model.campaign import Campaign
from campaignflow.state import State


def overview(
    campaign: Campaign, state: State | None, day: dt.date | None, lang: Lang, columns: int
) -> list[str]:
    """Return the lines, none much wider than ``columns``; of a plan alone its timeline."""
    title, note, *rows = timeline_text(campaign, state, day, lang, columns).splitlines()
    if state is None:
        return [title, note, *rows]
    stands = now_text(campaign, state, day, lang, columns).splitlines()
    return [title, note, "", *stands, "", *rows]
