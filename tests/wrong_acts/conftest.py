"""The shipped course as it stood on 25 July 2017, and a small stage for acts that are refused."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import campaignflow.definitions
from campaignflow.definitions.jishui_2017 import jishui_2017
from campaignflow.errors import RefusalError
from campaignflow.interchange import ReplayClock, import_rows, read_records
from campaignflow.moments import read_moment
from campaignflow.refusal import Refusal
from campaignflow.run import Run

TABLES = Path(campaignflow.definitions.__path__[0]) / "data" / "jishui_2017"


def table(name: str) -> list[list[str]]:
    """Return the rows of one of the tables about people."""
    with (TABLES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))[1:]


@pytest.fixture(scope="session")
def july() -> Run:
    """Return the run of the course with everything entered up to 25 July 2017."""
    path = TABLES / "course.csv"
    rows = read_records(path.read_bytes(), path.name, jishui_2017).rows
    known = [row for row in rows if row.cells["recorded_at"] < "2017-07-26"]
    clock = ReplayClock(read_moment(known[0].cells["at"], jishui_2017.zone)[0])
    run = Run.start(
        jishui_2017,
        "济水一中",
        roster=[(person, role) for person, role in table("roster.csv")],
        relations=[(name, left, right) for name, left, right in table("relations.csv")],
        actor="t01",
        clock=clock,
    )
    assert not import_rows(run, known, clock=clock).refused
    return run


@pytest.fixture
def refused() -> Callable[..., Refusal]:
    """Return a function that gives a command which must be refused without a trace."""

    def give(run: Run, command: str, subject: str = "", **more: Any) -> Refusal:
        state, log, digest = run.state.snapshot(), run.log.read(run.name), run.digest
        with pytest.raises(RefusalError) as caught:
            run.do(command, subject, **more)
        assert repr(run.state.snapshot()) == repr(state)
        assert repr(run.log.read(run.name)) == repr(log)
        assert run.digest == digest
        return caught.value.refusal

    return give
