"""The Django app: logs in the host's database, its users as persons, an admin that reads runs.

Put ``"campaignflow.hosts.django"`` into ``INSTALLED_APPS`` and run ``migrate``; see
``docs/howto/django.md``. Everything a host needs is offered here and loaded when it is first used,
since Django imports this module before its models are ready.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from campaignflow.hosts.django.log import DjangoLog as DjangoLog
    from campaignflow.hosts.django.people import follow_roster as follow_roster
    from campaignflow.hosts.django.people import names_in as names_in
    from campaignflow.hosts.django.people import person as person
    from campaignflow.hosts.django.people import roster_of_groups as roster_of_groups
    from campaignflow.hosts.django.people import users_of as users_of
    from campaignflow.hosts.django.permissions import allowed as allowed
    from campaignflow.hosts.django.permissions import authorise as authorise
    from campaignflow.hosts.django.registry import campaign as campaign
    from campaignflow.hosts.django.registry import campaigns as campaigns
    from campaignflow.hosts.django.runs import load as load
    from campaignflow.hosts.django.runs import start as start
    from campaignflow.hosts.django.signals import appended as appended
    from campaignflow.hosts.django.sweeping import sweep as sweep

_HOMES: Final = {
    "DjangoLog": "log",
    "follow_roster": "people",
    "names_in": "people",
    "person": "people",
    "roster_of_groups": "people",
    "users_of": "people",
    "allowed": "permissions",
    "authorise": "permissions",
    "campaign": "registry",
    "campaigns": "registry",
    "load": "runs",
    "start": "runs",
    "appended": "signals",
    "sweep": "sweeping",
}

__all__ = sorted(_HOMES)


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
