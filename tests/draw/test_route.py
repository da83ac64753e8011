"""Routed arrows cut through no box."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from campaignflow.draw.geometry import Point, Rect
from campaignflow.draw.route import STUB, Router, facing, ports

cells = st.sets(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=2, max_size=20).map(
    sorted
)


def _router(boxes: list[Rect]) -> Router:
    xs = [x for box in boxes for x in (box.x - STUB, box.right + STUB)]
    ys = [y for box in boxes for y in (box.y - STUB, box.bottom + STUB)]
    return Router(boxes, xs, ys)


def _piece(a: Point, b: Point) -> Rect:
    x, y = min(a.x, b.x), min(a.y, b.y)
    return Rect(x, y, max(abs(a.x - b.x), 0.1), max(abs(a.y - b.y), 0.1))


@given(cells)
def test_a_way_is_found_that_cuts_no_box(places: list[tuple[int, int]]) -> None:
    """Between any two boxes of a loose grid there is a way, level and upright, through none."""
    boxes = [Rect(i * 100.0, j * 60.0, 70.0, 30.0) for i, j in places]
    way = _router(boxes).way(ports(boxes[0]), ports(boxes[-1]))
    assert way is not None
    for a, b in pairwise(way):
        assert a.x == b.x or a.y == b.y
        assert not any(_piece(a, b).meets(box.grown(-1)) for box in boxes)


@given(cells)
def test_a_way_starts_and_ends_on_the_outlines(places: list[tuple[int, int]]) -> None:
    """The first and last corner lie on the two boxes' outlines."""
    boxes = [Rect(i * 100.0, j * 60.0, 70.0, 30.0) for i, j in places]
    way = _router(boxes).way(ports(boxes[0]), ports(boxes[-1]))
    assert way is not None
    for point, box in ((way[0], boxes[0]), (way[-1], boxes[-1])):
        assert box.grown(0.1).meets(Rect(*point, 0.01, 0.01))
        assert not box.grown(-0.1).meets(Rect(*point, 0.01, 0.01))


def test_a_second_arrow_keeps_off_the_first() -> None:
    """Two arrows between the same boxes do not lie upon each other."""
    a, b = Rect(0, 0, 60, 60), Rect(300, 0, 60, 60)
    router = _router([a, b])
    first = router.way(ports(a), ports(b))
    assert first is not None
    second = router.way(ports(a), ports(b), list(pairwise(first)))
    assert second is not None
    assert set(first) != set(second)


def test_boxes_that_face_each_other_have_a_straight_way() -> None:
    """Where two boxes overlap in one direction an arrow needs no bend."""
    a, b = Rect(0, 0, 100, 30), Rect(40, 200, 100, 30)
    pairs = facing(a, b)
    way = _router([a, b]).way([p for p, _q in pairs], [q for _p, q in pairs])
    assert way == (Point(70, 30), Point(70, 200))


def test_a_walled_box_has_no_way() -> None:
    """A box that nothing can leave is told, not cut through."""
    a, b = Rect(0, 0, 20, 20), Rect(300, 0, 20, 20)
    wall = [Rect(-40, -40, 100, 25), Rect(-40, 35, 100, 25), Rect(-40, -20, 25, 60)]
    wall.append(Rect(35, -20, 25, 60))
    assert _router([a, b, *wall]).way(ports(a), ports(b)) is None
