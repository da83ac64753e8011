"""Colours and sizes of every drawing, in one place.

States differ in lightness, outline and sign as well as in hue, so that they survive grey paper and
colour blindness; every text reaches a contrast of 4.5 on every ground it is set on.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Literal, NamedTuple

Scheme = Literal["light", "dark", "auto"]
"""Whether a drawing is bright, dark, or as the reader's screen asks for."""

Tone = Literal["plain", "planned", "due", "open", "late", "missed", "done", "released"]
"""How a node is shown: ``plain`` where no run is drawn, else what became of it.

``missed`` is late without having been opened.
"""


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
        "missed": Look("#ffffff", "#b3261e", 2.2, "#1b2430"),
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
WANT: Final = "#7a5200"
GOOD: Final = "#1d6a3c"
TRACK: Final = "#dbe1ea"
TRACK_FILL: Final = "#7c8ba3"
REST: Final = "#f0f2f7"
GRID: Final = "#e3e8ef"
PLAN: Final = "#c3cedb"
PLAN_STRONG: Final = "#9db0c4"
PLAN_LINE: Final = "#8394a8"
SHARED: Final = "#aab8c8"
BUSY: Final = "#ffd36b"
OUTLINE: Final = "#8a96a8"
COUNT: Final = "#3f6ea8"

TITLE: Final = 18.0
HEAD: Final = 15.0
NAME: Final = 13.0
SMALL: Final = 10.5

FONTS: Final = (
    "'Noto Sans CJK SC','Noto Sans SC','Source Han Sans SC','PingFang SC','Microsoft YaHei',"
    "'WenQuanYi Micro Hei','Hiragino Sans GB',sans-serif"
)

DARK: Final[Mapping[str, str]] = MappingProxyType(
    {
        PAPER: "#14181f",
        COLUMN: "#1b212b",
        COLUMN_LINE: "#3b4554",
        BAND: "#262e3a",
        GROUP_LINE: "#66748a",
        INK: "#e8ecf2",
        MUTED: "#aeb9c7",
        EDGE: "#93a1b5",
        BACK: "#ff8a80",
        WANT: "#e8b548",
        GOOD: "#74d19a",
        TRACK: "#323b49",
        TRACK_FILL: "#8494ab",
        REST: "#1d232d",
        GRID: "#2a323e",
        PLAN: "#3d4a5c",
        PLAN_STRONG: "#5a6d85",
        PLAN_LINE: "#7c8da3",
        SHARED: "#53627a",
        BUSY: "#c99a2e",
        OUTLINE: "#738196",
        COUNT: "#6f9fd8",
        "#eaf2fb": "#16283d",
        "#2b6cb0": "#6aa9e9",
        "#fff2cc": "#3a2f10",
        "#a86f00": "#e0a83a",
        "#fbdcd9": "#451c1c",
        "#d6ecdf": "#173424",
        "#2a7a4b": "#5fbf88",
        "#eceff3": "#252b35",
    }
)
"""Colour of every drawing -> the one that takes its place on a dark screen."""


def dark_rules() -> str:
    """Return the style rules that turn a drawing dark, whatever has set its colours."""
    return "".join(
        f'[{name}="{light}"]{{{name}:{dark}}}'
        for light, dark in DARK.items()
        for name in ("fill", "stroke")
    )


def style_rules(scheme: Scheme) -> str:
    """Return the style rules of a drawing in ``scheme``; none for a bright one, nor on paper."""
    if scheme == "light":
        return ""
    if scheme == "dark":
        return dark_rules()
    return f"@media screen and (prefers-color-scheme:dark){{{dark_rules()}}}"
