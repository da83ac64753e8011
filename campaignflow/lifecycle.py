"""Lifecycles of campaigns, phases, steps and ledger items, executed by ``transitions``.

A :class:`Lifecycle` is a value: states and moves, checked when it is made. Its :class:`Stepper`
holds one ``transitions`` machine and fires every trigger on it with a throwaway cursor as the
model, so nothing is shared between two calls and a failing guard has nothing to undo.

Example:
    >>> step = stepper(STEP).step
    >>> step("open", "submit")
    'submitted'
    >>> step("submitted", "approve", lambda: False) is None
    True
    >>> step("planned", "approve") is NO_MOVE
    True
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import Enum
from functools import cache
from types import MappingProxyType
from typing import Any, Final

import attrs
from attrs.validators import deep_iterable, instance_of
from transitions import Event, Machine, State, Transition

from campaignflow.errors import DefinitionError
from campaignflow.messages import Mistake, Notice

Guard = Callable[..., bool]

_name = instance_of(str)
_names = deep_iterable(_name, instance_of(tuple))


@attrs.frozen
class Move:
    """Hold one way from a state to another.

    Attributes:
        trigger: What is done, as a verb.
        source: The state it leaves.
        target: The state it reaches.
    """

    trigger: str = attrs.field(validator=_name)
    source: str = attrs.field(validator=_name)
    target: str = attrs.field(validator=_name)


@attrs.frozen(cache_hash=True)
class Lifecycle:
    """Hold the states something passes through and the moves between them.

    Attributes:
        name: What lives this life, such as ``step``.
        states: Every state, in the order people expect to read them.
        initial: The state everything starts in.
        final: The states in which nothing more is owed; a move may still lead out of them.
        moves: Every way between states; a trigger leads from a state to one target only.

    Raises:
        DefinitionError: With all mistakes: names unusable, unknown or repeated, two moves for one
            trigger and state, states that cannot be reached or cannot reach a final one.

    Example:
        >>> door = Lifecycle(
        ...     "door", ("open", "shut"), "open", ("shut",), (Move("close", "open", "shut"),)
        ... )
        >>> stepper(door).step("open", "close")
        'shut'
    """

    name: str = attrs.field(validator=_name)
    states: tuple[str, ...] = attrs.field(validator=_names)
    initial: str = attrs.field(validator=_name)
    final: tuple[str, ...] = attrs.field(validator=_names)
    moves: tuple[Move, ...] = attrs.field(
        validator=deep_iterable(instance_of(Move), instance_of(tuple))
    )

    def __attrs_post_init__(self) -> None:
        mistakes = [
            *_unusable_names(self),
            *_unknown_states(self),
            *_alternatives(self),
            *_lost_states(self),
        ]
        if mistakes:
            raise DefinitionError(f"lifecycle {self.name}", mistakes)


class NoMove(Enum):
    """Type of :data:`NO_MOVE`, the answer to a move that the lifecycle does not declare."""

    NO_MOVE = "no move"


NO_MOVE: Final = NoMove.NO_MOVE


def _unusable_names(life: Lifecycle) -> Iterator[Mistake]:
    for state, count in Counter(life.states).items():
        if not state.isidentifier():
            yield Mistake("states", Notice("lifecycle.name", {"name": state}))
        if count > 1:
            yield Mistake("states", Notice("lifecycle.twice", {"name": state}))
    for index, move in enumerate(life.moves):
        if not move.trigger.isidentifier() or move.trigger in _Cursor.__slots__:
            notice = Notice("lifecycle.trigger", {"name": move.trigger})
            yield Mistake(f"moves[{index}].trigger", notice)


def _unknown_states(life: Lifecycle) -> Iterator[Mistake]:
    used = [("initial", life.initial), *(("final", state) for state in life.final)]
    for index, move in enumerate(life.moves):
        used += (f"moves[{index}].source", move.source), (f"moves[{index}].target", move.target)
    for place, state in used:
        if state not in life.states:
            params = {"name": state, "states": life.states}
            yield Mistake(place, Notice("lifecycle.unknown", params))
    if not life.final:
        yield Mistake("final", Notice("lifecycle.no_final", {"states": life.states}))


def _alternatives(life: Lifecycle) -> Iterator[Mistake]:
    first: dict[tuple[str, str], Move] = {}
    for index, move in enumerate(life.moves):
        known = first.setdefault((move.trigger, move.source), move)
        if known is not move:
            yield Mistake(f"moves[{index}]", Notice("lifecycle.alternative", attrs.asdict(known)))


def _lost_states(life: Lifecycle) -> Iterator[Mistake]:
    reached = _closure([life.initial], [(move.source, move.target) for move in life.moves])
    ending = _closure(life.final, [(move.target, move.source) for move in life.moves])
    for state in dict.fromkeys(life.states):
        if state not in reached and life.initial in life.states:
            yield Mistake(state, Notice("lifecycle.unreachable", {"initial": life.initial}))
        if state not in ending and not ending.isdisjoint(life.states):
            yield Mistake(state, Notice("lifecycle.endless", {"final": life.final}))


def _closure(start: Iterable[str], arrows: list[tuple[str, str]]) -> set[str]:
    reached: set[str] = set()
    ahead = list(start)
    while ahead:
        state = ahead.pop()
        if state not in reached:
            reached.add(state)
            ahead += [target for source, target in arrows if source == state]
    return reached


class _Cursor:
    """Stand in as the model of a machine for the time of one trigger."""

    __slots__ = ("state",)

    state: str


class _State(State):
    """Hold its value instead of computing it; a state is never renamed."""

    value: Any = None

    def __init__(self, name: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(name, *args, **kwargs)
        self.value = name


class _Transition(Transition):
    """Keep the conditions at hand, unless one is a name that the library has to resolve."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        checks = tuple((condition.func, condition.target) for condition in self.conditions)
        self.checks = checks if all(callable(check) for check, _ in checks) else None


