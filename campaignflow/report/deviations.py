"""Deviations from the plan, each in the words of its own day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

import attrs

from campaignflow.events import Event
from campaignflow.messages import Notice
from campaignflow.model.campaign import Campaign
from campaignflow.state import State, evolve, initial
from campaignflow.state.judging import explained
from campaignflow.state.naming import full_title


@attrs.frozen
class Deviation:
    """Hold one recorded deviation from the plan.

    Attributes:
        day: When it happened.
        node: Name of the node instance.
        title: Its title.
        notice: What deviated.
        reason: Why, as given.
    """

    day: dt.date
    node: str
    title: str
    notice: Notice
    reason: str | None

    def as_json(self) -> dict[str, object]:
        """Return it as plain data."""
        plain = {"day": self.day.isoformat(), "node": self.node, "title": self.title}
        return {**plain, **self.notice.as_json(), "reason": self.reason}


def deviations(campaign: Campaign, run: str, events: Sequence[Event]) -> tuple[Deviation, ...]:
    """Return the deviations among ``events``, with what was counted when each was recorded."""
    return tuple(_deviations(campaign, run, events))


def _deviations(campaign: Campaign, run: str, events: Sequence[Event]) -> Iterator[Deviation]:
    then, done = initial(campaign, run), 0
    for index, event in enumerate(events):
        if event.kind == "deviated":
            evolve(then, *events[done:index])
            done = index
            yield _deviation(then, event)


def _deviation(state: State, event: Event) -> Deviation:
    data = event.data
    params = {name: _named(state, event, name, value) for name, value in data["params"].items()}
    return Deviation(
        dt.date.fromordinal(state.day(event.at)),
        event.subject,
        full_title(state, event.subject),
        Notice(f"report.deviation.{data['code']}", params),
        data["reason"],
    )


def _named(state: State, event: Event, name: str, value: object) -> object:
    if name == "edge":
        edge = state.blueprint.edges.get(str(value))
        return edge.edge.title or edge.source.title if edge else value
    if name == "rule" and str(value) in state.blueprint.rules:
        return _rule_words(state, str(value), event)
    return value


def _rule_words(state: State, key: str, event: Event) -> object:
    """Return the title of a rule, or what of it was not satisfied."""
    rule, instance = state.blueprint.rules[key], state.instance(event.subject)
    if rule.rule.title or instance is None:
        return rule.rule.title or key
    found = explained(state, rule, instance, state.day(event.at))
    return [leaf.notice for leaf in found.blocking()] or found.notice
