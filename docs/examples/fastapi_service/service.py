"""A school's own service: its table, its login, its transaction, with campaigns mounted in it.

Start it with ``python service.py``; it listens on http://127.0.0.1:8000.
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from threading import Event, Thread
from typing import Annotated

import uvicorn
from fastapi import Depends, FastAPI, HTTPException
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from sqlalchemy import Column, Integer, MetaData, Table, Text, insert, select
from sqlalchemy.orm import Session

from campaignflow import Run
from campaignflow.authorise import Permit
from campaignflow.commands import Command
from campaignflow.definitions.five_phases import five_phases
from campaignflow.errors import CampaignflowError
from campaignflow.hosts.fastapi import campaign_router, problem_handler
from campaignflow.hosts.sweep import sweep
from campaignflow.hosts.web import Site
from campaignflow.stores import SqlLog, open_sqlite, tables

# the school's own data, and the log's tables among them

metadata = MetaData()
minutes = Table(
    "minutes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("run", Text, nullable=False),
    Column("text", Text, nullable=False),
)
log_tables = tables(metadata, prefix="plan_")
engine = open_sqlite(os.environ.get("SCHOOL_DB", "school.db"))


def session() -> Iterator[Session]:
    """Lend the transaction of one request; a failure takes everything back."""
    with Session(engine) as lent, lent.begin():
        yield lent


# who asks, and what the school itself allows

TOKENS = {"secret-wang": "wang", "secret-li": "li", "secret-office": "office"}


def who(token: Annotated[HTTPAuthorizationCredentials, Depends(HTTPBearer())]) -> str:
    """Return the person behind the token of a request."""
    person = TOKENS.get(token.credentials)
    if person is None:
        raise HTTPException(401, headers={"WWW-Authenticate": "Bearer"})
    return person


def authorise(run: str, command: Command) -> Permit:
    """Let the office start runs and read all of them; in everything else the plan decides."""
    if command.name == "start":
        return Permit(allow=command.actor == "office", rule="office", reason="only the office")
    reads = command.name == "read" and command.actor == "office"
    return Permit(allow=True, rule="office" if reads else None)


# the service

site = Site([five_phases], tables=log_tables, authorise=authorise)
stopped = Event()


def sweep_hourly() -> None:
    """Let time pass in the runs, and say what is to be said; a real host sends it."""
    while not stopped.is_set():
        for reminder in sweep(SqlLog(engine, log_tables), site.campaigns):
            print(reminder.unit, reminder.notice.zh, *reminder.who)
        stopped.wait(3600)


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Create what is missing, and sweep while the service runs."""
    metadata.create_all(engine)
    sweeper = Thread(target=sweep_hourly)
    sweeper.start()
    yield
    stopped.set()
    sweeper.join()


app = FastAPI(title="School", lifespan=lifespan)
app.add_exception_handler(CampaignflowError, problem_handler)
app.include_router(campaign_router(site, who, session=session), prefix="/api")


@app.post("/meetings/{run:path}", status_code=201)
def held(
    run: str,
    text: str,
    attendees: list[str],
    person: Annotated[str, Depends(who)],
    lent: Annotated[Session, Depends(session, scope="function")],
) -> dict[str, int]:
    """Keep the minutes of a meeting and record it in the run: both, or neither."""
    lent.execute(insert(minutes).values(run=run, text=text))
    carried: Run = site.over(lent).load(run)
    carried.do("record", actor=person, kind="meeting", values={"attendees": attendees})
    return {"meetings": len(lent.execute(select(minutes.c.id)).all())}


if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=int(os.environ.get("PORT", "8000")))
