"""What the pages of a run show, as values for templates."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from operator import itemgetter
from typing import Any, Final

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.http import urlencode

from campaignflow.errors import CampaignflowError
from campaignflow.hosts.django import models
from campaignflow.hosts.django.acts import Act, acts, choices, commands_of, others
from campaignflow.hosts.django.addresses import act_url, run_url
from campaignflow.hosts.django.entries import log_row, mended
from campaignflow.hosts.django.people import Names, names_in, person
from campaignflow.hosts.django.permissions import allowed
from campaignflow.hosts.django.registry import campaign, plans
from campaignflow.hosts.django.runs import lend, texts_for
from campaignflow.hosts.django.speech import language, text
from campaignflow.hosts.plans import UnknownCampaignError
from campaignflow.messages import Notice
from campaignflow.model.campaign import Campaign
from campaignflow.model.facts import Ledger
from campaignflow.report import Item, owed_items, value_text
from campaignflow.report import status as status_of
from campaignflow.report.status_text import status_sections
from campaignflow.run import Run

_EVENTS: Final = 100
_ACTS: Final = frozenset({"record", "find", "work"})
"""Commands that stand on a run's page with everything they can be about."""


def run_page(run: Run, user: Any, page: str) -> dict[str, Any]:
    """Return what the page of a run shows to a user; ``page`` is that of the log."""
    state, day, events = run.seen()
    names = names_in(run, texts_for(user, run), (event.actor or "" for event in events))
    found = status_of(state, day, events)
    sections = [
        (heading, names.text("\n".join(lines)))
        for heading, lines in status_sections(found, language())
    ]
    able, given = others(run, person(user)), acts(run, person(user))
    log = Paginator(events[::-1], _EVENTS).get_page(page)
    since = mended(events)
    log.object_list = [log_row(run, names, e, able, since.get(e.subject)) for e in log]
    return {
        "run": run,
        "status": found,
        "head": found.head.text(language()),
        "sections": sections,
        "ledgers": list(_ledgers(run, names, given)),
        "acts": [_shown(run, names, act) for act in given if act.command != "work"],
        "others": [
            (text(f"command.{name}"), act_url(run.name, name)) for name in able if name not in _ACTS
        ],
        "log": log,
    }


def _ledgers(run: Run, names: Names, given: Iterable[Act]) -> Iterator[dict[str, Any]]:
    """Yield each ledger that has items: its title, the titles of its fields, and its items."""
    items, work = run.items(), defaultdict[str, list[Act]](list)
    for act in given:
        if act.command == "work":
            work[act.subject].append(act)
    for ledger in run.campaign.ledgers:
        mine = [item for item in items if item.ledger == ledger.key]
        if mine:
            yield {
                "title": ledger.title,
                "heads": [field.title for field in ledger.fields],
                "rows": [_item_row(run, names, ledger, item, work[item.item]) for item in mine],
            }


def _item_row(
    run: Run, names: Names, ledger: Ledger, item: Item, work: Iterable[Act]
) -> dict[str, Any]:
    cells = [value_text(item.values.get(field.key), language()) for field in ledger.fields]
    late = Notice("report.late", {"days": item.late_days}) if item.late_days else None
    return {
        "item": item.item,
        "state": item.state_text(language()),
        "late": late.text(language()) if late else "",
        "cells": [names.text(cell) for cell in cells],
        "acts": [_shown(run, names, act) for act in work],
    }


def choices_page(run: Run, user: Any, command: str) -> list[dict[str, Any]]:
    """Return everything that a user may give a command about."""
    names = names_in(run, texts_for(user, run))
    return [_shown(run, names, act) for act in choices(run, person(user), command)]


def plans_page() -> list[dict[str, Any]]:
    """Return the campaigns that can be started."""
    address = reverse("admin:campaignflow_run_start")
    return [
        {
            "title": f"{plan.title} {plan.version}",
            "url": f"{address}?{urlencode({'campaign': plan.key, 'version': plan.version})}",
        }
        for plan in plans()
    ]


def roster_page(plan: Campaign, roster: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return each role of a campaign with the names of its holders."""
    rows = list(roster)
    names = Names(who for who, _role in rows).by_id
    held = {role.key: [names[who] for who, key in rows if key == role.key] for role in plan.roles}
    return [(role.title, "、".join(held[role.key])) for role in plan.roles]


def _shown(run: Run, names: Names, act: Act) -> dict[str, Any]:
    return {
        "title": names.text(act.title),
        "against": names.text("\n".join(act.lines())),
        "url": act_url(run.name, act.command, act.subject, **act.args),
    }


def tasks_page(user: Any) -> Iterator[dict[str, Any]]:
    """Yield each running run that has something for the user, with what it is.

    A run that cannot be read is yielded with the reason.
    """
    mine = models.Event.objects.filter(kind="took_role", subject=person(user)).values("run")
    for row in models.Run.objects.filter(run__in=mine, status="running"):
        if not allowed(user, "act", row):
            continue
        shown = {"name": row.run, "url": run_url(row.run)}
        try:
            with lend(row.run) as run:
                names, who = names_in(run, texts_for(user, run)), person(user)
                items = [*_tasks(run, names, who), *_items_of(run, names, who)]
                title = run.campaign.title
        except CampaignflowError as failure:
            yield {**shown, "failure": failure.message(language())}
            continue
        if items:
            yield {**shown, "title": title, "items": items}


def _tasks(run: Run, names: Names, who: str) -> Iterator[dict[str, Any]]:
    for item in run.agenda(person=who):
        links = [
            (text(f"command.{name}"), act_url(run.name, name, item.row.key))
            for name in commands_of(item)
        ]
        yield {"text": names.text(item.notice.text(language())), "row": item.row, "links": links}


def _items_of(run: Run, names: Names, who: str) -> Iterator[dict[str, Any]]:
    """Yield the ledger items that name a person and are not settled yet."""
    for named, debt in owed_items(*run.standing()):
        if named == who:
            yield {"text": names.text(debt.notice.text(language())), "row": debt}


def offered(row: models.Run) -> Campaign | None:
    """Return the campaign of a run; None where no app offers it."""
    try:
        return campaign(row.campaign, row.version)
    except UnknownCampaignError:
        return None


def lateness(row: models.Run) -> str:
    """Return what of a run is late, in a few words; why it cannot be said where it cannot."""
    if row.status != "running":
        return ""
    try:
        with lend(row.run) as run:
            nodes = [node for node in run.overdue() if node.is_late_part]
            late = [(node.late_days or 0, node.label) for node in nodes]
            late += [(item.late_days, f"{item.title} {item.item}") for item in run.overdue_items()]
    except CampaignflowError as failure:
        return type(failure).__name__
    if not late:
        return ""
    longest, label = max(late, key=itemgetter(0))
    days = Notice("report.late", {"days": longest}).text(language())
    more = Notice("and_more", {"n": len(late) - 1}).text(language()) if late[1:] else ""
    return " · ".join(filter(None, (label, days, more)))
