"""Commands that move nodes: open, close, finish, review, reopen, waive."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from campaignflow.engine.cascade import cascade, facts_changed, inside, lapse
from campaignflow.engine.draft import plain_arg
from campaignflow.engine.permission import permit
from campaignflow.engine.settling import (
    check_exit,
    check_finish,
    edge_holds,
    settle,
    settle_step,
)
from campaignflow.engine.timing import (
    check_opener,
    check_order,
    check_shortened,
    check_start,
    elasticity,
    need_reason,
)
from campaignflow.guards.quota import Quota
from campaignflow.keyed import KEY_PATTERN
from campaignflow.messages import Notice
from campaignflow.model.people import Need
from campaignflow.model.time import Elastic
from campaignflow.refusal import RefusalKind
from campaignflow.state.order import (
    earlier_open,
    edge_state,
    enabled,
    joined,
    possible_again,
    sources,
)
from campaignflow.state.state import SETTLED
from campaignflow.state.view import RunView

if TYPE_CHECKING:
    from campaignflow.engine.draft import Draft
    from campaignflow.state.compiled import EdgeInfo, Instance, NodeInfo, RuleInfo


def open_(draft: Draft) -> None:
    """Open a phase or step."""
    instance = draft.target("phase", "step")
    if instance is None:
        return
    permit(draft, instance)
    if draft.step(instance, "open", _check_entry):
        draft.emit("opened", instance.key)
        draft.flush_deviations()
        draft.touch(instance)
        cascade(draft)


def _check_entry(draft: Draft, instance: Instance) -> None:
    """Note everything that keeps the instance from being opened."""
    info = instance.info
    check_order(draft, instance)
    check_opener(draft, instance)
    _check_enabled(draft, instance)
    if info.entry:
        draft.ask(info.entry, instance)
    if info.timed or draft.state.windows:
        check_start(draft, instance)


def _check_enabled(draft: Draft, instance: Instance) -> None:
    state, info = draft.state, instance.info
    if enabled(state, instance):
        return
    above = state.related(instance, info.opener) if info.opener else ()
    if above and not any(state.node(key).state == "open" for key in above):
        params = {"name": instance.key, "opener": list(above)}
        draft.refuse(RefusalKind.UNSATISFIED, "open.opener", params)
    if info.serial and earlier_open(state, instance):
        draft.refuse(RefusalKind.UNSATISFIED, "open.serial", {"name": instance.key})
    if joined(state, instance):
        return
    for edge in info.incoming:
        if edge_state(state, edge, instance) == "open":
            edge_holds(draft, edge, instance, "open.edge")


def close(draft: Draft) -> None:
    """Close a phase."""
    instance = draft.target("phase")
    if instance is None:
        return
    permit(draft, instance)
    if draft.step(instance, "close", _check_close):
        settle(draft, instance, "closed")


def _check_close(draft: Draft, instance: Instance) -> None:
    check_exit(draft, instance)
    check_shortened(draft, instance)


def finish(draft: Draft) -> None:
    """Finish a step that asks for no review."""
    instance = draft.target("step")
    if instance is None:
        return
    permit(draft, instance)
    other = "submit" if instance.info.review else "agree" if instance.info.agreed_by else None
    if other is not None:
        params = {"name": instance.key, "command": other}
        draft.refuse(RefusalKind.NOT_DECLARED, "finish.other", params)
        return
    if draft.step(instance, "finish", check_finish):
        settle_step(draft, instance, "finished")


def submit(draft: Draft) -> None:
    """Submit a step for review."""
    instance = draft.target("step")
    if instance is None:
        return
    permit(draft, instance)
    if instance.info.review is None:
        params = {"name": instance.key, "command": "finish"}
        draft.refuse(RefusalKind.NOT_DECLARED, "finish.other", params)
        return
    values = plain_arg(draft, "values")
    if draft.step(instance, "submit", check_exit):
        draft.emit("submitted", instance.key, {"values": dict(values or {})})
        draft.flush_deviations()


def reopen(draft: Draft) -> None:
    """Go back along a reopen edge: the settled target opens again."""
    instance = draft.target("phase", "step")
    edge = draft.blueprint.edges.get(draft.arg("edge") or "")
    permit(draft, instance)
    need_reason(draft)
    if edge is None or edge.kind != "reopen":
        known = [key for key, found in draft.blueprint.edges.items() if found.kind == "reopen"]
        draft.unknown("edge", str(draft.arg("edge")), known)
    if instance is None or edge is None or draft.causes:
        return
    if edge.target.key != instance.info.key:
        params = {"name": instance.key, "edge": edge.key}
        draft.refuse(RefusalKind.NOT_DECLARED, "reopen.target", params)
        return
    if draft.step(instance, "reopen", partial(_check_reopen, edge)):
        opened = _reopen(draft, instance, edge.key)
        for other in edge.edge.resets:
            for key in draft.state.related(instance, draft.state.info(other.key)):
                reset = draft.state.instance(key)
                if reset is not None and draft.state.node(key).state in ("done", "closed"):
                    opened += _reopen(draft, reset, None)
        _revive(draft, opened)
        _question_downstream(draft, opened)
        cascade(draft)


def _check_reopen(edge: EdgeInfo, draft: Draft, instance: Instance) -> None:
    state = draft.state
    for found in (instance, *_closed_around(draft, instance)):
        check_order(draft, found)
    used, limit = state.reopenings.get((edge.key, instance.key), 0), edge.edge.limit
    if limit is not None and used >= limit:
        params = {"edge": edge.key, "limit": limit}
        draft.refuse(RefusalKind.UNSATISFIED, "reopen.limit", params)
    origin = sources(state, instance, edge)
    if all(state.node(key).state == "planned" for key in origin):
        draft.refuse(RefusalKind.WRONG_STATE, "reopen.source", {"source": edge.source.key})
    rule = draft.blueprint.edge_rules.get(edge.key)
    source = state.instance(origin[0]) if origin else None
    if rule is not None and source is not None:
        draft.ask([rule], source)


def _closed_around(draft: Draft, instance: Instance) -> Iterator[Instance]:
    """Yield the closed containers, at any depth, that open again with the instance."""
    state, info = draft.state, instance.info
    for key in dict.fromkeys((info.container, info.ender)):
        for above in state.related(instance, state.info(key)) if key else ():
            found = state.instance(above)
            closed = state.node(above).state in ("closed", "done")
            if found is not None and closed and found.info.life != "campaign":
                yield found
                yield from _closed_around(draft, found)


def _reopen(draft: Draft, instance: Instance, edge: str | None) -> list[Instance]:
    """Open an instance again with its closed containers; return them all."""
    state = draft.state
    attempt = state.node(instance.key).attempt + 1
    data = {"edge": edge, "attempt": attempt, "reason": draft.command.reason}
    draft.emit("reopened", instance.key, data, floor=state.node(instance.key).last_at)
    draft.follow()
    return [instance, *_reopen_around(draft, instance)]


def _reopen_around(draft: Draft, instance: Instance) -> list[Instance]:
    """Open the closed containers of an instance again; return them."""
    opened = []
    for found in list(_closed_around(draft, instance)):
        if draft.state.node(found.key).state in ("closed", "done"):
            opened += _reopen(draft, found, None)
    return opened


def _revive(draft: Draft, opened: list[Instance]) -> None:
    """Let what was not chosen be possible again, as its choice will be made again."""
    state, todo = draft.state, [*opened]
    while todo:
        current = todo.pop(0)
        infos = [edge.target for edge in current.info.outgoing]
        infos += state.contents(current.info)
        for key in (key for info in infos for key in state.related(current, info)):
            found = state.instance(key)
            if found is None or not possible_again(state, found):
                continue
            draft.emit("revived", key, floor=state.node(key).last_at)
            again = _reopen_around(draft, found)
            opened += again
            todo += [found, *again]


def _question_downstream(draft: Draft, opened: list[Instance]) -> None:
    state, seen, todo = draft.state, {instance.key for instance in opened}, [*opened]
    why = f"reopened:{opened[0].key}"
    while todo:
        current = todo.pop(0)
        for edge in current.info.outgoing:
            if edge.kind != "after":
                continue
            for key in state.related(current, edge.target):
                found = state.instance(key)
                if key in seen or found is None or current.key not in sources(state, found, edge):
                    continue
                seen.add(key)
                todo.append(found)
                node = state.node(key)
                if node.state in ("done", "closed") and not node.questioned:
                    draft.emit("questioned", key, {"why": why})


def confirm(draft: Draft) -> None:
    """Confirm a node whose ground has changed."""
    instance = draft.target("phase", "step")
    permit(draft, instance)
    need_reason(draft)
    if instance is None or draft.causes:
        return
    if not draft.state.node(instance.key).questioned:
        draft.refuse(RefusalKind.WRONG_STATE, "confirm.nothing", {"name": instance.key})
        return
    draft.emit("confirmed", instance.key, {"reason": draft.command.reason})


def waive(draft: Draft) -> None:
    """Release a node, a whole rule, or one key that a rule asks for."""
    name = draft.command.subject
    if name in draft.blueprint.rules:
        on, part = draft.blueprint.rules[name].rule.on.key, draft.arg("part") or ""
        permit(draft, about=on)
        need_reason(draft)
        if part:
            _check_part(draft, draft.blueprint.rules[name], part)
        else:
            _check_drop(draft, draft.blueprint.nodes[on], name)
        if not draft.causes:
            data = {"rule": name, "part": part, "reason": draft.command.reason}
            draft.emit("waived", name, data)
            facts_changed(draft, *sorted(draft.blueprint.rules[name].depends))
        return
    release(draft, "waived")


def _check_part(draft: Draft, rule: RuleInfo, part: str) -> None:
    """Note if a rule asks for no such key, neither by now nor by its planned end."""
    state, found = draft.state, dict[str, None]()
    quotas = [leaf for _path, leaf in rule.guard.leaves() if isinstance(leaf, Quota)]
    for instance in map(state.instance, state.instances_of(rule.rule.on.key)):
        if instance is None:
            continue
        for day in (draft.day, max(draft.day, state.bounds(instance)[1])):
            view = RunView(state, rule, instance, day)
            for keys in (quota.keys(view) for quota in quotas):
                if keys is None:
                    return  # the periods are not known
                found |= {"/".join(key): None for key in keys}
    if part not in found:
        draft.unknown("part", part, list(found))


def withdraw(draft: Draft) -> None:
    """Withdraw a node that is no longer wanted in this run."""
    release(draft, "withdrawn")


def release(draft: Draft, how: str) -> None:
    """Release the node of the command, with everything in it."""
    instance = draft.target("phase", "step")
    permit(draft, instance)
    need_reason(draft)
    if instance is None:
        return
    if draft.step(instance, "release", _check_release):
        data = {"as": how, "reason": draft.command.reason}
        draft.emit("released", instance.key, data)
        draft.touch(instance)
        draft.follow()
        lapse(draft, instance, how, draft.command.reason)
        cascade(draft)


def _check_release(draft: Draft, instance: Instance) -> None:
    check_order(draft, instance)
    for key in _fixed(draft, instance):
        draft.refuse(RefusalKind.NOT_DECLARED, "waive.fixed", {"name": key})
    _check_drop(draft, instance.info, instance.key)


def _check_drop(draft: Draft, info: NodeInfo, name: str) -> None:
    """Note if the plan forbids to leave out anything of the node."""
    if elasticity(draft, info).drop is Elastic.FORBIDDEN:
        draft.refuse(RefusalKind.OUTSIDE_WINDOW, "waive.drop", {"name": name})


def _fixed(draft: Draft, instance: Instance) -> Iterator[str]:
    """Yield what may never be left out: the instance itself, or anything unsettled in it."""
    state = draft.state
    if instance.info.need is Need.FIXED:
        yield instance.key
    for key in inside(draft, instance):
        child = state.instance(key)
        if child is not None and state.node(key).state not in SETTLED:
            yield from _fixed(draft, child)


def add(draft: Draft) -> None:
    """Add work that is not in the plan to this run."""
    key, state = draft.command.subject, draft.state
    permit(draft)
    need_reason(draft)
    if not KEY_PATTERN.match(key) or state.instances_of(key) or key in draft.blueprint.nodes:
        draft.refuse(RefusalKind.INVALID, "add.key", {"key": key})
    above = draft.arg("part_of") or "campaign"
    if above not in draft.blueprint.nodes or draft.blueprint.nodes[above].many:
        draft.unknown("node", above, [k for k, i in draft.blueprint.nodes.items() if not i.many])
    elif state.node(above).state in SETTLED:
        now = Notice(f"node.{state.node(above).state}")
        params = {"name": above, "state": now, "command": "add"}
        draft.refuse(RefusalKind.WRONG_STATE, "wrong_state", params)
    owner = draft.arg("owner")
    if owner is not None and owner not in draft.blueprint.role_down:
        draft.unknown("role", owner, list(draft.blueprint.role_down))
    if draft.causes:
        return
    data = {"title": str(draft.arg("title")), "part_of": above, "owner": owner}
    draft.emit("added", key, {**data, "reason": draft.command.reason})
    draft.touched.append(above)
    cascade(draft)
