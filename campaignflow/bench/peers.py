"""The same transitions with other packages, as their documentation writes it, and by hand.

Peers keep less: each moves states, asks the one counting guard and notes who moved what when.
None asks for permissions, order or windows, gives reasons, keeps quotas or chains digests.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, Final, Protocol

from campaignflow.bench.workload import COUNTED, RECORDS, Act, clock
from campaignflow.calendar import to_us
from campaignflow.events import NOTHING, Event, genesis, link
from campaignflow.lifecycle import CAMPAIGN, PHASE, STEP, stepper

MOVES: Final = (
    ("open", "planned", "opened"),
    ("submit", "opened", "submitted"),
    ("submit", "returned", "submitted"),
    ("return_", "submitted", "returned"),
    ("approve", "submitted", "done"),
    ("close", "opened", "closed"),
    ("conclude", "planned", "concluded"),
)
STATES: Final = tuple(dict.fromkeys(state for _, *ends in MOVES for state in ends))
TABLE: Final = {(source, trigger): target for trigger, source, target in MOVES}

_LIVES: Final = {"": CAMPAIGN, "p": PHASE, "s": STEP}
_event: Callable[..., Event] = tuple.__new__

Script = tuple[Act, ...]
Log = list[tuple[str, str, str, dt.datetime]]
Play = Callable[[], Log]


class Notes:
    """Hold what a peer notes of one run: its transitions and its records."""

    def __init__(self) -> None:
        self.log: Log = []
        self.records: Log = []

    def record(self, act: Act) -> None:
        """Note a record."""
        self.records.append(act)
        self.log.append(act)

    def admits(self, key: str) -> bool:
        """Answer the counting guard for a step."""
        return key != COUNTED or len(self.records) >= RECORDS


def subjects(script: Script) -> list[str]:
    """Return the steps, phases and the campaign that ``script`` moves, in order."""
    return list(dict.fromkeys(act.subject for act in script if act.command != "record"))


def by_hand(script: Script) -> Play:
    """Prepare the floor: a table of moves, one guard, a list of tuples."""
    states, notes = dict.fromkeys(subjects(script), "planned"), Notes()

    def play() -> Log:
        for act in script:
            command, subject, actor, at = act
            if command == "record":
                notes.record(act)
                continue
            target = TABLE[states[subject], command]
            if command == "submit" and not notes.admits(subject):
                raise ValueError(subject)
            states[subject] = target
            notes.log.append((command, subject, actor, at))
        return notes.log

    return play


def chained_by_hand(script: Script) -> Play:
    """Prepare what we could at best come to: only what none of our commands can do without.

    That is a move executed by the machine of a lifecycle, the counting guard, an aware time as an
    integer, a flat event with two times, and its digest, chained: in one function, without people,
    order, windows, quotas or reasons, and nothing can be taken back.
    """
    keys, notes = subjects(script), Notes()
    states = {key: "planned" if key else "running" for key in keys}
    steppers = {key: stepper(_LIVES[key[:1]]) for key in keys}
    entries: list[tuple[Event, bytes]] = []
    digest = genesis("run")

    def give(act: Act) -> None:
        nonlocal digest
        kind, key, actor, at = act
        if kind == "record":
            notes.record(act)
        else:
            admits = notes.admits if kind == "submit" else None
            target = steppers[key].step(states[key], kind.rstrip("_"), admits, key)
            if not isinstance(target, str):
                raise ValueError(key)
            states[key] = target
            notes.log.append(act)
        seq, moment = len(entries) + 1, to_us(at)
        flat = (seq, kind, key, moment, "instant", clock(), actor, None, None, None, None, NOTHING)
        event = _event(Event, flat)
        digest = link(digest, event)
        entries.append((event, digest))

    def play() -> Log:
        for act in script:
            give(act)
        return notes.log

    return play


def _by_method(script: Script, entities: Mapping[str, Any], notes: Notes) -> Play:
    """Return a play that calls the method of each command on what it moves."""

    def play() -> Log:
        for act in script:
            if act.command == "record":
                notes.record(act)
            else:
                getattr(entities[act.subject], act.command)(actor=act.actor, at=act.at)
        return notes.log

    return play


class _Model:
    """Stand for one step, phase or campaign as a model of ``transitions``."""

    state: str

    def __init__(self, key: str, notes: Notes) -> None:
        self.key = key
        self.notes = notes

    def admits(self, **_given: Any) -> bool:
        return self.notes.admits(self.key)

    def note(self, actor: str, at: dt.datetime) -> None:
        self.notes.log.append((self.state, self.key, actor, at))


def transitions(script: Script) -> Play:
    """Prepare ``transitions``: one machine shared by all, each added as a model."""
    from transitions import Machine

    machine = Machine(
        model=None,
        states=list(STATES),
        initial="planned",
        auto_transitions=False,
        after_state_change="note",
        transitions=[
            {"trigger": t, "source": s, "dest": d, "conditions": ["admits"] * (t == "submit")}
            for t, s, d in MOVES
        ],
    )
    notes = Notes()
    models = {key: _Model(key, notes) for key in subjects(script)}
    machine.add_model(list(models.values()))
    return _by_method(script, models, notes)


class _Inputs(Protocol):
    """Declare what ``automat`` may be told."""

    def open(self, actor: str, at: dt.datetime) -> None: ...
    def submit(self, actor: str, at: dt.datetime) -> None: ...
    def return_(self, actor: str, at: dt.datetime) -> None: ...
    def approve(self, actor: str, at: dt.datetime) -> None: ...
    def close(self, actor: str, at: dt.datetime) -> None: ...
    def conclude(self, actor: str, at: dt.datetime) -> None: ...


def automat(script: Script) -> Play:
    """Prepare ``automat``; it knows no guards, so the counting one stands in the behaviour."""
    from automat import TypeMachineBuilder

    builder = TypeMachineBuilder(_Inputs, _Model)
    states = {name: builder.state(name) for name in STATES}
    for trigger, source, target in MOVES:

        def behaviour(
            _inputs: _Inputs, core: _Model, actor: str, at: dt.datetime, name: str = target
        ) -> None:
            if name == "submitted" and not core.admits():
                raise ValueError(core.key)
            core.notes.log.append((name, core.key, actor, at))

        states[source].upon(getattr(_Inputs, trigger)).to(states[target])(behaviour)
    machine, notes = builder.build(), Notes()
    entities = {key: machine(_Model(key, notes)) for key in subjects(script)}
    return _by_method(script, entities, notes)


def python_statemachine(script: Script) -> Play:
    """Prepare ``python-statemachine``: one machine for each step, phase and the campaign."""
    from statemachine import State, StateMachine

    leaves = {source for _, source, _ in MOVES}
    states = {name: State(initial=name == "planned", final=name not in leaves) for name in STATES}
    events: dict[str, Any] = {}
    for trigger, source, target in MOVES:
        condition = {"cond": "admits"} if trigger == "submit" else {}
        move = states[source].to(states[target], **condition)
        events[trigger] = events[trigger] | move if trigger in events else move

    def after_transition(self: Any, actor: str, at: dt.datetime, target: Any) -> None:
        self.model.notes.log.append((target.id, self.model.key, actor, at))

    life = type("Life", (StateMachine,), {**states, **events, "after_transition": after_transition})
    notes = Notes()
    entities = {key: life(_Model(key, notes)) for key in subjects(script)}
    return _by_method(script, entities, notes)


@cache
def aggregate() -> Any:
    """Return the aggregate class of ``eventsourcing``: one for a run, one event class for moves."""
    from eventsourcing.domain import Aggregate, event

    class Campaign(Aggregate):  # type: ignore[misc, unused-ignore]  # it need not be there
        def __init__(self) -> None:
            self.states: dict[str, str] = {}
            self.notes = Notes()

        def give(self, act: Act) -> None:
            command, subject, actor, at = act
            if command == "record":
                self.recorded(actor, at)
                return
            target = TABLE[self.states.get(subject, "planned"), command]
            if command == "submit" and not self.notes.admits(subject):
                raise ValueError(subject)
            self.moved(subject, target, actor, at)

        @event("Moved")
        def moved(self, subject: str, target: str, actor: str, at: dt.datetime) -> None:
            self.states[subject] = target
            self.notes.log.append((target, subject, actor, at))

        @event("Recorded")
        def recorded(self, actor: str, at: dt.datetime) -> None:
            self.notes.record(Act("record", "", actor, at))

    return Campaign


def eventsourcing(script: Script) -> Play:
    """Prepare ``eventsourcing``: one aggregate, its events kept in it as pending."""
    campaign = aggregate()()

    def play() -> Log:
        for act in script:
            campaign.give(act)
        log: Log = campaign.notes.log
        return log

    return play


PEERS: Final[Mapping[str, Callable[[Script], Play]]] = {
    "transitions": transitions,
    "automat": automat,
    "eventsourcing": eventsourcing,
    "python-statemachine": python_statemachine,
    "by hand, chained": chained_by_hand,
    "by hand": by_hand,
}
"""Every peer by the name of its package; the last two are floors, the first of them ours."""
