"""What holds a node back: why it is not open yet, and why it cannot be finished yet.

The engine answers the same questions for one command of one actor; here nobody asks for anything,
so permissions are left out and every node can be looked at on any day.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs

from campaignflow.guards.verdict import Explanation
from campaignflow.messages import Lang, Notice, few
from campaignflow.model.people import Need
from campaignflow.model.time import Force
from campaignflow.report.people import actors
from campaignflow.state import Instance, State
from campaignflow.state.compiled import NodeInfo, RuleInfo
from campaignflow.state.judging import explained, judged
from campaignflow.state.naming import full_title
from campaignflow.state.order import (
    earlier_open,
    followed_open,
    held_by,
    reopened_above,
    waited_for,
)
from campaignflow.state.state import SETTLED

_NAMED = 10


@attrs.frozen
class Hold:
    """Hold one thing that a node waits for.

    Attributes:
        notice: What it waits for.
        explanation: The truth tree behind it, for guards.
        who: Persons it waits for, where it waits for somebody's act.
        distant: Whether what it waits for lies ahead by plan, so that nobody can act on it now.
    """

    notice: Notice
    explanation: Explanation | None = None
    who: tuple[str, ...] = ()
    distant: bool = False

    def lines(self, lang: Lang) -> Iterator[str]:
        """Yield what it waits for, the tree below it, and who can act, as indented lines."""
        yield self.notice.text(lang)
        if self.explanation is not None:
            yield from self.explanation.lines(lang, "  ")
        if self.who:
            yield f"  {Notice('report.who', {'who': list(self.who)}).text(lang)}"

    def as_json(self) -> dict[str, object]:
        """Return the hold as plain data."""
        plain = self.notice.as_json()
        if self.explanation is not None:
            plain["explanation"] = self.explanation.as_json()
        return {**plain, "who": list(self.who)} if self.who else plain


# --- opening


def opening(state: State, instance: Instance, day: int) -> Iterator[Hold]:
    """Yield what a planned node waits for before it can open on ``day``; nothing if it is due."""
    if state.status != "running":
        word = Notice(f"report.run.{state.status}")
        yield Hold(Notice("report.hold.run", {"status": word}), distant=True)
    yield from _opener(state, instance)
    yield from _order(state, instance)
    window = state.own_window(instance)
    if window is not None and window.start is not None and window.start.toordinal() > day:
        yield Hold(Notice("report.hold.start", {"day": window.start.isoformat()}), distant=True)
    yield from _rules(state, instance.info.entry, instance, day, "report.hold.entry")


def _opener(state: State, instance: Instance) -> Iterator[Hold]:
    above = instance.info.opener
    if above is not None:
        keys = state.related(instance, above)
        if not any(state.node(key).state == "open" for key in keys):
            params = {"nodes": named(state, keys or (above.key,))}
            yield Hold(Notice("report.hold.opener", params), distant=True)


def _order(state: State, instance: Instance) -> Iterator[Hold]:
    if instance.info.serial and earlier_open(state, instance):
        yield Hold(Notice("report.hold.serial"))
    keys = waited_for(state, instance) or followed_open(state, instance)
    if keys:
        distant = all(state.node(key).state == "planned" for key in keys)
        yield Hold(Notice("report.hold.order", {"nodes": named(state, keys)}), distant=distant)


# --- finishing


def _finish_waits(state: State, instance: Instance) -> list[str]:
    """Return what must be settled before the instance may be: finish-to-finish, and reopened."""
    ends = [edge for edge in instance.info.finish_in if edge.force is Force.MUST]
    found = [key for edge in ends for key in held_by(state, instance, edge)]
    return list(dict.fromkeys([*found, *reopened_above(state, instance)]))


def finishing(state: State, instance: Instance, day: int) -> Iterator[Hold]:
    """Yield what an open node waits for before it can be settled on ``day``.

    Where nothing else is missing it waits for somebody's act, and the hold names who can do it.
    What only should hold comes last: without it the act is recorded as a deviation.
    """
    exits = instance.info.exit
    unmet = list(_unmet(state, instance, day))
    short = list(_rules(state, exits, instance, day, "report.hold.should", Force.SHOULD))
    yield from unmet
    act = _act(state, instance)
    free = act is not None and act.startswith("report.act.can")
    if act is not None and not (unmet and free):
        told = f"{act}.should" if short and free else act
        yield Hold(Notice(told), who=actors(state, instance, day))
    yield from short


def _unmet(state: State, instance: Instance, day: int) -> Iterator[Hold]:
    inside = list(dict.fromkeys(unsettled(state, instance)))
    if inside:
        yield Hold(Notice("report.hold.inside", {"nodes": named(state, inside), "n": len(inside)}))
    waiting = _finish_waits(state, instance)
    if waiting:
        yield Hold(Notice("report.hold.together", {"nodes": named(state, waiting)}))
    yield from _rules(state, instance.info.exit, instance, day, "report.hold.exit")


def _act(state: State, instance: Instance) -> str | None:
    info, now = instance.info, state.node(instance.key).state
    if now in ("submitted", "returned"):
        return f"report.act.{now}"
    if info.closes_itself:
        return None
    if info.review is not None:
        return "report.act.can_submit"
    if info.agreed_by:
        return "report.act.agree"
    return f"report.act.can_{'finish' if info.life == 'step' else 'close'}"


def unsettled(state: State, instance: Instance) -> Iterator[str]:
    """Yield what keeps ``instance`` from closing: unsettled parts, questioned ones at any depth."""
    for info in state.contents(instance.info):
        for key in state.related(instance, info):
            part, node = state.instance(key), state.node(key)
            if node.questioned or _needed(info, node.state):
                yield key
            if part is not None and node.state in SETTLED:
                yield from (k for k in unsettled(state, part) if state.node(k).questioned)
    if instance.info.life == "campaign":
        yield from (key for key, node in state.nodes.items() if node.questioned)


def _needed(info: NodeInfo, state: str) -> bool:
    if state in SETTLED:
        return False
    return info.need is not Need.OPTIONAL or state in ("submitted", "returned")


# --- both


def _rules(
    state: State,
    rules: Iterable[RuleInfo],
    instance: Instance,
    day: int,
    code: str,
    force: Force = Force.MUST,
) -> Iterator[Hold]:
    for rule in rules:
        if rule.rule.force is force and judged(state, rule, instance, day).value is not True:
            named = f"{code}_named" if rule.rule.title else code
            notice = Notice(named, {"rule": rule.rule.title})
            yield Hold(notice, explained(state, rule, instance, day))


def named(state: State, keys: Iterable[str]) -> list[object]:
    """Return notices that name instances with title and state, ten at most."""
    found = [Notice("report.node", _naming(state, key)) for key in dict.fromkeys(keys)]
    return few(found, _NAMED)


def _naming(state: State, key: str) -> dict[str, object]:
    return {"title": full_title(state, key), "state": Notice(f"report.{_word(state, key)}")}


def _word(state: State, key: str) -> str:
    node = state.node(key)
    if node.questioned:
        return "node.questioned"
    return f"release.{node.released_as}" if node.released_as else f"node.{node.state}"
