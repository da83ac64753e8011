"""Stores that keep logs in a database; loaded when first asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from campaignflow.stores.sql import SqlLog, Tables, open_sqlite, tables

__all__ = ["SqlLog", "Tables", "open_sqlite", "tables"]


def __getattr__(name: str) -> Any:
    if name in __all__:
        from campaignflow.stores import sql

        return getattr(sql, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
