"""The sweep over the runs of Django's database, for the campaigns that the apps offer."""

from __future__ import annotations

from collections.abc import Iterator

from campaignflow.hosts import sweep as hosts_sweep
from campaignflow.hosts.django.log import DjangoLog
from campaignflow.hosts.django.registry import campaigns
from campaignflow.report import ALARMS, Alarms, Reminder


def sweep(
    now: int | None = None, *, using: str | None = None, alarms: Alarms = ALARMS
) -> Iterator[Reminder]:
    """Tick every run whose time has come or that has changed, and yield what is new to say.

    It is :func:`campaignflow.hosts.sweep.sweep`, with all that this promises, and is called outside
    any transaction: each run is looked at in one of its own.

    Args:
        now: The time; the clock's where left out. Units: microseconds since the epoch, UTC.
        using: Alias of the database, if not the one that the project's routers choose.
        alarms: When people are reminded.

    Yields:
        Every reminder that was not kept before, run by run.

    Raises:
        ExceptionGroup: Some runs could not be looked at; the others were, and these stay due.
    """
    return hosts_sweep.sweep(DjangoLog(using), campaigns(), now, alarms=alarms)
