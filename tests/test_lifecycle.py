"""Lifecycles: checked when made, executed by ``transitions``, immune to its traps."""

from __future__ import annotations

import logging
from concurrent.futures import ThreadPoolExecutor
from itertools import product
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from transitions import Machine, MachineError

from campaignflow.errors import DefinitionError
from campaignflow.lifecycle import (
    CAMPAIGN,
    ITEM,
    NO_MOVE,
    PHASE,
    STEP,
    Lifecycle,
    Move,
    _Machine,
    _machine,
    stepper,
)

if TYPE_CHECKING:
    from collections.abc import Callable

ALL = (CAMPAIGN, PHASE, STEP, ITEM)
EVERY = [
    (life, state, trigger)
    for life in ALL
    for state, trigger in product(life.states, dict.fromkeys(m.trigger for m in life.moves))
]


class CrashError(Exception):
    """A failure of a guard or hook."""


def crash(*_: object) -> bool:
    raise CrashError


def codes(error: pytest.ExceptionInfo[DefinitionError]) -> list[tuple[str, str]]:
    return [(mistake.place, mistake.notice.code) for mistake in error.value.mistakes]


def life(*moves: tuple[str, str, str], final: tuple[str, ...] = ("c",)) -> Lifecycle:
    return Lifecycle("test", ("a", "b", "c"), "a", final, tuple(Move(*move) for move in moves))


# What the four lifecycles allow.


@pytest.mark.parametrize(
    ("lifecycle", "walk"),
    [
        (CAMPAIGN, "planned start running suspend suspended resume running conclude concluded"),
        (CAMPAIGN, "concluded archive archived"),
        (CAMPAIGN, "planned start running suspend suspended cancel cancelled"),
        (PHASE, "planned open open close closed reopen open release released"),
        (STEP, "planned open open finish done reopen open submit submitted return returned"),
        (STEP, "returned submit submitted approve done"),
        (ITEM, "found claim claimed plan planned start fixing check checked fail fixing"),
        (ITEM, "fixing check checked strike struck"),
    ],
)
def test_lifecycle_walk_leads_where_the_plan_says(lifecycle: Lifecycle, walk: str) -> None:
    """Each standard lifecycle follows its published path."""
    words = walk.split()
    for state, trigger, target in zip(words[::2], words[1::2], words[2::2], strict=False):
        assert stepper(lifecycle).step(state, trigger) == target


@pytest.mark.parametrize(
    ("lifecycle", "sources", "trigger", "target"),
    [
        (CAMPAIGN, {"running", "suspended"}, "cancel", "cancelled"),
        (PHASE, {"planned", "open"}, "release", "released"),
        (STEP, {"planned", "open", "submitted", "returned"}, "release", "released"),
        (STEP, {"open", "returned"}, "submit", "submitted"),
    ],
)
def test_shared_trigger_leaves_only_its_sources(
    lifecycle: Lifecycle, sources: set[str], trigger: str, target: str
) -> None:
    """A trigger with several sources is declared from exactly those."""
    answers = {state: stepper(lifecycle).step(state, trigger) for state in lifecycle.states}
    assert answers == {s: target if s in sources else NO_MOVE for s in lifecycle.states}


def test_allowed_names_the_declared_triggers() -> None:
    """What may be done from a state is listed in order of declaration."""
    assert stepper(STEP).allowed("open") == ("finish", "submit", "release")
    assert stepper(STEP).allowed("released") == ("revive",)


def test_allowed_refuses_a_state_that_does_not_exist() -> None:
    """A misspelt state is not taken for one without moves."""
    with pytest.raises(KeyError, match="opne"):
        stepper(STEP).allowed("opne")


def test_stepper_is_shared_by_equal_lifecycles() -> None:
    """Two equal values use one machine."""
    moves = (("go", "a", "b"), ("end", "b", "c"))
    assert stepper(life(*moves)) is stepper(life(*moves))


