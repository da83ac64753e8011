"""Settings of the property tests: no time limit, because machines differ."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("calendar", deadline=None)
settings.load_profile("calendar")
