"""What ``manage.py check`` tells of a project's campaigns, and of its databases where asked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from importlib import import_module
from typing import Any

from django.core.checks import CheckMessage, Error, Warning  # noqa: A004  # Django's name
from django.db import connections, router

from campaignflow.errors import DefinitionError, StorageError
from campaignflow.hosts.django.log import DjangoLog
from campaignflow.hosts.django.models import Run
from campaignflow.hosts.django.registry import campaigns, offering
from campaignflow.hosts.django.speech import language, told
from campaignflow.verification import require_sound


def check_databases(
    app_configs: object, databases: Sequence[str] | None = None, **_options: Any
) -> Iterable[CheckMessage]:
    """Tell which databases cannot keep logs, or keep writers waiting for each other."""
    for alias in databases or ():
        if not router.allow_migrate_model(alias, Run):
            continue
        try:
            DjangoLog(alias)
        except StorageError as wrong:
            yield Error(f"database {alias!r}: {wrong}", id="campaignflow.E001")
        connection = connections[alias]
        options = connection.settings_dict.get("OPTIONS", {})
        if connection.vendor == "sqlite" and options.get("transaction_mode") != "IMMEDIATE":
            yield Warning(
                f"database {alias!r}: of two requests that read and then write in a transaction "
                "SQLite refuses one at once",
                hint='Set DATABASES[...]["OPTIONS"] = {"transaction_mode": "IMMEDIATE"}.',
                id="campaignflow.W001",
            )


def check_campaigns(app_configs: object, **_options: Any) -> Iterable[CheckMessage]:
    """Tell which modules of campaigns cannot be imported, and which campaigns cannot be started."""
    broken = False
    for name in offering():
        try:
            import_module(name)
        except Exception as wrong:  # noqa: BLE001  # whatever the project's own code raises
            broken = True
            yield Error(
                f"{name} cannot be imported: {type(wrong).__name__}: {told(wrong)}",
                hint="No page about campaigns can be shown until then.",
                id="campaignflow.E002",
            )
    for campaign in () if broken else campaigns():
        try:
            require_sound(campaign)
        except DefinitionError as wrong:
            lines = "".join(f"\n  {mistake.text(language())}" for mistake in wrong.mistakes)
            yield Warning(
                f"no run of {campaign.key!r} {campaign.version} can be started:{lines}",
                id="campaignflow.W002",
            )
