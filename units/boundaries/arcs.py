"""Simplifying neighbours together, so that no border gapes.

Rings are cut where they meet or part. Each piece (arc) is simplified once, whoever shares it, and
the rings are put together again from the simplified arcs (as TopoJSON does).
"""

from collections.abc import Iterator, Sequence

from units.boundaries.lines import simplified_line
from units.boundaries.shapes import Point, Ring, Shape

Arc = tuple[Point, ...]
# An arc, and whether the ring goes along it backwards.
Step = tuple[Arc, bool]

# A triangle, closed.
_LEAST = 4


def simplified(shapes: Sequence[Shape], tolerance: float) -> list[list[list[list[Point]]]]:
    """The shapes with fewer points, none of which moved; borders that were shared still are.

    Every ring has three different points at least before and after: where an arc would leave a
    ring with fewer, it keeps more of its points.
    """
    corners = _corners(shapes)
    cut = [[[_cut(ring, corners) for ring in polygon] for polygon in shape] for shape in shapes]
    rings = [steps for shape in cut for polygon in shape for steps in polygon]
    kept = _simplified_arcs(rings, tolerance)
    return [[[_joined(steps, kept) for steps in polygon] for polygon in shape] for shape in cut]


def _rings(shapes: Sequence[Shape]) -> Iterator[Ring]:
    return (ring for shape in shapes for polygon in shape for ring in polygon)


def _corners(shapes: Sequence[Shape]) -> set[Point]:
    """Points in which rings meet or part: those that have different neighbours in different
    rings."""
    beside: dict[Point, frozenset[Point]] = {}
    found = set()
    for ring in _rings(shapes):
        for position in range(len(ring) - 1):
            # The last point is the first once more.
            both = frozenset((ring[position - 1 if position else -2], ring[position + 1]))
            if beside.setdefault(ring[position], both) != both:
                found.add(ring[position])
    return found


def _cut(ring: Ring, corners: set[Point]) -> list[Step]:
    """The arcs of a ring. One without corners begins at its least point, so that a hole and what
    fills it have the same arc."""
    points = ring[:-1]
    begins = [position for position, point in enumerate(points) if point in corners]
    if not begins:
        begins = [min(range(len(points)), key=points.__getitem__)]
    around = [*points, *points]
    ends = [*begins[1:], begins[0] + len(points)]
    pieces = [tuple(around[begin : end + 1]) for begin, end in zip(begins, ends, strict=True)]
    return [(min(piece, piece[::-1]), piece[::-1] < piece) for piece in pieces]


def _simplified_arcs(rings: Sequence[Sequence[Step]], tolerance: float) -> dict[Arc, list[Point]]:
    tolerances = {arc: tolerance for steps in rings for arc, _ in steps}
    kept = {arc: simplified_line(arc, tolerance) for arc in tolerances}
    thin = [steps for steps in rings if _is_thin(steps, kept)]
    while thin:
        for arc in {arc for steps in thin for arc, _ in steps}:
            finer = tolerances[arc] / 4
            tolerances[arc] = finer if finer > tolerance / 100 else 0
            kept[arc] = simplified_line(arc, tolerances[arc])
        # What kept all of its points will not have more.
        thin = [
            steps
            for steps in thin
            if _is_thin(steps, kept) and any(tolerances[arc] for arc, _ in steps)
        ]
    return kept


def _is_thin(steps: Sequence[Step], kept: dict[Arc, list[Point]]) -> bool:
    points = {point for arc, _ in steps for point in kept[arc]}
    return len(points) < _LEAST - 1


def _joined(steps: Sequence[Step], kept: dict[Arc, list[Point]]) -> list[Point]:
    ring: list[Point] = []
    for arc, is_backwards in steps:
        points = kept[arc][::-1] if is_backwards else kept[arc]
        ring += points[1:] if ring else points
    return ring
