"""Everything that campaignflow raises, chosen by who has to act.

::

    CampaignflowError
    ├── DefinitionError (ValueError)      the author of a plan: the definition is wrong
    ├── PlainTextError (ValueError)       whoever sent data: a text that is no clean JSON
    ├── CalendarError (ValueError)        whoever wrote a date: unreadable or impossible
    │   └── WindowTextError               a window text that cannot be read, with the position
    ├── RefusalError                      the plan does not allow the request now; all reasons
    ├── LogError                          the store of the log
    │   ├── RunNotFoundError (KeyError)   no such run
    │   ├── RunExistsError                the run is there already
    │   ├── VersionConflictError          somebody else wrote first
    │   ├── LogCorruptError               the log was damaged or tampered with; says where
    │   └── StorageError (OSError)        the database or disk failed; nothing was written
    │       ├── StorageBusyError          locked by somebody else for too long
    │       └── TablesMissingError        the tables of the log have not been created
    ├── InvariantViolationError           campaignflow itself is wrong: please report it
    └── MissingExtraError (ImportError)   an optional package is needed

Every class subclasses the built-in it resembles, so old ``except`` clauses still work. Messages
are English; ``message("zh")`` gives the Chinese one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from campaignflow.messages import Lang, Mistake, Notice
    from campaignflow.refusal import Refusal


class CampaignflowError(Exception):
    """Base of every error that campaignflow raises.

    Attributes:
        notice: The message in both languages; None where there is only the English one.
    """

    notice: Notice | None = None

    def message(self, lang: Lang = "en") -> str:
        """Return the message in ``lang``; in English where there is no other."""
        return str(self) if self.notice is None else self.notice.text(lang)

    def _told(self, code: str, **params: object) -> str:
        """Keep the message in both languages and return the English one."""
        from campaignflow.messages import Notice

        self.notice = Notice(code, params)
        return self.notice.en


def message_of(failure: Exception, lang: Lang = "en") -> str:
    """Return what went wrong, in ``lang`` where the failure can say it."""
    return failure.message(lang) if isinstance(failure, CampaignflowError) else str(failure)


class _WordedError(CampaignflowError):
    """Say a sentence, given in English or as a notice in both languages."""

    def __init__(self, what: str | Notice) -> None:
        if isinstance(what, str):
            super().__init__(what)
        else:
            self.notice = what
            super().__init__(what.en)


class DefinitionError(CampaignflowError, ValueError):
    """Report every mistake found in a definition at once.

    Attributes:
        mistakes: One per mistake, in the order of the definition; never empty.
    """

    def __init__(self, subject: str, mistakes: Sequence[Mistake]) -> None:
        self.subject = subject
        self.mistakes = tuple(mistakes)
        super().__init__(self.message())

    def message(self, lang: Lang = "en") -> str:
        """Return every mistake with its place."""
        from campaignflow.messages import Notice

        told = {"subject": self.subject, "n": len(self.mistakes)}
        lines = (mistake.text(lang) for mistake in self.mistakes)
        return "\n  ".join([Notice("error.mistakes", told).text(lang), *lines])


class PlainTextError(CampaignflowError, ValueError):
    """Say that a text is no clean JSON: where it stops being readable, or what in it cannot be.

    Attributes:
        line: Where it stops being readable, counted from 1; None where one place says nothing.
        column: The same for the character of that line.
    """

    def __init__(
        self, code: str, *, line: int | None = None, column: int | None = None, **params: object
    ) -> None:
        self.line = line
        self.column = column
        place = {} if line is None else {"line": line, "column": column}
        super().__init__(self._told(code, **place, **params))


class CalendarError(_WordedError, ValueError):
    """Say that a date, zone or period cannot be what was asked."""


class WindowTextError(CalendarError):
    """Point at the place where a window text stops being readable.

    Attributes:
        text: The whole text.
        position: Zero-based index of the first character that cannot be read.
        expected: What would be readable there.
        notice: The whole as a sentence for people.
    """

    def __init__(self, text: str, position: int, expected: str | Notice) -> None:
        self.text = text
        self.position = position
        self.expected = expected
        rest = text[position : position + 12] or "the end"
        told = {"text": text, "position": position, "rest": rest, "expected": expected}
        super().__init__(self._told("error.window_text", **told))


class RefusalError(CampaignflowError):
    """Carry the refusal of a command, with every reason.

    Attributes:
        refusal: The refusal as a value; ``refusal.text("zh")`` is for people.
    """

    def __init__(self, refusal: Refusal) -> None:
        self.refusal = refusal
        super().__init__(refusal.command, refusal.subject)

    def __str__(self) -> str:
        return self.refusal.text("en")

    def message(self, lang: Lang = "en") -> str:
        """Return the refusal with all its reasons."""
        return self.refusal.text(lang)


class LogError(CampaignflowError):
    """Base of what a store of logs can report."""


class RunNotFoundError(LogError, KeyError):
    """Say that the log holds no run of this name."""

    def __init__(self, run: str) -> None:
        self.run = run
        super().__init__(self._told("error.run_not_found", run=run))

    def __str__(self) -> str:
        return str(self.args[0])


class RunExistsError(LogError):
    """Say that a run of this name was started before."""

    def __init__(self, run: str) -> None:
        self.run = run
        super().__init__(self._told("error.run_exists", run=run))


class VersionConflictError(LogError):
    """Say that the run has moved on since it was read.

    Attributes:
        expected: The version the writer had seen (number of events).
        actual: The version found in the store.
    """

    def __init__(self, run: str, expected: int, actual: int) -> None:
        self.run = run
        self.expected = expected
        self.actual = actual
        told = {"run": run, "expected": expected, "actual": actual}
        super().__init__(self._told("error.version", **told))


class LogCorruptError(LogError):
    """Locate damage in a log.

    Attributes:
        seq: Sequence number of the first bad entry (1-based).
        why: What is wrong there.
    """

    def __init__(self, run: str, seq: int, why: str) -> None:
        self.run = run
        self.seq = seq
        self.why = why
        super().__init__(self._told("error.corrupt", run=run, seq=seq, why=why))


class StorageError(_WordedError, LogError, OSError):
    """Say that the database or the disk failed; the cause is chained, nothing was written."""


class StorageBusyError(StorageError):
    """Say that another process holds the store for longer than the timeout."""


class TablesMissingError(StorageError):
    """Say that the database has no tables of the log yet."""


class InvariantViolationError(CampaignflowError):
    """Stop because campaignflow would otherwise write something wrong."""


class MissingExtraError(CampaignflowError, ImportError):
    """Name the extra that provides a missing optional package."""

    def __init__(self, what: str, extra: str) -> None:
        self.extra = extra
        super().__init__(self._told("error.extra", what=what, extra=extra))
