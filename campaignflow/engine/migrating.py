"""The command that lets a run go by the newest version of its plan that is known."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from campaignflow.engine.people import exempt
from campaignflow.engine.permission import permit
from campaignflow.engine.timing import need_reason, not_before, open_due
from campaignflow.engine.whole import applying
from campaignflow.model.facts import wrong_values
from campaignflow.refusal import RefusalKind
from campaignflow.state.carrying import carry
from campaignflow.state.order import possible_again
from campaignflow.state.state import SETTLED

if TYPE_CHECKING:
    from campaignflow.engine.draft import Draft
    from campaignflow.model.campaign import Campaign
    from campaignflow.state.compiled import Instance


def migrate(draft: Draft) -> None:
    """Go by the newest version of the plan, if everything in the run has a place there."""
    permit(draft)
    need_reason(draft)
    state, new = draft.state, draft.state.newest
    if new.digest == state.head["digest"]:
        draft.refuse(RefusalKind.WRONG_STATE, "migrate.same", {"version": new.version})
        return
    for key, node in state.nodes.items():
        not_before(draft, key, node.last_at, "time.before_last")
    data = _terms(draft, new)
    if draft.causes:
        return
    carried = carry(state, new, data, draft.day)
    for found in carried.homeless:
        draft.refuse(RefusalKind.UNSATISFIED, found.notice.code, found.notice.params)
    if draft.causes:
        return
    draft.state = state.copy()
    draft.emit("migrated", "", data)
    draft.blueprint = draft.state.blueprint
    draft.follow()
    _settle_in(draft, carried.new)


def _terms(draft: Draft, new: Campaign) -> dict[str, Any]:
    """Return what the event holds, noting what is wrong with it."""
    state, given = draft.state, dict(draft.arg("facts") or {})
    mapping = dict(draft.arg("mapping") or {})
    _check_mapping(draft, new, mapping)
    for notice in wrong_values(new.facts, given, partial=True):
        draft.refuse(RefusalKind.INVALID, notice.code, notice.params)
    variants = applying(draft, new.variants, {**state.facts, **given})
    tiers = [tier.key for tier in new.tiers]
    if tiers and state.head["tier"] not in tiers:
        draft.refuse(RefusalKind.INVALID, "start.tier", {"tiers": tiers})
    return {
        "campaign": new.key,
        "version": new.version,
        "digest": new.digest,
        "text_digest": new.text_digest,
        "mapping": mapping,
        "facts": given,
        "variants": [variant.key for variant in variants],
        "reason": draft.command.reason,
    }


def _check_mapping(draft: Draft, new: Campaign, mapping: dict[str, Any]) -> None:
    old = draft.blueprint.campaign
    before = [*(element.key for _table, element in old.elements()), *draft.state.added]
    after = [element.key for _table, element in new.elements()]
    for key, to in mapping.items():
        if key not in before and (to is not None or key not in after):
            draft.unknown("element", key, before)
        if to is not None and to not in after:
            draft.unknown("element", str(to), after)


def _settle_in(draft: Draft, new: Collection[str]) -> None:
    """Let follow what the new plan makes of where the run stands; ``new`` instances among it."""
    exempt(draft)
    state = draft.state
    for instance in list(state.all_instances()):
        if possible_again(state, instance):
            draft.emit("revived", instance.key)
        elif instance.key in new and state.node(instance.key).state == "planned":
            _lapse_with(draft, instance)
    open_due(draft)


def _lapse_with(draft: Draft, instance: Instance) -> None:
    """Release a new instance as what it ends with was released, or has closed."""
    state, ender = draft.state, instance.info.ender
    around = [state.node(key) for key in state.related(instance, state.info(ender or ""))]
    if around and all(node.state in SETTLED for node in around):
        data = {"as": around[0].released_as or "lapsed", "reason": draft.command.reason}
        draft.emit("released", instance.key, data)
        draft.touch(instance)
