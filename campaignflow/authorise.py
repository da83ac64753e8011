"""The host's say in permissions: asked before every command, deny by default."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import attrs

from campaignflow.commands import Command
from campaignflow.messages import Notice


@attrs.frozen
class Permit:
    """Hold the host's answer.

    Attributes:
        allow: Whether the host allows the command.
        rule: Id of the host's rule, kept in the event; None leaves the decision to the plan's own
            rules, which are then asked as well.
        reason: Why not, in words; a notice where it should speak the reader's language.
    """

    allow: bool
    rule: str | None = None
    reason: str | Notice = ""


Authorise = Callable[[str, Command], Permit]
"""The hook: name of the run and command -> permit. Must be quick and must not call the run."""

_NO_ANSWER: Final = Permit(allow=False, reason="the authorisation hook gave no answer")


def ask_host(authorise: Authorise, run: str, command: Command) -> Permit:
    """Return the host's answer; a hook that raises or gives no permit denies.

    The exception is not lost: its type stands in the reason, and it is chained to nothing, because
    a hook may hold personal data.
    """
    try:
        permit = authorise(run, command)
    except Exception as failure:  # noqa: BLE001 - whatever the hook does, the answer is no
        return Permit(allow=False, reason=f"the authorisation hook raised {type(failure).__name__}")
    return permit if isinstance(permit, Permit) else _NO_ANSWER
