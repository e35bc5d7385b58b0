"""What a file of outlines would bring: which unit each is of, and what it would change."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from units.boundaries.arcs import simplified
from units.boundaries.reading import CODE, listed, read_outlines
from units.boundaries.shapes import Point
from units.boundaries.stitching import stitched
from units.errors import BoundaryError
from units.hierarchy import Hierarchy
from units.models import Boundary, Level
from units.queries import hierarchy

Coordinates = list[list[list[Point]]]

# In degrees: what is kept is good for a picture of one commune, 10 km wide, of 200 px.
TOLERANCE = 0.0005
# Borders of neighbours that were simplified apart lie this near to each other.
REACH = 0.001


@dataclass(frozen=True)
class Understood:
    """Outlines of units of one level on a day: by the unit's id; the codes that no unit of that
    level had on the day, and the units of the same provinces that the file leaves out."""

    level: Level
    as_of: date
    outlines: Mapping[int, Coordinates]
    unknown: list[str]
    lacking: list[int]


@dataclass(frozen=True)
class Difference:
    """Units whose outline as of the day is not kept yet, or another one is; and how many are kept
    as they are."""

    new: list[int]
    replaced: list[int]
    unchanged: int


def difference(understood: Understood) -> Difference:
    """What loading would change now."""
    kept = dict(
        Boundary.objects.filter(
            unit_id__in=understood.outlines, as_of=understood.as_of
        ).values_list("unit_id", "coordinates")
    )
    unlike = [
        unit_id
        for unit_id, shape in understood.outlines.items()
        if kept.get(unit_id) != _as_kept(shape)
    ]
    return Difference(
        new=[one for one in unlike if one not in kept],
        replaced=[one for one in unlike if one in kept],
        unchanged=len(understood.outlines) - len(unlike),
    )


def understood(
    content: bytes, *, level: Level, as_of: date, code_property: str = CODE
) -> Understood:
    """Read a file and find its units. Codes return for other territory: they are read on the day,
    at the level, and nowhere else.

    Raises BoundaryError, also where the file names no unit at all.
    """
    read = read_outlines(content, code_property)
    lines = hierarchy()
    units = {lines.code(one, as_of): one for one in lines.units_of_level_on(level, as_of)}
    # Neighbours are simplified together, also those whose code nobody knows.
    shapes = simplified(stitched([one.shape for one in read], REACH), TOLERANCE)
    found = {
        units[one.code]: shape for one, shape in zip(read, shapes, strict=True) if one.code in units
    }
    unknown = [one.code for one in read if one.code not in units]
    if not found:
        raise BoundaryError(
            _("No unit of the level “%(level)s” had one of these codes on %(day)s: %(codes)s.")
            % {"level": level.label, "day": f"{as_of:%d/%m/%Y}", "codes": listed(unknown)}
        )
    within = {_province(lines, one, as_of) for one in found}
    lacking = [
        one
        for one in lines.units_of_level_on(level, as_of)
        if one not in found and _province(lines, one, as_of) in within
    ]
    return Understood(level, as_of, found, unknown, lacking)


def _province(lines: Hierarchy, unit_id: int, day: date) -> int | None:
    """The province that a unit lies in; None for one above them all or beside them."""
    for one in lines.ancestors(unit_id, day)[1:]:
        if lines.level(one, day) == Level.PROVINCE:
            return one
    return None


def _as_kept(shape: Coordinates) -> list[list[list[list[float]]]]:
    """As JSON gives it back."""
    return [[[list(point) for point in ring] for ring in polygon] for polygon in shape]
