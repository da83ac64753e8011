"""The way in for a host's own code: start a run for a user, and come back to it."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import AbstractContextManager
from typing import Any, Final

from campaignflow.hosts.django.log import DjangoLog
from campaignflow.hosts.django.people import person
from campaignflow.hosts.django.permissions import allowed, authorise
from campaignflow.hosts.django.registry import plans
from campaignflow.hosts.kept import KeptRun, Shelf
from campaignflow.model.campaign import Campaign
from campaignflow.run import Run
from campaignflow.sealing import SealedText

_SHELF: Final = Shelf()


def start(
    plan: Campaign, unit: str, *, user: Any = None, using: str | None = None, **options: Any
) -> Run:
    """Start a run in Django's database, inside the transaction that the caller may have begun.

    Args:
        plan: The definition; offer it in a module ``campaigns`` of an app, so that it is found
            again.
        unit: Id of the organisation unit.
        user: Who starts it, and whose permissions are asked; None for the host itself.
        using: Alias of the database, if not the one that the project's routers choose.
        options: As for :meth:`campaignflow.Run.start`: ``roster``, ``facts``, ``at`` and so on.

    Raises:
        RefusalError: The user may not start runs, or the values do not fit the plan.
        RunExistsError: There is a run of this name.
    """
    return Run.start(plan, unit, log=DjangoLog(using), **_speaker(user), **options)


def load(name: str, *, user: Any = None, using: str | None = None, **options: Any) -> KeptRun:
    """Return a run of Django's database, carried out by the campaign that it goes by.

    Give commands with ``actor=person(user)``.

    Args:
        name: Name of the run.
        user: Whose permissions are asked before every command; None for the host itself, which
            the plan's own rules alone hold back.
        using: Alias of the database, if not the one that the project's routers choose.
        options: ``clock`` and ``log_refusals``, as for :class:`campaignflow.Run`.

    Raises:
        RunNotFoundError: There is none.
        UnknownCampaignError: No app offers its campaign.
        DefinitionError: One of the same version means something else.
    """
    log = DjangoLog(using)
    if user is not None:
        options["authorise"] = authorise(user)
    return KeptRun.load(plans().of_run(log, name), name, log, **options)


def lend(name: str) -> AbstractContextManager[Run]:
    """Lend a run to be looked at, kept from a former request if it is still what the log says.

    Raises:
        RunNotFoundError: There is none.
        UnknownCampaignError: No app offers its campaign.
    """
    log = DjangoLog()
    return _SHELF.lend((log.using, name), log, lambda: load(name, using=log.using))


def texts_for(user: Any, run: Run) -> Collection[SealedText]:
    """Return the texts about people in a run that a user may read; none where it may not."""
    return run.texts().values() if allowed(user, "texts", run.name) else ()


def _speaker(user: Any) -> dict[str, Any]:
    return {} if user is None else {"actor": person(user), "authorise": authorise(user)}
