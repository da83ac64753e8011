"""Plain geometry: points, rectangles and lines on a drawing. Units: pixels, y downwards."""

from __future__ import annotations

from typing import Literal, NamedTuple

import attrs


class Point(NamedTuple):
    """A place."""

    x: float
    y: float

    def shifted(self, dx: float, dy: float) -> Point:
        """Return the place moved."""
        return Point(self.x + dx, self.y + dy)


class Rect(NamedTuple):
    """A rectangle."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The greatest x."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """The greatest y."""
        return self.y + self.height

    @property
    def middle(self) -> Point:
        """The centre."""
        return Point(self.x + self.width / 2, self.y + self.height / 2)

    def shifted(self, dx: float, dy: float) -> Rect:
        """Return the rectangle moved."""
        return Rect(self.x + dx, self.y + dy, self.width, self.height)

    def grown(self, by: float) -> Rect:
        """Return the rectangle with ``by`` added on every side."""
        return Rect(self.x - by, self.y - by, self.width + 2 * by, self.height + 2 * by)

    def meets(self, other: Rect) -> bool:
        """Return whether the two share more than an outline."""
        return (
            self.x < other.right
            and other.x < self.right
            and self.y < other.bottom
            and other.y < self.bottom
        )


@attrs.frozen
class Line:
    """Hold the way of an arrow, from its source to the tip.

    Attributes:
        points: Corners of a ``polyline``; of a ``bezier`` its start, then three points a piece.
        label: Where the label's centre goes; None without a label.
    """

    points: tuple[Point, ...]
    shape: Literal["polyline", "bezier"] = "polyline"
    label: Point | None = None

    def shifted(self, dx: float, dy: float) -> Line:
        """Return the line moved."""
        points = tuple(point.shifted(dx, dy) for point in self.points)
        label = self.label.shifted(dx, dy) if self.label else None
        return Line(points, self.shape, label)
