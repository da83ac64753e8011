"""The same transitions as durable steps of DBOS, on whatever database it is given."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Final

from campaignflow.bench.measure import Prepare
from campaignflow.bench.peers import TABLE, Notes, Script
from campaignflow.bench.workload import Act

STEPS: Final = "dbos"


@contextmanager
def steps(address: str, script: Script) -> Iterator[Prepare]:
    """Yield what prepares DBOS: a workflow in which every command is a step of its own.

    Args:
        address: The database for it, as DBOS names it.
        script: The commands.
    """
    from dbos import DBOS

    DBOS(config={"name": "bench", "system_database_url": address, "log_level": "ERROR"})

    @DBOS.step()
    def give(act: list[str], state: str, counted: int) -> str:
        command, subject = act[:2]
        if command == "record":
            return state
        notes = Notes()
        notes.records = [Act(*act)] * counted  # type: ignore[arg-type]  # times are text here
        if command == "submit" and not notes.admits(subject):
            raise ValueError(subject)
        return TABLE[state, command]

    @DBOS.workflow()
    def campaign(plain: list[list[str]]) -> None:
        states: dict[str, str] = {}
        counted = 0
        for act in plain:
            states[act[1]] = give(act, states.get(act[1], "planned"), counted)
            counted += act[0] == "record"

    DBOS.launch()
    plain = [[*act[:3], act.at.isoformat()] for act in script]
    try:
        yield lambda: partial(campaign, plain)
    finally:
        DBOS.destroy(destroy_registry=True)