class _Event(Event):
    """Take the only transition at once where no hook could notice; else leave it to the library.

    The short way asks the conditions and sets the state, as the library does between its hooks,
    but builds no event data and writes no debug log.
    """

    def __init__(self, name: str, machine: Machine) -> None:
        super().__init__(name, machine)
        self.setup = vars(machine)

    def trigger(self, model: object, *args: Any, **kwargs: Any) -> bool:
        setup = self.setup
        attribute = setup["model_attribute"]
        found: list[Any] | None = self.transitions.get(getattr(model, attribute))
        if found is None or len(found) != 1 or setup["hooked"]:
            return super().trigger(model, *args, **kwargs)
        move, states = found[0], setup["states"]
        checks, target = move.checks, states.get(move.dest)
        if checks is None or target is None or move.prepare or move.before or move.after:
            return super().trigger(model, *args, **kwargs)
        if target.on_enter or states[move.source].on_exit:
            return super().trigger(model, *args, **kwargs)
        for check, wanted in checks:
            if check(*args, **kwargs) != wanted:
                return False
        setattr(model, attribute, target.value)
        return True


class _Machine(Machine):
    """Know at any time whether a hook of the machine itself could notice a trigger."""

    state_cls = _State
    event_cls = _Event
    transition_cls = _Transition
    hooks = (
        "_queued",
        "send_event",
        "_prepare_event",
        "_before_state_change",
        "_after_state_change",
        "_finalize_event",
        "_on_exception",
        "_on_final",
    )

    def __setattr__(self, name: str, value: object) -> None:
        if name in self.hooks and isinstance(value, list):
            value = tuple(value)  # so that no hook can be appended unnoticed
        super().__setattr__(name, value)
        if name in self.hooks:
            self.hooked = any(vars(self).get(hook) for hook in self.hooks)


def _machine(life: Lifecycle) -> _Machine:
    return _Machine(
        model=None,
        auto_transitions=False,
        states=[{"name": state, "final": state in life.final} for state in life.states],
        initial=life.initial,
        transitions=[
            {"trigger": m.trigger, "source": m.source, "dest": m.target, "conditions": _admits}
            for m in life.moves
        ],
    )


def _admits(guard: Guard | None, *about: object) -> bool:
    if guard is None:
        return True
    answer: object = guard(*about)
    if isinstance(answer, bool):
        return answer
    raise TypeError(
        f"guard {guard!r} returned {answer!r}, a {type(answer).__name__}: return True or False"
    )


