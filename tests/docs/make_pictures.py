"""Make the pictures of the documentation, from shipped definitions and courses.

Run it from the top of the checkout::

    python -m tests.docs.make_pictures docs/pictures
"""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterator
from pathlib import Path

import campaignflow.definitions
from campaignflow.definitions.five_phases import five_phases
from campaignflow.definitions.jishui_2017 import jishui_2017
from campaignflow.draw import board_svg, phase_graph_svg, timeline_svg
from campaignflow.interchange import ReplayClock, import_rows, read_records
from campaignflow.interchange.cells import iso_moment
from campaignflow.interchange.people import read_relations, read_roster
from campaignflow.moments import read_moment
from campaignflow.report import Cell, Rollup, Standing, rollup
from campaignflow.run import Run
from campaignflow.state import State
from campaignflow.units import Unit, Units

DAY = dt.date(2017, 7, 25)
DONE, LATE = Cell("closed", None, 3, 3), Cell("open", None, 2, 4, 6, 1)
OPEN, LATER = Cell("open", None, 3, 5), Cell("planned", None, 0, 4)
EXEMPT, OVERRUN = Cell("released", "exempt"), Cell("closed", None, 3, 3, 2)


def july() -> State:
    """Return what was known of the shipped course on the day that the demonstration tells of."""
    folder = Path(campaignflow.definitions.__path__[0]) / "data" / "jishui_2017"
    rows = read_records((folder / "course.csv").read_bytes(), "course.csv", jishui_2017).rows
    clock = ReplayClock(read_moment(iso_moment(rows[0].cells["at"]), jishui_2017.zone)[0])
    roster = read_roster(folder / "roster.csv", jishui_2017)
    relations = read_relations(folder / "relations.csv", jishui_2017)
    run = Run.start(jishui_2017, "demo", roster=roster, relations=relations, clock=clock)
    known = [row for row in rows if iso_moment(row.cells["recorded_at"])[:10] <= f"{DAY}"]
    import_rows(run, known, clock=clock)
    return run.known_as_of(DAY)


def schools() -> Rollup:
    """Return a small district in the middle of the five phases."""
    stood = {
        "区教育局": (DONE, DONE, OPEN, LATER, LATER),
        "第一小学": (DONE, DONE, OPEN, LATER, LATER),
        "第二小学": (OVERRUN, DONE, LATE, LATER, LATER),
        "实验中学": (DONE, OPEN, LATER, LATER, LATER),
        "离退休支部": (DONE, EXEMPT, EXEMPT, LATER, LATER),
    }
    keys = [phase.key for phase in five_phases.phases]
    head, *below = stood
    units = Units([Unit(head), *(Unit(name, parent=head) for name in (*below, "职业学校"))])
    found = [
        Standing(name, "running", dict(zip(keys, cells, strict=True)))
        for name, cells in stood.items()
    ]
    return rollup(five_phases, units, found, dt.date(2025, 5, 26))


def pictures() -> Iterator[tuple[str, str]]:
    """Yield the name and the text of each picture."""
    state = july()
    yield "plan.svg", phase_graph_svg(five_phases, scheme="auto")
    yield "phases.svg", phase_graph_svg(jishui_2017, state, DAY, scheme="auto")
    yield "timeline.svg", timeline_svg(jishui_2017, state, DAY, scheme="auto")
    yield "board.svg", board_svg(schools(), scheme="auto")


if __name__ == "__main__":
    for name, text in pictures():
        (Path(sys.argv[1]) / name).write_text(f"{text}\n", encoding="utf-8", newline="\n")
