"""Test kit: what a store of one's own must pass, and fixtures for tests of plans.

The contract needs pytest, which is not installed with the package, so it is loaded when asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from campaignflow.testing.contract import EventLogContract

__all__ = ["EventLogContract"]


def __getattr__(name: str) -> Any:
    if name == "EventLogContract":
        from campaignflow.testing.contract import EventLogContract

        return EventLogContract
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
