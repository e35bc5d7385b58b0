"""The outlines of the units of a table on its day, as a picture."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from units.boundaries.drawing import Picture, drawn
from units.boundaries.kept import outlines_on
from units.queries import hierarchy

# More outlines than any province has units: a picture of them would take long and tell little.
MOST = 1000


@dataclass(frozen=True)
class Outlined:
    """A picture of the units that have outlines; `as_of` are the days of these; empty where they
    are `too_many`."""

    picture: Picture
    as_of: Sequence[date]
    too_many: bool = False


def outlined(unit_ids: Collection[int], day: date) -> Outlined:
    """The outlines that units had on a day."""
    if len(unit_ids) > MOST:
        return Outlined(drawn({}), (), too_many=True)
    outlines = outlines_on(hierarchy(), unit_ids, day)
    return Outlined(
        picture=drawn({unit_id: held.shape for unit_id, held in outlines.items()}),
        as_of=sorted({held.as_of for held in outlines.values()}),
    )