def test_table_cannot_be_changed() -> None:
    """The replay table is read-only."""
    with pytest.raises(TypeError):
        stepper(STEP).table["done", "open"] = "planned"  # type: ignore[index]


# The traps of the library.


def test_undeclared_move_is_a_value_and_logs_nothing(caplog: pytest.LogCaptureFixture) -> None:
    """An invalid trigger costs neither an exception nor a warning."""
    caplog.set_level(logging.DEBUG)
    assert stepper(STEP).step("done", "submit") is NO_MOVE
    assert stepper(STEP).step("nowhere", "submit") is NO_MOVE
    assert stepper(STEP).step("open", "nothing") is NO_MOVE
    assert caplog.records == []


def test_undeclared_move_never_asks_the_guard() -> None:
    """The guard of a move that does not exist stays silent."""
    assert stepper(STEP).step("done", "submit", crash) is NO_MOVE


def test_refused_guard_is_told_apart_from_an_undeclared_move() -> None:
    """The library answers False to both; here they differ."""
    assert stepper(STEP).step("open", "submit", lambda: False) is None


@pytest.mark.parametrize("answer", [None, 0, 1, 2, [], [1], "yes"])
def test_guard_without_a_real_answer_is_an_error(answer: object) -> None:
    """Truthy and falsy values are not silently taken for a refusal."""
    guard: Any = lambda: answer  # noqa: E731
    with pytest.raises(TypeError, match="return True or False"):
        stepper(STEP).step("open", "submit", guard)


@pytest.mark.parametrize("error", [CrashError(), KeyboardInterrupt(), LookupError("x")])
def test_guard_error_comes_out_unchanged(error: BaseException) -> None:
    """The very exception of the guard reaches the caller, and the next call is unaffected."""

    def guard() -> bool:
        raise error

    with pytest.raises(type(error)) as caught:
        stepper(STEP).step("open", "submit", guard)
    assert caught.value is error
    assert stepper(STEP).step("open", "submit") == "submitted"


def test_guard_may_step_the_same_lifecycle() -> None:
    """A guard that asks another thing's lifecycle does not disturb the outer move."""
    step = stepper(STEP).step
    assert step("open", "submit", lambda: step("planned", "release") == "released") == "submitted"


def test_stepper_offers_no_place_for_side_effects() -> None:
    """Hooks, whose errors would vanish (finalize) or come too late (after), cannot be added."""
    with pytest.raises(AttributeError):
        stepper(STEP).finalize_event = crash  # type: ignore[attr-defined]
    machine = _machine(STEP)
    assert not machine.hooked
    with pytest.raises(AttributeError):
        machine.finalize_event.append(crash)


def test_misspelt_target_is_found_at_construction() -> None:
    """The library would notice only when the move is fired."""
    with pytest.raises(DefinitionError, match="there is no state 'bb'; the states are a, b, c"):
        life(("go", "a", "bb"), ("on", "a", "b"), ("end", "b", "c"))


def test_alternatives_under_one_trigger_are_refused() -> None:
    """A refused first move would otherwise fall through to the second."""
    with pytest.raises(DefinitionError) as error:
        life(("go", "a", "b"), ("go", "a", "c"), ("end", "b", "c"))
    assert codes(error) == [("moves[1]", "lifecycle.alternative")]


def test_steps_of_many_threads_do_not_mix() -> None:
    """Guards that interleave in eight threads leave every answer right."""
    step, table = stepper(STEP).step, stepper(STEP).table
    todo = [(state, trigger, ok) for state, trigger in table for ok in (True, False)] * 200

    def run(case: tuple[str, str, bool]) -> bool:
        state, trigger, ok = case

        def guard() -> bool:
            return step("submitted", "approve") == "done" and ok

        return step(state, trigger, guard) == (table[state, trigger] if ok else None)

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(run, todo))


# Mistakes in a lifecycle.


def test_state_nobody_reaches_is_reported() -> None:
    """A state without a way in is a mistake."""
    with pytest.raises(DefinitionError) as error:
        life(("go", "a", "c"), ("end", "b", "c"))
    assert codes(error) == [("b", "lifecycle.unreachable")]


