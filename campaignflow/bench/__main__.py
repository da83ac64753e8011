"""Measure everything and print the report: ``python -m campaignflow.bench [--json]``.

With ``--postgresql ADDRESS`` commits on that server are measured too, in a database made for it.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Final, TextIO

from campaignflow.bench import checking, durable, memory, server
from campaignflow.bench.measure import Row

PARTS: Final[tuple[tuple[Callable[[int], Iterator[Row]], int], ...]] = (
    (memory.workload, 150),
    (memory.refusals, 150),
    (memory.records, 60),
    (memory.creation, 60),
    (memory.replays, 30),
    (memory.imports, 9),
    (durable.commits, 9),
    (durable.long_logs, 15),
    (durable.loading, 15),
    (checking.verifying, 30),
    (checking.drawing, 30),
)
"""What is measured, in the order of the report, and in how many rounds."""


def main(arguments: Sequence[str] | None = None, out: TextIO = sys.stdout) -> None:
    """Measure everything and print it, line by line as it comes."""
    parser = argparse.ArgumentParser(prog="python -m campaignflow.bench", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print one JSON list")
    parser.add_argument("--postgresql", metavar="ADDRESS", help="a server, as SQLAlchemy names it")
    given = parser.parse_args(arguments)
    as_json: bool = given.json
    rows: list[Row] = []
    parts = PARTS
    if given.postgresql is not None:
        parts = (*parts, (partial(server.commits, address=given.postgresql), 9))
    if not as_json:
        print(line("ratio", "against", "what", "figure", "must"), file=out)
        for name in (*memory.missing(), *durable.missing(), *server.missing()):
            print(f"{name} is not installed and left out", file=out)
        if given.postgresql is None:
            print("PostgreSQL is left out: no server was given (--postgresql)", file=out)
    for measure, rounds in parts:
        for row in measure(rounds):
            rows.append(row)
            if not as_json:
                print(shown(row), file=out, flush=True)
    if as_json:
        json.dump([row.as_json() for row in rows], out, ensure_ascii=False, indent=1)
        print(file=out)


def shown(row: Row) -> str:
    """Return a row as one line of text, the ratio first."""
    ratio = "" if row.ratio is None else f"{row.ratio:.2f}"
    kept = {True: "holds", False: "fails", None: ""}[row.holds]
    must = f"{kept}: {row.must}" if row.must else ""
    return line(ratio, row.against, row.what, f"{row.figure:,.2f} {row.unit}", must)


def line(ratio: str, against: str, what: str, figure: str, must: str) -> str:
    """Return one line with its five columns set under each other."""
    return f"{ratio:>7}  {against:<19}  {what:<40}  {figure:>16}  {must}".rstrip()


if __name__ == "__main__":
    main()
