"""Checks of the tables: what is declared and never used, what is left open and not explained."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

import attrs

from campaignflow.guards.algebra import Guard
from campaignflow.guards.leaves import Unstated
from campaignflow.guards.populations import Population
from campaignflow.model.campaign import Campaign
from campaignflow.model.facts import Field
from campaignflow.model.people import Role
from campaignflow.verification.finding import Finding, info, warning
from campaignflow.verification.people import upwards
from campaignflow.verification.windows import windows_of

_TABLES: Final = {"roles": "role", "records": "record", "ledgers": "ledger", "anchors": "anchor"}


def check_unused(campaign: Campaign) -> Iterator[Finding]:
    """Report roles, record kinds, ledgers and anchors that nothing refers to."""
    used = set(_used(campaign))
    used |= {key for role in campaign.roles for key in _carried(role, used)}
    texts = "\n".join(window.text for window in windows_of(campaign))
    for table, element in campaign.elements():
        if table not in _TABLES or element.key in used:
            continue
        title = str(getattr(element, "title", element.key))
        if table == "anchors" and title in texts:
            continue
        yield info(f"{table}.{element.key}", f"unused.{_TABLES[table]}", title=title)


def check_slots(campaign: Campaign) -> Iterator[Finding]:
    """Report which of the five usual parts a plan that names them leaves out without a reason."""
    explained = {row.slot for row in campaign.vacant}
    if not explained and not any(campaign.slots.values()):
        return
    for slot, nodes in campaign.slots.items():
        if not nodes and slot not in explained:
            yield warning("vacant", "unused.slot", title=slot)


def check_unstated(campaign: Campaign) -> Iterator[Finding]:
    """Report where the plan asks for something that its text does not tell."""
    for key, rule in zip(campaign.rule_keys, campaign.rules, strict=True):
        for _path, leaf in rule.guard.leaves():
            if isinstance(leaf, Unstated):
                yield info(f"rules.{key}", "guard.unstated", title=rule.on.title, why=leaf.why)


def _used(campaign: Campaign) -> Iterator[str]:
    """Yield the key of everything that something refers to."""
    yield campaign.lead.key
    rows: list[Any] = [*campaign.phases, *campaign.steps, *campaign.relations, *campaign.may]
    rows += (*campaign.records, *campaign.artifacts, *campaign.ledgers)
    for row in rows:
        yield from _named_by(row)
    for step in campaign.steps:
        if step.review is not None:
            yield from _named_by(step.review)
    for window in windows_of(campaign):
        yield from _named_by(window)
    for variant in campaign.variants:
        yield from (role.key for pair in variant.swap for role in pair)
    for rule in campaign.rules:
        yield from _within(rule.guard)
    for edge in campaign.edges:
        yield from _within(edge.guard)


def _carried(role: Role, used: set[str]) -> Iterable[str]:
    """Return the roles that are used because another one of their line is.

    Whoever holds a role holds those above it, so that one used role gives all of them a meaning.
    """
    line = list(upwards(role))
    return line if used.intersection(line) else ()


def _named_by(row: Any) -> Iterator[str]:
    """Yield the keys in the reference fields of one value."""
    for field in attrs.fields(type(row)):
        found = getattr(row, field.name) if field.metadata.get("ref") else None
        if found is not None:
            yield from (one.key for one in (found if isinstance(found, tuple) else (found,)))


def _within(value: Any) -> Iterator[str]:
    """Yield the keys of everything that a guard looks at."""
    if isinstance(value, tuple):
        for part in value:
            yield from _within(part)
    elif isinstance(value, Guard | Population):
        for field in attrs.fields(type(value)):  # type: ignore[arg-type]
            yield from _within(getattr(value, field.name))
    elif isinstance(getattr(value, "key", None), str) and not isinstance(value, Field):
        yield value.key
