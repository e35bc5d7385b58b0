"""Outlines as paths of a picture: degrees east and north become points right and down."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import cos, radians

from units.boundaries.arcs import simplified
from units.boundaries.shapes import Point, Shape, area, box_of, centre, largest, room

SIZE = 1000
# The height of a line of text.
LINE = 28

# In units of the picture, of which a laptop shows two in three pixels.
_TOLERANCE = 1.0
# Half the width of the mark of an outline that is smaller than a unit of the picture.
_MARK = 3


@dataclass(frozen=True)
class Drawn:
    """An outline as the `d` of an SVG path; the centre of its largest part, where a name may stand,
    and how wide one line there can be: 0 where the centre lies outside."""

    path: str
    centre: tuple[int, int] = (0, 0)
    room: int = 0


@dataclass(frozen=True)
class Picture:
    """Outlines side by side, by their units' ids; the longer side is SIZE."""

    width: int
    height: int
    shapes: Mapping[int, Drawn]


def drawn(outlines: Mapping[int, Shape]) -> Picture:
    """Draw outlines: equirectangular, with the scale right at the latitude in the middle."""
    if not outlines:
        return Picture(0, 0, {})
    west, south, east, north = box_of(outlines.values())
    narrow = cos(radians((south + north) / 2))
    across, down = (east - west) * narrow, north - south
    scale = SIZE / max(across, down)
    placed = [
        _visible(
            [[_placed(ring, west, north, narrow * scale, scale) for ring in each] for each in one]
        )
        for one in outlines.values()
    ]
    shapes = zip(outlines.items(), simplified(placed, _TOLERANCE), strict=True)
    return Picture(
        width=max(1, round(across * scale)),
        height=max(1, round(down * scale)),
        shapes={
            unit_id: _drawn(shape)
            if shape
            else _mark(*_placed([one[0][0][0]], west, north, narrow * scale, scale))
            for (unit_id, one), shape in shapes
        },
    )


def _placed(
    ring: Sequence[Point], west: float, north: float, x_scale: float, y_scale: float
) -> list[Point]:
    """In whole units of the picture: what neighbours share stays shared."""
    points = [(round((x - west) * x_scale), round((north - y) * y_scale)) for x, y in ring]
    return [point for at, point in enumerate(points) if at == 0 or point != points[at - 1]]


def _visible(shape: Shape) -> Shape:
    """Without the rings that are too small for the picture."""
    return [
        [polygon[0], *(hole for hole in polygon[1:] if area(hole))]
        for polygon in shape
        if area(polygon[0])
    ]


def _drawn(shape: Shape) -> Drawn:
    main = largest(shape)
    x, y = centre(main[0]) if area(main[0]) else main[0][0]
    heights = (y - LINE / 2, y, y + LINE / 2)
    return Drawn(
        path="".join(_path(ring) for polygon in shape for ring in polygon),
        centre=(round(x), round(y)),
        room=int(min(room((x, height), main) for height in heights)),
    )


def _mark(at: Point) -> Drawn:
    """A small square in the place of an outline that is too small to be seen."""
    left, top, side = at[0] - _MARK, at[1] - _MARK, 2 * _MARK
    return Drawn(f"M{left:.0f} {top:.0f}h{side}v{side}h-{side}z")


def _path(ring: Sequence[Point]) -> str:
    steps = [f"{x1 - x0:.0f} {y1 - y0:.0f}" for (x0, y0), (x1, y1) in pairwise(ring[:-1])]
    return f"M{ring[0][0]:.0f} {ring[0][1]:.0f}l{' '.join(steps).replace(' -', '-')}z"
