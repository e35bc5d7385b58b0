"""Coordinates of a polygon, checked: degrees, in rings that are closed and enclose something."""

from typing import Any

from django.utils.translation import gettext as _

from units.boundaries.shapes import Point, area
from units.errors import BoundaryError

# About 11 m: less than any page shows, and neighbours that differ in what lies behind meet.
DECIMALS = 4

_LEAST = 4


def polygon_of(rings: Any, named: str) -> list[list[Point]]:
    """The outer ring of a polygon and its holes, rounded, without those that enclose nothing;
    empty where the outer one does not. Raises BoundaryError, which begins with `named`."""
    if not isinstance(rings, list) or not all(isinstance(ring, list) for ring in rings):
        raise BoundaryError(_("%(feature)s has coordinates in no rings.") % {"feature": named})
    found = [_ring(ring, named) for ring in rings]
    if not found or not _encloses(found[0]):
        return []
    return [ring for ring in found if _encloses(ring)]


def _ring(positions: list[Any], named: str) -> list[Point]:
    if len(positions) < _LEAST:
        raise BoundaryError(
            _("%(feature)s has a ring of fewer than four points.") % {"feature": named}
        )
    points = [_point(position, named) for position in positions]
    if points[0] != points[-1]:
        raise BoundaryError(_("%(feature)s has a ring that is not closed.") % {"feature": named})
    return [point for at, point in enumerate(points) if at == 0 or point != points[at - 1]]


def _encloses(ring: list[Point]) -> bool:
    return len(set(ring)) >= _LEAST - 1 and area(ring) > 0


def _point(position: Any, named: str) -> Point:
    if not isinstance(position, list) or len(position) < 2 or not all(map(_is_number, position)):
        raise BoundaryError(_("%(feature)s has a point without two numbers.") % {"feature": named})
    x, y = position[:2]
    if abs(x) <= 180 and abs(y) <= 90:
        return round(x, DECIMALS) + 0.0, round(y, DECIMALS) + 0.0
    where = {"feature": named, "x": f"{x:.6g}", "y": f"{y:.6g}"}
    if abs(x) <= 90 and abs(y) <= 180:
        raise BoundaryError(
            _(
                "%(feature)s has latitude before longitude (%(x)s, %(y)s): GeoJSON has longitude"
                " first."
            )
            % where
        )
    raise BoundaryError(
        _(
            "%(feature)s has coordinates that are no degrees (%(x)s, %(y)s): metres of a projection"
            " such as VN-2000 must be converted to WGS 84 before."
        )
        % where
    )


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
