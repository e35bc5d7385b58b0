"""Simplifying neighbours: what they share stays shared, and nothing vanishes."""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from math import cos, dist, pi, sin

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.units.boundaries.files import square
from units.boundaries.arcs import simplified
from units.boundaries.lines import simplified_line
from units.boundaries.shapes import Point, Shape
from units.boundaries.stitching import stitched

COLUMNS, ROWS = 4, 3


def crooked(begin: Point, end: Point, offsets: list[float]) -> list[Point]:
    """A line with points off the straight way, which stay within a third of a cell of it."""
    points = [begin]
    for number, off in enumerate(offsets, 1):
        share = number / (len(offsets) + 1)
        x, y = (begin[axis] + share * (end[axis] - begin[axis]) for axis in (0, 1))
        across = begin[0] == end[0]
        points.append((x + off, y) if across else (x, y + off))
    return [*points, end]


@st.composite
def tilings(draw: st.DrawFn) -> list[Shape]:
    """Cells of a grid whose sides are crooked, each side the same for both of its cells."""
    offsets = st.lists(st.floats(-0.3, 0.3), max_size=6)
    flat = {
        (x, y): crooked((x, y), (x + 1, y), draw(offsets))
        for x in range(COLUMNS)
        for y in range(ROWS + 1)
    }
    upright = {
        (x, y): crooked((x, y), (x, y + 1), draw(offsets))
        for x in range(COLUMNS + 1)
        for y in range(ROWS)
    }
    return [
        [
            [
                [
                    *flat[x, y],
                    *upright[x + 1, y][1:],
                    *flat[x, y + 1][::-1][1:],
                    *upright[x, y][::-1][1:],
                ]
            ]
        ]
        for x in range(COLUMNS)
        for y in range(ROWS)
    ]


def stretches(shapes: Sequence[Shape]) -> Counter[frozenset[Point]]:
    """How many rings go along each stretch between two points."""
    rings = [ring for shape in shapes for polygon in shape for ring in polygon]
    return Counter(frozenset(both) for ring in rings for both in pairwise(ring))


def edge(shapes: Sequence[Shape]) -> set[Point]:
    """The points on the border around all cells together."""
    return {point for both, count in stretches(shapes).items() if count == 1 for point in both}


@settings(max_examples=60, deadline=None)
@given(tilings(), st.floats(0.01, 2))
def test_shared_borders_stay_shared(shapes: list[Shape], tolerance: float):
    after = simplified(shapes, tolerance)
    for (polygon,), (before,) in zip(after, shapes, strict=True):
        (ring,) = polygon
        assert len(set(ring)) >= 3
        assert ring[0] == ring[-1]
        assert set(ring) <= set(before[0])
    # What has one side only is the edge of the whole: within it nothing gapes or overlaps.
    assert set(stretches(after).values()) == {1, 2}
    assert edge(after) <= edge(shapes)


@settings(max_examples=60, deadline=None)
@given(tilings())
def test_stitching_moves_no_point_and_adds_those_within_reach(shapes: list[Shape]):
    apart = [simplified([shape], 0.02)[0] for shape in shapes]
    for shape, before in zip(stitched(apart, 0.05), apart, strict=True):
        ring, kept = shape[0][0], before[0][0]
        assert [point for point in ring if point in set(kept)] == kept
        for point in set(ring) - set(kept):
            assert any(point in other[0][0] for other in apart)
            assert min(off(point, *both) for both in pairwise(kept)) <= 0.05 + 1e-9


def test_a_gap_between_neighbours_is_closed():
    left = [[(0.0, 0.0), (2.0, 0.0), (2.01, 1.0), (2.0, 2.0), (0.0, 2.0), (0.0, 0.0)]]
    right = [square(2, 0, 2)]
    assert len(edge([[left], [right]])) == 7
    one, other = stitched([[left], [right]], 0.05)
    assert one == [left]
    assert other == [[[(2, 0), (4, 0), (4, 2), (2, 2), (2.01, 1), (2, 0)]]]
    assert len(edge([one, other])) == 6


def test_a_hole_and_what_fills_it_are_simplified_alike():
    circle = [(3 + cos(turn / 20 * pi), 3 + sin(turn / 20 * pi)) for turn in range(40)]
    ring = [*circle, circle[0]]
    # Another beginning, the other way round.
    other = [*ring[7:-1], *ring[:8]][::-1]
    around, filling = simplified([[[square(0, 0, 6), ring]], [[other]]], 0.1)
    hole, island = around[0][1], filling[0][0]
    assert 4 <= len(hole) < len(ring)
    assert stretches([[[hole]]]) == stretches([[[island]]])


def test_a_ring_is_never_lost():
    # Two halves of a lens: at this tolerance each would be a line there and back.
    bow = [(0.0, 0.0), (1.0, 0.2), (2.0, 0.0)]
    lens = [[[*bow, (1.0, 0.0), (0.0, 0.0)]]], [[[*bow, (1.0, 0.4), (0.0, 0.0)]]]
    for shape in simplified(lens, 5):
        assert len(set(shape[0][0])) >= 3


@given(st.lists(st.tuples(st.floats(-5, 5), st.floats(-5, 5)), min_size=2, max_size=30))
def test_a_line_keeps_its_ends_and_its_shape(line: list[Point]):
    kept = simplified_line(line, 0.5)
    assert (kept[0], kept[-1]) == (line[0], line[-1])
    assert simplified_line(line, 0) == line
    for point in line:
        assert min(off(point, *both) for both in pairwise(kept)) <= 0.5 + 1e-9


def off(point: Point, begin: Point, end: Point) -> float:
    """How far a point lies from a stretch."""
    square = dist(begin, end) ** 2
    along = sum((point[i] - begin[i]) * (end[i] - begin[i]) for i in (0, 1))
    share = min(1.0, max(0.0, along / square)) if square else 0.0
    return dist(point, [begin[i] + share * (end[i] - begin[i]) for i in (0, 1)])
