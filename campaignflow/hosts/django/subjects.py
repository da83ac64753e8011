"""What the commands of a run can be about, and what people call it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

from campaignflow.commands import COMMANDS
from campaignflow.guards.leaves import ABOVE
from campaignflow.hosts.django.speech import text
from campaignflow.run import Run
from campaignflow.state.naming import full_title
from campaignflow.state.state import State

Given = tuple[str, Mapping[str, str]]
"""A subject, and what is settled of the values; the subject is empty where the form asks."""

ASKED: Final[Given] = ("", {})


def subjects(run: Run, command: str) -> Iterable[Given]:
    """Return everything that a command can be about in a run, whether it is allowed or not."""
    own = _OF_COMMAND.get(command) or _OF_SORT[COMMANDS[command].subject]
    return own(run.state)


def shown(run: Run, subject: str, args: Mapping[str, str]) -> str:
    """Return what a command is about as people call it; empty if it is the run as a whole."""
    state = run.state
    if "trigger" in args:
        return text("django.item_to", item=subject, state=_target(state, subject, args["trigger"]))
    named = [_named(state, name, value) for name, value in args.items() if name != "right"]
    parts = [*named, _title(state, subject), args.get("right", "")]
    return " ".join(part for part in parts if part)


def _named(state: State, name: str, value: str) -> str:
    edges = [
        edge for edge in state.blueprint.campaign.edges if name == "edge" and edge.key == value
    ]
    if edges:
        return edges[0].title or f"{edges[0].source.title} → {edges[0].target.title}"
    if value == ABOVE:
        return text("leaf.above")
    return state.blueprint.titles.get(value, value)


def _title(state: State, subject: str) -> str:
    if subject in state.records:
        return f"{state.blueprint.titles[state.records[subject].kind]} {subject}"
    rule, _, leaf = subject.partition("[")
    rules = state.blueprint.rules
    if rule not in rules:
        return full_title(state, subject)
    info = rules[rule].rule
    title = info.title or text(f"rule.{info.at}", node=state.blueprint.titles[info.on.key])
    return f"{title} [{leaf}" if leaf else title


def _target(state: State, item: str, trigger: str) -> object:
    """Return the state to which an item would move."""
    name = state.item_values.get(item, {}).get("ledger", "")
    ledger = state.blueprint.ledgers.get(name)
    for move in ledger.lifecycle.moves if ledger else ():
        if (move.trigger, move.source) == (trigger, state.items[name][item]):
            return state.blueprint.item_state(name, move.target)
    return trigger


def _nodes(state: State) -> Iterator[Given]:
    yield from ((instance.key, {}) for instance in state.all_instances())


def _items(state: State) -> Iterator[Given]:
    for name, items in state.items.items():
        lifecycle = state.blueprint.ledgers[name].lifecycle
        for item, current in items.items():
            for move in lifecycle.moves:
                if move.source == current and current not in lifecycle.final:
                    yield item, {"trigger": move.trigger}


def _rules(state: State) -> Iterator[Given]:
    for info in state.blueprint.rules.values():
        yield from ((leaf, {}) for leaf in info.leaf_keys.values())


def _waived(state: State) -> Iterator[Given]:
    yield from _nodes(state)
    yield from ((rule, {}) for rule in state.blueprint.rules)


def _reopened(state: State) -> Iterator[Given]:
    for edge in state.blueprint.campaign.edges:
        if edge.kind == "reopen":
            yield from ((key, {"edge": edge.key}) for key in state.instances_of(edge.target.key))


def _held(state: State) -> Iterator[Given]:
    for role, people in state.intervals.items():
        for person, intervals in people.items():
            if intervals and intervals[-1][1] is None:
                yield person, {"role": role}


def _related(state: State) -> Iterator[Given]:
    for (relation, left, right), stands in state.relations.items():
        if stands:
            yield left, {"relation": relation, "right": right}


_OF_SORT: Final[Mapping[str, Callable[[State], Iterable[Given]]]] = {
    "": lambda _state: [ASKED],
    "person": lambda _state: [ASKED],
    "node": _nodes,
    "record": lambda state: ((key, {}) for key in reversed(state.records)),
    "item": _items,
    "anchor": lambda state: ((anchor.key, {}) for anchor in state.blueprint.campaign.anchors),
    "rule": _rules,
    "sealed": lambda state: [(subject, {}) for subject in state.sealed],
}
_OF_COMMAND: Final[Mapping[str, Callable[[State], Iterable[Given]]]] = {
    "add": lambda _state: [ASKED],
    "record": lambda state: (("", {"kind": kind}) for kind in state.blueprint.kinds),
    "find": lambda state: (("", {"ledger": name}) for name in state.blueprint.ledgers),
    "waive": _waived,
    "reopen": _reopened,
    "report": lambda state: (
        (node, {"tier": tier} if tier else {}) for node, tier in state.blueprint.reports
    ),
    "give_up_role": _held,
    "unrelate": _related,
}
"""Commands that are about something else than their sort of subject."""
