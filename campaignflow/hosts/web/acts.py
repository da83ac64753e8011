"""The verbs that do something: start a run, give a command; and the question why not."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Any
from urllib.parse import quote

from campaignflow.commands import Command
from campaignflow.desk import start_args
from campaignflow.errors import RefusalError, RunExistsError
from campaignflow.events import Event, to_json
from campaignflow.hosts.web import reading
from campaignflow.hosts.web.problems import RequestError
from campaignflow.hosts.web.site import Answer, Call, Site
from campaignflow.hosts.web.verbs import must_read
from campaignflow.messages import Notice
from campaignflow.run import Run
from campaignflow.verification import require_sound

_START = ("campaign", "unit", "title", "name", "tier", "at", "facts", "roster", "relations")


def start(site: Site, call: Call) -> Answer:
    """Start a run of a campaign for a unit; only with a rule of the host's own."""
    reading.only(call)
    plain = reading.body(call, *_START)
    campaign = site.campaigns.find(str(reading.text(plain, "campaign", needed=True)))
    unit = str(reading.text(plain, "unit", needed=True))
    name = reading.text(plain, "name") or f"{campaign.key}/{unit}"
    if not {"", ".", ".."}.isdisjoint(name.split("/")):
        raise RequestError("invalid", "web.name", name=name)
    _must_start(site, call, name)
    require_sound(campaign)
    at, precision = reading.moment(plain, campaign)
    tier, title = reading.text(plain, "tier"), reading.text(plain, "title")
    args = {**start_args(unit, tier, (), (), None, title=title), **_tables(plain)}
    command = Command("start", "", call.actor, at, precision, None, reading.key(call), args)
    run = site.run(campaign, name)
    found = _begun(run, command)
    location = f"runs/{quote(name, safe='/')}/status"
    return Answer(_told(run, found), 201, headers={"Location": location})


def _must_start(site: Site, call: Call, name: str) -> None:
    permit = site.permit(call.actor, name, "start")
    if not permit.allow or permit.rule is None:
        why = permit.reason or Notice("web.no_rule")
        raise RequestError("not-permitted", "web.no_start", why=why)


def _tables(plain: dict[str, Any]) -> dict[str, Any]:
    return {name: plain[name] for name in ("facts", "roster", "relations") if name in plain}


def _begun(run: Run, command: Command) -> tuple[Event, ...]:
    """Start the run; asked again with the same key, give the same answer."""
    try:
        return run.give(command)
    except RunExistsError:
        if command.key is None:
            raise
    run.refresh()
    return run.give(command)


def give(site: Site, call: Call) -> Answer:
    """Give a command to a run; with the header Idempotency-Key, twice is once."""
    reading.only(call)
    with _asked(site, call) as run:
        try:
            events = run.give(reading.command(call, run.campaign))
        except RefusalError:
            must_read(site, call, "why", run.name)  # the reasons tell how the run stands
            raise
        return Answer(_told(run, events))


def why(site: Site, call: Call) -> Answer:
    """Tell why a command would be refused, with every reason; nothing is done."""
    reading.only(call)
    must_read(site, call, "why", call.path["run"])
    with _asked(site, call) as run:
        asked = reading.command(call, run.campaign)
        refusal = run.why_not(
            asked.name, asked.subject, actor=asked.actor, at=asked.at, reason=asked.reason,
            **asked.args,
        )  # fmt: skip
    return Answer({"granted": refusal is None, "refusal": refusal and refusal.as_json()})


def _asked(site: Site, call: Call) -> AbstractContextManager[Run]:
    """Lend the run of the address; a command in nobody's name is the host's own alone."""
    if call.actor is None:
        raise RequestError("not-permitted", "web.nobody")
    return site.lend(call.path["run"])


def _told(run: Run, events: Sequence[Event]) -> dict[str, Any]:
    version = events[-1].seq if events else run.version
    return {"run": run.name, "version": version, "events": [to_json(event) for event in events]}
