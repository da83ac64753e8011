"""What ``manage.py check --database`` tells of a project's settings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Warning  # noqa: A004  # Django's name
from django.db import connections, router

from campaignflow.errors import StorageError
from campaignflow.hosts.django.log import DjangoLog
from campaignflow.hosts.django.models import Run


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
