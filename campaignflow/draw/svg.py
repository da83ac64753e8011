"""Write a scene as SVG."""

from __future__ import annotations

from collections.abc import Iterator

from campaignflow.draw.blocks import BEAD, STACK, Block, PlacedBead
from campaignflow.draw.geometry import Rect
from campaignflow.draw.markup import (
    arrow,
    document,
    group,
    pill,
    rectangle,
    sign,
    tip,
    words,
)
from campaignflow.draw.outline import BACK_DASH, SHOULD_DASH, Kind, outline
from campaignflow.draw.samples import sample
from campaignflow.draw.scene import Frame, PlacedArrow, PlacedBox, PlacedColumn, Scene
from campaignflow.draw.theme import (
    BACK,
    BAND,
    COLUMN,
    COLUMN_LINE,
    EDGE,
    LOOKS,
    PAPER,
    TODAY,
    TRACK,
    TRACK_FILL,
    Scheme,
)


def scene_svg(scene: Scene, scheme: Scheme = "light") -> str:
    """Return the drawing of ``scene``."""
    return document(scene.width, scene.height, scene.head.words[0].text, _parts(scene), scheme)


def _parts(scene: Scene) -> Iterator[str]:
    yield _block(scene.head, scene.head_at)
    if scene.panel is not None:
        at = scene.panel.rect
        frame = rectangle(at, rx=10, fill=PAPER, stroke=EDGE, stroke_width=1.4)
        yield group([frame, _block(scene.panel.block, at)], class_="now")
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
    yield group(map(sample, scene.legend), class_="legend")
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
        rectangle(_card(placed), rx=7, class_="head", **outline("head", box.tone)),
        _block(placed.block, placed.head),
    ]
    if placed.column.track is not None:
        parts.extend(_track(placed, placed.column.track, today))
    return group(parts, class_="phase", data_key=box.key, data_state=box.tone)


def _card(placed: PlacedColumn) -> Rect:
    """Return the ground of a phase's head, which shows its state at a glance."""
    rect = placed.rect
    return Rect(rect.x + 5, rect.y + 5, rect.width - 10, placed.head.bottom + 2 - rect.y)


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
    dash = BACK_DASH if back else None if edge.firm else SHOULD_DASH
    drawn = arrow(placed.line, BACK if back else EDGE, 1.5, dash)
    named = tip([edge.label])
    return group([named, drawn], class_=f"edge {edge.kind}", data_key=edge.key)


def _label(placed: PlacedArrow) -> str:
    if placed.ground is None:
        return ""
    ground = rectangle(placed.ground.grown(-2), rx=3, fill=PAPER, fill_opacity=0.92)
    return group([ground, words(placed.label)], class_="label", data_for=placed.arrow.key)
