"""The command that carries runs over to another version of their plan, or tells what would be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import click

from campaignflow.cli.campaigns import find_campaign
from campaignflow.cli.options import DB, FINE, FOUND, command
from campaignflow.cli.output import Output
from campaignflow.cli.runs import parted, told_facts
from campaignflow.cli.store import opened
from campaignflow.log import EventLog
from campaignflow.messages import Notice
from campaignflow.model.campaign import Campaign
from campaignflow.planning import Migration
from campaignflow.run import Run


@command(
    "migrate",
    click.argument("plan"),
    click.argument("runs", nargs=-1, metavar="[RUN]..."),
    click.option("--dry-run", is_flag=True, help="Only tell what would become of each run."),
    click.option("--map", "mapping", multiple=True, metavar="OLD=NEW",
                 help="New key of what has another one; OLD= gives it up."),
    click.option("--fact", "facts", multiple=True, metavar="NAME=VALUE",
                 help="Fact of the unit that the new version asks for."),
    click.option("--actor", envvar="CAMPAIGNFLOW_ACTOR", help="Id of the person who asks."),
    click.option("--reason", help="Why."),
    DB,
)  # fmt: skip
def migrate(
    out: Output, plan: str, runs: Sequence[str], dry_run: bool, mapping: Sequence[str],
    facts: Sequence[str], actor: str | None, reason: str | None, db: str,
) -> int:  # fmt: skip
    """Let runs go by PLAN: those named, or all of its earlier versions; 1 if one cannot."""
    campaign = find_campaign(plan)
    renamed = {old: new or None for old, new in map(parted, mapping)}
    stated = told_facts(campaign, facts)
    with opened(db, write=not dry_run) as log:
        found = []
        for run in _concerned(campaign, log, runs):
            tried = run.migration(renamed, stated)
            found.append(tried)
            if not dry_run and tried.verdict in ("clean", "lossy"):
                run.do("migrate", actor=actor, reason=reason, mapping=renamed, facts=stated)
            _say(out, run, tried)
    if out.json:
        out.data([tried.as_json() for tried in found])
    return FOUND if any(tried.verdict == "refused" for tried in found) else FINE


def _concerned(campaign: Campaign, log: EventLog, names: Sequence[str]) -> Iterator[Run]:
    for name in names or log.runs():
        if names or log.read(name)[0].event.data["campaign"] == campaign.key:
            yield Run.load(campaign, name, log)


def _say(out: Output, run: Run, tried: Migration) -> None:
    out.say(f"migrate.verdict.{tried.verdict}", run=tried.run, n=len(tried.lost))
    if tried.verdict == "same":
        return
    for notice in (*tried.homeless, *(found.notice for found in tried.lost)):
        out.say("migrate.line", what=notice)
    for code, keys in (("opened", tried.opened), ("asked", tried.asked)):
        if keys:
            titles = [_title(run, key) for key in keys]
            out.say("migrate.line", what=Notice(f"migrate.{code}", {"titles": titles}))
    for key, why in tried.blocked:
        reasons = [cause.notice for cause in why.causes]
        params = {"title": _title(run, key), "why": reasons}
        out.say("migrate.line", what=Notice("migrate.blocked", params))


def _title(run: Run, key: str) -> str:
    return run.state.newest.node(key.partition("@")[0].partition("#")[0]).title


COMMANDS: Final = {"migrate": migrate}
