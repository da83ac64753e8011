"""What a host can listen to."""

from __future__ import annotations

from typing import Final

from django.dispatch import Signal

appended: Final = Signal()
"""Sent after the commit that made events durable; never for what was rolled back.

Receivers get ``run`` (its name), ``events`` (a tuple, in order) and ``using`` (the database). One
that raises is logged by Django and holds up nobody: the events stand.
"""
