"""The command that looks at many units at once: rollup."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click

from campaignflow.cli.campaigns import find_campaign
from campaignflow.cli.folder import rollup_folder
from campaignflow.cli.options import AS_OF, DB, KNOWN, OUT, command
from campaignflow.cli.output import Output
from campaignflow.cli.store import opened
from campaignflow.interchange.people import read_units
from campaignflow.tree import Tree


@command(
    "rollup",
    click.argument("plan"),
    click.option(
        "--units",
        type=click.Path(exists=True, dir_okay=False),
        help="CSV with unit, title, tier and parent; the units that have begun else.",
    ),
    AS_OF,
    KNOWN,
    OUT,
    DB,
)
def rollup(
    out: Output, plan: str, units: str | None, as_of: str | None, known: str | None,
    folder: str | None, db: str,
) -> None:  # fmt: skip
    """Tell where every unit that carries out PLAN stands with every phase.

    With --out it writes a folder: the board, which leads to a page for each unit.
    """
    campaign = find_campaign(plan)
    listed = None if units is None else read_units(Path(units), campaign)
    with opened(db) as log:
        tree = Tree.load(campaign, log, listed)
        if folder is not None:
            out.written(rollup_folder(Path(folder), tree, out.lang, as_of, known))
            return
        found = tree.rollup(as_of, known=known)
    if out.json:
        out.data(found.as_json())
    else:
        click.echo(found.text(out.lang))


COMMANDS: Final = {"rollup": rollup}
