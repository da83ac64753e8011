"""The campaigns of a project: what its apps offer in modules named ``campaigns``."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module

from django.apps import apps
from django.utils.module_loading import module_has_submodule

from campaignflow.hosts.plans import Plans
from campaignflow.model.campaign import Campaign

_MODULE = "campaigns"


def campaigns() -> tuple[Campaign, ...]:
    """Return every campaign in the module ``campaigns`` of an installed app, each once.

    Several versions of one campaign may stand side by side; a run finds the one it was started
    with, or a newer one that names it among its ``earlier`` versions.
    """
    modules = map(import_module, offering())
    values = [value for module in modules for value in vars(module).values()]
    offered = {id(value): value for value in values if isinstance(value, Campaign)}
    return tuple(offered.values())


def offering() -> Iterator[str]:
    """Yield the name of each module ``campaigns`` of an installed app."""
    for app in apps.get_app_configs():
        if app.module is not None and module_has_submodule(app.module, _MODULE):
            yield f"{app.name}.{_MODULE}"


def plans() -> Plans:
    """Return the campaigns by what runs are pinned to."""
    return Plans(campaigns())


def campaign(key: str, version: str | None = None) -> Campaign:
    """Return the campaign of this key, of the version asked for, or else the one named last.

    Raises:
        UnknownCampaignError: No app offers it.
    """
    return plans().find(key, version)
