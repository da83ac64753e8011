"""How outlines and lines show what they stand for, the same in every drawing and page."""

from __future__ import annotations

from typing import Final, Literal

from campaignflow.draw.theme import COLUMN, COLUMN_LINE, GROUP_LINE, LOOKS, PAPER, Tone

Kind = Literal["phase", "head", "group", "step"]

BACK_DASH: Final = "6 4"
SHOULD_DASH: Final = "1.5 3"


def outline(kind: Kind, tone: Tone, *, varies: bool = False) -> dict[str, object]:
    """Return the attributes by which the outline of a phase, group or step shows its state.

    What only some units do is dashed, as what is left out.
    """
    look = LOOKS[tone]
    idle = tone in ("plain", "planned")
    if kind == "phase":
        stroke = COLUMN_LINE if idle else look.stroke
        return {"fill": COLUMN, "stroke": stroke, "stroke_width": look.line}
    if kind == "head":
        return {"fill": look.fill}
    if kind == "group":
        fill = look.fill if tone in ("done", "released") else PAPER
        stroke = GROUP_LINE if idle else look.stroke
        style = {"fill": fill, "fill_opacity": 0.55, "stroke": stroke, "stroke_dasharray": "5 4"}
        return {**style, "stroke_width": look.line}
    dash = "3 2" if tone == "released" or varies else None
    return {
        "fill": look.fill,
        "stroke": look.stroke,
        "stroke_dasharray": dash,
        "stroke_width": look.line,
    }
