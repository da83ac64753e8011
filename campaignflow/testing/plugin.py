"""Fixtures that pytest finds by itself once campaignflow is installed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from campaignflow.log import MemoryLog

pytest.register_assert_rewrite("campaignflow.testing.contract")


@pytest.fixture
def memory_log() -> MemoryLog:
    """Return an empty log in memory."""
    from campaignflow.log import MemoryLog

    return MemoryLog()
