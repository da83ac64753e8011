"""Commands about people: roles, relations, and who holds which work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignflow.engine.cascade import cascade, facts_changed, lapse
from campaignflow.engine.permission import permit
from campaignflow.engine.timing import day_arg
from campaignflow.refusal import RefusalKind
from campaignflow.state import roster
from campaignflow.state.learn import multiplied_by
from campaignflow.state.state import SETTLED

if TYPE_CHECKING:
    from campaignflow.engine.draft import Draft
    from campaignflow.state.compiled import Instance


def take_role(draft: Draft) -> None:
    """Enter that a person takes a role."""
    person, role = draft.command.subject, str(draft.arg("role"))
    permit(draft)
    _check_role(draft, person, role)
    if not draft.causes:
        took_role(draft, person, role)
        draft.follow()
        exempt(draft)
        cascade(draft)


def _check_role(draft: Draft, person: str, role: str) -> None:
    if role not in draft.blueprint.role_down:
        draft.unknown("role", role, list(draft.blueprint.role_down))
    if not person:
        draft.refuse(RefusalKind.INVALID, "person.empty")


def took_role(draft: Draft, person: str, role: str) -> None:
    """Add the event and let the instances of the new holder open, or be left out with the rest."""
    draft.emit("took_role", person, {"role": role, "person": person})
    welcome(draft, role)


def welcome(draft: Draft, role: str) -> None:
    """Let the instances of new holders of ``role`` open, or be left out with the rest."""
    state = draft.state
    for info in multiplied_by(state, role):
        above = info.opener
        if above is not None and not above.each:
            keys = state.instances_of(above.key)
            draft.touched.extend(key for key in keys if state.node(key).state == "open")
        for around in map(state.instance, state.instances_of(info.ender or "")):
            how = state.node(around.key).released_as if around else None
            if around is not None and how is not None:
                lapse(draft, around, how, None)


def exempt(draft: Draft) -> None:
    """Release the planned instances of nodes that this unit does not carry out."""
    for node, why in draft.state.exempt.items():
        for key in draft.state.instances_of(node):
            instance = draft.state.instance(key)
            if instance is not None and draft.state.node(key).state == "planned":
                draft.emit("released", key, {"as": "exempt", "reason": why})
                draft.touch(instance)
                lapse(draft, instance, "exempt", why)


def give_up_role(draft: Draft) -> None:
    """Enter that a person gives up a role; their unfinished instances are withdrawn."""
    person, role = draft.command.subject, str(draft.arg("role"))
    permit(draft)
    _check_role(draft, person, role)
    if draft.causes:
        return
    if not roster.holds_itself(draft.state, role, person, draft.day):
        params = {"person": person, "role": draft.blueprint.titles.get(role, role)}
        draft.refuse(RefusalKind.WRONG_STATE, "role.not_held", params)
        return
    draft.emit("gave_up_role", person, {"role": role, "person": person})
    draft.follow()
    _withdraw(draft, person)
    facts_changed(draft, role)


def _withdraw(draft: Draft, person: str) -> None:
    state, today = draft.state, draft.state.day(draft.recorded_at)
    for instance in list(state.extra.values()):
        each, node = instance.info.each, state.node(instance.key)
        if instance.member != person or each is None or node.state in SETTLED:
            continue
        if not any(roster.holds(state, each, person, day) for day in (draft.day, today)):
            data = {"as": "withdrawn", "reason": None}
            draft.emit("released", instance.key, data, floor=node.last_at)
            draft.touch(instance)


def relate(draft: Draft) -> None:
    """Enter that two persons stand in a relation."""
    _relation(draft, "related")


def unrelate(draft: Draft) -> None:
    """Enter that two persons no longer stand in a relation."""
    _relation(draft, "unrelated")


def _relation(draft: Draft, kind: str) -> None:
    name, right = str(draft.arg("relation")), str(draft.arg("right"))
    permit(draft)
    known = [relation.key for relation in draft.blueprint.campaign.relations]
    if name not in known:
        draft.unknown("relation", name, known)
    if draft.causes:
        return
    left = draft.command.subject
    draft.emit(kind, left, {"relation": name, "left": left, "right": right})
    facts_changed(draft, name)


# --- work that a person holds


def _held(draft: Draft) -> Instance | None:
    instance = draft.target("step")
    if instance is None:
        return None
    permit(draft, instance)
    if draft.state.node(instance.key).state in SETTLED:
        draft.refuse(RefusalKind.WRONG_STATE, "assign.settled", {"name": instance.key})
    return instance


def _able(draft: Draft, instance: Instance, person: str) -> None:
    owner = instance.info.owner
    if owner is not None and not roster.holds(draft.state, owner, person, draft.day):
        role = draft.blueprint.titles.get(owner, owner)
        draft.refuse(RefusalKind.NOT_PERMITTED, "assign.role", {"person": person, "role": role})


def assign(draft: Draft) -> None:
    """Give a step to a person."""
    _assign(draft, str(draft.arg("person")))


def claim(draft: Draft) -> None:
    """Take a step that nobody holds."""
    held = draft.state.assignments.get(draft.command.subject)
    if held is not None and held != draft.actor:
        draft.refuse(RefusalKind.WRONG_STATE, "assign.held", {"person": held})
    _assign(draft, str(draft.actor))


def _assign(draft: Draft, person: str) -> None:
    instance = _held(draft)
    if instance is None:
        return
    _able(draft, instance, person)
    if not draft.causes:
        data = {"person": person, "reason": draft.command.reason}
        draft.emit("assigned", instance.key, data)


def hand_over(draft: Draft) -> None:
    """Pass a step that one holds on to somebody else."""
    instance, person = _held(draft), str(draft.arg("person"))
    if instance is None:
        return
    _able(draft, instance, person)
    giver = draft.state.assignments.get(instance.key)
    if giver is None:
        draft.refuse(RefusalKind.WRONG_STATE, "assign.nobody", {"name": instance.key})
    if not draft.causes:
        data = {"giver": giver, "person": person, "reason": draft.command.reason}
        draft.emit("handed_over", instance.key, data)


def substitute(draft: Draft) -> None:
    """Let one person act for another until a day."""
    person, other = draft.command.subject, str(draft.arg("substitute"))
    until = day_arg(draft, "until")
    if draft.actor != person:
        permit(draft)
    else:
        draft.rule = "self"
    if person == other:
        draft.refuse(RefusalKind.INVALID, "substitute.self", {"person": person})
    if until is not None and until.toordinal() < draft.day:
        draft.refuse(RefusalKind.INVALID, "substitute.past", {"until": until.isoformat()})
    if not draft.causes and until is not None:
        data = {"person": person, "substitute": other, "until": until.isoformat()}
        draft.emit("substituted", person, {**data, "reason": draft.command.reason})
