"""Days that need no definition because everybody in China knows them.

Days of the solar calendar are a table; those of the lunar calendar come from the optional package
``lunar_python``. A definition that names an anchor of its own by one of these words wins.

Example:
    >>> day_of("七一", 2017)
    datetime.date(2017, 7, 1)
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

from campaignflow.errors import MissingExtraError

SOLAR: Mapping[str, tuple[int, int]] = MappingProxyType(
    {
        "元旦": (1, 1),
        "三八": (3, 8),
        "三八妇女节": (3, 8),
        "妇女节": (3, 8),
        "植树节": (3, 12),
        "五一": (5, 1),
        "五一劳动节": (5, 1),
        "劳动节": (5, 1),
        "五四": (5, 4),
        "五四青年节": (5, 4),
        "青年节": (5, 4),
        "六一": (6, 1),
        "六一儿童节": (6, 1),
        "儿童节": (6, 1),
        "七一": (7, 1),
        "建党节": (7, 1),
        "八一": (8, 1),
        "八一建军节": (8, 1),
        "建军节": (8, 1),
        "教师节": (9, 10),
        "十一": (10, 1),
        "国庆": (10, 1),
        "国庆节": (10, 1),
        "宪法日": (12, 4),
        "一二九": (12, 9),
    }
)
"""Month and day of the solar ones."""

_LUNAR: Mapping[str, tuple[int, int]] = MappingProxyType(
    {
        "春节": (1, 1),
        "元宵": (1, 15),
        "元宵节": (1, 15),
        "端午": (5, 5),
        "端午节": (5, 5),
        "中秋": (8, 15),
        "中秋节": (8, 15),
        "重阳": (9, 9),
        "重阳节": (9, 9),
    }
)
_EVE = "除夕"
_SOLAR_TERMS = frozenset({"清明", "清明节"})

NAMES = frozenset({*SOLAR, *_LUNAR, *_SOLAR_TERMS, _EVE})
"""Every name that :func:`day_of` answers."""


def day_of(name: str, year: int) -> date:
    """Return the date of a public day.

    Args:
        name: One of :data:`NAMES`.
        year: Year of the solar calendar; for lunar days the lunar year that begins in it.

    Returns:
        The date; 除夕 is the eve of the 春节 of that year.

    Raises:
        KeyError: The name is not in :data:`NAMES`.
        MissingExtraError: A lunar day was asked and ``lunar_python`` is not installed.

    Example:
        >>> day_of("春节", 2012), day_of("清明", 2012)
        (datetime.date(2012, 1, 23), datetime.date(2012, 4, 4))
    """
    if name in SOLAR:
        month, day = SOLAR[name]
        return date(year, month, day)
    if name == _EVE:
        return _lunar_day(year, 1, 1) - timedelta(days=1)
    if name in _SOLAR_TERMS:
        return _solar(_lunar().fromYmd(year, 6, 1).getJieQiTable()["清明"])
    month, day = _LUNAR[name]
    return _lunar_day(year, month, day)


def _lunar() -> Any:
    try:
        from lunar_python import Lunar
    except ImportError as error:
        raise MissingExtraError("the date of a lunar day", "lunar") from error
    return Lunar


def _lunar_day(year: int, month: int, day: int) -> date:
    return _solar(_lunar().fromYmd(year, month, day).getSolar())


def _solar(found: Any) -> date:
    return date(found.getYear(), found.getMonth(), found.getDay())
