"""What a user may do here: Django's permissions first, then the plan's own rules.

Nobody may anything by default. ``campaignflow.view_run``, ``campaignflow.start_run``,
``campaignflow.act_run``, and ``campaignflow.texts_run`` to read texts about people, are given to
users or groups as any permission of Django, and then hold for all runs; a backend of the host that
answers ``has_perm(user, permission, run)``, where ``run`` is a row of
:class:`~campaignflow.hosts.django.models.Run`, can give them for single runs. Who may act at all is
then judged by the plan and the run's roster, with every reason.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

from django.db.models import QuerySet

from campaignflow.authorise import Authorise, Permit
from campaignflow.commands import Command
from campaignflow.hosts.django.models import Run
from campaignflow.hosts.django.people import person
from campaignflow.messages import Notice

Action = Literal["view", "start", "act", "texts"]


def allowed(user: Any, action: Action, run: str | Run | None = None) -> bool:
    """Return whether a user may view, start or act in runs, or in this one, or read its texts.

    Args:
        user: The user; one that is not active may nothing.
        action: ``"view"``, ``"start"``, ``"act"`` or ``"texts"``.
        run: A run, or its name, where a permission for it alone is enough. One that is yet to be
            started is shown to backends as a row that has only its name.
    """
    permission = f"campaignflow.{action}_run"
    if not user.is_active:
        return False
    if user.has_perm(permission):
        return True
    if run is None:
        return False
    if isinstance(run, str):
        run = Run.objects.filter(pk=run).first() or Run(run=run)
    return bool(user.has_perm(permission, run))


def viewable(user: Any, runs: QuerySet[Run]) -> QuerySet[Run]:
    """Return those of the runs that a user may view."""
    if allowed(user, "view"):
        return runs
    return runs.filter(pk__in=list(_viewed(user)))


def may_view_some(user: Any) -> bool:
    """Return whether a user may view runs, or one of them."""
    return allowed(user, "view") or next(_viewed(user), None) is not None


def _viewed(user: Any) -> Iterator[str]:
    """Yield the runs that a user may view one by one."""
    return (row.pk for row in Run.objects.iterator() if allowed(user, "view", row))


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
