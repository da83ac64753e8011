"""Write a scene as SVG."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Literal

from campaignflow.draw.blocks import BEAD, STACK, Block, PlacedBead
from campaignflow.draw.geometry import Line, Point, Rect
from campaignflow.draw.markup import (
    arrow,
    document,
    element,
    group,
    pill,
    rectangle,
    sign,
    tip,
    words,
)
from campaignflow.draw.scene import Frame, PlacedArrow, PlacedBox, PlacedColumn, Sample, Scene
from campaignflow.draw.theme import (
    BACK,
    BAND,
    COLUMN,
    COLUMN_LINE,
    EDGE,
    GROUP_LINE,
    LOOKS,
    PAPER,
    TODAY,
    TRACK,
    TRACK_FILL,
    Scheme,
    Tone,
)

Kind = Literal["phase", "group", "step"]

_BACK_DASH: Final = "6 4"
_SHOULD_DASH: Final = "1.5 3"


def scene_svg(scene: Scene, scheme: Scheme = "light") -> str:
    """Return the drawing of ``scene``."""
    return document(scene.width, scene.height, scene.head.words[0].text, _parts(scene), scheme)


def _parts(scene: Scene) -> Iterator[str]:
    yield _block(scene.head, scene.head_at)
    for band in scene.bands:
        yield _frame(band, fill=BAND, rx=6)
    for column in scene.columns:
        yield _column(column, scene.today)
    if scene.threads is not None:
        yield _frame(scene.threads, fill=COLUMN, stroke=COLUMN_LINE, rx=10)
    boxes = [placed for placed in scene.boxes if placed.box.parts]
    boxes += [placed for placed in scene.boxes if not placed.box.parts]
    groups = len([placed for placed in boxes if placed.box.parts])
    yield from map(_box, boxes[:groups])
    yield from map(_arrow, scene.arrows)
    yield from map(_box, boxes[groups:])
    yield from map(_label, scene.arrows)
    yield group(map(_sample, scene.legend), class_="legend")
    yield words(scene.foot)


def _block(block: Block, at: Rect) -> str:
    return (
        words(block.words, at.x, at.y)
        + "".join(sign(each, at.x, at.y) for each in block.signs)
        + "".join(pill(each, at.x, at.y) for each in block.pills)
        + "".join(_bead(each, at) for each in block.beads)
    )


def _bead(placed: PlacedBead, at: Rect) -> str:
    rect = Rect(placed.x + at.x, placed.y + at.y, BEAD, BEAD)
    inner = tip([placed.bead.label])
    style = outline("step", placed.bead.tone)
    return rectangle(rect, inner, rx=2, class_="bead", **style)


def _frame(frame: Frame, **attributes: object) -> str:
    return rectangle(frame.rect, **attributes) + (words([frame.word]) if frame.word.text else "")


def _column(placed: PlacedColumn, today: float | None) -> str:
    box, rect = placed.column.head, placed.rect
    parts = [
        tip([box.title, *box.tips]),
        rectangle(rect, rx=10, class_="box", **outline("phase", box.tone)),
        _block(placed.block, placed.head),
    ]
    if placed.column.track is not None:
        parts.extend(_track(placed, placed.column.track, today))
    return group(parts, class_="phase", data_key=box.key, data_state=box.tone)


def _track(placed: PlacedColumn, track: tuple[float, float], today: float | None) -> Iterator[str]:
    """Show where the phase lies within the campaign's time, so that overlap can be seen."""
    head = placed.head
    y, wide = head.bottom - 3, head.width
    yield rectangle(Rect(head.x, y, wide, 5), rx=2.5, fill=TRACK, class_="track")
    start, end = track
    span = Rect(head.x + start * wide, y, max((end - start) * wide, 4), 5)
    yield rectangle(span, rx=2.5, fill=TRACK_FILL)
    if today is not None:
        yield rectangle(Rect(head.x + today * wide - 1, y - 3, 2, 11), fill=TODAY, class_="today")


def outline(kind: Kind, tone: Tone, *, varies: bool = False) -> dict[str, object]:
    """Return the attributes by which the outline of a phase, group or step shows its state.

    What only some units do is dashed, as what is left out.
    """
    look = LOOKS[tone]
    idle = tone in ("plain", "planned")
    if kind == "phase":
        stroke = COLUMN_LINE if idle else look.stroke
        return {"fill": COLUMN, "stroke": stroke, "stroke_width": look.line}
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


def _box(placed: PlacedBox) -> str:
    box, rect = placed.box, placed.rect
    look = LOOKS[box.tone]
    kind: Kind = "group" if box.parts else "step"
    parts = [tip([box.title, *box.tips])]
    if box.stack:
        for step in (2 * STACK, STACK):
            behind = rect.shifted(step, step)
            parts.append(
                rectangle(behind, rx=7, class_="behind", fill=look.fill, stroke=look.stroke)
            )
    parts.append(rectangle(rect, rx=7, class_="box", **outline(kind, box.tone, varies=box.varies)))
    parts.append(_block(placed.block, rect))
    return group(parts, class_=kind, data_key=box.key, data_state=box.tone)


def _arrow(placed: PlacedArrow) -> str:
    edge = placed.arrow
    back = edge.kind == "reopen"
    dash = _BACK_DASH if back else None if edge.firm else _SHOULD_DASH
    drawn = arrow(placed.line, BACK if back else EDGE, 1.5, dash)
    named = tip([edge.label])
    return group([named, drawn], class_=f"edge {edge.kind}", data_key=edge.key)


def _label(placed: PlacedArrow) -> str:
    if placed.ground is None:
        return ""
    ground = rectangle(placed.ground.grown(-2), rx=3, fill=PAPER, fill_opacity=0.92)
    return group([ground, words(placed.label)], class_="label", data_for=placed.arrow.key)


def _sample(sample: Sample) -> str:
    rect = sample.rect
    middle = rect.y + rect.height / 2
    if sample.tone is not None:
        look = LOOKS[sample.tone]
        shape = rectangle(rect, rx=4, fill=look.fill, stroke=look.stroke, stroke_width=look.line)
    elif sample.line == "stack":
        shape = "".join(
            rectangle(Rect(rect.x + 4 + d, rect.y - 2 + d, 18, 11), rx=3, fill=PAPER, stroke=EDGE)
            for d in (4, 2, 0)
        )
    elif sample.line == "beads":
        shape = "".join(
            rectangle(Rect(rect.x + 11 * n, rect.y + 2, BEAD, BEAD), rx=2, fill=PAPER, stroke=EDGE)
            for n in range(3)
        )
    elif sample.line == "varies":
        place = Rect(rect.x + 6, rect.y, 22, rect.height)
        shape = rectangle(place, rx=4, **outline("step", "plain", varies=True))
    elif sample.line == "track":
        shape = rectangle(Rect(rect.x, middle - 2, rect.width, 5), rx=2.5, fill=TRACK)
        shape += rectangle(Rect(rect.x + 8, middle - 2, 14, 5), rx=2.5, fill=TRACK_FILL)
    elif sample.line == "today":
        shape = rectangle(Rect(rect.x, middle - 2, rect.width, 5), rx=2.5, fill=TRACK)
        shape += rectangle(Rect(rect.x + 16, middle - 5, 2, 11), fill=TODAY)
    else:
        dash = {"reopen": _BACK_DASH, "should": _SHOULD_DASH}.get(sample.line)
        line = Line((Point(rect.x, middle), Point(rect.right, middle)))
        shape = arrow(line, BACK if sample.line == "reopen" else EDGE, 1.5, dash)
    return element("g", shape + words([sample.word]))
