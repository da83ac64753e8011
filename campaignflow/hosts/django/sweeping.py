"""The sweep: let time pass in the runs for which it matters, and in no others."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from campaignflow.errors import CampaignflowError
from campaignflow.events import Event
from campaignflow.hosts.django import models
from campaignflow.hosts.django.log import DjangoLog
from campaignflow.hosts.django.runs import load
from campaignflow.moments import wall_clock
from campaignflow.report.agenda import next_wakeup


def sweep(
    clock: Callable[[], int] = wall_clock, using: str | None = None
) -> Iterator[tuple[str, tuple[Event, ...] | CampaignflowError]]:
    """Give a tick to every run whose planned time has reached a start or an end.

    The work is in proportion to the runs that are due: they are found by an index.

    Args:
        clock: Gives now. Units: microseconds since the epoch, UTC.
        using: Alias of the database, if not the one that the project's routers choose.

    Yields:
        For each run its name, and what happened by itself (maybe nothing) or why it failed; one
        run that fails holds up no other.
    """
    database = DjangoLog(using).using
    rows = models.Run.objects.using(database).filter(next_wakeup__lte=clock())
    due = rows.order_by("next_wakeup")
    for name in list(due.values_list("run", flat=True)):
        try:
            yield name, _tick(name, clock, database)
        except CampaignflowError as failure:
            yield name, failure


def _tick(name: str, clock: Callable[[], int], using: str) -> tuple[Event, ...]:
    run = load(name, using=using, clock=clock)
    events = run.do("tick")
    if not events:
        row = models.Run.objects.using(using).filter(run=name, count=run.version)
        row.update(next_wakeup=next_wakeup(run.state, clock()))
    return events
