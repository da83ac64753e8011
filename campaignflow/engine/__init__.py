"""The engine: one pure function from a campaign, a state and a command to a decision."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import attrs

from campaignflow.commands import COMMANDS, Below, Command
from campaignflow.engine import facts, marking, people, review, timing, whole
from campaignflow.engine.arguments import check_args
from campaignflow.engine.draft import Draft, plain_arg
from campaignflow.errors import InvariantViolationError
from campaignflow.events import Event
from campaignflow.model.campaign import Campaign
from campaignflow.refusal import Refusal, RefusalKind
from campaignflow.state.state import State, Write


@attrs.define(eq=False)
class Decision:
    """Hold what a command leads to: events, or a refusal with every reason.

    Attributes:
        events: The events, in order; empty if refused, or if nothing had to change.
        refusal: Why not, or None.
        repeated: Sequence number of the first event of the same request given before, if the
            command's key was used for it; then ``events`` is empty.
        writes: What the events change in the state decided on, for :meth:`State.redo`; saves
            evolving them a second time, as long as that state has not moved on.
    """

    events: tuple[Event, ...]
    refusal: Refusal | None = None
    repeated: int | None = None
    writes: list[Write] = attrs.field(factory=list, repr=False)

    @property
    def accepted(self) -> bool:
        """Whether the command is granted."""
        return self.refusal is None


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
    "suspend": whole.suspend,
    "resume": whole.resume,
    "conclude": whole.conclude,
    "archive": whole.archive,
    "cancel": whole.cancel,
    "record": facts.record,
    "void": facts.void,
    "correct": facts.correct,
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

_PAPERWORK: Final = frozenset({"record", "void", "correct"})
_ROSTER: Final = frozenset({"take_role", "give_up_role", "relate", "unrelate", "substitute"})
_ALLOWED: Final[dict[str, frozenset[str]]] = {
    "planned": frozenset({"start"}),
    "running": frozenset(COMMANDS) - {"resume", "archive"},
    "suspended": _PAPERWORK | _ROSTER | {"start", "resume", "cancel", "find", "tick"},
    "concluded": _PAPERWORK | {"start", "confirm", "archive"},
    "archived": frozenset({"start"}),
    "cancelled": frozenset({"start"}),
}


def decide(
    campaign: Campaign, state: State, command: Command, now: int, below: Sequence[Below] = ()
) -> Decision:
    """Decide about ``command``; the state is the same afterwards.

    Args:
        campaign: The definition that the run is pinned to.
        state: Where the run stands.
        command: What is asked for.
        now: The clock's reading. Units: microseconds since the epoch, UTC.
        below: What is known of the units below; what of it is new is written with the decision.

    Returns:
        The decision: events to append, or a refusal with all its reasons.

    Raises:
        InvariantViolationError: The state belongs to another campaign, or a guard asks this.
    """
    if state.blueprint.campaign is not campaign:
        raise InvariantViolationError(f"the state of run {state.run!r} is of another campaign")
    if state.journal is not None:
        raise InvariantViolationError(f"run {state.run!r} is being decided on: a guard only looks")
    state.journal = []
    try:
        decision = _decide(Draft(state, command, now), now, below)
    finally:
        writes = state.undo()
    if decision.events:
        decision.writes = writes
    return decision


def _decide(draft: Draft, now: int, below: Sequence[Below]) -> Decision:
    command, state = draft.command, draft.state
    if command.key is not None:
        _take_key(draft)
    if command.key is not None and command.key in state.keys:
        request, first = state.keys[command.key]
        if request == draft.request:
            return Decision((), repeated=first)
        draft.refuse(RefusalKind.CONFLICT, "key.reused", {"key": command.key, "seq": first})
    elif _admissible(draft):
        news = facts.look_below(draft, below) if below else []
        HANDLERS[command.name](draft)
        if news and not draft.causes:
            facts.tell_below(draft, news)
        if now < draft.recorded_at and draft.events and not draft.causes:
            draft.follow()
            draft.emit("clock_adjusted", "", {"read": now})
    if draft.causes:
        return Decision((), _refusal(draft, settle=bool(draft.events or below)))
    return Decision(tuple(draft.events))


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
    check_args(draft, info)
    if draft.at > draft.recorded_at:
        draft.refuse(RefusalKind.INVALID, "time.future")
    if command.name not in _ALLOWED[state.status]:
        params = {"command": command.name, "status": state.status}
        draft.refuse(RefusalKind.WRONG_STATE, "run.wrong_state", params)
    return not draft.causes


def _refusal(draft: Draft, *, settle: bool) -> Refusal:
    refusal = Refusal(draft.command.name, draft.command.subject, tuple(draft.causes))
    if settle:
        refusal.settle()  # the explanations look at what was tried and is taken back
    return refusal


__all__ = ["HANDLERS", "Decision", "Draft", "decide"]
