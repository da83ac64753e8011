"""Answers from outside: durations that nobody here decides, against the dates of the plan.

A step whose owner comes from outside takes as long as it pleases its owner, within what ``takes=``
says. The rest of the plan is kept if its own starts and finishes can be chosen day by day so that
no date is missed, however late the next answer comes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from campaignflow.messages import Notice
from campaignflow.model.campaign import Campaign
from campaignflow.model.time import Takes
from campaignflow.state import Instance
from campaignflow.temporal.axis import lasting
from campaignflow.temporal.bounds import Bounds
from campaignflow.temporal.controllability import Given, blamed, controllable
from campaignflow.temporal.network import Conflict, Network
from campaignflow.verification.finding import Finding, warning
from campaignflow.verification.windows import planned_bounds

Links = Mapping[Given, Instance]

_MOST: Final = 50
"""Most durations of which those to blame are looked for."""


def check_answers(campaign: Campaign) -> Iterator[Finding]:
    """Report durations decided outside that the plan's dates cannot wait for."""
    outside = {role.key: role.title for role in campaign.roles if role.outside}
    if not any(step.takes is not None for step in campaign.steps) or not outside:
        return
    plan = planned_bounds(campaign)
    waited = [i for i in plan.state.all_instances() if i.info.owner in outside and _takes(i).most]
    net, links = _network(plan, waited)
    if not links or len(links) > _MOST or isinstance(plan.network.earliest(), Conflict):
        return
    for link in (guilty := blamed(net, list(links))):
        node = links[link].info
        params = {
            "title": node.title,
            "role": outside[str(node.owner)],
            "days": _takes(links[link]).most,
            "mend": _mend(net, link, guilty, _takes(links[link])),
        }
        yield warning(f"steps.{node.key}.takes", "window.answer", **params)


def _takes(instance: Instance) -> Takes:
    takes: Takes | None = getattr(instance.info.node, "takes", None)
    return takes or Takes()


def _network(plan: Bounds, waited: list[Instance]) -> tuple[Network, Links]:
    """Return the bounds that are ours to keep, and the answers, each with what waits for it.

    An answer ends at a point of its own, which the finish of its step follows.
    """
    keys = {plan.start[instance.key]: plan.finish[instance.key] for instance in waited}
    net, old = Network(plan.network.points), plan.network
    for bound, said in enumerate(plan.bounds):
        earlier, later = old.source[bound], old.target[bound]
        pair = (later, earlier) if said.until else (earlier, later)
        if said.kind != "takes" or keys.get(pair[0]) != pair[1]:
            net.at_least(earlier, later, old.gap[bound])
    links = {}
    for instance in waited:
        start, answer = plan.start[instance.key], net.add()
        net.at_least(answer, plan.finish[instance.key])
        takes = _takes(instance)
        links[Given(start, answer, _length(takes.least), _length(takes.most or 0))] = instance
    return net, links


def _length(days: int) -> int:
    return lasting(days) if days else 0


def _mend(net: Network, link: Given, guilty: list[Given], takes: Takes) -> Notice:
    """Return by when the answer must be there for the plan to be kept, if any such day will do."""
    others = [other for other in guilty if other is not link]
    for days in range((takes.most or 0) - 1, takes.least - 1, -1):
        if controllable(net, [*others, link._replace(most=_length(days))]):
            return Notice("verify.answer_within", {"days": days})
    return Notice("verify.answer")
