"""Colours and sizes of every drawing, in one place.

States differ in lightness, outline and sign as well as in hue, so that they survive grey paper and
colour blindness; every text reaches a contrast of 4.5 on every ground it is set on.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Literal, NamedTuple

Tone = Literal["plain", "planned", "due", "open", "late", "done", "released"]
"""How a node is shown: ``plain`` where no run is drawn, else what became of it."""


class Look(NamedTuple):
    """Colours of a box: its ground, its outline, the outline's width and the text."""

    fill: str
    stroke: str
    line: float
    ink: str


LOOKS: Final[Mapping[Tone, Look]] = MappingProxyType(
    {
        "plain": Look("#ffffff", "#8a96a8", 1.2, "#1b2430"),
        "planned": Look("#ffffff", "#8a96a8", 1.2, "#1b2430"),
        "due": Look("#eaf2fb", "#2b6cb0", 1.6, "#1b2430"),
        "open": Look("#fff2cc", "#a86f00", 1.8, "#1b2430"),
        "late": Look("#fbdcd9", "#b3261e", 2.2, "#1b2430"),
        "done": Look("#d6ecdf", "#2a7a4b", 1.2, "#1b2430"),
        "released": Look("#eceff3", "#8a96a8", 1.0, "#4a5564"),
    }
)

PAPER: Final = "#ffffff"
COLUMN: Final = "#f6f8fb"
COLUMN_LINE: Final = "#c9d1dc"
BAND: Final = "#e6ebf3"
GROUP_LINE: Final = "#9aa6b8"
INK: Final = "#1b2430"
MUTED: Final = "#4a5564"
EDGE: Final = "#66748a"
BACK: Final = "#b3261e"
TODAY: Final = "#b3261e"
GOOD: Final = "#1d6a3c"
TRACK: Final = "#dbe1ea"
TRACK_FILL: Final = "#7c8ba3"
REST: Final = "#f0f2f7"
GRID: Final = "#e3e8ef"

TITLE: Final = 18.0
HEAD: Final = 15.0
NAME: Final = 13.0
SMALL: Final = 10.5

FONTS: Final = (
    "'Noto Sans CJK SC','Noto Sans SC','Source Han Sans SC','PingFang SC','Microsoft YaHei',"
    "'WenQuanYi Micro Hei','Hiragino Sans GB',sans-serif"
)
