"""In a host's session the service is part of the host's transaction: both stay, or neither."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import web_school as school
from fastapi import Depends, FastAPI, HTTPException, Request
from flask import Flask, request
from sqlalchemy import Column, Engine, Integer, MetaData, Table, Text, create_engine, insert, select
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from sqlalchemy.orm import Session, scoped_session, sessionmaker
from sqlalchemy.pool import NullPool
from web_clients import flask_client
from web_school import COMMANDS, PLAN, RUN, START, TALK

from campaignflow import Run
from campaignflow.hosts.fastapi import campaign_router
from campaignflow.hosts.flask import campaign_blueprint
from campaignflow.hosts.web import Site
from campaignflow.stores import SqlLog, tables

metadata = MetaData()
visits = Table("visits", metadata, Column("id", Integer, primary_key=True), Column("who", Text))
own = tables(metadata, prefix="plan_")


def _site() -> Site:
    return Site([PLAN], tables=own, authorise=school.authorise, clock=lambda: school.NOW)


@pytest.fixture
def host(tmp_path: Path) -> Iterator[Engine]:
    """A host's database: its own tables with ours among them, a plain driver, one run begun."""
    engine = create_engine(f"sqlite:///{tmp_path / 'host.db'}", poolclass=NullPool)
    metadata.create_all(engine)
    with engine.begin() as connection:
        log = SqlLog(connection, own)
        run = Run.start(
            PLAN, "no-1", log=log, roster=START["roster"], at="2025-03-01", clock=lambda: school.NOW
        )
        run.do("open", "search", actor="wang")
    yield engine
    engine.dispose()


def _stored(engine: Engine) -> tuple[list[str], int]:
    """Return who visited, and how many talks are in the log."""
    with engine.begin() as connection:
        who = list(connection.scalars(select(visits.c.who)))
        kinds = [entry.event.kind for entry in SqlLog(connection, own).read(RUN)]
        return who, kinds.count("recorded")


Ask = Callable[[str], int]
"""Records a talk in a request that the host ends as asked: before, after, or not at all."""


def _fastapi(engine: Engine) -> Ask:
    sessions = sessionmaker(engine)

    def session(request: Request) -> Iterator[Session]:
        with sessions() as lent:
            if request.headers["order"] == "host first":
                lent.execute(insert(visits).values(who="li"))
            yield lent
            if request.headers["order"] == "log first":
                lent.execute(insert(visits).values(who="li"))
            if request.headers["end"] == "commit":
                lent.commit()

    return _asgi(session)


def _fastapi_async(engine: Engine) -> Ask:
    url = f"sqlite+aiosqlite:///{engine.url.database}"

    async def session(request: Request) -> AsyncIterator[AsyncSession]:
        own_engine = create_async_engine(url, poolclass=NullPool)
        async with AsyncSession(own_engine) as lent:
            if request.headers["order"] == "host first":
                await lent.execute(insert(visits).values(who="li"))
            yield lent
            if request.headers["order"] == "log first":
                await lent.execute(insert(visits).values(who="li"))
            if request.headers["end"] == "commit":
                await lent.commit()
        await own_engine.dispose()

    return _asgi(session)


def _asgi(session: Callable[..., Any]) -> Ask:
    app = FastAPI()
    app.include_router(campaign_router(_site(), lambda: "li", session=session), prefix="/api")

    async def once(order: str, end: str) -> int:
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://school") as client:
            headers = {"order": order, "end": end}
            found = await client.post(f"/api{COMMANDS}", json=TALK, headers=headers)
            return found.status_code

    return lambda how: asyncio.run(once(*how.split(", ")))


def _flask(engine: Engine) -> Ask:
    session = scoped_session(sessionmaker(engine))
    app = Flask("school")
    blueprint = campaign_blueprint(_site(), lambda: "li", session=lambda: session)

    @app.before_request
    def before() -> None:
        if request.headers["order"] == "host first":
            session.execute(insert(visits).values(who="li"))

    @app.after_request
    def after(response: Any) -> Any:
        if request.headers["order"] == "log first":
            session.execute(insert(visits).values(who="li"))
        if request.headers["end"] == "commit":
            session.commit()
        session.remove()
        return response

    app.register_blueprint(blueprint, url_prefix="/api")
    client = flask_client(app)

    def ask(how: str) -> int:
        order, end = how.split(", ")
        return client.post(COMMANDS, TALK, order=order, end=end).status

    return ask


HOSTS = {"fastapi": _fastapi, "fastapi async": _fastapi_async, "flask": _flask}


@pytest.fixture(params=HOSTS)
def ask(request: pytest.FixtureRequest, host: Engine) -> Ask:
    """Ask each kind of host."""
    return HOSTS[request.param](host)


@pytest.mark.parametrize("order", ["host first", "log first"])
def test_commit_keeps_both(ask: Ask, host: Engine, order: str) -> None:
    """The host's commit keeps its row and the event."""
    assert ask(f"{order}, commit") == 200
    assert _stored(host) == (["li"], 1)


@pytest.mark.parametrize("order", ["host first", "log first"])
def test_rollback_keeps_neither(ask: Ask, host: Engine, order: str) -> None:
    """Without the host's commit neither is there, whichever was written first."""
    assert ask(f"{order}, rollback") == 200
    assert _stored(host) == ([], 0)


def test_commit_that_fails_is_no_success(host: Engine) -> None:
    """The host ends its transaction before the answer leaves, so a failed commit is an error."""
    sessions = sessionmaker(host)

    def session() -> Iterator[Session]:
        with sessions() as lent:
            yield lent
            raise HTTPException(503, "the disk is full")

    assert _asgi(session)("host first, commit") == 503
    assert _stored(host) == ([], 0)


def test_endpoint_of_the_host_shares_its_session(host: Engine) -> None:
    """A host's own endpoint writes its row and gives a command in one transaction."""
    app, sessions = FastAPI(), sessionmaker(host)

    def session() -> Iterator[Session]:
        with sessions.begin() as lent:
            yield lent

    @app.post("/visit")
    def visit(fail: bool, lent: Session = Depends(session)) -> None:  # noqa: B008
        lent.execute(insert(visits).values(who="li"))
        run = _site().over(lent).load(RUN)
        run.do("record", actor="li", **TALK["args"])
        if fail:
            raise HTTPException(400)

    async def once(fail: bool) -> None:
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://school") as client:
            await client.post(f"/visit?fail={fail}")

    asyncio.run(once(True))
    assert _stored(host) == ([], 0)
    asyncio.run(once(False))
    assert _stored(host) == (["li"], 1)


def test_site_without_a_database_says_so() -> None:
    """A site that has neither an engine nor a session names what is missing."""
    with pytest.raises(ValueError, match=r"outside of one use SqlLog\(engine, tables\)"):
        _ = _site().log


def test_an_asynchronous_session_is_not_taken_for_a_plain_one() -> None:
    """Taken so it would fail somewhere deep inside; the message says what to write."""
    with pytest.raises(TypeError, match=r"await session.run_sync"):
        _site().over(AsyncSession())  # type: ignore[arg-type]
