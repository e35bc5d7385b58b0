"""Lines with fewer points (Douglas and Peucker, 1973)."""

from collections.abc import Sequence

from units.boundaries.shapes import Point


def simplified_line(line: Sequence[Point], tolerance: float) -> list[Point]:
    """The points of a line without those that lie nearer than the tolerance to what is left; its
    ends stay. A tolerance of 0 keeps all."""
    if tolerance <= 0:
        return list(line)
    limit = tolerance * tolerance
    kept = {0, len(line) - 1}
    stretches = [(0, len(line) - 1)]
    while stretches:
        first, last = stretches.pop()
        farthest, distance = _farthest(line, first, last)
        if distance > limit:
            kept.add(farthest)
            stretches += [(first, farthest), (farthest, last)]
    return [line[position] for position in sorted(kept)]


def _farthest(line: Sequence[Point], first: int, last: int) -> tuple[int, float]:
    """Which point between two others lies farthest from the stretch between them, and the square
    of how far."""
    x0, y0 = line[first]
    dx, dy = line[last][0] - x0, line[last][1] - y0
    length = dx * dx + dy * dy
    farthest, distance = first, 0.0
    for position in range(first + 1, last):
        x, y = line[position][0] - x0, line[position][1] - y0
        along = min(1.0, max(0.0, (x * dx + y * dy) / length)) if length else 0.0
        off_x, off_y = x - along * dx, y - along * dy
        square = off_x * off_x + off_y * off_y
        if square > distance:
            farthest, distance = position, square
    return farthest, distance
