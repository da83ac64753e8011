"""Time in a decision: order, windows, moves, anchors, and what a tick opens."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final

from campaignflow.engine.cascade import cascade, facts_changed, judge, try_close, try_open
from campaignflow.engine.permission import permit
from campaignflow.model.nodes import CAMPAIGN
from campaignflow.model.time import Elastic, Elasticity, Force
from campaignflow.refusal import RefusalKind
from campaignflow.state.order import sources
from campaignflow.state.state import PLANNED, SETTLED

if TYPE_CHECKING:
    from campaignflow.calendar import Resolution
    from campaignflow.engine.draft import Draft
    from campaignflow.state.compiled import Instance, NodeInfo

_FARTHEST: Final = 100  # years between the campaign and a day given with a command


def check_order(draft: Draft, instance: Instance) -> None:
    """Note if ``at`` lies before the last move of the instance or of what it depends on.

    Where only the day is known, ``at`` gives way within that day.
    """
    state, nodes = draft.state, draft.state.nodes
    if not draft.explicit or draft.at >= state.head["recorded_at"]:
        return  # nothing is later than the moment it was learnt
    if draft.at < (last := nodes.get(instance.key, PLANNED).last_at):
        not_before(draft, instance.key, last, "time.before_last")
    for edge in instance.info.ordering:
        for key in sources(state, instance, edge):
            settled = nodes.get(key, PLANNED).settled_at
            if settled is not None and draft.at < settled:
                not_before(draft, instance.key, settled, "time.before_source", key)


def check_opener(draft: Draft, instance: Instance) -> None:
    """Note if the instance would open earlier than what it stands in."""
    if not draft.explicit:
        return
    state, opener = draft.state, instance.info.opener
    above = state.related(instance, opener) if opener else ()
    opened = [at for key in above if (at := state.node(key).opened_at) is not None]
    if opened:
        not_before(draft, instance.key, min(opened), "time.before_opener", above[0])


def not_before(draft: Draft, name: str, floor: int, code: str, source: str = "") -> None:
    """Note if ``at`` lies before ``floor``; within a day that is all that is known, wait for it."""
    if draft.at >= floor or not draft.explicit:
        return
    if draft.precision == "day" and draft.state.day(floor) == draft.day:
        draft.at = floor
    else:
        draft.refuse(RefusalKind.INVALID, code, {"name": name, "source": source})


def check_start(draft: Draft, instance: Instance) -> None:
    """Note if the instance would open before its window; a hard window refuses."""
    window = draft.state.own_window(instance)
    if window is None or window.start is None:
        return
    days = window.start.toordinal() - draft.day
    if days > 0:
        _outside(draft, instance, "early", days, window.start)


def check_end(draft: Draft, instance: Instance) -> None:
    """Note if the instance finishes after its window; a hard window refuses."""
    window = draft.state.own_window(instance)
    if window is None or window.end is None:
        return
    days = draft.day - window.end.toordinal()
    if days > 0 and not window.soft_end:
        _outside(draft, instance, "late", days, window.end)


def _outside(draft: Draft, instance: Instance, code: str, days: int, bound: dt.date) -> None:
    params = {"name": instance.key, "days": days, "bound": bound.isoformat()}
    force = _force(instance)
    if force is Force.MUST:
        draft.refuse(RefusalKind.OUTSIDE_WINDOW, f"window.{code}", params)
    elif force is Force.SHOULD:
        draft.deviations.append((instance.key, code, {"days": days, "bound": params["bound"]}))


def _force(instance: Instance) -> Force:
    """Return how the planned time of the instance binds: of its occurrence, or of its node."""
    window, repeat = (getattr(instance.info.node, name, None) for name in ("window", "repeat"))
    if repeat is not None:
        window = dict(repeat.named).get(instance.occurrence, window)
    return Force.SHOULD if window is None else window.force


def check_shortened(draft: Draft, instance: Instance) -> None:
    """Note if closing now would shorten a phase or campaign whose time may not be shortened."""
    window = draft.state.own_window(instance)
    if elasticity(draft, instance.info).shorten is not Elastic.FORBIDDEN or window is None:
        return
    if window.end is not None and draft.day < window.end.toordinal():
        params = {"name": instance.key, "bound": window.end.isoformat()}
        draft.refuse(RefusalKind.OUTSIDE_WINDOW, "window.shortened", params)


def elasticity(draft: Draft, info: NodeInfo) -> Elasticity:
    """Return how far the plan lets a node be changed: its time, and whether it is done at all."""
    return info.elasticity or draft.blueprint.campaign.elasticity


def day_arg(draft: Draft, name: str, *, needed: bool = True) -> dt.date | None:
    """Return a day given with the command, or note that it is no date."""
    value: Any = draft.arg(name)
    if value is None and not needed:
        return None
    try:
        day = value if type(value) is dt.date else dt.date.fromisoformat(value)
    except (TypeError, ValueError):
        draft.refuse(RefusalKind.INVALID, "time.no_date", {"name": name, "value": str(value)})
        return None
    start = draft.blueprint.planned.windows[CAMPAIGN.key].start
    if start is not None and abs(day.year - start.year) > _FARTHEST:
        params = {"name": name, "value": str(value), "years": _FARTHEST}
        draft.refuse(RefusalKind.INVALID, "time.far", params)
        return None
    return day


def move(draft: Draft) -> None:
    """Give a node another window."""
    instance = draft.target("phase", "step", "campaign")
    start, end = day_arg(draft, "start", needed=False), day_arg(draft, "end", needed=False)
    if instance is None or draft.causes:
        return
    permit(draft, instance)
    if start is None and end is None:
        draft.refuse(RefusalKind.INVALID, "move.nothing")
        return
    old = draft.state.window(instance)
    new = (start or old.start, end or old.end)
    if new[0] is not None and new[1] is not None and new[1] < new[0]:
        draft.refuse(RefusalKind.INVALID, "move.reversed", {"start": new[0], "end": new[1]})
        return
    _check_elastic(draft, instance, (old.start, old.end), new)
    _check_inside(draft, instance, new)
    if not draft.causes:
        plain = {"start": _iso(new[0]), "end": _iso(new[1]), "reason": draft.command.reason}
        draft.emit("moved", instance.key, plain)
        facts_changed(draft, instance.info.key)
        open_due(draft)


def _iso(day: dt.date | None) -> str | None:
    return None if day is None else day.isoformat()


Bounds = tuple[dt.date | None, dt.date | None]


def _check_elastic(draft: Draft, instance: Instance, old: Bounds, new: Bounds) -> None:
    allowed = elasticity(draft, instance.info)
    later = bool(new[1] and old[1] and new[1] > old[1]) or bool(
        new[0] and old[0] and new[0] < old[0]
    )
    sooner = bool(new[1] and old[1] and new[1] < old[1]) or bool(
        new[0] and old[0] and new[0] > old[0]
    )
    for wanted, how, code in (
        (later, allowed.extend, "extend"),
        (sooner, allowed.shorten, "shorten"),
    ):
        if wanted and how is Elastic.FORBIDDEN:
            draft.refuse(RefusalKind.OUTSIDE_WINDOW, f"move.{code}", {"name": instance.key})
        if wanted and how is Elastic.REASON:
            need_reason(draft)


def need_reason(draft: Draft) -> None:
    """Note, once, if the command gives no reason."""
    noted = any(cause.notice.code == "reason.needed" for cause in draft.causes)
    if not draft.command.reason and not noted:
        draft.refuse(RefusalKind.INVALID, "reason.needed", {"command": draft.command.name})


def _check_inside(draft: Draft, instance: Instance, new: Bounds) -> None:
    state = draft.state
    for info in state.contents(instance.info):
        for key in state.related(instance, info):
            child = state.instance(key)
            own = state.own_window(child) if child else None
            if own is None or state.node(key).state in SETTLED:
                continue
            early = own.start is not None and new[0] is not None and own.start < new[0]
            late = own.end is not None and new[1] is not None and own.end > new[1]
            if early or late:
                params = {"name": key, "edtf": own.edtf}
                draft.refuse(RefusalKind.OUTSIDE_WINDOW, "move.sticks_out", params)


def fix_anchor(draft: Draft) -> None:
    """Give an anchor its day, or another one."""
    name, day = draft.command.subject, day_arg(draft, "day")
    permit(draft, about=name)
    if name not in draft.blueprint.anchors:
        draft.unknown("anchor", name, list(draft.blueprint.anchors))
    if draft.causes or day is None:
        return
    if draft.state.anchor(name) not in (None, day):
        need_reason(draft)
    anchored(draft, name, day)
    if not draft.causes:
        open_due(draft)


def anchored(draft: Draft, anchor: str, day: dt.date) -> None:
    """Add the event that gives ``anchor`` its day, and what follows from it.

    Where it had another day, that moves the windows that hang on it.
    """
    moves = draft.state.anchor(anchor) not in (None, day)
    before = _dated(draft) if moves else {}
    draft.emit("anchored", anchor, {"day": day.isoformat(), "reason": draft.command.reason})
    for instance, old in before.items():
        _carried(draft, instance, old)
    draft.flush_deviations()
    if not draft.causes:
        facts_changed(draft, anchor)


def _dated(draft: Draft) -> dict[Instance, Resolution]:
    """Return every instance that has a window of its own, with it."""
    state = draft.state
    found = ((instance, state.own_window(instance)) for instance in state.all_instances())
    return {instance: window for instance, window in found if window is not None}


def _carried(draft: Draft, instance: Instance, old: Resolution) -> None:
    """Note what speaks against the move of a window by its anchor; what is over only deviates."""
    new = draft.state.own_window(instance) or old
    if (old.start, old.end) == (new.start, new.end):
        return
    if draft.state.node(instance.key).state in SETTLED:
        params = {"was": old.edtf, "now": new.edtf}
        draft.deviations.append((instance.key, "moved", params))
        return
    _check_elastic(draft, instance, (old.start, old.end), (new.start, new.end))
    _check_inside(draft, instance, (new.start, new.end))


def tick(draft: Draft) -> None:
    """Let what is due by now happen: open what waits for its day, judge what was undecided."""
    if draft.actor is not None:
        permit(draft)
    if not draft.causes:
        open_due(draft)


def open_due(draft: Draft) -> None:
    """Open, judge and close what only waited to be asked again."""
    state = draft.state
    if state.status != "running":
        return
    for instance in list(state.all_instances()):
        current = state.node(instance.key).state
        if current == "planned":
            try_open(draft, instance.key)
        elif current in SETTLED:
            for edge in instance.info.outgoing:
                undecided = state.judged.get((edge.key, instance.key)) is None
                if edge.guard is not None and edge.kind == "after" and undecided:
                    judge(draft, instance, edge)
        elif instance.info.closes_itself:
            try_close(draft, instance.key)
    cascade(draft)
