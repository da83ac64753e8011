"""The verbs that only look: campaigns, runs, status, agenda, events, pictures, reminders."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache, partial
from typing import Any, TypeVar

from campaignflow.disclosure import disclosed
from campaignflow.draw import html, phase_graph_svg, timeline_svg
from campaignflow.events import to_json
from campaignflow.hosts.web import reading
from campaignflow.hosts.web.problems import RequestError
from campaignflow.hosts.web.site import Answer, Call, Site
from campaignflow.interchange.schema import command_schema
from campaignflow.log import Projection
from campaignflow.messages import Notice
from campaignflow.model import to_json as campaign_json
from campaignflow.run import Run
from campaignflow.sealing import opened

T = TypeVar("T")

SVG_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
    "X-Content-Type-Options": "nosniff",
}


def must_read(site: Site, call: Call, what: str, run: str = "") -> None:
    """Refuse whoever may not read something of a run, or lists of it at all.

    Raises:
        RequestError: Nobody is known to ask, the host says no, or they hold no role in the run.
    """
    permit = site.permit_reading(call.actor, what, run)
    if not permit.allow:
        named = Notice(f"web.read.{what}")
        raise RequestError("not-permitted", "web.no_reading", what=named, why=permit.reason)


def shown(site: Site, call: Call, what: str) -> Callable[[str], bool]:
    """Return the question whether the asker may read this of a run; each run is asked for once."""
    return cache(lambda run: site.permit_reading(call.actor, what, run).allow)


@contextmanager
def readable(site: Site, call: Call, what: str) -> Iterator[Run]:
    """Lend the run of the address, if the asker may read this of it."""
    name = call.path["run"]
    must_read(site, call, what, name)
    with site.lend(name) as run:
        yield run


# --- campaigns


def campaigns(site: Site, call: Call) -> Answer:
    """List the campaigns that can be started here."""
    must_read(site, call, "campaigns")
    reading.only(call)
    found = [{"name": c.key, "title": c.title, "version": c.version} for c in site.campaigns]
    return Answer({"campaigns": found})


def campaign(site: Site, call: Call) -> Answer:
    """Show a campaign: its whole definition as plain data."""
    must_read(site, call, "campaigns")
    reading.only(call)
    return Answer(campaign_json(site.campaigns.find(call.path["campaign"])))


def schema(site: Site, call: Call) -> Answer:
    """Describe every command of a campaign with its fields, as JSON Schema."""
    must_read(site, call, "campaigns")
    reading.only(call)
    found = command_schema(site.campaigns.find(call.path["campaign"]))
    return Answer(found, media="application/schema+json")


# --- runs


def runs(site: Site, call: Call) -> Answer:
    """List the runs that the asker may read, page by page."""
    must_read(site, call, "runs")
    reading.only(call, "after", "limit")
    number = reading.page(call)
    found = site.log.listed(call.query.get("after", ""), number + 1)
    may_read = shown(site, call, "runs")
    listed = [_listed(name, kept) for name, kept in found[:number] if may_read(name)]
    return Answer({"runs": listed, "next": _next(found, number, lambda row: row[0])})


def _listed(name: str, kept: Projection | None) -> dict[str, Any]:
    if kept is None:
        return {"name": name, "campaign": "", "status": ""}
    plain = {"campaign": kept.campaign, "version": kept.version, "unit": kept.unit}
    return {"name": name, **plain, "status": kept.status, "open": list(kept.open_nodes)}


def _next(found: Sequence[T], number: int, name: Callable[[T], Any]) -> Any:
    """Return what the next page comes after; None if this one is the last."""
    return name(found[number - 1]) if len(found) > number else None


def status(site: Site, call: Call) -> Answer:
    """Tell where a run stands, what each step waits for, and who owes what."""
    reading.only(call, "as_of", "known")
    with readable(site, call, "status") as run:
        found = run.status(call.query.get("as_of"), known=call.query.get("known"))
        return Answer(found.as_json())


def agenda(site: Site, call: Call) -> Answer:
    """List what can be done in a run, the most urgent first."""
    reading.only(call, "person", "role", "as_of")
    person, role = call.query.get("person"), call.query.get("role")
    with readable(site, call, "agenda") as run:
        if role is not None and role not in run.state.blueprint.role_down:
            raise RequestError("invalid", "unknown.role", name=role)
        items = run.agenda(call.query.get("as_of"), person=person, role=role)
        return Answer([item.as_json() for item in items])


def items(site: Site, call: Call) -> Answer:
    """List the items of a run's ledgers: what each is about, and where it stands."""
    reading.only(call, "as_of")
    with readable(site, call, "items") as run:
        return Answer([item.as_json() for item in run.items(call.query.get("as_of"))])