def test_state_without_a_way_to_the_end_is_reported() -> None:
    """A state from which nothing final can be reached is a mistake."""
    with pytest.raises(DefinitionError) as error:
        life(("go", "a", "b"), ("stay", "b", "b"), ("end", "a", "c"))
    assert codes(error) == [("b", "lifecycle.endless")]


def test_lifecycle_without_final_states_is_reported_once() -> None:
    """A missing end is one mistake, not one a state."""
    with pytest.raises(DefinitionError) as error:
        life(("go", "a", "b"), ("end", "b", "c"), final=())
    assert codes(error) == [("final", "lifecycle.no_final")]


@pytest.mark.parametrize("trigger", ["state", "", "go on", "1st"])
def test_unusable_trigger_is_reported(trigger: str) -> None:
    """Triggers the machine would choke on are refused by name."""
    with pytest.raises(DefinitionError) as error:
        life((trigger, "a", "b"), ("end", "b", "c"))
    assert codes(error) == [("moves[0].trigger", "lifecycle.trigger")]


@pytest.mark.parametrize("state", ["", "*", "="])
def test_state_named_like_a_wildcard_is_reported(state: str) -> None:
    """Names with a meaning of their own in the library are refused."""
    with pytest.raises(DefinitionError) as error:
        Lifecycle("test", (state, "end"), state, ("end",), (Move("go", state, "end"),))
    assert codes(error) == [("states", "lifecycle.name")]


def test_all_mistakes_are_reported_at_once_in_both_languages() -> None:
    """One error lists everything, in the order of the definition, for English and Chinese."""
    with pytest.raises(DefinitionError) as error:
        Lifecycle(
            "test",
            ("a", "a", "b c", "d"),
            "a",
            ("d", "x"),
            (Move("go", "a", "d"), Move("go", "a", "y"), Move("state", "z", "d")),
        )
    assert codes(error) == [
        ("states", "lifecycle.twice"),
        ("states", "lifecycle.name"),
        ("moves[2].trigger", "lifecycle.trigger"),
        ("final", "lifecycle.unknown"),
        ("moves[1].target", "lifecycle.unknown"),
        ("moves[2].source", "lifecycle.unknown"),
        ("moves[1]", "lifecycle.alternative"),
        ("b c", "lifecycle.unreachable"),
        ("b c", "lifecycle.endless"),
    ]
    assert all(mistake.en and mistake.zh for mistake in error.value.mistakes)


def test_unknown_initial_state_is_one_mistake() -> None:
    """A misspelt start does not make every state unreachable."""
    with pytest.raises(DefinitionError) as error:
        Lifecycle("test", ("a", "b"), "x", ("b",), (Move("go", "a", "b"),))
    assert codes(error) == [("initial", "lifecycle.unknown")]


@pytest.mark.parametrize("states", ["ab", ["a", "b"], ("a", 1)])
def test_states_of_the_wrong_type_are_refused(states: Any) -> None:
    """A text or a list is not quietly taken for a tuple of names."""
    with pytest.raises(TypeError):
        Lifecycle("test", states, "a", ("b",), (Move("go", "a", "b"),))


# The stepper against its table and against the untouched library.


def stock_answer(
    lifecycle: Lifecycle, state: str, trigger: str, guard: Callable[[], bool] | None
) -> object:
    class Model:
        state: str

    model: Any = Model()
    Machine(
        model=model,
        states=list(lifecycle.states),
        initial=state,
        auto_transitions=False,
        transitions=[
            {
                "trigger": move.trigger,
                "source": move.source,
                "dest": move.target,
                "conditions": guard or [],
            }
            for move in lifecycle.moves
        ],
    )
    try:
        return model.state if model.trigger(trigger) else None
    except MachineError:
        return NO_MOVE
    except CrashError:
        assert model.state == state
        return CrashError


