"""The sweep: let time pass in every run that it matters to, and say once what is to be said.

There is no engine in the background. A host calls :func:`sweep` from whatever schedules its other
work (cron, a systemd timer, Celery beat, a thread), as often as it likes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from campaignflow.calendar import local_day
from campaignflow.desk import RETRIES
from campaignflow.errors import CampaignflowError, VersionConflictError
from campaignflow.hosts.plans import Plans
from campaignflow.model.campaign import Campaign
from campaignflow.moments import wall_clock
from campaignflow.report import ALARMS, Alarms, Reminder, next_look, reminders
from campaignflow.run import Run
from campaignflow.stores.cursors import CursorLog
from campaignflow.stores.outbox import Note


def sweep(
    log: CursorLog,
    campaigns: Iterable[Campaign],
    now: int | None = None,
    *,
    alarms: Alarms = ALARMS,
) -> Iterator[Reminder]:
    """Tick every run whose time has come or that has changed, and yield what is new to say.

    Each run is ticked first; then its reminders and the time of the next look are kept together,
    so that a sweep that is killed anywhere is made good by the next one. A reminder is yielded
    once it is kept; whoever must not miss one, even if killed in between, reads them back from
    :meth:`~campaignflow.stores.outbox.Outbox.notes`.

    Args:
        log: Where the runs are: an ``SqlLog`` or a ``DjangoLog``.
        campaigns: The definitions that the runs were started with.
        now: The time; the clock's where left out. Units: microseconds since the epoch, UTC.
        alarms: When people are reminded.

    Yields:
        Every reminder that was not kept before, run by run.

    Raises:
        ExceptionGroup: Some runs, which it names, could not be looked at; the others were, and
            these stay due.
    """
    moment, plans = wall_clock() if now is None else now, Plans(campaigns)
    failures: dict[str, CampaignflowError] = {}
    for name in log.outbox.due(moment):
        try:
            new = _look(log, plans, name, moment, alarms)
        except CampaignflowError as failure:
            failures[name] = failure
        else:
            yield from new
    if failures:
        told = f"runs could not be looked at: {', '.join(failures)}"
        raise ExceptionGroup(told, list(failures.values()))


def _look(log: CursorLog, plans: Plans, name: str, now: int, alarms: Alarms) -> list[Reminder]:
    run = Run.load(plans.of_run(log, name), name, log, clock=lambda: now)
    for _attempt in range(RETRIES):
        if run.state.status == "running":
            run.do("tick")
        found = reminders(run.state, local_day(now, run.campaign.zone), alarms)
        by_name = {(r.node, r.due.isoformat(), r.level): r for r in found}
        notes = [Note(name, *named, r.as_json()) for named, r in by_name.items()]
        again = next_look(run.state, now, alarms)
        new = log.outbox.looked(name, run.version, again, notes, now)
        if new is not None:
            return [by_name[note[1:4]] for note in new]
        run.refresh()
    raise VersionConflictError(name, run.version, log.head(name).count)
