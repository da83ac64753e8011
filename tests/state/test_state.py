"""The bundle of tables: what is tried on it is taken back, and done again, without a trace."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from campaignflow.model import Campaign, Phase, Role, window
from campaignflow.state import State, initial

LEAD = Role("lead", "组长")
PLAN = Campaign(
    key="plain", version="1", title="试", window=window("2017年"), lead=LEAD, roles=[LEAD],
    phases=[Phase("p", "阶段")],
)  # fmt: skip
WRITES = st.lists(
    st.tuples(
        st.sampled_from(["facts", "submitters", "assignments"]),
        st.sampled_from("abc"),
        st.none() | st.integers(0, 9),
    ),
    max_size=20,
)


def write(state: State, writes: list[tuple[str, str, int | None]]) -> None:
    """Put each value, and drop where there is none."""
    for table, key, value in writes:
        if value is None:
            state.drop(getattr(state, table), key)
        else:
            state.put(getattr(state, table), key, value)


def tables(state: State) -> dict[str, Any]:
    return {name: dict(getattr(state, name)) for name in ("facts", "submitters", "assignments")}


@given(before=WRITES, tried=WRITES)
def test_what_is_undone_leaves_no_trace_and_can_be_redone(before: Any, tried: Any) -> None:
    """Undo restores every table; redo gives exactly what writing gave."""
    state = initial(PLAN, "r")
    write(state, before)
    was = tables(state)
    state.begin()
    write(state, tried)
    became = tables(state)
    writes = state.undo()
    assert tables(state) == was
    state.redo(writes)
    assert tables(state) == became
