"""Compare the tables of facts with what was collected from the plans.

``collected_00N.json`` holds what was read out of a plan, by somebody who knew no definition: of each
fact its kind, its section, and a value in dates, numbers, step numbers and short labels. ``words.csv``
says for which elements or own words a step number or a label stands; for none, it has no element of
its own.

| ``source`` | the collected value must |
|---|---|
| ``start..end``, ``start..``, ``..end`` | be those days |
| ``windows``, ``overlaps`` | be a list of such days, one after the other |
| ``min..max`` | be those bounds of a number |
| ``#chain`` | be as long as the number, or have as many parts as there are words or links |
| ``*phases`` | be a table, of which the words of every row stand in the text |
| ``anchors`` | be days within the windows |
| ``min``, ``doc``, ``chain`` | be the number, the truth, nothing, or words of the text (a chain: in its order) |

Beside all sources, whatever a fact says of a step must stand at that step (:func:`astray`).
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from functools import cache
from itertools import chain
from typing import Any, NamedTuple

from campaignflow.guards import Guard
from campaignflow.model import Artifact, Campaign, Edge, Phase, RecordKind, Rule, Stated, Step
from campaignflow.model.nodes import Root

from .tracing import HERE, Plan, Row, find

ABSENT = ("", "..", "None")
ORDERED = ("chain", "ladder", "priority", "pairs")


class Fact(NamedTuple):
    """One fact as it was collected."""

    kind: str
    section: str
    value: dict[str, Any]


@cache
def facts(number: str) -> dict[str, Fact]:
    """Return the collected facts of a plan by id."""
    text = (HERE / f"collected_{number}.json").read_text(encoding="utf-8")
    return {key: Fact(**found) for key, found in json.loads(text).items()}


@cache
def words(number: str) -> dict[str, str]:
    """Return what the labels and step numbers of a plan stand for."""
    with (HERE / "words.csv").open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines)
        return {row["label"]: row["means"] for row in rows if row["plan"] == number}


# --- values


def agrees(row: Row, number: str) -> bool:
    """Return whether the table's value is what was collected under each source of ``row``."""
    value, known = facts(number)[row.fact].value, words(number)
    return all(_agrees(row.value, source, value, known) for source in row.source.split())


def _agrees(text: str, source: str, value: dict[str, Any], known: dict[str, str]) -> bool:
    if source == "start..end":
        return text == f"{value['start'] or ''}..{value['end'] or ''}"
    if source == "start..":
        return text.startswith(f"{value['start']}..")
    if source == "..end":
        return text == f"..{value['end']}"
    if source == "min..max":
        return text.startswith(f"{value['min']}..{value['max']} ")
    found = value[source.lstrip("#*")]
    if source.startswith("#"):
        return len(found) == _number(text)
    if source.startswith("*"):
        return _named(text, list(found.values()), known)
    if source in ("windows", "overlaps"):
        return text.split() == [_days(each) for each in found]
    if isinstance(found, bool):
        return text == str(found).lower()
    if found is None:
        return text in ABSENT
    if isinstance(found, int):
        return _number(text) == found
    if source in ("anchor", "anchors"):
        return _within_days(text, found)
    return _named(text, found, known, ordered=source in ORDERED)


def _within_days(text: str, found: str | list[str]) -> bool:
    """Return whether each day lies in the days that stand in its place in ``text``."""
    days = found if isinstance(found, list) else [found]
    spans = [span.split("..") for span in text.split()]
    return len(spans) == len(days) and all(
        a <= day <= b for day, (a, b) in zip(days, spans, strict=True)
    )


def _days(found: dict[str, str] | list[str]) -> str:
    start, end, *_ = found.values() if isinstance(found, dict) else found
    return f"{start}..{end}"


def _number(text: str) -> int:
    leading = re.match(r"\d+", text)
    return int(leading[0]) if leading else len(re.split("[> ]", text))


def _named(text: str, found: Any, known: dict[str, str], *, ordered: bool = False) -> bool:
    """Return whether one label, all of several, or all rows of them stand in ``text``."""
    labels = list(found) if isinstance(found, list | dict) else [found]
    if any(isinstance(label, list) for label in labels):
        return all(_named(text, label, known) for label in labels)
    if text in map(str, labels):
        return True
    place = 0
    for label in map(str, labels):
        match = re.compile(_pattern(label, known)).search(text, place)
        if match is None:
            return False
        place = match.end() if ordered else 0
    return True


def _pattern(label: str, known: dict[str, str]) -> str:
    """Return what finds a label, or what it stands for; where that is nothing, anything does."""
    if known.get(label) == "":
        return ""
    options = "|".join(map(re.escape, [label, *known.get(label, "").split()]))
    return rf"(?<![A-Za-z0-9_])(?:{options})(?![A-Za-z0-9_])"


# --- places


def astray(plan: Plan, row: Row) -> str | None:
    """Return where ``row`` should stand if nothing of it does; None if it does, or has no place."""
    step = facts(plan.number)[row.fact].value.get("step")
    if not isinstance(step, str) or step == "*":
        return None
    wanted, here = words(plan.number)[step].split(), places(plan.campaign, row)
    stands = any(_within(plan.campaign, node, wanted) for node in here)
    return None if stands or not here else f"{row.fact} {' '.join(wanted)}"


def places(campaign: Campaign, row: Row) -> set[str]:
    """Return the nodes at which the elements of ``row`` stand; none where they stand nowhere."""
    elements = [_home(campaign, name) for name in row.element.split("+")]
    return set(chain.from_iterable(_places(campaign, element) for element in elements))


def _home(campaign: Campaign, name: str) -> Any:
    """Return the element of this name: of a leaf its rule, of a field the record that has it."""
    if not name.startswith("field:"):
        return find(campaign, re.sub(r"\[.*", "", name))
    owner = name.removeprefix("field:").split(".")[0]
    return next((record for record in campaign.records if record.key == owner), None)


def _places(campaign: Campaign, element: Any) -> Iterator[str]:
    match element:
        case Phase() | Step():
            yield element.key
        case Rule() | Stated():
            yield element.on.key
        case Edge():
            yield from (element.source.key, element.target.key)
        case RecordKind() | Artifact():
            yield from _users(campaign, element.key)


def _users(campaign: Campaign, key: str) -> Iterator[str]:
    """Yield the nodes whose rules look at the records or documents of this key."""
    for rule in campaign.rules:
        if any(key in _looks_at(leaf) for _path, leaf in rule.guard.leaves()):
            yield rule.on.key
    for step in campaign.steps:
        if step.artifact is not None and step.artifact.key == key:
            yield step.key


def _looks_at(leaf: Guard) -> set[str]:
    parts = (getattr(leaf, name, None) for name in ("of", "kind", "ledger", "by"))
    return {part.key for part in parts if hasattr(part, "key")}


def _within(campaign: Campaign, key: str, wanted: list[str]) -> bool:
    node: Any = campaign.node(key)
    while node is not None:
        if node.key in wanted or isinstance(node, Root):
            return True
        node = node.part_of
    return False
