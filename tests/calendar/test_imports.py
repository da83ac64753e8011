"""The room stays light until a heavy package is needed."""

from __future__ import annotations

import builtins
import subprocess
import sys
from datetime import date
from typing import Any

import pytest

from campaignflow.calendar import Context, WorkCalendar, read
from campaignflow.errors import MissingExtraError


def test_import_loads_no_heavy_package() -> None:
    """Importing the calendar loads neither pendulum nor an optional package."""
    heavy = "{'pendulum', 'chinese_calendar', 'lunar_python'}"
    code = f"import sys, campaignflow.calendar; sys.exit(len({heavy} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.fixture
def without_extras(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the optional packages look as if they were not installed."""
    real = builtins.__import__

    def refuse(name: str, *args: Any, **kwargs: Any) -> Any:
        if name in ("chinese_calendar", "lunar_python"):
            raise ImportError(name)
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", refuse)


@pytest.mark.usefixtures("without_extras")
def test_work_days_without_extra_say_what_to_install() -> None:
    """The error names the extra to install."""
    with pytest.raises(MissingExtraError, match=r"campaignflow\[workdays\]"):
        WorkCalendar().is_workday(date(2017, 5, 2))


@pytest.mark.usefixtures("without_extras")
def test_lunar_day_without_extra_is_unknown_with_reason() -> None:
    """A lunar day that cannot be computed is unknown, and says what would help."""
    (found,) = read("春节前").resolve(Context(year=2012))
    assert found.end is None
    assert "campaignflow[lunar]" in found.unknown[0].en
