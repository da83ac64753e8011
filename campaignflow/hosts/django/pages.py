"""What the pages of a run show, as values for templates."""

from __future__ import annotations

from collections.abc import Iterator
from operator import itemgetter
from typing import Any

import attrs
from django.contrib.admin.utils import quote
from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.http import urlencode

from campaignflow.calendar import from_us
from campaignflow.errors import CampaignflowError, DefinitionError
from campaignflow.events import Event
from campaignflow.hosts.django import models
from campaignflow.hosts.django.acts import Act, acts
from campaignflow.hosts.django.people import Names, person
from campaignflow.hosts.django.permissions import allowed
from campaignflow.hosts.django.registry import campaign
from campaignflow.hosts.django.runs import load
from campaignflow.hosts.django.speech import language, text
from campaignflow.messages import Notice
from campaignflow.model.campaign import Campaign
from campaignflow.report import owed_items
from campaignflow.report import status as status_of
from campaignflow.report.status_text import status_sections
from campaignflow.run import Run
from campaignflow.state.naming import full_title

_EVENTS = 100


@attrs.frozen
class LogRow:
    """Hold one event as a page shows it."""

    seq: int
    at: str
    what: str
    subject: str
    actor: str
    note: str


def run_page(run: Run, user: Any, page: str) -> dict[str, Any]:
    """Return what the page of a run shows to a user; ``page`` is that of the log."""
    names, (state, day, events) = Names(run.state), run.seen()
    found = status_of(state, day, events)
    sections = [
        (heading, names.text("\n".join(lines)))
        for heading, lines in status_sections(found, language())
    ]
    log = Paginator(events[::-1], _EVENTS).get_page(page)
    log.object_list = [_row(run, names, event) for event in log]
    return {
        "run": run,
        "status": found,
        "word": text(f"report.run.{found.word}"),
        "sections": sections,
        "acts": [_shown(run, names, act) for act in acts(run, person(user))],
        "log": log,
    }


def _shown(run: Run, names: Names, act: Act) -> dict[str, Any]:
    return {
        "title": names.text(act.title),
        "against": names.text("\n".join(act.lines())),
        "url": act_url(run.name, act.command, act.subject, **act.args),
    }


def act_url(run: str, command: str, subject: str = "", **args: str) -> str:
    """Return the address of the form for a command."""
    given = {"run": run, "subject": subject, **args}
    query = urlencode({name: value for name, value in given.items() if value})
    return f"{reverse('admin:campaignflow_run_act', args=[command])}?{query}"


def _row(run: Run, names: Names, event: Event) -> LogRow:
    at, data = from_us(event.at, run.campaign.zone), event.data
    titles = run.state.blueprint.titles
    kind = data.get("kind") or data.get("ledger") or data.get("role")
    subject = full_title(run.state, event.subject) if event.subject else run.name
    about = f"{titles[kind]} {subject}" if kind in titles else subject
    return LogRow(
        event.seq,
        at.format("YYYY-MM-DD" if event.precision == "day" else "YYYY-MM-DD HH:mm"),
        Notice(f"cli.event.{event.kind}").text(language()),
        names.text(about),
        names.text(event.actor or "") if event.cause is None else f"#{event.cause}",
        str(data.get("reason") or ""),
    )


def tasks_page(user: Any) -> Iterator[dict[str, Any]]:
    """Yield each running run that has something for the user, with what it is.

    A run that cannot be read is yielded with the reason.
    """
    mine = models.Event.objects.filter(kind="took_role", subject=person(user)).values("run")
    for row in models.Run.objects.filter(run__in=mine, status="running"):
        if not allowed(user, "act", row.run):
            continue
        shown = {"name": row.run, "url": run_url(row.run)}
        try:
            run = load(row.run, user=user)
        except CampaignflowError as failure:
            yield {**shown, "failure": str(failure)}
            continue
        names = Names(run.state)
        items = [
            {"text": names.text(item.notice.text(language())), "row": item.row}
            for item in run.agenda(person=person(user))
        ]
        items += _items_of(run, names, person(user))
        if items:
            yield {**shown, "title": run.campaign.title, "items": items}


def _items_of(run: Run, names: Names, who: str) -> list[dict[str, Any]]:
    """Return the ledger items that name a person and are not settled yet."""
    state, day = run.standing()
    debts = [debt for named, debt in owed_items(state, day) if named == who]
    return [{"text": names.text(debt.notice.text(language())), "row": debt} for debt in debts]


def run_url(run: str) -> str:
    """Return the address of a run's page."""
    return str(reverse("admin:campaignflow_run_change", args=[quote(run)]))


def offered(row: models.Run) -> Campaign | None:
    """Return the campaign of a run; None where no app offers it."""
    try:
        return campaign(row.campaign, row.version)
    except DefinitionError:
        return None


def lateness(row: models.Run) -> str:
    """Return what of a run is late, in a few words; why it cannot be said where it cannot."""
    if row.status != "running":
        return ""
    try:
        run = load(row.run)
        late = [(node.late_days or 0, node.label) for node in run.overdue()]
        late += [(item.late_days, f"{item.title} {item.item}") for item in run.overdue_items()]
    except CampaignflowError as failure:
        return type(failure).__name__
    if not late:
        return ""
    longest, label = max(late, key=itemgetter(0))
    days = Notice("report.late", {"days": longest}).text(language())
    more = Notice("and_more", {"n": len(late) - 1}).text(language()) if late[1:] else ""
    return " · ".join(filter(None, (label, days, more)))
