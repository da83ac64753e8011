"""Commands that only look at a run: status, agenda, items, log, verify, report."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click

from campaignflow.calendar import from_us
from campaignflow.cli.folder import report_folder
from campaignflow.cli.options import AS_OF, DB, FINE, FOUND, KNOWN, OUT, RUN, STORED, command
from campaignflow.cli.output import Output
from campaignflow.cli.store import opened, the_run
from campaignflow.errors import LogCorruptError
from campaignflow.events import Event, to_json
from campaignflow.report import status as status_of
from campaignflow.report import value_text


@command("status", AS_OF, KNOWN, *STORED)
def status(
    out: Output, as_of: str | None, known: str | None, db: str, name: str | None,
    campaign: str | None,
) -> None:  # fmt: skip
    """Tell where a run stands, what each step waits for, and who owes what."""
    with the_run(db, name, campaign) as run:
        found = run.status(as_of, known=known)
        told = run.opened(found.as_json() if out.json else found.text(out.lang), out.lang)
    if out.json:
        out.data(told)
    else:
        click.echo(told)


@command(
    "agenda",
    click.option("--person", help="Only what is this person's turn."),
    click.option("--role", help="Only what is the turn of somebody with this role."),
    AS_OF,
    *STORED,
)
def agenda(
    out: Output, person: str | None, role: str | None, as_of: str | None, db: str,
    name: str | None, campaign: str | None,
) -> None:  # fmt: skip
    """List what can be done now, the most urgent first."""
    with the_run(db, name, campaign) as run:
        if role is not None and role not in run.state.blueprint.role_down:
            known = ", ".join(run.state.blueprint.role_down)
            raise click.UsageError(f"there is no role {role!r}; there are {known}")
        items = run.agenda(as_of, person=person, role=role)
    if out.json:
        out.data([item.as_json() for item in items])
        return
    if not items:
        out.say("cli.nothing")
        return
    rows = []
    for item in items:
        row = item.row
        late = out.word("report.late", days=row.late_days) if row.late_days else ""
        what, by = item.notice.text(out.lang), str(row.due_by or "")
        rows.append((by, what, f"[{row.key}]", " ".join(item.who), late))
    heads = [out.word(f"cli.head.{head}") for head in ("by", "what", "node", "who", "late")]
    out.table(heads, rows)


@command(
    "items",
    click.option("--open", "unsettled", is_flag=True, help="Only what is not settled."),
    AS_OF,
    *STORED,
)
def items(
    out: Output, unsettled: bool, as_of: str | None, db: str, name: str | None,
    campaign: str | None,
) -> None:  # fmt: skip
    """List the items of the ledgers: what each is about, and where it stands."""
    with the_run(db, name, campaign) as run:
        found = [item for item in run.items(as_of) if not (unsettled and item.settled)]
        plain = run.opened([item.as_json() for item in found], out.lang)
    if out.json:
        out.data(plain)
        return
    if not found:
        out.say("cli.no_items")
        return
    titles = {(one.key, f.key): f.title for one in run.campaign.ledgers for f in one.fields}
    rows = []
    for item, told in zip(found, plain, strict=True):
        late = out.word("report.late", days=item.late_days) if item.late_days else ""
        what = [
            f"{titles.get((item.ledger, key), key)}: {value_text(value, out.lang)}"
            for key, value in told["values"].items()
        ]
        rows.append((item.title, item.item, "; ".join(what), item.state_text(out.lang), late))
    heads = [out.word(f"cli.head.{head}") for head in ("ledger", "item", "what", "state", "late")]
    out.table(heads, rows)


@command("log", *STORED)
def log(out: Output, db: str, name: str | None, campaign: str | None) -> None:
    """List every event of a run, in order."""
    with the_run(db, name, campaign) as run:
        events = run.events()
        plain = run.opened([to_json(event) for event in events], out.lang) if out.json else []
    if out.json:
        out.data(plain)
        return
    zone = run.campaign.zone
    heads = [out.word(f"cli.head.{head}") for head in ("seq", "at", "event", "subject", "actor")]
    out.table(heads, [event_row(out, event, zone) for event in events])


def event_row(out: Output, event: Event, zone: str) -> tuple[str, str, str, str, str]:
    """Return number, time, kind, subject and actor of an event, as people read them."""
    at = from_us(event.at, zone)
    shown = at.format("YYYY-MM-DD" if event.precision == "day" else "YYYY-MM-DD HH:mm")
    what = out.word(f"cli.event.{event.kind}")
    cause = f"#{event.cause}" if event.cause else event.actor or ""
    return str(event.seq), shown, what, event.subject, cause


@command("verify", DB, RUN)
def verify(out: Output, db: str, name: str | None) -> int:
    """Prove that logs are whole: every entry, every digest, the head; all runs, or one."""
    from campaignflow.log import verify as verify_log

    found: dict[str, dict[str, object]] = {}
    with opened(db) as kept:
        for run in (name,) if name else kept.runs():
            try:
                proof = verify_log(kept, run)
            except LogCorruptError as damage:
                found[run] = {"whole": False, "entry": damage.seq, "why": damage.why}
                out.say("cli.damaged", run=run, seq=damage.seq, why=damage.why)
            else:
                found[run] = {"whole": True, "entries": proof.count, "head": proof.head}
                out.say("cli.whole", run=run, n=proof.count, head=proof.head)
    if out.json:
        out.data(found)
    return FINE if all(proof["whole"] for proof in found.values()) else FOUND


@command("report", OUT, AS_OF, KNOWN, *STORED)
def report(
    out: Output, as_of: str | None, known: str | None, db: str, name: str | None,
    campaign: str | None, folder: str | None,
) -> None:  # fmt: skip
    """Write a folder with pictures, the page that replays the run, its log and its status."""
    with the_run(db, name, campaign) as run:
        state, day, events = run.seen(as_of, known=known)
        found = status_of(state, day, events)
        target = Path(folder or "report")
        written = report_folder(target, state, found, run.events(), out.lang)
    out.written(written)


COMMANDS: Final = {
    "status": status,
    "agenda": agenda,
    "items": items,
    "log": log,
    "verify": verify,
    "report": report,
}
