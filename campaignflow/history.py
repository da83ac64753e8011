"""The past: what was known at a time, and what was true at a time by what is known now.

*Known as of T* is a prefix of the log: the recording times never decrease. *True as of T* takes
such a prefix, leaves out what was voided in it, keeps what happened by T and puts it in the order
of happening; it is a report and never the ground of a decision. Which plan the run goes by is known
rather than true: what was entered under a plan is read by that plan.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate

from campaignflow.events import Event
from campaignflow.model.campaign import Campaign
from campaignflow.state import State, evolve, initial, replay


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
        if (event.at > at and event.kind != "migrated") or event.kind in ("voided", "corrected"):
            continue
        if event.kind == "recorded" and event.subject in voided:
            continue
        if event.kind == "recorded" and event.subject in corrected:
            data = {**event.data, "values": corrected[event.subject].data["values"]}
            kept.append(event._replace(data=data))
        else:
            kept.append(event)
    epochs = accumulate((event.kind == "migrated" for event in prefix), initial=0)
    plan = {event.seq: epoch for event, epoch in zip(prefix, epochs, strict=False)}
    kept.sort(key=lambda event: (plan[event.seq], event.kind == "migrated", event.at, event.seq))
    return replay(campaign, run, kept)


def daily(
    campaign: Campaign, run: str, events: Sequence[Event], later: dt.date | None = None
) -> Iterator[tuple[dt.date, int, State]]:
    """Yield each day of a run with what was known at its end.

    Args:
        campaign: The definition.
        run: Name of the run.
        events: Its events, in order.
        later: One more day, if it lies after that on which the last event was learnt.

    Yields:
        Day, number of events learnt by its end, and state; every day from that of the first event
        to that of the last.
        The state is one value that is carried on: look at it before asking for the next day.
    """
    state = initial(campaign, run)
    learnt = [state.day(event.recorded_at) for event in events]
    if not learnt:
        return
    done = 0
    days = [*range(learnt[0], learnt[-1] + 1)]
    if later is not None and later.toordinal() > learnt[-1]:
        days.append(later.toordinal())
    for day in days:
        until = bisect_right(learnt, day)
        evolve(state, *events[done:until])
        done = until
        yield dt.date.fromordinal(day), done, state
