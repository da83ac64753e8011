"""What a host gives (campaigns, database, permissions), and requests and answers as values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from functools import cached_property, partial
from types import MappingProxyType
from typing import Any, Final

import attrs
from sqlalchemy import Connection, Engine
from sqlalchemy.orm import Session, scoped_session

from campaignflow.authorise import Authorise, Permit, ask_host
from campaignflow.commands import Command
from campaignflow.hosts.kept import KeptRun, Shelf
from campaignflow.hosts.plans import Plans
from campaignflow.messages import Lang, Notice
from campaignflow.model.campaign import Campaign
from campaignflow.moments import wall_clock
from campaignflow.run import Run
from campaignflow.stores import SqlLog, Tables

Lent = Session | scoped_session[Session] | Connection
"""What a host lends for one request."""

_ALWAYS: Final = {"Cache-Control": "no-store", "Vary": "Accept-Language"}
_NONE: Final[Mapping[str, str]] = MappingProxyType({})


@attrs.frozen
class Call:
    """Hold one request, whatever framework it came through.

    Attributes:
        actor: Person who asks, as the host's own authentication says; None for nobody.
        path: Parts of the address by name, such as the run.
        query: Values of the query by name, one each.
        body: What was sent.
        media: Media type of the body, without parameters.
        key: Value of the header ``Idempotency-Key``.
        languages: Value of the header ``Accept-Language``.
    """

    actor: str | None = None
    path: Mapping[str, str] = _NONE
    query: Mapping[str, str] = _NONE
    body: bytes = b""
    media: str = ""
    key: str | None = None
    languages: str = ""

    @property
    def lang(self) -> Lang:
        """Language to answer in: the one preferred of Chinese and English, else Chinese."""
        return _preferred(self.languages)


def _with_always(headers: Mapping[str, str]) -> Mapping[str, str]:
    return {**_ALWAYS, **headers}


@attrs.frozen
class Answer:
    """Hold one answer.

    Attributes:
        body: Plain data where ``media`` is JSON, else a text.
        headers: Further headers; that it is not to be stored and differs by language is always
            among them, since it may hold data of people.
    """

    body: Any
    status: int = 200
    media: str = "application/json"
    headers: Mapping[str, str] = attrs.field(default=_NONE, converter=_with_always)


def _plans(campaigns: Iterable[Campaign] | Plans) -> Plans:
    return campaigns if isinstance(campaigns, Plans) else Plans(campaigns)


@attrs.define(slots=False)
class Site:
    """Hold what a host offers over the web.

    Attributes:
        campaigns: The definitions; several versions of one may be among them.
        bind: Engine or connection with the log's tables; may be left out where every request
            brings the host's own session.
        tables: The tables, if they have another prefix or schema.
        authorise: The host's permissions, asked before every command, and before every reading
            as the command ``read`` whose subject is what is read. A rule decides alone; without
            one, also where this is left out, the plan's own rules decide about commands, a run
            is read by those who hold a role in it, and nobody may start one.
        clock: The time. Units: microseconds since the epoch, UTC.
        shelf: Where runs are kept between requests.
    """

    campaigns: Plans = attrs.field(converter=_plans)
    bind: Engine | Connection | None = None
    tables: Tables | None = None
    authorise: Authorise | None = None
    clock: Callable[[], int] = wall_clock
    shelf: Shelf = attrs.field(factory=Shelf)

    def over(self, session: Lent) -> Site:
        """Return the same site inside a host's transaction, which is left to the host to end.

        Raises:
            TypeError: The session is asynchronous.
        """
        if hasattr(session, "run_sync"):
            raise TypeError(
                "an asynchronous session lends itself to a function: "
                "await session.run_sync(lambda lent: site.over(lent).load(run).do(...))"
            )
        connection = session if isinstance(session, Connection) else session.connection()
        return attrs.evolve(self, bind=connection)

    @cached_property
    def log(self) -> SqlLog:
        """The log in the site's database."""
        if self.bind is None:
            raise ValueError(
                "this site has no database of its own, only the session of each request: "
                "outside of one use SqlLog(engine, tables)"
            )
        return SqlLog(self.bind, self.tables)

    def permit(self, actor: str | None, run: str, name: str, subject: str = "") -> Permit:
        """Return the host's answer to a command or reading; to nobody the answer is no."""
        if actor is None:
            return Permit(allow=False, reason=Notice("web.nobody"))
        if self.authorise is None:
            return Permit(allow=True)
        return ask_host(self.authorise, run, Command(name, subject, actor))

    def permit_reading(self, actor: str | None, what: str, run: str) -> Permit:
        """Return whether somebody may read this of a run, or (no run named) lists of it at all.

        Raises:
            RunNotFoundError: There is no run of this name.
        """
        permit = self.permit(actor, run, "read", what)
        if not permit.allow or permit.rule is not None or not run or self._takes_part(actor, run):
            return permit
        return Permit(allow=False, reason=Notice("web.no_role"))

    def permit_texts(self, actor: str | None, run: str) -> Permit:
        """Return whether somebody may read the texts about people in a run: only by a rule."""
        permit = self.permit(actor, run, "read_texts")
        if permit.allow and permit.rule is None:
            return Permit(allow=False, reason=Notice("web.no_rule"))
        return permit

    def _takes_part(self, person: str | None, run: str) -> bool:
        """Return whether a person holds a role in a run."""
        now = self.clock()
        held: dict[str, bool] = {}
        for event in sorted(
            self.log.about(run, person or ""), key=lambda event: (event.at, event.seq)
        ):
            if event.kind in ("took_role", "gave_up_role") and event.at <= now:
                held[event.data["role"]] = event.kind == "took_role"
        return any(held.values())

    def load(self, name: str) -> KeptRun:
        """Return a run, its digests checked.

        Raises:
            RunNotFoundError: There is none of this name.
            UnknownCampaignError: The host does not offer its campaign.
        """
        run = self.run(self.campaigns.of_run(self.log, name), name)
        run.refresh()
        return run

    def lend(self, name: str) -> AbstractContextManager[Run]:
        """Lend a run for one request, kept from a former one if it is still what the log says.

        Raises:
            RunNotFoundError: There is none of this name.
            UnknownCampaignError: The host does not offer its campaign.
        """
        return self.shelf.lend(name, self.log, partial(self.load, name))

    def run(self, campaign: Campaign, name: str) -> KeptRun:
        """Return a run with nothing of its log taken in yet."""
        return KeptRun(campaign, name, self.log, clock=self.clock, authorise=self.authorise)


def _preferred(languages: str) -> Lang:
    """Return the language with the highest weight of an ``Accept-Language`` header."""
    weights: dict[Lang, float] = {"zh": 0.0, "en": 0.0}
    for part in languages.split(","):
        tag, _, rest = part.strip().partition(";")
        base = tag.lower().partition("-")[0]
        for lang in weights:
            if base == lang:
                weights[lang] = max(weights[lang], _weight(rest))
    return "en" if weights["en"] > weights["zh"] else "zh"


def _weight(parameters: str) -> float:
    name, _, value = parameters.strip().partition("=")
    try:
        return float(value) if name.strip() == "q" else 1.0
    except ValueError:
        return 0.0
