"""Checks for edges that may have been forgotten: what alone of its like nothing orders."""

from __future__ import annotations

from collections.abc import Iterator

from campaignflow.graph import place
from campaignflow.keyed import key_of
from campaignflow.model.campaign import Campaign
from campaignflow.model.nodes import Phase, Step
from campaignflow.verification.finding import Finding, info


def check_loose(campaign: Campaign) -> Iterator[Finding]:
    """Report what may begin on the first day, or holds nobody up, while all its like are in order.

    Nothing is wrong with it; but a forgotten edge looks just so.
    """
    edges = [edge for edge in campaign.edges if edge.kind != "reopen"]
    yield from _phases(campaign, {e.source.key for e in edges}, {e.target.key for e in edges})
    groups: dict[str | None, list[Step]] = {}
    for step in campaign.steps:
        groups.setdefault(key_of(step.part_of), []).append(step)
    tied = {end.key for edge in campaign.edges for end in (edge.source, edge.target)}
    group = {step.key: key for key, steps in groups.items() for step in steps}
    ends = [(edge.source.key, edge.target.key) for edge in edges]
    inner = (pair for pair in ends if pair[0] in group and pair[1] in group)
    linked = {key for a, b in inner if group[a] == group[b] for key in (a, b)}
    for steps in groups.values():
        left = [step for step in steps if step.key not in linked]
        if len(left) == 1 < len(steps) and left[0].key not in tied and not _placed(left[0]):
            step = left[0]
            yield info(place(campaign, step.key), "structure.loose_step", title=step.title)


def _phases(campaign: Campaign, sources: set[str], targets: set[str]) -> Iterator[Finding]:
    """Yield later phases that wait for nothing, and earlier ones that nothing waits for."""
    phases: tuple[Phase, ...] = campaign.phases
    ordered = any(phase.key in targets for phase in phases)
    for number, phase in enumerate(phases if ordered else ()):
        free = number > 0 and phase.key not in targets
        if free or (number < len(phases) - 1 and phase.key not in sources):
            yield info(place(campaign, phase.key), "structure.loose_phase", title=phase.title)


def _placed(step: Step) -> bool:
    """Return whether something else says when the step is to be done."""
    return any((step.window, step.repeat, step.each, step.starts_with, step.ends_with))
