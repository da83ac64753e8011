"""Commands about definitions: list, check, show."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from campaignflow.cli.campaigns import find_campaign, find_with_source, shipped
from campaignflow.cli.lines import Lines
from campaignflow.cli.options import DB, FINE, FOUND, command
from campaignflow.cli.output import Output
from campaignflow.cli.store import opened
from campaignflow.errors import CampaignflowError, message_of
from campaignflow.model.campaign import Campaign
from campaignflow.model.nodes import CAMPAIGN, Node, Phase, Root, Step
from campaignflow.model.people import Need, Review, Variant
from campaignflow.model.planning import Planned
from campaignflow.model.time import Elasticity

if TYPE_CHECKING:
    from campaignflow.calendar import Resolution
    from campaignflow.guards import Guard

_BARE: Final = ("", "", "")
_PLAN = click.argument("plan")


@command("list", DB)
def list_(out: Output, db: str) -> int:
    """List the campaigns that are installed and the runs in the database.

    Exit code 1 if a campaign cannot be loaded; it is named, and the others are listed.
    """
    plans, broken = _installed()
    runs: list[tuple[str, str, str]] = []
    if Path(db).exists():
        with opened(db) as log:
            for name in log.runs():
                kept = log.status(name)
                runs.append((name, kept.campaign if kept else "", kept.status if kept else ""))
    if out.json:
        out.data({
            "campaigns": [{"name": n, "title": c.title, "version": c.version} for n, c in plans],
            "broken": [{"name": name, "message": str(why)} for name, why in broken],
            "runs": [{"name": n, "campaign": c, "status": s} for n, c, s in runs],
        })  # fmt: skip
        return FOUND if broken else FINE
    out.say("cli.campaigns")
    out.table(_BARE, [(f"  {name}", plan.title, plan.window.text) for name, plan in plans])
    for name, why in broken:
        click.echo(out.word("cli.broken", name=name, why=message_of(why, out.lang)), err=True)
    if runs:
        out.say("cli.runs", db=db)
        words = [out.word(f"report.run.{s}") if s else "" for _n, _c, s in runs]
        rows = zip(runs, words, strict=True)
        out.table(_BARE, [(f"  {name}", key, word) for (name, key, _s), word in rows])
    return FOUND if broken else FINE


def _installed() -> tuple[list[tuple[str, Campaign]], list[tuple[str, Exception]]]:
    """Return the campaigns that can be loaded, and why others cannot."""
    plans, broken = list[tuple[str, Campaign]](), list[tuple[str, Exception]]()
    for name in shipped():
        try:
            plans.append((name, find_campaign(name)))
        except (CampaignflowError, click.UsageError) as wrong:
            broken.append((name, wrong))
    return plans, broken


@command("check", _PLAN)
def check(out: Output, plan: str) -> int:
    """Check a definition; exit code 1 if there are errors or warnings."""
    from campaignflow.verification import Severity, verify

    campaign, file = find_with_source(plan)
    findings = verify(campaign)
    lines = None if file is None else Lines(campaign, file)
    at = [None if lines is None else lines.of(finding.place) for finding in findings]
    if out.json:
        found = [{**f.as_json(), "line": line} for f, line in zip(findings, at, strict=True)]
        out.data({"campaign": campaign.key, "digest": campaign.digest, "findings": found})
    for finding, line in zip(findings, at, strict=True):
        text = finding.notice.text(out.lang)
        word = out.word(f"cli.severity.{finding.severity.value}")
        seen = "" if file is None or line is None else f"{file.name}:{line} "
        place = f"{seen}{finding.place}"
        out.say("cli.finding", severity=word, place=place, what=text)
    bad = [finding for finding in findings if finding.severity is not Severity.INFO]
    counts = {"nodes": len(campaign.phases) + len(campaign.steps), "rules": len(campaign.rules)}
    out.say("cli.checked", title=campaign.title, n=len(bad), **counts)
    return FOUND if bad else FINE


@command("show", _PLAN)
def show(out: Output, plan: str) -> None:
    """Show a definition: its phases and steps with their time, people and conditions."""
    campaign = find_campaign(plan)
    if out.json:
        from campaignflow.model import to_json

        out.data(to_json(campaign))
        return
    for line in _Outline(campaign, out).lines():
        click.echo(line)


class _Outline:
    """Tell a definition as an indented list."""

    def __init__(self, campaign: Campaign, out: Output) -> None:
        self.campaign = campaign
        self.out = out
        self.windows = Planned(campaign).windows
        self.parts: dict[str, list[Node]] = defaultdict(list)
        nodes: list[Phase | Step] = [*campaign.phases, *campaign.steps]
        for node in nodes:
            above = node.part_of.key if node.part_of else CAMPAIGN.key
            self.parts[above].append(node)

    def lines(self) -> Iterator[str]:
        """Yield the lines."""
        plan = self.campaign
        yield f"{plan.title} [{plan.key} {plan.version}] {_days(self.windows[CAMPAIGN.key])}"
        yield self.out.word("cli.roles", roles=[role.title for role in plan.roles])
        if plan.ledgers:
            yield self.out.word("cli.ledgers", ledgers=[ledger.title for ledger in plan.ledgers])
        yield from (f"  {fact}" for fact in self._elastic(plan.elasticity, Elasticity()))
        yield from self._rules(CAMPAIGN, "  ")
        yield from self._below(CAMPAIGN.key, "")
        for edge in plan.edges:
            words = {"source": edge.source.title, "target": edge.target.title}
            code = f"cli.edge.{edge.kind}{'' if edge.limit is None else '_limit'}"
            told = self.out.word(code, **words, limit=edge.limit)
            if edge.guard is not None:
                told += f" · {self.out.word('cli.edge.guard', what=self._asked(edge.guard))}"
            yield told
        for variant in plan.variants:
            yield from self._variant(variant)
        yield from self._slots()

    def _variant(self, variant: Variant) -> Iterator[str]:
        """Yield what differs for some units: what they leave out, and who acts for whom."""
        if variant.exempt:
            nodes = [self.campaign.node(node.key).title for node in variant.exempt]
            yield self.out.word("cli.variant.exempt", title=variant.title, nodes=nodes)
        for role, other in variant.swap:
            words = {"role": role.title, "other": other.title}
            yield self.out.word("cli.variant.swap", title=variant.title, **words)

    def _slots(self) -> Iterator[str]:
        """Yield the plan as the five usual parts of a campaign, if it names them."""
        why = {row.slot: row.why for row in self.campaign.vacant}
        for slot, nodes in self.campaign.slots.items():
            if nodes:
                titles = [node.title for node in nodes]
                yield self.out.word("cli.slot", slot=slot, nodes=titles)
            elif slot in why:
                yield self.out.word("cli.slot.vacant", slot=slot, why=why[slot])

    def _below(self, key: str, indent: str) -> Iterator[str]:
        for node in self.parts[key]:
            facts = "".join(f" · {fact}" for fact in self._facts(node))
            sign = "●" if isinstance(node, Phase) else "○"
            yield f"{indent}{sign} {node.title} [{node.key}]{facts}"
            yield from self._rules(node, f"{indent}    ")
            yield from self._below(node.key, f"{indent}  ")

    def _facts(self, node: Node) -> Iterator[str]:
        if isinstance(node, Root):
            return
        if node.window is not None:
            days = _days(self.windows[node.key])
            yield f"{node.window.text} ({days})" if days != node.window.text else days
        if node.owner is not None:
            yield self.out.word("cli.owner", role=node.owner.title)
        if isinstance(node, Step) and node.each is not None:
            yield self.out.word("cli.each", role=node.each.title)
        if isinstance(node, Step) and node.review is not None:
            yield self._review(node.review)
        if isinstance(node, Step) and node.agreed_by:
            yield self.out.word("cli.agreed_by", roles=[role.title for role in node.agreed_by])
        if isinstance(node, Step) and node.fixes is not None:
            yield self.out.word("cli.fixes", title=node.fixes.title)
        if node.tier is not None:
            yield self.out.word("cli.tier", title=node.tier.title)
        if isinstance(node, Step) and node.starts_with is not None:
            yield self.out.word("cli.starts_with", title=self._title(node.starts_with))
        if isinstance(node, Step) and node.ends_with is not None:
            yield self.out.word("cli.ends_with", title=self._title(node.ends_with))
        if node.need is not Need.REQUIRED:
            yield self.out.word(f"cli.need.{node.need.value}")
        if node.elasticity is not None:
            yield from self._elastic(node.elasticity, self.campaign.elasticity)
        if node.repeat is not None:
            every = node.repeat.every
            labels = [label for label, _window in node.repeat.named]
            yield self.out.word(
                f"owing.every.{every}" if every else "cli.named_times", labels=labels
            )

    def _elastic(self, own: Elasticity, usual: Elasticity) -> Iterator[str]:
        """Yield how planned time may be changed, where that is not as usual."""
        for way in ("extend", "shorten", "drop"):
            found = getattr(own, way)
            if found is not getattr(usual, way):
                yield self.out.word(f"cli.{way}.{found.value}")

    def _review(self, review: Review) -> str:
        """Return who reviews: one role, all of several (会签), any of them (或签), or so many."""
        roles = [role.title for role in review.by]
        how = {1: ".any", len(roles): ".all"}.get(review.needed, ".some") if roles[1:] else ""
        return self.out.word(f"cli.review{how}", roles=roles, n=review.needed)

    def _title(self, node: Node) -> str:
        return self.campaign.title if isinstance(node, Root) else node.title

    def _rules(self, node: Node, indent: str) -> Iterator[str]:
        for stated in self.campaign.stated:
            if stated.on.key == node.key:
                words = {"title": stated.title, "what": stated.values}
                yield f"{indent}{self.out.word('cli.stated', **words)}"
        for rule in self.campaign.rules:
            if rule.on.key == node.key:
                what = self._asked(rule.guard)
                code = f"cli.rule.{rule.at}.{rule.force.value}"
                yield f"{indent}{self.out.word(code, what=what)}"

    def _asked(self, guard: Guard) -> list[str]:
        """Return what a guard asks for, one sentence for each of its parts."""
        from campaignflow.draw.condition import conditions

        return [condition.text(self.out.lang) for condition in conditions(guard)]


def _days(window: Resolution) -> str:
    return window.edtf.replace("/", " — ")


COMMANDS: Final = {"list": list_, "check": check, "show": show}
