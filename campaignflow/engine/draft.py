"""A decision in the making: the events so far, the reasons against it, and how both are added."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Any, Final

from campaignflow.commands import COMMANDS, Command
from campaignflow.events import NOTHING, Event, canonical
from campaignflow.guards.verdict import Explanation
from campaignflow.lifecycle import NO_MOVE
from campaignflow.messages import Notice
from campaignflow.model.time import Force
from campaignflow.refusal import Cause, RefusalKind
from campaignflow.state.compiled import Instance, RuleInfo
from campaignflow.state.evolve import evolve
from campaignflow.state.judging import waived
from campaignflow.state.naming import full_title
from campaignflow.state.state import PLANNED, State
from campaignflow.state.view import RunView

Check = Callable[["Draft", Instance], None]
"""Notes what stands against a move."""

_new: Callable[..., Event] = tuple.__new__

_NAMES: Final = ("name", "source", "opener")
_NAMED: Final = frozenset((*_NAMES, "command"))
"""Parameters of a reason that people know under a title."""


def plain_arg(draft: Draft, name: str, default: Any = None) -> Any:
    """Return a value of the command, or note that it cannot be kept in a log."""
    value = draft.arg(name, default)
    try:
        canonical(value)
    except TypeError as wrong:
        draft.refuse(RefusalKind.INVALID, "args.plain", {"name": name, "why": str(wrong)})
    return value


class Draft:
    """Hold one decision in the making; events are tried on the state as they are added.

    ``day`` is the local day of ``at``, as an ordinal.
    """

    __slots__ = (
        "actor",
        "at",
        "blueprint",
        "cause",
        "causes",
        "command",
        "day",
        "deviations",
        "events",
        "explicit",
        "precision",
        "recorded_at",
        "request",
        "rule",
        "state",
        "touched",
    )  # fmt: skip

    def __init__(self, state: State, command: Command, now: int) -> None:
        self.state = state
        self.blueprint = state.blueprint
        self.command = command
        self.events: list[Event] = []
        self.causes: list[Cause] = []
        self.deviations: list[tuple[str, str, Mapping[str, Any]]] = []
        self.touched: list[str] = []
        self.actor = command.actor
        self.rule = command.permit
        self.cause: int | None = None
        self.request: str | None = None
        last = state.head["recorded_at"]
        self.recorded_at: int = now if now >= last else last
        self.explicit = command.at is not None
        self.at: int = self.recorded_at if command.at is None else command.at
        self.precision = command.precision
        self.day = state.day(self.at)

    # --- saying yes

    def emit(
        self, kind: str, subject: str, data: Mapping[str, Any] = NOTHING, floor: int | None = None
    ) -> None:
        """Add an event and try it on the state; what follows may be no earlier than ``floor``.

        The first one holds the reason that was given, whatever its kind.
        """
        events, cause = self.events, self.cause
        key = request = None
        if not events:
            if self.command.key is not None:
                key, request = self.command.key, self.request
            if self.command.reason and data.get("reason") is None:
                data = {**data, "reason": self.command.reason}
        actor, rule = (self.actor, self.rule) if cause is None else (None, None)
        if events and cause is None:
            cause = events[0][0]  # only the first of a decision follows from none
        seq = self.state.head["seq"] + 1
        at = self.at if floor is None or floor <= self.at else floor
        event = _new(
            Event,
            (
                seq, kind, subject, at, self.precision, self.recorded_at,
                actor, rule, cause, key, request, data,
            ),
        )  # fmt: skip
        evolve(self.state, event)
        events.append(event)

    def touch(self, instance: Instance) -> None:
        """Note that the instance has moved, if anything can follow from that by itself."""
        if instance.info.stirs or self.state.added:
            self.touched.append(instance.key)

    def follow(self) -> None:
        """Let the events to come follow from the last one, not from the actor."""
        if self.events:
            self.cause = self.events[-1][0]

    def flush_deviations(self) -> None:
        """Record the deviations noted on the way, as following from the last event."""
        if not self.deviations:
            return
        before = self.cause
        self.follow()
        for subject, code, params in self.deviations:
            data = {"code": code, "params": params, "reason": self.command.reason}
            self.emit("deviated", subject, data)
        self.deviations.clear()
        self.cause = before

    # --- saying no

    def refuse(
        self,
        kind: RefusalKind,
        code: str,
        params: Mapping[str, object] = NOTHING,
        explain: Callable[[], Explanation] | None = None,
        error: Exception | None = None,
    ) -> None:
        """Note a reason against the decision."""
        if not _NAMED.isdisjoint(params):
            params = {**params, **dict(self._titles(params))}
        self.causes.append(Cause(kind, Notice(code, params), error, explain))

    def _titles(self, params: Mapping[str, object]) -> Iterator[tuple[str, object]]:
        """Yield beside each key of a node, and each command, what people call it."""
        for name in _NAMES:
            match params.get(name):
                case str() as key:
                    yield f"{name}_title", full_title(self.state, key)
                case list() as keys:
                    yield f"{name}_title", [full_title(self.state, key) for key in keys]
        command = params.get("command")
        if isinstance(command, str):
            info = COMMANDS.get(command)
            yield "command_title", info.title if info else command

    def unknown(self, what: str, name: str, known: Sequence[str]) -> None:
        """Note that the plan has no such thing, naming what is near."""
        near = get_close_matches(name, known, 3, 0.5)
        code = f"unknown.{what}.near" if near else f"unknown.{what}"
        self.refuse(RefusalKind.NOT_DECLARED, code, {"name": name, "near": near})

    def arg(self, name: str, default: Any = None) -> Any:
        """Return a value of the command."""
        return self.command.args.get(name, default)

    # --- finding

    def target(self, *lives: str) -> Instance | None:
        """Return the instance that the command is about, or note why there is none."""
        name = self.command.subject
        found = self.state.instance(name)
        if found is None:
            self._no_target(name)
        elif found.info.life not in lives:
            params = {"name": name, "command": self.command.name}
            self.refuse(RefusalKind.NOT_DECLARED, f"not_for.{found.info.life}", params)
        else:
            return found
        return None

    def _no_target(self, name: str) -> None:
        several = self.state.instances_of(name)
        if several:
            params = {"name": name, "instances": list(several[:5])}
            self.refuse(RefusalKind.NOT_DECLARED, "unknown.instance", params)
        elif name in self.blueprint.nodes:
            self.refuse(RefusalKind.NOT_DECLARED, "unknown.no_member", {"name": name})
        else:
            known = [*self.blueprint.instances, *self.state.extra]
            self.unknown("node", name, known)

    # --- moving through a lifecycle

    def step(self, instance: Instance, trigger: str, check: Check | None = None) -> bool:
        """Fire ``trigger`` on the instance's lifecycle; ``check`` notes what stands against it.

        Returns:
            Whether the move is declared from its state and nothing stood against it.
        """
        current = self.state.nodes.get(instance.key, PLANNED)[0]
        target = instance.info.stepper.step(current, trigger, _unopposed, self, instance, check)
        if target is NO_MOVE:
            params = {
                "name": instance.key,
                "state": Notice(f"node.{current}"),
                "command": self.command.name,
            }
            self.refuse(RefusalKind.WRONG_STATE, "wrong_state", params)
        return target is not None and not self.causes

    def ask(self, rules: Sequence[RuleInfo], instance: Instance, day: int | None = None) -> bool:
        """Ask guards; note each MUST that does not hold, and each SHOULD as a deviation.

        Args:
            rules: The rules to ask.
            instance: The instance they are asked for.
            day: The day to judge on; that of ``at`` if left out.

        Returns:
            Whether every MUST holds.
        """
        held = True
        for info in rules:
            view = RunView(self.state, info, instance, self.day if day is None else day)
            value = self.value(info, view)
            if isinstance(value, Exception):
                held = False
                continue
            if value is True:
                continue
            if info.rule.force is Force.SHOULD:
                self.deviations.append((instance.key, "rule", {"rule": info.key}))
                continue
            held = False
            self._not_held(info, view, value)
        return held

    def value(self, info: RuleInfo, view: RunView) -> bool | Exception | None:
        """Return what a guard answers; a crash is noted as a reason and returned."""
        if waived(self.state, info) is not None:
            return True
        try:
            return info.guard.evaluate(view).value
        except Exception as crash:  # noqa: BLE001 - the one place where a plan's code is called
            params = {"rule": info.key, "why": f"{type(crash).__name__}: {crash}"}
            self.refuse(RefusalKind.CRASHED, "rule.crashed", params, error=crash)
            return crash

    def _not_held(self, info: RuleInfo, view: RunView, value: bool | None) -> None:
        kind = RefusalKind.UNKNOWN if value is None else RefusalKind.UNSATISFIED
        params = {"rule": info.rule.title or info.key, "rule_title": info.title, "key": info.key}
        code = "rule.unknown" if value is None else "rule.unsatisfied"
        self.refuse(kind, code, params, lambda: info.guard.explain(view))


def _unopposed(draft: Draft, instance: Instance, check: Check | None) -> bool:
    """Return whether nothing stands against a move, after ``check`` has noted what does."""
    if check is not None:
        check(draft, instance)
    return not draft.causes
