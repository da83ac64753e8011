"""Commands that look ahead: when a plan can happen, whether it always ends, what is different."""

from __future__ import annotations

from typing import Final

import click

from campaignflow.calendar import WorkCalendar
from campaignflow.cli.campaigns import find_campaign
from campaignflow.cli.options import FINE, FOUND, command
from campaignflow.cli.output import Output
from campaignflow.planning import compare, soundness
from campaignflow.temporal import schedule as scheduled


@command(
    "schedule",
    click.argument("plan"),
    click.option("--work-days", is_flag=True, help="Count work days only."),
)
def schedule(out: Output, plan: str, work_days: bool) -> int:
    """Tell when each step can happen, and what the end hangs on; 1 if dates cannot be kept."""
    found = scheduled(find_campaign(plan), WorkCalendar() if work_days else None)
    if out.json:
        out.data(found.as_json())
        return FOUND if found.clashes else FINE
    heads = ("", "cli.earliest_start", "cli.earliest_finish", "cli.latest_finish", "cli.slack")
    rows = [
        (
            f"{'*' if row.critical else ' '} {row.title} [{row.key}]",
            str(row.earliest_start),
            str(row.earliest_finish),
            str(row.latest_finish),
            str(row.slack),
        )
        for row in found.rows
    ]
    out.table([out.word(head) if head else "" for head in heads], rows)
    for link in found.path:
        out.say("cli.hangs_on", day=str(link.day), why=link.why)
    for clash in found.clashes:
        out.say("cli.clash", place=clash.place, what=clash.sentences)
    for notice in found.left_out:
        out.say("cli.left_out", what=notice)
    return FOUND if found.clashes else FINE


@command(
    "sound",
    click.argument("plan"),
    click.option("--limit", type=click.IntRange(1), default=5_000, show_default=True,
                 help="Markings to look at; with more the answer is unknown."),
)  # fmt: skip
def sound(out: Output, plan: str, limit: int) -> int:
    """Tell whether a plan can always be brought to its end; 1 if not, or if that is unknown."""
    found = soundness(find_campaign(plan), limit)
    if out.json:
        flaws = [
            {
                "kind": flaw.kind,
                **flaw.notice.as_json(),
                "units": flaw.units,
                "way": [f"{step.name} {step.subject}".strip() for step in flaw.way],
            }
            for flaw in found.flaws
        ]
        out.data({"verdict": found.verdict, "markings": found.markings, "flaws": flaws})
    params = {"markings": found.markings, "limit": found.limit}
    out.say(f"cli.sound.{found.verdict}", **params)
    for flaw in found.flaws:
        way = " → ".join(f"{step.name} {step.subject}".strip() for step in flaw.way)
        out.say("cli.flaw", what=flaw.notice, way=way)
        if flaw.units:
            out.say("cli.flaw_units", units=flaw.units)
    for notice in found.simplified:
        out.say("cli.simplified", what=notice)
    return FINE if found.verdict == "sound" else FOUND


@command("diff", click.argument("old"), click.argument("new"))
def diff(out: Output, old: str, new: str) -> int:
    """Tell what is different between two definitions; 1 if anything is."""
    found = compare(find_campaign(old), find_campaign(new))
    if out.json:
        out.data([difference.as_json() for difference in found])
    for difference in found:
        out.say("cli.difference", what=difference.notice)
    return FOUND if found else FINE


COMMANDS: Final = {"schedule": schedule, "sound": sound, "diff": diff}
