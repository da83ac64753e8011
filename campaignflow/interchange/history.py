"""Time while history is read in: a clock that shows when each row was learnt."""

from __future__ import annotations

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
    """Give a run its ticks while time passes from one imported row to the next."""

    def __init__(self, run: Run, clock: ReplayClock | None) -> None:
        self._run = run
        self._clock = clock
        moved = (node.last_at for node in run.state.nodes.values())
        self._last = max(moved, default=-(2**62))

    def pass_until(self, moment: int | None) -> None:
        """Tick at every planned boundary up to ``moment``, and once if its day is a new one.

        Without a moment it is now, as the run's own clock has it.
        """
        if moment is None:
            self._tick(None)
            return
        state = self._run.state
        wake = next_wakeup(state, self._last)
        while wake is not None and wake <= moment:
            self._tick(wake)
            wake = next_wakeup(state, wake)
        if state.version and moment > self._last and state.day(moment) != state.day(self._last):
            self._tick(moment)
        if self._clock is not None:
            self._clock.advance(moment)

    def _tick(self, moment: int | None) -> None:
        if moment is not None:
            self._last = moment
            if self._clock is not None:
                self._clock.advance(moment)
        if self._run.state.status == "running":
            self._run.do("tick", at=None if self._clock else moment)