@given(case=st.sampled_from(EVERY), guard=st.sampled_from([None, "yes", "no", "crash"]))
def test_stepper_equals_table_and_stock_machine(
    case: tuple[Lifecycle, str, str], guard: str | None
) -> None:
    """Every state, trigger and answer of the guard gives the same three times."""
    lifecycle, state, trigger = case
    asked = {None: None, "yes": lambda: True, "no": lambda: False, "crash": crash}[guard]
    declared = stepper(lifecycle).table.get((state, trigger), NO_MOVE)
    expected = {"no": None, "crash": CrashError}.get(guard or "", declared)
    try:
        answer: object = stepper(lifecycle).step(state, trigger, asked)
    except CrashError:
        answer = CrashError
    assert answer == (expected if declared is not NO_MOVE else NO_MOVE)
    assert answer == stock_answer(lifecycle, state, trigger, asked)


@given(data=st.data())
def test_any_valid_lifecycle_steps_as_declared(data: st.DataObject) -> None:
    """A drawn lifecycle that passes the checks behaves as its own list of moves."""
    selector = st.tuples(st.sampled_from("xyz"), st.sampled_from("abc"))
    moves = data.draw(st.dictionaries(selector, st.sampled_from("abc"), min_size=2))
    try:
        drawn = life(*((trigger, source, target) for (trigger, source), target in moves.items()))
    except DefinitionError:
        return
    for trigger, state in product("xyz", "abc"):
        expected = moves.get((trigger, state), NO_MOVE)
        assert stepper(drawn).step(state, trigger) == expected


# The overridden machine against the untouched library, hooks and all.

CHANGE_HOOKS = ("before_state_change", "after_state_change", "on_final")
HOOKS = (*CHANGE_HOOKS, "prepare_event", "finalize_event", "on_exception")
ACTS = st.sampled_from(["yes", "no", "two", "crash", "again"])
NONE: list[str] = []
RARELY = st.sampled_from([*[NONE] * 8, ["yes"], ["crash", "again"]])
SELDOM = st.sampled_from([0, 0, 0, len(HOOKS)])
LATE = [*HOOKS, "on_enter_b", "on_exit_a", "before_x", "after_x"]
MOVES = st.fixed_dictionaries(
    {
        "trigger": st.sampled_from("xy"),
        "source": st.sampled_from(["a", "b", "c", "*"]),
        "dest": st.sampled_from(["a", "b", "c", "=", None, "nowhere"]),
        "conditions": st.lists(ACTS, max_size=2),
        "unless": RARELY,
        "prepare": RARELY,
        "before": RARELY,
        "after": RARELY,
    }
)
STATES = st.fixed_dictionaries({"on_enter": RARELY, "on_exit": RARELY, "final": st.booleans()})
SETUPS = st.fixed_dictionaries(
    {
        "states": st.tuples(STATES, STATES, STATES),
        "moves": st.lists(MOVES, min_size=1, max_size=6),
        "hooks": st.fixed_dictionaries(dict.fromkeys(HOOKS, RARELY)),
        "late": st.dictionaries(st.sampled_from(LATE), ACTS, max_size=1),
        "send_event": SELDOM.map(bool),
        "queued": SELDOM.map(bool),
        "ignore_invalid_triggers": st.booleans(),
        "by_name": SELDOM.map(bool),
    }
)


class Subject:
    """A model that writes down every call it gets and may misbehave in each."""

    state: str
    trigger: Callable[..., bool]

    def __init__(self) -> None:
        self.calls: list[tuple[object, ...]] = []
        self.nested = 0

    def act(self, label: str, how: str, *args: object) -> object:
        self.calls.append((label, how, self.state, [type(arg).__name__ for arg in args]))
        if how == "crash":
            raise CrashError(label)
        if how == "again" and self.nested < 2:
            self.nested += 1
            return self.trigger("x", "nested")
        return {"yes": True, "again": True, "no": False, "two": 2}[how]


