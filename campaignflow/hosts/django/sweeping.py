"""The sweep: let time pass in the runs for which it matters, and in no others."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.db import DEFAULT_DB_ALIAS

from campaignflow.errors import CampaignflowError
from campaignflow.events import Event
from campaignflow.hosts.django import models
from campaignflow.hosts.django.runs import load
from campaignflow.moments import wall_clock
from campaignflow.report.agenda import next_wakeup


def sweep(
    clock: Callable[[], int] = wall_clock, using: str = DEFAULT_DB_ALIAS
) -> Iterator[tuple[str, tuple[Event, ...] | CampaignflowError]]:
    """Give a tick to every run whose planned time has reached a start or an end.

    The work is in proportion to the runs that are due: they are found by an index.

    Args:
        clock: Gives now. Units: microseconds since the epoch, UTC.
        using: Alias of the database.

    Yields:
        For each run its name, and what happened by itself (maybe nothing) or why it failed; one
        run that fails holds up no other.
    """
    due = models.Run.objects.using(using).filter(next_wakeup__lte=clock()).order_by("next_wakeup")
    for name in list(due.values_list("run", flat=True)):
        try:
            yield name, _tick(name, clock, using)
        except CampaignflowError as failure:
            yield name, failure


def _tick(name: str, clock: Callable[[], int], using: str) -> tuple[Event, ...]:
    run = load(name, using=using, clock=clock)
    events = run.do("tick")
    if not events:
        row = models.Run.objects.using(using).filter(run=name, count=run.version)
        row.update(next_wakeup=next_wakeup(run.state, clock()))
    return events
