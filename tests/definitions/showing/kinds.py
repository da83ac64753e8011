"""What the tables of attributes have in common: their type, and how periods are written."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from campaignflow.calendar import Every
from campaignflow.model import Campaign

Shows = dict[str, Callable[[Campaign, list[Any]], str]]
PERIODS: Final = {
    Every.DAY: "P1D",
    Every.WEEK: "P1W",
    Every.TEACHING_WEEK: "P1W",
    Every.MONTH: "P1M",
    Every.QUARTER: "P3M",
    Every.HALF_YEAR: "P6M",
    Every.YEAR: "P1Y",
    Every.TERM: "term",
    Every.SCHOOL_YEAR: "school_year",
}
