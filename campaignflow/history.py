"""The past: what was known at a time, and what was true at a time by what is known now.

*Known as of T* is a prefix of the log: the recording times never decrease. *True as of T* takes
such a prefix, leaves out what was voided in it, keeps what happened by T and puts it in the order
of happening; it is a report and never the ground of a decision.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from campaignflow.events import Event
from campaignflow.model.campaign import Campaign
from campaignflow.state import State, replay


def known(events: Sequence[Event], until: int) -> Sequence[Event]:
    """Return the events learnt by ``until``: a prefix of the log."""
    return events[: bisect_right(events, until, key=lambda event: event.recorded_at)]


def state_known_as_of(campaign: Campaign, run: str, events: Sequence[Event], until: int) -> State:
    """Return the state of the log as it stood at ``until``."""
    return replay(campaign, run, known(events, until))


def state_as_of(
    campaign: Campaign, run: str, events: Sequence[Event], at: int, until: int | None = None
) -> State:
    """Return what was true at ``at``, by what was known at ``until`` (now, where left out)."""
    prefix = events if until is None else known(events, until)
    voided = {event.subject for event in prefix if event.kind == "voided"}
    corrected = {event.subject: event for event in prefix if event.kind == "corrected"}
    kept = []
    for event in prefix:
        if event.at > at or event.kind in ("voided", "corrected"):
            continue
        if event.kind == "recorded" and event.subject in voided:
            continue
        if event.kind == "recorded" and event.subject in corrected:
            data = {**event.data, "values": corrected[event.subject].data["values"]}
            kept.append(event._replace(data=data))
        else:
            kept.append(event)
    kept.sort(key=lambda event: (event.at, event.seq))
    return replay(campaign, run, kept)
