"""Commands that state facts: records and their corrections, assumptions, ledger items."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from campaignflow.commands import Below
from campaignflow.engine.cascade import facts_changed
from campaignflow.engine.permission import permit
from campaignflow.engine.timing import need_reason, not_before
from campaignflow.events import canonical
from campaignflow.guards.leaves import ABOVE
from campaignflow.lifecycle import NO_MOVE
from campaignflow.model.facts import Field, wrong_values
from campaignflow.model.time import Force
from campaignflow.refusal import RefusalKind
from campaignflow.state.state import of_tier
from campaignflow.state.view import RunView

if TYPE_CHECKING:
    from campaignflow.engine.draft import Draft
    from campaignflow.model.facts import Ledger
    from campaignflow.state.state import Record


def _check_values(
    draft: Draft, fields: tuple[Field, ...], values: Mapping[str, Any], *, partial: bool = False
) -> dict[str, Any]:
    """Return the values as plain data, or note everything that is wrong with them."""
    for notice in wrong_values(fields, values, partial=partial):
        draft.refuse(RefusalKind.INVALID, notice.code, notice.params)
    plain = {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in values.items()
        if value is not None
    }
    if not draft.causes:
        canonical(plain)
    return plain


def record(draft: Draft) -> None:
    """Record a dated fact; what it counts for is the quotas' affair."""
    name = draft.arg("kind")
    kind = draft.blueprint.kinds.get(name)
    if kind is None:
        draft.unknown("kind", str(name), list(draft.blueprint.kinds))
        return
    permit(draft, None, draft.blueprint.recorders[name], name)
    values = _check_values(draft, kind.fields, draft.arg("values"))
    key = draft.command.subject or f"r{draft.state.version + 1}"
    if key in draft.state.records:
        draft.refuse(RefusalKind.CONFLICT, "record.exists", {"record": key})
    if draft.causes:
        return
    draft.emit("recorded", key, {"kind": name, "values": values})
    facts_changed(draft, name)


def _live(draft: Draft) -> Record | None:
    key = draft.command.subject
    found = draft.state.records.get(key)
    if found is None:
        draft.unknown("record", key, list(draft.state.records)[-200:])
    elif found.voided is not None:
        draft.refuse(RefusalKind.WRONG_STATE, "record.voided", {"record": key})
        return None
    return found


def _kind(draft: Draft) -> str | None:
    found = draft.state.records.get(draft.command.subject)
    return found.kind if found else None


def void(draft: Draft) -> None:
    """Take a record out of all counting; it stays in the log."""
    permit(draft, about=_kind(draft))
    need_reason(draft)
    found = _live(draft)
    if found is not None and not draft.causes:
        draft.emit("voided", draft.command.subject, {"reason": draft.command.reason})
        _question(draft, found.kind)
        facts_changed(draft, found.kind)


def correct(draft: Draft) -> None:
    """Give a record other values; the former ones stay in the log."""
    permit(draft, about=_kind(draft))
    need_reason(draft)
    found = _live(draft)
    if found is None:
        return
    merged = {**found.values, **draft.arg("values")}
    values = _check_values(draft, draft.blueprint.kinds[found.kind].fields, merged)
    if not draft.causes:
        data = {"values": values, "reason": draft.command.reason}
        draft.emit("corrected", draft.command.subject, data)
        _question(draft, found.kind)
        facts_changed(draft, found.kind)


def erase(draft: Draft) -> None:
    """Erase texts about people that were given with the subject: all, or some by their tokens.

    What a run shows never rests on such a text, so nothing else changes.
    """
    subject = draft.command.subject
    sealed = draft.state.sealed.get(subject, ())
    tokens = sealed if draft.arg("tokens") is None else list(dict.fromkeys(draft.arg("tokens")))
    permit(draft, about=_kind(draft))
    need_reason(draft)
    if not tokens or not set(tokens) <= {*sealed}:
        params = {"name": subject, "known": list(draft.state.sealed)[-20:]}
        draft.refuse(RefusalKind.WRONG_STATE, "erase.nothing", params)
    if not draft.causes:
        draft.emit("erased", subject, {"tokens": list(tokens), "reason": draft.command.reason})


def _question(draft: Draft, watched: str, *, last: bool = False) -> None:
    """Question settled nodes whose exit rules look at ``watched`` and no longer hold.

    With ``last``, of a repeated node its last occurrence only: what is found later was not the
    affair of those before it.
    """
    state = draft.state
    draft.follow()
    for node in dict.fromkeys(draft.blueprint.exit_watch.get(watched, ())):
        info = draft.blueprint.nodes[node]
        for key in state.instances_of(node):
            found, instance = state.node(key), state.instance(key)
            if instance is None or found.state not in ("done", "closed") or found.questioned:
                continue
            if last and instance.occurrence not in (None, *info.occurrences[-1:]):
                continue
            if not _still_holds(draft, info.exit, instance, found.settled_at):
                draft.emit("questioned", key, {"why": f"evidence:{draft.command.subject}"})


