"""The log room: what a log promises, one in memory, and proof that a log is whole.

A host that keeps runs in a database uses :mod:`campaignflow.stores`; whoever writes a store of
their own subclasses :class:`campaignflow.testing.EventLogContract` to test it.
"""

from campaignflow.log.integrity import Anchor, Integrity, anchor, check, verify
from campaignflow.log.memory import MemoryLog
from campaignflow.log.protocol import (
    AsyncEventLog,
    Entry,
    EventLog,
    Head,
    Projection,
    Tally,
)
from campaignflow.log.threaded import ThreadedLog

__all__ = [
    "Anchor",
    "AsyncEventLog",
    "Entry",
    "EventLog",
    "Head",
    "Integrity",
    "MemoryLog",
    "Projection",
    "Tally",
    "ThreadedLog",
    "anchor",
    "check",
    "verify",
]
