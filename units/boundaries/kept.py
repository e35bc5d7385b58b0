"""The outlines that units had on a day, of those that are kept."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import NamedTuple

from units.boundaries.shapes import Shape
from units.hierarchy import Hierarchy
from units.models import Boundary


class Held(NamedTuple):
    """An outline, and the day as of which it was loaded."""

    shape: Shape
    as_of: date


def outlines_on(lines: Hierarchy, unit_ids: Collection[int], day: date) -> dict[int, Held]:
    """unit id -> its outline on the day: as of the day itself, else of the nearest one between
    which and the day the unit gave away and took over nothing. Units without one are left out."""
    told: dict[int, list[tuple[date, int]]] = {}
    for pk, unit_id, as_of in Boundary.objects.filter(unit_id__in=unit_ids).values_list(
        "pk", "unit_id", "as_of"
    ):
        told.setdefault(unit_id, []).append((as_of, pk))
    chosen = {unit_id: _nearest(lines, unit_id, found, day) for unit_id, found in told.items()}
    shapes = Boundary.objects.in_bulk([pk for pk in chosen.values() if pk is not None])
    return {
        row.unit_id: Held(
            [[[(x, y) for x, y in ring] for ring in polygon] for polygon in row.coordinates],
            row.as_of,
        )
        for row in shapes.values()
    }


def outlined_levels() -> list[str]:
    """The levels that any outline is kept of."""
    return [*Boundary.objects.order_by().values_list("level", flat=True).distinct()]


def _nearest(
    lines: Hierarchy, unit_id: int, told: Iterable[tuple[date, int]], day: date
) -> int | None:
    alike = [
        (abs((as_of - day).days), pk)
        for as_of, pk in told
        if not _was_changed(lines, unit_id, *sorted((as_of, day)))
    ]
    return min(alike)[1] if alike else None


def _was_changed(lines: Hierarchy, unit_id: int, first: date, last: date) -> bool:
    """Whether land came to the unit or went from it after one day, up to another one."""
    links = (*lines.predecessors(unit_id), *lines.successors(unit_id))
    return any(first < link.effective_on <= last for link in links)