def _still_holds(draft: Draft, rules: Any, instance: Any, settled_at: int | None) -> bool:
    day = draft.day if settled_at is None else draft.state.day(settled_at)
    causes = len(draft.causes)
    must = [rule for rule in rules if rule.rule.force is Force.MUST]
    values = [draft.value(rule, RunView(draft.state, rule, instance, day)) for rule in must]
    del draft.causes[causes:]
    return all(value is True for value in values)


def assume(draft: Draft) -> None:
    """Set the verdict of a leaf that cannot be judged, on an authority's word."""
    name, value = draft.command.subject, draft.arg("value")
    rules = draft.blueprint.rules
    rule = name.partition("[")[0]
    permit(draft, about=rules[rule].rule.on.key if rule in rules else None)
    need_reason(draft)
    leaves = {leaf for found in rules.values() for leaf in found.leaf_keys.values()}
    if name not in leaves:
        draft.unknown("rule", name, sorted(leaves))
    if draft.causes:
        return
    draft.emit("assumed", name, {"value": value, "reason": draft.command.reason})
    facts_changed(draft, *sorted(rules[rule].depends))


def report(draft: Draft) -> None:
    """State how many of the units below have settled a node, or whether the one above has."""
    name, tier = draft.command.subject, draft.arg("tier")
    node = name.partition("@")[0]
    permit(draft)
    if name not in draft.blueprint.nodes and name not in draft.blueprint.instances:
        draft.unknown("node", name, list(draft.blueprint.nodes))
    tiers = [*(known.key for known in draft.blueprint.campaign.tiers), ABOVE]
    if tier is not None and tier not in tiers:
        draft.unknown("tier", tier, tiers)
    reached, total = draft.arg("reached"), draft.arg("total")
    if not 0 <= reached <= total:
        draft.refuse(RefusalKind.INVALID, "report.numbers", {"reached": reached, "total": total})
    elif tier == ABOVE and total != 1:
        draft.refuse(RefusalKind.INVALID, "report.above", {"reached": reached, "total": total})
    if draft.causes:
        return
    missing = tuple(str(unit) for unit in draft.arg("missing") or ())
    draft.emit("reported", name, _reported(Below(name, tier, reached, total, missing)))
    facts_changed(draft, node)


def _reported(below: Below) -> dict[str, Any]:
    data = {**below._asdict(), "missing": list(below.missing)}
    if below.tier is None:
        del data["tier"]
    return data


def look_below(draft: Draft, found: Sequence[Below]) -> list[Below]:
    """Let guards see what the façade knows of other units; return what is new of it."""
    state, news = draft.state, []
    for below in found:
        key, data = of_tier(below.node, below.tier), _reported(below)
        if state.reported.get(key) != data:
            state.put(state.reported, key, data)
            news.append(below)
    return news


def tell_below(draft: Draft, news: list[Below]) -> None:
    """Write down what was new, as part of the decision that rests on it."""
    for below in news:
        draft.follow()
        draft.emit("reported", below.node, _reported(below))


# --- ledgers


def find(draft: Draft) -> None:
    """Enter an item in a ledger."""
    name = draft.arg("ledger")
    ledger = draft.blueprint.ledgers.get(name)
    if ledger is None:
        draft.unknown("ledger", str(name), list(draft.blueprint.ledgers))
        return
    permit(draft, None, draft.blueprint.recorders[name], name)
    values = _check_values(draft, ledger.fields, draft.arg("values") or {})
    number = len(draft.state.items.get(name, ())) + 1
    key = draft.command.subject or f"{name}-{number}"
    if key in draft.state.item_values:
        draft.refuse(RefusalKind.CONFLICT, "item.exists", {"item": key})
    if not draft.causes:
        draft.emit("found", key, {"ledger": name, "values": values})
        _question(draft, name, last=True)
        facts_changed(draft, name)


def _went_back(ledger: Ledger, current: str, target: object) -> bool:
    """Return whether an item was struck off, or answered, and no longer is."""
    final = ledger.lifecycle.final
    counted = ({*final}, {*final, *ledger.answered})
    return any(current in states and target not in states for states in counted)


def work(draft: Draft) -> None:
    """Move a ledger item along its lifecycle."""
    key, trigger = draft.command.subject, str(draft.arg("trigger"))
    found = draft.state.item_values.get(key)
    if found is None:
        draft.unknown("item", key, list(draft.state.item_values))
        return
    name = found["ledger"]
    ledger = draft.blueprint.ledgers[name]
    permit(draft, None, draft.blueprint.recorders[name], name)
    values = _check_values(draft, ledger.fields, draft.arg("values") or {}, partial=True)
    current = draft.state.items[name][key]
    not_before(draft, key, draft.state.item_at[key], "time.before_last")
    target = draft.blueprint.item_steppers[name].step(current, trigger, lambda: not draft.causes)
    if target is NO_MOVE:
        able = draft.blueprint.item_steppers[name].allowed(current)
        state = draft.blueprint.item_state(name, current)
        params = {"item": key, "state": state, "trigger": trigger, "able": able}
        draft.refuse(RefusalKind.WRONG_STATE, "item.wrong_state", params)
    if draft.causes:
        return
    reason = draft.command.reason
    data = {"trigger": trigger, "to": target, "values": values, "reason": reason}
    draft.emit("item_moved", key, data)
    if _went_back(ledger, current, target):
        _question(draft, name)
    facts_changed(draft, name)
