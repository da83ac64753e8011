"""Who may do what: deny by default, answered with the rule that allows or with the reason."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Final

from campaignflow.messages import Notice
from campaignflow.refusal import RefusalKind
from campaignflow.state import roster

if TYPE_CHECKING:
    from campaignflow.engine.draft import Draft
    from campaignflow.state.compiled import Instance

OWNER_MAY: Final = frozenset(
    {"open", "close", "finish", "submit", "claim", "hand_over", "record", "find", "work"}
)
LEAD_MAY_NOT: Final = frozenset({"approve", "return_", "agree"})


def permit(
    draft: Draft,
    instance: Instance | None = None,
    roles: Collection[str] = (),
    about: str | None = None,
) -> None:
    """Find the rule by which the actor may give the command, or note that there is none.

    Args:
        draft: The decision; its ``rule`` is set.
        instance: The instance it is about, whose owner has rights.
        roles: Roles that this very command is open to.
        about: What else it is about: a record kind, ledger, anchor or the node of a rule.
    """
    if draft.rule is not None:
        return
    actor, name = draft.actor, draft.command.name
    if actor is None:
        draft.refuse(RefusalKind.NOT_PERMITTED, "permit.nobody", {"command": name})
        return
    on = about if instance is None else instance.info.key
    rule = _direct(draft, actor, instance, roles, on)
    if rule is None and draft.state.substitutes:
        for person in roster.acts_for(draft.state, actor, draft.day)[1:]:
            found = _direct(draft, person, instance, roles, on)
            if found is not None:
                rule = f"{found} for {person}"
                break
    if rule is None:
        _denied(draft, actor, instance, roles)
    else:
        draft.rule = rule


def _direct(
    draft: Draft,
    actor: str,
    instance: Instance | None,
    roles: Collection[str],
    about: str | None,
) -> str | None:
    state, day, name = draft.state, draft.day, draft.command.name
    if instance is not None and name in OWNER_MAY:
        owner = _owner(draft, instance)
        if instance.member == actor:
            return "member"
        if state.assignments and state.assignments.get(instance.key) == actor:
            return "assignee"
        if owner is not None and roster.holds(state, owner, actor, day):
            return "owner"
    if name not in LEAD_MAY_NOT and roster.holds(state, draft.blueprint.lead, actor, day):
        return "lead"
    for role in sorted(roles) if roles else ():
        if roster.holds(state, role, actor, day):
            return role
    return _table(draft, actor, about)


def _owner(draft: Draft, instance: Instance) -> str | None:
    """Return the role whose holders may give the command; none pass on what another one holds."""
    if draft.command.name == "hand_over" and instance.key in draft.state.assignments:
        return None
    return instance.info.owner


def _table(draft: Draft, actor: str, about: str | None) -> str | None:
    for row in draft.blueprint.campaign.may:
        if draft.command.name not in row.commands:
            continue
        fits = not row.on or about in {element.key for element in row.on}
        if fits and roster.holds(draft.state, row.role.key, actor, draft.day):
            return f"may:{row.role.key}"
    return None


def _denied(draft: Draft, actor: str, instance: Instance | None, roles: Collection[str]) -> None:
    name = draft.command.name
    able = set(roles) if name in LEAD_MAY_NOT else {draft.blueprint.lead, *roles}
    if instance is not None and name in OWNER_MAY and (owner := _owner(draft, instance)):
        able.add(owner)
    able |= {row.role.key for row in draft.blueprint.campaign.may if name in row.commands}
    titles = [draft.blueprint.titles.get(role, role) for role in sorted(able)]
    params: dict[str, object] = {"actor": actor, "command": name, "able": titles}
    others = [term for role in sorted(able) for term in _terms(draft, role, actor)]
    if not others:
        draft.refuse(RefusalKind.NOT_PERMITTED, "permit.denied", params)
        return
    day = dt.date.fromordinal(draft.day).isoformat()
    more = {"day": day, "terms": others}
    draft.refuse(RefusalKind.NOT_PERMITTED, "permit.denied_then", {**params, **more})


def _terms(draft: Draft, role: str, person: str) -> Iterator[Notice]:
    """Yield when a person holds a role that they do not hold on the day of the command."""
    if roster.holds(draft.state, role, person, draft.day):
        return
    title = draft.blueprint.titles.get(role, role)
    for first, gone in roster.terms(draft.state, role, person):
        params = {"role": title, "start": dt.date.fromordinal(first).isoformat()}
        if gone is None:
            yield Notice("permit.term_open", params)
        else:
            last = dt.date.fromordinal(gone - 1).isoformat()
            yield Notice("permit.term", {**params, "end": last})
