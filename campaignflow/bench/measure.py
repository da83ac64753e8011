"""Measure plays side by side: interleaved, by medians, each round at another stack depth."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Mapping
from functools import partial
from statistics import median
from typing import Final, TypeVar

import attrs

Prepare = Callable[[], Callable[[], object]]
"""Set something up and return the play to be timed."""

T = TypeVar("T")

Clock = Callable[[], float]

WALL: Final[Clock] = time.perf_counter
"""Time that passes, for what waits for a disk or another process."""

_FINE: Final = time.get_clock_info("thread_time").resolution <= 1e-6
CPU: Final[Clock] = time.thread_time if _FINE else WALL
"""Time spent on a processor, so that other work on the machine weighs less."""

_DEPTHS: Final = range(0, 112, 8)


@attrs.frozen
class Row:
    """Hold one line of the report.

    Attributes:
        what: What was measured.
        figure: How much of ``unit``.
        unit: Such as ``"µs"`` or ``"/s"``.
        against: What the ratio compares with; empty for none.
        ratio: How many times as good as ``against``, or as large, as ``must`` has it.
        must: The bound, in words; empty for none.
        holds: Whether the bound is kept; None without one.
    """

    what: str
    figure: float
    unit: str
    against: str = ""
    ratio: float | None = None
    must: str = ""
    holds: bool | None = None

    def as_json(self) -> dict[str, object]:
        """Return the row as plain data."""
        return attrs.asdict(self)


def at_depth(depth: int, call: Callable[[], T]) -> T:
    """Call ``call`` with ``depth`` more frames on the stack."""
    return call() if depth == 0 else at_depth(depth - 1, call)


def interleaved(
    prepares: Mapping[str, Prepare], rounds: int, clock: Clock = CPU
) -> dict[str, float]:
    """Time each play once a round, in turn.

    An interpreter allocates its stack in chunks, and a loop that happens to straddle the end of
    one is slow; so every round starts at another depth, the same for all.

    Args:
        prepares: What sets up each play; not timed.
        rounds: How often.
        clock: What to time with.

    Returns:
        The median time of each. Units: seconds.
    """
    times: dict[str, list[float]] = {name: [] for name in prepares}
    for number in range(rounds):
        depth = _DEPTHS[number % len(_DEPTHS)]
        for name, prepare in prepares.items():
            play = prepare()
            gc.collect(0)
            times[name].append(at_depth(depth, partial(_timed, play, clock)))
    return {name: median(found) for name, found in times.items()}


def _timed(play: Callable[[], object], clock: Clock) -> float:
    begin = clock()
    play()
    return clock() - begin
