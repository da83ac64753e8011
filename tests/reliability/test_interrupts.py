"""An interrupt may come at any moment; the run stands where its log stands, and goes on."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from types import FrameType
from typing import Any

import pytest

from campaignflow.bench.workload import LEAD, Act, acts, carry_out, plan, started
from campaignflow.errors import RefusalError
from campaignflow.run import Run
from campaignflow.state import replay

FIRST = acts()[:2]
NEXT: dict[str, Act] = {
    "accepted": acts()[2],
    "refused": acts()[2]._replace(command="approve"),
}


def interrupted(play: Callable[[], object], moment: int) -> bool:
    """Play with an interrupt at the moment, counted in calls begun and built-in calls ended.

    Returns:
        Whether the moment came before the end.
    """
    left = moment

    def strike(frame: FrameType, event: str, _arg: Any) -> None:
        nonlocal left
        if event in ("call", "c_return") and "campaignflow" in frame.f_code.co_filename:
            left -= 1
            if not left:
                sys.setprofile(None)
                raise KeyboardInterrupt

    sys.setprofile(strike)
    try:
        play()
    except KeyboardInterrupt:
        return True
    except RefusalError:
        pass
    finally:
        sys.setprofile(None)
    return False


def stands(run: Run) -> dict[str, Any]:
    """Return what the log adds up to."""
    return replay(plan(), run.name, run.events()).snapshot()


@pytest.mark.parametrize("what", NEXT)
def test_run_goes_on_after_an_interrupt_at_any_moment(what: str) -> None:
    """Whatever was interrupted, the run shows what its log holds and takes the next command."""
    moment, more = 0, True
    while more:
        moment += 1
        run = started()
        carry_out(run, FIRST)
        more = interrupted(partial(carry_out, run, (NEXT[what],)), moment)
        run.refresh()
        assert run.state.snapshot() == stands(run), moment
        assert run.do("suspend", actor=LEAD, reason="because"), moment
        assert run.state.snapshot() == stands(run), moment
    assert moment > 50
