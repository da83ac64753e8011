"""``manage.py campaignflow_start``: start a run in Django's database."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from campaignflow.errors import CampaignflowError
from campaignflow.hosts.django import campaign, roster_of_groups, start
from campaignflow.hosts.django.people import of_users
from campaignflow.hosts.django.speech import language, told
from campaignflow.interchange.cells import field_value
from campaignflow.interchange.people import read_relations, read_roster
from campaignflow.model.campaign import Campaign
from campaignflow.report import gaps


class Command(BaseCommand):
    """Start a run of a campaign for a unit."""

    help = "Start a run of a campaign that an installed app offers in its module campaigns."

    def add_arguments(self, parser: CommandParser) -> None:
        """Say what is asked for."""
        parser.add_argument("campaign", help="Key of the campaign.")
        parser.add_argument("unit", help="Id of the unit.")
        parser.add_argument("--title", help="What people call the unit; its id else.")
        parser.add_argument("--release", help="Version of the campaign, if not the latest.")
        parser.add_argument("--run", help="Name of the run; CAMPAIGN/UNIT else.")
        people = parser.add_mutually_exclusive_group(required=True)
        people.add_argument(
            "--roster", type=Path, help="CSV with the columns person (a username) and role."
        )
        people.add_argument(
            "--groups", action="store_true", help="Roles from groups named like them."
        )
        parser.add_argument("--relations", type=Path, help="CSV with relation, left and right.")
        parser.add_argument(
            "--fact", action="append", default=[], metavar="NAME=VALUE", help="Fact of the unit."
        )
        parser.add_argument("--tier", help="Level of the unit, where the plan has levels.")
        parser.add_argument("--at", help="When it started, if not now.")
        parser.add_argument("--database", help="Database; the one of the routers else.")

    def handle(self, *_args: Any, **given: Any) -> None:
        """Start the run and tell its name."""
        try:
            plan = campaign(given["campaign"], given["release"])
            if given["groups"]:
                roster = roster_of_groups(plan)
            else:
                roster = of_users(read_roster(given["roster"], plan), 0)
            pairs = read_relations(given["relations"], plan) if given["relations"] else ()
            pairs = of_users(pairs, 1, 2)
            run = start(
                plan, given["unit"], using=given["database"], name=given["run"], roster=roster,
                relations=pairs, facts=_facts(plan, given["fact"]), tier=given["tier"],
                title=given["title"], at=given["at"],
            )  # fmt: skip
        except (CampaignflowError, OSError) as failure:
            raise CommandError(told(failure)) from failure
        self.stdout.write(f"{run.name}: {run.version} events, {len(roster)} roles")
        for gap in gaps(run.state):
            self.stdout.write(gap.text(language()))


def _facts(plan: Campaign, given: list[str]) -> dict[str, Any]:
    fields = {field.key: field for field in plan.facts}
    pairs = (text.partition("=") for text in given)
    return {name: field_value(fields.get(name), value) for name, _mark, value in pairs}
