"""Plain events and projections, and texts that stores choke on, for tests of stores."""

from __future__ import annotations

from typing import Any, Final

from campaignflow.events import NOTHING, Event
from campaignflow.log import Projection

RUN: Final = "作风建设 2017/吉水"
"""Name of the run that most tests use."""

AWKWARD: Final = {
    "chinese": "立行立改",
    "four-byte": "𠀋𝄞😀",
    "decomposed": "e\u0301",
    "quotes": "'; DROP TABLE events; --\"\\",
    "lines": "a\r\nb\tc\u2028d",
    "nul": "a\x00b",
    "lone surrogate": "a\ud800b",
    "long": "长" * 100_000,
}
"""Texts that stores are known to change or to choke on."""


def an_event(seq: int, **changes: Any) -> Event:
    """Return a plain event with this number; ``changes`` replace its other fields."""
    plain = Event(seq, "opened", "step", seq, "instant", seq, "p1", "owner", None, None, None, {})
    return plain._replace(**({"data": NOTHING} | changes))


def some_events(count: int, after: int = 0) -> list[Event]:
    """Return ``count`` plain events numbered on from ``after``."""
    return [an_event(seq) for seq in range(after + 1, after + count + 1)]


def a_projection(**changes: Any) -> Projection:
    """Return a projection; ``changes`` replace its fields."""
    plain = Projection(
        campaign="style",
        version="1",
        unit="三年级",
        status="running",
        open_nodes=("talks", "自查"),
        next_wakeup=1_500_000_000_000_000,
    )
    return plain._replace(**changes)
