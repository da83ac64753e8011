"""Reviews and agreements: who decides about a submitted step, and when it is decided."""

from __future__ import annotations

from collections.abc import Container, Sequence
from typing import TYPE_CHECKING

from campaignflow.engine.draft import plain_arg
from campaignflow.engine.permission import permit
from campaignflow.engine.settling import check_exit, check_finish, check_fixes, settle_step
from campaignflow.refusal import RefusalKind
from campaignflow.state import roster

if TYPE_CHECKING:
    from campaignflow.engine.draft import Draft
    from campaignflow.model.people import Review, Role
    from campaignflow.state.compiled import Instance


def _reviewed(draft: Draft) -> tuple[Instance, Review] | None:
    instance = draft.target("step")
    if instance is None:
        return None
    review = instance.info.review
    if review is None:
        params = {"name": instance.key, "command": "finish"}
        draft.refuse(RefusalKind.NOT_DECLARED, "finish.other", params)
        return None
    _permit_side(draft, instance, _sides(draft, review.by, _voted(draft, instance)), len(review.by))
    _separate(draft, instance)
    return instance, review


def _sides(draft: Draft, roles: Sequence[Role], taken: Container[str]) -> list[str]:
    """Return the role the actor speaks for, preferably one that has not spoken; else all."""
    if len(roles) == 1:
        return [roles[0].key]
    state, keys = draft.state, [role.key for role in roles]
    persons = roster.acts_for(state, draft.actor or "", draft.day)
    held = [k for k in keys if any(roster.holds(state, k, person, draft.day) for person in persons)]
    return sorted(held, key=lambda key: key in taken)[:1] or keys


def _permit_side(draft: Draft, instance: Instance, able: list[str], sides: int) -> None:
    """Ask for permission; among several sides a person speaks only for a role of their own.

    A host may permit the command, but not make somebody a side.
    """
    host = draft.rule
    if sides > 1:
        draft.rule = None
    permit(draft, instance, able)
    draft.rule = host or draft.rule


def _voted(draft: Draft, instance: Instance, vote: str | None = None) -> set[str]:
    """Return the sides that have voted, or have cast one vote."""
    votes = draft.state.votes.get(instance.key)
    return {side for cast, side in votes.values() if vote in (None, cast)} if votes else set()


def _vote(draft: Draft, instance: Instance, review: Review, vote: str) -> None:
    side = _sides(draft, review.by, _voted(draft, instance))[0]
    data = {"vote": vote, "side": side, "reason": draft.command.reason}
    draft.emit("voted", instance.key, data)


def _separate(draft: Draft, instance: Instance) -> None:
    """Note if the reviewer submitted the work, holds or held it, or acts for whoever did."""
    state, actor = draft.state, draft.actor
    if actor is None:
        return
    own = roster.worked_on(state, instance)
    if not own.isdisjoint(roster.acts_for(state, actor, draft.day)):
        draft.refuse(RefusalKind.NOT_PERMITTED, "review.own", {"actor": actor})


def approve(draft: Draft) -> None:
    """Vote for a submitted step; the vote that decides finishes it."""
    found = _reviewed(draft)
    if found is None:
        return
    instance, review = found
    decides = _decides(draft, instance, review)
    if not draft.step(instance, "approve", check_finish if decides else None):
        return
    if len(review.by) > 1:
        _vote(draft, instance, review, "approve")
        if decides:
            draft.follow()
    if decides:
        settle_step(draft, instance, "approved")


def _decides(draft: Draft, instance: Instance, review: Review) -> bool:
    """Return whether one more approval, by the actor, is enough."""
    if len(review.by) == 1:
        return True
    votes = draft.state.votes.get(instance.key, {})
    if draft.actor in votes:
        draft.refuse(RefusalKind.WRONG_STATE, "review.twice", {"actor": draft.actor})
    roles = _voted(draft, instance, "approve")
    roles.add(_sides(draft, review.by, _voted(draft, instance))[0])
    vetoed = review.veto is not None and review.veto.key not in roles and review.decide != "any"
    return len(roles) >= review.needed and not vetoed


def return_(draft: Draft) -> None:
    """Return a submitted step for rework."""
    found = _reviewed(draft)
    if not draft.command.reason:
        draft.refuse(RefusalKind.INVALID, "reason.needed", {"command": "return_"})
    if found is None:
        return
    instance, review = found
    if not draft.step(instance, "return"):
        return
    if len(review.by) > 1:
        _vote(draft, instance, review, "return")
        if not _fails(draft, instance, review):
            return
        draft.follow()
    draft.emit("returned", instance.key, {"reason": draft.command.reason})


def _fails(draft: Draft, instance: Instance, review: Review) -> bool:
    """Return whether the votes so far leave no way to approval."""
    against = _voted(draft, instance, "return")
    if review.decide == "any" or (review.veto is not None and review.veto.key in against):
        return True
    return len(review.by) - len(against) < review.needed


def agree(draft: Draft) -> None:
    """Agree to a value on behalf of one side; done when all sides agree to the same."""
    instance = draft.target("step")
    if instance is None:
        return
    sides = {role.key for role in instance.info.agreed_by}
    if not sides:
        params = {"name": instance.key, "command": "finish"}
        draft.refuse(RefusalKind.NOT_DECLARED, "finish.other", params)
        return
    value, agreed = plain_arg(draft, "value"), draft.state.agreements.get(instance.key, {})
    able = _sides(draft, instance.info.agreed_by, [k for k in agreed if agreed[k] == value])
    _permit_side(draft, instance, able, len(sides) + 1)
    agreed = {**agreed, able[0]: value}
    decides = sides <= set(agreed) and len({repr(agreed[side]) for side in sides}) == 1

    def admits(draft: Draft, instance: Instance) -> None:
        check_fixes(draft, instance, "value")
        if decides:
            check_exit(draft, instance)

    if draft.step(instance, "finish", admits):
        draft.emit("agreed", instance.key, {"side": able[0], "value": value})
        if decides:
            draft.follow()
            settle_step(draft, instance, "finished", "value")