def tasks(site: Site, call: Call) -> Answer:
    """List what is the asker's turn, over all runs, page by page of runs."""
    must_read(site, call, "tasks")
    reading.only(call, "after", "limit")
    number = reading.page(call)
    found = site.log.listed(call.query.get("after", ""), number + 1)
    may_read = shown(site, call, "tasks")
    items: list[dict[str, Any]] = []
    running = [name for name, kept in found[:number] if kept is None or kept.status == "running"]
    for name in running:
        if may_read(name):
            with site.lend(name) as run:
                agenda = run.agenda(person=call.actor)
                items += ({"run": name, **item.as_json()} for item in agenda)
    return Answer({"tasks": items, "next": _next(found, number, lambda row: row[0])})


def events(site: Site, call: Call) -> Answer:
    """List the events of a run in order, page by page."""
    reading.only(call, "after", "limit")
    name, number, after = call.path["run"], reading.page(call), reading.position(call)
    must_read(site, call, "events", name)
    found = site.log.read(name, after, number + 1)
    told = [to_json(entry.event) for entry in found[:number]]
    last = _next(found, number, lambda entry: entry.event.seq)
    return Answer({"run": name, "events": told, "next": last})


def texts(site: Site, call: Call) -> Answer:
    """Tell the texts about people that tokens stand for; only with a rule of the host's own."""
    reading.only(call)
    name = call.path["run"]
    permit = site.permit_texts(call.actor, name)
    if not permit.allow:
        named = Notice("web.read.texts")
        raise RequestError("not-permitted", "web.no_reading", what=named, why=permit.reason)
    site.log.head(name)
    told = [
        {"token": t.token, "text": t.text, "about": t.about, "until": t.until}
        for t in site.log.texts(name)
    ]
    return Answer({"run": name, "texts": told})


# --- what leaves for other systems


def feed(site: Site, call: Call) -> Answer:
    """List the events of all runs that the asker may read in one order, for other systems."""
    reading.only(call, "after", "limit", "profile")
    profile = reading.profile(call)
    what = "feed" if profile == "full" else f"feed.{profile}"
    must_read(site, call, what)
    number = reading.page(call)
    found = site.log.outbox.feed(reading.position(call), number + 1)
    may_read = shown(site, call, what)
    fed = [row for row in found[:number] if may_read(row.run)]
    told = [{"position": at, "run": run, "event": disclosed(e, profile)} for at, run, e in fed]
    return Answer({"events": told, "next": _next(found, number, lambda row: row.position)})


def reminders(site: Site, call: Call) -> Answer:
    """List what sweeps have found to say of the runs that the asker may read, in order."""
    must_read(site, call, "reminders")
    reading.only(call, "after", "limit")
    number = reading.page(call)
    found = site.log.outbox.notes(reading.position(call), number + 1)
    may_read = shown(site, call, "reminders")
    kept = [row for row in found[:number] if may_read(row.note.run)]
    told = [{**row.note.data, "position": row.position} for row in kept]
    return Answer({"reminders": told, "next": _next(found, number, lambda row: row.position)})


# --- pictures


def phases_svg(site: Site, call: Call) -> Answer:
    """Draw a run's phases with their steps, conditions and edges."""
    return _drawn(site, call, phase_graph_svg)


def timeline(site: Site, call: Call) -> Answer:
    """Draw the planned time of a run against what became of it."""
    return _drawn(site, call, timeline_svg)


def page(site: Site, call: Call) -> Answer:
    """Show the whole course of a run on one page, to be replayed day by day."""
    reading.only(call)
    with readable(site, call, "pictures") as run:
        told = run.texts().values() if site.permit_texts(call.actor, run.name).allow else ()
        names = partial(opened, texts=tuple(told), lang=call.lang)
        shown = html(run.campaign, run.events(), None, call.lang, run.name, names=names)
    return Answer(shown, media="text/html", headers={"X-Content-Type-Options": "nosniff"})


def _drawn(site: Site, call: Call, draw: Callable[..., str]) -> Answer:
    reading.only(call, "as_of", "known")
    with readable(site, call, "pictures") as run:
        state, day = run.standing(call.query.get("as_of"), known=call.query.get("known"))
        drawn = draw(run.campaign, state, day, call.lang)
    return Answer(drawn, media="image/svg+xml", headers=SVG_HEADERS)