class Stepper:
    """Fire triggers on the ``transitions`` machine of one lifecycle; safe in many threads.

    Attributes:
        table: (state, trigger) -> target, read out of the machine, for replay.
    """

    __slots__ = ("_allowed", "_fire", "table")

    def __init__(self, lifecycle: Lifecycle) -> None:
        machine = _machine(lifecycle)
        self._fire = {
            (state, trigger): event.trigger
            for trigger, event in machine.events.items()
            for state in event.transitions
        }
        self.table: Final[Mapping[tuple[str, str], str]] = MappingProxyType(
            {
                (state, trigger): str(machine.events[trigger].transitions[state][0].dest)
                for state, trigger in self._fire
            }
        )
        self._allowed = {state: tuple(machine.get_triggers(state)) for state in lifecycle.states}

    def step(
        self, state: str, trigger: str, guard: Guard | None = None, *about: object
    ) -> str | NoMove | None:
        """Fire ``trigger`` in ``state`` and tell where it leads.

        Args:
            state: Where the thing stands now.
            trigger: What is to be done.
            guard: Asked only when the move is declared; whatever it raises comes out unchanged.
            about: What the guard is asked about: its arguments.

        Returns:
            The new state; None if the guard refused; :data:`NO_MOVE` if no such move is declared.

        Raises:
            TypeError: If the guard answers anything but True or False.

        Example:
            >>> stepper(ITEM).step("checked", "fail")
            'fixing'
        """
        fire = self._fire.get((state, trigger))
        if fire is None:
            return NO_MOVE
        cursor = _Cursor()
        cursor.state = state
        return cursor.state if fire(cursor, guard, *about) else None

    def allowed(self, state: str) -> tuple[str, ...]:
        """Return the triggers declared from ``state``, in the order of the moves.

        Raises:
            KeyError: If the lifecycle has no such state.

        Example:
            >>> stepper(STEP).allowed("submitted")
            ('return', 'approve', 'release')
        """
        return self._allowed[state]


@cache
def stepper(lifecycle: Lifecycle) -> Stepper:
    """Return the stepper of ``lifecycle``, the same one for equal lifecycles.

    Example:
        >>> stepper(PHASE).table["closed", "reopen"]
        'open'
    """
    return Stepper(lifecycle)


def _from(sources: tuple[str, ...], trigger: str, target: str) -> tuple[Move, ...]:
    return tuple(Move(trigger, source, target) for source in sources)


CAMPAIGN: Final = Lifecycle(
    "campaign",
    states=("planned", "running", "suspended", "concluded", "archived", "cancelled"),
    initial="planned",
    final=("archived", "cancelled"),
    moves=(
        Move("start", "planned", "running"),
        Move("suspend", "running", "suspended"),
        Move("resume", "suspended", "running"),
        Move("conclude", "running", "concluded"),
        Move("archive", "concluded", "archived"),
        *_from(("running", "suspended"), "cancel", "cancelled"),
    ),
)

PHASE: Final = Lifecycle(
    "phase",
    states=("planned", "open", "closed", "released"),
    initial="planned",
    final=("closed", "released"),
    moves=(
        Move("open", "planned", "open"),
        Move("close", "open", "closed"),
        Move("reopen", "closed", "open"),
        *_from(("planned", "open"), "release", "released"),
        Move("revive", "released", "planned"),
    ),
)

STEP: Final = Lifecycle(
    "step",
    states=("planned", "open", "submitted", "returned", "done", "released"),
    initial="planned",
    final=("done", "released"),
    moves=(
        Move("open", "planned", "open"),
        Move("finish", "open", "done"),
        *_from(("open", "returned"), "submit", "submitted"),
        Move("return", "submitted", "returned"),
        Move("approve", "submitted", "done"),
        Move("reopen", "done", "open"),
        *_from(("planned", "open", "submitted", "returned"), "release", "released"),
        Move("revive", "released", "planned"),
    ),
)

ITEM: Final = Lifecycle(
    "item",
    states=("found", "claimed", "planned", "fixing", "checked", "struck"),
    initial="found",
    final=("struck",),
    moves=(
        Move("claim", "found", "claimed"),
        Move("plan", "claimed", "planned"),
        Move("start", "planned", "fixing"),
        Move("check", "fixing", "checked"),
        Move("strike", "checked", "struck"),
        Move("fail", "checked", "fixing"),
    ),
)
