"""What a user may do here: Django's permissions first, then the plan's own rules.

Nobody may anything by default. ``campaignflow.view_run``, ``campaignflow.start_run`` and
``campaignflow.act_run`` are given to users or groups as any permission of Django; a backend of the
host that answers ``has_perm(user, permission, run)`` can give them for single runs. Who may act at
all is then judged by the plan and the run's roster, with every reason.
"""

from __future__ import annotations

from typing import Any, Literal

from campaignflow.authorise import Authorise, Permit
from campaignflow.commands import Command
from campaignflow.hosts.django.models import Run
from campaignflow.hosts.django.people import person
from campaignflow.messages import Notice

Action = Literal["view", "start", "act"]


def allowed(user: Any, action: Action, run: str | None = None) -> bool:
    """Return whether a user may view, start or act in runs, or in this one.

    Args:
        user: The user; one that is not active may nothing.
        action: ``"view"``, ``"start"`` or ``"act"``.
        run: Name of a run, where a permission for it alone is enough.
    """
    permission = f"campaignflow.{action}_run"
    if user.has_perm(permission):
        return True
    return run is not None and bool(user.has_perm(permission, Run(run=run)))


def authorise(user: Any) -> Authorise:
    """Return the hook that lets a user give commands as the person they are, and no other."""

    def hook(run: str, command: Command) -> Permit:
        if command.actor != person(user):
            notice = Notice("django.permit.other", {"actor": command.actor})
            return Permit(allow=False, reason=notice)
        action: Action = "start" if command.name == "start" else "act"
        if allowed(user, action, run):
            return Permit(allow=True)
        return Permit(allow=False, reason=Notice(f"django.permit.{action}"))

    return hook
