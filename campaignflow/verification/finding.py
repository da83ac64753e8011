"""Findings: what a check reports."""

from __future__ import annotations

import enum

import attrs

from campaignflow.messages import Notice


class Severity(enum.StrEnum):
    """Say how bad a finding is."""

    ERROR = "error"
    """The campaign cannot be carried out as written."""
    WARNING = "warning"
    """It can, but hardly as meant."""
    INFO = "info"
    """Worth knowing."""


@attrs.frozen
class Finding:
    """Hold one thing found about a definition.

    Attributes:
        severity: How bad it is.
        place: Path into the definition, such as ``steps.talks``.
        notice: What was found and what would mend it; its code is stable.
    """

    severity: Severity
    place: str
    notice: Notice

    @property
    def code(self) -> str:
        """The stable code of what was found, such as ``structure.cycle``."""
        return self.notice.code

    def as_json(self) -> dict[str, object]:
        """Return the finding as plain data."""
        return {"severity": self.severity.value, "place": self.place, **self.notice.as_json()}


def error(place: str, code: str, **params: object) -> Finding:
    """Return the finding that the campaign cannot be carried out as written."""
    return Finding(Severity.ERROR, place, Notice(code, params))


def warning(place: str, code: str, **params: object) -> Finding:
    """Return the finding that the campaign will hardly go as meant."""
    return Finding(Severity.WARNING, place, Notice(code, params))


def info(place: str, code: str, **params: object) -> Finding:
    """Return the finding that something is worth knowing."""
    return Finding(Severity.INFO, place, Notice(code, params))
