"""Findings about a definition: what can be proved wrong before anybody starts it."""

from campaignflow.verification.check import CHECKS, require_sound, verify
from campaignflow.verification.finding import Finding, Severity

__all__ = ["CHECKS", "Finding", "Severity", "require_sound", "verify"]
