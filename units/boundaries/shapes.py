"""What an outline is made of, and what can be measured of it.

A ring is closed: its last point is its first. A polygon is an outer ring and its holes. Points are
(x, y): degrees of longitude and latitude, or units of a picture.
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

Point = tuple[float, float]
Ring = Sequence[Point]
Polygon = Sequence[Ring]
Shape = Sequence[Polygon]


class Box(NamedTuple):
    """The smallest upright rectangle around points."""

    west: float
    south: float
    east: float
    north: float


def box_of(shapes: Iterable[Shape]) -> Box:
    """Around all points of shapes, of which there is one at least."""
    points = [point for shape in shapes for polygon in shape for ring in polygon for point in ring]
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return Box(min(xs), min(ys), max(xs), max(ys))


def area(ring: Ring) -> float:
    """What a ring encloses, whichever way round it goes."""
    return abs(_twice(ring)) / 2


def largest(shape: Shape) -> Polygon:
    """The polygon with the largest outer ring."""
    return max(shape, key=lambda polygon: area(polygon[0]))


def centre(ring: Ring) -> Point:
    """The centre of gravity of a ring that encloses something."""
    twice = _twice(ring)
    x = y = 0.0
    for (x0, y0), (x1, y1) in pairwise(ring):
        cross = x0 * y1 - x1 * y0
        x += (x0 + x1) * cross
        y += (y0 + y1) * cross
    return x / (3 * twice), y / (3 * twice)


def room(point: Point, polygon: Polygon) -> float:
    """How wide something around a point can be without touching a border left or right of it; 0
    where the point does not lie within the polygon."""
    x, y = point
    crossed = [
        x0 + (x1 - x0) * (y - y0) / (y1 - y0)
        for ring in polygon
        for (x0, y0), (x1, y1) in pairwise(ring)
        if (y0 > y) != (y1 > y)
    ]
    left, right = [at for at in crossed if at < x], [at for at in crossed if at >= x]
    # Each border that is crossed leads in or out.
    if len(left) % 2 == 0:
        return 0.0
    return 2 * min(x - max(left), min(right) - x)


def _twice(ring: Ring) -> float:
    return sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairwise(ring))
