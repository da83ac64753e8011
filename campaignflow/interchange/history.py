"""Time while history is read in: a clock that shows when each row was learnt."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from campaignflow.report.agenda import next_wakeup
from campaignflow.run import Run


class ReplayClock:
    """Show the time of history instead of the present; give it to the run as ``clock=``.

    Example:
        >>> clock = ReplayClock(1_500_912_000_000_000)
        >>> clock.advance(0)
        >>> clock()
        1500912000000000
    """

    def __init__(self, now: int) -> None:
        self._now = now

    def __call__(self) -> int:
        """Return the time it shows. Units: microseconds since the epoch, UTC."""
        return self._now

    def advance(self, moment: int) -> None:
        """Go on to ``moment``; never back."""
        self._now = max(self._now, moment)


class Ticker:
    """Give runs their ticks while time passes from one imported row to the next.

    Args:
        runs: Returns the runs, each above those below it, which are ticked first.
        clock: The clock they were made with, when history is replayed.
    """

    def __init__(self, runs: Callable[[], Sequence[Run]], clock: ReplayClock | None) -> None:
        self._runs = runs
        self._clock = clock
        moved = (node.last_at for run in runs() for node in run.state.nodes.values())
        self._last = max(moved, default=-(2**62))

    def pass_until(self, moment: int | None) -> None:
        """Tick at every planned boundary up to ``moment``, and once if its day is a new one.

        Without a moment it is now, as the runs' own clock has it.
        """
        if moment is None:
            self._tick(None)
            return
        wake = self._wakeup(self._last)
        while wake is not None and wake <= moment:
            self._tick(wake)
            wake = self._wakeup(wake)
        if moment > self._last:
            if self._is_new_day(moment):
                self._tick(moment)
            self._last = moment
        if self._clock is not None:
            self._clock.advance(moment)

    def _wakeup(self, after: int) -> int | None:
        found = (next_wakeup(run.state, after) for run in self._runs())
        return min((wake for wake in found if wake is not None), default=None)

    def _is_new_day(self, moment: int) -> bool:
        begun = (run.state for run in self._runs() if run.state.version)
        return any(state.day(moment) != state.day(self._last) for state in begun)

    def _tick(self, moment: int | None) -> None:
        if moment is not None:
            self._last = moment
            if self._clock is not None:
                self._clock.advance(moment)
        for run in reversed(self._runs()):
            if run.state.status == "running":
                run.do("tick", at=None if self._clock else moment)
