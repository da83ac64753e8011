"""Commands that serve others: sweep, for whatever runs it regularly; serve, for a browser."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

import click
from sqlalchemy import Engine

from campaignflow.authorise import Permit
from campaignflow.cli.campaigns import find_campaign, shipped
from campaignflow.cli.options import DB, FINE, UNREADABLE, command
from campaignflow.cli.output import Output
from campaignflow.cli.store import opened
from campaignflow.commands import Command
from campaignflow.errors import MissingExtraError
from campaignflow.hosts.sweep import sweep as sweep_runs
from campaignflow.messages import Notice
from campaignflow.model.campaign import Campaign
from campaignflow.moments import read_moment, wall_clock
from campaignflow.report import Reminder
from campaignflow.stores import SqlLog, open_sqlite

if TYPE_CHECKING:
    from fastapi import FastAPI

_PLANS: Final = click.option(
    "--campaign",
    "-c",
    "plans",
    multiple=True,
    help="Definition beside the shipped ones; may be given several times.",
)
_LOOPBACK: Final = ("127.0.0.1", "localhost", "::1")
_READER: Final = "-"


@contextmanager
def _engine(db: str) -> Iterator[Engine]:
    engine = open_sqlite(db)
    try:
        SqlLog(engine).create()
        yield engine
    finally:
        engine.dispose()


@command(
    "sweep",
    click.option("--at", metavar="TIME", help="The time of the sweep, if not now."),
    _PLANS,
    DB,
)
def sweep(out: Output, at: str | None, plans: Sequence[str], db: str) -> int:
    """Let time pass in every run that it matters to, and tell each reminder once."""
    now = wall_clock() if at is None else read_moment(at, "Asia/Shanghai")[0]
    found: list[Reminder] = []
    failures: tuple[Exception, ...] = ()
    with opened(db, write=True) as log:
        campaigns = [find_campaign(name) for name in (*_due(log, now), *plans)]
        try:
            for reminder in sweep_runs(log, campaigns, now):
                found.append(reminder)  # noqa: PERF402  # those before a failure count
        except ExceptionGroup as some:
            failures = some.exceptions
    if out.json:
        plain = [reminder.as_json() for reminder in found]
        out.data({"reminders": plain, "failures": [str(failure) for failure in failures]})
    for reminder in found:
        _tell(out, reminder)
    if not out.json:
        for failure in failures:
            out.error(failure)
    return UNREADABLE if failures else FINE


def _due(log: SqlLog, now: int) -> list[str]:
    """Return the names of the shipped campaigns of the runs to be looked at."""
    kept = [log.status(run) for run in log.outbox.due(now)]
    keys = {projection.campaign for projection in kept if projection is not None}
    return [name for name in shipped() if name in keys]


def _tell(out: Output, reminder: Reminder) -> None:
    what = {"what": reminder.notice, "level": reminder.word}
    out.say("cli.reminder", unit=reminder.unit, who=reminder.who, **what)


@command(
    "serve",
    click.option("--host", default=_LOOPBACK[0], show_default=True, help="Address to listen on."),
    click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535)),
    click.option(
        "--actor",
        envvar="CAMPAIGNFLOW_ACTOR",
        help="Id of the person in whose name everything is done; without it one can only look.",
    ),
    _PLANS,
    DB,
)
def serve(
    out: Output, host: str, port: int, actor: str | None, plans: Sequence[str], db: str
) -> None:
    """Serve pages, and the interface for programs under /api, to a browser on this machine."""
    try:
        import fastapi  # noqa: F401
        import uvicorn
    except ImportError as missing:
        raise MissingExtraError("serving", "serve") from missing
    if host not in _LOOPBACK:
        click.echo(out.word("cli.serving_open"), err=True)
    with _engine(db) as engine:
        campaigns = [find_campaign(name) for name in (*shipped(), *plans)]
        app = application(engine, campaigns, actor, host)
        click.echo(out.word("cli.serving", host=host, port=port), err=True)
        uvicorn.run(app, host=host, port=port, log_level="warning")


def application(
    engine: Engine, campaigns: Sequence[Campaign], actor: str | None, host: str
) -> FastAPI:
    """Return the application that ``serve`` serves."""
    from fastapi import FastAPI
    from starlette.middleware.trustedhost import TrustedHostMiddleware

    from campaignflow.cli.pages import PAGES
    from campaignflow.hosts.fastapi import campaign_router
    from campaignflow.hosts.web import Site

    def authorise(run: str, command: Command) -> Permit:
        """Let the one person start runs; without one, let everybody look and nobody act."""
        if command.name == "read" or (command.name == "start" and actor is not None):
            return Permit(allow=True, rule="local")
        return Permit(allow=actor is not None, reason=Notice("cli.look_only"))

    def who() -> str:
        return actor or _READER

    site = Site(campaigns, engine, authorise=authorise)
    app = FastAPI(title="campaignflow", docs_url=None, redoc_url=None)
    app.include_router(campaign_router(site, who), prefix="/api")
    app.include_router(campaign_router(site, who, routes=PAGES))
    if host in _LOOPBACK:  # else a page of another site could reach us under a name of its own
        app.add_middleware(TrustedHostMiddleware, allowed_hosts=[*_LOOPBACK[:2], "[::1]"])
    return app


COMMANDS: Final = {"sweep": sweep, "serve": serve}
