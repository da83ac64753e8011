"""The scene: a figure with every part at its place, ready for any renderer. Units: pixels."""

from __future__ import annotations

import attrs

from campaignflow.draw.blocks import Block, Word
from campaignflow.draw.figure import Arrow, PhaseColumn, StepBox
from campaignflow.draw.geometry import Line, Rect
from campaignflow.draw.theme import Tone


@attrs.frozen
class PlacedBox:
    """Hold a step or group at its place.

    Attributes:
        rect: Its outline.
        block: What stands inside, from the upper left corner of ``rect``.
    """

    box: StepBox
    rect: Rect
    block: Block


@attrs.frozen
class PlacedColumn:
    """Hold a phase at its place.

    Attributes:
        rect: The whole column.
        head: The part at the top that ``block`` stands in.
    """

    column: PhaseColumn
    rect: Rect
    head: Rect
    block: Block


@attrs.frozen
class PlacedArrow:
    """Hold an edge with its way and the lines of its label, at their places."""

    arrow: Arrow
    line: Line
    label: tuple[Word, ...] = ()
    ground: Rect | None = None


@attrs.frozen
class Frame:
    """Hold a titled area: the band over parallel phases, or the row of threads."""

    rect: Rect
    word: Word


@attrs.frozen
class Panel:
    """Hold a framed text at its place."""

    rect: Rect
    block: Block


@attrs.frozen
class Sample:
    """Hold one entry of the legend: a tone or the name of a line."""

    rect: Rect
    word: Word
    tone: Tone | None = None
    line: str = ""


@attrs.frozen
class Scene:
    """Hold a whole drawing.

    Attributes:
        head: Title and note of the drawing, and what holds for the whole campaign.
        head_at: Where ``head`` stands.
        panel: Where a run stands; None where none is drawn.
        foot: Notices at the lower edge.
    """

    width: float
    height: float
    head: Block
    head_at: Rect
    bands: tuple[Frame, ...]
    columns: tuple[PlacedColumn, ...]
    threads: Frame | None
    boxes: tuple[PlacedBox, ...]
    arrows: tuple[PlacedArrow, ...]
    legend: tuple[Sample, ...]
    foot: tuple[Word, ...]
    panel: Panel | None = None
    today: float | None = None
