"""Giving neighbours the same points along the border that they share.

Published outlines are often simplified one by one: of a border that two units share, each has kept
other points. A point of the one that lies within reach of a stretch of the other is made a point of
that as well; what was a gap of less than the reach is closed.
"""

from collections.abc import Iterator, Sequence
from math import floor

from units.boundaries.shapes import Point, Ring, Shape

Grid = dict[tuple[int, int], list[Point]]

# Cells are this many times as wide as the reach: stretches are longer than it.
_CELL = 8


def stitched(shapes: Sequence[Shape], reach: float) -> list[list[list[list[Point]]]]:
    """The shapes with the points of others that lie within reach of their borders; no point
    moves."""
    cell = reach * _CELL
    grid: Grid = {}
    for point in {p for shape in shapes for polygon in shape for ring in polygon for p in ring}:
        grid.setdefault((floor(point[0] / cell), floor(point[1] / cell)), []).append(point)
    return [
        [[_stitched_ring(ring, grid, cell, reach) for ring in polygon] for polygon in shape]
        for shape in shapes
    ]


def _stitched_ring(ring: Ring, grid: Grid, cell: float, reach: float) -> list[Point]:
    own = set(ring)
    points = [ring[0]]
    for end in ring[1:]:
        begin = points[-1]
        found = sorted(
            (along, point)
            for point in _near(begin, end, grid, cell, reach)
            if point not in own and (along := _along(point, begin, end, reach)) is not None
        )
        points += [point for _, point in found]
        # Once is enough: a neck would be drawn shut.
        own.update(point for _, point in found)
        points.append(end)
    return points


def _near(begin: Point, end: Point, grid: Grid, cell: float, reach: float) -> Iterator[Point]:
    """The points in the cells that the rectangle around a stretch touches."""
    columns, rows = (
        range(
            floor((min(begin[axis], end[axis]) - reach) / cell),
            floor((max(begin[axis], end[axis]) + reach) / cell) + 1,
        )
        for axis in (0, 1)
    )
    for column in columns:
        for row in rows:
            yield from grid.get((column, row), ())


def _along(point: Point, begin: Point, end: Point, reach: float) -> float | None:
    """How far along a stretch a point lies, from 0 to 1; None where it is out of reach."""
    dx, dy = end[0] - begin[0], end[1] - begin[1]
    x, y = point[0] - begin[0], point[1] - begin[1]
    length = dx * dx + dy * dy
    along = (x * dx + y * dy) / length if length else 0.0
    if not 0 < along < 1:
        return None
    off_x, off_y = x - along * dx, y - along * dy
    return along if off_x * off_x + off_y * off_y <= reach * reach else None
