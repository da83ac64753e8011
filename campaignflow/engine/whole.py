"""Commands about the run as a whole: start, suspend, resume, conclude, archive, cancel."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from campaignflow.engine.cascade import cascade, lapse
from campaignflow.engine.people import exempt, welcome
from campaignflow.engine.permission import permit
from campaignflow.engine.settling import check_exit
from campaignflow.engine.timing import check_shortened, need_reason, open_due
from campaignflow.events import NOTHING
from campaignflow.model.facts import wrong_values
from campaignflow.model.nodes import CAMPAIGN
from campaignflow.model.people import Variant
from campaignflow.refusal import RefusalKind
from campaignflow.state import roster
from campaignflow.state.state import SETTLED

if TYPE_CHECKING:
    from campaignflow.engine.draft import Draft


def start(draft: Draft) -> None:
    """Start the run: pin the definition, take the roster, apply variants, open what opens."""
    if draft.state.status != "planned":
        draft.refuse(RefusalKind.CONFLICT, "start.twice", {"run": draft.state.run})
        return
    draft.rule = draft.rule or "host"
    facts = draft.arg("facts") or {}
    campaign = draft.blueprint.campaign
    for notice in wrong_values(campaign.facts, facts):
        draft.refuse(RefusalKind.INVALID, notice.code, notice.params)
    variants = applying(draft, campaign.variants, facts)
    tiers = [tier.key for tier in campaign.tiers]
    if tiers and draft.arg("tier") not in tiers:
        draft.refuse(RefusalKind.INVALID, "start.tier", {"tiers": tiers})
    people = [tuple(row) for row in draft.arg("roster") or ()]
    relations = [tuple(row) for row in draft.arg("relations") or ()]
    _check_people(draft, people, relations)
    if draft.causes:
        return
    _started(draft, facts, [variant.key for variant in variants])
    _people(draft, people, relations)
    _check_lead(draft)
    exempt(draft)
    draft.touched.insert(0, CAMPAIGN.key)
    cascade(draft)


def _started(draft: Draft, facts: Mapping[str, Any], variants: list[str]) -> None:
    campaign = draft.blueprint.campaign
    data = {
        "campaign": campaign.key,
        "version": campaign.version,
        "digest": campaign.digest,
        "text_digest": campaign.text_digest,
        "unit": draft.arg("unit"),
        "tier": draft.arg("tier"),
        "facts": dict(facts),
        "variants": variants,
    }
    for name in ("parent", "title"):
        if draft.arg(name) is not None:
            data[name] = draft.arg(name)
    draft.emit("started", "", data)


def applying(draft: Draft, variants: Iterable[Variant], facts: Mapping[str, Any]) -> list[Variant]:
    """Return the variants that apply by the facts of a unit; note those that cannot be judged."""
    found = []
    for variant in variants:
        judged = variant.when.judge(facts)
        if judged is None:
            params = {"variant": variant.key, "why": variant.when.why_not(facts)}
            draft.refuse(RefusalKind.UNKNOWN, "variant.unknown", params)
        if judged:
            found.append(variant)
    return found


def _check_people(
    draft: Draft, people: list[tuple[Any, ...]], relations: list[tuple[Any, ...]]
) -> None:
    known = list(draft.blueprint.role_down)
    for row in people:
        if len(row) != 2 or row[1] not in known:
            draft.unknown("role", str(row[-1]) if row else "", known)
        elif not row[0]:
            draft.refuse(RefusalKind.INVALID, "person.empty")
    names = [relation.key for relation in draft.blueprint.campaign.relations]
    for row in relations:
        if len(row) != 3 or row[0] not in names:
            draft.unknown("relation", str(row[0]) if row else "", names)


def _people(draft: Draft, people: list[tuple[Any, ...]], relations: list[tuple[Any, ...]]) -> None:
    draft.follow()
    for person, role in people:
        draft.emit("took_role", person, {"role": role, "person": person})
    for role in dict.fromkeys(role for _person, role in people):
        welcome(draft, role)
    for relation, left, right in relations:
        draft.emit("related", left, {"relation": relation, "left": left, "right": right})


def _check_lead(draft: Draft) -> None:
    """Note if nobody leads: nobody could then do anything, nor let anybody else."""
    lead, day = draft.blueprint.lead, draft.day
    if not roster.holders(draft.state, lead, day, day, day, throughout=False):
        title = draft.blueprint.titles[lead]
        draft.refuse(RefusalKind.INVALID, "start.lead", {"role": lead, "title": title})


def _change(draft: Draft, trigger: str, kind: str, data: Mapping[str, Any] = NOTHING) -> bool:
    """Move the campaign's lifecycle; note if it is in another state."""
    current = draft.state.status
    target = draft.blueprint.root.stepper.step(current, trigger, lambda: not draft.causes)
    if target is None or draft.causes:
        return False
    draft.emit(kind, "", {"reason": draft.command.reason, **data})
    return True


def suspend(draft: Draft) -> None:
    """Suspend the run: alarms are silent, only facts are taken."""
    permit(draft)
    need_reason(draft)
    _change(draft, "suspend", "suspended")


def resume(draft: Draft) -> None:
    """Resume a suspended run; what has become due meanwhile opens."""
    permit(draft)
    if _change(draft, "resume", "resumed"):
        draft.follow()
        open_due(draft)


def conclude(draft: Draft) -> None:
    """Conclude the run when everything required is settled."""
    permit(draft)
    root = draft.state.instance(CAMPAIGN.key)
    if root is None:
        return
    leftovers = list(draft.arg("leftovers") or ())
    for key in leftovers:
        if draft.state.instance(key) is None:
            draft.unknown("node", str(key), [*draft.blueprint.instances, *draft.state.extra])
    if leftovers:
        need_reason(draft)
        if not draft.blueprint.planned.windows[CAMPAIGN.key].soft_end:
            draft.refuse(RefusalKind.NOT_DECLARED, "conclude.no_leftovers")
    check_exit(draft, root)
    check_shortened(draft, root)
    if _change(draft, "conclude", "concluded", {"leftovers": leftovers}):
        draft.flush_deviations()
        draft.follow()
        lapse(draft, root, "lapsed", draft.command.reason)


def archive(draft: Draft) -> None:
    """Archive a concluded run: it takes nothing more."""
    permit(draft)
    _change(draft, "archive", "archived")


def cancel(draft: Draft) -> None:
    """Cancel the run as a whole, and everything in it that is not settled."""
    permit(draft)
    need_reason(draft)
    if _change(draft, "cancel", "cancelled"):
        draft.follow()
        for instance in list(draft.state.all_instances()):
            node = draft.state.node(instance.key)
            if node.state not in SETTLED:
                data = {"as": "cancelled", "reason": draft.command.reason}
                draft.emit("released", instance.key, data, floor=node.last_at)
