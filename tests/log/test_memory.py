"""The log in memory keeps the contract of every log."""

from __future__ import annotations

import pytest

from campaignflow.log import MemoryLog
from campaignflow.testing import EventLogContract
from campaignflow.testing.contract import Tamper


class TestMemoryLog(EventLogContract):
    """Run the contract on the log in memory."""

    @pytest.fixture
    def log(self) -> MemoryLog:
        return MemoryLog()

    @pytest.fixture
    def tamper(self, log: MemoryLog) -> Tamper:
        def change(run: str, seq: int, column: str, value: object) -> None:
            entries = log._runs[run].entries
            event, digest = entries[seq - 1]
            if column == "digest":
                entries[seq - 1] = event, value
            else:
                entries[seq - 1] = event._replace(**{column: value}), digest

        return change


def test_memory_log_fixture_is_an_empty_log(memory_log: MemoryLog) -> None:
    """The pytest plugin offers a new log in memory."""
    assert memory_log.runs() == ()
