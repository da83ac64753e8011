"""The engine: one pure function from a campaign, a state and a command to a decision."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final, NamedTuple

from campaignflow.commands import COMMANDS, Below, Command
from campaignflow.engine import facts, marking, migrating, people, review, timing, whole
from campaignflow.engine.arguments import check_args
from campaignflow.engine.draft import Draft, plain_arg
from campaignflow.errors import InvariantViolationError
from campaignflow.events import Event
from campaignflow.messages import Notice
from campaignflow.model.campaign import Campaign
from campaignflow.refusal import Refusal, RefusalKind
from campaignflow.state import evolve
from campaignflow.state.state import State, Write

Foresee = Callable[[State, Sequence[Event]], object]
"""Looks at the state as it will be, and at the events that lead to it."""


class Decision(NamedTuple):
    """Hold what a command leads to: events, or a refusal with every reason.

    Attributes:
        events: The events, in order; empty if refused, or if nothing had to change.
        refusal: Why not, or None.
        repeated: Sequence number of the first event of the same request given before, if the
            command's key was used for it; then ``events`` is empty.
        writes: What the events change in the state decided on, for :meth:`State.redo`, where
            :func:`decide` took it back; saves evolving them a second time, as long as that state
            has not moved on.
        foreseen: What ``foresee`` returned for the events; None where there are none.
        became: The state after the events, where that is another one: under another plan.
    """

    events: tuple[Event, ...]
    refusal: Refusal | None = None
    repeated: int | None = None
    writes: Sequence[Write] = ()
    foreseen: Any = None
    became: State | None = None

    @property
    def accepted(self) -> bool:
        """Whether the command is granted."""
        return self.refusal is None


_decision: Callable[..., Decision] = tuple.__new__

HANDLERS: Final[dict[str, Callable[[Draft], None]]] = {
    "start": whole.start,
    "open": marking.open_,
    "close": marking.close,
    "finish": marking.finish,
    "submit": marking.submit,
    "approve": review.approve,
    "return_": review.return_,
    "agree": review.agree,
    "reopen": marking.reopen,
    "confirm": marking.confirm,
    "waive": marking.waive,
    "withdraw": marking.withdraw,
    "add": marking.add,
    "move": timing.move,
    "fix_anchor": timing.fix_anchor,
    "tick": timing.tick,
    "migrate": migrating.migrate,
    "suspend": whole.suspend,
    "resume": whole.resume,
    "conclude": whole.conclude,
    "archive": whole.archive,
    "cancel": whole.cancel,
    "record": facts.record,
    "void": facts.void,
    "correct": facts.correct,
    "erase": facts.erase,
    "assume": facts.assume,
    "report": facts.report,
    "find": facts.find,
    "work": facts.work,
    "take_role": people.take_role,
    "give_up_role": people.give_up_role,
    "relate": people.relate,
    "unrelate": people.unrelate,
    "assign": people.assign,
    "claim": people.claim,
    "hand_over": people.hand_over,
    "substitute": people.substitute,
}

_ERASE: Final = frozenset({"erase"})
_PAPERWORK: Final = frozenset({"record", "void", "correct"}) | _ERASE
_ROSTER: Final = frozenset({"take_role", "give_up_role", "relate", "unrelate", "substitute"})
_ALLOWED: Final[dict[str, frozenset[str]]] = {
    "planned": frozenset({"start"}),
    "running": frozenset(COMMANDS) - {"resume", "archive"},
    "suspended": _PAPERWORK | _ROSTER | {"start", "resume", "cancel", "find", "tick", "migrate"},
    "concluded": _PAPERWORK | {"start", "confirm", "archive"},
    "archived": frozenset({"start"}) | _ERASE,
    "cancelled": frozenset({"start"}) | _ERASE,
}


def decide(
    campaign: Campaign,
    state: State,
    command: Command,
    now: int,
    foresee: Foresee | None = None,
    below: Sequence[Below] = (),
) -> Decision:
    """Decide about ``command``; the state is the same afterwards.

    Args:
        campaign: The definition that the run is pinned to.
        state: Where the run stands.
        command: What is asked for.
        now: The clock's reading. Units: microseconds since the epoch, UTC.
        foresee: Asked about the state as it will be, if the command is granted.
        below: What is known of other units; what of it is new is written with the decision.

    Returns:
        The decision: events to append, or a refusal with all its reasons.

    Raises:
        InvariantViolationError: The state belongs to another campaign, or a guard asks this.
    """
    idle = state.journal is None
    try:
        decision = attempt(campaign, state, command, now, foresee, below)
        return decision._replace(writes=state.undo()) if decision.events else decision
    except BaseException:
        if idle:  # else a guard asks, and what is being decided is not its own to take back
            state.undo()
        raise


def attempt(
    campaign: Campaign,
    state: State,
    command: Command,
    now: int,
    foresee: Foresee | None = None,
    below: Sequence[Below] = (),
) -> Decision:
    """Decide as :func:`decide` does, but leave the state as the events make it.

    Where there are events, :meth:`State.keep` or :meth:`State.undo` has to follow; where anything
    is raised, :meth:`State.undo`, unless the state was being decided on before.
    """
    if state.blueprint.campaign is not campaign:
        raise InvariantViolationError(f"the state of run {state.run!r} is of another campaign")
    if state.journal is not None:
        raise InvariantViolationError(f"run {state.run!r} is being decided on: a guard only looks")
    state.begin()
    draft = Draft(state, command, now)
    repeated, events = _try(draft, now, below), draft.events
    if events and not draft.causes:
        foreseen = None if foresee is None else foresee(draft.state, events)
        became = None if draft.state is state else draft.state
        return _decision(Decision, (tuple(events), None, None, (), foreseen, became))
    refusal = _refusal(draft, settle=bool(events or below)) if draft.causes else None
    state.undo()
    return _decision(Decision, ((), refusal, repeated, (), None, None))


def noted(state: State, event: Event, foresee: Foresee | None = None) -> Decision:
    """Return the decision that ``event`` happened, which nobody can refuse; see :func:`attempt`."""
    state.begin()
    evolve(state, event)
    foreseen = None if foresee is None else foresee(state, (event,))
    return Decision((event,), None, None, (), foreseen)


def _try(draft: Draft, now: int, below: Sequence[Below]) -> int | None:
    """Try the command on the draft; return where it was given before, if it was."""
    command, state = draft.command, draft.state
    if command.key is not None:
        _take_key(draft)
        if command.key in state.keys:
            request, first = state.keys[command.key]
            if request == draft.request:
                return first
            draft.refuse(RefusalKind.CONFLICT, "key.reused", {"key": command.key, "seq": first})
            return None
    if _admissible(draft):
        news = facts.look_below(draft, below) if below else []
        HANDLERS[command.name](draft)
        if news and not draft.causes:
            facts.tell_below(draft, news)
        if now < draft.recorded_at and draft.events and not draft.causes:
            draft.follow()
            draft.emit("clock_adjusted", "", {"read": now})
    return None


def _take_key(draft: Draft) -> None:
    """Take down what is asked for under the command's key; plain data only."""
    try:
        draft.request = draft.command.request()
    except TypeError:
        for name in draft.command.args:
            plain_arg(draft, name)


def _admissible(draft: Draft) -> bool:
    """Note what is wrong with the command as such, before its own rules are asked."""
    command, state = draft.command, draft.state
    info = COMMANDS.get(command.name)
    if info is None:
        draft.unknown("command", command.name, list(COMMANDS))
        return False
    if command.args or info.needed:
        check_args(draft, info)
    if draft.at > draft.recorded_at:
        draft.refuse(RefusalKind.INVALID, "time.future")
    status = state.head["status"]
    if command.name not in _ALLOWED[status]:
        params = {"command": command.name, "status": Notice(f"report.run.{status}")}
        draft.refuse(RefusalKind.WRONG_STATE, "run.wrong_state", params)
    return not draft.causes


def _refusal(draft: Draft, *, settle: bool) -> Refusal:
    refusal = Refusal(draft.command.name, draft.command.subject, tuple(draft.causes))
    if settle:
        refusal.settle()  # the explanations look at what was tried and is taken back
    return refusal


__all__ = ["HANDLERS", "Decision", "Draft", "attempt", "decide", "noted"]