def build(machine_class: type[Machine], setup: dict[str, Any]) -> tuple[Machine, Subject]:
    """Make the machine that ``setup`` describes, every hook writing to the subject."""
    subject = Subject()

    def hook(label: str, how: str) -> object:
        def call(*args: object) -> object:
            return subject.act(label, how, *args)

        name = f"call_{label}_{how}"
        setattr(subject, name, call)
        return name if setup["by_name"] else call

    def hooked(place: str, plan: dict[str, Any]) -> dict[str, Any]:
        return {
            key: [hook(f"{place}{key}{n}", how) for n, how in enumerate(value)]
            if isinstance(value, list)
            else value
            for key, value in plan.items()
        }

    machine = machine_class(
        model=None,
        initial="a",
        auto_transitions=False,
        states=[
            {"name": name, **hooked(name, plan)}
            for name, plan in zip("abc", setup["states"], strict=True)
        ],
        transitions=[hooked(str(n), plan) for n, plan in enumerate(setup["moves"])],
        **hooked("m", setup["hooks"]),
        **{key: setup[key] for key in ("send_event", "queued", "ignore_invalid_triggers")},
    )
    machine.add_model(subject)
    for place, how in setup["late"].items():
        if place in HOOKS:
            setattr(machine, place, [hook(f"late{place}", how)])
        elif not place.endswith("x") or "x" in machine.events:
            getattr(machine, place)(hook(f"late{place}", how))
    return machine, subject


def history(machine_class: type[Machine], setup: dict[str, Any], triggers: str) -> list[object]:
    """Fire ``triggers`` and tell each result, error and state, then every call in order."""
    _, subject = build(machine_class, setup)
    told: list[object] = []
    for trigger in triggers:
        subject.nested = 0
        try:
            told.append(subject.trigger(trigger, "given"))
        except (CrashError, MachineError, ValueError, AttributeError) as error:
            told.append((type(error), str(error)))
        told.append(subject.state)
    return [*told, subject.calls]


PLAIN: dict[str, Any] = {
    "states": ({}, {}, {}),
    "moves": [{"trigger": "x", "source": "a", "dest": "b"}],
    "hooks": {},
    "late": {},
    "by_name": False,
    "send_event": False,
    "queued": False,
    "ignore_invalid_triggers": False,
}
LONE: list[dict[str, Any]] = [
    *({"hooks": {hook: ["yes"]}} for hook in HOOKS),
    *({"late": {hook: "yes"}} for hook in LATE),
    *({"moves": [{**PLAIN["moves"][0], hook: ["yes"]}]} for hook in ("prepare", "before", "after")),
    {"moves": [{**PLAIN["moves"][0], "conditions": ["yes"], "unless": ["no"]}], "by_name": True},
    {"moves": [{**PLAIN["moves"][0], "conditions": ["crash"]}], "hooks": {"on_exception": ["yes"]}},
    {"states": ({"on_exit": ["yes"]}, {}, {})},
    {"states": ({}, {"on_enter": ["yes"]}, {})},
    {"states": ({}, {"final": True}, {}), "hooks": {"on_final": ["yes"]}},
    {"moves": [{**PLAIN["moves"][0], "conditions": ["yes"]}], "send_event": True},
    {"moves": [{**PLAIN["moves"][0], "conditions": ["no"]}], "queued": True},
    {"moves": [{**PLAIN["moves"][0], "conditions": ["no"]}, {**PLAIN["moves"][0], "dest": "c"}]},
]


@pytest.mark.parametrize("extra", LONE)
def test_single_extra_is_not_lost(extra: dict[str, Any]) -> None:
    """Any one thing beyond a plain move is done as by the library, on the first trigger."""
    setup = {**PLAIN, **extra}
    assert history(_Machine, setup, "x") == history(Machine, setup, "x")


@settings(max_examples=300)
@given(setup=SETUPS, triggers=st.text("xy", min_size=1, max_size=6))
def test_machine_behaves_as_the_stock_one(setup: dict[str, Any], triggers: str) -> None:
    """Results, errors, states, calls, their order and arguments are those of the library."""
    assert history(_Machine, setup, triggers) == history(Machine, setup, triggers)
